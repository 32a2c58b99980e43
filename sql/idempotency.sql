-- name: idempotency_get
SELECT request_hash, status, body FROM idempotency WHERE account_id = $1 AND request_key = $2

-- name: idempotency_put
INSERT INTO idempotency (account_id, request_key, request_hash, at, status, body, unit_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (account_id, request_key) DO NOTHING

-- No row: it is claimed already, and answered, since this waits for whoever did.
-- name: idempotency_claim
INSERT INTO idempotency (account_id, request_key, request_hash, at, status, body, unit_id) VALUES ($1, $2, $3, $4, 0, '', $5)
ON CONFLICT (account_id, request_key) DO NOTHING RETURNING request_key

-- name: idempotency_answer
UPDATE idempotency SET status = $3, body = $4 WHERE account_id = $1 AND request_key = $2

-- Of which unit they are an older release did not say.
-- name: idempotency_begin
UPDATE idempotency SET unit_id = (SELECT a.unit_id FROM account a WHERE a.id = idempotency.account_id) WHERE unit_id IS NULL

-- name: idempotency_forget
DELETE FROM idempotency WHERE at < $1
