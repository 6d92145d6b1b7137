/// What another version or form of a record has and this one has not is known before a record is read: its tests always
/// go the same way. They are taken out of the code here, so that no record comes to them.
extension ConditionCode {
  /// Leads every jump past the steps that always go the same way, and drops those that nothing comes to any more.
  mutating func dropIdleSteps() {
    // Jumps lead only forwards: from the last step back, each finds those behind it done.
    for index in steps.indices.reversed() {
      if steps[index].operation == .always { steps[index].no = steps[index].yes }
      steps[index].yes = destination(of: steps[index].yes)
      steps[index].no = destination(of: steps[index].no)
      if steps[index].isIdle { steps[index].operation = .always }
    }
    for index in loops.indices {
      // A body that is decided at once stays, as one step.
      let body = destination(of: loops[index].body)
      if body >= 0 { loops[index].body = body }
    }
    let first = steps.isEmpty ? 0 : max(0, destination(of: 0))
    keep(reachable(from: [first] + loops.map(\.body)))
  }

  /// Whether it is known before a record is read that it does not hold.
  public var neverHolds: Bool { steps.first.map { $0.yes == Self.fails && $0.no == Self.fails } ?? false }

  /// Where a jump leads in the end.
  private func destination(of exit: Int32) -> Int32 {
    var exit = exit
    while exit >= 0, steps[Int(exit)].isIdle { exit = steps[Int(exit)].yes }
    return exit
  }

  private func reachable(from starts: [Int32]) -> [Bool] {
    var isReached = steps.map { _ in false }
    for start in starts where steps.indices.contains(Int(start)) { isReached[Int(start)] = true }
    for (index, step) in steps.enumerated() where isReached[index] {
      for exit in [step.yes, step.no] where exit >= 0 { isReached[Int(exit)] = true }
    }
    return isReached
  }

  private mutating func keep(_ isKept: [Bool]) {
    var places: [Int32] = []
    var count: Int32 = 0
    for isKept in isKept {
      places.append(count)
      if isKept { count += 1 }
    }
    func moved(_ exit: Int32) -> Int32 { exit >= 0 ? places[Int(exit)] : exit }
    steps = zip(steps, isKept).filter(\.1).map { step, _ in
      var step = step
      step.yes = moved(step.yes)
      step.no = moved(step.no)
      return step
    }
    for index in loops.indices { loops[index].body = moved(loops[index].body) }
  }
}

extension ConditionCode.Step {
  /// Whether it does nothing but go on; a look-up goes on too, with what it found.
  fileprivate var isIdle: Bool { operation != .lookup && yes == no }
}
