-- name: transfer_insert
INSERT INTO transfer (unit_id, id, code, type, person, to_unit_id, started_by, state, class, day, reason, started_at, started_account,
                      release_at, decided_at, decided_account, note, other_grade)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8, $9, $10, $11, $12, $13, NULL, NULL, NULL, $14)

-- name: transfer_by_id
SELECT unit_id, id, code, type, person, to_unit_id, started_by, state, class, day, reason, started_at, release_at, decided_at, note, other_grade
  FROM transfer WHERE unit_id = $1 AND id = $2

-- name: transfer_open_of_person
SELECT code FROM transfer WHERE unit_id = $1 AND person = $2 AND state = 'open'

-- name: transfer_open_of_unit
SELECT type, person FROM transfer WHERE unit_id = $1 AND state = 'open'

-- name: transfer_decide
UPDATE transfer SET state = $3, class = $4, day = $5, decided_at = $6, decided_account = $7, note = $8, other_grade = $9
 WHERE unit_id = $1 AND id = $2 AND state = 'open' RETURNING code

-- name: transfer_due
SELECT code FROM transfer WHERE state = 'open' AND release_at <= $1 AND code > $2 ORDER BY code LIMIT 100

-- States as "done,released".
-- name: transfer_of_unit
SELECT code FROM transfer WHERE (unit_id = $1 OR to_unit_id = $1) AND ($2 = '' OR ',' || $2 || ',' LIKE '%,' || state || ',%') AND code > $3 ORDER BY code LIMIT $4

-- name: transfer_keep_undo
UPDATE transfer SET undo = $3 WHERE unit_id = $1 AND id = $2

-- name: transfer_undone
UPDATE transfer SET state = 'undone', note = $3 WHERE unit_id = $1 AND id = $2 AND state IN ('done', 'released') RETURNING undo

-- Two records of one person that were found since a time, and not parted again.
-- name: transfer_merged_since
SELECT count(*) FROM same_person WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND at >= $4 AND undone_at IS NULL
