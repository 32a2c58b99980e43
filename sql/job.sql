-- name: job_insert
INSERT INTO job (id, unit_id, account_id, kind, lane, state, phase, done, total, input, school_year, result, created_at, changed_at, run_after,
                 attempts, cancel)
VALUES ($1, $2, $3, $4, $5, 'queued', NULL, 0, 0, $6, $7, NULL, $8, $8, $8, 0, FALSE)

-- name: job_get
SELECT j.id, j.unit_id, j.account_id, j.kind, j.state, j.phase, j.done, j.total, j.input, j.result, j.created_at, j.changed_at, j.lane, j.started_at,
       j.attempts, j.files, j.cancel, a.name, j.school_year, j.brief,
       (SELECT count(*) FROM import_batch b WHERE b.unit_id = j.unit_id AND b.id >= j.id || '-' AND b.id < j.id || '.' AND b.undone_at IS NOT NULL),
       j.began, j.writer,
       (SELECT COALESCE(CAST(sum(b.created + b.enrolled + b.moved + b.changed) AS BIGINT), 0) FROM import_batch b
         WHERE b.unit_id = j.unit_id AND b.id >= j.id || '-' AND b.id < j.id || '.')
  FROM job j LEFT JOIN account a ON a.id = j.account_id WHERE j.id = $1

-- The latest first, down from a moment and an id; kind and state '', year 0, unit -1: any.  Results, which may be long, are not among it.
-- name: job_list_own
SELECT j.id, j.unit_id, j.account_id, j.kind, j.state, j.phase, j.done, j.total, j.input, CAST(NULL AS TEXT), j.created_at, j.changed_at, j.lane,
       j.started_at, j.attempts, j.files, j.cancel, a.name, j.school_year, j.brief,
       (SELECT count(*) FROM import_batch b WHERE b.unit_id = j.unit_id AND b.id >= j.id || '-' AND b.id < j.id || '.' AND b.undone_at IS NOT NULL),
       j.began, j.writer,
       (SELECT COALESCE(CAST(sum(b.created + b.enrolled + b.moved + b.changed) AS BIGINT), 0) FROM import_batch b
         WHERE b.unit_id = j.unit_id AND b.id >= j.id || '-' AND b.id < j.id || '.')
  FROM job j LEFT JOIN account a ON a.id = j.account_id
 WHERE j.account_id = $1 AND ($2 = -1 OR j.unit_id = $2)
   AND ($3 = '' OR j.kind = $3) AND ($4 = '' OR j.state = $4) AND ($5 = 0 OR j.school_year = $5)
   AND (j.created_at < $6 OR (j.created_at = $6 AND j.id < $7))
 ORDER BY j.created_at DESC, j.id DESC LIMIT $8

-- Of a unit: one's own, and those of others as far as they are shown (1).
-- name: job_list_unit
SELECT j.id, j.unit_id, j.account_id, j.kind, j.state, j.phase, j.done, j.total, j.input, CAST(NULL AS TEXT), j.created_at, j.changed_at, j.lane,
       j.started_at, j.attempts, j.files, j.cancel, a.name, j.school_year, j.brief,
       (SELECT count(*) FROM import_batch b WHERE b.unit_id = j.unit_id AND b.id >= j.id || '-' AND b.id < j.id || '.' AND b.undone_at IS NOT NULL),
       j.began, j.writer,
       (SELECT COALESCE(CAST(sum(b.created + b.enrolled + b.moved + b.changed) AS BIGINT), 0) FROM import_batch b
         WHERE b.unit_id = j.unit_id AND b.id >= j.id || '-' AND b.id < j.id || '.')
  FROM job j LEFT JOIN account a ON a.id = j.account_id
 WHERE j.unit_id = $2 AND (j.account_id = $1 OR ($9 = 1 AND j.kind <> 'export') OR ($10 = 1 AND j.kind = 'export'))
   AND ($3 = '' OR j.kind = $3) AND ($4 = '' OR j.state = $4) AND ($5 = 0 OR j.school_year = $5)
   AND (j.created_at < $6 OR (j.created_at = $6 AND j.id < $7))
 ORDER BY j.created_at DESC, j.id DESC LIMIT $8

-- name: job_waiting_count
SELECT count(*) FROM job WHERE account_id = $1 AND state = 'queued'

-- Is there anything to take?  Costs no writer's turn.
-- name: job_waits
SELECT 1 FROM job WHERE lane = $1 AND ((state = 'queued' AND run_after <= $2) OR (state = 'running' AND lease_until < $2)) LIMIT 1

-- Whose turn it is (domain/job/queue.h).  busy: what runs now; turn: everybody who waits, with how much of theirs runs and when something of
-- theirs was last begun.
-- name: job_take @sqlite
UPDATE job SET state = 'running', owner = $1, lease_until = $2, attempts = attempts + 1, started_at = $3, changed_at = $3, began = done
 WHERE id = (
  WITH busy AS (SELECT unit_id, account_id FROM job WHERE state = 'running' AND lease_until >= $3),
       turn AS MATERIALIZED (
        SELECT w.unit_id, w.account_id,
               (SELECT count(*) FROM busy b WHERE b.unit_id = w.unit_id) AS of_unit,
               COALESCE((SELECT max(s.started_at) FROM job s WHERE s.unit_id = w.unit_id), 0) AS unit_began,
               (SELECT count(*) FROM busy b WHERE b.account_id = w.account_id) AS of_account,
               COALESCE((SELECT max(s.started_at) FROM job s WHERE s.account_id = w.account_id), 0) AS account_began
          FROM job w
         WHERE w.lane = $4 AND ((w.state = 'queued' AND w.run_after <= $3) OR (w.state = 'running' AND w.lease_until < $3))
         GROUP BY w.unit_id, w.account_id)
  SELECT j.id FROM turn t JOIN job j ON j.unit_id = t.unit_id AND j.account_id = t.account_id
   WHERE j.lane = $4 AND ((j.state = 'queued' AND j.run_after <= $3) OR (j.state = 'running' AND j.lease_until < $3))
   ORDER BY t.of_unit, t.unit_began, t.of_account, t.account_began, j.created_at, j.id LIMIT 1)
RETURNING id

-- name: job_take @postgres
UPDATE job SET state = 'running', owner = $1, lease_until = $2, attempts = attempts + 1, started_at = $3, changed_at = $3, began = done
 WHERE id = (
  WITH busy AS (SELECT unit_id, account_id FROM job WHERE state = 'running' AND lease_until >= $3),
       turn AS MATERIALIZED (
        SELECT w.unit_id, w.account_id,
               (SELECT count(*) FROM busy b WHERE b.unit_id = w.unit_id) AS of_unit,
               COALESCE((SELECT max(s.started_at) FROM job s WHERE s.unit_id = w.unit_id), 0) AS unit_began,
               (SELECT count(*) FROM busy b WHERE b.account_id = w.account_id) AS of_account,
               COALESCE((SELECT max(s.started_at) FROM job s WHERE s.account_id = w.account_id), 0) AS account_began
          FROM job w
         WHERE w.lane = $4 AND ((w.state = 'queued' AND w.run_after <= $3) OR (w.state = 'running' AND w.lease_until < $3))
         GROUP BY w.unit_id, w.account_id)
  SELECT j.id FROM turn t JOIN job j ON j.unit_id = t.unit_id AND j.account_id = t.account_id
   WHERE j.lane = $4 AND ((j.state = 'queued' AND j.run_after <= $3) OR (j.state = 'running' AND j.lease_until < $3))
   ORDER BY t.of_unit, t.unit_began, t.of_account, t.account_began, j.created_at, j.id LIMIT 1
     FOR UPDATE OF j SKIP LOCKED)
RETURNING id

-- What was done before it was cut off stays told until more is.
-- name: job_renew
UPDATE job SET lease_until = $3, done = CASE WHEN $4 > done THEN $4 ELSE done END, total = CASE WHEN $5 > total THEN $5 ELSE total END, changed_at = $6
 WHERE id = $1 AND owner = $2 AND state = 'running' RETURNING cancel

-- Inside the transaction that writes something of the job's: only its owner's is committed.
-- name: job_hold
UPDATE job SET done = CASE WHEN $3 > done THEN $3 ELSE done END, total = CASE WHEN $4 > total THEN $4 ELSE total END, changed_at = $5
 WHERE id = $1 AND owner = $2 AND state = 'running' RETURNING id

-- name: job_finish
UPDATE job SET state = $3, done = $4, total = $5, result = $6, brief = $7, files = $8, changed_at = $9, owner = NULL, lease_until = NULL
 WHERE id = $1 AND owner = $2 AND state = 'running' RETURNING id

-- Given back by an owner that ends, which is nobody's failure, or to be tried again later.
-- name: job_give_back
UPDATE job SET state = 'queued', owner = NULL, lease_until = NULL, attempts = attempts - $3, run_after = $4
 WHERE id = $1 AND owner = $2 AND state = 'running' RETURNING id

-- name: job_cancel
UPDATE job SET cancel = TRUE, state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END, changed_at = $2
 WHERE id = $1 AND state IN ('queued', 'running') RETURNING id

-- What another process of an SQLite file left: it has ended, or this one could not write.
-- name: job_requeue
UPDATE job SET state = 'queued', owner = NULL, lease_until = NULL WHERE state = 'running'

-- The job that writes what a trial showed, or has written it.
-- name: job_writer
SELECT w.id, w.state FROM job t JOIN job w ON w.id = t.writer WHERE t.id = $1 AND w.state NOT IN ('failed', 'cancelled')

-- name: job_set_writer
UPDATE job SET writer = $2 WHERE id = $1

-- The job that is taking back what this one wrote.
-- name: job_undoer
SELECT u.id FROM job j JOIN job u ON u.id = j.undo_job WHERE j.id = $1 AND u.state IN ('queued', 'running')

-- name: job_set_undoer
UPDATE job SET undo_job = $2 WHERE id = $1

-- A trial once more, as if it were new, with other answers.
-- name: job_again
UPDATE job SET state = 'queued', input = $2, result = NULL, brief = NULL, files = NULL, writer = NULL, done = 0, total = 0, began = 0, attempts = 0, cancel = FALSE,
       started_at = NULL, run_after = $3, changed_at = $3
 WHERE id = $1 AND state IN ('done', 'failed', 'cancelled') RETURNING id

-- name: job_set_input
UPDATE job SET input = $2 WHERE id = $1

-- Jobs of a release that knew no owners.
-- name: job_begin
UPDATE job SET lane = CASE kind WHEN 'export' THEN 'export' ELSE 'import' END, attempts = 0, run_after = created_at, started_at = NULL,
       state = CASE WHEN state = 'running' THEN 'queued' ELSE state END
 WHERE lane IS NULL

-- name: job_counts
SELECT lane, count(CASE WHEN state = 'queued' THEN 1 END), count(CASE WHEN state = 'running' THEN 1 END), min(CASE WHEN state = 'queued' THEN created_at END)
  FROM job WHERE state IN ('queued', 'running') GROUP BY lane

-- How many of the same account wait before it, itself among them.
-- name: job_place_own
SELECT count(*) FROM job WHERE lane = $1 AND state = 'queued' AND account_id = $2 AND (created_at < $3 OR (created_at = $3 AND id <= $4))

-- As many of each other account's come before it at the most.
-- name: job_place_others
SELECT COALESCE(CAST(sum(CASE WHEN n < $3 THEN n ELSE $3 END) AS BIGINT), 0)
  FROM (SELECT count(*) AS n FROM job WHERE lane = $1 AND state = 'queued' AND account_id <> $2 GROUP BY account_id) AS other

-- Those that may have files, by id: what is not ended, and what was asked for or done since.
-- name: job_files
SELECT j.id, coalesce(u.code, '?'), j.state, j.started_at, j.input, j.files FROM job j LEFT JOIN unit u ON u.id = j.unit_id
 WHERE j.id > $1 AND (j.state IN ('queued', 'running') OR j.changed_at >= $2) ORDER BY j.id LIMIT $3
