import Foundation
import ProgrammaVanEisen
import Yams

/// The twins of one check of the catalogue.
struct Toets: Sendable {
  /// As the file names it: code, ernst, and enough of its fields, or its rij, `als` or functie, to find it.
  let naam: String
  let place: String
  /// The basis first.
  let goed: [Tweeling]
  let fout: [Tweeling]

  /// The checks of the catalogue that it may mean.
  func controles(_ pve: PvE, bestand: String) -> [Controle] {
    let delen = naam.split(separator: " ").map(String.init)
    return pve.controles.filter { controle in
      var namen = Set(controle.velden).union([controle.rij]).union(controle.tabellen.map(\.rawValue))
      switch controle.grond {
      case .functie(let functie): namen.insert(functie)
      case .conditie: namen.insert("als")
      case .regel: namen.insert("regel")
      }
      return Tweelingbestand.naam(controle) == bestand && delen.count > 1 && controle.code == delen[0]
        && controle.ernst.rawValue == delen[1] && delen.dropFirst(2).allSatisfy(namen.contains)
    }
  }
}

/// A file with the twins of the checks in the file of the catalogue of the same name.
struct Tweelingbestand: Sendable, CustomStringConvertible {
  let naam: String
  let toetsen: [Toets]

  var description: String { naam }

  /// All that there are.
  static func all(_ bases: Tweelingbases, _ standaard: Standaard, _ pve: PvE) throws -> [Tweelingbestand] {
    let files = try FileManager.default.contentsOfDirectory(atPath: Tweelingbases.map.path).filter {
      $0.hasSuffix(".yaml") && !["bases.yaml", "gelijkwaardig.yaml"].contains($0)
    }
    return try files.sorted().map { try Tweelingbestand($0, bases, standaard, pve) }
  }

  /// The name of the file of the catalogue in which a check stands.
  static func naam(_ controle: Controle) -> String {
    URL(filePath: controle.place.file).deletingPathExtension().lastPathComponent
  }

  private init(_ file: String, _ bases: Tweelingbases, _ standaard: Standaard, _ pve: PvE) throws {
    naam = String(file.dropLast(5))
    let root = Tekst(try Tweelingbases.node(file), file)
    try root.only(["basis", "toetsen"])
    let gewoon = root["basis"]?.tekst ?? ""
    toetsen = try (root["toetsen"]?.lijst ?? []).map { node in
      try node.only(["toets", "basis", "samen", "goed", "fout"])
      let naam = node["toets"]?.tekst ?? ""
      func basis(_ waar: Tekst) throws -> Tweeling {
        guard var basis = bases.bases[waar["basis"]?.tekst ?? node["basis"]?.tekst ?? gewoon] else {
          throw Scenariofout("\(waar.place): there is no basis of that name")
        }
        // Nobody hears signalen of class PROP unless they are asked for.
        basis.omgeving.propSignalen = naam.split(separator: " ").dropFirst().first == "S"
        basis.place = waar.place
        if let samen = node["samen"] { try basis.wijzig(samen, keuze: 0, standaard: standaard, layouts: pve.newest) }
        return basis
      }
      func tweelingen(_ soort: String) throws -> [Tweeling] {
        try (node[soort]?.lijst ?? []).flatMap { geval in
          let aantal = try Tweeling.aantal(geval)
          return try (0..<aantal).map { keuze in
            var tweeling = try basis(geval)
            if aantal > 1 { tweeling.place += " value \(keuze + 1)" }
            try tweeling.wijzig(geval, keuze: keuze, standaard: standaard, layouts: pve.newest)
            return tweeling
          }
        }
      }
      return Toets(
        naam: naam, place: node.place, goed: try [basis(node)] + tweelingen("goed"), fout: try tweelingen("fout"))
    }
  }
}
