import FileSystem

/// A file that a command was asked to write. It comes in the place of one that is there already,
/// once it is whole.
struct Uitvoerbestand {
  private let path: String
  private let folders: Folders

  init(_ path: String, _ folders: Folders) {
    self.path = path
    self.folders = folders
  }

  /// What stands there now: a file or nothing.
  ///
  /// - Throws: where none can be written.
  @discardableResult
  func keur() throws -> Folders.Kind? {
    let parent = Folders.parent(of: path)
    guard try folders.kind(of: parent) != nil else {
      throw BronError(.usage, "there is no such folder", at: .init(parent), remedy: "Make it, or name another one")
    }
    let kind = try folders.kind(of: path)
    guard kind == nil || kind == .file else {
      throw BronError(.usage, "this is no ordinary file", at: .init(path), remedy: "Give the name of a file")
    }
    return kind
  }

  /// Writes what `body` gives, packed where the name ends in .gz.
  func schrijf(_ body: @escaping ((UnsafeRawBufferPointer) throws -> Void) throws -> Void) throws {
    let kind = try keur()
    let whole = Folders.join(Folders.parent(of: path), ".\(Folders.name(of: path)).new")
    try folders.remove(whole)
    let isPacked = path.hasSuffix(".gz")
    _ = try folders.write(to: whole) { write in
      if !isPacked { return try body(write) }
      try body { try gzipMember(Array($0)).withUnsafeBytes(write) }
    }
    if kind == .file { try folders.remove(path) }
    guard try folders.move(whole, to: path) == .done else {
      throw BronError(.system, "somebody else made this file at the same time", at: .init(path))
    }
  }
}
