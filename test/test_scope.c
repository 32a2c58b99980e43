/* test_scope.c - nobody reaches beyond their scope: every route, role, relation and place of a code.
 *
 * Generated from the table of routes, the roles and the record types.  A request
 * with a code of a unit out of scope is answered as one with a code that nobody
 * has, byte for byte; it changes nothing; no answer holds a text of such a unit. */
#include <stdio.h>
#include <string.h>

#include "api/routes.h"
#include "db/db.h"
#include "scope_probe.h"
#include "table/walls.h"

struct matrix {
	struct ctx *c;
	struct world w;
	struct ctx cell; /* its arena is emptied after each cell */
	bool dry;        /* what can be tried is tried */
	size_t cells, refused, failures, turn;
};

static const struct actor *nobody_of(const struct matrix *m)
{
	return &m->w.actor[m->w.n_actors - 1];
}

static void violation(struct matrix *m, const struct route *t, const struct place *p, const struct actor *a, const char *code, const char *why,
                      const struct api_reply *r)
{
	if (m->failures++ < 20)
		print_error("%d %s, %s of %s as %s: %s\n    %d %.300s\n", (int)t->method, t->path, p == NULL ? "nothing" : p->name,
		            code == NULL ? "nobody" : code, a->label, why, r->status, r->body);
}

static struct api_reply send(struct matrix *m, const struct actor *a, const struct probe *q)
{
	const char *target = !m->dry ? q->target : arena_fmt(m->cell.arena, "%s%cdry_run=1", q->target, strchr(q->target, '?') == NULL ? '?' : '&');

	m->cells++;
	return api_call(&m->cell, &a->session, q->method, target, q->body, .type = q->type, .parts = q->parts, .if_match = q->method == PATCH ? "*" : NULL);
}

static bool is_digit(char ch)
{
	return ch >= '0' && ch <= '9';
}

/* As a whole: 19172401-L1 is not in 19172401-L12. */
static bool holds_text(const char *body, const char *text)
{
	size_t n = strlen(text);

	for (const char *p = body; (p = strstr(p, text)) != NULL; p++)
		if (!is_digit(p[n]) && (p == body || !is_digit(p[-1])))
			return true;
	return false;
}

/* asked: what the caller said themself may come back to them. */
static void check_canaries(struct matrix *m, const struct route *t, const struct place *p, const struct actor *a, const struct api_reply *r,
                           const char *asked)
{
	for (size_t i = 0; i < m->w.n_canaries; i++) {
		const struct canary *y = &m->w.canary[i];
		if (world_may_see(m->c, a, y) || (asked != NULL && streq(asked, y->text)) || !holds_text(r->body, y->text))
			continue;
		violation(m, t, p, a, asked, arena_fmt(m->cell.arena, "the answer holds \"%s\"", y->text), r);
		return;
	}
}

/* The code itself may be repeated in an answer. */
static const char *without(struct arena *a, const char *body, const char *code)
{
	struct buf b = buf_in(a);

	for (const char *p; (p = strstr(body, code)) != NULL; body = p + strlen(code)) {
		buf_add(&b, body, (size_t)(p - body));
		buf_put(&b, "§");
	}
	buf_put(&b, body);
	return buf_text(&b);
}

static bool same(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : streq(x, y);
}

/* What a request with a code that nobody has is answered. */
struct ghost {
	int status;
	const char *body;
};

static bool differs(struct matrix *m, const struct ghost *g, const struct api_reply *r, const char *code)
{
	return r->status != g->status || !streq(without(m->cell.arena, r->body, code), g->body) || r->file > 0 || r->etag != NULL ||
	       r->location != NULL || !same(r->link, NULL);
}

static struct ghost ask_ghost(struct matrix *m, const struct route *t, const struct record_type *type, const struct place *p, const struct actor *a)
{
	const char *code = probe_ghost(m->c, p);
	struct probe q = probe_make(&m->cell, &m->w, t, type, p, a, code);
	struct api_reply r = send(m, a, &q);

	check_canaries(m, t, p, a, &r, code);
	if (p->strict && r.status != 403 && r.status != 404 && (r.status != 401 || a != nobody_of(m)))
		violation(m, t, p, a, code, "a code that nobody has is not refused", &r);
	return (struct ghost){ r.status, arena_strdup(m->c->arena, without(m->cell.arena, r.body, code)) };
}

static void ask_foreign(struct matrix *m, const struct route *t, const struct record_type *type, const struct place *p, const struct actor *a,
                        const struct ghost *g, const char *code)
{
	struct probe q = probe_make(&m->cell, &m->w, t, type, p, a, code);
	struct api_reply r = send(m, a, &q);

	m->refused++;
	if (differs(m, g, &r, code))
		violation(m, t, p, a, code, arena_fmt(m->cell.arena, "not answered as for a code that nobody has (%d %.200s)", g->status, g->body), &r);
	arena_reset(m->cell.arena);
}

/* Where a page of others begins is no place to begin. */
static void ask_cursor(struct matrix *m, const struct route *t, const struct record_type *type, const struct place *p, const struct actor *a,
                       const struct world_unit *u)
{
	const struct actor *ministry = NULL;

	for (size_t i = 0; i < m->w.n_actors && ministry == NULL; i++)
		if (m->w.actor[i].home == &m->w.unit[0] && streq(m->w.actor[i].account.role->name, "manager"))
			ministry = &m->w.actor[i];
	const char *code = u->own[type - m->c->catalog->type];
	const char *plain = probe_make(&m->cell, &m->w, t, type, NULL, ministry, NULL).target;
	const char *target = arena_fmt(m->cell.arena, "%s%climit=1", plain, strchr(plain, '?') == NULL ? '?' : '&');
	struct api_reply page = api_call(&m->cell, &ministry->session, GET, target, NULL);
	while (page.status == 200 && strstr(page.body, code) == NULL && *api_text(&page, "cursor") != '\0')
		page = api_call(&m->cell, &ministry->session, GET, arena_fmt(m->cell.arena, "%s&cursor=%s", target, api_text(&page, "cursor")), NULL);
	if (*api_text(&page, "cursor") == '\0')
		return; /* the last of all */
	struct probe q = probe_make(&m->cell, &m->w, t, type, p, a, api_text(&page, "cursor"));
	struct api_reply r = send(m, a, &q);
	m->refused++;
	if (r.status == 200)
		violation(m, t, p, a, code, "a cursor of another caller was taken", &r);
	check_canaries(m, t, p, a, &r, NULL);
	arena_reset(m->cell.arena);
}

/* Transfers lead to the school outside, right below the root. */
static bool sees_other_side(const struct actor *a)
{
	return a->home != NULL && a->home->unit.id == 1 && a->account.levels == NULL;
}

static void cross(struct matrix *m, const struct route *t, const struct record_type *type, const struct place *p)
{
	const uint64_t before = t->method == GET ? 0 : world_digest(m->c);

	for (size_t i = 0; i < m->w.n_actors; i++) {
		const struct actor *a = &m->w.actor[i];
		struct ghost g = { 0 };
		if (p->where != AT_CURSOR)
			g = ask_ghost(m, t, type, p, a);
		for (size_t k = 0; k < m->w.n_units; k++) {
			const struct world_unit *u = &m->w.unit[k];
			const char *code = p->where == AT_CURSOR ? NULL : probe_code(m->c, p, u);
			if (world_covers(a, u) || (p->target == TARGET_TRANSFER && sees_other_side(a)))
				continue;
			if (p->where == AT_CURSOR && u->own != NULL && u->own[type - m->c->catalog->type] != NULL)
				ask_cursor(m, t, type, p, a, u);
			if (code != NULL)
				ask_foreign(m, t, type, p, a, &g, code);
			if (code != NULL && strchr(code, '-') != NULL && p->target != TARGET_JOB) /* in a unit that is there, a number that is not */
				ask_foreign(m, t, type, p, a, &g, arena_fmt(m->c->arena, "%s999", code));
		}
		arena_reset(m->cell.arena);
	}
	if (t->method != GET && world_digest(m->c) != before)
		fail_msg("%d %s %s: something was changed by a refused request (%s)", (int)t->method, t->path, type == NULL ? "" : type->plural, p->name);
}

/* Who only tries is told no more. */
static void cross_place(struct matrix *m, const struct route *t, const struct record_type *type, const struct place *p)
{
	cross(m, t, type, p);
	m->dry = t->query != NULL && strstr(t->query, "dry_run") != NULL;
	if (m->dry)
		cross(m, t, type, p);
	m->dry = false;
}

/* What is one's own is answered, and holds nothing of others; else nothing above proves anything. */
static void own_place(struct matrix *m, const struct route *t, const struct record_type *type, const struct place *p)
{
	bool reached = p->where == AT_CURSOR || (t->body == BODY_NDJSON && type->is_unit); /* institutions never come in batches */

	for (size_t i = 0; i < m->w.n_actors && (t->method == GET || !reached); i++) {
		const struct actor *a = &m->w.actor[i];
		const struct ghost g = ask_ghost(m, t, type, p, a);
		for (size_t k = 0; k < m->w.n_units; k++) {
			const char *code = probe_code(m->c, p, &m->w.unit[k]);
			if (p->where == AT_CURSOR || code == NULL || !world_covers(a, &m->w.unit[k]))
				continue;
			struct probe q = probe_make(&m->cell, &m->w, t, type, p, a, code);
			struct api_reply r = send(m, a, &q);
			reached = reached || differs(m, &g, &r, code);
			check_canaries(m, t, p, a, &r, code);
			arena_reset(m->cell.arena);
		}
	}
	if (!reached)
		fail_msg("%d %s %s: no role reaches even its own (%s)", (int)t->method, t->path, type == NULL ? "" : type->plural, p->name);
}

typedef void place_fn(struct matrix *, const struct route *, const struct record_type *, const struct place *);

static bool same_shape(const struct record_type *a, const struct record_type *b)
{
	return streq(a->module, b->module) && a->code_scheme == b->code_scheme && a->year_bound == b->year_bound && a->once_a_year == b->once_a_year &&
	       a->by_operation == b->by_operation && (a->status_by_hand == NULL) == (b->status_by_hand == NULL);
}

/* SQLite is asked about every type; PostgreSQL, which answers slower, about the first of each shape; sanitizers, slower still, about
 * four, by fewer callers (scope_world.c), and of what is left the seventh part: they look for faults of memory, not of rights. */
static bool is_asked(const struct matrix *m, size_t type)
{
	static const char *const four[] = { "school", "class", "learner", "enrolment" };
	const struct record_type *all = m->c->catalog->type;
	bool asked = false;

	for (size_t i = 0; WALLS_SANITIZED && i < COUNT(four); i++)
		asked = asked || streq(all[type].name, four[i]);
	if (WALLS_SANITIZED)
		return asked;
	for (size_t i = 0; i < type; i++)
		if (db_engine(m->c->db) != ENGINE_SQLITE && same_shape(&all[i], &all[type]))
			return false;
	return true;
}

static bool is_turn(struct matrix *m)
{
	return !WALLS_SANITIZED || m->turn++ % 7 == 0;
}

static void each_place(struct matrix *m, const struct route *t, place_fn *fn)
{
	struct place place[PLACES_MAX];
	bool typed = strstr(t->path, "{plural}") != NULL;

	for (size_t i = 0; i < (typed ? m->c->catalog->n_types : 1); i++) {
		const struct record_type *type = typed ? &m->c->catalog->type[i] : NULL;
		if (typed && !is_asked(m, i))
			continue;
		size_t n = probe_places(t, type, place);
		if (type != NULL && type->by_operation && t->action == ACTION_WRITE)
			continue; /* refused to everyone, by the gate: test_event.c */
		for (size_t k = 0; k < n; k++)
			if (is_turn(m))
				fn(m, t, type, &place[k]);
	}
}

/* Reading without saying where: one's own scope and nothing else. */
static void read_plainly(struct matrix *m, const struct route *t)
{
	bool typed = strstr(t->path, "{plural}") != NULL;

	if (t->method != GET) {
		if (t->scope == SCOPE_NONE && !streq(t->object, "session") && !streq(t->object, "catalog")) /* the same for all, and only read */
			fail_msg("route %s changes something but says it touches no unit", t->path);
		return;
	}
	for (size_t i = 0; i < (typed ? m->c->catalog->n_types : 1); i++)
		for (size_t k = 0; k < m->w.n_actors && (!typed || is_asked(m, i)); k++) {
			if (!is_turn(m))
				continue;
			const struct actor *a = &m->w.actor[k];
			struct probe q = probe_plain(&m->cell, &m->w, t, typed ? &m->c->catalog->type[i] : NULL, a);
			struct api_reply r = send(m, a, &q);
			check_canaries(m, t, NULL, a, &r, NULL);
			if (a == nobody_of(m) && t->action != ACTION_PUBLIC && !t->page && r.status != 401)
				violation(m, t, NULL, a, NULL, "answered without a session", &r);
			arena_reset(m->cell.arena);
		}
}

TEST(nobody_reaches_beyond_their_scope)
{
	struct matrix m = { .c = c };

	if (WALLS_SANITIZED && db_engine(c->db) != ENGINE_SQLITE)
		skip(); /* the same code on the other engine, and all of it without sanitizers */
	world_make(c, &m.w);
	api_serve_jobs(c);
	m.cell = (struct ctx){ .arena = arena_new(), .db = c->db, .catalog = c->catalog, .now_ms = c->now_ms };
	for (size_t i = 0; i < api_app.n_routes; i++) {
		read_plainly(&m, &api_app.routes[i]);
		each_place(&m, &api_app.routes[i], cross_place);
	}
	for (int writing = 0; writing <= 1; writing++)
		for (size_t i = 0; i < api_app.n_routes; i++)
			if ((api_app.routes[i].method != GET) == writing)
				each_place(&m, &api_app.routes[i], own_place);
	arena_free(m.cell.arena);
	printf("%zu requests, %zu of them with codes of others\n", m.cells, m.refused);
	if (m.failures > 0)
		fail_msg("%zu cells are not as they should be", m.failures);
	assert_true(m.refused > (WALLS_SANITIZED ? 1000 : 10000));
}
