import Exchange
import FileSystem

extension Migratierapport {
  /// How what was decided compares with the feedback of then, with at most so many lines of each list.
  func vergelijkingstekst(_ vergelijking: Vergelijking, most: Int) -> String {
    let meldingen = vergelijking.meldingen
    var text = "\nVergeleken met de terugkoppeling van toen\n"
    text +=
      "  \(vergelijking.bestanden.dutch) terugkoppelbestanden, \(vergelijking.aanleveringen.dutch) aanleveringen, "
    text += "\(meldingen.dutch) meldingen\n"
    text +=
      "  \(vergelijking.gelijk.dutch) meldingen zijn gelijk beslist, \((meldingen - vergelijking.gelijk).dutch) niet\n"
    if vergelijking.zonderToen > 0 {
      text += "  Van \(vergelijking.zonderToen.dutch) aangenomen aanleveringen is er geen terugkoppeling van toen\n"
    }
    if vergelijking.anders > 0 {
      text += "  \(vergelijking.anders.dutch) bestanden zijn geen terugkoppeling\n"
    }
    text += codes(vergelijking)
    let verschillen = vergelijking.verschillen.sorted { ($1.value.aantal, $0.key.zin) < ($0.value.aantal, $1.key.zin) }
    text += lijst(
      "Anders beslist",
      verschillen.map {
        "\($0.value.aantal.dutch.right(9)) × \($0.key.zin); onder andere \($0.value.voorbeelden.joined(separator: ", "))"
      }, most)
    text += lijst(
      "Terugkoppeling over wat niet is aangenomen, er niet is, of niet van deze migratie is", vergelijking.zonderNu,
      most)
    text += lijst("Beschadigd of afgebroken: vergeleken tot daar", vergelijking.beschadigd.map(\.visible), most)
    return text
  }

  private func codes(_ vergelijking: Vergelijking) -> String {
    if vergelijking.codes.isEmpty { return "" }
    var text = "\n  code     toen en nu  alleen toen    alleen nu\n"
    for (code, telling) in vergelijking.codes.sorted(by: { $0.key < $1.key }) {
      let aantallen = [telling.beide, telling.alleenToen, telling.alleenNu]
      text += "  \(code.visible.left(6))" + aantallen.map { $0.dutch.right(13) }.joined() + "\n"
    }
    return text
  }
}

extension Vergelijking.Soort {
  /// What was decided then and now.
  var zin: String { "toen \(Self.tekst(toen)), nu \(Self.tekst(nu))" }

  private static func tekst(_ beslissing: Beslissing?) -> String {
    guard let beslissing else { return "niet teruggekoppeld" }
    let codes = beslissing.codes.isEmpty ? "" : " (\(beslissing.codes.joined(separator: ", ").visible))"
    return (beslissing.isAfgekeurd ? "afgekeurd" : "goedgekeurd") + codes
  }
}
