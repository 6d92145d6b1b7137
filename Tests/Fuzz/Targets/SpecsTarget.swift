import FileSystem

/// The first byte says which file of `Specs/` the rest is.
enum SpecsTarget {
  private static let specs = Result {
    let specs = try SmallSpecs()
    // What is wrong with the files as they are would hide all that is wrong with those of the fuzzer.
    _ = try specs.load()
    return specs
  }

  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let specs = try specs.get()
    let file = SmallSpecs.files[Int(choice) % SmallSpecs.files.count]
    try specs.with(Array(bytes.dropFirst()), in: file) {
      try Workplace.expecting(.specs) { _ = try specs.load() }
    }
  }
}
