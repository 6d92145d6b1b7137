import FileSystem
import ProgrammaVanEisen
import Records

/// The receipt of a delivery: an XML document of `Specs/ontvangstbevestiging.xsd`.
struct Ontvangst {
  let naam: String
  let structuur: Structuur
  let datum: Datum
  /// The name of the feedback; nil for a refused delivery.
  let terugkoppelbestand: String?
  let telling: Telling?

  /// The document, in UTF-8.
  func document() -> [UInt8] {
    var xml = XMLText()
    xml.open("ontvangstbevestiging", [("xmlns", "urn:bronbatch:v1")])
    xml.element("bestandsnaam", naam.visible)
    xml.element("uitkomst", structuur.fouten.weigert ? "GEWEIGERD" : "AANGENOMEN")
    xml.element("datumOntvangst", datum.dashed)
    xml.element("sha256", structuur.sha256)
    xml.element("sha256Bestand", structuur.sha256Ingepakt)
    xml.element("aantalBytes", "\(structuur.bytes)")
    if let voorloop = structuur.voorloop {
      xml.open("voorlooprecord")
      xml.element("brin", voorloop.leverancier.brin)
      xml.element("aanleverpunt", voorloop.leverancier.aanleverpunt)
      xml.element("sectordeel", voorloop.leverancier.sectordeel)
      if voorloop.batchnummer >= 0 { xml.element("batchnummer", String(voorloop.batchnummer)) }
      xml.element("versieProgrammaVanEisen", voorloop.versie)
      xml.close("voorlooprecord")
    }
    xml.open("telling")
    xml.element("meldingen", "\(structuur.meldingen)")
    xml.element("records", "\(structuur.records)")
    if let telling {
      xml.element("goedgekeurd", "\(telling.goed)")
      xml.element("afgekeurd", "\(telling.fout)")
      xml.element("inBehandeling", "\(telling.inBehandeling)")
    }
    xml.close("telling")
    if let terugkoppelbestand { xml.element("terugkoppelbestand", terugkoppelbestand) }
    schrijfFouten(&xml)
    xml.close("ontvangstbevestiging")
    return Array(xml.text.utf8)
  }

  private func schrijfFouten(_ xml: inout XMLText) {
    if structuur.fouten.lijst.isEmpty { return }
    xml.open("fouten")
    for fout in structuur.fouten.lijst {
      let controle = structuur.fouten.controle(fout)
      xml.open("fout")
      xml.element("code", controle.code)
      xml.element("ernst", controle.ernst.rawValue)
      if let regel = fout.regel { xml.element("regel", "\(regel)") }
      if let byte = fout.byte { xml.element("byte", "\(byte)") }
      xml.element("tekst", controle.tekst)
      if !fout.toelichting.isEmpty { xml.element("toelichting", fout.toelichting) }
      xml.close("fout")
    }
    for (controle, aantal) in structuur.fouten.verzwegen {
      xml.open("nietVermeld")
      xml.element("code", controle.code)
      xml.element("aantal", "\(aantal)")
      xml.close("nietVermeld")
    }
    xml.close("fouten")
  }
}

/// Writes a small XML document, indented, with what XML does not allow replaced.
struct XMLText {
  private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  private var depth = 0

  mutating func open(_ name: String, _ attributes: [(String, String)] = []) {
    let list = attributes.map { " \($0.0)=\"\(Self.escaped($0.1))\"" }.joined()
    text += "\(indent)<\(name)\(list)>\n"
    depth += 1
  }

  mutating func close(_ name: String) {
    depth -= 1
    text += "\(indent)</\(name)>\n"
  }

  mutating func element(_ name: String, _ value: String) {
    text += "\(indent)<\(name)>\(Self.escaped(value))</\(name)>\n"
  }

  private var indent: String { String(repeating: "  ", count: depth) }

  private static func escaped(_ value: String) -> String {
    var escaped = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default:
        let isAllowed =
          scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
          && !(0x7F...0x9F).contains(scalar.value)
        escaped.unicodeScalars.append(isAllowed ? scalar : "?")
      }
    }
    return escaped
  }
}
