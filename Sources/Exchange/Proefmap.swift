import FileSystem
import Foundation

/// The folder of a dry run. It holds a list of what dry runs wrote in it, so that the next one takes away its own
/// files and no other.
struct Proefmap {
  /// The list: with it a folder is one of dry runs.
  private static let lijst = ".dry-run"

  let path: String
  private let folders: Folders
  private let geschreven: Checksums
  /// Two dry runs at once would mix their answers.
  private let slot: Lock

  /// Makes the folder, or empties it of what an earlier dry run left.
  ///
  /// - Throws: an error of code `usage`, and nothing was touched, where the folder is one of the exchange, is not
  ///   empty and none of dry runs, or holds answers that are not from a dry run or were changed since.
  init(_ path: String, beside mappen: Mappen, folders: Folders) throws {
    try Self.eisEigen(path, beside: mappen, folders)
    self.path = path
    self.folders = folders
    geschreven = Checksums(Folders.join(path, Self.lijst), folders: folders)
    if let kind = try folders.kind(of: path), kind != .folder { throw Self.fout(path, "this is no folder") }
    try folders.make(path)
    slot = try folders.lock(path)
    let names = try folders.names(in: path)
    if names.contains(Self.lijst) {
      try ruimOp()
    } else if let name = names.first {
      throw Self.fout(Folders.join(path, name), "the folder of a dry run must be empty at first, and it holds this")
    }
    try geschreven.clear()
  }

  /// Writes an answer; gives its path, or nil where this dry run gave that name to another one.
  func schrijf(
    _ naam: String, map: String, sha256: String, _ inhoud: (Antwoordbestand.Schrijver) throws -> Void
  ) throws -> String? {
    let folder = Folders.map(map, in: path)
    try folders.make(folder)
    // The list knows of it before it is there: whatever ends the process, it is known to be ours.
    try geschreven.add(sha256, Folders.join(map, naam))
    let file = Folders.join(folder, naam)
    return try folders.write(to: file, inhoud) == .taken ? nil : file
  }

  // MARK: What was there

  /// Takes away what earlier dry runs wrote, and is as they wrote it.
  private func ruimOp() throws {
    let bekend = try geschreven.all()
    var eigen: [String] = []
    for map in try mappen() {
      let folder = Folders.map(map, in: path)
      for name in try folders.names(in: folder) {
        let file = Folders.join(folder, name)
        if let answer = Self.half(name), bekend[Folders.join(map, answer)] != nil {
          eigen.append(file)
        } else if name.hasEnd(".gz") {
          let digests = bekend[Folders.join(map, name)] ?? []
          guard try folders.kind(of: file) == .file, digests.contains(try folders.sha256(of: file)) else {
            throw Self.fout(file, "this is no answer of a dry run, or it was changed since")
          }
          eigen.append(file)
        }
      }
    }
    for file in eigen { try folders.remove(file) }
  }

  /// The folder itself, as "", and those of institutions.
  private func mappen() throws -> [String] {
    let names = try folders.names(in: path).filter(Bestandsnaam.isInstelling)
    for name in names where try folders.kind(of: Folders.join(path, name)) != .folder {
      throw Self.fout(Folders.join(path, name), "this stands where the folder of an institution must come")
    }
    return [""] + names
  }

  /// The name of the answer that a file is the beginning of.
  private static func half(_ name: String) -> String? {
    name.hasStart(".") && name.hasEnd(".gz.tmp") ? String(Substring(name.utf8.dropFirst().dropLast(4))) : nil
  }

  // MARK: Where it may be

  /// Refuses a folder in which the answers would be taken for something else.
  private static func eisEigen(_ path: String, beside mappen: Mappen, _ folders: Folders) throws {
    let plaats = try Mapplaats(path, folders)
    for other in [mappen.outbox, mappen.archive, mappen.rejected, mappen.work]
    where try plaats.rest(behind: Mapplaats(other, folders)) != nil {
      throw fout(path, "the folder of a dry run may not lie in \(other)")
    }
    if try plaats.isInname(van: Mapplaats(mappen.inbox, folders)) {
      throw fout(path, "deliveries are looked for in this folder")
    }
  }

  private static func fout(_ path: String, _ message: String) -> BronError {
    BronError(
      .usage, message, at: .init(path),
      remedy: "Name a folder for dry runs alone with --dry-run-folder; nothing was touched")
  }
}
