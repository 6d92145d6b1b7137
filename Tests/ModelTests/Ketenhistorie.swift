import Exchange
import FileSystem
import GRDB
import ProgrammaVanEisen
import Records
import Register
import TestSupport

/// What the register of the program knows, and how it came to know it: from its export and its history.
struct Ketenhistorie {
  let register: Register
  let map: TemporaryFolder

  /// `register export --as-of` of a day, or of now, one fact a line.
  func uitvoer(op dag: String?) throws -> [String] {
    let folder = map.file("export-\(dag ?? "nu")")
    let uitkomst = try Registerexport(register, pve: try Keten.pve())
      .schrijf(naar: folder, op: try dag.map(Keten.datum))
    var namen: [String: String] = [:]
    var regels: [String] = []
    for (tabel, bestand) in zip(Feitentabel.alle(try Keten.pve()), uitkomst.bestanden) {
      let tekst = Latin1.text(try Folders().bytes(of: Folders.join(folder, bestand.naam)))
      let rijen = tekst.split(separator: "\n").map { $0.split(separator: ";", omittingEmptySubsequences: false) }
      for rij in rijen.dropFirst() {
        let waarden = Dictionary(zip(rijen[0].map(String.init), rij.map(String.init)), uniquingKeysWith: { $1 })
        func waarde(_ kolom: String) -> String { waarden[kolom] ?? "" }
        let record = Record(tabel.recordsoort, waarden.filter { kolom in tabel.velden.contains { $0.id == kolom.key } })
        if tabel.recordsoort == 305 { namen[waarde("persoon")] = Keten.naam(Self.regel(record)) }
        let bron = Keten.bron(
          Leverancier(
            brin: waarde("meldingBrin"), aanleverpunt: waarde("meldingAanleverpunt"),
            sectordeel: waarde("meldingSectordeel")), Int(waarde("meldingBatchnummer")) ?? -1,
          Int(waarde("meldingnummer")) ?? -1)
        let leverancier = Leverancier(
          brin: waarde("brin"), aanleverpunt: waarde("aanleverpunt"), sectordeel: waarde("sectordeel"))
        regels.append(
          "\(namen[waarde("persoon")] ?? "?") \(Self.wat(leverancier, record)): \(Self.regel(record)) [\(waarde("bekendSinds")) \(bron)]"
        )
      }
    }
    return regels.sorted()
  }

  /// `register history` of everyone, one change of a fact a line.
  func geschiedenis() throws -> [String] {
    let nummers = try register.read { db in
      try String.fetchAll(db, sql: "SELECT coalesce(bsn, onderwijsnummer) FROM persoon")
    }
    return try nummers.flatMap { nummer in
      let (geschiedenis, aanleveringen) = try Registerinzage(register, pve: try Keten.pve()).geschiedenis(nummer)
      return zip(1..., geschiedenis.gebeurtenissen).flatMap { beurt, gebeurtenis in
        let van = aanleveringen[gebeurtenis.herkomst.aanlevering]
        let bron = van.map {
          Keten.bron(
            Leverancier(
              brin: $0.leverancier.brin, aanleverpunt: $0.leverancier.aanleverpunt,
              sectordeel: $0.leverancier.sectordeel), Int($0.batchnummer) ?? -1, gebeurtenis.herkomst.meldingnummer)
        }
        return gebeurtenis.wijzigingen.map { wijziging in
          let (was, wordt) = (
            Self.record(wijziging.was, wijziging.tabel), Self.record(wijziging.wordt, wijziging.tabel)
          )
          return Keten.gebeurtenis(
            nummer, beurt, dag: gebeurtenis.bekend?.datum ?? "?", bron: bron ?? "?", (was ?? wordt)?.wat ?? "?",
            was: was?.regel, wordt: wordt?.regel)
        }
      }
    }.sorted()
  }

  private static func record(_ feit: Feit?, _ tabel: Feitentabel) -> (wat: String, regel: String)? {
    feit.map { feit in
      let waarden = zip(tabel.velden, feit.waarden).map { ($0.id, Latin1.text($1)) }
      let record = Record(tabel.recordsoort, Dictionary(waarden, uniquingKeysWith: { $1 }))
      let leverancier = feit.leverancier.map {
        Leverancier(brin: $0.brin, aanleverpunt: $0.aanleverpunt, sectordeel: $0.sectordeel)
      }
      return (wat(leverancier ?? Leverancier(brin: "", aanleverpunt: "", sectordeel: ""), record), regel(record))
    }
  }

  private static func wat(_ leverancier: Leverancier, _ record: Record) -> String {
    record.soort == 305 ? "persoon" : Keten.wat(leverancier, record)
  }

  /// Names are kept in capitals, and compared without.
  private static func regel(_ record: Record) -> String {
    var record = record
    for id in ["achternaam", "alleVoornamen"] { record[id] = record[id].lowercased() }
    return Keten.regel(record)
  }
}
