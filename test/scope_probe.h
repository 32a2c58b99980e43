/* scope_probe.h - where in a request a code can stand, and the request with a code put there.
 *
 * Derived from the table of routes.  A name that is not known here is a failure
 * of the test: whoever adds a route says in scope_probe.c what its codes mean. */
#ifndef SCOPE_PROBE_H
#define SCOPE_PROBE_H

#include "scope_world.h"

enum target {
	TARGET_UNIT, TARGET_RECORD, TARGET_REPORT, TARGET_ACCOUNT, TARGET_JOB, TARGET_TRANSFER, TARGET_ROLLOVER, TARGET_REGULATION, TARGET_REQUEST, TARGET_EXPORT,
	TARGET_CLIENT, TARGET_SESSION,
};

enum where {
	AT_PATH, AT_QUERY, AT_BODY, AT_BODY_LIST, AT_PART,
	AT_REFERENCE,      /* a member of a record that names another record */
	AT_LINE,           /* the unit of one line among others */
	AT_LINE_REFERENCE,
	AT_FILTER, AT_SEARCH, AT_CURSOR,
};

struct place {
	enum where where;
	enum target target;
	const char *name;               /* of the parameter or member */
	const struct record_type *type; /* TARGET_RECORD: what the code names */
	bool strict;                    /* a code of others is refused; else it finds nothing */
	bool below;                     /* with "below": true, where the route has it */
};

struct probe {
	enum method method;
	const char *target, *body, *type;
	struct part *parts;
};

enum { PLACES_MAX = 60 };

/* Fails the test, naming the route, when it cannot be exercised. */
size_t probe_places(const struct route *, const struct record_type *, struct place ret[PLACES_MAX]);

struct probe probe_make(struct ctx *, const struct world *, const struct route *, const struct record_type *, const struct place *,
                        const struct actor *, const char *code);

/* The request of a route as it is, for its own account's unit. */
struct probe probe_plain(struct ctx *, const struct world *, const struct route *, const struct record_type *, const struct actor *);

/* What a unit has in this place; NULL: nothing. */
const char *probe_code(const struct ctx *, const struct place *, const struct world_unit *);
/* A code of the same form that nobody has. */
const char *probe_ghost(struct ctx *, const struct place *);

#endif
