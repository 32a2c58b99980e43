-- name: unit_get
SELECT id, code, name, kind, province, status, path, levels FROM unit WHERE id = $1

-- name: unit_by_code
SELECT id, code, name, kind, province, status, path, levels FROM unit WHERE code = $1

-- name: unit_next_id
SELECT COALESCE(max(id), 0) + 1 FROM unit

-- name: unit_insert
INSERT INTO unit (id, code, name, kind, province, status, path, search_key, created_at, levels)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)

-- name: unit_head_insert
INSERT INTO unit_head (unit_id, next_id, seq, hash) VALUES ($1, 1, 0, $2)

-- name: unit_rename
UPDATE unit SET name = $2, search_key = $3, status = $4, province = $5, levels = $6 WHERE id = $1

-- name: unit_edge_insert
INSERT INTO unit_edge (unit_id, parent_id, valid_from, valid_to) VALUES ($1, $2, $3, NULL)

-- name: unit_edge_close
UPDATE unit_edge SET valid_to = $3 WHERE unit_id = $1 AND valid_to IS NULL AND valid_from < $2

-- name: unit_edge_current
SELECT parent_id, valid_from FROM unit_edge WHERE unit_id = $1 AND valid_to IS NULL

-- name: unit_edge_replace
UPDATE unit_edge SET parent_id = $2 WHERE unit_id = $1 AND valid_from = $3 AND valid_to IS NULL

-- name: unit_set_path
UPDATE unit SET path = $2 WHERE id = $1

-- name: unit_below
SELECT id, path FROM unit WHERE path >= $1 AND path < $2

-- name: unit_children
SELECT u.id, u.code, u.name, u.kind, u.province, u.status, u.path, u.levels
  FROM unit u JOIN unit_edge e ON e.unit_id = u.id AND e.valid_to IS NULL
 WHERE e.parent_id = $1
 ORDER BY u.code

-- All units below one by the tree of a day, that one included.
-- name: unit_tree_on
WITH RECURSIVE below (id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION
  SELECT e.unit_id FROM unit_edge e JOIN below b ON e.parent_id = b.id
   WHERE e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2))
SELECT u.id, u.code, u.kind, u.path, u.levels FROM below b JOIN unit u ON u.id = b.id ORDER BY u.code

-- name: unit_all
SELECT id, code, name, kind, province, status, path, levels FROM unit ORDER BY path
