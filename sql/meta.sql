-- name: meta_get
SELECT value FROM meta WHERE name = $1

-- name: meta_put
INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- Is there Citus, which keeps here where tables are?
-- name: spread_citus @sqlite
SELECT 0

-- name: spread_citus @postgres
SELECT CASE WHEN to_regclass('pg_dist_partition') IS NULL THEN 0 ELSE 1 END

-- name: meta_exists @sqlite
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'

-- name: meta_exists @postgres
SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'meta'
