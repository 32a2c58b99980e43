-- name: identifier_get
SELECT unit_id, type, record_id FROM identifier WHERE scheme = $1 AND value = $2

-- A code that somebody goes by, here or at the Ministry.
-- name: identifier_taken
SELECT 1 FROM identifier WHERE value = $1 AND scheme IN ('person', 'moet')

-- name: identifier_insert
INSERT INTO identifier (scheme, value, unit_id, type, record_id) VALUES ($1, $2, $3, $4, $5)

-- name: identifier_range
SELECT value FROM identifier WHERE scheme = $1 AND value >= $2 AND value <= $3

-- name: code_block_take
UPDATE code_block SET next = next + $3 WHERE unit_id = $1 AND scheme = $2 AND next + $3 <= until RETURNING next

-- name: code_block_put
INSERT INTO code_block (unit_id, scheme, next, until) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit_id, scheme) DO UPDATE SET next = excluded.next, until = excluded.until

-- name: code_counter_take
INSERT INTO code_counter (scheme, prefix, next) VALUES ($1, $2, $3 + 1)
ON CONFLICT (scheme, prefix) DO UPDATE SET next = code_counter.next + $3 RETURNING next

-- Numbers of units and accounts that were given before there was a counter.
-- name: code_counter_begin_units
INSERT INTO code_counter (scheme, prefix, next) SELECT 'unit', '', COALESCE(max(id), 0) + 1 FROM unit WHERE TRUE
ON CONFLICT (scheme, prefix) DO NOTHING

-- name: code_counter_begin_accounts
INSERT INTO code_counter (scheme, prefix, next) SELECT 'account', '', COALESCE(max(id), 0) + 1 FROM account WHERE TRUE
ON CONFLICT (scheme, prefix) DO NOTHING

-- Counters of units and accounts whose next number is taken; scheme, next number, the highest there is.
-- name: code_counter_low
SELECT scheme, next, highest FROM (
  SELECT k.scheme, k.next, CASE k.scheme WHEN 'unit' THEN (SELECT max(id) FROM unit) ELSE (SELECT max(id) FROM account) END AS highest
    FROM code_counter k WHERE k.scheme IN ('unit', 'account') AND k.prefix = '') AS each
 WHERE highest >= next ORDER BY scheme

-- name: code_counter_count
SELECT (SELECT count(*) FROM unit_head) + (SELECT count(*) FROM code_counter WHERE scheme IN ('unit', 'account'))

-- What a person is known by goes along; a sender's own keys stay with the unit they were sent to.
-- name: identifier_move
UPDATE identifier SET unit_id = $4, record_id = $5 WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND scheme <> 'client'

-- name: identifier_of_record
SELECT scheme, value FROM identifier WHERE unit_id = $1 AND type = $2 AND record_id = $3 ORDER BY scheme, value

-- name: identifier_point
UPDATE identifier SET unit_id = $3, record_id = $4 WHERE scheme = $1 AND value = $2

-- name: same_person_insert
INSERT INTO same_person (unit_id, id, record_id, type, from_unit_id, from_id, at, account_id, note, undo, undone_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)

-- name: same_person_last
SELECT id, from_unit_id, from_id, undo FROM same_person
 WHERE unit_id = $1 AND record_id = $2 AND type = $3 AND undone_at IS NULL ORDER BY id DESC LIMIT 1

-- Records of a unit that others were merged into.
-- name: same_person_of_unit
SELECT type, record_id FROM same_person WHERE unit_id = $1 AND undone_at IS NULL

-- name: same_person_undone
UPDATE same_person SET undone_at = $3 WHERE unit_id = $1 AND id = $2 AND undone_at IS NULL RETURNING id
