/* log_check.c - records compared with what their entries of the log add up to. */
#include "store/log_check.h"

#include <jansson.h>

#include "catalog/document.h"
#include "db/db.h"
#include "store/change.h"
#include "store/row.h"
#include "store/select.h"

enum { PAGE = 500, SHOWN = 5, ENTRY_CELLS = 5 };

/* A record as the log tells it. */
struct told {
	int64_t id, version;
	const char *code, *status, *first; /* first: what came into being, as long as nothing followed it; NULL: something did */
	json_t *now;                       /* fields; NULL: what is in first */
	bool *unsaid;                      /* references of which an arrival says nothing; NULL: none */
	bool begun;                        /* it is told how it came into being; else what was not told since is believed */
};

struct page {
	const struct record_type *type;
	const struct unit *unit;
	struct log_finding *found;
	struct rows rows, entries;
	struct arena *kept; /* of whoever reads what was found */
	int64_t after, until;
};

static json_t *parsed(struct ctx *c, const char *text)
{
	json_t *v = document_read(c->arena, text);

	return json_is_object(v) ? v : document_kept(c->arena, json_object());
}

/* Of a status the log also says why and since when, under names that a field may have. */
static void add_members(json_t *now, const json_t *after, bool of_status)
{
	const char *name;
	json_t *v;

	json_object_foreach((json_t *)(uintptr_t)after, name, v)
		if (!streq(name, "status") && !(of_status && (streq(name, "reason") || streq(name, "date"))))
			json_object_set(now, name, v);
}

static void said_again(const struct record_type *t, struct told *d, const json_t *after)
{
	for (size_t i = 0; d->unsaid != NULL && i < t->n_fields; i++)
		d->unsaid[i] = d->unsaid[i] && json_object_get(after, t->field[i].name) == NULL;
}

static void take_whole(struct ctx *c, const struct record_type *t, struct told *d, const char *event, const char *after)
{
	static const char begins[] = "{\"status\":";

	d->begun = true;
	d->now = NULL;
	d->first = after == NULL ? "{}" : after;
	d->status = t->initial_status;
	d->unsaid = NULL;
	if (!streq(event, "NEW")) {
		d->unsaid = NEW_N(c->arena, bool, t->n_fields + 1);
		for (size_t i = 0; i < t->n_fields; i++)
			d->unsaid[i] = t->field[i].to != NULL;
	}
	if (strncmp(d->first, begins, sizeof begins - 1) != 0)
		return;
	d->now = parsed(c, after);
	d->status = arena_strdup(c->arena, json_string_value(json_object_get(d->now, "status")));
	json_object_del(d->now, "status");
}

static void take_entry(struct ctx *c, const struct record_type *t, struct told *d, const struct val *cell)
{
	const char *event = cell[2].s, *after = cell[3].kind == VAL_TEXT ? cell[3].s : NULL;
	const bool of_status = streq(event, "STATUS");

	d->version = cell[1].i > d->version ? cell[1].i : d->version;
	d->code = cell[4].s;
	if (change_is_whole(event)) {
		take_whole(c, t, d, event, after);
		return;
	}
	if (!of_status && !streq(event, "UPDATE"))
		return;
	const json_t *v = parsed(c, after), *status = json_object_get(v, "status");
	if (d->now == NULL)
		d->now = parsed(c, d->first);
	d->status = json_is_string(status) ? json_string_value(status) : d->status;
	add_members(d->now, v, of_status);
	said_again(t, d, v);
}

/* The name of the first thing that differs; NULL: it is as it was told. */
static const char *difference(struct ctx *c, const struct record_type *t, const struct told *d, const struct val *cell)
{
	const struct val *value = cell + SELECT_FIXED;
	const char *is = row_json(c, t, value, NULL);

	if ((d->begun || d->status != NULL) && (d->status == NULL || !streq(d->status, cell[5].s)))
		return "trạng thái";
	if (d->now != NULL || d->unsaid != NULL || !streq(is, d->first)) {
		const json_t *now = parsed(c, is), *told = d->now != NULL ? d->now : parsed(c, d->first);
		for (size_t i = 0; i < t->n_fields; i++) {
			const json_t *a = json_object_get(now, t->field[i].name), *b = json_object_get(told, t->field[i].name);
			if ((d->begun || b != NULL) && (d->unsaid == NULL || !d->unsaid[i]) && !((a == NULL || json_is_null(a)) && (b == NULL || json_is_null(b))) &&
			    !json_equal(a, b))
				return t->field[i].label;
		}
	}
	return d->version == cell[4].i ? NULL : "số bản";
}

static void note(struct page *p, int64_t *n, const char **which, const char *code, const char *what)
{
	if (++*n > SHOWN + 1)
		return;
	const char *lead = *which == NULL ? "" : arena_fmt(p->kept, "%s; ", *which);
	*which = *n > SHOWN ? arena_fmt(p->kept, "%s…", lead)
	                    : arena_fmt(p->kept, "%sđơn vị %s: %s%s", lead, p->unit->code, code, what == NULL ? "" : arena_fmt(p->kept, " (%s)", what));
}

static void compare(struct ctx *c, struct page *p, const struct told *d, const struct val *cell)
{
	struct log_finding *f = p->found;

	if (cell == NULL) {
		note(p, &f->gone, &f->gone_which, d->code, NULL);
		return;
	}
	if (d == NULL) {
		note(p, &f->unlogged, &f->unlogged_which, cell[3].s, NULL);
		return;
	}
	const char *what = difference(c, p->type, d, cell);
	if (what != NULL)
		note(p, &f->differ, &f->differs, cell[3].s, what);
}

/* Rows and entries go by id. */
static void compare_page(struct ctx *c, struct page *p)
{
	size_t r = 0, e = 0;

	while (r < p->rows.count || e < p->entries.count) {
		const struct val *cell = r < p->rows.count ? rows_at(&p->rows, r, 0) : NULL;
		struct told d = { .id = e < p->entries.count ? rows_int(&p->entries, e, 0) : INT64_MAX, .first = "{}" };
		const bool unlogged = cell != NULL && cell[2].i < d.id;
		if (unlogged) {
			compare(c, p, NULL, cell);
			r++;
			continue;
		}
		while (e < p->entries.count && rows_int(&p->entries, e, 0) == d.id)
			take_entry(c, p->type, &d, rows_at(&p->entries, e++, 0));
		const bool there = cell != NULL && cell[2].i == d.id;
		compare(c, p, &d, there ? cell : NULL);
		r += there;
	}
}

static bool read_page(struct ctx *c, struct page *p)
{
	struct buf sql = buf_in(c->arena);
	struct record_select s;

	if (!select_fields(c, &s, p->type, &scope_everywhere))
		return false;
	select_sql(&sql, &s, NULL, 0);
	buf_fmt(&sql, " WHERE t.unit_id = $1 AND t.id > $2 ORDER BY t.id LIMIT %d", PAGE);
	if (!db_query(c, &p->rows, sql.data, ARGS(val_int(p->unit->id), val_int(p->after))))
		return false;
	p->until = p->rows.count < PAGE ? INT64_MAX : rows_int(&p->rows, PAGE - 1, 2);
	return db_rows(c, &p->entries, SQL_CHANGE_OF_TYPE, ARGS(val_int(p->unit->id), val_text(p->type->name), val_int(p->after), val_int(p->until)));
}

/* In an arena of its own. */
static bool check_page(struct ctx *c, struct page *p, int64_t *records)
{
	struct ctx own = ctx_within(c);
	bool ok = db_read_begin(&own);

	if (ok) {
		ok = read_page(&own, p);
		db_read_end(&own);
	}
	if (ok) {
		compare_page(&own, p);
		*records += (int64_t)p->rows.count;
	}
	p->after = p->until;
	return ctx_end(&own, c, ok);
}

bool log_check(struct ctx *c, const struct unit *u, struct log_finding *finding, int64_t *ret_records)
{
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		struct page p = { .type = &c->catalog->type[i], .unit = u, .found = &finding[i], .kept = c->arena };
		while (!p.found->unread && p.after < INT64_MAX)
			if (!check_page(c, &p, ret_records)) {
				if (c->err == ERR_BUSY)
					return false;
				ctx_clear(c);
				p.found->unread = true;
			}
	}
	return true;
}
