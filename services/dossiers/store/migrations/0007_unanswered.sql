-- The last day for the citizen's reply, while it is awaited and has one: when it has passed in silence the work stops.
ALTER TABLE dossiers ADD COLUMN reply_due INTEGER;
CREATE INDEX dossiers_reply ON dossiers (reply_due, id) WHERE reply_due IS NOT NULL;

-- Status 5 waits for a reply, and its last request says until when.
-- only: postgresql
UPDATE dossiers SET reply_due =
  (SELECT CAST(CAST(data AS JSON) ->> 'reply_due' AS DATE) - DATE '1970-01-01' FROM history
   WHERE record_id = dossiers.id AND type = 'dossier.supplement_requested.v1' ORDER BY version DESC LIMIT 1)
  WHERE status = 5;
-- end
-- only: sqlite
UPDATE dossiers SET reply_due =
  (SELECT CAST(julianday(json_extract(data, '$.reply_due')) - julianday('1970-01-01') AS INTEGER) FROM history
   WHERE record_id = dossiers.id AND type = 'dossier.supplement_requested.v1' ORDER BY version DESC LIMIT 1)
  WHERE status = 5;
-- end

-- Resolved late without an apology: a fault of its own, listed by unit. Word for word as store/walk.cpp asks.
CREATE INDEX dossiers_late ON dossiers (id)
  WHERE timeliness = 3 AND imported = 0 AND (due_promised_at IS NULL OR due_promised_at <= due_at);
CREATE INDEX dossiers_late_unit ON dossiers (responsible_unit_id, id)
  WHERE timeliness = 3 AND imported = 0 AND (due_promised_at IS NULL OR due_promised_at <= due_at);
CREATE INDEX dossiers_late_handler ON dossiers (handling_unit_id, id)
  WHERE timeliness = 3 AND imported = 0 AND (due_promised_at IS NULL OR due_promised_at <= due_at)
    AND handling_unit_id IS NOT NULL AND handling_unit_id <> responsible_unit_id;
