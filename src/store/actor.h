/* actor.h - who is acting: an account with its role and scope.  NULL in a context is the system itself. */
#ifndef ACTOR_H
#define ACTOR_H

#include "store/scope.h"
#include "store/unit.h"

struct account {
	struct scope scope;        /* the first: the database looks at it too */
	int64_t id;
	const char *name, *levels; /* levels of education, NULL: all */
	const char *sections;      /* professional sections, NULL: all; the role is narrowed to them already */
	const char *staff;         /* code of the member of staff whose account it is, NULL where the role is for a whole unit */
	const struct role *role;
	struct unit unit;
	struct unit asked;         /* that a request names, read with the session, whether in scope or not; id 0: there is none */
	bool must_change;          /* signed in with a one-time password: may only change it */
	bool must_confirm;         /* half a session: without the code of the second factor it opens nothing */
	bool must_set_factor;      /* a second step is demanded of it and there is none: may only set one */
	const char *session;       /* digest of its token; NULL: a client, or the system */
	const char *csrf;
	const char *queue_key;     /* of the session: what its browser seals with that it has not sent yet; kept nowhere */
	int64_t expires_ms, idle_expires_ms; /* of the session: whatever happens, and when nothing does */
};

static_assert(offsetof(struct account, scope) == 0, "as base/ctx.h says");

static inline int64_t actor_id(const struct ctx *c)
{
	return c->account == NULL ? 0 : c->account->id;
}

/* Of a request: who it is, or that nobody is known any more. */
static inline void actor_set(struct ctx *c, const struct account *a)
{
	c->account = a;
	c->fence = a == NULL ? FENCE_NOTHING : FENCE_OWN;
}

/* The caller's scope; the whole country for the system. */
static inline const struct scope *actor_scope(const struct ctx *c)
{
	return c->account == NULL ? &scope_everywhere : &c->account->scope;
}

/* The whole country is one's own: nothing lies elsewhere. */
static inline bool actor_sees_everything(const struct ctx *c)
{
	return c->account == NULL || (unit_is_root(c, &c->account->unit) && c->account->levels == NULL);
}

#endif
