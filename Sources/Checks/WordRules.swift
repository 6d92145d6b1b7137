import Records

/// It is this one.
struct EqualWord: WordRule {
  let expected: UInt64

  @inline(__always)
  func holds(_ word: UInt64) -> Bool { word == expected }
}

/// It is one of a list of any length.
struct OneOfWords: WordRule {
  let codes: UnsafeBufferPointer<UInt64>

  @inline(__always)
  func holds(_ word: UInt64) -> Bool {
    // To go through all of them costs less than to guess where to stop.
    var found: UInt64 = 0
    for code in codes { found |= code == word ? 1 : 0 }
    return found != 0
  }
}

/// It is one of a list that has a table.
struct OneOfTable: WordRule {
  let places: UnsafeBufferPointer<UInt64>
  let factor: UInt64
  let shift: UInt64

  @inline(__always)
  func holds(_ word: UInt64) -> Bool { places[Int(truncatingIfNeeded: (word &* factor) &>> shift)] == word }
}

/// Each of its bytes lies between two others: those of one of the pairs of words, a low one and a high one.
struct Between: WordRule {
  let pairs: UnsafeBufferPointer<UInt64>

  @inline(__always)
  func holds(_ word: UInt64) -> Bool {
    var found: UInt64 = 0
    var index = 0
    while index < pairs.count {
      found |= Lanes.allBetween(word, pairs[index], pairs[index &+ 1]) ? 1 : 0
      index &+= 2
    }
    return found != 0
  }
}

/// It is an existing day.
struct IsDatum: WordRule {
  @inline(__always)
  func holds(_ word: UInt64) -> Bool { DateTest.isDatum(word) }
}

/// It is an existing day, or one of which only the year is known, or year and month.
struct IsOnvolledigeDatum: WordRule {
  @inline(__always)
  func holds(_ word: UInt64) -> Bool { DateTest.isOnvolledig(word) }
}

/// Its bytes are digits.
struct IsDigits: WordRule {
  static let digits: UInt64 = 0x3030_3030_3030_3030
  /// Digits in the bytes that the field does not have.
  private let rest: UInt64

  init(length: Int) { rest = length < 8 ? Self.digits << UInt64(8 * length) : 0 }

  @inline(__always)
  func holds(_ word: UInt64) -> Bool { Lanes.allDigits(word | rest) }
}
