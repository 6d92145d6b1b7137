import TestSupport
import ProgrammaVanEisen

/// Made-up meldingen: right, blank, changed by a byte and extreme fields beside each other, from
/// few enough values that records meet.
struct Corpus {
  private let layouts: Layouts
  private let lijsten: [String: Waardelijst]
  private var generator: SeededGenerator
  /// Of how many fields one is not as it must be, in the melding at hand.
  private var care = 1
  /// Key values of the melding at hand, so that its records often belong together.
  private var keys: [String: [UInt8]] = [:]

  init(_ layouts: Layouts, lijsten: [String: Waardelijst], seed: UInt64) {
    self.layouts = layouts
    self.lijsten = lijsten
    generator = SeededGenerator(seed: seed)
  }

  /// Records that may stand in a melding of a sectordeel, behind the 305.
  private static let records = [
    "BO": [306, 310, 320, 321, 322, 323], "ED": [306, 310, 325, 326, 327, 328], "VA": [306, 310, 330, 331, 332],
  ]

  private static let dates = [
    "20000801", "20090801", "20091231", "20100617", "20100618", "20100619", "20100731", "20100801", "20110618",
    "20110619", "20121231",
  ]

  /// Values for fields of which the type does not say enough.
  private static let values: [String: [String]] = [
    "leerlingnummer": ["12345", "A1"],
    "sofinummer": ["123456782", "111222333", "123456789", "000000000", "12345678"],
    "sofinummerAchterhaald": ["123456782", "111222333", "123456789", "000000000"],
    "onderwijsnummer": ["100000009", "123456789", "100000045", "500000008"],
    "geboortedatum": ["19900101", "19900100", "19900000", "20060618", "20060619", "20070000", "20100619", "19901301"],
    "postcodeVolgensInstelling": ["1234AB", "9999ZZ", "4321BA", "0123AB", "1234ab"],
    "postcodeVolgensInstellingGewijzigd": ["1234AB", "9999ZZ", "4321BA"],
    "land": ["6030", "5001", "9999"], "landGewijzigd": ["6030", "5001", "9999"],
    "nationaliteit1": ["0001", "0052", "0099"], "nationaliteit2": ["0001", "0052", "0099"],
    "huisnummer": ["00012", "00000", "7", "12A"],
    "inschrijvingsvolgnummer": ["001", "002", "A3"],
    "gevolgdeOpleiding": [
      "10001", "10002", "10003", "10005", "10006", "10009", "10010", "20001", "20002", "30001", "30002", "10020",
      "99999",
    ],
    "behaaldeKwalificatie": ["10001", "10002", "10003", "10004", "10005", "10006", "10009", "10010", "99999"],
    "voltooideOpleiding": ["20001", "20002", "99999"],
    "creboCodeBPV": ["10001", "99999"],
    "bpvVolgnummer": ["01", "02", "1"], "vakvolgnummer": ["01", "02", "1"],
    "leerbedrijf": [
      "01KB1234AB0001201", "02KBB12", "02KBB00", "01KB1234AB0000001", "03KB1234AB0001200", "99", "01 KB", "03KBB1",
    ],
    "brinCodeKBB": ["01KB", "02KB", "03KB"],
    "postcodeLeerbedrijf": ["1234AB", "1234ab", "12AB"],
    "huisnummerLeerbedrijf": ["00012", "00000", "7A"],
    "omvangBPV": ["0800", "0000", "12"],
    "locatie": ["0001", "01"],
    "contacturenPerWeek": ["12", "00", "1"],
    "vak": ["1001", "1002", "1003", "9999", "12"], "examenvak": ["1001", "1002", "9999"],
    "examen": ["0001", "0002", "0003", "9999"],
    "examenjaar": ["2010", "2009", "20"],
    "cijferSchoolexamen": ["060", "075", "010", "100", "101", "009"],
    "cijferCE1": ["060", "055", "010", "100", "101", "009"], "cijferCE2": ["060", "055", "100", "101", "009"],
    "cijferCE3": ["060", "055", "100", "101", "009"],
    "eersteEindcijfer": ["06", "07", "10", "11", "00"], "tweedeEindcijfer": ["06", "07", "10", "11", "00"],
    "derdeEindcijfer": ["06", "07", "10", "11", "00"], "cijferCijferlijst": ["06", "07", "10", "11", "00"],
    "brinNummer": ["01AA", "02BB", "03CC", "04DD", "99ZZ", "1AAA"],
    "aanleverpuntnummer": ["01", "1A"], "batchnummer": ["001", "002", "1"],
    "aantalMeldingen": ["000300", "000000", "300"], "aantalRecords": ["001500", "001501"],
    "versieProgrammaVanEisen": ["1.1", "1.2", "1.3"], "bestandssoort": ["A", "T"],
  ]

  /// The lines of a melding: a 305, and some records in the right order or nearly so.
  mutating func melding(_ sectordeel: String, nummer: Int) -> [[UInt8]] {
    care = [3, 10, 40, 200].randomElement(using: &generator) ?? 10
    keys = [:]
    var kinds: [Int] = []
    for kind in Self.records[sectordeel] ?? [] {
      let count = [0, 1, 1, 1, 2, 3].randomElement(using: &generator) ?? 1
      kinds += [Int](repeating: kind, count: kind < 320 ? min(count, Int.random(in: 0...2, using: &generator)) : count)
    }
    if Int.random(in: 0..<6, using: &generator) == 0 { kinds.shuffle(using: &generator) }
    if Int.random(in: 0..<4, using: &generator) == 0 { kinds.removeAll { $0 == 306 || $0 == 310 } }
    if Int.random(in: 0..<20, using: &generator) == 0 { kinds = Bool.random(using: &generator) ? [] : [306] }
    if sectordeel == "ED" && Bool.random(using: &generator) { kinds = paired(kinds) }
    return ([305] + kinds).map { line($0, nummer: nummer) }
  }

  /// The 327s and 328s in turn, as they are delivered.
  private mutating func paired(_ kinds: [Int]) -> [Int] {
    kinds.filter { $0 < 327 } + kinds.filter { $0 >= 327 }.shuffled(using: &generator)
  }

  /// A record, in its short form about half of the times where it has one.
  mutating func line(_ record: Int, nummer: Int = 0) -> [UInt8] {
    guard let full = layouts[record] else { return [] }
    let layout = layouts.short(record).flatMap { Bool.random(using: &generator) ? $0 : nil } ?? full
    let isBlank = Int.random(in: 0..<40, using: &generator) == 0
    var line: [UInt8] = []
    for veld in layout.velden {
      switch veld.id {
      case "recordsoort": line += Array(String(record).utf8)
      case "meldingnummer":
        let digits = Array(String(nummer).utf8)
        line += [UInt8](repeating: 0x30, count: 6 - digits.count) + digits
      default: line += padded(isBlank ? [] : value(veld), to: veld.lengte)
      }
    }
    return line
  }

  private func padded(_ value: [UInt8], to length: Int) -> [UInt8] {
    value.prefix(length) + [UInt8](repeating: 0x20, count: max(0, length - value.count))
  }

  private mutating func value(_ veld: Veld) -> [UInt8] {
    var value = right(veld)
    guard Int.random(in: 0..<care, using: &generator) == 0 else {
      return Int.random(in: 0..<(veld.id == "soortMutatie" ? 1_000 : 4), using: &generator) == 0 ? [] : value
    }
    switch Int.random(in: 0..<8, using: &generator) {
    case 0, 1: return []
    case 2:
      return [UInt8](
        repeating: [0x30, 0x39, 0x41, 0x5A, 0xE9, 0xFF].randomElement(using: &generator) ?? 0, count: veld.lengte)
    case 3: return [0x20] + value
    case 4: return Array(value.dropLast())
    case 5: return (0..<veld.lengte).map { _ in byte() }
    default:
      value = padded(value, to: veld.lengte)
      value[Int.random(in: 0..<value.count, using: &generator)] = byte()
      return value
    }
  }

  /// A byte that the reader of deliveries lets pass.
  private mutating func byte() -> UInt8 {
    let byte = UInt8.random(in: 0x20...0x7E, using: &generator)
    return Int.random(in: 0..<4, using: &generator) == 0 ? byte | 0x80 | 0x20 : byte
  }

  private mutating func right(_ veld: Veld) -> [UInt8] {
    guard veld.isSleutel else { return fresh(veld) }
    if let key = keys[veld.id], Int.random(in: 0..<3, using: &generator) > 0 { return key }
    let value = fresh(veld)
    keys[veld.id] = value
    return value
  }

  private mutating func fresh(_ veld: Veld) -> [UInt8] {
    if let values = Self.values[veld.id] { return Array((values.randomElement(using: &generator) ?? "").utf8) }
    if let lijst = veld.lijst.flatMap({ lijsten[$0] }) {
      // T, A and V are all there is, and T is the most that schools send.
      if veld.id == "soortMutatie" {
        return Array((["T", "T", "A", "V"].randomElement(using: &generator) ?? "T").utf8)
      }
      return Array((lijst.waarden.randomElement(using: &generator)?.code ?? "").utf8)
    }
    switch veld.soort {
    case .datum, .onvolledigeDatum: return Array((Self.dates.randomElement(using: &generator) ?? "").utf8)
    case .numeriek: return (0..<veld.lengte).map { _ in UInt8.random(in: 0x30...0x39, using: &generator) }
    case .tekst, .code, .indicatie:
      return (0..<Int.random(in: 1...veld.lengte, using: &generator)).map { _ in byte() }
    }
  }
}
