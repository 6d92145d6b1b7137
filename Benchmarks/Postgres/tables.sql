-- What the legacy chain keeps: persons, inschrijvingen and their parts under the keys of our register; no history.
-- It checks no references, as ours does: with foreign keys it takes a third longer, and merge.sql keeps them right.
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
  persoon_id bigint NOT NULL,
  brin text NOT NULL,
  aanleverpunt text NOT NULL,
  sectordeel text NOT NULL,
  volgnummer text NOT NULL,
  gegevens text NOT NULL,
  aanlevering text NOT NULL,
  meldingnummer integer NOT NULL,
  UNIQUE (persoon_id, brin, aanleverpunt, sectordeel, volgnummer)
);

CREATE TABLE periode (
  inschrijving_id bigint NOT NULL,
  sleutel text NOT NULL,
  gegevens text NOT NULL,
  aanlevering text NOT NULL,
  meldingnummer integer NOT NULL,
  PRIMARY KEY (inschrijving_id, sleutel)
);
CREATE TABLE bpv (LIKE periode INCLUDING ALL);
CREATE TABLE diploma (LIKE periode INCLUDING ALL);
