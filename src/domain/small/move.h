/* move.h - other worlds: how the people counted could be some more, fewer or others, and nobody who sees what is shown would know.
 * Private to the folder. */
#ifndef MOVE_H
#define MOVE_H

#include "domain/small/model.h"

enum { MOVE_LINES_MAX = 12 };

/* In each line the shift of columns, times 1 or -1. */
struct small_move {
	size_t line[MOVE_LINES_MAX];
	int8_t sign[MOVE_LINES_MAX];
	size_t n;
	const struct small_shift *shift;
	int *times;                       /* of each rule: what its lines in the move add up to */
};

/* A line more, and the last one less. */
void small_move_push(const struct small_relations *, struct small_move *, size_t line, int sign);
void small_move_pop(const struct small_relations *, struct small_move *);

/* What covering costs: the fewest cells, of them the smallest; zeros and open offices when nothing else helps. */
enum { COST_CELL = 1 << 12, COST_ZERO = 1 << 22, COST_NOWHERE = 1 << 20 };
#define COST_OPEN (INT64_C(1) << 36)
#define COST_NONE INT64_MAX

/* Before all else: fills in weighed, which is zero. */
void small_weigh(const struct small_relations *, struct small_table *);

/* How far a move may go: what is 1 or more stays so and zeros stay zeros; zeros may become more; and what is more may become 0
 * where a zero became more, since then nobody can say that all that is covered is 1 or more. */
enum small_reach { REACH_SMALL, REACH_FROM_ZERO, REACH_TO_ZERO, REACH__COUNT };

/* A line of it: whether its cells stay within that.  sign: of the whole move. */
bool small_line_fits(const struct small_relations *, const struct small_table *, const struct small_move *, size_t i, int sign, enum small_reach);

/* Of a whole move in a table: how many cells become 0, and how many were. */
struct small_zeros {
	size_t to, from;
};
void small_count_zeros(const struct small_relations *, const struct small_table *, const struct small_move *, int sign, struct small_zeros *);

/* What the line newly covers. */
int64_t small_line_cost(const struct small_relations *, const struct small_table *, const struct small_move *, size_t i);

/* The first rule that a move breaks; SIZE_MAX: none; *ret_over: by which way it must be mended (1: its lines must add up to more). */
size_t small_broken(const struct small_relations *, const struct small_table *, const struct small_move *, int sign, int *ret_way);

/* The whole of it; COST_NONE: it cannot be. */
int64_t small_move_cost(const struct small_relations *, const struct small_table *, const struct small_move *, int sign, enum small_reach);

/* Covers its cells, and marks them as sure. */
void small_move_make(const struct small_relations *, struct small_table *, bool *sure, const struct small_move *);

#endif
