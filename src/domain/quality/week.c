/* week.c - what the rules say of schools and how full their records are, kept week by week.
 *
 * A school is counted in one reading and written by itself, so nobody waits for the schools of a province.  Where several
 * processes count each begins at another place of what is due, and leaves out what another has counted meanwhile. */
#include <unistd.h>

#include "base/json.h"
#include "base/time.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/quality/check.h"

enum {
	DAY_MS = 20 * 60 * 60 * 1000, /* less than a day, so that it does not come later each day */
	AT_ONCE = 1000,
	YEARS = 8,
};

/* The rules of a school year. */
struct year_rules {
	int year;
	const struct quality *told, *ready[PARTS__COUNT];
};

/* What all schools are counted with. */
struct counting {
	struct year_rules rules[YEARS];
	size_t n_rules;
	const char *week;
	int64_t before_ms; /* who was counted since is left out; INT64_MAX: nobody is */
};

static const char *monday(struct arena *a, struct date d)
{
	const int64_t days = date_to_days(d);

	return date_text(a, date_from_days(days - (days + 3) % 7)); /* 1970 began on a Thursday */
}

/* Whoever may read of quality, as far as all of them go. */
static void act_for_all(struct ctx *c)
{
	struct account *a = NEW(c->arena, struct account);

	*a = (struct account){ .role = role_common(c->arena, c->catalog, "quality", "read"), .scope = scope_everywhere };
	c->account = a->role == NULL ? NULL : a;
}

static bool begin(struct ctx *c, struct counting *k, int64_t before_ms)
{
	struct date today;

	if (!date_parse(time_today(c->arena, c->now_ms), &today))
		return false;
	*k = (struct counting){ .week = monday(c->arena, today), .before_ms = before_ms };
	return true;
}

static bool prepare(struct ctx *c, struct counting *k, int year, const struct year_rules **ret)
{
	struct year_rules *r = &k->rules[0];
	struct quality *ready;

	for (size_t i = 0; i < k->n_rules; i++)
		if ((*ret = &k->rules[i])->year == year)
			return true;
	if (k->n_rules < YEARS)
		r = &k->rules[k->n_rules++];
	*ret = r;
	r->year = year;
	for (int i = 0; i < PARTS__COUNT; i++) {
		if (!quality_prepare_part(c, year, (enum part)i, &ready))
			return false;
		r->ready[i] = ready;
	}
	if (!quality_prepare(c, &(struct quality_query){ .year = year }, &ready))
		return false;
	r->told = ready;
	return true;
}

/* ---- one school ---- */

struct figures {
	struct tally_sum faults;
	struct completeness_sum all, numbers;
	struct checklist_figures *lists;
};

static bool count(struct ctx *c, const struct year_rules *k, const struct unit *u, struct figures *ret)
{
	const struct completeness_query all = { .unit = u, .year = k->year, .by = "school" };
	const struct completeness_query numbers = { .unit = u, .year = k->year, .by = "school", .fields = "learner.personal_id" };
	const char *mark;
	struct tally t;
	bool counted;

	if (!db_plan_once(c) || !tally_mark(c, &mark) || !tally_school(c, k->ready, u, mark, &t, &counted))
		return false;
	ret->faults = tally_sum(k->told, c->catalog, &t);
	return completeness_sum(c, &all, &ret->all) && completeness_sum(c, &numbers, &ret->numbers) && checklist_count(c, u, k->year, &ret->lists);
}

static bool keep(struct ctx *c, const struct counting *k, int year, const struct unit *u, const struct figures *f)
{
	return checklist_keep(c, u, year, f->lists) && db_exec(c, SQL_QUALITY_WEEK_KEEP,
	               ARGS(val_int(u->id), val_text(k->week), val_int(c->now_ms), val_int((int64_t)f->faults.records),
	                    val_int((int64_t)f->faults.by_severity[SEVERITY_ERROR]), val_int((int64_t)f->faults.by_severity[SEVERITY_WARNING]),
	                    val_int((int64_t)f->faults.by_severity[SEVERITY_NOTICE]), val_int(f->all.filled), val_int(f->all.due), val_int(f->numbers.filled),
	                    val_int(f->numbers.due)));
}

/* 0: it was counted meanwhile. */
static bool year_due(struct ctx *c, const struct counting *k, const struct unit *u, int *ret)
{
	struct rows r;
	int *years;
	size_t n;

	*ret = 0;
	if (!db_rows(c, &r, SQL_QUALITY_WEEK_COUNTED, ARGS(val_int(u->id), val_text(k->week))))
		return false;
	if (r.count == 1 && rows_int(&r, 0, 0) >= k->before_ms)
		return true;
	return unit_years(c, u, &years, &n) && unit_usual_year(c, u, years, n, ret);
}

static bool count_school(struct ctx *c, const struct counting *k, const struct year_rules *rules, const struct unit *u)
{
	struct figures f = { 0 };

	if (!db_read_begin(c))
		return false;
	const bool ok = count(c, rules, u, &f);
	db_read_end(c);
	return ok && db_begin(c) && db_end(c, keep(c, k, rules->year, u, &f));
}

/* ---- many ---- */

/* Those that were never counted this week first, then the longest ago.  AFTER of a unit: its schools by number. */
static bool schools_due(struct ctx *c, const struct counting *k, const struct unit *within, int64_t after, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "SELECT u.id FROM unit u LEFT JOIN quality_week k ON k.unit_id = u.id AND k.week = ");
	sql_arg(&sql, &args, val_text(k->week));
	buf_put(&sql, " WHERE ");
	unit_kinds_sql(&sql, c->catalog, "u.kind", NULL);
	buf_put(&sql, " AND ");
	unit_not_over_sql(&sql, "u.status");
	if (within == NULL) {
		buf_put(&sql, " AND coalesce(k.counted_at, 0) < ");
		sql_arg(&sql, &args, val_int(k->before_ms));
		buf_fmt(&sql, " ORDER BY coalesce(k.counted_at, 0), u.id LIMIT %d", AT_ONCE);
	} else {
		buf_put(&sql, " AND ");
		scope_within_sql(&sql, &args, within->path, "u", SCOPE_FIND);
		buf_put(&sql, " AND u.id > ");
		sql_arg(&sql, &args, val_int(after));
		buf_fmt(&sql, " ORDER BY u.id LIMIT %d", AT_ONCE);
	}
	return db_query(c, ret, sql.data, args.v, args.n);
}

/* What one school needs goes with it; the rules stay. */
static bool count_one(struct ctx *c, struct counting *k, int64_t unit_id)
{
	struct ctx own = ctx_within(c);
	const struct year_rules *rules = NULL;
	struct unit u;
	int year = 0;

	bool ok = unit_get(&own, unit_id, &u) && year_due(&own, k, &u, &year);
	if (ok && year != 0 && !prepare(c, k, year, &rules))
		return ctx_end(&own, c, true) && false;
	ok = ok && (year == 0 || count_school(&own, k, rules, &u));
	return ctx_end(&own, c, ok);
}

static bool sweep(struct ctx *c, const struct spare_time *t)
{
	struct counting k;
	struct rows r;

	if (!begin(c, &k, c->now_ms - DAY_MS) || !schools_due(c, &k, NULL, 0, &r))
		return false;
	const size_t from = r.count == 0 ? 0 : (size_t)getpid() * 7919 % r.count;
	for (size_t i = 0; i < r.count && spare_time_is_left(t); i++)
		if (!count_one(c, &k, rows_int(&r, (from + i) % r.count, 0)))
			return false;
	return true;
}

bool quality_week_sweep(struct ctx *c, const struct spare_time *t)
{
	const struct account *caller = c->account;

	act_for_all(c);
	const bool ok = sweep(c, t);
	c->account = caller;
	return ok;
}

static bool count_within(struct ctx *c, const struct unit *within, size_t *ret_n)
{
	struct counting k;
	struct rows r;
	int64_t after = 0;

	*ret_n = 0;
	if (!begin(c, &k, INT64_MAX))
		return false;
	do {
		if (!schools_due(c, &k, within, after, &r))
			return false;
		for (size_t i = 0; i < r.count; i++) {
			after = rows_int(&r, i, 0);
			if (!count_one(c, &k, after))
				return false;
		}
		*ret_n += r.count;
	} while (r.count == AT_ONCE);
	return true;
}

bool quality_week_count(struct ctx *c, const struct unit *within, size_t *ret_n)
{
	const struct account *caller = c->account;

	act_for_all(c);
	const bool ok = count_within(c, within, ret_n);
	c->account = caller;
	return ok;
}

/* ---- told ---- */

enum { WEEK, COUNTED };
static const char *const members[] = { "schools", "records", "errors", "warnings", "notices", "filled", "due" };

bool quality_trend(struct ctx *c, const struct unit *u, int weeks, struct buf *items)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct date today;
	struct rows r;

	if (!date_parse(time_today(c->arena, c->now_ms), &today))
		return false;
	buf_put(&sql, "SELECT k.week, count(*)");
	for (size_t i = 1; i < COUNT(members); i++)
		buf_fmt(&sql, ", CAST(sum(k.%s) AS BIGINT)", members[i]);
	buf_put(&sql, " FROM quality_week k JOIN unit u ON u.id = k.unit_id WHERE ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
	buf_put(&sql, " AND ");
	scope_within_sql(&sql, &args, u->path, "u", SCOPE_FIND);
	buf_put(&sql, " AND k.week >= ");
	sql_arg(&sql, &args, val_text(monday(c->arena, date_from_days(date_to_days(today) - 7 * (weeks - 1)))));
	buf_put(&sql, " AND (k.week < "); /* whoever ceased this week is no more of it */
	sql_arg(&sql, &args, val_text(monday(c->arena, today)));
	buf_put(&sql, " OR ");
	unit_not_over_sql(&sql, "u.status");
	buf_char(&sql, ')');
	buf_put(&sql, " GROUP BY k.week ORDER BY k.week");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		json_open_object(items, NULL);
		json_put_text(items, "week", rows_text(&r, i, WEEK));
		for (size_t k = 0; k < COUNT(members); k++)
			json_put_int(items, members[k], rows_int(&r, i, COUNTED + k));
		json_close_object(items);
	}
	return true;
}
