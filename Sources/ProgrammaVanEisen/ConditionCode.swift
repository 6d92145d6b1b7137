/// A condition, compiled to flat tests that jump.
///
/// Every step is one test of bytes with two exits: the next step to take, or an end. There is no
/// stack and no value in between, so running it allocates nothing. The machine that runs it is
/// `ConditionMachine` in the module Checks.
public struct ConditionCode: Sendable {
  /// Where the bytes of an operand are.
  public enum Slot: UInt8, Sendable {
    /// The record at hand.
    case record = 0
    /// The record of the outer and the inner `exists`.
    case outer, inner
    /// The record before the one at hand, of which only the recordsoort is looked at.
    case previous
    /// What holds for the whole delivery: see `ConditionContext`.
    case context
    /// The header record, 300.
    case header
    /// The constants of the code.
    case constant
    /// The values that `lookup` found: a test may look at two of them.
    case found, otherFound
  }

  /// A stretch of bytes.
  public struct Operand: Sendable, Hashable {
    /// What the bytes are part of.
    public var slot: Slot
    /// Wide enough for the constants of a whole catalogue, which lie behind each other.
    public var offset: UInt32
    /// In bytes.
    public var length: UInt16

    /// `offset` counts from the start of the slot, for a record from its recordsoort.
    public init(_ slot: Slot, offset: Int, length: Int) {
      self.slot = slot
      self.offset = UInt32(offset)
      self.length = UInt16(length)
    }
  }

  /// What a step tests.
  public enum Operation: UInt8, Sendable {
    /// `a`, at most 8 bytes, equals the word `k`.
    case equalWord
    /// `a`, at most 8 bytes, equals one of `count` words from `k` on.
    case oneOfWords
    /// Each byte of `a`, at most 8, lies between those of two words: one of `count` pairs from `k` on.
    case between
    /// `a` holds only spaces.
    case blank
    /// `a` and `b` are equal, the shorter one padded with spaces.
    case equal
    /// `a` comes before `b`.
    case less
    /// `a` comes before `b` or equals it.
    case lessOrEqual
    /// `a` is an existing day EEJJMMDD.
    case datum
    /// `a` is an existing day, or JJJJMM00, or JJJJ0000.
    case onvolledigeDatum
    /// `a` passes the elfproef of a BSN, or of an onderwijsnummer.
    case elfproefBSN, elfproefOnderwijsnummer
    /// `a` is digits from end to end.
    case digits
    /// `a` without its trailing spaces matches the pattern `k`.
    case matches
    /// `a` begins with, ends with or contains the constant `b`.
    case startsWith, endsWith, contains
    /// `a` is a key of table `k`.
    case inTable
    /// Table look-up `k` finds a row that is valid.
    case valid
    /// Puts column `b.offset` of the row `a` of table `k` into the slot of `b`; both exits are the next step.
    case lookup
    /// Number expression `k` compares with number expression `count` (by `comparison`).
    case numbers
    /// Loop `k` finds a record for which its body holds.
    case exists
    /// Always holds.
    case always
  }

  /// One test.
  public struct Step: Sendable {
    /// Says which of the others count.
    public var operation: Operation
    /// What is tested.
    public var a = Operand(.record, offset: 0, length: 0)
    /// What it is compared with; for `lookup`, the column and where its value goes.
    public var b = Operand(.record, offset: 0, length: 0)
    /// A word itself, or the place of words, a pattern, a table, a loop or a number expression.
    public var k: UInt64 = 0
    /// How many words; for `numbers`, the place of the second expression.
    public var count: Int32 = 0
    /// Only for `numbers`; texts have an operation for each comparison.
    public var comparison: Expression.Comparison = .equal
    /// The step to take next when the test holds, or an end.
    public var yes: Int32 = 0
    /// The same when it does not.
    public var no: Int32 = 0
  }

  /// An `exists`.
  public struct Loop: Sendable {
    /// Which records of the melding it looks at, seen from the record at hand.
    public enum Range: Sendable {
      case all, before, after
      /// Only the last of those before.
      case last
    }

    /// The recordsoort of the records it looks at.
    public let record: Int
    /// Where in the melding they stand.
    public let range: Range
    /// Where its body finds the record that it looks at: `outer` or `inner`.
    public let slot: Slot
    /// The first step of its body.
    public internal(set) var body: Int32
  }

  /// A `geldig`: whether a table has a row with that key, valid on that day.
  public struct Validity: Sendable {
    /// The number of the table.
    public let table: Int
    /// The parts of the key.
    public internal(set) var key: [Operand]
    /// A day, or a year: then valid on a day of it.
    public internal(set) var date: Operand
  }

  /// A part of a number expression: what is done with the value so far, and with what.
  public struct NumberPart: Sendable {
    /// A value that a part brings.
    public enum Value: Sendable {
      case constant(Int)
      /// The digits of an operand; 0 where it is no number.
      case digits(Operand)
      /// The length without trailing spaces.
      case size(Operand)
      /// How many records there are of that kind.
      case records(Int, Loop.Range)
      /// How many records the melding has, its 305 included.
      case meldingSize
      /// How many meldingen, or records, the file has.
      case meldingen, allRecords
    }

    /// `add` for the first part, to 0.
    public let operation: Expression.Arithmetic
    /// The value.
    public let value: Value
  }

  /// The end of a condition that does not hold.
  public static let fails: Int32 = -1
  /// The end of a condition that holds.
  public static let holds: Int32 = -2

  /// The steps of the condition, and behind them the bodies of its loops.
  public internal(set) var steps: [Step] = []
  /// The words of `oneOfWords` and `between`.
  public internal(set) var words: [UInt64] = []
  /// The bytes of the slot `constant`, without anything between them.
  public internal(set) var constants: [UInt8] = []
  /// The patterns of `matches`.
  public internal(set) var patterns: [Pattern] = []
  /// The loops of `exists`.
  public internal(set) var loops: [Loop] = []
  /// The look-ups of `valid`.
  public internal(set) var validities: [Validity] = []
  /// The expressions of `numbers`; the parts of one are worked off from left to right.
  public internal(set) var numbers: [[NumberPart]] = []
  /// The reference tables without which the condition cannot be judged.
  public internal(set) var tables: Set<Tabel> = []

  /// No steps: conditions are added with `append`.
  public init() {}

  /// Adds room behind the constants, so that words can be loaded at their end.
  public mutating func pad(constants: Int) {
    self.constants += [UInt8](repeating: 0x20, count: constants)
  }

  /// Up to 8 bytes as one number, the first byte lowest, as the machine loads them.
  public static func word(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for (position, byte) in bytes.prefix(8).enumerated() { word |= UInt64(byte) << UInt64(8 * position) }
    return word
  }

  /// What a step compares with, besides its operands: words, or the place of its pattern.
  public func words(of step: Step) -> [UInt64] {
    switch step.operation {
    case .equalWord, .matches: [step.k]
    case .oneOfWords: Array(words[Int(step.k)..<Int(step.k) + Int(step.count)])
    case .between: Array(words[Int(step.k)..<Int(step.k) + 2 * Int(step.count)])
    default: []
    }
  }

  /// Adds `other` behind this code, with its ends replaced.
  ///
  /// - Parameters:
  ///   - holds: what the end `holds` becomes.
  ///   - fails: what the end `fails` becomes.
  public mutating func append(_ other: ConditionCode, holds: Int32, fails: Int32) {
    let start = Int32(steps.count)
    let bodies = other.loops.map(\.body).min() ?? Int32(other.steps.count)
    func shifted(_ operand: Operand) -> Operand {
      var operand = operand
      if operand.slot == .constant { operand.offset += UInt32(constants.count) }
      return operand
    }
    for (index, var step) in other.steps.enumerated() {
      // Steps of loop bodies end the body, not the condition.
      let inBody = Int32(index) >= bodies
      func moved(_ exit: Int32) -> Int32 {
        if exit >= 0 { return exit + start }
        if inBody { return exit }
        return exit == Self.holds ? holds : fails
      }
      step.yes = moved(step.yes)
      step.no = moved(step.no)
      switch step.operation {
      case .oneOfWords, .between: step.k += UInt64(words.count)
      case .matches: step.k += UInt64(patterns.count)
      case .exists: step.k += UInt64(loops.count)
      case .valid: step.k += UInt64(validities.count)
      case .numbers:
        step.k += UInt64(numbers.count)
        step.count += Int32(numbers.count)
      default: break
      }
      step.a = shifted(step.a)
      step.b = shifted(step.b)
      steps.append(step)
    }
    words += other.words
    validities += other.validities.map { Validity(table: $0.table, key: $0.key.map(shifted), date: shifted($0.date)) }
    constants += other.constants
    patterns += other.patterns
    loops += other.loops.map { loop in
      var loop = loop
      loop.body += start
      return loop
    }
    numbers += other.numbers
    tables.formUnion(other.tables)
  }
}

/// What holds for a whole delivery, as bytes that conditions can name.
public enum ConditionContext: String, CaseIterable, Sendable {
  /// The processing date, EEJJMMDD.
  case ontvangst
  /// The version of the PvE that the header names.
  case versie
  /// That of the header.
  case sectordeel
  /// The parts of the file name; blank where it has another form.
  case naamBrin = "naam.brin"
  case naamBatchnummer = "naam.batchnummer"
  case naamSectorletter = "naam.sectorletter"
  case naamAanleverpunt = "naam.aanleverpunt"
  /// The folder of the institution in the inbox; blank where the file lay in the inbox itself.
  case mapBrin = "map.brin"

  /// The bytes that it takes.
  public var length: Int {
    switch self {
    case .ontvangst: 8
    case .versie: 5
    case .sectordeel, .naamAanleverpunt: 2
    case .naamBrin, .mapBrin: 4
    case .naamBatchnummer: 3
    case .naamSectorletter: 1
    }
  }

  /// Where its bytes begin.
  public var offset: Int {
    Self.allCases.prefix { $0 != self }.reduce(0) { $0 + $1.length }
  }

  /// All of them together.
  public static var totalLength: Int { allCases.reduce(0) { $0 + $1.length } }
}
