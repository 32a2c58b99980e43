-- name: idempotency_get
SELECT request_hash, status, body FROM idempotency WHERE account_id = $1 AND request_key = $2

-- name: idempotency_put
INSERT INTO idempotency (account_id, request_key, request_hash, at, status, body) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account_id, request_key) DO NOTHING

-- No row: it is claimed already, and answered, since this waits for whoever did.
-- name: idempotency_claim
INSERT INTO idempotency (account_id, request_key, request_hash, at, status, body) VALUES ($1, $2, $3, $4, 0, '')
ON CONFLICT (account_id, request_key) DO NOTHING RETURNING request_key

-- name: idempotency_answer
UPDATE idempotency SET status = $3, body = $4 WHERE account_id = $1 AND request_key = $2

-- name: idempotency_forget
DELETE FROM idempotency WHERE at < $1
