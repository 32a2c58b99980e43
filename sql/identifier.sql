-- name: identifier_get
SELECT unit_id, type, record_id FROM identifier WHERE scheme = $1 AND value = $2

-- name: identifier_insert
INSERT INTO identifier (scheme, value, unit_id, type, record_id) VALUES ($1, $2, $3, $4, $5)

-- name: identifier_range
SELECT value FROM identifier WHERE scheme = $1 AND value >= $2 AND value <= $3

-- name: code_block_take
UPDATE code_block SET next = next + $3 WHERE unit_id = $1 AND scheme = $2 AND next + $3 <= until RETURNING next

-- name: code_block_put
INSERT INTO code_block (unit_id, scheme, next, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit_id, scheme) DO UPDATE SET next = excluded.next, until = excluded.until

-- name: code_counter_take
INSERT INTO code_counter (scheme, prefix, next) VALUES ($1, $2, $3 + 1)
ON CONFLICT (scheme, prefix) DO UPDATE SET next = code_counter.next + $3 RETURNING next
