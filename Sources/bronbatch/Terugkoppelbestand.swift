import Exchange
import FileSystem
import Records

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
  /// What ended the reading before the end of the file.
  private(set) var schade: BronError?

  init(_ path: String) {
    self.path = path
  }

  /// Whether the file begins as a feedback file does.
  func isTerugkoppeling() throws -> Bool {
    var reader = BlockReader(try Uitwisseling.open(path))
    return try reader.next() && reader.block.lines.first?.record == 400
  }

  /// Gives the pieces of the file in their order, of a damaged file those before the damage.
  func lees(_ body: (Stuk) throws -> Void) throws {
    var reader = BlockReader(try Uitwisseling.open(path))
    var melding: Stuk = []
    while next(&reader) {
      let block = reader.block
      for (index, line) in block.lines.enumerated() {
        let regel = Regel(nummer: block.firstLine + index, record: Int(line.record), bytes: block.copy(line))
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

  private func next(_ reader: inout BlockReader) -> Bool {
    do {
      return try reader.next()
    } catch {
      schade = error as? BronError ?? BronError(.system, "\(error)", at: .init(path))
      return false
    }
  }
}
