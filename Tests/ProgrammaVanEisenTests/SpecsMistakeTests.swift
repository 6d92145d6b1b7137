import FileSystem
import Testing

@testable import ProgrammaVanEisen

/// One mistake at a time in a copy of `Specs/`: each is found, with its file and line.
struct SpecsMistakeTests {
  /// A mistake: what is replaced by what, and a text on the line where it must be found.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let old: String
    let new: String
    let line: String

    init(_ name: String, _ file: String, _ old: String, _ new: String, line: String? = nil) {
      testDescription = name
      self.file = file
      self.old = old
      self.new = new
      self.line = line ?? new
    }
  }

  private func expect(_ mistake: Mistake) throws {
    let controles = mistake.file.hasPrefix("controles/") ? String(mistake.file.dropFirst(10)) : "321.yaml"
    let specs = try SpecsFolder(controles: controles)
    let text = try specs.text(mistake.file)
    let range = try #require(text.firstRange(of: mistake.old), "the file has changed: \(mistake.old)")
    let changed = text.replacingCharacters(in: range, with: mistake.new)
    try specs.put(changed, in: mistake.file)
    let lines = changed.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains(mistake.line) })
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.code == .specs)
    #expect(error?.place == .init("\(specs.path)/\(mistake.file)", line: line + 1), "\(error?.description ?? "")")
  }

  // MARK: Layouts

  private static let layouts = [
    Mistake("overlap", "layouts/321.yaml", "positie: 5, lengte: 8", "positie: 4, lengte: 8"),
    Mistake("gap", "layouts/321.yaml", "positie: 5, lengte: 8", "positie: 6, lengte: 8"),
    Mistake("wrong total", "layouts/321.yaml", "lengte: 23", "lengte: 24"),
    Mistake("wrong total of one version", "layouts/320.yaml", "\"1.1\": 60", "\"1.1\": 62"),
    Mistake("no total of a version", "layouts/320.yaml", "\"1.2\": 62", "\"1.3\": 62"),
    Mistake("total that is no number", "layouts/321.yaml", "lengte: 23", "lengte: veel"),
    Mistake("unknown type", "layouts/321.yaml", "type: datum", "type: dag"),
    Mistake("date of seven", "layouts/321.yaml", "positie: 5, lengte: 8", "positie: 5, lengte: 7"),
    Mistake("field of nothing", "layouts/321.yaml", "lengte: 1, type: tekst", "lengte: 0, type: tekst"),
    Mistake("field too long", "layouts/321.yaml", "lengte: 1, type: tekst", "lengte: 4097, type: tekst"),
    Mistake(
      "field too long to count", "layouts/321.yaml", "lengte: 1, type: tekst",
      "lengte: 9223372036854775807, type: tekst"),
    Mistake("key too long", "layouts/331.yaml", "lengte: 150, type: tekst", "lengte: 150, type: tekst, sleutel: true"),
    Mistake(
      "keys too long together", "layouts/331.yaml", "positie: 13, lengte: 8, type: datum",
      "positie: 13, lengte: 8, type: datum, sleutel: true"),
    Mistake("length below nothing", "layouts/321.yaml", "lengte: 1, type: tekst", "lengte: -1, type: tekst"),
    Mistake("field twice", "layouts/321.yaml", "veld: indicatieLesgeld", "veld: soortMutatie", line: "positie: 14"),
    Mistake("field of the prefix", "layouts/321.yaml", "veld: indicatieLesgeld", "veld: meldingnummer"),
    Mistake("field of the echo", "layouts/305.yaml", "veld: geslacht", "veld: statusMelding", line: "positie: 42"),
    Mistake("unknown list", "layouts/321.yaml", "lijst: jaNee", "lijst: neeJa"),
    Mistake("unknown name", "layouts/321.yaml", "sleutel: true", "sleutels: true"),
    Mistake("unknown name on top", "layouts/321.yaml", "prefix: aanlevering", "prefiks: aanlevering"),
    Mistake("no flag", "layouts/321.yaml", "sleutel: true", "sleutel: ja"),
    Mistake("no name", "layouts/321.yaml", ", naam: Indicatie lesgeld", "", line: "indicatieLesgeld"),
    Mistake("no record", "layouts/321.yaml", "record: 321\n", "", line: "naam: BO periode"),
    Mistake("unknown prefix", "layouts/321.yaml", "prefix: aanlevering", "prefix: levering"),
    Mistake("another echo", "layouts/321.yaml", "terugkoppeling: 421", "terugkoppeling: 431"),
    Mistake("record twice", "layouts/321.yaml", "record: 321", "record: 320"),
    Mistake("record of four digits", "layouts/321.yaml", "record: 321", "record: 3210"),
    Mistake(
      "field behind one that may be left off", "layouts/322.yaml", "lengte: 5, type: tekst, facultatief: true",
      "lengte: 5, type: tekst", line: "positie: 178"),
    Mistake("unknown version", "layouts/320.yaml", "versies: [\"1.2\"]", "versies: [\"1.3\"]"),
    Mistake("list that is none", "layouts/321.yaml", "velden:\n", "velden: veel\n", line: "  - {veld: soortMutatie"),
    Mistake("a field that is a text", "layouts/321.yaml", "velden:\n", "velden:\n  - veld\n", line: "  - veld"),
    Mistake("broken YAML", "layouts/321.yaml", "prefix: aanlevering", "prefix: @levering"),
    Mistake("broken brackets", "layouts/321.yaml", "lengte: 23", "lengte: 23]"),
    Mistake(
      "prefix twice under keys of different types", "layouts/prefixen.yaml", "  aanlevering:", "  !x bestand:",
      line: "!x bestand:"),
    Mistake(
      "prefix whose name is a list", "layouts/prefixen.yaml", "  aanlevering:", "  [aanlevering]:",
      line: "[aanlevering]:"),
    Mistake("unknown type in a prefix", "layouts/prefixen.yaml", "type: numeriek", "type: nummer"),
  ]

  @Test(arguments: layouts)
  func layoutMistakes(mistake: Mistake) throws {
    try expect(mistake)
  }

  // MARK: Versions and lists

  private static let lists = [
    Mistake(
      "list twice", "waardelijsten.yaml", "lijsten:\n", "lijsten:\n  - {lijst: jaNee, naam: X, waarden: []}\n",
      line: "  - lijst: jaNee"),
    Mistake("code twice", "waardelijsten.yaml", "code: ED", "code: BO", line: "betekenis: educatie"),
    Mistake("code without meaning", "waardelijsten.yaml", ", betekenis: educatie", "", line: "code: ED"),
    Mistake("unknown name", "waardelijsten.yaml", "{code: ED", "{kode: ED"),
    Mistake("no day", "versies.yaml", "vanaf: 20100801", "vanaf: 20100931"),
    Mistake("unknown name of a version", "versies.yaml", "vanaf: 20100801", "sinds: 20100801"),
    Mistake("version twice", "versies.yaml", "versie: \"1.2\"", "versie: \"1.1\"", line: "versies:"),
  ]

  @Test(arguments: lists)
  func listMistakes(mistake: Mistake) throws {
    try expect(mistake)
  }

  // MARK: Checks

  private static let file = "controles/320.yaml"
  private static let als = "als: inschrijvingsvolgnummer == ''"
  private static let tekst = "tekst: Het veld <Inschrijvingsvolgnummer> moet gevuld zijn"

  private static let checks = [
    Mistake("unknown field", file, "velden: [inschrijvingsvolgnummer]", "velden: [volgnummer]"),
    Mistake("field of an unknown record", file, "record: 320", "record: 329"),
    Mistake("record that is no number", file, "record: 320", "record: drie"),
    Mistake("code of two digits", file, "code: \"740\"", "code: \"74\""),
    Mistake("code of four digits", file, "code: \"740\"", "code: \"7400\""),
    Mistake("code of another letter", file, "code: \"740\"", "code: \"Y740\""),
    Mistake("code of other digits", file, "code: \"740\"", "code: \"７４０\""),
    Mistake("no code", file, "code: \"740\"\n    record", "record", line: "- record"),
    Mistake("no text", file, "    \(tekst)\n", "", line: "- code: \"740\""),
    Mistake("empty text", file, tekst, "tekst: \"\""),
    Mistake("text too long", file, tekst, "tekst: \(String(repeating: "x", count: 151))"),
    Mistake(
      "text too long behind a code of ours", file, "tekst: Volgorde van records onjuist",
      "tekst: \(String(repeating: "x", count: 144))"),
    Mistake("text beyond ISO-8859-1", file, tekst, "tekst: Het kost € 10"),
    Mistake("text with a control character", file, tekst, "tekst: \"Het veld\\tinschrijving\""),
    Mistake("text with a delete", file, tekst, "tekst: \"Het veld\\x7f\""),
    Mistake("unknown field in the text", file, tekst, "tekst: Het veld {volgnummer} moet gevuld zijn"),
    Mistake("open brace in the text", file, tekst, "tekst: Het veld {leerweg moet gevuld zijn"),
    Mistake("unknown severity", file, "ernst: A", "ernst: B"),
    Mistake("unknown phase", file, "fase: 1", "fase: 5"),
    Mistake("condition in a later phase", file, "fase: 1", "fase: 3", line: als),
    Mistake("condition of a record in the phase of the file", file, "fase: 1", "fase: 0", line: als),
    Mistake("unknown scope", file, "soort: veld", "soort: velden"),
    Mistake("unknown evidence", file, "bewijs: EXT", "bewijs: OKE"),
    Mistake("unknown name", file, "bewijs: EXT", "bewijst: EXT"),
    Mistake("both", file, als, "\(als)\n    functie: inschrijvingBestaat", line: "- code: \"740\""),
    Mistake("neither", file, "    \(als)\n", "", line: "- code: \"740\""),
    Mistake("unknown function", file, "functie: inschrijvingBestaat", "functie: inschrijvingBestond"),
    Mistake(
      "a check of the file that is off", "controles/bestand.yaml", "functie: recordsoortOnbekend",
      "functie: recordsoortOnbekend\n    aan: false", line: "aan: false"),
    Mistake("no day", file, als, "\(als)\n    vanaf: 20100229", line: "vanaf: 20100229"),
    Mistake("no flag", file, als, "\(als)\n    aan: nee", line: "aan: nee"),
    Mistake("broken condition", file, als, "als: inschrijvingsvolgnummer =="),
    Mistake("unknown field in a condition", file, als, "als: volgnummer == ''"),
    Mistake("unknown list in a condition", file, als, "als: leerweg in lijsten.leerwegen"),
    Mistake("unknown table in a condition", file, als, "als: leerweg in tabellen.leerwegen"),
    Mistake(
      "unknown column in a condition", file, als, "als: tabellen.opleidingen[gevolgdeOpleiding].soorten == ''"),
    Mistake("unknown record in a condition", file, als, "als: records(329).size() > 0"),
    Mistake("unknown function in a condition", file, als, "als: dag(datumInschrijving)"),
    Mistake("text against number", file, als, "als: leerweg == 1"),
    Mistake("no list of checks", file, "controles:\n", "controle:\n", line: "controle:"),
    Mistake(
      "condition of any record", "controles/bestand.yaml", "functie: recordsoortOnbekend", "als: recordsoort == ''"),
    Mistake(
      "condition of the header in the phase of the fields", "controles/bestand.yaml",
      "fase: 0\n    soort: bestand\n    als:",
      "fase: 1\n    soort: bestand\n    als:", line: "als: \"!brinNummer"),
  ]

  @Test(arguments: checks)
  func checkMistakes(mistake: Mistake) throws {
    try expect(mistake)
  }

  // MARK: Uitleg

  private static let betekenis = "betekenis: Bij een toevoeging of aanpassing is een verplicht veld leeg gelaten."

  private static let uitleg = [
    Mistake("entry twice", "uitleg.yaml", "code: \"X003\"", "code: \"X002\" # weer", line: "# weer"),
    Mistake(
      "entry twice for a record", "uitleg.yaml", "code: \"742\"\n    record: 306",
      "code: \"742\" # weer\n    record: 305", line: "# weer"),
    Mistake("no meaning", "uitleg.yaml", "    \(betekenis)\n", "", line: "- code: \"740\""),
    Mistake("empty meaning", "uitleg.yaml", betekenis, "betekenis: \"\""),
    Mistake("nothing to do", "uitleg.yaml", "    doen: U hoeft niets te doen.\n", "", line: "- code: \"772\""),
    Mistake("no code", "uitleg.yaml", "code: \"772\"\n    betekenis", "betekenis", line: "- betekenis: "),
    Mistake("record that is no number", "uitleg.yaml", "record: 306", "record: drie"),
    Mistake("unknown name", "uitleg.yaml", betekenis, "betekend: niets"),
    Mistake("no list of entries", "uitleg.yaml", "uitleg:\n", "uitleggen:\n", line: "uitleggen:"),
  ]

  @Test(arguments: uitleg)
  func uitlegMistakes(mistake: Mistake) throws {
    try expect(mistake)
  }

  @Test func aCheckWithoutUitlegIsFound() throws {
    let specs = try SpecsFolder(controles: "321.yaml")
    let text = try specs.text("uitleg.yaml")
    try specs.put(text.replacing("code: \"804\"", with: "code: \"803\""), in: "uitleg.yaml")
    let lines = try specs.text("controles/321.yaml").split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("code: \"804\"") })
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.code == .specs)
    #expect(error?.place == .init("\(specs.path)/controles/321.yaml", line: line + 1))
  }

  @Test func wordsAreForAFunction() throws {
    try expect(
      Mistake("", Self.file, Self.als, "\(Self.als)\n    voorwaarde: Leeg.", line: "voorwaarde: Leeg."))
  }

  // MARK: Whole files

  /// Ten times nine aliases of what the line before names: nine billion words, if anybody counted them.
  private static let aliases = (1...10).map { "  - &a\($0) [" + String(repeating: "*a\($0 - 1),", count: 9) + "]\n" }
    .joined()

  @Test(arguments: [
    ("aliases", "anchors:\n  - &a0 [x]\n" + aliases + "lijsten: *a10\n", "more than 10 aliases"),
    ("aliases in a key", "anchors:\n  - &a0 [x]\n" + aliases + "  - {? *a10 : x}\n", "more than 10 aliases"),
    ("nested lists", "lijsten: " + String(repeating: "[", count: 200_000), "no valid YAML"),
    ("nested mappings", "lijsten: " + String(repeating: "{a: ", count: 200_000), "no valid YAML"),
    ("a long line", "lijsten: [" + String(repeating: "x", count: 1 << 20) + ": @]", "no valid YAML"),
    ("nothing", "# nothing\n", "the file is empty"),
  ])
  func whatAFileIsMadeOfHasLimits(name: String, text: String, message: String) throws {
    let specs = try SpecsFolder(controles: "321.yaml")
    try specs.put(text, in: "waardelijsten.yaml")
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.code == .specs && error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect((error?.description.utf8.count ?? 0) < 1_000)
  }

  @Test func aFileThatIsTooLargeIsRefused() throws {
    let specs = try SpecsFolder(controles: "321.yaml")
    try specs.put([UInt8](repeating: 0x23, count: 1 + 16 << 20), in: "waardelijsten.yaml")
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.message.contains("larger than 16777216 bytes") == true)
  }

  @Test(arguments: ["(", "!", "true || ", "[", "true && !("])
  func aConditionHasLimits(piece: String) throws {
    let specs = try SpecsFolder(controles: "320.yaml")
    let condition = String(repeating: piece, count: 100_000) + "true"
    try specs.put(
      specs.text(Self.file).replacing(Self.als, with: "als: \"\(condition)\"", maxReplacements: 1), in: Self.file)
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.code == .specs && error?.message.hasPrefix("in the condition: ") == true)
    #expect((error?.description.utf8.count ?? 0) < 1_000)
  }

  @Test(arguments: ["versies.yaml", "waardelijsten.yaml", "layouts/prefixen.yaml", "uitleg.yaml"])
  func aMissingFileIsNamed(file: String) throws {
    let specs = try SpecsFolder(controles: "321.yaml")
    try specs.remove(file)
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.place?.file == "\(specs.path)/\(file)")
  }

  @Test func aLayoutThatChecksNeedMustBeThere() throws {
    let specs = try SpecsFolder(controles: "321.yaml")
    try specs.remove("layouts/321.yaml")
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.code == .specs)
    #expect(error?.message == "there is no layout for record 321")
    #expect(error?.place?.file == "\(specs.path)/controles/321.yaml")
  }

  @Test func aFolderWithoutChecksIsRefused() throws {
    let specs = try SpecsFolder(controles: "none.yaml")
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.code == .specs)
    #expect(error?.place?.file == "\(specs.path)/controles")
  }

  @Test(arguments: [[], Array("# niets\n".utf8), [0x72, 0x65, 0x63, 0xE9, 0x0A]] as [[UInt8]])
  func emptyFilesAndOtherEncodingsAreRefused(bytes: [UInt8]) throws {
    let specs = try SpecsFolder(controles: "321.yaml")
    try specs.put(bytes, in: "layouts/321.yaml")
    let error = #expect(throws: BronError.self) { try specs.load() }
    #expect(error?.code == .specs)
    #expect(error?.place?.file == "\(specs.path)/layouts/321.yaml")
  }

  @Test func aTextAsLongAs499HasRoomForIsTaken() throws {
    let specs = try SpecsFolder(controles: "320.yaml")
    let text = try specs.text(Self.file)
    let longest = String(repeating: "é", count: 150)
    try specs.put(text.replacing(Self.tekst, with: "tekst: \(longest)", maxReplacements: 1), in: Self.file)
    #expect(try specs.load().controles.first?.tekst == longest)
  }
}
