/* checklist.c - what each record still lacks for a purpose. */
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/quality/check.h"
#include "store/seen.h"
#include "store/shown.h"

enum { ID, CODE, GROUP, TITLE, FIXED };

struct listing {
	const struct checklist_query *q;
	struct checklist_result *result;
	struct buf *items;
	size_t n;
	int64_t after, last;
	const struct record_type *of; /* whose code a line tells */
};

static void put_missing(struct buf *b, const struct checklist *k, const struct val *value)
{
	const struct field *reference, *f;

	for (size_t i = 0; i < k->n_fields; i++) {
		if (value[i].kind != VAL_NULL || !rule_field(k->set->type, k->field[i], &reference, &f))
			continue;
		json_put_texts(b, NULL, "field", k->field[i], "label", f->label, NULL);
	}
}

/* Cells: number, code of the person or record, name of the class, what it is called, then the fields. */
static bool take(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct listing *x = arg;
	bool complete = true;

	for (size_t i = FIXED; i < n; i++)
		complete = complete && cell[i].kind != VAL_NULL;
	x->result->records++;
	x->result->complete += complete;
	if (complete || cell[ID].i <= x->after)
		return true;
	if (x->n == x->q->limit) {
		if (x->result->cursor == NULL)
			x->result->cursor = arena_fmt(c->arena, "%" PRId64, x->last);
		return true; /* the rest is only counted */
	}
	x->n++;
	if (cell[CODE].kind == VAL_TEXT)
		seen_code(c, x->of, x->q->unit->id, cell[CODE].s);
	json_open_object(x->items, NULL);
	json_put_text(x->items, "record", cell[CODE].kind == VAL_TEXT ? cell[CODE].s : NULL);
	json_put_text(x->items, "title", cell[TITLE].kind == VAL_TEXT ? cell[TITLE].s : NULL);
	json_put_text(x->items, "class", cell[GROUP].kind == VAL_TEXT ? cell[GROUP].s : NULL);
	json_open_list(x->items, "missing");
	put_missing(x->items, x->q->list, cell + FIXED);
	json_close_list(x->items);
	json_close_object(x->items);
	x->last = cell[ID].i;
	return true;
}

static bool fields_sql(struct ctx *c, const struct checklist *k, struct expr_refs *refs, struct buf *sql)
{
	const struct field *reference, *f;
	const struct record_type *t = k->set->type;
	const char *person = "code", *title = record_title_path(c->arena, t), *group = NULL;
	size_t ref;

	if (rule_field(t, k->field[0], &reference, &f) && reference != NULL) {
		person = arena_fmt(c->arena, "%s.code", reference->name);
		title = arena_fmt(c->arena, "%s.%s", reference->name, record_title_path(c->arena, reference->to));
	}
	for (size_t i = 0; i < t->n_fields && group == NULL; i++)
		if (t->field[i].to != NULL && streq(t->field[i].to->name, "class"))
			group = arena_fmt(c->arena, "%s.name", t->field[i].name);
	if (!expr_ref_add(c, refs, person, &ref))
		return false;
	buf_fmt(sql, "SELECT t.id, %s", refs->ref[ref].sql);
	if (group != NULL && !expr_ref_add(c, refs, group, &ref))
		return false;
	buf_fmt(sql, ", %s", group == NULL ? "NULL" : refs->ref[ref].sql);
	const bool told = path_is_shown(c, t, title);
	if (told && !expr_ref_add(c, refs, title, &ref))
		return false;
	buf_fmt(sql, ", %s", told ? refs->ref[ref].sql : "NULL");
	for (size_t i = 0; i < k->n_fields; i++) {
		if (!expr_ref_add(c, refs, k->field[i], &ref))
			return false;
		buf_fmt(sql, ", %s", refs->ref[ref].sql);
	}
	buf_fmt(sql, " FROM %s t", t->table);
	return true;
}

const char *checklist_when(struct ctx *c, const struct checklist *k, int year)
{
	const char *when = k->when;

	if (k->set->when != NULL)
		when = when == NULL ? k->set->when : arena_fmt(c->arena, "(%s) and (%s)", k->set->when, when);
	return when == NULL ? NULL : rule_condition(c->arena, when, year, time_today(c->arena, c->now_ms));
}

bool checklist_check_shown(struct ctx *c, const struct checklist *k)
{
	return quality_is_shown(c, k->set->type, k->reads, NULL) ||
	       fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không được xem các hồ sơ mà danh sách này đọc.");
}

bool checklist_run(struct ctx *c, const struct checklist_query *q, struct buf *items, struct checklist_result *ret)
{
	const struct checklist *k = q->list;
	struct expr_refs refs = { .catalog = c->catalog, .base = k->set->type, .school_year = q->year };
	struct listing x = { .q = q, .result = ret, .items = items };
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	const char *when = checklist_when(c, k, q->year);
	const struct field *reference, *f;

	*ret = (struct checklist_result){ 0 };
	if (!quality_one_school(c, q->unit))
		return false;
	if (!checklist_check_shown(c, k))
		return false;
	if (q->cursor != NULL && !text_int(q->cursor, &x.after))
		return fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
	if (!fields_sql(c, k, &refs, &sql) || !figures_where_sql(c, &sql, &args, &refs, k->set->type, when, q->unit, q->year))
		return false;
	x.of = rule_field(k->set->type, k->field[0], &reference, &f) && reference != NULL ? reference->to : k->set->type;
	buf_put(&sql, " ORDER BY t.id");
	return db_each(c, sql.data, args.v, args.n, take, &x);
}

/* Whose record is told: the first field's. */
static const struct record_type *person_of(const struct checklist *k)
{
	const struct field *reference, *f;

	return rule_field(k->set->type, k->field[0], &reference, &f) && reference != NULL ? reference->to : k->set->type;
}

static bool concerns(const struct checklist *k, const struct list *level, const char *taught)
{
	bool any = k->levels == NULL || taught == NULL;

	for (size_t i = 0; level != NULL && i < level->n_items && !any; i++)
		any = text_is_listed(k->levels, level->item[i].code) && text_is_listed(taught, level->item[i].code);
	return any;
}

void checklist_put_names(struct ctx *c, const char *taught, struct buf *b)
{
	for (size_t i = 0; i < c->catalog->n_checklists; i++) {
		const struct checklist *k = &c->catalog->checklist[i];
		if (concerns(k, catalog_list(c->catalog, "education_level"), taught))
			json_put_texts(b, NULL, "name", k->name, "label", k->label, "label_en", k->label_en, "basis", k->basis, "plural", person_of(k)->plural, NULL);
	}
}
