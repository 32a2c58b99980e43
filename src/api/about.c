/* about.c - what the public is told, signed in or not: what this is, where its rules are, whom to ask.  Nothing about anybody. */
#include "api/pages.h"
#include "api/routes.h"
#include "base/time.h"
#include "catalog/catalog.h"

HANDLER(api_about)
{
	const bool english = streq(page_language(c->arena, q), "en");
	const struct fill f[] = {
		{ "version", arena_fmt(c->arena, "%d", c->catalog->version) },
		{ "published", english ? c->catalog->published : date_words(c->arena, c->catalog->published) },
	};

	return page_reply(c, q, r, english ? page_gioi_thieu_en_html : page_gioi_thieu_html, f, COUNT(f));
}
