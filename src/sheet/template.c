/* template.c - find the header of a template among the first rows of a workbook. */
#include "sheet/template.h"

#include <stdlib.h>

#include "annotate/annotate.h"
#include "book/book.h"
#include "sheet/header.h"
#include "sheet/title.h"

/* ---- the first rows of every visible sheet ---- */

struct collector {
	struct arena *arena;
	struct head *first, **tail;
	size_t bytes; /* of titles kept */
	bool hidden; /* of these sheets the first rows are wanted */
	bool marked;
	size_t n_hidden;
	struct sheet_lost *lost;
	size_t n_lost, lost_room;
	bool bare;
};

static bool on_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	struct collector *k = arg;
	struct head *h;

	(void)c;
	k->bare = k->bare || info->bare;
	if (info->hidden && streq(info->name, BOOK_MARK)) {
		k->marked = true;
		return false;
	}
	k->n_hidden += info->hidden;
	if (info->hidden != k->hidden)
		return false;
	while (*k->tail != NULL)
		k->tail = &(*k->tail)->next;
	h = NEW(k->arena, struct head);
	h->sheet = info->index;
	h->name = arena_strdup(k->arena, info->name);
	*k->tail = h;
	return true;
}

static bool is_marked(const struct cell *cell)
{
	const char *s = cell->text;

	while (*s != '\0' && (unsigned char)*s < 0x80)
		s++;
	return cell->kind == CELL_TEXT && *s != '\0';
}

/* "2018-09-05", "05/09/2018" */
static int year_of(const struct cell *cell)
{
	const char *s = cell->kind == CELL_DATE ? cell->text : cell->kind == CELL_TEXT && cell->len >= 8 && cell->len <= 10 ? cell->text + cell->len - 4 : "";

	return (strncmp(s, "19", 2) == 0 || strncmp(s, "20", 2) == 0) && strspn(s, "0123456789") == 4 ? (int)strtol(s, NULL, 10) : 0;
}

/* "Líp" could be either; beside titles that prove an old encoding it is "Lớp". */
static const char *legacy_of_titles(const struct table_row *row)
{
	const char *seen = NULL;
	size_t n = 0, marked = 0;

	for (size_t i = 0; i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		marked += cell->legacy != NULL || is_marked(cell);
		n += cell->raw != NULL;
		seen = cell->raw != NULL ? cell->legacy : seen;
	}
	return n * 2 > marked ? seen : NULL;
}

static size_t count_filled(const struct table_row *row)
{
	size_t n = 0;

	for (size_t i = 0; i < row->n_cells; i++)
		n += row->cell[i].kind != CELL_EMPTY;
	return n;
}

static void keep_row(struct collector *k, struct head *h, const struct table_row *row)
{
	struct head_row *r = &h->row[h->n_rows++];
	const char *legacy = legacy_of_titles(row);

	r->number = row->number;
	r->n = row->n_cells;
	r->title = NEW_N(k->arena, struct head_title, row->n_cells);
	k->bytes += row->n_cells * sizeof *r->title;
	h->n_wide += count_filled(row) >= SEVERAL;
	for (size_t i = 0; i < row->n_cells; i++) {
		const struct cell *cell = &row->cell[i];
		struct head_title *t = &r->title[i];
		t->filled = cell->kind != CELL_EMPTY;
		t->marked = is_marked(cell);
		t->modern = table_cell_is_modern(cell);
		t->year = year_of(cell);
		t->legacy = cell->raw != NULL ? cell->legacy : NULL;
		const struct cell title = legacy == NULL ? *cell : table_cell_of_column(k->arena, cell, legacy);
		const char *text = cell_title(k->arena, &title);
		if (text == NULL || cell->len > HEAD_TITLE_BYTES)
			continue;
		t->text = arena_strdup(k->arena, text);
		t->key = title_key(k->arena, text);
		k->bytes += cell->len * 2;
		h->is_list = h->is_list || (h->n_rows == 1 && annotate_is_list(ANNOTATE_TITLE, t->text)); /* whatever the sheet is called by now */
	}
}

/* Below words, and hardly anything but words, a list may begin, which is told. */
static enum table_go on_late_row(struct collector *k, struct head *h, const struct table_row *row)
{
	if (h->late == NULL && count_filled(row) < SEVERAL)
		return ++h->n_passed < LATE_LOOK ? TABLE_MORE : TABLE_ENOUGH;
	if (h->late == NULL) {
		h->late = NEW(k->arena, struct head);
		*h->late = (struct head){ .sheet = h->sheet, .name = h->name };
	}
	keep_row(k, h->late, row);
	return h->late->n_rows < LATE_ROWS && k->bytes <= HEAD_BYTES ? TABLE_MORE : TABLE_ENOUGH;
}

static enum table_go on_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct collector *k = arg;
	struct head *h = *k->tail;

	(void)c;
	if (h->n_rows == HEAD_ROWS)
		return on_late_row(k, h, row);
	keep_row(k, h, row);
	return (h->n_rows == HEAD_ROWS && (h->n_wide >= SEVERAL || k->hidden)) || k->bytes > HEAD_BYTES ? TABLE_ENOUGH : TABLE_MORE;
}

static int by_first_row(const void *a, const void *b)
{
	const struct table_range *x = a, *y = b;

	return (x->row_first > y->row_first) - (x->row_first < y->row_first);
}

static bool on_end(struct ctx *c, void *arg, const struct table_range *merged, size_t n)
{
	struct collector *k = arg;
	struct head *h = *k->tail;

	(void)c;
	if (h->is_list) { /* our own, of an earlier error file */
		*k->tail = NULL;
		return true;
	}
	h->merged = NEW_N(k->arena, struct table_range, n);
	for (size_t i = 0; h->n_rows > 0 && i < n; i++)
		if (merged[i].row_first <= h->row[h->n_rows - 1].number)
			h->merged[h->n_merged++] = merged[i];
	h->down = NEW_N(k->arena, struct table_range, n);
	for (size_t i = 0; i < n; i++)
		if (merged[i].row_last > merged[i].row_first)
			h->down[h->n_down++] = merged[i];
	qsort(h->down, h->n_down, sizeof *h->down, by_first_row);
	k->tail = &h->next;
	return true;
}

/* What was begun and is damaged is none of the sheets; what is not there was told the first time as well. */
static void on_lost(struct ctx *c, void *arg, const char *name, const char *key, const char *why)
{
	struct collector *k = arg;
	struct arena *a = k->arena;

	(void)c;
	if (key != NULL)
		*k->tail = NULL;
	else if (k->hidden)
		return;
	k->lost = arena_grow(a, k->lost, k->n_lost, &k->lost_room, sizeof *k->lost);
	k->lost[k->n_lost++] = (struct sheet_lost){ arena_strdup(a, name), key == NULL ? NULL : arena_strdup(a, key), key == NULL ? NULL : arena_strdup(a, why) };
}

/* ---- the best of the best ---- */

/* Two points for a title, one off for a missing required one. */
static long score_of(const struct match *m)
{
	return 2 * (long)m->n_known - (long)m->n_missing;
}

/* Titles that only tell of whom rows speak prove nothing beside one of what a template is for; of equals, what takes more in. */
static bool is_better(const struct match *a, const struct match *b)
{
	if ((a->n_own > 0) != (b->n_own > 0))
		return a->n_own > 0;
	if (score_of(a) != score_of(b))
		return score_of(a) > score_of(b);
	if (a->n_unknown + a->n_general != b->n_unknown + b->n_general)
		return a->n_unknown + a->n_general < b->n_unknown + b->n_general;
	return a->n_own > b->n_own;
}

static size_t known_at_least(const struct template *t)
{
	return t->n_columns < 2 ? t->n_columns : 2;
}

/* It has rows and tells of whom, and lacks something: its rows are told, not passed over. */
static bool is_short_list(const struct match *m)
{
	size_t required = 0;
	bool has_data = false;

	for (size_t i = 0; i < m->template->n_columns; i++)
		required += m->template->column[i].required;
	for (size_t k = 0; k < m->n_columns; k++)
		has_data = has_data || (m->column[k].has_data && m->column[k].target != MATCH_NONE);
	return has_data && m->n_known >= SEVERAL && m->n_missing < required;
}

/* A sheet of codes that shares two titles with a list of pupils is not such a list. */
static bool is_alike(const struct match *m, const struct match *best)
{
	return m->sheet == best->sheet || (m->n_known * 2 >= best->n_known && (m->n_missing <= best->n_missing || is_short_list(m)));
}

/* ---- rows without a header ---- */

enum shape { SHAPE_NONE, SHAPE_DAY, SHAPE_DIGITS, SHAPE_WORDS };

static enum shape shape_of(const struct head_row *r, size_t column)
{
	const struct head_title *t = column < r->n ? &r->title[column] : NULL;

	if (t == NULL || !t->filled)
		return SHAPE_NONE;
	if (t->year != 0)
		return SHAPE_DAY;
	return t->key == NULL ? SHAPE_NONE : t->key[strspn(t->key, "0123456789")] == '\0' ? SHAPE_DIGITS : SHAPE_WORDS;
}

/* Nothing is of another shape than in the row of the list, and most of that row's cells are there. */
static bool is_row_alike(const struct match *list, const struct head_row *of_list, const struct head_row *r)
{
	size_t alike = 0, other = 0, filled = 0;

	for (size_t k = 0; k < list->n_columns; k++) {
		const enum shape wanted = list->column[k].target == MATCH_NONE ? SHAPE_NONE : shape_of(of_list, k), is = shape_of(r, k);
		filled += wanted != SHAPE_NONE;
		if (wanted == SHAPE_NONE || (is == SHAPE_NONE && !list->template->column[list->column[k].target].required))
			continue;
		is == wanted ? alike++ : other++;
	}
	return other == 0 && alike >= SEVERAL && alike * 4 >= filled * 3;
}

/* Most rows that are more than a line of words are like the first of the list; *ret_first is the first such row. */
static bool has_rows_alike(const struct head *h, const struct head *of_list, const struct match *list, size_t *ret_first)
{
	const struct head_row *first = NULL;
	size_t alike = 0, rows = 0;

	for (size_t r = 0; r < of_list->n_rows && first == NULL; r++)
		if (of_list->row[r].number > list->header_last && is_row_alike(list, &of_list->row[r], &of_list->row[r]))
			first = &of_list->row[r];
	for (size_t r = 0; first != NULL && r < h->n_rows; r++) {
		size_t filled = 0;
		for (size_t k = 0; k < h->row[r].n; k++)
			filled += h->row[r].title[k].filled;
		if (filled < SEVERAL)
			continue;
		rows++;
		if (is_row_alike(list, first, &h->row[r]) && alike++ == 0)
			*ret_first = h->row[r].number;
	}
	return alike > 0 && alike * 2 >= rows;
}

static struct match without_header(struct arena *a, const struct head *h, const struct template *t, size_t first)
{
	struct match m = { .template = t, .sheet = h->sheet, .sheet_name = h->name, .header_first = first, .header_last = first };

	m.missing = NEW_N(a, const struct template_column *, t->n_columns);
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->column[i].required)
			m.missing[m.n_missing++] = &t->column[i];
	return m;
}

/* Of the sheets with a header, in their order, those like the best; and those with such rows and no header. */
static size_t keep_alike(struct arena *a, const struct head *heads, const struct match *item, size_t n, const struct match *best, struct match *ret)
{
	const struct head *of_best = heads;
	size_t kept = 0, at = 0, first = 0;

	while (of_best->sheet != best->sheet)
		of_best = of_best->next;
	for (const struct head *h = heads; h != NULL; h = h->next) {
		const bool has_header = at < n && item[at].sheet == h->sheet;
		if (has_header ? is_alike(&item[at], best) : has_rows_alike(h, of_best, best, &first))
			ret[kept++] = has_header ? item[at] : without_header(a, h, best->template, first);
		at += has_header;
	}
	return kept;
}

static struct matches match_template(struct arena *a, const struct head *heads, const struct template *t)
{
	struct matches m = { 0 };
	struct lookup lookup;
	struct match *item, *best = NULL, *kept;
	size_t n = 0, room = 0;

	for (const struct head *h = heads; h != NULL; h = h->next)
		room++;
	item = NEW_N(a, struct match, room);
	kept = NEW_N(a, struct match, room);
	lookup_build(a, t, &lookup);
	for (const struct head *h = heads; h != NULL; h = h->next)
		if (header_find(a, h, &lookup, &item[n]) && item[n].n_known >= known_at_least(t)) {
			if (best == NULL || is_better(&item[n], best))
				best = &item[n];
			n++;
		}
	if (best == NULL)
		return m;
	m.n = keep_alike(a, heads, item, n, best, kept);
	m.item = kept;
	for (size_t i = 0; i < m.n; i++)
		if (kept[i].sheet == best->sheet)
			m.best = &kept[i];
	return m;
}

static bool no_header(struct ctx *c, const struct template *const *templates, size_t n)
{
	const char *wanted = "";
	size_t listed = 0;

	for (size_t i = 0; n == 1 && i < templates[0]->n_columns && listed < 6; i++)
		if (templates[0]->column[i].required && templates[0]->column[i].n_titles > 0)
			wanted = arena_fmt(c->arena, "%s%s«%s»", wanted, listed++ == 0 ? ". Cần có các cột: " : ", ",
			                   templates[0]->column[i].titles[0]);
	return fail(c, ERR_INVALID, "sheet.no_header",
	            "Không tìm thấy dòng tiêu đề của %s%s trong 30 dòng đầu của các trang đang hiện%s. Hãy giữ nguyên dòng tiêu "
	            "đề của mẫu, hoặc tải mẫu mới về và chép dữ liệu vào.", n == 1 ? "mẫu " : "mẫu nào đã biết",
	            n == 1 ? arena_fmt(c->arena, "«%s»", templates[0]->name) : "", wanted);
}

static bool has_rows(const struct match *m)
{
	for (size_t k = 0; m != NULL && k < m->n_columns; k++)
		if (m->column[k].has_data && m->column[k].target != MATCH_NONE)
			return true;
	return false;
}

static struct matches with_rows(struct arena *a, const struct matches *m)
{
	struct match *kept = NEW_N(a, struct match, m->n);
	struct matches ret = { .item = kept };

	for (size_t i = 0; i < m->n; i++)
		if (has_rows(&m->item[i])) {
			ret.best = m->best == &m->item[i] || ret.best == NULL ? &kept[ret.n] : ret.best;
			kept[ret.n++] = m->item[i];
		}
	return ret;
}

/* The template that explains most of these sheets; what was there before stays where it explains more. */
static void match_best(struct ctx *c, const struct head *heads, const struct template *const *templates, size_t n, struct matches *ret)
{
	struct arena *winner = NULL;

	for (size_t i = 0; i < n; i++) {
		struct arena *own = arena_new(); /* many templates, many sheets: only the winner's work is kept */
		struct matches m = match_template(own, heads, templates[i]);
		if (m.best != NULL && (ret->best == NULL || is_better(m.best, ret->best))) {
			arena_free(winner);
			winner = own;
			*ret = m;
		} else {
			arena_free(own);
		}
	}
	if (winner != NULL)
		arena_join(c->arena, winner);
}

/* Hidden sheets are kept lists, as a rule.  Where no other has rows one of them is the list; else those that could be are told. */
static bool match_hidden(struct ctx *c, int fd, const struct table_limits *limits, const struct template *const *templates, size_t n, const struct collector *shown,
                         struct matches *ret)
{
	static const struct table_sink whole = { on_begin, on_row, on_end, on_lost }, heads = { on_begin, on_row, NULL, on_lost };
	struct collector k = { .arena = c->arena, .hidden = true, .lost = shown->lost, .n_lost = shown->n_lost, .lost_room = shown->lost_room };
	const bool wanted = with_rows(c->arena, ret).n == 0;
	struct matches hidden = { 0 };

	k.tail = &k.first;
	if (!table_read(c, fd, limits, wanted ? &whole : &heads, &k))
		return false;
	match_best(c, k.first, wanted ? templates : &ret->best->template, wanted ? n : 1, &hidden);
	hidden = with_rows(c->arena, &hidden);
	if (wanted && hidden.n > 0) {
		*ret = hidden;
		ret->is_hidden = true;
	}
	ret->lost = k.lost, ret->n_lost = k.n_lost;
	ret->hidden_head = k.first;
	ret->hidden = NEW_N(c->arena, const char *, hidden.n);
	for (size_t i = 0; !wanted && i < hidden.n; i++)
		if (is_alike(&hidden.item[i], ret->best))
			ret->hidden[ret->n_hidden++] = hidden.item[i].sheet_name;
	return true;
}

bool sheet_match(struct ctx *c, int fd, const struct table_limits *limits, const struct template *const *templates, size_t n,
                 struct matches *ret)
{
	static const struct table_sink sink = { on_begin, on_row, on_end, on_lost };
	struct collector k = { .arena = arena_join(c->arena, arena_new()) }; /* the matches point into it */

	k.tail = &k.first;
	if (!table_read(c, fd, limits, &sink, &k))
		return false;
	*ret = (struct matches){ 0 };
	match_best(c, k.first, templates, n, ret);
	ret->lost = k.lost, ret->n_lost = k.n_lost;
	if (k.n_hidden > 0 && !match_hidden(c, fd, limits, templates, n, &k, ret))
		return false;
	if (ret->best == NULL && ret->n_lost > 0 && ret->lost->key != NULL)
		return fail(c, ERR_INVALID, ret->lost->key, "%s", ret->lost->why);
	if (ret->best == NULL && ret->n_lost > 0)
		return fail(c, ERR_INVALID, "sheet.missing_part", "Tệp Excel bị hỏng: không tìm thấy nội dung của trang «%s». Hãy mở tệp bằng Excel, lưu thành tệp "
		            ".xlsx mới rồi nộp lại.", ret->lost->name);
	if (ret->best == NULL)
		return no_header(c, templates, n);
	ret->marked = k.marked;
	ret->bare = k.bare;
	ret->head = k.first;
	return true;
}
