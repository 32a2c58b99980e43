/* catalog_api.c - what exists: record types, lists, forms, templates. */
#include "api/routes.h"
#include "base/json.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/form.h"
#include "catalog/sheets.h"
#include "domain/account/account.h"
#include "domain/report/report.h"
#include "book/catalog_book.h"
#include "store/shown.h"

static json_t *rights_on(const struct ctx *c, const struct record_type *t)
{
	json_t *all = json_array();

	for (const char *const *p = (const char *const[]){ "read", "write", NULL }; *p != NULL; p++)
		if (role_may_type(c->account->role, t, *p))
			json_array_append_new(all, json_string(*p));
	return all;
}

/* Names of the fields that are left out wherever the caller meets a record of the type. */
static json_t *not_shown_of(const struct ctx *c, const struct record_type *t)
{
	json_t *all = json_array();

	for (size_t i = 0; i < t->n_fields; i++)
		if (!field_is_shown(c, t, &t->field[i]))
			json_array_append_new(all, json_string(t->field[i].name));
	return all;
}

static void set_of_caller(const struct ctx *c, json_t *o, const struct record_type *t)
{
	json_object_set_new(o, "rights", rights_on(c, t));
	json_object_set_new(o, "not_shown", not_shown_of(c, t));
}

static bool reply_page(struct ctx *c, struct response *r)
{
	struct buf b = buf_in(c->arena);

	catalog_page(&b, c->catalog, "/style.css");
	reply_buf(r, "text/html; charset=utf-8", &b);
	return true;
}

static bool write_book(struct ctx *c, const void *catalog, const char *path)
{
	return catalog_book_write(c, catalog, path);
}

static bool reply_book(struct ctx *c, struct response *r)
{
	return api_reply_workbook(c, r, write_book, c->catalog, arena_fmt(c->arena, "quy-dinh-ky-thuat-phien-ban-%d", c->catalog->version));
}

static json_t *dictionary(const struct ctx *c)
{
	json_t *o = catalog_dictionary(c->catalog);

	json_object_set_new(o, "changes", catalog_changes(c->catalog));
	return o;
}

HANDLER(api_catalog_page)
{
	(void)q;
	return reply_page(c, r);
}

HANDLER(api_catalog_json)
{
	(void)q;
	return reply_document(c, r, dictionary(c));
}

HANDLER(api_catalog_xlsx)
{
	(void)q;
	return reply_book(c, r);
}

/* As published, with the caller's rights; the other forms for whoever asks for them. */
HANDLER(api_catalog)
{
	size_t i;
	json_t *o, *type;

	if (q->accept != NULL && strstr(q->accept, "text/html") != NULL)
		return reply_page(c, r);
	if (q->accept != NULL && strstr(q->accept, "spreadsheetml") != NULL)
		return reply_book(c, r);
	o = dictionary(c);
	json_array_foreach(json_object_get(o, "types"), i, type)
		set_of_caller(c, type, &c->catalog->type[i]);
	return reply_document(c, r, o);
}

/* Goes up when the same catalogue is told in another way. */
enum { TELLING = 2 };

const char *api_catalog_digest(struct ctx *c, const struct account *a)
{
	const struct catalog *k = c->catalog;
	const struct role *role = a->role;
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "%d %s %s %s", TELLING, k->digest, k->replaced == NULL ? "" : k->replaced, role->name);
	buf_fmt(&b, " %s %s ", a->levels == NULL ? "" : a->levels, a->unit.levels == NULL ? "" : a->unit.levels); /* words differ by level */
	buf_fmt(&b, "%s ", a->sections == NULL ? "" : a->sections);
	if (role->machine) /* of these each client holds its own part */
		buf_put(&b, role->scopes);
	for (size_t i = 0; role->machine && i < role->n_field_classes; i++)
		buf_fmt(&b, "%d", (int)role->field_class[i].most);
	return arena_strndup(c->arena, secret_digest(c->arena, b.data, b.len), 16);
}

/* Under an address that names what it holds an answer is good for ever; else the caller asks whether it is.  True: it is, and that is
 * the answer. */
static bool is_same(struct ctx *c, const struct request *q, struct response *r)
{
	const char *digest = api_catalog_digest(c, c->account), *v = http_query(q, "v"), *etag = arena_fmt(c->arena, "\"%s\"", digest);

	reply_header(r, "ETag", etag);
	reply_header(r, "Cache-Control", v != NULL && streq(v, digest) ? "private, max-age=31536000, immutable" : "private, no-cache");
	if (q->if_none_match == NULL || strstr(q->if_none_match, etag) == NULL)
		return false;
	r->status = 304;
	return true;
}

static json_t *names_of(const struct field *const *field)
{
	json_t *all = json_array();

	for (; *field != NULL; field++)
		json_array_append_new(all, json_string((*field)->name));
	return all;
}

/* What makes two records look like one entered twice: the name and these, or any of the sets. */
static void set_likeness(json_t *o, const struct record_type *t)
{
	json_t *all = json_array();

	if (t->namesake != NULL) {
		json_t *names = names_of(t->namesake);
		json_array_insert_new(names, 0, json_string(t->name_field->name));
		json_object_set_new(o, "namesake", names);
	}
	for (size_t i = 0; t->doubles != NULL && t->doubles[i] != NULL; i++)
		json_array_append_new(all, json_pack("{so}", "fields", names_of(t->doubles[i])));
	if (json_array_size(all) > 0)
		json_object_set(o, "doubles", all);
	json_decref(all);
}

/* What only the exchange with the Ministry asks for stands in the whole dictionary. */
static void drop_official(json_t *o)
{
	json_t *field;
	size_t i;

	json_object_del(o, "answered_by");
	json_object_del(o, "moet_object");
	json_array_foreach(json_object_get(o, "fields"), i, field) {
		json_object_del(field, "moet");
		json_object_del(field, "moet_object");
	}
}

HANDLER(api_catalog_type)
{
	const char *name = http_param(q, "type");
	const struct record_type *t = catalog_type(c->catalog, name);

	if (t == NULL && (t = catalog_plural(c->catalog, name)) == NULL)
		return fail(c, ERR_NOT_FOUND, "catalog.type", "Không có loại hồ sơ này; hãy kiểm tra lại địa chỉ.");
	if (is_same(c, q, r))
		return true;
	json_t *o = catalog_describe(t);
	drop_official(o);
	set_likeness(o, t);
	set_of_caller(c, o, t);
	api_set_screen(c, o, t);
	return reply_document(c, r, o);
}

static void put_item(struct buf *b, const struct list_item *it)
{
	const struct {
		const char *name, *value;
	} member[] = {
		{ "code", it->code }, { "name", it->name }, { "name_en", it->name_en }, { "parent", it->parent }, { "levels", it->levels },
		{ "next", it->next }, { "ends", it->ends },
		{ "valid_from", it->valid_from }, { "valid_to", it->valid_to },
	};

	json_open_object(b, NULL);
	for (size_t i = 0; i < COUNT(member); i++)
		if (member[i].value != NULL)
			json_put_text(b, member[i].name, member[i].value);
	json_close_object(b);
}

static bool is_wanted(const struct list_item *it, const char *date, const char *parent, const char *code, const char *folded)
{
	if (date != NULL && ((it->valid_from != NULL && strcmp(it->valid_from, date) > 0) || (it->valid_to != NULL && strcmp(it->valid_to, date) <= 0)))
		return false;
	if ((parent != NULL && (it->parent == NULL || !streq(it->parent, parent))) || (code != NULL && !streq(it->code, code)))
		return false;
	for (const char *const *p = it->folded; folded != NULL && *p != NULL; p++)
		if (strstr(*p, folded) != NULL)
			return true;
	return folded == NULL;
}

static void put_whole(struct buf *b, const struct list *l)
{
	json_open_object(b, NULL);
	json_put_text(b, "name", l->name);
	json_open_list(b, "items");
	for (size_t i = 0; i < l->n_items; i++)
		put_item(b, &l->item[i]);
	json_close_list(b);
	json_close_object(b);
}

HANDLER(api_lists)
{
	const char *names = http_query(q, "names");
	struct buf b = buf_in(c->arena);

	if (names == NULL || *names == '\0')
		return fail(c, ERR_INVALID, "query.names", "names: ghi tên các danh mục cần lấy, cách nhau bằng dấu phẩy; xem danh mục dữ liệu.");
	api_open_items(&b);
	for (const char *p = names; *p != '\0'; p += *p == ',') {
		const char *name = arena_strndup(c->arena, p, strcspn(p, ","));
		const struct list *l = catalog_list(c->catalog, name);
		if (l == NULL)
			return fail(c, ERR_INVALID, "query.names", "names: không có danh mục \"%.40s\"; xem danh mục dữ liệu.", name);
		put_whole(&b, l);
		p += strlen(name);
	}
	if (is_same(c, q, r))
		return true;
	return api_reply_items(r, &b);
}

HANDLER(api_list)
{
	const struct list *l = catalog_list(c->catalog, http_param(q, "list"));
	const char *date = http_query(q, "date"), *text = http_query(q, "q");
	struct buf b = buf_in(c->arena);
	struct date d;

	if (l == NULL)
		return fail(c, ERR_NOT_FOUND, "catalog.list", "Không có danh mục này; xem danh mục dữ liệu.");
	if (date != NULL && !date_parse(date, &d))
		return fail(c, ERR_INVALID, "query.date", "date phải là một ngày có thật dạng năm-tháng-ngày.");
	const char *folded = text == NULL ? NULL : text_fold(c->arena, text);
	json_open_object(&b, NULL);
	json_put_text(&b, "name", l->name);
	json_open_list(&b, "items");
	for (size_t i = 0; i < l->n_items; i++)
		if (is_wanted(&l->item[i], date, http_query(q, "parent"), http_query(q, "code"), folded))
			put_item(&b, &l->item[i]);
	return api_reply_items(r, &b);
}

HANDLER(api_forms)
{
	struct buf b = buf_in(c->arena);

	(void)q;
	api_open_items(&b);
	for (size_t i = 0; i < c->catalog->n_forms; i++) {
		const struct form *f = &c->catalog->form[i];
		json_open_object(&b, NULL);
		json_put_text(&b, "name", f->name);
		json_put_text(&b, "official", f->official);
		api_put_label(&b, "label", f->label, f->label_en);
		json_put_text(&b, "basis", f->basis);
		json_close_object(&b);
	}
	return api_reply_items(r, &b);
}

HANDLER(api_form)
{
	const struct form *f = catalog_form(c->catalog, http_param(q, "name"));
	struct buf b = buf_in(c->arena);

	if (f == NULL)
		return fail(c, ERR_NOT_FOUND, "catalog.form", "Danh mục không có biểu này; xem các biểu thống kê.");
	report_put_layout(&b, f);
	return reply_json(r, &b);
}

static void put_columns(struct buf *b, const struct sheet_template *t)
{
	json_open_list(b, "columns");
	for (size_t k = 0; k < t->n_columns; k++) {
		const struct sheet_column *col = &t->column[k];
		json_open_object(b, NULL);
		json_put_text(b, "field", col->id);
		json_put_text(b, "title", col->title[0]);
		json_open_list(b, "titles");
		for (const char *const *title = col->title; *title != NULL; title++)
			json_put_text(b, NULL, *title);
		json_close_list(b);
		json_put_bool(b, "required", col->required);
		json_put_bool(b, "identifies", col->identifies);
		json_close_object(b);
	}
	json_close_list(b);
}

static void put_asks(struct buf *b, const struct sheet_template *t)
{
	json_open_list(b, "asks");
	for (size_t i = 0; i < t->n_asks; i++) {
		const struct sheet_ask *a = &t->ask[i];
		json_open_object(b, NULL);
		json_put_text(b, "name", a->name);
		json_put_text(b, "label", a->field->label);
		json_put_text(b, "type", a->field->type->name);
		if (a->field->list != NULL)
			json_put_text(b, "list", a->field->list->name);
		if (a->otherwise != NULL)
			json_put_text(b, "default", a->otherwise);
		json_close_object(b);
	}
	json_close_list(b);
}

HANDLER(api_sheets)
{
	struct buf b = buf_in(c->arena);

	(void)q;
	api_open_items(&b);
	for (size_t i = 0; i < c->catalog->n_sheets; i++) {
		const struct sheet_template *t = &c->catalog->sheet[i];
		json_open_object(&b, NULL);
		json_put_text(&b, "name", t->name);
		api_put_label(&b, "label", t->label, t->label_en);
		json_put_text(&b, "row", t->row);
		if (t->file != NULL)
			json_put_text(&b, "file", t->file);
		if (t->levels != NULL)
			json_put_text(&b, "levels", t->levels);
		json_put_bool(&b, "creates", t->creates);
		json_put_bool(&b, "register", t->record[0].type->is_unit);
		put_asks(&b, t);
		put_columns(&b, t);
		json_close_object(&b);
	}
	return api_reply_items(r, &b);
}
