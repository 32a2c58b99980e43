/* shell.c - the page in which the web application runs: who is signed in stands in it, so that nothing need be asked first. */
#include "api/pages.h"
#include "api/routes.h"
#include "base/json.h"
#include "catalog/document.h"

/* What the catalogue says of the type whose records are wanted: fetched beside the script, not after it. */
static void put_type(struct ctx *c, struct buf *b, const char *path)
{
	static const char records[] = "/ho-so/";
	const char *plural = strncmp(path, records, strlen(records)) != 0 ? "" : arena_strndup(c->arena, path + strlen(records), strcspn(path + strlen(records), "/"));

	if (catalog_plural(c->catalog, plural) != NULL)
		buf_fmt(b, "<link rel=\"preload\" as=\"fetch\" crossorigin href=\"" API "/catalog/%s?v=%s\">\n", plural, api_catalog_digest(c, c->account));
}

static const char *application(struct ctx *c, const char *path)
{
	struct arena *a = c->arena;
	struct buf b = buf_in(a);
	const char *script = asset_at(a, "main.js"), *style = asset_at(a, "main.css");

	buf_fmt(&b, "<link rel=\"stylesheet\" href=\"%s\">\n", style);
	for (size_t i = 0; i < n_assets; i++)
		if (assets[i].first && !streq(assets[i].name, script + strlen("/w/")) && !streq(assets[i].name, style + strlen("/w/")))
			buf_fmt(&b, "<link rel=\"modulepreload\" href=\"/w/%s\">\n", assets[i].name);
	put_type(c, &b, path);
	buf_fmt(&b, "<script type=\"module\" src=\"%s\"></script>\n", script);
	return buf_text(&b);
}

/* JSON inside of HTML: no tag can begin or end in it. */
static void put_json(struct buf *b, const char *json)
{
	for (const char *p = json; *p != '\0';) {
		size_t len = strcspn(p, "<");
		buf_add(b, p, len);
		p += len;
		if (*p == '<') {
			buf_put(b, "\\u003c");
			p++;
		}
	}
}

static bool session(struct ctx *c, struct buf *b)
{
	struct buf json = buf_in(c->arena);
	json_t *menu;

	if (!api_menu_of(c, &menu))
		return false;
	json_open_object(&json, NULL);
	api_put_session(c, &json, "session", c->account);
	json_open_object(&json, "menu");
	document_put(&json, "items", menu);
	json_close_object(&json);
	json_decref(menu);
	if (!api_put_unit(c, &json, "unit", &c->account->unit))
		return false;
	json_close_object(&json);
	put_json(b, buf_text(&json));
	return true;
}

HANDLER(api_shell)
{
	struct buf json = buf_in(c->arena);

	if (c->account == NULL || c->account->must_change)
		return page_before(c, q, r, c->account == NULL ? "/dang-nhap" : "/mat-khau");
	if (c->account->must_set_factor)
		return page_before(c, q, r, "/hai-buoc");
	if (asset_at(c->arena, "main.js") == NULL)
		return fail(c, ERR_NOT_FOUND, "web.none", "Chương trình này được dựng không có ứng dụng web; các phần mềm vẫn dùng được (xem /docs).");
	if (!session(c, &json))
		return false;
	const struct fill f[] = { { "application", application(c, q->path) }, { "session", buf_text(&json) } };
	return page_reply(c, q, r, page_khue_html, f, COUNT(f));
}
