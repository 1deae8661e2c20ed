-- A page of what was resolved late, or withdrawn, is read along the first; of what is pending today along the second, which holds no other.
CREATE INDEX spans_ended_as ON spans (unit_id, ended_as, ended_day, record_id, span);
CREATE INDEX spans_open ON spans (unit_id, begun_day, record_id, span) WHERE ended_day = 2147483647;
