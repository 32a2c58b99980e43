/* test_csrf.c - no page of another site changes anything in the name of who is signed in here: every route that changes something.
 *
 * Generated from the table of routes, as test_scope.c is; each is asked for what it would do. */
#include "api/routes.h"
#include "scope_probe.h"

/* What a browser can be made to send from elsewhere, or a page that lacks the token. */
static const struct forged {
	const char *what, *key;
	bool no_token, foreign_token, plain; /* plain: the type that a form may have without asking */
	const char *token, *site, *origin;
	bool of_all;                         /* also where nobody is signed in yet, and of pages, whose forms have no token */
} forged[] = {
	{ .what = "no token", .key = "csrf.token", .no_token = true },
	{ .what = "an empty token", .key = "csrf.token", .token = "" },
	{ .what = "the token of somebody else", .key = "csrf.token", .foreign_token = true },
	{ .what = "a form as text", .key = "csrf.token", .no_token = true, .plain = true },
	{ .what = "another site", .key = "csrf.cross_site", .site = "cross-site", .of_all = true },
	{ .what = "a host beside", .key = "csrf.cross_site", .site = "same-site", .of_all = true },
	{ .what = "another site without a token", .key = "csrf.cross_site", .site = "cross-site", .no_token = true, .of_all = true },
	{ .what = "a form as text of another site", .key = "csrf.cross_site", .site = "cross-site", .plain = true, .of_all = true },
};

/* Where no token can be asked for, a browser that says no more tells by its Origin. */
static bool has_no_token(const struct route *t)
{
	return t->page || t->action == ACTION_PUBLIC;
}

struct suite {
	struct ctx cell;
	const struct actor *me, *other;
	size_t sent, bad;
};

static void try_one(struct suite *s, const struct route *t, const struct probe *q, const struct forged *f)
{
	struct ctx *c = &s->cell;
	const char *csrf = f->foreign_token ? s->other->session.csrf : f->token;
	const struct api_reply r = api_call(c, &s->me->session, q->method, q->target, q->body, .type = f->plain ? "text/plain" : q->type, .parts = q->parts,
	                                    .if_match = q->method == PATCH ? "*" : NULL, .csrf = csrf, .no_csrf = f->no_token, .sec_fetch_site = f->site, .origin = f->origin,
	                                    .host = "khue.example");

	s->sent++;
	if (r.status == 403 && (t->page || streq(r.key, f->key)))
		return;
	if (s->bad++ < 20)
		print_error("%d %s as %s, %s: %d %.200s\n", (int)t->method, t->path, s->me->label, f->what, r.status, r.body);
}

static void try_route(struct suite *s, const struct world *w, const struct route *t)
{
	const bool typed = strstr(t->path, "{plural}") != NULL;
	const struct probe q = probe_plain(&s->cell, w, t, typed ? catalog_type(test_catalog(), "learner") : NULL, s->me);
	static const struct forged elsewhere = { .what = "a page of another origin", .key = "csrf.cross_site", .origin = "https://khue.example.evil" };

	for (size_t i = 0; i < COUNT(forged); i++)
		if (forged[i].of_all || !has_no_token(t))
			try_one(s, t, &q, &forged[i]);
	if (has_no_token(t))
		try_one(s, t, &q, &elsewhere);
	arena_reset(s->cell.arena);
}

TEST(no_page_of_another_site_changes_anything)
{
	struct suite s = { .cell = { .arena = arena_new() } };
	size_t routes = 0, people = 0;
	struct world w;

	world_make(c, &w);
	const uint64_t before = world_digest(c);
	s.cell = (struct ctx){ .arena = s.cell.arena, .db = c->db, .catalog = c->catalog, .now_ms = c->now_ms };
	for (size_t k = 0; k < w.n_actors; k++) {
		if (w.actor[k].session.csrf == NULL)
			continue;
		s.other = s.me;
		s.me = &w.actor[k];
		if (s.other == NULL)
			continue;
		people++;
		routes = 0;
		for (size_t i = 0; i < api_app.n_routes; i++) {
			if (api_app.routes[i].method == GET)
				continue;
			try_route(&s, &w, &api_app.routes[i]);
			routes++;
		}
	}
	arena_free(s.cell.arena);
	printf("%zu requests of %zu people to %zu routes\n", s.sent, people, routes);
	assert_int_equal(s.bad, 0);
	assert_true(routes > 60 && people > 10);
	assert_true(world_digest(c) == before);
}
