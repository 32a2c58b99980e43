-- Of what types the columns of a table are: a line each, "NAME TYPE".
-- name: bulk_types @postgres
SELECT coalesce((SELECT array_to_string(array_agg(attname || ' ' || format_type(atttypid, NULL) || chr(10)), '') FROM pg_attribute
                 WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped), '')
