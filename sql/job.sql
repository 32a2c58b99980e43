-- name: job_insert
INSERT INTO job (id, unit_id, account_id, kind, state, phase, done, total, input, result, created_at, changed_at, cancel)
VALUES ($1, $2, $3, $4, 'queued', NULL, 0, 0, $5, NULL, $6, $6, FALSE)

-- name: job_get
SELECT j.id, j.unit_id, j.account_id, j.kind, j.state, j.phase, j.done, j.total, j.input, j.result, j.created_at, j.changed_at
  FROM job j WHERE j.id = $1

-- name: job_next
SELECT id FROM job WHERE state = 'queued' ORDER BY created_at, id LIMIT 1

-- name: job_start
UPDATE job SET state = 'running', changed_at = $2 WHERE id = $1 AND state = 'queued' RETURNING id

-- name: job_finish
UPDATE job SET state = $2, phase = NULL, done = $3, total = $4, result = $5, changed_at = $6 WHERE id = $1

-- name: job_cancel_queued
UPDATE job SET state = 'cancelled', changed_at = $2 WHERE id = $1 AND state = 'queued' RETURNING id

-- What was running when the process died is done again: every kind of job can be repeated.
-- name: job_requeue
UPDATE job SET state = 'queued' WHERE state = 'running'
