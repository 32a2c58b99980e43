/* check.c - what must hold between the figures of a form: in words, and where it does not. */
#include "base/json.h"
#include "domain/report/figures.h"
#include "table/table.h"

const char *report_check_key(struct arena *a, const struct form_check *check)
{
	struct buf b = buf_in(a);

	buf_fmt(&b, "%d%s", check->total, check->equal ? "=" : ">=");
	for (size_t i = 0; i < check->n_rows; i++)
		buf_fmt(&b, "%s%d", i > 0 ? "+" : "", check->row[i]);
	return b.data;
}

const char *report_check_words(struct arena *a, const struct form_check *check)
{
	const bool sum = check->n_rows > 1;
	struct buf b = buf_in(a);

	if (check->equal)
		buf_fmt(&b, "Mã số %d bằng ", check->total);
	buf_put(&b, check->equal ? (sum ? "tổng các mã số " : "mã số ") : (sum ? "Tổng các mã số " : "Mã số "));
	for (size_t i = 0; i < check->n_rows; i++)
		buf_fmt(&b, "%s%d", i == 0 ? "" : i + 1 < check->n_rows ? ", " : " và ", check->row[i]);
	if (!check->equal)
		buf_fmt(&b, " không lớn hơn mã số %d", check->total);
	buf_char(&b, '.');
	return b.data;
}

static const int64_t *row_values(const struct figures *x, int code, const struct form_sheet **ret_sheet)
{
	const struct form_row *row = form_row_find(x->form, code, ret_sheet);

	return row == NULL ? NULL : x->cell + figures_at(x->form, *ret_sheet, (size_t)(row - (*ret_sheet)->row));
}

static struct report_broken *add(struct ctx *c, struct report_checked *ret)
{
	struct report_broken *b = NEW(c->arena, struct report_broken);

	if (ret->n++ == 0)
		ret->first = b;
	else
		ret->last->next = b;
	return ret->last = b;
}

/* The total comes first, then what it is held against. */
static void put_cells(struct ctx *c, const struct form *f, const struct form_check *check, const char *column, struct report_broken *b)
{
	const struct form_sheet *sheet;

	b->cell = NEW_N(c->arena, struct report_cell, check->n_rows + 1);
	for (size_t i = 0; i <= check->n_rows; i++) {
		const int code = i == 0 ? check->total : check->row[i - 1];
		(void)form_row_find(f, code, &sheet);
		b->cell[b->n_cells++] = (struct report_cell){ sheet->name, column, code };
	}
}

/* "2": the number in the last line of the head, by which people name a column; where there is none, its letter. */
static const char *column_name(struct arena *a, const struct form_sheet *s, size_t k)
{
	for (size_t i = 0; i < s->n_texts; i++) {
		const struct form_text *t = &s->text[i];
		if (t->column == s->column[k].at && t->row + 1 == s->row[0].at && strspn(t->text, "0123456789") == strlen(t->text))
			return t->text;
	}
	return table_column_name(a, s->column[k].at);
}

static void check_one(struct ctx *c, const struct figures *x, const struct form_check *check, struct report_checked *ret)
{
	const struct form_sheet *sheet, *other;
	const int64_t *total = row_values(x, check->total, &sheet);

	for (size_t k = 0; k < sheet->n_columns; k++) {
		int64_t sum = 0;
		for (size_t r = 0; r < check->n_rows; r++)
			sum += row_values(x, check->row[r], &other)[k];
		if (check->equal ? sum == total[k] : sum <= total[k])
			continue;
		const char *column = table_column_name(c->arena, sheet->column[k].at);
		struct report_broken *b = add(c, ret);
		*b = (struct report_broken){ .key = report_check_key(c->arena, check), .warning = check->warning };
		b->message = arena_fmt(c->arena, "Mã số %d, cột %s: %" PRId64 " nhưng các dòng thành phần cộng lại là %" PRId64 ".", check->total,
		                       column_name(c->arena, sheet, k), total[k], sum);
		put_cells(c, x->form, check, column, b);
	}
}

/* The figures as a whole: they cannot be read, or are not those that were counted. */
static void add_failure(struct ctx *c, struct report_checked *ret)
{
	*add(c, ret) = (struct report_broken){ .key = c->key, .message = c->detail };
	ctx_clear(c);
}

struct report_checked report_check_figures(struct ctx *c, const struct form *f, const char *cells)
{
	struct report_checked ret = { 0 };
	struct figures x;

	if (!figures_of(c, f, cells, &x))
		add_failure(c, &ret);
	else
		for (size_t i = 0; i < f->n_checks; i++)
			check_one(c, &x, &f->check[i], &ret);
	return ret;
}

struct report_checked report_check(struct ctx *c, const struct report *rep)
{
	struct report_checked ret = report_check_figures(c, rep->form, rep->cells);

	if (!report_verify(c, rep))
		add_failure(c, &ret);
	return ret;
}

void report_put_checks(struct buf *b, const struct report_checked *all)
{
	json_open_list(b, "checks");
	for (const struct report_broken *x = all->first; x != NULL; x = x->next) {
		json_open_object(b, NULL);
		json_put_text(b, "key", x->key);
		json_put_text(b, "severity", x->warning ? "warning" : "error");
		json_open_list(b, "cells");
		for (size_t i = 0; i < x->n_cells; i++) {
			json_open_object(b, NULL);
			json_put_text(b, "sheet", x->cell[i].sheet);
			json_put_int(b, "row", x->cell[i].row);
			json_put_text(b, "column", x->cell[i].column);
			json_close_object(b);
		}
		json_close_list(b);
		json_put_text(b, "message", x->message);
		json_close_object(b);
	}
	json_close_list(b);
}
