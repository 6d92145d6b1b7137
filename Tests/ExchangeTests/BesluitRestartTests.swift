import FileSystem
import Foundation
import Testing

/// Whatever ends a run that reports what was decided, the next one finishes it, with the same bytes.
struct BesluitRestartTests {
  /// Two persons of the same name.
  private static let persons = """
    bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen;postcode
    210000004;;19910501;M;achternaameen;voornaameen;9722TB
    210000107;;19900101;M;Jansen;Jan Piet;9722TB
    210000119;;19900101;M;Jansen;Jan Piet;1234AB
    """

  /// A register in which one of them waits, and is decided.
  private func prepare(_ folder: URL, reference: String) throws -> URL {
    let bench = try Exchangebench(folder, reference: reference, controles: .bestand)
    try bench.deliver(Delivery(Regels.goed(1) + BesluitTests.jansen(2)))
    try bench.run()
    try bench.beslis([(1, .nieuw)])
    return folder.appending(path: "register.sqlite")
  }

  /// With a delivery that takes the decided melding along, and without one.
  @Test(arguments: [FailingCalls.Mode.once, .afterwards, .forever], [true, false])
  func everyFailingCallIsMendedByRunningAgain(mode: FailingCalls.Mode, withDelivery: Bool) throws {
    try Exchangebench.withFolder { folder in
      try Data(Self.persons.utf8).write(to: folder.appending(path: "personen.csv"))
      let register = try prepare(folder.appending(path: "decided"), reference: folder.path)
      func bench(_ naam: String) throws -> Exchangebench {
        let bench = try Exchangebench(
          folder.appending(path: naam), reference: folder.path, controles: .bestand, register: register)
        if withDelivery { try bench.deliver(Delivery(batchnummer: "002", BesluitTests.jansen(1, volgnummer: "2"))) }
        return bench
      }
      let calls = FailingCalls(mode, at: .max)
      let undisturbed = try bench("undisturbed")
      #expect(try undisturbed.run(folders: Folders(system: calls.system)).isEmpty)
      let expected = try RestartTests.State(undisturbed)
      #expect(expected.files.count == (withDelivery ? 3 : 1))
      for failing in 1...calls.count {
        let disturbed = try bench("\(failing)")
        do {
          _ = try disturbed.run(folders: Folders(system: FailingCalls(mode, at: failing).system))
        } catch let error as BronError {
          #expect(error.code == .system, "call \(failing): \(error)")
        }
        try disturbed.run()
        #expect(try RestartTests.State(disturbed) == expected, "call \(failing)")
        try FileManager.default.removeItem(at: folder.appending(path: "\(failing)"))
      }
    }
  }
}
