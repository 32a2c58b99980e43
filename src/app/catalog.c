/* catalog.c - khue catalog: check the catalogue, list what it has, write the published rules and the description of the API. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "api/openapi.h"
#include "api/routes.h"
#include "api/pages.h"
#include "app/app.h"
#include "catalog/form.h"
#include "catalog/sheets.h"
#include "book/catalog_book.h"
#include "base/reason.h"

static bool check(const struct options *o, const struct catalog *k)
{
	app_say(o, json_pack("{si ss sI sI sI sI sI sI}", "version", k->version, "digest", k->digest, "types", (json_int_t)k->n_types, "lists", (json_int_t)k->n_lists,
	                     "mappings", (json_int_t)k->n_mappings, "sheets", (json_int_t)k->n_sheets, "forms", (json_int_t)k->n_forms, "roles", (json_int_t)k->n_roles),
	        "Danh mục phiên bản %d (%s) hợp lệ: %zu loại hồ sơ, %zu danh mục mã, %zu bảng quy đổi mã, %zu mẫu Excel, %zu biểu, %zu vai trò.\n",
	        k->version, k->digest, k->n_types, k->n_lists, k->n_mappings, k->n_sheets, k->n_forms, k->n_roles);
	return true;
}

static void list_json(const struct catalog *k)
{
	json_t *types = json_array(), *forms = json_array(), *sheets = json_array();

	for (size_t i = 0; i < k->n_types; i++)
		json_array_append_new(types, json_pack("{ss ss sI ss}", "name", k->type[i].name, "plural", k->type[i].plural, "fields",
		                                       (json_int_t)k->type[i].n_fields, "label", k->type[i].label));
	for (size_t i = 0; i < k->n_forms; i++)
		json_array_append_new(forms, json_pack("{ss ss}", "name", k->form[i].name, "label", k->form[i].label));
	for (size_t i = 0; i < k->n_sheets; i++)
		json_array_append_new(sheets, json_pack("{ss ss}", "name", k->sheet[i].name, "label", k->sheet[i].label));
	app_print_json(json_pack("{so so so}", "types", types, "forms", forms, "sheets", sheets));
}

static bool list(const struct options *o, const struct catalog *k)
{
	if (option_flag(o, "json")) {
		list_json(k);
		return true;
	}
	for (size_t i = 0; i < k->n_types; i++)
		printf("%-24s %-24s %3zu mục  %s\n", k->type[i].name, k->type[i].plural, k->type[i].n_fields, k->type[i].label);
	for (size_t i = 0; i < k->n_forms; i++)
		printf("%-24s %s\n", k->form[i].name, k->form[i].label);
	for (size_t i = 0; i < k->n_sheets; i++)
		printf("%-24s %s\n", k->sheet[i].name, k->sheet[i].label);
	return true;
}

static bool write_text(struct ctx *c, const char *dir, const char *name, const char *text)
{
	const char *path = arena_fmt(c->arena, "%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	bool ok = f != NULL && fputs(text, f) >= 0;

	ok = f != NULL && fclose(f) == 0 && ok;
	return ok || fail(c, errno == ENOSPC ? ERR_FULL : ERR_INVALID, "catalog.export", "Không ghi được %s: %s.", path, reason_of(errno));
}

static bool write_json(struct ctx *c, const char *dir, const char *name, json_t *stolen)
{
	char *text = json_dumps(stolen, JSON_INDENT(1));

	json_decref(stolen);
	arena_defer(c->arena, free, text);
	return write_text(c, dir, name, arena_fmt(c->arena, "%s\n", text));
}

static bool export(struct ctx *c, const struct options *o, const struct catalog *k, const char *dir)
{
	struct buf page = buf_in(c->arena);

	if (mkdir(dir, 0777) != 0 && errno != EEXIST)
		return fail(c, ERR_INVALID, "catalog.export", "Không tạo được thư mục %s: %s.", dir, reason_of(errno));
	catalog_page(&page, k, "style.css");
	if (!write_json(c, dir, "catalog.json", catalog_dictionary(k)) || !write_json(c, dir, "changes.json", catalog_changes(k)) ||
	    !write_text(c, dir, "index.html", buf_text(&page)) || !write_text(c, dir, "style.css", page_style_css) ||
	    !catalog_book_write(c, k, arena_fmt(c->arena, "%s/catalog.xlsx", dir)))
		return false;
	app_say(o, json_pack("{si ss}", "version", k->version, "folder", dir), "Quy định kỹ thuật phiên bản %d đã ghi vào %s.\n", k->version, dir);
	return true;
}

static bool print_openapi(const struct catalog *k)
{
	json_t *document = openapi_document(&api_app, k);
	bool ok = json_dumpf(document, stdout, JSON_INDENT(1)) == 0 && puts("") >= 0;

	json_decref(document);
	return ok;
}

bool run_catalog(struct ctx *c, const struct options *o)
{
	if (!app_knows(c, o, "check, list, openapi, export"))
		return false;
	if (streq(o->word[0], "export"))
		return app_needs(c, o, NAMES("export", "thư mục"), NAMES(NULL)) && app_no_more(c, o, 2) && export(c, o, c->catalog, o->word[1]);
	if (!app_no_more(c, o, 1))
		return false;
	if (streq(o->word[0], "check"))
		return check(o, c->catalog);
	return streq(o->word[0], "list") ? list(o, c->catalog) : print_openapi(c->catalog);
}
