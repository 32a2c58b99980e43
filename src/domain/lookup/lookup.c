/* lookup.c - one line of search over persons, classes and units. */
#include "domain/lookup/lookup.h"

#include <jansson.h>

#include "base/json.h"
#include "base/text.h"
#include "catalog/document.h"
#include "catalog/life.h"
#include "catalog/screen.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "store/nearest.h"
#include "store/quota.h"
#include "store/shown.h"

struct finding {
	struct ctx *c;
	const struct lookup *asked;
	const struct lookup_text *text;
	struct buf *items;
	size_t n;                  /* of the kind that is looked for now */
	json_t *seen;              /* whom it found: by type and code in a unit */
};

static void put_item(struct finding *f, const char *kind, const char *type, const char *code, const char *title, const char *note, const char *unit)
{
	const struct record_type *t = streq(kind, "unit") ? NULL : catalog_type(f->c->catalog, type);

	json_open_object(f->items, NULL);
	json_put_text(f->items, "kind", kind);
	json_put_text(f->items, "type", type);
	json_put_text(f->items, "plural", t == NULL ? NULL : t->plural);
	json_put_text(f->items, "code", code);
	json_put_text(f->items, "title", title);
	json_put_text(f->items, "note", note);
	json_put_text(f->items, "unit", unit);
	json_close_object(f->items);
	f->n++;
}

static void add_part(struct buf *note, const char *before, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	if (note->len > 0)
		buf_put(note, " · ");
	buf_fmt(note, "%s%s", before, text);
}

static const char *member(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

static const char *year_of_birth(struct ctx *c, const json_t *o)
{
	const char *date = member(o, "birth_date");
	const json_t *year = json_object_get(o, "birth_year");

	return date != NULL ? arena_strndup(c->arena, date, 4) : year != NULL ? arena_fmt(c->arena, "%" PRId64, (int64_t)json_integer_value(year)) : NULL;
}

static const char CLASS_PATH[] = "enrolment.class.title";

static const char *seen_key(struct ctx *c, const struct record_type *t, const char *unit, const char *code)
{
	return arena_fmt(c->arena, "%s %s %s", t->name, unit, code);
}

/* by: by what number it was found, and whose; NULL: by something else. */
static bool put_record(struct finding *f, const struct record_type *t, const char *kind, const json_t *o, const char *by)
{
	struct ctx *c = f->c;
	const char *code = member(o, "code"), *unit = member(o, "unit"), *title = member(o, "title");
	const char *key = seen_key(c, t, unit, code);
	struct buf note = buf_in(c->arena);
	struct unit school;

	if (json_object_get(f->seen, key) != NULL || f->n == f->asked->limit)
		return true;
	json_object_set_new(f->seen, key, json_true());
	if (!unit_find(c, actor_scope(c), unit, &school))
		return false;
	add_part(&note, "Lớp ", member(o, CLASS_PATH));
	add_part(&note, "", school.name);
	add_part(&note, "sinh năm ", year_of_birth(c, o));
	add_part(&note, "", by);
	put_item(f, kind, t->name, code, title == NULL ? code : title, buf_text(&note), unit);
	return true;
}

/* What an item tells, as far as the caller is shown it. */
static const char *wanted_fields(struct ctx *c, const struct record_type *t)
{
	static const char *const names[] = { "title", "birth_date", "birth_year" };
	struct buf b = buf_in(c->arena);

	buf_put(&b, "code,unit");
	for (size_t i = 0; i < COUNT(names); i++)
		if ((i == 0 || field_find(t, names[i]) != NULL) && path_is_shown(c, t, names[i]))
			buf_fmt(&b, ",%s", names[i]);
	if (streq(t->name, "learner") && path_is_shown(c, t, CLASS_PATH))
		buf_fmt(&b, ",%s", CLASS_PATH);
	return buf_text(&b);
}

/* One list: where and when, as it was asked. */
static bool list_found(struct finding *f, const struct record_type *t, struct record_query query, json_t **ret)
{
	struct ctx *c = f->c;
	struct buf items = buf_in(c->arena);
	const char *next;

	query.scope = actor_scope(c);
	query.unit = f->asked->unit;
	query.within = f->asked->within;
	query.year = f->asked->year;
	query.limit = f->asked->limit;
	json_open_list(&items, NULL);
	if (!record_list(c, t, &query, &items, &next))
		return false;
	json_close_list(&items);
	*ret = document_read(c->arena, buf_text(&items));
	assert(*ret != NULL);
	return true;
}

static bool add_list(struct finding *f, const struct record_type *t, const char *kind, struct record_query query, const char *by)
{
	json_t *all, *o;
	size_t i;

	query.fields = wanted_fields(f->c, t);
	if (!list_found(f, t, query, &all))
		return false;
	json_array_foreach(all, i, o)
		if (!put_record(f, t, kind, o, by))
			return false;
	return true;
}

static bool finds_by_name(const struct ctx *c, const struct record_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].search && !field_is_shown(c, t, &t->field[i]))
			return false;
	return true;
}

static bool is_identity_number(const struct field *f)
{
	return f->unique && field_is_digits(f);
}

static bool is_phone(const struct field *f)
{
	return f->pattern != NULL && streq(f->pattern, "phone");
}

static bool is_birth_date(const struct field *f)
{
	return f->identity && f->type->column == COLUMN_DATE;
}

/* By those of its fields that are such, and that the caller is shown. */
static struct record_match match_of(struct ctx *c, const struct record_type *t, bool (*is_such)(const struct field *), enum match_how how, const char *text)
{
	struct record_match m = { .field = NEW_N(c->arena, const struct field *, t->n_fields + 1), .how = how, .text = text };

	for (size_t i = 0; i < t->n_fields; i++)
		if (is_such(&t->field[i]) && field_is_shown(c, t, &t->field[i]))
			m.field[m.n++] = &t->field[i];
	return m;
}

static bool add_matches(struct finding *f, const struct record_type *t, bool (*is_such)(const struct field *), enum match_how how, const char *text)
{
	const struct record_match m = match_of(f->c, t, is_such, how, text);

	return m.n == 0 || add_list(f, t, "person", (struct record_query){ .match = &m }, NULL);
}

/* One field after the other: its label says whose number it is. */
static bool add_own_phones(struct finding *f, const struct record_type *t, enum match_how how, const char *text)
{
	const struct record_match all = match_of(f->c, t, is_phone, how, text);

	for (size_t i = 0; i < all.n; i++) {
		const struct record_match m = { .field = &all.field[i], .n = 1, .how = how, .text = text };
		if (!add_list(f, t, "person", (struct record_query){ .match = &m }, all.field[i]->label))
			return false;
	}
	return true;
}

/* Those whom the records of another type belong to that have such a telephone: the child of a mother. */
static bool add_owners(struct finding *f, const struct record_type *t, const struct record_type *part, const struct field *owner, enum match_how how, const char *text)
{
	struct ctx *c = f->c;
	const struct record_match m = match_of(c, part, is_phone, how, text);
	const char *path = arena_fmt(c->arena, "%s.code", owner->name);
	json_t *all, *o;
	size_t i;

	if (m.n == 0 || !path_is_shown(c, part, path))
		return true;
	if (!list_found(f, part, (struct record_query){ .match = &m, .fields = arena_fmt(c->arena, "unit,%s%s", path, path_is_shown(c, part, "title") ? ",title" : "") }, &all))
		return false;
	json_array_foreach(all, i, o) {
		const char *code = member(o, path), *filter = code == NULL ? NULL : arena_fmt(c->arena, "code == \"%s\"", code);
		const char *who = member(o, "title");
		if (code != NULL && json_object_get(f->seen, seen_key(c, t, member(o, "unit"), code)) == NULL &&
		    !add_list(f, t, "person", (struct record_query){ .filter = filter }, who == NULL ? NULL : arena_fmt(c->arena, "số của %s", who)))
			return false;
	}
	return true;
}

/* Telephones are looked for in one school. */
static bool add_phones(struct finding *f, const struct record_type *t, enum match_how how, const char *text)
{
	const struct catalog *k = f->c->catalog;

	if (text == NULL || f->asked->unit == NULL || f->asked->within)
		return true;
	if (!add_own_phones(f, t, how, text))
		return false;
	for (size_t i = 0; i < k->n_types; i++) {
		const struct field *owner = screen_part_owner(k, &k->type[i], t);
		if (owner != NULL && type_is_shown(f->c, &k->type[i]) && !add_owners(f, t, &k->type[i], owner, how, text))
			return false;
	}
	return true;
}

/* Names that have the words of the text; then, of the same type, what else it finds. */
static bool add_named(struct finding *f, const struct record_type *t, const char *kind, bool whole)
{
	if (f->text->date != NULL || f->n == f->asked->limit || !type_is_shown(f->c, t) || !finds_by_name(f->c, t))
		return true;
	return add_list(f, t, kind, (struct record_query){ .q = f->text->clean, .whole = whole, .nearest = true }, NULL);
}

static bool find_persons_of(struct finding *f, const struct record_type *t)
{
	const struct lookup_text *x = f->text;

	if (x->date != NULL)
		return add_matches(f, t, is_birth_date, MATCH_IS, x->date);
	return add_named(f, t, "person", false) && (x->number == NULL || add_matches(f, t, is_identity_number, MATCH_IS, x->number)) &&
	       (x->last == NULL || add_matches(f, t, is_identity_number, MATCH_ENDS, x->last)) &&
	       add_phones(f, t, MATCH_PHONE, x->phone) && add_phones(f, t, MATCH_PHONE_ENDS, x->last);
}

static bool find_persons(struct finding *f)
{
	const struct catalog *k = f->c->catalog;

	for (size_t i = 0; i < k->n_types; i++)
		if (k->type[i].code_scheme == CODE_PERSON && !add_named(f, &k->type[i], "person", true))
			return false;
	for (size_t i = 0; i < k->n_types; i++)
		if (k->type[i].code_scheme == CODE_PERSON && type_is_shown(f->c, &k->type[i]) && !find_persons_of(f, &k->type[i]))
			return false;
	return true;
}

static bool find_classes(struct finding *f)
{
	const struct record_type *t = catalog_type(f->c->catalog, "class");

	return add_named(f, t, "class", true) && add_named(f, t, "class", false);
}

/* by_part: the code may be begun only; among people and classes four digits mean something else. */
static void put_unit_words(struct ctx *c, struct buf *sql, struct sql_args *args, const char *text, bool by_part)
{
	const char *whole_or_begun = text_like(c->arena, text) + 1;
	bool any = false;

	buf_put(sql, by_part ? " AND (u.code LIKE " : " AND (u.code = ");
	sql_arg(sql, args, val_text(by_part ? whole_or_begun : text));
	buf_put(sql, by_part ? " ESCAPE '\\'" : "");
	char *folded = arena_strdup(c->arena, text_fold(c->arena, text));
	for (char *save = NULL, *w = strtok_r(folded, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save)) {
		buf_put(sql, any ? " AND u.search_key LIKE " : " OR (u.search_key LIKE ");
		sql_arg(sql, args, val_text(text_like(c->arena, w)));
		buf_put(sql, " ESCAPE '\\'");
		any = true;
	}
	buf_put(sql, any ? "))" : ")");
}

static void put_nearest(struct buf *sql, struct sql_args *args, const struct finding *f)
{
	buf_put(sql, " ORDER BY ");
	nearest_sql(sql, args, "u.search_key", f->text->clean);
	buf_fmt(sql, ", u.code LIMIT %zu", f->asked->limit);
}

static bool find_units(struct finding *f)
{
	struct ctx *c = f->c;
	const struct lookup *l = f->asked;
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	if (f->text->date != NULL)
		return true;
	buf_put(&sql, "SELECT u.code, u.name, u.kind FROM unit u WHERE ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
	if (l->unit != NULL) {
		buf_put(&sql, " AND ");
		scope_within_sql(&sql, &args, l->unit->path, "u", SCOPE_FIND);
	}
	put_unit_words(c, &sql, &args, f->text->clean, !l->persons && !l->classes);
	put_nearest(&sql, &args, f);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const struct unit_kind *kind = unit_kind_find(c->catalog, rows_text(&r, i, 2));
		put_item(f, "unit", rows_text(&r, i, 2), rows_text(&r, i, 0), rows_text(&r, i, 1), kind == NULL ? NULL : kind->label, rows_text(&r, i, 0));
	}
	return true;
}

/* Schools of one name are told apart by their province. */
static bool find_schools(struct finding *f)
{
	struct ctx *c = f->c;
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	const char *between = "";
	struct rows r;

	buf_put(&sql, "SELECT u.code, u.name, u.kind, u.province FROM unit u WHERE (");
	for (size_t i = 0; i < c->catalog->n_unit_kinds; i++) {
		const struct unit_kind *kind = &c->catalog->unit_kind[i];
		if (kind->record == NULL)
			continue;
		buf_fmt(&sql, "%s(u.kind = '%s' AND ", between, kind->code);
		between = " OR ";
		record_present_sql(&sql, c->catalog, kind->record, "u.status");
		buf_char(&sql, ')');
	}
	buf_char(&sql, ')');
	put_unit_words(c, &sql, &args, f->text->clean, true);
	put_nearest(&sql, &args, f);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const struct list_item *p = list_find(catalog_list(c->catalog, "province"), rows_text(&r, i, 3), NULL);
		put_item(f, "unit", rows_text(&r, i, 2), rows_text(&r, i, 0), rows_text(&r, i, 1), p == NULL ? NULL : p->name, rows_text(&r, i, 0));
	}
	return true;
}

static bool is_own_school(const struct ctx *c, const struct lookup *l)
{
	return l->unit != NULL && !l->within && c->account != NULL && l->unit->id == c->account->unit.id;
}

/* Numbers can be tried one after the other: beyond one's own school only so many a day. */
static bool check_numbers(struct ctx *c, const struct lookup *l, const struct lookup_text *x)
{
	const bool one_school = l->unit != NULL && !l->within;
	struct quota quota;
	size_t granted;

	if (!l->persons || (x->last == NULL && x->number == NULL && x->phone == NULL))
		return true;
	if (x->last != NULL && !one_school)
		return fail(c, ERR_INVALID, "search.one_school", "Bốn số cuối chỉ tìm được trong một trường; hãy chọn trường (unit), hoặc gõ cả số.");
	if (c->account == NULL || is_own_school(c, l))
		return true;
	quota = quota_of_account(c, "search.number", c->catalog->search_numbers_a_day);
	if (!db_begin(c) || !db_end(c, quota_take(c, &quota, 1, &granted)))
		return false;
	return granted > 0 || fail(c, ERR_LIMITED, "search.quota", "Hôm nay tài khoản này đã tìm theo số ở ngoài trường mình %d lần, nhiều nhất trong một ngày; "
	                           "hãy tìm theo tên hoặc mã, hoặc đợi đến mai.", c->catalog->search_numbers_a_day);
}

bool lookup_run(struct ctx *c, const struct lookup *l, struct buf *ret_items)
{
	struct lookup_text x;
	struct finding f = { .c = c, .asked = l, .text = &x, .items = ret_items };

	if (!lookup_read(c, l->text, &x) || !check_numbers(c, l, &x))
		return false;
	f.seen = document_kept(c->arena, json_object());
	if (l->persons && !find_persons(&f))
		return false;
	f.n = 0;
	if (l->classes && !find_classes(&f))
		return false;
	f.n = 0;
	f.n = 0;
	return (!l->units || find_units(&f)) && (!l->schools || find_schools(&f));
}
