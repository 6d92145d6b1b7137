import FileSystem

/// Reads versions, value lists and layouts from `Specs/`.
struct SpecsReader {
  let specs: String
  let folders: Folders

  /// No record is longer: what reads deliveries takes a longer line for none.
  private static let longestRecord = 4_096
  /// What a `ShortBytes` has room for.
  private static let longestKey = 15
  /// By record, the fields that say who somebody is.
  private static let zoekvelden: [Int: Set<String>] = [
    305: [
      "leerlingnummer", "sofinummer", "onderwijsnummer", "geboortedatum", "geslacht", "postcodeVolgensInstelling",
      "land",
    ],
    306: [
      "sofinummerAchterhaald", "geboortedatumGewijzigd", "geslachtGewijzigd", "postcodeVolgensInstellingGewijzigd",
      "landGewijzigd",
    ],
  ]

  /// A field as a layout file has it, before it is known which version and form it is for.
  private struct VeldSpec {
    var veld: Veld
    var positie: Int
    var versies: Set<String>?
    var isFacultatief: Bool
    var node: SpecNode
  }

  func versies() throws -> [Versie] {
    let root = try SpecNode(file: Folders.join(specs, "versies.yaml"), folders: folders)
    try root.allow(only: ["versies"])
    let versies = try root.required("versies").elements().map { node in
      try node.allow(only: ["versie", "vanaf", "tot"])
      return Versie(
        naam: try node.required("versie").text(), vanaf: try node.optional("vanaf")?.datum(),
        tot: try node.optional("tot")?.datum())
    }
    if versies.isEmpty { throw root.mistake("there must be a version") }
    if Set(versies.map(\.naam)).count != versies.count { throw root.mistake("a version stands here twice") }
    return versies
  }

  func lijsten() throws -> [String: Waardelijst] {
    let root = try SpecNode(file: Folders.join(specs, "waardelijsten.yaml"), folders: folders)
    try root.allow(only: ["lijsten"])
    var lijsten: [String: Waardelijst] = [:]
    for node in try root.required("lijsten").elements() {
      try node.allow(only: ["lijst", "naam", "toelichting", "waarden"])
      var codes: Set<String> = []
      let waarden = try node.required("waarden").elements().map { waarde in
        try waarde.allow(only: ["code", "betekenis"])
        let code = try waarde.required("code").text()
        if !codes.insert(code).inserted { throw waarde.mistake("code '\(code)' stands in the list twice") }
        return Waardelijst.Waarde(code: code, betekenis: try waarde.required("betekenis").text())
      }
      let id = try node.required("lijst").text()
      if lijsten[id] != nil { throw node.mistake("list '\(id)' stands here twice") }
      lijsten[id] = Waardelijst(
        id: id, naam: try node.required("naam").text(), toelichting: try node.optional("toelichting")?.text() ?? "",
        waarden: waarden)
    }
    return lijsten
  }

  func layouts(versies: [Versie], lijsten: [String: Waardelijst]) throws -> [Layouts] {
    let folder = Folders.join(specs, "layouts")
    let prefixen = try prefixen(Folders.join(folder, "prefixen.yaml"))
    var perVersie = [[Layout]](repeating: [], count: versies.count)
    var seen: Set<Int> = []
    for name in try folders.names(in: folder) where name.hasSuffix(".yaml") && name != "prefixen.yaml" {
      let root = try SpecNode(file: Folders.join(folder, name), folders: folders)
      try root.allow(
        only: [
          "record", "naam", "toelichting", "prefix", "sectordeel", "terugkoppeling", "lengte", "vooraf", "velden",
        ])
      let record = try root.required("record").number()
      let twin = try root.optional("terugkoppeling")?.number()
      for number in [record] + (twin.map { [$0] } ?? [])
      where !(100...999).contains(number) || !seen.insert(number).inserted {
        throw root.mistake("record \(number) is not three digits, or has a layout already")
      }
      if let twin, twin != record + 100 {
        throw try root.required("terugkoppeling").mistake("record \(record) comes back as \(record + 100)")
      }
      for (index, versie) in versies.enumerated() {
        perVersie[index] += try layoutsOfFile(
          root, record: record, twin: twin, versie: versie, versies: versies, prefixen: prefixen, lijsten: lijsten)
      }
    }
    return zip(versies, perVersie).map { versie, layouts in Layouts(versie: versie, all: Self.linked(layouts)) }
  }

  private func prefixen(_ file: String) throws -> [String: [Veld]] {
    let root = try SpecNode(file: file, folders: folders)
    try root.allow(only: ["prefixen"])
    var prefixen: [String: [Veld]] = [:]
    for (name, node) in try root.required("prefixen").pairs() {
      prefixen[name] = try node.elements().map { try veld($0, lijsten: [:], extra: []).veld }
    }
    return prefixen
  }

  /// The full form, the short form if there is one, and the echo of each.
  private func layoutsOfFile(
    _ root: SpecNode, record: Int, twin: Int?, versie: Versie, versies: [Versie], prefixen: [String: [Veld]],
    lijsten: [String: Waardelijst]
  ) throws -> [Layout] {
    let prefixNode = try root.required("prefix")
    guard let prefix = prefixen[try prefixNode.text()], let echoPrefix = prefixen["terugkoppeling"] else {
      throw prefixNode.mistake("there is no such prefix in prefixen.yaml")
    }
    let naam = try root.required("naam").text()
    let toelichting = try root.optional("toelichting")?.text() ?? ""
    let sectordeel = try root.optional("sectordeel")?.text()
    let vooraf = try (root.optional("vooraf")?.elements() ?? []).map { try veld($0, lijsten: lijsten, extra: []).veld }
    let above = prefix + (twin == nil ? [] : echoPrefix + vooraf)
    let specs = try velden(root, above: above, versies: versies, lijsten: lijsten)
    let present = specs.filter { $0.versies?.contains(versie.naam) ?? true }
    let missing = specs.map(\.veld.id).filter { id in !present.contains { $0.veld.id == id } }

    var layouts: [Layout] = []
    func add(_ fields: [VeldSpec], isKort: Bool) {
      let content = fields.map(\.veld)
      let afwezig = Set(missing + specs.map(\.veld.id).filter { id in !content.contains { $0.id == id } })
      layouts.append(
        Layout(
          record: record, naam: naam, toelichting: toelichting, sectordeel: sectordeel,
          prefix: prefix.reduce(0) { $0 + $1.lengte }, velden: prefix + content, isKort: isKort, afwezig: afwezig))
      if let twin {
        layouts.append(
          Layout(
            record: twin, naam: naam, toelichting: toelichting, sectordeel: sectordeel,
            prefix: (echoPrefix + vooraf).reduce(0) { $0 + $1.lengte }, velden: echoPrefix + vooraf + content,
            isKort: isKort, afwezig: afwezig))
      }
    }
    add(present, isKort: false)
    if present.contains(where: \.isFacultatief) { add(present.filter { !$0.isFacultatief }, isKort: true) }

    let expected = try lengte(root.required("lengte"), versie: versie)
    if layouts[0].lengte != expected {
      throw try root.required("lengte").mistake(
        "the fields of record \(record) add up to \(layouts[0].lengte) in version \(versie.naam), not to \(expected)")
    }
    if expected > Self.longestRecord {
      throw try root.required("lengte").mistake("a record has \(Self.longestRecord) bytes at the most")
    }
    try eisKorteSleutels(layouts[0], present, root)
    return layouts
  }

  /// What finds a person or a part of what is known of him is kept as a value of at most `longestKey` bytes.
  private func eisKorteSleutels(_ layout: Layout, _ velden: [VeldSpec], _ root: SpecNode) throws {
    for veld in layout.velden where veld.lengte > Self.longestKey {
      if veld.isSleutel || Self.zoekvelden[layout.record]?.contains(veld.id) ?? false {
        throw (velden.first { $0.veld.id == veld.id }?.node ?? root).mistake(
          "field '\(veld.id)' is a key, and has \(Self.longestKey) bytes at the most")
      }
    }
    if let last = velden.last(where: \.veld.isSleutel),
      layout.sleutel.dropFirst().reduce(0, { $0 + $1.lengte }) > Self.longestKey
    {
      throw last.node.mistake(
        "the keys of record \(layout.record) behind the first have \(Self.longestKey) bytes together at the most")
    }
  }

  private func lengte(_ node: SpecNode, versie: Versie) throws -> Int {
    node.node.mapping == nil ? try node.number() : try node.required(versie.naam).number()
  }

  /// The fields of a layout file; they must lie side by side, without overlap or gap.
  private func velden(
    _ root: SpecNode, above: [Veld], versies: [Versie], lijsten: [String: Waardelijst]
  ) throws -> [VeldSpec] {
    var next = 1
    var ids = Set(above.map(\.id))
    var isTail = false
    return try root.required("velden").elements().map { node in
      let spec = try veld(node, lijsten: lijsten, extra: ["positie", "versies", "facultatief"])
      if spec.positie < next {
        throw node.mistake("field '\(spec.veld.id)' overlaps the one before it, which ends at \(next - 1)")
      }
      if spec.positie > next { throw node.mistake("there is a gap before field '\(spec.veld.id)': \(next) is free") }
      if !ids.insert(spec.veld.id).inserted { throw node.mistake("field '\(spec.veld.id)' stands here twice") }
      if let unknown = spec.versies?.subtracting(versies.map(\.naam)).min() {
        throw node.mistake("there is no version '\(unknown)'")
      }
      if isTail && !spec.isFacultatief {
        throw node.mistake("field '\(spec.veld.id)' cannot follow one that may be left off")
      }
      isTail = spec.isFacultatief
      next += spec.veld.lengte
      return spec
    }
  }

  private func veld(_ node: SpecNode, lijsten: [String: Waardelijst], extra: Set<String>) throws -> VeldSpec {
    try node.allow(
      only: extra.union([
        "veld", "naam", "lengte", "type", "lijst", "sleutel", "vervallen", "persoonsgegeven", "bewijs",
      ]))
    let lijst = try node.optional("lijst")?.text()
    if let lijst, lijsten[lijst] == nil { throw node.mistake("there is no value list '\(lijst)'") }
    let lengte = try node.required("lengte").number()
    let soort = try node.required("type").choice(Veld.Soort.self)
    if !(1...Self.longestRecord).contains(lengte)
      || (soort == .datum || soort == .onvolledigeDatum) && lengte != 8
    {
      throw node.mistake("\(lengte) is no length for a field of this type")
    }
    let veld = Veld(
      id: try node.required("veld").text(), naam: try node.required("naam").text(), offset: 0, lengte: lengte,
      soort: soort,
      lijst: lijst, isSleutel: try node.optional("sleutel")?.flag() ?? false,
      isVervallen: try node.optional("vervallen")?.flag() ?? false,
      isPersoonsgegeven: try node.optional("persoonsgegeven")?.flag() ?? false,
      bewijs: try node.optional("bewijs")?.text() ?? "")
    return VeldSpec(
      veld: veld, positie: try node.optional("positie")?.number() ?? 0,
      versies: try node.optional("versies").map { Set(try $0.elements().map { try $0.text() }) },
      isFacultatief: try node.optional("facultatief")?.flag() ?? false, node: node)
  }

  /// Numbers the layouts, and ties each record to its echo of the same form.
  private static func linked(_ layouts: [Layout]) -> [Layout] {
    layouts.enumerated().map { id, layout in
      let echo = layouts.firstIndex { $0.record == layout.record + 100 && $0.isKort == layout.isKort }
      return Layout(layout, id: id, terugkoppeling: echo)
    }
  }
}
