/* stale.c - sums that are no longer those of what was accepted: of one sum why, of a page of them whether. */
#include <stdlib.h>

#include "catalog/unit_kind.h"
#include "domain/report/basis.h"

enum { SUMS_MAX = 40 }; /* looked at by one statement, which always has room for as many */

struct state {
	const struct rows *r; /* of states_of() */
	size_t i;
	bool added, stale; /* in the sum; is a sum that is stale itself */
};

struct sum {
	const struct report *rep;
	struct basis_report *added;
	struct state *state; /* by code: of all that could be in the sum */
	struct report_stale *stale;
	size_t n_added, n_states, n_stale;
};

enum { ROOT, UNIT, CODE, EDITION, STATE, UNIT_CODE, UNIT_NAME, PATH, LEVELS, LIMITED, KIND, BASIS };

static bool adds_sums(const struct ctx *c, const struct report *rep)
{
	return unit_kind_adds_sums(c->catalog, rep->unit.kind);
}

/* What has become of the reports below each of several offices, by the tree of the form's day; where sums are added up by today's. */
static bool states_of(struct ctx *c, const struct sum *all, size_t n, struct rows *ret)
{
	static const char no_end[] = "9999-12-31";
	const struct report *rep = all->rep;
	const char *const *kinds = unit_kinds_added_up(c->catalog, rep->unit.kind);
	const struct val day = val_text(adds_sums(c, rep) ? no_end : figures_day(c->arena, rep->form, &rep->when));
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "WITH RECURSIVE below (root, id) AS (SELECT o.id, o.id FROM unit o WHERE o.id IN (");
	for (size_t i = 0; i < SUMS_MAX; i++) {
		buf_put(&sql, i > 0 ? ", " : "");
		sql_arg(&sql, &args, i < n ? val_int(all[i].rep->unit.id) : val_null());
	}
	buf_put(&sql, ") UNION SELECT b.root, e.unit_id FROM below b JOIN unit p ON p.id = b.id JOIN unit_edge e ON e.parent_id = b.id"
	        " WHERE NOT (");
	unit_kinds_sql(&sql, c->catalog, "p.kind", kinds);
	buf_put(&sql, ") AND e.valid_from <= ");
	sql_arg(&sql, &args, day);
	buf_put(&sql, " AND (e.valid_to IS NULL OR e.valid_to > ");
	sql_arg(&sql, &args, day);
	buf_put(&sql, ")) SELECT b.root, r.unit_id, r.code, r.edition, r.state, u.code, u.name, u.path, u.levels, u.limited, u.kind, CASE WHEN ");
	unit_kinds_sql(&sql, c->catalog, "u.kind", NULL);
	buf_put(&sql, " THEN NULL ELSE r.basis END FROM below b JOIN report r ON r.unit_id = b.id JOIN unit u ON u.id = b.id WHERE r.form = ");
	sql_arg(&sql, &args, val_text(rep->form_name));
	buf_put(&sql, " AND r.period = ");
	sql_arg(&sql, &args, val_text(rep->period));
	buf_put(&sql, " AND ");
	unit_kinds_sql(&sql, c->catalog, "u.kind", kinds);
	buf_put(&sql, " ORDER BY b.root, r.code");
	return db_query(c, ret, sql.data, args.v, args.n);
}

static void take_states(struct ctx *c, struct sum *s, const struct rows *r)
{
	s->state = NEW_N(c->arena, struct state, r->count + 1);
	for (size_t i = 0; i < r->count; i++)
		if (rows_int(r, i, ROOT) == s->rep->unit.id)
			s->state[s->n_states++] = (struct state){ .r = r, .i = i };
	s->stale = NEW_N(c->arena, struct report_stale, s->n_states + 1);
}

static const char *text_of(const struct state *s, size_t column)
{
	return rows_text(s->r, s->i, column);
}

static int edition_of(const struct state *s)
{
	return report_edition_number(rows_int(s->r, s->i, EDITION));
}

static int64_t unit_of(const struct state *s)
{
	return rows_int(s->r, s->i, UNIT);
}

static struct state *find_state(const struct sum *s, const char *code)
{
	size_t lo = 0, hi = s->n_states;

	while (lo < hi) {
		const size_t mid = (lo + hi) / 2;
		const int order = strcmp(text_of(&s->state[mid], CODE), code);
		if (order == 0)
			return &s->state[mid];
		*(order < 0 ? &lo : &hi) = order < 0 ? mid + 1 : mid;
	}
	return NULL;
}

static bool is_accepted(const struct state *s)
{
	return streq(text_of(s, STATE), "accepted");
}

static void add_stale(struct ctx *c, struct sum *sum, const struct state *s, int added, const char *why)
{
	const char *name = text_of(s, UNIT_NAME), *code = text_of(s, UNIT_CODE);
	const struct unit u = { .path = text_of(s, PATH), .levels = text_of(s, LEVELS), .limited = rows_int(s->r, s->i, LIMITED) != 0 };
	const bool seen = scope_covers(actor_scope(c), &u);
	const char *who = seen ? arena_fmt(c->arena, "%s (%s)", name, code) : code;
	struct report_stale *x = &sum->stale[sum->n_stale++];

	*x = (struct report_stale){ .unit = code, .unit_name = seen ? name : NULL, .why = why, .added = added, .edition = edition_of(s) };
	if (streq(why, "reopened"))
		x->message = arena_fmt(c->arena, "Bản số %d của %s đã cộng vào đây nay được mở lại; khi bản mới được tiếp nhận thì tính lại tổng.", added, who);
	else if (streq(why, "below"))
		x->message = arena_fmt(c->arena, "Tổng của %s đã cộng vào đây không còn khớp với các báo cáo bên dưới; khi nơi ấy tính lại và được tiếp nhận thì tính "
		                       "lại tổng này.", who);
	else if (streq(why, "replaced"))
		x->message = arena_fmt(c->arena, "Bản số %d của %s đã cộng vào đây nay có bản số %d thay thế; hãy tính lại tổng.", added, who, x->edition);
	else
		x->message = arena_fmt(c->arena, "Báo cáo của %s được tiếp nhận sau khi tính tổng này; hãy tính lại tổng.", who);
}

/* Where sums were added up. */
static bool mark_below(struct ctx *c, struct sum *s)
{
	struct report *below = NEW_N(c->arena, struct report, s->n_states + 1);
	bool *stale = NEW_N(c->arena, bool, s->n_states + 1);

	if (!adds_sums(c, s->rep))
		return true;
	for (size_t i = 0; i < s->n_states; i++)
		below[i] = (struct report){ .unit = { .id = unit_of(&s->state[i]), .kind = text_of(&s->state[i], KIND) }, .form = s->rep->form, .form_name = s->rep->form_name,
		                            .period = s->rep->period, .when = s->rep->when, .basis = text_of(&s->state[i], BASIS) };
	if (!report_mark_stale(c, below, s->n_states, stale))
		return false;
	for (size_t i = 0; i < s->n_states; i++)
		s->state[i].stale = stale[i];
	return true;
}

static bool add_changed(struct ctx *c, struct sum *sum)
{
	if (!basis_reports(c, sum->rep, &sum->added, &sum->n_added) || !mark_below(c, sum))
		return false;
	for (size_t i = 0; i < sum->n_added; i++) {
		const struct basis_report *added = &sum->added[i];
		struct state *s = find_state(sum, added->report);
		if (s == NULL)
			continue;
		s->added = true;
		if (edition_of(s) > added->edition)
			add_stale(c, sum, s, added->edition, is_accepted(s) ? "replaced" : "reopened");
		else if (s->stale)
			add_stale(c, sum, s, added->edition, "below");
	}
	return true;
}

static bool is_left_over(const struct state *s)
{
	return !s->added && is_accepted(s);
}

/* Whoever has one accepted and is expected, but is not in the sum. */
static bool add_accepted_since(struct ctx *c, struct sum *all, size_t n)
{
	size_t room = 0, n_units = 0;

	for (size_t i = 0; i < n; i++)
		room += all[i].n_states;
	struct unit *units = NEW_N(c->arena, struct unit, room + 1);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all[i].n_states; k++)
			if (is_left_over(&all[i].state[k]))
				units[n_units++] = (struct unit){ .id = unit_of(&all[i].state[k]) };
	if (n_units == 0)
		return true;
	qsort(units, n_units, sizeof *units, unit_compare_ids);
	if (!adds_sums(c, all->rep) && !report_keep_filers(c, all->rep->form, &all->rep->when, units, &n_units))
		return false;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < all[i].n_states; k++) {
			const struct state *s = &all[i].state[k];
			const struct unit key = { .id = unit_of(s) };
			if (is_left_over(s) && n_units > 0 && bsearch(&key, units, n_units, sizeof key, unit_compare_ids) != NULL)
				add_stale(c, &all[i], s, 0, "accepted_since");
		}
	return true;
}

/* Sums of one form and period, all of offices that add up sums or none. */
static bool find_stale(struct ctx *c, struct sum *all, size_t n)
{
	struct rows *r = NEW(c->arena, struct rows);

	if (!states_of(c, all, n, r))
		return false;
	for (size_t i = 0; i < n; i++) {
		take_states(c, &all[i], r);
		if (!add_changed(c, &all[i]))
			return false;
	}
	return add_accepted_since(c, all, n);
}

/* A sum by a form the catalogue has dropped is never computed again. */
static bool can_be_stale(const struct ctx *c, const struct report *rep)
{
	return !unit_is_school(c, &rep->unit) && rep->basis != NULL && rep->form != NULL && rep->reopened_at == 0;
}

static bool go_together(const struct ctx *c, const struct report *a, const struct report *b)
{
	return streq(a->form_name, b->form_name) && streq(a->period, b->period) && adds_sums(c, a) == adds_sums(c, b);
}

bool report_mark_stale(struct ctx *c, const struct report *rep, size_t n, bool *ret)
{
	bool *done = NEW_N(c->arena, bool, n + 1);

	for (size_t i = 0; i < n; i++)
		ret[i] = false;
	for (size_t i = 0; i < n; i++) {
		struct sum group[SUMS_MAX];
		size_t size = 0;
		for (size_t k = i; k < n && size < SUMS_MAX; k++)
			if (!done[k] && can_be_stale(c, &rep[k]) && go_together(c, &rep[i], &rep[k])) {
				done[k] = true;
				group[size++] = (struct sum){ .rep = &rep[k] };
			}
		if (size > 0 && !find_stale(c, group, size))
			return false;
		for (size_t k = 0; k < size; k++)
			ret[group[k].rep - rep] = group[k].n_stale > 0;
	}
	return true;
}

bool report_find_stale(struct ctx *c, const struct report *rep, struct report_stale **ret, size_t *ret_n)
{
	struct sum s = { .rep = rep };

	*ret_n = 0;
	if (!can_be_stale(c, rep))
		return true;
	if (!find_stale(c, &s, 1))
		return false;
	*ret = s.stale;
	*ret_n = s.n_stale;
	return true;
}
