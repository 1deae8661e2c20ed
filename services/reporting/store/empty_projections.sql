-- For an operator, with every instance of reporting stopped: empties all that comes back from Kafka, so that the service reads every event
-- again when it starts. What was published stays; nothing brings that back.
BEGIN;
DELETE FROM spans;
DELETE FROM daily;
DELETE FROM monthly;
DELETE FROM durations_daily;
DELETE FROM durations_monthly;
DELETE FROM step_spans;
DELETE FROM step_daily;
DELETE FROM step_monthly;
DELETE FROM unit_ancestors;
DELETE FROM projection;
DELETE FROM inbox_partitions;
DELETE FROM inbox_records;
DELETE FROM inbox_topics;
DELETE FROM inbox_parked;
COMMIT;
