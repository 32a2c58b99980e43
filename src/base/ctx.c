/* ctx.c - failures and problems. */
#include "base/ctx.h"

#include "base/text.h"

static const struct {
	int status;
	const char *title;
} kinds[ERR__COUNT] = {
	[ERR_NONE] = { 200, "" },
#define ERR(name, status, title) [ERR_##name] = { status, title },
#include "base/err_table.h"
#undef ERR
};

bool fail(struct ctx *c, enum err err, const char *key, const char *fmt, ...)
{
	va_list ap;

	assert(err > ERR_NONE && err < ERR__COUNT);
	assert(c->err == ERR_NONE); /* the caller went on after a failure */
	va_start(ap, fmt);
	c->detail = text_whole(arena_vfmt(c->arena, fmt, ap));
	va_end(ap);
	c->err = err;
	c->again = AGAIN_IF_READ;
	c->wait_s = 0;
	c->key = key;
	return false;
}

bool ctx_hand_over(struct ctx *from, struct ctx *to)
{
	to->err = from->err;
	to->again = from->again;
	to->wait_s = from->wait_s;
	to->key = from->key;
	to->detail = arena_strdup(to->arena, from->detail);
	ctx_clear(from);
	return false;
}

struct ctx ctx_within(const struct ctx *c)
{
	struct ctx own = *c;

	own.arena = arena_new();
	return own;
}

bool ctx_end(struct ctx *own, struct ctx *c, bool ok)
{
	if (!ok)
		ctx_hand_over(own, c);
	c->db = own->db;
	arena_free(own->arena);
	return ok;
}

const char *ctx_reason(const struct ctx *c)
{
	const char *colon = c->err == ERR_INTERNAL || c->err == ERR_BUSY ? strstr(c->detail, ": ") : NULL, *why = colon == NULL ? c->detail : colon + 2;

	return arena_strndup(c->arena, why, strcspn(why, "\n"));
}

void ctx_clear(struct ctx *c)
{
	c->err = ERR_NONE;
	c->key = c->detail = NULL;
	c->problems = (struct problems){ 0 };
}

bool ctx_forgive(struct ctx *c, enum err err)
{
	if (c->err != err)
		return false;
	ctx_clear(c);
	return true;
}

void problem_put(struct ctx *c, struct problems *list, struct problem p)
{
	struct problem *copy = NEW(c->arena, struct problem);

	*copy = p;
	if (list->tail == NULL)
		list->tail = &list->first;
	*list->tail = copy;
	list->tail = &copy->next;
	p.warning ? list->warnings++ : list->errors++;
}

void problem_say(struct ctx *c, struct problems *list, struct problem p, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	p.message = text_whole(arena_vfmt(c->arena, fmt, ap));
	va_end(ap);
	problem_put(c, list, p);
}

void problem_add(struct ctx *c, struct problems *list, const char *field, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *message = text_whole(arena_vfmt(c->arena, fmt, ap));
	va_end(ap);
	problem_put(c, list, (struct problem){ .field = field, .key = key, .message = message });
}

void problem_warn(struct ctx *c, struct problems *list, const char *field, const char *key, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	const char *message = text_whole(arena_vfmt(c->arena, fmt, ap));
	va_end(ap);
	problem_put(c, list, (struct problem){ .field = field, .key = key, .message = message, .warning = true });
}

bool fail_problems(struct ctx *c, const struct problems *list)
{
	const struct problem *first = list->first;

	assert(list->errors > 0);
	while (first->warning)
		first = first->next;
	fail(c, ERR_INVALID, first->key, "%s", first->message);
	c->problems = *list;
	return false;
}

int err_status(enum err err)
{
	return kinds[err].status;
}

const char *err_title(enum err err)
{
	return kinds[err].title;
}
