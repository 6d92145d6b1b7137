import FileSystem

/// The rows of `personen.csv`, each read and checked.
struct Personenrijen {
  private let csv: CSVTable
  private let columns: [Int?]

  /// Opens the table; nil where it is not there.
  init?(file: String, folders: Folders) throws {
    guard let csv = try CSVTable(file: file, folders: folders) else { return nil }
    columns = Persoon.Kolom.allCases.map { kolom in csv.header.firstIndex(of: kolom.naam) }
    for kolom in [Persoon.Kolom.bsn, .onderwijsnummer, .geboortedatum, .geslacht, .achternaam, .voornamen] {
      _ = try csv.column(kolom.naam)
    }
    self.csv = csv
  }

  /// Gives the persons one by one, in the order of the file, with the place of their row.
  func forEach(_ body: (Persoon, BronError.Place) throws -> Void) throws {
    var bytes: [UInt8] = []
    try csv.forEach { row in
      bytes.removeAll(keepingCapacity: true)
      for column in columns {
        if let column { Self.addLatin1(row.fields[column], to: &bytes) }
        bytes.append(0)
      }
      let place = BronError.Place(csv.file, line: row.line)
      guard let persoon = Persoon(bytes: bytes) else {
        throw BronError(.reference, "the row is longer than \(Persoon.langste) bytes", at: place)
      }
      try Self.check(persoon, at: place)
      try body(persoon, place)
    }
  }

  /// What must be true of a row by itself. Whoever changes it raises `Personenindex.versie`: rows of an index
  /// are not checked again.
  private static func check(_ persoon: Persoon, at place: BronError.Place) throws {
    if let mistake = persoon.mistake { throw BronError(.reference, mistake, at: place) }
  }

  /// The bytes of a value in ISO-8859-1. A letter that it does not have loses its accent; what has
  /// no such letter at all becomes a question mark, and so does a control character: it would break the
  /// records of the feedback.
  private static func addLatin1(_ value: Substring.UTF8View.SubSequence, to bytes: inout [UInt8]) {
    if value.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
      bytes.append(contentsOf: value)
    } else {
      for letter in letters(value) {
        bytes.append(letter < 0x20 || (0x7F...0x9F).contains(letter) ? UInt8(ascii: "?") : letter)
      }
    }
  }

  private static func letters(_ value: Substring.UTF8View.SubSequence) -> [UInt8] {
    String(Substring(value)).map { character -> UInt8 in
      let scalars = character.unicodeScalars
      if let byte = UInt8(exactly: scalars.first!.value), scalars.count == 1 { return byte }
      let composed = String(character).precomposed
      if let byte = UInt8(exactly: composed.first!.value), composed.count == 1 { return byte }
      return String(character).decomposed.first.flatMap { UInt8(exactly: $0.value) } ?? UInt8(ascii: "?")
    }
  }
}
