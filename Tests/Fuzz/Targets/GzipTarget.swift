import CSystem
import FileSystem
import TestSupport

/// The first byte says how few bytes are read and given at a time.
enum GzipTarget {
  /// What is unpacked of a file at the most.
  private static let most = 1 << 17

  /// What came out, and whether all was right.
  private struct Outcome: Equatable {
    var bytes: [UInt8]
    var isRight: Bool
  }

  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let file = Array(bytes.dropFirst())
    let (input, output) = ([Int.max, 1, 5, 300][Int(choice & 3)], [1 << 16, 1, 9, 700][Int(choice >> 2 & 3)])
    let found = try unpack(file, input: input, output: output)
    let expected = try reference(file)
    if found.isRight != expected.isRight { throw Finding("right \(found.isRight), zlib says \(expected.isRight)") }
    if found.bytes != expected.bytes {
      throw Finding("\(found.bytes.count) bytes that are not the \(expected.bytes.count) of zlib")
    }
  }

  private static func unpack(_ file: [UInt8], input: Int, output: Int) throws -> Outcome {
    let source = try GzipSource(TrickleSource(file, most: input))
    var unpacked: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: output)
    do {
      while unpacked.count < most {
        let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
        if count == 0 { return Outcome(bytes: unpacked, isRight: true) }
        unpacked += buffer[..<count]
      }
      return Outcome(bytes: Array(unpacked.prefix(most)), isRight: true)
    } catch let error as BronError where error.code == .gzip {
      return Outcome(bytes: unpacked, isRight: false)
    }
  }

  /// The whole file given to zlib at once, and room for all that may come out.
  private static func reference(_ file: [UInt8]) throws -> Outcome {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    guard csystem_inflate_init_gzip(stream) == Z_OK else { throw Finding("zlib has no memory") }
    defer { inflateEnd(stream) }
    var input = file
    var output = [UInt8](repeating: 0, count: most)
    return input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        var isRight = false
        repeat {
          isRight = inflate(stream, Z_NO_FLUSH) == Z_STREAM_END
          if isRight && stream.pointee.avail_in > 0 { inflateReset(stream) }
        } while isRight && stream.pointee.avail_in > 0 && stream.pointee.avail_out > 0
        let count = output.count - Int(stream.pointee.avail_out)
        return Outcome(bytes: Array(output[..<count]), isRight: isRight || count == output.count)
      }
    }
  }
}
