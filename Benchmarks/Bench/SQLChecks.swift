import ProgrammaVanEisen

/// The conditions in the SQL of DuckDB; `veldcontrole.py` has what they call, and the table of lines.
struct SQLChecks: PeerLanguage {
  func text(_ value: String) -> String { "'\(value)'" }
  func not(_ condition: String) -> String { "(NOT \(condition))" }
  func and(_ left: String, _ right: String) -> String { "(\(left) AND \(right))" }
  func or(_ left: String, _ right: String) -> String { "(\(left) OR \(right))" }

  func compare(_ comparison: Expression.Comparison, texts left: String, _ right: String) -> String {
    let words: [Expression.Comparison: String] = [.equal: "=", .notEqual: "<>"]
    return "(\(left) \(words[comparison] ?? comparison.rawValue) \(right))"
  }

  func compare(_ comparison: Expression.Comparison, numbers left: String, _ right: String) -> String {
    compare(comparison, texts: left, right)
  }

  func isIn(_ value: String, _ codes: [String]) -> String {
    "(\(value) IN (\(codes.map(text).joined(separator: ", "))))"
  }

  func call(_ name: String, _ arguments: [String]) -> String { "\(name)(\(arguments.joined(separator: ", ")))" }
  func matches(_ value: String, _ pattern: String) -> String { "regexp_full_match(\(value), '\(pattern)')" }
  func field(_ veld: Veld) -> String { "\"\(veld.id)\"" }
  func meldingField(_ veld: Veld) -> String { "melding.\"\(veld.id)\"" }

  /// A view of each kind of record, and a query that counts the faults of all.
  static func text(_ records: [PeerChecks.Record<Self>]) -> String {
    let views = records.map { record in
      let fields = record.layout.velden.map {
        "rtrim(substr(regel, \($0.offset + 1), \($0.lengte)), ' ') AS \"\($0.id)\""
      }
      return "CREATE VIEW r\(record.layout.record) AS SELECT bestand, \(fields.joined(separator: ", "))\n"
        + "  FROM regels WHERE regel LIKE '\(record.layout.record)%';\n"
    }
    let counts = records.map { record in
      let needsMelding = (record.always + record.others).contains { $0.contains("melding.") }
      let source =
        "r\(record.layout.record)"
        + (needsMelding ? " JOIN r305 AS melding USING (bestand, meldingnummer)" : "")
      return "SELECT coalesce(sum(\(sum(record))), 0) AS fouten FROM \(source)"
    }
    return views.joined() + "SELECT (SELECT count(*) FROM regels WHERE regel LIKE '305%'), "
      + "(SELECT count(*) FROM regels),\n  (SELECT sum(fouten)::BIGINT FROM (\n    "
      + counts.joined(separator: "\n    UNION ALL ") + "));\n"
  }

  private static func sum(_ record: PeerChecks.Record<Self>) -> String {
    func faults(_ conditions: [String]) -> String {
      (["0"] + conditions.map { "coalesce(\($0), false)::INTEGER" }).joined(separator: " + ")
    }
    guard record.layout.mutatieOffset != nil else { return faults(record.always + record.others) }
    return "\(faults(record.always)) + CASE WHEN \"soortMutatie\" = 'V' THEN 0 ELSE \(faults(record.others)) END"
  }
}
