import Records

/// What persons and streets are called, in ISO-8859-1.
struct Namen {
  /// A surname; its voorvoegsel is empty where it has none.
  struct Achternaam {
    let voorvoegsel: [UInt8]
    let naam: [UInt8]
  }

  /// A town and the numbers of its postcodes.
  struct Plaats {
    let naam: [UInt8]
    let postcodes: Range<Int>
  }

  let achternamen: [Achternaam]
  let mannen: [[UInt8]]
  let vrouwen: [[UInt8]]
  let straten: [[UInt8]]
  let bedrijven: [[UInt8]]
  let plaatsen: [Plaats]

  init() {
    func bytes(_ names: String) -> [[UInt8]] {
      names.split(separator: "|").map { Latin1.bytes(String($0)) ?? [] }
    }
    achternamen = Self.achternamen.split(separator: "|").map { name in
      let parts = name.split(separator: ",")
      return Achternaam(
        voorvoegsel: parts.count == 2 ? Latin1.bytes(String(parts[0])) ?? [] : [],
        naam: Latin1.bytes(String(parts[parts.count - 1])) ?? [])
    }
    mannen = bytes(Self.mannen)
    vrouwen = bytes(Self.vrouwen)
    straten = bytes(Self.straten)
    bedrijven = bytes(Self.bedrijven)
    plaatsen = Self.plaatsen.map { Plaats(naam: Array($0.utf8), postcodes: $1) }
  }

  private static let achternamen = """
    de,Jong|Jansen|de,Vries|van den,Berg|Bakker|van,Dijk|Visser|Janssen|Smit|Meijer|de,Boer|Mulder|de,Groot|Bos|Vos\
    |Peters|Hendriks|van,Leeuwen|Dekker|Brouwer|de,Wit|Dijkstra|Smits|de,Graaf|van der,Meer|van der,Linden|Kok|Jacobs\
    |de,Haan|Vermeulen|van den,Heuvel|van der,Veen|van den,Broek|de,Bruijn|de,Bruin|van der,Heijden|Schouten|van,Beek\
    |Willems|van,Vliet|van de,Ven|Hoekstra|Maas|Verhoeven|Koster|van,Dam|van der,Wal|Prins|Blom|Huisman|Peeters|Kuipers\
    |van,Rijn|van,Dongen|Veenstra|Kramer|van den,Bosch|van der,Meulen|Mol|Zwart|van der,Laan|Martens|van de,Pol|Postma\
    |Özdemir|Yilmaz|Kaya|El Amrani|Bouzid|Nguyen|Pérez|García|Müller|Köse|Schröder|Çelik|Fernández|Kowalczyk|in 't,Veld\
    |'t,Hart|ten,Brink|ter,Horst|op den,Camp|Daniëls|Brontë|Couprié|Noël|Coenraadts|Lemaître|Gonçalves
    """
  private static let mannen = """
    Jan|Daan|Sem|Thomas|Bram|Lars|Ruben|Tim|Jesse|Kevin|Mike|Stefan|Dennis|Jeroen|Bas|Niels|Rick|Sander|Mark|Wouter\
    |Mohamed|Mehmet|Youssef|Ibrahim|José|René|André|Loïc|Jérôme|Björn|Hüseyin|Johannes|Cornelis|Willem|Pieter|Hendrik
    """
  private static let vrouwen = """
    Anna|Emma|Sanne|Lisa|Julia|Lotte|Eva|Kim|Iris|Anouk|Femke|Marieke|Esther|Linda|Naomi|Laura|Manon|Denise|Roos|Fleur\
    |Fatima|Ayse|Samira|Naïma|Zoë|Chloë|Renée|Noëlle|Désirée|Héloïse|Maria|Johanna|Cornelia|Wilhelmina|Hendrika|Elisabeth
    """
  private static let straten = """
    Dorpsstraat|Kerkstraat|Molenweg|Schoolstraat|Stationsweg|Julianastraat|Wilhelminalaan|Beatrixstraat|Nieuwstraat\
    |Eikenlaan|Kastanjelaan|Parallelweg|Industrieweg|Marktplein|Havenstraat|Burg. van Thielstraat|Vondellaan\
    |Mozartstraat|Prins Hendrikkade|Lindelaan|Kempkensberg|Europalaan|Raadhuisplein|Curaçaostraat
    """
  private static let bedrijven = """
    Bakkerij De Korenaar|Garage Van Dam B.V.|Zorgcentrum De Linde|Bouwbedrijf Noorderzon|Kapsalon Renée\
    |Hotel Het Wapen van Drenthe|Installatiebedrijf Kuipers|Kinderdagverblijf Dikkertje Dap|Café-Restaurant De Brug\
    |Administratiekantoor Postma|Hoveniersbedrijf Groen|Drukkerij Vos & Zonen|Transport Huisman B.V.|Apotheek Oosterpoort
    """
  private static let plaatsen: [(String, Range<Int>)] = [
    ("GRONINGEN", 9_711..<9_748), ("ASSEN", 9_401..<9_409), ("LEEUWARDEN", 8_911..<8_942), ("ZWOLLE", 8_011..<8_046),
    ("ENSCHEDE", 7_511..<7_549), ("APELDOORN", 7_311..<7_349), ("ARNHEM", 6_811..<6_847), ("NIJMEGEN", 6_511..<6_547),
    ("UTRECHT", 3_511..<3_586), ("AMERSFOORT", 3_811..<3_829), ("AMSTERDAM", 1_011..<1_110), ("HAARLEM", 2_011..<2_038),
    ("ALKMAAR", 1_811..<1_828), ("'S-GRAVENHAGE", 2_511..<2_598), ("ROTTERDAM", 3_011..<3_090),
    ("DORDRECHT", 3_311..<3_330),
    ("MIDDELBURG", 4_331..<4_341), ("BREDA", 4_811..<4_840), ("TILBURG", 5_011..<5_050),
    ("'S-HERTOGENBOSCH", 5_211..<5_237),
    ("EINDHOVEN", 5_611..<5_659), ("VENLO", 5_911..<5_929), ("MAASTRICHT", 6_211..<6_230), ("LELYSTAD", 8_211..<8_246),
  ]
}
