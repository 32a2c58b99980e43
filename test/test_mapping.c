/* test_mapping.c - codes of other systems to ours and back. */
#include "catalog/mapping.h"
#include "test.h"

static void both_ways(const struct mapping *m, const char *code, const char *theirs)
{
	assert_string_equal(mapping_theirs(m, code), theirs);
	assert_string_equal(mapping_ours(m, theirs), code);
}

TEST_PURE(mapping_goes_both_ways)
{
	const struct mapping *m = catalog_mapping(test_catalog(), "ndc", "ownership");

	(void)c;
	both_ways(m, "01", "1");
	both_ways(m, "03", "2"); /* people-founded: 2 there, 03 here */
	both_ways(m, "09", "3");
	assert_null(mapping_theirs(m, "02")); /* not told apart there */
	assert_null(mapping_ours(m, "01"));   /* ours is not theirs */
	assert_null(mapping_ours(m, ""));
}

TEST_PURE(mapping_of_many_to_one_has_one_answer_or_none)
{
	const struct catalog *k = test_catalog();
	const struct mapping *m = catalog_mapping(k, "sme", "sex");

	(void)c;
	both_ways(m, "02", "02");
	assert_string_equal(mapping_ours(m, "0"), "02"); /* an older spelling, read but never written */
	m = catalog_mapping(k, "ndc", "grade");
	both_ways(m, "05", "5");
	assert_string_equal(mapping_ours(m, "14"), "16");
	assert_null(mapping_theirs(m, "16")); /* 13, 14 or 15: the age group says which */
	both_ways(catalog_mapping(k, "ndc", "preschool_age_group"), "02", "14");
	m = catalog_mapping(k, "sme_stored", "learner_status");
	assert_string_equal(mapping_theirs(m, "06"), "1");
	assert_string_equal(mapping_ours(m, "1"), "01");
}

TEST_PURE(mapping_there_is_none)
{
	(void)c;
	assert_null(catalog_mapping(test_catalog(), "ndc", "religion"));
	assert_null(catalog_mapping(test_catalog(), "nobody", "sex"));
}

/* Every row of every table answers in the direction it is for. */
TEST_PURE(mapping_rows_all_answer)
{
	const struct catalog *k = test_catalog();

	(void)c;
	assert_true(k->n_mappings > 80);
	for (size_t i = 0; i < k->n_mappings; i++)
		for (size_t r = 0; r < k->mapping[i].n_rows; r++) {
			const struct mapping_row *row = &k->mapping[i].row[r];
			if (row->out)
				assert_string_equal(mapping_theirs(&k->mapping[i], row->code), row->theirs);
			if (row->in)
				assert_string_equal(mapping_ours(&k->mapping[i], row->theirs), row->code);
		}
}
