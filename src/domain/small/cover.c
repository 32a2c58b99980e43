/* cover.c - for each small figure the cheapest other world. */
#include "domain/small/move.h"

enum { TRIES = 6000, FURTHER = 48, PARTNERS = 40 };

struct cover {
	struct arena *arena;
	const struct small_relations *r;
	struct small_table *table;
	const struct small_sum *sum;
	bool **sure;
	int *times;
	size_t n;
};

/* One small figure, of a table or of a sum of which the table is a part. */
struct hunt {
	struct cover *k;
	size_t table, of;            /* of: the sum that must move; SIZE_MAX: any may stay */
	enum small_reach reach;
	int sign;
	size_t tries;
	struct small_move move;
	int64_t cost;                /* of the best there is */
	struct small_move best;
	int best_sign;
	size_t table_of_best, partner;
};

static bool is_in(const struct small_table *t, size_t sum)
{
	for (size_t i = 0; i < t->n_in; i++)
		if (t->in[i] == sum)
			return true;
	return false;
}

static int64_t plus(int64_t a, int64_t b)
{
	return a == COST_NONE || b == COST_NONE ? COST_NONE : a + b;
}

static int64_t sum_cost(const struct hunt *h, size_t sum, int sign)
{
	const struct small_sum *s = &h->k->sum[sum];

	if (s->table != SIZE_MAX)
		return small_move_cost(h->k->r, &h->k->table[s->table], &h->move, sign, h->reach);
	return s->open ? COST_OPEN / 2 : COST_NOWHERE;
}

/* Of those sums that the one is a part of and the other is not. */
static int64_t sums_cost(const struct hunt *h, const struct small_table *one, const struct small_table *other, int sign)
{
	int64_t cost = 0;

	for (size_t i = 0; i < one->n_in && cost != COST_NONE; i++)
		if (other == NULL || !is_in(other, one->in[i]))
			cost = plus(cost, sum_cost(h, one->in[i], sign));
	return cost;
}

static bool is_told_by_zeros(const struct hunt *h, size_t partner)
{
	struct small_zeros zeros = { 0 };

	small_count_zeros(h->k->r, &h->k->table[h->table], &h->move, h->sign, &zeros);
	if (partner != SIZE_MAX)
		small_count_zeros(h->k->r, &h->k->table[partner], &h->move, -h->sign, &zeros);
	return zeros.to > 0 && zeros.from == 0;
}

static void keep(struct hunt *h, int64_t cost, size_t partner)
{
	if (cost >= h->cost || (h->reach == REACH_TO_ZERO && is_told_by_zeros(h, partner)))
		return;
	h->cost = cost;
	h->best = h->move;
	h->best_sign = h->sign;
	h->table_of_best = h->table;
	h->partner = partner;
}

/* The move can be in the table; what it adds to sums somebody else must take away. */
static void find_partner(struct hunt *h, int64_t cost)
{
	const struct small_table *own = &h->k->table[h->table];

	if (own->n_in == 0) {
		keep(h, cost, SIZE_MAX);
		return;
	}
	keep(h, plus(cost, sums_cost(h, own, NULL, h->sign)), SIZE_MAX);
	for (size_t i = 1, tried = 0; i < h->k->n && tried < PARTNERS && h->cost > cost; i++) {
		const size_t at = (h->table + i) % h->k->n;
		const struct small_table *t = &h->k->table[at];
		if (t->sum || t->n_in == 0 || (h->of != SIZE_MAX && is_in(t, h->of)))
			continue;
		const int64_t with = plus(cost, small_move_cost(h->k->r, t, &h->move, -h->sign, h->reach));
		tried += with != COST_NONE;
		if (with < h->cost)
			keep(h, plus(plus(with, sums_cost(h, own, t, h->sign)), sums_cost(h, t, own, -h->sign)), at);
	}
}

static bool has_line(const struct small_move *m, size_t line)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->line[i] == line)
			return true;
	return false;
}

static void extend(struct hunt *h, size_t line, int sign, int64_t cost);

/* A rule that is broken is mended by another of its lines. */
static void mend(struct hunt *h, int64_t cost)
{
	const struct small_table *t = &h->k->table[h->table];
	int way;
	const size_t broken = small_broken(h->k->r, t, &h->move, h->sign, &way);

	if (broken == SIZE_MAX) {
		find_partner(h, cost);
		return;
	}
	const struct small_rule *rule = &h->k->r->rule[broken];
	for (size_t i = 0; i < rule->n && h->move.n < MOVE_LINES_MAX; i++)
		if (!has_line(&h->move, rule->line[i]))
			extend(h, rule->line[i], way * rule->sign[i], cost);
}

static void extend(struct hunt *h, size_t line, int sign, int64_t cost)
{
	const struct small_relations *r = h->k->r;
	const struct small_table *t = &h->k->table[h->table];
	struct small_move *m = &h->move;

	if (h->tries == 0 || r->line[line].columns != r->line[m->n > 0 ? m->line[0] : line].columns)
		return;
	h->tries--;
	small_move_push(r, m, line, sign);
	if (small_line_fits(r, t, m, m->n - 1, h->sign, h->reach)) {
		cost += small_line_cost(r, t, m, m->n - 1);
		if (cost < h->cost)
			mend(h, cost);
	}
	small_move_pop(r, m);
}

/* In a part, everything that changes the figure. */
static void hunt_in(struct hunt *h, size_t table, size_t line, size_t column)
{
	const struct small_columns *s = h->k->r->line[line].columns;
	size_t further = FURTHER;

	h->table = table;
	h->tries = TRIES;
	for (size_t i = 0; i < s->n_shifts && further > 0 && h->tries > 0 && h->cost > 0; i++) {
		if (s->shift[i].of[column] == 0)
			continue;
		h->move = (struct small_move){ .shift = &s->shift[i], .times = h->k->times };
		for (h->sign = 1; h->sign >= -1; h->sign -= 2)
			extend(h, line, 1, 0);
		further -= h->cost < COST_ZERO;
	}
}

static void make_in(struct hunt *h, const struct small_table *one, const struct small_table *other)
{
	struct cover *k = h->k;

	for (size_t i = 0; i < one->n_in; i++) {
		const size_t at = k->sum[one->in[i]].table;
		if (at != SIZE_MAX && (other == NULL || !is_in(other, one->in[i])))
			small_move_make(k->r, &k->table[at], k->sure[at], &h->best);
	}
}

static void make(struct hunt *h)
{
	struct cover *k = h->k;
	const struct small_table *own = &k->table[h->table_of_best], *other = h->partner == SIZE_MAX ? NULL : &k->table[h->partner];

	small_move_make(k->r, &k->table[h->table_of_best], k->sure[h->table_of_best], &h->best);
	if (h->partner != SIZE_MAX)
		small_move_make(k->r, &k->table[h->partner], k->sure[h->partner], &h->best);
	make_in(h, own, other);
	if (other != NULL)
		make_in(h, other, own);
}

static bool cover_one(struct cover *k, size_t table, size_t line, size_t column)
{
	struct hunt h = { .k = k, .of = SIZE_MAX, .cost = COST_NONE };
	const size_t at = k->r->line[line].at + column;

	for (size_t s = 0, i = 0; k->table[table].sum && i < k->n && h.of == SIZE_MAX; i++)
		for (s = 0; s < k->table[i].n_in; s++)
			if (k->sum[k->table[i].in[s]].table == table)
				h.of = k->table[i].in[s];
	for (h.reach = REACH_SMALL; h.reach < REACH__COUNT && h.cost >= COST_ZERO; h.reach++) {
		if (h.of == SIZE_MAX)
			hunt_in(&h, table, line, column);
		for (size_t i = 0; h.of != SIZE_MAX && i < k->n && h.cost > 0; i++)
			if (is_in(&k->table[i], h.of) && (h.reach != REACH_SMALL || k->table[i].cell[at] > 0))
				hunt_in(&h, i, line, column);
	}
	if (h.cost == COST_NONE)
		return false;
	make(&h);
	return k->sure[table][at];
}

/* Nothing else helps: nothing of the table is shown. */
static void give_up(struct cover *k, size_t table)
{
	for (size_t i = 0; i < k->r->n_cells; i++)
		k->table[table].covered[i] = k->table[table].covered[i] || k->r->counts[i];
}

/* The first line of all that is counted, whatever it is. */
static const struct small_line *whole_of(const struct small_relations *r, const struct small_columns *s)
{
	for (size_t l = 0; l < r->n_lines; l++)
		if (r->line[l].columns == s && r->line[l].known && r->line[l].when == NULL)
			return &r->line[l];
	return NULL;
}

static void find_fixed(const struct small_relations *r, struct small_table *t)
{
	for (size_t l = 0; l < r->n_lines; l++) {
		const struct small_line *line = &r->line[l], *whole = whole_of(r, line->columns);
		const struct small_columns *s = line->columns;
		int64_t there = 0;
		for (size_t k = 0; k < s->n; k++)
			there += t->cell[line->at + k];
		for (size_t k = 0; k < s->n; k++) {
			bool fixed = line->of_unit && there == 0;
			for (size_t q = 0; whole != NULL && q < s->n; q++)
				fixed = fixed || (s->of_unit[q] && (s->has[k] & ~s->has[q]) == 0 && t->cell[whole->at + q] == 0);
			t->fixed[line->at + k] = fixed;
		}
	}
}

size_t small_cover(struct arena *a, const struct small_relations *r, int below, struct small_table *table, size_t n, const struct small_sum *sum)
{
	struct cover k = { a, r, table, sum, NEW_N(a, bool *, n + 1), NEW_N(a, int, r->n_rules + 1), n };
	size_t failed = 0;

	for (size_t t = 0; t < n; t++) {
		k.sure[t] = NEW_N(a, bool, r->n_cells + 1);
		table[t].fixed = NEW_N(a, bool, r->n_cells + 1);
		table[t].weighed = NEW_N(a, int64_t, r->n_lines * r->stride + 1);
		table[t].ruled = NEW_N(a, int64_t, r->n_rules * r->stride + 1);
		find_fixed(r, &table[t]);
		small_weigh(r, &table[t]);
		for (size_t i = 0; i < r->n_cells; i++)
			table[t].covered[i] = !table[t].open && r->counts[i] && table[t].cell[i] > 0 && table[t].cell[i] < below;
	}
	for (size_t t = 0; t < n; t++)
		for (size_t l = 0; l < r->n_lines; l++)
			for (size_t c = 0; c < r->line[l].columns->n; c++) {
				const size_t at = r->line[l].at + c;
				if (!table[t].covered[at] || k.sure[t][at] || cover_one(&k, t, l, c))
					continue;
				failed++;
				give_up(&k, t);
			}
	return failed;
}
