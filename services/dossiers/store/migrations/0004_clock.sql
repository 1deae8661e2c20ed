-- The clock of an accepted dossier: how its limit is counted, how much of it earlier stretches used up, when the present stretch began and
-- whether it runs. In the limit's unit: working days (DAY), working minutes (HOUR), days (CALENDAR).
-- Instances of the version before must be stopped first: they write no clock.
-- is_open is from now on: the due date can run out, so 0 while the clock stands.
ALTER TABLE dossiers ADD COLUMN clock_mode TEXT;
ALTER TABLE dossiers ADD COLUMN clock_limit BIGINT;
ALTER TABLE dossiers ADD COLUMN clock_used BIGINT;
ALTER TABLE dossiers ADD COLUMN clock_since BIGINT;
ALTER TABLE dossiers ADD COLUMN clock_runs INTEGER;
-- 0: nothing told of the present due date; 1: that it is near; 2: that it has passed.
ALTER TABLE dossiers ADD COLUMN notice INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dossiers ADD COLUMN supplements INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dossiers ADD COLUMN supplement_effect TEXT;
ALTER TABLE dossiers ADD COLUMN reappointments INTEGER NOT NULL DEFAULT 0;
ALTER TABLE dossiers ADD COLUMN payment_asked BIGINT;
ALTER TABLE dossiers ADD COLUMN paid BIGINT NOT NULL DEFAULT 0;
CREATE INDEX dossiers_notice ON dossiers (notice, due_date, id) WHERE is_open = 1 AND notice < 2 AND due_date IS NOT NULL;

-- Until now every limit was one of working days and no clock ever stood; the limit is in the event that explains the due date.
-- only: postgresql
UPDATE dossiers SET clock_mode = 'DAY', clock_used = 0, clock_since = accepted_at, clock_runs = 1, clock_limit =
  (SELECT CAST(CAST(data AS JSON) ->> 'limit' AS BIGINT) FROM history WHERE record_id = dossiers.id AND version = dossiers.due_explained_by)
  WHERE accepted_at IS NOT NULL;
-- end
-- only: sqlite
UPDATE dossiers SET clock_mode = 'DAY', clock_used = 0, clock_since = accepted_at, clock_runs = 1, clock_limit =
  (SELECT json_extract(data, '$.limit') FROM history WHERE record_id = dossiers.id AND version = dossiers.due_explained_by)
  WHERE accepted_at IS NOT NULL;
-- end
