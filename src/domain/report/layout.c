/* layout.c - a form as it is printed: titles, heads of columns, rows, open cells. */
#include "domain/report/layout.h"

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
	buf_fmt(b, "%s{\"column\":\"%s\",\"role\":\"%s\",\"width\":%u}", at > 0 ? "," : "", table_column_name(b->arena, at),
	        columns[at < LAYOUT_FIXED ? at : LAYOUT_FIXED].role, layout_width(at));
}

static void put_columns(struct buf *b, const struct form_sheet *s)
{
	buf_put(b, ",\"columns\":[");
	for (unsigned i = 0; i < LAYOUT_FIXED; i++)
		put_column(b, i);
	for (size_t i = 0; i < s->n_columns; i++)
		put_column(b, s->column[i].at);
	buf_char(b, ']');
}

static void put_texts(struct buf *b, const struct form_sheet *s)
{
	buf_put(b, ",\"texts\":[");
	for (size_t i = 0; i < s->n_texts; i++) {
		const struct form_text *t = &s->text[i];
		const bool merged = t->to_row > 0;
		buf_fmt(b, "%s{\"row\":%u,\"column\":\"%s\",\"to_row\":%u,\"to_column\":\"%s\",\"head\":%s", i > 0 ? "," : "", t->row,
		        table_column_name(b->arena, t->column), merged ? t->to_row : t->row, table_column_name(b->arena, merged ? t->to_column : t->column),
		        layout_is_head(s, t) ? "true" : "false");
		report_put_text(b, "text", t->text);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void put_open(struct buf *b, const struct form_sheet *s, const struct form_row *row)
{
	bool any = false;

	buf_put(b, ",\"open\":[");
	for (size_t k = 0; row->code > 0 && k < s->n_columns; k++) {
		if (row->blank[k])
			continue;
		buf_fmt(b, "%s\"%s\"", any ? "," : "", table_column_name(b->arena, s->column[k].at));
		any = true;
	}
	buf_char(b, ']');
}

static void put_rows(struct buf *b, const struct form_sheet *s)
{
	buf_put(b, ",\"rows\":[");
	for (size_t i = 0; i < s->n_rows; i++) {
		const struct form_row *row = &s->row[i];
		buf_fmt(b, "%s{\"row\":%u", i > 0 ? "," : "", row->at);
		if (row->code > 0)
			buf_fmt(b, ",\"code\":%d", row->code);
		report_put_text(b, "ordinal", row->ordinal);
		report_put_text(b, "label", row->label);
		report_put_text(b, "measure_unit", row->measure_unit);
		report_put_text(b, "no_source", row->no_source);
		put_open(b, s, row);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

static void put_checks(struct buf *b, const struct form *f)
{
	buf_put(b, ",\"checks\":[");
	for (size_t i = 0; i < f->n_checks; i++) {
		const struct form_check *check = &f->check[i];
		buf_fmt(b, "%s{\"key\":\"%s\",\"severity\":\"%s\",\"total\":%d,\"relation\":\"%s\",\"rows\":[", i > 0 ? "," : "", report_check_key(b->arena, check),
		        check->warning ? "warning" : "error", check->total, check->equal ? "equal" : "at_most");
		for (size_t k = 0; k < check->n_rows; k++)
			buf_fmt(b, "%s%d", k > 0 ? "," : "", check->row[k]);
		buf_char(b, ']');
		report_put_text(b, "message", report_check_words(b->arena, check));
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void report_put_layout(struct buf *b, const struct form *f)
{
	buf_fmt(b, "{\"name\":\"%s\",\"label\":{\"vi\":", f->name);
	buf_json_text(b, f->label);
	report_put_text(b, "en", f->label_en);
	buf_char(b, '}');
	report_put_text(b, "official", f->official);
	report_put_text(b, "basis", f->basis);
	buf_fmt(b, ",\"as_of\":\"%02d-%02d\",\"sheets\":[", f->month, f->day);
	for (size_t i = 0; i < f->n_sheets; i++) {
		const struct form_sheet *s = &f->sheet[i];
		buf_put(b, i > 0 ? ",{\"name\":" : "{\"name\":");
		buf_json_text(b, s->name);
		buf_fmt(b, ",\"code_column\":\"%s\"", table_column_name(b->arena, LAYOUT_CODE));
		put_columns(b, s);
		put_texts(b, s);
		put_rows(b, s);
		buf_char(b, '}');
	}
	buf_char(b, ']');
	put_checks(b, f);
	buf_char(b, '}');
}
