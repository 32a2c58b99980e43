-- name: regulation_insert
INSERT INTO regulation (unit_id, id, code, title, text, replaces, version, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- replaced_by: the version that took its place.
-- name: regulation_get
SELECT r.unit_id, r.id, r.code, r.title, r.version, r.made_at, m.name, u.code, u.name, u.path,
       (SELECT n.code FROM regulation n WHERE n.unit_id = r.unit_id AND n.replaces = r.id), s.seen_at, r.text
  FROM regulation r JOIN unit u ON u.id = r.unit_id LEFT JOIN account m ON m.id = r.made_by
  LEFT JOIN regulation_seen s ON s.unit_id = r.unit_id AND s.regulation_id = r.id AND s.account_id = $3
 WHERE r.unit_id = $1 AND r.id = $2

-- In force under this name, besides the one that is replaced.
-- name: regulation_in_force
SELECT r.code FROM regulation r
 WHERE r.unit_id = $1 AND r.title = $2 AND r.id <> $3
   AND NOT EXISTS (SELECT 1 FROM regulation n WHERE n.unit_id = r.unit_id AND n.replaces = r.id)

-- Once: who has acknowledged it is not asked again.
-- name: regulation_seen_put
INSERT INTO regulation_seen (unit_id, regulation_id, account_id, seen_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (unit_id, regulation_id, account_id) DO NOTHING
