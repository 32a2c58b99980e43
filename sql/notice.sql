-- Whoever started does not answer.  The state is hidden from the planner: few transfers are of one unit, many are open.
-- name: notice_transfers
SELECT type, count(*) FROM transfer
 WHERE state || '' = 'open' AND ((unit_id = $1 AND started_by = 'to') OR (to_unit_id = $1 AND started_by = 'from')) GROUP BY type

-- name: notice_returned
SELECT count(*) FROM report WHERE unit_id = $1 AND state = 'returned'

-- What was asked for since it was sent last, and is not sent yet.
-- name: notice_reminders
SELECT m.form, m.period, count(*) FROM reminder m LEFT JOIN report r ON r.unit_id = m.unit_id AND r.form = m.form AND r.period = m.period
 WHERE m.unit_id = $1 AND (r.state IS NULL OR r.state NOT IN ('submitted', 'accepted')) AND (r.submitted_at IS NULL OR m.made_at > r.submitted_at)
 GROUP BY m.form, m.period ORDER BY m.form, m.period

-- $2: a role, $3: of whom what they did themselves, and that they were given an account, is nothing new.
-- name: notice_accounts
SELECT count(DISTINCT g.record_id) FROM change g JOIN account a ON a.id = g.record_id
 WHERE g.unit_id = $1 AND g.type = 'account' AND a.unit_id = $1 AND a.role = $2 AND g.at >= $4 AND g.account_id <> $3
   AND (g.event IN ('RESET', 'ENABLE') OR (g.event = 'NEW' AND a.id <> $3))

-- name: reminder_add
INSERT INTO reminder (unit_id, form, period, day, made_at, made_by, made_unit) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (unit_id, form, period, day) DO NOTHING RETURNING day
