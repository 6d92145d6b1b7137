import Exchange
import FileSystem
import ProgrammaVanEisen
import XMLBatch

extension XMLFault {
  /// What ends a command that prints a file.
  func error(in file: String) -> BronError {
    BronError(
      .usage, "no valid XML: \(detail)", at: .init(file, line: place.line, byte: place.byte),
      remedy: "What stands before that was printed")
  }
}

/// A feedback file, read from its start as often as is needed, a melding at a time.
final class Terugkoppelbestand {
  /// A line of the file.
  struct Regel {
    let nummer: Int
    /// The recordsoort, or -1 where there is none.
    let record: Int
    let bytes: [UInt8]
  }

  /// What belongs together: a 405 with what follows it, or a line outside of all meldingen (400, 402).
  typealias Stuk = [Regel]

  /// A melding of more lines than any has is given in parts, so that a damaged file takes no more memory.
  private static let most = 1_000

  private let path: String
  private let pve: PvE
  /// What ended the reading before the end of the file.
  private(set) var schade: BronError?

  init(_ path: String, pve: PvE) {
    self.path = path
    self.pve = pve
  }

  /// Whether the file begins as a feedback file does.
  func isTerugkoppeling() throws -> Bool {
    let reader = try Uitwisseling.records(path, pve: pve)
    return try reader.next() && reader.block.lines.first?.record == 400
  }

  /// Gives the pieces of the file in their order, of a damaged file those before the damage.
  func lees(_ body: (Stuk) throws -> Void) throws {
    let reader = try Uitwisseling.records(path, pve: pve)
    schade = nil
    var melding: Stuk = []
    while next(reader) {
      let block = reader.block
      for (index, line) in block.lines.enumerated() {
        let regel = Regel(nummer: block.lineNumber(index), record: Int(line.record), bytes: block.copy(line))
        let isKop = [400, 402].contains(regel.record)
        if isKop || regel.record == 405 || melding.count == Self.most {
          if !melding.isEmpty { try body(melding) }
          melding = []
        }
        if isKop { try body([regel]) } else { melding.append(regel) }
      }
    }
    if !melding.isEmpty { try body(melding) }
  }

  private func next(_ reader: any Recordbron) -> Bool {
    do {
      if schade != nil { return false }
      let isMore = try reader.next()
      schade = reader.faults.first.map { $0.error(in: path) }
      return isMore
    } catch {
      schade = error as? BronError ?? BronError(.system, "\(error)", at: .init(path))
      return false
    }
  }
}
