/* xlsx_tables.c - the tables of an xlsx that cells refer to: shared strings and styles. */
#include "sheet/xlsx.h"

enum { STRINGS_PER_BLOCK = 4096, STYLES_MAX = 65536, FORMATS_MAX = 4096 };

/* ---- shared strings ---- */

struct strings_reader {
	struct package *p;
	struct strings *to;
	struct arena *scratch;
	struct buf text;
	unsigned phonetic; /* depth inside rPh: how it is read aloud, not what is written */
	bool in_text;
	char *pool;
	size_t pool_left;
};

/* Small strings share big allocations: an arena rounds each one up. */
static const char *keep(struct strings_reader *r, const char *text, size_t len)
{
	enum { POOL = 64 * 1024 };

	if (len + 1 > POOL / 16)
		return arena_strndup(r->p->arena, text, len);
	if (len + 1 > r->pool_left) {
		r->pool = arena_alloc(r->p->arena, POOL);
		r->pool_left = POOL;
	}
	char *copy = r->pool;
	memcpy(copy, text, len + 1);
	r->pool += len + 1;
	r->pool_left -= len + 1;
	return copy;
}

static void add_string(struct strings_reader *r)
{
	struct strings *to = r->to;
	const struct sheet_limits *l = r->p->limits;
	struct cell cell = cell_xml_text(r->scratch, r->text.data, r->text.len);

	to->bytes += cell.len + 1;
	if (to->n >= l->strings || to->bytes > l->string_bytes || r->text.len > l->cell_bytes) {
		fail(r->p->c, ERR_TOO_LARGE, "sheet.too_many_strings",
		     "Tệp Excel chứa quá nhiều chữ (giới hạn %zu chuỗi, %zu MB). Hãy chia thành nhiều tệp nhỏ hơn rồi nộp từng tệp.",
		     l->strings, l->string_bytes / 1000000);
		part_stop(r->p);
		return;
	}
	if (to->block == NULL)
		to->block = NEW_N(r->p->arena, struct cell *, l->strings / STRINGS_PER_BLOCK + 1);
	if (to->n % STRINGS_PER_BLOCK == 0)
		to->block[to->n / STRINGS_PER_BLOCK] = NEW_N(r->p->arena, struct cell, STRINGS_PER_BLOCK);
	cell.text = keep(r, cell.text, cell.len);
	to->block[to->n / STRINGS_PER_BLOCK][to->n % STRINGS_PER_BLOCK] = cell;
	to->n++;
	arena_reset(r->scratch);
}

static void strings_start(void *arg, const char *name, const char **attributes)
{
	struct strings_reader *r = arg;

	(void)attributes;
	if (streq(name, "si"))
		r->text.len = 0;
	else if (streq(name, "rPh"))
		r->phonetic++;
	else if (streq(name, "t"))
		r->in_text = r->phonetic == 0;
}

static void strings_end(void *arg, const char *name)
{
	struct strings_reader *r = arg;

	if (streq(name, "si"))
		add_string(r);
	else if (streq(name, "rPh"))
		r->phonetic--;
	else if (streq(name, "t"))
		r->in_text = false;
}

static void strings_text(void *arg, const char *text, size_t len)
{
	struct strings_reader *r = arg;

	if (r->in_text && r->text.len <= r->p->limits->cell_bytes)
		buf_add(&r->text, text, len);
}

static void free_arena(void *arena)
{
	arena_free(arena);
}

bool strings_read(struct package *p, const char *part, struct strings *ret)
{
	static const struct part_handlers h = { strings_start, strings_end, strings_text };
	struct strings_reader r = { .p = p, .to = ret, .scratch = arena_new(), .text = buf_in(p->arena) };

	arena_defer(p->arena, free_arena, r.scratch);
	return part_read(p, part, &h, &r);
}

const struct cell *strings_find(const struct strings *s, size_t index)
{
	return index < s->n ? &s->block[index / STRINGS_PER_BLOCK][index % STRINGS_PER_BLOCK] : NULL;
}

/* ---- styles ---- */

struct styles_reader {
	struct package *p;
	struct styles *to;
	size_t room;
	bool in_cell_xfs;
	size_t n_formats;
	struct {
		size_t id;
		bool is_date;
	} format[FORMATS_MAX];
};

bool styles_code_is_date(const char *code)
{
	bool day = false, month = false, clock = false, quoted = false;

	for (; *code != '\0' && *code != ';'; code++) {
		if (*code == '"')
			quoted = !quoted;
		if (quoted || *code == '"')
			continue;
		if (*code == '[') {
			if (code[1] != '\0' && strchr("hHmMsS", code[1]) != NULL && (code[2] == ']' || code[2] == code[1]))
				clock = true; /* [h]:mm */
			code += strcspn(code, "]");
		} else if ((*code == '\\' || *code == '_' || *code == '*') && code[1] != '\0') {
			code++;
		} else if (strchr("dDyY", *code) != NULL) {
			day = true;
		} else if (*code == 'm' || *code == 'M') {
			month = true;
		} else if (strchr("hHsS", *code) != NULL) {
			clock = true;
		}
		if (*code == '\0')
			break;
	}
	return day || (month && !clock); /* beside hours or seconds, m is minutes */
}

static bool format_is_date(const struct styles_reader *r, size_t id)
{
	for (size_t i = 0; i < r->n_formats; i++)
		if (r->format[i].id == id)
			return r->format[i].is_date;
	/* 18-21 and 45-47 are times of day and durations: such a number stays a number. */
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

static void add_style(struct styles_reader *r, const char **attributes)
{
	struct styles *to = r->to;
	size_t id = part_number(part_attribute(attributes, "numFmtId"), 0);

	if (to->n == r->room && r->room < STYLES_MAX) {
		bool *more = NEW_N(r->p->arena, bool, r->room * 2 + 64);
		if (to->n > 0)
			memcpy(more, to->is_date, to->n);
		to->is_date = more;
		r->room = r->room * 2 + 64;
	}
	if (to->n < r->room)
		to->is_date[to->n++] = format_is_date(r, id);
}

static void styles_start(void *arg, const char *name, const char **attributes)
{
	struct styles_reader *r = arg;

	if (streq(name, "numFmt") && r->n_formats < FORMATS_MAX) {
		const char *code = part_attribute(attributes, "formatCode");
		r->format[r->n_formats].id = part_number(part_attribute(attributes, "numFmtId"), 0);
		r->format[r->n_formats].is_date = code != NULL && styles_code_is_date(code);
		r->n_formats++;
	} else if (streq(name, "cellXfs")) {
		r->in_cell_xfs = true;
	} else if (streq(name, "xf") && r->in_cell_xfs) {
		add_style(r, attributes);
	}
}

static void styles_end(void *arg, const char *name)
{
	struct styles_reader *r = arg;

	if (streq(name, "cellXfs"))
		r->in_cell_xfs = false;
}

bool styles_read(struct package *p, const char *part, struct styles *ret)
{
	static const struct part_handlers h = { styles_start, styles_end, NULL };
	struct styles_reader *r = NEW(p->arena, struct styles_reader);

	r->p = p;
	r->to = ret;
	return part_read(p, part, &h, r);
}
