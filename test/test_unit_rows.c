/* test_unit_rows.c - education offices and schools from rows of files. */
#include "domain/unit/school_rows.h" /* before test.h: cmocka has a macro called fail */
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

/* ---- schools ---- */

#define HEAD                                                                                                           \
	"MA_TRUONG *", "TEN_TRUONG_HOC *", "MA_DON_VI *", "CAP_HOC *", "TRANG_THAI *", "LOAI_HINH_DAO_TAO *",          \
		"LOAI_HINH_TRUONG *", "MA_XA_PHUONG *", "MA_QUAN_HUYEN *", "MA_TINH_THANH *", "CHUAN_QUOC_GIA *"

TEST_PURE(school_rows_one_by_one)
{
	const struct place_input in[] = {
		ROW(2, "TEMPLATE"),
		ROW(4, HEAD, "NGAY_THANH_LAP", "ID_PHONG*", "CHI_BO_DANG"),
		ROW(5, "19164301", "Trường Mầm non A", "164", "45", "1", "1", "11", "05440", "164", "19", "1", "06/03/1993",
	        "164", "1"),
		ROW(6, "0101", "Trường TH và THCS B", "1", "12", "1", "1", "1", "4", "1", "1", "2", "31/02/1993", "1"),
		ROW(7, "0102", "Trường THPT C", "1", "3", "-1", "4", "-2", "", "1", "1", "-1", "", ""),
		ROW(8, "19A01", "Nhóm trẻ D", "19A", "4", "0", "2", "3", "5440", "164", "19", "0"),
		ROW(9, "19164302", "Mầm non A", "164", "45", "-1", "1", "11", "", "164", "19", "0"),
		ROW(10, "19164301", "Trường Mầm non E", "164", "45", "1", "1", "11", "", "164", "19", "0"),
		ROW(11, "X", "Test đơn vị", "19", "1", "1", "1", "1", "", "164", "19", "0"),
		ROW(12, "Y", "Trường F", "19", "", "1", "1", "1", "", "164", "19", "0"),
	};
	struct school_rows s;

	OK(school_rows_read(c, in, COUNT(in), &s));
	assert_int_equal(s.n_schools, 5);
	assert_int_equal(s.n_rejects, 3);
	const struct school_row *a = &s.school[0], *b = &s.school[1], *upper = &s.school[2], *d = &s.school[3];
	assert_string_equal(a->levels, "01");
	assert_string_equal(a->level_group, "01");
	assert_string_equal(a->kind, "13");
	assert_string_equal(a->quality, "02");
	assert_string_equal(a->founded, "1993-03-06");
	assert_int_equal(a->has_party_cell, SCHOOL_YES);
	assert_int_equal(a->is_border, SCHOOL_UNKNOWN);
	assert_string_equal(b->unit_code, "001");
	assert_string_equal(b->levels, "02,03");
	assert_string_equal(b->level_group, "09");
	assert_null(b->commune);
	assert_null(b->founded);
	assert_string_equal(upper->unit_code, "01"); /* no Phòng named: the Sở */
	assert_string_equal(upper->status, "99");
	assert_null(upper->ownership);
	assert_null(upper->kind);
	assert_string_equal(d->unit_code, "19");
	assert_string_equal(d->commune, "05440");
	assert_string_equal(d->level_group, "04");
	assert_string_equal(d->ownership, "09");
	assert_string_equal(s.school[4].same_as, "19164301");
	assert_null(a->same_as);
	FAILS(school_rows_read(c, in, 1, &s), "school.header");
	const struct place_input narrow[] = {ROW(1, "MA_TRUONG *", "TEN_TRUONG_HOC *")};
	FAILS(school_rows_read(c, narrow, 1, &s), "school.header");
}

TEST_PURE(school_rows_official_register)
{
	struct test_rows in = test_rows_official(c, "official/truong-hoc-thai-nguyen-2025-06-23.xlsx", "Sheet1");
	size_t active = 0, state = 0, private = 0, twins = 0, founded = 0, without_commune = 0;
	struct school_rows s;

	OK(school_rows_read(c, in.row, in.n, &s));
	assert_int_equal(s.n_schools, 812);
	assert_int_equal(s.n_rejects, 1);
	for (size_t i = 0; i < s.n_schools; i++) {
		const struct school_row *p = &s.school[i];
		active += streq(p->status, "01");
		state += p->ownership != NULL && streq(p->ownership, "01");
		private += p->ownership != NULL && streq(p->ownership, "09");
		twins += p->same_as != NULL;
		founded += p->founded != NULL;
		without_commune += p->commune == NULL;
		assert_string_equal(p->province, "19");
		assert_non_null(p->level_group);
		assert_true(strlen(p->unit_code) == 3 || streq(p->unit_code, "19"));
	}
	assert_int_equal(active, 758);
	assert_int_equal(state, 677);
	assert_int_equal(private, 127);
	assert_int_equal(twins, 6);
	assert_int_equal(founded, 685); /* one of the 686 is in the year 2 */
	assert_int_equal(without_commune, 108);
}
