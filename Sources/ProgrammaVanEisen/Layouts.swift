/// Every layout of one version of the PvE, found by recordsoort.
public final class Layouts: Sendable {
  /// The version that they are of.
  public let versie: Versie
  /// All layouts; a layout's `id` is its index here.
  public let all: [Layout]
  /// Per recordsoort the index of the full layout, -1 where there is none.
  private let full: [Int16]
  /// The same for the short form.
  private let short: [Int16]

  init(versie: Versie, all: [Layout]) {
    self.versie = versie
    self.all = all
    var full = [Int16](repeating: -1, count: 1_000)
    var short = full
    for layout in all {
      if layout.isKort {
        short[layout.record] = Int16(layout.id)
      } else {
        full[layout.record] = Int16(layout.id)
      }
    }
    self.full = full
    self.short = short
  }

  /// The layout of a record of that kind in its full form.
  public subscript(record: Int) -> Layout? {
    guard full.indices.contains(record), full[record] >= 0 else { return nil }
    return all[Int(full[record])]
  }

  /// The short form of a record that may come in two lengths; nil for the others.
  public func short(_ record: Int) -> Layout? {
    guard short.indices.contains(record), short[record] >= 0 else { return nil }
    return all[Int(short[record])]
  }

  /// The form in which the register keeps a record: the short one where there are two
  /// (an approved 422 has the code of the leerbedrijf alone).
  public func registered(_ record: Int) -> Layout? {
    short(record) ?? self[record]
  }

  /// The lengths that records of a kind may have, with the layout of each, for finding the end of a
  /// record without looking for it: by recordsoort, the full form and the short one; 0: there is none.
  public var lengths: [(full: UInt16, fullLayout: Int16, short: UInt16, shortLayout: Int16)] {
    full.indices.map { record in
      let (full, short) = (full[record], short[record])
      return (
        full >= 0 ? UInt16(all[Int(full)].lengte) : 0, full, short >= 0 ? UInt16(all[Int(short)].lengte) : 0, short
      )
    }
  }

  /// The layout that a line of that recordsoort and length has: its index, or -1 where the
  /// recordsoort is unknown, or -2 where the length is wrong.
  public func index(record: Int, length: Int) -> Int {
    guard record >= 0, record < full.count, full[record] >= 0 else { return -1 }
    let index = Int(full[record])
    if all[index].lengte == length { return index }
    let other = Int(short[record])
    if other >= 0, all[other].lengte == length { return other }
    return -2
  }
}
