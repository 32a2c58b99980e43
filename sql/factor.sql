-- name: factor_get
SELECT secret, confirmed_at, last_step, codes FROM second_factor WHERE account_id = $1

-- One that is confirmed stays.
-- name: factor_make
INSERT INTO second_factor (account_id, secret, made_at) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET secret = $2, made_at = $3 WHERE second_factor.confirmed_at IS NULL
RETURNING account_id

-- name: factor_confirm
UPDATE second_factor SET confirmed_at = $2, last_step = $3, codes = $4 WHERE account_id = $1 AND confirmed_at IS NULL RETURNING account_id

-- No code opens twice.
-- name: factor_use_step
UPDATE second_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2 RETURNING account_id

-- name: factor_use_code
UPDATE second_factor SET codes = $3 WHERE account_id = $1 AND codes = $2 RETURNING account_id

-- name: factor_drop
DELETE FROM second_factor WHERE account_id = $1
