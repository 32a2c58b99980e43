/* test_import.c - lists of pupils as schools keep them, taken in. */
#include "province.h"

#include <string.h>

#include "base/text.h"
#include "db/db.h"
#include "book/writer.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

/* ---- the ordinary list ---- */

static const char school_list[] =
	"TRƯỜNG TIỂU HỌC BA HÀNG\n"
	"DANH SÁCH HỌC SINH NĂM HỌC 2025-2026\n"
	"LỚP 1A\n"
	"STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân|SĐT liên hệ|Sở thích\n"
	"#1|Nguyễn Văn An|05/09/2019|Nam|Kinh|#19219000011|#912345678|Cờ vua\n"
	"#2|Lê Thị Bình|@2019-10-06|nữ|Tày|019319000012|+84 912 345 679\n"
	"#3|Trần Công|#43750|Nam|Mông\n"
	"Tổng số: 3\n"
	"LỚP 1B\n"
	"STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân|SĐT liên hệ|Sở thích\n"
	"#1|Phạm Hoa|2019-03-04|Gái|Hmông\n"
	"|Cộng|#1\n"
	"|||Phổ Yên, ngày 05 tháng 9 năm 2025\n"
	"|Người lập bảng||Hiệu trưởng\n"
	"|Trần Bình||Lê Hoa\n";

TEST(import_takes_a_school_list_as_it_is)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, school_list);
	assert_int_equal(s.rows, 4);
	assert_int_equal(s.created, 4);
	assert_int_equal(s.classes_created, 2);
	pupils_issues_are(c, &s, "~5! import.class_created; ~5F import.identity_repaired; ~11! import.class_created; ");
	assert_string_equal(s.issue[1].title, "Số định danh cá nhân");
	assert_string_equal(s.issue[1].value, "19219000011");
	assert_string_equal(pupils_learner(c, "Nguyễn Văn An", "personal_id"), "019219000011");
	assert_string_equal(pupils_learner(c, "Nguyễn Văn An", "phone"), "0912345678");
	assert_string_equal(pupils_learner(c, "Nguyễn Văn An", "birth_date"), "2019-09-05");
	assert_string_equal(pupils_learner(c, "Lê Thị Bình", "birth_date"), "2019-10-06");
	assert_string_equal(pupils_learner(c, "Lê Thị Bình", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Trần Công", "birth_date"), "2019-10-12");
	assert_string_equal(pupils_learner(c, "Trần Công", "ethnic_group"), "08");
	assert_string_equal(pupils_class_of(c, "Phạm Hoa"), "1B");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_class WHERE grade = '01' AND school_year = 2025"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE source LIKE 'import:%' AND type = 'enrolment'"), 4);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE first_class_id = class_id"), 4);
}

TEST(import_shows_the_columns_it_does_not_know)
{
	province_make(c);
	struct import_summary s = pupils_take(c, pupils_file(c, school_list), true);
	assert_int_equal(s.n_mappings, 7);
	assert_string_equal(s.mapping[0].field, "learner.full_name");
	assert_string_equal(s.mapping[0].column, "B");
	assert_string_equal(s.mapping[6].title, "Sở thích");
	assert_null(s.mapping[6].field);
}

TEST(import_reads_csv_too)
{
	province_make(c);
	struct import_summary s = pupils_take(c, sheet_text_file(c, "STT;Lớp;Họ tên;Ngày sinh;Giới tính;Dân tộc\n1;1a;Lê An;5/9/2019;Nam;Kinh\n"
	                                                     "2;Lớp 1A;Lê Bình;6/9/2019;Nữ;Kinh\n"), false);
	assert_int_equal(s.created, 2);
	assert_int_equal(s.classes_created, 1);
	assert_string_equal(pupils_class_of(c, "Lê Bình"), "1a");
}

/* Some offices' exports write 36 into empty cells, others "Không". */
TEST(import_takes_fillers_for_empty_cells)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ tên|Ngày sinh|Giới tính|Dân tộc|Nơi sinh|Loại khuyết tật|Năm sinh cha\n"
	                                              "#1|1A|Lê An|05/09/2019|Nam|Kinh|#36|Không|#1986\n");
	assert_int_equal(s.created, 1);
	pupils_issues_are(c, &s, "~2B import.class_created; ~2G import.filler; ");
	assert_null(pupils_learner(c, "Lê An", "birth_place"));
	assert_null(pupils_learner(c, "Lê An", "disability"));
}

TEST(import_knows_marks_under_nu_a_name_over_two_columns_and_a_sheet_for_each_class)
{
	const char *path = arena_fmt(c->arena, "%s/two.xlsx", test_dir(c));
	const char *first = "STT|Họ và tên||Ngày sinh|Nữ|Dân tộc\n#1|Lê Thị|An|05/09/2019|x|Kinh\n#2|Lê Văn|Bá|06/09/2019||Kinh\n";
	const char *second = "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|Vũ Cung|05/09/2018|Nam|Kinh\n";
	struct writer *w;

	province_make(c);
	OK(writer_open(c, path, WRITER_FREE, &w));
	pupils_sheet(c, w, "1A", first);
	OK(writer_merge(w, 0, 1, 0, 2, "Họ và tên", STYLE_PLAIN));
	pupils_sheet(c, w, "Lớp 2B", second);
	OK(writer_close(w));
	struct import_summary s = pupils_take(c, sheet_open(c, path), false);
	assert_int_equal(s.created, 3);
	assert_string_equal(pupils_learner(c, "Lê Thị An", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Lê Văn Bá", "sex"), "01");
	assert_string_equal(pupils_class_of(c, "Vũ Cung"), "2B");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_class WHERE name = '2B' AND grade = '02'"), 1);
}

/* ---- many rows, planted errors ---- */

static const struct plant {
	size_t row;
	int column;        /* which of the cells is replaced */
	const char *text, *key;
} plants[] = {
	{ 11, 3, "31/02/2019", "value.date_impossible" },
	{ 22, 3, "05/09/19", "value.date_short_year" },
	{ 33, 3, "tháng chín", "value.date" },
	{ 44, 4, "1", "value.sex" },
	{ 55, 5, "Sao Hỏa", "import.code" },
	{ 66, 6, "01921900A011", "value.identity_letters" },
	{ 77, 6, "#19219011", "value.identity_length" },
	{ 88, 6, "7.9E+10", "value.scientific" },
	{ 99, 7, "12345", "value.phone" },
	{ 110, 2, "", "import.name_empty" },
	{ 121, 3, "", "import.required" },
	{ 132, 5, "", "import.required" },
	{ 143, 1, "Hoa Hồng", "import.class_unknown" },
	{ 154, 1, "", "import.class_empty" },
	{ 165, 1, "@2026-02-01", "import.class_date" },
	{ 176, 3, "05/09/2035", "rule.birth_date_impossible" },
	{ 198, 0, "TWICE", "import.twice" },
	{ 399, 3, "31/02/2019", "value.date_impossible" },
};

enum { MANY = 400 };

static const struct plant *plant_at(size_t row)
{
	for (size_t i = 0; i < COUNT(plants); i++)
		if (plants[i].row == row)
			return &plants[i];
	return NULL;
}

/* Row 1 is the header; pupil i stands in row i + 2. */
static const char *many(struct ctx *c, bool planted)
{
	static const char *const family[] = { "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng" };
	static const char *const given[] = { "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh" };
	struct buf b = buf_in(c->arena);

	buf_put(&b, HEAD);
	for (size_t i = 0; i < MANY; i++) {
		const struct plant *plant = planted ? plant_at(i + 2) : NULL;
		size_t who = plant != NULL && streq(plant->text, "TWICE") ? i - 5 : i;
		const char *cell[] = {
			arena_fmt(c->arena, "#%zu", i + 1), arena_fmt(c->arena, "%zu%c", who % 5 + 1, "ABC"[who / 5 % 3]),
			arena_fmt(c->arena, "%s %s %s", family[who % 5], given[who / 5 % 7], given[who / 35 % 7]),
			arena_fmt(c->arena, "%02zu/%02zu/2018", who % 28 + 1, who / 28 % 12 + 1), who % 2 == 0 ? "Nam" : "Nữ", "Kinh",
			arena_fmt(c->arena, "019%c180%05zu", "23"[who % 2], who), arena_fmt(c->arena, "09123%05zu", who),
		};
		if (plant != NULL && who == i)
			cell[plant->column] = plant->text;
		for (size_t k = 0; k < COUNT(cell); k++)
			buf_fmt(&b, "%s%s", k > 0 ? "|" : "", cell[k]);
		buf_char(&b, '\n');
	}
	return buf_text(&b);
}

TEST(import_tells_every_error_at_its_cell_and_takes_the_rest)
{
	struct buf expected = buf_in(c->arena);

	province_make(c);
	for (size_t i = 0; i < COUNT(plants); i++)
		buf_fmt(&expected, "%zu%c %s\n", plants[i].row, streq(plants[i].key, "import.twice") ? 'G' : 'A' + plants[i].column, plants[i].key);
	struct import_summary s = pupils_take_text(c, many(c, true));
	assert_string_equal(pupils_errors(c, &s), buf_text(&expected));
	assert_int_equal(s.refused, COUNT(plants));
	assert_int_equal(s.created, MANY - COUNT(plants));
	assert_int_equal(s.classes_created, 15);
	for (size_t i = 0; i < s.n_issues; i++)
		if (strstr(s.issue[i].message, "ãy ") == NULL)
			fail_msg("no remedy: %s", s.issue[i].message);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment"), MANY - COUNT(plants));

	s = pupils_take_text(c, many(c, false));
	assert_string_equal(pupils_errors(c, &s), "");
	assert_int_equal(s.created, COUNT(plants));
	assert_int_equal(s.unchanged, MANY - COUNT(plants));
	assert_int_equal(s.missing, 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), MANY);
	assert_int_equal(pupils_number(c, pupils_halves), 0);
}

static int64_t all_rows(struct ctx *c)
{
	return pupils_number(c, "SELECT (SELECT count(*) FROM r_learner) + (SELECT count(*) FROM r_enrolment) + (SELECT count(*) FROM r_class)"
	                 " + (SELECT count(*) FROM change) + (SELECT count(*) FROM identifier)");
}

TEST(import_dry_run_says_the_same_and_writes_nothing)
{
	province_make(c);
	int64_t before = all_rows(c);
	struct import_summary dry = pupils_take(c, pupils_file(c, many(c, true)), true);
	assert_int_equal(all_rows(c), before);
	struct import_summary wet = pupils_take(c, pupils_file(c, many(c, true)), false);
	assert_true(all_rows(c) > before);
	assert_int_equal(dry.created, wet.created);
	assert_int_equal(dry.refused, wet.refused);
	assert_int_equal(dry.classes_created, wet.classes_created);
	assert_string_equal(pupils_issues(c, &dry), pupils_issues(c, &wet));
}

TEST(import_of_the_same_file_changes_nothing)
{
	province_make(c);
	pupils_take_text(c, school_list);
	int64_t before = all_rows(c);
	struct import_summary s = pupils_take_text(c, school_list);
	assert_int_equal(s.unchanged, 4);
	assert_int_equal(s.n_changes, 0);
	assert_int_equal(s.missing, 0);
	assert_int_equal(all_rows(c), before);
}

/* ---- classes ---- */

TEST(import_reads_the_grade_from_the_name_of_a_class)
{
	static const struct {
		const char *name, *levels, *grade;
	} known[] = {
		{ "1A", "02", "01" }, { "1/2", "02", "01" }, { "5.1", "02", "05" }, { "10A1", "04", "10" }, { "12 C", "03,04", "12" },
		{ "6A", "02", NULL }, { "10A1", "05", "13" }, { "10A1", "04,05", NULL }, { "Mẫu giáo lớn A", "01", "17" }, { "Nhà trẻ 1", "01", "16" },
		{ "Hoa Hồng", "01", NULL }, { "101", "04", NULL }, { "0A", "02", NULL }, { "11", "02", NULL }, { "13A", "02", NULL },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		struct import_options o = { .unit = { .levels = known[i].levels } };
		struct plan plan = { .c = c, .o = &o, .class = catalog_type(c->catalog, "class") };
		const char *grade = class_grade(&plan, class_key(c->arena, known[i].name));
		if (grade == NULL ? known[i].grade != NULL : known[i].grade == NULL || !streq(grade, known[i].grade))
			fail_msg("%s (%s): %s", known[i].name, known[i].levels, grade == NULL ? "none" : grade);
	}
}

TEST(import_compares_names_of_classes_as_people_do)
{
	static const char *const same[][2] = { { "1A", "1a" }, { "1A", "Lớp 1A" }, { "1A", " LỚP: 1 A" }, { "1/2", "1.2" }, { "Lá Đỏ", "lá đỏ" },
		                               { "Lớp mầm 1", "mầm 1" } };
	static const char *const other[][2] = { { "1A", "1B" }, { "1/2", "12" }, { "10A1", "10A11" } };

	for (size_t i = 0; i < COUNT(same); i++)
		assert_string_equal(class_key(c->arena, class_name(c->arena, text_clean(c->arena, same[i][0], strlen(same[i][0])))),
		                    class_key(c->arena, class_name(c->arena, text_clean(c->arena, same[i][1], strlen(same[i][1])))));
	for (size_t i = 0; i < COUNT(other); i++)
		assert_string_not_equal(class_key(c->arena, other[i][0]), class_key(c->arena, other[i][1]));
}

TEST(import_tells_a_class_once_for_all_its_pupils)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|Hoa|Lê An|05/09/2019|Nam|Kinh\n#2|Hoa|Lê Bá|06/09/2019|Nam|Kinh\n");
	pupils_issues_are(c, &s, "2B import.class_unknown; ");
	assert_int_equal(s.refused, 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_class"), 0);
	s = pupils_take_text(c, "STT|Lớp|Khối|Họ tên|Ngày sinh|Giới tính|Dân tộc\n#1|Hoa|Khối 1|Lê An|05/09/2019|Nam|Kinh\n#2|Hoa||Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.created, 2);
	s = pupils_take_text(c, "STT|Họ tên|Ngày sinh|Giới tính\n#1|Lê An|05/09/2019|Nam\n#2|Lê Cả|06/09/2019|Nam\n");
	pupils_issues_are(c, &s, "1! import.class_none; 1! import.column_missing; ");
	struct import_options o = pupils_options(c);
	o.class_name = "Lớp hoa";
	OK(import_file(c, pupils_file(c, "STT|Họ tên|Ngày sinh|Giới tính\n#1|Lê An|05/09/2019|Nam\n"), &o, &s));
	assert_int_equal(s.unchanged, 1);
}

/* ---- the year, refusals, reports ---- */

TEST(import_notices_the_wrong_school_year)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|Đang học|05/09/2024\n"
	                                                   "#2|1A|Lê Bá|06/09/2019|Nam|Kinh|Đang học|31/07/2025\n#3|1A|Lê Cả|06/09/2019|Nam|Kinh|Đang học|05/09/2052\n");
	assert_true(s.year_doubtful);
	assert_int_equal(s.year_seen, 2024);
	assert_non_null(strstr(pupils_issues(c, &s), "~3H import.year; "));
	s = pupils_take_text(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|Đang học|01/08/2025\n");
	assert_false(s.year_doubtful);
}

TEST(import_refuses_what_is_no_list_of_pupils)
{
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	FAILS(import_file(c, sheet_text_file(c, "Tên hàng,Giá\nBút,5000\n"), &o, &s), "sheet.no_header");
	FAILS(import_file(c, sheet_text_file(c, "STT,Họ tên,Ngày sinh\n"), &o, &s), "import.no_rows");
	o.unit = province_unit(c, "P172");
	FAILS(import_file(c, sheet_text_file(c, "STT,Họ tên,Ngày sinh\n"), &o, &s), "import.unit_kind");
}

TEST(import_can_be_stopped)
{
	atomic_bool cancel = true;
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	o.cancel = &cancel;
	FAILS(import_file(c, pupils_file(c, school_list), &o, &s), "import.cancelled");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 0);
}

TEST(import_reports_as_json_and_as_a_workbook)
{
	struct buf b = buf_in(c->arena);
	const char *path, *text;

	province_make(c);
	int fd = pupils_file(c, HEAD "#1|1A|Lê An|31/02/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh|#19219000011\n");
	struct import_summary s = pupils_take(c, fd, false);
	import_put_json(&b, &s);
	json_t *o = json_loads(buf_text(&b), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(o);
	assert_int_equal(json_integer_value(json_object_get(o, "refused")), 1);
	assert_int_equal(json_array_size(json_object_get(o, "issues")), 3);
	assert_int_equal(json_array_size(json_object_get(o, "mapping")), 7);
	json_decref(o);
	path = arena_fmt(c->arena, "%s/errors.xlsx", test_dir(c));
	OK(import_write_errors(c, fd, &s, path));
	OK(sheet_dump(c, sheet_open(c, path), NULL, &text));
	assert_non_null(strstr(text, "|TLỗi|TSheet1|N2|TD|TNgày sinh|T31/02/2019|T«31/02/2019» không phải là ngày có thật.|THãy ghi theo thứ tự"));
	assert_non_null(strstr(text, "|TCảnh báo|TSheet1|N3|TG|TSố định danh cá nhân|T19219000011|TSố định danh"));
}
