import Foundation
import Glibc
import TestSupport
import Testing

@testable import FileSystem

struct FileSourceTests {
  private let folder: TemporaryFolder
  private let text = Array("300\r\n".utf8)

  init() throws {
    folder = try TemporaryFolder()
    try folder.put(text, in: "a")
  }

  @Test func aRegularFileIsRead() throws {
    #expect(try FileSource(folder.file("a")).readAll(limit: 100) == text)
  }

  @Test func linksFoldersPipesAndNothingAreRefused() throws {
    try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("a"))
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    try Folders().make(folder.file("map"))
    let expected: [(String, BronError.Code)] = [
      ("link", .system), ("pipe", .usage), ("map", .usage), ("none", .system),
    ]
    for (name, code) in expected {
      let error = #expect(throws: BronError.self) { try FileSource(folder.file(name)) }
      #expect(error?.code == code, "\(name)")
      #expect(error?.place?.file == folder.file(name))
    }
  }

  @Test func aMarkTellsWhetherTheFileWasWrittenTo() throws {
    let source = try FileSource(folder.file("a"))
    let before = try source.mark()
    #expect(before.size == text.count)
    #expect(try source.mark() == before)
    let file = try #require(FileHandle(forWritingAtPath: folder.file("a")))
    try file.seekToEnd()
    try file.write(contentsOf: text)
    try file.close()
    #expect(try source.mark() != before)
  }

  @Test func aDigestIsOfAllThatWasRead() throws {
    let source = DigestSource(MemorySource(Array("abc".utf8)))
    try source.drain()
    #expect(source.count == 3)
    // FIPS 180-2, example B.1.
    #expect(source.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func theSameBytesAreDigestedOnce() throws {
    let below = DigestSource(MemorySource(Array("abc".utf8)))
    let source = DigestSource(below, digestedBy: below)
    try source.drain()
    #expect(source.count == 3 && below.count == 3)
    #expect(source.sha256 == below.sha256)
    #expect(source.sha256.hasPrefix("ba7816bf"))
  }
}
