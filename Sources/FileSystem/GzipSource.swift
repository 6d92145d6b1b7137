import CSystem

/// The unpacked bytes of a gzip file of one or more members.
///
/// Anything after the last member that does not begin one, a member that is cut off and a wrong
/// checksum are errors of code `gzip`.
public final class GzipSource: ByteSource {
  private let source: any ByteSource
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8]
  private var start = 0
  private var end = 0
  private var insideMember = false
  private var anyMember = false
  private var isCorrupt = false

  /// Unpacks what `source` gives; an error of code `gzip` where zlib has no memory.
  public init(_ source: any ByteSource) throws {
    self.source = source
    input = [UInt8](repeating: 0, count: 1 << 16)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    if csystem_inflate_init_gzip(stream) != Z_OK {
      throw BronError(.gzip, "the gzip reader could not be started", remedy: "There may be too little memory")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// What comes before a fault is given first; the error follows at the next read.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      if isCorrupt { throw BronError(.gzip, "the gzip stream is corrupt") }
      if start == end {
        start = 0
        end = try input.withUnsafeMutableBytes { try source.read(into: $0) }
        if end == 0 {
          // What zlib still holds of a member that is cut off comes before the error.
          let rest = insideMember ? try inflate(into: buffer) : 0
          if rest > 0 { return rest }
          if insideMember || !anyMember { throw BronError(.gzip, "the gzip stream is cut off") }
          return 0
        }
      }
      if !insideMember && anyMember && inflateReset(stream) != Z_OK {
        throw BronError(.gzip, "the gzip reader could not go on to the next member")
      }
      insideMember = true
      anyMember = true
      let written = try inflate(into: buffer)
      if written > 0 { return written }
    }
  }

  private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let room = min(buffer.count, Int(UInt32.max))
    let result = input.withUnsafeMutableBytes { bytes -> Int32 in
      stream.pointee.next_in = bytes.bindMemory(to: UInt8.self).baseAddress! + start
      stream.pointee.avail_in = UInt32(end - start)
      stream.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(room)
      return CSystem.inflate(stream, Z_NO_FLUSH)
    }
    start = end - Int(stream.pointee.avail_in)
    switch result {
    case Z_OK: break
    case Z_STREAM_END: insideMember = false
    case Z_BUF_ERROR where start == end: break
    default:
      // What could be unpacked before it is given first, so that the place of the fault is known.
      isCorrupt = true
    }
    return room - Int(stream.pointee.avail_out)
  }
}

/// Whether bytes begin as a gzip member does.
public func isGzip(_ first: some Collection<UInt8>) -> Bool {
  first.starts(with: [0x1F, 0x8B])
}
