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

  /// Who a melding is about.
  struct Sleutel: Sendable {
    /// What its 305 says.
    let gegevens: Sleutelgegevens
    /// Whether the melding was not rejected by now.
    let gaatDoor: Bool
    /// The names by which he has to be searched; nil where the 305 has a number, or the melding no names.
    let naam: Zoeksleutel?
    /// The person of the BRP with the BSN of the 305; nil where there is none, or where the melding is rejected by now.
    let brp: Persoon?
    /// Whom the BRP has by the names; nil where it was not asked.
    let opNaam: [Persoon]?
  }

  /// A block with the keys of its meldingen.
  struct Opgezocht: Sendable {
    let gelezen: Meldinglezing.Gelezen
    let sleutels: [Sleutel]
  }

  /// Looks up the persons of all meldingen of a block.
  func zoek(_ gelezen: Meldinglezing.Gelezen) throws -> Opgezocht {
    let zoeker = Naamzoeker(personen: personen)
    let sleutels = try gelezen.open { blok in
      try blok.meldingen.enumerated().map { index, melding in
        let gegevens = Sleutelgegevens(blok.record(melding.lines.lowerBound), velden)
        let gaatDoor = alleFouten || !blok.signalen(index).contains { controles.isAfkeuring($0.controle) }
        let naam =
          gegevens.isZonderNummer
          ? blok.persoonsgegevens(melding).map { gegevens.zoeksleutel($0, velden) } : nil
        return Sleutel(
          gegevens: gegevens, gaatDoor: gaatDoor, naam: naam,
          brp: gaatDoor && !gegevens.sofinummer.isEmpty ? try personen.persoon(bsn: gegevens.sofinummer) : nil,
          opNaam: gaatDoor ? try naam.map(zoeker.inBRP) : nil)
      }
    }
    return Opgezocht(gelezen: gelezen, sleutels: sleutels)
  }
}
