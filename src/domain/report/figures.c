/* figures.c - the numbers of a form: order, sums, JSON. */
#include "domain/report/figures.h"

#include "base/json.h"
#include "table/table.h"

static size_t count_cells(const struct form *f)
{
	size_t n = 0;

	for (size_t s = 0; s < f->n_sheets; s++)
		for (size_t i = 0; i < f->sheet[s].n_rows; i++)
			n += f->sheet[s].row[i].code > 0 ? f->sheet[s].n_columns : 0;
	return n;
}

struct figures figures_new(struct arena *a, const struct form *f)
{
	size_t n = count_cells(f);

	return (struct figures){ .form = f, .n_cells = n, .cell = NEW_N(a, int64_t, n) };
}

size_t figures_at(const struct form *f, const struct form_sheet *sheet, size_t row_index)
{
	size_t at = 0;

	if (sheet->row[row_index].code == 0)
		return SIZE_MAX;
	for (const struct form_sheet *s = f->sheet; s < sheet; s++)
		for (size_t i = 0; i < s->n_rows; i++)
			at += s->row[i].code > 0 ? s->n_columns : 0;
	for (size_t i = 0; i < row_index; i++)
		at += sheet->row[i].code > 0 ? sheet->n_columns : 0;
	return at;
}

void figures_add(struct figures *sum, const struct figures *x)
{
	assert(sum->n_cells == x->n_cells);
	for (size_t i = 0; i < x->n_cells; i++)
		sum->cell[i] += x->cell[i];
}

void figures_put_row(struct buf *b, const char *name, const struct form_sheet *sheet, const struct form_row *row, const int64_t *v,
                     const bool *covered)
{
	if (row->no_source != NULL) {
		json_put_null(b, name);
		return;
	}
	json_open_list(b, name);
	for (size_t k = 0; k < sheet->n_columns; k++)
		json_put_int_if(b, NULL, !row->blank[k] && (covered == NULL || !covered[k]), v[k]);
	json_close_list(b);
}

void figures_put_json(struct buf *b, const char *name, const struct figures *x)
{
	const int64_t *v = x->cell;
	char code[16];

	json_open_object(b, name);
	for (size_t s = 0; s < x->form->n_sheets; s++) {
		const struct form_sheet *sheet = &x->form->sheet[s];
		for (size_t i = 0; i < sheet->n_rows; i++) {
			if (sheet->row[i].code == 0)
				continue;
			snprintf(code, sizeof code, "%d", sheet->row[i].code);
			figures_put_row(b, code, sheet, &sheet->row[i], v, NULL);
			v += sheet->n_columns;
		}
	}
	json_close_object(b);
}

/* A row without a source, or of another edition of the form, is no array; a cell that the form leaves out is null. */
static bool read_row(struct ctx *c, const struct form_sheet *sheet, int code, const json_t *row, int64_t *ret)
{
	for (size_t k = 0; k < sheet->n_columns; k++) {
		const json_t *cell = json_array_get(row, k);
		if ((cell != NULL && !json_is_null(cell) && !json_is_integer(cell)) || (row != NULL && !json_is_null(row) && !json_is_array(row)))
			return fail(c, ERR_CONFLICT, "report.damaged", "Số liệu đã lưu hỏng ở mã số %d, cột %s; hãy khôi phục từ bản sao lưu, hoặc tính lại báo cáo.",
			            code, table_column_name(c->arena, sheet->column[k].at));
		ret[k] = json_integer_value(cell);
	}
	return true;
}

static bool read_cells(struct ctx *c, const struct form *f, const json_t *cells, int64_t *v)
{
	if (!json_is_object(cells))
		return fail(c, ERR_CONFLICT, "report.damaged", "Số liệu đã lưu của báo cáo không đọc được ở mọi ô; hãy khôi phục từ bản sao lưu, hoặc tính lại báo cáo.");
	for (size_t s = 0; s < f->n_sheets; s++)
		for (size_t i = 0; i < f->sheet[s].n_rows; i++) {
			char code[16];
			if (f->sheet[s].row[i].code == 0)
				continue;
			snprintf(code, sizeof code, "%d", f->sheet[s].row[i].code);
			if (!read_row(c, &f->sheet[s], f->sheet[s].row[i].code, json_object_get(cells, code), v))
				return false;
			v += f->sheet[s].n_columns;
		}
	return true;
}

bool figures_of(struct ctx *c, const struct form *f, const char *stored, struct figures *ret)
{
	json_t *o = json_loads(stored, 0, NULL);

	*ret = figures_new(c->arena, f);
	bool ok = read_cells(c, f, json_object_get(o, "cells"), ret->cell);
	json_decref(o);
	return ok;
}

const int64_t *figures_cell(const struct figures *x, int code, size_t column)
{
	const struct form_sheet *sheet;
	const struct form_row *row = form_row_find(x->form, code, &sheet);

	return row == NULL ? NULL : x->cell + figures_at(x->form, sheet, (size_t)(row - sheet->row)) + column;
}

size_t figures_column_index(struct arena *a, const struct form_sheet *sheet, const char *letters)
{
	for (size_t k = 0; k < sheet->n_columns; k++)
		if (streq(table_column_name(a, sheet->column[k].at), letters))
			return k;
	return SIZE_MAX;
}

static size_t column_at(const struct form_sheet *sheet, unsigned at)
{
	for (size_t k = 0; k < sheet->n_columns; k++)
		if (sheet->column[k].at == at)
			return k;
	return SIZE_MAX;
}

void figures_translate(const struct figures *from, struct figures *to)
{
	int64_t *v = to->cell;

	for (size_t s = 0; s < to->form->n_sheets; s++) {
		const struct form_sheet *sheet = &to->form->sheet[s], *other;
		for (size_t i = 0; i < sheet->n_rows; i++) {
			if (sheet->row[i].code == 0)
				continue;
			const struct form_row *row = form_row_find(from->form, sheet->row[i].code, &other);
			for (size_t k = 0; k < sheet->n_columns; k++, v++) {
				const size_t column = row == NULL ? SIZE_MAX : column_at(other, sheet->column[k].at);
				*v = column == SIZE_MAX ? 0 : *figures_cell(from, row->code, column);
			}
		}
	}
}
