-- Who read what is not rewritten: as for history, whose function this is (libs/outbox).
-- only: postgresql
CREATE TRIGGER access_log_keeps_all BEFORE UPDATE OR DELETE OR TRUNCATE ON access_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- end
-- only: sqlite
CREATE TRIGGER access_log_keeps_values BEFORE UPDATE ON access_log BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;
CREATE TRIGGER access_log_keeps_rows BEFORE DELETE ON access_log BEGIN SELECT RAISE(ABORT, 'access_log is append-only'); END;
-- end
