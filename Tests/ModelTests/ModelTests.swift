import FileSystem
import Foundation
import Testing

/// The program held against a slow and simple model of the register's rules, on made-up sequences of
/// deliveries.
///
/// A difference is made as small as it can be and told in the notation of the scenarios. With
/// `BRONBATCH_MODEL=n` there are n worlds, and every code that the model knows must have fired.
struct ModelTests {
  /// Groups of persons in a world, each with a sequence of its own.
  private static let groepen = 12
  private static let werelden = ProcessInfo.processInfo.environment["BRONBATCH_MODEL"].flatMap { UInt64($0) }

  @Test func programDoesWhatTheModelSays() throws {
    let pve = try Keten.pve()
    let layouts = try Keten.layouts()
    let standaard = try Standaardwaarden(layouts)
    func model(_ wereld: Wereld) throws -> Afloop {
      let rijen = wereld.rijen
      return try Model.afloop(wereld) { try Veldregels(pve, layouts, $0, rijen) }
    }
    /// What the program made of it, or why it could not finish.
    func program(_ wereld: Wereld) throws -> Afloop {
      do { return try Keten.afloop(wereld) } catch let storing as BronError {
        return Afloop(antwoorden: [], register: ["\(storing)"])
      }
    }
    // A file that is refused shows nothing of the register.
    func isAnders(_ wereld: Wereld) -> Bool {
      do { return try model(wereld) != program(wereld) } catch { return false }
    }
    var telling = Telling()
    var gevonden = 0
    for seed in 1...(Self.werelden ?? 18) {
      let wereld = Reeksen.wereld(seed: seed, groepen: Self.groepen, standaard)
      let verwacht = try model(wereld)
      telling.tel(wereld, verwacht)
      if try verwacht == program(wereld) { continue }
      let kleinste = Krimp.kleinste(wereld, standaard, verschilt: isAnders)
      Issue.record(
        """
        seed \(seed)
        \(try Verschil.tekst(model: model(kleinste), program: program(kleinste)))
        \(try Notatie.tekst(kleinste, model(kleinste).antwoorden, standaard))
        """)
      gevonden += 1
      // Each costs hundreds of runs, and mostly they are the same.
      if gevonden == 3 { break }
    }
    if Self.werelden == nil { return }
    print(telling)
    #expect(telling.ontbreekt.isEmpty, "never fired: \(telling.ontbreekt)")
  }
}

/// Where model and program differ.
enum Verschil {
  static func tekst(model: Afloop, program: Afloop) -> String {
    var regels: [String] = []
    for (batch, (hier, daar)) in zip(model.antwoorden, program.antwoorden).enumerated() {
      for (nummer, (verwacht, kreeg)) in zip(hier, daar).enumerated() where verwacht != kreeg {
        regels.append("delivery \(batch + 1), melding \(nummer + 1)")
        regels.append("  model   \(verwacht.status) \(verwacht.signalen)")
        regels.append("  program \(kreeg.status) \(kreeg.signalen)")
      }
    }
    regels += Set(model.register).subtracting(program.register).sorted().map { "only in the model: \($0)" }
    regels += Set(program.register).subtracting(model.register).sorted().map { "only in the program: \($0)" }
    return regels.joined(separator: "\n")
  }
}

/// What was compared, and which codes it reached.
struct Telling: CustomStringConvertible {
  private var reeksen = 0
  private var leveringen = 0
  private var statussen: [String: Int] = [:]
  private var codes: [String: Int] = [:]

  /// What the model can say of person, register and melding.
  private static let bekend: Set = [
    "752", "753", "755", "756", "757", "770", "772", "780", "956", "X108", "X110", "X111", "X153", "X158", "X159",
    "804", "805", "809", "811", "812", "814", "839", "936", "940", "951", "952", "X052", "X054", "X218", "X219", "X221",
    "X251", "X252", "X300", "X304", "X313", "X351", "X352", "X353", "X358", "X405", "X411", "X412", "X414", "X421",
    "X422", "X423", "X424", "X433", "X455", "X461", "X462", "X486", "X602", "X604", "X700", "X701", "X702", "X703",
    "X704", "X705", "X706", "X707", "X708", "X709", "X710", "X711",
  ]

  /// The codes that no sequence reached.
  var ontbreekt: [String] {
    let gezien = Set(codes.keys.map { $0.split(separator: " ")[1] })
    return Self.bekend.filter { !gezien.contains(Substring($0)) }.sorted()
  }

  mutating func tel(_ wereld: Wereld, _ afloop: Afloop) {
    reeksen += Set(wereld.leveringen.flatMap { $0.meldingen.map(\.groep) }).count
    leveringen += wereld.leveringen.count
    for antwoord in afloop.antwoorden.joined() {
      statussen[antwoord.status, default: 0] += 1
      for signaal in antwoord.signalen {
        codes[signaal.split(separator: " ").prefix(3).joined(separator: " "), default: 0] += 1
      }
    }
  }

  var description: String {
    let regels = codes.sorted { $0.key < $1.key }.map { "  \($0.key): \($0.value)" }
    return "\(reeksen) sequences in \(leveringen) deliveries, meldingen \(statussen)\n" + regels.joined(separator: "\n")
  }
}
