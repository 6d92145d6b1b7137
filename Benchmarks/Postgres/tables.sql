-- What the legacy chain keeps: persons, inschrijvingen and their parts under the keys of our register; no history.
CREATE UNLOGGED TABLE staging (
  meldingnummer integer NOT NULL,
  recordsoort smallint NOT NULL,
  persoon text NOT NULL,
  mutatie text NOT NULL,
  volgnummer text NOT NULL,
  sleutel text NOT NULL,
  gegevens text NOT NULL
);

CREATE TABLE persoon (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  nummer text NOT NULL UNIQUE,
  geboortedatum text NOT NULL,
  geslacht text NOT NULL,
  postcode text NOT NULL,
  land text NOT NULL
);

CREATE TABLE inschrijving (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  persoon_id bigint NOT NULL REFERENCES persoon ON DELETE CASCADE,
  brin text NOT NULL,
  aanleverpunt text NOT NULL,
  sectordeel text NOT NULL,
  volgnummer text NOT NULL,
  gegevens text NOT NULL,
  aanlevering text NOT NULL,
  meldingnummer integer NOT NULL,
  UNIQUE (persoon_id, brin, aanleverpunt, sectordeel, volgnummer)
);

CREATE TABLE onderdeel (
  inschrijving_id bigint NOT NULL REFERENCES inschrijving ON DELETE CASCADE,
  sleutel text NOT NULL,
  gegevens text NOT NULL,
  aanlevering text NOT NULL,
  meldingnummer integer NOT NULL,
  PRIMARY KEY (inschrijving_id, sleutel)
);
CREATE TABLE periode (LIKE onderdeel INCLUDING ALL, FOREIGN KEY (inschrijving_id) REFERENCES inschrijving ON DELETE CASCADE);
CREATE TABLE bpv (LIKE onderdeel INCLUDING ALL, FOREIGN KEY (inschrijving_id) REFERENCES inschrijving ON DELETE CASCADE);
CREATE TABLE diploma (LIKE onderdeel INCLUDING ALL, FOREIGN KEY (inschrijving_id) REFERENCES inschrijving ON DELETE CASCADE);
DROP TABLE onderdeel;
