import Exchange
import Foundation
import ProgrammaVanEisen
import Testing

@testable import Documentation

/// The pages on the whole of the real `Specs/`.
struct DocumentationTests {
  private static let loaded = Result { try PvE(specs: Pages.specs, functies: Grondslag.functies) }
  private static let written = Result { Pages(Documentation(try loaded.get())) }

  private let pve: PvE
  private let pages: Pages

  init() throws {
    pve = try Self.loaded.get()
    pages = try Self.written.get()
  }

  @Test func everyFieldOfEveryLayoutStandsOnThePageOfItsRecord() throws {
    for layout in pve.layouts.flatMap(\.all) {
      let page = try #require(pages.text["record-\(layout.record).html"])
      #expect(page.contains(layout.naam) && page.contains("\(layout.lengte) bytes"), "\(layout.record)")
      if !layout.toelichting.isEmpty { #expect(page.contains(layout.toelichting)) }
      let rows = try #require(pages.rows["record-\(layout.record).html"])
      let ids = try #require(pages.ids["record-\(layout.record).html"])
      for veld in layout.velden {
        let place = veld.lengte == 1 ? "\(veld.offset + 1)" : "\(veld.offset + 1)–\(veld.offset + veld.lengte)"
        #expect(rows.contains("\(place)|\(veld.lengte)|\(veld.naam)|\(veld.id)"), "\(layout.record) \(veld.id)")
        #expect(ids.contains(Links.anchor(veld: veld.id)))
        #expect(pages.pieces["velden.html"]?.contains(veld.naam[...]) == true)
      }
    }
  }

  @Test func everyListStandsThereWithItsValues() throws {
    let pieces = try #require(pages.pieces["lijsten.html"])
    let rows = try #require(pages.rows["lijsten.html"])
    for lijst in pve.lijsten.values {
      #expect(pieces.contains(lijst.naam[...]))
      if !lijst.toelichting.isEmpty { #expect(pieces.contains(lijst.toelichting[...])) }
      for waarde in lijst.waarden {
        #expect(rows.contains("\(waarde.code)|\(waarde.betekenis)"), "\(lijst.id) \(waarde.code)")
      }
    }
  }

  @Test func everyCheckStandsOnThePageOfItsCodeAndOnThatOfItsRecord() throws {
    let links = Links(pve)
    let index = try #require(pages.pieces["controles.html"])
    // A condition is cut by the links in it.
    let whole = pages.text.mapValues { $0.replacing("|", with: "") }
    for controle in pve.controles {
      let file = "controle-\(controle.code).html"
      let page = try #require(pages.pieces[file])
      let name = "\(controle.code) \(controle.record) \(controle.velden)"
      #expect(pages.ids[file]?.contains(links.anchor(controle)) == true, "\(name)")
      let uitleg = pve.uitleg(controle)
      let bewijs = "\(controle.bewijs.rawValue): \(controle.bewijs.omschrijving)"
      let teksten = [controle.tekst, controle.bron, bewijs, uitleg.betekenis, uitleg.doen]
      for tekst in teksten where !tekst.isEmpty { #expect(page.contains(tekst[...]), "\(name): \(tekst)") }
      #expect(whole[file]?.contains(controle.voorwaarde.replacing("|", with: "")) == true, "\(name)")
      #expect(index.contains(controle.tekst[...]))
      if controle.isVanElkRecord { continue }
      #expect(pages.pieces["record-\(controle.record).html"]?.contains(controle.tekst[...]) == true)
      for veld in controle.velden {
        let target = "record-\(controle.record).html#\(Links.anchor(veld: veld))"
        #expect(pages.links[file]?.contains(target) == true, "\(name)")
      }
    }
  }

  @Test func everyLinkLeadsSomewhere() {
    let anchors = pages.ids.mapValues(Set.init)
    for (file, links) in pages.links {
      for link in Set(links) {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let known = anchors[parts[0].isEmpty ? file : parts[0]]
        #expect(known != nil && (parts.count == 1 || known?.contains(parts[1]) == true), "\(file) leads to \(link)")
      }
    }
    // Every page can be come by from the first one.
    var reached: Set<String> = []
    var rest = ["index.html"]
    while let file = rest.popLast() {
      if !reached.insert(file).inserted { continue }
      rest += (pages.links[file] ?? []).map { String($0.prefix { $0 != "#" }) }.filter { !$0.isEmpty }
    }
    #expect(Set(anchors.keys).subtracting(reached).isEmpty)
  }

  @Test func anchorsStandOnAPageOnce() {
    for (file, ids) in pages.ids { #expect(Set(ids).count == ids.count, "\(file)") }
  }

  @Test func pagesAreWellFormedAndTheSameEachTime() throws {
    try pages.expectWellFormed()
    let again = Documentation(pve).files
    #expect(again.map(\.name) == pages.files.map(\.name))
    #expect(again.map(\.bytes) == pages.files.map(\.bytes))
  }

  @Test func whatMustBeFilledIsTold() throws {
    func row(_ veld: String, _ record: Int) throws -> String {
      let page = try #require(pages.text["record-\(record).html"])
      return String(try #require(page.split(separator: "\n").first { $0.contains("|\(veld)|") }))
    }
    #expect(try row("datumInschrijving", 320).contains("|ja (|740 A|)|"))
    // Who is an examendeelnemer has no leerweg.
    #expect(try row("leerweg", 320).contains("|soms (|830 A|)|"))
    #expect(try !row("locatie", 320).contains("ja ("))
    // A blank field does not have the form that it must have.
    #expect(try row("brinNummer", 300).contains("|ja (|X002 A|)|"))
  }

  @Test func whatDiffersBetweenVersionsIsTold() throws {
    let page = try #require(pages.text["versies.html"])
    #expect(page.contains("van 60 naar 62 bytes; erbij: Reden uitstroom, positie 61–62"))
    #expect(page.contains("|1.2|2010-08-01|"))
  }
}
