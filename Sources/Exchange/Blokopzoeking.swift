import Checks
import Identification
import Records
import Reference

/// Whom the 305s of a block name. The register need not be asked for it, so it is looked up ahead, beside the thread
/// that has the register.
struct Blokopzoeking: Sendable {
  let personen: Personen
  let velden: Sleutelvelden
  let controles: Controles
  /// Whether meldingen that the first phase rejected go on to the second.
  let alleFouten: Bool

  /// What the 305 of a melding says.
  struct Sleutel: Sendable {
    let gegevens: Sleutelgegevens
    /// The person of the BRP with its BSN; nil where there is none, or where the melding is rejected by now.
    let brp: Persoon?
  }

  /// A block with the keys of its meldingen.
  struct Opgezocht: Sendable {
    let gelezen: Meldinglezing.Gelezen
    let sleutels: [Sleutel]
  }

  /// Looks up the persons of all meldingen of a block.
  func zoek(_ gelezen: Meldinglezing.Gelezen) throws -> Opgezocht {
    let sleutels = try gelezen.open { blok in
      try blok.meldingen.enumerated().map { index, melding in
        let gegevens = Sleutelgegevens(blok.record(melding.lines.lowerBound), velden)
        let gaatDoor = alleFouten || !blok.signalen(index).contains { controles.isAfkeuring($0.controle) }
        return Sleutel(
          gegevens: gegevens,
          brp: gaatDoor && !gegevens.sofinummer.isEmpty ? try personen.persoon(bsn: gegevens.sofinummer) : nil)
      }
    }
    return Opgezocht(gelezen: gelezen, sleutels: sleutels)
  }
}
