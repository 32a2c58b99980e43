/* factor_api.c - the caller's second factor, and whether one is demanded. */
#include "api/qr.h"
#include "api/routes.h"
#include "api/shapes.h"
#include "base/json.h"
#include "domain/account/account.h"
#include "domain/account/demand.h"
#include "domain/account/factor.h"

SHAPE(factor, "Xác nhận hai bước của một tài khoản",
	{ "set", OUT_BOOL, .summary = "Đã đặt: đăng nhập phải có mã" },
	{ "demanded", OUT_BOOL, .summary = "Tài khoản này phải có: bỏ rồi thì phải đặt lại trước khi làm việc khác" },
	{ "since", OUT_TIME, .summary = "Từ lúc nào", .maybe = true },
	{ "codes_left", OUT_INT, .summary = "Còn bao nhiêu mã dự phòng chưa dùng" });

SHAPE(factor_secret, "Khoá cho ứng dụng xác thực; chưa có hiệu lực cho tới khi xác nhận",
	{ "secret", OUT_TEXT, .summary = "Khoá, base32, để gõ tay" },
	{ "uri", OUT_TEXT, .summary = "Cùng khoá ấy, cho ứng dụng (otpauth://)" },
	{ "qr", OUT_TEXT, .summary = "Địa chỉ ấy thành mã QR: mỗi dòng một hàng ô, 1 là ô đen", .list = true });

SHAPE(factor_codes, "Mã dự phòng, mỗi mã dùng một lần; chỉ nói ra lần này",
	{ "codes", OUT_TEXT, .summary = "Các mã", .list = true });

SHAPE(second_step, "Xác nhận hai bước của toàn hệ thống",
	{ "demanded", OUT_BOOL, .summary = "Ai xuất dữ liệu, quản trị tài khoản, tiếp nhận báo cáo hoặc thấy từ hai lớp trở lên phải có; không thì tuỳ mỗi người" });

TAKES(api_second_step_set,
	{ "demanded", IN_BOOL, .required = true, .summary = "Bắt buộc hay tuỳ mỗi người" },
	{ "password", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu hiện tại của người đặt" });

TAKES(api_factor_make,
	{ "password", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu hiện tại" });

TAKES(api_factor_confirm,
	{ "otp", IN_TEXT, .required = true, .max_len = 40, .summary = "Mã 6 số đang hiện trong ứng dụng" });

TAKES(api_factor_remove,
	{ "password", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu hiện tại" },
	{ "otp", IN_TEXT, .required = true, .max_len = 40, .summary = "Mã 6 số đang hiện trong ứng dụng, hoặc một mã dự phòng" });

HANDLER(api_factor_show)
{
	struct buf b = buf_in(c->arena);
	bool demanded, concerned = false;
	struct factor f;

	(void)q;
	if (!factor_find(c, c->account->id, &f) || !demand_find(c, &demanded) || (demanded && !demand_concerns(c, c->account, &concerned)))
		return false;
	json_open_object(&b, NULL);
	json_put_bool(&b, "set", f.set);
	json_put_bool(&b, "demanded", concerned);
	if (f.set)
		json_put_time(&b, "since", f.since_ms);
	json_put_int(&b, "codes_left", (int64_t)f.n_codes);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_factor_make)
{
	struct buf b = buf_in(c->arena);
	const char *secret;
	struct qr code;

	if (!session_prove(c, api_remote(q), in_text(q, "password"), NULL) || !factor_make(c, &secret))
		return false;
	const char *uri = factor_uri(c, secret);
	if (!qr_make(c, uri, &code))
		return false;
	json_open_object(&b, NULL);
	json_put_text(&b, "secret", secret);
	json_put_text(&b, "uri", uri);
	json_open_list(&b, "qr");
	for (size_t i = 0; i < code.n; i++)
		json_put_text(&b, NULL, code.row[i]);
	json_close_list(&b);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_factor_confirm)
{
	const char *codes[FACTOR_CODES];
	struct buf b = buf_in(c->arena);

	if (!factor_confirm(c, in_text(q, "otp"), codes))
		return false;
	json_open_object(&b, NULL);
	json_open_list(&b, "codes");
	for (size_t i = 0; i < FACTOR_CODES; i++)
		json_put_text(&b, NULL, codes[i]);
	json_close_list(&b);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_factor_remove)
{
	r->status = 204;
	return session_prove(c, api_remote(q), in_text(q, "password"), in_text(q, "otp")) && factor_remove(c);
}

HANDLER(api_second_step)
{
	struct buf b = buf_in(c->arena);
	bool demanded;

	(void)q;
	if (!demand_find(c, &demanded))
		return false;
	json_open_object(&b, NULL);
	json_put_bool(&b, "demanded", demanded);
	json_close_object(&b);
	return reply_json(r, &b);
}

HANDLER(api_second_step_set)
{
	return session_prove(c, api_remote(q), in_text(q, "password"), NULL) && demand_set(c, in_bool(q, "demanded")) &&
	       api_second_step(c, q, r);
}
