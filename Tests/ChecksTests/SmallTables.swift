import ProgrammaVanEisen
import Reference
import TestSupport

/// Reference tables of a few rows, with every kind of row that a condition asks for.
enum SmallTables {
  static let rows: [Tabel: [String]] = [
    .instellingen: ["01AA;;20000101;;BO,ED", "02BB;;20000101;20091231;AOC,BO", "03CC;;;;", "04DD;;20110101;;VO"],
    .opleidingen: [
      "10001;;BO;2;kwalificatie;;J;1;20000801;", "10002;;BO;4;kwalificatie;10009;N;1;20050801;20091231",
      "10003;;BO;;deelkwalificatie;;J;;20000801;", "10004;;BO;;deelkwalificatie;10009;;;;20300101",
      "10005;;BO;3;kwalificatie;10019;J;1;20100801;", "10006;;BO;3;kwalificatie;10009;J;1;;",
      "10009;;BO;;dossier;;N;;;",
      "10010;;BO;;domein;;J;;;", "10020;;BO;;;;;;;", "20001;;ED;;educatie;;J;;;20091231",
      "20002;;ED;;educatie;;;;20100801;",
      "30001;;VA;;vavo;;J;;;20091231", "30002;;VA;;vavo;;;;20100801;",
    ],
    .kenniscentra: ["01KB;", "02KB;"],
    .leerbedrijven: ["01KB1234AB0001201;;01KB;1234AB;12;;", "02KBB12;;02KB;;;;"],
    .examens: ["0001;;N;N;;;", "0002;;J;J;;;", "0003;;;;;;"],
    .vakken: ["1001;;ED;J;;", "1002;;ED;N;;", "1003;;VA;;;"],
    .landen: ["6030;;;", "5001;;;"],
    .nationaliteiten: ["0001;;;", "0052;;;"],
    .postcodes: ["1234AB;", "9999ZZ;"],
    .licenties: [
      "01AA;10001;;", "01AA;10002;20090801;20091231", "01AA;10002;20100201;", "02BB;10006;;20100801",
    ],
    .erkenningen: ["01KB1234AB0001201;10001;;"],
    .examenvakken: ["0001;1003;20080801;20091231", "0002;1001;;", "0003;1003;20100801;"],
  ]

  /// The tables, read from files as the program does.
  static func read() throws -> ReferenceTables {
    let folder = try TemporaryFolder()
    for (tabel, rows) in rows {
      let lines = [tabel.kolommen.joined(separator: ";")] + rows
      try folder.put(lines.joined(separator: "\r\n") + "\r\n", in: "\(tabel.rawValue).csv")
    }
    return try withExtendedLifetime(folder) { try ReferenceTables(folder: folder.path) }
  }

  /// The same as table, key, column.
  static var plain: [String: [String: [String: String]]] {
    var tables: [String: [String: [String: String]]] = [:]
    for (tabel, rows) in rows where tabel.sleutels == 1 {
      for row in rows {
        let values = row.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        tables[tabel.rawValue, default: [:]][values[0]] = Dictionary(
          uniqueKeysWithValues: zip(tabel.kolommen, values))
      }
    }
    return tables
  }

  /// The tables with a longer key: table, key, from which to which day.
  static var geldigheid: [String: [[[UInt8]]: [(String, String)]]] {
    var tables: [String: [[[UInt8]]: [(String, String)]]] = [:]
    for (tabel, rows) in rows where tabel.sleutels > 1 {
      for row in rows {
        let values = row.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        let key = values.prefix(tabel.sleutels).map { Array($0.utf8) }
        tables[tabel.rawValue, default: [:]][key, default: []].append((values[2], values[3]))
      }
    }
    return tables
  }
}
