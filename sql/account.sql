-- Whose time is over is as disabled, since then: $2, or $3, is now.
-- name: account_by_name
SELECT id, role, unit_id, levels, password_hash, must_change, COALESCE(disabled_at, CASE WHEN ends_at <= $2 THEN ends_at END), issued_at,
       (SELECT count(*) FROM second_factor f WHERE f.account_id = account.id AND f.confirmed_at IS NOT NULL),
       (SELECT count(*) FROM passkey p WHERE p.account_id = account.id)
  FROM account WHERE name = $1

-- Whose one-time password still opens something.
-- name: account_unused
SELECT name FROM account WHERE must_change = TRUE AND disabled_at IS NULL AND used_at IS NULL AND (issued_at IS NULL OR issued_at >= $1) ORDER BY name

-- name: account_insert
INSERT INTO account (id, name, role, unit_id, levels, staff, password_hash, must_change, issued_at, created_at, created_by, disabled_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, TRUE, $8, $8, $9, NULL)

-- name: account_set_password
UPDATE account SET password_hash = $2, must_change = FALSE, issued_at = NULL, used_at = NULL, short_password = $3 WHERE id = $1

-- name: account_reset_password
UPDATE account SET password_hash = $2, must_change = TRUE, issued_at = $3, used_at = NULL WHERE id = $1 AND disabled_at IS NULL AND (ends_at IS NULL OR ends_at > $3) RETURNING id

-- Disabled ones too: whoever left has left the place taken.
-- name: account_of_role
SELECT count(*) FROM account WHERE unit_id = $1 AND role = $2

-- How many others can be used, and whether this one, $4, can.
-- name: account_open_of_role
SELECT count(CASE WHEN id <> $4 THEN 1 END), count(CASE WHEN id = $4 THEN 1 END)
  FROM account WHERE unit_id = $1 AND role = $2 AND disabled_at IS NULL AND (ends_at IS NULL OR ends_at > $3)

-- Once.
-- name: account_use_one_time
UPDATE account SET used_at = $2 WHERE id = $1 AND used_at IS NULL RETURNING id

-- name: account_set_disabled
UPDATE account SET disabled_at = CAST($2 AS BIGINT), ends_at = CASE WHEN CAST($2 AS BIGINT) IS NULL AND ends_at <= $3 THEN NULL ELSE ends_at END WHERE id = $1

-- Programs are looked at where they are.
-- name: account_set_reviewed
UPDATE account SET reviewed_at = $2 WHERE unit_id = $1 AND disabled_at IS NULL AND NOT EXISTS (SELECT 1 FROM client k WHERE k.account_id = account.id)

-- Of a unit and of those right below it.
-- name: account_count_due
SELECT count(*) FROM account a
 WHERE (a.unit_id = $1 OR a.unit_id IN (SELECT e.unit_id FROM unit_edge e WHERE e.parent_id = $1 AND e.valid_to IS NULL))
   AND a.id <> $2 AND coalesce(a.reviewed_at, a.created_at) < $3 AND a.disabled_at IS NULL AND (a.ends_at IS NULL OR a.ends_at > $4)
   AND NOT EXISTS (SELECT 1 FROM client k WHERE k.account_id = a.id)

-- name: account_set_end
UPDATE account SET ends_at = $2 WHERE id = $1

-- name: account_set_sections
UPDATE account SET sections = $2 WHERE id = $1

-- name: account_seen
UPDATE account SET seen_at = $2 WHERE id = $1

-- The right password was given.
-- name: account_signed_in
UPDATE account SET seen_at = $2, failures = NULL, failed_at = NULL WHERE id = $1

-- Also of a name that nobody has, so that it takes as long.
-- name: account_failed
UPDATE account SET failures = COALESCE(failures, 0) + 1, failed_at = $2 WHERE name = $1

-- name: account_failed_not
UPDATE account SET failures = failures - 1 WHERE id = $1 AND failures > 0

-- What there is, made where there is nothing, and held until the transaction ends.
-- name: login_failure_hold
INSERT INTO login_failure (name_hash, failures, failed_at) VALUES ($1, 0, 0)
ON CONFLICT (name_hash) DO UPDATE SET failures = login_failure.failures
RETURNING failures, failed_at

-- name: login_failure_set
UPDATE login_failure SET failures = $2, failed_at = $3 WHERE name_hash = $1

-- name: login_failure_delete
DELETE FROM login_failure WHERE name_hash = $1

-- name: login_failure_forget
DELETE FROM login_failure WHERE failed_at < $1

-- name: account_short_password
SELECT short_password FROM account WHERE id = $1

-- Of a session whether it is there; of a client nothing.
-- name: account_stands
SELECT COALESCE(a.disabled_at, CASE WHEN a.ends_at <= $3 THEN a.ends_at END), (SELECT count(*) FROM session s WHERE s.token_hash = $2) FROM account a WHERE a.id = $1

-- name: session_insert
INSERT INTO session (token_hash, account_id, csrf, created_at, seen_at, half) VALUES ($1, $2, $3, $4, $4, $5)

-- name: session_get @open
SELECT s.account_id, s.csrf, s.created_at, s.seen_at, a.name, a.role, a.unit_id, a.levels, a.must_change,
       COALESCE(a.disabled_at, CASE WHEN a.ends_at <= $2 THEN a.ends_at END),
       u.id, u.code, u.name, u.kind, u.province, u.status, u.path, u.levels, a.staff, s.half,
       (SELECT m.value FROM meta m WHERE m.name = 'second_step'),
       (SELECT count(*) FROM second_factor f WHERE f.account_id = a.id AND f.confirmed_at IS NOT NULL) +
       (SELECT count(*) FROM passkey p WHERE p.account_id = a.id),
       a.ends_at, a.sections,
       q.id, q.code, q.name, q.kind, q.province, q.status, q.path, q.levels, q.limited
  FROM session s JOIN account a ON a.id = s.account_id JOIN unit u ON u.id = a.unit_id LEFT JOIN unit q ON q.code = $3
 WHERE s.token_hash = $1

-- name: session_touch
UPDATE session SET seen_at = $2 WHERE token_hash = $1

-- name: session_delete
DELETE FROM session WHERE token_hash = $1

-- name: session_delete_others
DELETE FROM session WHERE account_id = $1 AND token_hash <> $2

-- name: session_delete_old
DELETE FROM session WHERE created_at < $1

-- name: sign_in_insert
INSERT INTO sign_in (id, at, account_id, address, port, session) VALUES ($1, $2, $3, $4, $5, $6)

-- name: sign_in_forget
DELETE FROM sign_in WHERE at < $1

-- $3: who was last seen before then had ended by itself.
-- name: sign_in_end
UPDATE sign_in SET ended_at = COALESCE((SELECT s.seen_at FROM session s WHERE s.token_hash = sign_in.session AND s.seen_at < $3), $2)
 WHERE session = $1 AND ended_at IS NULL

-- name: sign_in_end_others
UPDATE sign_in SET ended_at = COALESCE((SELECT s.seen_at FROM session s WHERE s.token_hash = sign_in.session AND s.seen_at < $4), $3)
 WHERE account_id = $1 AND session <> $2 AND ended_at IS NULL

-- name: sign_in_end_old
UPDATE sign_in SET ended_at = (SELECT s.seen_at FROM session s WHERE s.token_hash = sign_in.session)
 WHERE ended_at IS NULL AND session IN (SELECT token_hash FROM session WHERE created_at < $1)

-- name: sign_in_places
SELECT DISTINCT a.name, g.address FROM sign_in g JOIN account a ON a.id = g.account_id WHERE g.at >= $1 AND g.session IS NOT NULL

-- $3: of one account; '': of all.  $1 and $4: where the page before ended.
-- name: sign_in_page
SELECT g.id, g.at, a.name, g.address, g.port, g.session, g.ended_at FROM sign_in g LEFT JOIN account a ON a.id = g.account_id
 WHERE (g.at, g.id) > ($1, $4) AND g.at < $2 AND ($3 = '' OR a.name = $3) ORDER BY g.at, g.id LIMIT 1000

-- The newest first; $3 and $4: where the page before ended.  $5, $6: those that began, or were seen, before are over; $7: seen, of the roles
-- of administration, $8.
-- name: session_of_account
SELECT s.token_hash, a.name, a.role, s.created_at, s.seen_at, u.code, u.name, (SELECT min(g.address) FROM sign_in g WHERE g.session = s.token_hash)
  FROM session s JOIN account a ON a.id = s.account_id JOIN unit u ON u.id = a.unit_id
 WHERE a.id = $1 AND s.half IS NULL AND (s.created_at, s.token_hash) < ($3, $4)
   AND s.created_at >= $5 AND s.seen_at >= $6 AND (s.seen_at >= $7 OR $8 NOT LIKE '%,' || a.role || ',%')
 ORDER BY s.created_at DESC, s.token_hash DESC LIMIT $2

-- name: session_of_unit
SELECT s.token_hash, a.name, a.role, s.created_at, s.seen_at, u.code, u.name, (SELECT min(g.address) FROM sign_in g WHERE g.session = s.token_hash)
  FROM unit u JOIN account a ON a.unit_id = u.id AND a.disabled_at IS NULL JOIN session s ON s.account_id = a.id
 WHERE u.id = $1 AND s.half IS NULL AND (s.created_at, s.token_hash) < ($3, $4)
   AND s.created_at >= $5 AND s.seen_at >= $6 AND (s.seen_at >= $7 OR $8 NOT LIKE '%,' || a.role || ',%')
 ORDER BY s.created_at DESC, s.token_hash DESC LIMIT $2

-- name: session_whose
SELECT a.id, a.name, a.role, a.levels, a.unit_id, s.created_at, s.seen_at
  FROM session s JOIN account a ON a.id = s.account_id
 WHERE s.token_hash = $1

-- name: account_by_id
SELECT name, role, unit_id, levels, COALESCE(disabled_at, CASE WHEN ends_at <= $2 THEN ends_at END), staff, sections FROM account WHERE id = $1

-- A member of staff where they are now, and the later of two school years in which the unit has classes.
-- Who is or was of the staff of a school, by name.
-- name: account_holders
SELECT full_name, code, status FROM r_staff WHERE unit_id = $1 ORDER BY sort_key, id

-- name: account_staff
SELECT r.id, r.status, (SELECT max(k.school_year) FROM r_class k WHERE k.unit_id = $2 AND k.school_year IN ($3, $4) AND k.status = '01')
  FROM identifier i JOIN r_staff r ON r.unit_id = i.unit_id AND r.id = i.record_id
 WHERE i.scheme = 'person' AND i.value = $1 AND i.type = 'staff' AND i.unit_id = $2
