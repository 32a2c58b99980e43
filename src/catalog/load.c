/* load.c - loading the whole catalogue, each part after those it speaks of. */
#include "catalog/loader.h"

static bool load(struct loader *l)
{
	struct catalog *k = l->catalog;

	load_lists(l);
	load_mappings(l);
	load_records(l);
	load_system_tables(l);
	load_unit_kinds(l);
	load_rights(l);
	if (l->problems.errors == 0) {
		load_sheets(l);
		load_lives(l); /* before all that may say "present" */
		load_record_tables(l);
		load_screens(l);
		load_menu(l);
		load_forms(l);
		load_calendar(l);
		load_periods(l);
		load_policy(l);
		load_guessed(l);
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
