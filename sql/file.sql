-- The same bytes of the same unit are one row.
-- name: file_put
INSERT INTO file (unit_id, digest, media_type, size, bytes, created_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (unit_id, digest) DO NOTHING

-- name: file_get
SELECT media_type, bytes FROM file WHERE unit_id = $1 AND digest = $2

-- name: file_size
SELECT size FROM file WHERE unit_id = $1 AND digest = $2

-- name: file_carry
INSERT INTO file (unit_id, digest, media_type, size, bytes, created_at, created_by)
SELECT CAST($3 AS BIGINT), digest, media_type, size, bytes, created_at, created_by FROM file WHERE unit_id = $1 AND digest = $2
ON CONFLICT (unit_id, digest) DO NOTHING
