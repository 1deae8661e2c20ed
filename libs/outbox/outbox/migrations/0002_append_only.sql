-- History is append-only for whoever speaks to the database, the tables' owner included. The relay gives each row its number, once;
-- nothing else is changed and nothing removed. Naming columns costs an INSERT nothing and the relay one comparison a row.
-- only: postgresql
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER history_keeps_rows BEFORE DELETE OR TRUNCATE ON history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER history_keeps_values
  BEFORE UPDATE OF record_id, version, type, data, actor, unit, occurred_at, recorded_at, traceparent, previous_hash, hash ON history
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER history_keeps_sequence BEFORE UPDATE OF sequence ON history
  FOR EACH ROW WHEN (OLD.sequence IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER checkpoints_keep_all BEFORE UPDATE OR DELETE OR TRUNCATE ON checkpoints FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- end
-- only: sqlite
CREATE TRIGGER history_keeps_rows BEFORE DELETE ON history BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_keeps_values
  BEFORE UPDATE OF record_id, version, type, data, actor, unit, occurred_at, recorded_at, traceparent, previous_hash, hash ON history
  BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER history_keeps_sequence BEFORE UPDATE OF sequence ON history WHEN OLD.sequence IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
CREATE TRIGGER checkpoints_keep_values BEFORE UPDATE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints is append-only'); END;
CREATE TRIGGER checkpoints_keep_rows BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints is append-only'); END;
-- end
