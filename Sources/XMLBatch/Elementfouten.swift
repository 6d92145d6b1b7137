/// What is said of an element that the schema does not want.
extension XMLBatchReader {
  /// An element that is not known where it stands.
  func unknown(_ kind: Int) -> String {
    let names = Set(table.kinds[kind].children.map { table.text(table.children[$0].name) }).sorted()
    return names.isEmpty
      ? "het element is hier niet bekend"
      : "het element is hier niet bekend; bekend zijn \(names.joined(separator: ", "))"
  }

  /// An element that comes too early, too late, or twice.
  func misplaced(_ child: Elementtabel.Child, _ frame: Frame) -> String {
    if frame.state > child.states.upperBound {
      return "het element staat hier te laat, of er voor de tweede keer"
    }
    return "er ontbreekt een element vóór dit: \(expected(frame.kind, frame.state))"
  }

  /// An element that ends before it is complete.
  func incomplete(_ kind: Elementtabel.Kind, _ frame: Frame) -> String {
    "er ontbreekt een element: \(expected(frame.kind, frame.state))"
  }

  /// The elements without which the state does not change.
  private func expected(_ kind: Int, _ state: UInt8) -> String {
    let names = table.kinds[kind].children.map { table.children[$0] }
      .filter { $0.states.contains(state) && $0.next > state }.map { table.text($0.name) }
    return names.joined(separator: " of ")
  }
}
