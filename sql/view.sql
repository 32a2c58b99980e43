-- name: view_forget
DELETE FROM person_view WHERE at < $1

-- name: view_since
SELECT account_id, how, type, code, purpose, unit_id FROM person_view WHERE at >= $1
