import ArgumentParser
import FileSystem

/// How much is read of a delivery.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Refuse a delivery of more bytes than this, unpacked. The default is more than 999,999 records can have.",
      valueName: "bytes"))
  var maxBytes = ReadLimits.delivery.bytes
  @Option(
    help: ArgumentHelp(
      "Refuse a packed delivery that unpacks to more than this many times its size. Deliveries stay below 100.",
      valueName: "times"))
  var maxRatio = ReadLimits.delivery.ratio

  func validate() throws {
    if maxBytes < 1 { throw ValidationError("'--max-bytes \(maxBytes)' cannot be; give 1 or more.") }
    if maxRatio < 1 { throw ValidationError("'--max-ratio \(maxRatio)' cannot be; give 1 or more.") }
  }

  var limits: ReadLimits { ReadLimits(bytes: maxBytes, ratio: maxRatio) }
}
