/* session.c - signing in and staying signed in. */
#include "base/secret.h"
#include "base/text.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/demand.h"
#include "domain/account/factor.h"
#include "domain/account/guesses.h"
#include "domain/account/password.h"
#include "domain/account/sign_ins.h"
#include "store/change.h"
#include "store/idempotency.h"

enum { WAIT_MAX_MS = 15 * 60 * 1000, FORGET_MS = 60 * 60 * 1000, TOUCH_MS = 60 * 1000 };

const char *session_id(struct ctx *c, const char *token)
{
	return secret_digest(c->arena, token, strlen(token));
}

int64_t session_idle_ms(const struct role *r)
{
	return r != NULL && r->admin ? SESSION_IDLE_ADMIN_MS : SESSION_IDLE_MS;
}

/* After five failures in a row each further one doubles the wait, up to a quarter of an hour. */
static int64_t wait_ms(int64_t failures)
{
	int64_t wait = 1000;

	for (int64_t i = SESSION_FREE_FAILURES; i < failures && wait < WAIT_MAX_MS; i++)
		wait *= 2;
	return failures < SESSION_FREE_FAILURES ? 0 : wait < WAIT_MAX_MS ? wait : WAIT_MAX_MS;
}

static bool refused(struct ctx *c)
{
	return fail(c, ERR_UNAUTHENTICATED, "session.refused", "Tên tài khoản hoặc mật khẩu không đúng.");
}

static bool refuse_for(struct ctx *c, int64_t seconds)
{
	if (seconds < 60)
		fail(c, ERR_LIMITED, "session.wait", "Đăng nhập sai nhiều lần; hãy đợi %d giây rồi thử lại.", (int)seconds);
	else
		fail(c, ERR_LIMITED, "session.wait", "Đăng nhập sai nhiều lần; hãy đợi %d phút rồi thử lại.", (int)((seconds + 59) / 60));
	c->wait_s = (int)seconds;
	return false;
}

/* Of an attempt that is written in the future the clock was set back since: it is as one that was just made. */
static int64_t since_ms(const struct ctx *c, int64_t failed_at)
{
	return c->now_ms < failed_at ? 0 : c->now_ms - failed_at;
}

/* Failures are counted by name and address, whether anybody has the name or not: the answers must not
 * tell, and one who fails elsewhere must not keep the owner out.  Counted before the password is looked at, which takes
 * its time: of guesses that come at once each must see those before it.  A success takes the count away.  The account itself
 * is told of them all, for whoever manages it; nothing follows from that. */
static bool count_attempt(struct ctx *c, const char *name, const char *name_hash)
{
	struct rows r;

	if (!db_exec(c, SQL_LOGIN_FAILURE_FORGET, ARGS(val_int(c->now_ms - FORGET_MS))) ||
	    !db_rows(c, &r, SQL_LOGIN_FAILURE_HOLD, ARGS(val_text(name_hash))))
		return false;
	const int64_t since = since_ms(c, rows_int(&r, 0, 1)), n = since < FORGET_MS ? rows_int(&r, 0, 0) : 0;
	if (since < wait_ms(n) && rows_int(&r, 0, 1) <= c->now_ms)
		return refuse_for(c, (wait_ms(n) - since + 999) / 1000);
	return db_exec(c, SQL_LOGIN_FAILURE_SET, ARGS(val_text(name_hash), val_int(n + 1), val_int(c->now_ms))) &&
	       db_exec(c, SQL_ACCOUNT_FAILED, ARGS(val_text(name), val_int(c->now_ms)));
}

static const char *name_hash_of(struct ctx *c, const char *name, const char *remote)
{
	const char *both = arena_fmt(c->arena, "%s\n%s", name, remote);

	return secret_digest(c->arena, both, strlen(both));
}

/* Before a password is looked at.  What is run anew after the database was away is the same attempt. */
static bool begin_attempt(struct ctx *c, const struct guess *g)
{
	const int wait_s = c->counted ? 0 : guess_begin(g, c->now_ms);

	if (wait_s > 0)
		return refuse_for(c, wait_s);
	if (!c->counted && (!db_begin(c) || !db_end(c, count_attempt(c, g->name, name_hash_of(c, g->name, g->remote))))) {
		guess_take_back(g);
		return false;
	}
	c->counted = true;
	return true;
}

static bool used(struct ctx *c)
{
	return fail(c, ERR_UNAUTHENTICATED, "password.used", "Mật khẩu dùng một lần này đã dùng rồi. Nhờ người quản trị tài khoản cấp lại mật khẩu.");
}

/* Told to whoever has it only. */
static bool check_one_time(struct ctx *c, const struct rows *r)
{
	return rows_int(r, 0, 5) == 0 || rows_at(r, 0, 7)->kind == VAL_NULL || c->now_ms <= account_one_time_end(c, rows_int(r, 0, 7)) ||
	       fail(c, ERR_UNAUTHENTICATED, "password.expired", "Mật khẩu dùng một lần này đã quá %d ngày. Nhờ người quản trị tài khoản cấp lại mật khẩu.",
	            c->catalog->one_time_password_days);
}

static bool use_one_time(struct ctx *c, int64_t id, bool is_one_time)
{
	struct rows r;

	if (!is_one_time)
		return true;
	return db_rows(c, &r, SQL_ACCOUNT_USE_ONE_TIME, ARGS(val_int(id), val_int(c->now_ms))) && (r.count == 1 || used(c));
}

static bool note_success(struct ctx *c, int64_t id, const char *name_hash)
{
	return db_exec(c, SQL_LOGIN_FAILURE_DELETE, ARGS(val_text(name_hash))) && db_exec(c, SQL_ACCOUNT_SIGNED_IN, ARGS(val_int(id), val_int(c->now_ms)));
}

/* Half of one is of the right password alone: no failure is forgotten for it. */
struct opening {
	const struct sign_in *by;
	int64_t account_id;
	bool one_time, half;
};

static bool insert(struct ctx *c, const struct opening *o, const char *token)
{
	const struct sign_in *s = o->by;

	return (s->before == NULL || session_end_in(c, session_id(c, s->before))) && use_one_time(c, o->account_id, o->one_time) &&
	       (o->half || (sign_in_keep_in(c, s, o->account_id, session_id(c, token)) && note_success(c, o->account_id, name_hash_of(c, s->name, s->remote)))) &&
	       sign_in_end_old_in(c) &&
	       db_exec(c, SQL_SESSION_DELETE_OLD, ARGS(val_int(c->now_ms - SESSION_LIFE_MS))) && idempotency_forget_old(c) &&
	       db_exec(c, SQL_SESSION_INSERT, ARGS(val_text(session_id(c, token)), val_int(o->account_id), val_text(secret_token(c->arena, 24)), val_int(c->now_ms),
	                                           o->half ? val_bool(true) : val_null()));
}

/* An unknown name, and one that nobody signs in with, cost the same time as a wrong password. */
static bool matches(struct ctx *c, const struct rows *r, const char *password)
{
	if (r->count == 1 && *rows_text(r, 0, 4) != '\0')
		return secret_password_matches(rows_text(r, 0, 4), password);
	secret_password_hash(c->arena, password);
	return false;
}

/* At the door a full disk is one that nobody comes in by for now, with what goes on told beside it. */
static bool closed_while_full(struct ctx *c)
{
	if (c->err != ERR_FULL)
		return false;
	ctx_clear(c);
	return fail(c, ERR_CLOSED, "session.full", "Ổ đĩa của máy chủ đã đầy nên chưa đăng nhập được: báo người quản trị giải phóng chỗ rồi thử lại."
	            " Ai đang đăng nhập vẫn xem được, chưa ghi được; không có gì bị mất.");
}

static bool begin(struct ctx *c, const struct opening *o, const char **ret_token, struct account *ret)
{
	*ret_token = secret_token(c->arena, 32);
	if (!db_begin(c) || !db_end(c, insert(c, o, *ret_token)))
		return closed_while_full(c);
	return session_find(c, *ret_token, NULL, ret);
}

static bool keep_refused(struct ctx *c, const struct sign_in *s, int64_t account_id)
{
	if (!db_begin(c) || !db_end(c, sign_in_keep_in(c, s, account_id, NULL)))
		return closed_while_full(c);
	c->counted = false;
	return true;
}

/* The second factor of a sign-in that has the right password. */
static bool check_factor(struct ctx *c, const struct sign_in *s, int64_t account_id, bool has_codes)
{
	bool right = false;

	if (s->otp == NULL && (!db_begin(c) || !db_end(c, db_exec(c, SQL_ACCOUNT_FAILED_NOT, ARGS(val_int(account_id)))))) /* the first of two steps */
		return false;
	if (s->otp == NULL && !has_codes)
		return fail(c, ERR_UNAUTHENTICATED, "session.passkey", "Tài khoản này có khóa truy cập và phải dùng nó: vào từ trang đăng nhập, trên thiết bị giữ khóa.");
	if (s->otp == NULL)
		return fail(c, ERR_UNAUTHENTICATED, "session.otp", "Tài khoản này có xác nhận hai bước: nhập thêm mã 6 số của ứng dụng xác thực.");
	if (!db_begin(c) || !db_end(c, factor_use(c, account_id, s->otp, &right)))
		return false;
	return right || (keep_refused(c, s, account_id) && fail(c, ERR_UNAUTHENTICATED, "session.otp_wrong", "Mã xác nhận không đúng hoặc đã dùng."));
}

/* Is the password alone not enough?  Codes are asked for of whoever has them, a passkey only of whoever must have a second step: to others it is a
 * second way in, not a lock on the first. */
static bool is_due(struct ctx *c, const struct rows *r, bool *ret)
{
	struct account a;

	*ret = rows_int(r, 0, 8) > 0;
	if (*ret || rows_int(r, 0, 9) == 0)
		return true;
	return demand_find(c, ret) && (!*ret || (account_load(c, rows_int(r, 0, 0), &a) && demand_concerns(c, &a, ret)));
}

bool session_begin(struct ctx *c, const struct sign_in *s, int64_t account_id, const char **ret_token, struct account *ret)
{
	const struct opening o = { .by = s, .account_id = account_id };

	return begin(c, &o, ret_token, ret);
}

bool session_open(struct ctx *c, const struct sign_in *s, const char **ret_token, struct account *ret)
{
	const struct guess g = { s->name, s->password, s->remote };
	struct rows r;
	bool due;

	if (!begin_attempt(c, &g))
		return closed_while_full(c);
	if (!db_rows(c, &r, SQL_ACCOUNT_BY_NAME, ARGS(val_text(s->name), val_int(c->now_ms))))
		return false;
	if (!matches(c, &r, s->password) || rows_at(&r, 0, 6)->kind != VAL_NULL)
		return keep_refused(c, s, r.count == 0 ? 0 : rows_int(&r, 0, 0)) && refused(c);
	c->counted = false; /* an answer there is: the next is another attempt */
	if (!is_due(c, &r, &due))
		return false;
	const bool half = due && s->otp == NULL && s->halfway;
	const struct opening o = { s, rows_int(&r, 0, 0), rows_int(&r, 0, 5), half };
	if (!check_one_time(c, &r) || (due && !half && !check_factor(c, s, o.account_id, rows_int(&r, 0, 8) > 0)))
		return false;
	if (!half)
		guess_was_right(&g);
	return begin(c, &o, ret_token, ret);
}

bool session_confirm(struct ctx *c, const struct sign_in *s, const char **ret_token, struct account *ret)
{
	const struct guess g = { s->name, s->otp, s->remote };
	const struct opening o = { .by = s, .account_id = c->account->id };
	bool right = false;

	if (!begin_attempt(c, &g) || !db_begin(c) || !db_end(c, factor_use(c, o.account_id, s->otp, &right)))
		return false;
	c->counted = false;
	if (!right)
		return keep_refused(c, s, o.account_id) &&
		       fail(c, ERR_FORBIDDEN, "session.otp_wrong", "Mã xác nhận không đúng hoặc đã dùng. Chờ mã mới trong ứng dụng rồi nhập lại.");
	guess_was_right(&g);
	return begin(c, &o, ret_token, ret);
}

static bool none(struct ctx *c)
{
	return fail(c, ERR_UNAUTHENTICATED, "session.none", "Bạn chưa đăng nhập, hoặc phiên làm việc đã hết hạn.");
}

/* Kept to once a minute: reading must not become writing. */
static int64_t last_seen(const struct ctx *c, int64_t seen_at)
{
	return c->now_ms - seen_at < TOUCH_MS ? seen_at : c->now_ms;
}

/* The account first, as whoever ends its sessions does.  A full disk takes no note, and is no reason not to read: the session ends that much
 * earlier. */
static bool touch(struct ctx *c, int64_t account_id, const char *digest, int64_t seen_at)
{
	if (last_seen(c, seen_at) == seen_at)
		return true;
	if (db_begin(c) && db_end(c, db_exec(c, SQL_ACCOUNT_SEEN, ARGS(val_int(account_id), val_int(c->now_ms))) &&
	                             db_exec(c, SQL_SESSION_TOUCH, ARGS(val_text(digest), val_int(c->now_ms)))))
		return true;
	if (c->err != ERR_FULL)
		return false;
	ctx_clear(c);
	return true;
}

enum { ASKED = 24 }; /* in the row of session_get */

/* The key of the queue is of the token, which is kept nowhere either: who has the database cannot read what a browser left behind, and after the end
 * nobody can. */
bool session_find(struct ctx *c, const char *token, const char *asked, struct account *ret)
{
	const char *digest = session_id(c, token);
	struct rows r;

	if (!db_rows(c, &r, SQL_SESSION_GET, ARGS(val_text(digest), val_int(c->now_ms), val_text(asked))))
		return false;
	const struct role *role = r.count == 0 ? NULL : role_in_sections(c->arena, c->catalog, catalog_role(c->catalog, rows_text(&r, 0, 5)), rows_text(&r, 0, 23));
	const bool half = r.count == 1 && rows_int(&r, 0, 19) != 0;
	if (role == NULL || rows_at(&r, 0, 9)->kind != VAL_NULL || c->now_ms > rows_int(&r, 0, 2) + (half ? SESSION_HALF_MS : SESSION_LIFE_MS) ||
	    c->now_ms > rows_int(&r, 0, 3) + session_idle_ms(role))
		return none(c);
	*ret = (struct account){
		.id = rows_int(&r, 0, 0), .session = digest, .csrf = rows_text(&r, 0, 1), .name = rows_text(&r, 0, 4),
		.queue_key = secret_derive(c->arena, token, "queue"), .role = role, .levels = rows_text(&r, 0, 7), .sections = rows_text(&r, 0, 23), .must_change = rows_int(&r, 0, 8), .must_confirm = half,
		.unit = { .id = rows_int(&r, 0, 10), .code = rows_text(&r, 0, 11), .name = rows_text(&r, 0, 12), .kind = rows_text(&r, 0, 13),
		          .province = rows_text(&r, 0, 14), .status = rows_text(&r, 0, 15), .path = rows_text(&r, 0, 16), .levels = rows_text(&r, 0, 17) },
	};
	if (rows_int(&r, 0, ASKED) != 0)
		unit_from_row(&r, 0, ASKED, &ret->asked);
	ret->expires_ms = rows_int(&r, 0, 2) + SESSION_LIFE_MS;
	if (rows_at(&r, 0, 22)->kind != VAL_NULL && rows_int(&r, 0, 22) < ret->expires_ms)
		ret->expires_ms = rows_int(&r, 0, 22);
	ret->idle_expires_ms = last_seen(c, rows_int(&r, 0, 3)) + session_idle_ms(role);
	return account_find_scope(c, ret, rows_text(&r, 0, 18)) && touch(c, ret->id, digest, rows_int(&r, 0, 3)) &&
	       (rows_int(&r, 0, 21) > 0 || !demand_is_on(c, rows_text(&r, 0, 20)) || demand_concerns(c, ret, &ret->must_set_factor));
}

bool session_close(struct ctx *c, const char *token)
{
	return db_begin(c) && db_end(c, session_end_in(c, session_id(c, token)));
}

static bool store_password(struct ctx *c, const char *digest, const char *hash, bool is_short)
{
	const struct account *me = c->account;

	return db_exec(c, SQL_ACCOUNT_SET_PASSWORD, ARGS(val_int(me->id), val_text(hash), val_bool(is_short))) && session_end_others_in(c, me->id, digest) &&
	       change_log(c, me->unit.id, &(struct change){ .type = "account", .record_id = me->id, .version = 1, .code = me->name,
	                                                    .event = "PASSWORD" });
}

/* Who took a session must not find out the password behind it. */
bool session_prove(struct ctx *c, const char *remote, const char *password, const char *otp)
{
	const struct guess g = { c->account->name, password, remote };
	const int64_t id = c->account->id;
	bool right = otp == NULL;
	struct rows r;

	if (!begin_attempt(c, &g) || !db_rows(c, &r, SQL_ACCOUNT_BY_NAME, ARGS(val_text(g.name), val_int(c->now_ms))))
		return false;
	c->counted = false;
	if (r.count == 0 || !secret_password_matches(rows_text(&r, 0, 4), g.password))
		return fail(c, ERR_FORBIDDEN, "password.old", "Mật khẩu hiện tại không đúng.");
	if (otp != NULL && (!db_begin(c) || !db_end(c, factor_use(c, id, otp, &right))))
		return false;
	if (!right)
		return fail(c, ERR_FORBIDDEN, "session.otp_wrong", "Mã xác nhận không đúng hoặc đã dùng. Chờ mã mới trong ứng dụng rồi nhập lại.");
	guess_was_right(&g);
	return db_begin(c) && db_end(c, note_success(c, id, name_hash_of(c, g.name, g.remote)));
}

bool session_set_password(struct ctx *c, const char *token, const char *remote, const char *old, const char *new_password)
{
	struct factor f;

	if (!session_prove(c, remote, old, NULL))
		return false;
	if (streq(old, new_password))
		return fail(c, ERR_INVALID, "password.same", "Mật khẩu mới phải khác mật khẩu hiện tại.");
	if (!factor_find(c, c->account->id, &f) || !password_check(c, c->account, new_password, f.set))
		return false;
	const char *hash = secret_password_hash(c->arena, new_password);
	return db_begin(c) && db_end(c, store_password(c, session_id(c, token), hash, password_is_short(c, new_password)));
}
