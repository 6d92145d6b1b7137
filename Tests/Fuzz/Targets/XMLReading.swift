import CExpat
import FileSystem
import TestSupport
import XMLBatch

/// What a reader of XML tells of a document.
public enum XMLEvent: Equatable, Sendable {
  /// A start label, at the place where it begins.
  case start(String, attributes: [String: String], line: Int, column: Int)
  /// An end label.
  case end(String)
  /// All text up to the next label.
  case text(String)
}

/// What a reader of XML makes of a whole document: its events up to the end or the first fault.
public struct XMLReading {
  /// What it tells, in order.
  public private(set) var events: [XMLEvent] = []
  /// What is wrong with it; nil where it is well-formed.
  public private(set) var fault: String?

  /// Whether a fault is one against our profile alone, which a document may have that is well-formed.
  public static func isOfProfile(_ fault: String) -> Bool {
    ["DOCTYPE", "andere codering", "geen XML 1.0", "UTF-16", "meer dan", "langer dan"].contains { fault.contains($0) }
  }

  /// Whether a fault is that a piece of a document is longer than it may be.
  public static func isTooLong(_ fault: String) -> Bool { fault.contains("commentaar is langer dan") }

  private mutating func add(text: String) {
    if case .text(let before) = events.last {
      events[events.count - 1] = .text(before + text)
    } else {
      events.append(.text(text))
    }
  }
}

// MARK: Ours

extension XMLReading {
  /// What our tokenizer makes of a document that comes in parts of at most `most` bytes.
  public static func ours(_ document: [UInt8], limits: XMLLimits = XMLLimits(), most: Int = .max) throws -> XMLReading {
    var reading = XMLReading()
    let source: any ByteSource = most == .max ? MemorySource(document) : TrickleSource(document, most: most)
    var tokenizer = XMLTokenizer(source, namespace: "urn:bronbatch:v1", limits: limits)
    var open: [String] = []
    do {
      while true {
        switch try tokenizer.next() {
        case .start:
          let name = expanded(tokenizer.namespace, tokenizer.localName)
          let attributes = tokenizer.attributeTexts.map { (expanded($0.namespace, $0.name), $0.value) }
          let place = tokenizer.place()
          open.append(name)
          reading.events.append(
            .start(
              name, attributes: .init(attributes, uniquingKeysWith: { $1 }), line: place.line, column: place.column))
        case .end: reading.events.append(.end(open.removeLast()))
        case .text:
          var bytes: [UInt8] = []
          tokenizer.append(to: &bytes)
          if !bytes.isEmpty { reading.add(text: String(decoding: bytes, as: UTF8.self)) }
        case .finished: return reading
        }
      }
    } catch let fault as XMLFault {
      reading.fault = fault.description
    }
    return reading
  }

  private static func expanded(_ namespace: String, _ name: String) -> String {
    namespace.isEmpty ? name : "\(namespace)\n\(name)"
  }
}

// MARK: expat

extension XMLReading {
  private final class Listener {
    let parser: XML_Parser
    var reading = XMLReading()

    init(_ parser: XML_Parser) {
      self.parser = parser
    }

    static func from(_ pointer: UnsafeMutableRawPointer?) -> Listener? {
      pointer.map { Unmanaged<Listener>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  /// What expat makes of a document.
  public static func expat(_ document: [UInt8]) throws -> XMLReading {
    guard let parser = XML_ParserCreateNS(nil, 0x0A) else { throw Finding("expat has no memory") }
    defer { XML_ParserFree(parser) }
    let listener = Listener(parser)
    XML_SetUserData(parser, Unmanaged.passUnretained(listener).toOpaque())
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let listener = Listener.from(data), let name, let attributes else { return }
        var list: [String: String] = [:]
        var index = 0
        while let key = attributes[index], let value = attributes[index + 1] {
          list[String(cString: key)] = String(cString: value)
          index += 2
        }
        listener.reading.events.append(
          .start(
            String(cString: name), attributes: list, line: Int(XML_GetCurrentLineNumber(listener.parser)),
            column: Int(XML_GetCurrentColumnNumber(listener.parser)) + 1))
      },
      { data, name in
        guard let name else { return }
        Listener.from(data)?.reading.events.append(.end(String(cString: name)))
      })
    XML_SetCharacterDataHandler(parser) { data, text, count in
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
      Listener.from(data)?.reading.add(text: String(decoding: bytes, as: UTF8.self))
    }
    let status = document.withUnsafeBytes { bytes in
      XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 1)
    }
    if status != XML_STATUS_OK {
      let message = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? ""
      listener.reading.fault = "line \(XML_GetCurrentLineNumber(parser)): \(message)"
    }
    return listener.reading
  }
}
