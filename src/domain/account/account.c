/* account.c - issuing accounts. */
#include "domain/account/account.h"
#include "domain/account/factor.h"

#include "base/json.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/unit/unit_admin.h"
#include "store/change.h"
#include "store/fence.h"
#include "store/hold.h"
#include "store/identifier.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

bool account_may(const struct ctx *c, const char *module, const char *action)
{
	return c->account == NULL || role_may(c->account->role, module, action);
}

bool account_check_stands(struct ctx *c)
{
	struct rows r;

	if (c->account == NULL)
		return true;
	if (!db_rows(c, &r, SQL_ACCOUNT_STANDS, ARGS(val_int(c->account->id), val_text(c->account->session), val_int(c->now_ms))))
		return false;
	return (r.count == 1 && rows_at(&r, 0, 0)->kind == VAL_NULL && (c->account->session == NULL || rows_int(&r, 0, 1) == 1)) ||
	       fail(c, ERR_UNAUTHENTICATED, "account.ended", "Tài khoản hoặc phần mềm này vừa bị khoá, hoặc phiên làm việc đã kết thúc; phần còn lại chưa được ghi.");
}

/* Whoever works there now; ret->staff_id 0: nobody.  The school year is today's, or the one before until the school has classes of it: what is
 * left of a year is settled in August. */
static bool find_staff(struct ctx *c, const char *staff, const struct unit *u, struct scope_classes *ret)
{
	struct date today;
	struct rows r;

	*ret = (struct scope_classes){ .unit_id = u->id };
	if (staff == NULL || !date_parse(time_today(c->arena, c->now_ms), &today))
		return true;
	const int year = date_school_year(today);
	const enum fence was = fence_open(c); /* it is not known yet who asks */
	if (!fence_close(c, was, db_rows(c, &r, SQL_ACCOUNT_STAFF, ARGS(val_text(staff), val_int(u->id), val_int(year), val_int(year - 1)))))
		return false;
	if (r.count == 0 || !record_is_present(c->catalog, catalog_type(c->catalog, "staff"), rows_text(&r, 0, 1)))
		return true;
	ret->staff_id = rows_int(&r, 0, 0);
	ret->school_year = rows_at(&r, 0, 2)->kind == VAL_NULL ? year : (int)rows_int(&r, 0, 2);
	return true;
}

bool account_find_scope(struct ctx *c, struct account *a, const char *staff)
{
	struct scope_classes *k;

	a->staff = staff;
	a->scope = (struct scope){ .path = a->unit.path, .levels = a->levels, .limited = a->role->admin || unit_is_school(c, &a->unit),
	                           .alone = unit_is_school(c, &a->unit) };
	if (a->role->taught == NULL)
		return true;
	k = NEW(c->arena, struct scope_classes);
	if (!find_staff(c, staff, &a->unit, k))
		return false;
	k->role = a->role;
	a->scope.classes = k;
	return true;
}

bool account_load(struct ctx *c, int64_t id, struct account *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_ACCOUNT_BY_ID, ARGS(val_int(id), val_int(c->now_ms))))
		return false;
	if (r.count == 0 || rows_at(&r, 0, 4)->kind != VAL_NULL || catalog_role(c->catalog, rows_text(&r, 0, 1)) == NULL)
		return fail(c, ERR_FORBIDDEN, "account.disabled", "Tài khoản giao việc này không còn dùng được.");
	*ret = (struct account){ .id = id, .name = rows_text(&r, 0, 0), .levels = rows_text(&r, 0, 3), .sections = rows_text(&r, 0, 6) };
	ret->role = role_in_sections(c->arena, c->catalog, catalog_role(c->catalog, rows_text(&r, 0, 1)), ret->sections);
	return unit_get(c, rows_int(&r, 0, 2), &ret->unit) && account_find_scope(c, ret, rows_text(&r, 0, 5));
}

static bool log_account(struct ctx *c, const struct unit *u, int64_t id, const char *name, const char *event, const char *after)
{
	return change_log(c, u->id, &(struct change){ .type = "account", .record_id = id, .version = 1, .code = name, .event = event,
	                                              .after = after });
}

bool account_insert_in(struct ctx *c, const char *name, const struct role *role, const struct unit *u, const char *levels, const char *staff,
                       const char *hash, int64_t *ret_id)
{
	struct rows r;

	/* The number first: whoever takes one next waits, and then sees this name. */
	if (!identifier_number(c, "account", ret_id) || !db_rows(c, &r, SQL_ACCOUNT_BY_NAME, ARGS(val_text(name), val_int(c->now_ms))))
		return false;
	if (r.count > 0)
		return fail(c, ERR_CONFLICT, "account.taken", "Tên «%s» đã có người dùng; chọn tên khác.", name);
	return db_exec(c, SQL_ACCOUNT_INSERT, ARGS(val_int(*ret_id), val_text(name), val_text(role->name), val_int(u->id), val_text(levels),
	                                           val_text(staff), val_text(hash), val_int(c->now_ms), val_int(actor_id(c))));
}

static bool insert(struct ctx *c, const char *name, const struct role *role, const struct unit *u, const char *levels, const char *staff,
                   const char *hash)
{
	int64_t id;

	return account_insert_in(c, name, role, u, levels, staff, hash, &id) &&
	       log_account(c, u, id, name, "NEW", staff == NULL ? json_texts(c->arena, "role", role->name, "unit", u->code, NULL)
	                                                        : json_texts(c->arena, "role", role->name, "unit", u->code, "staff", staff, NULL));
}

static bool is_account_name(const char *name)
{
	size_t n = strlen(name);

	return n >= 3 && n <= 60 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") == n;
}

bool account_make_first(struct ctx *c, const char *name, const char **ret_password)
{
	const struct role *role = catalog_role(c->catalog, "system_admin");
	struct unit root;

	if (role == NULL)
		return fail(c, ERR_INVALID, "account.role", "catalog/rights.json phải có vai trò system_admin.");
	*ret_password = secret_one_time_password(c->arena);
	const char *hash = secret_password_hash(c->arena, *ret_password);
	return unit_find(c, &scope_everywhere, UNIT_ROOT, &root) && db_begin(c) && db_end(c, insert(c, name, role, &root, NULL, NULL, hash));
}

/* Every level of `wanted` is among those held; NULL wants all there are. */
static bool holds_all(const char *held, const char *wanted)
{
	if (wanted == NULL)
		return false;
	for (const char *p = wanted; *p != '\0'; p += 2 + (p[2] == ','))
		if (memmem(held, strlen(held), p, 2) == NULL)
			return false;
	return true;
}

/* Who asks in vain is told whom to ask; of a row of a list, which has no name, nobody is. */
static bool refuse_chain(struct ctx *c, const struct unit *u)
{
	struct unit above;

	if (u->name == NULL || u->id == c->account->unit.id)
		return fail(c, ERR_FORBIDDEN, "account.chain", "Tài khoản do đơn vị quản lý trực tiếp cấp (Thông tư 42/2021, điều 9).");
	return unit_parent(c, u, &above) &&
	       fail(c, ERR_FORBIDDEN, "account.chain", "Tài khoản của %s do %s cấp (Thông tư 42/2021, điều 9).", u->name, above.name);
}

bool account_check_manages(struct ctx *c, const struct unit *u)
{
	const struct account *me = c->account;

	if (me == NULL)
		return true;
	const char *below = u->path + strlen(me->unit.path);
	bool own = *below == '\0';
	bool child = !own && strchr(below, '/') == below + strlen(below) - 1;
	if (!me->role->admin || !(own || child))
		return refuse_chain(c, u);
	return true;
}

/* T42 đ9: a body issues for itself and for the bodies right below it; never more levels than it has. */
bool account_check_issues(struct ctx *c, const struct unit *u, const struct role *role, const char *levels)
{
	const struct account *me = c->account;

	if (me == NULL || !account_check_manages(c, u))
		return me == NULL;
	if (u->id == me->unit.id && role->admin && !unit_is_root(c, &me->unit) && !streq(role->name, me->role->name))
		return fail(c, ERR_FORBIDDEN, "account.chain", "Không cấp được vai trò cao hơn vai trò của mình.");
	if (me->levels != NULL && !holds_all(me->levels, levels))
		return fail(c, ERR_FORBIDDEN, "account.chain", "Không cấp được quyền ở cấp học mà mình không có.");
	return true;
}

/* Who keeps the accounts of a unit must not become who leads it, unseen. */
static bool is_for_those_above(struct ctx *c, const struct unit *u, const struct role *role)
{
	return c->account != NULL && u->id == c->account->unit.id && role->leads;
}

/* The first of them is theirs to issue. */
static bool check_leads(struct ctx *c, const struct unit *u, const struct role *role)
{
	struct unit above;
	struct rows r;

	if (!is_for_those_above(c, u, role))
		return true;
	return db_rows(c, &r, SQL_ACCOUNT_OF_ROLE, ARGS(val_int(u->id), val_text(role->name))) &&
	       (rows_int(&r, 0, 0) == 0 ||
	        (unit_parent(c, u, &above) &&
	         fail(c, ERR_FORBIDDEN, "account.superior", "%s đã có tài khoản %s. Tài khoản thứ hai do %s cấp, để không ai trong đơn vị tự cấp cho mình.",
	              u->name, role->label, above.name)));
}

bool account_issues(struct ctx *c, const struct unit *u, const struct role *role, const char *levels, bool *ret)
{
	*ret = account_check_issues(c, u, role, levels);
	return *ret || ctx_forgive(c, ERR_FORBIDDEN);
}

bool account_offers(struct ctx *c, const struct unit *u, const struct role *role, const char *levels, bool *ret)
{
	*ret = account_check_issues(c, u, role, levels) && check_leads(c, u, role);
	return *ret || ctx_forgive(c, ERR_FORBIDDEN);
}

/* "head (Hiệu trưởng)", one of what there is. */
static void put_one(struct buf *b, const char *name, const char *label)
{
	buf_fmt(b, "%s%s (%s)", b->len == 0 ? "" : ", ", name, label);
}

static const char *levels_there_are(struct ctx *c, const struct list *list)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < list->n_items; i++)
		put_one(&b, list->item[i].code, list->item[i].name);
	return buf_text(&b);
}

static const char *roles_there_are(struct ctx *c, const char *unit_kind)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < c->catalog->n_roles; i++)
		if (!c->catalog->role[i].machine && role_is_of_kind(&c->catalog->role[i], unit_kind))
			put_one(&b, c->catalog->role[i].name, c->catalog->role[i].label);
	return buf_text(&b);
}

static const char *sections_there_are(struct ctx *c)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < c->catalog->n_sections; i++)
		put_one(&b, c->catalog->section[i].name, c->catalog->section[i].label);
	return buf_text(&b);
}

bool account_check_levels(struct ctx *c, const char *levels)
{
	const struct list *list = catalog_list(c->catalog, "education_level");

	if (levels != NULL && *levels == '\0')
		return fail(c, ERR_INVALID, "account.levels", "Ghi các cấp học cách nhau bằng dấu phẩy, như 02,03, hoặc bỏ mục này.");
	for (const char *p = levels; p != NULL && *p != '\0';) {
		const char *code = arena_strndup(c->arena, p, strcspn(p, ","));
		if (list_find(list, code, NULL) == NULL)
			return fail(c, ERR_INVALID, "account.levels", "Không có cấp học \"%.20s\". Có: %s.", code, levels_there_are(c, list));
		p += strlen(code);
		p += *p == ',';
	}
	return true;
}

/* Of the unit, and no other's: the same answer for nobody and for somebody elsewhere. */
static bool check_staff(struct ctx *c, const struct role *role, const struct unit *u, const char *staff)
{
	struct scope_classes found;

	if (role->taught == NULL)
		return staff == NULL || fail(c, ERR_INVALID, "account.staff", "Chỉ tài khoản giáo viên mới gắn với một hồ sơ cán bộ; bỏ mục staff.");
	if (staff == NULL)
		return fail(c, ERR_INVALID, "account.staff", "Tài khoản giáo viên phải gắn với một hồ sơ cán bộ; ghi mã hồ sơ ở mục staff.");
	return find_staff(c, staff, u, &found) &&
	       (found.staff_id != 0 || fail(c, ERR_INVALID, "account.staff", "%s không có cán bộ nào mang mã \"%.20s\" đang làm việc.", u->name, staff));
}

static bool issue(struct ctx *c, const char *name, const struct role *role, int64_t unit_id, const char *levels, const char *staff, const char *hash)
{
	struct unit u;

	return unit_hold(c, unit_id, HOLD_OPEN, &u) && account_check_issues(c, &u, role, levels) && check_leads(c, &u, role) && check_staff(c, role, &u, staff) &&
	       insert(c, name, role, &u, levels, staff, hash);
}

bool account_issue(struct ctx *c, const char *staff, const char *name, const char *role_name, const char *unit_code, const char *levels,
                   const char **ret_password)
{
	const struct role *role = catalog_role(c->catalog, role_name);
	struct unit u;

	if (!is_account_name(name))
		return fail(c, ERR_INVALID, "account.name", "Tên tài khoản gồm 3 đến 60 chữ thường không dấu, chữ số, dấu chấm và gạch.");
	if (!unit_find(c, actor_scope(c), unit_code, &u))
		return false;
	if (role == NULL || role->machine || !role_is_of_kind(role, u.kind))
		return fail(c, ERR_INVALID, "account.role", "Không có vai trò \"%.40s\" cho loại đơn vị này. Có: %s.", role_name, roles_there_are(c, u.kind));
	if (!account_check_levels(c, levels))
		return false;
	*ret_password = secret_one_time_password(c->arena);
	const char *hash = secret_password_hash(c->arena, *ret_password); /* slow: before the unit is held */
	return db_begin(c) && db_end(c, issue(c, name, role, u.id, levels, staff, hash));
}

/* An account of a person that the caller administers: the same answer for "not there" and "not yours". */
static bool find_own(struct ctx *c, const char *name, int64_t *ret_id, struct unit *ret_unit, const struct role **ret_role)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_ACCOUNT_BY_NAME, ARGS(val_text(name), val_int(c->now_ms))))
		return false;
	if (r.count == 1 && !unit_get(c, rows_int(&r, 0, 2), ret_unit))
		return false;
	const struct role *role = r.count == 0 ? NULL : catalog_role(c->catalog, rows_text(&r, 0, 1));
	if (r.count == 0 || (role != NULL && role->machine) || !scope_covers(actor_scope(c), ret_unit))
		return fail(c, ERR_NOT_FOUND, "account.unknown", "Không có tài khoản này trong phạm vi của bạn.");
	*ret_id = rows_int(&r, 0, 0);
	*ret_role = role;
	return role == NULL || account_check_issues(c, ret_unit, role, rows_text(&r, 0, 3));
}

int64_t account_one_time_end(const struct ctx *c, int64_t issued_at)
{
	return issued_at + (int64_t)c->catalog->one_time_password_days * DAY_MS;
}

static bool reset(struct ctx *c, int64_t id, const struct unit *u, const char *name, const char *hash)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_ACCOUNT_RESET_PASSWORD, ARGS(val_int(id), val_text(hash), val_int(c->now_ms))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "account.disabled", "Tài khoản %s đang bị khoá; mở lại tài khoản trước, rồi cấp lại mật khẩu.", name);
	return factor_drop(c, id) && db_exec(c, SQL_PASSKEY_DROP, ARGS(val_int(id))) && session_end_others_in(c, id, "") && log_account(c, u, id, name, "RESET", NULL);
}

bool account_reset(struct ctx *c, const char *name, const char **ret_password)
{
	const struct role *role = NULL;
	struct unit u, above;
	int64_t id = 0;

	if (!find_own(c, name, &id, &u, &role))
		return false;
	if (id == actor_id(c))
		return fail(c, ERR_INVALID, "account.self", "Mật khẩu của mình thì tự đổi, bằng mật khẩu đang dùng; quên thì nhờ người quản trị khác cấp lại.");
	if (role != NULL && is_for_those_above(c, &u, role))
		return unit_parent(c, &u, &above) &&
		       fail(c, ERR_FORBIDDEN, "account.superior", "Mật khẩu của tài khoản %s do %s cấp lại, để không ai trong đơn vị ký thay được.", role->label, above.name);
	*ret_password = secret_one_time_password(c->arena);
	const char *hash = secret_password_hash(c->arena, *ret_password);
	return db_begin(c) && db_end(c, reset(c, id, &u, name, hash));
}

/* Nobody could issue an account any more but whoever keeps the server.  The unit is held: of two each other's last, one stays. */
static bool check_not_last(struct ctx *c, int64_t id, const struct unit *u, const struct role *role, const char *name)
{
	struct rows r;

	if (role == NULL || !role->admin || !unit_is_root(c, u))
		return true;
	return db_rows(c, &r, SQL_ACCOUNT_OPEN_OF_ROLE, ARGS(val_int(u->id), val_text(role->name), val_int(c->now_ms), val_int(id))) &&
	       (rows_int(&r, 0, 0) > 0 || rows_int(&r, 0, 1) == 0 ||
	        fail(c, ERR_CONFLICT, "account.last_admin",
	             "%s là tài khoản %s cuối cùng còn mở. Hãy cấp hoặc mở lại một tài khoản khác trước, như: khue account add TÊN --role %s --unit %s.",
	             name, role->label, role->name, UNIT_ROOT));
}

static bool disable(struct ctx *c, int64_t id, const struct unit *u, const struct role *role, const char *name)
{
	return unit_hold(c, u->id, HOLD_ANY, NULL) && check_not_last(c, id, u, role, name) &&
	       db_exec(c, SQL_ACCOUNT_SET_DISABLED, ARGS(val_int(id), val_int(c->now_ms), val_int(c->now_ms))) &&
	       session_end_others_in(c, id, "") && log_account(c, u, id, name, "DISABLE", NULL);
}

bool account_disable(struct ctx *c, const char *name)
{
	const struct role *role = NULL;
	struct unit u;
	int64_t id = 0;

	if (!find_own(c, name, &id, &u, &role))
		return false;
	if (id == actor_id(c))
		return fail(c, ERR_INVALID, "account.self", "Không tự khoá được tài khoản của mình.");
	return db_begin(c) && db_end(c, disable(c, id, &u, role, name));
}

bool account_enable(struct ctx *c, const char *name)
{
	const struct role *role = NULL;
	struct unit u;
	struct rows r;
	int64_t id = 0;

	if (!find_own(c, name, &id, &u, &role) || !db_rows(c, &r, SQL_ACCOUNT_BY_ID, ARGS(val_int(id), val_int(c->now_ms))))
		return false;
	if (rows_at(&r, 0, 4)->kind == VAL_NULL)
		return true;
	return db_begin(c) &&
	       db_end(c, db_exec(c, SQL_ACCOUNT_SET_DISABLED, ARGS(val_int(id), val_null(), val_int(c->now_ms))) && log_account(c, &u, id, name, "ENABLE", NULL));
}

bool account_check_until(struct ctx *c, const char *day)
{
	struct date d;

	return day == NULL || (date_parse(day, &d) && strcmp(day, time_today(c->arena, c->now_ms)) >= 0) ||
	       fail(c, ERR_INVALID, "account.until", "Ngày cuối cùng dùng tài khoản phải là một ngày có thật, từ hôm nay trở đi.");
}

bool account_set_until(struct ctx *c, const char *name, const char *day)
{
	const struct role *role = NULL;
	struct date last;
	struct unit u, above;
	int64_t id = 0;

	if (!account_check_until(c, day) || !find_own(c, name, &id, &u, &role))
		return false;
	if (id == actor_id(c))
		return fail(c, ERR_INVALID, "account.self", "Không tự đặt được hạn dùng tài khoản của mình.");
	if (role != NULL && is_for_those_above(c, &u, role))
		return unit_parent(c, &u, &above) && fail(c, ERR_FORBIDDEN, "account.superior", "Hạn dùng tài khoản %s do %s đặt.", role->label, above.name);
	const struct val end = day == NULL || !date_parse(day, &last) ? val_null() : val_int(date_begins_ms(date_from_days(date_to_days(last) + 1)));
	return db_begin(c) && db_end(c, db_exec(c, SQL_ACCOUNT_SET_END, ARGS(val_int(id), end)) &&
	                                log_account(c, &u, id, name, "UNTIL", json_texts(c->arena, "until", day == NULL ? "" : day, NULL)));
}

bool account_check_sections(struct ctx *c, const char *role_name, const char *sections)
{
	const struct role *role = catalog_role(c->catalog, role_name);

	if (sections == NULL)
		return true;
	if (role != NULL && !role_has_sections(role))
		return fail(c, ERR_INVALID, "account.sections", "Vai trò %s không chia theo bộ phận; bỏ mục này.", role->label);
	for (const char *p = sections;; p++) {
		const size_t n = strcspn(p, ",");
		if (section_find(c->catalog, p, n) == NULL)
			return fail(c, ERR_INVALID, "account.sections", "Không có bộ phận \"%.*s\". Có: %s; cách nhau bằng dấu phẩy, hoặc bỏ mục này.", (int)(n < 20 ? n : 20), p,
			            sections_there_are(c));
		p += n;
		if (*p == '\0')
			return true;
	}
}

bool account_set_sections(struct ctx *c, const char *name, const char *sections)
{
	const struct role *role = NULL;
	struct unit u;
	int64_t id = 0;

	if (!find_own(c, name, &id, &u, &role) || !account_check_sections(c, role == NULL ? "" : role->name, sections))
		return false;
	if (id == actor_id(c))
		return fail(c, ERR_INVALID, "account.self", "Không tự chia được bộ phận cho tài khoản của mình.");
	return db_begin(c) && db_end(c, db_exec(c, SQL_ACCOUNT_SET_SECTIONS, ARGS(val_int(id), val_text(sections))) &&
	                                log_account(c, &u, id, name, "SECTIONS", json_texts(c->arena, "sections", sections == NULL ? "" : sections, NULL)));
}

static int64_t review_before(const struct ctx *c)
{
	return c->now_ms - (int64_t)c->catalog->accounts_review_days * DAY_MS;
}

bool account_review(struct ctx *c, const struct unit *u)
{
	return account_check_manages(c, u) && db_begin(c) &&
	       db_end(c, unit_hold(c, u->id, HOLD_ANY, NULL) && db_exec(c, SQL_ACCOUNT_SET_REVIEWED, ARGS(val_int(u->id), val_int(c->now_ms))) &&
	                     log_account(c, u, actor_id(c), c->account->name, "REVIEW", NULL));
}

bool account_count_due(struct ctx *c, int64_t *ret)
{
	struct rows r;

	*ret = 0;
	if (!account_may(c, "account", "admin"))
		return true;
	if (!db_rows(c, &r, SQL_ACCOUNT_COUNT_DUE, ARGS(val_int(c->account->unit.id), val_int(actor_id(c)), val_int(review_before(c)), val_int(c->now_ms))))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

void account_after_sql(struct ctx *c, struct buf *sql, struct sql_args *args, const char *cursor)
{
	const char *blank = cursor == NULL ? NULL : strchr(cursor, ' ');

	if (blank == NULL)
		return;
	buf_put(sql, " AND (u.path, a.name) > (");
	sql_arg(sql, args, val_text(arena_strndup(c->arena, cursor, (size_t)(blank - cursor))));
	buf_put(sql, ", ");
	sql_arg(sql, args, val_text(blank + 1));
	buf_put(sql, ")");
}

static bool accounts_within(struct ctx *c, const struct unit *within, const char *part, const char *cursor, size_t limit, struct rows *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	buf_put(&sql, "SELECT a.name, a.role, u.code, u.name, a.levels, a.must_change, COALESCE(a.disabled_at, CASE WHEN a.ends_at <= ");
	sql_arg(&sql, &args, val_int(c->now_ms));
	buf_put(&sql, " THEN a.ends_at END), u.path, a.seen_at, a.failures, a.failed_at, a.staff, a.issued_at, a.used_at,"
	              " (SELECT count(*) FROM session s WHERE s.account_id = a.id), u.id,"
	              " (SELECT s.full_name FROM identifier i JOIN r_staff s ON s.unit_id = i.unit_id AND s.id = i.record_id"
	              " WHERE i.scheme = 'person' AND i.value = a.staff AND i.type = 'staff' AND i.unit_id = a.unit_id), a.ends_at, coalesce(a.reviewed_at, a.created_at), a.sections"
	              " FROM account a JOIN unit u ON u.id = a.unit_id WHERE NOT EXISTS (SELECT 1 FROM client k WHERE k.account_id = a.id) AND ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
	buf_put(&sql, " AND ");
	scope_within_sql(&sql, &args, within->path, "u", SCOPE_FIND);
	if (part != NULL) {
		buf_put(&sql, " AND a.name LIKE ");
		sql_arg(&sql, &args, val_text(text_like(c->arena, text_fold(c->arena, part))));
		buf_put(&sql, " ESCAPE '\\'");
	}
	account_after_sql(c, &sql, &args, cursor);
	buf_fmt(&sql, " ORDER BY u.path, a.name LIMIT %zu", limit + 1);
	return db_query(c, ret, sql.data, args.v, args.n);
}

static bool is_one_time_ended(const struct ctx *c, const struct rows *r, size_t i)
{
	if (rows_at(r, i, 13)->kind != VAL_NULL)
		return rows_int(r, i, 14) == 0; /* else the session that it opened may still change it */
	return rows_at(r, i, 12)->kind != VAL_NULL && c->now_ms > account_one_time_end(c, rows_int(r, i, 12));
}

bool account_list(struct ctx *c, const struct unit *within, const char *part, const char *cursor, size_t limit, struct buf *b, const char **ret_cursor)
{
	/* Who issues accounts sees no records, but finds by name whose accounts of their own unit are (holders.c). */
	const bool named = c->account == NULL || role_may(c->account->role, "staff", "read"), issues = !named && role_may(c->account->role, "account", "admin");
	struct rows r;

	*ret_cursor = NULL;
	if (!accounts_within(c, within, part, cursor, limit, &r))
		return false;
	for (size_t i = 0; i < r.count && i < limit; i++) {
		const struct role *role = catalog_role(c->catalog, rows_text(&r, i, 1));
		const struct unit u = { .id = rows_int(&r, i, 15), .path = rows_text(&r, i, 7) };
		bool managed = role == NULL;
		if (role != NULL && !account_issues(c, &u, role, rows_text(&r, i, 4), &managed))
			return false;
		json_open_object(b, NULL);
		json_put_text(b, "name", rows_text(&r, i, 0));
		json_put_text(b, "role", rows_text(&r, i, 1));
		json_put_text(b, "unit", rows_text(&r, i, 2));
		json_put_text(b, "unit_name", rows_text(&r, i, 3));
		json_put_text(b, "levels", rows_text(&r, i, 4));
		json_put_text(b, "sections", rows_text(&r, i, 19));
		json_put_text(b, "staff", rows_text(&r, i, 11));
		if (named || (issues && streq(rows_text(&r, i, 2), c->account->unit.code)))
			json_put_text(b, "staff_name", rows_text(&r, i, 16));
		json_put_bool(b, "managed", managed);
		json_put_bool(b, "resets", managed && role != NULL && !is_for_those_above(c, &u, role));
		json_put_bool(b, "must_change", rows_int(&r, i, 5));
		if (rows_int(&r, i, 5) != 0)
			json_put_bool(b, "one_time_ended", is_one_time_ended(c, &r, i));
		json_put_bool(b, "disabled", rows_at(&r, i, 6)->kind != VAL_NULL);
		json_put_bool(b, "review_due", managed && rows_at(&r, i, 6)->kind == VAL_NULL && rows_int(&r, i, 18) < review_before(c));
		json_put_text(b, "until", rows_at(&r, i, 17)->kind == VAL_NULL ? NULL : time_today(c->arena, rows_int(&r, i, 17) - 1));
		json_put_time(b, "last_seen", rows_int(&r, i, 8));
		json_put_int(b, "failures", rows_int(&r, i, 9));
		json_put_time(b, "failed_at", rows_int(&r, i, 10));
		json_close_object(b);
	}
	if (r.count > limit)
		*ret_cursor = arena_fmt(c->arena, "%s %s", rows_text(&r, limit - 1, 7), rows_text(&r, limit - 1, 0));
	return true;
}
