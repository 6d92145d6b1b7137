import Foundation
import Testing
import XMLBatch

/// The schema in `Specs/`, held against the layouts and against xmllint.
struct SchemaTests {
  @Test("Specs/bronbatch.xsd is what the layouts say")
  func isCurrent() throws {
    let text = try Schema.document(Bestanden.pve.get())
    let file = Bestanden.root.appending(path: "Specs/bronbatch.xsd")
    let there = try String(contentsOf: file, encoding: .utf8)
    #expect(there == text, "write it anew: bronbatch schema --output Specs/bronbatch.xsd")
  }

  @Test("every element and type has an annotation in Dutch")
  func annotations() throws {
    let text = try Schema.document(Bestanden.pve.get())
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    for (line, next) in zip(lines, lines.dropFirst())
    where line.contains(/^<xs:(element|simpleType|complexType name)/) {
      #expect(next == "<xs:annotation>", "\(line)")
    }
    #expect(!text.contains("<xs:documentation xml:lang=\"nl\"></xs:documentation>"))
  }

  @Test("xmllint takes every sample as XML")
  func samplesAreValid() throws {
    let documents = try Bestanden.samples.map(Bestanden.xml)
    #expect(documents.count == 12)
    #expect(try Xmllint.valid(documents) == documents.map { _ in true })
  }

  @Test("xmllint takes made-up deliveries as XML, with and without faults")
  func generatedAreValid() throws {
    let documents = try RoundTripTests.gemaakt.map { try Bestanden.xml($0.make()) }
    #expect(try Xmllint.valid(documents) == documents.map { _ in true })
  }
}
