import FileSystem
import ProgrammaVanEisen
import Register

/// What a migration is going to do with a folder, and what is wrong with it: known before anything is touched.
public struct Migratieplan: Sendable {
  /// By aanleverpunt, in their order.
  public let aanleverpunten: [Aanleverpuntplan]
  /// What is not to be processed, by path.
  public let overig: [MigratieOverig]
  /// All deliveries in the order in which they are processed.
  ///
  /// By date, over all aanleverpunten: the register is told of everything in the order in which it became known, so
  /// that it can say afterwards what was known when, and that persons who went from one institution to another are
  /// known where they came from.
  let leveringen: [Migratiebestand]

  init(_ vondst: Migratieverkenning.Vondst, weigertGat: Bool) {
    let (uniek, dubbel) = Self.zonderDubbele(vondst.bestanden)
    let groepen = Dictionary(grouping: uniek, by: \.leverancier)
    aanleverpunten = groepen.compactMap { leverancier, bestanden in
      leverancier.map { Aanleverpuntplan($0, bestanden, weigertGat: weigertGat) }
    }.sorted { $0.leverancier < $1.leverancier }
    // Without a header there is nothing to order by, and nothing that could be kept.
    let zonderKop = (groepen[nil] ?? []).sorted { $0.pad < $1.pad }
    let geordend = aanleverpunten.flatMap { plan in
      plan.leveringen.enumerated().map { (plan.leverancier, $0.offset, $0.element) }
    }.sorted { ($0.2.datum, $0.0, $0.1) < ($1.2.datum, $1.0, $1.1) }
    leveringen = geordend.map(\.2) + zonderKop
    overig = (vondst.overig + dubbel).sorted { $0.pad < $1.pad }
  }

  /// How many deliveries are to be processed.
  public var aantal: Int { leveringen.count }
  /// How many meldingen they hold.
  public var meldingen: Int { leveringen.reduce(0) { $0 + $1.structuur.meldingen } }
  /// How many bytes they are, unpacked.
  public var bytes: Int { leveringen.reduce(0) { $0 + $1.structuur.bytes } }
  /// The first and the last processing date.
  public var periode: ClosedRange<Datum>? {
    guard let first = leveringen.map(\.datum).min(), let last = leveringen.map(\.datum).max() else { return nil }
    return first...last
  }

  /// A delivery that will be refused as it is, whatever comes before it.
  public struct Geweigerd: Sendable {
    /// Where it lies below the folder.
    public let pad: String
    /// The faults of the file.
    public let fouten: Bestandsfouten
  }

  /// Those that will be refused as they are, in their order.
  public var geweigerd: [Geweigerd] {
    leveringen.filter(\.weigert).map { Geweigerd(pad: $0.pad, fouten: $0.structuur.fouten) }
  }

  /// What could not be read, and why.
  public var onleesbaar: [(pad: String, fout: BronError)] {
    overig.compactMap { overig in
      guard case .onleesbaar(let fout) = overig.reden else { return nil }
      return (overig.pad, fout)
    }
  }

  /// Deliveries that go by another name than their own, which is none of a delivery.
  public var hernoemd: [(pad: String, naam: String)] {
    leveringen.filter { Folders.name(of: $0.pad) != $0.naam }.map { ($0.pad, $0.naam) }
  }

  /// Leaves of several files with the same content the one that is no fault as a file; of those that are all faulty,
  /// one of each name.
  private static func zonderDubbele(
    _ bestanden: [Migratiebestand]
  ) -> (uniek: [Migratiebestand], dubbel: [MigratieOverig]) {
    var uniek: [Migratiebestand] = []
    var dubbel: [MigratieOverig] = []
    for (_, gelijke) in Dictionary(grouping: bestanden, by: \.structuur.sha256) {
      let sorted = gelijke.sorted { ($0.weigert ? 1 : 0, $0.pad) < ($1.weigert ? 1 : 0, $1.pad) }
      var blijvend: [String: Migratiebestand] = [:]
      for bestand in sorted {
        let naam = sorted[0].weigert ? Bestandsnaam.unpacked(bestand.naam) : ""
        if let eerste = blijvend[naam] {
          dubbel.append(.init(pad: bestand.pad, reden: .dubbel(van: eerste.pad)))
        } else {
          blijvend[naam] = bestand
          uniek.append(bestand)
        }
      }
    }
    return (uniek, dubbel)
  }
}
