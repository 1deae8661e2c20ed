-- Which of the pending dossiers wait for somebody (codes 5, 6 and 8 of the National Portal), and due dates that stand still or are counted
-- in hours. overdue_from: the first day at whose end the due date counts as overdue; until now the day after it, always. A span without a
-- due date keeps the day that has not come in both.
ALTER TABLE daily ADD COLUMN paused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE daily ADD COLUMN paused_overdue BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN paused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE monthly ADD COLUMN paused_overdue BIGINT NOT NULL DEFAULT 0;
ALTER TABLE spans ADD COLUMN overdue_from INTEGER NOT NULL DEFAULT 2147483647;
ALTER TABLE spans ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;
UPDATE spans SET overdue_from = due_date + 1 WHERE due_date < 2147483647;
