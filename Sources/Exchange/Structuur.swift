import Checks
import ProgrammaVanEisen

/// What the first reading of a delivery found: what it is, how much it holds, and its faults as a
/// file. Nothing has been touched by then.
struct Structuur: Sendable {
  /// The form of the file.
  var vorm = Bestandsvorm.vast
  /// Where the header stands in the file.
  var kopplaats = (regel: 1, byte: 0)
  /// The header; nil where the first line is none.
  var voorloop: Voorloop?
  /// The layouts of the version that the header names; where it names none that is known, of the version
  /// that most records have the lengths of.
  var layouts: Layouts
  /// The faults of the file; while one of them refuses, nothing is processed.
  var fouten: Bestandsfouten
  /// Records 305.
  var meldingen = 0
  /// With the header.
  var records = 0
  /// Records 310: without them nobody has to be searched.
  var persoonsgegevens = 0
  /// The size of the unpacked file.
  var bytes = 0
  /// Of the unpacked bytes, as 64 hexadecimal digits: the identity of the delivery.
  var sha256 = ""
  /// Of the file as it lies there; the same as `sha256` where it is not packed.
  var sha256Ingepakt = ""
  /// Whether it goes on behind what was read, since it is larger than a delivery can be.
  var isTeGroot = false
  /// What conditions may say of the delivery.
  var context: DeliveryContext

  /// The byte of the file at which a field of the header stands; of XML that of the header.
  func kopbyte(_ veld: String) -> Int? {
    vorm == .xml ? kopplaats.byte : layouts[300]?.veld(veld)?.offset
  }
}
