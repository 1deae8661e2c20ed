-- One row a dossier, and one more each time its due date moves: what every cell of a report leads to.
-- Days are days since 1970-01-01 in Vietnam. A dossier that is not accepted yet has not begun.
CREATE TABLE spans (
  record_id TEXT NOT NULL,
  span INTEGER NOT NULL,
  number TEXT NOT NULL,
  unit_id TEXT NOT NULL,
  procedure_code TEXT NOT NULL,
  procedure_version TEXT NOT NULL,
  field TEXT NOT NULL,
  channel TEXT NOT NULL,
  accepted_on INTEGER,
  begun_as TEXT,
  begun_day INTEGER,
  begun_learnt INTEGER,
  due_date INTEGER,
  ended_as TEXT,
  ended_day INTEGER,
  ended_learnt INTEGER,
  PRIMARY KEY (record_id, span)
);

-- A page of a cell's dossiers is read along one of these, unit by unit.
CREATE INDEX spans_begun ON spans (unit_id, begun_day, record_id, span);
CREATE INDEX spans_ended ON spans (unit_id, ended_day, record_id, span);
