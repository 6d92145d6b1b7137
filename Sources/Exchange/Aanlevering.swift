import FileSystem
import ProgrammaVanEisen

/// A delivered file, opened: its bytes unpacked, and what they add up to.
final class Aanlevering {
  /// The unpacked bytes.
  let bytes: DigestSource
  private let packed: DigestSource
  private let file: FileSource
  private let begin: Folders.Mark
  private let path: String
  /// Whether the file is packed.
  let isGzip: Bool

  /// Opens `path`. What begins as gzip does, or is called so, is unpacked.
  ///
  /// - Parameter limits: how much of it is read; nil where it is only looked at as far as somebody wants.
  init(_ path: String, folders: Folders, limits: ReadLimits? = nil) throws {
    let sniffed = try Self.first(2, of: FileSource(path, folders: folders))
    isGzip = sniffed == [0x1F, 0x8B] || path.hasEnd(".gz")
    file = try FileSource(path, folders: folders)
    begin = try file.mark()
    let packed = DigestSource(file)
    self.packed = packed
    let unpacked: any ByteSource = isGzip ? try GzipSource(packed) : packed
    bytes = DigestSource(
      limits.map { LimitedSource(unpacked, packed: packed, limits: $0) } ?? unpacked,
      digestedBy: isGzip ? nil : packed)
    self.path = path
  }

  /// The SHA-256 of the unpacked bytes, once all were read.
  var sha256: String { bytes.sha256 }

  /// The SHA-256 of the file as it lies there. Reads on to its end, so that a file that was refused
  /// halfway has one too.
  func sha256Packed() throws -> String {
    try packed.drain()
    return packed.sha256
  }

  /// Whether the file was written to since it was opened.
  var isChanged: Bool {
    get throws { try file.mark() != begin }
  }

  /// An error where the file was written to since it was opened.
  func requireUnchanged() throws {
    if try isChanged {
      throw BronError(
        .changed, "the file was written to while it was being read", at: .init(path),
        remedy: "Deliver it under a name that ends in .part and rename it when it is whole")
    }
  }

  /// The first bytes of a source.
  static func first(_ count: Int, of source: any ByteSource) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let start = filled
      let read = try bytes.withUnsafeMutableBytes {
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[start...]))
      }
      if read == 0 { break }
      filled += read
    }
    return Array(bytes[..<filled])
  }
}

extension Uitwisseling {
  /// The unpacked bytes of a file that somebody wants to look at. An error of code `system` or
  /// `usage` where it cannot be opened; `gzip` comes while it is read.
  public static func open(_ path: String, folders: Folders = Folders()) throws -> any ByteSource {
    try Aanlevering(path, folders: folders).bytes
  }

  /// The records of a file that somebody wants to look at, in the format that its name says.
  public static func records(_ path: String, pve: PvE, folders: Folders = Folders()) throws -> any Recordbron {
    try Bestandsvorm(naam: path).bron(try open(path, folders: folders), pve: pve)
  }
}
