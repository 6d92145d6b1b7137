import ProgrammaVanEisen

/// Writes the schema of XML batches, from the layouts and the names of elements.
///
/// It is one for all sectordelen and versions: an element that stands for several records has the fields of all of
/// them. Which of them belong to the sectordeel and version of a document is what its header decides, and more than a
/// schema can say; the reader knows.
public struct Schema {
  /// What stands inside a record's element.
  private struct Inhoud {
    var velden: [Schemaveld] = []
    var groep: String?
    var groepsvelden: [Schemaveld] = []
  }

  private let pve: PvE
  private var text = XSDText()
  /// The types of records that were written, by name, so that both kinds of document share what is the same.
  private var types: [(name: String, inhoud: Inhoud, toelichting: String)] = []
  /// The lengths of text for which there must be a type; a date that is none takes eight characters.
  private var lengths: Set<Int> = [8]

  /// The schema as a document, in UTF-8.
  ///
  /// - Throws: `BronError` of code `specs` where XML cannot tell two forms of a record apart.
  public static func document(_ pve: PvE) throws -> String {
    var schema = Schema(pve: pve)
    try schema.write()
    return schema.text.text
  }

  private init(pve: PvE) {
    self.pve = pve
  }

  private mutating func write() throws {
    text.begin(naamruimte: pve.xml.naamruimte)
    for soort in Documentsoort.allCases { try write(soort) }
    for type in types { write(type.inhoud, name: type.name, toelichting: type.toelichting) }
    writeBedrijfsdocument()
    writeSimpleTypes()
    text.end()
  }

  // MARK: Documents

  private mutating func write(_ soort: Documentsoort) throws {
    let eerste = try Recordvormen(record: soort.melding, pve.layouts).langste
    let voorloop = try type(soort.voorloop, soort)
    let sleutel = try type(soort.melding, soort)
    let gegevens = soort == .terugkoppeling ? try type(402, soort) : nil
    let records = Set(pve.newest.all.map(\.record).filter(soort.isInMelding)).sorted()
    var choices: [(element: String, type: String)] = []
    for record in records {
      let element = pve.xml.element(record: record)
      if !choices.contains(where: { $0.element == element }) { choices.append((element, try type(record, soort))) }
    }

    text.open("xs:element", ["name": soort.rawValue])
    text.annotation(pve.xml.toelichting(soort.rawValue))
    text.open("xs:complexType")
    text.open("xs:sequence")
    text.element("bedrijfsdocument", type: "Bedrijfsdocument", pve.xml.toelichting("bedrijfsdocument"), least: 0)
    text.element(pve.xml.element(record: soort.voorloop), type: voorloop, omschrijving(soort.voorloop))
    if let gegevens {
      text.open("xs:sequence", ["minOccurs": "0", "maxOccurs": "unbounded"])
      text.element(pve.xml.element(record: 402), type: gegevens, omschrijving(402))
    }
    text.open("xs:element", ["name": "melding", "minOccurs": "0", "maxOccurs": "unbounded"])
    text.annotation(pve.xml.toelichting("melding"))
    text.open("xs:complexType")
    text.open("xs:sequence")
    for veld in eerste.layout.meldingvelden {
      write(Schemaveld(veld, pve.xml.element(veld, versie: eerste.versie), pve), isOptional: false)
    }
    text.element(pve.xml.element(record: soort.melding), type: sleutel, omschrijving(soort.melding))
    text.open("xs:choice", ["minOccurs": "0", "maxOccurs": "unbounded"])
    for choice in choices {
      text.element(choice.element, type: choice.type, omschrijving(element: choice.element, soort))
    }
    text.close("xs:choice", "xs:sequence", "xs:complexType", "xs:element")
    if gegevens != nil { text.close("xs:sequence") }
    text.close("xs:sequence", "xs:complexType", "xs:element")
    text.gap()
  }

  // MARK: Records

  /// The name of the type of a record's element; it is written where it is new.
  private mutating func type(_ record: Int, _ soort: Documentsoort) throws -> String {
    let element = pve.xml.element(record: record)
    let records = Set(pve.newest.all.map(\.record)).sorted().filter {
      $0 / 100 == record / 100 && pve.xml.element(record: $0) == element
    }
    var inhoud = Inhoud()
    for record in records { add(try Recordvormen(record: record, pve.layouts), to: &inhoud) }
    if records.count > 1 || pve.versies.count > 1 { mark(records, &inhoud) }
    let name = element.prefix(1).uppercased() + element.dropFirst()
    // The headers and what begins a melding are not the same in both kinds of document; the rest is.
    let isOfKind = record == soort.voorloop || record == soort.melding
    let full = isOfKind ? name + (soort == .aanlevering ? "Aanlevering" : "Terugkoppeling") : name
    if !types.contains(where: { $0.name == full }) {
      types.append((full, inhoud, omschrijving(element: element, soort)))
      lengths.formUnion((inhoud.velden + inhoud.groepsvelden).filter { !$0.isDatum }.map(\.lengte))
    }
    return full
  }

  /// Adds the fields of a record where they belong among those that are there.
  private func add(_ vormen: Recordvormen, to inhoud: inout Inhoud) {
    let langste = vormen.langste
    let kort = pve.layouts.compactMap { $0.short(vormen.record) }.first
    if kort != nil { inhoud.groep = pve.xml.groep(record: vormen.record) }
    var place = 0
    for veld in langste.layout.eigenVelden {
      let field = Schemaveld(veld, pve.xml.element(veld, versie: langste.versie), pve)
      if let kort, kort.veld(veld.id) == nil {
        inhoud.groepsvelden.append(field)
      } else if let known = inhoud.velden.firstIndex(where: { $0.element == field.element }) {
        place = known + 1
      } else {
        inhoud.velden.insert(field, at: place)
        place += 1
      }
    }
  }

  /// Notes of each field where it occurs, where that is not everywhere.
  private func mark(_ records: [Int], _ inhoud: inout Inhoud) {
    for index in inhoud.velden.indices {
      let element = inhoud.velden[index].element
      let all = pve.layouts.flatMap { layouts in
        records.compactMap { layouts[$0] }.map { (layouts.versie, $0) }
      }
      let having = all.filter { versie, layout in
        layout.velden.contains { pve.xml.element($0, versie: versie) == element }
      }
      if having.count == all.count { continue }
      let sectordelen = Set(having.compactMap(\.1.sectordeel)).sorted()
      let versies = Set(having.map(\.0.naam))
      if sectordelen.count < Set(all.compactMap(\.1.sectordeel)).count {
        inhoud.velden[index].waar = "Alleen in sectordeel \(sectordelen.joined(separator: " en "))"
      }
      if versies.count < pve.versies.count {
        inhoud.velden[index].waar += inhoud.velden[index].waar.isEmpty ? "Alleen" : ","
        inhoud.velden[index].waar += " in versie \(versies.sorted().joined(separator: " en "))"
      }
      if !inhoud.velden[index].waar.isEmpty { inhoud.velden[index].waar += "." }
    }
  }

  private mutating func write(_ inhoud: Inhoud, name: String, toelichting: String) {
    text.open("xs:complexType", ["name": name])
    text.annotation(toelichting)
    text.open("xs:sequence")
    for veld in inhoud.velden { write(veld, isOptional: true) }
    if let groep = inhoud.groep {
      text.open("xs:element", ["name": groep, "minOccurs": "0"])
      text.annotation(pve.xml.toelichting(groep))
      text.open("xs:complexType")
      text.open("xs:sequence")
      for veld in inhoud.groepsvelden { write(veld, isOptional: true) }
      text.close("xs:sequence", "xs:complexType", "xs:element")
    }
    text.close("xs:sequence", "xs:complexType")
    text.gap()
  }

  private mutating func write(_ veld: Schemaveld, isOptional: Bool) {
    if !veld.isDatum { lengths.insert(veld.lengte) }
    text.element(veld.element, type: veld.type, veld.toelichting, least: isOptional ? 0 : 1)
  }

  private func omschrijving(_ record: Int) -> String {
    guard let layout = pve.newest[record] else { return "" }
    let extra = layout.toelichting.isEmpty ? "" : " \(layout.toelichting)"
    return "\(layout.naam) (record \(record)).\(extra)"
  }

  /// What the records of an element are.
  private func omschrijving(element: String, _ soort: Documentsoort) -> String {
    let base = soort == .aanlevering ? 300 : 400
    let records = Set(pve.newest.all.map(\.record)).sorted().filter {
      $0 / 100 * 100 == base && pve.xml.element(record: $0) == element
    }
    return records.map(omschrijving).joined(separator: " ")
  }

  // MARK: The rest

  private mutating func writeBedrijfsdocument() {
    text.open("xs:complexType", ["name": "Bedrijfsdocument"])
    text.annotation(pve.xml.toelichting("bedrijfsdocument"))
    text.open("xs:sequence")
    for (element, type) in [
      ("identificatiecodeBedrijfsdocument", "UUID"), ("datumTijdBedrijfsdocument", "Tijdstip"),
    ] {
      text.element(element, type: type, pve.xml.toelichting(element), least: element.hasPrefix("datum") ? 0 : 1)
    }
    text.close("xs:sequence", "xs:complexType")
    text.gap()
  }

  private mutating func writeSimpleTypes() {
    text.simpleType(
      "Tekens", base: "xs:string",
      "Tekens van ISO-8859-1 zonder stuurtekens: wat in een record van het vaste formaat kan staan.",
      [("pattern", "[&#x20;-&#x7E;&#xA0;-&#xFF;]*")])
    for length in lengths.sorted() {
      text.simpleType(
        "AN\(length)", base: "Tekens", "Ten hoogste \(length) \(length == 1 ? "teken" : "tekens").",
        [("maxLength", "\(length)")])
    }
    text.simpleType(
      "Dag", base: "xs:string", "Een dag als EEJJ-MM-DD; of die dag bestaat, wordt per melding beoordeeld.",
      [("pattern", "[0-9]{4}-[0-9]{2}-[0-9]{2}")])
    text.union(
      "Datum", ["Dag", "AN8"],
      "Een dag, of wat in het vaste formaat in acht tekens staat: een onvolledige of foute datum.")
    text.simpleType(
      "UUID", base: "xs:string", "Een UUID.",
      [("pattern", "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}")])
    text.simpleType(
      "Tijdstip", base: "xs:string", "Een tijdstip in UTC.",
      [("pattern", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")])
  }
}
