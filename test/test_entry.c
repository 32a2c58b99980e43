/* test_entry.c - what must hold of a record holds whichever way it comes: alone, changed, in a batch, in a file.
 *
 * Each rule of entry is broken and kept by its cases in test/quality/rules.json, each pattern by those below. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "catalog/entry.h"
#include "catalog/sheets.h"
#include "db/db.h"
#include "domain/unit/unit_admin.h"
#include "province.h"
#include "quality_case.h"
#include "rows.h"
#include "test_import_tools.h"

enum { YEAR = 2025 };

/* One school as a case wants it, and who works there. */
struct place {
	const char *values;
	struct unit unit;
	struct api_session head;
};

struct way {
	struct ctx *c;
	struct place place[8];
	size_t n_places, n_values, n_imports;
	struct api_session office;
};

/* One rule broken or kept. */
struct told {
	const char *key, *field;
	bool error;
};

static json_t *json_of(struct ctx *c, const char *text)
{
	json_t *o = json_loads(text, 0, NULL);

	assert_non_null(o);
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	return o;
}

static const char *text_of(struct ctx *c, const json_t *o)
{
	char *text = json_dumps(o, 0);

	arena_defer(c->arena, free, text);
	return text;
}

static struct unit new_school(struct ctx *c, const char *code, const char *values)
{
	json_t *o = json_of(c, arena_fmt(c->arena, "{\"name\":\"Trường %s\",\"ownership\":\"01\"}", code));
	struct unit made;

	json_object_update(o, json_of(c, values));
	struct draft d = province_draft(c, "school", text_of(c, o));
	d.code = code;
	OK(unit_make_school(c, &d, "P172", &made));
	return made;
}

static struct place *place_of(struct way *w, const json_t *story)
{
	const json_t *group = json_object_get(story, "level_group");
	struct place *p = w->place;
	struct ctx *c = w->c;
	json_t *o = json_of(c, "{}");

	json_object_set_new(o, "level_group", json_string(group == NULL ? "06" : json_string_value(group)));
	json_object_update(o, json_object_get(story, "school"));
	const char *values = text_of(c, o);
	for (; p < w->place + w->n_places; p++)
		if (streq(p->values, values))
			return p;
	assert_true(w->n_places < COUNT(w->place));
	const char *code = arena_fmt(c->arena, "1990%02zu", w->n_places++);
	*p = (struct place){ .values = values, .unit = new_school(c, code, values) };
	p->head = api_account(c, arena_fmt(c->arena, "head.%s", code), "head", code, NULL);
	return p;
}

static const json_t *record_named(const json_t *records, const char *as)
{
	size_t i;
	json_t *o;

	json_array_foreach(records, i, o)
		if (json_is_string(json_object_get(o, "as")) && streq(json_string_value(json_object_get(o, "as")), as))
			return o;
	return NULL;
}

static json_t *values_of(struct way *, const struct place *, const json_t *records, const json_t *record, const struct record_type *);

static const char *type_of(const json_t *record)
{
	return json_object_get(record, "pupil") != NULL ? "learner" : json_object_get(record, "teacher") != NULL ? "staff"
		: json_string_value(json_object_get(record, "type"));
}

/* Made as it was, for it is not what is looked at. */
static json_t *made(struct way *w, const struct place *at, const json_t *records, const char *as)
{
	const json_t *o = record_named(records, as);

	assert_non_null(o);
	const struct record_type *t = catalog_type(w->c->catalog, type_of(o));
	return json_string(province_old_record(w->c, at->unit.code, t->name, text_of(w->c, values_of(w, at, records, o, t))));
}

static json_t *some_class(struct way *w, const struct place *at)
{
	return json_string(province_old_record(w->c, at->unit.code, "class", arena_fmt(w->c->arena, "{\"name\":\"1A%zu\",\"grade\":\"01\",\"school_year\":2025}",
	                                                                               w->n_values++)));
}

/* What a sender would send; those it refers to are there. */
static json_t *values_of(struct way *w, const struct place *at, const json_t *records, const json_t *record, const struct record_type *t)
{
	struct ctx *c = w->c;
	json_t *o = json_of(c, "{}"), *v;
	const char *person = json_object_get(record, "pupil") != NULL ? "pupil" : "teacher", *name;
	bool yearly = streq(t->name, "enrolment") || streq(t->name, "staff_year");
	const json_t *own = json_object_get(record, yearly ? "enrolment" : json_object_get(record, person) != NULL ? person : "values");

	if (case_values(t->name) != NULL)
		json_object_update(o, json_of(c, case_values(t->name)));
	json_object_update(o, (json_t *)own);
	if (yearly) {
		const struct record_type *who = catalog_type(c->catalog, streq(person, "pupil") ? "learner" : "staff");
		json_object_set_new(o, who->name, json_string(province_old_record(c, at->unit.code, who->name, text_of(c, values_of(w, at, records, record, who)))));
		const char *class = json_string_value(json_object_get(record, "class"));
		if (streq(person, "pupil"))
			json_object_set_new(o, "class", class == NULL ? some_class(w, at) : made(w, at, records, class + 1));
	}
	if (t->year_bound)
		json_object_set_new(o, "school_year", json_integer(YEAR));
	for (size_t i = 0; i < t->n_fields; i++) {
		name = t->field[i].name;
		if ((v = json_object_get(o, name)) == NULL)
			continue;
		if (json_is_null(v))
			json_object_del(o, name);
		else if (json_is_string(v) && json_string_value(v)[0] == '$')
			json_object_set_new(o, name, made(w, at, records, json_string_value(v) + 1));
		else if (t->field[i].unique && json_string_length(v) >= 9)
			json_object_set_new(o, name, json_string(arena_fmt(c->arena, "%.*s%04zu", (int)json_string_length(v) - 4, json_string_value(v), w->n_values++)));
		else if (json_is_string(v) && t->field[i].list != NULL && list_find(t->field[i].list, json_string_value(v), NULL) == NULL)
			json_object_set_new(o, name, json_string(t->field[i].list->item[0].code));
	}
	return o;
}

static bool is_told(const json_t *list, const struct told *told)
{
	size_t i;
	json_t *o;

	json_array_foreach(list, i, o)
		if (streq(json_string_value(json_object_get(o, "key")), told->key) && streq(json_string_value(json_object_get(o, "field")), told->field))
			return true;
	return false;
}

static void expect(const struct api_reply *r, const struct told *told, const char *way)
{
	const json_t *warnings = json_object_get(r->json, "warnings");

	if (told->error ? r->status != 422 : r->status != 201 && r->status != 200)
		fail_msg("%s, %s: status %d, %s", told->key, way, r->status, r->body);
	if (!is_told(told->error ? json_object_get(r->json, "problems") : warnings, told))
		fail_msg("%s, %s: not told at %s: %s", told->key, way, told->field, r->body);
}

static void expect_fine(const struct api_reply *r, const struct told *told)
{
	if (r->status != 201 || is_told(json_object_get(r->json, "warnings"), told))
		fail_msg("%s: told of what is fine, or refused: %d %s", told->key, r->status, r->body);
}

static struct api_reply post(struct way *w, const struct api_session *who, const struct record_type *t, const json_t *o)
{
	return api_call(w->c, who, POST, arena_fmt(w->c->arena, API "/%s", t->plural), text_of(w->c, o));
}

/* Where the fault is of the other record, it shows when something beside it is written. */
static void change_beside(struct way *w, const struct place *at, const struct record_type *t, json_t *bad, const json_t *own, const struct told *told)
{
	struct ctx *c = w->c;
	json_t *o = json_of(c, "{}"), *v;
	const char *name;

	json_object_foreach((json_t *)own, name, v) {
		json_object_set(o, name, v);
		json_object_del(bad, name);
	}
	if (own == NULL)
		json_object_set_new(o, "class", some_class(w, at));
	const char *code = province_old_record(c, at->unit.code, t->name, text_of(c, bad));
	struct api_reply r = api_call(c, &at->head, PATCH, arena_fmt(c->arena, API "/%s/%s", t->plural, code), text_of(c, o), .if_match = "*");
	expect(&r, told, "PATCH");
}

/* The good record becomes the bad one: what does not change says nothing. */
static void change(struct way *w, const struct api_session *who, const struct record_type *t, const json_t *good, const json_t *bad, const struct told *told)
{
	struct api_reply r = post(w, who, t, good);
	json_t *o = json_of(w->c, "{}");
	struct ctx *c = w->c;

	expect_fine(&r, told);
	for (size_t i = 0; i < t->n_fields; i++) {
		const char *name = t->field[i].name;
		const json_t *v = json_object_get(bad, name);
		if (t->field[i].to == NULL && (v != NULL || json_object_get(good, name) != NULL))
			json_object_set_new(o, name, v == NULL ? json_null() : json_deep_copy(v));
		else if (t->field[i].to != NULL && v != NULL && streq(t->field[i].to->name, "class"))
			json_object_set_new(o, name, json_deep_copy(v));
	}
	r = api_call(c, who, PATCH, arena_fmt(c->arena, API "/%s/%s", t->plural, api_text(&r, "code")), text_of(c, o), .if_match = "*");
	expect(&r, told, "PATCH");
}

static void send_batch(struct way *w, const struct place *at, const struct record_type *t, const json_t *bad, const struct told *told)
{
	struct ctx *c = w->c;
	struct api_reply r = api_call(c, &at->head, POST, arena_fmt(c->arena, API "/%s/batch?year=2025", t->plural), text_of(c, bad), .type = "application/x-ndjson");
	json_t *line = json_of(c, r.body), *o;
	bool found = false;
	size_t i;

	EXPECT(r, 200);
	json_array_foreach(json_object_get(line, "problems"), i, o)
		found = found || (streq(json_string_value(json_object_get(o, "key")), told->key) &&
		                  streq(json_string_value(json_object_get(o, "severity")), told->error ? "error" : "warning"));
	if (!found || streq(json_string_value(json_object_get(line, "outcome")), "refused") != told->error)
		fail_msg("%s, batch: %s", told->key, r.body);
}

/* ---- in a file ---- */

static const char *cell_of(struct ctx *c, const struct field *f, const json_t *v)
{
	if (f->list != NULL) {
		const struct list_item *it = list_find(f->list, json_string_value(v), NULL);
		return it == NULL ? "?" : it->name;
	}
	if (json_is_boolean(v))
		return json_is_true(v) ? "x" : "Không";
	const char *s = json_string_value(v);
	if (s != NULL && streq(f->type->name, "date"))
		return arena_fmt(c->arena, "%.2s/%.2s/%.4s", s + 8, s + 5, s);
	if (s != NULL)
		return s;
	return json_is_real(v) ? arena_fmt(c->arena, "%g", json_real_value(v)) : arena_fmt(c->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
}

static const struct sheet_template *sheet_for(const struct ctx *c, const struct record_type *t)
{
	if (streq(t->name, "staff") || streq(t->name, "staff_year"))
		return catalog_sheet(c->catalog, "staff");
	if (streq(t->name, "learner") || streq(t->name, "enrolment"))
		return catalog_sheet(c->catalog, "pupils");
	for (size_t i = 0; i < c->catalog->n_sheets; i++) {
		const struct sheet_template *s = &c->catalog->sheet[i];
		if (s->creates && (s->record[0].type == t || (s->n_records > 1 && s->record[1].type == t)) && s->n_asks == 0)
			return s;
	}
	return NULL;
}

/* Columns for all of the values, or the template cannot say it. */
static bool put_columns(struct ctx *c, const struct sheet_template *s, size_t record, const json_t *o, struct buf *head, struct buf *row)
{
	const struct record_type *t = s->record[record].type;
	const char *name;
	json_t *v;

	json_object_foreach((json_t *)o, name, v) {
		const struct field *f = field_find(t, name);
		size_t k = 0;
		if (f == NULL || f->to != NULL)
			continue;
		while (k < s->n_columns && !(s->column[k].use == USE_FIELD && s->column[k].record == record && s->column[k].field == f))
			k++;
		if (k == s->n_columns)
			return false;
		buf_fmt(head, "%s%s", head->len > 0 ? "|" : "", s->column[k].title[0]);
		buf_fmt(row, "%s%s", row->len > 0 ? "|" : "", cell_of(c, f, v));
	}
	return true;
}

/* The subject's values stand before those of its year. */
static bool put_row(struct way *w, const struct place *at, const struct sheet_template *s, const struct record_type *t, const json_t *records,
                    const json_t *record, struct buf *text)
{
	struct ctx *c = w->c;
	struct buf head = buf_in(c->arena), row = buf_in(c->arena);
	const struct record_type *first = s->record[0].type;

	if (!put_columns(c, s, 0, values_of(w, at, records, record, first), &head, &row))
		return false;
	if (s->n_records > 1 && s->record[1].type == t) {
		json_t *o = json_deep_copy(json_object_get(record, "enrolment"));
		bool fits = o == NULL || put_columns(c, s, 1, o, &head, &row);
		json_decref(o);
		if (!fits)
			return false;
	}
	if (streq(first->name, "learner")) {
		const json_t *class = json_object_get(record, "class") == NULL ? NULL : record_named(records, json_string_value(json_object_get(record, "class")) + 1);
		const char *grade = class == NULL ? "01" : json_string_value(json_object_get(json_object_get(class, "values"), "grade"));
		buf_put(&head, "|Lớp");
		buf_fmt(&row, "|%dA%zu", (int)strtol(grade, NULL, 10), w->n_values++);
	}
	if (streq(first->name, "staff")) {
		buf_put(&head, "|Nhóm chức vụ|Hình thức hợp đồng|T.độ C.môn N.vụ");
		for (const char *const *name = (const char *const[]){ "staff_group", "contract_form", "qualification", NULL }; *name != NULL; name++) {
			const struct field *f = field_find(catalog_type(c->catalog, "staff_year"), *name);
			buf_fmt(&row, "|%s", f->list->item[1].name);
		}
	}
	buf_fmt(text, "%s\n%s\n", buf_text(&head), buf_text(&row));
	return true;
}

static void import_row(struct way *w, const struct place *at, const struct record_type *t, const json_t *records, const json_t *record,
                       const struct told *told)
{
	struct ctx *c = w->c;
	const struct sheet_template *s = sheet_for(c, t);
	struct buf text = buf_in(w->c->arena);
	/* Nobody is known there: every row is new. */
	struct import_options o = { .unit = new_school(c, arena_fmt(c->arena, "1987%zu", w->n_values++), at->values), .school_year = YEAR, .sheet = s };
	struct import_summary sum;

	if (s == NULL || !put_row(w, at, s, t, records, record, &text))
		return;
	for (o.dry_run = true;; o.dry_run = false) {
		bool found = false;
		OK(import_file(w->c, pupils_file(w->c, buf_text(&text)), &o, &sum));
		for (size_t i = 0; i < sum.n_issues; i++)
			found = found || (streq(sum.issue[i].key, told->key) && sum.issue[i].warning != told->error);
		if (!found || (sum.refused > 0) != told->error)
			fail_msg("%s, import %s: %s\n%s", told->key, s->name, pupils_issues(w->c, &sum), buf_text(&text));
		if (!o.dry_run)
			break;
	}
	w->n_imports++;
}

/* ---- rules ---- */

/* The record of a case that the rule looks at. */
static const json_t *looked_at(const json_t *records, const struct record_type *t, bool last)
{
	const json_t *found = NULL;
	size_t i;
	json_t *o;

	json_array_foreach(records, i, o) {
		const char *type = type_of(o);
		bool yearly = (streq(t->name, "enrolment") && json_object_get(o, "pupil") != NULL) || (streq(t->name, "staff_year") && json_object_get(o, "teacher") != NULL);
		if ((yearly || streq(type, t->name)) && (found == NULL || last))
			found = o;
	}
	return found;
}

static void walk_school(struct way *w, const struct record_type *t, const json_t *breaks, const json_t *fits, const struct told *told)
{
	json_t *o[3];

	for (size_t i = 0; i < COUNT(o); i++) {
		const json_t *from = i == 0 ? fits : breaks, *group = json_object_get(from, "level_group");
		o[i] = json_of(w->c, arena_fmt(w->c->arena, "{\"code\":\"1988%zu\",\"name\":\"Trường Ba Hàng\",\"ownership\":\"01\",\"managed_by\":\"P172\"}", w->n_values++));
		json_object_set_new(o[i], "level_group", json_string(group == NULL ? "06" : json_string_value(group)));
		json_object_update(o[i], json_object_get(from, "school"));
	}
	change(w, &w->office, t, o[0], o[1], told);
	struct api_reply r = post(w, &w->office, t, o[2]);
	expect(&r, told, "POST");
}

static void walk(struct way *w, const struct record_type *t, const json_t *breaks, const json_t *fits, const struct told *told)
{
	const json_t *bad = json_object_get(breaks, "records"), *good = json_object_get(fits, "records");
	const struct place *at = place_of(w, breaks);
	const json_t *bad_one = looked_at(bad, t, true), *good_one = looked_at(good, t, false);

	if (bad_one == NULL || good_one == NULL)
		fail_msg("%s: no %s among its cases", told->key, t->name);
	struct api_reply r = post(w, &at->head, t, values_of(w, at, bad, bad_one, t));
	expect(&r, told, "POST");
	if (field_find(t, told->field)->to != NULL)
		change_beside(w, at, t, values_of(w, at, bad, bad_one, t), json_object_get(bad_one, "enrolment"), told);
	else
		change(w, &at->head, t, values_of(w, at, good, good_one, t), values_of(w, at, bad, bad_one, t), told);
	send_batch(w, at, t, values_of(w, at, bad, bad_one, t), told);
	import_row(w, at, t, bad, bad_one, told);
}

static struct way begin(struct ctx *c)
{
	struct way w = { .c = c };

	province_make(c);
	w.office = api_account(c, "quanly.172", "manager", "P172", NULL);
	return w;
}

TEST(entry_rules_hold_by_every_way)
{
	const json_t *all = json_of(c, test_file_text(c, "test/quality/rules.json"));
	struct way w = begin(c);
	size_t n = 0;

	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		for (size_t k = 0; t->entry != NULL && k < t->entry->n_rules; k++, n++) {
			const struct entry_rule *r = t->entry->rule[k];
			const json_t *o = json_object_get(all, r->rule->name);
			const struct told told = { r->rule->key, r->field->name, r->rule->entry == SEVERITY_ERROR };
			(t->is_unit ? walk_school : walk)(&w, t, json_object_get(o, "breaks"), json_object_get(o, "fits"), &told);
		}
	}
	assert_true(n > 40);
	assert_true(w.n_imports > 15);
}

/* ---- patterns ---- */

TEST(entry_patterns_hold_by_every_way)
{
	static const struct {
		const char *key, *values;
		bool error;
	} cases[] = {
		{ "field.phone", "{\"phone\":\"0123\"}", true }, { "field.phone", "{\"phone\":\"01234567890\"}", true },
		{ "field.email", "{\"email\":\"hoa@\"}", true }, { "field.email", "{\"email\":\"khong co dau a cong\"}", true },
		{ "field.name", "{\"full_name\":\"123\"}", true }, { "field.name", "{\"full_name\":\"@@@\"}", true },
		{ "field.name_doubtful", "{\"full_name\":\"Lê Thị Hoa 2\"}", false }, { "field.name_doubtful", "{\"full_name\":\"王秀英\"}", false },
		{ "field.hidden_character", "{\"full_name\":\"Lê\\u202eHoa\"}", true }, { "field.hidden_character", "{\"full_name\":\"An\\u0336h\"}", true },
		{ "field.hidden_character", "{\"full_name\":\"Lê\\u3164Hoa\"}", true },
	};
	struct way w = begin(c);
	const struct record_type *t = catalog_type(c->catalog, "staff");

	for (size_t i = 0; i < COUNT(cases); i++) {
		json_t *breaks = json_pack("{s[{so}]}", "records", "teacher", json_loads(cases[i].values, 0, NULL));
		json_t *fits = json_of(c, "{\"records\":[{\"teacher\":{\"phone\":\"0912345678\",\"email\":\"hoa@truong.edu.vn\"}}]}");
		const char *field = json_object_iter_key(json_object_iter(json_of(c, cases[i].values)));
		arena_defer(c->arena, (void (*)(void *))json_decref, breaks);
		bool phone = streq(cases[i].key, "field.phone"), hidden = streq(cases[i].key, "field.hidden_character");
		const struct told told = { cases[i].key, field, cases[i].error };
		if (!phone && !hidden) { /* a cell's own reader says it in its own words */
			walk(&w, t, breaks, fits, &told);
			continue;
		}
		const struct place *at = place_of(&w, fits);
		const json_t *bad = json_object_get(breaks, "records"), *one = json_array_get(bad, 0);
		struct api_reply r = post(&w, &at->head, t, values_of(&w, at, bad, one, t));
		expect(&r, &told, "POST");
		change(&w, &at->head, t, values_of(&w, at, json_object_get(fits, "records"), json_array_get(json_object_get(fits, "records"), 0), t),
		       values_of(&w, at, bad, one, t), &told);
		send_batch(&w, at, t, values_of(&w, at, bad, one, t), &told);
		const struct told cell = { phone ? strlen(json_string_value(json_object_get(json_object_get(one, "teacher"), "phone"))) == 11 ? "value.phone_old" : "value.phone" : "value.hidden",
		                           field, true };
		import_row(&w, at, t, bad, one, &cell);
	}
	assert_int_equal(w.n_imports, COUNT(cases));
}
