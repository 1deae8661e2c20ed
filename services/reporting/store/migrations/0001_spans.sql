-- One row a dossier, and one more each time its due date moves: what every cell of a report leads to.
-- Days are days since 1970-01-01 in Vietnam; 2147483647 is a day that has not come: a dossier that is not accepted has not begun, one that
-- is pending has not ended. No NULLs: statements of many rows then have one shape.
-- only: postgresql
CREATE TABLE spans (
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
  ended_as TEXT NOT NULL,
  ended_day INTEGER NOT NULL,
  ended_learnt INTEGER NOT NULL,
  PRIMARY KEY (record_id, span)
);
-- end
-- only: sqlite
CREATE TABLE spans (
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
  ended_as TEXT NOT NULL,
  ended_day INTEGER NOT NULL,
  ended_learnt INTEGER NOT NULL,
  PRIMARY KEY (record_id, span)
) WITHOUT ROWID;
-- end

-- A page of a cell's dossiers is read along one of these, unit by unit.
CREATE INDEX spans_begun ON spans (unit_id, begun_day, record_id, span);
CREATE INDEX spans_ended ON spans (unit_id, ended_day, record_id, span);
