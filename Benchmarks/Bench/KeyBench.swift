import ArgumentParser
import Records
import Reference

/// Looks codes up in the index of the reference tables, or in the dictionary that it takes the place of.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look up codes of a reference table.",
    discussion: "As the program does, or with --dictionary in one of the standard library.")

  @Flag(help: "Look them up in a dictionary.") var dictionary = false
  @Option(help: "How many codes the table has.") var codes = 100_000
  @Option(help: "How many are looked up.") var lookups = 5_000_000

  func run() throws {
    var scatter = Scatter()
    // Half of them are in no table.
    let asked = (0..<1 << 16).map { _ in Array("\(10_000_000 + scatter.below(2 * codes))".utf8) }
    let found = { (places: (Int) -> Int?) in
      (0..<lookups).reduce(0) { $0 + (places($1 & (asked.count - 1)) == nil ? 0 : 1) }
    }
    if dictionary {
      var numbers: [[UInt8]: Int] = [:]
      for code in 0..<codes { numbers[Array("\(10_000_000 + code)".utf8)] = code }
      try Sample.measure { $0.count = found { numbers[asked[$0]] } }.print()
    } else {
      var index = KeyIndex()
      for code in 0..<codes { _ = index.add(TableKey("\(10_000_000 + code)".utf8)) }
      try Sample.measure { $0.count = found { index.number(of: TableKey(asked[$0])) } }.print()
    }
  }
}
