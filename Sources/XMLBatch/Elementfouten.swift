/// What is said of an element that the schema does not want.
extension Elementtabel {
  /// An element that is not known where it stands.
  func unknown(in kind: Int) -> String {
    let names = Set(kinds[kind].children.map { text(children[$0].name) }).sorted()
    return names.isEmpty
      ? "het element is hier niet bekend"
      : "het element is hier niet bekend; bekend zijn \(names.joined(separator: ", "))"
  }

  /// An element that comes too early, too late, or twice.
  func misplaced(_ child: Child, in kind: Int, state: UInt8) -> String {
    if state > child.states.upperBound {
      return "het element staat hier te laat, of er voor de tweede keer"
    }
    return "er ontbreekt een element vóór dit: \(expected(kind, state))"
  }

  /// An element that ends before it is complete.
  func incomplete(_ kind: Int, state: UInt8) -> String {
    "er ontbreekt een element: \(expected(kind, state))"
  }

  /// The elements without which the state does not change.
  private func expected(_ kind: Int, _ state: UInt8) -> String {
    let names = kinds[kind].children.map { children[$0] }
      .filter { $0.states.contains(state) && $0.next > state }.map { text($0.name) }
    return names.joined(separator: " of ")
  }
}
