import ProgrammaVanEisen

/// A fault of a delivery as a file.
public struct Bestandsfout: Sendable, Equatable {
  /// The check, by its index in the catalogue.
  public let controle: Int
  /// The line, counted from 1; nil where the fault is of the file as a whole.
  public let regel: Int?
  /// The byte in the unpacked file, counted from 0.
  public let byte: Int?
  /// The value of the record's own number or kind, where that is what is wrong; never a person's data.
  public let waarde: String?
  /// What was found, in Dutch; never a person's data.
  public let toelichting: String
}

/// The faults of a file, as many of each kind as are worth listing, and the number of the rest.
public struct Bestandsfouten: Sendable {
  /// How many faults of one check a receipt lists.
  static let most = 100

  /// How many are listed here.
  private let meeste: Int
  private let controles: [Controle]
  /// By name of the Swift behind it, the check of the file.
  private let functies: [String: Int]
  /// The faults that are listed, in the order in which they were found.
  public private(set) var lijst: [Bestandsfout] = []
  /// By check, how many there are.
  public private(set) var aantallen: [Int: Int] = [:]

  init(_ pve: PvE, meeste: Int = most) {
    self.meeste = meeste
    controles = pve.controles
    var functies: [String: Int] = [:]
    for controle in pve.controles where controle.fase == .bestand {
      if case .functie(let naam) = controle.grond { functies[naam] = controle.index }
    }
    self.functies = functies
  }

  /// Adds a fault of the check behind which `functie` stands.
  mutating func meld(
    _ functie: String, regel: Int? = nil, byte: Int? = nil, waarde: @autoclosure () -> String? = nil,
    _ toelichting: @autoclosure () -> String = ""
  ) {
    if let controle = functies[functie] {
      meld(controle, regel: regel, byte: byte, waarde: waarde(), toelichting())
    }
  }

  /// Adds a fault of a check.
  mutating func meld(
    _ controle: Int, regel: Int? = nil, byte: Int? = nil, waarde: @autoclosure () -> String? = nil,
    _ toelichting: @autoclosure () -> String = ""
  ) {
    let aantal = aantallen[controle, default: 0] + 1
    aantallen[controle] = aantal
    // A file may hold millions of them: no words are made for those that are only counted.
    if aantal <= meeste {
      lijst.append(.init(controle: controle, regel: regel, byte: byte, waarde: waarde(), toelichting: toelichting()))
    }
  }

  /// By check, how many there are, in the order of the catalogue.
  public var perControle: [(controle: Controle, aantal: Int)] {
    aantallen.sorted { $0.key < $1.key }.map { (controles[$0.key], $0.value) }
  }

  /// Set where the configuration lets a fault refuse that by itself would not (a gap in the numbers).
  var weigertToch = false

  /// Whether one of them refuses the file.
  var weigert: Bool {
    weigertToch || aantallen.keys.contains { controles[$0].ernst == .afkeuring }
  }

  /// The check of a fault.
  public func controle(_ fout: Bestandsfout) -> Controle { controles[fout.controle] }

  /// The checks with more faults than are listed, and how many more.
  var verzwegen: [(controle: Controle, aantal: Int)] {
    aantallen.filter { $0.value > meeste }.sorted { $0.key < $1.key }.map {
      (controles[$0.key], $0.value - meeste)
    }
  }
}
