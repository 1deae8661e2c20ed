-- How many dossiers took how long, by the unit of their clock: working days, working hours (an hour begun is one) or days. By day and by month
-- as the counts; scope 1: of the unit, 2: of the units under it as they stood then. Nothing is here before the events that tell it: migration 7
-- has all of them read again.
-- only: postgresql
CREATE TABLE durations_daily (
  scope INTEGER NOT NULL,
  unit_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  learnt INTEGER NOT NULL,
  procedure_code TEXT NOT NULL,
  used_unit TEXT NOT NULL,
  used BIGINT NOT NULL,
  resolved BIGINT NOT NULL,
  PRIMARY KEY (day, scope, unit_id, learnt, procedure_code, used_unit, used)
);
-- end
-- only: sqlite
CREATE TABLE durations_daily (
  scope INTEGER NOT NULL,
  unit_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  learnt INTEGER NOT NULL,
  procedure_code TEXT NOT NULL,
  used_unit TEXT NOT NULL,
  used BIGINT NOT NULL,
  resolved BIGINT NOT NULL,
  PRIMARY KEY (day, scope, unit_id, learnt, procedure_code, used_unit, used)
) WITHOUT ROWID;
-- end
-- only: postgresql
CREATE TABLE durations_monthly (
  scope INTEGER NOT NULL,
  unit_id TEXT NOT NULL,
  day_month INTEGER NOT NULL,
  learnt_month INTEGER NOT NULL,
  procedure_code TEXT NOT NULL,
  used_unit TEXT NOT NULL,
  used BIGINT NOT NULL,
  resolved BIGINT NOT NULL,
  PRIMARY KEY (day_month, scope, unit_id, learnt_month, procedure_code, used_unit, used)
);
-- end
-- only: sqlite
CREATE TABLE durations_monthly (
  scope INTEGER NOT NULL,
  unit_id TEXT NOT NULL,
  day_month INTEGER NOT NULL,
  learnt_month INTEGER NOT NULL,
  procedure_code TEXT NOT NULL,
  used_unit TEXT NOT NULL,
  used BIGINT NOT NULL,
  resolved BIGINT NOT NULL,
  PRIMARY KEY (day_month, scope, unit_id, learnt_month, procedure_code, used_unit, used)
) WITHOUT ROWID;
-- end
CREATE INDEX durations_daily_learnt ON durations_daily (learnt, scope, unit_id);

-- The same of each dossier: no unit where nobody tells.
ALTER TABLE spans ADD COLUMN used_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE spans ADD COLUMN used BIGINT NOT NULL DEFAULT 0;
ALTER TABLE step_spans ADD COLUMN used_unit TEXT NOT NULL DEFAULT '';
ALTER TABLE step_spans ADD COLUMN used BIGINT NOT NULL DEFAULT 0;
