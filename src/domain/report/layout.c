/* layout.c - a form as it is printed: titles, heads of columns, rows, open cells. */
#include "domain/report/layout.h"

#include "base/json.h"
#include "domain/report/figures.h"
#include "table/table.h"

enum { HEAD_ROWS = 4 };

static const struct {
	const char *role;
	unsigned width;
} columns[] = {
	[LAYOUT_ORDINAL] = { "ordinal", 7 }, [LAYOUT_LABEL] = { "label", 55 }, [LAYOUT_MEASURE_UNIT] = { "measure_unit", 9 }, [LAYOUT_CODE] = { "code", 9 },
	[LAYOUT_FIXED] = { "figure", 9 },
};

unsigned layout_width(unsigned column)
{
	return columns[column < LAYOUT_FIXED ? column : LAYOUT_FIXED].width;
}

bool layout_is_head(const struct form_sheet *s, const struct form_text *t)
{
	return t->row + HEAD_ROWS >= s->row[0].at;
}

static void put_column(struct buf *b, unsigned at)
{
	json_open_object(b, NULL);
	json_put_text(b, "column", table_column_name(b->arena, at));
	json_put_text(b, "role", columns[at < LAYOUT_FIXED ? at : LAYOUT_FIXED].role);
	json_put_int(b, "width", layout_width(at));
	json_close_object(b);
}

static void put_columns(struct buf *b, const struct form_sheet *s)
{
	json_open_list(b, "columns");
	for (unsigned i = 0; i < LAYOUT_FIXED; i++)
		put_column(b, i);
	for (size_t i = 0; i < s->n_columns; i++)
		put_column(b, s->column[i].at);
	json_close_list(b);
}

static void put_texts(struct buf *b, const struct form_sheet *s)
{
	json_open_list(b, "texts");
	for (size_t i = 0; i < s->n_texts; i++) {
		const struct form_text *t = &s->text[i];
		const bool merged = t->to_row > 0;
		json_open_object(b, NULL);
		json_put_int(b, "row", t->row);
		json_put_text(b, "column", table_column_name(b->arena, t->column));
		json_put_int(b, "to_row", merged ? t->to_row : t->row);
		json_put_text(b, "to_column", table_column_name(b->arena, merged ? t->to_column : t->column));
		json_put_bool(b, "head", layout_is_head(s, t));
		json_put_text(b, "text", t->text);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_open(struct buf *b, const struct form_sheet *s, const struct form_row *row)
{
	json_open_list(b, "open");
	for (size_t k = 0; row->code > 0 && k < s->n_columns; k++)
		if (!row->blank[k])
			json_put_text(b, NULL, table_column_name(b->arena, s->column[k].at));
	json_close_list(b);
}

static void put_rows(struct buf *b, const struct form_sheet *s)
{
	json_open_list(b, "rows");
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct form_row *row = &s->row[i];
		json_open_object(b, NULL);
		json_put_int(b, "row", row->at);
		if (row->code > 0)
			json_put_int(b, "code", row->code);
		json_put_text(b, "ordinal", row->ordinal);
		json_put_text(b, "label", row->label);
		json_put_text(b, "measure_unit", row->measure_unit);
		json_put_text(b, "no_source", row->no_source);
		put_open(b, s, row);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_checks(struct buf *b, const struct form *f)
{
	json_open_list(b, "checks");
	for (size_t i = 0; i < f->n_checks; i++) {
		const struct form_check *check = &f->check[i];
		json_open_object(b, NULL);
		json_put_text(b, "key", report_check_key(b->arena, check));
		json_put_text(b, "severity", check->warning ? "warning" : "error");
		json_put_int(b, "total", check->total);
		json_put_text(b, "relation", check->equal ? "equal" : "at_most");
		json_open_list(b, "rows");
		for (size_t k = 0; k < check->n_rows; k++)
			json_put_int(b, NULL, check->row[k]);
		json_close_list(b);
		json_put_text(b, "message", report_check_words(b->arena, check));
		json_close_object(b);
	}
	json_close_list(b);
}

void report_put_layout(struct buf *b, const struct form *f)
{
	json_open_object(b, NULL);
	json_put_text(b, "name", f->name);
	json_put_texts(b, "label", "vi", f->label, "en", f->label_en, NULL);
	json_put_text(b, "official", f->official);
	json_put_text(b, "basis", f->basis);
	json_put_text(b, "as_of", arena_fmt(b->arena, "%02d-%02d", f->month, f->day));
	json_open_list(b, "sheets");
	for (size_t i = 0; i < f->n_sheets; i++) {
		const struct form_sheet *s = &f->sheet[i];
		json_open_object(b, NULL);
		json_put_text(b, "name", s->name);
		json_put_text(b, "code_column", table_column_name(b->arena, LAYOUT_CODE));
		put_columns(b, s);
		put_texts(b, s);
		put_rows(b, s);
		json_close_object(b);
	}
	json_close_list(b);
	put_checks(b, f);
	json_close_object(b);
}
