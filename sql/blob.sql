-- name: blob_insert
INSERT INTO blob (id, unit_id, size, created_at) VALUES ($1, $2, NULL, $3)

-- name: blob_part_insert
INSERT INTO blob_part (blob_id, part, bytes, unit_id) VALUES ($1, $2, $3, $4)

-- Whole from here on.
-- name: blob_whole
UPDATE blob SET size = $2 WHERE id = $1 RETURNING id

-- name: blob_get
SELECT size FROM blob WHERE id = $1 AND size IS NOT NULL

-- name: blob_part_get
SELECT bytes FROM blob_part WHERE blob_id = $1 AND part = $2

-- Of which unit they are an older release did not say.
-- name: blob_part_begin
UPDATE blob_part SET unit_id = (SELECT b.unit_id FROM blob b WHERE b.id = blob_part.blob_id) WHERE unit_id IS NULL

-- name: blob_drop_parts
DELETE FROM blob_part WHERE blob_id = $1

-- name: blob_drop
DELETE FROM blob WHERE id = $1

-- name: blob_old
SELECT id FROM blob WHERE created_at < $1 ORDER BY created_at LIMIT 100

-- All, for whoever compares them with jobs.
-- name: blob_all
SELECT id, size, created_at, (SELECT count(*) FROM blob_part p WHERE p.blob_id = blob.id) FROM blob

-- When those who do jobs last went round: chains are looked through after old files are dropped.
-- name: blob_swept
SELECT coalesce(max(verified_at), 0) FROM chain_check

-- name: blob_loose_parts
SELECT count(DISTINCT blob_id) FROM blob_part p WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.id = p.blob_id)
