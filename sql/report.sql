-- name: report_of
SELECT r.unit_id, r.id, r.code, r.form, r.period, r.state, r.version, r.cells, r.hash, r.computed_at, r.submitted_at, r.decided_at, r.note,
       r.edition, r.basis, r.definition, d.definition, r.decided_unit, NULL, NULL
  FROM report r LEFT JOIN form_definition d ON d.digest = r.definition
 WHERE r.unit_id = $1 AND r.form = $2 AND r.period = $3

-- name: report_by_id
SELECT r.unit_id, r.id, r.code, r.form, r.period, r.state, r.version, r.cells, r.hash, r.computed_at, r.submitted_at, r.decided_at, r.note,
       r.edition, r.basis, r.definition, d.definition, r.decided_unit, NULL, NULL
  FROM report r LEFT JOIN form_definition d ON d.digest = r.definition
 WHERE r.unit_id = $1 AND r.id = $2

-- An edition that was accepted and reopened, in the columns of the two above.
-- name: report_edition_of
SELECT r.unit_id, r.id, r.code, r.form, r.period, 'accepted', r.version, e.cells, e.hash, e.computed_at, e.submitted_at, e.accepted_at, NULL,
       e.edition, e.basis, e.definition, d.definition, e.accepted_unit, e.reopened_at, e.reason
  FROM report r JOIN report_edition e ON e.unit_id = r.unit_id AND e.report_id = r.id
  LEFT JOIN form_definition d ON d.digest = e.definition
 WHERE r.unit_id = $1 AND r.id = $2 AND e.edition = $3

-- name: report_head
SELECT id, code, state, version, edition, submitted_at, decided_at FROM report WHERE unit_id = $1 AND form = $2 AND period = $3

-- name: report_insert
INSERT INTO report (unit_id, id, code, form, period, state, version, level, cells, hash, computed_at, computed_by, edition, basis, definition)
VALUES ($1, $2, $3, $4, $5, 'draft', 1, $6, $7, $8, $9, $10, 1, $11, $12)

-- name: report_recompute
UPDATE report SET state = 'draft', version = version + 1, cells = $3, hash = $4, computed_at = $5, computed_by = $6, basis = $7, definition = $8
 WHERE unit_id = $1 AND id = $2 AND state IN ('draft', 'returned')

-- name: report_submit
UPDATE report SET state = 'submitted', version = version + 1, submitted_at = $4, submitted_by = $5
 WHERE unit_id = $1 AND id = $2 AND version = $3 AND state IN ('draft', 'returned') RETURNING version

-- name: report_decide
UPDATE report SET state = $4, version = version + 1, decided_at = $5, decided_by = $6, note = $7, decided_unit = $8,
       returned_cells = CASE WHEN CAST($4 AS TEXT) = 'returned' THEN cells END
 WHERE unit_id = $1 AND id = $2 AND version = $3 AND state = 'submitted' RETURNING version

-- name: report_keep_edition
INSERT INTO report_edition (unit_id, report_id, edition, cells, basis, definition, hash, computed_at, computed_by, submitted_at, submitted_by,
                            accepted_at, accepted_by, accepted_unit, reopened_at, reopened_by, reason)
SELECT unit_id, id, COALESCE(edition, 1), cells, basis, definition, hash, computed_at, computed_by, submitted_at, submitted_by,
       decided_at, decided_by, decided_unit, CAST($4 AS BIGINT), CAST($5 AS BIGINT), CAST($6 AS TEXT)
  FROM report WHERE unit_id = $1 AND id = $2 AND version = $3 AND state = 'accepted'

-- name: report_reopen
UPDATE report SET state = 'returned', version = version + 1, edition = $4, hash = $5, decided_at = $6, decided_by = $7, decided_unit = $8, note = $9,
       returned_cells = cells
 WHERE unit_id = $1 AND id = $2 AND version = $3 AND state = 'accepted' RETURNING version

-- name: report_remark_insert
INSERT INTO report_remark (unit_id, report_id, version, row_code, column_letter, edition, note, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: report_remark_answer
UPDATE report_remark SET answered_at = $3 WHERE unit_id = $1 AND report_id = $2 AND answered_at IS NULL

-- Of the current edition what is not answered yet, of one that was reopened (at a time, not 0) all there was.
-- name: report_remarks
SELECT row_code, column_letter, note, made_at FROM report_remark
 WHERE unit_id = $1 AND report_id = $2 AND edition = $3 AND (CAST($4 AS BIGINT) <> 0 OR answered_at IS NULL)
 ORDER BY version, row_code, column_letter

-- The figures as they were given back, and how many remarks went with them: answered when the report was sent again.
-- name: report_came_back
SELECT r.returned_cells, (SELECT COUNT(*) FROM report_remark m WHERE m.unit_id = r.unit_id AND m.report_id = r.id AND m.answered_at = r.submitted_at)
  FROM report r WHERE r.unit_id = $1 AND r.id = $2 AND r.returned_cells IS NOT NULL

-- name: form_definition_get
SELECT definition FROM form_definition WHERE digest = $1

-- name: form_definition_insert
INSERT INTO form_definition (digest, form, definition) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING
