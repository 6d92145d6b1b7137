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

  /// What is kept of a kind of record.
  private final class Vorm: Sendable {
    let layout: Layout
    /// A record with nothing in it, as the register would keep it.
    let leeg: [UInt8]
    /// Where the key fields behind the inschrijvingsvolgnummer lie.
    let sleutel: [Range<Int>]
    /// The layout of the echo and the moves into it; nil where the version has none.
    let echo: Layout?
    let echoMoves: [Move]

    init(_ layout: Layout, echo: Layout?) {
      self.layout = layout
      leeg = [UInt8](repeating: 0x20, count: layout.lengte - layout.prefix)
      sleutel = layout.sleutel.dropFirst().map {
        $0.offset - layout.prefix..<$0.offset - layout.prefix + $0.lengte
      }
      self.echo = echo
      let moves = echo?.velden.compactMap { veld -> Move? in
        guard let place = layout.veld(veld.id), veld.offset >= echo?.prefix ?? 0 else { return nil }
        return Move(from: place.offset - layout.prefix, to: veld.offset, length: veld.lengte)
      }
      echoMoves = Move.joined(moves ?? [])
    }
  }

  /// By layout of the delivery, the moves into the form of the register, and where the key fields behind the
  /// inschrijvingsvolgnummer lie.
  private let moves: [[Move]]
  private let sleutels: [[Range<Int>]]
  /// By recordsoort, less 300.
  private let vormen: [Vorm?]

  /// The form, for deliveries of one version.
  public init(_ layouts: Layouts, newest: Layouts) {
    var vormen = [Vorm?](repeating: nil, count: 100)
    for layout in newest.all where (300..<400).contains(layout.record) {
      guard let registered = newest.registered(layout.record) else { continue }
      let echo = layouts.registered(layout.record)?.terugkoppeling.map { layouts.all[$0] }
      vormen[layout.record - 300] = Vorm(registered, echo: echo)
    }
    self.vormen = vormen
    moves = layouts.all.map { layout in
      guard (300..<400).contains(layout.record), let target = vormen[layout.record - 300]?.layout else { return [] }
      return Move.joined(
        layout.velden.compactMap { veld in
          guard let place = target.veld(veld.id), Self.isBewaard(veld, layout) else { return nil }
          return Move(from: veld.offset, to: place.offset - target.prefix, length: veld.lengte)
        })
    }
    sleutels = layouts.all.map { $0.sleutel.dropFirst().map(\.range) }
  }

  private static func isBewaard(_ veld: Veld, _ layout: Layout) -> Bool {
    veld.offset >= layout.prefix && veld.offset != layout.mutatieOffset && !veld.isVervallen
  }

  private func vorm(_ recordsoort: Int) -> Vorm? {
    (300..<400).contains(recordsoort) ? vormen[recordsoort - 300] : nil
  }

  /// The number of bytes that the register keeps of a kind of record.
  public func lengte(_ recordsoort: Int) -> Int { vorm(recordsoort)?.leeg.count ?? 0 }

  /// Where a field lies in what the register keeps.
  public func plaats(_ recordsoort: Int, _ veld: String) -> Range<Int> {
    guard let layout = vorm(recordsoort)?.layout, let veld = layout.veld(veld) else { return 0..<0 }
    return veld.offset - layout.prefix..<veld.offset - layout.prefix + veld.lengte
  }

  /// A delivered record in the form of the register.
  public func gegevens(_ record: RecordView) -> [UInt8] {
    // A copy costs half of what it costs to make an array of so many spaces.
    var gegevens = vorm(record.layout.record)?.leeg ?? []
    gegevens.withUnsafeMutableBytes { target in
      for move in moves[record.layout.id] {
        target[move.to..<move.to + move.length].copyBytes(
          from: record.bytes.slice(move.from..<move.from + move.length))
      }
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
    guard let vorm = vorm(recordsoort), let layout = vorm.echo else { return }
    writer.begin(layout, batchnummer: batchnummer, meldingnummer: meldingnummer)
    gegevens.withUnsafeBytes { bytes in
      for move in vorm.echoMoves {
        writer.put(UnsafeRawBufferPointer(rebasing: bytes[move.from..<move.from + move.length]), at: move.to)
      }
    }
    if let place = layout.mutatieOffset { writer.put(CollectionOfOne(mutatie), at: place..<place + 1) }
  }

  /// The key fields behind the inschrijvingsvolgnummer, side by side.
  public func sleutel(_ record: RecordView) -> ShortBytes {
    let velden = sleutels[record.layout.id]
    // Most have one such field.
    if velden.count == 1 { return ShortBytes(record.bytes, velden[0]) }
    var sleutel = ShortBytes()
    for veld in velden { sleutel.append(contentsOf: record.bytes.slice(veld)) }
    return sleutel
  }

  /// The same of what the register keeps.
  func sleutel(_ recordsoort: Int, _ gegevens: [UInt8]) -> ShortBytes {
    var sleutel = ShortBytes()
    for veld in vorm(recordsoort)?.sleutel ?? [] { sleutel.append(contentsOf: gegevens[veld]) }
    return sleutel
  }

  /// The names and places of all fields that the register keeps of a kind of record.
  func velden(_ recordsoort: Int) -> [(veld: Veld, plaats: Range<Int>)] {
    guard let layout = vorm(recordsoort)?.layout else { return [] }
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
