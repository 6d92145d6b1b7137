/// Names as the system has them: bytes. For Swift a mark is one with the letter before it, so that a `/` with a mark
/// behind it is no `/`, and the `.` of `.gz` may belong to what stands before it.
extension String {
  /// Whether the bytes begin with those of `start`.
  public func hasStart(_ start: String) -> Bool { utf8.starts(with: start.utf8) }

  /// Whether the bytes end with those of `end`.
  public func hasEnd(_ end: String) -> Bool { utf8.reversed().starts(with: end.utf8.reversed()) }

  /// The text without `end`, or as it is where it ends otherwise.
  public func without(end: String) -> String {
    hasEnd(end) ? String(Substring(utf8.dropLast(end.utf8.count))) : self
  }
}
