/* grid.c - one worksheet copied as it passes by, its marked cells coloured, the column "Lỗi" added. */
#include "annotate/parts.h"

struct stretch { /* columns of one style */
	struct stretch *next;
	size_t first, last, style;
};

struct rewrite {
	struct copy *to;
	const struct leaf *leaf;
	struct palette *palette;
	struct stretch *stretch;
	bool has_column;         /* "Lỗi" is written */
	bool in_cols, in_data, cols_seen, column_placed;
	size_t next;             /* line of the leaf */
	size_t row, column;      /* the latest; column: the one after */
	/* the row being copied */
	const struct line *line; /* NULL: nothing is to be done to it */
	size_t spot;
	bool note_put;
	size_t row_style;        /* NOWHERE: it has none */
	bool cell_rewritten;
};

/* ---- columns ---- */

static void put_column(struct rewrite *r)
{
	if (r->has_column && !r->column_placed)
		copy_fmt(r->to, "<%scol min=\"%zu\" max=\"%zu\" width=\"%d\" customWidth=\"1\"/>", r->to->p->prefix, r->leaf->column + 1, r->leaf->column + 1,
		         NOTE_WIDTH);
	r->column_placed = true;
}

static void put_stretch(struct rewrite *r, const char **attributes, size_t min, size_t max)
{
	struct arena *a = r->to->p->arena;

	if (min > max)
		return;
	copy_start(r->to, "col", attributes, (const char *const[]){ "min", arena_fmt(a, "%zu", min), "max", arena_fmt(a, "%zu", max), NULL });
	copy_fmt(r->to, "</%scol>", r->to->p->prefix);
}

static void take_stretch(struct rewrite *r, const char **attributes)
{
	size_t min = part_number(part_attribute(attributes, "min"), 0), max = part_number(part_attribute(attributes, "max"), 0);
	const char *style = part_attribute(attributes, "style");
	size_t own = r->has_column ? r->leaf->column + 1 : 0;

	if (min == 0 || max < min)
		return;
	if (style != NULL) {
		struct stretch *s = NEW(r->to->p->arena, struct stretch);
		*s = (struct stretch){ r->stretch, min - 1, max - 1, part_number(style, 0) };
		r->stretch = s;
	}
	if (own == 0 || max < own) {
		put_stretch(r, attributes, min, max);
		return;
	}
	put_stretch(r, attributes, min, own - 1);
	put_column(r);
	put_stretch(r, attributes, min > own ? min : own + 1, max);
}

static void take_dimension(struct rewrite *r, const char **attributes)
{
	const char *ref = part_attribute(attributes, "ref"), *colon = ref == NULL ? NULL : strchr(ref, ':'), *digits;
	const char *wanted = table_column_name(r->to->p->arena, r->leaf->column);
	struct arena *a = r->to->p->arena;

	if (!r->has_column || ref == NULL) {
		copy_start(r->to, "dimension", attributes, (const char *const[]){ NULL });
		return;
	}
	const char *last = colon == NULL ? ref : colon + 1;
	digits = last + strspn(last, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	size_t n = (size_t)(digits - last), m = strlen(wanted);
	if (n < m || (n == m && strncmp(last, wanted, n) < 0))
		ref = arena_fmt(a, "%.*s:%s%s", (int)(colon == NULL ? strlen(ref) : (size_t)(colon - ref)), ref, wanted, digits);
	copy_start(r->to, "dimension", attributes, (const char *const[]){ "ref", ref, NULL });
}

/* ---- cells ---- */

static size_t style_at(const struct rewrite *r, size_t column)
{
	if (r->row_style != NOWHERE)
		return r->row_style;
	for (const struct stretch *s = r->stretch; s != NULL; s = s->next)
		if (column >= s->first && column <= s->last)
			return s->style;
	return 0;
}

static enum tint tint_of(bool warning)
{
	return warning ? TINT_WARNING : TINT_ERROR;
}

/* The cells of the line that the file does not have, left of `before`. */
static void put_cells(struct rewrite *r, size_t before)
{
	const struct line *l = r->line;
	size_t note = r->has_column && l->text != NULL && !r->note_put ? r->leaf->column : NOWHERE;

	for (;;) {
		size_t at = r->spot < l->n_spots ? l->spot[r->spot].column : NOWHERE;
		bool is_note = note != NOWHERE && note <= at;
		if (is_note)
			at = note;
		if (at == NOWHERE || at >= before)
			return;
		if (is_note) {
			copy_string_cell(r->to, r->row, at, palette_note(r->palette, l->look), l->text);
			r->note_put = true;
			note = NOWHERE;
		} else {
			bool warning = l->spot[r->spot].warning;
			copy_string_cell(r->to, r->row, at, palette_tint(r->to->p->arena, r->palette, style_at(r, at), tint_of(warning)), NULL);
			while (r->spot < l->n_spots && l->spot[r->spot].column == at)
				r->spot++;
		}
	}
}

/* Of several marks of one cell a mistake counts more than a doubt. */
static bool take_tint(struct rewrite *r, size_t column, enum tint *ret)
{
	const struct line *l = r->line;
	bool found = l != NULL && l->whole;

	*ret = found ? TINT_ERROR : TINT_NONE;
	for (; l != NULL && r->spot < l->n_spots && l->spot[r->spot].column == column; r->spot++) {
		enum tint t = tint_of(l->spot[r->spot].warning);
		*ret = t > *ret ? t : *ret;
		found = true;
	}
	return found;
}

static void start_cell(struct rewrite *r, const char **attributes)
{
	const struct leaf *leaf = r->leaf;
	size_t column = annotate_column(part_attribute(attributes, "r"), r->column), style = part_number(part_attribute(attributes, "s"), 0);
	bool tinted = style < r->palette->n_xfs && r->palette->is_tinted[style];
	enum tint t;

	r->column = column + 1;
	if (r->line != NULL)
		put_cells(r, column);
	if (column == leaf->column && (leaf->had_column || (r->line != NULL && r->line->text != NULL))) {
		if (r->line != NULL)
			put_cells(r, column + 1);
		r->to->skipping = true;
		return;
	}
	r->cell_rewritten = take_tint(r, column, &t) || tinted;
	if (!r->cell_rewritten) {
		part_pass(r->to->p);
		return;
	}
	copy_start(r->to, "c", attributes,
	           (const char *const[]){ "s", arena_fmt(r->to->p->arena, "%zu", palette_tint(r->to->p->arena, r->palette, style, t)), NULL });
}

static void end_cell(struct rewrite *r)
{
	if (r->to->skipping)
		r->to->skipping = false;
	else if (r->cell_rewritten)
		copy_fmt(r->to, "</%sc>", r->to->p->prefix);
	else
		part_pass(r->to->p);
	r->cell_rewritten = false;
}

/* ---- rows ---- */

static void begin_line(struct rewrite *r, const struct line *l, size_t row_style)
{
	r->line = l;
	r->spot = 0;
	r->note_put = false;
	r->row_style = row_style;
}

/* Rows that the file does not have. */
static void put_rows(struct rewrite *r, size_t before)
{
	for (; r->next < r->leaf->n_lines && r->leaf->line[r->next].row < before; r->next++) {
		begin_line(r, &r->leaf->line[r->next], NOWHERE);
		r->row = r->line->row;
		copy_fmt(r->to, "<%srow r=\"%zu\">", r->to->p->prefix, r->row);
		put_cells(r, NOWHERE);
		copy_fmt(r->to, "</%srow>", r->to->p->prefix);
	}
}

static void start_row(struct rewrite *r, const char **attributes)
{
	const char *own = part_attribute(attributes, "customFormat");
	size_t number = part_number(part_attribute(attributes, "r"), r->row + 1);
	bool styled = own != NULL && (streq(own, "1") || streq(own, "true"));

	put_rows(r, number);
	begin_line(r, leaf_line(r->leaf, &r->next, number), styled ? part_number(part_attribute(attributes, "s"), 0) : NOWHERE);
	r->row = number;
	r->column = 0;
	if (r->line == NULL)
		part_pass(r->to->p);
	else /* how far the cells reach is only a hint, and no longer right */
		copy_start(r->to, "row", attributes, (const char *const[]){ "spans", NULL, NULL });
}

static void end_row(struct rewrite *r)
{
	if (r->line == NULL) {
		part_pass(r->to->p);
		return;
	}
	put_cells(r, NOWHERE);
	copy_fmt(r->to, "</%srow>", r->to->p->prefix);
	r->line = NULL;
}

/* ---- the worksheet ---- */

static void start_data(struct rewrite *r)
{
	const char *x = r->to->p->prefix;

	if (r->has_column && !r->cols_seen) {
		copy_fmt(r->to, "<%scols>", x);
		put_column(r);
		copy_fmt(r->to, "</%scols>", x);
	}
	copy_fmt(r->to, "<%ssheetData>", x);
	r->in_data = true;
}

static void on_start(void *arg, const char *name, const char **attributes)
{
	struct rewrite *r = arg;

	if (r->to->skipping)
		return;
	if (r->in_data && streq(name, "c"))
		start_cell(r, attributes);
	else if (r->in_data && streq(name, "row"))
		start_row(r, attributes);
	else if (r->in_cols && streq(name, "col"))
		take_stretch(r, attributes);
	else if (streq(name, "dimension"))
		take_dimension(r, attributes);
	else if (streq(name, "sheetData"))
		start_data(r);
	else
		part_pass(r->to->p), r->in_cols = r->in_cols || streq(name, "cols");
}

static void on_end(void *arg, const char *name)
{
	struct rewrite *r = arg;

	if (r->in_data && streq(name, "c")) {
		end_cell(r);
	} else if (r->to->skipping || (r->in_cols && streq(name, "col"))) {
		return;
	} else if (r->in_data && streq(name, "row")) {
		end_row(r);
	} else if (streq(name, "sheetData")) {
		put_rows(r, NOWHERE);
		copy_fmt(r->to, "</%ssheetData>", r->to->p->prefix);
		r->in_data = false;
	} else if (streq(name, "dimension")) {
		copy_fmt(r->to, "</%sdimension>", r->to->p->prefix);
	} else {
		if (streq(name, "cols"))
			put_column(r), r->cols_seen = true, r->in_cols = false;
		part_pass(r->to->p);
	}
}

bool grid_annotate(struct package *p, const char *part, const struct leaf *leaf, struct palette *palette, struct copy *to)
{
	static const struct part_handlers h = { .start = on_start, .end = on_end };
	struct rewrite r = { .to = to, .leaf = leaf, .palette = palette };

	for (size_t i = 0; i < leaf->n_lines; i++)
		r.has_column = r.has_column || (leaf->column != NOWHERE && leaf->line[i].text != NULL);
	return part_read(p, part, &h, &r) && copy_close(to);
}

/* ---- the list ---- */

void grid_list(struct copy *k, const struct note_sheet *s, const struct palette *palette, const char *namespace)
{
	*k->p->prefix = '\0';
	copy_put(k, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"");
	copy_text(k, namespace);
	copy_put(k, "\">");
	if (s->n_widths > 0) {
		copy_put(k, "<cols>");
		for (size_t i = 0; i < s->n_widths; i++)
			copy_fmt(k, "<col min=\"%zu\" max=\"%zu\" width=\"%.1f\" customWidth=\"1\"/>", i + 1, i + 1, s->width[i]);
		copy_put(k, "</cols>");
	}
	copy_put(k, "<sheetData>");
	for (size_t i = 0; i < s->n_rows; i++) {
		copy_fmt(k, "<row r=\"%zu\">", i + 1);
		for (size_t j = 0; j < s->row[i].n_cells; j++) {
			const struct note_cell *cell = &s->row[i].cell[j];
			size_t style = palette_note(palette, cell->look);
			if (cell->look == NOTE_NUMBER && cell->text != NULL)
				copy_fmt(k, "<c r=\"%s%zu\" s=\"%zu\"><v>%s</v></c>", table_column_name(k->p->arena, j), i + 1, style, cell->text);
			else
				copy_string_cell(k, i + 1, j, style, cell->text);
		}
		copy_put(k, "</row>");
	}
	copy_put(k, "</sheetData></worksheet>");
}
