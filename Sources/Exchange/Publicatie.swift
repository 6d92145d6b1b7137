import FileSystem
import Register

extension Uitwisseling {
  /// The name of a feedback file without the ending of a packed one.
  static func terugkoppelnaam(_ leverancier: Leverancier, _ nummer: Int) -> String {
    let number = String(nummer + 1_000).dropFirst()
    return "\(leverancier.brin)\(number)T.\(Bestandsnaam.letter(leverancier.sectordeel))\(leverancier.aanleverpunt)"
  }

  /// Writes the answers to a decided delivery, as the journal has them; gives their paths.
  func publiceer(_ claim: Claim) throws -> [String] {
    let (id, naam, feedback, sha256) = try register.read { db in
      let journal = Journaaltransactie(db: db)
      let id = try journal.beantwoord(claim.id)
      let feedback = try journal.terugkoppelnummer(id)
      return (id, try journal.naam(id), feedback, try journal.sha256(id))
    }
    var paths: [String] = []
    if let feedback {
      let leverancier = Leverancier(
        brin: feedback.brin, aanleverpunt: feedback.aanleverpunt, sectordeel: feedback.sectordeel)
      let terugkoppeling = bestand(
        .aanlevering(.terugkoppeling, id), Self.terugkoppelnaam(leverancier, feedback.nummer), Bestandsvorm(naam: naam),
        sha256)
      paths.append(try post.schrijf(terugkoppeling, map: claim.map))
    }
    let ontvangst = Antwoordbestand(naam: Bestandsnaam.unpacked(naam), ending: ".ontvangst.xml.gz", sha256: sha256) {
      try schrijf(.aanlevering(.ontvangst, id), naam: naam, $0)
    }
    paths.append(try post.schrijf(ontvangst, map: claim.map))
    if claim.status == .geweigerd { try post.schrijfBijGeweigerd(ontvangst) }
    return paths
  }

  /// A feedback that the journal keeps, as the file that it becomes: in the form of the delivery that it answers.
  func bestand(_ antwoord: Antwoord, _ naam: String, _ vorm: Bestandsvorm, _ sha256: String) -> Antwoordbestand {
    Antwoordbestand(naam: naam, ending: "\(vorm.ending).gz", sha256: sha256) { write in
      switch vorm {
      case .vast: try schrijf(antwoord, naam: naam, write)
      case .xml: try schrijfXML(antwoord, naam: naam, write)
      }
    }
  }

  /// Writes an answer as the journal keeps it.
  private func schrijf(_ antwoord: Antwoord, naam: String, _ write: Antwoordbestand.Schrijver) throws {
    let any = try register.read { db in
      try Journaaltransactie(db: db).delen(antwoord) { try $0.withUnsafeBytes(write) }
    }
    if !any { throw BronError(.register, "the journal does not have the answer to \(naam)") }
  }
}
