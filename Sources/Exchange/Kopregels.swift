import ProgrammaVanEisen
import Records
import Register

/// Writes the records of a feedback that stand outside of the meldingen: 400 and 402.
struct Kopregels {
  /// How many deliveries one feedback can report: their number in 400 has two digits.
  static let meesteAanleveringen = 99

  let layouts: Layouts

  /// The 400.
  func voorloop(_ leverancier: Leverancier, nummer: Int, datum: Datum, aanleveringen: Int) -> [UInt8] {
    regel(
      400,
      [
        "brinNummer": Array(leverancier.brin.utf8), "aanleverpuntnummer": Array(leverancier.aanleverpunt.utf8),
        "sectordeel": Array(leverancier.sectordeel.utf8), "bronBatchnummer": number(nummer),
        "bestandssoort": Array("T".utf8), "datumTerugkoppeling": datum.bytes,
        "aantalTeruggekoppeldeAanleverbestanden": number(aanleveringen),
      ])
  }

  /// The 402 of a delivery.
  ///
  /// - Parameter telling: how its meldingen fared in this feedback and all before it.
  func batchgegevens(_ voorloop: Voorloop, ontvangst: Datum, meldingen: Int, telling: Telling) -> [UInt8] {
    regel(
      402,
      [
        "batchnummerAanleverbestand": number(voorloop.batchnummer),
        "internOrganisatienummer": voorloop.internOrganisatienummer,
        "datumOntvangstAanleverbestand": ontvangst.bytes,
        "meldingenInAanleverbestand": number(meldingen),
        "cumulatiefAantalGoedeMeldingen": number(telling.goed),
        "cumulatiefAantalFouteMeldingen": number(telling.fout),
        "resterendAantalMeldingenInBehandeling": number(telling.inBehandeling),
      ])
  }

  /// What stands behind the last record.
  static var einde: [UInt8] {
    var writer = RecordWriter()
    writer.end()
    return writer.bytes
  }

  private func number(_ value: Int) -> [UInt8] { Array(String(value).utf8) }

  private func regel(_ record: Int, _ values: [String: [UInt8]]) -> [UInt8] {
    guard let layout = layouts[record] else { return [] }
    var writer = RecordWriter()
    writer.begin(layout)
    for veld in layout.velden { values[veld.id].map { writer.put($0, in: veld) } }
    return writer.bytes
  }
}
