/* xlsx_grid.c - one worksheet of an xlsx: rows and cells as the XML passes by. */
#include "table/xlsx.h"

enum { ERROR_BYTES = 30, MERGED_MAX = 50000, ROW_MAX = 1048576, COLUMN_MAX = 16384 };

enum cell_type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_INLINE, TYPE_BOOL, TYPE_ERROR, TYPE_DATE };

struct grid {
	struct book *book;
	const struct table_sink *sink;
	void *arg;
	struct cells *cells;
	struct buf *raw; /* what the cell holds */
	size_t row, column, style;
	enum cell_type type;
	bool in_row, in_cell, in_value, in_inline, has_inline, has_value, has_formula, enough;
	unsigned phonetic;
	struct table_range *merged;
	size_t n_merged, merged_room;
};

static void refuse(struct grid *g, const char *what)
{
	struct ctx *c = g->book->package.c;

	if (c->err == ERR_NONE)
		fail(c, ERR_INVALID, "sheet.damaged",
		     "Tệp Excel bị hỏng: trang «%s», dòng %zu, %s. Hãy mở tệp bằng Excel, lưu thành tệp .xlsx mới rồi nộp lại.",
		     g->cells->sheet, g->row, what);
	part_stop(&g->book->package);
}

/* "AB12", "ab12", "$AB$12": column and row from 1; a missing half leaves 0.  Returns what follows. */
static const char *reference(const char *s, size_t *ret_row, size_t *ret_column)
{
	size_t column = 0, row = 0;

	s += *s == '$';
	for (; ((*s >= 'A' && *s <= 'Z') || (*s >= 'a' && *s <= 'z')) && column <= COLUMN_MAX; s++)
		column = column * 26 + (size_t)((*s | 0x20) - 'a' + 1);
	s += *s == '$';
	for (; *s >= '0' && *s <= '9' && row <= ROW_MAX; s++)
		row = row * 10 + (size_t)(*s - '0');
	*ret_column = column;
	*ret_row = row;
	return s;
}

static void start_row(struct grid *g, const char **attributes)
{
	const char *r = part_attribute(attributes, "r");

	g->row = r == NULL ? g->row + 1 : part_number(r, 0);
	g->column = 0;
	g->in_row = true;
	if (g->row == 0 || g->row > ROW_MAX)
		refuse(g, "số thứ tự dòng không hợp lệ");
}

static enum cell_type type_of(const char *t)
{
	static const struct {
		const char *name;
		enum cell_type type;
	} types[] = { { "n", TYPE_NUMBER }, { "s", TYPE_SHARED }, { "str", TYPE_TEXT }, { "inlineStr", TYPE_INLINE },
		      { "b", TYPE_BOOL },   { "e", TYPE_ERROR },  { "d", TYPE_DATE } };

	for (size_t i = 0; t != NULL && i < COUNT(types); i++)
		if (streq(t, types[i].name))
			return types[i].type;
	return TYPE_NUMBER;
}

static void start_cell(struct grid *g, const char **attributes)
{
	const char *type = NULL, *style = NULL, *ref = NULL;
	size_t row, column;

	for (const char **a = attributes; *a != NULL; a += 2) {
		if (streq(*a, "r"))
			ref = a[1];
		else if (streq(*a, "t"))
			type = a[1];
		else if (streq(*a, "s"))
			style = a[1];
	}
	if (ref != NULL) {
		if (*reference(ref, &row, &column) != '\0' || column == 0 || column > COLUMN_MAX) {
			refuse(g, "địa chỉ ô không hợp lệ");
			return;
		}
		g->column = column - 1;
	}
	g->style = part_number(style, 0);
	g->type = type_of(type);
	g->in_cell = true;
	g->has_value = g->has_formula = g->in_inline = g->has_inline = false;
	g->raw->len = 0;
	g->phonetic = 0;
}

/* A text of the cell's own says more than a number beside it. */
static void start_inline(struct grid *g)
{
	g->type = TYPE_INLINE;
	g->in_inline = g->has_inline = g->has_value = true;
	g->in_value = false;
	g->raw->len = 0;
}

static void add_merged(struct grid *g, const char *ref)
{
	struct table_range m;
	const char *s;

	if (ref == NULL || g->n_merged == MERGED_MAX)
		return;
	s = reference(ref, &m.row_first, &m.column_first);
	if (*s != ':' || *reference(s + 1, &m.row_last, &m.column_last) != '\0' || m.column_first == 0 || m.row_first == 0 ||
	    m.row_last < m.row_first || m.column_last < m.column_first)
		return;
	m.column_first--, m.column_last--;
	g->merged = arena_grow(g->book->package.arena, g->merged, g->n_merged, &g->merged_room, sizeof *g->merged);
	g->merged[g->n_merged++] = m;
}

static void grid_start(void *arg, const char *name, const char **attributes)
{
	struct grid *g = arg;

	if (streq(name, "mergeCell"))
		add_merged(g, part_attribute(attributes, "ref"));
	if (g->enough)
		return;
	if (streq(name, "c") && g->in_row)
		start_cell(g, attributes);
	else if (streq(name, "v") && g->in_cell && !g->has_inline)
		g->in_value = g->has_value = true;
	else if (streq(name, "is") && g->in_cell)
		start_inline(g);
	else if (streq(name, "t") && g->in_inline)
		g->in_value = g->phonetic == 0;
	else if (streq(name, "row"))
		start_row(g, attributes);
	else if (streq(name, "f") && g->in_cell)
		g->has_formula = true;
	else if (streq(name, "rPh"))
		g->phonetic++;
}

static enum legacy font_of(const struct grid *g)
{
	return g->style < g->book->styles.n ? g->book->styles.style[g->style].font : LEGACY_NONE;
}

static struct cell shared_cell(struct grid *g)
{
	size_t index = part_number(buf_text(g->raw), SIZE_MAX);
	struct cell cell;

	if (g->raw->len == 0)
		return (struct cell){ .text = "" };
	if (strings_find(g->book->strings, g->cells->arena, index, font_of(g), &cell))
		return cell;
	if (g->book->strings == NULL || g->book->strings_lost)
		refuse(g, "ô chữ trỏ tới chuỗi không tồn tại");
	return cell_unreadable();
}

static struct cell number_cell(struct grid *g)
{
	struct cell cell = cell_number(g->cells->arena, buf_text(g->raw), g->raw->len);

	if (g->style < g->book->styles.n)
		cell_show(g->cells->arena, &cell, g->book->styles.style[g->style].format, g->book->is_1904);
	return cell;
}

static bool is_printable(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return false;
	return true;
}

/* "#N/A"; what no program writes is some error all the same. */
static struct cell error_cell(struct grid *g)
{
	bool known = g->raw->len <= ERROR_BYTES && is_printable(g->raw->data, g->raw->len);
	const char *text = known ? g->raw->data : "#VALUE!";

	return (struct cell){ .kind = CELL_ERROR, .text = arena_strdup(g->cells->arena, text), .len = strlen(text) };
}

/* Computed to nothing is a text without letters; a program that computes nothing leaves the number empty, or out. */
static bool is_computed(const struct grid *g)
{
	return !g->has_formula || g->raw->len > 0 || (g->has_value && (g->type == TYPE_TEXT || g->type == TYPE_INLINE));
}

static struct cell value_of(struct grid *g)
{
	struct arena *a = g->cells->arena;
	bool set;

	if (!is_computed(g))
		return (struct cell){ .kind = CELL_ERROR, .text = CELL_NOT_COMPUTED, .len = strlen(CELL_NOT_COMPUTED) };
	if (g->raw->len == 0)
		return (struct cell){ .text = "" };
	switch (g->type) {
	case TYPE_SHARED:
		return shared_cell(g);
	case TYPE_TEXT:
	case TYPE_INLINE:
		return cell_text(a, g->raw->data, cells_unescape(g->raw->data, g->raw->len), font_of(g));
	case TYPE_BOOL:
		set = streq(g->raw->data, "1") || streq(g->raw->data, "true");
		return (struct cell){ .kind = CELL_BOOL, .text = set ? "1" : "0", .len = 1, .number = set };
	case TYPE_ERROR:
		return error_cell(g);
	case TYPE_DATE:
		return cell_iso_date(a, g->raw->data, g->raw->len);
	default:
		return number_cell(g);
	}
}

static void end_cell(struct grid *g)
{
	struct cell cell = value_of(g);

	g->in_cell = g->in_value = false;
	if (g->book->package.c->err == ERR_NONE && !cells_set(g->cells, g->row, g->column, cell))
		part_stop(&g->book->package);
	g->column++;
}

static void end_row(struct grid *g)
{
	enum table_go go = cells_deliver(g->cells, g->row, g->sink, g->arg);

	g->in_row = false;
	if (go == TABLE_FAILED || (go == TABLE_ENOUGH && g->sink->end == NULL))
		part_stop(&g->book->package);
	if (go == TABLE_MORE)
		return;
	g->enough = true;
	part_text(&g->book->package, false);
}

static void grid_end(void *arg, const char *name)
{
	struct grid *g = arg;

	if (g->enough)
		return;
	if (streq(name, "c") && g->in_cell)
		end_cell(g);
	else if (streq(name, "v") || streq(name, "t"))
		g->in_value = false;
	else if (streq(name, "is"))
		g->in_inline = false;
	else if (streq(name, "row") && g->in_row)
		end_row(g);
	else if (streq(name, "rPh") && g->phonetic > 0)
		g->phonetic--;
}

static void grid_text(void *arg, const char *text, size_t len)
{
	struct grid *g = arg;
	struct ctx *c = g->book->package.c;

	if (!g->in_value)
		return;
	if (g->raw->len + len > g->cells->limits->cell_bytes) {
		fail(c, ERR_TOO_LARGE, "sheet.cell_too_long",
		     "Trang «%s», dòng %zu, cột %s chứa quá nhiều chữ trong một ô. Hãy rút ngắn ô đó rồi nộp lại.", g->cells->sheet,
		     g->row, table_column_name(c->arena, g->column));
		part_stop(&g->book->package);
		return;
	}
	buf_add(g->raw, text, len);
}

bool grid_read(struct book *b, const struct table_info *info, const char *part, const struct table_sink *sink, void *arg)
{
	static const struct part_handlers h = { grid_start, grid_end, grid_text };
	struct grid g = { .book = b, .sink = sink, .arg = arg, .cells = &b->cells, .raw = &b->raw };

	b->cells.sheet = info->name;
	b->cells.n_rows = 0;
	if (!part_read(&b->package, part, &h, &g))
		return false;
	cells_clear(&b->cells);
	return sink->end == NULL || sink->end(b->package.c, arg, g.merged, g.n_merged);
}
