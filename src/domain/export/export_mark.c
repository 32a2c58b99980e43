/* export_mark.c - a file says who took it: a line that is seen, marks that are not, and the order of its rows. */
#include "domain/export/export_mark.h"

#include "base/time.h"
#include "db/db.h"
#include "domain/export/export_rows.h"

bool export_keys(struct ctx *c, const struct watermark_keys **ret)
{
	struct watermark_keys *keys = NEW(c->arena, struct watermark_keys);
	struct rows r;

	*ret = NULL;
	if (!db_rows(c, &r, SQL_META_GET, ARGS(val_text("watermark_key"))))
		return false;
	if (r.count > 0) {
		watermark_keys_make(rows_text(&r, 0, 0), keys);
		*ret = keys;
	}
	return true;
}

/* Who typed a command at the server has no account. */
static const char *taken_words(struct ctx *c, const struct export *x)
{
	const char *who = x->asked_by == NULL ? "Người vận hành máy chủ" : arena_fmt(c->arena, "Tài khoản %s", x->asked_by);

	return arena_fmt(c->arena, "%s lấy tệp này lúc %s, mã %s. Chỉ dùng cho giáo dục và quản lý giáo dục.", who, time_words(c->arena, c->now_ms), x->code);
}

bool export_mark(struct ctx *c, const struct export_wish *wish, struct book_options *o)
{
	struct watermark *w = NEW(c->arena, struct watermark);
	const struct watermark_keys *keys;

	if (!export_keys(c, &keys))
		return false;
	o->taken = taken_words(c, wish->line);
	if (keys == NULL)
		return true;
	watermark_make(keys, wish->line->code, w);
	o->watermark = w;
	return true;
}

/* ---- the order of rows ---- */

struct export_order {
	const struct watermark *watermark;
	struct book *book;
	size_t n_columns, name;       /* name: which column has it; n_columns: none */
	struct arena *arena;          /* of the row that is held */
	struct val *held;
	bool is_held;
};

struct export_order *export_order_new(struct ctx *c, const struct sheet_template *t, const struct watermark *w, struct book *b)
{
	struct export_order *o = NEW(c->arena, struct export_order);
	const struct field *name = t->record[0].type->name_field;

	*o = (struct export_order){ .watermark = w, .book = b, .n_columns = t->n_columns, .arena = arena_join(c->arena, arena_new()),
		                    .held = NEW_N(c->arena, struct val, t->n_columns + 2) };
	while (o->name < t->n_columns && !(t->column[o->name].use == USE_FIELD && t->column[o->name].record == 0 && t->column[o->name].field == name))
		o->name++;
	return o;
}

static bool is_same(const struct val *x, const struct val *y, size_t len)
{
	return x->kind == y->kind && (x->kind == VAL_INT ? x->i == y->i : len <= y->len && memcmp(x->s, y->s, len) == 0);
}

/* Of a sort key the given name: it ends with a zero (text_sort_key). */
static size_t given_len(const struct val *key)
{
	const char *end = key->kind == VAL_BLOB ? memchr(key->s, '\0', key->len) : NULL;

	return end == NULL ? 0 : (size_t)(end - key->s) + 1;
}

static bool stand_alike(const struct export_order *o, const struct val *row)
{
	const struct val *x = o->held + o->n_columns, *y = row + o->n_columns;
	const size_t given = given_len(&x[EXPORT_SORTED_BY]);

	if (o->name == o->n_columns || o->held[o->name].kind != VAL_TEXT || row[o->name].kind != VAL_TEXT)
		return false;
	return (x[EXPORT_OF_CLASS].kind == VAL_NULL ? y[EXPORT_OF_CLASS].kind == VAL_NULL : is_same(&x[EXPORT_OF_CLASS], &y[EXPORT_OF_CLASS], 0)) &&
	       given > 0 && is_same(&x[EXPORT_SORTED_BY], &y[EXPORT_SORTED_BY], given);
}

static void hold(struct export_order *o, const struct val *row, size_t n)
{
	arena_reset(o->arena);
	for (size_t i = 0; i < n; i++) {
		o->held[i] = row[i];
		if (row[i].kind == VAL_TEXT || row[i].kind == VAL_BLOB)
			o->held[i].s = memcpy(arena_alloc(o->arena, row[i].len + 1), row[i].s, row[i].len);
	}
	o->is_held = true;
}

bool export_order_end(struct export_order *o)
{
	const bool is_held = o->is_held;

	o->is_held = false;
	return !is_held || book_row(o->book, o->held);
}

bool export_order_take(struct export_order *o, const struct val *row, size_t n)
{
	struct watermark_place place;
	bool turned;

	if (o->is_held && stand_alike(o, row) &&
	    watermark_of_pair(o->arena, o->watermark->keys, o->held[o->name].s, row[o->name].s, &place, &turned)) {
		const bool swap = watermark_bit(o->watermark->word, place) != turned;
		return (!swap || book_row(o->book, row)) && export_order_end(o) && (swap || book_row(o->book, row));
	}
	if (!export_order_end(o))
		return false;
	hold(o, row, n);
	return true;
}
