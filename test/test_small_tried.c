/* test_small_tried.c - of a small form every population is tried that there could be: each covered figure has more than one. */
#include "domain/small/small.h"
#include "test.h"

enum { ROWS = 4, COLUMNS = 2, CELLS = ROWS * COLUMNS, KINDS = 8, MOST = 8, SCHOOLS = 2 };

static const char definition[] =
	"{\"name\":\"small\",\"official\":\"small\",\"label\":{\"vi\":\"x\",\"en\":\"x\"},\"basis\":\"x\",\"as_of\":\"09-30\",\"sources\":{\"enrolment\":\"class.grade in (\\\"01\\\", \\\"02\\\")\"},"
	"\"sheets\":[{\"name\":\"I\",\"texts\":[],\"columns\":[{\"at\":\"E\"},{\"at\":\"F\",\"when\":\"learner.sex == \\\"02\\\"\"}],\"first_row\":2,\"rows\":["
	"{\"code\":1,\"label\":\"a\",\"unit\":\"x\",\"source\":\"enrolment\"},"
	"{\"code\":2,\"label\":\"b\",\"unit\":\"x\",\"source\":\"enrolment\",\"when\":\"class.grade == \\\"01\\\"\"},"
	"{\"code\":3,\"label\":\"c\",\"unit\":\"x\",\"source\":\"enrolment\",\"when\":\"class.grade == \\\"02\\\"\"},"
	"{\"code\":4,\"label\":\"d\",\"unit\":\"x\",\"source\":\"enrolment\",\"when\":\"inclusive\"}]}],"
	"\"checks\":[{\"rows\":[2,3],\"equal\":1},{\"rows\":[4],\"at_most\":1}]}";

/* Eight kinds of pupils: class 1 or 2, disabled or not, boy or girl. */
static void count(const int *kind, int64_t *ret)
{
	memset(ret, 0, CELLS * sizeof *ret);
	for (size_t k = 0; k < KINDS; k++)
		for (size_t column = 0; column < COLUMNS; column++)
			if (column == 0 || (k & 1) != 0) {
				ret[column] += kind[k];
				ret[COLUMNS * ((k & 4) == 0 ? 1 : 2) + column] += kind[k];
				ret[COLUMNS * 3 + column] += (k & 2) != 0 ? kind[k] : 0;
			}
}

struct populations {
	int64_t (*cell)[CELLS];
	size_t n, room;
};

static bool fits(const int64_t *cell, const struct small_table *t, int64_t lowest)
{
	for (size_t i = 0; i < CELLS; i++)
		if (t->covered[i] ? cell[i] < lowest : cell[i] != t->cell[i])
			return false;
	return true;
}

/* Every way of so many pupils or fewer that looks like the table. */
static void try_all(struct ctx *c, int *kind, size_t at, int left, const struct small_table *t, int64_t lowest, struct populations *ret)
{
	int64_t cell[CELLS];

	if (at < KINDS) {
		for (kind[at] = 0; kind[at] <= left; kind[at]++)
			try_all(c, kind, at + 1, left - kind[at], t, lowest, ret);
		return;
	}
	count(kind, cell);
	if (!fits(cell, t, lowest))
		return;
	for (size_t i = 0; i < ret->n; i++)
		if (memcmp(ret->cell[i], cell, sizeof cell) == 0)
			return;
	ret->cell = arena_grow(c->arena, ret->cell, ret->n, &ret->room, sizeof *ret->cell);
	memcpy(ret->cell[ret->n++], cell, sizeof cell);
}

struct told {
	bool other[SCHOOLS + 1][CELLS];
};

static void note(struct told *ret, size_t table, const struct small_table *t, const int64_t *cell)
{
	for (size_t i = 0; i < CELLS; i++)
		ret->other[table][i] = ret->other[table][i] || cell[i] != t->cell[i];
}

static size_t count_worked_out(struct ctx *c, const struct small_table *t)
{
	struct populations all[SCHOOLS] = { { .n = 0 } };
	struct told told = { .other = { { false } } };
	int64_t lowest = 1;
	size_t n = 0;

	for (size_t s = 0; s <= SCHOOLS; s++)
		for (size_t i = 0; i < CELLS; i++)
			lowest = t[s].covered[i] && t[s].cell[i] == 0 ? 0 : lowest;
	for (size_t s = 0; s < SCHOOLS; s++)
		try_all(c, (int[KINDS]){ 0 }, 0, MOST, &t[s], lowest, &all[s]);
	for (size_t a = 0; a < all[0].n; a++)
		for (size_t b = 0; b < all[1].n; b++) {
			int64_t sum[CELLS];
			for (size_t i = 0; i < CELLS; i++)
				sum[i] = all[0].cell[a][i] + all[1].cell[b][i];
			if (!fits(sum, &t[SCHOOLS], lowest))
				continue;
			note(&told, 0, &t[0], all[0].cell[a]);
			note(&told, 1, &t[1], all[1].cell[b]);
			note(&told, SCHOOLS, &t[SCHOOLS], sum);
		}
	for (size_t s = 0; s <= SCHOOLS; s++)
		for (size_t i = 0; i < CELLS; i++)
			n += t[s].covered[i] && !told.other[s][i];
	return n;
}

TEST_PURE(a_small_figure_has_another_world_that_is_shown_the_same)
{
	struct form form;
	size_t covered = 0, above = 0;
	uint32_t random = 12345;

	c->catalog = test_catalog();
	OK(form_parse(c, definition, "small", &form));
	form.source = &(const struct form_source){ form.source[0].name, form.source[0].when, catalog_type(c->catalog, "enrolment") };
	const struct small_relations *r = small_relations_of(c, &form);
	assert_int_equal(small_n_cells(r), CELLS);
	for (size_t round = 0; round < 24; round++) {
		struct ctx own = ctx_within(c);
		struct small_table t[SCHOOLS + 1] = { { .sum = false } };
		const struct small_sum sum = { .table = SCHOOLS, .open = true };
		int64_t cell[SCHOOLS + 1][CELLS] = { { 0 } };
		const size_t in[] = { 0 };
		for (size_t s = 0; s < SCHOOLS; s++) {
			int kind[KINDS] = { 0 };
			for (size_t i = 0, n = 1 + (random >> 8) % (MOST - 3); i < n; i++, random = random * 1664525 + 1013904223)
				kind[(random >> 16) % (round % 2 == 0 ? KINDS : 3)]++;
			count(kind, cell[s]);
			for (size_t i = 0; i < CELLS; i++)
				cell[SCHOOLS][i] += cell[s][i];
		}
		for (size_t s = 0; s <= SCHOOLS; s++)
			t[s] = (struct small_table){ .cell = cell[s], .covered = NEW_N(own.arena, bool, CELLS), .open = s == SCHOOLS, .sum = s == SCHOOLS, .in = in,
			                             .n_in = s < SCHOOLS };
		assert_int_equal(small_cover(own.arena, r, 5, t, SCHOOLS + 1, &sum), 0);
		for (size_t s = 0; s <= SCHOOLS; s++)
			for (size_t i = 0; i < CELLS; i++)
				*(t[s].open ? &above : &covered) += t[s].covered[i];
		if (count_worked_out(&own, t) > 0)
			fail_msg("round %zu", round);
		assert_true(ctx_end(&own, c, true));
	}
	assert_true(covered > 100 && above * 5 < covered); /* partners are found */
}
