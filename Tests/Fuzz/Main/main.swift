import Foundation
import Fuzzing

// Runs libFuzzer on the target that the environment names; its options and corpus are the arguments.

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What is asked for: a target, or the reader with the planted fault, which shows that faults are found.
private enum Job {
  static let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
  static let target = FuzzTarget(rawValue: name)
}

if Job.name == "list" {
  for target in FuzzTarget.allCases { print(target.rawValue, target.longest) }
  exit(0)
}
if Job.target == nil && Job.name != "planted" {
  let known = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
  FileHandle.standardError.write(Data("FUZZ_TARGET must name one of \(known), planted, list\n".utf8))
  exit(2)
}

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(
  runDriver(&count, &arguments) { bytes, size in
    let input = Array(UnsafeBufferPointer(start: bytes, count: size))
    do {
      try Job.target?.run(input) ?? PlantedFault.run(input)
    } catch {
      FileHandle.standardError.write(Data("FINDING: \(error)\n".utf8))
      abort()
    }
    return 0
  })
