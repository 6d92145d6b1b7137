extension Fase {
  /// What is judged in it, in Dutch.
  public var omschrijving: String {
    switch self {
    case .bestand: "het bestand"
    case .velden: "de velden en de melding op zichzelf"
    case .persoon: "wie de deelnemer is"
    case .register: "tegen het register, record voor record"
    case .melding: "de melding als geheel, nadat zij verwerkt is"
    }
  }
}

extension Bewijs {
  /// How sure it is, in Dutch.
  public var omschrijving: String {
    switch self {
    case .OBS: "gezien in echte terugkoppelingen"
    case .CODE: "de code is bekend uit openbare software, maar nooit in een terugkoppeling gezien"
    case .PVE: "de regel is bekend uit openbare software, maar nooit in een terugkoppeling gezien"
    case .EXT: "een bekende code, waarvan is aangenomen dat zij ook hier geldt"
    case .PROP: "een voorstel van ons: hoe het landelijke register dit meldt, is niet bekend"
    }
  }
}
