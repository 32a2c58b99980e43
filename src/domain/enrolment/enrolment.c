/* enrolment.c - a learner is in school once a year at most. */
#include "domain/enrolment/enrolment.h"

#include <stdlib.h>

#include "catalog/life.h"
#include "db/db.h"
#include "domain/person/person.h"

enum { CHUNK = 40 };

struct check {
	const struct life *life;
	const struct field *learner;
	const struct unit *unit;
	struct rows seen; /* learner's code and status, enrolment's id and status */
};

static bool look_up(struct ctx *c, struct check *k, const struct record_write *w, size_t n)
{
	struct buf sql = buf_in(c->arena);
	struct val args[CHUNK + 2] = { val_int(k->unit->id), val_int(w->school_year) };

	buf_fmt(&sql, "SELECT l.code, l.status, e.id, e.status FROM %s l LEFT JOIN %s e ON e.unit_id = l.unit_id AND e.%s = l.id"
	        " AND e.school_year = $2 WHERE l.unit_id = $1 AND l.code IN (", k->learner->to->table, k->life->type->table, k->learner->column);
	for (size_t i = 0; i < CHUNK; i++) {
		buf_fmt(&sql, "%s$%zu", i > 0 ? ", " : "", i + 3);
		args[i + 2] = i < n ? w[i].value[k->learner->index] : val_null();
	}
	buf_char(&sql, ')');
	return db_query(c, &k->seen, sql.data, args, COUNT(args));
}

static void check_one(struct ctx *c, const struct check *k, const struct record_write *w)
{
	const struct field *f = k->learner;
	const struct val *code = &w->value[f->index];

	if (w->old != NULL && !val_equal(code, &w->old->value[f->index]))
		problem_add(c, w->problems, f->name, "enrolment.learner", "%s: ghi danh đã lập thì không đổi sang người khác; hãy lập ghi danh mới.", f->label);
	if (code->kind != VAL_TEXT || !life_is_present(k->life, w->status))
		return;
	for (size_t i = 0; i < k->seen.count; i++) {
		if (!streq(rows_text(&k->seen, i, 0), code->s))
			continue;
		if (w->old == NULL && !streq(rows_text(&k->seen, i, 1), f->to->initial_status)) {
			const char *key, *why = person_why_away(f->to, rows_text(&k->seen, i, 1), &key);
			problem_add(c, w->problems, f->name, key, "%s này %s.", f->to->label, why);
			return;
		}
		bool other = rows_at(&k->seen, i, 2)->kind != VAL_NULL && (w->old == NULL || rows_int(&k->seen, i, 2) != w->old->id);
		if (other && life_is_present(k->life, rows_text(&k->seen, i, 3))) {
			problem_add(c, w->problems, f->name, "enrolment.present", "%s: năm học %d–%d đã có một ghi danh đang học.", f->label, w->school_year, w->school_year + 1);
			return;
		}
	}
}

struct twin {
	const char *code;
	struct record_write *w;
	size_t at;
};

static int by_code(const void *a, const void *b)
{
	const struct twin *x = a, *y = b;
	int order = strcmp(x->code, y->code);

	if (order == 0)
		order = (x->w->school_year > y->w->school_year) - (x->w->school_year < y->w->school_year);
	return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

/* The same learner in two rows of one sending: the first stands. */
static void check_twins(struct ctx *c, const struct check *k, struct record_write *w, size_t n)
{
	struct twin *all = NEW_N(c->arena, struct twin, n);
	size_t m = 0;

	for (size_t i = 0; i < n; i++)
		if (w[i].value[k->learner->index].kind == VAL_TEXT && life_is_present(k->life, w[i].status))
			all[m++] = (struct twin){ w[i].value[k->learner->index].s, &w[i], i };
	qsort(all, m, sizeof *all, by_code);
	for (size_t i = 1; i < m; i++)
		if (streq(all[i].code, all[i - 1].code) && all[i].w->school_year == all[i - 1].w->school_year)
			problem_add(c, all[i].w->problems, k->learner->name, "enrolment.present", "%s: người học này có hai ghi danh trong một lần gửi.", k->learner->label);
}

bool enrolment_check(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	struct check k = { .life = catalog_life(c->catalog, t), .learner = field_find(t, "learner"), .unit = u };

	if (k.life == NULL || k.learner == NULL || k.learner->to == NULL)
		return true;
	for (size_t from = 0, m; from < n; from += m) {
		for (m = 1; m < CHUNK && from + m < n && w[from + m].school_year == w[from].school_year; m++)
			continue;
		if (!look_up(c, &k, w + from, m))
			return false;
		for (size_t i = from; i < from + m; i++)
			check_one(c, &k, &w[i]);
	}
	check_twins(c, &k, w, n);
	return true;
}
