import ProgrammaVanEisen
import Records

/// The form in which the register keeps records: the fields of the newest version, without what is
/// obsolete, and without the soort mutatie, so that an A that changes nothing is no change; a 322 with
/// the code of the leerbedrijf alone.
public struct Registervorm: Sendable {
  /// Which bytes of a delivered record go where.
  private struct Move: Sendable {
    let from: Int
    let to: Int
    var length: Int

    /// Moves that lie side by side, made one.
    static func joined(_ moves: [Move]) -> [Move] {
      moves.reduce(into: []) { joined, move in
        if let last = joined.last, last.from + last.length == move.from, last.to + last.length == move.to {
          joined[joined.count - 1].length += move.length
        } else {
          joined.append(move)
        }
      }
    }
  }

  /// By recordsoort, the layout of the register.
  private let registered: [Int: Layout]
  /// By layout of the delivery, the moves into the form of the register.
  private let moves: [[Move]]
  /// By recordsoort, the layout of the echo and the moves from the form of the register into it.
  private let echoes: [Int: (layout: Layout, moves: [Move])]

  /// The form, for deliveries of one version.
  public init(_ layouts: Layouts, newest: Layouts) {
    var registered: [Int: Layout] = [:]
    for layout in newest.all where layout.record < 400 { registered[layout.record] = newest.registered(layout.record) }
    self.registered = registered
    moves = layouts.all.map { layout in
      guard let target = registered[layout.record] else { return [] }
      return Move.joined(
        layout.velden.compactMap { veld in
          guard let place = target.veld(veld.id), Self.isBewaard(veld, layout) else { return nil }
          return Move(from: veld.offset, to: place.offset - target.prefix, length: veld.lengte)
        })
    }
    var echoes: [Int: (layout: Layout, moves: [Move])] = [:]
    for (recordsoort, source) in registered {
      guard let target = layouts.registered(recordsoort)?.terugkoppeling else { continue }
      let echo = layouts.all[target]
      let moves = echo.velden.compactMap { veld -> Move? in
        guard let place = source.veld(veld.id), veld.offset >= echo.prefix else { return nil }
        return Move(from: place.offset - source.prefix, to: veld.offset, length: veld.lengte)
      }
      echoes[recordsoort] = (echo, Move.joined(moves))
    }
    self.echoes = echoes
  }

  private static func isBewaard(_ veld: Veld, _ layout: Layout) -> Bool {
    veld.offset >= layout.prefix && veld.offset != layout.mutatieOffset && !veld.isVervallen
  }

  /// The number of bytes that the register keeps of a kind of record.
  public func lengte(_ recordsoort: Int) -> Int {
    registered[recordsoort].map { $0.lengte - $0.prefix } ?? 0
  }

  /// Where a field lies in what the register keeps.
  public func plaats(_ recordsoort: Int, _ veld: String) -> Range<Int> {
    guard let layout = registered[recordsoort], let veld = layout.veld(veld) else { return 0..<0 }
    return veld.offset - layout.prefix..<veld.offset - layout.prefix + veld.lengte
  }

  /// A delivered record in the form of the register.
  public func gegevens(_ record: RecordView) -> [UInt8] {
    var gegevens = [UInt8](repeating: 0x20, count: lengte(record.layout.record))
    for move in moves[record.layout.id] {
      gegevens.replaceSubrange(
        move.to..<move.to + move.length, with: record.bytes.slice(move.from..<move.from + move.length))
    }
    return gegevens
  }

  /// Writes what the register keeps as an echo in the version of the delivery.
  ///
  /// - Parameter mutatie: the soort mutatie of the melding at hand.
  public func schrijf(
    _ gegevens: [UInt8], mutatie: UInt8, recordsoort: Int, batchnummer: Int, meldingnummer: Int,
    to writer: inout RecordWriter
  ) {
    guard let (layout, moves) = echoes[recordsoort] else { return }
    writer.begin(layout, batchnummer: batchnummer, meldingnummer: meldingnummer)
    gegevens.withUnsafeBytes { bytes in
      for move in moves {
        writer.put(UnsafeRawBufferPointer(rebasing: bytes[move.from..<move.from + move.length]), at: move.to)
      }
    }
    if let place = layout.mutatieOffset { writer.put(CollectionOfOne(mutatie), at: place..<place + 1) }
  }

  /// The key fields behind the inschrijvingsvolgnummer, side by side.
  public func sleutel(_ record: RecordView) -> [UInt8] {
    record.layout.sleutel.dropFirst().flatMap { Array(record.bytes.slice($0.range)) }
  }

  /// The same of what the register keeps.
  func sleutel(_ recordsoort: Int, _ gegevens: [UInt8]) -> [UInt8] {
    guard let layout = registered[recordsoort] else { return [] }
    return layout.sleutel.dropFirst().flatMap {
      gegevens[$0.offset - layout.prefix..<$0.offset - layout.prefix + $0.lengte]
    }
  }

  /// The names and places of all fields that the register keeps of a kind of record.
  func velden(_ recordsoort: Int) -> [(veld: Veld, plaats: Range<Int>)] {
    guard let layout = registered[recordsoort] else { return [] }
    return layout.velden.filter { Self.isBewaard($0, layout) }.map {
      ($0, $0.offset - layout.prefix..<$0.offset - layout.prefix + $0.lengte)
    }
  }
}

extension RecordWriter {
  /// Begins a record of a melding: its recordsoort, batch number and meldingnummer are filled in.
  public mutating func begin(_ layout: Layout, batchnummer: Int, meldingnummer: Int) {
    begin(layout)
    put(number: batchnummer, at: layout.velden[1].range)
    put(number: meldingnummer, at: layout.velden[2].range)
  }
}
