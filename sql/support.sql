-- name: support_insert
INSERT INTO support_request (unit_id, id, code, page, text, state, made_at, made_by) VALUES ($1, $2, $3, $4, $5, 'open', $6, $7)

-- name: support_get
SELECT r.unit_id, r.id, r.code, r.page, r.text, r.state, r.made_at, r.made_by, r.answer, r.answered_at, r.seen_at, m.name, a.name, u.code, u.name, u.path, u.levels, u.limited
  FROM support_request r JOIN unit u ON u.id = r.unit_id LEFT JOIN account m ON m.id = r.made_by LEFT JOIN account a ON a.id = r.answered_by
 WHERE r.unit_id = $1 AND r.id = $2

-- Whoever answers holds the unit and has looked: nobody was first.
-- name: support_answer
UPDATE support_request SET state = 'answered', answer = $3, answered_at = $4, answered_by = $5 WHERE unit_id = $1 AND id = $2

-- name: support_seen
UPDATE support_request SET seen_at = $3 WHERE unit_id = $1 AND id = $2

-- name: support_unseen
SELECT count(*) FROM support_request WHERE made_by = $1 AND state = 'answered' AND seen_at IS NULL
