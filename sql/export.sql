-- name: export_insert
INSERT INTO export (unit_id, id, code, sheet, school_year, asks, is_empty, purpose, persons, state, asked_at, asked_account,
                    decided_at, decided_account, reason, job, done_at, fetched, fetched_at, class, taken)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL, NULL, NULL, $13, NULL, 0, NULL, $14, $15)

-- name: export_by_id
SELECT e.unit_id, e.id, e.code, e.sheet, e.school_year, e.asks, e.is_empty, e.purpose, e.persons, e.state, e.asked_at, e.asked_account,
       a.name, e.decided_at, d.name, e.reason, e.job, e.done_at, e.fetched, e.fetched_at, e.class, e.taken
  FROM export e LEFT JOIN account a ON a.id = e.asked_account LEFT JOIN account d ON d.id = e.decided_account
 WHERE e.unit_id = $1 AND e.id = $2

-- The latest first, from an id down; asked by one account, or (-1) by any.
-- name: export_list
SELECT e.unit_id, e.id, e.code, e.sheet, e.school_year, e.asks, e.is_empty, e.purpose, e.persons, e.state, e.asked_at, e.asked_account,
       a.name, e.decided_at, d.name, e.reason, e.job, e.done_at, e.fetched, e.fetched_at, e.class, e.taken
  FROM export e LEFT JOIN account a ON a.id = e.asked_account LEFT JOIN account d ON d.id = e.decided_account
 WHERE e.unit_id = $1 AND e.id < $2 AND ($3 = -1 OR e.asked_account = $3)
 ORDER BY e.id DESC LIMIT $4

-- name: export_decide
UPDATE export SET state = $3, decided_at = $4, decided_account = $5, reason = $6, job = $7
 WHERE unit_id = $1 AND id = $2 AND state = 'waiting_approval' RETURNING code

-- name: export_done
UPDATE export SET state = 'done', persons = $3, done_at = $4 WHERE unit_id = $1 AND id = $2

-- Written since a moment, and never fetched.
-- name: export_ready_count
SELECT count(*) FROM export WHERE unit_id = $1 AND asked_account = $2 AND state = 'done' AND fetched = 0 AND done_at >= $3

-- name: export_fetched
UPDATE export SET fetched = fetched + 1, fetched_at = $3 WHERE unit_id = $1 AND id = $2

-- Of an account since $2, but of the file that $3 to $6 are about.
-- name: export_taken
SELECT coalesce(CAST(sum(persons) AS BIGINT), 0)
  FROM (SELECT max(persons) AS persons FROM export
         WHERE asked_account = $1 AND asked_at >= $2 AND NOT is_empty AND decided_account IS NULL AND state NOT IN ('waiting_approval', 'refused', 'failed', 'cancelled')
           AND NOT (unit_id = $3 AND sheet = $4 AND school_year = $5 AND coalesce(class, '') = $6)
         GROUP BY unit_id, sheet, school_year, class) files
