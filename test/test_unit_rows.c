/* test_unit_rows.c - education offices from rows of files. */
#include "domain/unit/unit_rows.h" /* before test.h: cmocka has a macro called fail */
#include "rows.h"

static struct place_input row_of(size_t row, size_t n, const char *const *cell)
{
	return (struct place_input){.n_cells = n, .cell = cell, .row = row};
}

#define ROW(number, ...)                                                                                               \
	row_of(number, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *), (const char *const[]){__VA_ARGS__})

/* ---- offices ---- */

static const struct unit_row *find_unit(const struct unit_rows *u, const char *code)
{
	for (size_t i = 0; i < u->n_units; i++)
		if (streq(u->unit[i].code, code))
			return &u->unit[i];
	return NULL;
}

TEST_PURE(unit_rows_repair_codes)
{
	const struct place_input in[] = {
		ROW(1, "Mã Đơn Vị", "Tên Đơn Vị", "Mã đơn vị cha"),
		ROW(2, "58", "Sở Giáo dục và Đào tạo Tỉnh N", ""),
		ROW(3, "6", "Sở Giáo dục và Đào tạo Tỉnh B", ""),
		ROW(4, "58", "Phòng Giáo dục và Đào tạo Huyện A", "6"),
		ROW(5, "VT", "Công ty viễn thông", ""),
		ROW(6, "058", "Phòng Giáo dục và Đào tạo Huyện A", "06"),
		ROW(7, "601", "Phòng Giáo dục và Đào tạo Huyện C", "60"),
		ROW(8, "7001", "Phòng Giáo dục và Đào tạo Huyện D", "06"),
		ROW(9, "602", "Phòng Giáo dục và Đào tạo Huyện E", ""),
		ROW(10, "", "", ""),
	};
	struct unit_rows u;

	OK(unit_rows_read(c, in, COUNT(in), &u));
	assert_int_equal(u.n_units, 3);
	assert_int_equal(find_unit(&u, "58")->kind, UNIT_SO);
	assert_int_equal(find_unit(&u, "058")->kind, UNIT_PHONG);
	assert_string_equal(find_unit(&u, "058")->parent_code, "06");
	assert_int_equal(find_unit(&u, "058")->row, 4);
	assert_int_equal(u.n_rejects, 5);
	assert_int_equal(u.reject[0].row, 5);
	assert_int_equal(u.notes.n, 3); /* 6, 58 and its parent */
	assert_string_equal(u.notes.note[1].before, "58");
	assert_string_equal(u.notes.note[1].after, "058");
	FAILS(unit_rows_read(c, in + 1, COUNT(in) - 1, &u), "unit.header");
	FAILS(unit_rows_read(c, in, 0, &u), "unit.header");
}

TEST_PURE(unit_rows_official_register)
{
	struct test_rows in = test_rows_official(c, "official/don-vi-so-phong-2025-06.csv", NULL);
	size_t offices[2] = {0}, repaired_codes = 0;
	struct unit_rows u;

	assert_int_equal(in.n, 776);
	OK(unit_rows_read(c, in.row, in.n, &u));
	for (size_t i = 0; i < u.n_units; i++)
		offices[u.unit[i].kind]++;
	assert_int_equal(offices[UNIT_SO], 63);
	assert_int_equal(offices[UNIT_PHONG], 709);
	assert_int_equal(u.n_rejects, 3);
	for (size_t i = 0; i < u.n_rejects; i++)
		assert_int_equal(strncmp(u.reject[i].code, "VT", 2), 0);
	for (size_t i = 0; i < u.notes.n; i++)
		repaired_codes += streq(u.notes.note[i].field, "code");
	assert_int_equal(repaired_codes, 74); /* 5 Sở, 69 Phòng */
	assert_int_equal(u.notes.n - repaired_codes, 69);
	assert_string_equal(find_unit(&u, "001")->parent_code, "01");
	assert_string_equal(find_unit(&u, "164")->parent_code, "19");
}
