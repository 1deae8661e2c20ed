-- Papers uploaded as files. Their contents lie outside the database, each under the key in `blob`; a row whose `blob` is NULL was withdrawn or
-- erased. `name`, `checksum` and `salt` tell of people and can be emptied: history knows a paper by a salted digest alone.
CREATE TABLE papers (
  id            TEXT    NOT NULL PRIMARY KEY,
  dossier_id    TEXT    NOT NULL,
  blob          TEXT,
  component     INTEGER,
  kind          INTEGER NOT NULL,
  media_type    TEXT    NOT NULL,
  size          BIGINT  NOT NULL,
  name          TEXT,
  checksum      TEXT,
  salt          TEXT,
  added_at      BIGINT  NOT NULL,
  added_by      TEXT    NOT NULL,
  added_unit_id TEXT    NOT NULL,
  withdrawn_at  BIGINT,
  withdrawn_by  TEXT
);
CREATE INDEX papers_dossier ON papers (dossier_id, id);

-- Contents under way: one that is being stored (`leaving` 0) until the row of its paper is there, and one that is to be removed (1) until it is.
-- So a content that no paper has is always found here, whenever a process was killed, and the store is never gone through.
CREATE TABLE paper_blobs (
  attempt    TEXT    NOT NULL PRIMARY KEY,
  blob       TEXT    NOT NULL,
  dossier_id TEXT    NOT NULL,
  since      BIGINT  NOT NULL,
  leaving    INTEGER NOT NULL
);
CREATE INDEX paper_blobs_blob ON paper_blobs (blob);
CREATE INDEX paper_blobs_since ON paper_blobs (leaving, since);
