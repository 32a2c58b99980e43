/* place_tsv.c - our own files of places: reading and writing. */
#include "base/buf.h"
#include "base/tsv.h"
#include "domain/place/place.h"

const char *const place_file_names[PLACE_FILE__COUNT] = {
	[PLACE_FILE_PROVINCES] = "provinces.tsv",
	[PLACE_FILE_DISTRICTS] = "districts.tsv",
	[PLACE_FILE_COMMUNES] = "communes.tsv",
	[PLACE_FILE_CONVERSIONS] = "conversions.tsv",
};

static const struct {
	size_t n;
	const char *column[6];
	const char *title;
} formats[PLACE_FILE__COUNT] = {
	[PLACE_FILE_PROVINCES] = {4,
                              {"code", "name", "valid_from", "valid_to"},
                              "Tỉnh, thành phố | Provinces | NSO"},
	[PLACE_FILE_DISTRICTS] = {5, {"code", "name", "parent", "valid_from", "valid_to"}, "Quận, huyện | Districts | NSO"},
	[PLACE_FILE_COMMUNES] = {6,
                             {"code", "name", "parent", "province", "valid_from", "valid_to"},
                             "Xã, phường, đặc khu | Communes | NSO"},
	[PLACE_FILE_CONVERSIONS] = {4,
                                {"old_code", "new_code", "kind", "printed_code"},
                                "Xã cũ vào xã mới, 01/7/2025 | Old communes into new ones | NSO"},
};

static const char *const change_names[PLACE_CHANGE__COUNT] = {
	[PLACE_WHOLE] = "whole",         [PLACE_UNCHANGED] = "unchanged",     [PLACE_RENAMED] = "renamed",
	[PLACE_PART] = "part",           [PLACE_PART_PEOPLE] = "part_people", [PLACE_PART_ALL_PEOPLE] = "part_all_people",
	[PLACE_PART_AREA] = "part_area", [PLACE_ALL_AREA] = "all_area",       [PLACE_DISTRICT_WHOLE] = "district_whole",
	[PLACE_OUTSIDE] = "outside",
};

const char *place_change_name(enum place_change_kind kind)
{
	return change_names[kind];
}

/* ---- reading ---- */

static bool add_place(struct ctx *c, struct place_set *s, const struct tsv *t, enum place_file file)
{
	struct place p = {
		.level = (enum place_level)file, .code = tsv_text(t, 0), .name = tsv_text(t, 1), .row = t->line};
	size_t at = t->n_columns - 2;

	p.valid_from = tsv_text(t, at);
	p.valid_to = tsv_text(t, at + 1);
	p.province = file == PLACE_FILE_PROVINCES ? p.code : tsv_text(t, at - 1);
	p.parent = file == PLACE_FILE_PROVINCES ? NULL : tsv_text(t, 2);
	if (p.code == NULL || p.name == NULL || p.province == NULL)
		return fail(c, ERR_INVALID, "tsv.line", "Tệp %s, dòng %zu: thiếu mã, tên hoặc mã tỉnh", t->file,
		            t->line);
	place_add(s, p);
	return true;
}

static bool add_change(struct ctx *c, struct place_set *s, const struct tsv *t)
{
	struct place_change ch = {
		.old_code = tsv_text(t, 0), .new_code = tsv_text(t, 1), .printed_code = tsv_text(t, 3), .row = t->line};
	int kind = 0;

	while (kind < PLACE_CHANGE__COUNT && !streq(change_names[kind], t->cell[2]))
		kind++;
	if (ch.old_code == NULL || ch.new_code == NULL || kind == PLACE_CHANGE__COUNT)
		return fail(c, ERR_INVALID, "tsv.line", "Tệp %s, dòng %zu: thiếu mã hoặc không có kiểu “%s”", t->file,
		            t->line, t->cell[2]);
	ch.kind = (enum place_change_kind)kind;
	place_add_change(s, ch);
	return true;
}

bool place_read_tsv(struct ctx *c, struct place_set *s, enum place_file file, const char *text)
{
	struct tsv t;
	bool more;

	if (!tsv_open(c, &t, place_file_names[file], text, formats[file].column, formats[file].n))
		return false;
	for (;;) {
		if (!tsv_next(c, &t, &more))
			return false;
		if (!more)
			return true;
		if (!(file == PLACE_FILE_CONVERSIONS ? add_change(c, s, &t) : add_place(c, s, &t, file)))
			return false;
	}
}

/* ---- writing ---- */

static void put_cell(struct buf *b, const char *text, char end)
{
	if (text != NULL)
		buf_put(b, text);
	buf_char(b, end);
}

static void put_place(struct buf *b, const struct place *p)
{
	put_cell(b, p->code, '\t');
	put_cell(b, p->name, '\t');
	if (p->level == PLACE_COMMUNE)
		put_cell(b, p->parent, '\t');
	if (p->level != PLACE_PROVINCE)
		put_cell(b, p->province, '\t');
	put_cell(b, p->valid_from, '\t');
	put_cell(b, p->valid_to, '\n');
}

void place_write_tsv(const struct place_set *s, enum place_file file, struct buf *b)
{
	buf_fmt(b, "# %s\n", formats[file].title);
	for (size_t i = 0; i < formats[file].n; i++)
		put_cell(b, formats[file].column[i], i + 1 < formats[file].n ? '\t' : '\n');
	if (file == PLACE_FILE_CONVERSIONS) {
		for (size_t i = 0; i < s->n_changes; i++) {
			put_cell(b, s->change[i].old_code, '\t');
			put_cell(b, s->change[i].new_code, '\t');
			put_cell(b, change_names[s->change[i].kind], '\t');
			put_cell(b, s->change[i].printed_code, '\n');
		}
		return;
	}
	for (size_t i = s->start[file]; i < s->start[(size_t)file + 1]; i++)
		put_place(b, &s->place[i]);
}
