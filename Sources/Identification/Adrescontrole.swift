import Reference

/// What is told of the postcode of a melding that is otherwise approved (PvE, signalen 770, 772, 956).
public enum Adrescontrole {
  /// The checks that hold, by name.
  ///
  /// - Parameter isToevoeging: whether the melding adds an inschrijving; only then its postcode is
  ///   registered, and can take the place of another.
  public static func bevindingen(_ sleutel: Sleutelgegevens, _ persoon: Identificatie.Gevonden, isToevoeging: Bool)
    -> [Bevinding]
  {
    guard let brp = persoon.brp, !persoon.bsn.isEmpty else { return [] }
    if brp.isGeheim { return [Bevinding("geheim", recordsoort: 305, record: 0)] }
    if !brp.slice(.postcode).elementsEqual(sleutel.postcode) {
      return [Bevinding("postcodeAfwijking", recordsoort: 305, record: 0)]
    }
    if isToevoeging, let bekend = persoon.bekend, !bekend.postcode.isEmpty, bekend.postcode != sleutel.postcode {
      return [Bevinding("postcodeVervangt", recordsoort: 305, record: 0)]
    }
    return []
  }
}
