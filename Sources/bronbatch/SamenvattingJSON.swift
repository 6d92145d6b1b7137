import Exchange
import Foundation
import ProgrammaVanEisen
import Register

extension Samenvatting {
  /// What a run did, for machines. Nothing in it is about a person.
  struct Document: Encodable {
    /// The processing date.
    let date: String
    let dryRun: Bool
    /// In the order in which they were answered.
    private(set) var deliveries: [Delivery] = []
    /// What could not be finished.
    private(set) var unfinished: [Unfinished] = []
    /// What lies in the inbox and was not taken.
    private(set) var leftInInbox: [Left] = []
    /// With what the process ends.
    private(set) var exitCode: Int32 = 0

    init(datum: Datum, isProef: Bool) {
      date = datum.dashed
      dryRun = isProef
    }

    mutating func voegToe(_ uitkomst: Uitkomst, duration: Duration) {
      deliveries.append(Delivery(uitkomst, duration))
    }

    /// One object on one line, its keys in the order of the alphabet.
    mutating func afgesloten(_ verslag: Rondeverslag, code: Int32) throws -> String {
      unfinished = verslag.storingen.map { Unfinished(file: $0.naam, error: "\($0.fout)") }
      leftInInbox = verslag.achterblijvers.map { Left(file: $0.plaats, reason: $0.uitleg, mayGrow: $0.isOnderweg) }
      exitCode = code
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
  }

  struct Delivery: Encodable {
    let file: String
    let brin, aanleverpunt, sectordeel: String?
    let batch: Int?
    /// aangenomen, geweigerd, herhaald or vervolg.
    let status: String
    let meldingen, approved, rejected, pending: Int
    /// What was told of its meldingen, and of the file.
    let signals, faults: [Count]
    /// By kind of fact, what was written to the register.
    let register: [String: Mutations]
    /// Meldingen of deliveries before it that were decided since.
    let earlier: [Earlier]
    /// What it takes away of what its institution has, where a dry run finds that unusual.
    let removals: [Removal]
    let answers: [String]
    /// The only number that is another one each time.
    let seconds: Double

    init(_ uitkomst: Uitkomst, _ duration: Duration) {
      file = uitkomst.naam
      brin = uitkomst.leverancier?.brin
      aanleverpunt = uitkomst.leverancier?.aanleverpunt
      sectordeel = uitkomst.leverancier?.sectordeel
      batch = uitkomst.batchnummer
      status = "\(uitkomst.status)"
      let telling = uitkomst.telling
      (meldingen, approved, rejected) = (uitkomst.meldingen, telling.goed, telling.fout)
      pending = telling.inBehandeling
      signals = uitkomst.signalen.map(Count.init)
      faults = uitkomst.fouten.perControle.map(Count.init)
      register = Mutations.perSoort(uitkomst.mutaties)
      earlier = uitkomst.nagekomen.map(Earlier.init)
      removals = uitkomst.afname.map {
        Removal(kind: "\($0.soort)", count: $0.aantal, of: $0.van, percent: $0.procent)
      }
      answers = uitkomst.antwoorden
      seconds = (duration / .milliseconds(1)).rounded() / 1_000
    }
  }

  struct Count: Encodable {
    let code, severity, text: String
    /// The record that is looked at; nil where it is the file.
    let record: Int?
    let count: Int

    init(_ geteld: (controle: Controle, aantal: Int)) {
      (code, severity) = (geteld.controle.code, geteld.controle.ernst.rawValue)
      text = geteld.controle.tekst
      record = geteld.controle.record > 0 ? geteld.controle.record : nil
      count = geteld.aantal
    }
  }

  struct Mutations: Encodable {
    let added, changed, removed: Int

    static func perSoort(_ telling: Mutatietelling) -> [String: Mutations] {
      let soorten = Feitsoort.allCases.map { soort in
        let aantallen = telling[soort]
        return (
          "\(soort)",
          Mutations(added: aantallen.toegevoegd, changed: aantallen.gewijzigd, removed: aantallen.verwijderd)
        )
      }
      return Dictionary(uniqueKeysWithValues: soorten).filter { $1.added + $1.changed + $1.removed > 0 }
    }
  }

  struct Earlier: Encodable {
    let batch, approved, rejected, pending: Int
    let register: [String: Mutations]

    init(_ nagekomen: Nagekomen) {
      batch = nagekomen.batchnummer
      (approved, rejected) = (nagekomen.telling.goed, nagekomen.telling.fout)
      pending = nagekomen.telling.inBehandeling
      register = Mutations.perSoort(nagekomen.mutaties)
    }
  }

  struct Removal: Encodable {
    let kind: String
    let count, of, percent: Int
  }

  struct Unfinished: Encodable {
    let file, error: String
  }

  struct Left: Encodable {
    let file, reason: String
    /// Whether its sender may just not be done with it.
    let mayGrow: Bool
  }
}
