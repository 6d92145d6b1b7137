import CSystem

/// Packs bytes as one gzip member, the same bytes for the same input: no name and no time in it.
///
/// - Parameter level: that of zlib, 1 (fast) to 9 (small).
/// - Throws: `BronError` of code `gzip` where zlib has no memory.
public func gzipMember(_ bytes: [UInt8], level: Int32 = 6) throws -> [UInt8] {
  // On the heap: zlib keeps the address of the stream and refuses to go on from another.
  let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  defer { stream.deallocate() }
  stream.initialize(to: z_stream())
  guard csystem_deflate_init_gzip(stream, level) == Z_OK else {
    throw BronError(.gzip, "the gzip writer could not be started", remedy: "There may be too little memory")
  }
  defer { deflateEnd(stream) }
  let bound = Int(deflateBound(stream, UInt(bytes.count)))
  var input = bytes
  return try [UInt8](unsafeUninitializedCapacity: bound) { output, count in
    let result = input.withUnsafeMutableBufferPointer { input in
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(output.count)
      return deflate(stream, Z_FINISH)
    }
    guard result == Z_STREAM_END else {
      throw BronError(.gzip, "the gzip writer could not finish a member")
    }
    count = bound - Int(stream.pointee.avail_out)
  }
}
