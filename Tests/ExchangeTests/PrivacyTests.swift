import FileSystem
import Foundation
import Testing

/// Nothing that the program says to its operator holds a person's number or name.
struct PrivacyTests {
  /// The numbers and names of a table of persons.
  private func secrets(_ folder: String) throws -> Set<String> {
    let text = try String(contentsOfFile: Folders.join(folder, "personen.csv"), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ";", omittingEmptySubsequences: false)
    }
    let columns = ["bsn", "onderwijsnummer", "achternaam", "voornamen"].compactMap { rows[0].firstIndex(of: $0[...]) }
    return Set(rows.dropFirst().flatMap { row in columns.map { String(row[$0]) } }.filter { !$0.isEmpty })
  }

  private func run(in folder: URL, reference: String, date: String) throws -> String {
    let done = try Command.run(
      Command.bronbatch(),
      [
        "run", "--specs", Exchangebench.root.appending(path: "Specs").path, "--reference", reference, "--date", date,
      ], in: folder)
    return done.output + done.errors
  }

  @Test(arguments: ["bo-refused", "bo", "vavo", "ed"])
  func samplesAreNotTold(sampleFolder: String) throws {
    let reference = Exchangebench.sample(sampleFolder)
    try Exchangebench.withFolder { folder in
      let inbox = folder.appending(path: "Inbox")
      try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
      var said = ""
      for sample in try Sample.all() where sample.folder == sampleFolder {
        try FileManager.default.copyItem(
          atPath: Folders.join(reference, sample.delivery), toPath: inbox.appending(path: sample.delivery).path)
        said += try run(in: folder, reference: reference, date: sample.date)
      }
      #expect(said.contains("aangenomen"))
      for secret in try secrets(reference) { #expect(!said.localizedCaseInsensitiveContains(secret)) }
    }
  }

  @Test func badFilesAreNotTold() throws {
    let reference = Exchangebench.sample("bo")
    try Exchangebench.withFolder { folder in
      let bench = try Exchangebench(folder, reference: reference)
      for (index, file) in BadFile.all.enumerated() {
        // The name says nothing, so that all of them lie beside each other.
        try bench.deliver(file.bytes, as: "bestand \(index)")
      }
      var said = try run(in: folder, reference: reference, date: "2009-06-15")
      #expect(said.components(separatedBy: "GEWEIGERD").count == BadFile.all.count + 1)
      // What cannot be finished says so without telling of whom it is.
      try bench.deliver(Delivery())
      try FileManager.default.removeItem(atPath: bench.mappen.outbox)
      try Data().write(to: URL(filePath: bench.mappen.outbox))
      said += try run(in: folder, reference: reference, date: "2009-06-15")
      for path in try bench.files("Rejected") where path.hasSuffix(".xml.gz") {
        said += String(decoding: try bench.unpacked("Rejected/\(path)"), as: UTF8.self)
      }
      for secret in try secrets(reference) { #expect(!said.localizedCaseInsensitiveContains(secret)) }
    }
  }

  // MARK: Marked persons

  /// Whom nothing may be told of: unmistakable in every value.
  private static let marked = """
    bsn;onderwijsnummer;geboortedatum;geslacht;achternaam;voornamen;postcode
    987654329;;19010203;M;Zzyzxgeheim;Qwxyvoornaam;7777ZZ
    987654317;;19040506;M;Zzyzxgeheim;Qwxyandere;7777ZZ
    876543219;;19040506;M;Zzyzxgeheim;Qwxyandere;8888YY

    """
  /// Parts of four digits or letters are enough to know somebody by.
  private static let traces = [
    "9876", "8765", "7654", "6543", "5432", "4329", "4317", "1901", "0203", "1904", "0506", "zzyz",
    "qwxy", "7777", "8888",
  ]

  /// The lines of a melding about the first of them, and about one of the two others.
  private static let regels =
    [
      "305000001" + "1".padded(15) + "987654329" + "".padded(9) + "19010203M7777ZZ    "
    ] + Regels.inschrijving(1)
    + Regels.zonderNummer(
      2, leerling: "2", achternaam: "Zzyzxgeheim", voornamen: "Qwxyandere", geboortedatum: "19040506"
    ) + Regels.inschrijving(2)

  /// Deliveries of them: right, and with a byte left out of or put into a line at every so many places.
  private static let deliveries: [[UInt8]] = {
    var deliveries = [Delivery(regels).bytes, Array(Delivery(regels).bytes.dropFirst(137))]
    for (number, place) in [(0, 3), (0, 9), (0, 20), (0, 30), (0, 45), (3, 3), (3, 30), (4, 8), (4, 220)] {
      for length in [1, 4, 12] {
        for isShorter in [false, true] {
          var (changed, line) = (regels, Array(regels[number]))
          let rest = min(length, line.count - place)
          line.removeSubrange(place..<place + rest)
          line.append(contentsOf: String(repeating: isShorter ? "" : " ", count: rest))
          changed[number] = String(line)
          deliveries.append(Delivery(changed).bytes)
          line = Array(regels[number])
          line.insert(contentsOf: String(repeating: "0", count: rest), at: place)
          changed[number] = String(isShorter ? line : Array(line.dropLast(rest)))
          deliveries.append(Delivery(changed).bytes)
          changed[number] = String(regels[number].prefix(place)) + "\r\n" + String(regels[number].dropFirst(place))
          deliveries.append(Delivery(changed).bytes)
        }
      }
    }
    return deliveries
  }()

  /// What is said of numbers that somebody asked for, where there is nobody to show; and of what is taken out.
  private func saidOfNumbers(
    in folder: URL, reference: URL, _ specs: [String], _ said: ([String]) throws -> String
  ) throws -> String {
    let register = Array(specs.dropLast(2))
    var all = try said(["explain", "207"] + register) + said(["register", "export", "--output", "Export"] + register)
    #expect(all.contains("rijen"))
    // The files are there already.
    let again = try said(["register", "export", "--output", "Export"] + register)
    #expect(again.contains("Export/"))
    all += again
    for command in ["history", "remove"] {
      let unknown = try said(["register", command, "987654305"] + register)
      #expect(unknown.contains("bronbatch: "))
      all += unknown
    }
    let removed = try said(["register", "remove", "987654329"] + register)
    #expect(removed.contains("Zou verwijderd worden"))
    all += removed
    let tables = ["--reference", reference.path] + specs
    let wrong = try said(["register", "decide", "1", "--number", "987654305"] + tables)
    #expect(wrong.contains("nothing was decided"))
    all += wrong
    for text in ["1;987654305\n", "1;Zzyzxgeheim\n", "987654329;19010203;Zzyzxgeheim\n", "1;\"Zzyzxgeheim\"7777ZZ\n"] {
      try Data(("case;decision\n" + text).utf8).write(to: folder.appending(path: "besluiten.csv"))
      let wrong = try said(["register", "decide", "--file", "besluiten.csv"] + tables)
      #expect(wrong.contains("besluiten.csv:2: "), "\(wrong)")
      all += wrong
    }
    return all
  }

  /// What the service logs of some of the deliveries.
  private func saidByWatch(in folder: URL, reference: URL) throws -> String {
    let dienst = try WatchTests.Dienst(folder, ["--reference", reference.path])
    let inbox = folder.appending(path: "Inbox")
    for index in stride(from: 0, to: Self.deliveries.count, by: 9) {
      try Data(Self.deliveries[index]).write(to: inbox.appending(path: index == 0 ? "01AA001A.B01" : "w\(index)"))
    }
    try dienst.wait("the answers") { try Exchangebench.files(below: inbox).isEmpty }
    dienst.signal(SIGTERM)
    #expect(dienst.code() == 1)
    let all = try dienst.output() + dienst.errors()
    #expect(all.contains("aangenomen") && all.contains("GEWEIGERD"))
    return all
  }

  @Test func nothingIsToldOfAnybody() throws {
    try Exchangebench.withFolder { folder in
      let reference = folder.appending(path: "tabellen")
      for place in [reference, folder.appending(path: "Inbox"), folder.appending(path: "te keuren")] {
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      }
      try Data(Self.marked.utf8).write(to: reference.appending(path: "personen.csv"))
      var names: [String] = []
      for (index, bytes) in Self.deliveries.enumerated() {
        // The names say nothing, so that all are looked at for what is in them.
        try Data(bytes).write(to: folder.appending(path: index == 0 ? "Inbox/01AA001A.B01" : "Inbox/b\(index)"))
        try Data(bytes).write(to: folder.appending(path: "te keuren/b\(index)"))
        names.append("te keuren/b\(index)")
      }
      let specs = ["--specs", Exchangebench.root.appending(path: "Specs").path, "--date", "2009-06-15"]
      func said(_ arguments: [String]) throws -> String {
        let done = try Command.run(try Command.bronbatch(), arguments, in: folder)
        return done.output + done.errors
      }
      var all = try said(["run", "--reference", reference.path] + specs)
      #expect(all.contains("aangenomen") && all.contains("in behandeling") && all.contains("GEWEIGERD"))
      for format in ["text", "json"] {
        all += try said(["check", "--format", format, "--limit", "100"] + specs + names)
      }
      all += try said(["register", "status"] + specs.dropLast(2)) + said(["register", "verify"] + specs.dropLast(2))
      all += try said(["register", "decide"] + specs)
      all += try saidOfNumbers(in: folder, reference: reference, specs, said)
      all += try saidByWatch(in: folder, reference: reference)
      for row in ["987654328;;19010203;M;Zzyzxgeheim;A;", "987654329;;19010203;Q;Zzyzxgeheim;A;", "\"987654329;Zzyzx"] {
        try Data((Self.marked + row + "\n").utf8).write(to: reference.appending(path: "personen.csv"))
        all += try said(["run", "--reference", reference.path] + specs)
      }
      for receipts in ["Outbox", "Rejected"] {
        let place = folder.appending(path: receipts)
        for path in try Exchangebench.files(below: place) where path.hasSuffix(".xml.gz") {
          all += String(
            decoding: try GzipSource(FileSource(place.appending(path: path).path)).readAll(limit: 1 << 24),
            as: UTF8.self)
        }
      }
      // Digests of files are made of any digits.
      let spoken = all.replacing(/[0-9a-f]{64}/, with: "").replacing(/-[0-9a-f]{8}\b/, with: "").lowercased()
      for trace in Self.traces {
        guard let found = spoken.range(of: trace) else { continue }
        Issue.record(
          "\(trace): \(spoken[found.lowerBound...].prefix(40)) in \(spoken[..<found.lowerBound].suffix(200))")
      }
    }
  }
}
