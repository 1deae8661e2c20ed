-- The transaction of a registration at a counter (services/dossiers/desk.cpp, take_in, through libs/store and libs/outbox), statement by
-- statement: look for the answer of a repeat, draw the number, history (registered, accepted), state, person, papers, access log, the kept answer. For pgbench
-- in prepared mode on a copy of the service's own database; sizes are those of the service's own rows. Each client is a counter of its own.
-- `pipelined` 1 sends them in the three round trips that libs/store makes of them.
\set n :n + 1
\set r random(1, 9000000000000000000)
\set s random(1, 9000000000000000000)
\set at :now + :n
\if :pipelined
\startpipeline
\endif
BEGIN;
SELECT fingerprint, status, headers, body FROM answers WHERE key_digest = md5(:r::text) || md5(:s::text);
\if :pipelined
\endpipeline
\endif
INSERT INTO number_counters (agency_code, day, range, last) VALUES ('H24.L' || :client_id::text, 20783, 'live', 1)
  ON CONFLICT (agency_code, day, range) DO UPDATE SET last = number_counters.last + 1 RETURNING last, EXISTS (SELECT 1 FROM dossiers WHERE number =
    'H24.L' || :client_id::text || '-261126-' || CASE WHEN last < 10 THEN '000' WHEN last < 100 THEN '00' WHEN last < 1000 THEN '0' ELSE '' END || last::text) AS taken \gset
\if :pipelined
\startpipeline
\endif
INSERT INTO history (record_id, version, type, data, actor, unit, occurred_at, recorded_at, traceparent, previous_hash, hash) VALUES
  (lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:r::text, 23, '0'), 1, 'dossier.registered.v1', repeat('x', :registered), 'dev-officer-11443', 'u0353',
   :at, :at, repeat('t', 55), repeat('0', 64), md5(:r::text) || md5(:r::text)),
  (lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:r::text, 23, '0'), 2, 'dossier.accepted.v1', repeat('x', :accepted), 'dev-officer-11443', 'u0353',
   :at, :at, repeat('t', 55), md5(:r::text) || md5(:r::text), md5(:s::text) || md5(:s::text));
INSERT INTO dossiers (id, version, status, is_open, number, procedure_code, procedure_version, procedure_field, responsible_unit_id, handling_unit_id,
    officer, channel, applicant_kind, applicant_ref, applicant_digest, representative_ref, representative_digest, submitted_at, accepted_at, due_date,
    due_at, due_original, due_original_at, due_promised_at, due_explained_by, clock_mode, clock_limit, clock_used, clock_since, clock_runs, notice,
    supplements, reappointments, payment_asked, paid, resolved_at, outcome, timeliness, returned_at, withdrawn_at,
    source_system, source_id, imported, last_moment, last_recorded, history_hash, slip_digest)
  VALUES (lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:r::text, 23, '0'), 2, 2, 1,
    'H24.L' || :client_id::text || '-261126-' || lpad(:last::text, greatest(4, length(:last::text)), '0'), '1.000656.H24', '2018-1', 'civil_status', 'l' || :client_id::text, NULL,
    NULL, 1, 0, lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:s::text, 23, '0'), md5(:s::text) || md5(:r::text), NULL, NULL, :at, :at, 20784,
    :at, 20784, :at, NULL, 2, 'DAY', 3, 0, :at, 1, 0,
    0, 0, NULL, 0, NULL, NULL, NULL, NULL, NULL,
    NULL, NULL, 0, :at, :at, md5(:s::text) || md5(:s::text), md5(:r::text) || md5(:s::text));
INSERT INTO persons (ref, dossier_id, name, identity_number, phone, salt, identity_key, identity_hash) VALUES (lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:s::text, 23, '0'),
  lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:r::text, 23, '0'), 'Lê Thị Thử Nghiệm', '000000000001', '0000000001', md5(:r::text),
  'dev', md5(:s::text) || md5(:r::text));
INSERT INTO notes (ref, dossier_id, kind, text, salt) VALUES (lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:s::text, 23, '0'),
  lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:r::text, 23, '0'), 'papers', repeat('x', :papers), md5(:s::text));
INSERT INTO access_log (id, at, issuer, actor, unit_id, dossier_id, fields, purpose, traceparent) VALUES (lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:s::text, 23, '0'),
  :at, 'https://dev.motcua.local', 'dev-officer-11443', 'u0353', lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:r::text, 23, '0'), 'applicant', 'handling', repeat('t', 55));
INSERT INTO answers (key_digest, fingerprint, status, headers, body, record, created_at) VALUES (md5(:r::text) || md5(:s::text), md5(:s::text) || md5(:r::text), 201,
  repeat('h', :headers), repeat('x', :body), lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:r::text, 23, '0'), :at);
COMMIT;
\if :pipelined
\endpipeline
\endif
