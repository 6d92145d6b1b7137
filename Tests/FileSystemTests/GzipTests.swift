import Testing

@testable import FileSystem

struct GzipTests {
  @Test func packedBytesComeBack() throws {
    let bytes = Array("aanlevering\r\n".utf8)
    let packed = try gzipMember(bytes)
    #expect(try GzipSource(MemorySource(packed)).readAll(limit: 100) == bytes)
  }
}
