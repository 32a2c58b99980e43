/* province.h - the small tree that most tests start from.
 *
 *     BGDDT ─┬─ 19 ─┬─ P172 ─┬─ 19172401 (primary, public)
 *            │      │        └─ 19172402 (primary, private)
 *            │      └─ 19000501 (lower secondary)
 *            └─ 01 ─── 01001401 (primary, public)                            */
#ifndef PROVINCE_H
#define PROVINCE_H

#include "store/write.h"
#include "test.h"

void province_make(struct ctx *);

/* Act as: an account of a role at a unit (made on the way, not stored). */
void province_act_as(struct ctx *, const char *role, const char *unit_code);
void province_act_as_system(struct ctx *);

struct unit province_unit(struct ctx *, const char *code);

/* A draft from JSON text, and a record made from it; returns its code. */
struct draft province_draft(struct ctx *, const char *type, const char *json);
struct draft province_raw_draft(struct ctx *, const char *type, const char *json); /* with its problems */
const char *province_record(struct ctx *, const char *unit_code, const char *type, const char *json);
/* The same, such as it may have come in before the rules of entry were there. */
const char *province_old_record(struct ctx *, const char *unit_code, const char *type, const char *json);

/* A learner with class and enrolment of 2025; returns the enrolment's code. */
const char *province_pupil(struct ctx *, const char *unit_code, const char *class_code, const char *name, const char *birth,
                           const char *sex, const char *ethnic);

void province_script(struct ctx *, const char *sql);
const char *province_text(struct ctx *, const char *sql); /* the first column, a line for each row */

#endif
