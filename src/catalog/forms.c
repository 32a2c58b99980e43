/* forms.c - statistical forms from JSON. */
#include <stdlib.h>

#include "base/secret.h"
#include "base/time.h"
#include "catalog/document.h"
#include "catalog/expr.h"
#include "catalog/form.h"
#include "catalog/loader.h"

enum { CHECK_YEAR = 2025 };

const char *form_condition(struct arena *a, const char *text, int year)
{
	struct buf b = buf_in(a);

	for (const char *mark; (mark = strstr(text, "{year}")) != NULL; text = mark + 6) {
		buf_add(&b, text, (size_t)(mark - text));
		buf_int(&b, year);
	}
	buf_put(&b, text);
	return buf_text(&b);
}

const struct form_source *form_source_find(const struct form *f, const char *name)
{
	for (size_t i = 0; i < f->n_sources; i++)
		if (streq(f->source[i].name, name))
			return &f->source[i];
	return NULL;
}

const struct form_row *form_row_find(const struct form *f, int code, const struct form_sheet **ret_sheet)
{
	for (size_t s = 0; s < f->n_sheets; s++)
		for (size_t i = 0; i < f->sheet[s].n_rows; i++)
			if (f->sheet[s].row[i].code == code) {
				*ret_sheet = &f->sheet[s];
				return &f->sheet[s].row[i];
			}
	return NULL;
}

struct form_loader {
	struct loader *l;
	struct source *s;
	struct form *f;
	const char **measures; /* names, ends with NULL */
};

static void check_condition(struct form_loader *x, const char *source, const char *when, const char *near, bool with_measures)
{
	struct ctx own = *x->l->c; /* nothing of what is parsed is kept */
	const struct record_type *base = catalog_type(x->l->catalog, source);
	struct expr_refs refs = { .catalog = x->l->catalog, .base = base, .school_year = CHECK_YEAR,
	                          .measures = with_measures ? x->measures : NULL };
	const struct expr *e;

	own.arena = x->l->scratch;
	if (base != NULL && when != NULL && !expr_parse(&own, &refs, form_condition(own.arena, when, CHECK_YEAR), &e))
		loader_bad(x->l, x->s, near, "điều kiện \"%s\": %s", when, own.detail);
}

/* "E" is 0 + 4, "AA" is 26; -1 when it is no column. */
static int column_index(const char *letters)
{
	int n = 0;

	if (letters == NULL || *letters == '\0')
		return -1;
	for (; *letters != '\0'; letters++) {
		if (*letters < 'A' || *letters > 'Z' || n > 400)
			return -1;
		n = n * 26 + (*letters - 'A' + 1);
	}
	return n - 1;
}

static void read_sources(struct form_loader *x)
{
	const json_t *o = json_object_get(x->s->json, "sources");
	struct form_source *all = NEW_N(x->l->c->arena, struct form_source, json_object_size(o) + 1);
	const char *name;
	json_t *when;

	x->f->source = all;
	json_object_foreach((json_t *)o, name, when) {
		all[x->f->n_sources++] = (struct form_source){ name, json_string_value(when), catalog_type(x->l->catalog, name) };
		if (catalog_type(x->l->catalog, name) == NULL)
			loader_bad(x->l, x->s, "\"sources\"", "không có loại hồ sơ \"%s\".", name);
		check_condition(x, name, json_string_value(when), "\"sources\"", false);
	}
}

static void read_measures(struct form_loader *x)
{
	const json_t *o = json_object_get(x->s->json, "measures");
	struct form_measure *all = NEW_N(x->l->c->arena, struct form_measure, json_object_size(o) + 1);
	const char *name;
	json_t *m;

	x->measures = NEW_N(x->l->c->arena, const char *, json_object_size(o) + 1);
	x->f->measure = all;
	json_object_foreach((json_t *)o, name, m) {
		const char *source = loader_text(x->l, x->s, m, "\"measures\"", "source");
		const char *when = loader_text_or_null(x->l, x->s, m, "\"measures\"", "when");
		if (source != NULL && form_source_find(x->f, source) == NULL)
			loader_bad(x->l, x->s, "\"measures\"", "số đo \"%s\": nguồn \"%s\" không có trong \"sources\".", name, source);
		check_condition(x, source == NULL ? "" : source, when, "\"measures\"", false);
		x->measures[x->f->n_measures] = name;
		all[x->f->n_measures++] = (struct form_measure){ name, source == NULL ? "" : source, when };
	}
}

static void read_columns(struct form_loader *x, const json_t *list, struct form_sheet *sheet)
{
	struct form_column *all = NEW_N(x->l->c->arena, struct form_column, FORM_COLUMNS_MAX);
	size_t i;
	json_t *o;

	sheet->column = all;
	if (json_array_size(list) == 0 || json_array_size(list) > FORM_COLUMNS_MAX)
		loader_bad(x->l, x->s, "\"columns\"", "tờ %s: cần từ 1 đến %d cột.", sheet->name, FORM_COLUMNS_MAX);
	json_array_foreach(list, i, o) {
		int at = column_index(json_string_value(json_object_get(o, "at")));
		loader_known(x->l, x->s, o, "\"columns\"", "at|when");
		if (i >= FORM_COLUMNS_MAX)
			return;
		if (at < 0)
			loader_bad(x->l, x->s, "\"columns\"", "tờ %s: \"at\" phải là chữ cột của Excel.", sheet->name);
		all[sheet->n_columns++] = (struct form_column){ (unsigned)(at < 0 ? 0 : at), json_string_value(json_object_get(o, "when")) };
	}
}

static void read_blanks(struct form_loader *x, const json_t *o, const char *near, const struct form_sheet *sheet, struct form_row *r)
{
	const char *const *blank = loader_texts(x->l, x->s, o, near, "blank");

	for (; *blank != NULL; blank++) {
		bool found = false;
		for (size_t i = 0; i < sheet->n_columns; i++)
			if ((int)sheet->column[i].at == column_index(*blank))
				found = r->blank[i] = true;
		if (!found)
			loader_bad(x->l, x->s, near, "mã số %d: tờ %s không có cột \"%s\".", r->code, sheet->name, *blank);
	}
}

static void read_row(struct form_loader *x, const json_t *o, const struct form_sheet *sheet, struct form_row *r)
{
	const struct form_sheet *other;
	const char *near;

	r->code = (int)json_integer_value(json_object_get(o, "code"));
	near = r->code == 0 ? NULL : arena_fmt(x->l->c->arena, "\"code\": %d,", r->code);
	loader_known(x->l, x->s, o, near, "code|ordinal|label|unit|source|when|no_source|blank");
	if (r->code < 0 || (r->code > 0 && form_row_find(x->f, r->code, &other) != NULL))
		loader_bad(x->l, x->s, near, "mã số %d có hai dòng, hoặc không phải số dương.", r->code);
	r->ordinal = loader_text_or_null(x->l, x->s, o, near, "ordinal");
	r->label = loader_text(x->l, x->s, o, near, "label");
	r->measure_unit = loader_text_or_null(x->l, x->s, o, near, "unit");
	r->source = loader_text_or_null(x->l, x->s, o, near, "source");
	r->when = loader_text_or_null(x->l, x->s, o, near, "when");
	r->no_source = loader_text_or_null(x->l, x->s, o, near, "no_source");
	read_blanks(x, o, near, sheet, r);
	if (r->code > 0 && (r->source == NULL) == (r->no_source == NULL))
		loader_bad(x->l, x->s, near, "mã số %d: cần đúng một trong \"source\" và \"no_source\".", r->code);
	if (r->source == NULL)
		return;
	const struct form_source *source = form_source_find(x->f, r->source);
	if (source == NULL) {
		loader_bad(x->l, x->s, near, "mã số %d: nguồn \"%s\" không có trong \"sources\".", r->code, r->source);
		return;
	}
	bool measured = source->type != NULL && source->type->is_unit;
	check_condition(x, r->source, r->when, near, measured);
	for (size_t i = 0; i < sheet->n_columns; i++)
		check_condition(x, r->source, sheet->column[i].when, near, measured);
}

static void read_texts(struct form_loader *x, const json_t *list, struct form_sheet *sheet)
{
	struct form_text *all = NEW_N(x->l->c->arena, struct form_text, json_array_size(list) + 1);
	size_t i;
	json_t *o;

	sheet->text = all;
	json_array_foreach(list, i, o) {
		const char *at = json_string_value(json_object_get(o, "at")), *to = json_string_value(json_object_get(o, "to"));
		char letters[4] = "", to_letters[4] = "";
		struct form_text *t = &all[sheet->n_texts++];
		loader_known(x->l, x->s, o, "\"texts\"", "at|to|text");
		t->text = json_string_value(json_object_get(o, "text"));
		bool ok = at != NULL && t->text != NULL && sscanf(at, "%3[A-Z]%u", letters, &t->row) == 2;
		if (ok && to != NULL)
			ok = sscanf(to, "%3[A-Z]%u", to_letters, &t->to_row) == 2;
		if (!ok) {
			loader_bad(x->l, x->s, "\"texts\"", "tờ %s: chữ thứ %zu cần \"at\" (như B2), \"text\", và có thể \"to\".", sheet->name, i + 1);
			continue;
		}
		t->column = (unsigned)column_index(letters);
		t->to_column = to == NULL ? 0 : (unsigned)column_index(to_letters);
	}
}

static void read_sheet(struct form_loader *x, const json_t *o, struct form_sheet *sheet)
{
	const json_t *rows = json_object_get(o, "rows");
	struct form_row *all = NEW_N(x->l->c->arena, struct form_row, json_array_size(rows) + 1);
	unsigned first = (unsigned)json_integer_value(json_object_get(o, "first_row"));
	size_t i;
	json_t *r;

	loader_known(x->l, x->s, o, "\"sheets\"", "name|texts|columns|first_row|rows");
	sheet->name = loader_text(x->l, x->s, o, "\"sheets\"", "name");
	if (first == 0)
		loader_bad(x->l, x->s, "\"sheets\"", "thiếu \"first_row\".");
	read_texts(x, json_object_get(o, "texts"), sheet);
	read_columns(x, json_object_get(o, "columns"), sheet);
	sheet->row = all;
	json_array_foreach(rows, i, r) {
		all[i].at = first + (unsigned)i;
		read_row(x, r, sheet, &all[i]);
		sheet->n_rows++;
	}
}

static void read_checks(struct form_loader *x)
{
	const json_t *list = json_object_get(x->s->json, "checks");
	struct form_check *all = NEW_N(x->l->c->arena, struct form_check, json_array_size(list) + 1);
	const struct form_sheet *sheet;
	size_t i, k;
	json_t *o, *row;

	x->f->check = all;
	json_array_foreach(list, i, o) {
		const json_t *rows = json_object_get(o, "rows");
		int *codes = NEW_N(x->l->c->arena, int, json_array_size(rows) + 1);
		struct form_check *check = &all[x->f->n_checks++];
		loader_known(x->l, x->s, o, "\"checks\"", "rows|equal|at_most|warning");
		check->warning = loader_flag(x->l, x->s, o, "\"checks\"", "warning");
		check->equal = json_object_get(o, "equal") != NULL;
		check->total = (int)json_integer_value(json_object_get(o, check->equal ? "equal" : "at_most"));
		check->row = codes;
		json_array_foreach(rows, k, row) {
			codes[check->n_rows++] = (int)json_integer_value(row);
			if (codes[k] == 0 || form_row_find(x->f, codes[k], &sheet) == NULL)
				loader_bad(x->l, x->s, "\"checks\"", "phép kiểm tra thứ %zu: không có mã số %d.", i + 1, codes[k]);
		}
		if (check->total == 0 || form_row_find(x->f, check->total, &sheet) == NULL || check->n_rows == 0)
			loader_bad(x->l, x->s, "\"checks\"", "phép kiểm tra thứ %zu chưa đủ \"rows\" và \"equal\" hoặc \"at_most\".", i + 1);
	}
}

static void read_form(struct loader *l, struct source *s, struct form *f)
{
	struct form_loader x = { l, s, f, NULL };
	const json_t *sheets = json_object_get(s->json, "sheets");
	struct form_sheet *all = NEW_N(l->c->arena, struct form_sheet, json_array_size(sheets) + 1);
	size_t i;
	json_t *o;

	loader_known(l, s, s->json, NULL, "name|official|label|basis|as_of|applies|sources|measures|sheets|checks");
	f->name = loader_text(l, s, s->json, NULL, "name");
	f->name = f->name == NULL ? "?" : f->name;
	f->official = loader_text(l, s, s->json, NULL, "official");
	f->basis = loader_text(l, s, s->json, NULL, "basis");
	f->applies = loader_text(l, s, s->json, NULL, "applies");
	loader_label(l, s, s->json, NULL, &f->label, &f->label_en);
	const char *as_of = loader_text(l, s, s->json, NULL, "as_of");
	if (as_of == NULL || strlen(as_of) != 5 || sscanf(as_of, "%2d-%2d", &f->month, &f->day) != 2 ||
	    !date_is_valid((struct date){ CHECK_YEAR, f->month, f->day }))
		loader_bad(l, s, "\"as_of\"", "\"as_of\" phải có dạng tháng-ngày, như 09-30.");
	read_sources(&x);
	read_measures(&x);
	for (size_t k = 0; k < l->catalog->n_types; k++)
		if (l->catalog->type[k].is_unit)
			check_condition(&x, l->catalog->type[k].name, f->applies, "\"applies\"", false);
	f->sheet = all;
	json_array_foreach(sheets, i, o) {
		f->n_sheets++; /* so that a row can see those before it */
		read_sheet(&x, o, &all[i]);
	}
	read_checks(&x);
}

bool form_parse(struct ctx *c, const char *definition, const char *digest, struct form *ret)
{
	struct catalog known = *c->catalog;
	struct loader l = { .c = c, .catalog = &known, .scratch = c->arena };
	struct source s = { .path = "form_definition", .text = definition, .json = document_read(c->arena, definition) };

	if (!json_is_object(s.json))
		return fail(c, ERR_CONFLICT, "report.damaged", "Biểu đã lưu cùng báo cáo không đọc được (mã băm %.12s…); hãy khôi phục từ bản sao lưu, hoặc tính "
		            "lại báo cáo.", digest);
	*ret = (struct form){ 0 };
	read_form(&l, &s, ret); /* what it finds wrong is of the catalogue of today, not of the form */
	ret->definition = definition;
	ret->digest = digest;
	return true;
}

static void keep_definition(struct loader *l, const struct source *s, struct form *f)
{
	char *text = json_dumps(s->json, JSON_SORT_KEYS | JSON_COMPACT);

	arena_defer(l->c->arena, free, text);
	f->definition = text;
	f->digest = secret_digest(l->c->arena, text, strlen(text));
}

void load_forms(struct loader *l)
{
	const char *const *path;
	size_t n = loader_files(l, "forms", ".json", &path);
	struct form *all = NEW_N(l->c->arena, struct form, n + 1);

	l->catalog->form = all;
	for (size_t i = 0; i < n; i++) {
		struct source *s = NEW(l->c->arena, struct source);
		if (!loader_read_json(l, path[i], s))
			continue;
		keep_definition(l, s, &all[l->catalog->n_forms]);
		read_form(l, s, &all[l->catalog->n_forms++]);
	}
}
