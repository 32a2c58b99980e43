-- name: report_of
SELECT r.unit_id, r.id, r.code, r.form, r.period, r.state, r.version, r.cells, r.hash, r.computed_at, r.submitted_at, r.decided_at, r.note
  FROM report r WHERE r.unit_id = $1 AND r.form = $2 AND r.period = $3

-- name: report_by_id
SELECT r.unit_id, r.id, r.code, r.form, r.period, r.state, r.version, r.cells, r.hash, r.computed_at, r.submitted_at, r.decided_at, r.note
  FROM report r WHERE r.unit_id = $1 AND r.id = $2

-- name: report_insert
INSERT INTO report (unit_id, id, code, form, period, state, version, level, cells, hash, computed_at, computed_by)
VALUES ($1, $2, $3, $4, $5, 'draft', 1, $6, $7, $8, $9, $10)

-- name: report_recompute
UPDATE report SET state = 'draft', version = version + 1, cells = $3, hash = $4, computed_at = $5, computed_by = $6
 WHERE unit_id = $1 AND id = $2 AND state IN ('draft', 'returned')

-- name: report_submit
UPDATE report SET state = 'submitted', version = version + 1, submitted_at = $4, submitted_by = $5
 WHERE unit_id = $1 AND id = $2 AND version = $3 AND state IN ('draft', 'returned') RETURNING version

-- name: report_decide
UPDATE report SET state = $4, version = version + 1, decided_at = $5, decided_by = $6, note = $7
 WHERE unit_id = $1 AND id = $2 AND version = $3 AND state = 'submitted' RETURNING version

-- name: report_list
SELECT r.code, r.form, r.period, r.state, r.version, r.computed_at, r.submitted_at, r.decided_at, r.note, u.code, u.name, u.path, u.levels
  FROM report r JOIN unit u ON u.id = r.unit_id
 WHERE u.path >= $1 AND u.path < $2 AND (CAST($3 AS TEXT) IS NULL OR r.form = $3) AND (CAST($4 AS TEXT) IS NULL OR r.period = $4)
 ORDER BY u.path, r.form, r.period LIMIT 1000

-- name: report_sources
SELECT r.unit_id, r.cells FROM report r JOIN unit u ON u.id = r.unit_id
 WHERE r.form = $1 AND r.period = $2 AND r.state = 'accepted' AND u.kind = $3

-- name: report_frozen_units
SELECT unit_id, id, state FROM report WHERE form = $1 AND period = $2
