import ArgumentParser
import Checks
import FileSystem
import Foundation
import ProgrammaVanEisen

/// Writes the field checks from `Specs/` for a peer other than COBOL.
struct PeerChecks: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write the field checks for deliveries like this one, in Java (univocity-parsers) or SQL (DuckDB).")

  /// The language of a peer.
  enum Language: String, ExpressibleByArgument, CaseIterable {
    case java, sql
  }

  @Option(help: "The language.") var language: Language
  @OptionGroup var specs: SpecsOption
  @Argument var delivery: String
  @Argument var output: String

  func run() throws {
    let pve = try specs.load()
    let layouts = try Aanlevering(FileSource(delivery), pve).layouts
    let controles = try Aanlevering.controles(pve, Aanlevering.fieldChecks)
    let text =
      switch language {
      case .java: try JavaChecks.text(Self.records(controles, layouts, JavaChecks()))
      case .sql: try SQLChecks.text(Self.records(controles, layouts, SQLChecks()))
      }
    try Data(text.utf8).write(to: URL(filePath: output))
  }

  /// A kind of record, and the conditions under which it has a fault more.
  struct Record<Peer: PeerLanguage> {
    let layout: Layout
    let language: Peer
    /// Those that a verwijdering has to meet too.
    let always: [String]
    /// Those of records that add or change.
    let others: [String]
  }

  private static func records<Peer: PeerLanguage>(
    _ controles: Controles, _ layouts: Layouts, _ language: Peer
  ) throws -> [Record<Peer>] {
    let all = layouts.all.filter { (305...399).contains($0.record) && !$0.isKort }
    return try all.filter { $0.sectordeel == nil || $0.sectordeel == "BO" }.map { layout in
      var peer = PeerCondition(
        layout: layout, controles: controles, ontvangst: Aanlevering.ontvangst, versie: layouts.versie.naam,
        language: language)
      var said: [(condition: String, isForDeletion: Bool)] = []
      for conditie in controles.condities(for: layout, fase: .velden) {
        said.append((try peer.condition(conditie.expression), conditie.isForDeletion))
      }
      return Record(
        layout: layout, language: peer.language, always: said.filter(\.isForDeletion).map(\.condition),
        others: said.filter { !$0.isForDeletion }.map(\.condition))
    }
  }
}
