import Exchange
import FileSystem
import Foundation
import Testing
import XMLBatch

/// Deliveries in XML go the way of the others, and are answered in XML.
struct XMLTests {
  static func xml(_ bytes: [UInt8]) throws -> [UInt8] {
    var xml: [UInt8] = []
    try Omzetting.naarXML(Exchangebench.pve(), naam: "test", open: { MemorySource(bytes) }) { xml += $0 }
    return xml
  }

  static func vast(_ xml: [UInt8]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    #expect(try Omzetting.naarVast(Exchangebench.pve(), MemorySource(xml)) { bytes += $0 } == [])
    return bytes
  }

  @Test("the samples as XML get the same feedback, in XML", arguments: ["bo", "bo-refused", "ed", "vavo"])
  func samples(folder: String) throws {
    try Exchangebench.with(reference: Exchangebench.sample(folder)) { bench in
      for sample in try Sample.all() where sample.folder == folder {
        let bytes = try Folders().bytes(of: Exchangebench.sample("\(folder)/\(sample.delivery)"))
        try bench.deliver(try gzipMember(Self.xml(bytes)), as: "\(sample.delivery).xml.gz")
        let uitkomst = try #require(try bench.run(sample.date).first)
        #expect(uitkomst.status == .aangenomen)
        let expected = try Folders().bytes(of: Exchangebench.sample("\(folder)/\(sample.feedback)"))
        let feedback = try bench.unpacked("Outbox/\(sample.feedback).xml.gz")
        #expect(try Self.vast(feedback) == expected)
        // As if the fixed feedback had been turned into XML.
        #expect(try Self.xml(expected) == feedback)
        let receipt = try bench.receipt(sample.delivery)
        #expect(receipt["terugkoppelbestand"] == "\(sample.feedback).xml.gz")
      }
    }
  }

  @Test("a document that is not well-formed is refused, with line, column and element")
  func notWellFormed() throws {
    try Exchangebench.with { bench in
      var text = String(decoding: try Self.xml(Delivery(Regels.goed(1)).bytes), as: UTF8.self)
      text = text.replacing("</leerlingnummer>", with: "</leerling>")
      try bench.deliver(Array(text.utf8), as: "01AA001A.B01.xml")
      #expect(try bench.run().map(\.status) == [.geweigerd])
      let receipt = try bench.receipt("01AA001A.B01")
      let fout = try #require(receipt.fouten.first)
      #expect(fout.code == "X034" && fout.regel == 6)
      #expect(
        fout.toelichting.contains("kolom") && fout.toelichting.contains("element &lt;leerlingnummer&gt;"), "\(fout)")
      #expect(try bench.files("Rejected").contains("01AA001A.B01.xml"))
    }
  }

  @Test("faults against the schema are listed on, and the same number may come again")
  func againstTheSchema() throws {
    try Exchangebench.with { bench in
      let good = String(decoding: try Self.xml(Delivery(Regels.goed(1)).bytes), as: UTF8.self)
      var text = good.replacing("<geslacht>", with: "<sekse>").replacing("</geslacht>", with: "</sekse>")
      text = text.replacing("<intensiteit>VT<", with: "<intensiteit>VTX<").replacing("<leerweg>", with: "<leerweg>€")
      try bench.deliver(Array(text.utf8), as: "01AA001A.B01.xml")
      #expect(try bench.run().map(\.status) == [.geweigerd])
      let receipt = try bench.receipt("01AA001A.B01")
      #expect(receipt.fouten.map(\.code) == ["X035", "X035", "X035"], "\(receipt.fouten)")
      #expect(receipt.fouten.map(\.regel) == [6, 7, 7])
      try bench.deliver(Array(good.utf8), as: "01AA001A.B01.xml")
      #expect(try bench.run().map(\.status) == [.aangenomen])
    }
  }

  @Test("check tells what a document has wrong, with its lines")
  func check() throws {
    try Exchangebench.withFolder { folder in
      let path = folder.appending(path: "01AA001A.B01.xml").path
      let fout = Delivery(Regels.goed(1).map { $0.replacing("BBLVT", with: "   VT") }).bytes
      try Data(try Self.xml(fout)).write(to: URL(filePath: path))
      let done = try Command.run(
        try Command.bronbatch(),
        ["check", "--specs", Exchangebench.root.appending(path: "Specs").path, "--date", "2009-06-15", path])
      #expect(done.code == 1)
      #expect(done.output.contains("830 afkeuring, 1 keer"), "\(done.output)")
      // The line of the record in the document.
      #expect(done.output.contains(/\n +7 +.* 1  \(leeg\)\n/), "\(done.output)")
    }
  }

  @Test("convert ends with 1 where a file would be refused, whatever its format, and writes nothing then")
  func convert() throws {
    try Exchangebench.withFolder { folder in
      let good = Delivery(Regels.goed(1)).bytes
      let xml = String(decoding: try Self.xml(good), as: UTF8.self)
      let files: [(name: String, bytes: [UInt8], code: Int32, told: String)] = [
        ("good", good, 0, ""), ("good.xml", Array(xml.utf8), 0, ""),
        ("feed", Array(good.dropLast(3)) + [0x0A], 1, "this line does not end in CR LF"),
        ("unknown", Delivery(["399000001"]).bytes, 1, "unknown:2: record 399 of 9 bytes is not known"),
        ("version", Delivery(Regels.goed(1)).with { $0.versie = "9.9" }.bytes, 1, "version"), ("none", [], 1, "empty"),
        ("cut.gz", try gzipMember(good).dropLast(9), 1, "cut off"),
        ("fault.xml", Array(xml.replacing("<geslacht>M</geslacht>", with: "<x/>").utf8), 1, "fault.xml: regel 6"),
        ("cut.xml", Array(xml.utf8.dropLast(9)), 1, "cut.xml: regel"),
      ]
      for file in files {
        try Data(file.bytes).write(to: folder.appending(path: file.name))
        let output = folder.appending(path: file.name.hasSuffix(".xml") ? "out" : "out.xml")
        let done = try Command.run(
          try Command.bronbatch(),
          ["convert", "--specs", Exchangebench.root.appending(path: "Specs").path, file.name, output.path], in: folder)
        #expect(done.code == file.code, "\(file.name): \(done)")
        #expect(file.told.isEmpty || (done.output + done.errors).contains(file.told), "\(file.name): \(done)")
        #expect(FileManager.default.fileExists(atPath: output.path) == (file.code == 0), "\(file.name)")
        if file.code == 0 { try FileManager.default.removeItem(at: output) }
      }
    }
  }

  @Test("what was delivered as XML and decided later is reported in XML, in its order")
  func decidedLater() throws {
    try BesluitTests.with { bench in
      try bench.deliver(try Self.xml(Delivery(Regels.goed(1) + BesluitTests.jansen(2)).bytes), as: "01AA001A.B01.xml")
      try bench.run()
      _ = try bench.beslis([(1, .kandidaat(1))])
      try bench.deliver(Delivery(batchnummer: "002", Regels.fout(1)))
      #expect(try bench.run().map(\.status) == [.aangenomen, .vervolg])
      // The decided one went before the new delivery, in a feedback of its own.
      let later = try Self.vast(try bench.unpacked("Outbox/01AA002T.B01.xml.gz"))
      #expect(String(decoding: later, as: UTF8.self).contains("405001000002"))
      #expect(try bench.feedback("01AA003T.B01").filter { $0.hasPrefix("402") }.count == 1)
    }
  }

  @Test("a delivery of the fixed format and one in XML follow each other")
  func mixed() throws {
    try Exchangebench.with { bench in
      try bench.deliver(Delivery(Regels.goed(1)))
      try bench.deliver(try Self.xml(Delivery(batchnummer: "002", Regels.fout(1)).bytes), as: "01AA002A.B01.xml")
      #expect(try bench.run().map(\.batchnummer) == [1, 2])
      #expect(try bench.files("Outbox").contains("01AA001T.B01.gz"))
      #expect(try bench.files("Outbox").contains("01AA002T.B01.xml.gz"))
    }
  }
}
