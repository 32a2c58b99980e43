/* export.c - khue export. */
#include "domain/export/export.h"

#include "app/app.h"

static void progress(void *arg, size_t done, size_t total)
{
	(void)arg;
	app_show_progress("Dòng", done, total);
}

static bool say_empty(const struct options *o, const char *path)
{
	app_say(o, json_pack("{ss sb}", "file", path, "empty", true), "%s: mẫu trống\n", path);
	return true;
}

static bool write_file(struct ctx *c, const struct options *o, const struct export_wish *wish)
{
	const struct export_watch watch = { .progress = progress };
	const char *path = option(o, "out");
	struct export x;
	size_t rows;

	if (wish->empty)
		return export_write(c, wish, path, &watch, &rows) && say_empty(o, path);
	if (!export_now(c, wish, option(o, "purpose"), path, &watch, &x))
		return false;
	const char *persons = export_is_of_persons(wish) ? arena_fmt(c->arena, "%" PRId64 " người, ", x.persons) : "";
	app_say(o, json_pack("{ss sI ss}", "file", path, "persons", (json_int_t)x.persons, "export", x.code), "%s: %sghi trong nhật ký xuất tệp là %s\n", path,
	        persons, x.code);
	return true;
}

bool run_export(struct ctx *c, const struct options *o)
{
	const bool empty = option_flag(o, "empty");
	struct export_wish wish;
	struct unit u;
	int year;

	const struct sheet_template *t = o->n_words == 0 ? NULL : catalog_sheet(c->catalog, o->word[0]);
	if (!app_needs(c, o, NAMES("mẫu"), NAMES("unit", "out", app_year_is_needed(t) ? "year" : NULL)) || !app_no_more(c, o, 1) || !app_year(c, o, &year))
		return false;
	if (t == NULL)
		return fail(c, ERR_INVALID, "export.sheet", "Không có mẫu \"%s\"; xem khue catalog list.", o->word[0]);
	if (!empty && option(o, "purpose") == NULL)
		return app_usage_error(c, "Thiếu --purpose: xuất dữ liệu của người phải ghi mục đích.");
	return app_can_write(c, option(o, "out")) && app_unit(c, o, &u) && export_wish_make(c, t, &u, year, empty, app_asks(c, o), &wish) && write_file(c, o, &wish);
}
