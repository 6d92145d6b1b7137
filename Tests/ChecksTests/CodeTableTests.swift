import TestSupport
import Testing

@testable import Checks

struct CodeTableTests {
  private func holds(_ word: UInt64, _ table: CodeTable) -> Bool {
    table.places.withUnsafeBufferPointer {
      OneOfTable(places: $0, factor: table.factor, shift: table.shift).holds(word)
    }
  }

  /// As a search through the list does: for its words, for words that differ from them in one bit, and for no byte.
  @Test(arguments: 2...CodeTable.most)
  func aTableHasTheWordsOfItsListAndNoOthers(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    // Words of few different bytes, as codes are.
    let codes = (0..<count).map { _ in
      (0..<Int.random(in: 1...8, using: &generator)).reduce(0) { word, _ in
        word << 8 | UInt64.random(in: 0x30...0x3F, using: &generator)
      }
    }
    guard let table = CodeTable(codes) else {
      #expect(Set(codes).count < 2)
      return
    }
    for code in codes {
      #expect(holds(code, table))
      for bit in UInt64(0)..<64 {
        let other = code ^ 1 << bit
        #expect(holds(other, table) == codes.contains(other))
      }
    }
    #expect(!holds(0, table))
  }

  @Test func aListThatIsTooShortOrTooLongHasNone() {
    #expect(CodeTable([]) == nil)
    #expect(CodeTable([7]) == nil)
    #expect(CodeTable([7, 7]) == nil)
    #expect(CodeTable(Array(0...UInt64(CodeTable.most))) == nil)
  }
}
