import CSweep
import FileSystem
import Foundation

/// How a call is disturbed.
struct Disturbance: CustomStringConvertible {
  let mode: Int
  /// The call, counted from 1.
  let at: Int
  /// The number of the error, where the mode needs one.
  var fault = 0
  /// What the disk loses then; nil where the power stays.
  var loss: Trial.Loss?
  /// Whether the power goes only when the run that follows has done the work.
  var losesLater = false
  /// Whether nobody may notice.
  var isTransparent = false
  /// The call of the run that follows at which that is killed too.
  var again: Int?

  /// How, in words.
  var description: String {
    switch mode {
    case _ where loss != nil:
      "killed behind it, and \(losesLater ? "once the next run was done " : "")the power goes with what was not synced of "
        + (loss?.bytes == true ? loss?.names == true ? "bytes and names" : "bytes" : "names")
    case _ where again != nil: "killed behind it, and again behind call \(again ?? 0)"
    case CSWEEP_KILL_BEFORE: "killed before it"
    case CSWEEP_KILL_HALF: "killed halfway"
    case CSWEEP_KILL_AFTER: "killed behind it"
    case CSWEEP_FAIL_ONCE: "fails once with \(fault)"
    case CSWEEP_FAIL_FOREVER: "fails from then on with \(fault)"
    case CSWEEP_FAIL_LATE: "does its work and says \(fault)"
    case CSWEEP_DISK_FULL: "the disk is full from then on"
    case CSWEEP_DISK_GONE: "the disk is gone from then on"
    default: "undisturbed"
    }
  }
}

/// The work in a folder of its own, disturbed and then finished.
///
/// Each time that the work is done it is done by a copy of this process, which never used a database or
/// a second thread itself, and so starts as the program does.
final class Trial {
  let werklast: Werklast
  let folder: String
  private let keepsChanges: Bool
  /// The step of the work that was not finished yet.
  private var step = 0
  /// How long a copy of this process may take before it counts as hanging, in seconds.
  private static let patience: UInt32 = 60
  /// How long a database that is in use is waited for, in seconds.
  private static let busyTimeout = 0.02

  /// A new folder with the deliveries in it.
  ///
  /// - Parameter keepsChanges: whether the power may go.
  init(_ werklast: Werklast, below root: String, keepsChanges: Bool = false) throws {
    self.werklast = werklast
    self.keepsChanges = keepsChanges
    folder = Folders.join(root, "sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try werklast.prepare(folder)
    if keepsChanges {
      try FileManager.default.createDirectory(atPath: grave, withIntermediateDirectories: false)
      csweep_power_begin()
    }
  }

  private var grave: String { Folders.join(folder, "Grave") }

  /// What the disk may lose when the power goes.
  struct Loss {
    let bytes: Bool
    let names: Bool
  }

  /// Takes back what the disk was not made to keep, and the memory that processes shared.
  func losePower(_ loss: Loss) throws {
    csweep_set_grave(grave)
    csweep_power_loss(loss.bytes ? 1 : 0, loss.names ? 1 : 0)
    let shared = Folders.join(folder, "register.sqlite-shm")
    if FileManager.default.fileExists(atPath: shared) { try FileManager.default.removeItem(atPath: shared) }
  }

  /// Does the work in a copy of this process: its exit code, or minus the signal that ended it.
  func perform(_ disturbance: Disturbance? = nil) -> Int32 {
    let state = csweep_shared()
    memset(state, 0, MemoryLayout<csweep_state>.size)
    state.pointee.mode = Int32(disturbance?.mode ?? CSWEEP_COUNT)
    state.pointee.at = Int64(disturbance?.at ?? 0)
    state.pointee.fault = Int32(disturbance?.fault ?? 0)
    if keepsChanges { csweep_set_grave(grave) }
    let code = copy { try werklast.perform(in: folder, from: step, busyTimeout: Self.busyTimeout) }
    step = Int(state.pointee.phase)
    return code
  }

  /// Writes down what the work left, in a copy of this process, and gives it.
  func outcome() throws -> [String] {
    let path = Folders.join(folder, "outcome")
    csweep_shared().pointee.mode = Int32(CSWEEP_COUNT)
    csweep_set_grave("")
    let code = copy {
      csweep_use_vfs()
      try Data(werklast.outcome(in: folder).joined(separator: "\n").utf8).write(to: URL(filePath: path))
      return 0
    }
    if code != 0 { return ["the register could not be looked at: \(code), \(message)"] }
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// What the error was that ended the last copy of this process.
  var message: String {
    String(decoding: FileManager.default.contents(atPath: Folders.join(folder, "error")) ?? Data(), as: UTF8.self)
  }

  /// Takes the folder away.
  func remove() throws { try FileManager.default.removeItem(atPath: folder) }

  private func copy(_ work: () throws -> Int32) -> Int32 {
    let child = csweep_fork()
    if child != 0 { return child < 0 ? -255 : csweep_wait(child) }
    csweep_alarm(Self.patience)
    var code: Int32 = 4
    do {
      code = try work()
    } catch {
      if error is BronError { code = 3 }
      _ = FileManager.default.createFile(atPath: Folders.join(folder, "error"), contents: Data("\(error)".utf8))
    }
    csweep_exit(code)
    return code
  }
}
