/* catalog_book.c - the published dictionary as a workbook. */
#include "book/catalog_book.h"

#include "book/writer.h"
#include "catalog/document.h"

struct book {
	struct ctx *c;
	struct writer *w;
	size_t row;
};

static bool put_row(struct book *b, const char *const *cell, size_t n, unsigned style)
{
	for (size_t i = 0; i < n; i++)
		if (!writer_text(b->w, b->row, i, cell[i], style))
			return false;
	b->row++;
	return true;
}

static bool begin(struct book *b, const char *name, const char *const *head, const double *width, size_t n)
{
	b->row = 0;
	if (!writer_sheet(b->w, name))
		return false;
	for (size_t i = 0; i < n; i++)
		writer_widths(b->w, i, i, width[i]);
	writer_freeze(b->w, 1, 0);
	return put_row(b, head, n, STYLE_HEADER);
}

static const char *limits(struct book *b, const struct field *f)
{
	struct buf t = buf_in(b->c->arena);

	if (f->has_min)
		buf_fmt(&t, "từ %s ", field_limit(b->c->arena, f, f->min));
	if (f->has_max)
		buf_fmt(&t, "đến %s%s ", field_limit(b->c->arena, f, f->max), f->media != NULL ? " byte" : "");
	if (f->scale > 0)
		buf_fmt(&t, "%d số lẻ", f->scale);
	return buf_text(&t);
}

static bool put_fields(struct book *b, const struct catalog *k)
{
	static const char *const head[] = { "Loại hồ sơ", "Trường", "Tên", "Tên tiếng Anh", "Kiểu", "Danh mục hoặc loại được chỉ tới", "Giới hạn",
	                                    "Bắt buộc", "Tên trao đổi", "Mục đích" };
	static const double width[] = { 20, 24, 36, 30, 12, 24, 18, 22, 26, 50 };

	const char *span = arena_fmt(b->c->arena, "từ %d đến %d", SCHOOL_YEAR_MIN, SCHOOL_YEAR_MAX);
	if (!begin(b, "Trường", head, width, COUNT(head)))
		return false;
	for (size_t i = 0; i < k->n_types; i++) {
		const char *const year[] = { k->type[i].name, "school_year", "Năm học (năm đầu)", "School year (its first year)", "integer", NULL, span, "có", NULL, NULL };
		if (k->type[i].year_bound && !put_row(b, year, COUNT(year), STYLE_PLAIN))
			return false;
		for (size_t n = 0; n < k->type[i].n_fields; n++) {
			const struct field *f = &k->type[i].field[n];
			const char *const cell[] = {
				k->type[i].name, f->name, f->label, f->label_en, f->type->name, f->list != NULL ? f->list->name : f->to != NULL ? f->to->name : NULL,
				limits(b, f), f->required ? "có" : f->media != NULL ? "gửi riêng" : f->computed ? "hệ thống tính" : f->required_when_text, f->moet, f->why,
			};
			if (!put_row(b, cell, COUNT(cell), STYLE_PLAIN))
				return false;
		}
	}
	return true;
}

static bool put_codes(struct book *b, const struct catalog *k)
{
	static const char *const head[] = { "Danh mục", "Tên danh mục", "Danh mục của Bộ", "Mã", "Tên", "Tên tiếng Anh", "Từ ngày", "Đến trước ngày",
	                                    "Cấp học", "Thuộc mã" };
	static const double width[] = { 26, 34, 30, 12, 44, 34, 12, 14, 14, 12 };

	if (!begin(b, "Mã", head, width, COUNT(head)))
		return false;
	for (size_t i = 0; i < k->n_lists; i++)
		for (size_t n = 0; n < k->list[i].n_items && !list_is_place(&k->list[i]); n++) {
			const struct list_item *it = &k->list[i].item[n];
			const char *const cell[] = { k->list[i].name, k->list[i].label, k->list[i].official, it->code, it->name, it->name_en, it->valid_from,
			                             it->valid_to, it->levels, it->parent };
			if (!put_row(b, cell, COUNT(cell), STYLE_AS_TEXT))
				return false;
		}
	return true;
}

static const char *text_of(struct book *b, const json_t *v)
{
	if (json_is_object(v))
		v = json_object_get(v, "vi");
	if (json_is_string(v))
		return json_string_value(v);
	if (json_is_integer(v))
		return arena_fmt(b->c->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	return json_is_boolean(v) ? json_is_true(v) ? "có" : "không" : NULL;
}

static bool put_changes(struct book *b, const struct catalog *k)
{
	static const char *const head[] = { "Thay đổi", "Loại hồ sơ hoặc danh mục", "Trường hoặc mã", "Mục", "Trước", "Nay" };
	static const double width[] = { 16, 28, 28, 16, 40, 40 };
	json_t *all = document_kept(b->c->arena, catalog_changes(k)), *o;
	size_t i;

	if (!begin(b, "Thay đổi", head, width, COUNT(head)))
		return false;
	json_array_foreach(all, i, o) {
		const char *cell[COUNT(head)];
		static const char *const member[COUNT(head)] = { "change", "type", "name", "member", "from", "to" };
		for (size_t n = 0; n < COUNT(head); n++)
			cell[n] = text_of(b, json_object_get(o, member[n]));
		if (!put_row(b, cell, COUNT(cell), STYLE_AS_TEXT))
			return false;
	}
	return true;
}

bool catalog_book_write(struct ctx *c, const struct catalog *k, const char *path)
{
	struct book b = { .c = c };

	return writer_open(c, path, WRITER_STREAM, &b.w) && put_fields(&b, k) && put_codes(&b, k) && put_changes(&b, k) && writer_close(b.w);
}
