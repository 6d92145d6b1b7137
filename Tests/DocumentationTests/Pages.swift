import Documentation
import Foundation
import TestSupport
import Testing

/// The pages as a reader finds them: their text, and what leads where.
struct Pages {
  /// The real `Specs/`.
  static let specs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Specs").path

  let files: [Documentation.File]
  /// The pages by name, the stylesheet not.
  let markup: [String: String]
  /// The same without their markup: for each run of tags stands `|`.
  let text: [String: String]
  /// The pieces of text between tags.
  let pieces: [String: Set<Substring>]
  /// What stands in the first cells of each row, with `|` between them.
  let rows: [String: Set<String>]
  let ids: [String: [String]]
  let links: [String: [String]]

  init(_ documentation: Documentation) {
    files = documentation.files
    let pages = files.filter { $0.name.hasSuffix(".html") }.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
    markup = Dictionary(uniqueKeysWithValues: pages)
    text = markup.mapValues { Self.unescaped(Self.stripped($0)) }
    pieces = text.mapValues { Set($0.split(separator: "|")) }
    rows = text.mapValues { text in
      Set(
        text.split(separator: "\n").flatMap { line -> [String] in
          let cells = line.split(separator: "|")
          return [cells.prefix(2), cells.prefix(4)].map { $0.joined(separator: "|") }
        })
    }
    ids = markup.mapValues { Self.values(of: "id", in: $0) }
    links = markup.mapValues { Self.values(of: "href", in: $0).filter { $0 != "stijl.css" } }
  }

  private static func stripped(_ markup: String) -> String {
    var text: [UInt8] = []
    var isTag = false
    for byte in markup.utf8 {
      switch byte {
      case UInt8(ascii: "<"):
        isTag = true
        if text.last != UInt8(ascii: "|") { text.append(UInt8(ascii: "|")) }
      case UInt8(ascii: ">"): isTag = false
      default: if !isTag { text.append(byte) }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func values(of attribute: String, in markup: String) -> [String] {
    markup.components(separatedBy: " \(attribute)=\"").dropFirst().map { rest in
      unescaped(String(rest.prefix { $0 != "\"" }))
    }
  }

  private static func unescaped(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&amp;", with: "&")
  }

  /// Has xmllint read every page.
  func expectWellFormed() throws {
    let folder = try TemporaryFolder()
    for (name, markup) in markup { try folder.put(markup, in: name) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/xmllint")
    process.arguments = ["--nonet", "--noout"] + markup.keys.sorted().map(folder.file)
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let errors = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && !markup.isEmpty, "\(errors)")
  }
}
