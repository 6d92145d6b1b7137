import Testing

@testable import ProgrammaVanEisen

struct DatumTests {
  /// Every day from 1890 to 2110 as a calendar on the wall has it: one after the other, and the days
  /// of a month from the old rhyme.
  private static let calendar: [(year: Int, month: Int, day: Int)] = {
    var days: [(year: Int, month: Int, day: Int)] = []
    for year in 1890...2110 {
      var february = 28
      if year % 4 == 0 { february = 29 }
      if year % 100 == 0 { february = 28 }
      if year % 400 == 0 { february = 29 }
      for (month, length) in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for day in 1...length { days.append((year, month + 1, day)) }
      }
    }
    return days
  }()

  @Test func everyDayOfTheCalendarIsOne() throws {
    let first = try #require(Datum(number: 1890_01_01))
    for (number, date) in Self.calendar.enumerated() {
      let datum = Datum(year: date.year, month: date.month, day: date.day)
      guard let datum, datum.dayNumber - first.dayNumber == number, first.adding(days: number) == datum,
        datum.adding(days: -number) == first, (datum.year, datum.month, datum.day) == date
      else {
        Issue.record("\(date)")
        return
      }
    }
  }

  @Test func nothingElseIsADay() {
    let days = Set(Self.calendar.map { $0.year * 10_000 + $0.month * 100 + $0.day })
    let wrong = (1890...2110).flatMap { year in (0...9_999).map { year * 10_000 + $0 } }
      .filter { (Datum(number: $0) != nil) != days.contains($0) }
    #expect(wrong.isEmpty)
    for number in [0, -2010_02_01, 2_01_00, 101, 10000_01_01, Int.max, Int.min] {
      #expect(Datum(number: number) == nil)
    }
    #expect(Datum(number: 1_01_01)?.year == 1)
    #expect(Datum(number: 9999_12_31)?.year == 9999)
  }

  @Test func daysAreOrderedAsTheyFollow() throws {
    let some = try stride(from: 0, to: Self.calendar.count, by: 97).map { index in
      let date = Self.calendar[index]
      return try #require(Datum(year: date.year, month: date.month, day: date.day))
    }
    #expect(some.sorted() == some)
    #expect(zip(some, some.dropFirst()).allSatisfy { $0 < $1 && !($1 < $0) && $0 != $1 })
  }

  @Test(arguments: ["20100201", "2010-02-01"])
  func bothFormsAreRead(text: String) {
    #expect(Datum(text: text)?.number == 2010_02_01)
  }

  @Test(arguments: [
    "", "2010020", "201002011", "2010-02-1", "2010/02/01", "20-10-02-01", "2010-0201", "2010-02-30", "201O0201",
    " 20100201", "２０１０0201", "+2010201", "20100001", "20100100", "00000101",
  ])
  func otherTextsAreNoDay(text: String) {
    #expect(Datum(text: text) == nil)
  }

  @Test func aDayIsWrittenAsItIsRead() throws {
    let datum = try #require(Datum(year: 987, month: 6, day: 5))
    #expect(datum.description == "09870605")
    #expect(datum.dashed == "0987-06-05")
    #expect(Datum(datum.bytes) == datum)
    #expect(Datum(text: datum.dashed) == datum)
  }
}
