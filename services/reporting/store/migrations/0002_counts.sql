-- What happened to the dossiers of a unit on a day, learnt on a day. The state at any day is a sum of these.
-- scope 0: received by the unit, all procedures; 1: the same by procedure; 2: received by the units under it as they stood then, by procedure.
-- Rows: at most days x units x channels x (1 + 2 x procedures), however many dossiers there are.
CREATE TABLE daily (
  scope INTEGER NOT NULL,
  unit_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  learnt INTEGER NOT NULL,
  procedure_code TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  accepted BIGINT NOT NULL,
  early BIGINT NOT NULL,
  on_time BIGINT NOT NULL,
  overdue BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  pending_overdue BIGINT NOT NULL,
  PRIMARY KEY (scope, unit_id, day, learnt, procedure_code, field, channel)
);
CREATE INDEX daily_learnt ON daily (scope, unit_id, learnt, day);

-- The same by month (year x 12 + month - 1): totals of the month, not running ones, so that what is learnt late touches one row.
CREATE TABLE monthly (
  scope INTEGER NOT NULL,
  unit_id TEXT NOT NULL,
  day_month INTEGER NOT NULL,
  learnt_month INTEGER NOT NULL,
  procedure_code TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  accepted BIGINT NOT NULL,
  early BIGINT NOT NULL,
  on_time BIGINT NOT NULL,
  overdue BIGINT NOT NULL,
  withdrawn BIGINT NOT NULL,
  pending_overdue BIGINT NOT NULL,
  PRIMARY KEY (scope, unit_id, day_month, learnt_month, procedure_code, field, channel)
);
