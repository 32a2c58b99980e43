-- name: rollover_classes
SELECT id FROM r_class WHERE unit_id = $1 AND school_year = $2 AND status = '01' ORDER BY sort_key, id

-- Who is in school, by class and name; here: enrolled for the next year;
-- rolled: by a run that stands, unless whom it let go is back; went_to: grade, and age group, of that year;
-- admission: as the run's enrolment of that year has it.  The year is hidden from the planner: few rows have one learner, many have one year.
-- name: rollover_pupils
SELECT e.class_id, e.id, e.promotion, l.id, l.code, l.version, l.status,
       (SELECT count(*) FROM r_enrolment n WHERE n.unit_id = e.unit_id AND n.learner_id = e.learner_id AND n.school_year + 0 = $3
           AND n.status <> '99') AS here,
       (SELECT count(*) FROM rollover_item t JOIN rollover v ON v.unit_id = t.unit_id AND v.id = t.rollover_id
         WHERE t.unit_id = l.unit_id AND t.type = 'learner' AND t.record_id = l.id AND l.status <> '01' AND v.school_year = $2 AND v.undone_at IS NULL AND t.undone_at IS NULL)
     + (SELECT count(*) FROM r_enrolment n JOIN rollover_item t ON t.unit_id = n.unit_id AND t.type = 'enrolment' AND t.record_id = n.id
         WHERE n.unit_id = e.unit_id AND n.learner_id = e.learner_id AND n.school_year + 0 = $3 AND n.status <> '99') AS rolled,
       (SELECT max(k.grade || COALESCE('/' || k.age_group, '')) FROM r_enrolment n JOIN r_class k ON k.unit_id = n.unit_id AND k.id = n.class_id
         WHERE n.unit_id = e.unit_id AND n.learner_id = e.learner_id AND n.school_year + 0 = $3 AND n.status <> '99') AS went_to,
       (SELECT max(n.admission) FROM r_enrolment n JOIN rollover_item t ON t.unit_id = n.unit_id AND t.type = 'enrolment' AND t.record_id = n.id
         WHERE n.unit_id = e.unit_id AND n.learner_id = e.learner_id AND n.school_year + 0 = $3 AND n.status <> '99') AS admission
  FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id
 WHERE e.unit_id = $1 AND e.school_year = $2 AND e.status IN ('01', '02', '03', '06', '07', '10')
 ORDER BY e.class_id, l.sort_key, e.id

-- name: rollover_enrolled
SELECT 1 FROM r_enrolment WHERE unit_id = $1 AND learner_id = $2 AND school_year + 0 = $3 AND status <> '99' LIMIT 1

-- Who is present in the next year by a run that stands, and of this year no more: they left or dropped out, told late.
-- name: rollover_left
SELECT l.code, e.code FROM rollover v JOIN rollover_item t ON t.unit_id = v.unit_id AND t.rollover_id = v.id
  JOIN r_enrolment e ON e.unit_id = t.unit_id AND e.id = t.record_id
  JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id
 WHERE v.unit_id = $1 AND v.school_year = $2 AND v.undone_at IS NULL AND t.type = 'enrolment' AND t.undone_at IS NULL
   AND e.status IN ('01', '02', '03', '06', '07', '10')
   AND EXISTS (SELECT 1 FROM r_enrolment one WHERE one.unit_id = e.unit_id AND one.learner_id = e.learner_id AND one.school_year + 0 = $2
                  AND one.status <> '99')
   AND NOT EXISTS (SELECT 1 FROM r_enrolment one WHERE one.unit_id = e.unit_id AND one.learner_id = e.learner_id AND one.school_year + 0 = $2
                      AND one.status IN ('01', '02', '03', '06', '07', '10'))
 ORDER BY l.sort_key, e.id

-- name: rollover_insert
INSERT INTO rollover (unit_id, id, code, school_year, plan, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: rollover_by_id
SELECT r.id, r.code, r.school_year, r.plan, r.made_at, m.name, r.undone_at, d.name,
       (SELECT count(*) FROM rollover_item i WHERE i.unit_id = r.unit_id AND i.rollover_id = r.id),
       (SELECT count(*) FROM rollover_item i WHERE i.unit_id = r.unit_id AND i.rollover_id = r.id AND i.undone_at IS NOT NULL)
  FROM rollover r LEFT JOIN account m ON m.id = r.made_by LEFT JOIN account d ON d.id = r.undone_by
 WHERE r.unit_id = $1 AND r.id = $2

-- name: rollover_list
SELECT r.id, r.code, r.school_year, r.plan, r.made_at, m.name, r.undone_at, d.name,
       (SELECT count(*) FROM rollover_item i WHERE i.unit_id = r.unit_id AND i.rollover_id = r.id),
       (SELECT count(*) FROM rollover_item i WHERE i.unit_id = r.unit_id AND i.rollover_id = r.id AND i.undone_at IS NOT NULL)
  FROM rollover r LEFT JOIN account m ON m.id = r.made_by LEFT JOIN account d ON d.id = r.undone_by
 WHERE r.unit_id = $1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3

-- Of the enrolments a run made: whose learner went on from there, with what: a later enrolment, or a later run that let them go.
-- name: rollover_later
SELECT e.id, n.code FROM rollover_item i JOIN r_enrolment e ON e.unit_id = i.unit_id AND e.id = i.record_id
  JOIN r_enrolment n ON n.unit_id = e.unit_id AND n.learner_id = e.learner_id AND n.school_year > e.school_year AND n.status <> '99'
 WHERE i.unit_id = $1 AND i.rollover_id = $2 AND i.type = 'enrolment' AND i.undone_at IS NULL
UNION ALL
SELECT e.id, v.code FROM rollover_item i JOIN r_enrolment e ON e.unit_id = i.unit_id AND e.id = i.record_id
  JOIN rollover_item n ON n.unit_id = e.unit_id AND n.type = 'learner' AND n.record_id = e.learner_id AND n.undone_at IS NULL
  JOIN rollover v ON v.unit_id = n.unit_id AND v.id = n.rollover_id AND v.undone_at IS NULL AND v.school_year >= e.school_year
 WHERE i.unit_id = $1 AND i.rollover_id = $2 AND i.type = 'enrolment' AND i.undone_at IS NULL

-- Of what a run made or let go: whose learner went to another school since.  reorganized: schools were split or merged, which
-- is so when the last transfer of whoever is gone led here, or there was none; else by the transfer.
-- name: rollover_away
SELECT i.record_id,
       CASE WHEN l.status = '04' AND COALESCE((SELECT max(t.decided_at) FROM transfer t WHERE t.unit_id = l.unit_id AND t.person = l.code
                                                  AND t.state IN ('done', 'released')), -1)
                                   < COALESCE((SELECT max(t.decided_at) FROM transfer t WHERE t.to_unit_id = l.unit_id AND t.person = l.code
                                                  AND t.state IN ('done', 'released')), 0) THEN 1 ELSE 0 END AS reorganized,
       (SELECT t.code FROM transfer t WHERE t.unit_id = l.unit_id AND t.person = l.code AND t.state IN ('done', 'released')
           AND t.decided_at >= v.made_at ORDER BY t.decided_at DESC, t.id DESC LIMIT 1) AS by_transfer
  FROM rollover v JOIN rollover_item i ON i.unit_id = v.unit_id AND i.rollover_id = v.id
  LEFT JOIN r_enrolment e ON i.type = 'enrolment' AND e.unit_id = i.unit_id AND e.id = i.record_id
  JOIN r_learner l ON l.unit_id = i.unit_id AND l.id = CASE i.type WHEN 'learner' THEN i.record_id ELSE e.learner_id END
 WHERE v.unit_id = $1 AND v.id = $2 AND i.type = $3 AND i.undone_at IS NULL

-- name: rollover_undone
UPDATE rollover SET undone_at = $3, undone_by = $4 WHERE unit_id = $1 AND id = $2
