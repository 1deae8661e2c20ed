-- Dossiers as folding their history gives them. Personal data are in `persons` and free texts in `notes` alone: rows there can be
-- emptied without breaking a chain or a fold. Times: BIGINT milliseconds since 1970 UTC; days: INTEGER days since 1970, Vietnam.

CREATE TABLE dossiers (
  id                    TEXT    NOT NULL PRIMARY KEY,
  version               BIGINT  NOT NULL,
  status                INTEGER NOT NULL,
  is_open               INTEGER NOT NULL,
  number                TEXT    NOT NULL,
  procedure_code        TEXT    NOT NULL,
  procedure_version     TEXT    NOT NULL,
  procedure_field       TEXT    NOT NULL,
  receiving_unit_id     TEXT    NOT NULL,
  handling_unit_id      TEXT,
  officer               TEXT,
  channel               INTEGER NOT NULL,
  applicant_kind        INTEGER NOT NULL,
  applicant_ref         TEXT    NOT NULL,
  applicant_digest      TEXT    NOT NULL,
  representative_ref    TEXT,
  representative_digest TEXT,
  submitted_at          BIGINT  NOT NULL,
  accepted_at           BIGINT,
  due_date              INTEGER,
  due_at                BIGINT,
  due_original          INTEGER,
  due_original_at       BIGINT,
  due_promised_at       BIGINT,
  due_explained_by      BIGINT,
  resolved_at           BIGINT,
  outcome               INTEGER,
  timeliness            INTEGER,
  returned_at           BIGINT,
  withdrawn_at          BIGINT,
  source_system         TEXT,
  source_id             TEXT,
  imported              INTEGER NOT NULL,
  last_moment           BIGINT  NOT NULL,
  last_recorded         BIGINT  NOT NULL,
  history_hash          TEXT    NOT NULL,
  slip_digest           TEXT
);

CREATE UNIQUE INDEX dossiers_number ON dossiers (number);
-- source_id first: people ask for it without knowing the system
CREATE UNIQUE INDEX dossiers_source ON dossiers (source_id, source_system);
-- one for each way a list is walked; see store/walk.cpp
CREATE INDEX dossiers_unit ON dossiers (receiving_unit_id, id);
CREATE INDEX dossiers_unit_status ON dossiers (receiving_unit_id, status, id);
CREATE INDEX dossiers_status ON dossiers (status, id);
CREATE INDEX dossiers_procedure ON dossiers (procedure_code, id);
CREATE INDEX dossiers_unit_received ON dossiers (receiving_unit_id, submitted_at, id);
CREATE INDEX dossiers_received ON dossiers (submitted_at, id);
CREATE INDEX dossiers_unit_due ON dossiers (receiving_unit_id, due_date, id) WHERE is_open = 1;
CREATE INDEX dossiers_due ON dossiers (due_date, id) WHERE is_open = 1;

-- The only place of personal data.
CREATE TABLE persons (
  ref             TEXT NOT NULL PRIMARY KEY,
  dossier_id      TEXT NOT NULL,
  name            TEXT,
  identity_number TEXT,
  phone           TEXT,
  salt            TEXT
);

-- Free texts of officers: reasons, reasons for a stated moment, names of papers.
CREATE TABLE notes (
  ref        TEXT NOT NULL PRIMARY KEY,
  dossier_id TEXT NOT NULL,
  kind       TEXT NOT NULL,
  text       TEXT,
  salt       TEXT
);
CREATE INDEX notes_dossier ON notes (dossier_id);

-- Serials of dossier numbers: by agency, day of receipt and range (`live`, `import`).
CREATE TABLE number_counters (
  agency_code TEXT    NOT NULL,
  day         INTEGER NOT NULL,
  range       TEXT    NOT NULL,
  last        BIGINT  NOT NULL,
  PRIMARY KEY (agency_code, day, range)
);

-- Who read whose personal data, when and why.
CREATE TABLE access_log (
  id          TEXT   NOT NULL PRIMARY KEY,
  at          BIGINT NOT NULL,
  issuer      TEXT   NOT NULL,
  actor       TEXT   NOT NULL,
  unit_id     TEXT   NOT NULL,
  dossier_id  TEXT   NOT NULL,
  fields      TEXT   NOT NULL,
  purpose     TEXT   NOT NULL,
  traceparent TEXT   NOT NULL
);
CREATE INDEX access_log_dossier ON access_log (dossier_id, at);
