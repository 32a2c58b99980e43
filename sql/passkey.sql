-- name: passkey_challenge_forget
DELETE FROM passkey_challenge WHERE made_at < $1

-- The oldest of an address give way.
-- name: passkey_challenge_shed
DELETE FROM passkey_challenge WHERE bound_to = $1
   AND made_at < (SELECT made_at FROM passkey_challenge WHERE bound_to = $1 ORDER BY made_at DESC LIMIT 1 OFFSET $2)

-- name: passkey_challenge_insert
INSERT INTO passkey_challenge (challenge_hash, bound_to, handle, made_at) VALUES ($1, $2, $3, $4)

-- Good once.
-- name: passkey_challenge_take
DELETE FROM passkey_challenge WHERE challenge_hash = $1 AND bound_to = $2 AND made_at >= $3 RETURNING handle

-- name: passkey_of_account
SELECT id, name, credential, made_at, used_at, handle FROM passkey WHERE account_id = $1 ORDER BY made_at, id

-- name: passkey_insert
INSERT INTO passkey (id, account_id, name, host, handle, credential, public_key, algorithm, counter, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (credential) DO NOTHING RETURNING id

-- name: passkey_by_credential
SELECT p.id, p.account_id, p.host, p.handle, p.public_key, p.algorithm, p.counter, a.name,
       COALESCE(a.disabled_at, CASE WHEN a.ends_at <= $2 THEN a.ends_at END), a.unit_id
  FROM passkey p JOIN account a ON a.id = p.account_id WHERE p.credential = $1

-- A counter that does not go on is of a copy; authenticators without one say 0.
-- name: passkey_use
UPDATE passkey SET counter = $2, used_at = $3 WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING id

-- name: passkey_delete
DELETE FROM passkey WHERE id = $1 AND account_id = $2 RETURNING id

-- name: passkey_drop
DELETE FROM passkey WHERE account_id = $1
