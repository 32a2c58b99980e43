/* styles.c - the styles of a workbook, with a red and a yellow twin for each that is marked. */
#include <strings.h>

#include "annotate/parts.h"

enum { XFS_MAX = 60000, BOLD = 0, BIG = 1, FONTS = 2, RED = 0, YELLOW = 1, GREY = 2, FILLS = 3 };

/* Next to the colours Excel calls "bad" and "neutral", but nobody else's: so older marks are known again. */
static const char *const tints[TINT__COUNT] = { NULL, "FFFFEB9B", "FFFFC7CD" };

/* ---- what is there ---- */

struct reader {
	struct package *p;
	struct palette *to;
	bool in_fonts, in_fills, in_xfs;
	bool *fill_is_tint;
	size_t fills_room;
};

static void add_fill(struct reader *r)
{
	r->fill_is_tint = arena_grow(r->p->arena, r->fill_is_tint, r->to->n_fills, &r->fills_room, sizeof *r->fill_is_tint);
	r->to->n_fills++;
}

static void add_xf(struct reader *r, const char **attributes)
{
	struct palette *to = r->to;
	size_t fill = part_number(part_attribute(attributes, "fillId"), 0);

	if (to->n_xfs == XFS_MAX)
		return;
	to->is_tinted = arena_grow(r->p->arena, to->is_tinted, to->n_xfs, &to->room, sizeof *to->is_tinted);
	to->is_tinted[to->n_xfs] = fill < to->n_fills && r->fill_is_tint[fill];
	to->has_tinted = to->has_tinted || to->is_tinted[to->n_xfs];
	to->n_xfs++;
}

static void read_start(void *arg, const char *name, const char **attributes)
{
	struct reader *r = arg;

	if (streq(name, "fonts")) {
		r->in_fonts = true;
	} else if (streq(name, "fills")) {
		r->in_fills = true;
	} else if (streq(name, "cellXfs")) {
		r->in_xfs = true;
	} else if (r->in_fonts && streq(name, "font")) {
		r->to->n_fonts++;
	} else if (r->in_fills && streq(name, "fill")) {
		add_fill(r);
	} else if (r->in_fills && streq(name, "fgColor") && r->to->n_fills > 0) {
		const char *rgb = part_attribute(attributes, "rgb");
		for (size_t i = TINT_WARNING; rgb != NULL && i < TINT__COUNT; i++)
			if (strcasecmp(rgb, tints[i]) == 0)
				r->fill_is_tint[r->to->n_fills - 1] = true;
	} else if (r->in_xfs && streq(name, "xf")) {
		add_xf(r, attributes);
	}
}

static void read_end(void *arg, const char *name)
{
	struct reader *r = arg;

	if (streq(name, "fonts"))
		r->in_fonts = false;
	else if (streq(name, "fills"))
		r->in_fills = false;
	else if (streq(name, "cellXfs"))
		r->in_xfs = false;
}

bool palette_read(struct package *p, const char *part, struct palette *ret)
{
	static const struct part_handlers h = { .start = read_start, .end = read_end };
	struct reader r = { .p = p, .to = ret };

	*ret = (struct palette){ 0 };
	if (!part_read(p, part, &h, &r))
		return false;
	if (ret->n_fonts == 0 || ret->n_fills == 0 || ret->n_xfs == 0 || ret->n_xfs == XFS_MAX)
		*ret = (struct palette){ 0 };
	ret->tinted = NEW_N(p->arena, uint32_t, ret->n_xfs * TINT__COUNT);
	ret->room = 0;
	return true;
}

/* ---- what is added ---- */

size_t palette_note(const struct palette *k, enum note_look look)
{
	return k->n_xfs + look;
}

size_t palette_tint(struct arena *a, struct palette *k, size_t style, enum tint tint)
{
	if (style >= k->n_xfs)
		style = 0; /* as Excel takes it */
	uint32_t *known = &k->tinted[style * TINT__COUNT + tint];
	if (*known == 0 && k->n_xfs + NOTE__COUNT + k->n_clones < XFS_MAX) {
		k->clone = arena_grow(a, k->clone, k->n_clones, &k->room, sizeof *k->clone);
		*known = (uint32_t)(k->n_xfs + NOTE__COUNT + k->n_clones);
		k->clone[k->n_clones++] = (struct clone){ style, tint };
	}
	return *known != 0 ? *known : style;
}

/* ---- written anew ---- */

struct original {
	const char **attributes; /* NULL: nobody wants a twin of it */
	struct buf inner;
};

struct rewriter {
	struct copy *to;
	const struct palette *palette;
	struct original *xf;
	size_t n_xfs;
	bool in_xfs;
};

static const char **keep(struct arena *a, const char **attributes)
{
	size_t n = 0;

	while (attributes[n] != NULL)
		n++;
	const char **copy = NEW_N(a, const char *, n + 1);
	for (size_t i = 0; i < n; i++)
		copy[i] = arena_strdup(a, attributes[i]);
	return copy;
}

static void start_counted(struct copy *k, const char *name, const char **attributes, size_t n)
{
	copy_start(k, name, attributes, (const char *const[]){ "count", arena_fmt(k->p->arena, "%zu", n), NULL });
}

static void write_start(void *arg, const char *name, const char **attributes)
{
	struct rewriter *r = arg;
	const struct palette *k = r->palette;

	if (streq(name, "fonts")) {
		start_counted(r->to, name, attributes, k->n_fonts + FONTS);
	} else if (streq(name, "fills")) {
		start_counted(r->to, name, attributes, k->n_fills + FILLS);
	} else if (streq(name, "cellXfs")) {
		start_counted(r->to, name, attributes, k->n_xfs + NOTE__COUNT + k->n_clones);
		r->in_xfs = true;
	} else {
		part_pass(r->to->p);
		if (!r->in_xfs || !streq(name, "xf"))
			return;
		struct original *o = &r->xf[r->n_xfs];
		if (r->n_xfs < k->n_xfs && o->inner.arena != NULL) {
			o->attributes = keep(r->to->p->arena, attributes);
			r->to->tee = &o->inner;
		}
	}
}

static void put_fonts(struct copy *k)
{
	const char *x = k->p->prefix;

	for (int i = 0; i < FONTS; i++)
		copy_fmt(k, "<%sfont><%sb/><%ssz val=\"%d\"/><%sname val=\"Times New Roman\"/></%sfont>", x, x, x, i == BIG ? 14 : 11, x, x);
}

static void put_fills(struct copy *k)
{
	const char *const rgb[FILLS] = { tints[TINT_ERROR], tints[TINT_WARNING], "FFE7E6E6" }, *x = k->p->prefix;

	for (int i = 0; i < FILLS; i++)
		copy_fmt(k, "<%sfill><%spatternFill patternType=\"solid\"><%sfgColor rgb=\"%s\"/><%sbgColor indexed=\"64\"/></%spatternFill></%sfill>",
		         x, x, x, rgb[i], x, x, x);
}

static void put_notes(const struct rewriter *r)
{
	static const struct {
		int font, fill; /* from the first of ours; -1: the workbook's first */
		bool number, wrap, centre;
	} look[NOTE__COUNT] = {
		[NOTE_LINE] = { -1, -1, false, false, false },
		[NOTE_TEXT] = { -1, -1, false, true, false },   [NOTE_NUMBER] = { -1, -1, true, false, false },
		[NOTE_TITLE] = { BIG, -1, false, false, false }, [NOTE_HEAD] = { BOLD, GREY, false, true, true },
		[NOTE_ERROR] = { -1, RED, false, true, false }, [NOTE_WARNING] = { -1, YELLOW, false, true, false },
	};
	const char *x = r->to->p->prefix;

	for (size_t i = 0; i < NOTE__COUNT; i++)
		copy_fmt(r->to, "<%sxf numFmtId=\"%d\" fontId=\"%zu\" fillId=\"%zu\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" "
		         "applyFill=\"1\" applyAlignment=\"1\"><%salignment%s vertical=\"top\"%s/></%sxf>", x, look[i].number ? 0 : 49,
		         look[i].font < 0 ? 0 : r->palette->n_fonts + (size_t)look[i].font,
		         look[i].fill < 0 ? 0 : r->palette->n_fills + (size_t)look[i].fill, x, look[i].centre ? " horizontal=\"center\"" : "",
		         look[i].wrap ? " wrapText=\"1\"" : "", x);
}

static void put_clones(const struct rewriter *r)
{
	const struct palette *k = r->palette;

	for (size_t i = 0; i < k->n_clones; i++) {
		struct original *o = &r->xf[k->clone[i].xf];
		const enum tint t = k->clone[i].tint;
		size_t fill = t == TINT_NONE ? 0 : k->n_fills + (t == TINT_ERROR ? RED : YELLOW);
		assert(o->attributes != NULL); /* palette_read counted them */
		copy_start(r->to, "xf", o->attributes,
		           (const char *const[]){ "fillId", arena_fmt(r->to->p->arena, "%zu", fill), "applyFill", "1", NULL });
		copy_put(r->to, buf_text(&o->inner));
		copy_fmt(r->to, "</%sxf>", r->to->p->prefix);
	}
}

static void write_end(void *arg, const char *name)
{
	struct rewriter *r = arg;
	bool fonts = streq(name, "fonts"), fills = streq(name, "fills"), xfs = streq(name, "cellXfs");

	if (r->in_xfs && streq(name, "xf")) {
		r->to->tee = NULL;
		r->n_xfs++;
	}
	if (fonts)
		put_fonts(r->to);
	else if (fills)
		put_fills(r->to);
	else if (xfs)
		put_notes(r), put_clones(r), r->in_xfs = false;
	if (fonts || fills || xfs)
		copy_fmt(r->to, "</%s%s>", r->to->p->prefix, name);
	else
		part_pass(r->to->p);
}

bool palette_write(struct package *p, const char *part, const struct palette *k, struct copy *to)
{
	static const struct part_handlers h = { .start = write_start, .end = write_end };
	struct rewriter r = { .to = to, .palette = k, .xf = NEW_N(p->arena, struct original, k->n_xfs) };

	for (size_t i = 0; i < k->n_clones; i++)
		r.xf[k->clone[i].xf].inner = buf_in(p->arena);
	return part_read(p, part, &h, &r) && copy_close(to);
}
