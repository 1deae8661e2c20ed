-- Answers that were given to requests with an idempotency key; a repeat is given the same one, byte for byte.
CREATE TABLE answers (
  key_digest  TEXT PRIMARY KEY,   -- SHA-256 of issuer, subject, method, route and key
  fingerprint TEXT NOT NULL,      -- digest of method, path, If-Match and body
  status      INTEGER,            -- NULL only inside the transaction that claims the key
  headers     TEXT,
  body        TEXT,               -- sealed: only who has the idempotency key can read it
  record      TEXT,               -- whose erasure erases the answer
  created_at  BIGINT NOT NULL
);
CREATE INDEX answers_created_at ON answers (created_at);
CREATE INDEX answers_record ON answers (record);
