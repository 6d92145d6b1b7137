import ArgumentParser
import FileSystem
import Generator
import ProgrammaVanEisen
import XMLBatch

/// `bronbatch generate`.
struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make up a valid delivery.",
    discussion: """
      The same options and seed give the same bytes. Batch 002 of a seed changes, ends and adds to \
      what batch 001 with the same --meldingen registered, and so on; the persons of a seed are the \
      same in every batch and at every institution. Into a folder a delivery gets its proper name, \
      and what does not fit in one becomes consecutive batches. An output that ends in .gz is packed. \
      A file that is there already is replaced.

      Example: bronbatch generate --meldingen 1000 --seed 1 --sector BO --output Inbox/ \
      --persons tabellen/personen.csv
      """)

  @Option(help: ArgumentHelp("How many meldingen.", valueName: "number"))
  var meldingen: Int
  @Option(help: ArgumentHelp("Another number gives other persons and other meldingen.", valueName: "number"))
  var seed: UInt64
  @Option(help: "The sectordeel: beroepsonderwijs, educatie or vavo.")
  var sector: Sectordeel
  @Option(help: ArgumentHelp("The institution.", valueName: "brin"))
  var brin = "99ZZ"
  @Option(help: ArgumentHelp("Its aanleverpunt.", valueName: "nn"))
  var aanleverpunt = "01"
  @Option(help: ArgumentHelp("The number of the batch, or of the first one.", valueName: "nnn"))
  var batch = "001"
  @Option(help: ArgumentHelp("The date of the delivery; nothing in it happens later.", valueName: "yyyy-mm-dd"))
  var date = "2010-02-01"
  @Option(help: ArgumentHelp("The version of the Programma van Eisen.", valueName: "version"))
  var versie = "1.1"
  @Option(
    help: ArgumentHelp(
      "The share of the meldingen, 0 to 1, that gets one fault each; give the same for all batches of a row.",
      valueName: "share"))
  var faults = 0.0
  @Option(help: ArgumentHelp("The delivery, or the folder that it goes into.", valueName: "file-or-folder"))
  var output: String
  @Option(help: ArgumentHelp("Also write the personen.csv that goes with it.", valueName: "file"))
  var persons: String?
  @OptionGroup var specs: SpecsOptions
  @Option(help: "The format: fixed, or XML.")
  var format = Format.fixed
  @Flag(help: "Print nothing but errors.")
  var quiet = false

  func validate() throws {
    func isDigits(_ text: String, _ count: Int) -> Bool {
      text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    guard (1...Generator.meesteMeldingen).contains(meldingen) else {
      throw ValidationError("'--meldingen \(meldingen)' cannot be; give 1 to \(Generator.meesteMeldingen).")
    }
    guard isDigits(String(brin.prefix(2)), 2), brin.utf8.count == 4,
      brin.utf8.dropFirst(2).allSatisfy({ (0x41...0x5A).contains($0) })
    else { throw ValidationError("'\(brin)' is no BRIN; write two digits and two capitals, such as 99ZZ.") }
    guard isDigits(aanleverpunt, 2) else {
      throw ValidationError("'\(aanleverpunt)' is no aanleverpunt; write two digits, such as 01.")
    }
    guard isDigits(batch, 3) else {
      throw ValidationError("'\(batch)' is no batch number; write three digits, such as 001.")
    }
    guard (0...1).contains(faults) else {
      throw ValidationError("'--faults \(faults)' cannot be; give a share from 0 to 1, such as 0.1.")
    }
    _ = try datum()
  }

  func run() throws {
    let pve = try specs.load()
    let generator = try Generator(
      .init(
        meldingen: meldingen, seed: seed, sectordeel: sector, brin: brin, aanleverpunt: Int(aanleverpunt) ?? 0,
        batch: Int(batch) ?? 0, datum: try datum(), versie: versie, fouten: faults), pve: pve)
    let folders = Folders()
    let isFolder = try folders.kind(of: output) == .folder || output.hasSuffix("/")
    guard isFolder || generator.batches.count == 1 else {
      throw BronError(
        .usage, "\(meldingen) meldingen make \(generator.batches.count) deliveries, which cannot be one file",
        at: .init(output),
        remedy: "Give a folder, or at most \(sector.meldingenPerBatch) meldingen")
    }
    if isFolder { try folders.make(output.hasSuffix("/") ? String(output.dropLast()) : output) }
    if let persons { try Uitvoerbestand(persons, folders).keur() }
    for batch in generator.batches {
      let path = isFolder ? Folders.join(output, batch.naam + format.ending) : output
      var fouten: [String: Int] = [:]
      try Uitvoerbestand(path, folders).schrijf { write in
        switch format {
        case .fixed: fouten = try generator.schrijf(batch, to: write)
        case .xml:
          var digest = Digest()
          fouten = try generator.schrijf(batch) { digest.update($0) }
          var writer = XMLBatchWriter(pve, sha256: digest.finalize())
          _ = try generator.schrijf(batch) { records in
            try writer.write(records)
            try writer.bytes.withUnsafeBytes(write)
            writer.clear()
          }
          try writer.end()
          try writer.bytes.withUnsafeBytes(write)
        }
      }
      if !quiet {
        Terminal.write("\(path): \(Tekst.meldingen(batch.meldingen))\n")
        if !fouten.isEmpty { Terminal.error(Self.verslag(fouten)) }
      }
    }
    if let persons {
      try Uitvoerbestand(persons, folders).schrijf { try generator.schrijfPersonen(to: $0) }
      if !quiet { Terminal.write("\(persons): de personen die erbij horen\n") }
    }
  }

  /// How many faults were made, by code.
  private static func verslag(_ fouten: [String: Int]) -> String {
    let counts = fouten.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
    return "\(fouten.values.reduce(0, +)) meldingen with a fault: " + counts.joined(separator: ", ")
  }

  private func datum() throws -> Datum {
    guard date.utf8.count == 10, let datum = Datum(text: date) else {
      throw ValidationError("'\(date)' is no date; write it as 2010-02-01.")
    }
    // The made-up persons are born before 1992, and are the same on every date.
    guard (2_005...2_099).contains(datum.year) else {
      throw ValidationError("'\(date)' does not suit the made-up persons; give a date from 2005-01-01 to 2099-12-31.")
    }
    return datum
  }
}

extension Sectordeel: ExpressibleByArgument {}

extension Generate {
  /// How a delivery is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case fixed, xml

    /// What stands behind the proper name of a delivery.
    var ending: String { self == .xml ? ".xml" : "" }
  }
}
