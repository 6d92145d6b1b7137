import Testing

@testable import ProgrammaVanEisen

struct ConditionCompilerTests {
  private let pve: PvE

  init() throws {
    pve = try SpecsFolder.pve.get()
  }

  private func compile(_ source: String, record: Int = 320) throws -> ConditionCode {
    let layout = try #require(pve.newest[record])
    return try ConditionCompiler.compile(
      ExpressionParser.parse(source), layout: layout, layouts: pve.newest, lijsten: pve.lijsten)
  }

  @Test(arguments: [
    ("leerweg", "true or false is expected"),
    ("'BOL'", "true or false is expected"),
    ("leerweg == 1", "a whole number is expected here"),
    ("leerweg.size() == '1'", "a whole number is expected here"),
    ("leerweg + 1 == 2", "a whole number is expected here"),
    ("leerweg == true", "a text is expected here"),
    ("leerweg == (leerweg == '')", "a text is expected here"),
    ("lerweg == ''", "record 320 has no field 'lerweg'"),
    ("r.leerweg == ''", "'r' is not known here"),
    ("voorloop.leerweg == ''", "record 300 has no field 'leerweg'"),
    ("naam.brinnummer == ''", "'naam' is not known here"),
    ("telling.fouten == 0", "a whole number is expected here"),
    ("leerweg in lijsten.leerwegen", "there is no value list 'leerwegen'"),
    ("leerweg in tabellen.leerwegen", "there is no table 'leerwegen'"),
    ("tabellen.opleidingen[gevolgdeOpleiding].soorten == ''", "table opleidingen has no column 'soorten'"),
    ("leerweg in intensiteit", "'in' is followed by a list"),
    ("leerweg in [1]", "a list holds texts only"),
    ("leerweg in ['BOL ']", "ends with a space"),
    ("leerweg == 'BOL '", "ends with a space"),
    ("leerweg == '€'", "is not ISO-8859-1"),
    ("datum(leerweg)", "datum is for fields of 8 positions"),
    ("elfproefBSN(leerweg)", "elfproefBSN is for fields of 9 positions"),
    ("datum(leerweg, intensiteit)", "there is no test 'datum' with 2 arguments"),
    ("dag(leerweg)", "there is no test 'dag' with 1 arguments"),
    ("leerweg.matches(intensiteit)", "there is no '.matches' with these arguments"),
    ("leerweg.matches('a*a')", "ambiguous"),
    ("leerweg.lower()", "there is no '.lower' with these arguments"),
    ("leerweg.substring(0, 4) == ''", "with fixed places inside it"),
    ("leerweg.substring(2, 2) == ''", "with fixed places inside it"),
    ("records(329).exists(r, true)", "there is no record 329"),
    ("eerder(329).size() == 0", "there is no record 329"),
    ("records(leerweg).size() == 0", "with a recordsoort is expected"),
    ("alle(321).size() == 0", "with a recordsoort is expected"),
    ("records(321).exists(r, r.leerweg == '')", "record 321 has no field 'leerweg'"),
    ("records(321).exists(r, records(322).exists(r, true))", "'r' is another record already"),
    (
      "records(321).exists(a, records(321).exists(b, records(321).exists(c, true)))",
      "may be nested two deep at the most"
    ),
    ("records(322).exists(r, r.naamLeerbedrijf == '')", "cannot be asked for, since it may be left off"),
    (
      """
      int(tabellen.opleidingen[leerweg].niveau) + int(tabellen.opleidingen[leerweg].dossier) == \
      int(tabellen.opleidingen[leerweg].prijsfactor)
      """, "may name two columns of tables at the most"
    ),
  ])
  func everyMistakeIsNamed(source: String, message: String) {
    let mistake = #expect(throws: ConditionMistake.self) { try compile(source) }
    #expect(mistake?.message.contains(message) == true, "\(mistake?.message ?? "")")
  }

  @Test func tablesAreKnownThatAConditionNeeds() throws {
    #expect(try compile("leerweg == ''").tables.isEmpty)
    #expect(
      try compile("gevolgdeOpleiding in tabellen.opleidingen && tabellen.landen[locatie].naam == ''").tables
        == [.opleidingen, .landen])
    #expect(try compile("records(321).exists(r, r.indicatieLesgeld in tabellen.vakken)").tables == [.vakken])
  }

  @Test func aFieldOfAnotherVersionOrFormIsBlank() throws {
    let expression = try ExpressionParser.parse("redenUitstroom != ''")
    let older = pve.layouts[0]
    let code = try ConditionCompiler.compile(
      expression, layout: try #require(older[320]), layouts: older, lijsten: pve.lijsten)
    #expect(code.steps.map(\.operation) == [.always])
    let short = try ConditionCompiler.compile(
      ExpressionParser.parse("naamLeerbedrijf == ''"), layout: try #require(pve.newest.short(322)),
      layouts: pve.newest, lijsten: pve.lijsten)
    #expect(short.steps.map(\.operation) == [.always])
  }

  @Test(arguments: [
    // Of the older version, which has no redenUitstroom; the fields of the others are there.
    ("redenUitstroom == '' && leerweg == ''", [ConditionCode.Operation.equalWord]),
    ("redenUitstroom != '' && leerweg == ''", [.always]),
    ("leerweg == '' && redenUitstroom == ''", [.equalWord]),
    ("leerweg == '' || redenUitstroom == ''", [.always]),
    ("leerweg != '' || redenUitstroom == '' && intensiteit == ''", [.equalWord, .equalWord]),
    ("leerweg == '' && (redenUitstroom != '' || redenUitstroom == 'x')", [.always]),
    ("records(321).exists(r, redenUitstroom == '' && r.indicatieLesgeld == '')", [.exists, .equalWord]),
    ("records(321).exists(r, redenUitstroom != '')", [.exists, .always]),
    ("redenUitstroom == '' && tabellen.landen[leerweg].naam == ''", [.lookup, .blank]),
  ])
  func whatIsKnownBeforehandIsNotTested(source: String, operations: [ConditionCode.Operation]) throws {
    let older = pve.layouts[0]
    let code = try ConditionCompiler.compile(
      ExpressionParser.parse(source), layout: try #require(older[320]), layouts: older, lijsten: pve.lijsten)
    #expect(code.steps.map(\.operation) == operations)
    let ends = code.steps.indices.flatMap { [code.steps[$0].yes, code.steps[$0].no] }
    #expect(ends.allSatisfy { $0 < code.steps.count && $0 >= ConditionCode.holds })
    #expect(code.neverHolds == (operations == [.always] && source.contains("&&")))
  }

  @Test func aLongListOfConstantsFitsInACatalogue() throws {
    let texts = (0..<3_000).map { "'\(String(repeating: "x", count: 30))\($0)'" }.joined(separator: ", ")
    let condition = try compile("achternaam in [\(texts)]", record: 310)
    var code = ConditionCode()
    code.append(condition, holds: -10, fails: -20)
    code.append(condition, holds: -11, fails: -21)
    #expect(code.constants.count > 1 << 17)
    let last = try #require(code.steps.last { $0.operation == .equal })
    let start = Int(last.b.offset)
    #expect(code.constants[start..<start + Int(last.b.length)].suffix(4) == Array("2999".utf8)[...])
  }
}
