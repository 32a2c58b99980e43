/* export.c - khue export. */
#include "domain/export/export.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "app/app.h"
#include "base/reason.h"
#include "base/time.h"
#include "domain/unit/unit_admin.h"

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

/* ---- trace ---- */

static json_t *found_json(struct ctx *c, const struct export_found *f)
{
	const struct export *x = &f->line;

	return json_pack("{ss ss ss? ss? ss ss sI sb si}", "export", x->code, "unit", x->unit.code, "asked_by", x->asked_by, "purpose", x->purpose, "asked_at",
	                 time_iso(c->arena, x->asked_at), "sheet", x->sheet, "agree", (json_int_t)f->agree, "by_order", f->by_order, "zeros", f->zeros);
}

static json_t *trace_json(struct ctx *c, const struct export_trace *t)
{
	json_t *found = json_array();

	for (size_t i = 0; i < t->n; i++) {
		json_t *one = found_json(c, &t->found[i]);
		json_object_set_new(one, "marks", json_integer((json_int_t)t->found[i].marks));
		json_array_append_new(found, one);
	}
	return json_pack("{so sI sI}", "found", found, "lines", (json_int_t)t->lines, "marks", (json_int_t)t->marks);
}

static const char *trace_words(struct ctx *c, const struct export_trace *t)
{
	struct buf b = buf_in(c->arena);

	if (t->n == 0)
		buf_fmt(&b, "Không chắc tệp này của lần xuất nào trong %zu lần: %zu chỗ có thể có dấu.\n", t->lines, t->marks);
	for (size_t i = 0; i < t->n; i++) {
		const struct export_found *f = &t->found[i];
		const struct export *x = &f->line;
		buf_fmt(&b, "%s: %s lấy lúc %s ở %s (%s), để: %s. Trùng %zu trong %zu dấu%s; do may rủi: hiếm hơn 1 trong 10^%d tệp.\n", x->code,
		        x->asked_by == NULL ? "người vận hành máy chủ" : x->asked_by, time_words(c->arena, x->asked_at), x->unit.name, x->unit.code,
		        x->purpose == NULL ? "" : x->purpose, f->agree, f->marks, f->by_order ? " của thứ tự dòng" : "", f->zeros);
	}
	return buf_text(&b);
}

static bool trace(struct ctx *c, const struct options *o)
{
	const char *within = option(o, "unit") == NULL ? UNIT_ROOT : option(o, "unit");
	struct export_trace t;
	struct unit u;

	if (!app_needs(c, o, NAMES("trace", "tệp"), NAMES(NULL)) || !app_no_more(c, o, 2) || !unit_find(c, actor_scope(c), within, &u))
		return false;
	const int fd = open(o->word[1], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(c, ERR_INVALID, "file.open", "Không mở được %s: %s.", o->word[1], reason_of(errno));
	bool ok = export_trace(c, &u, o->word[1], fd, &t);
	close(fd);
	if (ok)
		app_say(o, trace_json(c, &t), "%s", trace_words(c, &t));
	return ok;
}

bool run_export(struct ctx *c, const struct options *o)
{
	const bool empty = option_flag(o, "empty");
	struct export_wish wish;
	struct unit u;
	int year;

	if (o->n_words > 0 && streq(o->word[0], "trace"))
		return trace(c, o);
	const struct sheet_template *t = o->n_words == 0 ? NULL : catalog_sheet(c->catalog, o->word[0]);
	if (!app_needs(c, o, NAMES("mẫu"), NAMES("unit", "out", app_year_is_needed(t) ? "year" : NULL)) || !app_no_more(c, o, 1) || !app_year(c, o, &year))
		return false;
	if (t == NULL)
		return fail(c, ERR_INVALID, "export.sheet", "Không có mẫu \"%s\"; xem khue catalog list.", o->word[0]);
	if (!empty && option(o, "purpose") == NULL)
		return app_usage_error(c, "Thiếu --purpose: xuất dữ liệu của người phải ghi mục đích.");
	return app_can_write(c, option(o, "out")) && app_unit(c, o, &u) && export_wish_make(c, t, &u, year, empty, app_asks(c, o), &wish) && write_file(c, o, &wish);
}
