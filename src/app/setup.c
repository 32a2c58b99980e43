/* setup.c - khue init, migrate, account. */
#include "app/app.h"
#include "catalog/form.h"
#include "catalog/sheets.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/demand.h"
#include "domain/place/place_store.h"
#include "domain/unit/unit_admin.h"
#include "store/migrate.h"

bool run_init(struct ctx *c, const struct options *o)
{
	const char *admin = option(o, "admin") == NULL ? "admin" : option(o, "admin"), *sql, *password;
	bool is_new;

	if (!app_no_more(c, o, 0) || !migrate_plan(c, &sql, &is_new))
		return false;
	if (!is_new)
		return fail(c, ERR_CONFLICT, "init.exists", "Cơ sở dữ liệu này đã được tạo; không làm lại.");
	if (!migrate(c) || !place_store_seed(c, c->catalog->dir) || !unit_make_root(c) || !account_make_first(c, admin, &password))
		return false;
	app_say(o, json_pack("{ss ss}", "username", admin, "one_time_password", password),
	        "Đã tạo cơ sở dữ liệu.\nTài khoản quản trị: %s\nMật khẩu dùng một lần: %s\n"
	        "(Trước khi dùng thật, nên bắt buộc xác nhận hai bước: khue account second-step demanded)\n", admin, password);
	return true;
}

bool run_migrate(struct ctx *c, const struct options *o)
{
	const char *sql;

	if (!app_no_more(c, o, 0) || !migrate_pending(c, &sql))
		return false;
	if (option_flag(o, "plan")) {
		app_say(o, json_pack("{sb ss}", "needed", *sql != '\0', "sql", sql), "%s", *sql == '\0' ? "Không bảng nào phải đổi.\n" : sql);
		return true;
	}
	if (!migrate(c))
		return false;
	app_say(o, json_pack("{sb si}", "migrated", *sql != '\0', "catalog", c->catalog->version), "%s",
	        *sql == '\0' ? "Không bảng nào phải đổi.\n" : "Đã đổi cơ sở dữ liệu theo danh mục.\n");
	return true;
}

static bool list_unused(struct ctx *c, const struct options *o)
{
	json_t *names = json_array();
	struct buf b = buf_in(c->arena);
	struct rows r;

	const bool ok = db_rows(c, &r, SQL_ACCOUNT_UNUSED, ARGS(val_int(c->now_ms - (account_one_time_end(c, 0)))));
	for (size_t i = 0; ok && i < r.count; i++) {
		json_array_append_new(names, json_string(rows_text(&r, i, 0)));
		buf_fmt(&b, "%s\n", rows_text(&r, i, 0));
	}
	app_say(o, json_pack("{so}", "unused", names), "%s", buf_text(&b));
	return ok;
}

static bool second_step(struct ctx *c, const struct options *o)
{
	const char *wanted = o->n_words < 2 ? NULL : o->word[1];
	bool on;

	if (!app_no_more(c, o, 2))
		return false;
	if (wanted != NULL && !streq(wanted, "demanded") && !streq(wanted, "optional"))
		return app_usage_error(c, "Sau second-step là demanded (bắt buộc) hoặc optional (tuỳ mỗi người).");
	if ((wanted != NULL && !demand_set(c, streq(wanted, "demanded"))) || !demand_find(c, &on))
		return false;
	app_say(o, json_pack("{ss}", "second_step", on ? "demanded" : "optional"), "%s\n",
	        on ? "Xác nhận hai bước: bắt buộc với ai xuất dữ liệu, quản trị tài khoản, tiếp nhận báo cáo hoặc thấy từ hai lớp trở lên."
	             " Ai chưa có được dẫn đi đặt khi đăng nhập."
	           : "Xác nhận hai bước: tuỳ mỗi người.");
	return true;
}

bool run_account(struct ctx *c, const struct options *o)
{
	const char *password = NULL;

	if (!app_knows(c, o, "add, reset, disable, enable, unused, sign-ins, second-step"))
		return false;
	const char *verb = o->word[0];
	if (streq(verb, "unused"))
		return app_no_more(c, o, 1) && list_unused(c, o);
	if (streq(verb, "sign-ins"))
		return app_list_sign_ins(c, o);
	if (streq(verb, "second-step"))
		return second_step(c, o);
	const bool adds = streq(verb, "add");
	if (!app_needs(c, o, NAMES(verb, "tên tài khoản"), NAMES(adds ? "role" : NULL, adds ? "unit" : NULL)) || !app_no_more(c, o, 2))
		return false;
	if (adds) {
		if (!account_check_until(c, option(o, "until")) || !account_check_sections(c, option(o, "role"), option(o, "sections")) ||
		    !account_issue(c, option(o, "staff"), o->word[1], option(o, "role"), option(o, "unit"), option(o, "levels"), &password) ||
		    (option(o, "until") != NULL && !account_set_until(c, o->word[1], option(o, "until"))) ||
		    (option(o, "sections") != NULL && !account_set_sections(c, o->word[1], option(o, "sections"))))
			return false;
	} else if (streq(verb, "reset")) {
		if (!account_reset(c, o->word[1], &password))
			return false;
	} else if (streq(verb, "disable")) {
		if (!account_disable(c, o->word[1]))
			return false;
	} else if (!account_enable(c, o->word[1])) {
		return false;
	}
	if (password == NULL)
		app_say(o, json_pack("{ss sb}", "username", o->word[1], "disabled", streq(verb, "disable")), "Đã %s tài khoản %s.\n",
		        streq(verb, "enable") ? "mở lại" : "khoá", o->word[1]);
	else
		app_say(o, json_pack("{ss ss}", "username", o->word[1], "one_time_password", password), "Tài khoản: %s\nMật khẩu dùng một lần: %s\n", o->word[1], password);
	return true;
}
