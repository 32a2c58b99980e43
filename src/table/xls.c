/* xls.c - an Excel 97-2003 workbook: its tables first, then each sheet as its records pass by. */
#include "table/biff.h"
#include "table/bytes.h"
#include "table/read.h"
#include "table/xls.h"

enum { SHEETS_MAX = 1024, STYLES_MAX = 8192, FORMATS_MAX = 4096, FONTS_MAX = 1024, BIFF8 = 0x0600 };

static bool damaged(struct xls *x)
{
	struct ctx *c = x->r->c;

	return c->err == ERR_NONE &&
	       fail(c, ERR_INVALID, "sheet.xls_damaged",
	            "Tệp Excel .xls bị hỏng hoặc không trọn vẹn (trang «%s»). Hãy mở tệp bằng Excel, chọn Lưu thành (Save As), kiểu "
	            "Excel Workbook (*.xlsx), rồi nộp tệp mới.", x->cells.sheet);
}

/* ---- the tables ---- */

struct tables {
	struct xls *x;
	size_t n_formats, n_fonts;
	struct {
		size_t id;
		struct format is;
	} format[FORMATS_MAX];
	enum legacy font[FONTS_MAX];
};

static bool add_sheet(struct xls *x)
{
	struct biff *b = &x->biff;
	struct xls_sheet *s;

	if (x->n_sheets == SHEETS_MAX)
		return true;
	s = &x->sheet[x->n_sheets++];
	s->at = le32(biff_at(b, 0, 4));
	s->hidden = (*biff_at(b, 4, 1) & 3) != 0;
	s->is_grid = *biff_at(b, 5, 1) == 0; /* not a chart, not a macro */
	b->at = 6;
	if (!biff_text(b, 1, 1000, &x->text))
		return damaged(x);
	struct cell name = cell_text(x->r->arena, buf_text(&x->text), x->text.len, LEGACY_NONE);
	s->name = name.len == 0 || name.unclean ? arena_fmt(x->r->arena, "Trang %zu", x->n_sheets) : name.text;
	return true;
}

static bool add_format(struct tables *t)
{
	struct biff *b = &t->x->biff;
	size_t id = le16(biff_at(b, 0, 2));

	b->at = 2;
	if (!biff_text(b, 2, 4000, &t->x->text))
		return t->x->bare = true; /* the rest can do without */
	if (t->n_formats < FORMATS_MAX) {
		t->format[t->n_formats].id = id;
		t->format[t->n_formats++].is = format_of_code(buf_text(&t->x->text));
	}
	return true;
}

static bool add_font(struct tables *t)
{
	t->x->biff.at = 14;
	const bool is_whole = biff_text(&t->x->biff, 1, 1000, &t->x->text);
	if (t->n_fonts < FONTS_MAX)
		t->font[t->n_fonts++] = is_whole ? legacy_of_font(buf_text(&t->x->text)) : LEGACY_NONE;
	return true;
}

static bool add_style(struct tables *t)
{
	struct xls *x = t->x;
	size_t font = le16(biff_at(&x->biff, 0, 2)), id = le16(biff_at(&x->biff, 2, 2));
	struct format format = format_of_id(id);

	font -= font > 4; /* there is no font 4 */
	for (size_t i = 0; i < t->n_formats; i++)
		if (t->format[i].id == id)
			format = t->format[i].is;
	if (x->styles.n < STYLES_MAX)
		x->styles.style[x->styles.n++] = (struct style){ format, font < t->n_fonts ? t->font[font] : LEGACY_NONE };
	return true;
}

static bool add_strings(struct xls *x)
{
	size_t n = le32(biff_at(&x->biff, 4, 4));

	x->strings = strings_new(x->r->c, x->r->arena, x->r->limits, x->r->spill);
	x->biff.at = 8;
	/* There are as many as there are, whatever is said; what follows those that were promised need not be any. */
	for (size_t i = 0; biff_more(&x->biff); i++)
		if (!biff_text(&x->biff, 2, SIZE_MAX, &x->text)) /* what is too long for a cell is lost alone */
			return i >= n || damaged(x);
		else if (!strings_add(x->strings, buf_text(&x->text), x->text.len))
			return false;
	return true;
}

static bool add_record(struct tables *t)
{
	struct xls *x = t->x;

	switch (x->biff.type) {
	case BIFF_FILEPASS:
		return table_refuse(x->r->c, TABLE_ENCRYPTED);
	case BIFF_1904:
		x->is_1904 = le16(biff_at(&x->biff, 0, 2)) != 0;
		return true;
	case BIFF_BOUNDSHEET:
		return add_sheet(x);
	case BIFF_FORMAT:
		return add_format(t);
	case BIFF_FONT:
		return add_font(t);
	case BIFF_XF:
		return add_style(t);
	case BIFF_SST:
		return add_strings(x);
	default:
		return true;
	}
}

static bool read_tables(struct xls *x)
{
	struct tables *t = NEW(x->r->arena, struct tables);
	struct biff *b = &x->biff;

	t->x = x;
	if (!biff_next(b))
		return damaged(x);
	if ((b->type & 0xFF) == 9 && (b->type != BIFF_BOF || le16(biff_at(b, 0, 2)) != BIFF8))
		return table_refuse(x->r->c, TABLE_OLD_XLS);
	if (b->type != BIFF_BOF)
		return damaged(x);
	while (biff_next(b) && b->type != BIFF_EOF)
		if (!add_record(t))
			return false;
	return b->type == BIFF_EOF || damaged(x);
}

static bool read_sheets(struct xls *x)
{
	const struct reading *r = x->r;
	const struct table_sink *sink = r->sink;
	struct ctx first = { 0 }; /* how the first one was damaged */
	size_t n = 0;

	for (size_t i = 0; i < x->n_sheets; i++) {
		struct table_info info = { .index = i, .name = x->sheet[i].name, .hidden = x->sheet[i].hidden, .bare = x->bare };
		if (!x->sheet[i].is_grid)
			continue;
		if (sink->begin != NULL && !sink->begin(r->c, r->arg, &info)) {
			if (r->c->err != ERR_NONE)
				return false;
			n++;
		} else if (xls_sheet_read(x, &x->sheet[i])) {
			n++;
		} else {
			(void)damaged(x);
			first = first.err == ERR_NONE ? *r->c : first;
			cells_clear(&x->cells);
			if (!table_excuse_sheet(r->c, sink, r->arg, x->sheet[i].name))
				return false;
		}
	}
	return n > 0 || first.err == ERR_NONE || fail(r->c, first.err, first.key, "%s", first.detail);
}

bool xls_read(const struct reading *r)
{
	struct xls *x = NEW(r->arena, struct xls);

	x->r = r;
	x->text = buf_in(r->arena);
	x->sheet = NEW_N(r->arena, struct xls_sheet, SHEETS_MAX);
	x->styles.style = NEW_N(r->arena, struct style, STYLES_MAX);
	cells_open(&x->cells, r->c, r->arena, r->limits);
	if (!cfb_open(r->c, r->arena, r->fd, &x->biff.stream) || !read_tables(x))
		return false;
	if (x->n_sheets == 0)
		return fail(r->c, ERR_INVALID, "sheet.no_sheet",
		            "Tệp Excel không có trang tính nào. Hãy kiểm tra xem có nộp nhầm tệp không.");
	return read_sheets(x);
}
