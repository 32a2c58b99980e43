/* catalog.c - loading the whole, and finding things in it. */
#include "catalog/catalog.h"

#include "catalog/form.h"
#include "catalog/loader.h"
#include "catalog/sheets.h"

/* Of an array of structs whose first member is a name. */
#define FIND(array, n, member, key) \
	for (size_t i = 0; i < (n); i++) \
		if (streq((array)[i].member, key)) \
			return &(array)[i]; \
	return NULL

const struct record_type *catalog_type(const struct catalog *k, const char *name)
{
	FIND(k->type, k->n_types, name, name);
}

const struct record_type *catalog_plural(const struct catalog *k, const char *plural)
{
	FIND(k->type, k->n_types, plural, plural);
}

const struct list *catalog_list(const struct catalog *k, const char *name)
{
	FIND(k->list, k->n_lists, name, name);
}

const struct role *catalog_role(const struct catalog *k, const char *name)
{
	FIND(k->role, k->n_roles, name, name);
}

const struct form *catalog_form(const struct catalog *k, const char *name)
{
	for (size_t i = 0; i < k->n_forms; i++)
		if (streq(k->form[i].name, name) || streq(k->form[i].official, name))
			return &k->form[i];
	return NULL;
}

const struct sheet_template *catalog_sheet(const struct catalog *k, const char *name)
{
	FIND(k->sheet, k->n_sheets, name, name);
}

const struct sql_table *catalog_table(const struct catalog *k, const char *name)
{
	FIND(k->table, k->n_tables, name, name);
}

const struct field *field_find(const struct record_type *t, const char *name)
{
	FIND(t->field, t->n_fields, name, name);
}

static bool load(struct loader *l)
{
	struct catalog *k = l->catalog;

	load_lists(l);
	load_mappings(l);
	load_records(l);
	load_system_tables(l);
	load_rights(l);
	if (l->problems.errors == 0) {
		load_sheets(l);
		load_lives(l); /* before all that may say "present" */
		load_record_tables(l);
		load_screens(l);
		load_menu(l);
		load_forms(l);
		load_calendar(l);
		load_policy(l);
		load_growth(l);
		load_version(l);
		load_rules(l);
		load_checklists(l);
	}
	if (l->problems.errors > 0)
		return fail_problems(l->c, &l->problems);
	if (k->n_types == 0)
		return fail(l->c, ERR_INVALID, "catalog.invalid", "%s: không có loại hồ sơ nào; thư mục này có phải catalog/ không?", k->dir);
	k->digest = arena_strndup(l->c->arena, l->digest, 12);
	return true;
}

bool catalog_load(struct ctx *c, struct catalog **ret, const char *dir)
{
	struct catalog *k = NEW(c->arena, struct catalog);
	struct loader l = { .c = c, .catalog = k, .scratch = arena_new(), .digest = "" };

	k->dir = arena_strdup(c->arena, dir);
	bool ok = load(&l);
	arena_free(l.scratch);
	*ret = k;
	return ok;
}
