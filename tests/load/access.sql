-- One line of the access log, as a read of personal data writes it before it answers; for pgbench in prepared mode on a copy of the service's database.
\set n :n + 1
\set r random(1, 9000000000000000000)
\set s random(1, 9000000000000000000)
\set at :now + :n
INSERT INTO access_log (id, at, issuer, actor, unit_id, dossier_id, fields, purpose, traceparent) VALUES (lpad(:n::text, 10, '0') || lpad(:client_id::text, 3, '0') || lpad(:s::text, 23, '0'),
  :at, 'https://dev.motcua.local', 'dev-officer-11443', 'u0353', lpad(:r::text, 36, '0'), 'applicant,notes', 'handling', repeat('t', 55));
