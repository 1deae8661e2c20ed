-- Steps of linked procedures: what spans, daily and monthly are for dossiers, with the same columns and meanings, but
-- record_id: the dossier's id, a slash and the number of the step;
-- number: of the dossier;
-- unit_id: the unit that the step is with, its owner;
-- field: the kind of agency that the owner is in this step;
-- accepted_on, and begun_as 'accepted': when the step began;
-- channel: of the dossier.
-- Owners stand in unit_ancestors beside the units that have received dossiers.
-- only: postgresql
CREATE TABLE step_spans (
  record_id TEXT NOT NULL,
  span INTEGER NOT NULL,
  number TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  procedure_version TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  accepted_on INTEGER NOT NULL,
  begun_as TEXT NOT NULL,
  begun_day INTEGER NOT NULL,
  begun_learnt INTEGER NOT NULL,
  due_date INTEGER NOT NULL,
  overdue_from INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  ended_as TEXT NOT NULL,
  ended_day INTEGER NOT NULL,
  ended_learnt INTEGER NOT NULL,
  PRIMARY KEY (record_id, span)
);
-- end
-- only: sqlite
CREATE TABLE step_spans (
  record_id TEXT NOT NULL,
  span INTEGER NOT NULL,
  number TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  procedure_version TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  accepted_on INTEGER NOT NULL,
  begun_as TEXT NOT NULL,
  begun_day INTEGER NOT NULL,
  begun_learnt INTEGER NOT NULL,
  due_date INTEGER NOT NULL,
  overdue_from INTEGER NOT NULL,
  paused INTEGER NOT NULL,
  ended_as TEXT NOT NULL,
  ended_day INTEGER NOT NULL,
  ended_learnt INTEGER NOT NULL,
  PRIMARY KEY (record_id, span)
) WITHOUT ROWID;
-- end
CREATE INDEX step_spans_begun ON step_spans (unit_id, begun_day, record_id, span);
CREATE INDEX step_spans_ended ON step_spans (unit_id, ended_day, record_id, span);
CREATE INDEX step_spans_ended_as ON step_spans (unit_id, ended_as, ended_day, record_id, span);
CREATE INDEX step_spans_open ON step_spans (unit_id, begun_day, record_id, span) WHERE ended_day = 2147483647;

-- only: postgresql
CREATE TABLE step_daily (
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
  paused BIGINT NOT NULL,
  paused_overdue BIGINT NOT NULL,
  PRIMARY KEY (day, scope, unit_id, learnt, procedure_code, field, channel)
);
-- end
-- only: sqlite
CREATE TABLE step_daily (
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
  paused BIGINT NOT NULL,
  paused_overdue BIGINT NOT NULL,
  PRIMARY KEY (day, scope, unit_id, learnt, procedure_code, field, channel)
) WITHOUT ROWID;
-- end
CREATE INDEX step_daily_learnt ON step_daily (learnt, scope, unit_id);

-- only: postgresql
CREATE TABLE step_monthly (
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
  paused BIGINT NOT NULL,
  paused_overdue BIGINT NOT NULL,
  PRIMARY KEY (day_month, scope, unit_id, learnt_month, procedure_code, field, channel)
);
-- end
-- only: sqlite
CREATE TABLE step_monthly (
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
  paused BIGINT NOT NULL,
  paused_overdue BIGINT NOT NULL,
  PRIMARY KEY (day_month, scope, unit_id, learnt_month, procedure_code, field, channel)
) WITHOUT ROWID;
-- end
