-- The lower of the two comes first.
-- name: duplicate_decide
INSERT INTO duplicate_decision (a_unit_id, a_id, b_unit_id, b_id, decision, note, decided_by, decided_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (a_unit_id, a_id, b_unit_id, b_id)
DO UPDATE SET decision = excluded.decision, note = excluded.note, decided_by = excluded.decided_by, decided_at = excluded.decided_at

-- name: duplicate_decisions
SELECT b_unit_id, b_id, decision FROM duplicate_decision WHERE a_unit_id = $1 AND a_id = $2
UNION ALL
SELECT a_unit_id, a_id, decision FROM duplicate_decision WHERE b_unit_id = $1 AND b_id = $2
