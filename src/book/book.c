/* book.c - a template as a workbook: its columns, its rows. */
#include "book/book.h"

#include "base/text.h"
#include "base/time.h"
#include "book/parts.h"

enum { FREEZE_MAX = 6, MESSAGE_MAX = 255 };

/* ---- which columns ---- */

static bool has_sex(const struct sheet_template *t)
{
	for (size_t k = 0; k < t->n_columns; k++)
		if (t->column[k].field != NULL && t->column[k].field->list != NULL && streq(t->column[k].field->list->name, "sex"))
			return true;
	return false;
}

/* Not a further one with the same id, not "Nữ" beside "Giới tính". */
static bool has_column(const struct sheet_template *t, size_t k)
{
	enum column_use use = t->column[k].use;

	return sheet_slot(t, k) == k && use != USE_IGNORED && use != USE_LEVELS && use != USE_DISTRICT_OFFICE && use != USE_MALE && !(use == USE_FEMALE && has_sex(t));
}

/* Of the columns that have one id, the first that takes the whole value; where each takes a part of a text, the last,
 * which is the most detailed and takes the rest along. */
static const struct sheet_column *whole_column(const struct sheet_template *t, size_t at)
{
	const struct sheet_column *found = &t->column[at];

	for (size_t k = at; k < t->n_columns && found->joins; k++)
		if (sheet_slot(t, k) == at)
			found = &t->column[k];
	return found;
}

/* The first of its titles that no column to the left has: a sheet with one title twice cannot be read. */
static const char *title_of(const struct book *b, const struct sheet_column *col)
{
	for (const char *const *p = col->title; *p != NULL; p++) {
		bool taken = false;
		for (size_t i = 0; i < b->n_columns; i++)
			taken = taken || streq(b->column[i].title, *p);
		if (!taken)
			return *p;
	}
	return col->title[0];
}

static enum book_show show_of(const struct sheet_column *col)
{
	static const struct {
		const char *type;
		enum book_show show;
	} types[] = { { "integer", SHOW_INTEGER }, { "decimal", SHOW_DECIMAL }, { "boolean", SHOW_BOOL }, { "date", SHOW_DATE }, { "code", SHOW_LIST } };

	if (col->use == USE_ORDINAL)
		return SHOW_ORDINAL;
	if (col->use == USE_FEMALE)
		return SHOW_MARK;
	if (col->use == USE_STATUS)
		return SHOW_LIST;
	for (size_t i = 0; col->field != NULL && i < COUNT(types); i++)
		if (streq(col->field->type->name, types[i].type))
			return types[i].show;
	return SHOW_TEXT;
}

static bool is_locked(const struct book *b, const struct sheet_column *col)
{
	const struct sheet_template *t = b->o->sheet;

	if (!b->o->filled || (col->use != USE_FIELD && col->use != USE_CODE) || col->record != 0)
		return false;
	for (const struct field *const *p = t->match; p != NULL && *p != NULL; p++)
		if (col->field == *p)
			return true;
	return col->use == USE_CODE || col->identifies;
}

/* Asked of every row, or by the record when rows may make one. */
static bool is_required(const struct sheet_template *t, const struct sheet_column *col)
{
	return col->required || (t->creates && col->use == USE_FIELD && col->record == 0 && col->field->required);
}

static void add_column(struct book *b, size_t at)
{
	const struct sheet_column *of = whole_column(b->o->sheet, at);
	struct book_column *col = &b->column[b->n_columns];

	*col = (struct book_column){ .of = of, .at = at, .title = title_of(b, of), .show = show_of(of), .required = is_required(b->o->sheet, of) };
	if (col->show == SHOW_LIST)
		col->list = book_list(b, of->use == USE_STATUS ? of->type->statuses : of->field->list);
	col->carries = col->show == SHOW_TEXT && of->use == USE_FIELD && streq(of->field->type->name, "text");
	col->is_place = col->list != NULL && list_is_place(col->list->list) && !streq(col->list->list->name, "province");
	if (col->is_place)
		book_find_above(b, col);
	col->style = STYLE_BORDER | (is_locked(b, of) ? STYLE_SHADED : STYLE_UNLOCKED);
	if (col->show != SHOW_INTEGER && col->show != SHOW_DECIMAL && col->show != SHOW_ORDINAL)
		col->style |= STYLE_AS_TEXT;
	book_split_title(b, col);
	if (col->n_parts > b->depth)
		b->depth = col->n_parts;
	b->n_columns++;
}

static double width_of(const struct book_column *col)
{
	double title = (double)text_length(col->part[col->n_parts - 1]) * 0.7 + 2;
	const struct field *f = col->of->field;
	double width = 10;

	if (col->show == SHOW_ORDINAL)
		return 6;
	if (col->show == SHOW_DATE)
		width = 12;
	else if (col->show == SHOW_LIST)
		width = 16;
	else if (col->show == SHOW_TEXT && f != NULL && f->has_max)
		width = f->max <= 12 ? 15 : f->max <= 60 ? 20 : 28;
	else if (col->show == SHOW_TEXT)
		width = 14;
	return title > 24 ? (width > 24 ? width : 24) : title > width ? title : width;
}

/* ---- the sheet of data ---- */

static bool offer_list(struct book *b, size_t k)
{
	const struct book_list *l = b->column[k].list;

	if (l == NULL || l->n_offered == 0)
		return true;
	const char *message = arena_fmt(b->c->arena, "Hãy chọn một tên trong danh mục %s (trang %s). Để trống nếu chưa biết.", l->list->label, l->name);
	return writer_choice(b->w, b->top + b->depth, k, l->name, 4, 3 + l->n_offered, "Không có trong danh mục",
	                     text_length(message) <= MESSAGE_MAX ? message : "Hãy chọn một tên trong danh mục của cột này.");
}

/* Whose row it is stays in sight. */
static size_t frozen_columns(const struct book *b)
{
	const struct field *name = b->o->sheet->record[0].type->name_field;

	for (size_t k = 0; k < b->n_columns && k < FREEZE_MAX; k++)
		if (name != NULL && b->column[k].of->field == name && b->column[k].of->record == 0)
			return k + 1;
	return 0;
}

static bool put_taken(struct book *b)
{
	if (b->o->taken == NULL)
		return true;
	b->top = 1;
	writer_footer(b->w, b->o->taken);
	return writer_text(b->w, 0, 0, b->o->taken, STYLE_ITALIC);
}

static bool begin(struct book *b)
{
	if (!writer_sheet(b->w, BOOK_DATA))
		return false;
	for (size_t k = 0; k < b->n_columns; k++)
		/* Below the last row nothing is locked: new records go there. */
		writer_column(b->w, k, width_of(&b->column[k]), (b->column[k].style & STYLE_AS_TEXT) | STYLE_UNLOCKED);
	if (!put_taken(b))
		return false;
	writer_landscape(b->w, b->top + b->depth);
	writer_freeze(b->w, b->top + b->depth, frozen_columns(b));
	for (size_t k = 0; k < b->n_columns; k++)
		if (!offer_list(b, k))
			return false;
	if (b->o->filled)
		writer_protect(b->w);
	b->row = b->top + b->depth;
	return book_write_head(b);
}

bool book_open(struct ctx *c, const char *path, const struct book_options *o, struct book **ret)
{
	struct book *b = NEW(c->arena, struct book);

	*b = (struct book){ .c = c, .o = o, .left_out = buf_in(c->arena), .column = NEW_N(c->arena, struct book_column, o->sheet->n_columns) };
	for (size_t k = 0; k < o->sheet->n_columns; k++)
		if (has_column(o->sheet, k) && o->left_out != NULL && o->left_out[k])
			buf_fmt(&b->left_out, "%s«%s»", b->left_out.len > 0 ? ", " : "", o->sheet->column[k].title[0]);
		else if (has_column(o->sheet, k))
			add_column(b, k);
	*ret = b;
	return writer_open(c, path, WRITER_STREAM, &b->w) && begin(b);
}

/* ---- rows ---- */

/* With its first blank a no-break one, where the watermark says so. */
static const char *marked(struct book *b, const char *text, size_t *len, char *room, size_t size)
{
	const struct watermark *w = b->o->watermark;
	struct watermark_place place;
	size_t gap;

	if (*len + 2 > size || !watermark_of_text(b->c->arena, w->keys, text, &place) || !watermark_bit(w->word, place))
		return text;
	const size_t at = text_gap(text, *len, &gap);
	memcpy(room, text, at);
	memcpy(room + at, "\xC2\xA0", 2);
	memcpy(room + at + 2, text + at + gap, *len - at - gap + 1);
	*len += 2 - gap;
	return room;
}

/* The reader takes one apostrophe off, for Excel puts one before forced text. */
static bool put_text(struct book *b, size_t k, const char *text, size_t len)
{
	const struct book_column *col = &b->column[k];
	char room[512], with_marks[512];

	if (b->o->watermark != NULL && col->carries)
		text = marked(b, text, &len, with_marks, sizeof with_marks);
	if (len == 0 || *text != '\'')
		return writer_text(b->w, b->row, k, text, col->style);
	if (len + 2 > sizeof room)
		return writer_text(b->w, b->row, k, arena_fmt(b->c->arena, "'%s", text), col->style);
	room[0] = '\'';
	memcpy(room + 1, text, len + 1);
	return writer_text(b->w, b->row, k, room, col->style);
}

static bool put_date(struct book *b, size_t k, const char *text)
{
	char shown[16];
	struct date d;

	if (!date_parse(text, &d))
		return writer_text(b->w, b->row, k, text, b->column[k].style);
	snprintf(shown, sizeof shown, "%02d/%02d/%04d", d.day % 100, d.month % 100, d.year % 10000);
	return writer_text(b->w, b->row, k, shown, b->column[k].style);
}

static bool put_code(struct book *b, size_t k, const struct val *row)
{
	const struct book_column *col = &b->column[k];
	const char *code = row[col->at].s;
	const struct list_item *it = list_find(col->list->list, code, NULL);
	const char *shown = it == NULL ? code : col->is_place ? book_shown_place(col, it, row) : book_shown(b, col->list, it);

	return writer_text(b->w, b->row, k, shown, col->style);
}

static double scaled(int64_t value, int scale)
{
	double unit = 1;

	for (int i = 0; i < scale; i++)
		unit *= 10;
	return (double)value / unit;
}

static bool put_value(struct book *b, size_t k, const struct val *row)
{
	const struct book_column *col = &b->column[k];
	const struct val *v = &row[col->at];

	if (col->show == SHOW_ORDINAL)
		return writer_number(b->w, b->row, k, (double)b->n_rows, col->style);
	bool is_text = col->show == SHOW_TEXT || col->show == SHOW_DATE || col->show == SHOW_LIST;
	if (v->kind == VAL_NULL || v->kind == VAL_BLOB || (v->kind == VAL_TEXT) != is_text)
		return writer_text(b->w, b->row, k, NULL, col->style);
	switch (col->show) {
	case SHOW_INTEGER: return writer_number(b->w, b->row, k, (double)v->i, col->style);
	case SHOW_DECIMAL: return writer_number(b->w, b->row, k, scaled(v->i, col->of->field->scale), col->style);
	case SHOW_BOOL:    return writer_text(b->w, b->row, k, v->i != 0 ? "x" : "Không", col->style);
	case SHOW_MARK:    return writer_text(b->w, b->row, k, v->i != 0 ? "x" : NULL, col->style);
	default:           break;
	}
	return col->show == SHOW_DATE ? put_date(b, k, v->s) : col->show == SHOW_LIST ? put_code(b, k, row) : put_text(b, k, v->s, v->len);
}

bool book_row(struct book *b, const struct val *value)
{
	b->n_rows++;
	for (size_t k = 0; k < b->n_columns; k++)
		if (!put_value(b, k, value))
			return false;
	b->row++;
	return true;
}

bool book_close(struct book *b)
{
	return book_write_guide(b) && book_write_lists(b) && book_write_mark(b) && writer_close(b->w);
}
