-- The ids of units whose fenced rows are hidden from the connection, to its end or until it is said anew (src/db/postgres_fence.c).
-- name: fence_say @postgres
SELECT set_config('khue.hidden', $1, FALSE)

-- All there are but those within a path, of levels; $4: and of no limited information, but the first of the path.
-- name: fence_say_within @postgres
SELECT set_config('khue.hidden', CAST(int8multirange(int8range(NULL, (SELECT max(id) FROM unit), '[]')) - coalesce((
    SELECT range_agg(int8range(id, id, '[]')) FROM unit WHERE path >= $1 AND path < $2
       AND (limited IS NULL OR path = $1 OR CAST($4 AS BOOLEAN) IS NULL)
       AND (levels IS NULL OR CAST($3 AS TEXT) IS NULL OR string_to_array(replace(levels, ' ', ''), ',') && string_to_array(replace($3, ' ', ''), ','))),
    int8multirange()) AS TEXT), FALSE)

-- The tables that have the policy, and whether it holds, for their owner too.
-- name: fence_there @postgres
SELECT CAST(k.relname AS TEXT), k.relrowsecurity AND k.relforcerowsecurity FROM pg_class k JOIN pg_policy p ON p.polrelid = k.oid
WHERE k.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND p.polname = $1

-- Whether a fence holds for the role, and whether what it keeps may be looked for by the index of words.
-- name: fence_role @postgres
SELECT r.rolsuper OR r.rolbypassrls, CAST(current_user AS TEXT), CAST(current_database() AS TEXT),
       (SELECT bool_and(proleakproof) FROM pg_proc WHERE oid IN (to_regprocedure('arrayoverlap(anyarray, anyarray)'), to_regprocedure('string_to_array(text, text)')))
FROM pg_roles r WHERE r.rolname = current_user
