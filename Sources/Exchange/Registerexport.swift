import FileSystem
import GRDB
import ProgrammaVanEisen
import Records
import Register

/// Writes the register out, one CSV file for each kind of facts: in UTF-8, with `;` and a header row, as
/// the reference tables are.
public struct Registerexport {
  private let register: Register
  private let pve: PvE
  private let folders: Folders

  /// An export of that register, with the fields of the newest layouts.
  public init(_ register: Register, pve: PvE, folders: Folders = Folders()) {
    self.register = register
    self.pve = pve
    self.folders = folders
  }

  /// What was written.
  public struct Uitkomst: Sendable {
    /// By file, how many rows it has behind its header.
    public let bestanden: [(naam: String, rijen: Int)]
    /// The day up to which what was replaced was not kept, where the state asked for lies before it.
    public let begin: Datum?
  }

  /// Writes the register as it is, or as it was known at the end of a day. Everything is read from one
  /// state, whatever is written to the register meanwhile.
  ///
  /// - Throws: `BronError` of code `usage` where the folder has a file of one of those names already;
  ///   nothing was written then.
  public func schrijf(naar folder: String, op datum: Datum?) throws -> Uitkomst {
    for tabel in Feitentabel.alle(pve) {
      let path = Folders.join(folder, "\(tabel.naam).csv")
      if try folders.kind(of: path) != nil { throw Self.taken(path) }
    }
    try folders.make(folder)
    return try register.read { db in
      let lezer = Feitenlezer(db, pve: pve)
      let bestanden = try lezer.tabellen.map { tabel in
        let naam = "\(tabel.naam).csv"
        return (naam, try schrijf(tabel, lezer, datum, naar: Folders.join(folder, naam), Journaaltransactie(db: db)))
      }
      let begin = try lezer.begin().flatMap { Datum(text: $0) }
      return Uitkomst(bestanden: bestanden, begin: datum.flatMap { datum in begin.flatMap { datum < $0 ? $0 : nil } })
    }
  }

  private func schrijf(
    _ tabel: Feitentabel, _ lezer: Feitenlezer, _ datum: Datum?, naar path: String, _ journal: Journaaltransactie
  ) throws -> Int {
    var rijen = 0
    let outcome = try folders.write(to: path) { write in
      rijen = 0
      var rij = Exportrij()
      rij.schrijf(kop: tabel)
      var bron = Herkomstnamen(journal: journal)
      try lezer.elk(tabel, op: datum) { feit in
        rij.schrijf(feit, try feit.herkomst.flatMap { try bron.naam($0.aanlevering) })
        rijen += 1
        if rij.bytes.count > 1 << 16 {
          try rij.bytes.withUnsafeBytes(write)
          rij.bytes.removeAll(keepingCapacity: true)
        }
      }
      try rij.bytes.withUnsafeBytes(write)
    }
    if outcome != .done { throw Self.taken(path) }
    return rijen
  }

  private static func taken(_ path: String) -> BronError {
    BronError(.usage, "this file is there already", at: .init(path), remedy: "Name a folder that has no export in it")
  }
}

/// The deliveries that facts are from: neighbours are mostly from few.
private struct Herkomstnamen {
  let journal: Journaaltransactie
  private var namen: [Int64: Aanleveringsnaam?] = [:]

  init(journal: Journaaltransactie) {
    self.journal = journal
  }

  mutating func naam(_ id: Int64) throws -> Aanleveringsnaam? {
    if let naam = namen[id] { return naam }
    if namen.count > 10_000 { namen.removeAll() }
    let naam = try journal.aanleveringsnaam(id)
    namen[id] = .some(naam)
    return naam
  }
}

/// Rows of CSV.
private struct Exportrij {
  var bytes: [UInt8] = []

  mutating func schrijf(kop tabel: Feitentabel) {
    var namen = ["persoon"]
    if tabel.recordsoort != 305 { namen += ["brin", "aanleverpunt", "sectordeel"] }
    namen += tabel.velden.map(\.id)
    namen += [
      "bekendSinds", "meldingBrin", "meldingAanleverpunt", "meldingSectordeel", "meldingBatchnummer", "meldingnummer",
    ]
    bytes += namen.joined(separator: ";").utf8
    bytes.append(0x0A)
  }

  mutating func schrijf(_ feit: Feit, _ bron: Aanleveringsnaam?) {
    bytes += String(feit.persoon).utf8
    if let leverancier = feit.leverancier { schrijf(leverancier) }
    for waarde in feit.waarden { schrijf(waarde) }
    bytes.append(UInt8(ascii: ";"))
    bytes += (feit.bekend?.datum ?? "").utf8
    schrijf(bron?.leverancier ?? Leverancier(brin: "", aanleverpunt: "", sectordeel: ""))
    schrijf((bron?.batchnummer ?? "").utf8)
    schrijf((feit.herkomst.map { String(String(1_000_000 + $0.meldingnummer).suffix(6)) } ?? "").utf8)
    bytes.append(0x0A)
  }

  private mutating func schrijf(_ leverancier: Leverancier) {
    for deel in [leverancier.brin, leverancier.aanleverpunt, leverancier.sectordeel] { schrijf(deel.utf8) }
  }

  /// A value in ISO-8859-1, in UTF-8; between quotes where it holds what has a meaning in CSV.
  private mutating func schrijf(_ waarde: some Collection<UInt8>) {
    bytes.append(UInt8(ascii: ";"))
    let isQuoted = waarde.contains { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\"") }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    for byte in waarde {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      if byte < 0x80 {
        bytes.append(byte)
      } else {
        bytes += [0xC0 | byte >> 6, 0x80 | byte & 0x3F]
      }
    }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
  }
}
