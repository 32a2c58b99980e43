/* test_unit_rows.c - education offices from rows of files. */
#include "book/writer.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_rows.h" /* before test.h: cmocka has a macro called fail */
#include "province.h"
#include "rows.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

#define ROW(number, ...) {(const char *const[]){__VA_ARGS__}, number}

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

	unit_rows_read(c, in, COUNT(in), &u);
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
}

TEST_PURE(unit_rows_leave_sums_out)
{
	const struct template *t = &unit_rows_template;
	struct test_rows in = {0};

	OK(sheet_list_read(c, sheet_text_file(c, "Mã Đơn Vị;Tên Đơn Vị;Mã đơn vị cha\n6;Sở Giáo dục và Đào tạo Tỉnh B;\n58;Phòng Giáo dục và Đào tạo Tổng Cọt;6\n"
	                                         ";Tổng cộng: 2;\nTổng số;2;\nCộng;;2\n"), &t, 1, &t, test_rows_take, &in));
	assert_int_equal(in.n, 2);
}

/* The columns in another order, below a title; and one of them missing. */
TEST_PURE(unit_rows_are_found_by_their_titles)
{
	const struct template *t = &unit_rows_template;
	struct test_rows in = {0};
	struct unit_rows u;

	OK(sheet_list_read(c, sheet_text_file(c, "DANH SÁCH ĐƠN VỊ;;\nTên Đơn Vị *;Ghi chú;Mã đơn vị cha;Mã Đơn Vị\nSở Giáo dục và Đào tạo Tỉnh B;x;;6\n"
	                                         "Phòng Giáo dục và Đào tạo Huyện A;;6;58\n"), &t, 1, &t, test_rows_take, &in));
	assert_int_equal(in.n, 2);
	assert_int_equal(in.row[1].row, 4);
	unit_rows_read(c, in.row, in.n, &u);
	assert_int_equal(u.n_units, 2);
	assert_string_equal(find_unit(&u, "058")->parent_code, "06");
	FAILS(sheet_list_read(c, sheet_text_file(c, "Mã Đơn Vị;Tên Đơn Vị\n6;Sở Giáo dục và Đào tạo Tỉnh B\n"), &t, 1, &t, test_rows_take, &in), "sheet.column_missing");
	FAILS(sheet_list_read(c, sheet_text_file(c, "Mã;Tên\n6;Sở Giáo dục và Đào tạo Tỉnh B\n"), &t, 1, &t, test_rows_take, &in), "sheet.no_header");
}

/* Nothing of a second sheet is lost in silence. */
TEST_PURE(unit_rows_stand_in_one_sheet)
{
	static const char list[] = "Mã Đơn Vị|Tên Đơn Vị|Mã đơn vị cha\n06|Sở Giáo dục và Đào tạo Tỉnh B|\n";
	static const char *const other[] = { "Ghi chú\n", list, "Tên Đơn Vị|Mã đơn vị cha\nPhòng Giáo dục và Đào tạo Huyện A|06\n" };
	const struct template *t = &unit_rows_template;

	for (size_t i = 0; i < COUNT(other); i++) {
		const char *path = arena_fmt(c->arena, "%s/units.xlsx", test_dir(c));
		struct test_rows in = { 0 };
		struct writer *w;
		OK(writer_open(c, path, WRITER_FREE, &w));
		pupils_sheet(c, w, "Đợt 1", list);
		pupils_sheet(c, w, "Đợt 2", other[i]);
		OK(writer_close(w));
		if (i == 0)
			OK(sheet_list_read(c, sheet_open(c, path), &t, 1, &t, test_rows_take, &in));
		else
			FAILS(sheet_list_read(c, sheet_open(c, path), &t, 1, &t, test_rows_take, &in), "sheet.several");
		assert_int_equal(in.n, i == 0 ? 1 : 0);
	}
}

TEST_PURE(unit_rows_official_register)
{
	struct test_rows in = test_rows_official(c, "official/don-vi-so-phong-2025-06.csv", &unit_rows_template);
	size_t offices[2] = {0}, repaired_codes = 0;
	struct unit_rows u;

	assert_int_equal(in.n, 775);
	unit_rows_read(c, in.row, in.n, &u);
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

/* A slip in a code stays for ever: it is told where a school is made, by a file or by hand, and refused nowhere. */
TEST(school_whose_code_begins_with_no_province_is_told)
{
	static const char list[] = "Mã trường|Tên trường|Đơn vị quản lý|Cấp học|Loại hình\nABC|Trường Một|P172|1|Công lập\n"
	                           "19172490|Trường Hai|P172|1|Công lập\n1A172491|Trường Ba|P172|1|Công lập\n";
	struct import_options o;
	struct import_summary s;
	struct outcome out;
	struct unit made;

	province_make(c);
	for (int dry = 1; dry >= 0; dry--) {
		o = (struct import_options){ .unit = province_unit(c, "19"), .school_year = 2025, .dry_run = dry != 0 };
		OK(import_file(c, pupils_file(c, list), &o, &s));
		pupils_issues_are(c, &s, "~2A code.unusual; ~4A code.unusual; ");
		assert_int_equal(s.created, 3);
	}
	OK(import_file(c, pupils_file(c, list), &o, &s));
	pupils_issues_are(c, &s, ""); /* it is known by that code */
	for (int usual = 0; usual < 2; usual++) {
		const struct draft d = province_draft(c, "school", arena_fmt(c->arena, "{\"code\":\"%s\",\"name\":\"Trường Bốn\",\"level_group\":\"06\",\"ownership\":\"01\"}",
		                                                             usual ? "19172492" : "XYZ"));
		OK(unit_make_school_and_tell(c, &d, NULL, "P172", &made, &out));
		assert_int_equal(out.problems.first != NULL && streq(out.problems.first->key, "code.unusual"), !usual);
	}
}
