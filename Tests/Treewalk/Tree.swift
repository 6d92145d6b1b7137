import ProgrammaVanEisen

/// A condition as a tree whose names are places in the records of one layout.
public indirect enum Tree: Sendable {
  case always(Bool)
  case not(Tree)
  case and(Tree, Tree)
  case or(Tree, Tree)
  case texts(Expression.Comparison, Text, Text)
  case numbers(Expression.Comparison, Number, Number)
  case isOne(Text, of: [[UInt8]])
  case isKey(Text, of: [[UInt8]: [UInt8]])
  /// By the columns of the key, from which to which day the rows are valid.
  case isValid([[[UInt8]]: [(String, String)]], key: [Text], date: Text)
  case datum(Text)
  case onvolledigeDatum(Text)
  case elfproefBSN(Text)
  case elfproefOnderwijsnummer(Text)
  case matches(Text, Form)
  case startsWith(Text, Text)
  case endsWith(Text, Text)
  case contains(Text, Text)
  case exists(Others, Tree)

  /// A text.
  public enum Text: Sendable {
    case constant([UInt8])
    /// A field of the record at hand.
    case field(Range<Int>)
    /// A field of the record of an `exists`, the outermost first: its place by the index of that record's layout.
    case other(Int, [Range<Int>])
    indirect case part(Text, Range<Int>)
    /// A column of a table by its key.
    indirect case column([[UInt8]: [UInt8]], key: Text)
    /// The recordsoort of the record before.
    case vorige
  }

  /// A whole number.
  public enum Number: Sendable {
    case constant(Int)
    indirect case negative(Number)
    indirect case arithmetic(Expression.Arithmetic, Number, Number)
    case digits(Text)
    case size(Text)
    case count(Others)
    /// How many records the melding has.
    case melding
  }

  /// Other records of the melding: of one kind, everywhere, before the record at hand or after it.
  public struct Others: Sendable {
    enum Place: String { case everywhere = "records", before = "eerder", after = "later", last = "laatste" }

    let place: Place
    let record: Int
  }
}
