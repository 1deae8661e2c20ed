-- What happened to the dossiers of a unit on a day, learnt on a day. The state at any day is a sum of these.
-- scope 0: received by the unit, all procedures; 1: the same by procedure; 2: received by the units under it as they stood then, by procedure.
-- Time comes first in the keys: facts arrive day by day, so that a batch of them changes rows that lie together; a report names the few days
-- of a month that it sums.
-- Rows: at most days x units x channels x (1 + 2 x procedures), however many dossiers there are.
-- only: postgresql
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
  PRIMARY KEY (day, scope, unit_id, learnt, procedure_code, field, channel)
);
-- end
-- only: sqlite
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
  PRIMARY KEY (day, scope, unit_id, learnt, procedure_code, field, channel)
) WITHOUT ROWID;
-- end
CREATE INDEX daily_learnt ON daily (learnt, scope, unit_id);

-- The same by month (year x 12 + month - 1): totals of the month, not running ones, so that what is learnt late touches one row.
-- only: postgresql
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
  PRIMARY KEY (day_month, scope, unit_id, learnt_month, procedure_code, field, channel)
);
-- end
-- only: sqlite
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
  PRIMARY KEY (day_month, scope, unit_id, learnt_month, procedure_code, field, channel)
) WITHOUT ROWID;
-- end
