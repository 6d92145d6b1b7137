import ProgrammaVanEisen

/// What a fault may know of the melding that it goes into.
struct Foutcontext {
  /// A day that is later than any delivery, and one before all others.
  static let toekomst = "21991231"
  static let verleden = "19000101"
  /// A volgnummer that no inschrijving has.
  static let onbekendVolgnummer = "Z9"

  let moment: Levensmoment
  let layouts: Layouts
  let datum: Datum
  /// How many meldingen there were of the person before this one: for numbers that come once.
  let plaats: Int
  /// Letters that come once.
  let letters: String
  /// Whether the BRP keeps the address to itself.
  let isGeheim: Bool
  /// The melding that reported the inschrijving at hand, or reports it.
  let toevoeging: Conceptmelding
  /// A 310 of the person.
  let persoonsgegevens: Conceptrecord

  /// Whether the inschrijving at hand is registered.
  var isBekend: Bool { moment.fase > 0 || moment.isVerhuizing }
  /// Whether the person is registered under a BSN.
  var isBekendMetSofinummer: Bool { isBekend && moment.persoon.kenmerk != .onderwijsnummer }
  var volgnummer: String { String(moment.volgnummer) }
  /// The number of the melding, as its records have it.
  var nummer: String { toevoeging.records[0]["meldingnummer"] }
  /// A BSN that passes its elfproef and that nobody has.
  var vrijSofinummer: String { String(Persoonsnummer.vrij(moment.persoon.position)) }

  /// A record in its full form.
  func record(_ nummer: Int, _ velden: [String: String]) -> Conceptrecord? {
    layouts[nummer].map { Conceptrecord($0, nummer: self.nummer, velden) }
  }

  /// A record that removes something under an inschrijving.
  func verwijdering(_ nummer: Int, volgnummer: String, _ sleutel: [String: String] = [:]) -> Conceptrecord? {
    record(
      nummer, sleutel.merging(["soortMutatie": "V", "inschrijvingsvolgnummer": volgnummer]) { value, _ in value })
  }
}
