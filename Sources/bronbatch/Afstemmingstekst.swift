import Exchange
import FileSystem
import Register

extension Migratierapport {
  /// What became of it, with at most so many lines of each list.
  func afstemmingstekst(_ afstemming: Afstemming, most: Int) -> String {
    var text = "\nAfstemming\(isProef ? " van een proef: alles is zoals het was" : ""), begonnen op "
    text += "\(afstemming.begonnen.dashed)\n\n"
    text += instellingen(afstemming) + "\n" + codes(afstemming) + register(afstemming)
    text += lijst(
      "Geweigerd", afstemming.geweigerd.map { "\($0.pad.visible): \($0.codes.joined(separator: ", "))" }, most)
    text += lijst("Niet gedaan", afstemming.open.map(\.pad.visible), most)
    return text + "\nWat niet hetzelfde is, en waarom\n" + verschillen(afstemming).map { "  \($0)\n" }.joined()
  }

  // MARK: Tables

  private func instellingen(_ afstemming: Afstemming) -> String {
    let koppen = ["bestanden", "aangenomen", "geweigerd", "meldingen", "goedgekeurd", "afgekeurd", "in beh."]
    var text = "BRIN   jaar" + koppen.map { $0.right(13) }.joined() + "\n"
    for regel in afstemming.regels { text += "\(regel.brin.visible.left(4))   \(regel.jaar)" + kolommen(regel) + "\n" }
    return text + "totaal     " + kolommen(afstemming.totaal) + "\n"
  }

  private func kolommen(_ regel: Afstemming.Regel) -> String {
    [
      regel.aanleveringen, regel.aangenomen, regel.geweigerd, regel.meldingen, regel.telling.goed, regel.telling.fout,
      regel.telling.inBehandeling,
    ].map { $0.dutch.right(13) }.joined()
  }

  private func codes(_ afstemming: Afstemming) -> String {
    let signalen = afstemming.totaal.signalen.sorted { $0.key < $1.key }
    if signalen.isEmpty { return "" }
    return "Codes\n" + signalen.map { "\($0.value.dutch.right(13)) × \($0.key.code) \($0.key.ernst)\n" }.joined() + "\n"
  }

  private func register(_ afstemming: Afstemming) -> String {
    let koppen = ["voor", "toegevoegd", "verwijderd", "na", "gewijzigd"]
    var text = "In het register" + koppen.map { $0.right(13) }.joined() + "\n"
    for regel in afstemming.register where regel.voor + regel.na + regel.mutaties.toegevoegd > 0 {
      let aantallen = [
        regel.voor, regel.mutaties.toegevoegd, regel.mutaties.verwijderd, regel.na, regel.mutaties.gewijzigd,
      ]
      text += regel.soort.meervoud.left(15) + aantallen.map { $0.dutch.right(13) }.joined() + "\n"
    }
    return text
  }

  // MARK: Differences

  /// Why not everything in the folder is in the register: one sentence for each reason. And whether it adds up.
  func verschillen(_ afstemming: Afstemming) -> [String] {
    let totaal = afstemming.totaal
    var zinnen: [String] = []
    func meld(_ aantal: Int, _ wat: String, _ waarom: String) {
      if aantal != 0 { zinnen.append("\(wat): \(aantal.dutch)\(waarom)") }
    }
    meld(aantalDubbel, "Bestanden met dezelfde inhoud als een ander", ", niet verwerkt")
    meld(
      totaal.geweigerd, "Geweigerde aanleveringen",
      ", met \(Tekst.meldingen(totaal.meldingenGeweigerd)) (\(geweigerd(afstemming)))")
    meld(totaal.elders, "Aanleveringen die al verwerkt waren", ", buiten deze migratie om")
    meld(totaal.herhaald, "Aanleveringen die een eerder antwoord opnieuw kregen", "")
    meld(totaal.open, "Aanleveringen die niet gedaan zijn", "")
    meld(aantalOntbrekend, "Ontbrekende batchnummers", "; wat erin stond is niet bekend")
    meld(
      totaal.telling.inBehandeling, "Meldingen in behandeling",
      "; ze wachten tot beslist is over wie ze gaan (bronbatch register decide)")
    meld(afstemming.sindsdienBeslist, "Meldingen die wachtten, en sindsdien beslist zijn", "")
    meld(totaal.telling.fout, "Afgekeurde meldingen", "; daarvan is niets verwerkt")
    meld(totaal.onverklaard, "Meldingen waarvan het register niet zegt wat ermee gebeurd is, NIET verklaard", "")
    for regel in afstemming.register {
      meld(
        regel.verschil, "Meer \(regel.soort.meervoud) dan voor de migratie en door haar samen",
        ", \(waarom(afstemming))")
    }
    return zinnen.isEmpty ? ["Niets: alle aanleveringen zijn verwerkt, en alle meldingen goedgekeurd"] : zinnen
  }

  /// Why the register holds something else than the migration accounts for.
  private func waarom(_ afstemming: Afstemming) -> String {
    var redenen: [String] = []
    if afstemming.vanAnderen > 0 { redenen.append("\(afstemming.vanAnderen.dutch) aanleveringen buiten haar om") }
    if afstemming.sindsdienBeslist > 0 { redenen.append("latere beslissingen") }
    if afstemming.gewist > 0 { redenen.append("personen die uit het register zijn genomen") }
    return redenen.isEmpty ? "NIET verklaard" : "door \(redenen.joined(separator: " en "))"
  }

  private var aantalDubbel: Int {
    plan.overig.count { if case .dubbel = $0.reden { true } else { false } }
  }

  private var aantalOntbrekend: Int {
    plan.aanleverpunten.flatMap(\.gaten).reduce(0) { $0 + $1.nummers.count }
  }

  private func geweigerd(_ afstemming: Afstemming) -> String {
    let codes = afstemming.geweigerd.flatMap(\.codes).reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    return codes.sorted { $0.key < $1.key }.map { "\($0.value.dutch) × \($0.key)" }.joined(separator: ", ")
  }
}
