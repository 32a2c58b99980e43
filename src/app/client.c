/* client.c - khue client. */
#include <stdio.h>

#include "app/app.h"
#include "base/json.h"
#include "catalog/document.h"
#include "domain/account/client.h"
#include "domain/unit/unit_admin.h"

enum { PAGE = 200 };

static bool add(struct ctx *c, const struct options *o)
{
	struct client_wish w = { .name = o->word[1], .unit = option(o, "unit"), .scopes = option(o, "scopes"), .fields = option(o, "fields"),
		                 .levels = option(o, "levels"), .addresses = option(o, "addresses") };
	const char *id, *secret;

	if (!option_number(c, o, "calls", CLIENT_CALLS_USUAL, &w.a_day) || !client_issue(c, &w, &id, &secret))
		return false;
	app_say(o, json_pack("{ss ss}", "id", id, "secret", secret), "Mã phần mềm (client_id): %s\nMã bí mật (client_secret), chỉ hiện một lần: %s\n", id, secret);
	return true;
}

static bool revoke(struct ctx *c, const struct options *o)
{
	const char *unit = option(o, "unit"), *id = o->word[1];

	if (unit == NULL && strchr(id, '.') == NULL)
		return app_usage_error(c, "Thiếu --unit: mã đơn vị của phần mềm.");
	if (unit != NULL && strchr(id, '.') == NULL)
		id = arena_fmt(c->arena, "%s.%s", unit, id);
	if (!client_revoke(c, id))
		return false;
	app_say(o, json_pack("{ss}", "revoked", id), "Đã thu hồi quyền của phần mềm %s.\n", id);
	return true;
}

static void print_client(const json_t *client)
{
	const char *revoked = json_string_value(json_object_get(client, "revoked_at"));
	const json_t *scope;
	size_t i;

	printf("%s\t%s\t", json_string_value(json_object_get(client, "id")), revoked == NULL ? "đang dùng" : "đã thu hồi");
	json_array_foreach(json_object_get(client, "scopes"), i, scope)
		printf("%s%s", i > 0 ? " " : "", json_string_value(scope));
	putchar('\n');
}

static bool add_page(struct ctx *c, const struct unit *u, json_t *all, int64_t *after)
{
	struct buf b = buf_in(c->arena);

	json_open_list(&b, NULL);
	if (!client_list(c, u, *after, PAGE, &b, after))
		return false;
	json_close_list(&b);
	json_array_extend(all, document_read(c->arena, buf_text(&b)));
	return true;
}

static bool list(struct ctx *c, const struct options *o)
{
	json_t *all = document_kept(c->arena, json_array());
	const json_t *client;
	int64_t after = 0;
	struct unit u;
	size_t i;
	bool ok = unit_find(c, actor_scope(c), option(o, "unit") == NULL ? UNIT_ROOT : option(o, "unit"), &u);

	do
		ok = ok && add_page(c, &u, all, &after);
	while (ok && after != 0);
	if (ok && option_flag(o, "json")) {
		app_print_json(json_incref(all));
	} else if (ok) {
		json_array_foreach(all, i, client)
			print_client(client);
	}
	return ok;
}

bool run_client(struct ctx *c, const struct options *o)
{
	if (!app_knows(c, o, "add, revoke, list"))
		return false;
	if (streq(o->word[0], "list"))
		return app_no_more(c, o, 1) && list(c, o);
	if (!app_no_more(c, o, 2))
		return false;
	if (streq(o->word[0], "add"))
		return app_needs(c, o, NAMES("add", "tên phần mềm"), NAMES("unit", "scopes")) && add(c, o);
	return app_needs(c, o, NAMES("revoke", "mã phần mềm"), NAMES(NULL)) && revoke(c, o);
}
