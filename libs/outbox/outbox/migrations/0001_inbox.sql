CREATE TABLE inbox_partitions (
  topic TEXT NOT NULL,
  partition BIGINT NOT NULL,
  epoch BIGINT NOT NULL,
  next_offset BIGINT NOT NULL,
  last_id TEXT NOT NULL,
  PRIMARY KEY (topic, partition)
);

CREATE TABLE inbox_records (
  topic TEXT NOT NULL,
  record_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  PRIMARY KEY (topic, record_id)
);

CREATE TABLE inbox_topics (
  topic TEXT NOT NULL PRIMARY KEY,
  applied BIGINT NOT NULL,
  parked BIGINT NOT NULL,
  highest BIGINT NOT NULL,
  complete_through BIGINT NOT NULL,
  refill_request TEXT NOT NULL,
  refill_from BIGINT NOT NULL,
  refill_expected BIGINT NOT NULL,
  refill_seen BIGINT NOT NULL
);

CREATE TABLE inbox_parked (
  topic TEXT NOT NULL,
  id TEXT NOT NULL,
  record_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  partition BIGINT NOT NULL,
  sequence BIGINT NOT NULL,
  type TEXT NOT NULL,
  occurred_at BIGINT NOT NULL,
  recorded_at BIGINT NOT NULL,
  data TEXT NOT NULL,
  traceparent TEXT NOT NULL,
  dead INTEGER NOT NULL,
  reason TEXT NOT NULL,
  attempts BIGINT NOT NULL,
  first_seen BIGINT NOT NULL,
  PRIMARY KEY (topic, id)
);
CREATE INDEX inbox_parked_by_record ON inbox_parked (topic, record_id, version);
CREATE INDEX inbox_parked_dead ON inbox_parked (first_seen, id) WHERE dead > 0;
