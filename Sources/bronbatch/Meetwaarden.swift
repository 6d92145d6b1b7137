import Exchange
import FileSystem
import Foundation
import Logging
import ProgrammaVanEisen

/// Counts what was done, and writes it as a text file for Prometheus.
///
/// Counters go on from what is in the file, so that they grow from one night to the next. Where several processes
/// write, each needs a file of its own.
final class Meetwaarden {
  private let path: String
  private let mappen: Mappen
  private let folders = Folders()
  private let logger: Logger
  /// By name with labels.
  private var tellers: [String: Double] = [:]
  private var standen: [String: Double] = [:]
  private var isGemeld = false

  private static let soorten: [(naam: String, uitleg: String, type: String)] = [
    ("bronbatch_deliveries_total", "Deliveries by outcome.", "counter"),
    ("bronbatch_meldingen_total", "Meldingen of accepted deliveries by status.", "counter"),
    ("bronbatch_signals_total", "Signals and rejections that were told, by code.", "counter"),
    ("bronbatch_file_faults_total", "Faults of files, by code.", "counter"),
    ("bronbatch_stage_seconds_total", "Time spent, by stage.", "counter"),
    ("bronbatch_unfinished", "Files that could not be finished in the last round.", "gauge"),
    ("bronbatch_queue_files", "Files that wait in the inbox.", "gauge"),
    ("bronbatch_queue_oldest_seconds", "How long the oldest of them waits.", "gauge"),
    ("bronbatch_last_success_timestamp_seconds", "When a round last left nothing unfinished.", "gauge"),
  ]

  /// - Parameter path: the file; a name that ends in `.prom` is what node_exporter takes.
  init(_ path: String, _ mappen: Mappen, _ logger: Logger) throws {
    self.path = path
    self.mappen = mappen
    self.logger = logger
    if try folders.kind(of: path) != nil {
      for regel in String(decoding: try folders.bytes(of: path, limit: 1 << 20), as: UTF8.self).split(separator: "\n") {
        let delen = regel.split(separator: " ")
        guard delen.count == 2, let waarde = Double(delen[1]) else { continue }
        if Self.soorten.contains(where: { $0.type == "counter" && regel.hasPrefix($0.naam + "{") }) {
          tellers[String(delen[0])] = waarde
        } else if regel.hasPrefix("bronbatch_last_success") {
          standen[String(delen[0])] = waarde
        }
      }
    }
  }

  /// Counts a delivery.
  func tel(_ uitkomst: Uitkomst) {
    let soort =
      switch uitkomst.status {
      case .aangenomen: "accepted"
      case .geweigerd: "refused"
      case .herhaald: "repeated"
      case .vervolg: "followup"
      }
    tel("deliveries", "outcome=\"\(soort)\"", 1)
    tel("meldingen", "status=\"approved\"", uitkomst.telling.goed)
    tel("meldingen", "status=\"rejected\"", uitkomst.telling.fout)
    tel("meldingen", "status=\"pending\"", uitkomst.telling.inBehandeling)
    for (controle, aantal) in uitkomst.signalen {
      tel("signals", "code=\"\(controle.code)\",severity=\"\(controle.ernst.rawValue)\"", aantal)
    }
    for (controle, aantal) in uitkomst.fouten.perControle {
      tel("file_faults", "code=\"\(controle.code)\"", aantal)
    }
    for (stap, duur) in [
      ("read", uitkomst.stappen.lezen), ("decide", uitkomst.stappen.beslissen), ("answer", uitkomst.stappen.antwoorden),
    ] {
      tellers["bronbatch_stage_seconds_total{stage=\"\(stap)\"}", default: 0] += duur / .seconds(1)
    }
  }

  private func tel(_ naam: String, _ label: String, _ aantal: Int) {
    tellers["bronbatch_\(naam)_total{\(label)}", default: 0] += Double(aantal)
  }

  /// Notes the end of a round, and writes the file. That it cannot be written is told once, and stops nothing.
  ///
  /// - Parameter nu: seconds since 1970.
  func rondAf(storingen: Int, nu: Double = Date().timeIntervalSince1970) {
    do {
      let wachtend = try Toestand(mappen, folders: folders).wachtrijen
      standen["bronbatch_unfinished"] = Double(storingen)
      standen["bronbatch_queue_files"] = Double(wachtend.reduce(0) { $0 + $1.aantal })
      standen["bronbatch_queue_oldest_seconds"] = wachtend.map { max(0, nu - Double($0.sinds)) }.max() ?? 0
      if storingen == 0 { standen["bronbatch_last_success_timestamp_seconds"] = nu }
      try folders.replace(path) { write in try Array(tekst.utf8).withUnsafeBytes(write) }
      isGemeld = false
    } catch {
      if !isGemeld { logger.warning("the metrics could not be written", metadata: ["error": "\(error)"]) }
      isGemeld = true
    }
  }

  /// The whole file.
  var tekst: String {
    let alle = tellers.merging(standen) { $1 }.sorted { $0.key < $1.key }
    return Self.soorten.map { naam, uitleg, type in
      let regels = alle.filter { $0.key == naam || $0.key.hasPrefix(naam + "{") }
      if regels.isEmpty { return "" }
      return "# HELP \(naam) \(uitleg)\n# TYPE \(naam) \(type)\n"
        + regels.map { "\($0.key) \(Self.getal($0.value))\n" }.joined()
    }.joined()
  }

  /// Whole where it is whole, and otherwise in thousandths.
  private static func getal(_ waarde: Double) -> String {
    let duizendsten = (waarde * 1_000).rounded()
    return duizendsten.truncatingRemainder(dividingBy: 1_000) == 0
      ? "\(Int(duizendsten / 1_000))" : "\(duizendsten / 1_000)"
  }
}
