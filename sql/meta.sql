-- name: meta_get
SELECT value FROM meta WHERE name = $1

-- name: meta_put
INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- name: meta_exists @sqlite
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'

-- name: meta_exists @postgres
SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'meta'
