import ProgrammaVanEisen
import Yams

/// A mutant that is the same check in other words, so that no delivery tells them apart.
struct Gelijkwaardig: Sendable {
  let place: String
  let bestand: String
  let toets: String
  /// As the mutant says it.
  let mutant: String

  /// Those of `gelijkwaardig.yaml`, each with a reason.
  static func alle() throws -> [Gelijkwaardig] {
    let file = "gelijkwaardig.yaml"
    let root = Tekst(try Tweelingbases.node(file), file)
    return try (root["mutanten"]?.lijst ?? []).flatMap { node in
      try node.only(["bestand", "toetsen", "mutant", "reden"])
      if (node["reden"]?.tekst ?? "").isEmpty { throw Scenariofout("\(node.place): why?") }
      return (node["toetsen"]?.lijst ?? []).map {
        Gelijkwaardig(
          place: node.place, bestand: node["bestand"]?.tekst ?? "", toets: $0.tekst,
          mutant: node["mutant"]?.tekst ?? "")
      }
    }
  }

  /// Whether it is about a mutant.
  func geldt(_ ander: Mutant, _ pve: PvE) -> Bool {
    ander.wat == mutant
      && Toets(naam: toets, place: place, goed: [], fout: []).controles(pve, bestand: bestand).contains {
        $0.index == ander.origineel.index
      }
  }
}
