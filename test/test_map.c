/* test_map.c - arrays that grow, maps from texts, and names in a comma list. */
#include "test.h"

#include "base/map.h"
#include "base/text.h"

TEST_PURE(an_array_grows_and_keeps_what_it_has)
{
	size_t n = 0, room = 0, *list = NULL;

	for (; n < 1000; n++) {
		list = arena_grow(c->arena, list, n, &room, sizeof *list);
		assert_true(room > n);
		list[n] = n;
	}
	for (size_t i = 0; i < n; i++)
		assert_int_equal(list[i], i);
}

TEST_PURE(a_map_finds_every_key_it_was_given)
{
	struct map m = { 0 };

	assert_int_equal(map_get(&m, "none"), 0);
	for (size_t i = 0; i < 1000; i++)
		*map_put(c->arena, &m, arena_fmt(c->arena, "%zu", i)) += i + 1;
	assert_int_equal(*map_put(c->arena, &m, "7"), 8);
	for (size_t i = 0; i < 1000; i++)
		assert_int_equal(map_get(&m, arena_fmt(c->arena, "%zu", i)), i + 1);
	assert_int_equal(map_get(&m, "1000"), 0);
	assert_int_equal(m.n, 1000);
}

TEST_PURE(a_key_is_claimed_once)
{
	struct map m = { 0 };

	assert_true(map_claim(c->arena, &m, "a"));
	assert_true(map_claim(c->arena, &m, ""));
	assert_false(map_claim(c->arena, &m, "a"));
	assert_false(map_claim(c->arena, &m, ""));
}

TEST_PURE(a_name_is_listed_whole)
{
	(void)c;
	assert_true(text_is_listed("a,bc,d", "a"));
	assert_true(text_is_listed("a,bc,d", "bc"));
	assert_true(text_is_listed("a,bc,d", "d"));
	assert_false(text_is_listed("a,bc,d", "b"));
	assert_false(text_is_listed("a,bc,d", "c"));
	assert_false(text_is_listed("a,bc,d", "a,bc"));
	assert_false(text_is_listed("", "a"));
}
