/* scope_world.h - two provinces in which every unit has one of everything, and a caller of every role at every kind of unit.
 *
 *     BGDDT ─┬─ S19 ─┬─ P172 ─┬─ 19172401 (primary)
 *            │       │        └─ 19172402 (primary, of limited information)
 *            │       ├─ C190 ─── 19000601 (primary and lower secondary)
 *            │       └─ 19000501 (lower secondary)
 *            └─ S01 ─┬─ P001 ─── 01001401 (primary)
 *                    ├─ C010 ─── 01000601 (primary)
 *                    └─ 01000501 (lower secondary)
 *
 * 19172401 has a second class beside that of its teacher, with pupil, results and teacher of its own.
 * Every text in it stands in one unit, or class, only, so that it gives away where it came from. */
#ifndef SCOPE_WORLD_H
#define SCOPE_WORLD_H

#include "api.h"
#include "store/actor.h"

struct world_unit {
	struct unit unit;
	const char *account, *report, *job; /* report NULL: it files none */
	const char *transfer;         /* of its learner to a school outside this world; NULL in offices */
	const char *rollover, *export, *regulation, *request; /* NULL in offices */
	const char *client, *session; /* of `account` */
	const char **record;          /* codes by index of type; NULL in offices */
	const char *mark;             /* in its texts: the code of the unit, or of a part its own */
	const char **own;             /* those that are nobody else's: of a unit all of `record` */
	bool part;                    /* not a unit: a class of one, of another teacher, and what belongs to it; the rest is the unit's own */
};

/* A text that only one unit has, and the module whose readers may see it (NULL: whoever may see the unit), if they are
 * shown fields of the class. */
struct canary {
	const char *text, *module;
	const char *also;             /* a second module whose readers are told it; NULL: none */
	enum sensitivity class;
	bool below;                   /* of an office: also whoever stands below it */
	bool whole;                   /* only those from whom nothing is hidden */
	const struct record_type *code_of; /* a code of such a record: also whoever is shown a reference to it */
	bool holder;                  /* the name of somebody at work: also whoever issues accounts there (domain/account/holders.c) */
	const struct world_unit *unit;
};

struct actor {
	struct api_session session;
	struct account account;       /* as the gate would see it; role NULL: nobody */
	const struct world_unit *home;
	const char *label;            /* "manager S19 03" */
};

struct world {
	struct world_unit *unit;
	struct canary *canary;
	struct actor *actor;
	size_t n_units, n_canaries, n_actors;
};

#define WORLD_OUTSIDE "90000001" /* a school that is nobody's here */
#define WORLD_LIMITED "19172402" /* of limited information: offices above it see nothing */

/* Gives c a catalogue with one more role: a registrar, who has a school's rights but health, staff and sensitive fields. */
void world_make(struct ctx *, struct world *);

/* A record as a unit would send it: required members, references to its own. */
json_t *world_record(struct ctx *, const struct record_type *, const struct world_unit *);

bool world_covers(const struct actor *, const struct world_unit *);
bool world_may_see(struct ctx *, const struct actor *, const struct canary *);

/* Every cell of every table, in one number. */
uint64_t world_digest(struct ctx *);

#endif
