/* remark.c - what an office that returns a report says of single cells. */
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"
#include "domain/report/figures.h"

enum { NOTE_MAX = 1000 };

static const char *place(struct ctx *c, size_t i)
{
	return arena_fmt(c->arena, "cells[%zu]", i);
}

static bool is_double(const struct report_remark *all, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (all[k].row == all[i].row && streq(all[k].column, all[i].column))
			return true;
	return false;
}

/* The cell must be one that the form asks for. */
static void check_cell(struct ctx *c, const struct form *f, const struct report_remark *all, size_t i, struct problems *p)
{
	const struct report_remark *r = &all[i];
	const struct form_sheet *sheet;
	const struct form_row *row = r->row > 0 ? form_row_find(f, r->row, &sheet) : NULL;
	const size_t column = row == NULL ? SIZE_MAX : figures_column_index(c->arena, sheet, r->column);

	if (row == NULL)
		problem_add(c, p, place(c, i), "report.cell", "Biểu này không có mã số %d.", r->row);
	else if (column == SIZE_MAX || row->blank[column])
		problem_add(c, p, place(c, i), "report.cell", "Mã số %d không có ô ở cột \"%.10s\"; hãy chọn một cột mà biểu hỏi ở dòng ấy.", r->row, r->column);
	else if (r->sheet != NULL && !streq(r->sheet, sheet->name))
		problem_add(c, p, place(c, i), "report.cell", "Mã số %d ở trang %s, không ở trang \"%.40s\".", r->row, sheet->name, r->sheet);
	else if (is_double(all, i))
		problem_add(c, p, place(c, i), "report.cell", "Mã số %d, cột %s được ghi hai lần; hãy gộp thành một.", r->row, r->column);
}

static void check_note(struct ctx *c, const struct report_remark *r, size_t i, struct problems *p)
{
	const char *clean = text_clean(c->arena, r->note, strlen(r->note));

	if (clean == NULL || *clean == '\0')
		problem_add(c, p, place(c, i), "report.reason", "Hãy ghi phải sửa gì ở ô này, để đơn vị lập báo cáo biết.");
	else if (text_length(clean) > NOTE_MAX)
		problem_add(c, p, place(c, i), "request.too_long", "Ghi chú của một ô dài nhất %d chữ; hãy viết gọn lại.", NOTE_MAX);
}

bool report_check_remarks(struct ctx *c, const struct report *rep, const struct report_remark *all, size_t n)
{
	struct problems p = { 0 };

	for (size_t i = 0; i < n; i++) {
		check_cell(c, rep->form, all, i, &p);
		check_note(c, &all[i], i, &p);
	}
	return p.errors == 0 || fail_problems(c, &p);
}

bool report_add_remarks(struct ctx *c, const struct report *rep, const struct report_remark *all, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!db_exec(c, SQL_REPORT_REMARK_INSERT, ARGS(val_int(rep->unit.id), val_int(rep->id), val_int(rep->version), val_int(all[i].row),
		                                               val_text(all[i].column), val_int(rep->edition),
		                                               val_text(text_clean(c->arena, all[i].note, strlen(all[i].note))), val_int(c->now_ms),
		                                               val_int(actor_id(c)))))
			return false;
	return true;
}

bool report_answer_remarks(struct ctx *c, const struct report *rep)
{
	return db_exec(c, SQL_REPORT_REMARK_ANSWER, ARGS(val_int(rep->unit.id), val_int(rep->id), val_int(c->now_ms)));
}

bool report_remarks(struct ctx *c, const struct report *rep, struct report_remark **ret, size_t *ret_n)
{
	const struct form_sheet *sheet;
	struct rows r;

	if (!db_rows(c, &r, SQL_REPORT_REMARKS, ARGS(val_int(rep->unit.id), val_int(rep->id), val_int(rep->edition), val_int(rep->reopened_at))))
		return false;
	*ret = NEW_N(c->arena, struct report_remark, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++) {
		struct report_remark *x = &(*ret)[i];
		*x = (struct report_remark){ .row = (int)rows_int(&r, i, 0), .column = rows_text(&r, i, 1), .note = rows_text(&r, i, 2), .at = rows_int(&r, i, 3) };
		/* Computed anew by a form that was changed, it may have no such row. */
		x->sheet = form_row_find(rep->form, x->row, &sheet) == NULL ? NULL : sheet->name;
	}
	return true;
}

void report_put_remarks(struct buf *b, const struct report_remark *all, size_t n)
{
	json_open_list(b, "remarks");
	for (size_t i = 0; i < n; i++) {
		json_open_object(b, NULL);
		json_put_int(b, "row", all[i].row);
		json_put_text(b, "sheet", all[i].sheet);
		json_put_text(b, "column", all[i].column);
		json_put_text(b, "note", all[i].note);
		json_put_time(b, "at", all[i].at);
		json_close_object(b);
	}
	json_close_list(b);
}
