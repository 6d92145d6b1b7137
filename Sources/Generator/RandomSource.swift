/// Random numbers that are a function of what they are for: the same key gives the same numbers, in
/// whatever order keys are asked (SplitMix64).
struct RandomSource {
  /// What the numbers are for, so that one use never shifts those of another.
  enum Stream: UInt64 {
    case block = 1, persoon, naam, verloop, inschrijving, fase, bpv, institution, start, vaardigheid, examen, fault
  }

  private static let step: UInt64 = 0x9E37_79B9_7F4A_7C15

  private var state: UInt64

  /// The numbers of one subject, told by two numbers, such as a person and an inschrijving.
  @inline(__always)
  init(_ seed: UInt64, _ stream: Stream, _ first: Int, _ second: Int = 0) {
    let subject = Self.mix(Self.mix(seed &+ stream.rawValue &* Self.step) ^ UInt64(bitPattern: Int64(first)))
    state = Self.mix(subject &+ UInt64(bitPattern: Int64(second)) &* Self.step)
  }

  /// The next 64 bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= Self.step
    return Self.mix(state)
  }

  /// A number from 0 up to, not including, `bound`.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// True in `share` of a thousand cases.
  @inline(__always)
  mutating func chance(_ share: Int) -> Bool {
    below(1_000) < share
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
