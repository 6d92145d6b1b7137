import CSystem

/// Packs bytes as one gzip member, the same bytes for the same input: no name and no time in it.
///
/// By ISA-L at its second level, which packs the answers of a night, mostly spaces, to the size that libdeflate and
/// `pigz` do at their first, three to five times as fast.
///
/// - Throws: `BronError` of code `gzip` where there is no memory, or more than 4 GB to pack.
public func gzipMember(_ bytes: [UInt8]) throws -> [UInt8] {
  // What does not get smaller is stored: five bytes for each piece, a header of ten and a trailer of eight.
  let room = bytes.count + bytes.count / 1_024 + 1_024
  return try [UInt8](unsafeUninitializedCapacity: room) { output, count in
    count = bytes.withUnsafeBytes { csystem_gzip($0.baseAddress, $0.count, output.baseAddress, room) }
    if count == 0 {
      throw BronError(.gzip, "the gzip writer could not pack a member", remedy: "There may be too little memory")
    }
  }
}
