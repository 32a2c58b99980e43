/* test_small.c - a small figure about persons cannot be worked out from what is shown. */
#include "small_world.h"
#include "test.h"

struct tally {
	size_t attacks, found, failed, covered, small, all, missed;
	const char *first;
};

static void count(const struct small_world *w, const struct small_relations *r, struct tally *ret)
{
	for (size_t t = 0; t < w->n; t++)
		for (size_t i = 0; i < w->n_cells; i++) {
			const bool small = !w->table[t].open && small_counts(r, i) && w->cell[t][i] > 0 && w->cell[t][i] < 5;
			ret->all += small_counts(r, i);
			ret->covered += w->table[t].covered[i];
			ret->small += small;
			ret->missed += small && !w->table[t].covered[i];
		}
}

/* Whoever sees everything, and some who see a part. */
static void attack(struct ctx *c, struct small_people *p, const struct small_relations *r, struct small_world *w, struct tally *ret)
{
	bool seen[WORLD_TABLES];

	ret->failed += small_cover(c->arena, r, 5, w->table, w->n, w->sum);
	count(w, r, ret);
	for (size_t who = 0; who < 4; who++) {
		struct ctx own = ctx_within(c);
		const char *first;
		for (size_t t = 0; t < w->n; t++)
			seen[t] = who == 0 || small_random(p) % 4 > 0;
		const size_t found = small_attack(&own, p, w, seen, &first);
		if (found > 0 && ret->found == 0)
			ret->first = arena_strdup(c->arena, first);
		ret->found += found;
		ret->attacks++;
		assert_true(ctx_end(&own, c, true));
	}
}

TEST_PURE(a_small_figure_is_not_worked_out)
{
	struct tally all = { 0 };

	c->catalog = test_catalog();
	for (size_t f = 0; f < c->catalog->n_forms; f++) {
		struct small_people *p = small_people_of(c, &c->catalog->form[f], 7);
		const struct small_relations *r = small_relations_of(c, &c->catalog->form[f]);
		small_learn(c, p);
		for (size_t round = 0; round < 252; round++) {
			struct ctx own = ctx_within(c);
			struct small_world w = small_world_of(&own, p, round % 3, 1 + round % 4, 6 + round % 4 * 8);
			attack(&own, p, r, &w, &all);
			assert_true(ctx_end(&own, c, true));
		}
	}
	if (all.missed + all.failed + all.found > 0)
		fail_msg("%zu small figures are shown, %zu could not be made sure, %zu were worked out by %zu attacks; first: %s", all.missed, all.failed, all.found,
		         all.attacks, all.first == NULL ? "none" : all.first);
	assert_true(all.attacks >= 1000 && all.small > 10000 && all.covered < all.all / 2);
}
