/* factor.c - the second factor. */
#include "domain/account/factor.h"

#include <ctype.h>

#include "base/otp.h"
#include "base/secret.h"
#include "base/text.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "store/change.h"

enum { PAPER_LATER_LEN = 14 }; /* seven groups of four in all: 138 bits */

static bool get(struct ctx *c, int64_t account_id, struct rows *r)
{
	return db_rows(c, r, SQL_FACTOR_GET, ARGS(val_int(account_id)));
}

static bool is_set(const struct rows *r)
{
	return r->count == 1 && rows_at(r, 0, 1)->kind != VAL_NULL;
}

/* Digests with blanks between them. */
static size_t count_words(const char *words)
{
	size_t n = words != NULL && *words != '\0';

	for (const char *p = words; p != NULL && *p != '\0'; p++)
		n += *p == ' ';
	return n;
}

bool factor_find(struct ctx *c, int64_t account_id, struct factor *ret)
{
	struct rows r;

	if (!get(c, account_id, &r))
		return false;
	*ret = (struct factor){ .set = is_set(&r) };
	if (ret->set) {
		ret->since_ms = rows_int(&r, 0, 1);
		ret->n_codes = count_words(rows_text(&r, 0, 3));
	}
	return true;
}

static bool log_factor(struct ctx *c, const char *event)
{
	const struct account *me = c->account;

	return change_log(c, me->unit.id, &(struct change){ .type = "account", .record_id = me->id, .version = 1, .code = me->name, .event = event });
}

static bool make(struct ctx *c, const char *secret)
{
	struct rows r;

	return db_rows(c, &r, SQL_FACTOR_MAKE, ARGS(val_int(c->account->id), val_text(secret), val_int(c->now_ms))) &&
	       (r.count == 1 || fail(c, ERR_CONFLICT, "otp.set", "Tài khoản này đã có xác nhận hai bước; bỏ nó trước rồi đặt lại."));
}

bool factor_make(struct ctx *c, const char **ret_secret)
{
	*ret_secret = otp_secret(c->arena);
	return db_begin(c) && db_end(c, make(c, *ret_secret));
}

const char *factor_uri(struct ctx *c, const char *secret)
{
	return arena_fmt(c->arena, "otpauth://totp/Khue:%s?secret=%s&issuer=Khue", c->account->name, secret);
}

bool factor_find_secret(struct ctx *c, const char **ret)
{
	struct rows r;

	if (!get(c, c->account->id, &r))
		return false;
	*ret = r.count == 0 || is_set(&r) ? NULL : rows_text(&r, 0, 0);
	return true;
}

/* What people type: blanks and hyphens are nothing, letters are small. */
static const char *typed(struct ctx *c, const char *code)
{
	struct buf b = buf_in(c->arena);

	for (const char *p = code; *p != '\0'; p++)
		if (isalnum((unsigned char)*p))
			buf_char(&b, (char)tolower((unsigned char)*p));
	return buf_text(&b);
}

static const char *digest(struct ctx *c, const char *code)
{
	const char *plain = typed(c, code);

	return secret_digest(c->arena, plain, strlen(plain));
}

static bool wrong(struct ctx *c)
{
	return fail(c, ERR_INVALID, "otp.wrong", "Mã không đúng hoặc đã dùng. Nhập mã 6 số đang hiện trong ứng dụng xác thực; đồng hồ điện thoại phải đúng giờ.");
}

static bool confirm(struct ctx *c, const char *code, const char *digests)
{
	const int64_t id = c->account->id;
	struct rows r;

	if (!get(c, id, &r))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "otp.none", "Chưa có mã nào để xác nhận; bắt đầu lại từ bước quét mã.");
	const int64_t step = otp_step(rows_text(&r, 0, 0), typed(c, code), c->now_ms);
	if (step < 0)
		return wrong(c);
	if (!db_rows(c, &r, SQL_FACTOR_CONFIRM, ARGS(val_int(id), val_int(c->now_ms), val_int(step), val_text(digests))))
		return false;
	if (r.count == 0)
		return fail(c, ERR_CONFLICT, "otp.set", "Tài khoản này đã có xác nhận hai bước; bỏ nó trước rồi đặt lại.");
	return session_end_others_in(c, id, c->account->session) && log_factor(c, "OTP_ON");
}

bool factor_confirm(struct ctx *c, const char *code, const char *ret_codes[FACTOR_CODES])
{
	struct buf digests = buf_in(c->arena);

	for (size_t i = 0; i < FACTOR_CODES; i++) {
		ret_codes[i] = arena_fmt(c->arena, "%s-%.*s", secret_one_time_password(c->arena), PAPER_LATER_LEN, secret_one_time_password(c->arena));
		buf_fmt(&digests, "%s%s", i == 0 ? "" : " ", digest(c, ret_codes[i]));
	}
	return db_begin(c) && db_end(c, confirm(c, code, buf_text(&digests)));
}

/* One of the codes on paper: the others stay. */
static bool use_paper(struct ctx *c, int64_t account_id, const char *codes, const char *code, bool *ret)
{
	const char *wanted = digest(c, code);
	struct buf rest = buf_in(c->arena);
	struct rows r;

	*ret = false;
	for (const char *p = codes; *p != '\0'; p += *p == ' ') {
		const char *one = arena_strndup(c->arena, p, strcspn(p, " "));
		if (secret_equal(one, wanted))
			*ret = true;
		else
			buf_fmt(&rest, "%s%s", rest.len == 0 ? "" : " ", one);
		p += strlen(one);
	}
	if (!*ret)
		return true;
	if (!db_rows(c, &r, SQL_FACTOR_USE_CODE, ARGS(val_int(account_id), val_text(codes), val_text(buf_text(&rest)))))
		return false;
	*ret = r.count == 1;
	return true;
}

bool factor_use(struct ctx *c, int64_t account_id, const char *code, bool *ret)
{
	struct rows r;

	*ret = false;
	if (!get(c, account_id, &r))
		return false;
	if (!is_set(&r))
		return true;
	const int64_t step = otp_step(rows_text(&r, 0, 0), typed(c, code), c->now_ms);
	if (step < 0)
		return use_paper(c, account_id, rows_text(&r, 0, 3), code, ret);
	if (!db_rows(c, &r, SQL_FACTOR_USE_STEP, ARGS(val_int(account_id), val_int(step))))
		return false;
	*ret = r.count == 1;
	return true;
}

bool factor_drop(struct ctx *c, int64_t account_id)
{
	return db_exec(c, SQL_FACTOR_DROP, ARGS(val_int(account_id)));
}

static bool remove_own(struct ctx *c)
{
	const int64_t id = c->account->id;
	struct rows r;

	if (!db_rows(c, &r, SQL_ACCOUNT_SHORT_PASSWORD, ARGS(val_int(id))))
		return false;
	if (rows_int(&r, 0, 0) != 0)
		return fail(c, ERR_INVALID, "otp.password", "Mật khẩu đang dùng ngắn hơn %d ký tự, chỉ đủ khi có xác nhận hai bước. Đổi mật khẩu dài hơn trước.",
		            c->catalog->password_characters);
	return factor_drop(c, id) && session_end_others_in(c, id, c->account->session) && log_factor(c, "OTP_OFF");
}

bool factor_remove(struct ctx *c)
{
	return db_begin(c) && db_end(c, remove_own(c));
}
