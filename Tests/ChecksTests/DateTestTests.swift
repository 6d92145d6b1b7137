import ProgrammaVanEisen
import Testing
import Treewalk

@testable import Checks

struct DateTestTests {
  private func word(_ text: String) -> UInt64 { ConditionCode.word(text.utf8) }

  /// Every month and day from 00 to 99, in years of every kind.
  @Test func daysAreThoseOfTheCalendar() {
    for year in ["0000", "0001", "0004", "1900", "1999", "2000", "2004", "2010", "2100", "9999"] {
      for rest in 0...9_999 {
        let digits = String(rest)
        let text = year + String(repeating: "0", count: 4 - digits.count) + digits
        let isDay = PlainRules.isDay(Array(text.utf8)[...])
        guard DateTest.isDatum(word(text)) == isDay, (Datum(text: text) != nil) == isDay,
          DateTest.isOnvolledig(word(text)) == (isDay || PlainRules.isDayWithoutEnd(Array(text.utf8)[...]))
        else {
          Issue.record("\(text)")
          return
        }
      }
    }
  }

  /// Every byte in every place.
  @Test func anythingButADigitIsNoDay() {
    for (place, byte) in (0..<8).flatMap({ place in (0...255).map { (place, UInt8($0)) } }) {
      for text in ["20111111", "20111100", "20110000"] {
        var bytes = Array(text.utf8)
        bytes[place] = byte
        if (0x30...0x39).contains(byte) { continue }
        #expect(!DateTest.isDatum(ConditionCode.word(bytes)) && !DateTest.isOnvolledig(ConditionCode.word(bytes)))
      }
    }
  }
}
