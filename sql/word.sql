-- A word stands here once for each unit whose records brought it at the same moment as those of another.
-- name: word_like
SELECT DISTINCT word FROM word WHERE word LIKE $1 ESCAPE '\' ORDER BY word LIMIT $2
