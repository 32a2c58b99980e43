/* hooks.c - which records the law watches when they are written. */
#include "domain/enrolment/enrolment.h"
#include "domain/event/event.h"
#include "domain/health/nutrition.h"
#include "domain/namesake/namesake.h"
#include "domain/unit/campus_main.h"
#include "domain/unit/unit_levels.h"

static bool check_enrolments(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	return enrolment_check(c, t, u, w, n) && event_check_alike(c, t, u, w, n);
}

static bool check_named(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	return namesake_check(c, t, u, w, n) && enrolment_check_named(c, t, u, w, n);
}

static bool check_campus(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	return namesake_check(c, t, u, w, n) && campus_main_check(c, t, u, w, n);
}

static bool check_health(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	return nutrition_compute(c, t, u, w, n) && namesake_check(c, t, u, w, n);
}

const struct record_hook record_hooks[] = {
	{ "campus", check_campus, NULL },
	{ "class", check_named, NULL },
	{ "enrolment", check_enrolments, event_keep_dated },
	{ "guardian", namesake_check, NULL },
	{ "health_check", check_health, NULL },
	{ "identity_document", namesake_check, NULL },
	{ "learner", check_named, NULL },
	{ "result", namesake_check, NULL },
	{ "room", namesake_check, NULL },
	{ "school", unit_levels_check, NULL },
	{ "staff", namesake_check, NULL },
	{ "staff_year", namesake_check, NULL },
	{ "subject_result", namesake_check, NULL },
	{ 0 },
};
