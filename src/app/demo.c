/* demo.c - khue demo: a demonstration province and accounts to look at it with. */
#include "domain/demo/demo.h"

#include <stdio.h>

#include "app/app.h"
#include "base/json.h"
#include "catalog/document.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/demand.h"
#include "store/record.h"

static void progress(void *arg, size_t done, size_t total)
{
	(void)arg;
	app_show_progress("Người học", done, total);
}

/* Added to ret. */
static bool account_of(struct ctx *c, const char *staff, const char *name, const char *role, const struct unit *u, const char *what, json_t *ret)
{
	const char *password;

	if (!account_issue(c, staff, name, role, u->code, NULL, &password))
		return false;
	json_array_append_new(ret, json_pack("{ss ss ss ss ss ss}", "username", name, "one_time_password", password, "role", role, "for", what, "unit", u->code,
	                                     "unit_name", u->name));
	return true;
}

static bool account(struct ctx *c, const char *name, const char *role, const struct unit *u, const char *what, json_t *ret)
{
	return account_of(c, NULL, name, role, u, what, ret);
}

#define USUAL_PROVINCE "19"

/* A member of the first record that the filter finds in the unit and below; NULL: it finds none. */
static bool first_of(struct ctx *c, const char *type, const struct unit *u, const char *filter, const char *member, const char **ret)
{
	const struct record_query q = { .scope = actor_scope(c), .unit = u, .within = true, .filter = filter, .limit = 1 };
	struct buf b = buf_in(c->arena);
	const char *cursor;

	json_open_list(&b, NULL);
	if (!record_list(c, catalog_type(c->catalog, type), &q, &b, &cursor))
		return false;
	json_close_list(&b);
	json_t *items = document_read(c->arena, b.data);
	*ret = json_string_value(json_object_get(json_array_get(items, 0), member));
	return true;
}

/* The first school of the province that files the primary form. */
static bool first_primary(struct ctx *c, const struct unit *so, struct unit *ret)
{
	const char *code;

	if (!first_of(c, "school", so, "level_group == \"06\"", "code", &code))
		return false;
	if (code == NULL)
		return fail(c, ERR_NOT_FOUND, "demo.no_primary", "Tỉnh trình diễn này không có trường tiểu học.");
	return unit_find(c, actor_scope(c), code, ret);
}

static bool accounts_of_school(struct ctx *c, const struct unit *school, const char *further, json_t *ret)
{
	const char *staff;

	if (!account(c, arena_fmt(c->arena, "hieutruong%s", further), "head", school, "hiệu trưởng", ret) ||
	    !account(c, arena_fmt(c->arena, "vanthu%s", further), "clerk", school, "văn thư", ret) ||
	    !account(c, arena_fmt(c->arena, "quantri%s", further), "unit_admin", school, "cấp tài khoản của trường", ret) ||
	    !first_of(c, "class", school, "homeroom_teacher is not null", "homeroom_teacher", &staff))
		return false;
	return staff == NULL || account_of(c, staff, arena_fmt(c->arena, "giaovien%s", further), "teacher", school, "giáo viên chủ nhiệm", ret);
}

/* Those of a further province beside the usual one are told apart by its code. */
static bool accounts(struct ctx *c, const char *province, json_t *ret)
{
	const char *further = streq(province, USUAL_PROVINCE) ? "" : province;
	struct unit so, school;

	if (!unit_find(c, actor_scope(c), province, &so))
		return false;
	if (!account(c, arena_fmt(c->arena, "so%s", province), "manager", &so, "cán bộ dữ liệu của Sở", ret))
		return false;
	if (first_primary(c, &so, &school))
		return accounts_of_school(c, &school, further, ret);
	return ctx_forgive(c, ERR_NOT_FOUND);
}

static const char *member(const json_t *o, const char *name)
{
	return json_string_value(json_object_get(o, name));
}

/* Also where an account could not be made: what stands there is told. */
static void tell(const struct options *o, const struct demo_summary *sum, bool demanded, json_t *stolen)
{
	size_t i;
	json_t *a;

	if (option_flag(o, "json")) {
		app_print_json(json_pack("{sI sI sI sI sI sI ss so}", "schools", (json_int_t)sum->schools, "classes", (json_int_t)sum->classes, "learners",
		                         (json_int_t)sum->learners, "staff", (json_int_t)sum->staff, "rooms", (json_int_t)sum->rooms, "mistakes",
		                         (json_int_t)sum->mistakes, "second_step", demanded ? "demanded" : "optional", "accounts", stolen));
		return;
	}
	printf("Xác nhận hai bước: %s.\n", demanded ? "bắt buộc, như cơ sở dữ liệu này đã đặt" : "tuỳ mỗi người, vì đây là dữ liệu trình diễn");
	printf("Tỉnh trình diễn: %zu trường, %zu lớp, %zu người học, %zu cán bộ, %zu phòng; %zu hồ sơ có lỗi thường gặp.\n"
	       "Tài khoản trình diễn, mật khẩu dùng một lần:\n", sum->schools, sum->classes, sum->learners, sum->staff, sum->rooms, sum->mistakes);
	json_array_foreach(stolen, i, a)
		printf("%-14s %s   %s, %s %s\n", member(a, "username"), member(a, "one_time_password"), member(a, "for"), member(a, "unit"),
		       member(a, "unit_name"));
	json_decref(stolen);
}

bool run_demo(struct ctx *c, const struct options *o)
{
	struct demo_options d = { .catalog_dir = c->catalog->dir, .school_year = 2025, .progress = progress,
	                          .province = option(o, "province") == NULL ? USUAL_PROVINCE : option(o, "province") };
	struct demo_summary sum;
	int64_t learners, seed;
	bool demanded;

	if (!app_no_more(c, o, 0) || !option_number(c, o, "learners", 6000, &learners) || !option_number(c, o, "seed", 1, &seed))
		return false;
	d.learners = (size_t)learners;
	d.seed = (uint64_t)seed;
	c->source = "demo";
	if (!demo_make(c, &d, &sum) || !demand_leave_open(c, &demanded))
		return false;
	json_t *given = json_array();
	const bool ok = accounts(c, d.province, given);
	tell(o, &sum, demanded, given);
	return ok;
}
