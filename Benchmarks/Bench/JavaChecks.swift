import ProgrammaVanEisen

/// The conditions in Java; `Veldcontrole.java` has what they call.
struct JavaChecks: PeerLanguage {
  /// The patterns, which are compiled once.
  private var patterns: [String] = []

  func text(_ value: String) -> String { "\"\(value)\"" }
  func not(_ condition: String) -> String { "!\(condition)" }
  func and(_ left: String, _ right: String) -> String { "(\(left) && \(right))" }
  func or(_ left: String, _ right: String) -> String { "(\(left) || \(right))" }

  func compare(_ comparison: Expression.Comparison, texts left: String, _ right: String) -> String {
    switch comparison {
    case .equal: "\(left).equals(\(right))"
    case .notEqual: "!\(left).equals(\(right))"
    default: "(\(left).compareTo(\(right)) \(comparison.rawValue) 0)"
    }
  }

  func compare(_ comparison: Expression.Comparison, numbers left: String, _ right: String) -> String {
    "(\(left) \(comparison.rawValue) \(right))"
  }

  func isIn(_ value: String, _ codes: [String]) -> String {
    "(\(codes.map { "\(value).equals(\(text($0)))" }.joined(separator: " || ")))"
  }

  func call(_ name: String, _ arguments: [String]) -> String {
    "Veldcontrole.\(name)(\(arguments.joined(separator: ", ")))"
  }

  mutating func matches(_ value: String, _ pattern: String) -> String {
    if !patterns.contains(pattern) { patterns.append(pattern) }
    return "VORM\(patterns.firstIndex(of: pattern) ?? 0).matcher(\(value)).matches()"
  }

  func field(_ veld: Veld) -> String { veld.id }
  func meldingField(_ veld: Veld) -> String { "melding.\(veld.id)" }

  /// The source of `Controles.java`: a class for each kind of record.
  static func text(_ records: [PeerChecks.Record<Self>]) -> String {
    var lines = ["import java.util.*;", "import java.util.regex.Pattern;", "", "final class Controles {"]
    lines.append("  static final Map<String, int[]> LENGTES = new LinkedHashMap<>();")
    lines.append("  static {")
    for record in records {
      let lengths = record.layout.velden.map { "\($0.lengte)" }.joined(separator: ", ")
      lines.append("    LENGTES.put(\"\(record.layout.record)\", new int[] {\(lengths)});")
    }
    lines += ["  }", "  private static R305 melding;", "", "  static int fouten(String[] record) {"]
    lines.append("    switch (record[0]) {")
    for record in records {
      lines.append("      case \"\(number(record))\": return new R\(number(record))(record).fouten();")
    }
    lines += ["      default: return 0;", "    }", "  }"]
    for record in records { lines += source(of: record) }
    return (lines + ["}", ""]).joined(separator: "\n")
  }

  private static func number(_ record: PeerChecks.Record<Self>) -> Int { record.layout.record }

  private static func source(of record: PeerChecks.Record<Self>) -> [String] {
    var lines = ["", "  static final class R\(number(record)) {"]
    for (index, pattern) in record.language.patterns.enumerated() {
      lines.append("    private static final Pattern VORM\(index) = Pattern.compile(\"\(pattern)\");")
    }
    let fields = record.layout.velden
    lines.append("    final String \(fields.map(\.id).joined(separator: ", "));")
    lines.append("    R\(number(record))(String[] record) {")
    for (index, veld) in fields.enumerated() { lines.append("      \(veld.id) = Veldcontrole.veld(record, \(index));") }
    if number(record) == 305 { lines.append("      melding = this;") }
    lines += ["    }", "    int fouten() {", "      int fouten = 0;"]
    lines += record.always.map { "      if (\($0)) fouten++;" }
    if record.layout.mutatieOffset != nil { lines.append("      if (soortMutatie.equals(\"V\")) return fouten;") }
    lines += record.others.map { "      if (\($0)) fouten++;" }
    return lines + ["      return fouten;", "    }", "  }"]
  }
}
