/* export.c - khue export. */
#include "domain/export/export.h"

#include <stdio.h>

#include "app/app.h"

static void progress(void *arg, size_t done, size_t total)
{
	(void)arg;
	show_progress("Dòng", done, total);
}

/* --ask period=CN, as often as the template asks. */
static bool read_asks(struct ctx *c, const struct options *o, json_t *told)
{
	for (size_t i = 0; i < o->n; i++) {
		const char *equals = streq(o->name[i], "ask") ? strchr(o->value[i], '=') : "";
		if (equals == NULL)
			return usage_error(c, "--ask cần dạng tên=giá trị, ví dụ period=CN.");
		if (*equals == '=')
			json_object_set_new(told, arena_strndup(c->arena, o->value[i], (size_t)(equals - o->value[i])), json_string(equals + 1));
	}
	return true;
}

static bool write_file(struct ctx *c, const struct options *o, const struct export_wish *wish)
{
	const struct export_watch watch = { .progress = progress };
	const char *path = option(o, "out");
	struct export x;
	size_t rows;

	if (wish->empty)
		return export_write(c, wish, path, &watch, &rows) && printf("%s: mẫu trống\n", path) > 0;
	return export_now(c, wish, option(o, "purpose"), path, &watch, &x) &&
	       printf("%s: %" PRId64 " người, ghi trong nhật ký xuất tệp là %s\n", path, x.persons, x.code) > 0;
}

bool run_export(struct ctx *c, const struct options *o)
{
	const bool empty = option_flag(o, "empty");
	json_t *told = json_object();
	struct export_wish wish;
	struct unit u;
	int64_t year;

	arena_defer(c->arena, (void (*)(void *))json_decref, told);
	if (o->n_words != 1 || option(o, "out") == NULL || !option_number(c, o, "year", 0, &year) || year < 1990 || year > 2100)
		return c->err == ERR_NONE ? usage_error(c, "Cần mẫu, --unit, --year và --out.") : false;
	if (!empty && option(o, "purpose") == NULL)
		return usage_error(c, "Thiếu --purpose: xuất dữ liệu của người phải ghi mục đích.");
	const struct sheet_template *t = catalog_sheet(c->catalog, o->word[0]);
	if (t == NULL)
		return fail(c, ERR_INVALID, "export.sheet", "Không có mẫu \"%s\"; xem khue catalog list.", o->word[0]);
	return app_unit(c, o, &u) && read_asks(c, o, told) && export_wish_make(c, t, &u, (int)year, empty, told, &wish) && write_file(c, o, &wish);
}
