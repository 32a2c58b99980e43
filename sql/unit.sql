-- name: unit_get
SELECT id, code, name, kind, province, status, path, levels, limited FROM unit WHERE id = $1

-- name: unit_by_code
SELECT id, code, name, kind, province, status, path, levels, limited FROM unit WHERE code = $1

-- name: unit_commune
SELECT commune FROM r_school WHERE unit_id = $1

-- name: unit_years
SELECT DISTINCT school_year FROM r_class WHERE unit_id = $1 AND status NOT IN ('03', '06') ORDER BY school_year

-- Has any unit below a class of this year?
-- name: unit_year_below
SELECT CAST(count(*) AS BIGINT) FROM (SELECT 1 AS one FROM unit u JOIN r_class c ON c.unit_id = u.id AND c.school_year = $3 AND c.status NOT IN ('03', '06')
 WHERE u.path >= $1 AND u.path < $2 LIMIT 1) AS any_class

-- How many units below have a class of one of these years; of very many below, one in $5 is asked.
-- name: unit_year_schools
SELECT CAST(count(DISTINCT c.unit_id) AS BIGINT) FROM unit u JOIN r_class c ON c.unit_id = u.id AND c.school_year BETWEEN $3 AND $4 AND c.status NOT IN ('03', '06')
 WHERE u.path >= $1 AND u.path < $2 AND u.id % $5 = 0

-- name: unit_below_count
SELECT CAST(count(*) AS BIGINT) FROM unit u WHERE u.path >= $1 AND u.path < $2

-- name: unit_insert
INSERT INTO unit (id, code, name, kind, province, status, path, search_key, created_at, levels, limited)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)

-- name: unit_head_insert
INSERT INTO unit_head (unit_id, next_id, seq, hash) VALUES ($1, 1, 0, $2)

-- name: unit_rename
UPDATE unit SET name = $2, search_key = $3, status = $4, province = $5, levels = $6, limited = $7 WHERE id = $1

-- name: unit_edge_insert
INSERT INTO unit_edge (unit_id, parent_id, valid_from, valid_to) VALUES ($1, $2, $3, NULL)

-- name: unit_edge_close
UPDATE unit_edge SET valid_to = $3 WHERE unit_id = $1 AND valid_to IS NULL AND valid_from < $2

-- name: unit_edge_current
SELECT parent_id, valid_from FROM unit_edge WHERE unit_id = $1 AND valid_to IS NULL ORDER BY valid_from DESC

-- An edge that reaches into a later one, or ends before it begins, ends where the next begins.
-- name: unit_edge_mend
UPDATE unit_edge SET valid_to = (SELECT min(n.valid_from) FROM unit_edge n WHERE n.unit_id = unit_edge.unit_id AND n.valid_from > unit_edge.valid_from)
 WHERE unit_id = $1 AND EXISTS (SELECT 1 FROM unit_edge n WHERE n.unit_id = unit_edge.unit_id AND n.valid_from > unit_edge.valid_from
   AND (unit_edge.valid_to IS NULL OR unit_edge.valid_to <= unit_edge.valid_from OR unit_edge.valid_to > n.valid_from))

-- Where a unit stood before a day, the last first.
-- name: unit_edge_before
SELECT parent_id FROM unit_edge WHERE unit_id = $1 AND valid_from < $2 ORDER BY valid_from DESC

-- name: unit_edge_last
SELECT parent_id, valid_from, valid_to FROM unit_edge WHERE unit_id = $1 ORDER BY valid_from DESC LIMIT 1

-- name: unit_edge_reopen
UPDATE unit_edge SET valid_to = NULL WHERE unit_id = $1 AND valid_from = $2

-- name: unit_closed_from
SELECT before FROM change WHERE unit_id = $1 AND type = 'unit' AND event = 'CLOSE' ORDER BY seq DESC LIMIT 1

-- name: unit_edge_replace
UPDATE unit_edge SET parent_id = $2 WHERE unit_id = $1 AND valid_from = $3 AND valid_to IS NULL

-- name: unit_set_path
UPDATE unit SET path = $2 WHERE id = $1

-- name: unit_below
SELECT id, path FROM unit WHERE path >= $1 AND path < $2

-- name: unit_children
SELECT u.id, u.code, u.name, u.kind, u.province, u.status, u.path, u.levels, u.limited
  FROM unit u JOIN unit_edge e ON e.unit_id = u.id AND e.valid_to IS NULL
 WHERE e.parent_id = $1
 ORDER BY u.code

-- The same by the tree of a day, as they were called and stood on it.  An office that was there was at work.
-- name: unit_children_on
SELECT u.id, u.code,
       coalesce((SELECT l.old_name FROM unit_lineage l WHERE l.unit_id = u.id AND l.kind = 'renamed' AND l.happened_on > $2
                                 ORDER BY l.happened_on, l.id LIMIT 1), u.name),
       u.kind, u.province,
       coalesce((SELECT s.status_before FROM status_change s WHERE s.unit_id = u.id AND s.type = 'school' AND s.day > $2 AND s.status_before IS NOT NULL
                ORDER BY s.day, s.id LIMIT 1),
                CASE WHEN EXISTS (SELECT 1 FROM r_school k WHERE k.unit_id = u.id) THEN u.status ELSE '01' END),
       u.path, u.levels, u.limited
  FROM unit u JOIN unit_edge e ON e.unit_id = u.id AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2)
 WHERE e.parent_id = $1
 ORDER BY u.code

-- How one was called and stood on a day, and under whom; none where it had no place in the tree.
-- name: unit_on
SELECT coalesce((SELECT l.old_name FROM unit_lineage l WHERE l.unit_id = u.id AND l.kind = 'renamed' AND l.happened_on > $2
                                 ORDER BY l.happened_on, l.id LIMIT 1), u.name),
       coalesce((SELECT s.status_before FROM status_change s WHERE s.unit_id = u.id AND s.type = 'school' AND s.day > $2 AND s.status_before IS NOT NULL
                ORDER BY s.day, s.id LIMIT 1),
                CASE WHEN EXISTS (SELECT 1 FROM r_school k WHERE k.unit_id = u.id) OR e.parent_id IS NULL THEN u.status ELSE '01' END),
       e.parent_id
  FROM unit u LEFT JOIN unit_edge e ON e.unit_id = u.id AND e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2)
 WHERE u.id = $1

-- All units below one by the tree of a day, that one included.
-- name: unit_tree_on
WITH RECURSIVE below (id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION
  SELECT e.unit_id FROM unit_edge e JOIN below b ON e.parent_id = b.id
   WHERE e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2))
SELECT u.id, u.code, u.kind, u.path, u.levels, u.limited FROM below b JOIN unit u ON u.id = b.id ORDER BY u.code

-- A page of the same, of one kind ('' for all), after a code.
-- name: unit_within_on
WITH RECURSIVE below (id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION
  SELECT e.unit_id FROM unit_edge e JOIN below b ON e.parent_id = b.id
   WHERE e.valid_from <= $2 AND (e.valid_to IS NULL OR e.valid_to > $2))
SELECT u.id, u.code, u.name, u.kind, u.province, u.status, u.path, u.levels, u.limited
  FROM below b JOIN unit u ON u.id = b.id
 WHERE u.code > $4 AND ($3 = '' OR u.kind = $3) ORDER BY u.code LIMIT $5

-- name: unit_all
SELECT id, code, name, kind, province, status, path, levels, limited FROM unit ORDER BY path

-- name: unit_tree_all
SELECT u.id, u.code, u.path, u.status, e.parent_id, e.valid_from, e.valid_to, u.kind, p.code
  FROM unit u LEFT JOIN unit_edge e ON e.unit_id = u.id LEFT JOIN unit p ON p.id = e.parent_id
 ORDER BY u.id, e.valid_from

-- Who stood under a unit for longer than that stood anywhere.
-- name: unit_tree_beyond
SELECT DISTINCT u.code, p.code
  FROM unit_edge e JOIN unit u ON u.id = e.unit_id JOIN unit p ON p.id = e.parent_id
  JOIN (SELECT unit_id, max(valid_to) AS until FROM unit_edge GROUP BY unit_id HAVING count(*) = count(valid_to)) ended ON ended.unit_id = e.parent_id
 WHERE e.valid_to > ended.until
 ORDER BY u.code

-- name: unit_edge_end
UPDATE unit_edge SET valid_to = $2 WHERE unit_id = $1 AND valid_to IS NULL AND valid_from < $2 RETURNING parent_id

-- name: unit_set_status
UPDATE unit SET status = $2 WHERE id = $1

-- Who is in school in a school year or after it, who works there, what is managed, who is on the way from or to there.
-- name: unit_presence
SELECT (SELECT count(*) FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id
         WHERE e.unit_id = $1 AND e.school_year >= $2 AND e.status IN ('01', '02', '03', '06', '07', '10') AND l.status = '01'),
       (SELECT count(*) FROM r_staff s WHERE s.unit_id = $1 AND s.status IN ('01', '04', '06', '07')),
       (SELECT count(*) FROM unit_edge x WHERE x.parent_id = $1 AND x.valid_to IS NULL),
       (SELECT count(*) FROM transfer t WHERE (t.unit_id = $1 OR t.to_unit_id = $1) AND t.state = 'open')

-- Learners in use whom no enrolment of a school year or after it tells of, by their last year (0: never enrolled) in which they were in school.
-- name: unit_unsettled
SELECT coalesce(y.last, 0) AS year, count(*), min(l.code)
  FROM r_learner l LEFT JOIN (SELECT learner_id, max(school_year) AS last FROM r_enrolment WHERE unit_id = $1 AND status <> '99'
                               GROUP BY learner_id) y ON y.learner_id = l.id
 WHERE l.unit_id = $1 AND l.status = '01' AND (y.last IS NULL OR y.last < $2)
   AND (y.last IS NULL OR EXISTS (SELECT 1 FROM r_enrolment e WHERE e.unit_id = $1 AND e.learner_id = l.id AND e.school_year = y.last
                                     AND e.status IN ('01', '02', '03', '06', '07', '10')))
 GROUP BY coalesce(y.last, 0) ORDER BY 1

-- The last day something happened to people of a unit, or something stood below it.
-- name: unit_last_event
SELECT max(day) FROM (
  SELECT max(event_date) AS day FROM r_enrolment_event WHERE unit_id = $1 AND status = '01'
  UNION ALL SELECT max(event_date) FROM r_staff_event WHERE unit_id = $1 AND status = '01'
  UNION ALL SELECT max(valid_to) FROM unit_edge WHERE parent_id = $1) AS happened

-- name: lineage_insert
INSERT INTO unit_lineage (unit_id, id, to_id, kind, happened_on, decision, old_name, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- What became of it, what it came from, below whom it stood until it was moved and below whom since.
-- name: lineage_of
SELECT l.kind, l.happened_on, l.decision, l.old_name, l.unit_id, f.code, f.name, t.code, t.name, l.id
  FROM unit_lineage l JOIN unit f ON f.id = l.unit_id LEFT JOIN unit t ON t.id = l.to_id
 WHERE l.unit_id = $1 OR l.to_id = $1
UNION ALL
SELECT 'moved', e.valid_to, NULL, p.name, p.id, p.code, p.name, q.code, q.name, 0
  FROM unit_edge e JOIN unit_edge n ON n.unit_id = e.unit_id AND n.valid_from = e.valid_to AND n.parent_id <> e.parent_id JOIN unit p ON p.id = e.parent_id
  JOIN unit q ON q.id = n.parent_id
 WHERE e.unit_id = $1
 ORDER BY 2, 5, 10

-- name: unit_names
SELECT id, name, search_key FROM unit WHERE id > $1 ORDER BY id LIMIT $2

-- name: unit_fold
UPDATE unit SET search_key = $2 WHERE id = $1

-- Of what grades, and of what levels, classes and rooms are in use from a school year on.
-- name: unit_class_grades
SELECT grade, count(*) FROM r_class WHERE unit_id = $1 AND school_year >= $2 AND status = '01' GROUP BY grade ORDER BY grade

-- name: unit_room_levels
SELECT level, count(*) FROM r_room WHERE unit_id = $1 AND school_year >= $2 AND status = '01' GROUP BY level ORDER BY level

-- What hangs on a unit and those below it.
-- name: unit_touched
SELECT (SELECT count(*) FROM unit u WHERE u.path >= $1 AND u.path < $2),
       (SELECT count(*) FROM r_learner l JOIN unit u ON u.id = l.unit_id WHERE u.path >= $1 AND u.path < $2 AND l.status = '01'),
       (SELECT count(*) FROM r_staff s JOIN unit u ON u.id = s.unit_id WHERE u.path >= $1 AND u.path < $2 AND s.status IN ('01', '04', '06', '07')),
       (SELECT count(*) FROM account a JOIN unit u ON u.id = a.unit_id WHERE u.path >= $1 AND u.path < $2 AND a.disabled_at IS NULL),
       (SELECT count(*) FROM report r JOIN unit u ON u.id = r.unit_id WHERE u.path >= $1 AND u.path < $2 AND r.state <> 'accepted')
