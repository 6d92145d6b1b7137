import FileSystem
import Foundation
import Testing

/// The examples of XML batches in `Documentation/xml`: made by the program, and what it answers to them.
struct VoorbeeldTests {
  /// A delivery of a sectordeel, with its feedback and its receipt.
  struct Voorbeeld: CustomTestStringConvertible, Sendable {
    let sectordeel: String
    /// What the name of the file ends in.
    let achtervoegsel: String
    /// The one of which the meldingen show the most kinds of records and signalen.
    let seed: Int

    var testDescription: String { sectordeel }
    var map: String { "Documentation/xml/\(sectordeel)" }
    var aanlevering: String { "99ZZ001A.\(achtervoegsel)" }
    var terugkoppeling: String { "99ZZ001T.\(achtervoegsel)" }
    var documenten: [String] {
      ["\(aanlevering).xml", "\(terugkoppeling).xml", "\(aanlevering).ontvangst.xml"].map { "\(map)/\($0)" }
    }
  }

  static let alle: [Voorbeeld] = [
    .init(sectordeel: "BO", achtervoegsel: "B01", seed: 9),
    .init(sectordeel: "ED", achtervoegsel: "E01", seed: 3),
    .init(sectordeel: "VA", achtervoegsel: "A01", seed: 7),
  ]

  private static func path(_ name: String) -> String { Exchangebench.root.appending(path: name).path }

  @Test("the program makes up each delivery and its persons", arguments: alle)
  func madeUp(_ voorbeeld: Voorbeeld) throws {
    try Exchangebench.withFolder { folder in
      let done = try Command.run(
        try Command.bronbatch(),
        [
          "generate", "--meldingen", "6", "--seed", "\(voorbeeld.seed)", "--sector", voorbeeld.sectordeel, "--faults",
          "0.2", "--format", "xml", "--specs", Self.path("Specs"), "--output", folder.path, "--persons",
          folder.appending(path: "personen.csv").path,
        ])
      #expect(done.code == 0, "\(done.errors)")
      for name in ["\(voorbeeld.aanlevering).xml", "personen.csv"] {
        let made = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        try Golden.expect(made, in: "\(voorbeeld.map)/\(name)")
      }
    }
  }

  @Test("processing each delivery gives exactly its feedback and its receipt", arguments: alle)
  func answers(_ voorbeeld: Voorbeeld) throws {
    try Exchangebench.with(reference: Self.path(voorbeeld.map)) { bench in
      let document = try Folders().bytes(of: Self.path("\(voorbeeld.map)/\(voorbeeld.aanlevering).xml"))
      try bench.deliver(document, as: "\(voorbeeld.aanlevering).xml")
      #expect(try bench.run("2010-02-02").map(\.status) == [.aangenomen])
      for name in ["\(voorbeeld.terugkoppeling).xml", "\(voorbeeld.aanlevering).ontvangst.xml"] {
        let answer = String(decoding: try bench.unpacked("Outbox/\(name).gz"), as: UTF8.self)
        try Golden.expect(answer, in: "\(voorbeeld.map)/\(name)")
      }
    }
  }

  @Test("xmllint accepts each document by the schema", arguments: alle)
  func valid(_ voorbeeld: Voorbeeld) throws {
    let done = try Command.run(
      "/usr/bin/env",
      ["xmllint", "--noout", "--nonet", "--schema", Self.path("Specs/bronbatch.xsd")]
        + voorbeeld.documenten.map(Self.path))
    #expect(done.code == 0, "\(done.errors)")
  }

  @Test("what the page quotes stands in the examples")
  func quotes() throws {
    let page = try String(contentsOfFile: Self.path("Documentation/xml.md"), encoding: .utf8)
    let documents = try Self.alle.flatMap(\.documenten).map {
      try String(contentsOfFile: Self.path($0), encoding: .utf8)
    }
    let quotes = page.matches(of: /```xml\n((?s).*?)```/).flatMap { $0.1.split(separator: "\n") }
    #expect(quotes.count > 10)
    for quote in quotes where quote.trimmingCharacters(in: .whitespaces) != "…" {
      // A line may leave out its end.
      let text = quote.trimmingCharacters(in: .whitespaces).replacing(/…$/, with: "")
      #expect(documents.contains { $0.contains(text) }, "\(quote)")
    }
    for document in Self.alle.flatMap(\.documenten) {
      #expect(page.contains(document.replacing("Documentation/", with: "")), "\(document)")
    }
  }
}
