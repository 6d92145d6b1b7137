import CExpat
import FileSystem
import Foundation
import ProgrammaVanEisen
import Records
import XMLBatch

/// The XML reader against expat and xmllint, on the same documents. Each side gives the number of meldingen that it saw.
final class XMLBench {
  private let pve: PvE
  private let specs: String
  private let files: [String]
  private let fixed: [String]
  /// The size of all documents.
  private(set) var bytes = 0
  /// How many meldingen the fixed files hold.
  private(set) var meldingen = 0

  init(_ pve: PvE, specs: String, files: [String], fixed: [String]) throws {
    (self.pve, self.specs, self.files, self.fixed) = (pve, specs, files, fixed)
    for file in files { bytes += try FileSource(file).mark().size }
    meldingen = try split()
  }

  /// Splits the fixed files into records.
  func split() throws -> Int {
    var count = 0
    for file in fixed {
      var reader = BlockReader(try FileSource(file))
      reader.use(pve.layouts[0])
      while try reader.next() { count += reader.block.lines.count { $0.record == 305 } }
    }
    return count
  }

  /// Reads the documents label by label.
  func tokens() throws -> Int {
    var count = 0
    for file in files {
      var tokenizer = XMLTokenizer(try FileSource(file), namespace: pve.xml.naamruimte)
      reading: while true {
        switch try tokenizer.next() {
        case .start: if tokenizer.depth == 2 { count += 1 }
        case .end, .text: break
        case .finished: break reading
        }
      }
      // The identification and the header lie as deep as the meldingen.
      count -= 2
    }
    return count
  }

  /// Reads the documents as the program does: into records, by the schema.
  func records() throws -> Int {
    var count = 0
    for file in files {
      var reader = try XMLBatchReader(try FileSource(file), pve: pve)
      while try reader.next() {
        count += reader.block.lines.count { $0.record == 305 }
        if let fault = reader.faults.first { throw fault }
      }
    }
    return count
  }

  /// What expat sees: elements by their expanded names, and text.
  func expat() throws -> Int {
    // Behind a pointer, so that expat pays for no counting of references.
    let counter = UnsafeMutablePointer<(depth: Int, count: Int, text: Int)>.allocate(capacity: 1)
    counter.initialize(to: (0, 0, 0))
    defer { counter.deallocate() }
    for file in files {
      guard let parser = XML_ParserCreateNS(nil, 0x0A) else { throw BronError(.usage, "expat could not be started") }
      defer { XML_ParserFree(parser) }
      XML_SetUserData(parser, counter)
      XML_SetElementHandler(
        parser,
        { data, _, _ in
          let counter = data?.assumingMemoryBound(to: (depth: Int, count: Int, text: Int).self)
          counter?.pointee.depth += 1
          if counter?.pointee.depth == 2 { counter?.pointee.count += 1 }
        },
        { data, _ in
          data?.assumingMemoryBound(to: (depth: Int, count: Int, text: Int).self).pointee.depth -= 1
        })
      XML_SetCharacterDataHandler(parser) { data, _, count in
        data?.assumingMemoryBound(to: (depth: Int, count: Int, text: Int).self).pointee.text += Int(count)
      }
      let source = try FileSource(file)
      var read = 1
      while read > 0 {
        guard let buffer = XML_GetBuffer(parser, 1 << 18) else { throw BronError(.usage, "expat has no memory") }
        read = try source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: 1 << 18))
        if XML_ParseBuffer(parser, Int32(read), read == 0 ? 1 : 0) != XML_STATUS_OK {
          throw BronError(.usage, "expat refuses the document", at: .init(file))
        }
      }
      counter.pointee.count -= 2
    }
    return counter.pointee.count
  }

  /// xmllint over all documents; gives its exit code.
  func xmllint() throws -> Int {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["xmllint", "--noout", "--nonet", "--stream", "--schema", "\(specs)/bronbatch.xsd"] + files
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Int(process.terminationStatus)
  }
}
