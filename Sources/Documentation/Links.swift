import ProgrammaVanEisen

/// Where everything of the Programma van Eisen stands on the pages, and the links that lead there.
struct Links {
  private let pve: PvE
  /// The anchor of each check on the page of its code.
  private let anchors: [String]

  init(_ pve: PvE) {
    self.pve = pve
    var seen: [String: Int] = [:]
    anchors = pve.controles.map { controle in
      let parts = [controle.isVanElkRecord ? "alle" : String(controle.record)] + controle.velden
      let name = controle.code + "-" + Self.anchor(parts.joined(separator: "-"))
      seen[name, default: 0] += 1
      return seen[name] == 1 ? name : "\(name)-\(seen[name]!)"
    }
  }

  /// A name as a part of an address: what is no letter, digit, dash or dot is written as its number.
  static func anchor(_ name: String) -> String {
    name.unicodeScalars.map { scalar in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".": String(scalar)
      default: "_\(String(scalar.value, radix: 16))_"
      }
    }.joined()
  }

  // MARK: Addresses

  static func file(record: Int) -> String { "record-\(record).html" }
  static func file(code: String) -> String { "controle-\(anchor(code)).html" }
  static func anchor(veld: String) -> String { "veld-\(anchor(veld))" }
  static func anchor(lijst: String) -> String { "lijst-\(anchor(lijst))" }
  static func anchor(tabel: Tabel) -> String { "tabel-\(tabel.rawValue)" }

  func anchor(_ controle: Controle) -> String { anchors[controle.index] }

  // MARK: Links

  /// A record by its number, and by its name where that is asked for.
  func record(_ record: Int, named: Bool = false) -> HTML {
    guard let layout = pve.newest[record] else { return "\(record)" }
    return .a(named ? "\(record) \(layout.naam)" : "\(record)", to: Self.file(record: record))
  }

  /// A field, by its name in the PvE.
  func veld(_ veld: Veld, in record: Int) -> HTML {
    .a(.text(veld.naam), to: address(veld: veld.id, record: record))
  }

  func address(veld: String, record: Int) -> String {
    "\(Self.file(record: record))#\(Self.anchor(veld: veld))"
  }

  func lijst(_ id: String) -> HTML {
    .a(.text(pve.lijsten[id]?.naam ?? id), to: Self.address(lijst: id))
  }

  static func address(lijst: String) -> String { "lijsten.html#\(anchor(lijst: lijst))" }
  static func address(tabel: Tabel) -> String { "tabellen.html#\(anchor(tabel: tabel))" }

  func tabel(_ tabel: Tabel) -> HTML {
    .a(.text("\(tabel.rawValue).csv"), to: Self.address(tabel: tabel))
  }

  /// A check, by its code and ernst.
  func controle(_ controle: Controle) -> HTML {
    .a("\(controle.code) \(controle.ernst.rawValue)", to: "\(Self.file(code: controle.code))#\(anchor(controle))")
  }

  /// A condition in which fields, lists and tables lead to where they are described.
  func condition(_ controle: Controle) -> HTML {
    let layout = pve.newest[controle.isVanElkRecord ? 305 : controle.record]
    var pieces: [HTML] = []
    // Between quotes there are no names.
    for (index, part) in controle.voorwaarde.split(separator: "'", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { pieces.append("'") }
      if index % 2 == 1 {
        pieces.append(.text(String(part)))
        continue
      }
      var word = ""
      for character in part + "\u{0}" {
        if character.isLetter || character.isNumber || character == "." {
          word.append(character)
        } else {
          pieces.append(name(word, layout))
          word = ""
          if character != "\u{0}" { pieces.append(.text(String(character))) }
        }
      }
    }
    return .joined(pieces)
  }

  /// A word of a condition: `leerweg`, `lijsten.leerweg`, `tabellen.landen`, `leerweg.matches`.
  private func name(_ word: String, _ layout: Layout?) -> HTML {
    let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if let layout, layout.veld(parts[0]) != nil {
      let rest = word.dropFirst(parts[0].count)
      return "\(HTML.a(.text(parts[0]), to: address(veld: parts[0], record: layout.record)))\(String(rest))"
    }
    if parts.count > 1, parts[0] == "lijsten", pve.lijsten[parts[1]] != nil {
      return .a(.text(word), to: Self.address(lijst: parts[1]))
    }
    if parts.count > 1, parts[0] == "tabellen", let tabel = Tabel(rawValue: parts[1]) {
      return .a(.text(word), to: Self.address(tabel: tabel))
    }
    return .text(word)
  }
}
