/* show.c - one report as JSON. */
#include <stdlib.h>

#include "base/json.h"
#include "base/time.h"
#include "domain/report/figures.h"
#include "table/table.h"

/* The columns of a row that are covered; a program tells them from 0 and from what the form leaves out. */
static void put_covered(struct buf *b, const struct form_sheet *sheet, const bool *covered)
{
	bool any = false;

	for (size_t k = 0; covered != NULL && k < sheet->n_columns; k++) {
		if (!covered[k])
			continue;
		if (!any)
			json_open_list(b, "covered");
		any = true;
		json_put_text(b, NULL, table_column_name(b->arena, sheet->column[k].at));
	}
	if (any)
		json_close_list(b);
}

static void put_row(struct buf *b, const struct form_sheet *sheet, const struct form_row *row, const int64_t *v, const bool *covered)
{
	json_open_object(b, NULL);
	json_put_text(b, "label", row->label);
	json_put_text(b, "ordinal", row->ordinal);
	if (row->code > 0) {
		json_put_int(b, "code", row->code);
		json_put_text(b, "measure_unit", row->measure_unit);
		json_put_text(b, "no_source", row->no_source);
		figures_put_row(b, "values", sheet, row, v, covered);
		put_covered(b, sheet, covered);
	}
	json_close_object(b);
}

static void put_sheets(struct buf *b, const struct figures *x, const struct covered *covered)
{
	const int64_t *v = x->cell;
	const bool *of = covered->of;

	json_open_list(b, "sheets");
	for (size_t s = 0; s < x->form->n_sheets; s++) {
		const struct form_sheet *sheet = &x->form->sheet[s];
		json_open_object(b, NULL);
		json_put_text(b, "name", sheet->name);
		json_open_list(b, "columns");
		for (size_t k = 0; k < sheet->n_columns; k++)
			json_put_text(b, NULL, table_column_name(b->arena, sheet->column[k].at));
		json_close_list(b);
		json_open_list(b, "rows");
		for (size_t i = 0; i < sheet->n_rows; i++) {
			put_row(b, sheet, &sheet->row[i], v, of);
			if (sheet->row[i].code <= 0)
				continue;
			v += sheet->n_columns;
			if (of != NULL)
				of += sheet->n_columns;
		}
		json_close_list(b);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_differences(struct buf *b, const struct report_difference *all, size_t n)
{
	json_open_list(b, "difference");
	for (size_t i = 0; i < n; i++) {
		json_open_object(b, NULL);
		json_put_int(b, "row", all[i].row);
		json_put_text(b, "column", all[i].column);
		json_put_text(b, "label", all[i].label);
		json_put_int_if(b, "before", all[i].was, all[i].before);
		json_put_int_if(b, "now", all[i].is, all[i].now);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_stale(struct buf *b, const struct report_stale *all, size_t n)
{
	json_open_list(b, "stale");
	for (size_t i = 0; i < n; i++) {
		json_open_object(b, NULL);
		json_put_text(b, "unit", all[i].unit);
		json_put_text(b, "unit_name", all[i].unit_name);
		json_put_text(b, "why", all[i].why);
		if (all[i].added > 0)
			json_put_int(b, "added", all[i].added);
		json_put_int(b, "edition", all[i].edition);
		json_put_text(b, "message", all[i].message);
		json_close_object(b);
	}
	json_close_list(b);
}

/* From the digest of few figures they could be tried. */
static void put_head(struct buf *b, const struct report *rep, const struct covered *covered)
{
	json_open_object(b, NULL);
	json_put_text(b, "id", rep->code);
	json_put_text(b, "form", rep->form_name);
	json_put_text(b, "official", rep->form->official);
	json_put_text(b, "unit", rep->unit.code);
	json_put_text(b, "unit_name", rep->unit.name);
	json_put_text(b, "period", rep->period);
	json_put_text(b, "state", rep->state);
	json_put_int(b, "edition", rep->edition);
	json_put_text(b, "note", rep->note);
	if (!covered->hides)
		json_put_text(b, "hash", rep->hash);
	json_put_time(b, "computed_at", rep->computed_at);
	json_put_time(b, "submitted_at", rep->submitted_at);
	json_put_time(b, "decided_at", rep->decided_at);
	if (rep->reopened_at != 0) {
		json_put_time(b, "reopened_at", rep->reopened_at);
		json_put_text(b, "reason", rep->reason);
	}
	json_put_int(b, "version", rep->version);
}

/* Of one that was sent again: why it had come back, and how many of its figures are others since. */
static bool put_returned(struct ctx *c, struct buf *b, const struct report *rep, const struct figures *x, const struct covered *covered)
{
	struct figures then;
	int64_t changed = 0;
	struct rows r;

	if (!streq(rep->state, "submitted") || rep->note == NULL)
		return true;
	if (!db_rows(c, &r, SQL_REPORT_CAME_BACK, ARGS(val_int(rep->unit.id), val_int(rep->id))))
		return false;
	if (r.count == 0) /* it came back before that was kept */
		return true;
	if (!figures_of(c, rep->form, rows_text(&r, 0, 0), &then))
		return false;
	for (size_t i = 0; i < x->n_cells; i++)
		changed += x->cell[i] != then.cell[i] && (covered->of == NULL || !covered->of[i]);
	json_open_object(b, "returned");
	json_put_text(b, "note", rep->note);
	json_put_time(b, "at", rep->decided_at);
	json_put_int(b, "remarks", rows_int(&r, 0, 1));
	json_put_int(b, "changed", changed);
	json_close_object(b);
	return true;
}

bool report_put_json(struct ctx *c, struct buf *b, const struct report *rep, bool full)
{
	struct report_difference *difference;
	struct report_remark *remarks;
	struct report_stale *stale;
	size_t n_differences, n_stale, n_remarks, n_changed;
	struct unit parent = rep->unit, decider = { 0 };
	struct covered covered;
	struct figures x;
	bool reopens;

	if (!covered_of(c, rep, &covered))
		return false;
	put_head(b, rep, &covered);
	json_t *stored = json_loads(rep->cells, 0, NULL);
	char *missing = json_dumps(json_object_get(stored, "missing"), JSON_COMPACT | JSON_ENCODE_ANY);
	json_put_int(b, "units", json_integer_value(json_object_get(stored, "units")));
	json_put_raw(b, "missing", missing == NULL ? "[]" : missing);
	free(missing);
	json_decref(stored);
	if (full) {
		if (!report_differences(c, rep, &difference, &n_differences) || !report_find_stale(c, rep, &stale, &n_stale) ||
		    !figures_of(c, rep->form, rep->cells, &x) || !report_count_changed(c, rep, &x, &n_changed) ||
		    !report_remarks(c, rep, &remarks, &n_remarks) || !unit_parent(c, &rep->unit, &parent) || !report_reopens(c, rep, &reopens) ||
		    (rep->decided_unit != 0 && !unit_get(c, rep->decided_unit, &decider)))
			return false;
		json_put_bool(b, "reopens", reopens);
		json_put_text(b, "decided_by", decider.id == 0 ? NULL : decider.name);
		json_put_text(b, "receiver", parent.id == rep->unit.id ? NULL : parent.name);
		put_differences(b, difference, covered.hides ? 0 : n_differences); /* two editions of a sum tell who came between them */
		put_stale(b, stale, n_stale);
		json_put_int(b, "changed", covered.hides ? 0 : n_changed);
		struct report_checked checked = report_check(c, rep);
		covered_leave_out(c, &covered, rep->form, &checked);
		n_remarks = covered_leave_out_remarks(c, &covered, rep->form, remarks, n_remarks);
		report_put_checks(b, &checked);
		report_put_remarks(b, remarks, n_remarks);
		put_sheets(b, &x, &covered);
		if (!put_returned(c, b, rep, &x, &covered))
			return false;
	}
	json_close_object(b);
	return true;
}
