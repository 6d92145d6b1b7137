import Checks
import FileSystem
import GRDB
import Identification
import ProgrammaVanEisen
import Records
import Reference
import Register

/// Processes the meldingen of one delivery, in order, inside one transaction: the second reading. Or those
/// of them that had to wait, and need not any longer.
struct Verwerker {
  private let grondslag: Grondslag
  private let structuur: Structuur
  private let voorloop: Voorloop
  private let controles: Controles
  private let lezing: Meldinglezing
  private let velden: Sleutelvelden
  private let identificator: Identificator
  private let register: Registertransactie
  private let claim: Claim
  private let vorm: Registervorm
  private let echo: Echo
  private let schrijver: Terugkoppelschrijver
  /// How the delivery fared before; nil where this is its first time.
  private let eerder: Telling?

  private var wachtkamer: Wachtkamer

  /// How many meldingen were approved and rejected, and how many wait.
  private(set) var telling = Telling()
  /// By check, how often it was told.
  private(set) var signalen: [Int: Int] = [:]

  /// - Parameters:
  ///   - wachtenden: the persons who wait since earlier deliveries.
  ///   - eerder: for meldingen that waited, how the others of their delivery fared, and the day of today.
  init(
    _ grondslag: Grondslag, _ set: Controlesets.Controleset, _ structuur: Structuur, _ voorloop: Voorloop,
    _ claim: Claim, _ schrijver: Terugkoppelschrijver, _ wachtenden: Wachtenden, _ db: Database,
    eerder: (telling: Telling, verwerkt: Datum)? = nil
  ) throws {
    self.grondslag = grondslag
    self.structuur = structuur
    self.voorloop = voorloop
    self.claim = claim
    self.schrijver = schrijver
    self.eerder = eerder?.telling
    controles = set.controles
    lezing = Meldinglezing(structuur: structuur, veldcontrole: set.veldcontrole, pve: grondslag.pve, naam: claim.naam)
    velden = Sleutelvelden(structuur.layouts)
    identificator = Identificator(personen: grondslag.personen, controles: controles, velden: velden)
    vorm = Registervorm(structuur.layouts, newest: grondslag.pve.newest)
    register = Registertransactie(
      db, vorm: vorm, tables: grondslag.tables, leverancier: voorloop.leverancier, ontvangst: claim.datum,
      verwerkt: eerder?.verwerkt, afsluiting: grondslag.afsluiting(voorloop, op: claim.datum))
    wachtkamer = Wachtkamer(
      wachtenden, personen: grondslag.personen, register: register, db, claim, brin: voorloop.leverancier.brin,
      isHervat: eerder != nil)
    echo = Echo(pve: grondslag.pve, layouts: structuur.layouts, vorm: vorm, batchnummer: voorloop.batchnummer)
  }

  /// The persons of whom is not decided yet.
  var wachtenden: Wachtenden { wachtkamer.wachtenden }

  /// What the meldingen did to the register.
  var mutaties: Mutatietelling { register.telling }

  /// What the delivery took away, of the kinds in which that is unusual.
  func afname(_ drempel: Afname.Drempel) throws -> [Afname] {
    try register.afname(aanlevering: claim.id, drempel)
  }

  /// How all meldingen of the delivery fared, this time and before.
  var totaal: Telling {
    let (goed, fout) = (telling.goed + (eerder?.goed ?? 0), telling.fout + (eerder?.fout ?? 0))
    return Telling(goed: goed, fout: fout, inBehandeling: structuur.meldingen - goed - fout)
  }

  /// Processes the meldingen, and writes them with their 402; without one where meldingen that waited all
  /// wait again. `open` gives their unpacked bytes from the start, as often as it is asked.
  mutating func verwerk(progress: (Int) -> Void, open: () throws -> any ByteSource) throws {
    let kop = schrijver.houdOpen()
    if eerder == nil && structuur.persoonsgegevens > 0 { try zoekWachtenden(open) }
    try verwerkBlokken(progress, open)
    if eerder != nil && telling.goed + telling.fout == 0 { return }
    schrijver.vul(
      kop,
      Kopregels(layouts: structuur.layouts).batchgegevens(
        voorloop, ontvangst: claim.datum, meldingen: structuur.meldingen, telling: totaal))
  }

  /// Block by block: while one is processed the next one is read and checked, what the one before it changed is
  /// written to the register, and the answers to those before are written and packed.
  private mutating func verwerkBlokken(_ progress: (Int) -> Void, _ open: () throws -> any ByteSource) throws {
    let (echo, werkers) = (echo, grondslag.werkers)
    let lezer = try Bloklezer(lezing, try open())
    let opzoeking = Blokopzoeking(
      personen: grondslag.personen, velden: velden, controles: controles, alleFouten: grondslag.alleFouten)
    func lees() -> Pending<Blokopzoeking.Opgezocht?> {
      werkers.start { try lezer.volgende().map(opzoeking.zoek) }
    }
    // An error ends the transaction: not before the thread that writes for it is done.
    defer { register.geefOp() }
    var komend = lees()
    while let opgezocht = try komend.get() {
      komend = lees()
      let gelezen = opgezocht.gelezen
      // Its structure was right the first time.
      if !gelezen.isHeel { throw lezing.changed }
      var uitslagen: [Echo.Uitslag] = []
      uitslagen.reserveCapacity(gelezen.meldingen.count)
      try gelezen.open { blok in
        try verken(blok, opgezocht.sleutels)
        for (index, melding) in blok.meldingen.enumerated() {
          uitslagen.append(
            try verwerk(
              blok.records(melding), melding.nummer, opgezocht.sleutels[index], blok.signalen(index), open))
          if melding.nummer % 1_000 == 0 { progress(melding.nummer) }
        }
      }
      // A part that is full goes to the journal.
      try register.neemTerug()
      try schrijver.schrijf(werkers.start { [uitslagen] in echo.schrijf(gelezen, uitslagen) })
    }
    wachtkamer.vergeet()
    try register.voltooi()
    try schrijver.haalIn()
  }

  /// Looks up all of whom and of which a block tells, so that nothing need be asked for while the register has what
  /// the block before it changed written.
  private mutating func verken(_ blok: Meldinglezing.Blok, _ sleutels: [Blokopzoeking.Sleutel]) throws {
    var genoemden: [Genoemde] = []
    var zoekend: [Wachtende] = []
    for (melding, sleutel) in zip(blok.meldingen, sleutels) where sleutel.gaatDoor {
      let gegevens = sleutel.gegevens
      if gegevens.isZonderNummer {
        let bsn = sleutel.opNaam?.first.map { ShortBytes($0.slice(.bsn)) }
        genoemden.append(Genoemde(bsn: bsn ?? [], naam: sleutel.naam))
        zoekend.append(wachtkamer.wachtende(melding.nummer, gegevens, naam: sleutel.naam))
      } else {
        genoemden.append(Genoemde(bsn: gegevens.sofinummer, onderwijsnummer: gegevens.onderwijsnummer))
      }
      for line in melding.lines where blok.block.lines[line].record == 306 {
        genoemden.append(Genoemde(bsn: Sleutelwijziging(blok.record(line), velden).sofinummer))
      }
    }
    try wachtkamer.verken(zoekend)
    let werkers = grondslag.werkers
    try register.begin(genoemden) { werk in
      let pending = werkers.start(werk)
      return { try pending.get() }
    }
  }

  // MARK: Reading

  private typealias Stap = (inout Verwerker, [RecordView], Int, ArraySlice<Signaal>) throws -> Void

  /// Reads the delivery once more, and gives each melding with the faults of its first phase.
  private mutating func elkeMelding(
    _ open: () throws -> any ByteSource, keuze: (Melding, Block) -> Bool = { _, _ in true }, _ stap: Stap
  ) throws {
    let lezing = lezing
    try lezing.elkBlok(try open(), keuze: keuze) { blok in
      // Its structure was right the first time.
      if !blok.isHeel { throw lezing.changed }
      for (index, melding) in blok.meldingen.enumerated() {
        try stap(&self, blok.records(melding), melding.nummer, blok.signalen(index))
      }
    }
  }

  // MARK: Who waits

  /// Finds those of whom the BRP has several, and whom they draw along.
  private mutating func zoekWachtenden(_ open: () throws -> any ByteSource) throws {
    // Who has a name to be searched by has a 310, and few have.
    let heeftNaam = { (melding: Melding, block: Block) in block.lines[melding.lines].contains { $0.record == 310 } }
    try elkeMelding(open, keuze: heeftNaam) { verwerker, records, nummer, signalen in
      if verwerker.isAfgekeurd(signalen) { return }
      try verwerker.wachtkamer.zoek(verwerker.wachtende(records, nummer))
    }
    try trekMee(open)
  }

  /// Adds whom the waiting draw along, wherever they stand in the file: it is read again as long as that
  /// finds more.
  private mutating func trekMee(_ open: () throws -> any ByteSource) throws {
    var known = 0
    while wachtenden.omvang > known {
      known = wachtenden.omvang
      try elkeMelding(open) { verwerker, records, nummer, _ in
        verwerker.wachtkamer.trekMee(verwerker.wachtende(records, nummer))
      }
    }
  }

  /// What waiting depends on.
  private func wachtende(_ records: [RecordView], _ nummer: Int) -> Wachtende {
    let sleutel = Sleutelgegevens(records[0], velden)
    let persoonsgegevens = sleutel.isZonderNummer ? records.first { $0.layout.record == 310 } : nil
    return wachtkamer.wachtende(
      nummer, sleutel, naam: persoonsgegevens.map { sleutel.zoeksleutel($0, velden) })
  }

  // MARK: One melding

  private mutating func verwerk(
    _ records: [RecordView], _ nummer: Int, _ opgezocht: Blokopzoeking.Sleutel, _ veldfouten: ArraySlice<Signaal>,
    _ open: () throws -> any ByteSource
  ) throws -> Echo.Uitslag {
    let sleutel = opgezocht.gegevens
    let melding = wachtkamer.wachtende(nummer, sleutel, naam: opgezocht.naam)
    if wachtkamer.bevat(melding) { return try laatWachten(melding, sleutel, records) }
    var signalen = Array(veldfouten)
    var oordeel = Oordeel.afgekeurd
    var zaak: Zaak?
    if !isAfgekeurd(veldfouten) || grondslag.alleFouten {
      zaak = try wachtkamer.zaak(melding)
      oordeel = try beoordeel(records, nummer, opgezocht, zaak, &signalen)
    }
    let uitslag: Echo.Uitslag
    switch oordeel {
    case .goedgekeurd(let goedgekeurd):
      telling.goed += 1
      uitslag = .goedgekeurd(goedgekeurd, signalen)
    case .onbeslist where !isAfgekeurd(signalen):
      // Nobody was in doubt when the delivery was looked through: a melding before this one did it.
      try wachtkamer.leg(melding)
      try trekMee(open)
      return try laatWachten(melding, sleutel, records)
    case .afgekeurd, .onbeslist:
      telling.fout += 1
      uitslag = .afgekeurd(signalen)
    }
    try wachtkamer.beslist(melding, zaak)
    for signaal in signalen { self.signalen[signaal.controle, default: 0] += 1 }
    return uitslag
  }

  private mutating func laatWachten(
    _ melding: Wachtende, _ sleutel: Sleutelgegevens, _ records: [RecordView]
  ) throws -> Echo.Uitslag {
    telling.inBehandeling += 1
    try wachtkamer.bewaar(melding, sleutel, records)
    return .wacht
  }

  /// What becomes of a melding.
  private enum Oordeel {
    case goedgekeurd(Echo.Goedgekeurd)
    case afgekeurd
    /// Several persons could be meant.
    case onbeslist
  }

  /// The second phase and those behind it.
  private mutating func beoordeel(
    _ records: [RecordView], _ nummer: Int, _ opgezocht: Blokopzoeking.Sleutel, _ zaak: Zaak?,
    _ signalen: inout [Signaal]
  ) throws -> Oordeel {
    let sleutel = opgezocht.gegevens
    let wijzigingRecord = records.firstIndex { $0.layout.record == 306 }
    let wijziging = wijzigingRecord.map { Sleutelwijziging(records[$0], velden) }
    let persoonsgegevens = records.first { $0.layout.record == 310 }
    let melding = Identificator.Melding(
      sleutel: sleutel, brp: opgezocht.brp, wijziging: wijziging, wijzigingRecord: wijzigingRecord ?? 0,
      persoonsgegevens: persoonsgegevens, opNaam: opgezocht.opNaam, brin: voorloop.leverancier.brin,
      besluit: zaak?.persoonsbesluit)
    let persoon: Identificatie.Gevonden
    switch try identificator.identificeer(melding, register: register, signalen: &signalen) {
    case .persoon(let gevonden): persoon = gevonden
    case .kandidaten: return .onbeslist
    case .niemand: return .afgekeurd
    }

    let was = try persoon.bekend.flatMap { try register.deelnemer($0.id) }
    let deelnemer = was ?? Deelnemer(nieuw: persoon, sleutel, persoonsgegevens, velden)
    let overlijden = (persoon.brp?.slice(.datum_overlijden)).flatMap { Datum($0) }
    let verwerking = register.verwerk(records, op: deelnemer, overlijden: overlijden) { record in
      !signalen.contains {
        $0.record == record && ["953", "954", "955"].contains(grondslag.pve.controles[$0.controle].code)
      }
    }
    meld(verwerking.bevindingen, &signalen)
    if isAfgekeurd(signalen) { return .afgekeurd }

    let isToevoeging = records.contains {
      [320, 325, 330].contains($0.layout.record) && $0.mutatie == UInt8(ascii: "T")
    }
    for bevinding in Adrescontrole.bevindingen(sleutel, persoon, isToevoeging: isToevoeging) {
      controles.controle(bevinding.functie, record: bevinding.recordsoort).map {
        signalen.append(.init(controle: $0, record: 0))
      }
    }
    var resultaat = (consume verwerking).deelnemer
    if isToevoeging { (resultaat.postcode, resultaat.land) = (sleutel.postcode, sleutel.land) }
    if let wijziging { resultaat.pasToe(wijziging) }
    if persoon.isNieuwNummer {
      register.gaf(onderwijsnummer: persoon.onderwijsnummer)
      if let zaak { try wachtkamer.gaf(onderwijsnummer: persoon.onderwijsnummer, aan: zaak) }
    }
    let bewaard = try register.bewaar(
      consume resultaat, was: was, herkomst: .init(aanlevering: claim.id, meldingnummer: nummer))
    let brp = try wijziging?.sofinummer.isEmpty ?? true ? persoon.brp : grondslag.personen.persoon(bsn: bewaard.bsn)
    return .goedgekeurd(
      .init(
        deelnemer: bewaard, bsn: sleutel.isZonderNummer ? persoon.bsn : [],
        onderwijsnummer: sleutel.isZonderNummer ? persoon.onderwijsnummer : [],
        brp: brp, leverancier: voorloop.leverancier))
  }

  /// Adds what the register found: one afkeuring, the first, and all signalen; nothing of the last
  /// phase behind an afkeuring.
  private func meld(_ bevindingen: [Bevinding], _ signalen: inout [Signaal]) {
    if bevindingen.isEmpty { return }
    var isRefused = isAfgekeurd(signalen)
    var laatste: [Signaal] = []
    for bevinding in bevindingen {
      guard let controle = controles.controle(bevinding.functie, record: bevinding.recordsoort) else { continue }
      let signaal = Signaal(controle: controle, record: bevinding.record)
      if grondslag.pve.controles[controle].fase == .melding {
        laatste.append(signaal)
        continue
      }
      // What concerns the person, but is only seen with the melding applied, goes the way of the register.
      let isAfkeuring = controles.isAfkeuring(controle)
      if !isAfkeuring || !isRefused || grondslag.alleFouten { signalen.append(signaal) }
      isRefused = isRefused || isAfkeuring
    }
    if !isRefused || grondslag.alleFouten { signalen += laatste }
  }

  private func isAfgekeurd(_ signalen: some Sequence<Signaal>) -> Bool {
    signalen.contains { controles.isAfkeuring($0.controle) }
  }
}
