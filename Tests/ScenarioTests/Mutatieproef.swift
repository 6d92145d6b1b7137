@testable import ProgrammaVanEisen

/// Tries mutants of the checks of one file on the twins of that file.
final class Mutatieproef {
  private typealias Geval = (tweeling: Tweeling, verwacht: Verwachting)

  private let tweelingen: Tweelingen
  private let bestand: Tweelingbestand
  /// By check, in the order of the file.
  private let gevallen: [(controle: Int, gevallen: [Geval])]
  private var opstellingen: Opstellingen
  private var nummers: [Omgeving: Int] = [:]
  private var proeven: [Int: [Veldproef]] = [:]

  init(_ bestand: Tweelingbestand, _ tweelingen: Tweelingen) {
    self.tweelingen = tweelingen
    self.bestand = bestand
    gevallen = bestand.toetsen.compactMap { toets in
      // Those that fail notice most.
      tweelingen.controle(toets, bestand).map { ($0.index, tweelingen.gevallen(toets, $0).reversed()) }
    }
    opstellingen = Opstellingen(tweelingen.pve, tweelingen.standaard)
  }

  /// Every mutant of the checks of the file.
  var mutanten: [Mutant] {
    tweelingen.pve.controles.filter { Tweelingbestand.naam($0) == bestand.naam }.flatMap {
      Mutant.alle($0, tweelingen.pve)
    }
  }

  /// Whether a twin shows that the check is another: those of the check itself, then those of its neighbours.
  func verraadt(_ mutant: Mutant) throws -> Bool {
    let index = mutant.origineel.index
    let eigen = gevallen.filter { $0.controle == index }
    let volgorde = eigen + (mutant.isConditie ? gevallen.filter { $0.controle != index } : [])
    // The chain alone says what an ernst does.
    if case .conditie = mutant.origineel.grond, mutant.origineel.fase == .velden,
      mutant.controle?.ernst ?? mutant.origineel.ernst == mutant.origineel.ernst
    {
      return try verraadt(mutant, inVelden: volgorde)
    }
    return verraadt(mutant, inKeten: volgorde.flatMap(\.gevallen))
  }

  /// Through the whole chain.
  private func verraadt(_ mutant: Mutant, inKeten gevallen: [Geval]) -> Bool {
    var opstellingen = Opstellingen(mutant.catalogus(tweelingen.pve), tweelingen.standaard)
    for (tweeling, verwacht) in gevallen {
      do {
        if verwacht.verschil(try opstellingen.uitslag(tweeling)) != nil { return true }
      } catch {
        // What one check lets through, something behind it may choke on: the test of the twin fails on that too.
        return true
      }
    }
    return false
  }

  /// In the first phase, with nothing but the check itself.
  private func verraadt(_ mutant: Mutant, inVelden gevallen: [(controle: Int, gevallen: [Geval])]) throws -> Bool {
    let (oud, nieuw) = (alleen(mutant.origineel), alleen(mutant.controle))
    var (compiledOud, compiledNieuw) = (Veldproef.Compiled(), Veldproef.Compiled())
    for (controle, gevallen) in gevallen {
      for proef in try proeven(controle, gevallen) {
        if try proef.gevonden(oud, &compiledOud) != proef.gevonden(nieuw, &compiledNieuw) { return true }
      }
    }
    return false
  }

  private func proeven(_ controle: Int, _ gevallen: [Geval]) throws -> [Veldproef] {
    if let known = proeven[controle] { return known }
    let made = try gevallen.map { tweeling, _ in
      let nummer = nummers[tweeling.omgeving, default: nummers.count]
      nummers[tweeling.omgeving] = nummer
      return try Veldproef(tweeling, opstellingen.opstelling(tweeling), nummer: nummer, pve: tweelingen.pve)
    }
    proeven[controle] = made
    return made
  }

  private func alleen(_ controle: Controle?) -> PvE {
    var pve = tweelingen.pve
    pve.controles = [controle].compactMap(\.self)
    for index in pve.controles.indices { pve.controles[index].index = index }
    return pve
  }
}
