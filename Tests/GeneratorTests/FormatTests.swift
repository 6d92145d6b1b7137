import Generator
import ProgrammaVanEisen
import Testing

/// A delivery says the same in both formats.
struct FormatTests {
  @Test(
    "a delivery as XML gets the same statuses and signalen, and makes the same register", arguments: Sectordeel.allCases
  )
  func sameInBoth(sectordeel: Sectordeel) throws {
    for (seed, fouten) in [(1, 0), (2, 0.6), (3, 0.9)] as [(UInt64, Double)] {
      var opdracht = Proef.opdracht(sectordeel, meldingen: 40)
      (opdracht.seed, opdracht.fouten) = (seed, fouten)
      let ketens = (try Keten(opdracht, alleFouten: false), try Keten(opdracht, alleFouten: false))
      for batch in 1...2 {
        opdracht.batch = batch
        let generator = try Generator(opdracht, pve: Proef.pve())
        try ketens.0.lever(generator)
        try ketens.1.lever(generator, alsXML: true)
        let (vast, xml) = (try ketens.0.verwerk(opdracht.datum), try ketens.1.verwerk(opdracht.datum))
        #expect(vast.storingen.isEmpty && xml.storingen.isEmpty)
        #expect(vast.uitkomsten.map(\.telling) == xml.uitkomsten.map(\.telling))
        #expect(
          try vast.uitkomsten.map(ketens.0.vasteTerugkoppeling) == xml.uitkomsten.map(ketens.1.vasteTerugkoppeling))
      }
      #expect(try ketens.0.inhoud() == ketens.1.inhoud())
    }
  }
}
