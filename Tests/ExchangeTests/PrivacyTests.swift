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
}
