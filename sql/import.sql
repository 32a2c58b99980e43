-- name: import_next_id
SELECT next_id FROM unit_head WHERE unit_id = $1
