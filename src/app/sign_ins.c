/* sign_ins.c - khue account sign-ins. */
#include <stdio.h>

#include "app/app.h"
#include "base/time.h"
#include "domain/account/sign_ins.h"

/* A day of an option in Vietnam: when it begins, or when it is over. */
static bool read_day(struct ctx *c, const struct options *o, const char *name, bool over, int64_t otherwise, int64_t *ret)
{
	const char *text = option(o, name);
	struct date d;

	*ret = otherwise;
	if (text == NULL)
		return true;
	if (!date_parse(text, &d))
		return app_usage_error(c, "--%s: \"%.20s\" không phải là một ngày; viết như 2026-01-15.", name, text);
	*ret = date_begins_ms(over ? date_from_days(date_to_days(d) + 1) : d);
	return true;
}

static bool print_one(struct ctx *c, void *arg, const struct sign_in_kept *k)
{
	(void)arg;
	printf("%s  %-24s %-8s %s", time_iso(c->arena, k->at), k->account == NULL ? "–" : k->account, k->refused ? "từ chối" : "vào", *k->address == '\0' ? "–" : k->address);
	if (k->port != 0)
		printf(" cổng %" PRId64, k->port);
	if (k->ended_at != 0)
		printf("  ra %s", time_iso(c->arena, k->ended_at));
	putchar('\n');
	return true;
}

static bool add_one(struct ctx *c, void *arg, const struct sign_in_kept *k)
{
	json_t *port = k->port == 0 ? NULL : json_integer(k->port);

	json_array_append_new(arg, json_pack("{ss ss* sb ss so* ss*}", "at", time_iso(c->arena, k->at), "account", k->account, "refused", k->refused, "address", k->address,
	                                     "port", port, "ended_at", k->ended_at == 0 ? NULL : time_iso(c->arena, k->ended_at)));
	return true;
}

bool app_list_sign_ins(struct ctx *c, const struct options *o)
{
	const char *account = o->n_words > 1 ? o->word[1] : NULL;
	int64_t from, until;

	if (!app_no_more(c, o, 2) || !read_day(c, o, "from", false, 0, &from) || !read_day(c, o, "to", true, INT64_MAX, &until))
		return false;
	if (!option_flag(o, "json"))
		return sign_in_each(c, account, from, until, print_one, NULL);
	json_t *all = json_array();
	const bool ok = sign_in_each(c, account, from, until, add_one, all);
	app_print_json(json_pack("{so}", "sign_ins", all));
	return ok;
}
