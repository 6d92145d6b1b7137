import ArgumentParser
import CExpat
import FileSystem
import ProgrammaVanEisen
import Records
import XMLBatch

/// Reads deliveries in XML; every way must see the same meldingen.
struct XML: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read deliveries in XML.", subcommands: [Tokens.self, Read.self, Expat.self])

  /// Label by label.
  struct Tokens: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Read label by label.")

    @OptionGroup var specs: SpecsOption
    @Argument var files: [String]

    func run() throws {
      let namespace = try specs.load().xml.naamruimte
      try Sample.measure { sample in
        var count = 0
        for file in files {
          var tokenizer = XMLTokenizer(try FileSource(file), namespace: namespace)
          reading: while true {
            switch try tokenizer.next() {
            case .start: if tokenizer.depth == 2 { count += 1 }
            case .end, .text: break
            case .finished: break reading
            }
          }
        }
        sample.meldingen = count - files.count * XML.noMeldingen
      }.print()
    }
  }

  /// As the program does: into records, by the schema.
  struct Read: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Read into records, by the schema.")

    @OptionGroup var specs: SpecsOption
    @Argument var files: [String]

    func run() throws {
      let pve = try specs.load()
      try Sample.measure { sample in
        sample.meldingen = try files.reduce(0) { try $0 + XML.read(FileSource($1), pve) }
        sample.faults = 0
      }.print()
    }
  }

  /// How many meldingen a document holds; the first fault, where it has one.
  static func read(_ source: any ByteSource, _ pve: PvE) throws -> Int {
    var reader = try XMLBatchReader(source, pve: pve)
    var count = 0
    while try reader.next() {
      count += reader.block.lines.count { $0.record == 305 }
      if let fault = reader.faults.first { throw fault }
    }
    return count
  }

  /// What lies as deep in a document as the meldingen: the identification and the header.
  private static let noMeldingen = 2

  /// What expat sees: elements by their expanded names, and text.
  struct Expat: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Have expat read, with namespaces.")

    @Argument var files: [String]

    /// What the handlers count.
    private struct Counter {
      var depth = 0
      var elements = 0
      var text = 0
    }

    func run() throws {
      // Behind a pointer, so that expat pays for no counting of references.
      let counter = UnsafeMutablePointer<Counter>.allocate(capacity: 1)
      counter.initialize(to: Counter())
      defer { counter.deallocate() }
      try Sample.measure { sample in
        for file in files { try Self.read(try FileSource(file), counter, file) }
        sample.meldingen = counter.pointee.elements - files.count * XML.noMeldingen
      }.print()
    }

    private static func read(_ source: FileSource, _ counter: UnsafeMutablePointer<Counter>, _ file: String) throws {
      guard let parser = XML_ParserCreateNS(nil, 0x0A) else { throw BronError(.usage, "expat could not be started") }
      defer { XML_ParserFree(parser) }
      XML_SetUserData(parser, counter)
      XML_SetElementHandler(
        parser,
        { data, _, _ in
          let counter = data?.assumingMemoryBound(to: Counter.self)
          counter?.pointee.depth += 1
          if counter?.pointee.depth == 2 { counter?.pointee.elements += 1 }
        },
        { data, _ in data?.assumingMemoryBound(to: Counter.self).pointee.depth -= 1 })
      XML_SetCharacterDataHandler(parser) { data, _, count in
        data?.assumingMemoryBound(to: Counter.self).pointee.text += Int(count)
      }
      var read = 1
      while read > 0 {
        guard let buffer = XML_GetBuffer(parser, 1 << 18) else { throw BronError(.usage, "expat has no memory") }
        read = try source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: 1 << 18))
        if XML_ParseBuffer(parser, Int32(read), read == 0 ? 1 : 0) != XML_STATUS_OK {
          throw BronError(.usage, "expat refuses the document", at: .init(file))
        }
      }
    }
  }
}
