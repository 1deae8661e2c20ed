-- The day on which we learnt that a span was not so: a list of what was known before has it, one of what is known from then on has not. A day
-- that has not come: it is so. Spans of steps are never superseded.
ALTER TABLE spans ADD COLUMN superseded_learnt INTEGER NOT NULL DEFAULT 2147483647;
ALTER TABLE step_spans ADD COLUMN superseded_learnt INTEGER NOT NULL DEFAULT 2147483647;
