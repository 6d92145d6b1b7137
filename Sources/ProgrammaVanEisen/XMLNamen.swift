/// How records and fields are called in XML, as `Specs/xml.yaml` says.
public struct XMLNamen: Sendable {
  /// The element of a record.
  struct Record: Sendable {
    let element: String
    /// The element around the fields that may be left off.
    let groep: String?
  }

  /// A field that is not called as in its layout.
  struct Veldnaam: Sendable {
    let veld: String
    let element: String
    /// The versions in which it is called so; nil: all.
    let versies: Set<String>?
  }

  /// The namespace of all elements.
  public let naamruimte: String
  let records: [Int: Record]
  let velden: [Veldnaam]
  let toelichtingen: [String: String]

  /// The element of a record, the same for a delivery record and its echo.
  public func element(record: Int) -> String {
    naam(record)?.element ?? ""
  }

  /// The element around the fields of a record that may be left off; nil where it has none.
  public func groep(record: Int) -> String? {
    naam(record)?.groep
  }

  /// The element of a field in one version.
  public func element(_ veld: Veld, versie: Versie) -> String {
    velden.first { $0.veld == veld.id && ($0.versies?.contains(versie.naam) ?? true) }?.element ?? veld.id
  }

  /// What an element is that is no record and no field, in Dutch.
  public func toelichting(_ element: String) -> String {
    toelichtingen[element] ?? ""
  }

  private func naam(_ record: Int) -> Record? {
    records[record] ?? records[record - 100]
  }
}
