import ArgumentParser
import FileSystem
import Foundation
import ProgrammaVanEisen
import Records

/// Writes reference tables that hold every code of some deliveries, so that the checks that ask them run.
///
/// Left out are those with a row for nearly every melding: postcodes, leerbedrijven and their erkenningen.
struct Tables: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write the reference tables that suit deliveries.")

  @Option(help: "The folder that they go into.") var folder: String
  @OptionGroup var specs: SpecsOption
  @Argument var files: [String]

  /// Where codes of a table stand, and how long they are.
  private struct Source {
    let tabel: Tabel
    let record: Int
    let veld: String
    var length = Int.max
  }

  private static let sources = [
    Source(tabel: .opleidingen, record: 320, veld: "gevolgdeOpleiding"),
    Source(tabel: .opleidingen, record: 323, veld: "behaaldeKwalificatie"),
    Source(tabel: .kenniscentra, record: 322, veld: "leerbedrijf", length: 4),
    Source(tabel: .landen, record: 305, veld: "land"),
    Source(tabel: .nationaliteiten, record: 310, veld: "nationaliteit1"),
    Source(tabel: .nationaliteiten, record: 310, veld: "nationaliteit2"),
  ]

  func run() throws {
    let codes = try codes()
    let opleidingen = codes[.opleidingen, default: []].sorted()
    // Of any time, and paid for: what is made up is right, and stays so.
    try write(.opleidingen, opleidingen.map { "\($0);Opleiding \($0);BO;4;kwalificatie;;J;1;19000101;" })
    try write(.licenties, opleidingen.map { "99ZZ;\($0);19000101;" })
    try write(.instellingen, ["99ZZ;Instelling;19000101;;BO"])
    try write(.kenniscentra, codes[.kenniscentra, default: []].sorted().map { "\($0);Kenniscentrum \($0)" })
    for tabel in [Tabel.landen, .nationaliteiten] {
      try write(tabel, codes[tabel, default: []].sorted().map { "\($0);\($0);19000101;" })
    }
    try write("aanleverpunten", ["brin;aanleverpunt;sectordeel;datum_begin;datum_einde", "99ZZ;01;BO;19000101;"])
  }

  private func codes() throws -> [Tabel: Set<String>] {
    let pve = try specs.load()
    var codes: [Tabel: Set<String>] = [:]
    for file in files {
      var delivery = try Aanlevering(FileSource(file), pve)
      let byLayout = delivery.layouts.all.map { layout in
        Self.sources.filter { $0.record == layout.record }.compactMap { source in
          layout.veld(source.veld).map { (source, $0.range.prefix(source.length)) }
        }
      }
      repeat {
        let block = delivery.reader.block
        for line in block.lines {
          let sources = byLayout[Int(line.layout)]
          if sources.isEmpty { continue }
          let record = block.copy(line)
          for (source, range) in sources {
            let code = Latin1.text(Latin1.trimmed(record[range]))
            if !code.isEmpty { codes[source.tabel, default: []].insert(code) }
          }
        }
      } while try delivery.reader.next()
    }
    return codes
  }

  private func write(_ tabel: Tabel, _ rows: [String]) throws {
    try write(tabel.rawValue, [tabel.kolommen.joined(separator: ";")] + rows)
  }

  private func write(_ name: String, _ lines: [String]) throws {
    let text = lines.map { $0 + "\n" }.joined()
    try Data(text.utf8).write(to: URL(filePath: Folders.join(folder, "\(name).csv")))
  }
}
