import ArgumentParser
import FileSystem
import Foundation

/// `sweep soak`.
struct Soak: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Two programs on one inbox and register, killed at random, and the outcome held against serial work.",
    discussion: """
      Deliveries of several institutions, aanleverpunten and sectoren, of one melding to thousands, with faults, are \
      renamed into the inbox while two processes of the program work on it, are killed and started again. In the end \
      the same deliveries are processed by one process that nobody disturbs, one by one, in the order in which they \
      were decided: every row of the register and every file must be the same. That order is free between \
      institutions, and must be that of the batch numbers for each aanleverpunt and sectordeel. Only the numbers of \
      the rows of the journal may differ: two processes may claim in another order than they decide.
      """)

  @Option(help: "How long deliveries come in, in seconds.")
  var seconds = 600.0
  @Option(help: "Another number gives other deliveries at other times.")
  var seed: UInt64 = 1
  @Option(help: "The command of the program that is tried, run or watch.")
  var command = "run"
  @Option(help: "An existing folder. What it is tried in is kept there where something is wrong.")
  var folder = "/tmp"

  func run() throws {
    let root = Folders.join(folder, "soak-\(UUID().uuidString)")
    let place = try Soakplaats(root)
    var aanvoer = try Aanvoer(place, seed: seed)
    var werkers = try Werkers(place, command: command, seed: seed)
    let clock = ContinuousClock()
    let begin = clock.now
    while clock.now - begin < .seconds(seconds) {
      try aanvoer.deliver()
      try werkers.look(mayKill: true)
      usleep(5_000)
    }
    while try !place.isEmpty() {
      try werkers.look(mayKill: false)
      usleep(20_000)
    }
    try werkers.finish()
    print("\(aanvoer.account), in \(Int((clock.now - begin) / .seconds(1))) s")
    print(werkers.account)
    let serial = clock.now
    let wrong = try Vergelijking(place, aanvoer).run()
    print("the same one by one took \(Int((clock.now - serial) / .seconds(1))) s")
    for line in werkers.wrong + wrong { print("  \(line)") }
    if !werkers.wrong.isEmpty || !wrong.isEmpty {
      print("kept in \(root)")
      throw ExitCode.failure
    }
    print("every row of the register and every file is the same")
    try FileManager.default.removeItem(atPath: root)
  }
}
