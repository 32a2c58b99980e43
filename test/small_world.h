/* small_world.h - people who are not, counted by a form; and somebody who works out what is covered.
 *
 * Who attacks knows the form and how people can be, and nothing of the program: which rows and columns are parts of others is seen from
 * many people, not from the conditions.  Solved exactly (elimination modulo a prime), then by bounds until nothing moves. */
#ifndef SMALL_WORLD_H
#define SMALL_WORLD_H

#include "domain/small/small.h"

enum { WORLD_TABLES = 16, WORLD_SUMS = 8 };

struct small_world {
	const struct form *form;
	size_t n_cells, n, n_sums, n_schools;
	struct small_table table[WORLD_TABLES];
	struct small_sum sum[WORLD_SUMS];
	int64_t *cell[WORLD_TABLES];
	bool part[WORLD_SUMS][WORLD_TABLES];
};

struct small_people;

/* How people of a form can be; seed: which. */
struct small_people *small_people_of(struct ctx *, const struct form *, uint64_t seed);

/* What whoever attacks knows; before they do. */
void small_learn(struct ctx *, struct small_people *);

/* An office that is open, over offices that are not, over schools with at most so many people. */
struct small_world small_world_of(struct ctx *, struct small_people *, size_t offices, size_t schools, size_t most);

/* How many covered cells of the tables that are seen somebody works out, who knows whether zeros are among them. */
size_t small_attack(struct ctx *, const struct small_people *, const struct small_world *, const bool *seen, const char **ret_first);

uint64_t small_random(struct small_people *);

#endif
