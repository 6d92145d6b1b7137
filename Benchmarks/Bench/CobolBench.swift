import Foundation

/// The peer: a COBOL program that does the same field and record checks on the same deliveries.
struct CobolBench {
  let program: String
  let files: [String]

  /// Runs it, and gives the faults that it found.
  func check() throws -> Int {
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = files
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    guard process.terminationStatus == 0, numbers.count == 3 else { throw Failure(what: "\(program): \(text)") }
    return numbers[2]
  }

  struct Failure: Error {
    let what: String
  }
}
