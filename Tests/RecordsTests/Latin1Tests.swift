import Testing

@testable import Records

struct Latin1Tests {
  @Test func everyByteIsACharacterAndBack() {
    let bytes = Array(UInt8.min...UInt8.max)
    #expect(Latin1.bytes(Latin1.text(bytes)) == bytes)
    #expect(Latin1.text([0x43, 0xE9]) == "Cé")
  }

  @Test(arguments: ["€", "Ł", "e\u{301}", "😀"])
  func otherCharactersHaveNoByte(text: String) {
    #expect(Latin1.bytes(text) == nil)
  }

  @Test func capitalsAreThoseOfTheAlphabet() {
    for byte in UInt8.min...UInt8.max {
      let upper = String(Unicode.Scalar(byte)).uppercased()
      let expected =
        upper.unicodeScalars.count == 1 ? upper.unicodeScalars.first.flatMap { UInt8(exactly: $0.value) } : nil
      // µ and ÿ have capitals outside ISO-8859-1, ß has two letters.
      #expect(Latin1.capital(byte) == expected ?? byte, "\(byte)")
    }
  }

  @Test(arguments: [("", ""), ("   ", ""), ("a  ", "a"), ("  a b ", "  a b"), ("a", "a")])
  func trimmingTakesTheSpacesAtTheEnd(text: String, trimmed: String) {
    #expect(Array(Latin1.trimmed(Array(text.utf8))) == Array(trimmed.utf8))
  }

  @Test(arguments: [
    ("  van  den berg ", "VAN DEN BERG"), ("", ""), ("   ", ""), ("a", "A"), ("a \u{A0}b", "A \u{A0}B"),
    ("Renée   Ç", "RENÉE Ç"),
  ])
  func searchKeysIgnoreCaseAndRepeatedSpaces(name: String, key: String) throws {
    #expect(Latin1.searchKey(try #require(Latin1.bytes(name))) == Latin1.bytes(key))
  }
}
