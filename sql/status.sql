-- What a record was before its changes after a day, the earliest first.
-- name: status_change_later
SELECT status_before FROM status_change WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND day > $4 ORDER BY day, id

-- Schools that ended before their changes were kept: they were at work until they left the tree.  0: no number taken since.
-- name: status_change_begin
INSERT INTO status_change (unit_id, id, type, record_id, day, status_before)
SELECT s.unit_id, 0, 'school', s.id, max(e.valid_to), '01'
  FROM r_school s JOIN unit_edge e ON e.unit_id = s.unit_id
 WHERE s.status <> '01' AND NOT EXISTS (SELECT 1 FROM unit_edge x WHERE x.unit_id = s.unit_id AND x.valid_to IS NULL)
   AND NOT EXISTS (SELECT 1 FROM status_change h WHERE h.unit_id = s.unit_id AND h.type = 'school')
 GROUP BY s.unit_id, s.id

-- From the day on it is something else, whatever was said of later days.
-- name: status_change_overrule
UPDATE status_change SET status_before = $5 WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND day > $4

-- Days that are taken back with the operation that noted them.
-- name: status_change_forget
DELETE FROM status_change WHERE unit_id = $1 AND id >= $2 AND id < $3

-- What is said of a record from a day on.
-- name: status_change_after
SELECT id, status_before FROM status_change WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND day > $4 ORDER BY id

-- name: status_change_restore
UPDATE status_change SET status_before = $3 WHERE unit_id = $1 AND id = $2

-- name: status_change_last
SELECT max(day) FROM status_change WHERE unit_id = $1 AND type = $2 AND record_id = $3

-- The day a record came to its unit; none: it was there from the first.
-- name: status_change_came
SELECT max(day) FROM status_change WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND status_before IS NULL
