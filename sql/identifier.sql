-- name: identifier_get
SELECT unit_id, type, record_id FROM identifier WHERE scheme = $1 AND value = $2

-- A code that somebody goes by, here or at the Ministry.
-- name: identifier_taken
SELECT 1 FROM identifier WHERE value = $1 AND scheme IN ('person', 'moet')

-- name: identifier_insert
INSERT INTO identifier (scheme, value, unit_id, type, record_id) VALUES ($1, $2, $3, $4, $5)

-- name: identifier_point
UPDATE identifier SET unit_id = $3, type = $4, record_id = $5 WHERE scheme = $1 AND value = $2

-- name: identifier_release
DELETE FROM identifier WHERE scheme = $1 AND value = $2

-- What leads to a record beside its own code (identifier knows codes, not units).
-- name: other_code_list
SELECT scheme, value FROM other_code WHERE unit_id = $1 AND type = $2 AND record_id = $3 ORDER BY scheme, value

-- name: other_code_insert
INSERT INTO other_code (unit_id, type, record_id, scheme, value) VALUES ($1, $2, $3, $4, $5)

-- name: other_code_delete
DELETE FROM other_code WHERE unit_id = $1 AND type = $2 AND record_id = $3 AND scheme = $4 AND value = $5

-- Of a database of before: whose own code it is, is not among them.
-- name: other_code_begin
INSERT INTO other_code (unit_id, type, record_id, scheme, value)
SELECT i.unit_id, i.type, i.record_id, i.scheme, i.value FROM identifier i
 WHERE i.scheme <> 'client'
   AND NOT EXISTS (SELECT 1 FROM r_learner l WHERE i.scheme = 'person' AND i.type = 'learner' AND l.unit_id = i.unit_id AND l.id = i.record_id AND l.code = i.value)
   AND NOT EXISTS (SELECT 1 FROM r_staff s WHERE i.scheme = 'person' AND i.type = 'staff' AND s.unit_id = i.unit_id AND s.id = i.record_id AND s.code = i.value)

-- Records whose own code leads to another unit by now.
-- name: code_away_insert
INSERT INTO code_away (unit_id, type, record_id) VALUES ($1, $2, $3) ON CONFLICT (unit_id, type, record_id) DO NOTHING

-- name: code_away_delete
DELETE FROM code_away WHERE unit_id = $1 AND type = $2 AND record_id = $3

-- name: code_away_begin
INSERT INTO code_away (unit_id, type, record_id)
SELECT l.unit_id, 'learner', l.id FROM r_learner l JOIN identifier i ON i.scheme = 'person' AND i.value = l.code WHERE i.unit_id <> l.unit_id
UNION ALL
SELECT s.unit_id, 'staff', s.id FROM r_staff s JOIN identifier i ON i.scheme = 'person' AND i.value = s.code WHERE i.unit_id <> s.unit_id

-- A sender's own keys, which lead to records of the unit they were sent to.
-- name: client_key_move
UPDATE client_key SET record_id = $4 WHERE unit_id = $1 AND type = $2 AND record_id = $3 RETURNING value

-- name: client_key_point
UPDATE client_key SET record_id = $4 WHERE unit_id = $1 AND type = $2 AND value = $3

-- Of a database of before: they stood among the codes, after unit and type.
-- name: client_key_begin
INSERT INTO client_key (unit_id, type, value, record_id)
SELECT unit_id, type, substr(value, length(CAST(unit_id AS TEXT)) + length(type) + 3), record_id FROM identifier WHERE scheme = 'client'

-- name: client_key_begun
DELETE FROM identifier WHERE scheme = 'client'

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

-- name: same_person_insert
INSERT INTO same_person (unit_id, id, record_id, type, from_unit_id, from_id, at, account_id, note, undo, undone_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, NULL)

-- name: same_person_last
SELECT id, from_unit_id, from_id, undo FROM same_person
 WHERE unit_id = $1 AND record_id = $2 AND type = $3 AND undone_at IS NULL ORDER BY id DESC LIMIT 1

-- name: same_person_standing
SELECT undo FROM same_person WHERE unit_id = $1 AND record_id = $2 AND type = $3 AND undone_at IS NULL

-- Records of a unit that others were merged into.
-- name: same_person_of_unit
SELECT type, record_id FROM same_person WHERE unit_id = $1 AND undone_at IS NULL

-- name: same_person_undone
UPDATE same_person SET undone_at = $3 WHERE unit_id = $1 AND id = $2 AND undone_at IS NULL RETURNING id
