import Testing

@testable import ProgrammaVanEisen

struct ExpressionTextTests {
  @Test(arguments: [
    "a == '' || b != 'x' && !(c in lijsten.leerweg)",
    "(a == '' || b == '') && c == ''",
    "a == '' || (b == '' || c == '')",
    "int(a) != (int(b) + int(c) + 10) / 20",
    "1 - (2 - 3) == -4 * 5 % 6",
    "tabellen.examens[examen].combinatiecijfer == \"it's\"",
    "records(321).exists(r, r.soortMutatie == 'T' && !r.a.matches('[0-9]{4}'))",
    "eerder(320).size() > 0 && x.substring(0, 4) in ['AB', 'CD']",
    "!!(a < b) || true",
  ])
  func textIsThatWhichWasRead(source: String) throws {
    #expect("\(try ExpressionParser.parse(source))" == source)
  }

  @Test func everyConditionIsReadBackTheSame() throws {
    for controle in try SpecsFolder.pve.get().controles {
      guard case .conditie(let expression) = controle.grond else { continue }
      #expect(try ExpressionParser.parse("\(expression)") == expression)
    }
  }
}
