/// How facts are written, for model and program alike.
extension Keten {
  /// A registered record, in one line.
  static func regel(_ record: Record) -> String {
    let velden = record.velden.filter { $0.key != "soortMutatie" }.map { "\($0)=\($1)" }
    return ([record.soort.description] + velden.sorted()).joined(separator: " ")
  }

  /// By which number a person goes, by his own data in one line.
  static func naam(_ regel: String) -> String {
    let velden = regel.split(separator: " ").map { $0.split(separator: "=").map(String.init) }
    return ["sofinummer", "onderwijsnummer"].compactMap { id in velden.first { $0[0] == id }?[1] }.first ?? "?"
  }

  /// What a record is about: whose, which inschrijving, and which part of it.
  static func wat(_ leverancier: Leverancier, _ record: Record) -> String {
    let sleutel = [leverancier.brin, leverancier.aanleverpunt, leverancier.sectordeel, record.volgnummer]
    return "\(sleutel.joined(separator: " ")) \(record.soort) \(Deelsleutel(record).waarden)"
  }

  static func batch(_ nummer: Int) -> String { String("\(nummer + 1000)".dropFirst()) }

  /// A melding of a delivery.
  static func bron(_ leverancier: Leverancier, _ batchnummer: Int, _ melding: Int) -> String {
    "\(leverancier.brin) \(leverancier.aanleverpunt) \(leverancier.sectordeel) \(batch(batchnummer))/\(melding)"
  }

  /// What one melding made of one fact of a person.
  ///
  /// - Parameter beurt: the how-manieth of his meldingen it is.
  static func gebeurtenis(
    _ wie: String, _ beurt: Int, dag: String, bron: String, _ wat: String, was: String?, wordt: String?
  ) -> String {
    "history of \(wie), \(batch(beurt)) [\(dag) \(bron)] \(wat): \(was ?? "-") -> \(wordt ?? "-")"
  }

  /// A case that somebody has to decide.
  static func zaak(
    _ nummer: Int, _ brin: String, _ leerlingnummer: String, _ naam: [String], kandidaten: [String]
  ) -> String {
    "case \(nummer) \(brin) \(leerlingnummer) \(naam.joined(separator: "/").lowercased()): \(kandidaten)"
  }
}
