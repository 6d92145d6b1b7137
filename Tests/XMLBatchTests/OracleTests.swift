import Foundation
import Fuzzing
import Testing
import XMLBatch

/// Documents that were changed at random, held against expat and xmllint. `BRONBATCH_XML_MUTATIONS` says how many of
/// each; the usual tests try some thousands.
struct OracleTests {
  private static let mutaties =
    ProcessInfo.processInfo.environment["BRONBATCH_XML_MUTATIONS"].flatMap(Int.init) ?? 3_000

  /// A document with something of everything.
  private static let rich = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- over -->
    <p:a xmlns:p="urn:p" xmlns="urn:q" c='1'>tekst &amp; &#233; <b d="x &lt; y"/>\r
      <![CDATA[ruw <b>]]> <?p inhoud?><e xmlns=""><p:f p:g="1" g="2">é</p:f></e>
    </p:a>
    """

  @Test("expat says the same of documents that were changed")
  func wellFormedness() throws {
    var mutatie = Mutatie(seed: 1)
    var agreed = (good: 0, bad: 0)
    for _ in 0..<Self.mutaties {
      let document = mutatie.bytes(Array(Self.rich.utf8))
      let (ours, expat) = (try XMLReading.ours(document), try XMLReading.expat(document))
      if let fault = ours.fault {
        agreed.bad += 1
        if expat.fault == nil {
          #expect(XMLReading.isOfProfile(fault), "\(fault): \(String(decoding: document, as: UTF8.self))")
        }
      } else {
        agreed.good += 1
        #expect(expat.fault == nil, "\(expat.fault ?? ""): \(String(decoding: document, as: UTF8.self))")
        #expect(ours.events == expat.events, "\(String(decoding: document, as: UTF8.self))")
      }
    }
    // A mutation that never leaves a document whole would show nothing of events.
    #expect(agreed.good > Self.mutaties / 20 && agreed.bad > Self.mutaties / 4, "\(agreed)")
  }

  @Test("xmllint says the same of deliveries and feedback that were changed")
  func validity() throws {
    let names = try Schema.document(Bestanden.pve.get()).matches(of: /<xs:element name="(\w+)"/).map { String($0.1) }
    let sources = try Bestanden.samples.filter { $0.bytes.count < 6_000 }.map(Bestanden.xml)
    var mutatie = Mutatie(seed: 2)
    var documents: [[UInt8]] = []
    for index in 0..<Self.mutaties / 4 {
      documents.append(mutatie.elements(sources[index % sources.count], names: names))
    }
    var agreed = (good: 0, bad: 0, ours: 0)
    for (document, isValid) in zip(documents, try Xmllint.valid(documents)) {
      let reading = try XMLRecords(document, pve: Bestanden.pve.get())
      #expect(try XMLRecords(document, pve: Bestanden.pve.get(), usesShortcuts: false) == reading)
      if isValid == reading.faults.isEmpty {
        agreed = isValid ? (agreed.good + 1, agreed.bad, agreed.ours) : (agreed.good, agreed.bad + 1, agreed.ours)
      } else {
        agreed.ours += 1
        // The one difference: what another sectordeel or version has, which the header decides.
        #expect(
          isValid && reading.faults.allSatisfy { $0.contains("niet bekend") || $0.contains("ontbreekt") },
          "xmllint: \(isValid), we: \(reading.faults)\n\(String(decoding: document, as: UTF8.self))")
      }
    }
    #expect(agreed.good > documents.count / 20 && agreed.bad > documents.count / 4, "\(agreed)")
  }
}
