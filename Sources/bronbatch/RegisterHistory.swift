import ArgumentParser
import Exchange
import Foundation
import ProgrammaVanEisen
import Register

/// `bronbatch register history`.
struct RegisterHistory: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show how a person's data came to be, melding by melding, and what holds now.")

  @Argument(help: ArgumentHelp("A BSN or an onderwijsnummer, also one from before.", valueName: "person"))
  var person: String
  @OptionGroup var specs: SpecsOptions
  @OptionGroup var register: RegisterOptions

  func run() throws {
    let pve = try specs.load()
    let (geschiedenis, aanleveringen) = try Registerinzage(try RegisterCommand.open(register, pve), pve: pve)
      .geschiedenis(person)
    Terminal.write(Geschiedenistekst(pve: pve, aanleveringen: aanleveringen).text(geschiedenis))
  }
}

/// The history of a person, to read.
struct Geschiedenistekst {
  let pve: PvE
  /// The deliveries that it names, by number.
  let aanleveringen: [Int64: Aanleveringsnaam]

  func text(_ geschiedenis: Geschiedenis) -> String {
    var text = ""
    for gebeurtenis in geschiedenis.gebeurtenissen {
      text += kop(gebeurtenis)
      for wijziging in gebeurtenis.wijzigingen { text += self.text(wijziging) }
      text += "\n"
    }
    text += "Nu geldt\n"
    for (tabel, feit) in geschiedenis.nu { text += regel("", titel(tabel, feit), velden(tabel, feit)) }
    return text
  }

  private func kop(_ gebeurtenis: Geschiedenis.Gebeurtenis) -> String {
    let dag = gebeurtenis.bekend.flatMap { Datum(text: $0.datum) }?.dashed ?? "onbekende dag"
    let melding = String(String(1_000_000 + gebeurtenis.herkomst.meldingnummer).suffix(6))
    guard let aanlevering = aanleveringen[gebeurtenis.herkomst.aanlevering] else {
      return "\(dag)  onbekende aanlevering, melding \(melding)\n"
    }
    let leverancier = aanlevering.leverancier
    return "\(dag)  \(aanlevering.naam.visible)  BRIN \(leverancier.brin), aanleverpunt "
      + "\(leverancier.aanleverpunt), \(leverancier.sectordeel), batch \(aanlevering.batchnummer), melding \(melding)\n"
  }

  private func text(_ wijziging: Geschiedenis.Wijziging) -> String {
    let tabel = wijziging.tabel
    switch (wijziging.was, wijziging.wordt) {
    case (let was?, let wordt?):
      var text = regel("gewijzigd", titel(tabel, wordt), "")
      for (index, veld) in tabel.velden.enumerated() where was.waarden[index] != wordt.waarden[index] {
        let verschil = "\(veld.naam): \(waarde(was.waarden[index], veld)) -> \(waarde(wordt.waarden[index], veld))"
        text += Tekst.wrapped("                " + verschil, hanging: 18)
      }
      return text
    case (nil, let wordt?): return regel("toegevoegd", titel(tabel, wordt), velden(tabel, wordt))
    case (let was?, nil): return regel("verwijderd", titel(tabel, was), velden(tabel, was))
    case (nil, nil): return ""
    }
  }

  private func regel(_ wat: String, _ titel: String, _ velden: String) -> String {
    Tekst.wrapped("  \(wat.left(12))\(titel)\(velden.isEmpty ? "" : ": \(velden)")", hanging: 16)
  }

  /// What a fact is: its kind, where it was registered and its key.
  private func titel(_ tabel: Feitentabel, _ feit: Feit) -> String {
    guard let leverancier = feit.leverancier else { return "Persoon" }
    let sleutel = zip(tabel.velden, feit.waarden).filter { $0.0.isSleutel }.map { "\($0.naam) \(waarde($1, $0))" }
    return "\(pve.newest[tabel.recordsoort]?.naam ?? tabel.naam) bij \(leverancier.brin) \(leverancier.aanleverpunt), "
      + sleutel.joined(separator: ", ")
  }

  /// The other fields that are filled in.
  private func velden(_ tabel: Feitentabel, _ feit: Feit) -> String {
    zip(tabel.velden, feit.waarden).filter { veld, bytes in
      !bytes.isEmpty && (tabel.recordsoort == 305 || !veld.isSleutel)
    }.map { veld, bytes in "\(veld.naam) \(waarde(bytes, veld))" }.joined(separator: ", ")
  }

  private func waarde(_ bytes: ArraySlice<UInt8>, _ veld: Veld) -> String {
    if bytes.isEmpty { return "leeg" }
    if veld.soort == .datum || veld.soort == .onvolledigeDatum, let datum = Datum(bytes) { return datum.dashed }
    let text = RecordPrinter.readable(bytes)
    return text + (pve.betekenis(text, van: veld).map { " (\($0))" } ?? "")
  }
}
