import FileSystem
import Foundation
import Metrics

/// What is counted of the work of the exchange. Nothing in it is about a person.
public struct Metingen: Sendable {
  /// What each series means, by its name.
  public static let uitleg = [
    "bronbatch_deliveries_total": "Deliveries by outcome.",
    "bronbatch_meldingen_total": "Meldingen of accepted deliveries by status.",
    "bronbatch_signals_total": "Signals and rejections that were told, by code.",
    "bronbatch_file_faults_total": "Faults of files, by code.",
    "bronbatch_stage_seconds": "Time spent, by stage.",
    "bronbatch_unfinished": "Files that could not be finished in the last round.",
    "bronbatch_queue_files": "Files that wait in the inbox.",
    "bronbatch_queue_oldest_seconds": "How long the oldest of them waits.",
    "bronbatch_last_success_timestamp_seconds": "When a round last left nothing unfinished.",
  ]

  private let factory: any MetricsFactory

  /// - Parameter factory: keeps what is counted.
  public init(_ factory: any MetricsFactory) {
    self.factory = factory
  }

  /// Counts a delivery.
  public func tel(_ uitkomst: Uitkomst) {
    tel("deliveries", [("outcome", uitkomst.status.metric)], 1)
    tel("meldingen", [("status", "approved")], uitkomst.telling.goed)
    tel("meldingen", [("status", "rejected")], uitkomst.telling.fout)
    tel("meldingen", [("status", "pending")], uitkomst.telling.inBehandeling)
    for (controle, aantal) in uitkomst.signalen {
      tel("signals", [("code", controle.code), ("severity", controle.ernst.rawValue)], aantal)
    }
    for (controle, aantal) in uitkomst.fouten.perControle { tel("file_faults", [("code", controle.code)], aantal) }
    let stappen = uitkomst.stappen
    for (stap, duur) in [
      ("read", stappen.lezen), ("decide", stappen.beslissen), ("answer", stappen.antwoorden),
    ] {
      Timer(label: "bronbatch_stage_seconds", dimensions: [("stage", stap)], factory: factory).record(duration: duur)
    }
  }

  private func tel(_ naam: String, _ dimensies: [(String, String)], _ aantal: Int) {
    Counter(label: "bronbatch_\(naam)_total", dimensions: dimensies, factory: factory).increment(by: aantal)
  }

  /// Notes how a round ended.
  ///
  /// - Parameter nu: seconds since 1970.
  public func rondAf(storingen: Int, nu: Double) {
    meter("unfinished").set(storingen)
    if storingen == 0 { meter("last_success_timestamp_seconds").set(nu) }
  }

  /// Notes what waits in the inbox.
  public func meetWachtrij(_ mappen: Mappen, folders: Folders, nu: Double) throws {
    let wachtrijen = try Toestand(mappen, folders: folders).wachtrijen
    meter("queue_files").set(wachtrijen.reduce(0) { $0 + $1.aantal })
    meter("queue_oldest_seconds").set(wachtrijen.map { max(0, nu - Double($0.sinds)) }.max() ?? 0)
  }

  private func meter(_ naam: String) -> Meter {
    Meter(label: "bronbatch_\(naam)", factory: factory)
  }
}

extension Uitkomst.Status {
  /// What it is called among the metrics.
  fileprivate var metric: String {
    switch self {
    case .aangenomen: "accepted"
    case .geweigerd: "refused"
    case .herhaald: "repeated"
    case .vervolg: "followup"
    }
  }
}
