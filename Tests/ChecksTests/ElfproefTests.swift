import Records
import Testing
import Treewalk

struct ElfproefTests {
  @Test(arguments: ["111222333", "123456782"])
  func aBSNPasses(number: String) {
    #expect(Elfproef.isBSN(number.utf8))
    #expect(!Elfproef.isOnderwijsnummer(number.utf8))
  }

  @Test(arguments: ["000000000", "123456789", "11122233", "1112223330", "11122233 ", "", "11122233A", "１"])
  func otherNumbersDoNot(number: String) {
    #expect(!Elfproef.isBSN(number.utf8))
  }

  @Test func numbersPassByTheirWeights() {
    var (bsn, onderwijsnummers) = (0, 0)
    for number in stride(from: 0, to: 1_000_000_000, by: 39_119) {
      let digits = String(number)
      let text = String(repeating: "0", count: 9 - digits.count) + digits
      let bytes = Array(text.utf8)
      guard Elfproef.isBSN(bytes) == PlainRules.isBSN(bytes[...]),
        Elfproef.isOnderwijsnummer(bytes) == PlainRules.isOnderwijsnummer(bytes[...])
      else {
        Issue.record("\(text)")
        return
      }
      bsn += Elfproef.isBSN(text.utf8) ? 1 : 0
      onderwijsnummers += Elfproef.isOnderwijsnummer(text.utf8) ? 1 : 0
    }
    #expect(bsn > 2_000)
    #expect(onderwijsnummers > 200)
  }

  /// One wrong digit, or two neighbours that changed places, never passes.
  @Test func slipsOfTheKeyAreFound() {
    let right = Array("123456782".utf8)
    for place in right.indices {
      for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != right[place] {
        var wrong = right
        wrong[place] = digit
        #expect(!Elfproef.isBSN(wrong))
      }
      if place > 0 {
        var swapped = right
        swapped.swapAt(place, place - 1)
        #expect(!Elfproef.isBSN(swapped))
      }
    }
  }
}
