/* support.c - requests for help: asked, found, answered, read. */
#include "domain/support/support.h"

#include <ctype.h>

#include "base/text.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "store/hold.h"
#include "store/quota.h"

#define LETTERS "HT"
#define COLUMNS "r.unit_id, r.id, r.code, r.page, r.text, r.state, r.made_at, r.made_by, r.answer, r.answered_at, r.seen_at, m.name, a.name," \
                " u.code, u.name, u.path, u.levels, u.limited"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static struct support_request from_row(const struct rows *r, size_t i)
{
	return (struct support_request){
		.unit = { .id = rows_int(r, i, 0), .code = rows_text(r, i, 13), .name = rows_text(r, i, 14), .path = rows_text(r, i, 15), .levels = rows_text(r, i, 16),
		          .limited = rows_int(r, i, 17) != 0 },
		.id = rows_int(r, i, 1), .code = rows_text(r, i, 2), .page = rows_text(r, i, 3), .text = rows_text(r, i, 4), .state = rows_text(r, i, 5),
		.asked_at = rows_int(r, i, 6), .asked_account = rows_int(r, i, 7), .answer = rows_text(r, i, 8), .answered_at = rows_int(r, i, 9),
		.seen_at = rows_int(r, i, 10), .asked_by = rows_text(r, i, 11), .answered_by = rows_text(r, i, 12),
	};
}

static bool unknown(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "support.unknown", "Không có yêu cầu nào mang mã này, của bạn hay trong phạm vi của bạn.");
}

static bool load(struct ctx *c, int64_t unit_id, int64_t id, struct support_request *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_SUPPORT_GET, ARGS(val_int(unit_id), val_int(id))))
		return false;
	if (r.count == 0)
		return unknown(c);
	*ret = from_row(&r, 0);
	return true;
}

static bool is_own(const struct ctx *c, const struct support_request *x)
{
	return x->asked_account == actor_id(c);
}

static bool may_answer(const struct ctx *c, const struct support_request *x)
{
	return account_may(c, "support", "write") && scope_covers(actor_scope(c), &x->unit);
}

bool support_find(struct ctx *c, const char *code, struct support_request *ret)
{
	struct unit of;
	int64_t id;

	return record_code_find(c, &scope_everywhere, LETTERS, code, &of, &id) && load(c, of.id, id, ret) && (is_own(c, ret) || may_answer(c, ret) || unknown(c));
}

/* "/bao-cao/02-TH-DN/19172401/2025-start": what stands behind "?" may be what was looked for. */
static bool check_page(struct ctx *c, const char *page)
{
	bool fine = page[0] == '/' && strlen(page) <= SUPPORT_PAGE_MAX && strstr(page, "//") == NULL && strncmp(page, "/api/", 5) != 0;

	for (const char *p = page; *p != '\0' && fine; p++)
		fine = isalnum((unsigned char)*p) || strchr("/-_.", *p) != NULL;
	return fine || fail(c, ERR_INVALID, "support.page", "Trang phải là địa chỉ của một màn hình, như /nap, không có phần sau dấu hỏi.");
}

static bool check_text(struct ctx *c, const char **text)
{
	*text = text_shown_lines(c->arena, *text);
	return (*text != NULL && text_says_something(*text)) || fail(c, ERR_INVALID, "support.text", "Hãy viết bằng lời điều cần nói, từ một văn bản thường.");
}

static bool count_one(struct ctx *c)
{
	const struct quota q = quota_of_account(c, "support.ask", c->catalog->support_requests_a_day);
	size_t granted;

	if (!db_begin(c) || !db_end(c, quota_take(c, &q, 1, &granted)))
		return false;
	return granted == 1 || fail(c, ERR_LIMITED, "support.quota", "Hôm nay tài khoản này đã gửi %d yêu cầu, là mức cao nhất; hãy gửi tiếp vào ngày mai, hoặc hỏi "
	                                                              "người quản trị của đơn vị.", c->catalog->support_requests_a_day);
}

static bool ask(struct ctx *c, const struct unit *of, const char *page, const char *text, struct support_request *ret)
{
	struct unit u;
	int64_t id;

	if (!unit_hold(c, of->id, HOLD_ANY, &u) || !unit_numbers(c, u.id, 1, &id))
		return false;
	return db_exec(c, SQL_SUPPORT_INSERT, ARGS(val_int(u.id), val_int(id), val_text(record_code_make(c->arena, LETTERS, u.code, id)), val_text(page),
	                                           val_text(text), val_int(c->now_ms), val_int(actor_id(c)))) && load(c, u.id, id, ret);
}

bool support_ask(struct ctx *c, const struct unit *u, const char *page, const char *text, struct support_request *ret)
{
	return check_page(c, page) && check_text(c, &text) && count_one(c) && db_begin(c) && db_end(c, ask(c, u, page, text, ret));
}

static bool answer(struct ctx *c, const struct support_request *x, const char *text, struct support_request *ret)
{
	if (!unit_hold(c, x->unit.id, HOLD_ANY, NULL) || !load(c, x->unit.id, x->id, ret))
		return false;
	if (!may_answer(c, ret)) /* moved away meanwhile */
		return unknown(c);
	if (ret->answered_at != 0)
		return fail(c, ERR_CONFLICT, "support.answered", "Yêu cầu này đã được trả lời; hãy tải lại trang để đọc.");
	return db_exec(c, SQL_SUPPORT_ANSWER, ARGS(val_int(x->unit.id), val_int(x->id), val_text(text), val_int(c->now_ms), val_int(actor_id(c)))) &&
	       load(c, x->unit.id, x->id, ret);
}

bool support_answer(struct ctx *c, const struct support_request *x, const char *text, struct support_request *ret)
{
	if (is_own(c, x))
		return fail(c, ERR_CONFLICT, "support.own", "Đây là yêu cầu của chính bạn; người khác của đơn vị hoặc cấp trên trả lời.");
	return check_text(c, &text) && db_begin(c) && db_end(c, answer(c, x, text, ret));
}

static bool see(struct ctx *c, const struct support_request *x, struct support_request *ret)
{
	if (!unit_hold(c, x->unit.id, HOLD_ANY, NULL) || !load(c, x->unit.id, x->id, ret))
		return false;
	if (ret->answered_at == 0)
		return fail(c, ERR_CONFLICT, "support.open", "Yêu cầu này chưa được trả lời.");
	if (ret->seen_at != 0)
		return true;
	ret->seen_at = c->now_ms;
	return db_exec(c, SQL_SUPPORT_SEEN, ARGS(val_int(x->unit.id), val_int(x->id), val_int(c->now_ms)));
}

bool support_see(struct ctx *c, const struct support_request *x, struct support_request *ret)
{
	if (!is_own(c, x))
		return fail(c, ERR_CONFLICT, "support.other", "Đây là yêu cầu của người khác; chỉ người gửi xác nhận đã đọc câu trả lời.");
	return db_begin(c) && db_end(c, see(c, x, ret));
}

/* " AND (r.made_at, r.unit_id, r.id) > ($1, $2, $3)"; a cursor is sealed and came from here. */
static void put_after(struct ctx *c, struct buf *sql, struct sql_args *args, const char *cursor, const char *than)
{
	const char *part = cursor;

	if (cursor == NULL)
		return;
	buf_fmt(sql, " AND (r.made_at, r.unit_id, r.id) %s (", than);
	for (size_t i = 0; i < 3; i++) {
		const size_t n = strcspn(part, " ");
		int64_t number = 0;
		(void)text_int(arena_strndup(c->arena, part, n), &number);
		buf_put(sql, i == 0 ? "" : ", ");
		sql_arg(sql, args, val_int(number));
		part += n + (part[n] == ' ');
	}
	buf_char(sql, ')');
}

bool support_list(struct ctx *c, const struct unit *within, const char *state, const char *cursor, size_t limit, struct support_request **ret, size_t *ret_n,
                  const char **ret_cursor)
{
	const bool oldest = within != NULL && state != NULL && streq(state, "open");
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	buf_put(&sql, "SELECT " COLUMNS " FROM support_request r JOIN unit u ON u.id = r.unit_id LEFT JOIN account m ON m.id = r.made_by"
	              " LEFT JOIN account a ON a.id = r.answered_by WHERE ");
	if (within == NULL) {
		buf_put(&sql, "r.made_by = ");
		sql_arg(&sql, &args, val_int(actor_id(c)));
	} else {
		scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
		buf_put(&sql, " AND ");
		scope_within_sql(&sql, &args, within->path, "u", SCOPE_FIND);
	}
	if (state != NULL) {
		buf_put(&sql, " AND r.state = ");
		sql_arg(&sql, &args, val_text(state));
	}
	put_after(c, &sql, &args, cursor, oldest ? ">" : "<");
	buf_fmt(&sql, " ORDER BY r.made_at%s, r.unit_id%s, r.id%s LIMIT %zu", oldest ? "" : " DESC", oldest ? "" : " DESC", oldest ? "" : " DESC", limit + 1);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret_n = r.count > limit ? limit : r.count;
	*ret = NEW_N(c->arena, struct support_request, *ret_n + 1);
	for (size_t i = 0; i < *ret_n; i++)
		(*ret)[i] = from_row(&r, i);
	const struct support_request *last = *ret_n == 0 ? NULL : &(*ret)[*ret_n - 1];
	*ret_cursor = r.count > limit ? arena_fmt(c->arena, "%" PRId64 " %" PRId64 " %" PRId64, last->asked_at, last->unit.id, last->id) : NULL;
	return true;
}

bool support_count_waiting(struct ctx *c, int64_t *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	*ret = 0;
	if (!account_may(c, "support", "write"))
		return true;
	buf_put(&sql, "SELECT count(*) FROM support_request r JOIN unit u ON u.id = r.unit_id WHERE r.state = 'open' AND r.made_by <> ");
	sql_arg(&sql, &args, val_int(actor_id(c)));
	buf_put(&sql, " AND (r.made_at <= ");
	sql_arg(&sql, &args, val_int(c->now_ms - (int64_t)c->catalog->support_answer_days * DAY_MS));
	buf_put(&sql, " OR u.path NOT LIKE "); /* neither the unit itself nor one right below it */
	sql_arg(&sql, &args, val_text(arena_fmt(c->arena, "%s%%/%%/", c->account->unit.path)));
	buf_put(&sql, ") AND ");
	scope_sql(&sql, &args, actor_scope(c), "u", SCOPE_FIND);
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}

bool support_count_unseen(struct ctx *c, int64_t *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_SUPPORT_UNSEEN, ARGS(val_int(actor_id(c)))))
		return false;
	*ret = rows_int(&r, 0, 0);
	return true;
}
