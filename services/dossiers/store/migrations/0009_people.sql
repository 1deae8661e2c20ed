-- People are found by their identity number through a hash under a key that is not in the database; which key, tells identity_key. What was written
-- before this version has none until the keys are there and people are hashed again (POST /rekey-people).
ALTER TABLE persons ADD COLUMN identity_key TEXT;
ALTER TABLE persons ADD COLUMN identity_hash TEXT;
CREATE INDEX persons_identity ON persons (identity_hash, dossier_id) WHERE identity_hash IS NOT NULL;

-- Since when nobody is known any more in persons and notes; as folding the history gives it.
ALTER TABLE dossiers ADD COLUMN people_erased_at BIGINT;
