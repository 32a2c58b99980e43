/* page.c - the published dictionary as a page a person can read. */
#include "base/time.h"
#include "catalog/catalog.h"

static const char *const class_labels[CLASS__COUNT] = { "công khai", "cá nhân", "nhạy cảm", "mật" };

static const struct {
	const char *change, *label;
} changes[] = {
	{ "type_added", "Thêm loại hồ sơ" },      { "type_removed", "Bỏ loại hồ sơ" },      { "type_changed", "Đổi loại hồ sơ" },
	{ "field_added", "Thêm trường" },         { "field_removed", "Bỏ trường" },         { "field_changed", "Đổi trường" },
	{ "list_added", "Thêm danh mục" },        { "list_removed", "Bỏ danh mục" },        { "list_changed", "Đổi danh mục" },
	{ "code_added", "Thêm mã" },              { "code_removed", "Bỏ mã" },              { "code_changed", "Đổi mã" },
};

static void put_cell(struct buf *b, const char *text)
{
	buf_put(b, "<td>");
	buf_html(b, text == NULL ? "" : text);
	buf_put(b, "</td>");
}

static void put_heads(struct buf *b, const char *const *head, size_t n)
{
	buf_put(b, "<table><tr>");
	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "<th>%s</th>", head[i]);
	buf_put(b, "</tr>\n");
}

/* Text, number, label or list of a dictionary in a few words. */
static void put_json(struct buf *b, const json_t *v)
{
	size_t i;
	json_t *o;

	if (json_is_string(v))
		buf_html(b, json_string_value(v));
	else if (json_is_integer(v))
		buf_fmt(b, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
	else if (json_is_boolean(v))
		buf_put(b, json_is_true(v) ? "có" : "không");
	else if (json_is_object(v))
		put_json(b, json_object_get(v, "vi"));
	json_array_foreach(v, i, o) {
		if (i > 0)
			buf_put(b, ", ");
		put_json(b, o);
	}
}

static void put_change(struct buf *b, const json_t *change)
{
	const char *what = json_string_value(json_object_get(change, "change"));
	const char *const at[] = {
		json_string_value(json_object_get(change, "type")), json_string_value(json_object_get(change, "name")),
		json_string_value(json_object_get(change, "member")),
	};

	buf_put(b, "<tr>");
	for (size_t i = 0; i < COUNT(changes); i++)
		if (streq(changes[i].change, what))
			put_cell(b, changes[i].label);
	buf_put(b, "<td><code>");
	for (size_t i = 0; i < COUNT(at) && at[i] != NULL; i++) {
		if (i > 0)
			buf_char(b, '.');
		buf_html(b, at[i]);
	}
	buf_put(b, "</code></td><td>");
	put_json(b, json_object_get(change, "from"));
	buf_put(b, "</td><td>");
	put_json(b, json_object_get(change, "to"));
	buf_put(b, "</td></tr>\n");
}

static void put_changes(struct buf *b, const struct catalog *k)
{
	static const char *const head[] = { "Thay đổi", "Ở đâu", "Trước", "Nay" };
	json_t *all, *o;
	size_t i;

	if (k->n_older == 0)
		return;
	all = catalog_changes(k);
	buf_fmt(b, "<h2 id=\"changes\">Khác với phiên bản %d (%s): %zu chỗ</h2>", k->older[k->n_older - 1].number,
	        date_words(b->arena, k->older[k->n_older - 1].published), json_array_size(all));
	put_heads(b, head, COUNT(head));
	json_array_foreach(all, i, o)
		put_change(b, o);
	buf_put(b, "</table>");
	json_decref(all);
}

static void put_type_of(struct buf *b, const struct field *f)
{
	buf_fmt(b, "<td>%s", f->type->name);
	if (f->list != NULL)
		buf_fmt(b, " <a href=\"#list-%s\">%s</a>", f->list->name, f->list->name);
	if (f->to != NULL)
		buf_fmt(b, " <a href=\"#%s\">%s</a>", f->to->name, f->to->name);
	if (f->has_min)
		buf_fmt(b, ", từ %s", field_limit(b->arena, f, f->min));
	if (f->has_max)
		buf_fmt(b, ", đến %s%s", field_limit(b->arena, f, f->max), f->media != NULL ? " byte" : "");
	if (f->scale > 0)
		buf_fmt(b, ", %d số lẻ", f->scale);
	buf_put(b, "</td>");
}

static void put_exchange_name(struct buf *b, const struct field *f)
{
	buf_put(b, "<td>");
	if (f->moet != NULL)
		buf_fmt(b, "%s.%s", f->moet_object, f->moet);
	buf_put(b, "</td>");
}

static const char *when_required(struct buf *b, const struct field *f)
{
	if (f->required || f->required_when_text != NULL)
		return f->required ? "có" : f->required_when_text;
	if (f->computed)
		return f->media != NULL ? "gửi riêng" : "hệ thống tính";
	return f->expected != NULL ? "khi kiểm tra" : f->blank != NULL ? arena_fmt(b->arena, "trống là: %s", f->blank) : "";
}

static void put_field(struct buf *b, const struct field *f)
{
	buf_fmt(b, "<tr><td><code>%s</code></td>", f->name);
	put_cell(b, f->label);
	put_type_of(b, f);
	put_cell(b, when_required(b, f));
	put_exchange_name(b, f);
	put_cell(b, class_labels[f->sensitivity]);
	put_cell(b, f->why);
	buf_put(b, "</tr>\n");
}

static void put_record_type(struct buf *b, const struct record_type *t)
{
	static const char *const head[] = { "Trường", "Tên", "Kiểu", "Bắt buộc", "Tên trao đổi", "Mức bảo vệ", "Mục đích" };

	buf_fmt(b, "<h2 id=\"%s\">", t->name);
	buf_html(b, t->label);
	buf_fmt(b, " <code>%s</code></h2><p>%s", t->plural, t->year_bound ? "Theo năm học: <code>school_year</code> (năm đầu, ví dụ 2025) bắt buộc. " : "");
	buf_fmt(b, "Trạng thái: <a href=\"#list-%s\">%s</a>.</p>", t->statuses->name, t->statuses->name);
	put_heads(b, head, COUNT(head));
	for (size_t i = 0; i < t->n_fields; i++)
		put_field(b, &t->field[i]);
	buf_put(b, "</table>");
}

static void put_answers(struct buf *b, const struct record_type *t)
{
	static const char *const head[] = { "Tên trao đổi không có trường riêng", "Trả lời bằng" };

	if (t->n_answers == 0)
		return;
	put_heads(b, head, COUNT(head));
	for (size_t i = 0; i < t->n_answers; i++) {
		buf_fmt(b, "<tr><td><code>%s.%s</code></td>", t->answer[i].object, t->answer[i].moet);
		put_cell(b, t->answer[i].by);
		buf_put(b, "</tr>\n");
	}
	buf_put(b, "</table>");
}

static void put_list(struct buf *b, const struct list *l)
{
	static const char *const head[] = { "Mã", "Tên", "Tên tiếng Anh", "Từ ngày", "Đến trước ngày", "Cấp học" };

	buf_fmt(b, "<h2 id=\"list-%s\">", l->name);
	buf_html(b, l->label);
	buf_fmt(b, " <code>%s</code></h2>", l->official == NULL ? l->name : l->official);
	if (list_is_place(l)) {
		buf_fmt(b, "<p>%zu dòng, theo ngày hiệu lực: <code>/api/v1/lists/%s</code>.</p>", l->n_items, l->name);
		return;
	}
	put_heads(b, head, COUNT(head));
	for (size_t i = 0; i < l->n_items; i++) {
		const struct list_item *it = &l->item[i];
		const char *const cell[] = { it->code, it->name, it->name_en, it->valid_from, it->valid_to, it->levels };
		buf_put(b, "<tr>");
		for (size_t n = 0; n < COUNT(cell); n++)
			put_cell(b, cell[n]);
		buf_put(b, "</tr>\n");
	}
	buf_put(b, "</table>");
}

static void put_contents(struct buf *b, const struct catalog *k)
{
	buf_put(b, "<h2>Các loại hồ sơ</h2><ul>");
	for (size_t i = 0; i < k->n_types; i++) {
		buf_fmt(b, "<li><a href=\"#%s\">", k->type[i].name);
		buf_html(b, k->type[i].label);
		buf_fmt(b, "</a>, %zu mục</li>", k->type[i].n_fields);
	}
	buf_put(b, "</ul><h2>Các danh mục mã</h2><ul>");
	for (size_t i = 0; i < k->n_lists; i++) {
		buf_fmt(b, "<li><a href=\"#list-%s\">", k->list[i].name);
		buf_html(b, k->list[i].label);
		buf_fmt(b, "</a>, %zu mã</li>", k->list[i].n_items);
	}
	buf_put(b, "</ul>");
}

void catalog_page(struct buf *b, const struct catalog *k, const char *style)
{
	buf_put(b, "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
	           "<title>Quy định kỹ thuật về dữ liệu</title><link rel=\"stylesheet\" href=\"");
	buf_html(b, style);
	buf_fmt(b, "\"></head><body><main><h1>Quy định kỹ thuật về dữ liệu</h1><p class=\"lead\">Phiên bản %d, công bố ngày %s, mã băm <code>%s</code>. ",
	        k->version, date_words(b->arena, k->published), k->digest);
	for (size_t i = 0; i < k->n_older; i++)
		buf_fmt(b, "Phiên bản %d (%s) còn được chấp nhận. ", k->older[i].number, date_words(b->arena, k->older[i].published));
	buf_put(b, "Cùng nội dung: <a href=\"catalog.json\">JSON</a>, <a href=\"catalog.xlsx\">Excel</a>.</p>");
	put_contents(b, k);
	put_changes(b, k);
	for (size_t i = 0; i < k->n_types; i++) {
		put_record_type(b, &k->type[i]);
		put_answers(b, &k->type[i]);
	}
	for (size_t i = 0; i < k->n_lists; i++)
		put_list(b, &k->list[i]);
	buf_put(b, "</main></body></html>\n");
}
