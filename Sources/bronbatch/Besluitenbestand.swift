import Exchange
import FileSystem
import Reference

/// A file with decisions: CSV with the columns case and decision.
struct Besluitenbestand {
  /// More than ever wait, and few enough to hold.
  private static let meeste = 100_000

  private let tabel: CSVTable
  private let path: String

  init(_ path: String) throws {
    self.path = path
    guard let tabel = try Self.asUsage({ try CSVTable(file: path) }) else {
      throw BronError(.usage, "there is no such file", at: .init(path))
    }
    self.tabel = tabel
  }

  /// The decisions, in the order of the file.
  ///
  /// - Throws: `Beslisbalie.Fouten` with every line that holds none.
  func opdrachten() throws -> [Beslisbalie.Opdracht] {
    var fouten: [(regel: Int?, tekst: String)] = []
    var aantal = 0
    let opdrachten = try Self.asUsage {
      let (zaak, besluit) = (try tabel.column("case"), try tabel.column("decision"))
      return try tabel.map { row -> Beslisbalie.Opdracht? in
        aantal += 1
        if aantal > Self.meeste {
          throw BronError(.usage, "the file has more than \(Self.meeste) decisions", at: .init(path, line: row.line))
        }
        guard let nummer = Int64(Self.text(row.fields[zaak])) else {
          fouten.append((row.line, "the case is no number"))
          return nil
        }
        guard let keuze = Self.keuze(Self.text(row.fields[besluit])) else {
          fouten.append((row.line, "a decision is a candidate, a number of nine digits, new, or = and a case"))
          return nil
        }
        return .init(zaak: nummer, keuze: keuze, regel: row.line)
      }
    }
    if !fouten.isEmpty { throw Beslisbalie.Fouten(fouten: fouten) }
    return opdrachten.compactMap { $0 }
  }

  private static func keuze(_ text: String) -> Beslisbalie.Keuze? {
    if text == "new" || text == "nieuw" { return .nieuw }
    if text.hasPrefix("=") { return Int64(text.dropFirst()).map { .alsZaak($0) } }
    guard let number = Int(text), number > 0 else { return nil }
    return text.utf8.count == 9 ? .nummer(text) : .kandidaat(number)
  }

  private static func text(_ field: Substring.UTF8View.SubSequence) -> String {
    Substring(field).split(separator: " ").joined(separator: " ")
  }

  /// A table that somebody gives with an option is not one of the reference folder: what is wrong with it
  /// is wrong use.
  private static func asUsage<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch var error as BronError where error.code == .reference {
      error.code = .usage
      throw error
    }
  }
}
