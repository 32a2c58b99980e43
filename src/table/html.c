/* html.c - tables of a web page that calls itself .xls, as one sheet: one table below the other, texts between them
 * as rows of their own. */
#include <libxml/HTMLparser.h>
#include <strings.h>

#include "table/decode.h"
#include "table/read.h"
#include "table/walls.h"

enum { MERGED_MAX = 50000, SPAN_MAX = 65536, FEED = 4096, TOKEN_MAX = 1024 * 1024 };

struct html {
	const struct reading *r;
	htmlParserCtxtPtr parser;
	struct decoder decoder;
	struct cells cells;
	struct buf text;
	size_t row, column; /* where the next cell may go; rows from 0 */
	size_t *covered;    /* for each column, how many further rows a cell above takes */
	unsigned tables, mute; /* depth of tables, of scripts and the like */
	bool in_row, in_cell, any_table, enough, stopped, has_number;
	size_t across, down;
	size_t silent;         /* bytes fed since the parser last told anything */
	char number[64];
	struct table_range *merged;
	size_t n_merged, merged_room;
};

static void stop(struct html *h)
{
	h->stopped = true;
	xmlStopParser(h->parser);
}

static bool is_one_of(const char *name, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(name, list[i]) == 0)
			return true;
	return false;
}

static bool is_mute(const char *name)
{
	static const char *const list[] = { "script", "style", "title", "xml", "noscript", "template", "object" };

	return is_one_of(name, list, COUNT(list));
}

static bool breaks_line(const char *name)
{
	static const char *const list[] = { "br", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "center", "td", "th" };

	return is_one_of(name, list, COUNT(list));
}

static size_t span(const char *text)
{
	size_t n = 0;

	for (; text != NULL && *text >= '0' && *text <= '9' && n < SPAN_MAX; text++)
		n = n * 10 + (size_t)(*text - '0');
	return n == 0 ? 1 : n < SPAN_MAX ? n : SPAN_MAX;
}

/* ---- rows ---- */

static void end_row(struct html *h)
{
	const struct reading *r = h->r;
	enum table_go go = cells_deliver(&h->cells, h->row + 1, r->sink, r->arg);

	h->row++;
	h->in_row = false;
	for (size_t k = 0; k < r->limits->columns; k++)
		h->covered[k] -= h->covered[k] > 0;
	h->enough = go == TABLE_ENOUGH;
	if (go == TABLE_FAILED || (go == TABLE_ENOUGH && r->sink->end == NULL))
		stop(h);
}

/* What stands outside all tables: a title, the name of a class. */
static void end_line(struct html *h)
{
	struct cell cell = cell_text(h->cells.arena, buf_text(&h->text), h->text.len, h->decoder.font);

	h->text.len = 0;
	if (cell.kind == CELL_EMPTY || h->enough)
		return;
	if (!cells_set(&h->cells, h->row + 1, 0, cell))
		stop(h);
	else
		end_row(h);
}

/* ---- cells ---- */

static void add_merged(struct html *h, size_t column, size_t across, size_t down)
{
	if ((across == 1 && down == 1) || h->n_merged == MERGED_MAX)
		return;
	h->merged = arena_grow(h->r->arena, h->merged, h->n_merged, &h->merged_room, sizeof *h->merged);
	h->merged[h->n_merged++] = (struct table_range){ h->row + 1, column, h->row + down, column + across - 1 };
}

static void start_cell(struct html *h, const xmlChar **attributes)
{
	h->in_cell = true;
	h->text.len = 0;
	h->across = h->down = 1;
	h->has_number = false;
	for (const xmlChar **a = attributes; a != NULL && *a != NULL; a += 2) {
		const char *name = (const char *)a[0], *value = (const char *)a[1];
		if (strcasecmp(name, "colspan") == 0)
			h->across = span(value);
		else if (strcasecmp(name, "rowspan") == 0)
			h->down = span(value);
		else if (strcasecmp(name, "x:num") == 0 && value != NULL && strlen(value) < sizeof h->number && *value != '\0') {
			memcpy(h->number, value, strlen(value) + 1); /* Excel's own page: the number behind the shown text */
			h->has_number = true;
		}
	}
}

/* "007" and "48,6%" say more than the number behind them. */
static bool is_shown_otherwise(const struct cell *cell, const char *text)
{
	const size_t digits = strspn(text, "0123456789");

	return text[digits] == '\0' ? digits > cell->len && text[0] == '0' : digits > 0 && streq(text + strspn(text, "0123456789.,"), "%");
}

static void end_cell(struct html *h)
{
	size_t columns = h->r->limits->columns, across;
	struct cell cell;

	h->in_cell = false;
	if (h->enough || h->stopped)
		return;
	while (h->column < columns && h->covered[h->column] > 0)
		h->column++;
	cell = h->has_number ? cell_number(h->cells.arena, h->number, strlen(h->number))
	                     : cell_text(h->cells.arena, buf_text(&h->text), h->text.len, h->decoder.font);
	if (cell.kind == CELL_NUMBER && is_shown_otherwise(&cell, buf_text(&h->text)))
		cell.shown = arena_strdup(h->cells.arena, buf_text(&h->text));
	h->text.len = 0;
	if (!cells_set(&h->cells, h->row + 1, h->column, cell)) {
		stop(h);
		return;
	}
	across = h->column >= columns ? 1 : h->across < columns - h->column ? h->across : columns - h->column;
	add_merged(h, h->column, across, h->down);
	for (size_t k = h->column; k < h->column + across && k < columns; k++)
		if (h->covered[k] < h->down)
			h->covered[k] = h->down;
	h->column += across;
}

/* ---- the parser tells ---- */

static void start_table_part(struct html *h, const char *name, const xmlChar **attributes)
{
	if (strcasecmp(name, "tr") == 0) {
		if (h->in_cell)
			end_cell(h); /* pages leave out what the parser then has to guess */
		if (h->in_row && !h->stopped)
			end_row(h);
		h->in_row = true;
		h->column = 0;
	} else if (strcasecmp(name, "td") == 0 || strcasecmp(name, "th") == 0) {
		if (h->in_cell)
			end_cell(h);
		if (!h->in_row)
			h->column = 0;
		h->in_row = true;
		start_cell(h, attributes);
	}
}

static void on_start(void *user, const xmlChar *xml_name, const xmlChar **attributes)
{
	struct html *h = user;
	const char *name = (const char *)xml_name;

	h->silent = 0;
	if (h->stopped || h->enough)
		return;
	h->mute += is_mute(name);
	if (strcasecmp(name, "table") == 0) {
		if (h->tables++ == 0)
			end_line(h);
		h->any_table = true;
	} else if (h->tables == 1) {
		start_table_part(h, name, attributes);
	}
	if (!breaks_line(name))
		return;
	if (h->tables == 0)
		end_line(h);
	else if (h->text.len > 0)
		buf_char(&h->text, '\n');
}

static void on_end(void *user, const xmlChar *xml_name)
{
	struct html *h = user;
	const char *name = (const char *)xml_name;

	if (h->stopped || h->enough)
		return;
	h->mute -= is_mute(name) && h->mute > 0;
	if (h->tables == 0 && breaks_line(name))
		end_line(h);
	if (h->tables == 1 && h->in_cell && (strcasecmp(name, "td") == 0 || strcasecmp(name, "th") == 0))
		end_cell(h);
	if (h->tables == 1 && (strcasecmp(name, "tr") == 0 || strcasecmp(name, "table") == 0)) {
		if (h->in_cell)
			end_cell(h);
		if (h->in_row && !h->stopped)
			end_row(h);
	}
	if (strcasecmp(name, "table") != 0 || h->tables == 0 || --h->tables > 0)
		return;
	memset(h->covered, 0, h->r->limits->columns * sizeof *h->covered);
	h->text.len = 0;
}

static void on_text(void *user, const xmlChar *text, int len)
{
	struct html *h = user;

	h->silent = 0;
	if (h->stopped || h->enough || h->mute > 0 || (h->tables > 0 && !h->in_cell))
		return;
	if (h->text.len + (size_t)len > h->r->limits->cell_bytes) {
		fail(h->r->c, ERR_TOO_LARGE, "sheet.cell_too_long",
		     "Trang HTML, dòng %zu chứa quá nhiều chữ trong một ô. Hãy rút ngắn ô đó, hoặc kiểm tra xem có nộp nhầm tệp không.",
		     h->row + 1);
		stop(h);
		return;
	}
	buf_add(&h->text, (const char *)text, (size_t)len);
}

static void on_comment(void *user, const xmlChar *text)
{
	struct html *h = user;

	(void)text;
	h->silent = 0;
}

static void on_trouble(void *user, const char *message, ...)
{
	(void)user, (void)message; /* half of all web pages are not well made */
}

static void free_parser(void *parser)
{
	htmlFreeParserCtxt(parser);
}

/* A tag that never ends is looked through again with every piece. */
static bool feed_piece(struct html *h, const char *text, size_t len)
{
	h->silent += len;
	htmlParseChunk(h->parser, text, (int)len, 0);
	return h->silent <= TOKEN_MAX ||
	       fail(h->r->c, ERR_INVALID, "sheet.html_damaged",
	            "Tệp mang tên Excel nhưng bên trong là trang web (HTML) bị hỏng (một thẻ không đóng, sau dòng %zu). Hãy xuất lại tệp từ "
	            "phần mềm gốc, hoặc mở tệp bằng Excel rồi lưu thành .xlsx.", h->row + 1);
}

static bool feed(struct html *h)
{
	struct buf utf8 = buf_in(h->r->arena);
	bool end;

	do {
		if (!decoder_next(&h->decoder, &utf8, &end))
			return false;
		for (size_t at = 0; at < utf8.len && !h->stopped; at += FEED) {
			size_t len = utf8.len - at < FEED ? utf8.len - at : FEED;
			if (!feed_piece(h, utf8.data + at, len))
				return false;
		}
	} while (!end && !h->stopped);
	if (!h->stopped)
		htmlParseChunk(h->parser, NULL, 0, 1);
	if (h->parser->errNo == XML_ERR_NO_MEMORY)
		table_out_of_memory();
	return h->r->c->err == ERR_NONE;
}

static bool read_page(struct html *h)
{
	static xmlSAXHandler told = { .startElement = on_start, .endElement = on_end, .characters = on_text, .comment = on_comment,
		                      .ignorableWhitespace = on_text, .warning = on_trouble, .error = on_trouble };
	const struct reading *r = h->r;

	if (!decoder_open(r->c, r->arena, r->fd, &h->decoder))
		return false;
	h->parser = htmlCreatePushParserCtxt(&told, h, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (h->parser == NULL)
		table_out_of_memory();
	arena_defer(r->arena, free_parser, h->parser);
	htmlCtxtUseOptions(h->parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
	if (!feed(h))
		return false;
	if (h->in_row && !h->stopped && !h->enough)
		end_row(h);
	if (r->c->err != ERR_NONE)
		return false;
	return h->any_table ||
	       fail(r->c, ERR_UNSUPPORTED, "sheet.html_no_table",
	            "Tệp mang tên Excel nhưng bên trong là trang web (HTML) không có bảng nào, có thể là trang đăng nhập hoặc trang báo "
	            "lỗi của phần mềm đã xuất tệp. Hãy đăng nhập lại phần mềm đó và xuất lại tệp.");
}

bool html_read(const struct reading *r)
{
	struct html *h = NEW(r->arena, struct html);
	struct table_info info = { .name = "HTML" };

	if (r->sink->begin != NULL && !r->sink->begin(r->c, r->arg, &info))
		return r->c->err == ERR_NONE;
	h->r = r;
	h->text = buf_in(r->arena);
	h->covered = NEW_N(r->arena, size_t, r->limits->columns);
	cells_open(&h->cells, r->c, r->arena, r->limits);
	h->cells.sheet = info.name;
	return read_page(h) && (r->sink->end == NULL || r->sink->end(r->c, r->arg, h->merged, h->n_merged));
}
