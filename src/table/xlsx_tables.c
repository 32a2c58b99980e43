/* xlsx_tables.c - the tables of an xlsx that cells refer to: shared strings and styles. */
#include "table/xlsx.h"

enum { STYLES_MAX = 65536, FORMATS_MAX = 4096, FONTS_MAX = 4096 };

/* ---- shared strings ---- */

struct strings_reader {
	struct package *p;
	struct strings *to;
	struct buf text;
	unsigned phonetic; /* depth inside rPh: how it is read aloud, not what is written */
	bool in_text;
	size_t promised;   /* how many there are, as the table says; 0: it does not */
	size_t n;          /* that were read one by one */
};

static void strings_start(void *arg, const char *name, const char **attributes)
{
	struct strings_reader *r = arg;

	if (streq(name, "sst"))
		r->promised = part_number(part_attribute(attributes, "uniqueCount"), 0);
	else if (streq(name, "si"))
		r->text.len = 0;
	else if (streq(name, "rPh"))
		r->phonetic++;
	else if (streq(name, "t"))
		r->in_text = r->phonetic == 0;
}

static void strings_end(void *arg, const char *name)
{
	struct strings_reader *r = arg;

	if (streq(name, "si")) {
		size_t len = r->text.len == 0 ? 0 : cells_unescape(r->text.data, r->text.len);
		if (!strings_add(r->to, buf_text(&r->text), len))
			part_stop(r->p);
	} else if (streq(name, "rPh")) {
		r->phonetic -= r->phonetic > 0;
	} else if (streq(name, "t")) {
		r->in_text = false;
	}
}

static void strings_text(void *arg, const char *text, size_t len)
{
	struct strings_reader *r = arg;

	if (r->in_text && r->text.len <= r->p->limits->cell_bytes)
		buf_add(&r->text, text, len);
}

/* One that was malformed has its number all the same. */
static bool strings_done(void *arg)
{
	struct strings_reader *r = arg;

	r->n++;
	r->in_text = false;
	r->phonetic = 0;
	return strings_count(r->to) >= r->n || strings_add_lost(r->to);
}

/* Once more, text by text: as many as were promised are each what they are; else only those before the malformed one are. */
static bool read_again(struct package *p, const char *part, const struct part_handlers *h, struct strings_reader *r)
{
	const size_t first = strings_count(r->to);

	r->n = first;
	r->in_text = false;
	r->phonetic = 0;
	if (!part_read_pieces(p, part, "si", first, h, strings_done, r))
		return false;
	if (r->n != r->promised || strings_count(r->to) != r->n)
		strings_forget(r->to, first);
	return strings_count(r->to) > 0 || part_damaged(p->c, part);
}

bool xlsx_strings(struct package *p, const char *part, struct strings *to)
{
	static const struct part_handlers h = { strings_start, strings_end, strings_text };
	struct strings_reader r = { .p = p, .to = to, .text = buf_in(p->arena) };
	const uint64_t inflated = p->inflated;

	if (part_read(p, part, &h, &r))
		return true;
	if (!table_excuse(p->c))
		return false;
	p->inflated = inflated; /* only one of the two counts */
	return read_again(p, part, &h, &r);
}

/* ---- styles ---- */

struct styles_reader {
	struct package *p;
	struct styles *to;
	size_t room, n_fonts;
	bool in_cell_xfs, in_fonts;
	enum legacy font[FONTS_MAX];
	size_t n_formats;
	struct {
		size_t id;
		struct format is;
	} format[FORMATS_MAX];
};

static struct format format_of(const struct styles_reader *r, size_t id)
{
	for (size_t i = 0; i < r->n_formats; i++)
		if (r->format[i].id == id)
			return r->format[i].is;
	return format_of_id(id);
}

static void add_style(struct styles_reader *r, const char **attributes)
{
	struct styles *to = r->to;
	size_t id = part_number(part_attribute(attributes, "numFmtId"), 0), font = part_number(part_attribute(attributes, "fontId"), 0);

	if (r->room < STYLES_MAX)
		to->style = arena_grow(r->p->arena, to->style, to->n, &r->room, sizeof *to->style);
	if (to->n < r->room)
		to->style[to->n++] = (struct style){ format_of(r, id), font < r->n_fonts ? r->font[font] : LEGACY_NONE };
}

static void styles_start(void *arg, const char *name, const char **attributes)
{
	struct styles_reader *r = arg;

	if (streq(name, "numFmt") && r->n_formats < FORMATS_MAX) {
		const char *code = part_attribute(attributes, "formatCode");
		r->format[r->n_formats].id = part_number(part_attribute(attributes, "numFmtId"), 0);
		r->format[r->n_formats].is = code == NULL ? (struct format){ 0 } : format_of_code(code);
		r->n_formats++;
	} else if (streq(name, "fonts")) {
		r->in_fonts = true;
	} else if (streq(name, "font") && r->in_fonts && r->n_fonts < FONTS_MAX) {
		r->font[r->n_fonts++] = LEGACY_NONE;
	} else if (streq(name, "name") && r->in_fonts && r->n_fonts > 0) {
		const char *font = part_attribute(attributes, "val");
		r->font[r->n_fonts - 1] = font == NULL ? LEGACY_NONE : legacy_of_font(font);
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
	else if (streq(name, "fonts"))
		r->in_fonts = false;
}

bool xlsx_styles(struct package *p, const char *part, struct styles *ret)
{
	static const struct part_handlers h = { styles_start, styles_end, NULL };
	struct styles_reader *r = NEW(p->arena, struct styles_reader);

	r->p = p;
	r->to = ret;
	return part_read(p, part, &h, r);
}
