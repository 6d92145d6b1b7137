import ProgrammaVanEisen
import Records

/// What conditions can say of the delivery that a record stands in.
public struct DeliveryContext: Sendable {
  /// The texts of `ConditionContext`, side by side, with spaces behind them, so that words can be loaded.
  let bytes: [UInt8]
  /// The header record, with the same room.
  let header: [UInt8]
  /// How many meldingen the file has.
  public let meldingen: Int
  /// How many records the file has, its header included.
  public let records: Int

  /// The context of a delivery.
  ///
  /// - Parameters:
  ///   - values: the texts; what is missing is blank.
  ///   - header: the header record as it was delivered, 135 bytes.
  public init(_ values: [ConditionContext: [UInt8]], header: [UInt8], meldingen: Int, records: Int) {
    var bytes: [UInt8] = []
    for context in ConditionContext.allCases {
      let value = (values[context] ?? []).prefix(context.length)
      bytes += value + [UInt8](repeating: 0x20, count: context.length - value.count)
    }
    self.bytes = bytes + [UInt8](repeating: 0x20, count: Block.slack)
    self.header = header + [UInt8](repeating: 0x20, count: max(0, 200 - header.count) + Block.slack)
    self.meldingen = meldingen
    self.records = records
  }
}
