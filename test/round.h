/* round.h - what rounds of two sessions are made of: an office and two schools of its own, under the Sở 19. */
#ifndef ROUND_H
#define ROUND_H

#include "store/scope.h"
#include "test.h"
#include "two_sessions.h"

#define TODAY "2025-11-21"

extern const struct scope round_everywhere;

/* Codes of a round: an office, two schools that stand beside it. */
const char *round_office(struct ctx *, int round);
const char *round_school(struct ctx *, int round);
const char *round_other_school(struct ctx *, int round);
void round_units(struct ctx *, int round);

/* Works of a session. */
bool round_make_school(struct ctx *, const char *code, const char *parent);
bool round_close(struct ctx *, const char *unit_code);
bool round_school_closes(struct ctx *, int round);
bool round_write(struct ctx *, const char *unit_code, const char *type, const char *json);

/* Looking on. */
void round_tree_is_sound(struct ctx *);
int64_t round_number(struct ctx *, const char *sql);

#endif
