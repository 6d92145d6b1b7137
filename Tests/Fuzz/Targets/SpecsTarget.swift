import FileSystem
import ProgrammaVanEisen

/// The first byte says which file of a `Specs/` the rest is, by its place in `files`.
enum SpecsTarget {
  /// A `Specs/` with little in it, so that loading it takes no time, and something of everything.
  private static let files = [
    (
      "versies.yaml",
      """
      versies: [{versie: "1"}, {versie: "2", vanaf: 20100801, tot: 20110731}]
      """
    ),
    (
      "waardelijsten.yaml",
      """
      lijsten:
        - {lijst: ja, naam: Ja, toelichting: x, waarden: [{code: J, betekenis: ja}, {code: "0", betekenis: nee}]}
      """
    ),
    (
      "layouts/prefixen.yaml",
      """
      prefixen:
        aanlevering: [{veld: recordsoort, naam: R, lengte: 3, type: numeriek}]
        terugkoppeling: [{veld: recordsoort, naam: R, lengte: 3, type: numeriek}, {veld: nr, naam: N, lengte: 3, type: tekst}]
      """
    ),
    (
      "layouts/305.yaml",
      """
      record: 305
      naam: Melding
      prefix: aanlevering
      terugkoppeling: 405
      lengte: {"1": 11, "2": 13}
      vooraf: [{veld: status, naam: S, lengte: 1, type: code, lijst: ja}]
      velden:
        - {veld: datum, naam: D, positie: 1, lengte: 8, type: datum, sleutel: true, persoonsgegeven: true}
        - {veld: reden, naam: Q, positie: 9, lengte: 2, type: tekst, versies: ["2"], facultatief: true, bewijs: V}
      """
    ),
    (
      "layouts/499.yaml",
      """
      record: 499
      naam: Signaal
      prefix: terugkoppeling
      lengte: 26
      velden: [{veld: omschrijvingSignaal, naam: O, positie: 1, lengte: 20, type: tekst}]
      """
    ),
    (
      "controles/305.yaml",
      """
      controles:
        - {code: X740, rij: X1, record: 305, velden: [datum], ernst: A, tekst: "x {datum}", fase: 1, soort: veld,
           bewijs: EXT, als: "datum == '' || !(reden in lijsten.ja)", vanaf: 20100101, aan: true}
        - {code: "741", record: "*", velden: [], ernst: S, tekst: y, fase: 3, soort: register, bewijs: PROP, functie: f,
           tabellen: [vakken], voorwaarde: z}
      """
    ),
    (
      "uitleg.yaml",
      """
      uitleg:
        - {code: X740, record: 305, betekenis: a, doen: b}
        - {code: "741", betekenis: a, doen: b}
      """
    ),
    (
      "xml.yaml",
      """
      naamruimte: x
      records: [{record: 305, element: melding, groep: g}, {record: 499, element: signaal}]
      velden: [{veld: datum, element: dag, versies: ["1"]}]
      toelichtingen: {aanleverenBatch: x, terugkoppelenBatch: x, bedrijfsdocument: x, melding: x, g: x,
        identificatiecodeBedrijfsdocument: x, datumTijdBedrijfsdocument: x}
      """
    ),
  ]

  private static let specs = Result {
    let memory = MemoryFiles()
    for (name, text) in files { memory["Specs/\(name)"] = Array(text.utf8) }
    // What is wrong with the files as they are would hide all that is wrong with those of the fuzzer.
    _ = try load(memory)
    return memory
  }

  private static func load(_ memory: MemoryFiles) throws -> PvE {
    try PvE(specs: "Specs", functies: ["f"], folders: memory.folders)
  }

  static func run(_ bytes: [UInt8]) throws {
    guard let choice = bytes.first else { return }
    let memory = try specs.get()
    let file = "Specs/\(files[Int(choice) % files.count].0)"
    let kept = memory[file]
    memory[file] = Array(bytes.dropFirst())
    defer { memory[file] = kept }
    try Workplace.expecting(.specs) { _ = try load(memory) }
  }
}
