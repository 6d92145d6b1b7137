import FileSystem
import Foundation
import Testing
import XMLBatch

/// Documents that are made to hurt: each is refused after a little of it was read.
struct HostileTests {
  /// Gives a beginning, then a piece over and over, as long as anybody reads.
  private final class Endless: ByteSource {
    private let piece: [UInt8]
    private var rest: ArraySlice<UInt8>
    private(set) var given = 0

    init(_ begin: [UInt8], _ piece: [UInt8]) {
      self.piece = piece
      rest = begin[...]
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      if rest.isEmpty { rest = piece[...] }
      let count = min(buffer.count, rest.count)
      for index in 0..<count { buffer[index] = rest[rest.startIndex + index] }
      rest = rest.dropFirst(count)
      given += count
      return count
    }
  }

  struct Document: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let begin: [UInt8]
    let piece: [UInt8]
    /// What the fault says.
    let fault: String

    init(_ name: String, _ begin: String, _ piece: String, _ fault: String) {
      (testDescription, self.fault) = (name, fault)
      (self.begin, self.piece) = (Array(begin.utf8), Array(piece.utf8))
    }

    init(_ name: String, bytes: [UInt8], _ fault: String) {
      (testDescription, begin, piece, self.fault) = (name, bytes, Array("x".utf8), fault)
    }
  }

  private static let root = "<aanleverenBatch xmlns='urn:bronbatch:v1'>"
  private static let kilobyte = String(repeating: "x", count: 1_024)

  static let documents: [Document] = [
    .init("billion laughs", "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]><a>&b;", "&b;", "DOCTYPE"),
    .init("an external entity", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;", " ", "DOCTYPE"),
    .init("an external subset", "<!DOCTYPE a SYSTEM 'http://example.org/a.dtd'><a>", " ", "DOCTYPE"),
    .init("quadratic blow-up", "<!DOCTYPE a [<!ENTITY b '\(kilobyte)'>]><a>", "&b;", "DOCTYPE"),
    .init("an entity that is not declared", root, "&b;<c/>", "entiteit"),
    .init("deep nesting", "", "<a>", "diep"),
    .init("deep nesting of what is skipped", root, "<a>", "diep"),
    .init("endless text", root, kilobyte, "langer dan"),
    .init("endless white space", root, String(repeating: " \n", count: 512), "langer dan"),
    .init("endless text of a field", "\(root)<voorlooprecord><brin>", kilobyte, "langer dan"),
    .init("an endless comment", "\(root)<!--", kilobyte, "langer dan"),
    .init("an endless CDATA section", "\(root)<![CDATA[", kilobyte, "langer dan"),
    .init("an endless instruction", "\(root)<?p ", kilobyte, "langer dan"),
    .init("an endless name", "<", kilobyte, "langer dan"),
    .init("an endless attribute", "<a b='", kilobyte, "langer dan"),
    .init("a million attributes", "<a", (0..<1_000).map { " b\($0)=''" }.joined(), "attributen"),
    .init("a million namespaces", "<a", (0..<1_000).map { " xmlns:b\($0)='u\($0)'" }.joined(), "attributen"),
    .init("namespaces in each other", "", "<a xmlns:b='e' xmlns:c='e' xmlns:d='e'>", "naamruimten"),
    .init("overlong UTF-8", bytes: Array("<a>".utf8) + [0xC0, 0xBC], "UTF-8"),
    .init("a surrogate in UTF-8", bytes: Array("<a>".utf8) + [0xED, 0xA0, 0x80], "UTF-8"),
    .init("UTF-16, large end first", bytes: [0xFE, 0xFF] + "<a>".utf8.flatMap { [0, $0] }, "UTF-16"),
    .init("UTF-16, small end first", bytes: [0xFF, 0xFE] + "<a>".utf8.flatMap { [$0, 0] }, "UTF-16"),
    .init("UTF-16 without a mark", bytes: "<a>".utf8.flatMap { [$0, 0] }, "UTF-16"),
    .init("UTF-32", bytes: [0, 0, 0xFE, 0xFF] + "<a>".utf8.flatMap { [0, 0, 0, $0] }, "U+0000"),
    .init("NUL", "<a>", "\u{0}", "U+0000"),
    .init("NUL in a name", "<a\u{0}", "x", "U+0000"),
  ]

  @Test("what is made to hurt is refused within a megabyte", arguments: documents)
  func refused(_ document: Document) throws {
    let source = Endless(document.begin, document.piece)
    var reader = try XMLBatchReader(source, pve: Bestanden.pve.get())
    var faults: [XMLFault] = []
    while try reader.next() { faults += reader.faults }
    let last = try #require(faults.last)
    #expect(last.kind == .wellFormedness && last.text.contains(document.fault), "\(last)")
    #expect(source.given <= 1 << 20)
  }

  @Test("a document of nothing but elements that are not known takes no memory")
  func unknownElements() throws {
    let source = Prefix(Endless(Array(Self.root.utf8), Array("<x>y</x>\n".utf8)), 2_000_000)
    var reader = try XMLBatchReader(source, pve: Bestanden.pve.get())
    var (listed, more) = (0, 0)
    while try reader.next() {
      listed += reader.faults.count
      more += reader.moreFaults
    }
    #expect(listed <= 201 && more > 200_000)
  }

  /// The first bytes of a source.
  private final class Prefix: ByteSource {
    private let source: any ByteSource
    private var left: Int

    init(_ source: any ByteSource, _ count: Int) {
      (self.source, left) = (source, count)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
      if left == 0 { return 0 }
      let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left)))
      left -= count
      return count
    }
  }
}
