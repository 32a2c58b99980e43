/* writer.c - a thin layer over libxlsxwriter: styles by name, errors as everywhere. */
#include "book/writer.h"

#include <errno.h>
#include <libgen.h>
#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"

enum { TEXT_MAX_CHARACTERS = 32767, NAME_MAX_CHARACTERS = 31, TIMES = 16 };

struct style {
	struct style *next;
	unsigned bits;
	lxw_format *format;
};

struct writer {
	struct ctx *c;
	enum writer_mode mode;
	lxw_workbook *book; /* NULL once closed */
	lxw_worksheet *sheet;
	struct style *styles;
	size_t n_sheets;
};

static bool check(struct writer *w, lxw_error e)
{
	if (e == LXW_NO_ERROR)
		return true;
	if (errno == ENOSPC || errno == EDQUOT)
		return fail(w->c, ERR_FULL, "sheet.full", "Không còn chỗ trống trên đĩa để ghi tệp Excel. Hãy báo người quản trị hệ thống.");
	return fail(w->c, ERR_INTERNAL, "sheet.write", "libxlsxwriter: %s", lxw_strerror(e));
}

static void abandon(void *arg)
{
	struct writer *w = arg;

	if (w->book != NULL)
		lxw_workbook_free(w->book);
}

bool writer_open(struct ctx *c, const char *path, enum writer_mode mode, struct writer **ret)
{
	struct writer *w = NEW(c->arena, struct writer);
	/* Temporary files lie where the result will: the same disk, the same rights. */
	lxw_workbook_options options = { .constant_memory = mode == WRITER_STREAM,
		                         .tmpdir = dirname(arena_strdup(c->arena, path)) };

	w->c = c;
	w->mode = mode;
	w->book = workbook_new_opt(path, &options);
	if (w->book == NULL)
		return fail(c, ERR_INTERNAL, "sheet.write", "workbook_new_opt failed");
	arena_defer(c->arena, abandon, w);
	*ret = w;
	return true;
}

/* Excel: at most 31 characters, none of []:*?/\, no apostrophe at the ends, no name twice. */
static const char *sheet_name(struct writer *w, const char *name)
{
	char *s = arena_strdup(w->c->arena, name), *p = s;
	size_t n = 0;

	for (char *q = s; *q != '\0'; q++)
		if (strchr("[]:*?/\\", *q) != NULL || (*q == '\'' && (q == s || q[1] == '\0')))
			*q = ' ';
	for (; *p != '\0'; p++) {
		n += ((unsigned char)*p & 0xC0) != 0x80;
		if (n > NAME_MAX_CHARACTERS)
			break;
	}
	*p = '\0';
	if (*s == '\0' || workbook_get_worksheet_by_name(w->book, s) != NULL)
		return arena_fmt(w->c->arena, "Trang %zu", w->n_sheets + 1);
	return s;
}

bool writer_sheet(struct writer *w, const char *name)
{
	errno = 0;
	w->sheet = workbook_add_worksheet(w->book, sheet_name(w, name));
	w->n_sheets++;
	return w->sheet != NULL || check(w, LXW_ERROR_CREATING_TMPFILE);
}

/* libxlsxwriter does not look at what stdio says about its temporary files. */
static bool rows_are_on_disk(struct writer *w)
{
	lxw_worksheet *s;

	STAILQ_FOREACH(s, w->book->worksheets, list_pointers)
		if (s->optimize_tmpfile != NULL && (fflush(s->optimize_tmpfile) != 0 || ferror(s->optimize_tmpfile)))
			return false;
	return true;
}

bool writer_close(struct writer *w)
{
	lxw_workbook *book = w->book;

	errno = 0;
	if (!rows_are_on_disk(w))
		return check(w, LXW_ERROR_ZIP_FILE_OPERATION);
	w->book = NULL; /* freed by the next line, also when it fails */
	return check(w, workbook_close(book));
}

static void apply(lxw_format *f, unsigned bits)
{
	static const struct {
		unsigned bit;
		const char *code;
	} codes[] = { { STYLE_AS_TEXT, "@" }, { STYLE_AS_INTEGER, "#,##0" }, { STYLE_AS_DATE, "dd/mm/yyyy" } };
	const unsigned decimals = bits / STYLE_DECIMAL % TIMES;
	char percent[24];

	format_set_font_name(f, "Times New Roman");
	format_set_font_size(f, bits & STYLE_BIG ? 14 : 11);
	format_set_align(f, bits & STYLE_TOP ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
	if (bits & STYLE_BOLD)
		format_set_bold(f);
	if (bits & STYLE_ITALIC)
		format_set_italic(f);
	if (bits & STYLE_BORDER)
		format_set_border(f, LXW_BORDER_THIN);
	if (bits & STYLE_WRAP)
		format_set_text_wrap(f);
	if (bits & STYLE_CENTER)
		format_set_align(f, LXW_ALIGN_CENTER);
	if (bits & STYLE_RIGHT)
		format_set_align(f, LXW_ALIGN_RIGHT);
	if (bits / STYLE_INDENT % TIMES != 0)
		format_set_indent(f, (uint8_t)(bits / STYLE_INDENT % TIMES));
	if (bits & STYLE_AS_PERCENT) {
		snprintf(percent, sizeof percent, "0%s%.*s%%", decimals > 0 ? "." : "", (int)decimals, "000000000000000");
		format_set_num_format(f, percent);
	}
	if (bits & STYLE_SHADED)
		format_set_bg_color(f, 0xE7E6E6);
	if (bits & STYLE_ERROR)
		format_set_bg_color(f, 0xFFC7CD); /* one off the colours Excel offers: annotate.c knows its own again */
	if (bits & STYLE_WARNING)
		format_set_bg_color(f, 0xFFEB9B);
	if (bits & STYLE_REQUIRED)
		format_set_bg_color(f, 0xF8CBAD);
	if (bits & STYLE_UNLOCKED)
		format_set_unlocked(f);
	for (size_t i = 0; i < COUNT(codes); i++)
		if (bits & codes[i].bit)
			format_set_num_format(f, codes[i].code);
}

static lxw_format *format_of(struct writer *w, unsigned bits)
{
	if (bits == STYLE_PLAIN)
		return NULL;
	for (struct style *s = w->styles; s != NULL; s = s->next)
		if (s->bits == bits)
			return s->format;
	struct style *s = NEW(w->c->arena, struct style);
	*s = (struct style){ .next = w->styles, .bits = bits, .format = workbook_add_format(w->book) };
	apply(s->format, bits);
	w->styles = s;
	return s->format;
}

void writer_widths(struct writer *w, size_t first, size_t last, double characters)
{
	worksheet_set_column(w->sheet, (lxw_col_t)first, (lxw_col_t)last, characters, NULL);
}

void writer_height(struct writer *w, size_t row, double points)
{
	worksheet_set_row(w->sheet, (lxw_row_t)row, points, NULL);
}

void writer_freeze(struct writer *w, size_t rows, size_t columns)
{
	worksheet_freeze_panes(w->sheet, (lxw_row_t)rows, (lxw_col_t)columns);
}

void writer_hide(struct writer *w)
{
	worksheet_hide(w->sheet);
}

void writer_landscape(struct writer *w, size_t repeated_rows)
{
	worksheet_set_landscape(w->sheet);
	worksheet_set_paper(w->sheet, 9); /* A4 */
	worksheet_fit_to_pages(w->sheet, 1, 0);
	if (repeated_rows > 0)
		worksheet_repeat_rows(w->sheet, 0, (lxw_row_t)repeated_rows - 1);
}

void writer_footer(struct writer *w, const char *text)
{
	struct buf b = buf_in(w->c->arena);

	buf_put(&b, "&L&8");
	for (; *text != '\0'; text++) {
		buf_char(&b, *text);
		if (*text == '&') /* else what follows it is a command */
			buf_char(&b, '&');
	}
	buf_put(&b, "&R&8&P/&N");
	worksheet_set_footer(w->sheet, buf_text(&b));
}

static bool is_escape(const char *s) /* "_x0041_", which Excel reads as "A" */
{
	return strncmp(s, "_x", 2) == 0 && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 && s[6] == '_';
}

/* libxlsxwriter writes what it is given; a control character would make the file unreadable. */
static const char *repaired(struct writer *w, const char *text)
{
	struct buf b = buf_in(w->c->arena);
	bool is_utf8 = text_is_utf8(text, strlen(text));

	for (const char *s = text; *s != '\0'; s++) {
		unsigned char ch = (unsigned char)*s;
		if (is_escape(s))
			buf_put(&b, "_x005F_");
		else if (ch == 0xEF && s[1] == '\xBF' && (s[2] == '\xBE' || s[2] == '\xBF'))
			buf_put(&b, "?"), s += 2;
		else
			buf_char(&b, ch < 0x20 && ch != '\n' && ch != '\t' ? ' ' : !is_utf8 && ch >= 0x80 ? '?' : *s);
	}
	return buf_text(&b);
}

static bool needs_repair(const char *text)
{
	for (const char *s = text; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || is_escape(s) || (*s == '\xEF' && s[1] == '\xBF'))
			return true;
	return !text_is_utf8(text, strlen(text));
}

static const char *fitting(struct writer *w, const char *text)
{
	const char *p = text;
	bool doubtful = false;
	size_t n = 0;

	for (; *p != '\0' && n <= TEXT_MAX_CHARACTERS; p++) {
		unsigned char ch = (unsigned char)*p;
		n += (ch & 0xC0) != 0x80;
		doubtful = doubtful || ch < 0x20 || ch >= 0x80 || (ch == '_' && is_escape(p));
	}
	if (n > TEXT_MAX_CHARACTERS)
		text = arena_strndup(w->c->arena, text, (size_t)(p - 1 - text));
	return doubtful && needs_repair(text) ? repaired(w, text) : text;
}

bool writer_text(struct writer *w, size_t row, size_t column, const char *text, unsigned style)
{
	lxw_format *f = format_of(w, style);

	errno = 0;
	if (text == NULL || *text == '\0')
		return check(w, worksheet_write_blank(w->sheet, (lxw_row_t)row, (lxw_col_t)column, f));
	return check(w, worksheet_write_string(w->sheet, (lxw_row_t)row, (lxw_col_t)column, fitting(w, text), f));
}

bool writer_number(struct writer *w, size_t row, size_t column, double number, unsigned style)
{
	errno = 0;
	return check(w, worksheet_write_number(w->sheet, (lxw_row_t)row, (lxw_col_t)column, number, format_of(w, style)));
}

bool writer_truth(struct writer *w, size_t row, size_t column, bool truth, unsigned style)
{
	errno = 0;
	return check(w, worksheet_write_boolean(w->sheet, (lxw_row_t)row, (lxw_col_t)column, truth, format_of(w, style)));
}

bool writer_date(struct writer *w, size_t row, size_t column, const char *text, unsigned style)
{
	struct date d;
	int64_t serial;

	if (text == NULL || !date_parse(text, &d))
		return writer_text(w, row, column, text, style);
	serial = date_to_days(d) - date_to_days((struct date){ 1899, 12, 30 });
	if (serial <= 60) /* before March 1900 Excel's calendar is not ours */
		return writer_text(w, row, column, arena_fmt(w->c->arena, "%02d/%02d/%04d", d.day, d.month, d.year), style);
	return writer_number(w, row, column, (double)serial, style | STYLE_AS_DATE);
}

/* In a stream only the row at hand takes cells: the range is stored for that row and then made as tall as it is to be. */
static bool merge_tall(struct writer *w, const lxw_merged_range *r, const char *text, unsigned style)
{
	if (!check(w, worksheet_merge_range(w->sheet, r->first_row, r->first_col, r->first_row, (lxw_col_t)(r->first_col + 1), "", NULL)))
		return false;
	lxw_merged_range *stored = NULL, *next;
	STAILQ_FOREACH(next, w->sheet->merged_ranges, list_pointers)
		stored = next;
	stored->last_row = r->last_row;
	stored->last_col = r->last_col;
	for (lxw_col_t k = r->first_col; k <= r->last_col; k++)
		if (!writer_text(w, r->first_row, k, k == r->first_col ? text : NULL, style))
			return false;
	return true;
}

bool writer_merge(struct writer *w, size_t row_first, size_t column_first, size_t row_last, size_t column_last,
                  const char *text, unsigned style)
{
	const lxw_merged_range r = { .first_row = (lxw_row_t)row_first, .last_row = (lxw_row_t)row_last,
		                     .first_col = (lxw_col_t)column_first, .last_col = (lxw_col_t)column_last };

	if (row_first == row_last && column_first == column_last)
		return writer_text(w, row_first, column_first, text, style);
	errno = 0;
	if (w->mode == WRITER_STREAM && row_first < row_last)
		return merge_tall(w, &r, text, style);
	return check(w, worksheet_merge_range(w->sheet, r.first_row, r.first_col, r.last_row, r.last_col, text == NULL ? "" : fitting(w, text),
	                                      format_of(w, style)));
}

/* ---- forms to be filled in ---- */

void writer_column(struct writer *w, size_t column, double characters, unsigned style)
{
	worksheet_set_column(w->sheet, (lxw_col_t)column, (lxw_col_t)column, characters, format_of(w, style));
}

bool writer_note(struct writer *w, size_t row, size_t column, const char *text)
{
	lxw_comment_options o = { .author = (char *)"Khuê", .width = 320, .height = 120, .font_size = 9 };

	errno = 0;
	return check(w, worksheet_write_comment_opt(w->sheet, (lxw_row_t)row, (lxw_col_t)column, fitting(w, text), &o));
}

/* libxlsxwriter 1.1.4 leaks the formula of a list that is a formula.  One of words it keeps as '"word"': given the
 * range as its only word, and without the quotes, that is the same. */
static void unquote_last(lxw_worksheet *sheet)
{
	lxw_data_val_obj *stored = NULL, *next;

	STAILQ_FOREACH(next, sheet->data_validations, list_pointers)
		stored = next;
	char *text = stored->value_formula;
	size_t len = strlen(text);
	assert(len > 2 && text[0] == '"' && text[len - 1] == '"');
	memmove(text, text + 1, len - 2);
	text[len - 2] = '\0';
}

bool writer_choice(struct writer *w, size_t row, size_t column, const char *sheet, size_t row_first, size_t row_last, const char *title,
                   const char *message)
{
	char *words[] = { arena_fmt(w->c->arena, "'%s'!$C$%zu:$C$%zu", sheet, row_first + 1, row_last + 1), NULL };
	lxw_data_validation v = {
		.validate = LXW_VALIDATION_TYPE_LIST, .value_list = words, .error_type = LXW_VALIDATION_ERROR_TYPE_STOP, .error_title = (char *)title,
		.error_message = (char *)message,
	};

	errno = 0;
	if (!check(w, worksheet_data_validation_range(w->sheet, (lxw_row_t)row, (lxw_col_t)column, LXW_ROW_MAX - 1, (lxw_col_t)column, &v)))
		return false;
	unquote_last(w->sheet);
	return true;
}

void writer_protect(struct writer *w)
{
	lxw_protection p = { .format_cells = 1, .format_columns = 1, .format_rows = 1, .insert_rows = 1, .delete_rows = 1, .sort = 1, .autofilter = 1 };

	worksheet_protect(w->sheet, NULL, &p);
}
