/// What must hold in the journal and between it and the register, as questions for what is wrong.
struct Journaalregel {
  /// What is wrong with the rows that `sql` gives, behind their number.
  let fout: String
  /// Gives a name for each of them that says nothing of a person.
  let sql: String

  /// All of them.
  static let alle = aanleveringen + antwoorden + tellers + zaken + register

  private static let aanleveringen = [
    Journaalregel(
      fout: "deliveries have a date that the calendar does not have",
      sql: """
        SELECT naam FROM (SELECT naam, id, substr(datum, 1, 4) || '-' || substr(datum, 5, 2) || '-' || substr(datum, 7)
        AS dag FROM aanlevering) WHERE date(dag, '+0 days') IS NOT dag ORDER BY id
        """),
    Journaalregel(
      fout: "accepted deliveries lack who sent them, their number, that of their feedback, or their header",
      sql: """
        SELECT naam FROM aanlevering WHERE status = 'aangenomen' AND (brin IS NULL OR aanleverpunt IS NULL
        OR sectordeel IS NULL OR coalesce(batchnummer NOT BETWEEN 0 AND 999, true)
        OR coalesce(terugkoppelnummer NOT BETWEEN 0 AND 999, true) OR is_laatste IS NULL) ORDER BY id
        """),
    Journaalregel(
      fout: "decided deliveries have no SHA-256",
      sql: """
        SELECT naam FROM aanlevering WHERE status <> 'geclaimd' AND (length(sha256) IS NOT 64
        OR sha256 GLOB '*[^0-9a-f]*') ORDER BY id
        """),
    Journaalregel(
      fout: "accepted deliveries hold another number of meldingen than were approved, rejected and left waiting",
      sql: """
        SELECT naam FROM aanlevering WHERE status = 'aangenomen' AND (goed < 0 OR fout < 0 OR in_behandeling < 0
        OR goed + fout + in_behandeling IS NOT meldingen) ORDER BY id
        """),
    Journaalregel(
      fout: "deliveries have another number of meldingen waiting than they count",
      sql: """
        SELECT naam FROM aanlevering WHERE coalesce(in_behandeling, 0) - verwijderd
        IS NOT (SELECT count(*) FROM in_behandeling b WHERE b.aanlevering_id = aanlevering.id) ORDER BY id
        """),
    Journaalregel(
      fout: "waiting meldingen are from a delivery of another institution, or one without its header",
      sql: """
        SELECT naam || ' melding ' || meldingnummer FROM in_behandeling b JOIN aanlevering a ON a.id = b.aanlevering_id
        WHERE a.status <> 'aangenomen' OR a.brin IS NOT b.brin OR a.kop IS NULL ORDER BY a.id, meldingnummer
        """),
    Journaalregel(
      fout: "waiting meldingen have records with another number or leerlingnummer than they are kept under",
      sql: """
        SELECT naam || ' melding ' || meldingnummer FROM in_behandeling b JOIN aanlevering a ON a.id = b.aanlevering_id
        WHERE substr(records, 1, 9) IS NOT CAST('305' || printf('%06d', meldingnummer) AS BLOB)
        OR length(records) < 24 OR (leerlingnummer NOT GLOB '*[^ -~]*'
        AND rtrim(CAST(substr(records, 10, 15) AS TEXT)) IS NOT leerlingnummer) ORDER BY a.id, meldingnummer
        """),
    Journaalregel(
      fout: "deliveries were answered as another one, which has not their content",
      sql: """
        SELECT naam FROM aanlevering a WHERE (status = 'herhaald') <> (eerdere_id IS NOT NULL) OR (status = 'herhaald'
        AND NOT EXISTS (SELECT 1 FROM aanlevering e WHERE e.id = a.eerdere_id AND e.status = 'aangenomen'
        AND e.sha256 = a.sha256)) ORDER BY id
        """),
    Journaalregel(
      fout: "deliveries are finished, but were never decided",
      sql: "SELECT naam FROM aanlevering WHERE afgerond = 1 AND status = 'geclaimd' ORDER BY id"),
  ]

  private static let antwoorden = [
    Journaalregel(
      fout: "deliveries have no receipt, and it was not cleared",
      sql: """
        SELECT naam FROM aanlevering WHERE status IN ('aangenomen', 'geweigerd') AND \(isBewaard) AND NOT EXISTS
        (SELECT 1 FROM antwoord w WHERE w.aanlevering_id = aanlevering.id AND soort = 'ontvangst') ORDER BY id
        """),
    Journaalregel(
      fout: "accepted deliveries have no feedback, and it was not cleared",
      sql: """
        SELECT naam FROM aanlevering WHERE status = 'aangenomen' AND \(isBewaard) AND NOT EXISTS
        (SELECT 1 FROM antwoord w WHERE w.aanlevering_id = aanlevering.id AND soort = 'terugkoppeling') ORDER BY id
        """),
    Journaalregel(
      fout: "feedback files without a delivery are not kept, and were not cleared",
      sql: """
        SELECT brin || ' ' || aanleverpunt || ' ' || sectordeel || ' ' || terugkoppelnummer FROM vervolg
        WHERE \(isBewaard) AND NOT EXISTS (SELECT 1 FROM vervolgdeel d WHERE d.vervolg_id = vervolg.id) ORDER BY id
        """),
    Journaalregel(
      fout: "answers are to a delivery that was not decided, or was answered as another one",
      sql: """
        SELECT DISTINCT naam FROM antwoord w JOIN aanlevering a ON a.id = w.aanlevering_id
        WHERE status NOT IN ('aangenomen', 'geweigerd') OR (status = 'geweigerd' AND soort = 'terugkoppeling')
        """),
  ]

  /// Whether the answers must be there still.
  private static let isBewaard = "(afgerond = 0 OR CAST(datum AS INTEGER) >= (SELECT max(voor) FROM opgeruimd))"

  private static let tellers = [
    Journaalregel(
      fout: "rows are missing of what was cleared until when, the onderwijsnummer given out last, the begin of history",
      sql: """
        SELECT naam FROM (SELECT 'opgeruimd' AS naam, count(*) AS aantal FROM opgeruimd
        UNION ALL SELECT 'laatste_onderwijsnummer', count(*) FROM laatste_onderwijsnummer
        UNION ALL SELECT 'historie_begin', count(*) FROM historie_begin) WHERE aantal <> 1
        """),
    Journaalregel(
      fout: "the onderwijsnummer given out last is none behind which there are others",
      sql: "SELECT 'row ' || id FROM laatste_onderwijsnummer WHERE nummer NOT BETWEEN 100000000 AND 199999899"),
    Journaalregel(
      fout: "cases have an onderwijsnummer that was never given out",
      sql: """
        SELECT id FROM zaak WHERE besluit = 'nieuw' AND nummer IS NOT NULL
        AND CAST(nummer AS INTEGER) > (SELECT nummer FROM laatste_onderwijsnummer) ORDER BY id
        """),
  ]

  private static let zaken = [
    Journaalregel(
      fout: "cases have half a decision",
      sql: """
        SELECT id FROM zaak WHERE (besluit IS NULL) <> (besloten_op IS NULL) OR (besluit IS NULL AND is_toegepast = 1)
        OR (besluit IN ('bsn', 'onderwijsnummer') AND coalesce(nummer NOT GLOB '\(nummer)', true)) ORDER BY id
        """),
    Journaalregel(
      fout: "cases were decided to be one with a case that is not there",
      sql: """
        SELECT id FROM zaak WHERE besluit = 'zaak'
        AND NOT EXISTS (SELECT 1 FROM zaak ander WHERE CAST(ander.id AS TEXT) = zaak.nummer) ORDER BY id
        """),
  ]

  /// The condition that a text is longer than any key, or has a character that none has.
  private static func isGeenSleutel(_ kolom: String) -> String {
    "(length(\(kolom)) > 15 OR \(kolom) GLOB '*[^\u{01}-\u{FF}]*')"
  }

  private static func isGeenSleutel(_ kolommen: [String]) -> String {
    kolommen.map(isGeenSleutel).joined(separator: " OR ")
  }

  private static let nummer = String(repeating: "[0-9]", count: 9)

  private static let register =
    [
      Journaalregel(
        fout: "rows have a key that none can have",
        sql: """
          SELECT 'person ' || id FROM persoon
          WHERE id < 1 OR \(isGeenSleutel(["geboortedatum", "geslacht", "postcode", "land"]))
          UNION ALL SELECT 'case ' || id FROM zaak WHERE \(isGeenSleutel(["leerlingnummer", "nummer"]))
          UNION ALL SELECT 'case ' || zaak_id FROM kandidaat WHERE \(isGeenSleutel(["bsn", "onderwijsnummer"]))
          UNION ALL SELECT naam || ' melding ' || meldingnummer FROM in_behandeling b
          JOIN aanlevering a ON a.id = b.aanlevering_id WHERE \(isGeenSleutel(["leerlingnummer"]))
          """),
      Journaalregel(
        fout: "persons have a number that is none",
        sql: """
          SELECT 'row ' || id FROM persoon WHERE bsn NOT GLOB '\(nummer)' OR onderwijsnummer NOT GLOB '\(nummer)'
          ORDER BY id
          """),
      Journaalregel(
        fout: "steps of the history are of no accepted delivery, or of a melding that it does not have",
        sql: """
          SELECT 'step ' || v.id FROM verwerking v LEFT JOIN aanlevering a ON a.id = v.aanlevering_id
          WHERE a.status IS NOT 'aangenomen' OR v.meldingnummer NOT BETWEEN 0 AND a.meldingen ORDER BY v.id
          """),
      Journaalregel(
        fout: "steps of the history run back in time",
        sql: """
          SELECT 'step ' || id FROM (SELECT v.id, v.datum, max(v.datum) OVER (ORDER BY v.id) AS hoogste,
          a.datum AS ontvangst FROM verwerking v JOIN aanlevering a ON a.id = v.aanlevering_id)
          WHERE datum < hoogste OR datum < ontvangst ORDER BY id
          """),
      Journaalregel(
        fout: "inschrijvingen were registered by a delivery of somebody else",
        sql: """
          SELECT 'row ' || i.id FROM inschrijving i JOIN aanlevering a ON a.id = i.aanlevering_id
          WHERE (i.brin, i.aanleverpunt, i.sectordeel) IS NOT (a.brin, a.aanleverpunt, a.sectordeel) ORDER BY i.id
          """),
    ]
    + [
      "persoon", "inschrijving", "periode", "bpv", "diploma", "resultaat", "vak", "vaardigheid", "examen",
      "examenvak", "historie", "persoon_historie",
    ].map { tabel in
      Journaalregel(
        fout: "rows of table \(tabel) are of a melding that their delivery does not have",
        sql: """
          SELECT a.naam || ' melding ' || f.meldingnummer FROM \(tabel) f JOIN aanlevering a ON a.id = f.aanlevering_id
          WHERE a.status <> 'aangenomen' OR f.meldingnummer NOT BETWEEN 1 AND a.meldingen
          """)
    }
}
