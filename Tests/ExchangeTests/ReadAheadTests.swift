import FileSystem
import Glibc
import Synchronization
import Testing

/// Blocks that are read ahead on threads beside the one that has the register: what goes wrong there, and a stop.
struct ReadAheadTests {
  /// More than one block, so that something is read ahead.
  private static let aanlevering = Delivery((1...1_500).flatMap { Regels.fout($0) } + Regels.goed(1_501))

  /// Reads, of which one may fail.
  private final class Reads: Sendable {
    private let number = Mutex(0)
    private let failing: Int

    /// - Parameter failing: the one that fails, counted from 1.
    init(failing: Int = .max) { self.failing = failing }

    var count: Int { number.withLock { $0 } }

    var folders: Folders {
      var system = SystemCalls.live
      system.read = { descriptor, buffer in
        let number = self.number.withLock {
          $0 += 1
          return $0
        }
        return number == self.failing ? -Int(EIO) : SystemCalls.live.read(descriptor, buffer)
      }
      return Folders(system: system)
    }
  }

  /// The answers in the outbox, by their names.
  private func answers(_ bench: Exchangebench) throws -> [String: [UInt8]] {
    try Dictionary(uniqueKeysWithValues: bench.files("Outbox").map { ($0, try bench.bytes("Outbox/\($0)")) })
  }

  /// Nothing is kept of a delivery of which a block could not be read, and the next run answers it.
  @Test(arguments: [2, 4]) func aReadThatFailsBesideEndsTheDelivery(werkers: Int) throws {
    let (expected, reads) = try Exchangebench.with(controles: .bestand) { bench in
      try bench.deliver(Self.aanlevering)
      let reads = Reads()
      #expect(try bench.run(folders: reads.folders).isEmpty)
      return (try answers(bench), reads.count)
    }
    #expect(expected.count == 2)
    // The second reading is the last thing that is read: its beginning, two blocks, and its end.
    for failing in reads - 3...reads {
      try Exchangebench.with(controles: .bestand, werkers: werkers) { bench in
        try bench.deliver(Self.aanlevering)
        let storingen = try bench.run(folders: Reads(failing: failing).folders)
        #expect(storingen.map { ($0.fout as? BronError)?.code } == [.system], "\(failing) of \(reads)")
        #expect(try bench.isEmptyRegister())
        #expect(try bench.files("Outbox").isEmpty)
        try bench.run()
        #expect(try answers(bench) == expected)
      }
    }
  }

  /// The delivery at hand, which waits for its turn at the register, is answered before a stopped service ends.
  @Test(arguments: [1, 4]) func aStopWaitsForTheDeliveryAtHand(werkers: Int) throws {
    let expected = try Exchangebench.with { bench in
      try bench.deliver(Self.aanlevering)
      try bench.run()
      return try answers(bench)
    }
    try Exchangebench.withFolder { folder in
      let bench = try Exchangebench(folder)
      let dienst = try WatchTests.Dienst(folder, ["--workers", "\(werkers)"])
      var beurt: Lock? = try Folders().lock(folder.path)
      try bench.deliver(Self.aanlevering)
      try dienst.waitFor("Inbox/.work/\(Self.aanlevering.naam)")
      dienst.signal(SIGTERM)
      try dienst.wait("the end") { try dienst.errors().contains("stopping") }
      withExtendedLifetime(beurt) {}
      beurt = nil
      #expect(dienst.code() == 0)
      #expect(try answers(bench) == expected)
      #expect(try bench.files("Inbox").isEmpty)
    }
  }
}
