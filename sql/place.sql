-- name: place_all
SELECT level, code, name, parent, province, valid_from, valid_to FROM place

-- name: place_update
UPDATE place SET name = $4, parent = $5, province = $6, valid_to = $7 WHERE level = $1 AND code = $2 AND valid_from = $3

-- name: place_on
SELECT level, code, name, parent, province, valid_from, valid_to FROM place
 WHERE level = $1 AND code = $2 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)
 ORDER BY valid_from DESC LIMIT 1

-- name: place_newest
SELECT level, code, name, parent, province, valid_from, valid_to FROM place
 WHERE level = $1 AND code = $2 ORDER BY valid_from DESC LIMIT 1

-- name: place_any
SELECT 1 FROM place LIMIT 1

-- name: place_change_all
SELECT old_code, new_code, kind FROM place_change

-- name: place_change_update
UPDATE place_change SET kind = $3 WHERE old_code = $1 AND new_code = $2

-- name: place_change_of
SELECT old_code, new_code, kind FROM place_change WHERE old_code = $1

-- What a person said an address of a record is since the reform; the code goes with its record to another school.
-- name: place_choose
INSERT INTO place_chosen (type, code, field, value, chosen_at, chosen_by) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (type, code, field) DO UPDATE SET value = excluded.value, chosen_at = excluded.chosen_at, chosen_by = excluded.chosen_by

-- name: place_chosen
SELECT 1 FROM place_chosen WHERE type = $1 AND code = $2 AND field = $3 AND value = $4
