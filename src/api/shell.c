/* shell.c - the page in which the web application runs: who is signed in stands in it, so that nothing need be asked first. */
#include "api/pages.h"
#include "api/routes.h"

static const char *application(struct arena *a)
{
	struct buf b = buf_in(a);
	const char *script = asset_at(a, "main.js"), *style = asset_at(a, "main.css");

	buf_fmt(&b, "<link rel=\"stylesheet\" href=\"%s\">\n", style);
	for (size_t i = 0; i < n_assets; i++)
		if (assets[i].first && !streq(assets[i].name, script + strlen("/w/")) && !streq(assets[i].name, style + strlen("/w/")))
			buf_fmt(&b, "<link rel=\"modulepreload\" href=\"/w/%s\">\n", assets[i].name);
	buf_fmt(&b, "<script type=\"module\" src=\"%s\"></script>\n", script);
	return buf_text(&b);
}

/* JSON inside of HTML: no tag can begin or end in it. */
static bool put_json(struct ctx *c, struct buf *b, json_t *stolen)
{
	char *text = stolen == NULL ? NULL : json_dumps(stolen, JSON_COMPACT);

	json_decref(stolen);
	if (text == NULL)
		return fail(c, ERR_INTERNAL, "json.encode", "value cannot be written as JSON (NULL or not UTF-8)");
	for (const char *p = text; *p != '\0';) {
		size_t len = strcspn(p, "<");
		buf_add(b, p, len);
		p += len;
		if (*p == '<') {
			buf_put(b, "\\u003c");
			p++;
		}
	}
	free(text);
	return true;
}

HANDLER(api_shell)
{
	struct buf session = buf_in(c->arena);
	json_t *unit;

	if (c->account == NULL || c->account->must_change)
		return page_before(c, q, r, c->account == NULL ? "/dang-nhap" : "/mat-khau");
	if (asset_at(c->arena, "main.js") == NULL)
		return fail(c, ERR_NOT_FOUND, "web.none", "Chương trình này được dựng không có ứng dụng web; các phần mềm vẫn dùng được (xem /docs).");
	if (!api_unit_json(c, &c->account->unit, &unit) ||
	    !put_json(c, &session, json_pack("{so s{so} so}", "session", api_session_json(c, c->account), "menu", "items", api_menu_of(c), "unit", unit)))
		return false;
	const struct fill f[] = { { "application", application(c->arena) }, { "session", buf_text(&session) } };
	return page_reply(c, q, r, page_khue_html, f, COUNT(f));
}
