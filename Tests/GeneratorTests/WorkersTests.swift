import FileSystem
import Generator
import ProgrammaVanEisen
import Records
import Testing

/// A delivery gives the same answers, byte for byte, and the same register with any number of threads.
struct WorkersTests {
  /// More than one block of meldingen, with faults of every kind among them.
  @Test(
    arguments: [
      (Sectordeel.BO, false, [1, 2, 4, 16]), (.BO, true, [1, 2, 4, 16]), (.ED, false, [1, 4]), (.VA, false, [1, 4]),
    ])
  func theAnswersAreTheSame(sectordeel: Sectordeel, alsXML: Bool, werkers: [Int]) throws {
    var opdracht = Proef.opdracht(sectordeel, meldingen: 1_300)
    opdracht.fouten = 0.2
    let generator = try Generator(opdracht, pve: Proef.pve())
    #expect(try Proef.bytes(generator, generator.batches[0]).count > BlockReader.blockSize)
    var first: (answers: [[UInt8]], rows: [String])?
    for count in werkers {
      let keten = try Keten(opdracht, alleFouten: false, werkers: count)
      try keten.lever(generator, alsXML: alsXML)
      let (uitkomsten, storingen) = try keten.verwerk(opdracht.datum)
      #expect(storingen.isEmpty)
      let answers = try uitkomsten.flatMap(\.antwoorden).map { try FileSource($0).readAll(limit: 1 << 26) }
      let rows = try keten.inhoud()
      #expect(answers.count == 2)
      #expect(answers == first?.answers ?? answers, "with \(count)")
      #expect(rows == first?.rows ?? rows, "with \(count)")
      first = (answers, rows)
    }
  }
}
