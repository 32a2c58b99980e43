/* completeness.c - how much of what is asked for is there: one statement for each type of record. */
#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/declared.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/quality/check.h"
#include "store/shown.h"

enum by { BY_FIELD, BY_CLASS, BY_SCHOOL, BY_LEVEL, BY__COUNT };
static const char *const by_names[BY__COUNT] = { "field", "class", "school", "level" };

struct share {
	const char *key, *label, *type;
	int64_t filled, due;
};

struct shares {
	const struct completeness_query *q;
	enum by by;
	const char *today;
	struct share *item;
	size_t n, room;
};

/* A field asked for, as it is seen from the base of a statement. */
struct asked {
	const struct record_type *type;
	const struct field *field;
	const char *column;  /* "j1.birth_date" */
	const char *due;     /* condition in SQL; NULL: always */
};

static void add_share(struct ctx *c, struct shares *s, const char *type, const char *key, const char *label, int64_t filled, int64_t due)
{
	size_t i = 0;

	while (i < s->n && !(streq(s->item[i].key, key) && streq(s->item[i].type, type)))
		i++;
	if (i == s->n)
		s->item = arena_grow(c->arena, s->item, s->n, &s->room, sizeof *s->item);
	if (i == s->n)
		s->item[s->n++] = (struct share){ .key = key, .label = label, .type = type };
	s->item[i].filled += filled;
	s->item[i].due += due;
}

/* ---- one statement ---- */

struct statement {
	const struct record_type *base;
	const char *fields;
	struct expr_refs refs;
	struct sql_args args;
	struct asked *asked;
	size_t n;
};

/* A condition on the fields of a record, for that record as it is joined: under its alias. */
static const char *condition_sql(struct ctx *c, struct statement *st, const struct field *f, const char *alias)
{
	struct expr_refs *own = NEW(c->arena, struct expr_refs);
	struct buf sql = buf_in(c->arena);

	*own = *f->due_refs;
	for (size_t i = 0; i < own->n_refs; i++)
		own->ref[i].sql = arena_fmt(c->arena, "%s.%s", alias, own->ref[i].field->column);
	expr_sql(&sql, &st->args, own, f->due_when);
	return buf_text(&sql);
}

static bool check_named(struct ctx *c, const char *fields)
{
	for (const char *p = fields; *p != '\0'; p += strcspn(p, ","), p += *p == ',') {
		const char *name = arena_strndup(c->arena, p, strcspn(p, ",")), *dot = strchr(name, '.');
		const struct record_type *t = dot == NULL ? NULL : catalog_type(c->catalog, arena_strndup(c->arena, name, (size_t)(dot - name)));
		if (t == NULL || field_find(t, dot + 1) == NULL)
			return fail(c, ERR_INVALID, "completeness.fields", "Không có mục %s; viết như learner.phone.", name);
	}
	return true;
}

static bool is_asked(struct ctx *c, const struct statement *st, const struct record_type *t, const struct field *f)
{
	return st->fields != NULL ? text_is_listed(st->fields, arena_fmt(c->arena, "%s.%s", t->name, f->name)) : f->required || f->required_when != NULL || f->expected != NULL;
}

static const char *both(struct arena *a, const char *one, const char *other)
{
	return one == NULL ? other : other == NULL ? one : arena_fmt(a, "(%s) AND (%s)", one, other);
}

/* when: what must hold of the record for anything to be asked of it; NULL: nothing. */
static void ask_fields(struct ctx *c, struct statement *st, const struct record_type *t, const char *alias, const char *when)
{
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		const bool at_times = !f->required && f->due_when != NULL;
		if (!is_asked(c, st, t, f) || !field_is_shown(c, t, f) || (at_times && !refs_are_shown(c, f->due_refs)))
			continue;
		st->asked[st->n++] = (struct asked){ t, f, arena_fmt(c->arena, "%s.%s", alias, f->column),
		                                       both(c->arena, when, at_times ? condition_sql(c, st, f, alias) : NULL) };
	}
}

/* A type that lives longer than a year is looked at through the records of the year that declare it. */
static const struct record_type *way_to(const struct ctx *c, const struct record_type *to)
{
	return declaration_of(c->arena, c->catalog, to).by;
}

/* Whoever has left is not written to there any more: what they lack nobody can fill in. */
static const char *still_there_sql(struct ctx *c, const struct record_type *t, const char *alias)
{
	const char *gone[GONE_STATUSES];
	const size_t n = record_gone_statuses(t, gone);
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < n; i++)
		buf_fmt(&b, "%s'%s'", i > 0 ? ", " : arena_fmt(c->arena, "%s.status NOT IN (", alias), gone[i]);
	return n == 0 ? NULL : arena_fmt(c->arena, "%s)", buf_text(&b));
}

static bool ask(struct ctx *c, struct statement *st)
{
	size_t room = 0, ref;

	for (size_t i = 0; i < c->catalog->n_types; i++)
		room += c->catalog->type[i].n_fields;
	st->asked = NEW_N(c->arena, struct asked, room + 1);
	ask_fields(c, st, st->base, "t", NULL);
	for (size_t i = 0; i < st->base->n_fields; i++) {
		const struct field *f = &st->base->field[i];
		const struct declaration way = f->to == NULL ? (struct declaration){ 0 } : declaration_of(c->arena, c->catalog, f->to);
		if (way.by != st->base || way.field != f || !field_is_shown(c, st->base, f) || !type_is_shown(c, f->to))
			continue;
		if (!expr_ref_add(c, &st->refs, arena_fmt(c->arena, "%s.code", f->name), &ref))
			return false;
		const char *sql = st->refs.ref[ref].sql, *alias = arena_strndup(c->arena, sql, strcspn(sql, "."));
		ask_fields(c, st, f->to, alias, still_there_sql(c, f->to, alias));
	}
	return true;
}

/* From a record of the type to its class: "" of a class itself, else "class."; NULL: it has none. */
static const char *class_path(struct ctx *c, const struct record_type *t)
{
	if (streq(t->name, "class"))
		return "";
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].to != NULL && streq(t->field[i].to->name, "class"))
			return arena_fmt(c->arena, "%s.", t->field[i].name);
	return NULL;
}

/* Paths of what the shares are by; false in *ret_any: the type has none. */
static bool group_paths(struct ctx *c, struct statement *st, const struct shares *s, const char **ret_key, const char **ret_label, bool *ret_any)
{
	const struct rule_set *set = rule_set_find(c->catalog, st->base);
	size_t key, label;

	*ret_any = true;
	*ret_key = *ret_label = "''";
	if (s->by == BY_FIELD)
		return true;
	if (s->by == BY_SCHOOL) {
		*ret_key = "u.code";
		*ret_label = "u.name";
		return true;
	}
	const char *class = class_path(c, st->base);
	*ret_any = s->by == BY_CLASS ? class != NULL : set != NULL && set->level != NULL;
	if (!*ret_any)
		return true;
	const char *path = s->by == BY_LEVEL ? set->level : arena_fmt(c->arena, "%scode", class);
	if (!expr_ref_add(c, &st->refs, path, &key) ||
	    !expr_ref_add(c, &st->refs, s->by == BY_LEVEL ? path : arena_fmt(c->arena, "%sname", class), &label))
		return false;
	*ret_key = st->refs.ref[key].sql;
	*ret_label = st->refs.ref[label].sql;
	return true;
}

static void put_columns(struct buf *sql, const struct statement *st)
{
	for (size_t i = 0; i < st->n; i++) {
		const struct asked *a = &st->asked[i];
		if (a->due == NULL)
			buf_fmt(sql, ", count(*), count(%s)", a->column);
		else
			buf_fmt(sql, ", count(CASE WHEN %s THEN 1 END), count(CASE WHEN %s THEN %s END)", a->due, a->due, a->column);
	}
}

static bool where(struct ctx *c, struct statement *st, const struct shares *s, struct buf *sql)
{
	const struct rule_set *set = rule_set_find(c->catalog, st->base);
	const struct expr *when = NULL;
	size_t class = 0;

	if (set != NULL && set->when != NULL && !expr_parse(c, &st->refs, rule_condition(c->arena, set->when, s->q->year, s->today), &when))
		return false;
	if (s->q->class != NULL && !expr_ref_add(c, &st->refs, arena_fmt(c->arena, "%scode", class_path(c, st->base)), &class))
		return false;
	buf_fmt(sql, " FROM %s t JOIN unit u ON u.id = t.unit_id", st->base->table);
	expr_joins_sql(sql, &st->refs);
	buf_put(sql, " WHERE ");
	scope_sql(sql, &st->args, actor_scope(c), "u", s->q->within ? SCOPE_FIND : SCOPE_TEST);
	buf_put(sql, " AND ");
	if (s->q->within) {
		scope_within_sql(sql, &st->args, s->q->unit->path, "u", SCOPE_FIND);
	} else {
		buf_put(sql, "t.unit_id = ");
		sql_arg(sql, &st->args, val_int(s->q->unit->id));
	}
	if (s->q->class != NULL) {
		buf_fmt(sql, " AND %s = ", st->refs.ref[class].sql);
		sql_arg(sql, &st->args, val_text(s->q->class));
	}
	if (st->base->year_bound) {
		buf_put(sql, " AND t.school_year = ");
		sql_arg(sql, &st->args, val_int(s->q->year));
	}
	buf_put(sql, " AND ");
	if (when != NULL) {
		expr_sql(sql, &st->args, &st->refs, when);
	} else {
		record_present_sql(sql, c->catalog, st->base, "t.status");
	}
	return true;
}

/* A grade is of a level; a code of the levels is one itself. */
static void name_level(struct ctx *c, const struct statement *st, const char **key, const char **label)
{
	const struct rule_set *set = rule_set_find(c->catalog, st->base);
	struct expr_refs refs = { .catalog = c->catalog, .base = st->base };
	const struct list *levels = catalog_list(c->catalog, "education_level");
	const struct list_item *it;
	size_t ref;

	if (!expr_ref_add(c, &refs, set->level, &ref) || levels == NULL)
		return;
	it = list_find(refs.ref[ref].field->list, *key, NULL);
	if (it != NULL && it->levels != NULL)
		*key = arena_strndup(c->arena, it->levels, 2);
	it = list_find(levels, *key, NULL);
	*label = it == NULL ? *key : it->name;
}

static void take_row(struct ctx *c, struct shares *s, const struct statement *st, const struct rows *r, size_t row)
{
	const char *key = rows_text(r, row, 0), *label = rows_text(r, row, 1);

	if (key == NULL)
		return;
	if (s->by == BY_LEVEL)
		name_level(c, st, &key, &label);
	for (size_t i = 0; i < st->n; i++) {
		const struct asked *a = &st->asked[i];
		int64_t due = rows_int(r, row, 2 + i * 2), filled = rows_int(r, row, 3 + i * 2);
		if (s->by == BY_FIELD)
			add_share(c, s, a->type->name, a->field->name, a->field->label, filled, due);
		else
			add_share(c, s, "", key, label, filled, due);
	}
}

static bool count_type(struct ctx *c, struct shares *s, const struct record_type *base)
{
	struct statement st = { .base = base, .fields = s->q->fields, .refs = { .catalog = c->catalog, .base = base, .school_year = s->q->year } };
	struct buf sql = buf_in(c->arena);
	const char *key, *label;
	struct rows r;
	bool any;

	if (s->q->class != NULL && class_path(c, base) == NULL)
		return true;
	if (!group_paths(c, &st, s, &key, &label, &any) || !any)
		return c->err == ERR_NONE;
	if (!ask(c, &st) || st.n == 0)
		return c->err == ERR_NONE;
	buf_fmt(&sql, "SELECT %s, %s", key, label);
	put_columns(&sql, &st);
	if (!where(c, &st, s, &sql))
		return false;
	if (s->by != BY_FIELD)
		buf_fmt(&sql, " GROUP BY %s, %s", key, label);
	if (!db_query(c, &r, sql.data, st.args.v, st.args.n))
		return false;
	for (size_t i = 0; i < r.count; i++)
		take_row(c, s, &st, &r, i);
	return true;
}

static void put_shares(const struct ctx *c, struct buf *b, struct shares *s)
{
	if (s->by != BY_FIELD && s->n > 1)
		qsort(s->item, s->n, sizeof *s->item, text_order);
	for (size_t i = 0; i < s->n; i++) {
		const struct share *x = &s->item[i];
		json_open_object(b, NULL);
		if (s->by == BY_FIELD) {
			json_put_text(b, "type", x->type);
			json_put_text(b, "plural", catalog_type(c->catalog, x->type)->plural);
			if (way_to(c, catalog_type(c->catalog, x->type)) != NULL)
				json_put_bool(b, "declared", true);
		}
		json_put_text(b, by_names[s->by], x->key);
		json_put_text(b, "label", x->label);
		json_put_int(b, "filled", x->filled);
		json_put_int(b, "due", x->due);
		json_close_object(b);
	}
}

static bool count_all(struct ctx *c, struct shares *s)
{
	for (int i = 0; i < BY__COUNT; i++)
		if (streq(s->q->by, by_names[i]))
			s->by = (enum by)i;
	if (s->by == BY__COUNT)
		return fail(c, ERR_INVALID, "completeness.by", "by phải là field, class, school hoặc level.");
	if (s->q->fields != NULL && !check_named(c, s->q->fields))
		return false;
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		if (type_is_shown(c, t) && (t->year_bound || way_to(c, t) == NULL) && !count_type(c, s, t))
			return false;
	}
	return true;
}

bool completeness_count(struct ctx *c, const struct completeness_query *q, struct buf *items)
{
	struct shares s = { .q = q, .by = BY__COUNT, .today = time_today(c->arena, c->now_ms) };

	if (!count_all(c, &s))
		return false;
	put_shares(c, items, &s);
	return true;
}

bool completeness_sum(struct ctx *c, const struct completeness_query *q, struct completeness_sum *ret)
{
	struct shares s = { .q = q, .by = BY__COUNT, .today = time_today(c->arena, c->now_ms) };

	*ret = (struct completeness_sum){ 0 };
	if (!count_all(c, &s))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		ret->filled += s.item[i].filled;
		ret->due += s.item[i].due;
	}
	return true;
}
