import FileSystem
import Foundation

/// Where a folder lies, with symbolic links followed as far as there is something to follow.
struct Mapplaats: Equatable {
  private let parts: [String]

  init(_ path: String, _ folders: Folders) throws {
    var there = URL(filePath: path).standardizedFileURL
    var rest: [String] = []
    while there.path != "/", try folders.kind(of: there.path) == nil {
      rest.insert(there.lastPathComponent, at: 0)
      there.deleteLastPathComponent()
    }
    parts = there.resolvingSymlinksInPath().pathComponents + rest
  }

  /// The way from another folder to this one; nil where this one does not lie in it.
  func rest(behind other: Mapplaats) -> ArraySlice<String>? {
    parts.starts(with: other.parts) ? parts[other.parts.count...] : nil
  }

  /// Whether deliveries are looked for in it. Beside the folders of institutions the inbox may hold others: the whole
  /// exchange may lie in it.
  func isInname(van inbox: Mapplaats) -> Bool {
    rest(behind: inbox).map { $0.first.map(Bestandsnaam.isInstelling) ?? true } ?? false
  }
}

extension Mappen {
  /// Refuses folders of which one would take what belongs to another: answers put into the inbox would be taken for
  /// deliveries, and answered in turn.
  ///
  /// - Throws: `BronError` of code `usage`.
  public func eisGescheiden(folders: Folders = Folders()) throws {
    let anderen = try [outbox, archive, rejected].map { ($0, try Mapplaats($0, folders)) }
    let (inname, werk) = (try Mapplaats(inbox, folders), try Mapplaats(work, folders))
    for (path, plaats) in anderen where plaats.isInname(van: inname) || plaats.rest(behind: werk) != nil {
      throw Self.fout(path, "deliveries are looked for in this folder, so nothing else can be put there")
    }
    for (index, (path, plaats)) in anderen.enumerated()
    where anderen[..<index].contains(where: { $0.1 == plaats }) {
      throw Self.fout(path, "two of the folders for answers, accepted and refused deliveries are the same")
    }
  }

  private static func fout(_ path: String, _ message: String) -> BronError {
    BronError(.usage, message, at: .init(path), remedy: "Give each its own folder (--outbox, --archive, --rejected)")
  }
}
