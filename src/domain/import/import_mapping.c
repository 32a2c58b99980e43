/* import_mapping.c - what people of a unit said of titles that Khuê did not know, kept for the next file. */
#include "db/db.h"
#include "domain/import/import_plan.h"
#include "sheet/title.h"
#include "store/hold.h"

static size_t find(const struct remembered *all, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (streq(all[i].key, key))
			return i;
	return n;
}

static const struct sheet_column *find_column(const struct sheet_template *s, const char *id)
{
	for (size_t i = 0; i < s->n_columns; i++)
		if (streq(s->column[i].id, id))
			return &s->column[i];
	return NULL;
}

/* What the caller says now goes before what was said earlier. */
static void add_corrections(struct ctx *c, const struct sheet_template *s, const json_t *mapping, struct remembered *all, size_t *n)
{
	for (size_t i = 0; i < json_array_size(mapping); i++) {
		const json_t *one = json_array_get(mapping, i);
		const char *title = json_string_value(json_object_get(one, "title")), *id = json_string_value(json_object_get(one, "field"));
		if (title == NULL || id == NULL || (*id != '\0' && find_column(s, id) == NULL))
			continue;
		const char *key = title_key(c->arena, title);
		size_t at = find(all, *n, key);
		all[at] = (struct remembered){ title, key, *id == '\0' ? NULL : find_column(s, id)->id };
		*n += at == *n;
	}
}

bool mapping_load(struct ctx *c, const struct unit *u, const struct sheet_template *s, const struct import_options *o, struct remembered **ret,
                  size_t *ret_n)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_SHEET_MAPPING_LIST, ARGS(val_int(u->id), val_text(s->name))))
		return false;
	*ret = NEW_N(c->arena, struct remembered, r.count + json_array_size(o->mapping) + 1);
	*ret_n = 0;
	for (size_t i = 0; i < r.count; i++) {
		const char *id = rows_text(&r, i, 2);
		if (id == NULL || find_column(s, id) != NULL) /* else the template has changed since */
			(*ret)[(*ret_n)++] = (struct remembered){ rows_text(&r, i, 0), rows_text(&r, i, 1), id };
	}
	add_corrections(c, s, o->mapping, *ret, ret_n);
	return true;
}

static bool keep(struct ctx *c, const struct unit *u, const struct sheet_template *s, const json_t *mapping)
{
	for (size_t i = 0; i < json_array_size(mapping); i++) {
		const json_t *one = json_array_get(mapping, i);
		const char *title = json_string_value(json_object_get(one, "title")), *id = json_string_value(json_object_get(one, "field"));
		if (title == NULL || id == NULL)
			return fail(c, ERR_INVALID, "import.mapping", "mapping: mỗi mục cần title (tiêu đề trong tệp) và field (mục nhận dữ liệu, hoặc để "
			            "trống nếu bỏ qua cột).");
		if (*id != '\0' && find_column(s, id) == NULL)
			return fail(c, ERR_INVALID, "import.mapping", "Mẫu «%s» không có mục «%s» để nhận cột «%s». Hãy chọn một mục khác.", s->label, id, title);
		if (!db_exec(c, SQL_SHEET_MAPPING_PUT, ARGS(val_int(u->id), val_text(s->name), val_text(title_key(c->arena, title)), val_text(title),
		                                            val_text(*id == '\0' ? NULL : id), val_int(actor_id(c)), val_int(c->now_ms))))
			return false;
	}
	return true;
}

bool mapping_keep(struct ctx *c, const struct unit *u, const struct sheet_template *s, const json_t *mapping)
{
	return json_array_size(mapping) == 0 || (db_begin(c) && db_end(c, unit_hold(c, u->id, HOLD_OPEN, NULL) && keep(c, u, s, mapping)));
}
