/// What an XML batch is.
public enum Documentsoort: String, CaseIterable, Sendable {
  /// Meldingen that an institution delivers.
  case aanlevering = "aanleverenBatch"
  /// What became of them.
  case terugkoppeling = "terugkoppelenBatch"

  /// The recordsoort of the header.
  var voorloop: Int { self == .aanlevering ? 300 : 400 }

  /// The recordsoort that begins a melding.
  var melding: Int { self == .aanlevering ? 305 : 405 }

  /// Whether a record may stand in a melding behind the one that begins it.
  func isInMelding(_ record: Int) -> Bool {
    record > melding && record / 100 == melding / 100
  }
}
