-- How often papers were asked for until a dossier was resolved, and the trips that citizens made. supplements of a span: -1 where nobody
-- tells, and in all that have not ended resolved. Of steps they stay as they are here.
ALTER TABLE spans ADD COLUMN supplements INTEGER NOT NULL DEFAULT -1;
ALTER TABLE step_spans ADD COLUMN supplements INTEGER NOT NULL DEFAULT -1;
ALTER TABLE daily ADD COLUMN without_supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN with_supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN submission_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN supplement_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN payment_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN collection_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN without_supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN with_supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN submission_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN supplement_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN payment_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN collection_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_daily ADD COLUMN without_supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_daily ADD COLUMN with_supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_daily ADD COLUMN supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_daily ADD COLUMN submission_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_daily ADD COLUMN supplement_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_daily ADD COLUMN payment_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_daily ADD COLUMN collection_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_monthly ADD COLUMN without_supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_monthly ADD COLUMN with_supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_monthly ADD COLUMN supplements BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_monthly ADD COLUMN submission_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_monthly ADD COLUMN supplement_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_monthly ADD COLUMN payment_trips BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_monthly ADD COLUMN collection_trips BIGINT NOT NULL DEFAULT 0;

-- What came before was not counted by these, so all of it is read again, from the first event: until it has caught up, reports say by
-- their sequence how far they stand. An instance of an earlier version would go on counting without them: it does not find a column any more.
ALTER TABLE spans RENAME COLUMN accepted_on TO accepted_day;
ALTER TABLE step_spans RENAME COLUMN accepted_on TO accepted_day;
DELETE FROM spans;
DELETE FROM daily;
DELETE FROM monthly;
DELETE FROM step_spans;
DELETE FROM step_daily;
DELETE FROM step_monthly;
DELETE FROM unit_ancestors;
DELETE FROM projection;
DELETE FROM inbox_partitions;
DELETE FROM inbox_records;
DELETE FROM inbox_topics;
DELETE FROM inbox_parked;
