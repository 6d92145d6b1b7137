import FileSystem

/// Reads the catalogue of checks from `Specs/controles`, and tries every condition on every layout
/// that it is for.
struct ControleReader {
  let specs: String
  let folders: Folders
  let functies: Set<String>
  let lijsten: [String: Waardelijst]
  let layouts: [Layouts]

  func controles() throws -> [Controle] {
    let folder = Folders.join(specs, "controles")
    var controles: [Controle] = []
    for name in try folders.names(in: folder) where name.hasSuffix(".yaml") {
      let root = try SpecNode(file: Folders.join(folder, name), folders: folders)
      try root.allow(only: ["controles"])
      for node in try root.required("controles").elements() {
        var controle = try controle(node)
        controle.index = controles.count
        controles.append(controle)
      }
    }
    if controles.isEmpty {
      throw BronError(.specs, "there are no checks", at: .init(folder), remedy: "Name the folder with --specs")
    }
    return controles
  }

  private func controle(_ node: SpecNode) throws -> Controle {
    try node.allow(
      only: [
        "code", "rij", "record", "velden", "ernst", "tekst", "fase", "soort", "als", "functie", "tabellen", "regel",
        "voorwaarde", "bewijs", "bron", "vanaf", "tot", "aan", "sleutelcontrole",
      ])
    let code = try code(node.required("code"))
    let anyRecord = try node.required("record").text() == "*"
    let record = anyRecord ? Controle.anyRecord : try node.required("record").number()
    // What a check of any record names is in all of them, the 305 too.
    guard let layout = layouts[layouts.count - 1][anyRecord ? 305 : record] else {
      throw try node.required("record").mistake("there is no layout for record \(record)")
    }
    let velden = try (node.optional("velden")?.elements() ?? []).map { field in
      let id = try field.text()
      guard layout.veld(id) != nil else { throw field.mistake("record \(record) has no field '\(id)'") }
      return id
    }
    guard let fase = Fase(rawValue: try node.required("fase").number()) else {
      throw try node.required("fase").mistake("a phase is 0 to 4")
    }
    let (grond, tabellen) = try grond(node, record: record, fase: fase)
    return Controle(
      code: code, rij: try node.optional("rij")?.text() ?? code, record: record, velden: velden,
      ernst: try node.required("ernst").choice(Ernst.self),
      tekst: try tekst(node.required("tekst"), code: code, layout: layout),
      fase: fase, soort: try node.required("soort").choice(Reikwijdte.self),
      bewijs: try node.required("bewijs").choice(Bewijs.self), grond: grond,
      voorwaarde: try voorwaarde(node), tabellen: tabellen,
      vanaf: try node.optional("vanaf")?.datum(), tot: try node.optional("tot")?.datum(),
      isAan: try node.optional("aan")?.flag() ?? true,
      isSleutelcontrole: try node.optional("sleutelcontrole")?.flag() ?? false,
      bron: try node.optional("bron")?.text() ?? "", place: node.place)
  }

  private func code(_ node: SpecNode) throws -> String {
    let code = try node.text()
    let digits = code.hasPrefix("X") ? code.dropFirst() : code[...]
    guard digits.utf8.count == 3, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw node.mistake("a code is three digits, with an X before them where it is ours")
    }
    return code
  }

  private func tekst(_ node: SpecNode, code: String, layout: Layout) throws -> String {
    let tekst = try node.text()
    let scalars = tekst.unicodeScalars
    guard !scalars.isEmpty, scalars.allSatisfy({ (0x20...0x7E).contains($0.value) || (0xA0...0xFF).contains($0.value) })
    else {
      throw node.mistake("the text is missing, or holds what ISO-8859-1 does not have")
    }
    // Seven for the "(X706) " that stands before the text of a code of ours.
    let signaal = layouts[layouts.count - 1][499]?.veld("omschrijvingSignaal")
    guard let signaal, scalars.count + (code.hasPrefix("X") ? 7 : 0) <= signaal.lengte else {
      throw node.mistake("the text is longer than record 499 has room for")
    }
    for field in tekst.split(separator: "{").dropFirst() {
      let id = String(field.prefix { $0 != "}" })
      if layout.veld(id) == nil { throw node.mistake("record \(layout.record) has no field '\(id)' for the text") }
    }
    return tekst
  }

  /// A condition explains itself; only what Swift stands behind is described in words.
  private func voorwaarde(_ node: SpecNode) throws -> String {
    if let als = node.optional("als") {
      if let words = node.optional("voorwaarde") { throw words.mistake("'voorwaarde' is for a check with 'functie'") }
      return try als.text()
    }
    return try (node.optional("regel") ?? node.required("voorwaarde")).text()
  }

  /// Conditions name their tables themselves; Swift asks for them here.
  private func tabellen(_ node: SpecNode) throws -> Set<Tabel> {
    Set(
      try (node.optional("tabellen")?.elements() ?? []).map { element in
        guard let tabel = Tabel(rawValue: try element.text()) else { throw element.mistake("there is no such table") }
        return tabel
      })
  }

  private func grond(_ node: SpecNode, record: Int, fase: Fase) throws -> (Controle.Grond, Set<Tabel>) {
    switch (node.optional("als"), node.optional("functie"), node.optional("regel")) {
    case (let als?, nil, nil):
      let source = try als.text()
      // Elsewhere nobody runs it, and a check that never fires must not pass unseen.
      guard fase == .bestand && record == 300 || fase == .velden && (301...399).contains(record) else {
        throw als.mistake("a condition is for record 300 in phase 0, and for another delivered record in phase 1")
      }
      var tabellen: Set<Tabel> = []
      do throws(ConditionMistake) {
        let expression = try ExpressionParser.parse(source)
        for layouts in layouts {
          for layout in layouts.all where layout.record == record {
            let code = try ConditionCompiler.compile(expression, layout: layout, layouts: layouts, lijsten: lijsten)
            tabellen.formUnion(code.tables)
          }
        }
        return (.conditie(expression), tabellen)
      } catch {
        throw als.mistake("in the condition: \(error.message)", remedy: "The grammar is in Specs/condities.md")
      }
    case (nil, let functie?, nil):
      let name = try functie.text()
      // The steps behind the first reading rely on what it refuses.
      if fase == .bestand, let node = node.optional("aan") ?? node.optional("vanaf") ?? node.optional("tot") {
        throw node.mistake("a check of the file that Swift stands behind is always on")
      }
      guard functies.contains(name) else { throw functie.mistake("there is no check '\(name)' in the program") }
      return (.functie(name), try tabellen(node))
    case (nil, nil, _?): return (.regel, [])
    default:
      throw node.mistake("a check has one of 'als', 'functie' and 'regel'")
    }
  }
}

extension PvE {
  /// The compiled condition of a check for records of `layout`; nil where Swift stands behind it.
  /// An error of code `specs` where it does not fit the layout, which loading has ruled out.
  public func code(of controle: Controle, layout: Layout, in layouts: Layouts) throws -> ConditionCode? {
    guard case .conditie(let expression) = controle.grond else { return nil }
    do throws(ConditionMistake) {
      return try ConditionCompiler.compile(expression, layout: layout, layouts: layouts, lijsten: lijsten)
    } catch {
      throw BronError(.specs, "in the condition: \(error.message)", at: controle.place)
    }
  }
}
