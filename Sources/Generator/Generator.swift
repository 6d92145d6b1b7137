import FileSystem
import ProgrammaVanEisen
import Records

/// Makes up valid deliveries of a sectordeel and the persons they are about.
///
/// The batches of a seed are one row without end. A round is a melding of every person, twice of a
/// few, and fills as many batches as it needs; batch n belongs to round (n - 1) / batches per round.
/// So any batch can be made without those before it, and is right after them.
public struct Generator: Sendable {
  /// What is asked for.
  public struct Opdracht: Sendable {
    /// How many meldingen the round has that the batch belongs to; more than one delivery holds makes several.
    public var meldingen: Int
    /// Decides the persons and their lives: another seed, other people.
    public var seed: UInt64
    /// What the meldingen are about.
    public var sectordeel: Sectordeel
    /// Four positions, such as 99ZZ.
    public var brin: String
    /// 0 to 99, written with two digits.
    public var aanleverpunt: Int
    /// The number of the first batch, 0 to 999; 0 is the thousandth.
    public var batch: Int
    /// The aanmaakdatum; the dates in the meldingen follow it.
    public var datum: Datum
    /// The version of the PvE, such as 1.1.
    public var versie: String
    /// The share of the meldingen that gets a fault, 0 to 1; the same in all batches of a row.
    public var fouten: Double

    /// Checks nothing: `Generator.init` does.
    public init(
      meldingen: Int, seed: UInt64, sectordeel: Sectordeel, brin: String, aanleverpunt: Int, batch: Int, datum: Datum,
      versie: String, fouten: Double = 0
    ) {
      self.meldingen = meldingen
      self.seed = seed
      self.sectordeel = sectordeel
      self.brin = brin
      self.aanleverpunt = aanleverpunt
      self.batch = batch
      self.datum = datum
      self.versie = versie
      self.fouten = fouten
    }
  }

  /// One delivery.
  public struct Batch: Sendable {
    /// The batch number, 0 to 999.
    public let nummer: Int
    /// The name of the file, such as 99ZZ001A.B01.
    public let naam: String
    /// The number of meldingen.
    public var meldingen: Int { plaatsen.count }
    /// How often the persons had a melding before.
    let ronde: Int
    /// The meldingen of the round that it holds.
    let plaatsen: Range<Int>
  }

  /// The most meldingen that can be asked for at once: there are no more persons.
  public static let meesteMeldingen = Population.most
  /// The counters of the header have six digits.
  private static let meesteRecords = 999_999
  private static let blok = 1 << 20

  /// The deliveries, in order.
  public let batches: [Batch]

  private let opdracht: Opdracht
  private let layouts: Layouts
  private let population: Population
  private let maker: Meldingmaker

  /// Prepares what is asked for.
  ///
  /// - Throws: `BronError` of code `usage` where it cannot be made.
  public init(_ opdracht: Opdracht, pve: PvE, meldingenPerBatch: Int? = nil) throws {
    guard (1...Self.meesteMeldingen).contains(opdracht.meldingen) else {
      throw BronError(.usage, "the number of meldingen must be 1 to \(Self.meesteMeldingen)")
    }
    guard (0...1).contains(opdracht.fouten) else {
      throw BronError(.usage, "the share of faults must be 0 to 1")
    }
    guard let layouts = pve.layouts(versie: opdracht.versie) else {
      let known = pve.versies.map(\.naam).joined(separator: ", ")
      throw BronError(.usage, "there is no version '\(opdracht.versie)'", remedy: "The Specs know \(known)")
    }
    guard layouts.versie.geldt(op: opdracht.datum) else {
      let known = pve.versies.filter { $0.geldt(op: opdracht.datum) }.map(\.naam).joined(separator: ", ")
      throw BronError(
        .usage, "version \(opdracht.versie) does not hold on \(opdracht.datum.dashed)",
        remedy: "On that day there are: \(known). Give another --versie or --date")
    }
    self.opdracht = opdracht
    self.layouts = layouts
    population = Population(seed: opdracht.seed)
    maker = try Meldingmaker(opdracht, population, layouts)
    let meldingenPerBatch = meldingenPerBatch ?? opdracht.sectordeel.meldingenPerBatch
    let perRonde = (opdracht.meldingen + meldingenPerBatch - 1) / meldingenPerBatch
    // Batch 000 comes behind 999.
    let first = (opdracht.batch + 999) % 1_000
    batches = (first..<first + perRonde).map { index in
      let start = index % perRonde * meldingenPerBatch
      let nummer = (index + 1) % 1_000
      return Batch(
        nummer: nummer,
        naam: "\(opdracht.brin)\(Self.digits(nummer, 3))A.\(opdracht.sectordeel.letter)"
          + Self.digits(opdracht.aanleverpunt, 2),
        ronde: index / perRonde, plaatsen: start..<min(start + meldingenPerBatch, opdracht.meldingen))
    }
  }

  /// How many records a batch has, its header included.
  public func records(_ batch: Batch) -> Int {
    var records = 1
    var writer = maker.schrijver()
    maker.schrijf(batch, to: &writer) { writer, _ in
      records += writer.records
      writer.clear()
    }
    return records
  }

  /// Writes a batch piece by piece, in the fixed format and not packed.
  ///
  /// - Returns: how many faults it has, by code.
  @discardableResult
  public func schrijf(_ batch: Batch, to write: (UnsafeRawBufferPointer) throws -> Void) throws -> [String: Int] {
    let records = records(batch)
    guard records <= Self.meesteRecords else {
      throw BronError(.usage, "the delivery would have \(records) records; the most is \(Self.meesteRecords)")
    }
    var fouten: [String: Int] = [:]
    var writer = maker.schrijver()
    try schrijfKop(batch, records, &writer)
    try maker.schrijf(batch, to: &writer) { writer, fout in
      if let fout { fouten[fout.code, default: 0] += 1 }
      if writer.bytes.count >= Self.blok {
        try writer.bytes.withUnsafeBytes(write)
        writer.clear()
      }
    }
    try writer.bytes.withUnsafeBytes(write)
    return fouten
  }

  /// The fault that each melding of a batch has, if any, by its meldingnummer.
  func fouten(_ batch: Batch) -> [Int: Fout] {
    var fouten: [Int: Fout] = [:]
    var writer = maker.schrijver()
    maker.schrijf(batch, to: &writer) { writer, fout in
      fouten[writer.nummer] = fout
      writer.clear()
    }
    return fouten
  }

  /// Writes the `personen.csv` that goes with all batches of the seed with so many meldingen.
  public func schrijfPersonen(to write: (UnsafeRawBufferPointer) throws -> Void) throws {
    var file = PersonsFile(population)
    file.schrijfKop()
    for index in 0..<Population.personen(meldingen: opdracht.meldingen) {
      file.schrijf(population.persoon(index))
      if file.bytes.count >= Self.blok {
        try file.bytes.withUnsafeBytes(write)
        file.clear()
      }
    }
    try file.bytes.withUnsafeBytes(write)
  }

  private func schrijfKop(_ batch: Batch, _ records: Int, _ writer: inout Meldingschrijver) throws {
    guard let layout = layouts[300] else {
      throw BronError(.specs, "version \(opdracht.versie) has no layout of record 300")
    }
    let values = [
      "brinNummer": opdracht.brin, "aanleverpuntnummer": "\(opdracht.aanleverpunt)",
      "sectordeel": opdracht.sectordeel.rawValue,
      "batchnummer": "\(batch.nummer)", "bestandssoort": "A",
      "aanmaakdatumAanleverbestand": opdracht.datum.description,
      "naamSchooladministratiepakket": "BronBatch generate", "versieSchooladministratiepakket": "1",
      "versieProgrammaVanEisen": opdracht.versie, "aantalMeldingen": "\(batch.meldingen)",
      "aantalRecords": "\(records)", "verantwoordelijkeAanlevering": "I", "laatsteAanlevering": "N",
    ]
    writer.schrijf(layout, values.mapValues { Array($0.utf8) })
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
