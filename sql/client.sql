-- name: client_insert
INSERT INTO client (account_id, secret_hash, scopes, fields, addresses, a_day, token_at) VALUES ($1, $2, $3, $4, $5, $6, NULL)

-- name: client_by_name
SELECT a.id, a.role, a.levels, a.disabled_at, c.secret_hash, c.scopes, c.addresses, c.a_day, a.unit_id
  FROM account a JOIN client c ON c.account_id = a.id
 WHERE a.name = $1

-- name: client_set_token_at
UPDATE client SET token_at = $2 WHERE account_id = $1

-- name: client_token_insert
INSERT INTO client_token (token_hash, account_id, scopes, created_at) VALUES ($1, $2, $3, $4)

-- name: client_token_delete_old
DELETE FROM client_token WHERE created_at < $1

-- name: client_token_delete_all
DELETE FROM client_token WHERE account_id = $1

-- name: client_token_get @open
SELECT t.created_at, t.scopes, a.id, a.name, a.role, a.levels, a.disabled_at, c.fields, c.addresses, c.a_day,
       u.id, u.code, u.name, u.kind, u.province, u.status, u.path, u.levels, u.limited
  FROM client_token t JOIN client c ON c.account_id = t.account_id JOIN account a ON a.id = t.account_id JOIN unit u ON u.id = a.unit_id
 WHERE t.token_hash = $1
