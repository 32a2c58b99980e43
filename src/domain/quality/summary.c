/* summary.c - faults of the schools below an office, summed a page at a time.
 *
 * Where something has to be counted two readers share the page, each with a handle of its own: most of the time goes into the
 * database, which answers a handle with one processor.  Both read one moment, or the second does nothing. */
#include <pthread.h>
#include <stdatomic.h>

#include "base/json.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/quality/check.h"

struct summing {
	const struct quality *asked, *ready[PARTS__COUNT];
	const char *mark;
	struct rows school; /* by code */
	size_t n;           /* of them on the page */
	atomic_size_t next;
	const char **sum;   /* by school; NULL: not yet */
};

struct helper {
	struct ctx c;
	struct database *database;
	struct summing *s;
	pthread_t thread;
};

static atomic_bool helped; /* a process helps one office at a time */

/* Of the rules that the caller asked for and is shown. */
static const char *sum_text(struct ctx *c, const struct quality *q, const struct unit *u, const struct tally *t)
{
	const struct tally_sum sum = tally_sum(q, c->catalog, t);
	bool *asked = NEW_N(c->arena, bool, c->catalog->n_rules + 1);
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < q->n_sets; i++)
		for (size_t k = 0; k < q->set[i].n_rules; k++)
			asked[q->set[i].rule[k].at] = true;
	json_open_object(&b, NULL);
	json_put_text(&b, "unit", u->code);
	json_put_text(&b, "name", u->name);
	json_put_int(&b, "records", sum.records);
	for (int i = 0; i < SEVERITY__COUNT; i++)
		json_put_int(&b, arena_fmt(c->arena, "%ss", severity_names[i]), sum.by_severity[i]);
	json_open_object(&b, "rules");
	for (size_t i = 0; i < c->catalog->n_rules; i++)
		if (asked[i] && t->rule[i] > 0)
			json_put_int(&b, c->catalog->rule[i].name, t->rule[i]);
	json_close_object(&b);
	json_close_object(&b);
	return buf_text(&b);
}

/* One school in a small arena of its own. */
static bool sum_school(struct ctx *c, struct summing *s, size_t i, bool *ret_counted)
{
	struct ctx own = ctx_within(c);
	struct tally t;
	struct unit u;

	const bool ok = unit_find(&own, actor_scope(c), rows_text(&s->school, i, 0), &u) && tally_school(&own, s->ready, &u, s->mark, &t, ret_counted);
	if (ok)
		s->sum[i] = arena_strdup(c->arena, sum_text(&own, s->asked, &u, &t));
	return ctx_end(&own, c, ok);
}

/* What fails here is left to the other reader, who tells of it if it fails again. */
static void *help(void *arg)
{
	struct helper *h = arg;
	struct ctx *c = &h->c;
	const char *mark;
	bool counted;

	if (!db_open(c, &c->db, h->database))
		return NULL;
	if (db_read_begin(c)) {
		if (tally_mark(c, &mark) && streq(mark, h->s->mark) && db_plan_once(c))
			for (size_t i; (i = atomic_fetch_add(&h->s->next, 1)) < h->s->n;)
				if (!sum_school(c, h->s, i, &counted))
					break;
		db_read_end(c);
	}
	db_close(c->db);
	return NULL;
}

static bool call_help(const struct ctx *c, struct summing *s, struct helper *h)
{
	if (atomic_exchange(&helped, true))
		return false;
	*h = (struct helper){ .c = *c, .database = db_database(c->db), .s = s };
	h->c.arena = arena_new();
	h->c.db = NULL;
	if (pthread_create(&h->thread, NULL, help, h) == 0)
		return true;
	arena_free(h->c.arena);
	atomic_store(&helped, false);
	return false;
}

static void thank(struct ctx *c, struct summing *s, struct helper *h)
{
	pthread_join(h->thread, NULL);
	for (size_t i = 0; i < s->n; i++)
		s->sum[i] = arena_strdup(c->arena, s->sum[i]);
	arena_free(h->c.arena);
	atomic_store(&helped, false);
}

static bool sum_schools(struct ctx *c, struct summing *s)
{
	bool ok = true, counted = false, help = false;
	struct helper h;

	for (size_t i; ok && (i = atomic_fetch_add(&s->next, 1)) < s->n;) {
		ok = sum_school(c, s, i, &counted);
		help = help || (ok && counted && i + 1 < s->n && call_help(c, s, &h));
	}
	atomic_store(&s->next, s->n);
	if (help)
		thank(c, s, &h);
	for (size_t i = 0; ok && i < s->n; i++)
		ok = s->sum[i] != NULL || sum_school(c, s, i, &counted);
	return ok;
}

static bool schools_within(struct ctx *c, const struct quality_query *query, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "SELECT u.code FROM unit u WHERE ");
	unit_kinds_sql(&sql, c->catalog, "u.kind", NULL);
	buf_put(&sql, " AND ");
	unit_not_over_sql(&sql, "u.status");
	buf_put(&sql, " AND ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
	buf_put(&sql, " AND ");
	scope_within_sql(&sql, &args, query->unit->path, "u", SCOPE_FIND);
	if (query->cursor != NULL) {
		buf_put(&sql, " AND u.code > ");
		sql_arg(&sql, &args, val_text(query->cursor));
	}
	buf_fmt(&sql, " ORDER BY u.code LIMIT %zu", query->limit + 1);
	return db_query(c, ret, sql.data, args.v, args.n);
}

static bool sum_page(struct ctx *c, const struct quality_query *query, struct buf *items, const char **ret_cursor)
{
	struct summing s = { 0 };
	struct quality *ready;

	*ret_cursor = NULL;
	if (!quality_prepare(c, query, &ready) || !tally_mark(c, &s.mark) || !schools_within(c, query, &s.school) || !db_plan_once(c))
		return false;
	s.asked = ready;
	for (int i = 0; i < PARTS__COUNT; i++) {
		if (!quality_prepare_part(c, query->year, (enum part)i, &ready))
			return false;
		s.ready[i] = ready;
	}
	s.n = s.school.count < query->limit ? s.school.count : query->limit;
	s.sum = NEW_N(c->arena, const char *, s.n + 1);
	if (!sum_schools(c, &s))
		return false;
	for (size_t i = 0; i < s.n; i++)
		json_put_raw(items, NULL, s.sum[i]);
	if (s.school.count > s.n)
		*ret_cursor = rows_text(&s.school, s.n - 1, 0);
	return true;
}

/* Of one moment: what the figures are kept under was read with them. */
bool quality_summary(struct ctx *c, const struct quality_query *query, struct buf *items, const char **ret_cursor)
{
	if (!db_read_begin(c))
		return false;
	const bool ok = sum_page(c, query, items, ret_cursor);
	db_read_end(c);
	return ok;
}
