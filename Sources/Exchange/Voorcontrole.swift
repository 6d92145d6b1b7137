import Checks
import FileSystem
import ProgrammaVanEisen
import Records
import Reference

/// The check of a delivery before it is sent: every fault of the file and of its meldingen that shows
/// without a register. It reads the file as the exchange does, with the same code, and touches nothing.
public struct Voorcontrole {
  private let controlesets: Controlesets
  private let heeftTabellen: Bool
  private let datum: Datum
  private let meeste: Int
  private let toontPersoonsgegevens: Bool
  private let limits: ReadLimits
  private let folders: Folders

  /// A check against one Programma van Eisen, for any number of files.
  ///
  /// - Parameters:
  ///   - tables: the reference tables; nil leaves out the checks that need one.
  ///   - datum: the day on which the delivery would be processed.
  ///   - propSignalen: whether signalen of class PROP are wanted.
  ///   - meeste: how many faults of each kind are listed.
  ///   - toontPersoonsgegevens: whether the values of fields that tell who somebody is are given too.
  ///   - limits: how much is read of a file.
  public init(
    pve: PvE, tables: ReferenceTables?, datum: Datum, propSignalen: Bool, meeste: Int, toontPersoonsgegevens: Bool,
    limits: ReadLimits = .delivery, folders: Folders = Folders()
  ) {
    controlesets = Controlesets(
      pve: pve, tables: tables ?? ReferenceTables(), alleFouten: true, propSignalen: propSignalen)
    heeftTabellen = tables != nil
    self.datum = datum
    self.meeste = meeste
    self.toontPersoonsgegevens = toontPersoonsgegevens
    self.limits = limits
    self.folders = folders
  }

  /// Checks a file, by the name that it has.
  ///
  /// - Parameter progress: called now and then with the number of the melding at hand.
  /// - Throws: `BronError` where the file cannot be read, or is written to meanwhile.
  public func controleer(_ path: String, progress: (Int) -> Void) throws -> Voorbericht {
    let naam = Folders.name(of: path)
    let structuur = try Structuurcontrole.lees(
      try Aanlevering(path, folders: folders, limits: limits), naam: naam, map: "", datum: datum,
      controlesets: controlesets,
      meeste: meeste)
    let set = try controlesets.controleset(structuur.layouts, datum: datum)
    var verzameling = Foutverzameling(
      controlesets.pve, structuur, meeste: meeste, toontPersoonsgegevens: toontPersoonsgegevens)
    let lezing = Meldinglezing(structuur: structuur, veldcontrole: set.veldcontrole, pve: controlesets.pve, naam: naam)
    do {
      // Of what is no delivery by its size, nothing more is looked at.
      if !structuur.isTeGroot {
        try lezing.elkBlok(try Aanlevering(path, folders: folders).bytes) { blok in
          verzameling.voegToe(blok)
          progress(verzameling.gelezen)
        }
      }
    } catch let error as BronError where error.code == .gzip && structuur.fouten.weigert {
      // The first reading came just as far, and told it.
    }
    return Voorbericht(
      naam: naam, sha256: structuur.sha256, datum: datum, leverancier: structuur.voorloop?.leverancier,
      batchnummer: structuur.voorloop.flatMap { $0.batchnummer < 0 ? nil : $0.batchnummer },
      versie: structuur.layouts.versie.naam, meldingen: structuur.meldingen, records: structuur.records,
      isGeweigerd: structuur.fouten.weigert, afgekeurd: verzameling.afgekeurd,
      ongelezen: structuur.meldingen - verzameling.gelezen, soorten: verzameling.soorten(),
      nietBeoordeeld: nietBeoordeeld(set.controles, sectordeel: structuur.voorloop?.leverancier.sectordeel))
  }

  /// The checks of this kind of delivery that were not made, by their reason.
  private func nietBeoordeeld(_ controles: Controles, sectordeel: String?) -> [NietBeoordeeld] {
    let pve = controlesets.pve
    let zonderTabel = Set(controles.zonderTabel)
    let gewenst = pve.controles.filter { controle in
      let andere = pve.newest[controle.record]?.sectordeel
      return (controles.isInForce[controle.index] || zonderTabel.contains(controle.index))
        && (andere == nil || sectordeel == nil || andere == sectordeel)
    }
    let perReden = Dictionary(grouping: gewenst, by: reden)
    let tabellen = (Tabel.allCases.map(\.rawValue) + ["aanleverpunten"]).sorted().map { NietBeoordeeld.Reden.tabel($0) }
    return ([.register, .eerdereAanleveringen, .tabellen] + tabellen).compactMap { reden in
      perReden[reden].map { .init(reden: reden, codes: Set($0.map(\.code)).sorted(), aantal: $0.count) }
    }
  }

  /// Why a check was not made; nil where it was.
  private func reden(_ controle: Controle) -> NietBeoordeeld.Reden? {
    switch controle.grond {
    case .functie(Structuurcontrole.aanleverpuntOnbekend):
      if controlesets.tables.aanleverpunten != nil { return nil }
      return heeftTabellen ? .tabel("aanleverpunten") : .tabellen
    case .functie(let functie):
      if Batchoordeel.functies.contains(functie) { return .eerdereAanleveringen }
      return Structuurcontrole.functies.contains(functie) ? nil : .register
    case .conditie:
      let missing = controle.tabellen.subtracting(controlesets.tables.present).map(\.rawValue).min()
      return missing.map { heeftTabellen ? .tabel($0) : .tabellen }
    case .regel: return nil
    }
  }
}
