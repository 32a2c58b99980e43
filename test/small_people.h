/* small_people.h - how people of a form can be.  For small_world.c and small_attack.c. */
#ifndef SMALL_PEOPLE_H
#define SMALL_PEOPLE_H

#include "catalog/expr.h"
#include "small_world.h"

struct people_line {
	const struct form_row *row;
	const struct form_sheet *sheet;
	const struct expr *when, *column[FORM_COLUMNS_MAX];
	size_t at;
};

struct small_people {
	const struct form *form;
	uint64_t state;
	size_t n_cells, n_sources;
	bool *person;
	struct people_source {
		struct expr_refs refs;
		struct expr_told told[REFS_MAX];
		struct val value[REFS_MAX], usual[REFS_MAX];
		uint64_t how_usual[REFS_MAX]; /* percent */
		struct people_line line[400];
		size_t n_lines;
	} source[3];
	struct attack_relations *known; /* small_attack.c */
};

/* Another school; somebody of it, in which lines and cells they are counted; false: nobody like that was found. */
void people_school(struct small_people *, struct people_source *);
bool people_one(struct small_people *, struct people_source *, bool *in_line, bool *in_cell);

#endif
