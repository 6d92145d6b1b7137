import FileSystem

/// When a file in the inbox is taken for whole.
public struct Inname: Sendable {
  /// How long a file must have kept its size and time.
  public var rust: Duration
  /// The same for a file of which the kernel did not say that its sender is done with it; at least `rust`.
  public var stilte: Duration
  /// Whether its `NAME.done` must lie beside it; that goes with it.
  public var metMerk: Bool

  /// At once, unless more is asked for.
  public init(rust: Duration = .zero, stilte: Duration = .zero, metMerk: Bool = false) {
    self.rust = rust
    self.stilte = max(rust, stilte)
    self.metMerk = metMerk
  }
}

/// Knows which files in the inbox are whole: from what the kernel told, and from how long they kept their size
/// and time. The time is the program's own, not that of the files: those are of another machine, or made up.
public final class Rijpheid {
  let inname: Inname
  private let nu: () -> Duration
  /// By path, what was seen of a file and when it was seen like that first.
  private var gezien: [String: (mark: Folders.Mark, sinds: Duration)] = [:]
  /// The paths of files that the kernel told were closed or renamed into place.
  private var geheel: Set<String> = []

  /// - Parameter nu: a clock that only goes on.
  public init(_ inname: Inname, nu: @escaping () -> Duration = Rijpheid.klok) {
    self.inname = inname
    self.nu = nu
  }

  /// The time since the program began.
  public static let klok: @Sendable () -> Duration = { [start = ContinuousClock.now] in ContinuousClock.now - start }

  /// Takes note of what happened.
  public func hoor(_ event: FolderEvent) {
    switch event {
    case .whole(let path): geheel.insert(path)
    case .written(let path):
      geheel.remove(path)
      gezien[path] = nil
    case .folder: break
    case .lost: geheel.removeAll()
    }
  }

  /// How long it takes until a file is whole; zero where it is.
  func wachttijd(_ path: String, _ mark: Folders.Mark) -> Duration {
    let nodig = geheel.contains(path) ? inname.rust : inname.stilte
    if nodig == .zero { return .zero }
    let tijd = nu()
    guard let eerder = gezien[path], eerder.mark == mark else {
      gezien[path] = (mark, tijd)
      return nodig
    }
    return max(.zero, nodig - (tijd - eerder.sinds))
  }

  /// Forgets a file that was taken: the next one of that name is another.
  func vergeet(_ path: String) {
    gezien[path] = nil
    geheel.remove(path)
  }

  /// Forgets all files but these.
  func vergeet(behalve paths: Set<String>) {
    gezien = gezien.filter { paths.contains($0.key) }
    geheel.formIntersection(paths)
  }
}
