/* import_report.c - what an import did, as JSON and as a workbook for the school. */
#include "domain/import/import.h"
#include "sheet/write.h"

static void put_text(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, "\"%s\":", name);
	buf_json_text(b, text);
	buf_char(b, ',');
}

static void put_count(struct buf *b, const char *name, size_t n)
{
	buf_fmt(b, "\"%s\":%zu,", name, n);
}

/* The comma after the last member or element becomes the end. */
static void put_end(struct buf *b, char end)
{
	if (b->data[b->len - 1] == ',')
		b->data[b->len - 1] = end;
	else
		buf_char(b, end);
}

static void put_counts(struct buf *b, const struct import_summary *s)
{
	put_count(b, "rows", s->rows);
	put_count(b, "created", s->created);
	put_count(b, "enrolled", s->enrolled);
	put_count(b, "moved", s->moved);
	put_count(b, "changed", s->changed);
	put_count(b, "unchanged", s->unchanged);
	put_count(b, "refused", s->refused);
	put_count(b, "classes_created", s->classes_created);
	put_count(b, "missing", s->missing);
	put_count(b, "errors", s->errors);
	put_count(b, "warnings", s->warnings);
}

static void put_issues(struct buf *b, const struct import_summary *s)
{
	buf_put(b, "\"issues\":[");
	for (size_t i = 0; i < s->n_issues; i++) {
		const struct import_issue *n = &s->issue[i];
		buf_char(b, '{');
		put_text(b, "sheet", n->sheet);
		put_count(b, "row", n->row);
		put_text(b, "column", n->column);
		put_text(b, "title", n->title);
		put_text(b, "value", n->value);
		put_text(b, "key", n->key);
		put_text(b, "message", n->message);
		buf_fmt(b, "\"warning\":%s},", n->warning ? "true" : "false");
	}
	put_end(b, ']');
	buf_char(b, ',');
}

static void put_mapping(struct buf *b, const struct import_summary *s)
{
	buf_put(b, "\"mapping\":[");
	for (size_t i = 0; i < s->n_mappings; i++) {
		const struct import_mapping *m = &s->mapping[i];
		buf_char(b, '{');
		put_text(b, "sheet", m->sheet);
		put_text(b, "column", m->column);
		put_text(b, "title", m->title);
		put_text(b, "field", m->field);
		put_text(b, "label", m->label);
		buf_put(b, "\"samples\":[");
		for (size_t k = 0; k < COUNT(m->sample) && m->sample[k] != NULL; k++) {
			buf_json_text(b, m->sample[k]);
			buf_char(b, ',');
		}
		put_end(b, ']');
		buf_char(b, '}');
		buf_char(b, ',');
	}
	put_end(b, ']');
	buf_char(b, ',');
}

static void put_answers(struct buf *b, const struct import_summary *s)
{
	buf_put(b, "\"asks\":[");
	for (size_t i = 0; i < s->n_answers; i++) {
		const struct import_answer *a = &s->answer[i];
		buf_char(b, '{');
		put_text(b, "name", a->name);
		put_text(b, "label", a->label);
		put_text(b, "value", a->code);
		put_text(b, "text", a->text);
		put_text(b, "from", a->from);
		put_end(b, '}');
		buf_char(b, ',');
	}
	put_end(b, ']');
	buf_char(b, ',');
}

static void put_changes(struct buf *b, const struct import_summary *s)
{
	buf_put(b, "\"changes\":[");
	for (size_t i = 0; i < s->n_changes; i++) {
		const struct import_change *g = &s->change[i];
		buf_char(b, '{');
		put_text(b, "sheet", g->sheet);
		put_count(b, "row", g->row);
		put_text(b, "code", g->code);
		put_text(b, "name", g->name);
		put_text(b, "field", g->field);
		put_text(b, "label", g->label);
		put_text(b, "before", g->before);
		put_text(b, "after", g->after);
		put_end(b, '}');
		buf_char(b, ',');
	}
	put_end(b, ']');
	buf_put(b, ",\"missing_entries\":[");
	for (size_t i = 0; i < s->n_missed; i++) {
		buf_char(b, '{');
		put_text(b, "class", s->missed[i].class_name);
		put_text(b, "code", s->missed[i].code);
		put_text(b, "name", s->missed[i].name);
		put_end(b, '}');
		buf_char(b, ',');
	}
	put_end(b, ']');
}

void import_put_json(struct buf *b, const struct import_summary *s)
{
	buf_char(b, '{');
	put_text(b, "sheet", s->template_name);
	put_text(b, "sheet_label", s->template_label);
	buf_fmt(b, "\"dry_run\":%s,\"school_year\":%d,\"year_seen\":", s->dry_run ? "true" : "false", s->school_year);
	buf_put(b, s->year_seen == 0 ? "null" : arena_fmt(b->arena, "%d", s->year_seen));
	buf_fmt(b, ",\"year_doubtful\":%s,", s->year_doubtful ? "true" : "false");
	put_text(b, "batch", s->batch);
	put_answers(b, s);
	put_counts(b, s);
	put_issues(b, s);
	put_mapping(b, s);
	put_changes(b, s);
	buf_char(b, '}');
}

/* ---- the workbook ---- */

enum { HEADER = 3, COLUMNS = 9 };

/* "What is wrong. Hãy do this." or "...; hãy do this." */
static const char *remedy_of(const char *message)
{
	const char *at = NULL;

	for (const char *p = message; (p = strstr(p, "ãy ")) != NULL; p++)
		if (at == NULL && p > message && (p[-1] == 'H' || p[-1] == 'h') && (p - 1 == message || p[-2] == ' '))
			at = p - 1;
	return at;
}

static const char *without_remedy(struct ctx *c, const char *message, const char *remedy)
{
	size_t n = remedy == NULL ? strlen(message) : (size_t)(remedy - message);

	while (n > 0 && strchr(" ;,", message[n - 1]) != NULL)
		n--;
	return arena_strndup(c->arena, message, n);
}

static const char *from_capital(struct ctx *c, const char *remedy)
{
	return remedy == NULL ? NULL : arena_fmt(c->arena, "H%s", remedy + 1);
}

static bool write_header(struct writer *w, const struct import_summary *s, struct ctx *c)
{
	static const char *const titles[COLUMNS] = { "STT", "Mức", "Trang", "Dòng", "Cột", "Tiêu đề cột", "Giá trị trong tệp", "Điều sai",
		                                     "Cách sửa" };
	static const double widths[COLUMNS] = { 6, 10, 16, 8, 7, 24, 24, 60, 60 };
	const char *line = arena_fmt(c->arena, "%zu dòng học sinh, %zu dòng chưa nhập; %zu lỗi, %zu cảnh báo. Sửa trong tệp của trường rồi nhập "
	                             "lại cả tệp: các dòng đã nhập không bị ghi hai lần.", s->rows, s->refused, s->errors, s->warnings);

	for (size_t i = 0; i < COLUMNS; i++)
		writer_widths(w, i, i, widths[i]);
	writer_landscape(w, HEADER + 1);
	writer_freeze(w, HEADER + 1, 0);
	if (!writer_text(w, 0, 0, arena_fmt(c->arena, "LỖI KHI NHẬP %s", s->template_label), STYLE_BOLD | STYLE_BIG) ||
	    !writer_text(w, 1, 0, line, STYLE_PLAIN))
		return false;
	for (size_t i = 0; i < COLUMNS; i++)
		if (!writer_text(w, HEADER, i, titles[i], STYLE_HEADER))
			return false;
	return true;
}

static bool write_issue(struct ctx *c, struct writer *w, const struct import_issue *n, size_t i)
{
	const char *remedy = remedy_of(n->message);
	unsigned mark = STYLE_CELL | (n->warning ? STYLE_WARNING : STYLE_ERROR);
	size_t row = HEADER + 1 + i;

	if (!writer_number(w, row, 0, (double)(i + 1), STYLE_CELL) || !writer_text(w, row, 1, n->warning ? "Cảnh báo" : "Lỗi", mark) ||
	    !writer_text(w, row, 2, n->sheet, STYLE_CELL | STYLE_AS_TEXT))
		return false;
	if (!(n->row > 0 ? writer_number(w, row, 3, (double)n->row, STYLE_CELL) : writer_text(w, row, 3, NULL, STYLE_CELL)))
		return false;
	return writer_text(w, row, 4, n->column, STYLE_CELL | STYLE_CENTER) && writer_text(w, row, 5, n->title, STYLE_CELL) &&
	       writer_text(w, row, 6, n->value, STYLE_CELL | STYLE_AS_TEXT) &&
	       writer_text(w, row, 7, without_remedy(c, n->message, remedy), STYLE_CELL) &&
	       writer_text(w, row, 8, from_capital(c, remedy), STYLE_CELL);
}

bool import_write_errors(struct ctx *c, const struct import_summary *s, const char *path)
{
	struct writer *w;

	if (!writer_open(c, path, WRITER_STREAM, &w) || !writer_sheet(w, "Lỗi") || !write_header(w, s, c))
		return false;
	for (size_t i = 0; i < s->n_issues; i++)
		if (!write_issue(c, w, &s->issue[i], i))
			return false;
	return writer_close(w);
}
