import Testing

@testable import Checks

struct ElfproefTests {
  @Test func bsnAndOnderwijsnummerNeverMeet() {
    #expect(Elfproef.isBSN(Array("999990019".utf8)))
    #expect(!Elfproef.isOnderwijsnummer(Array("999990019".utf8)))
    #expect(Elfproef.isOnderwijsnummer(Array("199990007".utf8)))
  }
}
