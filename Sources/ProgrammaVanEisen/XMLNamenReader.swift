import FileSystem

/// Reads `Specs/xml.yaml`, and sees that every record and field has a name of its own.
struct XMLNamenReader {
  /// The elements that are no records and no fields.
  private static let omhulsels: Set<String> = [
    "aanleverenBatch", "terugkoppelenBatch", "bedrijfsdocument", "identificatiecodeBedrijfsdocument",
    "datumTijdBedrijfsdocument", "melding",
  ]

  let specs: String
  let folders: Folders
  let layouts: [Layouts]

  func namen() throws -> XMLNamen {
    let root = try SpecNode(file: Folders.join(specs, "xml.yaml"), folders: folders)
    try root.allow(only: ["naamruimte", "records", "velden", "toelichtingen"])
    let namen = XMLNamen(
      naamruimte: try root.required("naamruimte").text(), records: try records(root.required("records")),
      velden: try velden(root.required("velden")), toelichtingen: try toelichtingen(root.required("toelichtingen")))
    try requireNames(namen, root)
    return namen
  }

  private func records(_ node: SpecNode) throws -> [Int: XMLNamen.Record] {
    var records: [Int: XMLNamen.Record] = [:]
    for entry in try node.elements() {
      try entry.allow(only: ["record", "element", "groep"])
      let record = try entry.required("record").number()
      guard layouts.contains(where: { $0[record] != nil }) else { throw entry.mistake("there is no record \(record)") }
      let naam = XMLNamen.Record(
        element: try name(entry.required("element")), groep: try entry.optional("groep").map { try name($0) })
      if records.updateValue(naam, forKey: record) != nil { throw entry.mistake("record \(record) stands here twice") }
    }
    return records
  }

  private func velden(_ node: SpecNode) throws -> [XMLNamen.Veldnaam] {
    try node.elements().map { entry in
      try entry.allow(only: ["veld", "element", "versies"])
      let veld = try entry.required("veld").text()
      guard layouts.contains(where: { $0.all.contains { $0.veld(veld) != nil } }) else {
        throw entry.mistake("there is no field '\(veld)'")
      }
      let versies = try entry.optional("versies").map { Set(try $0.elements().map { try $0.text() }) }
      if let unknown = versies?.subtracting(layouts.map(\.versie.naam)).min() {
        throw entry.mistake("there is no version '\(unknown)'")
      }
      return .init(veld: veld, element: try name(entry.required("element")), versies: versies)
    }
  }

  private func toelichtingen(_ node: SpecNode) throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try node.pairs().map { ($0.key, try $0.value.text()) })
  }

  /// A name of letters and digits: what every language that binds XML to its own names can take.
  private func name(_ node: SpecNode) throws -> String {
    let name = try node.text()
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    guard let first = name.utf8.first, isLetter(first),
      name.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) })
    else { throw node.mistake("'\(name)' is no name for an element: it has letters and digits only") }
    return name
  }

  /// Every record has an element, and inside a record every field its own.
  private func requireNames(_ namen: XMLNamen, _ root: SpecNode) throws {
    var omhulsels = Self.omhulsels
    for layouts in layouts {
      for layout in layouts.all {
        if namen.element(record: layout.record).isEmpty {
          throw try root.required("records").mistake("record \(layout.record) has no element")
        }
        let groep = namen.groep(record: layout.record)
        if layouts.short(layout.record) != nil && groep == nil {
          throw try root.required("records").mistake("record \(layout.record) may be shorter, and has no 'groep'")
        }
        var names = Set([groep].compactMap { $0 })
        for veld in layout.velden where !names.insert(namen.element(veld, versie: layouts.versie)).inserted {
          throw try root.required("velden").mistake(
            "in record \(layout.record) two elements are called '\(namen.element(veld, versie: layouts.versie))'")
        }
        groep.map { _ = omhulsels.insert($0) }
      }
    }
    if let missing = omhulsels.sorted().first(where: { namen.toelichting($0).isEmpty }) {
      throw try root.required("toelichtingen").mistake("'\(missing)' is missing")
    }
  }
}
