-- The units that have received a dossier, and all above each as they stood then (itself among them), written down with its first one:
-- the counts of scope 2 were made by this, whatever the catalogue says later.
CREATE TABLE unit_ancestors (
  unit_id TEXT NOT NULL,
  ancestor_id TEXT NOT NULL,
  PRIMARY KEY (unit_id, ancestor_id)
);
CREATE INDEX unit_ancestors_below ON unit_ancestors (ancestor_id, unit_id);

-- A token drawn anew with each change of what is above: a cached answer is good for one token, also after the database was
-- deleted or restored.
CREATE TABLE projection (
  name TEXT NOT NULL PRIMARY KEY,
  token TEXT NOT NULL
);
