/* postgres_fence.c - what a connection is told of whom it works for: of which units the server gives and takes rows (decision 0059). */
#include "db/postgres.h"

#include <stdatomic.h>

#include "base/text.h"

static const char all_hidden[] = "{(,)}", none_hidden[] = "{}";

/* Units that moved in this process. */
static atomic_uint n_moved;

void postgres_fence_moved(void)
{
	n_moved++;
}

enum { AGES = 4096 };

static unsigned age(const struct ctx *c, const struct pg *p)
{
	return (p->age + n_moved) * AGES + (unsigned)(c->now_ms / 1000 % AGES);
}

/* By its place, not by its words: the texts of named statements are there once. */
static bool is_open(const char *sql)
{
	for (size_t i = 0; i < SQL__COUNT; i++)
		if (sql_table[i].open && sql_table[i].text[ENGINE_POSTGRES] == sql)
			return true;
	return false;
}

struct fence_said postgres_fence(const struct ctx *c, const struct pg *p, const char *sql)
{
	const struct scope *s = (const struct scope *)c->account; /* it begins with it */

	if (c->fence == FENCE_NOTHING && is_open(sql))
		return (struct fence_said){ 0 };
	if (c->fence == FENCE_NOTHING || (c->fence == FENCE_OWN && s != NULL && s->path == NULL))
		return (struct fence_said){ .path = "", .levels = "" };
	if (c->fence == FENCE_ALL || s == NULL)
		return (struct fence_said){ .path = "/", .levels = "" };
	return (struct fence_said){ .path = s->path, .levels = s->levels == NULL ? "" : s->levels, .alone = s->alone, .limited = s->limited, .age = age(c, p) };
}

static bool is_everything(const struct fence_said *f)
{
	return streq(f->path, "/") && *f->levels == '\0';
}

/* Which units are below another may change. */
static bool is_below(const struct fence_said *f)
{
	return *f->path != '\0' && !is_everything(f) && !(f->alone && *f->levels == '\0');
}

bool postgres_is_said(const struct fence_said *now, const struct fence_said *f)
{
	if (f->path == NULL)
		return true;
	return now->path != NULL && streq(now->path, f->path) && streq(now->levels, f->levels) && now->limited == f->limited && (now->age == f->age || !is_below(f));
}

void postgres_fence_note(struct pg *p, const struct fence_said *f)
{
	const size_t path = strlen(f->path) + 1, levels = strlen(f->levels) + 1;

	p->fence = (struct fence_said){ 0 };
	if (path + levels > sizeof p->fence_text)
		return; /* said each time */
	memcpy(p->fence_text, f->path, path);
	memcpy(p->fence_text + path, f->levels, levels);
	p->fence = (struct fence_said){ .path = p->fence_text, .levels = p->fence_text + path, .alone = f->alone, .limited = f->limited, .age = f->age };
}

void postgres_fence_forget(struct pg *p)
{
	p->fence = (struct fence_said){ 0 };
}

/* All but the last id of "/1/7/40/". */
static const char *all_but(struct arena *a, const char *path)
{
	size_t n = strlen(path) - 1, from = n;

	while (path[from - 1] != '/')
		from--;
	return arena_fmt(a, "{(,%.*s),(%.*s,)}", (int)(n - from), path + from, (int)(n - from), path + from);
}

/* ---- what is hidden from whoever stands above several ---- */

struct fence_known {
	struct fence_known *next;
	const char *path, *levels, *hidden;
	bool limited;
};

static const char *known(const struct pg *p, const struct fence_said *f)
{
	for (const struct fence_known *k = p->known_age == f->age ? p->known : NULL; k != NULL; k = k->next)
		if (streq(k->path, f->path) && streq(k->levels, f->levels) && k->limited == f->limited)
			return k->hidden;
	return NULL;
}

void postgres_fence_learn(struct pg *p, const struct fence_said *f, const struct val *hidden)
{
	if (hidden->kind != VAL_TEXT)
		return;
	if (p->known_in == NULL)
		p->known_in = arena_new();
	if (p->known_age != f->age) {
		arena_reset(p->known_in);
		p->known = NULL;
		p->known_age = f->age;
	}
	struct fence_known *k = NEW(p->known_in, struct fence_known);
	*k = (struct fence_known){ .next = p->known, .path = arena_strdup(p->known_in, f->path), .levels = arena_strdup(p->known_in, f->levels), .limited = f->limited,
		                   .hidden = arena_strndup(p->known_in, hidden->s, hidden->len) };
	p->known = k;
}

struct said postgres_fence_say(struct ctx *c, const struct pg *p, const struct fence_said *f)
{
	const char *hidden = is_below(f) ? known(p, f) : NULL;
	struct val *args = NEW_N(c->arena, struct val, 4);

	args[0] = val_text(*f->path == '\0' ? all_hidden : is_everything(f) ? none_hidden : hidden != NULL ? hidden : is_below(f) ? f->path : all_but(c->arena, f->path));
	if (!is_below(f) || hidden != NULL)
		return (struct said){ .sql = sql_table[SQL_FENCE_SAY].text[ENGINE_POSTGRES], .args = args, .n = 1 };
	char *next = arena_strdup(c->arena, f->path);
	next[strlen(next) - 1]++; /* as store/scope.c has it */
	args[1] = val_text(next);
	args[2] = *f->levels == '\0' ? val_null() : val_text(f->levels);
	args[3] = f->limited ? val_null() : val_bool(true);
	return (struct said){ .sql = sql_table[SQL_FENCE_SAY_WITHIN].text[ENGINE_POSTGRES], .args = args, .n = 4, .tells = f };
}
