/// When what could not be finished is tried again: after a second, and then each time twice as late, up to five
/// minutes.
struct Herkansingen {
  private struct Herkansing {
    var keren: Int
    var vanaf: Duration
    var fout: String
  }

  private static let langste = 300
  private var openstaand: [String: Herkansing] = [:]

  /// Whether something could not be finished yet.
  var isLeeg: Bool { openstaand.isEmpty }

  /// When the first of them is due.
  var eerste: Duration? { openstaand.values.map(\.vanaf).min() }

  /// Whether it is too early for an institution.
  func isUitgesteld(_ afzender: String, op nu: Duration) -> Bool { openstaand[afzender].map { nu < $0.vanaf } ?? false }

  /// Notes that something failed; says whether that is news.
  mutating func faalde(_ afzender: String, _ fout: String, op nu: Duration) -> Bool {
    let eerder = openstaand[afzender]
    let keren = (eerder?.keren ?? 0) + 1
    let uitstel = Duration.seconds(min(Self.langste, 1 << min(keren - 1, 10)))
    openstaand[afzender] = Herkansing(keren: keren, vanaf: nu + uitstel, fout: fout)
    return eerder?.fout != fout
  }

  /// Notes that all others that were not put off went well; gives those of them that had failed before.
  mutating func lukte(behalve gefaald: Set<String>, op nu: Duration) -> [String] {
    let gelukt = openstaand.filter { !gefaald.contains($0.key) && $0.value.vanaf <= nu }.keys.sorted()
    for afzender in gelukt { openstaand[afzender] = nil }
    return gelukt
  }
}
