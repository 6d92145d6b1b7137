import ProgrammaVanEisen

extension Catalogue {
  /// What the words and marks on the other pages mean.
  func guidePage() -> Page {
    Page(
      "leeswijzer.html", "Leeswijzer",
      [
        .h2("Van melding naar oordeel", id: "fasen"),
        .p(
          """
          Een controle hoort bij een fase. Een afkeuring in fase 1 of 2 beëindigt de melding: van een latere fase wordt dan \
          niets gemeld. In fase 3 houdt een afkeuring latere afkeuringen en fase 4 tegen, maar de signalen van fase 3 \
          niet. Een melding heeft zo hooguit één afkeuring, de eerste, en is daarmee in haar geheel afgekeurd.
          """),
        .table(
          "Fasen", ["Fase", "Wat er wordt bekeken", "Controles"],
          Fase.allCases.map { fase in
            HTML.Row(cells: [
              "\(fase.rawValue)", .text(fase.omschrijving), "\(pve.controles.count { $0.fase == fase })",
            ])
          }),
        .h2("Volgorde binnen fase 1", id: "volgorde"),
        .p(
          """
          De records in de volgorde van het bestand; binnen een record eerst 740 (verplicht), dan 741 en 742 (waardelijst en \
          vorm), dan de rest; binnen elk daarvan de velden in de volgorde van het record, en bij hetzelfde veld de volgorde \
          van de catalogus. In de terugkoppeling staan signalen op oplopende code.
          """),
        .h2("Bewijs van een controle", id: "bewijs"),
        .p("Het Programma van Eisen van het register is niet openbaar. Elke controle zegt daarom waarop zij berust."),
        .table(
          "Bewijs", ["Bewijs", "Betekenis", "Controles"],
          Bewijs.allCases.map { bewijs in
            HTML.Row(cells: [
              .text(bewijs.rawValue), .text(bewijs.omschrijving), "\(pve.controles.count { $0.bewijs == bewijs })",
            ])
          }),
        .h2("Bewijs van een veld", id: "veldbewijs"),
        .p("De letters bij een veld zeggen waarop zijn plaats en lengte berusten; zij kunnen samen voorkomen."),
        .dl([

          "V":
            "gevuld in echte terugkoppelingen, en elke waarde past op deze plaats; van een aangeleverd record: in zijn teruggekoppelde vorm",
          "V-span": "de plaats bestaat in echte terugkoppelingen, maar was er altijd leeg",
          "L": "de lengte staat zo in de bijlage bij de regeling",
          "C": "de lengte staat zo in openbare software van een leverancier",
          "LC": "beide: regeling en software",
          "I": "afgeleid of voorgesteld door ons",
        ]),
        .h2("Vorm van een veld", id: "vorm"),
        .dl(Veld.Soort.allCases.map { ($0.naam, .text($0.omschrijving)) }),
        .h2("Een voorwaarde lezen", id: "voorwaarden"),
        .p(
          """
          Een voorwaarde zegt wanneer een controle afgaat: is zij waar, dan is er iets mis. Een veld staat er onder zijn \
          korte naam, een vaste waarde tussen aanhalingstekens; \(HTML.code("''")) is leeg. Datums zijn teksten van de vorm \
          EEJJMMDD, zodat een eerdere datum ook kleiner is.
          """),
        .table(
          "Tekens en functies", ["Staat er", "Betekent"],
          Self.symbols.map { HTML.Row(cells: [.code($0.0), .text($0.1)]) }),
      ])
  }

  private static let symbols = [
    ("&&", "en"), ("||", "of"), ("!", "niet"), ("== !=", "is gelijk aan, is niet gelijk aan"),
    ("< <= > >=", "kleiner, hooguit, groter, ten minste; bij datums: eerder en later"),
    ("x in ['VT', 'DT']", "x is een van deze waarden"), ("x in lijsten.leerweg", "x staat in de waardelijst"),
    ("x in tabellen.landen", "x staat in de eerste kolom van de tabel"),
    ("tabellen.examens[x].naam", "de kolom naam van de rij van x; leeg als die er niet is"),
    ("datum(x)", "x is een bestaande datum"),
    ("onvolledigeDatum(x)", "x is een datum, of een geboortedatum zonder dag, of zonder maand en dag"),
    ("elfproefBSN(x)", "x doorstaat de elfproef van een BSN"),
    ("elfproefOnderwijsnummer(x)", "x doorstaat de elfproef van een onderwijsnummer"),
    ("int(x)", "het getal dat er staat"), ("x.size()", "het aantal tekens, of het aantal records"),
    ("x.matches('[0-9]{4}')", "x heeft als geheel deze vorm, hier vier cijfers"),
    ("x.startsWith('a'), x.endsWith('a'), x.contains('a')", "x begint met, eindigt op, bevat"),
    ("x.substring(0, 4)", "de eerste vier tekens van x"),
    ("records(321), eerder(321), later(321)", "de records van die soort in dezelfde melding; die ervoor; die erna"),
    ("records(321).exists(r, …)", "bij ten minste een van die records, r, is het zo"),
    ("vorige", "de soort van het record ervoor"), ("ontvangst", "de dag waarop de aanlevering wordt verwerkt"),
    ("versie", "de versie van de aanlevering"), ("voorloop.sectordeel", "een veld van het voorlooprecord (300)"),
    ("naam.brin, map.brin", "het BRIN in de naam van het bestand, en van de map van de instelling"),
    ("telling.records, melding.records", "hoeveel records er in het bestand, en in de melding zijn"),
  ]
}

extension Veld.Soort {
  /// The form in a word or two.
  var naam: String {
    switch self {
    case .tekst: "tekst"
    case .numeriek: "numeriek"
    case .datum: "datum"
    case .onvolledigeDatum: "datum, mag onvolledig"
    case .code: "code"
    case .indicatie: "indicatie"
    }
  }

  fileprivate var omschrijving: String {
    switch self {
    case .tekst: "links uitgelijnd, aangevuld met spaties"
    case .numeriek: "cijfers, rechts uitgelijnd, aangevuld met nullen; leeg zijn het spaties"
    case .datum: "een bestaande dag, EEJJMMDD; leeg zijn het acht spaties"
    case .onvolledigeDatum: "als datum, maar dag, of maand en dag, mogen 00 zijn als ze onbekend zijn"
    case .code: "een code uit een waardelijst, links uitgelijnd"
    case .indicatie: "J, N of een spatie"
    }
  }
}

extension Reikwijdte {
  /// What a check looks at, in words.
  var omschrijving: String {
    switch self {
    case .veld: "één veld"
    case .record: "de velden van één record"
    case .melding: "de records van één melding"
    case .tabel: "een tabel"
    case .persoon: "de persoon, in de bevolkingsadministratie en in BRON"
    case .register: "wat van de persoon geregistreerd is"
    case .batch: "de aanlevering tussen de andere van het aanleverpunt"
    case .bestand: "het bestand"
    }
  }
}
