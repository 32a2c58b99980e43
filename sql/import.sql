-- name: import_next_id
SELECT next_id FROM unit_head WHERE unit_id = $1

-- name: import_next_unit
SELECT next FROM code_counter WHERE scheme = 'unit' AND prefix = ''

-- name: import_batch_insert
INSERT INTO import_batch (unit_id, id, sheet, school_year, account_id, made_at, after_seq, undone_at, undone_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, NULL)
ON CONFLICT (unit_id, id) DO NOTHING

-- name: import_batch_get
SELECT sheet, school_year, made_at, after_seq, undone_at, created, enrolled, moved, changed, classes_created FROM import_batch WHERE unit_id = $1 AND id = $2

-- Those of a job that wrote something, in the order of writing.
-- name: import_batch_of_job
SELECT id, undone_at FROM import_batch
 WHERE unit_id = $1 AND id >= $2 || '-' AND id < $2 || '.' AND (created IS NULL OR created + enrolled + moved + changed + classes_created > 0)
 ORDER BY made_at, after_seq, id

-- What a part of it wrote; an import that was cut off goes on, and tells all of it.
-- name: import_batch_count
UPDATE import_batch SET created = COALESCE(created, 0) + $3, enrolled = COALESCE(enrolled, 0) + $4, moved = COALESCE(moved, 0) + $5,
       changed = COALESCE(changed, 0) + $6, classes_created = COALESCE(classes_created, 0) + $7
 WHERE unit_id = $1 AND id = $2

-- name: import_batch_undone
UPDATE import_batch SET undone_at = $3, undone_by = $4 WHERE unit_id = $1 AND id = $2 AND undone_at IS NULL RETURNING id

-- name: import_batch_changes
SELECT seq, type, record_id, code, version, event, before FROM change
 WHERE unit_id = $1 AND seq > $2 AND source = $3 ORDER BY seq

-- The same of institutions, each in the log of its own unit.
-- name: import_batch_units
SELECT g.unit_id, g.seq, g.record_id, g.code, g.version, g.event, g.before
  FROM r_school s JOIN change g ON g.unit_id = s.unit_id AND g.type = 'school' AND g.record_id = s.id
 WHERE g.source = $1 ORDER BY g.unit_id, g.seq

-- name: import_moet
SELECT record_id, value FROM other_code WHERE unit_id = $1 AND type = $2 AND scheme IN ('moet', 'temporary') ORDER BY record_id, scheme, value

-- name: sheet_mapping_list
SELECT title, title_key, field FROM sheet_mapping WHERE unit_id = $1 AND sheet = $2 ORDER BY title_key

-- name: sheet_mapping_put
INSERT INTO sheet_mapping (unit_id, sheet, title_key, title, field, account_id, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (unit_id, sheet, title_key) DO UPDATE SET title = excluded.title, field = excluded.field,
 account_id = excluded.account_id, changed_at = excluded.changed_at
