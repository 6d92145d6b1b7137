import FileSystem
import Foundation
import Register
import XMLBatch

/// The parts of an answer that the journal keeps, one behind the other as the bytes of a file.
final class Antwoordbron: ByteSource {
  private let volgend: (_ deel: Int) throws -> (deel: Int, bytes: Data)?
  private var rest = Data()
  private var deel = -1

  /// - Parameter volgend: gives the first part behind one.
  init(_ volgend: @escaping (_ deel: Int) throws -> (deel: Int, bytes: Data)?) {
    self.volgend = volgend
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while rest.isEmpty {
      guard let next = try volgend(deel) else { return 0 }
      (deel, rest) = (next.deel, next.bytes)
    }
    let count = min(buffer.count, rest.count)
    rest.copyBytes(to: buffer, count: count)
    rest = rest.dropFirst(count)
    return count
  }
}

extension Antwoordbron {
  /// The unpacked bytes of an answer.
  static func uitgepakt(_ antwoord: Antwoord, van register: Register) throws -> GzipSource {
    try GzipSource(
      Antwoordbron { deel in try register.read { try Journaaltransactie(db: $0).deel(antwoord, na: deel) } })
  }
}

extension Uitwisseling {
  /// A feedback that the journal keeps, as XML: packed anew, a few megabytes at a time.
  func schrijfXML(_ antwoord: Antwoord, naam: String, _ write: Antwoordbestand.Schrijver) throws {
    func open() throws -> any ByteSource {
      try Antwoordbron.uitgepakt(antwoord, van: register)
    }
    var pending: [UInt8] = []
    try Omzetting.naarXML(grondslag.pve, naam: naam, open: open) { bytes in
      pending += bytes
      if pending.count < Terugkoppelschrijver.memberSize { return }
      try gzipMember(pending).withUnsafeBytes(write)
      pending.removeAll(keepingCapacity: true)
    }
    if !pending.isEmpty { try gzipMember(pending).withUnsafeBytes(write) }
  }
}
