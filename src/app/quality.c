/* quality.c - khue quality. */
#include "domain/quality/quality.h"

#include <stdio.h>

#include "app/app.h"
#include "base/json.h"
#include "db/db.h"

static const char *const severity_labels[SEVERITY__COUNT] = { "LỖI", "CẢNH BÁO", "LƯU Ý" };

static void print_json(struct buf *items)
{
	struct buf b = buf_in(items->arena);

	json_open_object(&b, NULL);
	json_open_list(&b, "items");
	json_put_raw(&b, NULL, buf_text(items));
	json_close_list(&b);
	json_close_object(&b);
	puts(buf_text(&b));
}

static bool check(struct ctx *c, const struct options *o, const struct unit *u, int year)
{
	struct quality_query query = { .unit = u, .year = year, .rule = option(o, "rule"), .severity = option(o, "severity"), .limit = SIZE_MAX };
	struct buf items = buf_in(c->arena);
	struct findings found;
	struct quality *q;
	const char *cursor;
	size_t total;

	if (option_flag(o, "json")) {
		if (!quality_problems(c, &query, &items, NULL, &total, &cursor))
			return false;
		print_json(&items);
		return true;
	}
	if (!quality_one_school(c, u) || !quality_prepare(c, &query, &q) || !quality_run(c, q, u, &found))
		return false;
	for (size_t i = 0; i < found.n; i++) {
		const struct finding *f = &found.item[i];
		printf("%s\t%s\t%s\t%s%s%s %s\n", severity_labels[f->rule->severity], f->code, f->field == NULL ? "" : f->field->label, f->rule->message,
		       f->detail == NULL ? "" : " ", f->detail == NULL ? "" : f->detail, f->rule->remedy);
	}
	printf("%zu lỗi, cảnh báo và lưu ý ở %zu hồ sơ đã xem.\n", found.n, found.records);
	return true;
}

static bool completeness(struct ctx *c, const struct options *o, const struct unit *u, int year)
{
	const struct completeness_query q = { .unit = u, .within = true, .year = year, .by = option(o, "by") == NULL ? "field" : option(o, "by") };
	struct buf items = buf_in(c->arena);

	if (!completeness_count(c, &q, &items))
		return false;
	print_json(&items);
	return true;
}

static bool checklist(struct ctx *c, const struct options *o, const struct unit *u, int year)
{
	struct checklist_query q = { .unit = u, .year = year, .limit = SIZE_MAX };
	struct buf items = buf_in(c->arena);
	struct checklist_result result;

	q.list = o->n_words < 2 ? NULL : checklist_find(c->catalog, o->word[1]);
	if (q.list == NULL)
		return app_usage_error(c, "Cần tên một danh sách trong catalog/checklists/.");
	if (!checklist_run(c, &q, &items, &result))
		return false;
	print_json(&items);
	return true;
}

static bool trend(struct ctx *c, const struct unit *u)
{
	struct buf items = buf_in(c->arena);

	if (!quality_trend(c, u, 12, &items))
		return false;
	print_json(&items);
	return true;
}

static bool count(struct ctx *c, const struct options *o)
{
	struct unit u;
	size_t n;

	if (!app_no_more(c, o, 1) || !app_unit(c, o, &u) || !quality_week_count(c, &u, &n))
		return false;
	app_say(o, json_pack("{sI}", "schools", (json_int_t)n), "Đã đếm và giữ số liệu tuần này của %zu trường.\n", n);
	return true;
}

static bool look(struct ctx *c, const struct options *o)
{
	struct unit u;
	int year;

	if (!app_year(c, o, &year) || !app_unit(c, o, &u))
		return false;
	if (streq(o->word[0], "check"))
		return check(c, o, &u, year);
	if (streq(o->word[0], "completeness"))
		return completeness(c, o, &u, year);
	if (streq(o->word[0], "trend"))
		return trend(c, &u);
	return checklist(c, o, &u, year);
}

/* All that is told is of one state. */
bool run_quality(struct ctx *c, const struct options *o)
{
	if (!app_knows(c, o, "check, completeness, checklist, count, trend"))
		return false;
	if (streq(o->word[0], "count"))
		return count(c, o);
	if (!db_read_begin(c))
		return false;
	bool ok = look(c, o);
	db_read_end(c);
	return ok;
}
