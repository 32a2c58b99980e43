/* show.c - one report as JSON. */
#include <stdlib.h>

#include "base/time.h"
#include "domain/report/figures.h"
#include "table/table.h"

void report_put_text(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, ",\"%s\":", name);
	buf_json_text(b, text);
}

void report_put_time(struct buf *b, const char *name, int64_t at)
{
	report_put_text(b, name, at == 0 ? NULL : time_iso(b->arena, at));
}

static void put_row(struct buf *b, const struct form_sheet *sheet, const struct form_row *row, const int64_t *v)
{
	buf_put(b, "{\"label\":");
	buf_json_text(b, row->label);
	report_put_text(b, "ordinal", row->ordinal);
	if (row->code > 0) {
		buf_fmt(b, ",\"code\":%d", row->code);
		report_put_text(b, "measure_unit", row->measure_unit);
		report_put_text(b, "no_source", row->no_source);
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
			buf_fmt(b, "%s\"%s\"", k > 0 ? "," : "", table_column_name(b->arena, sheet->column[k].at));
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

static void put_differences(struct buf *b, const struct report_difference *all, size_t n)
{
	buf_put(b, ",\"difference\":[");
	for (size_t i = 0; i < n; i++) {
		buf_fmt(b, "%s{\"row\":%d", i > 0 ? "," : "", all[i].row);
		report_put_text(b, "column", all[i].column);
		report_put_text(b, "label", all[i].label);
		buf_fmt(b, all[i].was ? ",\"before\":%" PRId64 : ",\"before\":null", all[i].before);
		buf_fmt(b, all[i].is ? ",\"now\":%" PRId64 "}" : ",\"now\":null}", all[i].now);
	}
	buf_char(b, ']');
}

static void put_stale(struct buf *b, const struct report_stale *all, size_t n)
{
	buf_put(b, ",\"stale\":[");
	for (size_t i = 0; i < n; i++) {
		buf_put(b, i > 0 ? ",{\"unit\":" : "{\"unit\":");
		buf_json_text(b, all[i].unit);
		report_put_text(b, "unit_name", all[i].unit_name);
		report_put_text(b, "why", all[i].why);
		if (all[i].added > 0)
			buf_fmt(b, ",\"added\":%d", all[i].added);
		buf_fmt(b, ",\"edition\":%d", all[i].edition);
		report_put_text(b, "message", all[i].message);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void put_head(struct buf *b, const struct report *rep)
{
	buf_put(b, "{\"id\":");
	buf_json_text(b, rep->code);
	report_put_text(b, "form", rep->form_name);
	report_put_text(b, "official", rep->form->official);
	report_put_text(b, "unit", rep->unit.code);
	report_put_text(b, "unit_name", rep->unit.name);
	report_put_text(b, "period", rep->period);
	report_put_text(b, "state", rep->state);
	buf_fmt(b, ",\"edition\":%d", rep->edition);
	report_put_text(b, "note", rep->note);
	report_put_text(b, "hash", rep->hash);
	report_put_time(b, "computed_at", rep->computed_at);
	report_put_time(b, "submitted_at", rep->submitted_at);
	report_put_time(b, "decided_at", rep->decided_at);
	if (rep->reopened_at != 0) {
		report_put_time(b, "reopened_at", rep->reopened_at);
		report_put_text(b, "reason", rep->reason);
	}
	buf_fmt(b, ",\"version\":%" PRId64, rep->version);
}

bool report_put_json(struct ctx *c, struct buf *b, const struct report *rep, bool full)
{
	struct report_difference *difference;
	struct report_remark *remarks;
	struct report_stale *stale;
	size_t n_differences, n_stale, n_remarks;
	struct figures x;

	put_head(b, rep);
	json_t *stored = json_loads(rep->cells, 0, NULL);
	char *missing = json_dumps(json_object_get(stored, "missing"), JSON_COMPACT | JSON_ENCODE_ANY);
	buf_fmt(b, ",\"units\":%" JSON_INTEGER_FORMAT ",\"missing\":%s", json_integer_value(json_object_get(stored, "units")),
	        missing == NULL ? "[]" : missing);
	free(missing);
	json_decref(stored);
	if (full) {
		if (!report_differences(c, rep, &difference, &n_differences) || !report_find_stale(c, rep, &stale, &n_stale) ||
		    !figures_of(c, rep->form, rep->cells, &x) || !report_remarks(c, rep, &remarks, &n_remarks))
			return false;
		put_differences(b, difference, n_differences);
		put_stale(b, stale, n_stale);
		const struct report_checked checked = report_check(c, rep);
		report_put_checks(b, &checked);
		report_put_remarks(b, remarks, n_remarks);
		put_sheets(b, &x);
	}
	buf_char(b, '}');
	return true;
}
