CREATE TABLE history (
  record_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  actor TEXT NOT NULL,
  unit TEXT NOT NULL,
  occurred_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  traceparent TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  sequence BIGINT,
  PRIMARY KEY (record_id, version)
);
CREATE UNIQUE INDEX history_by_sequence ON history (sequence) WHERE sequence IS NOT NULL;
CREATE INDEX history_unsequenced ON history (recorded_at, record_id, version) WHERE sequence IS NULL;

CREATE TABLE outbox_log (
  topic TEXT NOT NULL PRIMARY KEY,
  epoch BIGINT NOT NULL,
  last_sequence BIGINT NOT NULL,
  published_through BIGINT NOT NULL,
  rolling_hash TEXT NOT NULL
);

CREATE TABLE outbox_partitions (
  topic TEXT NOT NULL,
  partition BIGINT NOT NULL,
  last_offset BIGINT NOT NULL,
  PRIMARY KEY (topic, partition)
);

CREATE TABLE checkpoints (
  sequence BIGINT NOT NULL PRIMARY KEY,
  rolling_hash TEXT NOT NULL,
  sealed_at BIGINT NOT NULL
);
