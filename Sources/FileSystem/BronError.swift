/// Something that could not be done: a code, what went wrong, where, and how to mend it.
///
/// Faults of a delivery are not errors: they are signalen, and go into the receipt or the
/// feedback. An error is for the one who runs the program, so it is in English and never
/// holds a person's data.
public struct BronError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of error it is, stable for scripts.
  public enum Code: String, Sendable {
    /// A system call failed.
    case system
    /// `Specs/` holds a mistake.
    case specs
    /// A table of `--reference` holds a mistake or is missing where it is needed.
    case reference
    /// A gzip stream is corrupt or cut off.
    case gzip
    /// A file holds more than is read of its kind.
    case tooLarge
    /// The register could not be read or written, or is not one of ours.
    case register
    /// A file changed while it was being read.
    case changed
    /// A delivery or feedback file has a fault for which it would be refused.
    case refused
    /// The command was used in a way that cannot work.
    case usage
  }

  /// A place in a file.
  public struct Place: Hashable, Sendable, CustomStringConvertible {
    /// The file, as the user named it.
    public var file: String
    /// The line, counted from 1.
    public var line: Int?
    /// The byte, counted from 0.
    public var byte: Int?

    /// A place in `file`, as exactly as it is known.
    public init(_ file: String, line: Int? = nil, byte: Int? = nil) {
      self.file = file
      self.line = line
      self.byte = byte
    }

    /// `file:line (byte n)`, as far as it is known.
    public var description: String {
      var text = file
      if let line { text += ":\(line)" }
      if let byte { text += " (byte \(byte))" }
      return text
    }
  }

  /// The kind of error, from which the exit code follows.
  public var code: Code
  /// What went wrong, one sentence without a full stop.
  public var message: String
  /// Where it is; nil where it is not about a file.
  public var place: Place?
  /// What the reader can do about it.
  public var remedy: String?

  /// An error of kind `code`.
  public init(_ code: Code, _ message: String, at place: Place? = nil, remedy: String? = nil) {
    self.code = code
    self.message = message
    self.place = place
    self.remedy = remedy
  }

  /// Place, message and remedy on one line, as the command line prints it, whatever the names in them.
  public var description: String {
    var text = place.map { "\($0): " } ?? ""
    text += message
    if let remedy { text += ". \(remedy)" }
    return text.visible
  }
}
