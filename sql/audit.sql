-- name: audit_find
SELECT h.seq, k.verified_at, k.up_to, k.first_bad FROM unit_head h LEFT JOIN chain_check k ON k.unit_id = h.unit_id WHERE h.unit_id = $1

-- name: audit_keep
INSERT INTO chain_check (unit_id, verified_at, up_to, first_bad) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit_id) DO UPDATE SET verified_at = $2, up_to = $3, first_bad = $4

-- Chains that were not looked through since, the longest ago first.
-- name: audit_due
SELECT h.unit_id FROM unit_head h LEFT JOIN chain_check k ON k.unit_id = h.unit_id
 WHERE coalesce(k.verified_at, 0) < $1 ORDER BY coalesce(k.verified_at, 0), h.unit_id LIMIT 1000
