/* test_place.c - places: our files, the statistics office's files, and questions to them. */
#include "changed_provinces.h"
#include "domain/place/place.h" /* before test.h: cmocka has a macro called fail */
#include "rows.h"

static struct place_set *our_places(struct ctx *c)
{
	struct place_set *s = place_set_new(c->arena);

	for (int file = 0; file < PLACE_FILE__COUNT; file++) {
		const char *name = arena_fmt(c->arena, "catalog/places/%s", place_file_names[file]);
		OK(place_read_tsv(c, s, (enum place_file)file, test_file_text(c, name)));
	}
	place_finish(s);
	return s;
}

/* ---- our own files ---- */

TEST_PURE(place_counts)
{
	struct place_set *s = our_places(c);

	assert_int_equal(place_count(s, PLACE_PROVINCE, "2025-06-30"), 63);
	assert_int_equal(place_count(s, PLACE_PROVINCE, "2025-07-01"), 34);
	assert_int_equal(place_count(s, PLACE_DISTRICT, "2025-06-30"), 696);
	assert_int_equal(place_count(s, PLACE_DISTRICT, "2025-07-01"), 0);
	assert_int_equal(place_count(s, PLACE_COMMUNE, "2025-06-30"), 10051);
	assert_int_equal(place_count(s, PLACE_COMMUNE, "2025-07-01"), 3321);
	assert_int_equal(s->n_changes, 10571);
}

TEST_PURE(place_codes_that_changed_their_province)
{
	struct place_set *s = our_places(c);

	for (size_t i = 0; i < COUNT(changed_provinces); i++) {
		assert_string_equal(place_find(s, PLACE_PROVINCE, changed_provinces[i].code, "2025-06-30")->name, changed_provinces[i].before);
		assert_string_equal(place_find(s, PLACE_PROVINCE, changed_provinces[i].code, "2025-07-01")->name, changed_provinces[i].after);
		assert_string_equal(place_find(s, PLACE_PROVINCE, changed_provinces[i].code, NULL)->name, changed_provinces[i].after);
	}
	assert_null(place_find(s, PLACE_PROVINCE, "02", "2025-07-01")); /* Hà Giang is in Tuyên Quang */
	assert_string_equal(place_find(s, PLACE_PROVINCE, "01", "2030-01-01")->name, "Thành phố Hà Nội");
	assert_null(place_find(s, PLACE_PROVINCE, "03", "2025-06-30"));
}

TEST_PURE(place_parents)
{
	struct place_set *s = our_places(c);
	const struct place *before = place_find(s, PLACE_COMMUNE, "00004", "2025-06-30");
	const struct place *after = place_find(s, PLACE_COMMUNE, "00004", "2025-07-01");

	assert_string_equal(before->name, "Phường Trúc Bạch");
	assert_string_equal(before->parent, "001");
	assert_string_equal(before->province, "01");
	assert_string_equal(after->name, "Phường Ba Đình");
	assert_string_equal(after->parent, "01");
	for (size_t i = 0; i < s->n_places; i++) {
		const struct place *p = &s->place[i];
		const char *date = p->valid_from == NULL ? "2025-06-30" : p->valid_from;
		assert_non_null(place_find(s, PLACE_PROVINCE, p->province, date));
		if (p->level == PLACE_COMMUNE)
			assert_non_null(
				place_find(s, p->valid_from == NULL ? PLACE_DISTRICT : PLACE_PROVINCE, p->parent, date));
	}
	for (size_t i = 0; i < s->n_changes; i++)
		assert_non_null(place_find(s, PLACE_COMMUNE, s->change[i].new_code, "2025-07-01"));
}

TEST_PURE(place_conversion)
{
	struct place_set *s = our_places(c);
	struct place_candidates found;

	assert_string_equal(place_convert(s, "00013", &found), "00004"); /* Quán Thánh, whole */
	assert_int_equal(found.n, 1);
	assert_null(place_convert(s, "00175", &found)); /* Trung Hòa, split in three */
	assert_int_equal(found.n, 3);
	assert_string_equal(place_convert(s, "318", &found), "11948"); /* the island district Bạch Long Vĩ */
	assert_null(place_convert(s, "376", &found)); /* land outside communes: no answer for an address */
	assert_int_equal(found.n, 1);
	assert_string_equal(place_convert(s, "26935", &found), "26929"); /* published under the slip 26929 */
	assert_string_equal(place_convert(s, "26929", &found), "26929");
	assert_string_equal(place_convert(s, "00556", &found), "00562"); /* Đặng Xá: all its people, not all its land */
	assert_null(place_convert(s, "03751", &found)); /* gone before the reform, not in the published table */
	assert_int_equal(found.n, 0);
	assert_null(place_convert(s, "99999", &found));
	assert_null(place_convert(s, "", &found));
}

/* ---- bad files ---- */

TEST_PURE(place_tsv_refuses)
{
	struct place_set *s = place_set_new(c->arena);

	FAILS(place_read_tsv(c, s, PLACE_FILE_PROVINCES, "code\tname\n"), "tsv.header");
	FAILS(place_read_tsv(c, s, PLACE_FILE_PROVINCES, ""), "tsv.header");
	FAILS(place_read_tsv(c, s, PLACE_FILE_PROVINCES, "code\tname\tvalid_from\tvalid_to\n01\tHà Nội\n"), "tsv.line");
	FAILS(place_read_tsv(c, s, PLACE_FILE_PROVINCES, "code\tname\tvalid_from\tvalid_to\n\tHà Nội\t\t\n"),
	      "tsv.line");
	FAILS(place_read_tsv(c, s, PLACE_FILE_CONVERSIONS,
	                     "old_code\tnew_code\tkind\tprinted_code\n00001\t00004\tall\t\n"),
	      "tsv.line");
}

TEST_PURE(place_csv_rows_not_understood)
{
	static const char *const good[] = {"Tỉnh A", "01", "Huyện B", "001", "Xã C ", "00001"};
	static const char *const bad[] = {"Tỉnh A", "1", "Huyện B", "001", "Xã D", "00002"};
	static const char *const group[] = {"TỈNH A", "", "", "", "", "", ""};
	static const char *const whole[] = {"Tỉnh A (01)", "xã C mới",      "00001",           "Xã C",
	                                    "00001",       "Huyện B (001)", "Nhập\ntoàn bộ "};
	static const char *const unclear[] = {"Tỉnh A (01)", "Xã C mới",      "00001",  "Xã C",
	                                      "00001",       "Huyện B (001)", "Chưa rõ"};
	const struct place_input old[] = {{good, 2}, {bad, 3}};
	const struct place_input conversion[] = {{group, 3}, {whole, 4}, {unclear, 5}};
	struct place_set *s = place_set_new(c->arena);

	place_read_old(s, old, COUNT(old));
	assert_int_equal(s->notes.n, 1);
	assert_int_equal(s->notes.note[0].row, 3);
	place_read_conversion(s, conversion, COUNT(conversion));
	place_finish(s);
	assert_int_equal(s->n_changes, 1);
	assert_int_equal(s->notes.n, 3); /* the bad row, "xã" written properly, the unclear note */
	assert_int_equal(s->notes.note[2].row, 5);
	assert_string_equal(place_find(s, PLACE_COMMUNE, "00001", "2025-07-01")->name, "Xã C mới");
	assert_string_equal(place_find(s, PLACE_COMMUNE, "00001", "2025-06-30")->name, "Xã C");
	assert_int_equal(place_count(s, PLACE_PROVINCE, "2025-07-01"), 1);
}

/* ---- the official files ---- */

TEST_PURE(place_official_files_give_our_files)
{
	struct place_set *s = place_set_new(c->arena);
	struct test_rows old = test_rows_official(c, "nso-communes-2025-01-04.csv", &place_old_template);
	struct test_rows conversion = test_rows_official(c, "nso-communes-2025-07-conversion.csv", &place_conversion_template);
	size_t repaired = 0;

	place_read_old(s, old.row, old.n);
	place_read_conversion(s, conversion.row, conversion.n);
	place_finish(s);
	for (int file = 0; file < PLACE_FILE__COUNT; file++) {
		struct buf b = buf_in(c->arena);
		place_write_tsv(s, (enum place_file)file, &b);
		const char *ours = test_file_text(c, arena_fmt(c->arena, "catalog/places/%s", place_file_names[file]));
		assert_true(streq(ours, buf_text(&b)));
	}
	for (size_t i = 0; i < s->notes.n; i++)
		repaired += s->notes.note[i].field != NULL && streq(s->notes.note[i].field, "old_code") &&
		            s->notes.note[i].after != NULL;
	assert_int_equal(repaired, 12);
}
