/* test_export_templates.c - every template there is goes out filled, and taken in again changes nothing. */
#include <stdlib.h>

#include "db/db.h"
#include "domain/export/export.h"
#include "province.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

struct filling {
	struct ctx *c;
	const struct sheet_template *sheet;
	const char *class_code;
	size_t n;                      /* values made so far */
};

static json_t *filled(struct filling *f, const struct record_type *, const struct sheet_record *, const char *owner);

static const struct sheet_column *column_of(const struct filling *f, const struct sheet_record *rec, const struct field *field)
{
	for (size_t k = 0; rec != NULL && k < f->sheet->n_columns; k++)
		if (f->sheet->column[k].field == field && &f->sheet->record[f->sheet->column[k].record] == rec && f->sheet->column[k].use == USE_FIELD)
			return &f->sheet->column[k];
	return NULL;
}

/* Another item each time, of those in force. */
static json_t *some_code(struct filling *f, const struct list *list)
{
	for (size_t i = 0; i < list->n_items; i++) {
		const struct list_item *it = &list->item[(f->n * 7 + i) % list->n_items];
		if (it->valid_to == NULL)
			return json_string(it->code);
	}
	return json_null();
}

static json_t *reference(struct filling *f, const struct record_type *to)
{
	json_t *o = filled(f, to, NULL, NULL);
	char *text = json_dumps(o, 0);
	const char *code = province_old_record(f->c, SCHOOL, to->name, text);

	free(text);
	json_decref(o);
	return json_string(code);
}

static json_t *some_number(const struct field *field)
{
	int64_t v = field->has_min && field->has_max ? (field->min + field->max) / 2 : field->has_min ? field->min + 1 : 3;
	double unit = 1;

	for (int i = 0; i < field->scale; i++)
		unit *= 10;
	return field->scale == 0 ? json_integer(v) : json_real((double)v / unit);
}

static json_t *some_value(struct filling *f, const struct field *field)
{
	const char *type = field->type->name;

	f->n++;
	if (streq(type, "code"))
		return some_code(f, field->list);
	if (streq(type, "boolean"))
		return json_boolean(f->n % 3 != 0);
	if (streq(type, "date"))
		return json_string("2018-03-09");
	if (streq(type, "partial_date"))
		return json_string("1980");
	if (streq(type, "integer") || streq(type, "decimal"))
		return some_number(field);
	if (field->pattern != NULL && streq(field->pattern, "phone"))
		return json_string("0912345678");
	if (field_is_digits(field))
		return json_string(arena_fmt(f->c->arena, "0192180%05zu", f->n));
	return json_string(arena_fmt(f->c->arena, "=Chữ số %zu", f->n));
}

/* All that the template has columns for, and what the type cannot be without. */
static json_t *filled(struct filling *f, const struct record_type *t, const struct sheet_record *rec, const char *owner)
{
	json_t *o = json_object();

	if (t->year_bound)
		json_object_set_new(o, "school_year", json_integer(2025));
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *field = &t->field[i];
		const struct sheet_column *col = column_of(f, rec, field);
		if (field->computed || field->media != NULL || (col == NULL && !field->required && field->required_when == NULL))
			continue;
		if (rec != NULL && field == rec->owner)
			json_object_set_new(o, field->name, json_string(owner));
		else if (field->to != NULL && streq(field->to->name, "class"))
			json_object_set_new(o, field->name, json_string(f->class_code));
		else
			json_object_set_new(o, field->name, field->to != NULL ? reference(f, field->to) : some_value(f, field));
	}
	for (size_t i = 0; rec != NULL && i < rec->n_sets; i++) {
		const struct sheet_ask *ask = &f->sheet->ask[rec->set[i].ask];
		const char *value = rec->set[i].value != NULL ? rec->set[i].value : ask->field->list != NULL ? ask->field->list->item[0].code : ask->otherwise;
		if (!streq(value, "today"))
			json_object_set_new(o, rec->set[i].field->name, streq(rec->set[i].field->type->name, "integer") ? json_integer(strtol(value, NULL, 10)) : json_string(value));
	}
	return o;
}

static const char *make_filled(struct filling *f, const struct sheet_record *rec, const char *owner)
{
	json_t *o = filled(f, rec->type, rec, owner);
	char *text = json_dumps(o, 0);
	const char *code = province_old_record(f->c, SCHOOL, rec->type->name, text);

	free(text);
	json_decref(o);
	return code;
}

static bool same_key(const struct sheet_record *a, const struct sheet_record *b)
{
	for (size_t i = 0; i < a->n_sets; i++)
		for (size_t k = 0; k < b->n_sets; k++)
			if (a->set[i].key && b->set[k].key && a->set[i].field == b->set[k].field && a->set[i].value != NULL && b->set[k].value != NULL)
				return streq(a->set[i].value, b->set[k].value);
	return a->type == b->type;
}

/* A record for each that a row feeds; where what is asked may be what is fixed, the fixed one is enough. */
static void make_row(struct filling *f)
{
	const struct sheet_template *t = f->sheet;
	const struct record_type *enrolment = catalog_type(f->c->catalog, "enrolment");
	const char *subject = make_filled(f, &t->record[0], NULL);
	bool enrolled = !streq(t->record[0].type->name, "learner");

	for (size_t i = 1; i < t->n_records; i++) {
		bool twin = false;
		for (size_t k = i + 1; k < t->n_records; k++)
			twin = twin || (t->record[i].type == t->record[k].type && same_key(&t->record[i], &t->record[k]));
		enrolled = enrolled || t->record[i].type == enrolment;
		if (!twin)
			make_filled(f, &t->record[i], subject);
	}
	if (!enrolled)
		province_record(f->c, SCHOOL, "enrolment", arena_fmt(f->c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", subject,
		                                                      f->class_code));
}

static void come(struct ctx *c, const struct sheet_template *t, const char *path, size_t n)
{
	int fd = sheet_open(c, path);
	struct import_options o = pupils_options(c);
	struct import_summary s;
	o.sheet = t;
	o.dry_run = true;
	OK(import_file(c, fd, &o, &s));
	if (n == 0 || s.rows != n || s.unchanged != n || s.n_changes > 0 || s.errors > 0)
		fail_msg("%s: %zu rows written, %zu read, %zu unchanged; %s %s -> %s; %s", t->name, n, s.rows, s.unchanged, s.n_changes > 0 ? s.change[0].field : "",
		         s.n_changes > 0 ? s.change[0].before : "", s.n_changes > 0 ? s.change[0].after : "", pupils_issues(c, &s));
}

static void go_and_come(struct ctx *c, const struct sheet_template *t)
{
	const struct unit u = province_unit(c, SCHOOL);
	json_t *told = json_object();
	struct export_wish w;
	const char *path = arena_fmt(c->arena, "%s/out.xlsx", test_dir(c));
	struct export x;
	size_t n;

	for (size_t i = 0; i < t->n_asks; i++)
		if (t->ask[i].field->list != NULL && t->ask[i].otherwise == NULL)
			json_object_set_new(told, t->ask[i].name, json_string(t->ask[i].field->list->item[0].code));
	OK(export_wish_make(c, t, &u, 2025, false, told, &w));
	json_decref(told);
	OK(export_write(c, &w, path, NULL, &n));
	come(c, t, path, n);
	OK(export_now(c, &w, "Đối chiếu với bản giấy", path, NULL, &x)); /* with its watermark */
	come(c, t, path, n);
}

TEST(export_of_every_template_taken_in_again_changes_nothing)
{
	struct filling f = { .c = c };

	province_make(c);
	province_script(c, "UPDATE meta SET value = 'a key of the tests' WHERE name = 'watermark_key'");
	f.class_code = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	for (size_t i = 0; i < c->catalog->n_sheets; i++) {
		f.sheet = &c->catalog->sheet[i];
		if (f.sheet->record[0].type->is_unit)
			continue;
		make_row(&f);
		go_and_come(c, f.sheet);
		/* The next template has rows of its own only: this subject may lack what that one cannot be without. */
		OK(db_begin(c) && db_end(c, db_run(c, arena_fmt(c->arena, "UPDATE %s SET status = '05'", f.sheet->record[0].type->table), NULL, 0)));
	}
}
