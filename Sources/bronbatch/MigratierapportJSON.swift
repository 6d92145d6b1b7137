import Exchange
import Foundation
import ProgrammaVanEisen
import Register

extension Migratierapport {
  /// The report for machines: a JSON object, its keys in the order of the alphabet.
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(Document(self)), as: UTF8.self) + "\n"
  }

  private struct Document: Encodable {
    let folder: String
    let dryRun: Bool
    let plan: Plan
    let reconciliation: Reconciliation?
    let comparison: Comparison?

    init(_ rapport: Migratierapport) {
      (folder, dryRun) = (rapport.map, rapport.isProef)
      plan = Plan(rapport.plan)
      reconciliation = rapport.afstemming.map { Reconciliation($0, rapport.verschillen($0)) }
      comparison = rapport.vergelijking.map(Comparison.init)
    }
  }

  // MARK: The plan

  private struct Plan: Encodable {
    let deliveries, meldingen, bytes: Int
    let from, until: String?
    let suppliers: [Supplier]
    let refused: [Refused]
    let renamed: [Renamed]
    let others: [Other]

    init(_ plan: Migratieplan) {
      (deliveries, meldingen, bytes) = (plan.aantal, plan.meldingen, plan.bytes)
      (from, until) = (plan.periode?.lowerBound.dashed, plan.periode?.upperBound.dashed)
      suppliers = plan.aanleverpunten.map(Supplier.init)
      refused = plan.geweigerd.map(Refused.init)
      renamed = plan.hernoemd.map { Renamed(path: $0.pad, name: $0.naam) }
      others = plan.overig.map(Other.init)
    }
  }

  private struct Supplier: Encodable {
    let brin, aanleverpunt, sectordeel: String
    let deliveries: Int
    let gaps: [Gap]
    let late, taken: [Number]

    init(_ plan: Aanleverpuntplan) {
      (brin, aanleverpunt) = (plan.leverancier.brin, plan.leverancier.aanleverpunt)
      (sectordeel, deliveries) = (plan.leverancier.sectordeel, plan.aantal)
      gaps = plan.gaten.map { Gap(numbers: $0.nummers, after: Number($0.na), before: Number($0.voor)) }
      (late, taken) = (plan.nagekomen.map(Number.init), plan.nummerBezet.map(Number.init))
    }
  }

  private struct Gap: Encodable {
    let numbers: [Int]
    let after, before: Number
  }

  private struct Number: Encodable {
    let number: Int
    let date, path: String

    init(_ nummer: Aanleverpuntplan.Nummer) {
      (number, date, path) = (nummer.nummer, nummer.datum.dashed, nummer.pad)
    }
  }

  private struct Refused: Encodable {
    let path: String
    let codes: [String]

    init(_ geweigerd: Migratieplan.Geweigerd) {
      path = geweigerd.pad
      let fouten = geweigerd.fouten
      codes = Set(fouten.lijst.map(fouten.controle).filter { $0.ernst == .afkeuring }.map(\.code)).sorted()
    }

    init(_ bijzonder: Afstemming.Bijzonder) {
      (path, codes) = (bijzonder.pad, bijzonder.codes)
    }
  }

  private struct Renamed: Encodable {
    let path, name: String
  }

  private struct Other: Encodable {
    let path, reason: String
    let sameAs: String?

    init(_ overig: MigratieOverig) {
      path = overig.pad
      var same: String?
      switch overig.reden {
      case .terugkoppeling: reason = "feedback"
      case .geenAanlevering: reason = "noDelivery"
      case .onaf: reason = "unfinished"
      case .koppeling: reason = "link"
      case .geenBestand: reason = "noFile"
      case .onleesbaar: reason = "unreadable"
      case .dubbel(let van): (reason, same) = ("duplicate", van)
      }
      sameAs = same
    }
  }

  // MARK: The reconciliation

  private struct Reconciliation: Encodable {
    let begun: String
    let finished: Bool
    let years: [Year]
    let total: Year
    let register: [Kind]
    let refused: [Refused]
    let notDone: [String]
    let differences: [String]

    init(_ afstemming: Afstemming, _ verschillen: [String]) {
      begun = afstemming.begonnen.dashed
      finished = afstemming.storing == nil
      years = afstemming.regels.map(Year.init)
      total = Year(afstemming.totaal)
      register = afstemming.register.map(Kind.init)
      refused = afstemming.geweigerd.map(Refused.init)
      notDone = afstemming.open.map(\.pad)
      differences = verschillen
    }
  }

  private struct Year: Encodable {
    let brin: String?
    let year: Int?
    let deliveries, accepted, refused, repeated, knownBefore, notDone: Int
    let meldingen, approved, rejected, pending, unexplained, meldingenInRefused: Int
    let codes: [Code]

    init(_ regel: Afstemming.Regel) {
      (brin, year) = regel.jaar == 0 ? (nil, nil) : (regel.brin, regel.jaar)
      (deliveries, accepted, refused) = (regel.aanleveringen, regel.aangenomen, regel.geweigerd)
      (repeated, knownBefore, notDone) = (regel.herhaald, regel.elders, regel.open)
      (meldingen, approved, rejected) = (regel.meldingen, regel.telling.goed, regel.telling.fout)
      (pending, unexplained) = (regel.telling.inBehandeling, regel.onverklaard)
      meldingenInRefused = regel.meldingenGeweigerd
      codes = regel.signalen.sorted { $0.key < $1.key }.map {
        Code(code: $0.key.code, severity: $0.key.ernst, count: $0.value)
      }
    }
  }

  private struct Code: Encodable {
    let code, severity: String
    let count: Int
  }

  private struct Kind: Encodable {
    let kind: String
    let before, added, removed, after, changed, difference: Int

    init(_ regel: Afstemming.Registerregel) {
      kind = "\(regel.soort)"
      (before, after, difference) = (regel.voor, regel.na, regel.verschil)
      (added, removed) = (regel.mutaties.toegevoegd, regel.mutaties.verwijderd)
      changed = regel.mutaties.gewijzigd
    }
  }

  // MARK: The comparison

  private struct Comparison: Encodable {
    let files, otherFiles, deliveries, withoutThen, meldingen, equal: Int
    let withoutNow, damaged: [String]
    let codes: [ComparedCode]
    let differences: [Difference]

    init(_ vergelijking: Vergelijking) {
      (files, otherFiles) = (vergelijking.bestanden, vergelijking.anders)
      (deliveries, withoutThen) = (vergelijking.aanleveringen, vergelijking.zonderToen)
      (meldingen, equal) = (vergelijking.meldingen, vergelijking.gelijk)
      (withoutNow, damaged) = (vergelijking.zonderNu, vergelijking.beschadigd)
      codes = vergelijking.codes.sorted { $0.key < $1.key }.map {
        ComparedCode(code: $0.key, both: $0.value.beide, then: $0.value.alleenToen, now: $0.value.alleenNu)
      }
      differences = vergelijking.verschillen.sorted { ($1.value.aantal, $0.key.zin) < ($0.value.aantal, $1.key.zin) }
        .map { Difference($0.key, $0.value) }
    }
  }

  private struct ComparedCode: Encodable {
    let code: String
    /// In how many meldingen it stands in both, then alone, and now alone.
    let both, then, now: Int
  }

  private struct Difference: Encodable {
    let then, now: Decision?
    let count: Int
    let examples: [String]

    init(_ soort: Vergelijking.Soort, _ verschil: Vergelijking.Verschil) {
      (then, now) = (soort.toen.map(Decision.init), soort.nu.map(Decision.init))
      (count, examples) = (verschil.aantal, verschil.voorbeelden)
    }
  }

  private struct Decision: Encodable {
    let approved: Bool
    let codes: [String]

    init(_ beslissing: Beslissing) {
      (approved, codes) = (!beslissing.isAfgekeurd, beslissing.codes)
    }
  }
}
