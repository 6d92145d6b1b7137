/// The form of one kind of record in one version of the PvE: its fields, side by side.
///
/// A record that may come in two lengths (322) has a layout for each. Every record points to its
/// layout, so it is one object, not a copy.
public final class Layout: Sendable {
  /// Its index in `Layouts`.
  public let id: Int
  /// The recordsoort, such as 320.
  public let record: Int
  /// The name in the PvE, such as "Inschrijving".
  public let naam: String
  /// What is to be known of it beside its fields, in Dutch; empty where the file does not say.
  public let toelichting: String
  /// The sectordeel (BO, ED, VA) in which alone it occurs, or nil.
  public let sectordeel: String?
  /// The number of bytes before the fields of the record itself begin.
  public let prefix: Int
  /// All fields, the prefix included, in their order.
  public let velden: [Veld]
  /// The number of bytes, without the line end.
  public let lengte: Int
  /// The layout of the echo of this record in feedback (3xx to 4xx), by index in `Layouts`.
  public let terugkoppeling: Int?
  /// Whether fields are left off at the end (322 without the description of the leerbedrijf).
  public let isKort: Bool
  /// Fields that another version or the full form has, and this one has not: always blank here.
  let afwezig: Set<String>

  /// The fields that make the key, in their order.
  public let sleutel: [Veld]
  /// The record with nothing in it but its recordsoort, with its line end.
  public let leeg: [UInt8]
  /// The place of the soort mutatie, for records that have one.
  public let mutatieOffset: Int?

  init(
    record: Int, naam: String, toelichting: String = "", sectordeel: String?, prefix: Int, velden: [Veld], isKort: Bool,
    afwezig: Set<String>
  ) {
    id = 0
    terugkoppeling = nil
    self.record = record
    self.naam = naam
    self.toelichting = toelichting
    self.sectordeel = sectordeel
    self.prefix = prefix
    var placed: [Veld] = []
    var offset = 0
    for veld in velden {
      var veld = veld
      veld.offset = offset
      offset += veld.lengte
      placed.append(veld)
    }
    self.velden = placed
    self.lengte = offset
    self.isKort = isKort
    self.afwezig = afwezig
    sleutel = placed.filter(\.isSleutel)
    leeg = Array("\(record)".utf8) + [UInt8](repeating: 0x20, count: max(0, offset - 3)) + [0x0D, 0x0A]
    mutatieOffset = placed.first { $0.id == "soortMutatie" }?.offset
  }

  /// A layout in its place among the others.
  init(_ layout: Layout, id: Int, terugkoppeling: Int?) {
    self.id = id
    self.terugkoppeling = terugkoppeling
    record = layout.record
    naam = layout.naam
    toelichting = layout.toelichting
    sectordeel = layout.sectordeel
    prefix = layout.prefix
    velden = layout.velden
    lengte = layout.lengte
    isKort = layout.isKort
    afwezig = layout.afwezig
    sleutel = layout.sleutel
    leeg = layout.leeg
    mutatieOffset = layout.mutatieOffset
  }

  /// The field with that id. Looks it up by name: for what is set up once, not for every record.
  public func veld(_ id: String) -> Veld? {
    velden.first { $0.id == id }
  }

  /// The recordsoort of its echo in feedback: 320 comes back as 420.
  public var recordTerugkoppeling: Int { record < 400 ? record + 100 : record }
}
