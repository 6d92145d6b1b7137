import CSweep
import FileSystem
import Glibc

extension SystemCalls {
  /// The real calls, each told to the count, and failing where that says so.
  static let counted: SystemCalls = {
    let live = kept
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
    calls.readAt = { descriptor, buffer, offset in
      counted(
        CSWEEP_READ, half: { live.readAt(descriptor, .init(rebasing: buffer[..<(buffer.count + 1 >> 1)]), offset) }
      ) {
        live.readAt(descriptor, buffer, offset)
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
    calls.tryLock = { descriptor in counted(CSWEEP_LOCK) { live.tryLock(descriptor) } }
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

  /// The real calls, each told to who keeps what the disk was not made to keep.
  private static let kept: SystemCalls = {
    var calls = live
    calls.open = { path, flags, mode in
      if flags & O_ACCMODE == O_RDONLY { return live.open(path, flags, mode) }
      let inode = csweep_inode(path)
      if inode != 0 && flags & O_TRUNC != 0 { keep(contentsOf: path, inode) }
      let opened = live.open(path, flags, mode)
      if opened >= 0 { inode == 0 ? csweep_power_created(path) : csweep_power_opened(path) }
      return opened
    }
    calls.write = { descriptor, bytes in
      // Files are written from their beginning to their end, so nothing was there before.
      var status = stat()
      Glibc.fstat(descriptor, &status)
      _ = csweep_power_bytes(UInt64(status.st_ino), Int64(status.st_size), Int64(status.st_size), 0)
      return live.write(descriptor, bytes)
    }
    calls.fsync = { descriptor in
      let result = live.fsync(descriptor)
      var status = stat()
      if result >= 0 && Glibc.fstat(descriptor, &status) == 0 { csweep_power_synced(UInt64(status.st_ino)) }
      return result
    }
    calls.mkdir = { path, mode in
      let result = live.mkdir(path, mode)
      if result >= 0 { csweep_power_folder(path) }
      return result
    }
    calls.unlink = { path in
      let inode = csweep_inode(path)
      csweep_power_removing(path)
      let result = live.unlink(path)
      if result >= 0 { csweep_power_removed(path, inode) }
      return result
    }
    calls.renameNoReplace = { from, to in
      let result = live.renameNoReplace(from, to)
      if result >= 0 { csweep_power_renamed(from, to) }
      return result
    }
    return calls
  }()

  /// Keeps the bytes of a file that is to be made empty.
  private static func keep(contentsOf path: String, _ inode: UInt64) {
    let descriptor = Glibc.open(path, O_RDONLY)
    if descriptor < 0 { return }
    var status = stat()
    Glibc.fstat(descriptor, &status)
    if let old = csweep_power_bytes(inode, Int64(status.st_size), 0, Int64(status.st_size)) {
      _ = Glibc.read(descriptor, old, Int(status.st_size))
    }
    Glibc.close(descriptor)
  }
}
