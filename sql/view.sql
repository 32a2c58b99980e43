-- name: view_forget
DELETE FROM person_view WHERE at < $1

-- name: view_since
SELECT v.account_id, v.how, v.type, v.code, v.purpose, v.unit_id, CASE WHEN v.unit_id = a.unit_id THEN 1 ELSE 0 END, v.at
  FROM person_view v JOIN account a ON a.id = v.account_id WHERE v.at >= $1

-- Of accounts other than $3.
-- name: view_whole
SELECT count(*) FROM person_view WHERE unit_id = $1 AND at >= $2 AND how = 'whole' AND account_id <> $3
