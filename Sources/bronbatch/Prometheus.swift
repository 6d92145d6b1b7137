import Metrics
import Synchronization

/// Keeps what is counted through swift-metrics, and writes it as text for Prometheus.
final class Prometheus: MetricsFactory {
  /// What there is by one name.
  private struct Reeks {
    var type: String
    /// By what stands behind the name: `{code="742"}`, or nothing.
    var waarden: [String: Double] = [:]
  }

  private let uitleg: [String: String]
  private let reeksen: Mutex<[String: Reeks]>

  /// - Parameters:
  ///   - uitleg: what each series means, by its name.
  ///   - text: what was written before; it is counted on from there.
  init(uitleg: [String: String], text: String = "") {
    self.uitleg = uitleg
    reeksen = Mutex(Self.lees(text).filter { uitleg[$0.key] != nil })
  }

  /// What goes on from an earlier text. What is no number that can have been counted stays out.
  private static func lees(_ text: String) -> [String: Reeks] {
    var reeksen: [String: Reeks] = [:]
    var huidige = ""
    for regel in text.split(separator: "\n") {
      let delen = regel.split(separator: " ")
      if delen.count == 4, delen[0] == "#", delen[1] == "TYPE" {
        huidige = String(delen[2])
        reeksen[huidige] = Reeks(type: String(delen[3]))
      } else if delen.count == 2, delen[0].hasPrefix(huidige), let waarde = Double(delen[1]), (0..<0x1p50) ~= waarde {
        reeksen[huidige]?.waarden[String(delen[0].dropFirst(huidige.count))] = waarde
      }
    }
    return reeksen.filter { !$0.value.waarden.isEmpty }
  }

  /// All of it.
  var text: String {
    reeksen.withLock { reeksen in
      reeksen.sorted { $0.key < $1.key }.map { naam, reeks in
        "# HELP \(naam) \(uitleg[naam] ?? "")\n# TYPE \(naam) \(reeks.type)\n"
          + reeks.waarden.sorted { $0.key < $1.key }.map { "\(naam)\($0.key) \(Self.getal($0.value))\n" }.joined()
      }.joined()
    }
  }

  /// Whole where it is whole, and otherwise in thousandths.
  private static func getal(_ waarde: Double) -> String {
    let duizendsten = (waarde * 1_000).rounded()
    return duizendsten.truncatingRemainder(dividingBy: 1_000) == 0
      ? "\(Int(duizendsten / 1_000))" : "\(duizendsten / 1_000)"
  }

  // MARK: For swift-metrics

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    Cel(self, label, "counter", dimensions)
  }

  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    Cel(self, label, "gauge", dimensions)
  }

  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    Cel(self, label, "gauge", dimensions)
  }

  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    Cel(self, label, "summary", dimensions)
  }

  // What was counted stays, whether or not somebody counts on.
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}

  /// One number of a series, or of a timer the two that it has.
  private final class Cel: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    private let bewaard: Prometheus
    private let naam: String
    private let type: String
    private let labels: String

    init(_ bewaard: Prometheus, _ naam: String, _ type: String, _ dimensies: [(String, String)]) {
      self.bewaard = bewaard
      self.naam = naam
      self.type = type
      labels = dimensies.isEmpty ? "" : "{" + dimensies.map { "\($0)=\"\($1)\"" }.joined(separator: ",") + "}"
    }

    private func verander(_ achter: String = "", _ wijziging: (inout Double) -> Void) {
      bewaard.reeksen.withLock { wijziging(&$0[naam, default: Reeks(type: type)].waarden[achter + labels, default: 0]) }
    }

    func increment(by aantal: Int64) { verander { $0 += Double(aantal) } }
    func increment(by aantal: Double) { verander { $0 += aantal } }
    func decrement(by aantal: Double) { verander { $0 -= aantal } }
    func set(_ waarde: Int64) { verander { $0 = Double(waarde) } }
    func set(_ waarde: Double) { verander { $0 = waarde } }
    func record(_ waarde: Int64) { set(waarde) }
    func record(_ waarde: Double) { set(waarde) }
    func reset() { verander { $0 = 0 } }

    func recordNanoseconds(_ duur: Int64) {
      verander("_sum") { $0 += Double(duur) / 1e9 }
      verander("_count") { $0 += 1 }
    }
  }
}
