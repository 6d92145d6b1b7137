import Checks
import Foundation
import ProgrammaVanEisen

/// The part of the COBOL program that depends on the catalogue: the records, and a paragraph of checks
/// for each, written from `Specs/`, so that both sides check the same whatever is changed there.
struct CobolCopybooks {
  private let records: [CobolRecord]
  private let layouts: Layouts
  private let ontvangst: Datum

  init(_ controles: Controles, _ layouts: Layouts, sectordeel: String, ontvangst: Datum) throws {
    self.layouts = layouts
    self.ontvangst = ontvangst
    let all = layouts.all.filter { (305...399).contains($0.record) && !$0.isKort }
    records = try all.filter { $0.sectordeel == nil || $0.sectordeel == sectordeel }.map { layout in
      var record = CobolRecord(layout, controles.pve)
      let condities = controles.condities(for: layout, fase: .velden)
      for conditie in condities where conditie.isForDeletion { try record.check(conditie) }
      record.endOfDeletion()
      for conditie in condities where !conditie.isForDeletion { try record.check(conditie) }
      return record
    }
  }

  /// Writes the copybooks into a folder.
  func write(to folder: String) throws {
    let copybooks = [
      "tekens": classes, "records": declarations, "antwoorden": answers, "keuze": choices, "controles": paragraphs,
    ]
    for (name, lines) in copybooks {
      let text = lines.map(Self.wrapped).joined(separator: "\n") + "\n"
      try Data(text.utf8).write(to: URL(filePath: folder).appending(path: "\(name).cpy"))
    }
  }

  private var classes: [String] {
    let classes = records.reduce(into: [:]) { $0.merge($1.classes) { first, _ in first } }
    return classes.sorted { $0.key < $1.key }.map { "    CLASS \($0.key) IS \($0.value)" }
  }

  private var declarations: [String] {
    records.flatMap { record in
      ["01 R\(record.layout.record)."] + record.layout.velden.flatMap { field($0, level: "   05", record) }
    }
  }

  private func field(_ veld: Veld, level: String, _ record: CobolRecord) -> [String] {
    let name = CobolRecord.name(veld.id, of: record.layout)
    var lines = ["\(level) \(name) PIC X(\(veld.lengte))\(level == "01" ? " VALUE SPACES" : "")."]
    lines += (record.lists[name] ?? []).map { "      " + $0 }
    if record.numbers.contains(name) {
      lines.append("\(level) \(name)-N REDEFINES \(name) PIC 9(\(veld.lengte)).")
    }
    return lines
  }

  private var answers: [String] {
    var lines = [
      "01 ONTVANGST PIC X(8) VALUE \"\(ontvangst)\".", "01 ONTVANGST-N REDEFINES ONTVANGST PIC 9(8).",
      "01 VERSIE PIC X(5) VALUE \"\(layouts.versie.naam)\".",
    ]
    for record in records {
      lines += record.absent.flatMap { field($0, level: "01", record) }
    }
    for (field, suffix) in records.flatMap(\.answers) {
      lines += ["01 \(field)-\(suffix) PIC X.", "   88 \(field)-IS-\(suffix) VALUE \"J\"."]
    }
    if needsMelding, let melding = layouts[305] {
      lines.append("01 M305.")
      lines += melding.velden.map { "   05 \(CobolRecord.name($0.id, of: melding, prefix: "M")) PIC X(\($0.lengte))." }
    }
    return lines
  }

  private var needsMelding: Bool { records.contains(where: \.needsMelding) }

  private var choices: [String] {
    records.map { "    WHEN \"\($0.layout.record)\" PERFORM CONTROLE-\($0.layout.record)" }
  }

  private var paragraphs: [String] {
    records.flatMap { record in
      var lines = ["CONTROLE-\(record.layout.record)."]
      if record.layout.record == 305 {
        lines.append("    ADD 1 TO AANTAL-MELDINGEN")
        if needsMelding { lines.append("    MOVE R305 TO M305") }
      }
      return lines + record.statements.map { "    " + $0 } + ["    CONTINUE.", ""]
    }
  }

  /// A line, broken before AND and OR where it would be too long to read.
  private static func wrapped(_ line: String) -> String {
    var lines: [String] = []
    var words: [Substring] = []
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      if words.joined(separator: " ").count > 80 && (word == "AND" || word == "OR") {
        lines.append(words.joined(separator: " "))
        words = ["             "]
      }
      words.append(word)
    }
    return (lines + [words.joined(separator: " ")]).joined(separator: "\n")
  }
}
