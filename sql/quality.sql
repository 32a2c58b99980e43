-- The last count of a week stands, also where two were counting at once.
-- name: quality_week_keep
INSERT INTO quality_week (unit_id, week, counted_at, records, errors, warnings, notices, filled, due, identified, learners)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (unit_id, week) DO UPDATE SET counted_at = $3, records = $4, errors = $5, warnings = $6, notices = $7, filled = $8, due = $9, identified = $10, learners = $11
 WHERE quality_week.counted_at <= $3

-- name: quality_week_counted
SELECT counted_at FROM quality_week WHERE unit_id = $1 AND week = $2

-- The last count of a school year stands.
-- name: checklist_keep
INSERT INTO checklist_kept (unit_id, list, school_year, counted_at, people, complete) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (unit_id, list, school_year) DO UPDATE SET counted_at = $4, people = $5, complete = $6 WHERE checklist_kept.counted_at <= $4
