import ProgrammaVanEisen

/// An examen of a made-up person at vavo: a whole one for a diploma, or a few vakken for certificaten.
struct Vavoexamen {
  /// The code of 331 and 332: that of the opleiding.
  let code: [UInt8]
  let jaar: Int
  let stand: Examenstand
  let vakken: [Examenvak]
  /// Whether it is for a diploma.
  let isVolledig: Bool
  /// By its place among the titles; only a whole examen has one.
  let werkstuk: Int
  let isTeruggetrokken: Bool
  private let dag: Int

  /// Codes from 0011 on; that one alone is known.
  private static let codes = (11...18).map { Array("00\($0)".utf8) }

  init(_ leven: Levensloop, _ moment: Levensmoment, _ cursus: Cursus, _ stand: Examenstand) {
    var random = RandomSource(leven.key, .examen, moment.persoon.index, moment.ordinaal)
    code = cursus.opleiding
    jaar = cursus.examenjaar
    isVolledig = random.chance(400)
    werkstuk = random.below(1 << 20)
    isTeruggetrokken = random.chance(30)
    dag = random.below(10)
    // Who withdraws gets no marks of the centraal examen.
    self.stand = stand
    let vordering = isTeruggetrokken ? min(stand.rawValue, Examenstand.schoolexamen.rawValue) : stand.rawValue
    let aantal = isVolledig ? Self.codes.count - random.below(2) : 1 + random.below(3)
    let eerste = isVolledig ? 0 : random.below(Self.codes.count)
    let isVol = isVolledig
    vakken = (0..<aantal).map { index in
      Examenvak(
        Self.codes[(eerste + index) % Self.codes.count], Examenstand(rawValue: vordering) ?? .schoolexamen,
        zonderCijfer: isVol && index == aantal - 1, &random)
    }
  }

  /// The outcome; nil before there is one. Who passes has no mark under 6, but for one 5.
  var uitslag: UInt8? {
    if stand.rawValue < Examenstand.uitslag.rawValue { return nil }
    if isTeruggetrokken { return UInt8(ascii: "T") }
    if !isVolledig { return UInt8(ascii: "D") }
    let laag = vakken.compactMap(\.cijferlijst).filter { $0 < 6 }
    return UInt8(ascii: laag.isEmpty || laag == [5] ? "G" : "A")
  }

  /// The day of the outcome, in June, and of the second one in July.
  var datum: Datum {
    stand == .herexamen ? Cursus.dag(jaar, 7, 5 + dag) : Cursus.dag(jaar, 6, 14 + dag)
  }
}
