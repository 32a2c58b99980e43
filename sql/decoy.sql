-- name: decoy_insert
INSERT INTO decoy (unit_id, code, type, planted_at) VALUES ($1, $2, $3, $4)

-- name: decoy_all
SELECT d.type, d.code, u.code, u.name FROM decoy d JOIN unit u ON u.id = d.unit_id ORDER BY u.code, d.code
