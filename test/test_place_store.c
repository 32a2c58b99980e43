/* test_place_store.c - places in the database: seeded, asked by date, kept in step with the official files. */
#include "changed_provinces.h"
#include "domain/place/place_store.h" /* before test.h: cmocka has a macro called fail */
#include "api.h"
#include "api/routes.h"
#include "province.h"
#include "rows.h"

#include "db/db.h"

static const char dir[] = TEST_SOURCE_DIR "/catalog";

static int64_t count(struct ctx *c, const char *sql, const char *date)
{
	struct rows r;

	OK(db_query(c, &r, sql, ARGS(val_text(date))));
	return rows_int(&r, 0, 0);
}

static int64_t valid_on(struct ctx *c, const char *level, const char *date)
{
	return count(c, arena_fmt(c->arena, "SELECT count(*) FROM place WHERE level = '%s' AND valid_from <= $1"
	                          " AND (valid_to IS NULL OR valid_to > $1)", level), date);
}

TEST(place_store_seeds_every_place_once)
{
	struct rows r;

	OK(place_store_seed(c, dir));
	assert_int_equal(valid_on(c, "province", "2025-06-30"), 63);
	assert_int_equal(valid_on(c, "province", "2025-07-01"), 34);
	assert_int_equal(valid_on(c, "district", "2025-06-30"), 696);
	assert_int_equal(valid_on(c, "district", "2025-07-01"), 0);
	assert_int_equal(valid_on(c, "commune", "2025-06-30"), 10051);
	assert_int_equal(valid_on(c, "commune", "2020-10-26"), 10051 + 1111); /* merged since */
	assert_int_equal(valid_on(c, "commune", "2025-07-01"), 3321);
	OK(db_query(c, &r, "SELECT count(*) FROM place_change", NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 10571);
	FAILS(place_store_seed(c, dir), "place.seeded");
	FAILS(place_store_seed(c, "/nowhere"), "tsv.file");
}

TEST(place_lookup_knows_the_codes_that_changed_their_province)
{
	struct place p;

	OK(place_store_seed(c, dir));
	for (size_t i = 0; i < COUNT(changed_provinces); i++) {
		OK(place_lookup(c, PLACE_PROVINCE, changed_provinces[i].code, "2025-06-30", &p));
		assert_string_equal(p.name, changed_provinces[i].before);
		assert_null(p.valid_from); /* always, not the day that stands for it */
		assert_string_equal(p.valid_to, PLACE_REFORM);
		OK(place_lookup(c, PLACE_PROVINCE, changed_provinces[i].code, "2025-07-01", &p));
		assert_string_equal(p.name, changed_provinces[i].after);
		assert_string_equal(p.valid_from, PLACE_REFORM);
		assert_null(p.valid_to);
		OK(place_lookup(c, PLACE_PROVINCE, changed_provinces[i].code, NULL, &p));
		assert_string_equal(p.name, changed_provinces[i].after);
	}
	OK(place_lookup(c, PLACE_COMMUNE, "00004", "2025-06-30", &p));
	assert_string_equal(p.name, "Phường Trúc Bạch");
	assert_string_equal(p.parent, "001");
	OK(place_lookup(c, PLACE_COMMUNE, "00004", "2025-07-01", &p));
	assert_string_equal(p.name, "Phường Ba Đình");
	assert_string_equal(p.parent, "01");
	OK(place_lookup(c, PLACE_DISTRICT, "001", NULL, &p)); /* the newest, though it has ended */
	assert_int_equal(p.level, PLACE_DISTRICT);
	FAILS(place_lookup(c, PLACE_DISTRICT, "001", "2025-07-01", &p), "place.unknown");
	FAILS(place_lookup(c, PLACE_PROVINCE, "02", "2025-07-01", &p), "place.unknown");
	FAILS(place_lookup(c, PLACE_COMMUNE, "01", NULL, &p), "place.unknown");
}

TEST(place_lookup_conversion_gives_one_answer_or_the_choice)
{
	struct place_candidates found;
	const char *code;

	OK(place_store_seed(c, dir));
	OK(place_lookup_conversion(c, "00013", &code, &found));
	assert_string_equal(code, "00004");
	assert_int_equal(found.n, 1);
	OK(place_lookup_conversion(c, "00175", &code, &found)); /* split in three */
	assert_null(code);
	assert_int_equal(found.n, 3);
	OK(place_lookup_conversion(c, "376", &code, &found)); /* land outside communes */
	assert_null(code);
	assert_int_equal(found.n, 1);
	OK(place_lookup_conversion(c, "00556", &code, &found)); /* all its people, not all its land */
	assert_string_equal(code, "00562");
	OK(place_lookup_conversion(c, "99999", &code, &found));
	assert_null(code);
	assert_int_equal(found.n, 0);
}

TEST(api_tells_what_became_of_a_commune)
{
	province_make(c);
	OK(place_store_seed(c, dir));
	struct api_session me = api_account(c, "vt.bahang", "clerk", "19172401", NULL);
	struct api_reply r = api_call(c, &me, GET, API "/places/00013/conversion", NULL);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "unique"), "00004");
	assert_int_equal(json_array_size(json_object_get(r.json, "candidates")), 1);
	r = api_call(c, &me, GET, API "/places/00175/conversion", NULL);
	EXPECT(r, 200);
	assert_null(json_object_get(r.json, "unique"));
	assert_int_equal(json_array_size(json_object_get(r.json, "candidates")), 3);
	r = api_call(c, &me, GET, API "/places/99999/conversion", NULL);
	assert_string_equal(r.key, "place.unknown");
}

TEST(place_store_load_of_the_official_files_changes_nothing)
{
	struct place_set *s = place_set_new(c->arena);
	struct test_rows old = test_rows_official(c, "nso-communes-2025-01-04.csv", &place_old_template);
	struct test_rows conversion = test_rows_official(c, "nso-communes-2025-07-conversion.csv", &place_conversion_template);
	struct place_load_summary sum;

	OK(place_store_seed(c, dir));
	place_read_old(s, old.row, old.n);
	place_read_conversion(s, conversion.row, conversion.n);
	place_finish(s);
	OK(place_store_load(c, s, &sum));
	assert_int_equal(sum.created, 0);
	assert_int_equal(sum.changed, 0);
	assert_int_equal(sum.unchanged, s->n_places + s->n_changes);
}

static struct place_set *small_set(struct ctx *c, const char *communes)
{
	struct place_set *s = place_set_new(c->arena);

	OK(place_read_tsv(c, s, PLACE_FILE_PROVINCES, "code\tname\tvalid_from\tvalid_to\n01\tHà Nội\t\t\n"));
	OK(place_read_tsv(c, s, PLACE_FILE_COMMUNES,
	                  arena_fmt(c->arena, "code\tname\tparent\tprovince\tvalid_from\tvalid_to\n%s", communes)));
	OK(place_read_tsv(c, s, PLACE_FILE_CONVERSIONS,
	                  arena_fmt(c->arena, "old_code\tnew_code\tkind\tprinted_code\n00001\t00002\t%s\t\n",
	                            strstr(communes, "B mới") != NULL ? "part" : "whole")));
	place_finish(s);
	return s;
}

TEST(place_store_load_updates_what_differs_and_removes_nothing)
{
	struct place_load_summary sum;
	struct place_candidates found;
	struct place p;
	const char *code;

	OK(place_store_load(c, small_set(c, "00001\tXã A\t001\t01\t\t\n00002\tXã B\t001\t01\t\t\n00003\tXã C\t001\t01\t\t\n"), &sum));
	assert_int_equal(sum.created, 5);
	/* A ends; B has a new name; C is not in the file; D is new, and said twice. */
	OK(place_store_load(c, small_set(c, "00001\tXã A\t001\t01\t\t2025-07-01\n00002\tXã B mới\t001\t01\t\t\n"
	                                    "00004\tXã D\t01\t01\t2025-07-01\t\n00004\tXã D\t01\t01\t2025-07-01\t\n"), &sum));
	assert_int_equal(sum.created, 1);
	assert_int_equal(sum.changed, 3);
	assert_int_equal(sum.unchanged, 1);
	FAILS(place_lookup(c, PLACE_COMMUNE, "00001", "2025-07-01", &p), "place.unknown");
	OK(place_lookup(c, PLACE_COMMUNE, "00001", "2025-06-30", &p));
	OK(place_lookup(c, PLACE_COMMUNE, "00002", "2025-06-30", &p));
	assert_string_equal(p.name, "Xã B mới");
	OK(place_lookup(c, PLACE_COMMUNE, "00003", NULL, &p));
	OK(place_lookup(c, PLACE_COMMUNE, "00004", "2025-07-01", &p));
	OK(place_lookup_conversion(c, "00001", &code, &found));
	assert_null(code);
	assert_int_equal(found.change[0].kind, PLACE_PART);
}

/* The database fails at every single call in turn: each time everything is written, or nothing. */
TEST(place_store_load_survives_a_failure_at_every_call)
{
	struct place_load_summary sum;
	struct place_set *first = small_set(c, "00001\tXã A\t001\t01\t\t\n");
	struct place_set *next = small_set(c, "00001\tXã B mới\t001\t01\t\t\n00002\tXã C\t001\t01\t\t\n");
	struct place p;
	bool done = false;
	int n = 0;

	OK(place_store_load(c, first, &sum));
	while (!done && n < 20) {
		db_inject_fault(c->db, ++n);
		done = place_store_load(c, next, &sum);
		db_inject_fault(c->db, 0);
		ctx_clear(c);
		OK(place_lookup(c, PLACE_COMMUNE, "00001", NULL, &p));
		assert_string_equal(p.name, done ? "Xã B mới" : "Xã A");
		bool there = place_lookup(c, PLACE_COMMUNE, "00002", NULL, &p);
		ctx_clear(c);
		assert_true(there == done);
	}
	assert_true(done && n > 5);
}
