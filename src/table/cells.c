/* cells.c - raw values become cells, cells become rows. */
#include "table/cells.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/time.h"

void cells_open(struct cells *r, struct ctx *c, struct arena *a, const struct table_limits *limits)
{
	*r = (struct cells){ .c = c, .limits = limits, .arena = arena_join(a, arena_new()), .sheet = "" };
	r->cell = NEW_N(a, struct cell, limits->columns);
	for (size_t i = 0; i < limits->columns; i++)
		r->cell[i].text = "";
}

void cells_clear(struct cells *r)
{
	for (size_t i = 0; i < r->used; i++)
		r->cell[i] = (struct cell){ .text = "" };
	r->used = r->beyond = 0;
	r->bytes = 0;
	arena_reset(r->arena);
}

bool cells_set(struct cells *r, size_t row, size_t column, struct cell cell)
{
	if (cell.kind == CELL_EMPTY)
		return true;
	r->bytes += cell.len;
	if (r->bytes > r->limits->row_bytes)
		return fail(r->c, ERR_TOO_LARGE, "sheet.row_too_long",
		            "Trang «%s», dòng %zu chứa quá nhiều chữ. Hãy kiểm tra xem có dán nhầm nội dung vào dòng đó không, xóa bớt rồi nộp "
		            "lại.", r->sheet, row);
	if (column >= r->limits->columns) {
		r->beyond = r->beyond == 0 || column < r->beyond ? column + 1 : r->beyond;
		return true;
	}
	cell.twice = r->cell[column].kind != CELL_EMPTY && !streq(r->cell[column].text, cell.text);
	r->cell[column] = cell;
	if (column >= r->used)
		r->used = column + 1;
	return true;
}

enum table_go cells_deliver(struct cells *r, size_t row, const struct table_sink *sink, void *arg)
{
	enum table_go go = TABLE_MORE;

	const size_t n = r->used > 0 ? r->used : r->beyond > 0;

	if (n > 0 && ++r->n_rows > r->limits->rows) {
		fail(r->c, ERR_TOO_LARGE, "sheet.too_many_rows",
		     "Trang «%s» có hơn %zu dòng dữ liệu. Hãy chia thành nhiều tệp nhỏ hơn rồi nộp từng tệp.", r->sheet,
		     r->limits->rows);
		return TABLE_FAILED;
	}
	if (n > 0)
		go = sink->row(r->c, arg, &(struct table_row){ row, n, r->cell, r->beyond });
	cells_clear(r);
	return go;
}

/* Most cells are plain ASCII that needs no cleaning. */
static bool is_clean_ascii(const char *s, size_t len)
{
	if (s[0] == ' ' || s[len - 1] == ' ')
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] < 0x20 || s[i] == 0x7F || (s[i] == ' ' && s[i + 1] == ' ')) /* above ASCII is negative */
			return false;
	return true;
}

static bool has_no_break(const char *s, size_t len)
{
	size_t n, at;

	return memchr(s, '\xC2', len) != NULL && (at = text_gap(s, len, &n)) > 0 && memchr(s + at, '\xC2', n) != NULL;
}

struct cell cell_text(struct arena *a, const char *raw, size_t len, enum legacy font)
{
	struct cell cell = { .kind = CELL_TEXT, .len = len };
	const char *converted;
	size_t at;

	if (len == 0)
		return (struct cell){ .text = "" };
	if (is_clean_ascii(raw, len)) {
		cell.text = arena_strndup(a, raw, len);
		return cell;
	}
	/* Before cleaning: the soft hyphen is a letter of TCVN3. */
	converted = legacy_convert(a, raw, len, font, &cell.legacy);
	if (converted == NULL) {
		cell.legacy = NULL;
	} else {
		cell.raw = font == LEGACY_NONE ? arena_strndup(a, raw, len) : NULL;
		raw = converted, len = strlen(converted);
	}
	cell.no_break = cell.legacy == NULL && has_no_break(raw, len);
	text_trim(&raw, &len); /* what Excel and web pages leave at the ends says nothing */
	if (text_fault(a, raw, len, &at) == TEXT_FINE)
		cell.text = text_clean(a, raw, len);
	if (cell.text == NULL)
		return (struct cell){ .kind = CELL_TEXT, .unclean = true, .text = arena_strndup(a, raw, len), .len = len };
	cell.len = strlen(cell.text);
	return cell.len > 0 ? cell : (struct cell){ .text = "" };
}

bool table_cell_is_modern(const struct cell *cell)
{
	const char *s = cell->text;

	if (cell->kind != CELL_TEXT || cell->legacy != NULL)
		return false;
	while (*s != '\0' && (unsigned char)*s < 0xC4) /* the first byte of U+0100 in UTF-8 */
		s++;
	return *s != '\0';
}

bool table_cell_is_doubtful(const struct cell *cell)
{
	return cell->kind == CELL_TEXT && cell->legacy == NULL && legacy_is_doubtful(cell->text, cell->len);
}

struct cell table_cell_of_column(struct arena *a, const struct cell *cell, const char *legacy)
{
	const char *raw = cell->raw != NULL ? cell->raw : cell->text;

	if (cell->kind != CELL_TEXT || (cell->raw == NULL && (cell->legacy != NULL || *legacy == '\0')))
		return *cell;
	struct cell own = cell_text(a, raw, strlen(raw), *legacy == '\0' ? LEGACY_DOUBTED : streq(legacy, "VNI") ? LEGACY_VNI : LEGACY_TCVN3);
	own.twice = cell->twice;
	return own;
}

struct cell cell_unreadable(void)
{
	return (struct cell){ .kind = CELL_ERROR, .text = CELL_UNREADABLE, .len = strlen(CELL_UNREADABLE) };
}

static int hex4(const char *s)
{
	int n = 0;

	for (int i = 0; i < 4 && n >= 0; i++)
		n = hex_digit(s[i]) < 0 ? -1 : n * 16 + hex_digit(s[i]);
	return n;
}

size_t cells_unescape(char *raw, size_t len)
{
	char *out = raw;

	if (len < 7 || memchr(raw, '_', len) == NULL)
		return len;
	for (size_t i = 0; i < len;) {
		int code = i + 7 <= len && raw[i] == '_' && raw[i + 1] == 'x' && raw[i + 6] == '_' ? hex4(raw + i + 2) : -1;
		if (code > 0 && code < 0x80) {
			*out++ = (char)code;
			i += 7;
		} else {
			*out++ = raw[i++];
		}
	}
	return (size_t)(out - raw);
}

/* Up to 15 digits that are not written in a longer way than needed: then the text is what is shown. */
static bool is_shown(const char *s, size_t len)
{
	size_t digits = 0, point = 0;
	bool has_point = false;

	if (*s == '-')
		s++, len--;
	if (len == 0 || len > 16 || (s[0] == '0' && len > 1 && s[1] != '.') || s[0] == '.')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '.' && !has_point)
			has_point = true, point = i;
		else if (s[i] >= '0' && s[i] <= '9')
			digits++;
		else
			return false;
	}
	return digits <= 15 && (!has_point || (point + 1 < len && s[len - 1] != '0'));
}

/* What Excel shows: fifteen digits, for 2.3*3 is stored as 6.8999999999999995; of a whole number every digit, as far as it has them.  Without an exponent. */
static const char *as_shown(struct arena *a, double v)
{
	const bool whole = fabs(v) < 9007199254740992 && v == floor(v);
	char e[40], digits[24];
	int n = 0;

	snprintf(e, sizeof e, "%.*e", whole ? 15 : 14, fabs(v));
	char *mark = strchr(e, 'e');
	int exponent = (int)strtol(mark + 1, NULL, 10);
	for (char *p = e; p < mark; p++)
		if (*p != '.')
			digits[n++] = *p;
	while (n > 1 && digits[n - 1] == '0')
		n--;
	digits[n] = '\0';
	const char *sign = v < 0 ? "-" : "";
	if (exponent < -20 || exponent > 30)
		return arena_fmt(a, "%s%c%s%se%d", sign, digits[0], n > 1 ? "." : "", digits + 1, exponent);
	if (exponent < 0)
		return arena_fmt(a, "%s0.%.*s%s", sign, -exponent - 1, "00000000000000000000", digits);
	if (n <= exponent + 1)
		return arena_fmt(a, "%s%s%.*s", sign, digits, exponent + 1 - n, "000000000000000000000000000000");
	return arena_fmt(a, "%s%.*s.%s", sign, exponent + 1, digits, digits + exponent + 1);
}

struct cell cell_number(struct arena *a, const char *raw, size_t len)
{
	char text[64], *end;

	while (len > 0 && raw[0] == ' ')
		raw++, len--;
	while (len > 0 && raw[len - 1] == ' ')
		len--;
	if (len == 0)
		return (struct cell){ .text = "" };
	if (len >= sizeof text)
		return cell_text(a, raw, len, LEGACY_NONE);
	memcpy(text, raw, len);
	text[len] = '\0';
	double v = strtod(text, &end);
	if (*end != '\0' || strspn(text, "0123456789+-.eE") != len || !isfinite(v))
		return cell_text(a, raw, len, LEGACY_NONE);
	if (v == 0)
		return (struct cell){ .kind = CELL_NUMBER, .text = "0", .len = 1 };
	const char *s = is_shown(text, len) ? arena_strndup(a, text, len) : as_shown(a, v);
	return (struct cell){ .kind = CELL_NUMBER, .text = s, .len = strlen(s), .number = v };
}

struct cell cell_iso_date(struct arena *a, const char *raw, size_t len)
{
	struct date d;
	char *text = arena_strndup(a, raw, len < 10 ? len : 10);

	if ((len > 10 && raw[10] != 'T') || !date_parse(text, &d))
		return cell_text(a, raw, len, LEGACY_NONE);
	int64_t epoch = date_to_days((struct date){ 1899, 12, 30 });
	return (struct cell){ .kind = CELL_DATE, .text = text, .len = 10, .number = (double)(date_to_days(d) - epoch) };
}

static const char *percentage(struct arena *a, double v, unsigned digits)
{
	char *text = arena_fmt(a, "%.*f%%", (int)digits, v * 100), *point = strchr(text, '.');

	if (point != NULL)
		*point = ',';
	return text;
}

static void make_date(struct arena *a, struct cell *cell, bool is_1904)
{
	if (cell->number < !is_1904 || cell->number > 200000)
		return; /* a time of day, a duration, or no day at all */
	/* Excel counts from 1899-12-31, and after its 29 February 1900 from the day before. */
	int64_t day = (int64_t)(cell->number + 0.5 / 86400);
	int64_t epoch = is_1904 ? date_to_days((struct date){ 1904, 1, 1 })
	                        : date_to_days((struct date){ 1899, 12, 30 }) + (day < 60);
	if (!is_1904 && day == 60)
		return;
	struct date d = date_from_days(epoch + day);
	if (!date_is_valid(d))
		return;
	cell->kind = CELL_DATE;
	cell->text = date_text(a, d);
	cell->len = 10;
}

void cell_show(struct arena *a, struct cell *cell, struct format format, bool is_1904)
{
	if (cell->kind != CELL_NUMBER)
		return;
	if (format.is_date)
		make_date(a, cell, is_1904);
	else if (format.is_percent && fabs(cell->number) < 1e9)
		cell->shown = percentage(a, cell->number, format.zeros);
	else if (strspn(cell->text, "0123456789") == cell->len && cell->len < format.zeros)
		cell->shown = arena_fmt(a, "%.*s%s", (int)(format.zeros - cell->len), "000000000000000", cell->text);
}

const char *table_column_name(struct arena *a, size_t column)
{
	char name[16], *p = name + sizeof name;

	*--p = '\0';
	for (column++; column > 0 && p > name; column = (column - 1) / 26)
		*--p = (char)('A' + (column - 1) % 26);
	return arena_strdup(a, p);
}
