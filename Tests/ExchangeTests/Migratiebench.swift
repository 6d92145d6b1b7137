import FileSystem
import Foundation
import GRDB
import ProgrammaVanEisen
import Register
import Testing

@testable import Exchange

extension Exchangebench {
  /// The folder with the history.
  var historie: String { work.appending(path: "Historie").path }

  /// Puts a file into the history.
  func bewaar(_ bytes: [UInt8], as pad: String) throws {
    let path = Folders.join(historie, pad)
    try FileManager.default.createDirectory(atPath: Folders.parent(of: path), withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: path))
  }

  /// Puts a delivery into the history, under its own name in a folder, or under another path.
  func bewaar(_ delivery: Delivery, in folder: String = "", as pad: String? = nil) throws {
    try bewaar(delivery.bytes, as: pad ?? Folders.join(folder, delivery.naam))
  }

  /// Made in the year 2012.
  func migratie(folders: Folders = Folders(), weigertGat: Bool = false) throws -> Migratie {
    Migratie(
      map: historie, uit: mappen, grondslag: grondslag, vandaag: try #require(Datum(text: "2012-01-01")),
      weigertGat: weigertGat, folders: folders, logger: Self.quiet)
  }

  /// Plans the history and takes it in, into this register or another one.
  @discardableResult
  func migreer(folders: Folders = Folders(), in register: Register? = nil, isProef: Bool = false) throws -> Afstemming {
    let migratie = try migratie(folders: folders)
    return try migratie.voer(try migratie.plan(), register: register ?? self.register, isProef: isProef)
  }

  /// The batch numbers in the order in which they are planned.
  func volgorde() throws -> [Int] { try migratie().plan().leveringen.map(\.batchnummer) }
}

extension Delivery {
  /// One with a number, made on a day.
  static func van(_ datum: String, _ nummer: Int, _ regels: [String] = Regels.fout()) -> Delivery {
    Delivery(batchnummer: String(String(1_000 + nummer).suffix(3)), regels).with { $0.datum = datum }
  }
}
