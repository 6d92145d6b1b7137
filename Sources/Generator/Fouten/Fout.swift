/// A fault that a made-up melding can get: what it is called, and the change that makes it.
struct Fout: Sendable {
  /// What becomes of a melding with the fault.
  enum Gevolg {
    /// It is refused. What it would have told comes in a later delivery.
    case afkeuring
    /// It is approved with a remark.
    case signaal
    /// It is approved with a remark, but tells something else than it would have: that comes later.
    case anders
  }

  /// The code as the catalogue has it, such as 742 or X207.
  let code: String
  /// The record that it is told of.
  let record: Int
  /// The field that it is about, where a code has a check for each of several fields.
  let veld: String
  let gevolg: Gevolg
  /// Makes the fault; false, and then whatever it changed counts for nothing, where the melding does
  /// not lend itself to it.
  let maak: @Sendable (inout Conceptmelding, Foutcontext) -> Bool

  init(
    _ code: String, _ record: Int, _ veld: String = "", _ gevolg: Gevolg = .afkeuring,
    maak: @escaping @Sendable (inout Conceptmelding, Foutcontext) -> Bool
  ) {
    self.code = code
    self.record = record
    self.veld = veld
    self.gevolg = gevolg
    self.maak = maak
  }

  /// Whether the melding tells its step all the same.
  var telt: Bool { gevolg == .signaal }
}

extension Fout {
  /// A fault of other values in the last record of a kind, where that record suits.
  static func velden(
    _ code: String, _ record: Int, _ veld: String, _ values: [String: String], _ gevolg: Gevolg = .afkeuring,
    bij: @escaping @Sendable (Conceptrecord) -> Bool = { _ in true }
  ) -> Fout {
    Fout(code, record, veld, gevolg) { melding, _ in
      guard let index = melding.laatste(record), bij(melding.records[index]),
        values.keys.allSatisfy({ melding.records[index].layout.veld($0) != nil })
      else { return false }
      for (veld, value) in values { melding.records[index][veld] = value }
      return true
    }
  }

  /// The same of one field.
  static func veld(
    _ code: String, _ record: Int, _ veld: String, _ value: String, _ gevolg: Gevolg = .afkeuring,
    bij: @escaping @Sendable (Conceptrecord) -> Bool = { _ in true }
  ) -> Fout {
    velden(code, record, veld, [veld: value], gevolg, bij: bij)
  }

  /// 740: fields that must be filled.
  static func leeg(_ record: Int, _ velden: [String]) -> [Fout] {
    velden.map { veld("740", record, $0, "") }
  }

  /// 742 of dates: a day that the calendar does not have.
  static func geenDatum(_ record: Int, _ velden: [String]) -> [Fout] {
    velden.map { veld("742", record, $0, "20090231") }
  }

  /// 742 of numbers: a letter.
  static func geenGetal(_ record: Int, _ velden: [String]) -> [Fout] {
    velden.map { veld("742", record, $0, "A") }
  }

  /// 741: a code that no list has.
  static func geenCode(_ record: Int, _ velden: [String]) -> [Fout] {
    velden.map { veldnaam in veld("741", record, veldnaam, "?", bij: { $0[veldnaam] != "" }) }
  }
}
