import Testing

@testable import ProgrammaVanEisen

struct DatumTests {
  @Test func leapDaysFollowTheCalendar() {
    #expect(Datum(number: 2008_02_29) != nil)
    #expect(Datum(number: 1900_02_29) == nil)
  }
}
