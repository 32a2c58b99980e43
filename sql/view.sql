-- name: view_forget
DELETE FROM person_view WHERE at < $1
