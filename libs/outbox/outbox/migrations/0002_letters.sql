-- 1 once the dead-letter topic has the letter's copy.
ALTER TABLE inbox_parked ADD COLUMN copied INTEGER NOT NULL DEFAULT 0;
CREATE INDEX inbox_parked_not_copied ON inbox_parked (first_seen, id) WHERE dead > 0 AND copied = 0;
