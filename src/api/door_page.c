/* door_page.c - what the plain pages before the application share: where to go from them, and words inside of HTML. */
#include "api/door.h"
#include "api/pages.h"

/* What a browser opens for people: neither the API nor the door itself. */
static bool is_screen(const char *ve)
{
	static const char *const not[] = { "/api", "/w", "/dang-nhap", "/dang-xuat", "/mat-khau", "/xac-nhan", "/hai-buoc" };
	const size_t n = strcspn(ve, "?#");

	for (size_t i = 0; i < COUNT(not); i++)
		if (strncmp(ve, not[i], strlen(not[i])) == 0 && (n == strlen(not[i]) || ve[strlen(not[i])] == '/'))
			return false;
	return true;
}

enum { VE_MAX = 1900 }; /* with the name of the page it must fit into a target */

/* An address of ours alone: "//x" and "/\x" lead elsewhere, and "/.//x" becomes the first. */
static const char *back_to(const char *ve)
{
	if (ve == NULL || ve[0] != '/' || strlen(ve) > VE_MAX || strstr(ve, "//") != NULL || strstr(ve, "/.") != NULL || !is_screen(ve))
		return "/";
	for (const char *p = ve; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~' || *p == '\\')
			return "/";
	return ve;
}

const char *door_wanted(const struct request *q)
{
	return back_to(q->in != NULL ? in_text(q, "ve") : http_query(q, "ve"));
}

bool door_redirect(struct ctx *c, struct response *r, const char *page, const char *ve)
{
	const char *to = http_encode(c->arena, ve);

	reply_redirect(r, streq(ve, "/") || strlen(to) > VE_MAX ? page : arena_fmt(c->arena, "%s?ve=%s", page, to));
	return true;
}

bool page_before(struct ctx *c, const struct request *q, struct response *r, const char *page)
{
	struct buf here = buf_in(c->arena);

	buf_put(&here, q->path);
	for (size_t i = 0; i < q->n_query; i++)
		buf_fmt(&here, "%c%s=%s", i == 0 ? '?' : '&', q->query[i].name, http_encode(c->arena, q->query[i].value));
	return door_redirect(c, r, page, back_to(buf_text(&here)));
}

const char *door_html(struct arena *a, const char *text)
{
	struct buf b = buf_in(a);

	buf_html(&b, text == NULL ? "" : text);
	return buf_text(&b);
}

const char *door_problem(struct arena *a, const char *text)
{
	return text == NULL ? "" : arena_fmt(a, "<p class=\"problem\" role=\"alert\">%s</p>\n", door_html(a, text));
}

bool door_go_in(struct ctx *c, const struct request *q, struct response *r, const struct account *me)
{
	if (me->must_confirm)
		return door_redirect(c, r, "/xac-nhan", door_wanted(q));
	if (me->must_change)
		return door_redirect(c, r, "/mat-khau", door_wanted(q));
	if (me->must_set_factor)
		return door_redirect(c, r, "/hai-buoc", door_wanted(q));
	reply_redirect(r, door_wanted(q));
	return true;
}
