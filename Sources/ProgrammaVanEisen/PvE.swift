import FileSystem

/// The Programma van Eisen: what `Specs/` says, read and checked once.
public struct PvE: Sendable {
  /// The versions, oldest first.
  public let versies: [Versie]
  /// The layouts of each version, in the order of `versies`.
  public let layouts: [Layouts]
  /// The value lists by name.
  public let lijsten: [String: Waardelijst]
  /// How records and fields are called in XML.
  public let xml: XMLNamen
  /// All checks, in the order of the catalogue.
  public internal(set) var controles: [Controle]
  /// What each check means and what to do about it, in the order of `controles`.
  private let uitleggen: [Uitleg]

  /// Reads and checks the folder `specs`.
  ///
  /// - Parameter functies: the checks behind which Swift stands; a name in the catalogue that is
  ///   not among them is a mistake.
  /// - Throws: `BronError` of code `specs` with the file and line of the first mistake.
  public init(specs: String, functies: Set<String>, folders: Folders = Folders()) throws {
    let reader = SpecsReader(specs: specs, folders: folders)
    versies = try reader.versies()
    lijsten = try reader.lijsten()
    layouts = try reader.layouts(versies: versies, lijsten: lijsten)
    controles = try ControleReader(
      specs: specs, folders: folders, functies: functies, lijsten: lijsten, layouts: layouts
    )
    .controles()
    uitleggen = try UitlegReader(specs: specs, folders: folders).uitleg(of: controles)
    xml = try XMLNamenReader(specs: specs, folders: folders, layouts: layouts).namen()
  }

  /// The same with the checks of `specs` read anew, by which a test of conditions need not load the rest each time.
  /// There must be as many as there were.
  package func rereadingControles(specs: String, functies: Set<String>, folders: Folders) throws -> PvE {
    var pve = self
    pve.controles = try ControleReader(
      specs: specs, folders: folders, functies: functies, lijsten: lijsten, layouts: layouts
    )
    .controles()
    return pve
  }

  /// The layouts of the version that a header names; nil where there is no such version.
  public func layouts(versie naam: String) -> Layouts? {
    layouts.first { $0.versie.naam == naam }
  }

  /// The layouts of the newest version: the register keeps records in their form.
  public var newest: Layouts { layouts[layouts.count - 1] }

  /// The checks of a code, in the order of the catalogue.
  public func controles(code: String) -> [Controle] {
    controles.filter { $0.code == code || $0.rij == code }
  }

  /// What a check of this catalogue means, and what a school can do about it.
  public func uitleg(_ controle: Controle) -> Uitleg {
    uitleggen[controle.index]
  }
}
