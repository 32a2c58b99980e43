/* unit_life.c - a unit renamed, suspended, closed. */
#include "domain/unit/unit_life.h"

#include "base/json.h"
#include "base/time.h"
#include "catalog/document.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/unit/unit_admin.h"
#include "store/change.h"
#include "store/hold.h"

/* Codes of the list operating_status. */
#define DISSOLVED "05"
#define CLOSED    "06"

bool unit_lineage_add(struct ctx *c, const struct unit *from, int64_t id, const struct unit *to, const char *kind, const char *date,
                      const char *decision)
{
	return db_exec(c, SQL_LINEAGE_INSERT, ARGS(val_int(from->id), val_int(id), to == NULL ? val_null() : val_int(to->id), val_text(kind),
	                                           val_text(date), val_text(decision), val_text(from->name), val_int(c->now_ms), val_int(actor_id(c))));
}

bool unit_change_in(struct ctx *c, const struct record *school, int64_t version, const struct draft *draft, struct record *ret)
{
	struct draft d = *draft;
	struct record was;
	struct outcome out;
	struct unit now;
	int64_t id;

	if (d.problems.errors > 0)
		return fail_problems(c, &d.problems);
	if (!record_hold(c, school, version, HOLD_ANY, &was))
		return false;
	d.code = was.code;
	if (!record_write_batch_in(c, was.type, &was.unit, &d, 1, &out))
		return false;
	if (out.result == WRITE_REFUSED)
		return fail_problems(c, &out.problems);
	if (!record_load(c, was.type, &was.unit, was.id, ret))
		return false;
	ret->warnings = out.problems;
	if (out.result == WRITE_UNCHANGED)
		return true;
	if (!unit_follow_in(c, ret) || !unit_get(c, was.unit.id, &now))
		return false;
	return streq(now.name, was.unit.name) ||
	       (unit_numbers(c, was.unit.id, 1, &id) && unit_lineage_add(c, &was.unit, id, NULL, "renamed", time_today(c->arena, c->now_ms), NULL));
}

bool unit_change(struct ctx *c, const struct record *school, int64_t version, const struct draft *d, struct record *ret)
{
	return db_begin(c) && db_end(c, unit_change_in(c, school, version, d, ret));
}

static bool set_status(struct ctx *c, const struct record *school, int64_t version, enum hold how, const char *status, const char *reason,
                       const char *day, struct record *ret)
{
	struct record now;

	return record_hold(c, school, version, how, &now) && record_set_status_since_in(c, &now, 0, status, reason, day, &version) &&
	       record_load(c, now.type, &now.unit, now.id, ret) && unit_follow_in(c, ret);
}

bool unit_set_status(struct ctx *c, const struct record *school, int64_t version, const char *status, const char *reason, const char *day,
                     struct record *ret)
{
	if (unit_is_over(status))
		return fail(c, ERR_INVALID, "unit.status", "Đóng cửa, giải thể, sáp nhập, chia tách là nghiệp vụ riêng: dùng /units/%s/close, merge hoặc split.",
		            school->code);
	return record_check_since(c, day) && db_begin(c) &&
	       db_end(c, set_status(c, school, version, HOLD_OPEN, status, reason, day == NULL ? time_today(c->arena, c->now_ms) : day, ret));
}

bool unit_take_status_in(struct ctx *c, const struct record *school, const char *status)
{
	struct record ret;

	return set_status(c, school, 0, HOLD_ANY, status, NULL, NULL, &ret);
}

/* ---- the end ---- */

/* Whoever left later was still there, and so was what stood below until later. */
static bool check_nothing_after(struct ctx *c, const struct unit *u, const char *date)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_LAST_EVENT, ARGS(val_int(u->id))))
		return false;
	return rows_text(&r, 0, 0) == NULL || strcmp(rows_text(&r, 0, 0), date) <= 0 ||
	       fail(c, ERR_INVALID, "unit.date", "Ở %s còn ghi biến động, hoặc còn đơn vị trực thuộc, đến ngày %s, nên không thể kết thúc từ ngày %s; hãy ghi "
	            "từ ngày đó trở đi.", u->name, date_words(c->arena, rows_text(&r, 0, 0)), date_words(c->arena, date));
}

bool unit_check_end_date(struct ctx *c, const struct unit *u, const char *date)
{
	struct date d;
	struct rows r;

	if (date == NULL || !date_parse(date, &d))
		return fail(c, ERR_INVALID, "unit.date", "Ngày phải là một ngày có thật dạng năm-tháng-ngày.");
	if (strcmp(date, time_today(c->arena, c->now_ms)) > 0)
		return fail(c, ERR_INVALID, "unit.date", "Ngày %s chưa đến; hãy ghi khi quyết định đã có hiệu lực.", date_words(c->arena, date));
	if (!db_rows(c, &r, SQL_UNIT_EDGE_CURRENT, ARGS(val_int(u->id))))
		return false;
	if (r.count == 1 && strcmp(rows_text(&r, 0, 1), date) < 0)
		return check_nothing_after(c, u, date);
	const char *since = r.count == 0 ? "" : arena_fmt(c->arena, " (%s)", date_words(c->arena, rows_text(&r, 0, 1)));
	return fail(c, ERR_INVALID, "unit.date", "Ngày %s không sau ngày %s bắt đầu thuộc đơn vị quản lý hiện nay%s.", date_words(c->arena, date), u->name, since);
}

static void put_count(struct buf *b, int64_t n, const char *what)
{
	if (n > 0)
		buf_fmt(b, "%s%" PRId64 " %s", b->len > 0 ? ", " : "", n, what);
}

bool unit_check_empty(struct ctx *c, const struct unit *u, const char *date)
{
	struct buf left = buf_in(c->arena);
	struct date d;
	struct rows r;

	if (!date_parse(date, &d) || !db_rows(c, &r, SQL_UNIT_PRESENCE, ARGS(val_int(u->id), val_int(date_school_year(d)))))
		return false;
	const int year = date_school_year(d);
	put_count(&left, rows_int(&r, 0, 0), arena_fmt(c->arena, "người học ghi danh từ năm học %d–%d", year, year + 1));
	put_count(&left, rows_int(&r, 0, 1), "cán bộ đang làm việc");
	put_count(&left, rows_int(&r, 0, 2), "đơn vị trực thuộc");
	put_count(&left, rows_int(&r, 0, 3), "lần chuyển trường chưa quyết định");
	return left.len == 0 || fail(c, ERR_CONFLICT, "unit.not_empty", "%s còn %s. Hãy chuyển họ đi và quyết định trước, hoặc dùng sáp nhập hay chia tách.",
	                             u->name, buf_text(&left));
}

bool unit_check_settled(struct ctx *c, const struct unit *u, const char *date, struct problems *p)
{
	struct date d;
	struct rows r;

	if (!date_parse(date, &d) || !db_rows(c, &r, SQL_UNIT_UNSETTLED, ARGS(val_int(u->id), val_int(date_school_year(d)))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		const int64_t year = rows_int(&r, i, 0), n = rows_int(&r, i, 1);
		if (year == 0)
			problem_add(c, p, rows_text(&r, i, 2), "unit.unsettled", "%" PRId64 " người học đang dùng của %s chưa ghi danh lần nào, như %s. Hãy ghi "
			            "danh, hoặc ghi hồ sơ là ngừng dùng hay nhập nhầm.", n, u->name, rows_text(&r, i, 2));
		else
			problem_add(c, p, rows_text(&r, i, 2), "unit.unsettled", "%" PRId64 " người học của %s, như %s, còn đang học ở năm học %" PRId64 "–%" PRId64
			            " mà chưa có ghi danh sau đó. Hãy chuyển năm học %" PRId64 "–%" PRId64 ", hoặc ghi hồ sơ của người đã học xong là ngừng "
			            "dùng.", n, u->name, rows_text(&r, i, 2), year, year + 1, year, year + 1);
	}
	return true;
}

/* Offices have no record of their own. */
static bool set_unit_status(struct ctx *c, const struct unit *u, const char *status, const char *reason, const char *day)
{
	struct record school;
	int64_t version;

	if (!unit_is_school(c, u))
		return db_exec(c, SQL_UNIT_SET_STATUS, ARGS(val_int(u->id), val_text(status)));
	return record_find(c, unit_kind_find(c->catalog, u->kind)->record, &scope_everywhere, u->code, &school) &&
	       record_set_status_since_in(c, &school, 0, status, reason, day, &version) &&
	       db_exec(c, SQL_UNIT_SET_STATUS, ARGS(val_int(u->id), val_text(status)));
}

bool unit_end(struct ctx *c, const struct unit *u, const char *status, const char *date, const char *event, const struct unit *into)
{
	struct buf after = buf_in(c->arena);
	struct rows r;

	if (!set_unit_status(c, u, status, NULL, date) || !db_rows(c, &r, SQL_UNIT_EDGE_END, ARGS(val_int(u->id), val_text(date))))
		return false;
	if (r.count != 1)
		return fail(c, ERR_INVALID, "unit.date", "%s vừa được chuyển; hãy làm lại.", u->name);
	json_open_object(&after, NULL);
	json_put_text(&after, "status", status);
	json_put_text(&after, "date", date);
	if (into != NULL) {
		unit_put_other(&after, "into", into);
	}
	json_close_object(&after);
	return change_log(c, u->id, &(struct change){ .type = "unit", .record_id = u->id, .version = 1, .code = u->code, .event = event,
	                                              .before = json_texts(c->arena, "status", u->status, NULL), .after = after.data });
}

static bool close_in(struct ctx *c, const struct unit *given, const struct unit_closing *x)
{
	struct problems p = { 0 };
	struct unit u;
	int64_t id;

	if (!unit_tree_hold(c) || !unit_hold(c, given->id, HOLD_OPEN, &u) || !unit_check_end_date(c, &u, x->date) ||
	    !unit_check_empty(c, &u, x->date) || !unit_check_settled(c, &u, x->date, &p))
		return false;
	if (p.errors > 0)
		return fail_problems(c, &p);
	return unit_numbers(c, u.id, 1, &id) &&
	       unit_lineage_add(c, &u, id, NULL, x->dissolve ? "dissolved" : "closed", x->date, x->decision) &&
	       unit_end(c, &u, x->dissolve ? DISSOLVED : CLOSED, x->date, "CLOSE", NULL);
}

static bool check_manages(struct ctx *c, const struct unit *u)
{
	if (!unit_is_root(c, u) && (c->account == NULL || c->account->unit.id != u->id))
		return true;
	return fail(c, ERR_FORBIDDEN, "unit.own", "Đơn vị do cấp quản lý của nó đóng và mở lại; bạn không làm được việc này với đơn vị của chính mình.");
}

bool unit_close(struct ctx *c, const struct unit *u, const struct unit_closing *x)
{
	return check_manages(c, u) && db_begin(c) && db_end(c, close_in(c, u, x));
}

/* ---- and back ---- */

/* What it was until it was closed, and its last place in the tree. */
struct closed {
	struct unit unit;
	const char *status, *from, *to;
	int64_t parent_id;
};

static bool load_closed(struct ctx *c, int64_t id, struct closed *ret)
{
	struct rows r;

	if (!unit_hold(c, id, HOLD_ANY, &ret->unit))
		return false;
	if (!unit_is_over(ret->unit.status))
		return fail(c, ERR_CONFLICT, "unit.open", "%s đang hoạt động, không cần mở lại.", ret->unit.name);
	if (!streq(ret->unit.status, CLOSED) && !streq(ret->unit.status, DISSOLVED))
		return fail(c, ERR_CONFLICT, "unit.reorganized", "%s đã sáp nhập hoặc chia tách, người và lớp đã sang đơn vị khác, nên không mở lại được.",
		            ret->unit.name);
	if (!db_rows(c, &r, SQL_UNIT_EDGE_LAST, ARGS(val_int(id))))
		return false;
	if (r.count != 1)
		return fail(c, ERR_INTERNAL, "unit.edge", "unit %s never had a place", ret->unit.code);
	ret->parent_id = rows_int(&r, 0, 0);
	ret->from = rows_text(&r, 0, 1);
	ret->to = rows_text(&r, 0, 2);
	if (!db_rows(c, &r, SQL_UNIT_CLOSED_FROM, ARGS(val_int(id))))
		return false;
	const char *status = json_string_value(json_object_get(document_read(c->arena, r.count == 0 ? NULL : rows_text(&r, 0, 0)), "status"));
	ret->status = status == NULL ? UNIT_WORKING : status;
	return true;
}

static bool check_parent(struct ctx *c, const struct closed *x)
{
	struct unit parent;

	if (!unit_get(c, x->parent_id, &parent))
		return false;
	return !unit_is_over(parent.status) ||
	       fail(c, ERR_CONFLICT, "unit.closed", "%s trực thuộc %s, đơn vị cũng đã ngừng hoạt động; hãy mở lại đơn vị ấy trước.", x->unit.name, parent.name);
}

static bool reopen_in(struct ctx *c, const struct unit *given, const char *reason)
{
	struct closed x;
	int64_t id;

	if (!unit_tree_hold(c) || !load_closed(c, given->id, &x) || !check_parent(c, &x) || !unit_numbers(c, x.unit.id, 1, &id))
		return false;
	const char *day = x.to == NULL ? time_today(c->arena, c->now_ms) : x.to;
	const char *after = json_texts(c->arena, "status", x.status, "date", day, "reason", reason, NULL);
	return set_unit_status(c, &x.unit, x.status, reason, day) && db_exec(c, SQL_UNIT_EDGE_REOPEN, ARGS(val_int(x.unit.id), val_text(x.from))) &&
	       unit_lineage_add(c, &x.unit, id, NULL, "reopened", time_today(c->arena, c->now_ms), NULL) &&
	       change_log(c, x.unit.id, &(struct change){ .type = "unit", .record_id = x.unit.id, .version = 1, .code = x.unit.code, .event = "REOPEN",
	                                                  .before = json_texts(c->arena, "status", x.unit.status, NULL), .after = after });
}

bool unit_reopen(struct ctx *c, const struct unit *u, const char *reason)
{
	return check_manages(c, u) && db_begin(c) && db_end(c, reopen_in(c, u, reason));
}

/* ---- what an undo takes back, and what brings it again ---- */

bool unit_undo_in(struct ctx *c, const struct unit *u)
{
	const char *today = time_today(c->arena, c->now_ms);
	struct date since;
	struct rows r;

	if (!db_rows(c, &r, SQL_UNIT_EDGE_CURRENT, ARGS(val_int(u->id))))
		return false;
	if (r.count != 1 || !date_parse(rows_text(&r, 0, 1), &since))
		return fail(c, ERR_CONFLICT, "unit.closed", "%s đã rời khỏi mạng lưới.", u->name);
	const char *after = date_text(c->arena, date_from_days(date_to_days(since) + 1)); /* a place in the tree lasts a day at least */
	return unit_end(c, u, unit_kind_find(c->catalog, u->kind)->record->undone_status, strcmp(today, after) > 0 ? today : after, "UNDO", NULL);
}

bool unit_revive_in(struct ctx *c, const struct unit *given, const char *parent_code, const char *status)
{
	struct unit u;
	struct rows r;

	if (!unit_hold(c, given->id, HOLD_ANY, &u) || !db_rows(c, &r, SQL_UNIT_EDGE_LAST, ARGS(val_int(u.id))))
		return false;
	if (r.count != 1)
		return fail(c, ERR_INTERNAL, "unit.edge", "unit %s never had a place", u.code);
	return db_exec(c, SQL_UNIT_EDGE_REOPEN, ARGS(val_int(u.id), val_text(rows_text(&r, 0, 1)))) &&
	       change_log(c, u.id, &(struct change){ .type = "unit", .record_id = u.id, .version = 1, .code = u.code, .event = "REOPEN",
	                                             .before = json_texts(c->arena, "status", u.status, NULL),
	                                             .after = json_texts(c->arena, "status", status, NULL) }) &&
	       unit_place_in(c, &u, parent_code) && set_unit_status(c, &u, status, NULL, NULL);
}

/* ---- lineage ---- */

enum { KIND, ON, DECISION, OLD_NAME, FROM_ID, FROM_CODE, FROM_NAME, TO_CODE, TO_NAME };

static void put_entry(struct buf *b, const struct rows *r, size_t i, const char *code, const char *name)
{
	const bool moved = streq(rows_text(r, i, KIND), "moved");

	json_open_object(b, NULL);
	json_put_text(b, "kind", rows_text(r, i, KIND));
	json_put_text(b, "date", rows_text(r, i, ON));
	json_put_text(b, "decision", rows_text(r, i, DECISION));
	json_put_text(b, "unit", code);
	json_put_text(b, "name", name);
	json_put_text(b, "to", moved ? rows_text(r, i, TO_CODE) : NULL);
	json_put_text(b, "to_name", moved ? rows_text(r, i, TO_NAME) : NULL);
	json_close_object(b);
}

bool unit_put_lineage(struct ctx *c, const struct unit *u, struct buf *b)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_LINEAGE_OF, ARGS(val_int(u->id))))
		return false;
	json_open_list(b, "before");
	for (size_t i = 0; i < r.count; i++)
		if (rows_int(&r, i, FROM_ID) != u->id || streq(rows_text(&r, i, KIND), "renamed"))
			put_entry(b, &r, i, rows_text(&r, i, FROM_CODE), rows_text(&r, i, OLD_NAME));
	json_close_list(b);
	json_open_list(b, "after");
	for (size_t i = 0; i < r.count; i++)
		if (rows_int(&r, i, FROM_ID) == u->id && !streq(rows_text(&r, i, KIND), "renamed"))
			put_entry(b, &r, i, rows_text(&r, i, TO_CODE), rows_text(&r, i, TO_NAME));
	json_close_list(b);
	return true;
}
