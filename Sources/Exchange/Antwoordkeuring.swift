import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Records

/// Unpacks the answers that are kept, and compares them with what the journal says of their deliveries.
struct Antwoordkeuring {
  private let db: Database
  private let pve: PvE

  init(_ db: Database, _ pve: PvE) {
    self.db = db
    self.pve = pve
  }

  private struct Aanlevering {
    let naam: String
    let status: String
    let sha256: String
    let meldingen: Int
    let isGewist: Bool
  }

  func fouten() throws -> [String] {
    var beschadigd = Registerkeuring.Gevonden("answers that are kept are damaged")
    var anders = Registerkeuring.Gevonden("answers that are kept say something else than the journal")
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT id, naam, status, sha256, meldingen, is_gewist FROM aanlevering
        WHERE id IN (SELECT aanlevering_id FROM antwoord) ORDER BY id
        """)
    while let row = try rows.next() {
      let aanlevering = try Aanlevering(
        naam: row.lees(1), status: row.lees(2), sha256: row.lees(3) as String? ?? "",
        meldingen: row.lees(4) as Int? ?? -1, isGewist: row.lees(5))
      for soort in Antwoordsoort.allCases {
        do {
          let inhoud = try lees(.aanlevering(soort, try row.lees(0)), isRegels: soort == .terugkoppeling)
          if let inhoud, !klopt(inhoud, aanlevering, soort) { anders.meld("\(soort) of \(aanlevering.naam)") }
        } catch let error as BronError where error.code == .gzip {
          beschadigd.meld("\(soort) of \(aanlevering.naam)")
        }
      }
    }
    for row in try Row.fetchAll(
      db, sql: "SELECT id, brin, aanleverpunt, sectordeel, terugkoppelnummer FROM vervolg ORDER BY id")
    {
      let nummer: Int = try row.lees(4)
      let naam = "feedback \(nummer) of \(try row.leverancier(1))"
      do {
        if let inhoud = try lees(.vervolg(try row.lees(0)), isRegels: true), !inhoud.isHeel { anders.meld(naam) }
      } catch let error as BronError where error.code == .gzip {
        beschadigd.meld(naam)
      }
    }
    return beschadigd.zinnen + anders.zinnen
  }

  private func klopt(_ inhoud: Inhoud, _ aanlevering: Aanlevering, _ soort: Antwoordsoort) -> Bool {
    switch soort {
    case .ontvangst:
      return aanlevering.sha256.isEmpty || inhoud.tekst.contains(">\(aanlevering.sha256)<")
    case .terugkoppeling:
      guard inhoud.isHeel, let eigen = inhoud.laatste402, let layout = pve.newest[402] else { return false }
      func getal(_ veld: String) -> Int {
        layout.veld(veld).flatMap { Int(Latin1.text(Latin1.trimmed(eigen[$0.range]))) } ?? -1
      }
      if eigen.count < layout.lengte || getal("meldingenInAanleverbestand") != aanlevering.meldingen { return false }
      // It was the first feedback of that delivery: what was decided later stands in another one.
      let verwacht = getal("cumulatiefAantalGoedeMeldingen") + getal("cumulatiefAantalFouteMeldingen")
      return aanlevering.isGewist ? inhoud.meldingen <= verwacht : inhoud.meldingen == verwacht
    }
  }

  /// What there is to see of an answer.
  private struct Inhoud {
    /// Of a receipt.
    var tekst = ""
    /// Whether a feedback begins and ends as it should.
    var isHeel = false
    /// The header of the last delivery that it reports.
    var laatste402: [UInt8]?
    /// How many meldingen stand behind that.
    var meldingen = 0
  }

  /// Unpacks an answer; nil where it is not there.
  private func lees(_ antwoord: Antwoord, isRegels: Bool) throws -> Inhoud? {
    var inhoud = Inhoud()
    var isEerste = true
    let rest = try Journaaltransactie(db: db).regels(antwoord) { regel in
      if isRegels {
        neem(regel, isEerste, &inhoud)
      } else {
        inhoud.tekst += String(decoding: regel, as: UTF8.self)
      }
      isEerste = false
    }
    if rest != [0x1C] { inhoud.isHeel = false }
    return rest == nil ? nil : inhoud
  }

  private func neem(_ regel: ArraySlice<UInt8>, _ isEerste: Bool, _ inhoud: inout Inhoud) {
    if isEerste { inhoud.isHeel = regel.starts(with: "400".utf8) }
    if regel.starts(with: "402".utf8) {
      inhoud.laatste402 = Array(regel)
      inhoud.meldingen = 0
    } else if regel.starts(with: "405".utf8) {
      inhoud.meldingen += 1
    }
  }
}
