-- Units end and others go on: a dossier has a unit that received it, for good, and one that is responsible for it now. Lists go by the second,
-- so the column that all their indexes are on becomes it, and no index is built again. Until a dossier is transferred both are one unit: only
-- then has the new column a value.
-- Instances of the version before must be stopped first: they would know neither column.
ALTER TABLE dossiers RENAME COLUMN receiving_unit_id TO responsible_unit_id;
ALTER TABLE dossiers ADD COLUMN received_by_unit_id TEXT;

-- A unit's register tells what it received, wherever that is now.
CREATE INDEX dossiers_received_by ON dossiers (received_by_unit_id, submitted_at, id) WHERE received_by_unit_id IS NOT NULL;
