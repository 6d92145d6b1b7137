/// Which teldata are closed for a delivery, and for whom.
struct Teldata: Sendable {
  /// How a school year is closed.
  enum Sluiting: Sendable {
    /// For everyone but an accountant.
    case mutatiestop
    /// For everyone.
    case assurance
  }

  /// By the year in which the school year begins.
  private let jaren: [Int: Sluiting]
  private let isVanAccountant: Bool

  /// - Parameter schooljaren: the lines of `schooljaren.csv`; nil where it is not there.
  init(_ schooljaren: String?, _ levering: Levering) {
    isVanAccountant = levering.isVanAccountant
    var laatste: [Int: (datum: String, status: String)] = [:]
    for regel in (schooljaren ?? "").split(separator: "\n").dropFirst() {
      let waarden = regel.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
      let van = Leverancier(brin: waarden[0], aanleverpunt: waarden[1], sectordeel: waarden[2])
      guard van == levering.leverancier, waarden[5] <= levering.datum, let jaar = Int(waarden[3].prefix(4)) else {
        continue
      }
      if waarden[5] >= laatste[jaar]?.datum ?? "" { laatste[jaar] = (waarden[5], waarden[4]) }
    }
    // Educatie and vavo are not funded by teldatum.
    jaren = laatste.compactMapValues { _, status in
      switch status {
      case _ where levering.leverancier.sectordeel != "BO": nil
      case "MUTATIESTOP": .mutatiestop
      case "ASSURANCE", "HISTORISCH": .assurance
      default: nil
      }
    }
  }

  /// The years that are closed in this way for this delivery.
  func jaren(_ sluiting: Sluiting) -> [Int] {
    if sluiting == .mutatiestop && isVanAccountant { return [] }
    return jaren.filter { $0.value == sluiting }.map(\.key).sorted()
  }

  /// 1 October, and since 2009 1 February, of a school year.
  static func dagen(_ jaar: Int) -> [String] {
    ["\(jaar)1001"] + (jaar + 1 >= 2009 ? ["\(jaar + 1)0201"] : [])
  }

  /// The teldata that are closed in this way.
  func dagen(_ sluiting: Sluiting) -> [String] { jaren(sluiting).flatMap(Self.dagen) }

  /// Whether 1 October of the calendar year of a day is closed in this way.
  func isGesloten(_ dag: String, _ sluiting: Sluiting) -> Bool {
    jaren(sluiting).contains { dag.hasPrefix("\($0)") }
  }
}
