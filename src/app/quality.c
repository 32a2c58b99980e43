/* quality.c - khue quality. */
#include "domain/quality/quality.h"

#include <stdio.h>

#include "app/app.h"
#include "base/json.h"
#include "base/time.h"
#include "catalog/document.h"
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

static json_int_t number(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

static const char *text(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s == NULL ? "" : s;
}

/* "98,5%"; of nothing there is no share. */
static const char *share(struct arena *a, json_int_t filled, json_int_t due)
{
	const json_int_t tenths = due == 0 ? 0 : filled * 1000 / due; /* down: what lacks something is never whole */

	return due == 0 ? "–" : arena_fmt(a, "%" PRId64 ",%" PRId64 "%%", (int64_t)(tenths / 10), (int64_t)(tenths % 10));
}

/* The items as a program reads them, or a line for each as people do. */
static void print_items(struct ctx *c, const struct options *o, struct buf *items, const char *head, void (*line)(struct ctx *, const json_t *))
{
	size_t i;
	json_t *item;

	if (option_flag(o, "json")) {
		print_json(items);
		return;
	}
	const json_t *list = document_read(c->arena, arena_fmt(c->arena, "[%s]", buf_text(items)));
	if (json_array_size(list) > 0)
		puts(head);
	json_array_foreach(list, i, item)
		line(c, item);
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

/* A field says of which records it is, a school by which code it is asked for. */
static void print_share(struct ctx *c, const json_t *item)
{
	const struct record_type *t = catalog_type(c->catalog, text(item, "type"));
	const char *of = t == NULL ? text(item, "school") : t->label;

	printf("%s\t%" PRId64 "\t%" PRId64 "\t%s%s%s%s\n", share(c->arena, number(item, "filled"), number(item, "due")), (int64_t)number(item, "filled"),
	       (int64_t)number(item, "due"), text(item, "label"), *of == '\0' ? "" : " (", of, *of == '\0' ? "" : ")");
}

static bool completeness(struct ctx *c, const struct options *o, const struct unit *u, int year)
{
	const struct completeness_query q = { .unit = u, .within = true, .year = year, .by = option(o, "by") == NULL ? "field" : option(o, "by") };
	struct buf items = buf_in(c->arena);

	if (!completeness_count(c, &q, &items))
		return false;
	print_items(c, o, &items, "Tỉ lệ\tĐã có\tPhải có\tMục", print_share);
	return true;
}

static void print_gap(struct ctx *c, const json_t *item)
{
	size_t i;
	json_t *field;

	(void)c;
	printf("%s\t%s\t%s\t", text(item, "record"), text(item, "class"), text(item, "title"));
	json_array_foreach(json_object_get(item, "missing"), i, field)
		printf("%s%s", i == 0 ? "" : "; ", text(field, "label"));
	putchar('\n');
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
	print_items(c, o, &items, "Mã\tLớp\tHọ tên\tCòn thiếu", print_gap);
	if (!option_flag(o, "json"))
		printf("%s: %zu trong %zu hồ sơ đã đủ.\n", q.list->label, result.complete, result.records);
	return true;
}

static void print_week(struct ctx *c, const json_t *item)
{
	printf("%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t%s\n", date_words(c->arena, text(item, "week")), (int64_t)number(item, "schools"),
	       (int64_t)number(item, "records"), (int64_t)number(item, "errors"), (int64_t)number(item, "warnings"), (int64_t)number(item, "notices"),
	       share(c->arena, number(item, "filled"), number(item, "due")));
}

static bool trend(struct ctx *c, const struct options *o, const struct unit *u)
{
	struct buf items = buf_in(c->arena);

	if (!quality_trend(c, u, 12, &items))
		return false;
	print_items(c, o, &items, "Tuần từ\tTrường\tHồ sơ\tLỗi\tCảnh báo\tLưu ý\tĐầy đủ", print_week);
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
		return trend(c, o, &u);
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
