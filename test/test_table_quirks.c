/* test_table_quirks.c - files made by LibreOffice, one for each way in which schools' files are odd; what must come out.
 *
 * The numbers are those of the list of quirks that test/fixtures/quirks/make follows. */
#include "province.h"

#include "annotate/annotate.h"
#include "test_import_tools.h"
#include "test_office.h"

static struct import_summary take(struct ctx *c, const char *name)
{
	struct import_options o = pupils_options(c);
	struct import_summary s;

	o.sheet = NULL;
	OK(import_file(c, fixture(c, name), &o, &s));
	return s;
}

/* No error, and so many new pupils. */
static struct import_summary take_fine(struct ctx *c, const char *name, size_t created)
{
	struct import_summary s = take(c, name);

	assert_string_equal(pupils_errors(c, &s), "");
	assert_int_equal(s.created, created);
	return s;
}

/* The same list in another kind of file: nothing new, nothing changed. */
static void is_the_same(struct ctx *c, const char *name, size_t rows, size_t refused)
{
	struct import_summary s = take(c, name);

	assert_int_equal(s.rows, rows);
	assert_int_equal(s.refused, refused);
	assert_int_equal(s.unchanged, rows - refused);
}

static int64_t scores(struct ctx *c, const char *pupil)
{
	return pupils_number(c, arena_fmt(c->arena, "SELECT s.score FROM r_subject_result s JOIN r_learner l ON l.unit_id = s.unit_id AND l.id = s.learner_id"
	                                            " WHERE l.full_name = '%s' AND s.subject = '2018-TH-TOAN'", pupil));
}

TEST(quirk_01_what_a_file_is_is_told_by_its_content)
{
	province_make(c);
	take_fine(c, "01-biff8.xls", 5);
	is_the_same(c, "01-html.xls", 5, 0);
	is_the_same(c, "01-xlsx.xls", 5, 0);
}

TEST(quirk_02_titles_are_compared_without_breaks_blanks_and_forms_of_unicode)
{
	province_make(c);
	struct import_summary s = take_fine(c, "02-titles.xlsx", 3);
	for (size_t i = 0; i < s.n_mappings; i++)
		assert_non_null(s.mapping[i].field);
	assert_string_equal(pupils_learner(c, "Nguyễn Thử An", "birth_date"), "2019-01-01");
}

TEST(quirk_03_the_header_may_stand_far_below_and_on_another_sheet)
{
	province_make(c);
	struct import_summary s = take_fine(c, "03-header-below.xlsx", 3);
	assert_string_equal(s.sheet[0].name, "Danh sách");
	assert_int_equal(s.sheet[0].title_row, 12);
}

TEST(quirk_04_headers_of_three_rows_are_joined)
{
	province_make(c);
	take_fine(c, "16-before-codes.xlsx", 2);
	struct import_summary s = take_fine(c, "04-three-headers.xlsx", 2);
	assert_string_equal(s.template_name, "primary-results");
	assert_int_equal(s.sheet[0].title_row, 5);
	assert_int_equal(scores(c, "Nguyễn Thử An"), 90);
	assert_int_equal(scores(c, "Trần Thử Bình"), 80);
	is_the_same(c, "04-three-headers.xls", 2, 0);
}

TEST(quirk_05_lists_of_schools_have_classes_totals_and_signatures_among_the_pupils)
{
	province_make(c);
	take_fine(c, "05-school-list.xlsx", 3);
	assert_string_equal(pupils_class_of(c, "Vũ Thử Bá"), "1A");
	assert_string_equal(pupils_class_of(c, "Trần Thử Cao"), "1B");
}

TEST(quirk_06_nine_ways_to_write_a_day)
{
	province_make(c);
	take_fine(c, "06-dates.xlsx", 9);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE birth_date = '2019-09-05'"), 9);
	is_the_same(c, "06-dates.xls", 9, 0);
	struct import_summary s = take(c, "06-dates-1904.xlsx"); /* the other count of days */
	assert_string_equal(pupils_errors(c, &s), "");
	assert_string_equal(pupils_learner(c, "Nguyễn Thử An", "birth_date"), "2019-09-05");
}

TEST(quirk_07_lost_zeros_come_back_and_lost_digits_are_refused)
{
	province_make(c);
	struct import_summary s = take(c, "07-lost-zeros.xlsx");
	assert_string_equal(pupils_errors(c, &s), "5G value.scientific\n");
	assert_int_equal(s.created, 4);
	assert_string_equal(pupils_learner(c, "Nguyễn Thử An", "personal_id"), "019219000011");
	assert_string_equal(pupils_learner(c, "Nguyễn Thử An", "phone"), "0912345678");
	assert_string_equal(pupils_learner(c, "Trần Thử Bình", "personal_id"), "019219000012"); /* a number that is only shown as 1.9E+10 */
	assert_string_equal(pupils_learner(c, "Trần Thử Bình", "phone"), "0912345679");
	assert_string_equal(pupils_learner(c, "Lê Thử Chi", "personal_id"), "001219000013");
	assert_string_equal(pupils_learner(c, "Vũ Thử Giang", "personal_id"), "019219000015"); /* the apostrophe was part of the text */
	assert_non_null(strstr(pupils_issues(c, &s), "~4G value.identity_padded; "));
	is_the_same(c, "07-lost-zeros.xls", 5, 1);
}

TEST(quirk_08_a_mark_under_nu_is_the_sex)
{
	province_make(c);
	take_fine(c, "08-female-x.xlsx", 2);
	assert_string_equal(pupils_learner(c, "Lê Thử An", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Vũ Thử Bá", "sex"), "01");
}

TEST(quirk_09_fillers_are_empty_and_words_stand_for_yes_and_no)
{
	province_make(c);
	take_fine(c, "09-fillers.xlsx", 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE birth_place IS NULL AND disability IS NULL"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE ethnic_semi_boarding"), 1);
}

TEST(quirk_10_ghost_rows_are_nobody)
{
	province_make(c);
	struct import_summary s = take_fine(c, "10-ghost-rows.xlsx", 1);
	assert_int_equal(s.rows, 1);
	assert_int_equal(s.n_issues, 1); /* the class that was made */
	is_the_same(c, "10-ghost-rows.xls", 1, 0);
}

TEST(quirk_11_decimals_with_comma_or_point_and_85_for_8_5)
{
	province_make(c);
	take_fine(c, "01-xlsx.xls", 5);
	struct import_summary s = take(c, "11-decimals.xlsx");
	assert_string_equal(pupils_errors(c, &s), "9F field.too_large\n");
	assert_int_equal(scores(c, "Nguyễn Thử An"), 85);
	assert_int_equal(scores(c, "Trần Thử Bình"), 85);
	assert_int_equal(scores(c, "Lê Thử Chi"), 95);
}

TEST(quirk_12_hidden_sheets_are_no_lists_and_stay_where_they_were)
{
	province_make(c);
	struct import_summary s = take_fine(c, "12-hidden.xlsx", 3);
	const char *path = arena_fmt(c->arena, "%s/errors.xlsx", test_dir(c));
	int before = fixture(c, "12-hidden.xlsx");
	assert_int_equal(s.n_sheets, 1);
	assert_null(s.mapping[s.n_mappings - 1].field);
	assert_string_equal(s.mapping[s.n_mappings - 1].title, "Mã nội bộ");
	s.issue[0] = (struct import_issue){ .sheet = "Sheet1", .row = 2, .column = "D", .key = "x", .message = "Sai." };
	OK(import_write_errors(c, before, &s, path));
	int after = sheet_open(c, path);
	assert_null(strstr(LOOK("changed", look_path(c, before), look_path(c, after)), "sheet2.xml"));
	assert_non_null(strstr(LOOK("part", look_path(c, after), "xl/workbook.xml"), "name=\"DanhMuc\" sheetId=\"2\" state=\"hidden\""));
	assert_non_null(strstr(LOOK("part", look_path(c, after), "xl/worksheets/sheet1.xml"), "hidden=\"true\""));
}

TEST(quirk_13_columns_move_and_a_column_nobody_knows_is_shown)
{
	province_make(c);
	struct import_summary s = take_fine(c, "13-moved-columns.xlsx", 3);
	assert_int_equal(s.n_mappings, 6);
	assert_string_equal(s.mapping[1].title, "Sở thích");
	assert_null(s.mapping[1].field);
	assert_string_equal(s.mapping[1].sample[0], "Cờ vua");
	assert_string_equal(pupils_learner(c, "Lê Thử Chi", "sex"), "02");
}

TEST(quirk_14_old_districts_and_communes_still_come_in)
{
	province_make(c);
	struct import_summary s = take_fine(c, "14-old-places.xlsx", 1);
	assert_string_equal(pupils_learner(c, "Nguyễn Thử An", "residence_commune"), "05860");
	assert_string_equal(pupils_learner(c, "Nguyễn Thử An", "residence_district"), "172");
	for (size_t i = 0; i < s.n_mappings; i++)
		if (streq(s.mapping[i].title, "Xã/Phường (cũ)"))
			return; /* known or not, it is shown */
	fail_msg("the column of old communes was dropped silently");
}

TEST(quirk_15_the_wrong_school_year_is_noticed)
{
	province_make(c);
	struct import_summary s = take(c, "15-wrong-year.xlsx");
	assert_true(s.year_doubtful);
	assert_int_equal(s.year_seen, 2024);
	assert_non_null(strstr(pupils_issues(c, &s), "~3H import.year; "));
}

TEST(quirk_16_a_code_that_comes_late_makes_no_second_record)
{
	province_make(c);
	take_fine(c, "16-before-codes.xlsx", 2);
	struct import_summary s = take(c, "16-after-codes.xlsx");
	assert_string_equal(pupils_errors(c, &s), "");
	assert_int_equal(s.created, 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM identifier WHERE value IN ('1999000000', '1999000001')"), 2);
}

TEST(quirk_17_pupils_missing_from_a_new_file_are_told_and_kept)
{
	province_make(c);
	take_fine(c, "16-before-codes.xlsx", 2);
	struct import_summary s = take_fine(c, "17-one-missing.xlsx", 0);
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(s.missing, 1);
	assert_string_equal(s.missed[0].name, "Trần Thử Bình");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE status = '01'"), 2);
}
