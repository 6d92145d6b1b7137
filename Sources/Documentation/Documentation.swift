import FileSystem
import ProgrammaVanEisen

/// The Programma van Eisen as pages for people, in Dutch: what the program itself reads from
/// `Specs/`, laid out and linked.
public struct Documentation {
  /// A file of the documentation.
  public struct File: Sendable {
    /// Its name; all stand in one folder.
    public let name: String
    /// What is in it: the same bytes for the same `Specs/`.
    public let bytes: [UInt8]
  }

  /// Every page, and the stylesheet.
  public let files: [File]

  /// Writes the pages of `pve`, in memory.
  public init(_ pve: PvE) {
    let catalogue = Catalogue(pve)
    var pages = [
      catalogue.indexPage(), catalogue.checkIndexPage(), catalogue.recordIndexPage(), catalogue.fieldPage(),
      catalogue.listPage(), catalogue.tablePage(), catalogue.versionPage(), catalogue.guidePage(),
    ]
    pages += catalogue.records.map(catalogue.recordPage)
    pages += catalogue.codes.map(catalogue.checkPage)
    files =
      pages.map { File(name: $0.file, bytes: $0.bytes) }
      + [File(name: Stylesheet.file, bytes: Array(Stylesheet.css.utf8))]
  }
}

/// What the pages ask of the Programma van Eisen, beside what it says itself.
struct Catalogue {
  let pve: PvE
  let links: Links
  /// Every recordsoort, ascending.
  let records: [Int]
  /// Every code, DUO's before ours.
  let codes: [String]
  /// Every value list, by its Dutch name.
  let lijsten: [Waardelijst]

  init(_ pve: PvE) {
    self.pve = pve
    links = Links(pve)
    records = Set(pve.layouts.flatMap(\.all).map(\.record)).sorted()
    codes = Set(pve.controles.map(\.code)).sorted()
    lijsten = pve.lijsten.values.sorted { ($0.naam, $0.id) < ($1.naam, $1.id) }
  }

  /// The layout of a record in the newest version that has it.
  func layout(_ record: Int) -> Layout? {
    pve.layouts.reversed().lazy.compactMap { $0[record] }.first
  }

  /// The checks of a record, in the order of the catalogue.
  func controles(record: Int) -> [Controle] {
    pve.controles.filter { $0.record == record }
  }

  /// The checks that are about a field.
  func controles(record: Int, veld: String) -> [Controle] {
    controles(record: record).filter { $0.velden.contains(veld) }
  }

  /// The checks that look at a field, and are about others.
  func controles(record: Int, kijkenNaar veld: String) -> [Controle] {
    controles(record: record).filter { controle in
      guard case .conditie(let expression) = controle.grond, !controle.velden.contains(veld) else { return false }
      return expression.names.contains(veld)
    }
  }

  /// The fields of a check.
  func velden(_ controle: Controle) -> [Veld] {
    let layout = layout(controle.isVanElkRecord ? 305 : controle.record)
    return controle.velden.compactMap { layout?.veld($0) }
  }

  /// The record of a check, with its name and the fields.
  func plaats(_ controle: Controle) -> HTML {
    controle.isVanElkRecord ? "elk record" : links.record(controle.record, named: true)
  }

  /// The fields of a check as links; of a check on any record their names alone.
  func veldnamen(_ controle: Controle) -> HTML {
    .joined(
      velden(controle).map { controle.isVanElkRecord ? .text($0.naam) : links.veld($0, in: controle.record) }, ", ")
  }

  /// Links to checks, one after the other.
  func controles(_ controles: [Controle]) -> HTML {
    .joined(controles.map(links.controle), ", ")
  }
}
