import FileSystem
import TestSupport
import XMLBatch

/// The first byte says how few bytes are read at a time, the rest is a document. Its tokens are held against expat; its
/// records, read the short way, against the same read label by label, and against what comes back from them as XML.
enum XMLTarget {
  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let document = Array(bytes.dropFirst())
    let most = [Int.max, 1, 7, 300][Int(choice & 3)]
    try compareTokens(document, most)
    let quick = try XMLRecords(document, pve: Workplace.pve.get())
    let slow = try XMLRecords(document, pve: Workplace.pve.get(), most: most, usesShortcuts: false)
    if quick != slow { throw Finding("the short way: \(quick.faults); label by label: \(slow.faults)") }
    // Small pieces, so that the bytes at hand are moved many times.
    var limits = XMLLimits()
    limits.piece = 512
    let pieces = try XMLRecords(document, pve: Workplace.pve.get(), limits: limits)
    if quick != pieces && !pieces.faults.contains(where: XMLReading.isTooLong) {
      throw Finding("as a whole: \(quick.faults); in pieces: \(pieces.faults)")
    }
    if quick.faults.isEmpty { try comesBack(document, quick) }
  }

  private static func compareTokens(_ document: [UInt8], _ most: Int) throws {
    let (ours, expat) = (try XMLReading.ours(document, most: most), try XMLReading.expat(document))
    if let fault = ours.fault {
      if expat.fault == nil && !XMLReading.isOfProfile(fault) { throw Finding("we say: \(fault)") }
    } else if let fault = expat.fault {
      // expat knows the names of the fourth edition; the fifth allows nearly every character in them.
      if try XMLReading.expat(withPlainNames(document)).fault != nil { throw Finding("expat says: \(fault)") }
    } else if ours.events != expat.events {
      throw Finding("\(ours.events.count) events that are not the \(expat.events.count) of expat")
    }
  }

  /// The document with a letter that both editions know in the place of every one beyond U+00FF.
  private static func withPlainNames(_ document: [UInt8]) -> [UInt8] {
    Array(
      String(decoding: document, as: UTF8.self).unicodeScalars.reduce(into: "") { text, scalar in
        text.unicodeScalars.append(scalar.value > 0xFF && scalar.value != 0xFEFF ? "\u{E9}" : scalar)
      }.utf8)
  }

  /// A document without faults, in the fixed format and back, holds the same records.
  private static func comesBack(_ document: [UInt8], _ records: XMLRecords) throws {
    var fixed: [UInt8] = []
    let pve = try Workplace.pve.get()
    let faults = try Omzetting.naarVast(pve, MemorySource(document)) { fixed += $0 }
    if !faults.isEmpty { throw Finding("no faults, and then some: \(faults)") }
    var again: [UInt8] = []
    do {
      try Omzetting.naarXML(pve, naam: "fixed", open: { MemorySource(fixed) }) { again += $0 }
    } catch let error as BronError where error.code == .usage {
      // What would be refused as a delivery is not written: a version that there is not, for one.
      return
    }
    let back = try XMLRecords(again, pve: pve)
    if back.records != records.records || !back.faults.isEmpty {
      throw Finding("other records come back: \(back.faults)")
    }
  }
}
