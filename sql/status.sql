-- What a record was before its changes after a day, the earliest first.
-- name: status_change_later
SELECT status_before FROM status_change WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND day > $4 ORDER BY day, id

-- From the day on it is something else, whatever was said of later days.
-- name: status_change_overrule
UPDATE status_change SET status_before = $5 WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND day > $4
