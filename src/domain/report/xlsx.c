/* xlsx.c - a form in its official layout. */
#include "domain/report/figures.h"
#include "domain/report/layout.h"
#include "book/writer.h"

#define COVERED "•"

/* "{unit}" and the like in the texts of a form. */
static const char *filled(struct ctx *c, const struct report *rep, const struct unit *parent, const char *text)
{
	const struct {
		const char *mark, *value;
	} marks[] = {
		{ "{unit}", rep->unit.name }, { "{parent}", parent->name }, { "{receiver}", parent->name },
		{ "{year}", arena_fmt(c->arena, "%d", rep->when.year) },
		{ "{school_year}", arena_fmt(c->arena, "%d-%d", rep->when.year, rep->when.year + 1) },
	};

	for (size_t i = 0; i < COUNT(marks); i++) {
		const char *at = strstr(text, marks[i].mark);
		if (at != NULL)
			text = arena_fmt(c->arena, "%.*s%s%s", (int)(at - text), text, marks[i].value, at + strlen(marks[i].mark));
	}
	return text;
}

static bool write_texts(struct ctx *c, struct writer *w, const struct report *rep, const struct unit *parent, const struct form_sheet *s)
{
	for (size_t i = 0; i < s->n_texts; i++) {
		const struct form_text *t = &s->text[i];
		const char *text = filled(c, rep, parent, t->text);
		unsigned style = layout_is_head(s, t) ? STYLE_HEADER : STYLE_BOLD;
		bool ok = t->to_row == 0 ? writer_text(w, t->row - 1, t->column, text, style)
		                         : writer_merge(w, t->row - 1, t->column, t->to_row - 1, t->to_column, text, style);
		if (!ok)
			return false;
	}
	return true;
}

static bool write_row(struct writer *w, const struct form_sheet *s, const struct form_row *row, const int64_t *v, const bool *covered)
{
	size_t at = row->at - 1;
	unsigned style = STYLE_CELL | (row->code == 0 ? STYLE_BOLD : 0);

	if (!writer_text(w, at, LAYOUT_ORDINAL, row->ordinal, style) || !writer_text(w, at, LAYOUT_LABEL, row->label, style) ||
	    !writer_text(w, at, LAYOUT_MEASURE_UNIT, row->measure_unit, STYLE_CELL | STYLE_CENTER))
		return false;
	if (row->code == 0)
		return true;
	if (!writer_number(w, at, LAYOUT_CODE, row->code, STYLE_CELL | STYLE_CENTER))
		return false;
	for (size_t k = 0; k < s->n_columns; k++) {
		/* "#": the form leaves the cell out; "?": nothing to count from yet; "•": covered.  None is zero. */
		const char *mark = row->no_source != NULL ? "?" : row->blank[k] ? "#" : covered != NULL && covered[k] ? COVERED : NULL;
		bool ok = mark != NULL ? writer_text(w, at, s->column[k].at, mark, STYLE_BORDER | STYLE_CENTER)
		                       : writer_number(w, at, s->column[k].at, (double)v[k], STYLE_BORDER | STYLE_AS_INTEGER);
		if (!ok)
			return false;
	}
	return true;
}

static bool write_sheets(struct ctx *c, struct writer *w, const struct report *rep, const struct unit *parent, const struct figures *x,
                         const struct covered *covered)
{
	const int64_t *v = x->cell;
	const bool *of = covered->of;

	for (size_t s = 0; s < rep->form->n_sheets; s++) {
		const struct form_sheet *sheet = &rep->form->sheet[s];
		if (!writer_sheet(w, sheet->name))
			return false;
		for (unsigned i = 0; i < LAYOUT_FIXED; i++)
			writer_widths(w, i, i, layout_width(i));
		for (size_t i = 0; i < sheet->n_columns; i++)
			writer_widths(w, sheet->column[i].at, sheet->column[i].at, layout_width(sheet->column[i].at));
		writer_landscape(w, sheet->row[0].at - 1);
		if (!write_texts(c, w, rep, parent, sheet))
			return false;
		for (size_t i = 0; i < sheet->n_rows; i++) {
			if (!write_row(w, sheet, &sheet->row[i], v, of))
				return false;
			v += sheet->row[i].code > 0 ? sheet->n_columns : 0;
			if (of != NULL && sheet->row[i].code > 0)
				of += sheet->n_columns;
		}
	}
	return true;
}

struct lines {
	struct writer *w;
	size_t at;
	bool ok;
};

static void put_line(struct lines *l, const char *name, const char *text, unsigned style)
{
	l->ok = l->ok && writer_text(l->w, l->at, 0, name, style) && writer_text(l->w, l->at, 1, text, STYLE_AS_TEXT);
	l->at++;
}

static const char *number(struct ctx *c, bool there, int64_t n)
{
	return there ? arena_fmt(c->arena, "%" PRId64, n) : "không có ô này";
}

static bool put_changes(struct ctx *c, struct lines *l, const struct report *rep)
{
	struct report_difference *d;
	struct report_stale *stale;
	size_t n, n_stale;

	if (!report_differences(c, rep, &d, &n) || !report_find_stale(c, rep, &stale, &n_stale))
		return false;
	for (size_t i = 0; i < n_stale; i++)
		put_line(l, "Tổng không còn mới", stale[i].message, STYLE_WARNING);
	for (size_t i = 0; i < n; i++)
		put_line(l, arena_fmt(c->arena, "Khác bản %d", rep->edition - 1),
		         arena_fmt(c->arena, "Mã số %d, cột %s (%s): %s, nay %s", d[i].row, d[i].column, d[i].label, number(c, d[i].was, d[i].before),
		                   number(c, d[i].is, d[i].now)), STYLE_BOLD);
	return true;
}

/* The digest, what is missing and what changed travel with the sheets, so that a printed form can be compared. */
static bool write_origin(struct ctx *c, struct writer *w, const struct report *rep, const struct covered *covered)
{
	const char *const line[][2] = {
		{ "Biểu", rep->form->official }, { "Đơn vị", rep->unit.code }, { "Kỳ", rep->period }, { "Trạng thái", report_state_name(rep->state) },
		{ "Mã báo cáo", rep->code }, { "Bản số", arena_fmt(c->arena, "%d", rep->edition) }, { "Mã băm SHA-256", rep->hash },
		{ "Ký hiệu", "# biểu không quy định ô này; ? chưa có nguồn dữ liệu, không phải số 0" },
	};
	json_t *stored = json_loads(rep->cells, 0, NULL), *code;
	struct lines l = { .w = w, .ok = writer_sheet(w, "Nguồn gốc") };
	size_t i;

	writer_widths(w, 0, 0, 20);
	writer_widths(w, 1, 1, 80);
	for (i = 0; i < COUNT(line); i++)
		if (!covered->hides || line[i][1] != rep->hash)
			put_line(&l, line[i][0], line[i][1], STYLE_BOLD);
	if (covered->of != NULL)
		put_line(&l, COVERED, "Số nhỏ được che để không nhận ra được ai.", STYLE_BOLD);
	if (rep->reopened_at != 0)
		put_line(&l, "Đã được mở lại", rep->reason, STYLE_WARNING);
	json_array_foreach(json_object_get(stored, "missing"), i, code)
		put_line(&l, "Chưa có báo cáo", json_string_value(code), STYLE_WARNING);
	json_decref(stored);
	return (covered->hides || put_changes(c, &l, rep)) && l.ok;
}

bool report_write_xlsx(struct ctx *c, const struct report *rep, const char *path)
{
	struct unit parent = rep->unit;
	struct covered covered;
	struct figures x;
	struct writer *w;

	if (!covered_of(c, rep, &covered) || !figures_of(c, rep->form, rep->cells, &x) || !unit_parent(c, &rep->unit, &parent))
		return false;
	return writer_open(c, path, WRITER_FREE, &w) && write_sheets(c, w, rep, &parent, &x, &covered) && write_origin(c, w, rep, &covered) && writer_close(w);
}
