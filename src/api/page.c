/* page.c - pages from the templates of web/plain, and the files that browsers fetch for them. */
#include "api/pages.h"

#include "api/routes.h"
#include "store/actor.h"

#define KEEP "public, max-age=31536000, immutable"

/* ---- files ---- */

/* "main.js" and "main-1A2B3C4D.js". */
static bool is_called(const char *hashed, const char *name)
{
	const char *dot = strchr(name, '.');
	size_t stem = dot == NULL ? strlen(name) : (size_t)(dot - name);
	const char *end = strchr(hashed, '.');

	return dot != NULL && end != NULL && strncmp(hashed, name, stem) == 0 && hashed[stem] == '-' && streq(end, dot) &&
	       strcspn(hashed + stem + 1, "-.") + stem + 1 == (size_t)(end - hashed);
}

const char *asset_at(struct arena *a, const char *name)
{
	for (size_t i = 0; i < n_assets; i++)
		if (is_called(assets[i].name, name))
			return arena_fmt(a, "/w/%s", assets[i].name);
	return NULL;
}

static void put_form(struct response *r, const struct asset_form *form, const char *coding)
{
	r->body = form->data;
	r->body_len = form->len;
	if (coding == NULL)
		return;
	reply_header(r, "Content-Encoding", coding);
	reply_header(r, "Vary", "Accept-Encoding");
}

HANDLER(api_asset)
{
	const char *name = http_param(q, "asset");
	const struct asset *a = assets;

	while (a < assets + n_assets && !streq(a->name, name))
		a++;
	if (a == assets + n_assets)
		return fail(c, ERR_NOT_FOUND, "route.unknown", "Không có tệp này; hãy tải lại trang.");
	r->type = a->type;
	reply_header(r, "Cache-Control", KEEP);
	if (a->br.data != NULL && http_accepts(q->accept_encoding, "br"))
		put_form(r, &a->br, "br");
	else if (a->gz.data != NULL && http_accepts(q->accept_encoding, "gzip"))
		put_form(r, &a->gz, "gzip");
	else
		put_form(r, &a->plain, NULL);
	return true;
}

HANDLER(api_style)
{
	(void)c, (void)q;
	r->type = "text/css; charset=utf-8";
	r->body = page_style_css;
	r->body_len = strlen(page_style_css);
	reply_header(r, "Cache-Control", "no-cache");
	return true;
}

/* ---- templates ---- */

static const char *choice(struct arena *a, const struct request *q, const char *cookie, const char *const *known)
{
	const char *chosen = api_cookie(a, q, q->secure ? arena_fmt(a, "__Host-%s", cookie) : cookie);

	for (; *known != NULL; known++)
		if (chosen != NULL && streq(chosen, *known))
			return *known;
	return NULL;
}

const char *page_language(struct arena *a, const struct request *q)
{
	const char *chosen = choice(a, q, "khue_lang", (const char *const[]){ "vi", "en", NULL });

	return chosen == NULL ? "vi" : chosen;
}

static const char *theme(struct arena *a, const struct request *q)
{
	const char *chosen = choice(a, q, "khue_theme", (const char *const[]){ "light", "dark", NULL });

	return chosen == NULL ? "" : arena_fmt(a, " data-theme=\"%s\"", chosen);
}

static const char *filled(struct arena *a, const struct request *q, const char *name, const struct fill *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (streq(f[i].name, name))
			return f[i].html;
	if (streq(name, "lang"))
		return page_language(a, q);
	if (streq(name, "theme"))
		return theme(a, q);
	return asset_at(a, name);
}

bool page_reply(struct ctx *c, const struct request *q, struct response *r, const char *template, const struct fill *f, size_t n)
{
	struct buf b = buf_in(c->arena);

	for (const char *p = template; *p != '\0';) {
		size_t len = strcspn(p, "{");
		buf_add(&b, p, len);
		p += len;
		if (*p == '\0')
			break;
		size_t name_len = strcspn(++p, "}");
		const char *html = filled(c->arena, q, arena_strndup(c->arena, p, name_len), f, n);
		assert(html != NULL);
		buf_put(&b, html);
		p += name_len + 1;
	}
	reply_buf(r, "text/html; charset=utf-8", &b);
	/* Browsers without Sec-Fetch-Site tell by Origin where a form comes from, and Origin is "null" under no-referrer. */
	reply_header(r, "Referrer-Policy", "same-origin");
	return true;
}
