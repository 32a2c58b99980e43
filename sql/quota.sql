-- Counted before anything is looked up; who comes at the same moment waits for the row.  (Of duplicates, table duplicate_ask
-- held the counts before; a table that was declared once stays.)
-- name: quota_add
INSERT INTO quota (what, who, day, taken) VALUES ($1, $2, $3, $4)
ON CONFLICT (what, who, day) DO UPDATE SET taken = quota.taken + excluded.taken
RETURNING taken

-- name: quota_give_back
UPDATE quota SET taken = taken - $4 WHERE what = $1 AND who = $2 AND day = $3

-- name: quota_forget
DELETE FROM quota WHERE day < $1
