/// What became known, line by line in the order in which it did. A line never changes; it only goes with
/// its person.
struct Boek {
  /// Something that is known of a person, one way or another.
  struct Plaats: Hashable {
    let persoon: Int
    /// Whose, under which volgnummer, which kind of record and with which key; `persoon` for his own data.
    let wat: String
  }

  /// What one melding made of one fact.
  struct Regel {
    let dag: String
    /// The delivery and the melding.
    let bron: String
    let plaats: Plaats
    /// Nil where there was nothing.
    let was: String?
    /// Nil where there is nothing any more.
    let wordt: String?
  }

  private(set) var regels: [Regel] = []
  /// The day on which the last of it became known: what is known later was not known before.
  private var dag = ""

  /// Writes down what a melding changed of a person, processed on that day.
  mutating func noteer(_ persoon: Int, was oud: Persoon?, wordt nieuw: Persoon, bron: String, op dag: String) {
    self.dag = max(self.dag, dag)
    let (was, wordt) = (oud?.feiten ?? [:], nieuw.feiten)
    for wat in Set(was.keys).union(wordt.keys).sorted() where was[wat] != wordt[wat] {
      regels.append(
        Regel(
          dag: self.dag, bron: bron, plaats: Plaats(persoon: persoon, wat: wat), was: was[wat], wordt: wordt[wat]))
    }
  }

  mutating func vergeet(_ persoon: Int) { regels.removeAll { $0.plaats.persoon == persoon } }

  // MARK: Reading

  /// What was known at the end of a day, or is known now, each fact with the line that it is from.
  func stand(op dag: String?) -> [Plaats: Regel] {
    var stand: [Plaats: Regel] = [:]
    for regel in regels where dag.map({ regel.dag <= $0 }) ?? true {
      stand[regel.plaats] = regel.wordt == nil ? nil : regel
    }
    return stand
  }

  /// The same as lines of text, each with the number by which the person was known then.
  func uitvoer(op dag: String?) -> [String] {
    let stand = stand(op: dag)
    return stand.values.map { regel in
      let wie = stand[Plaats(persoon: regel.plaats.persoon, wat: "persoon")]?.wordt.map(Keten.naam) ?? "?"
      return "\(wie) \(regel.plaats.wat): \(regel.wordt ?? "") [\(regel.dag) \(regel.bron)]"
    }.sorted()
  }

  /// How it all came to be: for each person, by the number that he has now, the meldingen in order.
  var geschiedenis: [String] {
    let nu = stand(op: nil)
    return Dictionary(grouping: regels, by: \.plaats.persoon).flatMap { persoon, regels in
      let wie = nu[Plaats(persoon: persoon, wat: "persoon")]?.wordt.map(Keten.naam) ?? "?"
      var bronnen: [String] = []
      for regel in regels where regel.bron != bronnen.last { bronnen.append(regel.bron) }
      return regels.map { regel in
        let beurt = (bronnen.firstIndex(of: regel.bron) ?? 0) + 1
        return Keten.gebeurtenis(
          wie, beurt, dag: regel.dag, bron: regel.bron, regel.plaats.wat, was: regel.was, wordt: regel.wordt)
      }
    }.sorted()
  }
}

extension Persoon {
  /// All that is known of him, each fact in one line.
  fileprivate var feiten: [String: String] {
    var feiten = ["persoon": Keten.regel(eigen)]
    for (sleutel, inschrijving) in inschrijvingen {
      for record in [inschrijving.gegevens] + inschrijving.delen.values {
        feiten[Keten.wat(sleutel.leverancier, record)] = Keten.regel(record)
      }
    }
    return feiten
  }

  /// His own data, as a 305 and 310 call them.
  private var eigen: Record {
    Record(
      305,
      [
        "sofinummer": bsn, "onderwijsnummer": onderwijsnummer, "geboortedatum": geboortedatum, "geslacht": geslacht,
        "postcodeVolgensInstelling": postcode, "land": land, "achternaam": namen.first ?? "",
        "alleVoornamen": namen.last ?? "",
      ])
  }
}
