-- One delivery: its rows into staging, then into the keyed tables, in one transaction. The last melding about a key
-- counts. The planner is told at once what the tables hold: otherwise it joins them row by row.
-- :rows is the file, :delivery its name, and :brin, :aanleverpunt and :sectordeel are who delivers.
BEGIN;
TRUNCATE staging;
COPY staging FROM :'rows' (FORMAT csv, DELIMITER '|', QUOTE E'\x01', ENCODING 'LATIN1');
ANALYZE staging;

INSERT INTO persoon (nummer, geboortedatum, geslacht, postcode, land)
SELECT DISTINCT ON (persoon) persoon, substr(gegevens, 34, 8), substr(gegevens, 42, 1), substr(gegevens, 43, 6),
  substr(gegevens, 49, 4)
FROM staging WHERE recordsoort = 305
ORDER BY persoon, meldingnummer DESC
ON CONFLICT (nummer) DO UPDATE SET geboortedatum = excluded.geboortedatum, geslacht = excluded.geslacht,
  postcode = excluded.postcode, land = excluded.land;
ANALYZE persoon;

-- The parts of an inschrijving go with it.
CREATE TEMPORARY TABLE vervallen ON COMMIT DROP AS
SELECT inschrijving.id
FROM staging JOIN persoon ON persoon.nummer = staging.persoon
  JOIN inschrijving ON inschrijving.persoon_id = persoon.id AND brin = :'brin' AND aanleverpunt = :'aanleverpunt'
    AND sectordeel = :'sectordeel' AND inschrijving.volgnummer = staging.volgnummer
WHERE recordsoort = 320 AND mutatie = 'V';
DELETE FROM periode USING vervallen WHERE inschrijving_id = vervallen.id;
DELETE FROM bpv USING vervallen WHERE inschrijving_id = vervallen.id;
DELETE FROM diploma USING vervallen WHERE inschrijving_id = vervallen.id;

MERGE INTO inschrijving AS oud
USING (
  SELECT DISTINCT ON (persoon.id, volgnummer) persoon.id AS persoon_id, volgnummer, mutatie, gegevens, meldingnummer
  FROM staging JOIN persoon ON persoon.nummer = staging.persoon
  WHERE recordsoort = 320
  ORDER BY persoon.id, volgnummer, meldingnummer DESC
) AS nieuw
ON oud.persoon_id = nieuw.persoon_id AND oud.brin = :'brin' AND oud.aanleverpunt = :'aanleverpunt'
  AND oud.sectordeel = :'sectordeel' AND oud.volgnummer = nieuw.volgnummer
WHEN MATCHED AND nieuw.mutatie = 'V' THEN DELETE
WHEN MATCHED THEN UPDATE SET gegevens = nieuw.gegevens, aanlevering = :'delivery', meldingnummer = nieuw.meldingnummer
WHEN NOT MATCHED AND nieuw.mutatie <> 'V' THEN
  INSERT (persoon_id, brin, aanleverpunt, sectordeel, volgnummer, gegevens, aanlevering, meldingnummer)
  VALUES (nieuw.persoon_id, :'brin', :'aanleverpunt', :'sectordeel', nieuw.volgnummer, nieuw.gegevens, :'delivery',
    nieuw.meldingnummer);
ANALYZE inschrijving;

\set tabel periode
\set recordsoort 321
\ir onderdeel.sql
\set tabel bpv
\set recordsoort 322
\ir onderdeel.sql
\set tabel diploma
\set recordsoort 323
\ir onderdeel.sql
COMMIT;
