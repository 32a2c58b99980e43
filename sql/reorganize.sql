-- Classes of a school year and after it: in use, or with somebody in them.
-- name: reorganize_classes
SELECT k.id FROM r_class k
 WHERE k.unit_id = $1 AND k.school_year >= $2
   AND (k.status = '01' OR EXISTS (SELECT 1 FROM r_enrolment e WHERE e.unit_id = k.unit_id AND e.class_id = k.id
                                      AND e.status IN ('01', '02', '03', '06', '07', '10')))
 ORDER BY k.school_year, k.sort_key, k.id

-- name: reorganize_pupils
SELECT l.id, e.id, e.class_id, l.code FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id
 WHERE e.unit_id = $1 AND e.school_year >= $2 AND e.status IN ('01', '02', '03', '06', '07', '10') AND l.status = '01'
 ORDER BY l.id, e.school_year

-- name: reorganize_staff
SELECT id FROM r_staff WHERE unit_id = $1 AND status IN ('01', '04', '06', '07') ORDER BY id

-- name: reorganize_campuses
SELECT id FROM r_campus WHERE unit_id = $1 AND status = '01' ORDER BY id
