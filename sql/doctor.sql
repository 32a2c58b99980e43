-- name: doctor_engine @sqlite
SELECT sqlite_version()

-- name: doctor_engine @postgres
SELECT current_setting('server_version')

-- Settings without which what was answered "done" may be lost.
-- name: doctor_settings @sqlite
SELECT 'journal_mode', journal_mode, 'wal' FROM pragma_journal_mode

-- name: doctor_settings @postgres
SELECT name, setting, 'on' FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name

-- name: doctor_size @sqlite
SELECT page_count * page_size FROM pragma_page_count, pragma_page_size

-- name: doctor_size @postgres
SELECT pg_database_size(current_database())

-- What the engine itself finds damaged: PostgreSQL counts pages whose checksum was wrong when they were read.
-- name: doctor_damage @sqlite
SELECT quick_check FROM pragma_quick_check(1) WHERE quick_check <> 'ok'

-- name: doctor_damage @postgres
SELECT datname FROM pg_stat_database WHERE datname = current_database() AND coalesce(checksum_failures, 0) > 0

-- Somebody must be able to issue accounts.
-- name: doctor_administrators
SELECT count(*) FROM account WHERE role = 'system_admin' AND disabled_at IS NULL

-- Tables, indexes and triggers.
-- name: schema_names @sqlite
SELECT name FROM sqlite_master WHERE name IS NOT NULL

-- name: schema_names @postgres
SELECT CAST(relname AS TEXT) FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
UNION ALL SELECT CAST(tgname AS TEXT) FROM pg_trigger
