/* stale.c - sums that are no longer those of what was accepted. */
#include <stdlib.h>

#include "domain/report/basis.h"

struct state {
	const struct rows *r; /* SQL_REPORT_STATES */
	size_t i;
	bool added;
};

static int by_code(const void *a, const void *b)
{
	const struct state *x = a, *y = b;

	return strcmp(rows_text(x->r, x->i, 1), rows_text(y->r, y->i, 1));
}

static struct state *find_state(struct state *all, size_t n, const char *code)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		const size_t mid = (lo + hi) / 2;
		const int order = strcmp(rows_text(all[mid].r, all[mid].i, 1), code);
		if (order == 0)
			return &all[mid];
		*(order < 0 ? &lo : &hi) = order < 0 ? mid + 1 : mid;
	}
	return NULL;
}

static bool is_accepted(const struct state *s)
{
	return streq(rows_text(s->r, s->i, 3), "accepted");
}

static struct report_stale stale_of(struct ctx *c, const struct state *s, int added, const char *why)
{
	const char *name = rows_text(s->r, s->i, 6), *code = rows_text(s->r, s->i, 5);
	const bool seen = scope_covers(actor_scope(c), rows_text(s->r, s->i, 7), rows_text(s->r, s->i, 8));
	const char *who = seen ? arena_fmt(c->arena, "%s (%s)", name, code) : code;
	struct report_stale x = { .unit = code, .unit_name = seen ? name : NULL, .why = why, .added = added,
	                          .edition = report_edition_number(rows_int(s->r, s->i, 2)) };

	if (streq(why, "reopened"))
		x.message = arena_fmt(c->arena, "Bản số %d của %s đã cộng vào đây nay được mở lại; khi bản mới được tiếp nhận thì tính lại tổng.", added, who);
	else if (streq(why, "below"))
		x.message = arena_fmt(c->arena, "Tổng của %s đã cộng vào đây không còn khớp với các báo cáo bên dưới; khi nơi ấy tính lại và được tiếp nhận thì tính "
		                      "lại tổng này.", who);
	else if (streq(why, "replaced"))
		x.message = arena_fmt(c->arena, "Bản số %d của %s đã cộng vào đây nay có bản số %d thay thế; hãy tính lại tổng.", added, who, x.edition);
	else
		x.message = arena_fmt(c->arena, "Báo cáo của %s được tiếp nhận sau khi tính tổng này; hãy tính lại tổng.", who);
	return x;
}

/* Whoever has one accepted and is expected, but is not in the sum. */
static bool add_accepted_since(struct ctx *c, const struct report *rep, const struct state *all, size_t n, struct report_stale *ret, size_t *ret_n)
{
	struct unit *expected = NULL;
	size_t n_expected = 0;

	for (size_t i = 0; i < n; i++) {
		if (all[i].added || !is_accepted(&all[i]))
			continue;
		if (expected == NULL && !report_expected(c, rep->form, &rep->unit, rep->year, &expected, &n_expected))
			return false;
		for (size_t k = 0; k < n_expected; k++)
			if (expected[k].id == rows_int(all[i].r, all[i].i, 0))
				ret[(*ret_n)++] = stale_of(c, &all[i], 0, "accepted_since");
	}
	return true;
}

/* The edition that was added up is still the one, but is itself a sum that is stale. */
static bool is_stale_below(struct ctx *c, const struct report *rep, const struct basis_report *added, bool *ret)
{
	static const struct scope all = { .path = "/" };
	struct report_stale *stale;
	struct report below;
	size_t n;

	*ret = false;
	if (!streq(rep->unit.kind, "ministry"))
		return true;
	if (!report_find(c, &all, added->report, &below) || !report_find_stale(c, &below, &stale, &n))
		return false;
	*ret = n > 0;
	return true;
}

bool report_find_stale(struct ctx *c, const struct report *rep, struct report_stale **ret, size_t *ret_n)
{
	struct basis_report *added;
	struct rows r;
	size_t n;

	*ret_n = 0;
	if (streq(rep->unit.kind, "school") || rep->basis == NULL || rep->reopened_at != 0)
		return true;
	if (!basis_reports(c, rep, &added, &n) || !report_added(c, SQL_REPORT_STATES, rep, &r))
		return false;
	struct state *all = NEW_N(c->arena, struct state, r.count + 1);
	for (size_t i = 0; i < r.count; i++)
		all[i] = (struct state){ .r = &r, .i = i };
	if (r.count > 0)
		qsort(all, r.count, sizeof *all, by_code);
	*ret = NEW_N(c->arena, struct report_stale, r.count + 1);
	for (size_t i = 0; i < n; i++) {
		struct state *s = find_state(all, r.count, added[i].report);
		if (s == NULL)
			continue;
		s->added = true;
		const bool newer = report_edition_number(rows_int(&r, s->i, 2)) > added[i].edition;
		bool below = false;
		if (!newer && !is_stale_below(c, rep, &added[i], &below))
			return false;
		if (newer || below)
			(*ret)[(*ret_n)++] = stale_of(c, s, added[i].edition, below ? "below" : is_accepted(s) ? "replaced" : "reopened");
	}
	return add_accepted_since(c, rep, all, r.count, *ret, ret_n);
}
