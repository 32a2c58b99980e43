/* small.h - which figures about persons are covered, so that nobody is told from a small number.
 *
 * A figure about persons from 1 to below a number is covered, and so many others with it that none can be worked out: by what
 * a form says of its rows and columns, and by the sums of offices.  Nothing is guessed of how somebody might work it out:
 * a covered figure is sure when another world is found in which it is another number, all that is not covered is what it is, everything
 * that must hold between figures holds, and what is covered stays 1 or more.  Such a world is a move: the people counted in some rows are some
 * more or fewer, or others; what it needs covered is covered with it, and as little as is found to be enough.
 * The same figures always give the same pattern.  It knows no database. */
#ifndef SMALL_H
#define SMALL_H

#include "catalog/form.h"

struct small_relations;

/* What must hold between the figures of a form about persons: from its checks, and from the conditions of its rows and columns. */
struct small_relations *small_relations_of(struct ctx *, const struct form *);

/* Of each cell of the form (in the order of figures) whether it counts persons; of rows that count something else by how many persons it has
 * (schools with few disabled pupils): whether they tell of persons. */
bool small_counts(const struct small_relations *, size_t cell);
bool small_tells(const struct small_relations *, size_t cell);
size_t small_n_cells(const struct small_relations *);

/* The figures of a unit. */
struct small_table {
	const int64_t *cell;
	bool *covered;       /* gets it; by cell */
	bool open;           /* of a kind of units whose figures are shown as they are */
	bool sum;            /* of an office: not itself a part of the sums below */
	bool *fixed;         /* small_cover's: zeros of rows and columns that are not the unit's kind, which everybody knows */
	int64_t *weighed, *ruled; /* small_cover's: of each line, and of what each rule adds up to, how many have each profile */
	const size_t *in;    /* sums it is a part of, in order */
	size_t n_in;
};

/* A sum over tables that somebody sees, or may see some day. */
struct small_sum {
	size_t table;        /* where it is shown; SIZE_MAX: not yet */
	bool open;           /* the kind of office it is of */
};

/* Returns how many cells could not be made sure: 0, unless the figures contradict each other. */
size_t small_cover(struct arena *, const struct small_relations *, int below, struct small_table *, size_t n, const struct small_sum *);

#endif
