/* find.c - candidates by index, then compared one by one. */
#include "domain/duplicate/find.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "store/fence.h"
#include "store/shown.h"

enum { OF_THE_SCHOOL, ELSEWHERE, PLACES }; /* neither crowds out the other */

struct search {
	const struct twin *who;
	struct arena *scratch;
	struct rows decided; /* pairs of unit and id, and what was judged */
	struct duplicate *item;
	size_t n, room, of[PLACES], most;
};

static bool is_known(const struct search *s, const struct twin *t)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->item[i].twin.unit_id == t->unit_id && s->item[i].twin.id == t->id)
			return true;
	return false;
}

static const char *decision_on(const struct search *s, const struct twin *t)
{
	for (size_t k = 0; k < s->decided.count; k++)
		if (rows_int(&s->decided, k, 0) == t->unit_id && rows_int(&s->decided, k, 1) == t->id && !streq(rows_text(&s->decided, k, 2), "open"))
			return rows_text(&s->decided, k, 2);
	return NULL;
}

static struct twin kept(struct arena *a, const struct twin *t)
{
	struct twin k = *t;
	const char **text[] = { &k.code, &k.name, &k.folded, &k.birth_date, &k.sex, &k.personal_id, &k.father, &k.mother };

	for (size_t i = 0; i < COUNT(text); i++)
		if (*text[i] != NULL)
			*text[i] = arena_strdup(a, *text[i]);
	return k;
}

/* The record itself, and another of the same person's code (they moved), are no suspicion. */
static bool take(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct search *s = arg;
	struct twin t = twin_of(cell);

	(void)n;
	size_t *of = &s->of[t.unit_id == s->who->unit_id ? OF_THE_SCHOOL : ELSEWHERE];
	if (streq(t.code, s->who->code) || *of == s->most)
		return true;
	struct likeness l = likeness_of(s->scratch, s->who, &t);
	arena_reset(s->scratch);
	if (l.score < DUPLICATE_SCORE || is_known(s, &t))
		return true;
	const char *decision = decision_on(s, &t);
	if (decision != NULL && streq(decision, "different"))
		return true;
	s->item = arena_grow(c->arena, s->item, s->n, &s->room, sizeof *s->item);
	s->item[s->n++] = (struct duplicate){ .twin = kept(c->arena, &t), .like = l, .decision = decision };
	++*of;
	return true;
}

/* Each an index of its own: one statement with OR would be left to the planner.  Across all units, on purpose. */
static bool search(struct ctx *c, struct search *s)
{
	const char *by = arena_fmt(c->arena, "SELECT " TWIN_COLUMNS " FROM r_learner t WHERE %s AND ", twin_living(c));
	const struct twin *who = s->who;
	struct date d;

	if (who->birth_date != NULL && date_parse(who->birth_date, &d)) {
		const struct date turned = { d.year, d.day, d.month };
		struct val also = date_is_valid(turned) ? val_text(date_text(c->arena, turned)) : val_text(who->birth_date);
		if (!db_visit(c, arena_fmt(c->arena, "%st.birth_date IN ($1, $2)", by), ARGS(val_text(who->birth_date), also), take, s))
			return false;
	}
	if (who->personal_id != NULL && !db_visit(c, arena_fmt(c->arena, "%st.personal_id = $1", by), ARGS(val_text(who->personal_id)), take, s))
		return false;
	return *who->folded == '\0' || db_visit(c, arena_fmt(c->arena, "%st.search_key = $1", by), ARGS(val_text(who->folded)), take, s);
}

/* Again without those judged different: they may have kept others out. */
static bool leave_out_decided(struct ctx *c, struct search *s)
{
	if (s->n == 0)
		return true;
	if (!db_rows(c, &s->decided, SQL_DUPLICATE_DECISIONS, ARGS(val_int(s->who->unit_id), val_int(s->who->id))))
		return false;
	if (s->decided.count == 0)
		return true;
	s->n = 0;
	memset(s->of, 0, sizeof s->of);
	return search(c, s);
}

/* Those elsewhere by their place only: their order must not tell the score. */
static int best_first(const void *a, const void *b)
{
	const struct duplicate *x = a, *y = b;

	if (x->visible != y->visible)
		return x->visible ? -1 : 1;
	if (x->visible && x->like.score != y->like.score)
		return y->like.score - x->like.score;
	return x->twin.unit_id != y->twin.unit_id ? (x->twin.unit_id > y->twin.unit_id) - (x->twin.unit_id < y->twin.unit_id)
	                                          : (x->twin.id > y->twin.id) - (x->twin.id < y->twin.id);
}

static bool place(struct ctx *c, struct search *s, bool elsewhere)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		struct duplicate *d = &s->item[i];
		bool fresh = false;
		if (!unit_get(c, d->twin.unit_id, &d->unit))
			return false;
		d->visible = scope_covers(actor_scope(c), &d->unit);
		if (!d->visible && elsewhere && !twin_is_fresh(c, &d->twin, &fresh))
			return false;
		if (d->visible || (elsewhere && !fresh))
			s->item[n++] = *d;
	}
	s->n = n;
	return true;
}

bool twins_find(struct ctx *c, const struct twin *who, struct twins_wanted wanted, struct duplicate **ret, size_t *ret_n)
{
	struct search s = { .who = who, .scratch = arena_new(), .most = wanted.decided ? SIZE_MAX : DUPLICATES_MAX };
	const enum fence was = fence_open(c);
	const bool ok = search(c, &s) && (wanted.decided || leave_out_decided(c, &s));

	arena_free(s.scratch);
	if (!fence_close(c, was, ok && place(c, &s, wanted.elsewhere)))
		return false;
	if (s.n > 1)
		qsort(s.item, s.n, sizeof *s.item, best_first);
	*ret = s.item;
	*ret_n = s.n;
	return true;
}

bool twins_check_shown(struct ctx *c)
{
	static const char *const compared[] = { "full_name", "birth_date", "birth_year", "sex", "personal_id", "father_name", "mother_name" };

	for (size_t i = 0; i < COUNT(compared); i++)
		if (!field_check_shown(c, twin_type(c), field_find(twin_type(c), compared[i])))
			return false;
	return true;
}

bool duplicate_find(struct ctx *c, const struct record *learner, struct duplicate **ret, size_t *ret_n, struct duplicate_asked *asked)
{
	struct elsewhere_told told;
	bool elsewhere;

	if (!twins_check_shown(c) || !twin_load(c, learner->unit.id, learner->id, &told.who) || !elsewhere_allow(c, &told.who, 1, &elsewhere, asked) ||
	    !twins_find(c, &told.who, (struct twins_wanted){ .elsewhere = elsewhere }, ret, ret_n))
		return false;
	told.all = *ret;
	told.n = *ret_n;
	return elsewhere_note(c, &told, 1);
}
