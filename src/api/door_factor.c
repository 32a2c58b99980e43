/* door_factor.c - pages that lead whoever must have a second step to set one: the password, the key and its code, the codes on paper. */
#include "api/door.h"
#include "api/pages.h"
#include "api/qr.h"
#include "api/routes.h"
#include "domain/account/account.h"
#include "domain/account/factor.h"

TAKES(api_door_factor,
	{ "password", IN_TEXT, .required = true, .max_len = 200, .summary = "Mật khẩu hiện tại" },
	{ "ve", IN_TEXT, .max_len = 20000, .summary = "Trang muốn đến sau đó" });

TAKES(api_door_factor_confirm,
	{ "otp", IN_TEXT, .required = true, .max_len = 40, .summary = "Mã 6 số đang hiện trong ứng dụng xác thực" },
	{ "ve", IN_TEXT, .max_len = 20000, .summary = "Trang muốn đến sau đó" });

static bool is_english(struct ctx *c, const struct request *q)
{
	return streq(page_language(c->arena, q), "en");
}

bool door_factor(struct ctx *c, const struct request *q, struct response *r, const char *problem)
{
	struct arena *a = c->arena;
	const struct fill f[] = { { "problem", door_problem(a, problem) }, { "username", door_html(a, c->account->name) }, { "ve", door_html(a, door_wanted(q)) },
		                   { "csrf", c->account->csrf } };

	return page_reply(c, q, r, is_english(c, q) ? page_hai_buoc_en_html : page_hai_buoc_html, f, COUNT(f));
}

/* In fours, to be typed. */
static const char *spaced(struct arena *a, const char *secret)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; secret[i] != '\0'; i++)
		buf_fmt(&b, "%s%c", i > 0 && i % 4 == 0 ? " " : "", secret[i]);
	return buf_text(&b);
}

bool door_factor_key(struct ctx *c, const struct request *q, struct response *r, const char *problem)
{
	const bool english = is_english(c, q);
	struct arena *a = c->arena;
	const char *secret;
	struct qr code;

	ctx_clear(c);
	if (!factor_find_secret(c, &secret))
		return false;
	if (secret == NULL)
		return door_factor(c, q, r, problem);
	if (!qr_make(c, factor_uri(c, secret), &code))
		return false;
	const struct fill f[] = {
		{ "problem", door_problem(a, problem) }, { "username", door_html(a, c->account->name) }, { "ve", door_html(a, door_wanted(q)) },
		{ "qr", qr_svg(a, &code, english ? "Picture for the authenticator" : "Hình để ứng dụng xác thực quét") }, { "secret", spaced(a, secret) },
	};
	return page_reply(c, q, r, english ? page_hai_buoc_ma_en_html : page_hai_buoc_ma_html, f, COUNT(f));
}

static bool codes(struct ctx *c, const struct request *q, struct response *r, const char *const code[FACTOR_CODES])
{
	struct buf list = buf_in(c->arena);

	for (size_t i = 0; i < FACTOR_CODES; i++)
		buf_fmt(&list, "<li>%s</li>", code[i]);
	const struct fill f[] = { { "username", door_html(c->arena, c->account->name) }, { "ve", door_html(c->arena, door_wanted(q)) }, { "codes", buf_text(&list) } };
	return page_reply(c, q, r, is_english(c, q) ? page_hai_buoc_giay_en_html : page_hai_buoc_giay_html, f, COUNT(f));
}

static bool is_due(const struct ctx *c)
{
	return c->account->must_set_factor && !c->account->must_change;
}

HANDLER(api_door_factor_page)
{
	if (c->account == NULL)
		return door_redirect(c, r, "/dang-nhap", door_wanted(q));
	return is_due(c) ? door_factor(c, q, r, NULL) : door_go_in(c, q, r, c->account);
}

HANDLER(api_door_factor)
{
	const char *secret;

	if (!is_due(c))
		return door_go_in(c, q, r, c->account);
	return session_prove(c, api_remote(q), in_text(q, "password"), NULL) && factor_make(c, &secret) && door_factor_key(c, q, r, NULL);
}

HANDLER(api_door_factor_confirm)
{
	const char *paper[FACTOR_CODES];

	if (!is_due(c))
		return door_go_in(c, q, r, c->account);
	return factor_confirm(c, in_text(q, "otp"), paper) && codes(c, q, r, paper);
}
