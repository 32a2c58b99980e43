/* show.c - pages of faults, sums for offices, the rules themselves. */
#include "db/db.h"
#include "domain/quality/check.h"

bool quality_one_school(struct ctx *c, const struct unit *u)
{
	return streq(u->kind, "school") || fail(c, ERR_INVALID, "quality.unit", "Hãy chọn một cơ sở giáo dục; cả địa bàn thì dùng /quality/summary.");
}

static void put_member(struct buf *b, const char *key, const char *text)
{
	buf_put(b, key);
	buf_json_text(b, text);
}

static void put_finding(struct ctx *c, struct buf *b, const struct finding *f, const struct face *face)
{
	const struct record_type *t = finding_type(c, f);

	put_member(b, "{\"rule\":", f->rule->name);
	put_member(b, ",\"severity\":", severity_names[f->rule->severity]);
	put_member(b, ",\"type\":", t == NULL ? NULL : t->name);
	put_member(b, ",\"plural\":", t == NULL ? NULL : t->plural);
	put_member(b, ",\"record\":", f->code);
	put_member(b, ",\"title\":", face->title);
	put_member(b, ",\"class\":", face->class_code);
	put_member(b, ",\"class.title\":", face->class_title);
	put_member(b, ",\"field\":", f->field == NULL ? NULL : f->field->name);
	put_member(b, ",\"label\":", f->field == NULL ? NULL : f->field->label);
	put_member(b, ",\"message\":", f->rule->message);
	put_member(b, ",\"detail\":", f->detail);
	put_member(b, ",\"remedy\":", f->rule->remedy);
	buf_char(b, '}');
}

static void keep_asked(struct ctx *c, const struct quality_query *query, struct findings *found)
{
	size_t n = 0;

	for (size_t i = 0; i < found->n; i++) {
		const struct finding *f = &found->item[i];
		if ((query->record == NULL || streq(f->code, query->record)) && (query->type == NULL || finding_type(c, f) == query->type))
			found->item[n++] = *f;
	}
	found->n = n;
}

bool quality_problems(struct ctx *c, const struct quality_query *query, struct buf *items, size_t *ret_total, const char **ret_cursor)
{
	struct quality *q;
	struct findings found;
	struct face *face;
	size_t from = 0, n = 0;

	*ret_cursor = NULL;
	if (!quality_one_school(c, query->unit) || !quality_prepare(c, query, &q) || !quality_run(c, q, query->unit, &found))
		return false;
	keep_asked(c, query, &found);
	*ret_total = found.n;
	while (query->cursor != NULL && from < found.n && strcmp(found.item[from].key, query->cursor) <= 0)
		from++;
	n = found.n - from < query->limit ? found.n - from : query->limit;
	if (!quality_faces(c, q, query->unit, n == 0 ? NULL : found.item + from, n, &face))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(items, ',');
		put_finding(c, items, &found.item[from + i], &face[i]);
	}
	if (from + n < found.n)
		*ret_cursor = found.item[from + n - 1].key;
	return true;
}

static bool is_told(const struct problems *p, const char *key, const char *field)
{
	for (const struct problem *at = p->first; at != NULL; at = at->next)
		if (streq(at->key, key) && (field == NULL || at->field == NULL ? field == at->field : streq(field, at->field)))
			return true;
	return false;
}

bool quality_warn(struct ctx *c, const struct record *rec, int year, struct problems *p)
{
	struct quality_query query = { .unit = &rec->unit, .year = rec->school_year != 0 ? rec->school_year : year, .record = rec->code, .type = rec->type };
	struct quality *q;
	struct findings found;

	if (!streq(rec->unit.kind, "school") || (c->account != NULL && !role_may(c->account->role, "quality", "read")))
		return true;
	if (!quality_prepare(c, &query, &q) || !quality_run(c, q, query.unit, &found))
		return false;
	keep_asked(c, &query, &found);
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *f = &found.item[i];
		const char *field = f->field == NULL ? NULL : f->field->name;
		if (!is_told(p, f->rule->key, field))
			problem_warn(c, p, field, f->rule->key, "%s%s%s%s%s", f->rule->message, f->detail == NULL ? "" : " ", f->detail == NULL ? "" : f->detail,
			             f->rule->remedy == NULL ? "" : " ", f->rule->remedy == NULL ? "" : f->rule->remedy);
	}
	return true;
}

/* Of the rules that the caller asked for and is shown. */
static void put_sums(struct buf *b, const struct quality *q, const struct unit *u, const struct ctx *c, const struct tally *t)
{
	size_t by_severity[SEVERITY__COUNT] = { 0 }, records = 0;
	bool *asked = NEW_N(b->arena, bool, c->catalog->n_rules + 1), first = true;

	for (size_t i = 0; i < q->n_sets; i++) {
		records += t->set[q->set[i].set - c->catalog->rule_set];
		for (size_t k = 0; k < q->set[i].n_rules; k++) {
			const struct ready_rule *r = &q->set[i].rule[k];
			asked[r->at] = true;
			by_severity[r->rule->severity] += t->rule[r->at];
		}
	}
	put_member(b, "{\"unit\":", u->code);
	put_member(b, ",\"name\":", u->name);
	buf_fmt(b, ",\"records\":%zu", records);
	for (int i = 0; i < SEVERITY__COUNT; i++)
		buf_fmt(b, ",\"%ss\":%zu", severity_names[i], by_severity[i]);
	buf_put(b, ",\"rules\":{");
	for (size_t i = 0; i < c->catalog->n_rules; i++)
		if (asked[i] && t->rule[i] > 0) {
			buf_fmt(b, "%s\"%s\":%" PRIu32, first ? "" : ",", c->catalog->rule[i].name, t->rule[i]);
			first = false;
		}
	buf_put(b, "}}");
}

struct summing {
	const struct quality *asked, *ready[PARTS__COUNT];
	const char *mark;
	struct buf *items;
};

/* One school in a small arena of its own. */
static bool sum_school(struct ctx *c, const struct summing *s, const char *code)
{
	struct ctx own = *c;
	struct tally t;
	struct unit u;

	own.arena = arena_new();
	struct buf b = buf_in(own.arena);
	const bool ok = unit_find(&own, actor_scope(c), code, &u) && tally_school(&own, s->ready, &u, s->mark, &t);
	if (ok) {
		put_sums(&b, s->asked, &u, c, &t);
		buf_add(s->items, b.data, b.len);
	} else {
		ctx_hand_over(&own, c);
	}
	c->db = own.db;
	arena_free(own.arena);
	return ok;
}

static bool schools_within(struct ctx *c, const struct quality_query *query, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "SELECT u.code FROM unit u WHERE u.kind = 'school' AND ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
	buf_put(&sql, " AND ");
	within_sql(&sql, &args, query->unit->path, "u", SCOPE_FIND);
	if (query->cursor != NULL) {
		buf_put(&sql, " AND u.code > ");
		sql_arg(&sql, &args, val_text(query->cursor));
	}
	buf_fmt(&sql, " ORDER BY u.code LIMIT %zu", query->limit + 1);
	return db_query(c, ret, sql.data, args.v, args.n);
}

static bool sum_page(struct ctx *c, const struct quality_query *query, struct buf *items, const char **ret_cursor)
{
	struct quality *asked, *ready[PARTS__COUNT];
	struct summing s = { .items = items };
	struct rows r;

	*ret_cursor = NULL;
	if (!quality_prepare(c, query, &asked) || !tally_mark(c, &s.mark) || !schools_within(c, query, &r) || !db_plan_once(c))
		return false;
	s.asked = asked;
	for (int i = 0; i < PARTS__COUNT; i++) {
		if (!quality_prepare_part(c, query->year, (enum part)i, &ready[i]))
			return false;
		s.ready[i] = ready[i];
	}
	for (size_t i = 0; i < r.count && i < query->limit; i++) {
		if (i > 0)
			buf_char(items, ',');
		if (!sum_school(c, &s, rows_text(&r, i, 0)))
			return false;
	}
	if (r.count > query->limit)
		*ret_cursor = rows_text(&r, query->limit - 1, 0);
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

void quality_put_rules(struct ctx *c, struct buf *b)
{
	bool first = true;

	for (size_t i = 0; i < c->catalog->n_rules; i++) {
		const struct rule *r = &c->catalog->rule[i];
		if (!quality_is_shown(c, r->set->type, r->reads, r->of))
			continue;
		buf_put(b, first ? "" : ",");
		first = false;
		put_member(b, "{\"name\":", r->name);
		put_member(b, ",\"type\":", r->set->type->name);
		put_member(b, ",\"kind\":", rule_kind_names[r->kind]);
		put_member(b, ",\"severity\":", severity_names[r->severity]);
		put_member(b, ",\"levels\":", r->levels);
		put_member(b, ",\"field\":", r->field);
		put_member(b, ",\"message\":", r->message);
		put_member(b, ",\"remedy\":", r->remedy);
		put_member(b, ",\"basis\":", r->basis);
		buf_char(b, '}');
	}
}
