import ProgrammaVanEisen
import Records

extension Persoon {
  private static let datums: [Kolom] = [
    .geboortedatum, .datum_ingang_adres, .datum_overlijden, .datum_vestiging_nederland, .datum_vertrek_nederland,
    .datum_ingang_nationaliteit_1, .datum_ingang_nationaliteit_2, .datum_ingang_verblijfstitel,
    .datum_einde_verblijfstitel,
  ]

  private static let keuzes: [(kolom: Kolom, waarden: [UInt8])] = [
    (.geslacht, Array("MVO".utf8)), (.geheim, Array("JN".utf8)),
  ]

  /// What is wrong with a row of `personen.csv`, which never says with whom; nil where it is in order.
  ///
  /// A row that makes no sense is not passed over: somebody would not be found, and the school told so.
  var mistake: String? {
    if slice(.bsn).isEmpty && slice(.onderwijsnummer).isEmpty { return "a person has neither bsn nor onderwijsnummer" }
    if !slice(.bsn).isEmpty && !Elfproef.isBSN(self[.bsn]) { return "a bsn does not pass the elfproef" }
    if !slice(.onderwijsnummer).isEmpty && !Elfproef.isOnderwijsnummer(self[.onderwijsnummer]) {
      return "an onderwijsnummer does not pass the elfproef"
    }
    for kolom in Self.datums where !slice(kolom).isEmpty && !Self.isDatum(self[kolom]) {
      return "'\(kolom.naam)' is no date EEJJMMDD, nor one with 00 for what is unknown"
    }
    for (kolom, waarden) in Self.keuzes where !slice(kolom).isEmpty {
      if slice(kolom).count != 1 || !waarden.contains(self[kolom][0]) {
        return "'\(kolom.naam)' is none of \(String(decoding: waarden, as: UTF8.self))"
      }
    }
    return nil
  }

  /// Whether what he is found by has no more bytes than there is room for. Of a row that was checked it always has.
  var heeftKorteSleutels: Bool {
    [.bsn, .onderwijsnummer, .geboortedatum, .geslacht].allSatisfy { slice($0).count <= ShortBytes.most }
  }

  /// A day, or one of which the day, or the month and the day, are unknown.
  private static func isDatum(_ bytes: [UInt8]) -> Bool {
    if bytes.count != 8 { return false }
    if Datum(bytes) != nil { return true }
    if !bytes.suffix(2).allSatisfy({ $0 == 0x30 }) { return false }
    let isZonderMaand = bytes.suffix(4).allSatisfy { $0 == 0x30 }
    return Datum(bytes.prefix(isZonderMaand ? 4 : 6) + Array((isZonderMaand ? "0101" : "01").utf8)) != nil
  }
}
