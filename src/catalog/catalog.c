/* catalog.c - finding things in the catalogue. */
#include "catalog/catalog.h"

#include "catalog/form.h"
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
