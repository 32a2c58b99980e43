/* demo_data.h - internal to demo: the material, ready to be chosen from. */
#ifndef DEMO_DATA_H
#define DEMO_DATA_H

#include "domain/demo/demo_names.h"

/* Things of one kind to choose among; `sum` is the running total of weights. */
struct demo_choice {
	const char *text;
	uint32_t sum;
};

struct demo_choices {
	struct demo_choice *item;
	size_t n, room;
};

/* "01/02/child" and the like -> choices.  Sorted by key; a few hundred at most. */
struct demo_group {
	const char *key;
	struct demo_choices choices;
};

struct demo_groups {
	struct demo_group *group;
	size_t n, room;
};

struct demo_data {
	struct demo_groups family;     /* "01/north" */
	struct demo_groups middle;     /* "01/02/child" */
	struct demo_groups given;      /* "01/02/child" */
	struct demo_groups pattern;    /* "12/01" */
	struct demo_groups ethnic;     /* province */
	struct demo_groups region;     /* province -> "north" or "south" */
	struct demo_groups school;     /* level_group */
	struct demo_groups word;       /* "hero", "word" */
	struct demo_groups occupation; /* "" */
};

/* NULL when there is no such group. */
const struct demo_choices *demo_group_find(const struct demo_groups *, const char *key);
const char *demo_choose(const struct demo_choices *, struct demo_rng *);

#endif
