-- A unit lists what it handles as well as what it received. These hold only what one unit received and another handles, so that
-- the usual dossier costs no further index. One for each way a list is walked; see store/walk.cpp.
CREATE INDEX dossiers_handler ON dossiers (handling_unit_id, id)
  WHERE handling_unit_id IS NOT NULL AND handling_unit_id <> receiving_unit_id;
CREATE INDEX dossiers_handler_status ON dossiers (handling_unit_id, status, id)
  WHERE handling_unit_id IS NOT NULL AND handling_unit_id <> receiving_unit_id;
CREATE INDEX dossiers_handler_received ON dossiers (handling_unit_id, submitted_at, id)
  WHERE handling_unit_id IS NOT NULL AND handling_unit_id <> receiving_unit_id;
CREATE INDEX dossiers_handler_due ON dossiers (handling_unit_id, due_date, id)
  WHERE is_open = 1 AND handling_unit_id IS NOT NULL AND handling_unit_id <> receiving_unit_id;
