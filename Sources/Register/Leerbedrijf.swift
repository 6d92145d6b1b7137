import ProgrammaVanEisen
import Records
import Reference

/// The five fields by which a 322 describes a leerbedrijf instead of giving its code.
struct LeerbedrijfOmschrijving {
  private let kenniscentrum: [UInt8]
  private let naam: [UInt8]
  private let postcode: [UInt8]
  private let huisnummer: [UInt8]

  init(_ record: RecordView) {
    func value(_ id: String) -> [UInt8] { record.field(id).map { Array(Latin1.trimmed($0)) } ?? [] }
    kenniscentrum = value("brinCodeKBB")
    naam = value("naamLeerbedrijf")
    postcode = value("postcodeLeerbedrijf")
    huisnummer = value("huisnummerLeerbedrijf")
  }

  /// Whether anything is described at all.
  var isGevuld: Bool {
    ![kenniscentrum, naam, postcode, huisnummer].allSatisfy(\.isEmpty)
  }

  /// The code of the one leerbedrijf that is described; where several have that address, the one
  /// with that name. Nil where there is none, or more than one.
  func code(in tables: ReferenceTables) -> [UInt8]? {
    let number = Self.number(huisnummer)
    let hier = tables.leerbedrijven(postcode: postcode).filter {
      $0[2] == kenniscentrum && Self.number($0[4]) == number
    }
    let gevonden = hier.count > 1 ? hier.filter { Latin1.searchKey($0[1]) == Latin1.searchKey(naam) } : hier
    return gevonden.count == 1 ? gevonden[0][0] : nil
  }

  private static func number(_ digits: [UInt8]) -> [UInt8] { Array(digits.drop { $0 == 0x30 }) }
}
