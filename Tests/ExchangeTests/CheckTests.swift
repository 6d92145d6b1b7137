import FileSystem
import Foundation
import Testing

/// `bronbatch check` as a school and its scripts see it.
struct CheckTests {
  /// A line with some of its bytes replaced, counted as the program does: from 1.
  private static func line(_ line: String, at position: Int, _ value: String) -> String {
    let begin = line.index(line.startIndex, offsetBy: position - 1)
    return line.replacingCharacters(in: begin..<line.index(begin, offsetBy: value.count), with: value)
  }

  /// Seven meldingen, of which the first is right.
  private static let fouten: Delivery = {
    var regels = Regels.goed(1)
    // Both a postcode and a land, and a birth date that is none.
    regels += [line(line(Regels.sleutel(2, Regels.twee), at: 43, "19910231"), at: 58, "6030")]
    regels += Regels.inschrijving(2)
    // No family name; a date that does not exist, no leerweg, and a code that is none.
    regels += Regels.zonderNummer(
      3, leerling: "LL-GEHEIM", achternaam: "", voornamen: "VN-GEHEIM", geboortedatum: "19900102")
    regels += Regels.inschrijving(3).map { $0.hasPrefix("320") ? line($0, at: 19, "   VT20090230") : $0 }
    for nummer in 4...6 {
      regels += [line(Regels.sleutel(nummer, Regels.twee), at: 25, "21000010 ")]
      regels += Regels.inschrijving(nummer).map { $0.hasPrefix("320") ? line($0, at: 19, "XXX") : $0 }
    }
    // A period before the inschrijving, of somebody who is three years old.
    regels += [line(Regels.sleutel(7, Regels.een), at: 43, "20060102")] + Regels.inschrijving(7).reversed()
    return Delivery(regels)
  }()

  /// The same in a file that would be refused: a wrong count, a record that is too short, one under
  /// another melding, a melding that is out of order, a LF alone and a record that is unknown.
  private static let geweigerd: [UInt8] = {
    var delivery = fouten
    delivery.records = 99
    delivery.regels[1].removeLast()
    delivery.regels[5] = line(delivery.regels[5], at: 4, "000009")
    delivery.regels[10] = line(delivery.regels[10], at: 4, "000014")
    delivery.regels.append("399000007")
    var bytes = delivery.bytes
    // The CR of the header.
    bytes.remove(at: 135)
    return bytes
  }()

  private static let numbers = [Regels.een.bsn, Regels.twee.bsn, "21000010", "19910231", "19900102", "20060102"]
  /// What tells who the persons of these deliveries are.
  private static let secrets =
    numbers + ["LL-GEHEIM", "VN-GEHEIM", "9722TB", "KEMPKENSBERG", "GRONINGEN", "19910501", "19910509"]

  private func check(_ bytes: [UInt8], as naam: String = "01AA001A.B01", _ arguments: [String] = []) throws
    -> Command.Outcome
  {
    try Exchangebench.withFolder { folder in
      try Data(bytes).write(to: folder.appending(path: naam))
      let done = try check(arguments + [naam], in: folder)
      // It touches nothing.
      #expect(try Exchangebench.files(below: folder) == [naam])
      #expect(try Data(contentsOf: folder.appending(path: naam)) == Data(bytes))
      return done
    }
  }

  private func check(_ arguments: [String], in folder: URL) throws -> Command.Outcome {
    let specs = Exchangebench.root.appending(path: "Specs").path
    return try Command.run(
      Command.bronbatch(), ["check", "--specs", specs, "--date", "2009-06-15"] + arguments, in: folder)
  }

  private func object(_ json: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  // MARK: What is printed

  @Test(arguments: [
    ("check.txt", false, ["--limit", "2"]),
    ("check.json", false, ["--limit", "2", "--format", "json", "--prop-signals"]),
    ("check-geweigerd.txt", true, ["--reference", Exchangebench.sample("vavo")]),
    ("check-geweigerd.json", true, ["--format", "json"]),
  ])
  func outputIsAsItWas(golden: String, isGeweigerd: Bool, arguments: [String]) throws {
    let done = try check(isGeweigerd ? Self.geweigerd : Self.fouten.bytes, arguments)
    #expect(done.code == 1 && done.errors.isEmpty, "\(done.errors)")
    if golden.hasSuffix("json") {
      // One line of keys in the order of the alphabet; the golden text has a line for each. What was not
      // judged changes with every check that the catalogue gets, and is tested by itself.
      #expect(done.output.hasPrefix("{\"accepted\":") && done.output.firstIndex(of: "\n") == done.output.indices.last)
      var report = try object(done.output)
      #expect((report.removeValue(forKey: "notJudged") as? [Any])?.isEmpty == false)
      let text = try JSONSerialization.data(
        withJSONObject: report, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
      try Golden.expect(String(decoding: text, as: UTF8.self) + "\n", golden)
    } else {
      try Golden.expect(done.output, golden)
    }
    for secret in Self.secrets { #expect(!done.output.contains(secret), "\(secret)") }
    #expect(done.output.split(separator: "\n").allSatisfy { golden.hasSuffix("json") || $0.count <= 120 })
  }

  @Test(arguments: ["text", "json"])
  func personalDataAreShownOnRequest(format: String) throws {
    let arguments = ["--format", format, "--show-personal-data"]
    let done = try check(Self.fouten.bytes, arguments)
    for value in ["19910231", "21000010", "9722TB"] { #expect(done.output.contains("\"\(value)\""), "\(value)") }
    #expect(!done.output.contains("(persoonsgegeven)") && !done.output.contains("withheld"))
  }

  @Test func placesAreThoseOfTheFile() throws {
    let bytes = Self.fouten.bytes
    let lines = Self.fouten.tekst.components(separatedBy: "\r\n")
    let report = try object(try check(bytes, ["--format", "json", "--show-personal-data"]).output)
    let faults = try #require(report["faults"] as? [[String: Any]])
    #expect(faults.count == 12)
    for fault in faults {
      let (line, byte) = (try #require(fault["line"] as? Int), try #require(fault["byte"] as? Int))
      let position = try #require(fault["position"] as? Int)
      #expect(lines[line - 1].hasPrefix("\(try #require(fault["record"] as? Int))"))
      let value = try #require(fault["value"] as? String)
      #expect(bytes[byte...].starts(with: value.latin1))
      #expect(lines[line - 1].dropFirst(position - 1).hasPrefix(value))
    }
  }

  @Test func packedFileHasTheSameReport() throws {
    let plain = try check(Self.fouten.bytes).output
    let packed = try check(try gzipMember(Self.fouten.bytes), as: "01AA001A.B01.gz").output
    #expect(packed == plain.replacingOccurrences(of: "01AA001A.B01", with: "01AA001A.B01.gz"))
  }

  @Test func longListsEnd() throws {
    let regels = (1...50).flatMap { nummer in
      [Self.line(Regels.sleutel(nummer, Regels.twee), at: 58, "6030")] + Regels.inschrijving(nummer)
    }
    let bytes = Delivery(regels).bytes
    let text = try check(bytes, ["--limit", "3"]).output
    #expect(text.components(separatedBy: "Land \"6030\"").count == 4)
    #expect(text.contains("790 afkeuring, 50 keer") && text.contains("\n    en nog 47\n"))
    #expect(text.contains("         50  790   afkeuring\n"))
    #expect(try check(bytes, ["--limit", "0"]).output.contains("\n    en nog 50\n"))
    let report = try object(try check(bytes, ["--limit", "3", "--format", "json"]).output)
    #expect((report["faults"] as? [Any])?.count == 3)
    let count = try #require((report["counts"] as? [[String: Any]])?.first)
    #expect(count["count"] as? Int == 50 && count["listed"] as? Int == 3)
  }

  @Test func memoryDoesNotGrowWithFaults() throws {
    try Exchangebench.withFolder { folder in
      func peak(_ meldingen: Int, _ aantal: String) throws -> Int {
        // All under one number, so that the file has faults of its own as well.
        let melding = Array(Self.fouten.bytes[1_216..<1_366])
        let bytes = Self.fouten.kop.latin1 + [0x0D, 0x0A] + [[UInt8]](repeating: melding, count: meldingen).joined()
        try Data(bytes).write(to: folder.appending(path: "01AA001A.B01"))
        let specs = Exchangebench.root.appending(path: "Specs").path
        let done = try Command.run(
          Command.bronbatch(), ["check", "--specs", specs, "--date", "2009-06-15", "01AA001A.B01"], in: folder,
          measured: true)
        #expect(done.output.contains("X024 afkeuring, ") && done.output.contains("741 afkeuring, \(aantal) keer"))
        return done.peak
      }
      let (few, many) = (try peak(500, "500"), try peak(20_000, "20.000"))
      #expect(many - few < 4 << 20)
    }
  }

  @Test func tablesCountOnlyWhereTheyAreNamed() throws {
    // An opleiding that is not in the table.
    let without = try check(Delivery().bytes)
    #expect(without.code == 0 && without.output.contains("geen fouten gevonden"))
    try Exchangebench.withFolder { folder in
      try Data("code;naam\n99999;Iets anders\n".utf8).write(to: folder.appending(path: "opleidingen.csv"))
      let with = try check(Delivery().bytes, ["--reference", folder.path])
      #expect(with.code == 1 && with.output.contains("in 320 BO inschrijvingsgegevens: Gevolgde opleiding"))
      #expect(!with.output.contains("Zonder opleidingen.csv") && with.output.contains("Zonder landen.csv"))
    }
  }

  @Test func controlCharactersDoNotReachTheTerminal() throws {
    let regels = Regels.goed().map { $0.hasPrefix("320") ? Self.line($0, at: 19, "\u{1B}[2") : $0 }
    let done = try check(Delivery(regels).bytes, as: "a\u{1B}[31m")
    #expect(done.output.contains("\"\\x1B[2\"") && done.output.hasPrefix("a\\x1B[31m"))
    #expect(!done.output.contains("\u{1B}"))
  }

  // MARK: Exit codes

  @Test func codeTellsWhatWasFound() throws {
    #expect(try check(Delivery().bytes).code == 0)
    #expect(try check(Delivery().with { $0.records = 9 }.bytes).code == 1)
    let quiet = try check(Self.fouten.bytes, ["--quiet", "--all-faults"])
    #expect(quiet.code == 1 && quiet.output.isEmpty && quiet.errors.isEmpty)
    // A signal is no afkeuring.
    let young = [Self.line(Regels.sleutel(1, Regels.een), at: 43, "20060102")] + Regels.inschrijving(1)
    let signal = try check(Delivery(young).bytes, ["--prop-signals"])
    #expect(signal.code == 0 && signal.output.contains("geen afkeuringen gevonden, wel signalen"))
  }

  @Test(arguments: [[], ["--limit", "-1", "x"], ["--format", "xml", "x"], ["--reference", "nergens", "x"]])
  func codeIsTwoForWrongUse(arguments: [String]) throws {
    try Exchangebench.withFolder { folder in
      let done = try check(arguments, in: folder)
      #expect(done.code == 2 && done.output.isEmpty && !done.errors.isEmpty, "\(done.errors)")
    }
  }

  @Test func filesOfOneNameAreToldApart() throws {
    try Exchangebench.withFolder { folder in
      for map in ["een", "twee"] {
        try FileManager.default.createDirectory(at: folder.appending(path: map), withIntermediateDirectories: true)
        try Data(Delivery().bytes).write(to: folder.appending(path: "\(map)/01AA001A.B01"))
      }
      let both = ["een/01AA001A.B01", "twee/01AA001A.B01"]
      let text = try check(both, in: folder)
      #expect(text.code == 0 && both.allSatisfy { text.output.contains("\($0)  BRIN 01AA") }, "\(text.output)")
      let json = try check(["--format", "json"] + both, in: folder)
      #expect(both.allSatisfy { json.output.contains("\"file\":\"\($0)\"") })
      #expect(try check([both[0]], in: folder).output.hasPrefix("01AA001A.B01  BRIN"))
    }
  }

  @Test func aFileThatCannotBeReadLeavesTheOthers() throws {
    try Exchangebench.withFolder { folder in
      for batchnummer in ["001", "002"] {
        let delivery = Delivery(batchnummer: batchnummer)
        try Data(delivery.bytes).write(to: folder.appending(path: delivery.naam))
      }
      let done = try check(["--format", "json", "01AA001A.B01", "nergens", ".", "01AA002A.B01"], in: folder)
      #expect(done.code == 3)
      #expect(done.errors.contains("nergens: could not open") && done.errors.contains("not a regular file"))
      let files = try done.output.split(separator: "\n").map { try object(String($0))["file"] as? String }
      #expect(files == ["01AA001A.B01", "01AA002A.B01"])
    }
  }
}
