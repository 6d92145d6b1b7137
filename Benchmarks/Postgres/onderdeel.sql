-- The parts of inschrijvingen of one kind: :recordsoort in staging, into :tabel. Part of merge.sql.
MERGE INTO :tabel AS oud
USING (
  SELECT DISTINCT ON (inschrijving.id, sleutel) inschrijving.id AS inschrijving_id, sleutel, mutatie,
    staging.gegevens, staging.meldingnummer
  FROM staging JOIN persoon ON persoon.nummer = staging.persoon
    JOIN inschrijving ON inschrijving.persoon_id = persoon.id AND brin = :'brin' AND aanleverpunt = :'aanleverpunt'
      AND sectordeel = :'sectordeel' AND inschrijving.volgnummer = staging.volgnummer
  WHERE recordsoort = :recordsoort
  ORDER BY inschrijving.id, sleutel, staging.meldingnummer DESC
) AS nieuw
ON oud.inschrijving_id = nieuw.inschrijving_id AND oud.sleutel = nieuw.sleutel
WHEN MATCHED AND nieuw.mutatie = 'V' THEN DELETE
WHEN MATCHED THEN UPDATE SET gegevens = nieuw.gegevens, aanlevering = :'delivery', meldingnummer = nieuw.meldingnummer
WHEN NOT MATCHED AND nieuw.mutatie <> 'V' THEN
  INSERT VALUES (nieuw.inschrijving_id, nieuw.sleutel, nieuw.gegevens, :'delivery', nieuw.meldingnummer);
ANALYZE :tabel;
