import Exchange
import Foundation
import ProgrammaVanEisen

extension Controlerapport {
  /// The report for machines: a JSON object on one line, its keys in the order of the alphabet.
  ///
  /// - Parameter naam: as for the text.
  static func json(_ pve: PvE, _ bericht: Voorbericht, naam: String? = nil) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(Document(pve, bericht, naam ?? bericht.naam)), as: UTF8.self)
  }

  private struct Document: Encodable {
    let file, sha256, date, version: String
    let accepted: Bool
    let meldingen, records, rejected, unread: Int
    let counts: [Count]
    let faults: [Fault]
    let notJudged: [NotJudged]

    init(_ pve: PvE, _ bericht: Voorbericht, _ naam: String) {
      file = naam
      sha256 = bericht.sha256
      date = bericht.datum.dashed
      version = bericht.versie
      accepted = !bericht.isGeweigerd
      (meldingen, records) = (bericht.meldingen, bericht.records)
      (rejected, unread) = (bericht.afgekeurd, bericht.ongelezen)
      counts = bericht.soorten.map(Count.init)
      let all = bericht.soorten.flatMap { soort in
        soort.lijst.map { ($0.byte ?? -1, soort.controle.index, Fault(soort, $0, pve.uitleg(soort.controle))) }
      }
      faults = all.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
      notJudged = bericht.nietBeoordeeld.map(NotJudged.init)
    }
  }

  private struct Count: Encodable {
    let code, severity: String
    let record: Int?
    let field: String?
    let count, listed: Int

    init(_ soort: Foutsoort) {
      code = soort.controle.code
      severity = soort.controle.ernst.rawValue
      record = soort.recordnaam.isEmpty ? nil : soort.controle.record
      field = soort.velden.first?.id
      (count, listed) = (soort.aantal, soort.lijst.count)
    }
  }

  private struct Fault: Encodable {
    let line, position, byte, record, melding: Int?
    let field, fieldName, value: String?
    let withheld: Bool?
    let otherFields: [Field]?
    let code, severity, text, meaning, advice: String
    let detail: String?

    init(_ soort: Foutsoort, _ fout: Fout, _ uitleg: Uitleg) {
      (line, position, byte, melding) = (fout.regel, fout.positie, fout.byte, fout.melding)
      record = soort.recordnaam.isEmpty ? nil : soort.controle.record
      let velden = zip(soort.velden, fout.waarden).map(Field.init)
      field = velden.first?.field
      fieldName = velden.first?.fieldName
      value = velden.first?.value
      withheld = velden.first?.withheld
      otherFields = velden.count > 1 ? Array(velden.dropFirst()) : nil
      code = soort.controle.code
      severity = soort.controle.ernst.rawValue
      text = fout.tekst
      detail = fout.toelichting.isEmpty ? nil : fout.toelichting
      (meaning, advice) = (uitleg.betekenis, uitleg.doen)
    }
  }

  private struct Field: Encodable {
    let field, fieldName: String
    let value: String?
    let withheld: Bool?

    init(_ veld: Veld, _ waarde: Fout.Waarde) {
      (field, fieldName) = (veld.id, veld.naam)
      if case .getoond(let text) = waarde { value = text } else { value = nil }
      withheld = waarde == .persoonsgegeven ? true : nil
    }
  }

  private struct NotJudged: Encodable {
    let reason, text: String
    let table: String?
    let count: Int
    let codes: [String]

    init(_ niet: NietBeoordeeld) {
      var table: String?
      switch niet.reden {
      case .register: reason = "register"
      case .eerdereAanleveringen: reason = "earlierDeliveries"
      case .tabellen: reason = "noTables"
      case .tabel(let naam): (reason, table) = ("table", naam)
      }
      self.table = table
      text = niet.zin
      (count, codes) = (niet.aantal, niet.codes)
    }
  }
}
