/// How far an examen has come when it is told.
enum Examenstand: Int {
  /// Not told yet, or removed again.
  case geen
  /// The marks of the schoolexamen.
  case schoolexamen
  /// The marks of the centraal examen, and the outcome.
  case uitslag
  /// With those of the second time.
  case herexamen
}

/// The marks of a vak, as far as the examen has come. Those of schoolexamen and centraal examen are
/// in tenths.
struct Examenvak {
  /// Which law applies to the result, as the record spells it.
  enum Toepassing: UInt8 {
    case geexamineerd = 0x47
    case vrijstelling = 0x56
    case dispensatie = 0x44
  }

  let code: [UInt8]
  var toepassing = Toepassing.geexamineerd
  /// G or V instead of a mark: such a vak has no centraal examen.
  var beoordeling: UInt8?
  var schoolexamen: Int?
  var centraal: [Int] = []
  /// A mark from before, of a vak with vrijstelling.
  var eerderCijfer: Int?
  var isHogerNiveau = false

  /// Of each time the mean of both examens, rounded half up.
  var eindcijfers: [Int] {
    guard let schoolexamen else { return [] }
    return centraal.map { (schoolexamen + $0 + 10) / 20 }
  }

  /// The highest of them.
  var cijferlijst: Int? { eindcijfers.max() ?? eerderCijfer }

  var isOnvoldoende: Bool { (cijferlijst ?? 6) < 6 }

  /// The vak that somebody has at the stand of an examen.
  init(_ code: [UInt8], _ stand: Examenstand, zonderCijfer: Bool, _ random: inout RandomSource) {
    self.code = code
    let chance = random.below(1_000)
    let schoolexamen = 42 + random.below(50)
    let first = 38 + random.below(55)
    let second = min(100, first + 5 + random.below(20))
    isHogerNiveau = random.chance(20)
    if zonderCijfer {
      beoordeling = UInt8(ascii: chance < 300 ? "G" : "V")
    } else if chance < 30 {
      toepassing = .vrijstelling
      eerderCijfer = 6 + Int(chance % 4)
    } else if chance < 40 {
      toepassing = .dispensatie
    } else {
      self.schoolexamen = schoolexamen
      if stand.rawValue >= Examenstand.uitslag.rawValue { centraal = [first] }
      if stand == .herexamen && isOnvoldoende { centraal.append(second) }
    }
  }
}
