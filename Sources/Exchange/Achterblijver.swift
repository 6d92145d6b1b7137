import FileSystem

/// Something that lies in the inbox and is not taken, or that was taken and is lost. It stays as it is, and is told.
public struct Achterblijver: Sendable, Hashable {
  /// Why it is not taken.
  public enum Reden: Sendable, Hashable {
    /// Its name is not UTF-8.
    case naam
    /// A symbolic link.
    case koppeling
    /// A FIFO, socket or device.
    case geenBestand
    /// A folder that is not that of an institution.
    case map
    /// A file that has not kept its size and time long enough yet.
    case groeit
    /// A file whose `NAME.done` is not there.
    case zonderMerk
    /// A file that was taken, and that somebody took out of `.work` before it was processed.
    case vermist
  }

  /// Where it lies below the inbox, fit to be shown.
  public let plaats: String
  /// Why it is not taken.
  public let reden: Reden

  init(_ plaats: String, _ reden: Reden) {
    self.plaats = plaats.visible
    self.reden = reden
  }

  /// Whether its sender may just not be done with it; others stay until somebody takes them away.
  public var isOnderweg: Bool { reden == .groeit || reden == .zonderMerk }

  /// Why it is not taken, for the operator.
  public var uitleg: String {
    switch reden {
    case .naam: "its name is not UTF-8, so it is no delivery"
    case .koppeling: "it is a symbolic link, and links are not followed"
    case .geenBestand: "it is no file but a FIFO, socket or device, and is not opened"
    case .map: "it is a folder, but not that of an institution (two digits and two capitals)"
    case .groeit: "it has not kept its size and time long enough, so it may still be growing"
    case .vermist: "it was taken, but is gone from .work and nothing of it was kept; have it delivered again"
    case .zonderMerk: "its mark, the same name with .done behind it, is not there"
    }
  }
}
