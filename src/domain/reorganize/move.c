/* move.c - writing one part into its new school. */
#include "catalog/life.h"
#include "db/db.h"
#include "domain/event/event.h"
#include "domain/person/person.h"
#include "domain/reorganize/parts.h"
#include "store/status.h"

static bool move_staff(struct ctx *c, struct reorganization *x, int part)
{
	const struct unit *to = &x->part[part].to;
	struct record now;
	int64_t version;

	for (size_t i = 0; i < x->n_staff; i++) {
		const struct going *g = &x->staff[i];
		if (g->part != part)
			continue;
		/* Whoever waits for retirement or is seconded still does. */
		if (!person_move(c, &g->rec, to, x->decision->date, &now) ||
		    (!streq(g->rec.status, now.status) && !record_set_status_since_in(c, &now, 0, g->rec.status, NULL, x->decision->date, &version)))
			return false;
	}
	return true;
}

static bool leave_campuses(struct ctx *c, const struct reorganization *x, const struct unit *to)
{
	const struct record_type *t = catalog_type(c->catalog, "campus");
	struct status_of *of = NEW_N(c->arena, struct status_of, x->n_campuses + 1);

	for (size_t i = 0; i < x->n_campuses; i++)
		of[i] = (struct status_of){ x->campus[i].rec.id, x->campus[i].rec.version, x->campus[i].rec.code, x->campus[i].rec.status };
	return record_set_status_all_since(c, t, &x->from, of, x->n_campuses, t->moved_status, x->decision->date, to->code);
}

static bool copy_campuses(struct ctx *c, struct reorganization *x, int part)
{
	struct going **g = NEW_N(c->arena, struct going *, x->n_campuses + 1);
	struct draft *d = NEW_N(c->arena, struct draft, x->n_campuses + 1);
	size_t n = 0;

	for (size_t i = 0; i < x->n_campuses; i++) {
		bool used = x->whole;
		for (size_t k = 0; k < x->n_classes && !used; k++) {
			const char *code = x->class[k].part == part ? parts_text(&x->class[k].rec, "campus") : NULL;
			used = code != NULL && streq(code, x->campus[i].rec.code);
		}
		x->campus[i].new_code = NULL;
		if (!used)
			continue;
		g[n] = &x->campus[i];
		d[n++] = parts_copy(c, &x->campus[i].rec, NULL);
	}
	return parts_write(c, &x->part[part].to, g, d, n, x->decision->date) && (!x->whole || leave_campuses(c, x, &x->part[part].to));
}

static bool move_classes(struct ctx *c, struct reorganization *x, int part)
{
	struct going **g = NEW_N(c->arena, struct going *, x->n_classes + 1);
	struct draft *d = NEW_N(c->arena, struct draft, x->n_classes + 1);
	struct status_of *of = NEW_N(c->arena, struct status_of, x->n_classes + 1);
	size_t n = 0;

	for (size_t i = 0; i < x->n_classes; i++) {
		const struct record *rec = &x->class[i].rec;
		if (x->class[i].part != part)
			continue;
		const struct going *campus = parts_find(x->campus, x->n_campuses, parts_text(rec, "campus"));
		const struct going *teacher = parts_find(x->staff, x->n_staff, parts_text(rec, "homeroom_teacher"));
		g[n] = &x->class[i];
		d[n] = parts_copy(c, rec, NULL);
		draft_set_text(&d[n], "campus", campus == NULL ? NULL : campus->new_code);
		draft_set_text(&d[n], "homeroom_teacher", teacher == NULL || teacher->part != part ? NULL : teacher->rec.code);
		of[n++] = (struct status_of){ rec->id, rec->version, rec->code, rec->status };
	}
	if (!parts_write(c, &x->part[part].to, g, d, n, x->decision->date))
		return false;
	return n == 0 || record_set_status_all_since(c, g[0]->rec.type, &x->from, of, n, g[0]->rec.type->moved_status, x->decision->date,
	                                             x->part[part].to.code);
}

/* A pupil's enrolment, here and there. */
struct seat {
	struct record here, there;
	bool running;            /* of the year of the day; else of one that has not begun */
};

static bool load_seats(struct ctx *c, const struct reorganization *x, int part, struct seat **ret, size_t *ret_n)
{
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	size_t n = 0;

	for (size_t i = 0; i < x->n_pupils; i++)
		n += x->pupil[i].part == part ? x->pupil[i].n_enrolments : 0;
	*ret = NEW_N(c->arena, struct seat, n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < x->n_pupils; i++)
		for (size_t k = 0; x->pupil[i].part == part && k < x->pupil[i].n_enrolments; k++) {
			struct seat *s = &(*ret)[(*ret_n)++];
			if (!record_load(c, t, &x->from, x->pupil[i].enrolment[k], &s->here))
				return false;
			s->running = s->here.school_year == x->year;
		}
	return true;
}

/* All running enrolments of one side have this event. */
static bool add_events(struct ctx *c, const struct reorganization *x, const struct seat *seat, size_t n, bool leaving, const struct unit *to)
{
	const struct unit *at = leaving ? &x->from : to, *other = leaving ? to : &x->from;
	const bool same = other->province != NULL && at->province != NULL && streq(other->province, at->province);
	struct record *rec = NEW_N(c->arena, struct record, n + 1);
	size_t n_running = 0;
	struct draft d;

	for (size_t i = 0; i < n; i++)
		if (seat[i].running)
			rec[n_running++] = leaving ? seat[i].here : seat[i].there;
	draft_init(c, catalog_life(c->catalog, catalog_type(c->catalog, "enrolment"))->event_type, &d);
	draft_set_text(&d, "event", leaving ? "leave" : "arrive");
	draft_set_text(&d, "event_date", x->decision->date);
	draft_set_text(&d, "destination", !leaving ? NULL : same ? "01" : "02");
	draft_set_text(&d, "other_province", other->province);
	draft_set_text(&d, "other_school", other->name);
	draft_set_text(&d, "decision_number", x->decision->number);
	return event_add_all_in(c, rec, n_running, &d);
}

/* The year that is running ends with an event; one that has not begun never was here. */
static bool leave(struct ctx *c, const struct reorganization *x, const struct seat *seat, size_t n, const struct unit *to)
{
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	struct status_of *of = NEW_N(c->arena, struct status_of, n + 1);
	size_t coming = 0;

	for (size_t i = 0; i < n; i++)
		if (!seat[i].running)
			of[coming++] = (struct status_of){ seat[i].here.id, seat[i].here.version, seat[i].here.code, seat[i].here.status };
	return add_events(c, x, seat, n, true, to) && record_set_status_all(c, t, &x->from, of, coming, t->undone_status, to->code);
}

static struct draft draft_there(struct ctx *c, struct reorganization *x, const struct record *e)
{
	const struct going *class = parts_find(x->class, x->n_classes, parts_text(e, "class"));
	const struct going *first = parts_find(x->class, x->n_classes, parts_text(e, "first_class"));
	struct draft d = parts_copy(c, e, catalog_life(c->catalog, e->type));

	draft_set_text(&d, "learner", parts_text(e, "learner"));
	draft_set_text(&d, "class", class->new_code);
	draft_set_text(&d, "first_class", first == NULL || first->part != class->part ? class->new_code : first->new_code);
	return d;
}

static bool arrive(struct ctx *c, struct reorganization *x, struct seat *seat, size_t n, const struct unit *to)
{
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	struct draft *d = NEW_N(c->arena, struct draft, n + 1);
	struct outcome *out = NEW_N(c->arena, struct outcome, n + 1);

	for (size_t i = 0; i < n; i++) {
		d[i] = draft_there(c, x, &seat[i].here);
		if (!seat[i].running)
			draft_set_text(&d[i], "status_date", x->decision->date); /* no event tells it */
	}
	if (n > 0 && !record_write_batch_in(c, t, to, d, n, out))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (out[i].result == WRITE_REFUSED)
			return fail_problems(c, &out[i].problems);
		seat[i].there = (struct record){ .type = t, .unit = *to, .id = out[i].id, .version = out[i].version, .code = out[i].code,
		                                 .status = t->initial_status, .school_year = seat[i].here.school_year };
	}
	return add_events(c, x, seat, n, false, to);
}

static bool move_learners(struct ctx *c, const struct reorganization *x, int part)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	struct record learner, now;

	for (size_t i = 0; i < x->n_pupils; i++)
		if (x->pupil[i].part == part && (!record_load(c, t, &x->from, x->pupil[i].learner_id, &learner) ||
		                                 !person_move(c, &learner, &x->part[part].to, x->decision->date, &now)))
			return false;
	return true;
}

bool parts_move(struct ctx *c, struct reorganization *x, int part)
{
	const struct unit *to = &x->part[part].to;
	struct seat *seat;
	size_t n;

	/* Staff and campuses before the classes that name them, classes before pupils. */
	return move_staff(c, x, part) && copy_campuses(c, x, part) && move_classes(c, x, part) && load_seats(c, x, part, &seat, &n) &&
	       leave(c, x, seat, n, to) && move_learners(c, x, part) && arrive(c, x, seat, n, to) && parts_move_along(c, x, part);
}
