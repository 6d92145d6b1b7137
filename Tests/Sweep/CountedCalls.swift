import CSweep
import FileSystem
import Glibc

extension SystemCalls {
  /// The real calls, each told to the count, and failing where that says so.
  static let counted: SystemCalls = {
    var calls = live
    calls.open = { path, flags, mode in counted(CSWEEP_OPEN) { live.open(path, flags, mode) } }
    calls.close = { descriptor in
      // Also where it fails the descriptor is given back.
      let fault = csweep_begin(Int32(CSWEEP_CLOSE))
      let closed = live.close(descriptor)
      csweep_end()
      return fault == 0 ? closed : -Int(fault)
    }
    calls.read = { descriptor, buffer in
      counted(CSWEEP_READ, half: { live.read(descriptor, .init(rebasing: buffer[..<(buffer.count + 1 >> 1)])) }) {
        live.read(descriptor, buffer)
      }
    }
    calls.write = { descriptor, bytes in
      counted(CSWEEP_WRITE, half: { live.write(descriptor, .init(rebasing: bytes[..<(bytes.count + 1 >> 1)])) }) {
        live.write(descriptor, bytes)
      }
    }
    calls.fsync = { descriptor in counted(CSWEEP_FSYNC) { live.fsync(descriptor) } }
    calls.fstat = { descriptor, status in counted(CSWEEP_FSTAT) { live.fstat(descriptor, &status) } }
    calls.lstat = { path, status in counted(CSWEEP_LSTAT) { live.lstat(path, &status) } }
    calls.lock = { descriptor in counted(CSWEEP_LOCK) { live.lock(descriptor) } }
    calls.mkdir = { path, mode in counted(CSWEEP_MKDIR) { live.mkdir(path, mode) } }
    calls.unlink = { path in counted(CSWEEP_UNLINK) { live.unlink(path) } }
    calls.renameNoReplace = { from, to in counted(CSWEEP_RENAME) { live.renameNoReplace(from, to) } }
    calls.names = { path, names in counted(CSWEEP_NAMES) { live.names(path, &names) } }
    return calls
  }()

  /// What a call answers, or minus the number of the fault that it gets.
  ///
  /// - Parameter half: does the call with half of its bytes.
  private static func counted(_ kind: Int, half: (() -> Int)? = nil, _ call: () -> Int) -> Int {
    let fault = csweep_begin(Int32(kind))
    if csweep_is_half() != 0 {
      _ = half?()
      csweep_kill()
    }
    var result = 0
    switch Int(fault) {
    case CSWEEP_SHORT: result = half?() ?? call()
    case CSWEEP_SHORT_FULL: result = half.map { min(-Int(ENOSPC), $0()) } ?? call()
    case CSWEEP_NOTHING: result = 0
    case 0: result = call()
    default: result = csweep_is_late() != 0 ? min(-Int(fault), call()) : -Int(fault)
    }
    csweep_end()
    return result
  }
}
