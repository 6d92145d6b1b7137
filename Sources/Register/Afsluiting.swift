import ProgrammaVanEisen
import Reference

/// Which teldata and years of an aanleverpunt are closed, in whole or without an accountant
/// (PvE, mutatiestop and assurance-rapport; Regeling gegevensverstrekking persoonsgebonden nummer
/// BVE 2009, artikel 7).
public struct Afsluiting: Sendable {
  /// School years that are closed in one way, and what lies in them.
  struct Gesloten: Sendable {
    /// The years in which they begin: also the calendar years whose 1 October is closed.
    let beginjaren: Set<Int32>
    /// Their teldata, EEJJMMDD: each 1 October from 2004 on, and each 1 February from 2009 on.
    let teldata: [Int32]

    init(beginjaren: [Int]) {
      self.beginjaren = Set(beginjaren.filter { $0 >= Self.eersteJaar }.map(Int32.init))
      teldata = self.beginjaren.sorted().flatMap(Self.teldata)
    }

    /// The first year whose 1 October can still be closed (PvE: recent).
    private static let eersteJaar = 2004
    /// 1 February is a teldatum since school year 2008/2009.
    private static let eersteMetFebruari: Int32 = 2008

    /// The teldata of the school year that begins in `jaar`.
    static func teldata(_ jaar: Int32) -> [Int32] {
      [jaar * 10_000 + 1001] + (jaar >= eersteMetFebruari ? [(jaar + 1) * 10_000 + 201] : [])
    }
  }

  /// With an assurance-rapport: nobody may touch what is funded.
  let assurance: Gesloten
  /// With a mutatiestop that holds for whoever delivers: none where that is an accountant.
  let mutatiestop: Gesloten

  /// Nothing is closed, as in educatie and vavo.
  public static let geen = Afsluiting(statussen: [:], isVanAccountant: false)

  /// - Parameters:
  ///   - statussen: by the year in which the school year begins.
  ///   - isVanAccountant: whether the delivery is, so that a mutatiestop does not hold for it.
  public init(statussen: [Int: Schooljaar.Status], isVanAccountant: Bool) {
    assurance = Gesloten(
      beginjaren: statussen.filter { $0.value == .assurance || $0.value == .historisch }.map(\.key))
    mutatiestop = Gesloten(
      beginjaren: isVanAccountant ? [] : statussen.filter { $0.value == .mutatiestop }.map(\.key))
  }

  /// Whether there is nothing to look at.
  var isLeeg: Bool { assurance.teldata.isEmpty && mutatiestop.teldata.isEmpty }
}
