/// Makes a sequence that shows a difference as small as it can be and still show it.
struct Krimp {
  private let standaard: Standaardwaarden
  private let verschilt: (Wereld) -> Bool
  private var wereld: Wereld
  /// How many more trials may be made.
  private var pogingen = 400

  /// - Parameter verschilt: whether model and program differ over a sequence.
  static func kleinste(
    _ wereld: Wereld, _ standaard: Standaardwaarden, verschilt: @escaping (Wereld) -> Bool
  ) -> Wereld {
    var krimp = Krimp(wereld, standaard, verschilt)
    krimp.krimp()
    return krimp.wereld
  }

  private init(_ wereld: Wereld, _ standaard: Standaardwaarden, _ verschilt: @escaping (Wereld) -> Bool) {
    self.wereld = wereld
    self.standaard = standaard
    self.verschilt = verschilt
  }

  private mutating func probeer(_ verander: (inout Wereld) -> Void) -> Bool {
    guard pogingen > 0 else { return false }
    pogingen -= 1
    var kleiner = wereld
    verander(&kleiner)
    kleiner.ruimOp()
    guard verschilt(kleiner) else { return false }
    wereld = kleiner
    return true
  }

  private mutating func krimp() {
    let groepen = Set(wereld.leveringen.flatMap { $0.meldingen.map(\.groep) }).sorted()
    for groep in groepen where probeer({ $0 = $0.alleen(groep) }) { break }
    var isKleiner = true
    while isKleiner {
      isKleiner = leveringen() || meldingen() || records() || velden()
    }
    for index in wereld.personen.indices.reversed() { _ = probeer { $0.personen.remove(at: index) } }
    for index in wereld.personen.indices {
      for kolom in wereld.personen[index].keys.sorted() { _ = probeer { $0.personen[index][kolom] = nil } }
    }
    for naam in wereld.tabellen.keys.sorted() {
      let inhoud = standaard.tabellen[naam]
      if !probeer({ $0.tabellen[naam] = inhoud }) { _ = probeer { $0.tabellen[naam] = nil } }
    }
  }

  private mutating func leveringen() -> Bool {
    var isKleiner = false
    for index in wereld.leveringen.indices.reversed() {
      isKleiner = probeer { $0.leveringen.remove(at: index) } || isKleiner
    }
    return isKleiner
  }

  private mutating func meldingen() -> Bool {
    var isKleiner = false
    for index in wereld.leveringen.indices.reversed() {
      for melding in wereld.leveringen[index].meldingen.indices.reversed() where index < wereld.leveringen.count {
        isKleiner = probeer { $0.leveringen[index].meldingen.remove(at: melding) } || isKleiner
      }
      if index >= wereld.leveringen.count { continue }
      for handeling in wereld.leveringen[index].vooraf.indices.reversed() where index < wereld.leveringen.count {
        isKleiner = probeer { $0.leveringen[index].vooraf.remove(at: handeling) } || isKleiner
      }
    }
    return isKleiner
  }

  private mutating func records() -> Bool {
    var isKleiner = false
    for (index, levering) in wereld.leveringen.enumerated() {
      for (nummer, melding) in levering.meldingen.enumerated() {
        for record in melding.records.indices.dropFirst().reversed() {
          isKleiner =
            probeer { $0.leveringen[index].meldingen[nummer].records.remove(at: record) } || isKleiner
        }
      }
    }
    return isKleiner
  }

  /// Fields get the value that a scenario has without saying so.
  private mutating func velden() -> Bool {
    var isKleiner = false
    for (index, levering) in wereld.leveringen.enumerated() {
      if levering.isVanAccountant { isKleiner = probeer { $0.leveringen[index].isVanAccountant = false } || isKleiner }
      for (nummer, melding) in levering.meldingen.enumerated() {
        for (plaats, record) in melding.records.enumerated() where record.soort >= 320 {
          for (id, waarde) in standaard.verschillen(record) {
            isKleiner =
              probeer { $0.leveringen[index].meldingen[nummer].records[plaats][id] = waarde } || isKleiner
          }
        }
      }
    }
    return isKleiner
  }
}
