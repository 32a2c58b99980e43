/* show.c - forms for people and programs: JSON, checks, the records behind a cell, Excel. */
#include <stdlib.h>

#include "base/time.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/report/figures.h"
#include "sheet/sheet.h"
#include "store/record.h"

static void put_text(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, ",\"%s\":", name);
	buf_json_text(b, text);
}

static void put_time(struct buf *b, const char *name, int64_t at)
{
	put_text(b, name, at == 0 ? NULL : time_iso(b->arena, at));
}

static void put_row(struct buf *b, const struct form_sheet *sheet, const struct form_row *row, const int64_t *v)
{
	buf_put(b, "{\"label\":");
	buf_json_text(b, row->label);
	put_text(b, "ordinal", row->ordinal);
	if (row->code > 0) {
		buf_fmt(b, ",\"code\":%d", row->code);
		put_text(b, "measure_unit", row->measure_unit);
		put_text(b, "no_source", row->no_source);
		buf_put(b, ",\"values\":");
		figures_put_row(b, sheet, row, v);
	}
	buf_char(b, '}');
}

static void put_sheets(struct buf *b, const struct figures *x)
{
	const int64_t *v = x->cell;

	buf_put(b, ",\"sheets\":[");
	for (size_t s = 0; s < x->form->n_sheets; s++) {
		const struct form_sheet *sheet = &x->form->sheet[s];
		buf_fmt(b, "%s{\"name\":\"%s\",\"columns\":[", s > 0 ? "," : "", sheet->name);
		for (size_t k = 0; k < sheet->n_columns; k++)
			buf_fmt(b, "%s\"%s\"", k > 0 ? "," : "", sheet_column_name(b->arena, sheet->column[k].at));
		buf_put(b, "],\"rows\":[");
		for (size_t i = 0; i < sheet->n_rows; i++) {
			if (i > 0)
				buf_char(b, ',');
			put_row(b, sheet, &sheet->row[i], v);
			v += sheet->row[i].code > 0 ? sheet->n_columns : 0;
		}
		buf_put(b, "]}");
	}
	buf_char(b, ']');
}

static void put_problems(struct ctx *c, struct buf *b, const struct report *rep)
{
	struct problems p = { 0 };

	report_check(c, rep->form, rep->cells, &p);
	buf_put(b, ",\"problems\":[");
	for (const struct problem *x = p.first; x != NULL; x = x->next) {
		buf_fmt(b, "%s{\"field\":\"%s\",\"key\":\"%s\",\"warning\":%s,\"message\":", x == p.first ? "" : ",", x->field == NULL ? "" : x->field,
		        x->key, x->warning ? "true" : "false");
		buf_json_text(b, x->message);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void report_put_json(struct ctx *c, struct buf *b, const struct report *rep, bool full)
{
	struct figures x;

	buf_put(b, "{\"id\":");
	buf_json_text(b, rep->code);
	put_text(b, "form", rep->form->name);
	put_text(b, "official", rep->form->official);
	put_text(b, "unit", rep->unit.code);
	put_text(b, "unit_name", rep->unit.name);
	put_text(b, "period", rep->period);
	put_text(b, "state", rep->state);
	put_text(b, "note", rep->note);
	put_text(b, "hash", rep->hash);
	put_time(b, "computed_at", rep->computed_at);
	put_time(b, "submitted_at", rep->submitted_at);
	put_time(b, "decided_at", rep->decided_at);
	buf_fmt(b, ",\"version\":%" PRId64, rep->version);
	json_t *stored = json_loads(rep->cells, 0, NULL);
	char *missing = json_dumps(json_object_get(stored, "missing"), JSON_COMPACT | JSON_ENCODE_ANY);
	buf_fmt(b, ",\"units\":%" JSON_INTEGER_FORMAT ",\"missing\":%s", json_integer_value(json_object_get(stored, "units")),
	        missing == NULL ? "[]" : missing);
	free(missing);
	json_decref(stored);
	if (full && figures_of(c, rep->form, rep->cells, &x)) {
		put_problems(c, b, rep);
		put_sheets(b, &x);
	}
	buf_char(b, '}');
}

bool report_list(struct ctx *c, const struct scope *scope, const struct unit *within, const char *form, const char *period, struct buf *b)
{
	const char *from = within == NULL ? scope->path : within->path;
	char *to = arena_strdup(c->arena, from);
	bool any = false;
	struct rows r;

	to[strlen(to) - 1]++;
	if (!db_rows(c, &r, SQL_REPORT_LIST, ARGS(val_text(from), val_text(to), val_text(form), val_text(period))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		if (!scope_covers(scope, rows_text(&r, i, 11), rows_text(&r, i, 12)))
			continue;
		buf_fmt(b, "%s{\"id\":\"%s\"", any ? "," : "", rows_text(&r, i, 0));
		any = true;
		put_text(b, "form", rows_text(&r, i, 1));
		put_text(b, "period", rows_text(&r, i, 2));
		put_text(b, "state", rows_text(&r, i, 3));
		buf_fmt(b, ",\"version\":%" PRId64, rows_int(&r, i, 4));
		put_time(b, "computed_at", rows_int(&r, i, 5));
		put_time(b, "submitted_at", rows_int(&r, i, 6));
		put_time(b, "decided_at", rows_int(&r, i, 7));
		put_text(b, "note", rows_text(&r, i, 8));
		put_text(b, "unit", rows_text(&r, i, 9));
		put_text(b, "unit_name", rows_text(&r, i, 10));
		buf_char(b, '}');
	}
	return true;
}

static const int64_t *row_values(const struct figures *x, int code, const struct form_sheet **ret_sheet)
{
	const struct form_row *row = form_row_find(x->form, code, ret_sheet);

	return row == NULL ? NULL : x->cell + figures_at(x->form, *ret_sheet, (size_t)(row - (*ret_sheet)->row));
}

void report_check(struct ctx *c, const struct form *f, const char *cells, struct problems *p)
{
	struct figures x;

	if (!figures_of(c, f, cells, &x)) {
		ctx_clear(c);
		problem_add(c, p, NULL, "report.cells", "Số liệu đã lưu không đọc được.");
		return;
	}
	for (size_t i = 0; i < f->n_checks; i++) {
		const struct form_check *check = &f->check[i];
		const struct form_sheet *sheet, *other;
		const int64_t *total = row_values(&x, check->total, &sheet);
		for (size_t k = 0; k < sheet->n_columns; k++) {
			int64_t sum = 0;
			for (size_t r = 0; r < check->n_rows; r++)
				sum += row_values(&x, check->row[r], &other)[k];
			if (check->equal ? sum == total[k] : sum <= total[k])
				continue;
			const char *letter = sheet_column_name(c->arena, sheet->column[k].at);
			(check->warning ? problem_warn : problem_add)(
				c, p, arena_fmt(c->arena, "%d/%s", check->total, letter), "report.check",
				"Mã số %d, cột %s: %" PRId64 " nhưng các dòng thành phần cộng lại là %" PRId64 ".", check->total, letter, total[k], sum);
		}
	}
}

static const struct form_column *find_column(struct arena *a, const struct form_sheet *sheet, const char *letter)
{
	for (size_t k = 0; k < sheet->n_columns; k++)
		if (streq(sheet_column_name(a, sheet->column[k].at), letter))
			return &sheet->column[k];
	return NULL;
}

/* The condition of a cell as one filter: source, row and column together. */
static const char *cell_filter(struct ctx *c, const struct report *rep, const struct form_source *source, const struct form_row *row,
                               const struct form_column *column)
{
	const char *part[] = { source->when, row->when, column->when };
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < COUNT(part); i++)
		if (part[i] != NULL)
			buf_fmt(&b, "%s(%s)", b.len > 0 ? " and " : "", form_condition(c->arena, part[i], rep->year));
	return b.len == 0 ? NULL : b.data;
}

/* Institutions are counted by what was counted inside them, which no filter can say: each is asked for itself. */
static bool counted_schools(struct ctx *c, const struct report *rep, const struct form_sheet *sheet, const struct form_row *row, size_t k,
                            struct buf *items)
{
	const size_t at = figures_at(rep->form, sheet, (size_t)(row - sheet->row)) + k;
	struct unit *units;
	size_t n;
	bool any = false;

	if (!report_filers(c, rep->form, &rep->unit, rep->year, &units, &n))
		return false;
	n = report_in_scope(c, units, n);
	struct figures *x = NEW_N(c->arena, struct figures, n + 1);
	for (size_t i = 0; i < n; i++)
		x[i] = figures_new(c->arena, rep->form);
	if (!figures_count(c, rep->form, rep->year, units, n, x))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct record school;
		if (x[i].cell[at] == 0)
			continue;
		if (!record_find(c, catalog_type(c->catalog, row->source), actor_scope(c), units[i].code, &school))
			return false;
		if (any)
			buf_char(items, ',');
		any = true;
		record_put_json(c, items, &school, NULL);
	}
	return true;
}

bool report_cell_records(struct ctx *c, const struct report *rep, int code, const char *letter, const char *cursor, size_t limit,
                         struct buf *items, const char **ret_cursor)
{
	const struct form_sheet *sheet = NULL;
	const struct form_row *row = form_row_find(rep->form, code, &sheet);
	const struct form_column *column = row == NULL ? NULL : find_column(c->arena, sheet, letter);

	*ret_cursor = NULL;
	if (column == NULL || row->source == NULL || row->blank[column - sheet->column])
		return fail(c, ERR_NOT_FOUND, "report.cell", "Biểu này không có ô mã số %d, cột %s tính từ hồ sơ.", code, letter);
	const struct form_source *source = form_source_find(rep->form, row->source);
	if (!account_may(c, source->type->module, "read"))
		return fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn xem được số liệu nhưng không xem được hồ sơ đứng sau.");
	if (source->type->is_unit)
		return counted_schools(c, rep, sheet, row, (size_t)(column - sheet->column), items);
	const struct record_query q = {
		.scope = actor_scope(c), .unit = &rep->unit, .within = true, .year = rep->year, .limit = limit, .cursor = cursor,
		.filter = cell_filter(c, rep, source, row, column), .on = figures_day(c->arena, rep->form, rep->year),
	};
	return record_list(c, source->type, &q, items, ret_cursor);
}
