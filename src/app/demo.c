/* demo.c - khue demo: a demonstration province and accounts to look at it with. */
#include "domain/demo/demo.h"

#include <stdio.h>

#include "app/app.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "store/record.h"

static void progress(void *arg, size_t done, size_t total)
{
	(void)arg;
	show_progress("Người học", done, total);
}

static bool account(struct ctx *c, const char *name, const char *role, const struct unit *u, const char *what)
{
	const char *password;

	if (!account_issue(c, name, role, u->code, NULL, &password))
		return false;
	printf("%-14s %s   %s, %s %s\n", name, password, what, u->code, u->name);
	return true;
}

#define USUAL_PROVINCE "19"

/* The first school of the province that files the primary form. */
static bool first_primary(struct ctx *c, const struct unit *so, struct unit *ret)
{
	const struct record_query q = { .scope = actor_scope(c), .unit = so, .within = true, .filter = "level_group == \"06\"", .limit = 1 };
	struct buf b = buf_in(c->arena);
	const char *cursor;

	buf_char(&b, '[');
	if (!record_list(c, catalog_type(c->catalog, "school"), &q, &b, &cursor))
		return false;
	buf_char(&b, ']');
	json_t *items = json_loads(b.data, 0, NULL);
	arena_defer(c->arena, (void (*)(void *))json_decref, items);
	const char *code = json_string_value(json_object_get(json_array_get(items, 0), "code"));
	if (code == NULL)
		return fail(c, ERR_NOT_FOUND, "demo.no_primary", "Tỉnh trình diễn này không có trường tiểu học.");
	return unit_find(c, actor_scope(c), code, ret);
}

/* Those of a further province beside the usual one are told apart by its code. */
static bool accounts(struct ctx *c, const char *province)
{
	const char *further = streq(province, USUAL_PROVINCE) ? "" : province;
	struct unit so, school;

	if (!unit_find(c, actor_scope(c), province, &so))
		return false;
	puts("Tài khoản trình diễn, mật khẩu dùng một lần:");
	if (!account(c, arena_fmt(c->arena, "so%s", province), "manager", &so, "cán bộ dữ liệu của Sở"))
		return false;
	if (first_primary(c, &so, &school))
		return account(c, arena_fmt(c->arena, "hieutruong%s", further), "head", &school, "hiệu trưởng") &&
		       account(c, arena_fmt(c->arena, "vanthu%s", further), "clerk", &school, "văn thư");
	if (c->err != ERR_NOT_FOUND)
		return false;
	ctx_clear(c);
	return true;
}

bool run_demo(struct ctx *c, const struct options *o)
{
	struct demo_options d = { .catalog_dir = c->catalog->dir, .school_year = 2025, .progress = progress,
	                          .province = option(o, "province") == NULL ? USUAL_PROVINCE : option(o, "province") };
	struct demo_summary sum;
	int64_t learners, seed;

	if (!option_number(c, o, "learners", 6000, &learners) || !option_number(c, o, "seed", 1, &seed))
		return false;
	d.learners = (size_t)learners;
	d.seed = (uint64_t)seed;
	c->source = "demo";
	if (!demo_make(c, &d, &sum))
		return false;
	printf("Tỉnh trình diễn: %zu trường, %zu lớp, %zu người học, %zu cán bộ, %zu phòng; %zu hồ sơ có lỗi thường gặp.\n", sum.schools, sum.classes,
	       sum.learners, sum.staff, sum.rooms, sum.mistakes);
	return accounts(c, d.province);
}
