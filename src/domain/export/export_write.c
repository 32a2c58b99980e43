/* export_write.c - what is wished for, checked, and written row by row. */
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/export/export_mark.h"
#include "domain/export/export_rows.h"
#include "store/record.h"
#include "store/shown.h"

/* ---- the wish ---- */

static const char *told_text(const json_t *told, const char *name)
{
	const json_t *v = json_object_get(told, name);

	return json_is_string(v) ? json_string_value(v) : NULL;
}

/* "Cuối năm" is as good as CN. */
static bool take_ask(struct ctx *c, const struct sheet_ask *ask, const char *text, const char **ret)
{
	const struct list *list = ask->field->list;
	struct problems p = { 0 };
	struct val ignored;

	if (text == NULL)
		text = ask->otherwise == NULL ? NULL : streq(ask->otherwise, "today") ? time_today(c->arena, c->now_ms) : ask->otherwise;
	if (text == NULL)
		return fail(c, ERR_INVALID, "export.ask", "Cần cho biết %s (asks.%s).", ask->field->label, ask->name);
	const char *clean = text_clean(c->arena, text, strlen(text));
	const struct list_item *it = list == NULL || clean == NULL ? NULL : list_find(list, clean, NULL);
	if (it == NULL && list != NULL && clean != NULL)
		it = list_find_name(list, text_fold(c->arena, clean));
	*ret = it != NULL ? it->code : clean == NULL ? "" : clean;
	return field_from_text(c, ask->field, *ret, &ignored, &p) ||
	       fail(c, ERR_INVALID, "export.ask", "asks.%s: %s", ask->name, p.first->message);
}

static bool take_asks(struct ctx *c, const struct sheet_template *t, bool empty, const json_t *told, const char *const **ret)
{
	const char **ask = NEW_N(c->arena, const char *, t->n_asks + 1);
	const char *name;
	const json_t *value;

	*ret = ask;
	for (size_t i = 0; i < t->n_asks; i++)
		if (!(empty && told_text(told, t->ask[i].name) == NULL) && !take_ask(c, &t->ask[i], told_text(told, t->ask[i].name), &ask[i]))
			return false;
	json_object_foreach((json_t *)told, name, value) {
		size_t i = 0;
		while (i < t->n_asks && !streq(t->ask[i].name, name))
			i++;
		if (i == t->n_asks || !json_is_string(value))
			return fail(c, ERR_INVALID, "export.ask", "Mẫu này không hỏi «%.40s», hoặc câu trả lời không phải là chữ.", name);
	}
	return true;
}

bool export_wish_make(struct ctx *c, const struct sheet_template *t, const struct unit *u, int school_year, bool empty, const json_t *told,
                      struct export_wish *ret)
{
	const struct record_type *subject = t->record[0].type;

	*ret = (struct export_wish){ .sheet = t, .unit = *u, .school_year = school_year, .empty = empty };
	if (!type_is_shown(c, subject))
		return fail(c, ERR_FORBIDDEN, "right.missing", "Vai trò của bạn không được đọc %s.", subject->label);
	if (!empty && !subject->is_unit && !unit_is_school(c, u))
		return fail(c, ERR_INVALID, "export.unit", "Mẫu «%s» xuất theo từng trường; hãy ghi mã của một trường.", t->label);
	return take_asks(c, t, empty, told, &ret->ask);
}

bool export_wish_of_class(struct ctx *c, struct export_wish *wish, const char *code)
{
	const struct record_type *class = catalog_type(c->catalog, "class");
	const struct scope here = { .path = wish->unit.path };
	const char *alias;
	struct record r;

	if (export_class_field(c, wish->sheet, &alias) == NULL)
		return fail(c, ERR_INVALID, "export.class", "Mẫu «%s» không xuất theo lớp; hãy xuất cả trường.", wish->sheet->label);
	if (!record_find(c, class, &here, code, &r))
		return ctx_forgive(c, ERR_NOT_FOUND) && fail(c, ERR_INVALID, "export.class", "Trường không có lớp này; hãy chọn lại.");
	if (r.unit.id != wish->unit.id || r.school_year != wish->school_year)
		return fail(c, ERR_INVALID, "export.class", "Lớp này không thuộc năm học đã chọn; hãy chọn lại.");
	wish->class_code = r.code;
	wish->class_id = r.id;
	return true;
}

bool export_is_of_persons(const struct export_wish *wish)
{
	return wish->sheet->record[0].type->code_scheme == CODE_PERSON;
}

bool export_count(struct ctx *c, const struct export_wish *wish, size_t *ret)
{
	struct export_query q;
	struct rows r;

	if (!export_count_query(c, wish, &q) || !db_query(c, &r, q.sql, q.args.v, q.args.n))
		return false;
	*ret = (size_t)rows_int(&r, 0, 0);
	return true;
}

/* ---- the file ---- */

static bool column_is_shown(const struct ctx *c, const struct export_wish *wish, const struct sheet_column *col)
{
	const struct record_type *subject = wish->sheet->record[0].type;
	const struct field *female = col->use == USE_FEMALE ? export_female_field(subject) : NULL;

	if (female != NULL)
		return field_is_shown(c, subject, female);
	if (col->use == USE_CLASS && col->type->name_field != NULL)
		return field_is_shown(c, col->type, col->type->name_field);
	if (col->field != NULL)
		return field_is_shown(c, col->type, col->field);
	return type_is_shown(c, col->type != NULL ? col->type : subject);
}

static const bool *find_left_out(struct ctx *c, const struct export_wish *wish)
{
	bool *left_out = NEW_N(c->arena, bool, wish->sheet->n_columns);

	for (size_t k = 0; k < wish->sheet->n_columns; k++)
		left_out[k] = !column_is_shown(c, wish, &wish->sheet->column[k]);
	return left_out;
}

struct writing {
	struct book *book;
	const struct export_watch *watch;
	struct export_order *order;   /* NULL: as they come */
	size_t done, total;
};

static bool take_row(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct writing *w = arg;

	if (w->watch->cancel != NULL && atomic_load(w->watch->cancel))
		return fail(c, ERR_CONFLICT, "export.cancelled", "Việc xuất tệp đã được dừng.");
	if (w->order == NULL ? !book_row(w->book, cell) : !export_order_take(w->order, cell, n))
		return false;
	if (++w->done % 100 == 0 && w->watch->progress != NULL)
		w->watch->progress(w->watch->arg, w->done, w->total);
	return true;
}

/* About persons, and a line of the log stands for it. */
static bool is_marked(const struct export_wish *wish)
{
	return wish->line != NULL && !wish->empty && export_is_of_persons(wish);
}

static bool write_book(struct ctx *c, const struct export_wish *wish, const char *path, const struct export_watch *watch, size_t *ret_rows)
{
	static const struct export_watch nobody;
	struct book_options o = {
		.sheet = wish->sheet, .unit_code = wish->unit.code, .unit_name = wish->unit.name, .province = wish->unit.province,
		.levels = wish->unit.levels, .school_year = wish->school_year, .filled = !wish->empty, .left_out = find_left_out(c, wish), .ask = wish->ask,
	};
	struct writing w = { .watch = watch == NULL ? &nobody : watch };

	if ((is_marked(wish) && !export_mark(c, wish, &o)) || !book_open(c, path, &o, &w.book))
		return false;
	if (o.watermark != NULL)
		w.order = export_order_new(c, wish->sheet, o.watermark, w.book);
	if (!wish->empty) {
		struct export_query q;
		if (!export_rows_query(c, wish, o.left_out, &q) || !export_count(c, wish, &w.total) || !db_each(c, q.sql, q.args.v, q.args.n, take_row, &w) ||
		    (w.order != NULL && !export_order_end(w.order)))
			return false;
	}
	if (w.watch->progress != NULL)
		w.watch->progress(w.watch->arg, w.done, w.done);
	*ret_rows = w.done;
	return book_close(w.book);
}

/* However long it takes, of one state. */
bool export_write(struct ctx *c, const struct export_wish *wish, const char *path, const struct export_watch *watch, size_t *ret_rows)
{
	if (!db_read_begin(c))
		return false;
	bool ok = write_book(c, wish, path, watch, ret_rows);
	db_read_end(c);
	return ok;
}
