import ArgumentParser
import Exchange
import FileSystem
import Foundation
import Identification
import Records
import Reference
import Register

/// Has what a delivery says of persons with a number applied and written, without checks, BRP and answer.
struct Registering: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "register", abstract: "Apply the meldingen of deliveries to a new register.",
    discussion: """
      As the program does: what a block changes is written by another thread while the next block is applied. With \
      --one-by-one what a melding changes is written before the next one is looked at.
      """)

  @Flag(help: "Write melding by melding.") var oneByOne = false
  @OptionGroup var specs: SpecsOption
  @Argument var files: [String]

  func run() throws {
    let pve = try specs.load()
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { _ = Result { try FileManager.default.removeItem(at: folder) } }
    let register = try Register(
      url: "sqlite:\(folder.appending(path: "register.sqlite").path)", pve: pve, migrations: { _ in })
    let workers = Workers(2)
    try Sample.measure { sample in
      var (meldingen, changes) = (0, 0)
      for (number, file) in files.enumerated() {
        var delivery = try Aanlevering(FileSource(file), pve)
        let vorm = Registervorm(delivery.layouts, newest: pve.newest)
        try register.write { db in
          let transactie = Registertransactie(
            db, vorm: vorm, tables: ReferenceTables(),
            leverancier: Leverancier(brin: "99ZZ", aanleverpunt: "01", sectordeel: "BO"),
            ontvangst: Aanlevering.ontvangst, afsluiting: .geen)
          defer { transactie.geefOp() }
          let velden = Sleutelvelden(delivery.layouts)
          repeat {
            meldingen += try apply(
              delivery.reader.block, delivery, velden, transactie, aanlevering: Int64(number + 1), workers)
          } while try delivery.reader.next()
          try transactie.voltooi()
          changes += Self.changes(transactie.telling)
        }
      }
      (sample.meldingen, sample.count) = (meldingen, changes)
    }.print()
  }

  private static func changes(_ telling: Mutatietelling) -> Int {
    Feitsoort.allCases.reduce(0) { $0 + telling[$1].toegevoegd + telling[$1].gewijzigd + telling[$1].verwijderd }
  }

  /// Applies the meldingen of a block; gives how many they are.
  private func apply(
    _ block: Block, _ delivery: Aanlevering, _ velden: Sleutelvelden, _ transactie: Registertransactie,
    aanlevering: Int64, _ workers: Workers
  ) throws -> Int {
    try block.withBytes { bytes in
      let meldingen = Melding.all(in: block).map { melding in
        (melding, block.lines[melding.lines].map { RecordView($0, in: bytes, layouts: delivery.layouts) })
      }.map { ($0.0.nummer, $0.1, Sleutelgegevens($0.1[0], velden)) }.filter { !$0.2.isZonderNummer }
      if !oneByOne {
        let named = meldingen.map { Genoemde(bsn: $0.2.sofinummer, onderwijsnummer: $0.2.onderwijsnummer) }
        try transactie.begin(named) { werk in
          let pending = workers.start(werk)
          return { try pending.get() }
        }
      }
      for (nummer, records, sleutel) in meldingen {
        let known =
          try sleutel.sofinummer.isEmpty
          ? transactie.persoon(onderwijsnummer: sleutel.onderwijsnummer) : transactie.persoon(bsn: sleutel.sofinummer)
        let was = try known.flatMap { try transactie.deelnemer($0.id) }
        let deelnemer =
          was
          ?? Deelnemer(
            bsn: sleutel.sofinummer, onderwijsnummer: sleutel.onderwijsnummer, geboortedatum: sleutel.geboortedatum,
            geslacht: sleutel.geslacht, postcode: sleutel.postcode, land: sleutel.land)
        let done = transactie.verwerk(records, op: deelnemer, overlijden: nil) { _ in true }
        try transactie.bewaar(
          done.deelnemer, was: was, herkomst: Herkomst(aanlevering: aanlevering, meldingnummer: nummer))
        if oneByOne { try transactie.voltooi() }
      }
      return meldingen.count
    }
  }
}
