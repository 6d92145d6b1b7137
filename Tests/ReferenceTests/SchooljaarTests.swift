import FileSystem
import ProgrammaVanEisen
import Reference
import TestSupport
import Testing

/// `schooljaren.csv`: what is closed, and rows that would leave open what they were meant to close.
struct SchooljaarTests {
  private static let kop = "brin;aanleverpunt;sectordeel;schooljaar;status;datum\n"

  private func lees(_ inhoud: String) throws -> ReferenceTables {
    let folder = try TemporaryFolder()
    try folder.put(inhoud, in: "schooljaren.csv")
    return try withExtendedLifetime(folder) { try ReferenceTables(folder: folder.path) }
  }

  @Test func theLastRowOnOrBeforeTheDayIsInForce() throws {
    let tables = try lees(
      Self.kop + "99ZZ;01;BO;2009-2010;ASSURANCE;20100901\n99ZZ;01;BO;2009-2010;MUTATIESTOP;20100601\n")
    func status(_ dag: Int) throws -> Schooljaar.Status? {
      let datum = try #require(Datum(number: dag))
      return tables.statussen(brin: "99ZZ", aanleverpunt: "01", sectordeel: "BO", op: datum)[2009]
    }
    #expect(try status(2010_05_31) == nil)
    #expect(try status(2010_06_01) == .mutatiestop)
    #expect(try status(2010_08_31) == .mutatiestop)
    #expect(try status(2010_09_01) == .assurance)
  }

  @Test(arguments: [
    "99ZZ;1;BO;2009-2010;MUTATIESTOP;20100601", "99zz;01;BO;2009-2010;MUTATIESTOP;20100601",
    "99ZZ;01;bo;2009-2010;MUTATIESTOP;20100601", "99ZZ;01;BO;2009-2010;MUTATIESTOP;",
    "99ZZ;01;BO;2009-2011;MUTATIESTOP;20100601", "99ZZ;01;BO;2009-2010;STOP;20100601",
    "99ZZ;01;BO;2009-2010;MUTATIESTOP;20100631",
  ])
  func aRowAboutNobodyIsAMistake(rij: String) throws {
    let error = #expect(throws: BronError.self) { try lees(Self.kop + rij + "\n") }
    #expect(error?.code == .reference && error?.place?.line == 2)
  }

  /// Without a header row the first line is a person's.
  @Test func aMissingColumnIsNamedWithoutWhatStandsThere() throws {
    let folder = try TemporaryFolder()
    try folder.put("999990019;;19930117;M;Akkerman\n", in: "personen.csv")
    let error = #expect(throws: BronError.self) { try Personen(folder: folder.path) }
    #expect(error?.place?.line == 1)
    #expect(error.map { !"\($0)".contains("999990019") && !"\($0)".contains("Akkerman") } ?? false)
  }
}
