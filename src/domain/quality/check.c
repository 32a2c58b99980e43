/* check.c - one pass over the records of each set. */
#include "domain/quality/check.h"

#include "base/text.h"
#include "db/db.h"

/* Lists of two-digit codes; NULL others: not known, no. */
static bool levels_meet(const char *some, const char *others)
{
	for (const char *p = some; others != NULL && *p != '\0'; p += p[2] == ',' ? 3 : 2)
		if (memmem(others, strlen(others), p, 2) != NULL)
			return true;
	return false;
}

/* The levels of the record: those its code belongs to, else the institution's. */
static const char *levels_of(const struct check *k, const struct val *value)
{
	const struct ready_set *s = k->set;
	const struct list_item *it;

	if (s->level == SIZE_MAX)
		return k->unit->levels;
	if (value[s->level].kind != VAL_TEXT)
		return NULL;
	it = list_find(s->refs.ref[s->level].field->list, value[s->level].s, NULL);
	/* A code of the list of levels itself is its own level. */
	return it == NULL ? NULL : it->levels != NULL ? it->levels : it->code;
}

/* Values as one text; NULL when the first is absent: such a record is like no other. */
static const char *key_of(struct ctx *c, const struct check *k, const struct ready_rule *r, const struct val *value)
{
	struct buf b = buf_in(c->arena);

	if (value[r->by[0]].kind == VAL_NULL)
		return NULL;
	for (size_t i = 0; i < r->n_by; i++) {
		const struct val *v = &value[r->by[i]];
		const struct field *f = k->set->refs.ref[r->by[i]].field;
		bool spelt = f != NULL && streq(f->type->name, "text") && !field_is_digits(f);
		if (i > 0)
			buf_char(&b, '\x1f');
		if (v->kind == VAL_TEXT)
			buf_put(&b, spelt ? text_spelling(c->arena, v->s) : v->s);
		else if (v->kind != VAL_NULL)
			buf_int(&b, v->i);
	}
	return buf_text(&b);
}

static const char *as_text(struct ctx *c, const struct val *v)
{
	return v->kind == VAL_TEXT ? v->s : v->kind == VAL_NULL ? "" : arena_fmt(c->arena, "%" PRId64, v->i);
}

/* The first bound that holds decides. */
static void check_bounds(struct ctx *c, struct check *k, const struct ready_rule *r, const struct val *value, int64_t id)
{
	for (size_t i = 0; i < r->rule->n_bounds; i++) {
		const struct rule_bound *b = &r->rule->bound[i];
		if (r->bound[i].when != NULL && expr_eval(r->bound[i].when, value) != TRUE)
			continue;
		if (r->rule->kind == RULE_AGE) {
			if (expr_eval(r->bound[i].must, value) == FALSE)
				check_found(c, k, r, 0, value[r->code[0]].s, NULL);
			return;
		}
		int64_t n = figure_of(&k->figures[r - k->set->rule], arena_fmt(c->arena, "%" PRId64, id));
		if (n > b->max)
			check_found(c, k, r, 0, value[r->code[0]].s, arena_fmt(c->arena, "%" PRId64 " (tối đa %" PRId64 ")", n, b->max));
		else if (n < b->min)
			check_found(c, k, r, 0, value[r->code[0]].s, arena_fmt(c->arena, "%" PRId64 " (tối thiểu %" PRId64 ")", n, b->min));
		return;
	}
}

static void check_rule(struct ctx *c, struct check *k, const struct ready_rule *r, const struct val *value, int64_t id)
{
	const char *key;

	switch (r->rule->kind) {
	case RULE_CHECK:
		if (expr_eval(r->must, value) == FALSE && value[r->code[0]].kind == VAL_TEXT)
			check_found(c, k, r, 0, value[r->code[0]].s, NULL);
		break;
	case RULE_REQUIRED:
		for (size_t i = 0; i < r->n_fields; i++)
			if (value[r->value[i]].kind == VAL_NULL && value[r->code[i]].kind == VAL_TEXT)
				check_found(c, k, r, i, value[r->code[i]].s, NULL);
		break;
	case RULE_CASE:
		if (value[r->value[0]].kind == VAL_TEXT && text_is_one_case(value[r->value[0]].s))
			check_found(c, k, r, 0, value[r->code[0]].s, NULL);
		break;
	case RULE_AGE:
	case RULE_COUNT:
		check_bounds(c, k, r, value, id);
		break;
	case RULE_UNIQUE:
	case RULE_AGREE:
		key = key_of(c, k, r, value);
		if (key != NULL && value[r->code[0]].kind == VAL_TEXT)
			entries_add(c, &k->entries[r - k->set->rule], (struct entry){ .key = key, .code = arena_strdup(c->arena, value[r->code[0]].s),
				.value = arena_strdup(c->arena, as_text(c, &value[r->value[0]])),
				.elsewhere = r->elsewhere == SIZE_MAX || value[k->set->refs.n_refs + r->elsewhere].i != 0 });
		break;
	default:
		break;
	}
}

/* Cells: the record's number, the refs, and of keys whether another unit has them. */
static bool check_record(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct check *k = arg;
	const struct val *value = cell + 1;
	const char *levels = levels_of(k, value);

	(void)n;
	k->found->records++;
	for (size_t i = 0; i < k->set->n_rules; i++) {
		const struct ready_rule *r = &k->set->rule[i];
		if (r->rule->levels != NULL && !levels_meet(r->rule->levels, levels))
			continue;
		if (r->when == NULL || expr_eval(r->when, value) == TRUE)
			check_rule(c, k, r, value, cell[0].i);
	}
	return true;
}

static bool count_before(struct ctx *c, struct check *k)
{
	for (size_t i = 0; i < k->set->n_rules; i++) {
		const struct rule *r = k->set->rule[i].rule;
		if (r->kind == RULE_COUNT &&
		    !figures_by_path(c, k->q, r->of, r->of_field->name, k->q->year, k->unit, &k->figures[i]))
			return false;
	}
	return true;
}

/* The record itself, or one that a rule of the set tells of. */
static void put_only(struct buf *sql, struct sql_args *args, const struct ready_set *s, const char *record)
{
	bool any = false;

	for (size_t i = 0; i < s->refs.n_refs; i++) {
		const char *path = s->refs.ref[i].path, *dot = strrchr(path, '.');
		if (!streq(dot == NULL ? path : dot + 1, "code"))
			continue;
		buf_fmt(sql, "%s%s = ", any ? " OR " : " AND (", s->refs.ref[i].sql);
		sql_arg(sql, args, val_text(record));
		any = true;
	}
	buf_put(sql, any ? ")" : "");
}

static bool check_set(struct ctx *c, struct check *k)
{
	const struct ready_set *s = k->set;
	struct expr_refs refs = s->refs; /* the condition of the set is among them already */
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	const char *when = s->set->when == NULL ? NULL : rule_condition(c->arena, s->set->when, k->q->year, k->q->today);

	k->entries = NEW_N(c->arena, struct entries, s->n_rules);
	k->figures = NEW_N(c->arena, struct figures_by, s->n_rules);
	if (!count_before(c, k))
		return false;
	buf_put(&sql, "SELECT t.id");
	for (size_t i = 0; i < s->refs.n_refs; i++)
		buf_fmt(&sql, ", %s", s->refs.ref[i].sql);
	for (size_t i = 0; i < s->n_rules; i++)
		if (s->rule[i].elsewhere != SIZE_MAX) {
			buf_put(&sql, ", ");
			together_elsewhere_sql(&sql, s, &s->rule[i]);
		}
	buf_fmt(&sql, " FROM %s t", s->set->type->table);
	if (!figures_where_sql(c, &sql, &args, &refs, s->set->type, when, k->unit, k->q->year))
		return false;
	if (k->q->record != NULL && !s->together)
		put_only(&sql, &args, s, k->q->record);
	return db_each(c, sql.data, args.v, args.n, check_record, k) && check_together(c, k);
}

/* Most schools have no records of most types: one question tells which, and nothing is asked of those. */
static bool find_present(struct ctx *c, const struct quality *q, const struct unit *school, bool *ret)
{
	struct buf sql = buf_in(c->arena);
	struct rows r;

	for (size_t i = 0; i < q->n_sets; i++)
		buf_fmt(&sql, "%sCASE WHEN EXISTS (SELECT 1 FROM %s WHERE unit_id = $1) THEN 1 ELSE 0 END", i == 0 ? "SELECT " : ", ", q->set[i].set->type->table);
	if (q->n_sets > 0 && !db_query(c, &r, sql.data, ARGS(val_int(school->id))))
		return false;
	for (size_t i = 0; i < q->n_sets; i++)
		ret[i] = rows_int(&r, 0, i) != 0;
	return true;
}

bool quality_run_sets(struct ctx *c, const struct quality *q, const struct unit *school, size_t *by_set, struct findings *ret)
{
	struct check k = { .q = q, .unit = school, .found = ret };
	bool *present = NEW_N(c->arena, bool, q->n_sets + 1);

	*ret = (struct findings){ 0 };
	if (!find_present(c, q, school, present))
		return false;
	for (size_t i = 0; i < q->n_sets; i++) {
		const size_t before = ret->records;
		k.set = &q->set[i];
		if (present[i] && !check_set(c, &k))
			return false;
		by_set[i] = ret->records - before;
	}
	findings_settle(ret);
	return true;
}

bool quality_run(struct ctx *c, const struct quality *q, const struct unit *school, struct findings *ret)
{
	return quality_run_sets(c, q, school, NEW_N(c->arena, size_t, q->n_sets + 1), ret);
}
