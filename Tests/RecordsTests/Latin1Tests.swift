import Testing

@testable import Records

struct Latin1Tests {
  @Test func searchKeysIgnoreCaseAndRepeatedSpaces() {
    #expect(Latin1.searchKey("  van  den berg ".utf8) == Array("VAN DEN BERG".utf8))
  }
}
