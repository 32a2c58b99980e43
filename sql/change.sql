-- A head that somebody else has moved refuses: it may not be null.
-- name: chain_put
UPDATE unit_head SET next_id = CASE WHEN next_id = $5 AND seq = $6 THEN CAST($2 AS BIGINT) END, seq = $3, hash = $4 WHERE unit_id = $1

-- name: chain_head
SELECT seq, hash FROM unit_head WHERE unit_id = $1

-- Another one whenever anything was logged anywhere.
-- name: chain_mark
SELECT count(*), coalesce(CAST(sum(seq) AS BIGINT), 0), max(hash) FROM unit_head

-- name: change_insert
INSERT INTO change (unit_id, seq, at, account_id, purpose, source, type, record_id, code, version, event, before, after, prev_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)

-- name: change_of_record
SELECT g.seq, g.at, a.name, g.purpose, g.source, g.type, g.code, g.version, g.event, g.before, g.after, g.hash
  FROM change g LEFT JOIN account a ON a.id = g.account_id
 WHERE g.unit_id = $1 AND g.type = $2 AND g.record_id = $3
 ORDER BY g.seq

-- name: change_since
SELECT g.at, a.name, g.after
  FROM change g LEFT JOIN account a ON a.id = g.account_id
 WHERE g.unit_id = $1 AND g.type = $2 AND g.record_id = $3 AND g.version > $4
 ORDER BY g.seq

-- name: change_after
SELECT g.seq, g.at, a.name, g.purpose, g.source, g.type, g.code, g.version, g.event, g.before, g.after, g.hash
  FROM change g LEFT JOIN account a ON a.id = g.account_id
 WHERE g.unit_id = $1 AND g.seq > $2
 ORDER BY g.seq LIMIT $3

-- Backwards; what is null is not chosen by.
-- name: change_before
SELECT g.seq, g.at, a.name, g.purpose, g.source, g.type, g.code, g.version, g.event, g.before, g.after, g.hash, g.record_id
  FROM change g LEFT JOIN account a ON a.id = g.account_id
 WHERE g.unit_id = $1 AND g.seq < $2 AND g.at >= $4 AND g.at < $5 AND (CAST($6 AS TEXT) IS NULL OR g.type = $6)
   AND (CAST($7 AS TEXT) IS NULL OR g.code = $7) AND (CAST($8 AS TEXT) IS NULL OR a.name = $8)
   AND (CAST($9 AS TEXT) IS NULL OR $9 LIKE '%,' || g.type || ',%')
 ORDER BY g.seq DESC LIMIT $3

-- name: change_chain
SELECT seq, at, account_id, purpose, source, type, record_id, code, version, event, before, after, prev_hash, hash
  FROM change WHERE unit_id = $1 AND seq > $2 ORDER BY seq LIMIT 1000

-- Of records of a type, by their numbers: all that was logged of each.
-- name: change_of_type
SELECT record_id, version, event, after, code FROM change
 WHERE unit_id = $1 AND type = $2 AND record_id > $3 AND record_id <= $4
 ORDER BY record_id, version, seq

-- The version a record had when another was made.
-- name: change_version_before
SELECT max(g.version) FROM change g
 WHERE g.unit_id = $1 AND g.type = $2 AND g.record_id = $3
   AND g.seq < (SELECT min(e.seq) FROM change e WHERE e.unit_id = $1 AND e.type = $4 AND e.record_id = $5)

-- The same by an entry of the unit's log.
-- name: change_version_until
SELECT max(version) FROM change WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND seq <= $4

-- What was written between two entries of a unit's log.
-- name: change_span
SELECT type, record_id, version, event FROM change WHERE unit_id = $1 AND seq > $2 AND seq <= $3 ORDER BY seq

-- Of how many records of each type a unit's log tells since an entry.
-- name: change_count_since
SELECT type, count(DISTINCT record_id) FROM change WHERE unit_id = $1 AND seq > $2 GROUP BY type ORDER BY type

-- name: change_files
SELECT brief FROM job WHERE id = $1
