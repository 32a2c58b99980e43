-- Until the running transaction ends no statement is too slow.
-- name: backup_no_hurry @sqlite
SELECT 1

-- name: backup_no_hurry @postgres
SELECT set_config('statement_timeout', '0', true)

-- What there is in the database, ours or not.
-- name: backup_objects @sqlite
SELECT count(*) FROM sqlite_master

-- name: backup_objects @postgres
SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()

-- name: backup_chains
SELECT count(*), coalesce(CAST(sum(seq) AS BIGINT), 0) FROM unit_head
