-- The steps of a linked procedure that have begun, as JSON: owner, clock, due date and how each ended. NULL when one agency does it all.
ALTER TABLE dossiers ADD COLUMN steps TEXT;
