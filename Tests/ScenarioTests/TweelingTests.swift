import ProgrammaVanEisen
import Testing

/// Every check of the catalogue has twins: the smallest deliveries that just pass it, and that just fail it.
struct TweelingTests {
  @Test func everyBasisPasses() throws {
    let tweelingen = try Tweelingen.all.get()
    var opstellingen = Opstellingen(tweelingen.pve, tweelingen.standaard)
    for (naam, basis) in tweelingen.bases.bases.sorted(by: { $0.key < $1.key }) {
      var streng = basis
      streng.omgeving.propSignalen = true
      let uitslag = try opstellingen.uitslag(streng)
      let verschil = Verwachting(streng, nil, tweelingen.bases).verschil(uitslag)
      #expect(verschil == nil, "basis \(naam)")
    }
  }

  @Test(arguments: try Tweelingen.all.get().bestanden)
  func checkTellsTwinsApart(bestand: Tweelingbestand) throws {
    let tweelingen = try Tweelingen.all.get()
    var opstellingen = Opstellingen(tweelingen.pve, tweelingen.standaard)
    for toets in bestand.toetsen {
      guard let controle = tweelingen.controle(toets, bestand) else { continue }
      // What was not changed in a basis is tried by itself.
      for (tweeling, verwacht) in tweelingen.gevallen(toets, controle) where tweeling.basis == nil {
        do {
          if let verschil = verwacht.verschil(try opstellingen.uitslag(tweeling)) {
            Issue.record("\(tweeling.place): \(toets.naam)\n\(verschil)")
          }
        } catch {
          Issue.record("\(tweeling.place): \(toets.naam)\n\(error)")
        }
      }
    }
  }

  @Test func everyCheckHasTwins() throws {
    let tweelingen = try Tweelingen.all.get()
    var found: [Int: String] = [:]
    for bestand in tweelingen.bestanden {
      for toets in bestand.toetsen {
        let controles = toets.controles(tweelingen.pve, bestand: bestand.naam)
        guard let controle = controles.first, controles.count == 1 else {
          Issue.record("\(toets.place): '\(toets.naam)' is \(controles.count) checks of \(bestand.naam)")
          continue
        }
        #expect(found[controle.index] == nil, "\(toets.place): '\(toets.naam)' has twins elsewhere")
        // A rule for a field that no layout has can only be shown by what it does not do.
        #expect(!toets.fout.isEmpty || controle.isRegel, "\(toets.place): '\(toets.naam)' has nothing that fails")
        found[controle.index] = toets.naam
      }
    }
    let zonder = tweelingen.pve.controles.filter { found[$0.index] == nil }.map {
      "\($0.place): \($0.code) \($0.velden.joined(separator: " "))"
    }
    #expect(zonder.isEmpty, "without twins are \(zonder.count) checks:\n\(zonder.joined(separator: "\n"))")
  }
}
