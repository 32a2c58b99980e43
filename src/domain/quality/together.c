/* together.c - what records say together: equal values, numbers, changes against last year. */
#include <stdlib.h>

#include "db/db.h"
#include "domain/quality/check.h"

void entries_add(struct ctx *c, struct entries *e, struct entry one)
{
	e->item = arena_grow(c->arena, e->item, e->n, &e->room, sizeof *e->item);
	e->item[e->n++] = one;
}

static int compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int d = strcmp(x->key, y->key);

	return d != 0 ? d : strcmp(x->code, y->code);
}

static size_t group_end(const struct entries *e, size_t from)
{
	size_t end = from;

	while (end < e->n && streq(e->item[end].key, e->item[from].key))
		end++;
	return end;
}

/* Records of one key that are several, or that do not agree. */
static void check_groups(struct ctx *c, struct check *k, const struct ready_rule *r, const struct entries *e)
{
	for (size_t from = 0, end; from < e->n; from = end) {
		bool differs = false;
		end = group_end(e, from);
		for (size_t i = from + 1; i < end; i++)
			differs = differs || (r->rule->kind == RULE_AGREE ? !streq(e->item[i].value, e->item[from].value)
			                                                  : !streq(e->item[i].code, e->item[from].code));
		for (size_t i = from; differs && i < end; i++)
			check_found(c, k, r, 0, e->item[i].code, NULL);
	}
}

struct elsewhere {
	struct check *k;
	const struct ready_rule *rule;
	const struct entries *entries;
};

/* Cells: key, code, of a record of another unit. */
static bool take_elsewhere(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct elsewhere *x = arg;

	(void)n;
	if (cell[0].kind != VAL_TEXT || cell[1].kind != VAL_TEXT)
		return true;
	for (size_t i = lower_bound(x->entries->item, x->entries->n, sizeof *x->entries->item, cell[0].s); i < x->entries->n && streq(x->entries->item[i].key, cell[0].s); i++)
		if (!streq(x->entries->item[i].code, cell[1].s))
			check_found(c, x->k, x->rule, 0, x->entries->item[i].code, NULL);
	return true;
}

/* The reference of the base by which a path goes to a field; NULL: it does not, or further. */
static const struct field *reference_of(const struct record_type *base, const char *path)
{
	const char *dot = strchr(path, '.');

	if (dot == NULL || strchr(dot + 1, '.') != NULL)
		return NULL;
	for (size_t i = 0; i < base->n_fields; i++)
		if (base->field[i].to != NULL && strlen(base->field[i].name) == (size_t)(dot - path) && strncmp(base->field[i].name, path, (size_t)(dot - path)) == 0)
			return &base->field[i];
	return NULL;
}

static const char *column_of(const struct record_type *t, const char *name)
{
	const struct field *f = field_find(t, name);

	return f == NULL ? name : f->column;
}

/* A key is compared as it is stored: one that is spelt is not. */
bool together_elsewhere_sql(struct buf *sql, const struct ready_set *s, const struct ready_rule *r)
{
	const struct expr_ref *key = &s->refs.ref[r->by[0]];
	const struct field *reference = reference_of(s->set->type, key->path);
	const struct record_type *t = reference != NULL ? reference->to : s->set->type;

	if (r->n_by != 1 || (reference == NULL && strchr(key->path, '.') != NULL) || (key->field != NULL && !field_is_digits(key->field)))
		return false;
	buf_fmt(sql, "CASE WHEN EXISTS (SELECT 1 FROM %s x WHERE x.%s = %s AND x.unit_id <> t.unit_id) THEN 1 ELSE 0 END", t->table,
	        column_of(t, reference != NULL ? strchr(key->path, '.') + 1 : key->path), key->sql);
	return true;
}

/* "... IN (chunk)" for a key of the record itself; for one of a record it refers to, by way of that record: its values
 * are found by their index, and who refers to it by theirs.  A join would leave the order to the planner. */
static void put_others(struct buf *sql, struct sql_args *args, const struct check *k, const char *path, const char *key_sql)
{
	const struct field *reference = reference_of(k->set->set->type, path);
	const char *column = key_sql;

	if (reference != NULL) {
		buf_fmt(sql, "(t.unit_id, t.%s) IN (SELECT x.unit_id, x.id FROM %s x WHERE ", reference->column, reference->to->table);
		column = arena_fmt(sql->arena, "x.%s", column_of(reference->to, strchr(path, '.') + 1));
	}
	buf_fmt(sql, "%s IN ", column);
	sql_arg_chunk(sql, args, CHUNK);
	buf_put(sql, column == key_sql ? " AND t.unit_id <> " : " AND x.unit_id <> ");
	sql_arg(sql, args, val_int(k->unit->id));
	buf_put(sql, column == key_sql ? "" : ")");
}

/* "SELECT key, code FROM ... WHERE others" with the conditions of set and rule. */
static bool elsewhere_sql(struct ctx *c, const struct check *k, const struct ready_rule *r, struct buf *sql, struct sql_args *args)
{
	const struct rule_set *set = k->set->set;
	struct expr_refs refs = { .catalog = c->catalog, .base = set->type, .school_year = k->q->year };
	const struct expr *set_when = NULL, *when = NULL;
	size_t key, code;

	if (!expr_ref_add(c, &refs, r->rule->by[0], &key) || !expr_ref_add(c, &refs, k->set->refs.ref[r->code[0]].path, &code) ||
	    (set->when != NULL && !expr_parse(c, &refs, rule_condition(c->arena, set->when, k->q->year, k->q->today), &set_when)) ||
	    (r->rule->when != NULL && !expr_parse(c, &refs, rule_condition(c->arena, r->rule->when, k->q->year, k->q->today), &when)))
		return false;
	buf_fmt(sql, "SELECT %s, %s FROM %s t", refs.ref[key].sql, refs.ref[code].sql, set->type->table);
	expr_joins_sql(sql, &refs);
	buf_put(sql, " WHERE ");
	put_others(sql, args, k, r->rule->by[0], refs.ref[key].sql);
	if (set->type->year_bound) {
		buf_put(sql, " AND t.school_year = ");
		sql_arg(sql, args, val_int(k->q->year));
	}
	for (int i = 0; i < 2; i++)
		if ((i == 0 ? set_when : when) != NULL) {
			buf_put(sql, " AND ");
			expr_sql(sql, args, &refs, i == 0 ? set_when : when);
		}
	return true;
}

static bool any_elsewhere(const struct entries *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->item[i].elsewhere)
			return true;
	return false;
}

static bool check_elsewhere(struct ctx *c, struct check *k, const struct ready_rule *r, const struct entries *e)
{
	struct elsewhere x = { k, r, e };
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	size_t n = 0;

	if (!any_elsewhere(e))
		return true;
	if (!elsewhere_sql(c, k, r, &sql, &args))
		return false;
	for (size_t from = 0; from < e->n;) {
		size_t end = group_end(e, from);
		if (e->item[from].elsewhere)
			args.v[n++] = val_text(e->item[from].key);
		from = end;
		if (n == 0 || (n < CHUNK && from < e->n))
			continue;
		while (n < CHUNK)
			args.v[n++] = val_null();
		if (!db_visit(c, sql.data, args.v, args.n, take_elsewhere, &x))
			return false;
		n = 0;
	}
	return true;
}

static void compare_years(struct ctx *c, struct check *k, const struct ready_rule *r, const char *key, int64_t before, int64_t now)
{
	int64_t by = now > before ? now - before : before - now;
	const struct field *f = r->n_by == 0 ? NULL : k->set->refs.ref[r->by[0]].field;
	const struct list_item *it = f == NULL || f->list == NULL ? NULL : list_find(f->list, key, NULL);

	if (by <= r->rule->persons || by * 100 <= r->rule->percent * before)
		return;
	check_found(c, k, r, 0, k->unit->code,
	            arena_fmt(c->arena, "%s%s%" PRId64 ", năm trước %" PRId64, it != NULL ? it->name : key, *key == '\0' ? "" : ": ", now, before));
}

/* A first year has nothing to be compared with. */
static bool check_change(struct ctx *c, struct check *k, const struct ready_rule *r)
{
	struct figures_by before, now;

	if (!figures_by_path(c, k->q, k->set->set->type, r->rule->by[0], k->q->year - 1, k->unit, &before))
		return false;
	int64_t total = 0;
	for (size_t i = 0; i < before.n; i++)
		total += before.item[i].n;
	if (total == 0)
		return true;
	if (!figures_by_path(c, k->q, k->set->set->type, r->rule->by[0], k->q->year, k->unit, &now))
		return false;
	for (size_t i = 0; i < now.n; i++)
		compare_years(c, k, r, now.item[i].key, figure_of(&before, now.item[i].key), now.item[i].n);
	for (size_t i = 0; i < before.n; i++)
		if (figure_of(&now, before.item[i].key) == 0 && before.item[i].n > 0)
			compare_years(c, k, r, before.item[i].key, before.item[i].n, 0);
	return true;
}

bool check_together(struct ctx *c, struct check *k)
{
	for (size_t i = 0; i < k->set->n_rules; i++) {
		const struct ready_rule *r = &k->set->rule[i];
		struct entries *e = &k->entries[i];
		if (r->rule->kind == RULE_CHANGE && !check_change(c, k, r))
			return false;
		if (r->rule->kind != RULE_UNIQUE && r->rule->kind != RULE_AGREE)
			continue;
		if (e->n > 1)
			qsort(e->item, e->n, sizeof *e->item, compare_entries);
		check_groups(c, k, r, e);
		if (r->rule->everywhere && !check_elsewhere(c, k, r, e))
			return false;
	}
	return true;
}
