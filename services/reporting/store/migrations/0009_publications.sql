-- Reports that were published, as they were answered. The one thing here that no event brings back: a later migration that empties
-- what is counted leaves this table alone.
CREATE TABLE publications (
  id                TEXT PRIMARY KEY,  -- UUID version 7: in the order in which they were made
  subject           TEXT NOT NULL,     -- dossiers, steps
  unit_id           TEXT NOT NULL,     -- permanent
  first_day         BIGINT NOT NULL,   -- from, to, as_of, known_at: days of Vietnam
  last_day          BIGINT NOT NULL,
  as_of             BIGINT NOT NULL,
  known_at          BIGINT NOT NULL,
  grouped_by        TEXT NOT NULL,     -- empty: by nothing
  attribution       TEXT NOT NULL,
  burden            INTEGER NOT NULL,  -- 1: what the dossiers cost the citizen is told
  format            TEXT NOT NULL,     -- json, csv, form06
  language          TEXT NOT NULL,     -- vi, en
  title             TEXT NOT NULL,     -- empty: none
  published_on      BIGINT NOT NULL,   -- the day; as_now stands for the units of this day
  published_at      BIGINT NOT NULL,
  publisher_issuer  TEXT NOT NULL,
  publisher         TEXT NOT NULL,     -- the token's subject
  publisher_unit    TEXT NOT NULL,
  sequence          BIGINT NOT NULL,   -- every event of the topic up to this one was counted
  catalogue_version TEXT NOT NULL,
  rules_version     INTEGER NOT NULL,
  body              TEXT NOT NULL,     -- byte for byte
  figures           TEXT NOT NULL,     -- the same figures, for a restatement
  body_digest       TEXT NOT NULL,     -- SHA-256 of the body
  digest            TEXT NOT NULL      -- SHA-256 of all of the above
);
CREATE INDEX publications_unit ON publications (unit_id, id);
-- only: postgresql
CREATE FUNCTION refuse_publication_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER publications_keep_all BEFORE UPDATE OR DELETE OR TRUNCATE ON publications
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_publication_change();
-- end
-- only: sqlite
CREATE TRIGGER publications_keep_values BEFORE UPDATE ON publications BEGIN SELECT RAISE(ABORT, 'publications is append-only'); END;
CREATE TRIGGER publications_keep_rows BEFORE DELETE ON publications BEGIN SELECT RAISE(ABORT, 'publications is append-only'); END;
-- end
