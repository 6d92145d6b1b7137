import Identification
import Records
import Register

/// What the records of a melding say of the person himself.
extension Deelnemer {
  /// A person whom BRON did not know before.
  ///
  /// - Parameter persoonsgegevens: the 310, under whose names a person without BSN is found again.
  init(
    nieuw persoon: Identificatie.Gevonden, _ sleutel: Sleutelgegevens, _ persoonsgegevens: RecordView?,
    _ velden: Sleutelvelden
  ) {
    self.init(
      bsn: persoon.bsn, onderwijsnummer: persoon.onderwijsnummer, geboortedatum: sleutel.geboortedatum,
      geslacht: sleutel.geslacht, postcode: sleutel.postcode, land: sleutel.land)
    if persoon.bsn.isEmpty, let persoonsgegevens {
      zoeksleutel = sleutel.zoeksleutel(persoonsgegevens, velden)
    }
  }

  /// Takes over what a 306 changes.
  mutating func pasToe(_ wijziging: Sleutelwijziging) {
    if !wijziging.sofinummer.isEmpty { bsn = wijziging.sofinummer }
    if !wijziging.geboortedatum.isEmpty { geboortedatum = wijziging.geboortedatum }
    if !wijziging.geslacht.isEmpty { geslacht = wijziging.geslacht }
    if !(wijziging.postcode.isEmpty && wijziging.land.isEmpty) {
      (postcode, land) = (wijziging.postcode, wijziging.land)
    }
  }
}
