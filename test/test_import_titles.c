/* test_import_titles.c - columns told from others by a mark in their title, and names in parts. */
#include "province.h"
#include "book/writer.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

static const struct import_mapping *column(const struct import_summary *s, const char *letter)
{
	for (size_t i = 0; i < s->n_mappings; i++)
		if (streq(s->mapping[i].column, letter))
			return &s->mapping[i];
	fail_msg("%s", letter);
	return NULL;
}

TEST(import_takes_a_year_for_no_mark_of_men)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Năm|Nữ|Dân tộc\n#1|1A|Lê Thử An|05/09/2019|#2025|x|Kinh\n"
	                         "#2|1A|Lê Thử Bình|06/09/2019|#2025||Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ");
	assert_null(column(&s, "E")->field);
	assert_string_equal(pupils_learner(c, "Lê Thử An", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "sex"), "01");
	s = pupils_take_text(c, "STT|Lop|Ho va ten|Ngay sinh|Nam|Nu|Dan toc|Hộ\n#1|1A|Lê Thử An|05/09/2019||x|Kinh|Tổ 1\n");
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.unchanged, 1);
	assert_string_equal(column(&s, "E")->field, "male");
	assert_null(column(&s, "H")->instead);
}

TEST(import_tells_of_half_a_name)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ|Tên|Ngày sinh|Giới tính|Dân tộc\n#1|1A|Lê Thử||05/09/2019|Nữ|Kinh\n#2|1A||Bình|06/09/2019|Nữ|Kinh\n"
	                                           "#3|1A|Lê Thử|Cả|07/09/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~2D import.name_half; ~3C import.name_half; ");
	assert_int_equal(s.created, 3);
	assert_non_null(strstr(s.issue[1].message, "«Lê Thử»"));
}

/* Day, month and year in three columns: under one title, in one row, each with its own title; as numbers and as texts. */
TEST(import_joins_a_birth_date_over_three_columns)
{
	static const char *const heads[] = {
		"STT|Lớp|Họ và tên|Ngày sinh|||Giới tính|Dân tộc\n|||Ngày|Tháng|Năm\n", "STT|Lớp|Họ và tên|Ngày, tháng, năm sinh|||Giới tính|Dân tộc\n|||Ngày|Tháng|Năm\n",
		"STT|Lớp|Họ và tên|Ngày|Tháng|Năm|Giới tính|Dân tộc\n", "STT|Lớp|Họ và tên|Ngày sinh|Tháng sinh|Năm sinh|Giới tính|Dân tộc\n",
		"STT|Lop|Ho va ten|Ngay|Thang|Nam|Gioi tinh|Dan toc\n",
	};

	province_make(c);
	for (size_t i = 0; i < COUNT(heads); i++) {
		struct import_summary s = pupils_take_text(c, arena_fmt(c->arena, "%s#1|1A|Lê Thử An|#5|#9|#2019|Nữ|Kinh\n#2|1A|Lê Thử Bình|06|09|2019|Nam|Kinh\n", heads[i]));
		pupils_issues_are(c, &s, i == 0 ? arena_fmt(c->arena, "~%dB import.class_created; ", 3) : "");
		assert_int_equal(i == 0 ? s.created : s.unchanged, 2);
		assert_string_equal(column(&s, "D")->field, "learner.birth_date");
		assert_string_equal(column(&s, "D")->sample[0], "5/9/2019");
	}
	assert_string_equal(pupils_learner(c, "Lê Thử An", "CAST(birth_date AS TEXT)"), "2019-09-05");
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "sex"), "01");
	struct import_summary s = pupils_take_text(c, arena_fmt(c->arena, "%s#1|1A|Lê Thử Cả|#5||#2019|Nữ|Kinh\n#2|1A|Lê Thử Dư|#31|#2|#2019|Nam|Kinh\n"
	                                           "#3|1A|Lê Thử Em||||Nam|Kinh\n", heads[2]));
	pupils_issues_are(c, &s, "2D value.date; 3D value.date_impossible; 4D import.required; ");
	assert_non_null(strstr(s.issue[0].message, "«5/?/2019»"));
}

TEST(import_joins_a_birth_date_under_a_merged_title)
{
	static const char *const title[] = { "STT", "Lớp", "Họ và tên", "Ngày sinh", "", "", "Giới tính", "Dân tộc" };
	const char *path = arena_fmt(c->arena, "%s/merged.xlsx", test_dir(c));
	struct writer *w;

	province_make(c);
	OK(writer_open(c, path, WRITER_FREE, &w));
	pupils_sheet(c, w, "Sheet1", "\n|||Ngày|Tháng|Năm\n#1|1A|Lê Thử An|#5|#9|#2019|Nữ|Kinh\n");
	for (size_t i = 0; i < COUNT(title); i++)
		if (*title[i] != '\0')
			OK(writer_merge(w, 0, i, i == 3 ? 0 : 1, i == 3 ? 5 : i, title[i], STYLE_HEADER));
	OK(writer_close(w));
	struct import_summary s = pupils_take(c, sheet_open(c, path), false);
	pupils_issues_are(c, &s, "~3B import.class_created; ");
	assert_string_equal(pupils_learner(c, "Lê Thử An", "CAST(birth_date AS TEXT)"), "2019-09-05");
}

/* A cell that is merged down several rows speaks for all of them; nobody is another because of it. */
TEST(import_takes_a_merged_class_for_all_its_rows)
{
	const char *path = arena_fmt(c->arena, "%s/merged.xlsx", test_dir(c));
	struct writer *w;

	province_make(c);
	OK(writer_open(c, path, WRITER_FREE, &w));
	pupils_sheet(c, w, "Sheet1", "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Lớp\n#1|Lê Thử An|05/09/2019|Nữ||\n#2|Lê Thử Bình|06/09/2019|Nam|\n"
	             "#3|Lê Thử Cả|07/09/2019|Nam|Tày\n"
	             "#4|Lê Thử Dư|08/09/2018|Nam|Kinh|\n#5||09/09/2018|Nam|Kinh\n#6|||||\n");
	OK(writer_merge(w, 1, 5, 3, 5, "1A", STYLE_CELL) && writer_merge(w, 4, 5, 6, 5, "2B", STYLE_CELL) && writer_merge(w, 1, 4, 2, 4, "Kinh", STYLE_CELL));
	OK(writer_merge(w, 4, 1, 5, 1, "Lê Thử Dư", STYLE_CELL));
	OK(writer_close(w));
	struct import_summary s = pupils_take(c, sheet_open(c, path), false);
	pupils_issues_are(c, &s, "~2F import.class_created; ~5F import.class_created; 6B import.name_empty; ");
	assert_int_equal(s.created, 4);
	assert_string_equal(pupils_class_of(c, "Lê Thử Bình"), "1A");
	assert_string_equal(pupils_class_of(c, "Lê Thử Cả"), "1A");
	assert_string_equal(pupils_class_of(c, "Lê Thử Dư"), "2B");
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "ethnic_group"), "01");
	assert_string_equal(pupils_learner(c, "Lê Thử Cả", "ethnic_group"), "02");
}

/* All but the first sheet are hidden. */
static int two_sheets(struct ctx *c, const char *first, const char *second)
{
	const char *path = arena_fmt(c->arena, "%s/two.xlsx", test_dir(c));
	struct writer *w;

	OK(writer_open(c, path, WRITER_FREE, &w));
	pupils_sheet(c, w, "Lớp 1A", first);
	pupils_sheet(c, w, "Danh mục", "Mã|Dân tộc\n01|Kinh\n02|Tày\n");
	writer_hide(w);
	pupils_sheet(c, w, "Mẫu", HEAD);
	writer_hide(w);
	pupils_sheet(c, w, "Lớp 1B", second);
	writer_hide(w);
	OK(writer_close(w));
	return sheet_open(c, path);
}

TEST(import_tells_of_hidden_sheets_and_takes_one_that_is_alone)
{
	static const char first[] = HEAD "#1|1A|Lê Thử An|05/09/2019|Nữ|Kinh\n", second[] = HEAD "#1|1B|Lê Thử Bình|06/09/2019|Nữ|Kinh\n";

	province_make(c);
	struct import_summary s = pupils_take(c, two_sheets(c, first, second), false);
	pupils_issues_are(c, &s, "~2B import.class_created; ~0! import.sheet_hidden; ");
	assert_string_equal(s.issue[1].sheet, "Lớp 1B");
	assert_int_equal(s.created, 1);
	s = pupils_take(c, two_sheets(c, first, HEAD), false);
	pupils_issues_are(c, &s, "");
	s = pupils_take(c, two_sheets(c, "Trang bìa\n", second), false);
	pupils_issues_are(c, &s, "~1! import.sheet_hidden_taken; ~2B import.class_created; ");
	assert_int_equal(s.created, 1);
	s = pupils_take(c, two_sheets(c, HEAD, second), false);
	pupils_issues_are(c, &s, "~1! import.sheet_hidden_taken; ");
	assert_int_equal(s.unchanged, 1);
}

/* What is understood of a list of pupils is of a list of staff too. */
TEST(import_takes_names_in_parts_marks_and_days_of_staff)
{
	static const char *const last[] = { "", "|Chức vụ" };

	province_make(c);
	for (size_t i = 0; i < COUNT(last); i++) {
		struct import_summary s = pupils_take_text(c, arena_fmt(c->arena, "STT|Họ và tên đệm|Tên|Ngày|Tháng|Năm|Nam|Nữ|Điện thoại|Số CMND/CCCD%s\n"
		                                           "#1|Nguyễn Thị|Hoa|#12|#3|#1985|||0987654321|019185000011\n#2|Trần Văn|Sơn|#1|#9|#1990|x||0987654322|019090000012\n", last[i]));
		assert_string_equal(s.template_name, i == 0 ? "staff-accounts" : "staff");
		pupils_issues_are(c, &s, i == 0 ? "~1! import.staff_by_age; 2H import.sex_unmarked; " : "2H import.sex_unmarked; ");
		assert_int_equal(i == 0 ? s.created : s.unchanged, 1);
	}
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_staff WHERE full_name = 'Trần Văn Sơn' AND sex = '01' AND birth_date = '1990-09-01'"), 1);
}

TEST(import_joins_a_name_over_two_columns_that_are_not_merged)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên||Ngày sinh|Giới tính|Dân tộc\n#1|1A|Nguyễn Thử|An|05/09/2019|Nữ|Kinh\n"
	                         "#2|1A|Lê Thử|Bình|06/09/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "~1! import.name_joined; ~2B import.class_created; ");
	assert_int_equal(s.created, 2);
	assert_string_equal(pupils_learner(c, "Nguyễn Thử An", "sex"), "02");
	/* What may be one is asked of people, what is none is none. */
	s = pupils_take_text(c, "STT|Lớp|Họ và tên||Ngày sinh|Giới tính|Dân tộc\n#1|1A|Nguyễn Thử An|Kinh|05/09/2019|Nữ|Kinh\n#2|1A|Lê Thử Bình|Kinh|06/09/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "~1! import.name_beside; ");
	assert_int_equal(s.unchanged, 2);
	s = pupils_take_text(c, "STT|Lớp|Họ và tên||Ngày sinh|Giới tính|Dân tộc\n#1|1A|Nguyễn Thử An|Nữ|05/09/2019|Nữ|Kinh\n#2|1A|Lê Thử Bình|Nữ|06/09/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "");
	s = pupils_take_text(c, "STT|Lớp|Họ và tên||Ngày sinh|Giới tính|Dân tộc\n#1|1A|Nguyễn Thử An|#5|05/09/2019|Nữ|Kinh\n#2|1A|Lê Thử Bình|#7|06/09/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.unchanged, 2);
	s = pupils_take_text(c, "STT|Lớp|Họ và tên||Ngày sinh|Giới tính|Dân tộc\n#1|1A|Nguyễn Thử An|Hay nghỉ học vì ốm|05/09/2019|Nữ|Kinh\n"
	                         "#2|1A|Lê Thử Bình||06/09/2019|Nữ|Kinh\n");
	assert_int_equal(s.unchanged, 2);
}

/* As programs write a merged head: with a row of others below it, or in each of its cells. */
TEST(import_joins_a_name_under_a_head_that_is_merged_above_others)
{
	static const struct {
		const char *head;
		bool merged;
	} heads[] = {
		{ "STT|Lớp|Họ và tên||Ngày sinh|Giới tính|Nơi ở|\n||||||Dân tộc|Điện thoại\n", true },
		{ "STT|Lớp|Họ và tên||Ngày sinh|Giới tính|Nơi ở|\n||||||Dân tộc|Điện thoại\n", false },
		{ "STT|Lớp|Họ và tên|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n", false },
	};

	province_make(c);
	for (size_t i = 0; i < COUNT(heads); i++) {
		const char *path = arena_fmt(c->arena, "%s/merged.xlsx", test_dir(c));
		struct writer *w;
		OK(writer_open(c, path, WRITER_FREE, &w));
		pupils_sheet(c, w, "DS", arena_fmt(c->arena, "%s#1|1A|Nguyễn Thử|An|05/09/2019|Nữ|Kinh\n#2|1A|Lê Thử|Bình|06/09/2019|Nữ|Kinh\n", heads[i].head));
		if (heads[i].merged)
			OK(writer_merge(w, 0, 2, 0, 3, "Họ và tên", STYLE_PLAIN));
		OK(writer_close(w));
		struct import_summary s = pupils_take(c, sheet_open(c, path), false);
		pupils_issues_are(c, &s, i == 0 ? "~3B import.class_created; " : "~1! import.name_joined; ");
		assert_int_equal(i == 0 ? s.created : s.unchanged, 2);
	}
	assert_string_equal(pupils_learner(c, "Nguyễn Thử An", "sex"), "02");
	/* What only says the given name once more goes nowhere. */
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên||Ngày sinh|Giới tính|Dân tộc\n#1|1A|Nguyễn Thử An|An|05/09/2019|Nữ|Kinh\n"
	                                              "#2|1A|Lê Thử Bình|Bình|06/09/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.unchanged, 2);
}

TEST(import_tells_of_each_cell_of_old_letters_it_left)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê Bé|05/09/2019|Nữ|Kinh\n#2|1A|Nguyễn Văn Sáu|06/09/2019|Nữ|Kinh\n#3|1A|TrÇn ThÞ Hång|06/09/2019|Nữ|Kinh\n"
	                         "#4|1A|Hå Tó|07/09/2019|Nữ|Kinh\n#5|1A|TrÇnn ThÞ|08/09/2019|Nữ|Kinh\n#6|1A|Nguyeãnn Vaên|09/09/2019|Nữ|Kinh\n"
	                         "#7|1A|Lê ThÞ Bình|10/09/2019|Nữ|Kinh\n#8|1A|José Müller|11/09/2019|Nữ|Kinh\n#9|1A|Đặng Đình Đèn|12/09/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~4C import.converted; ~5C import.old_letters; ~6C import.old_letters; ~7C import.old_letters; ~8C import.old_letters; ");
	assert_int_equal(s.created, 9);
	assert_string_equal(pupils_learner(c, "Hå Tó", "sex"), "02");
}

/* Who they are is told by nothing: it is said what they are taken for. */
TEST(import_warns_where_only_age_makes_people_staff)
{
	static const char row[] = "#1|Lê Thử An|05/09/1985|Nữ|0912345678\n#2|Lê Thử Bình|06/09/1986|Nam|0912345679\n";

	province_make(c);
	struct import_summary s = pupils_take_text(c, arena_fmt(c->arena, "STT|Họ và tên|Ngày sinh|Giới tính|Điện thoại\n%s", row));
	pupils_issues_are(c, &s, "~1! import.staff_by_age; ");
	assert_int_equal(s.created, 2);
	s = pupils_take_text(c, arena_fmt(c->arena, "STT|Họ và tên|Ngày sinh|Giới tính|Điện thoại|Chức vụ\n%s", row));
	pupils_issues_are(c, &s, "");
	struct import_options o = pupils_options(c);
	o.sheet = catalog_sheet(c->catalog, "staff-accounts"); /* somebody says that they are */
	OK(import_file(c, pupils_file(c, arena_fmt(c->arena, "STT|Họ và tên|Ngày sinh|Giới tính|Điện thoại\n%s", row)), &o, &s));
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.unchanged, 2);
}

/* Below the first rows, which are in Unicode, each has a note of its own. */
TEST(import_tells_of_each_old_name_below_the_first_rows)
{
	struct buf text = buf_in(c->arena);

	province_make(c);
	buf_put(&text, HEAD);
	for (int i = 0; i < 35; i++)
		buf_fmt(&text, "#%d|1A|Nguyễn Thị H%c%c|06/09/2019|Nữ|Kinh\n", i + 1, 'a' + i / 20, 'a' + i % 20);
	buf_put(&text, "#36|1A|TrÇn ThÞ Hång|07/10/2019|Nữ|Kinh\n#37|1A|Lª V¨n Ba|05/09/2019|Nữ|Kinh\n");
	struct import_summary s = pupils_take_text(c, buf_text(&text));
	pupils_issues_are(c, &s, "~2B import.class_created; ~37C import.converted; ~38C import.converted; ");
	assert_non_null(strstr(s.issue[2].message, "Ô này"));
}

/* "Ghi chú" beside what any list has is no health check; what a list of pupils takes in counts. */
TEST(import_takes_no_general_title_for_a_template)
{
	static const struct {
		const char *text, *template;
	} cases[] = {
		{ "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Ghi chú\n#1|1A|Lê Thử An|05/09/2019|Nam|Kinh|Mồ côi cha\n", "class-list" },
		{ "STT|Lớp|Họ và tên|Ngày sinh|Ghi chú\n#1|1A|Lê Thử An|05/09/2019|Mồ côi cha\n", "class-list" },
		{ "STT|Lớp|Họ và tên|Ghi chú\n#1|1A|Lê Thử An|Mồ côi cha\n", "class-list" },
		{ "STT|Lớp|Họ và tên|Ngày sinh|Năm học|Học kỳ|Ghi chú\n#1|1A|Lê Thử An|05/09/2019|2025-2026|1|\n", "class-list" },
		{ "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Nhận xét\n#1|1A|Lê Thử An|05/09/2019|Nam|Kinh|Ngoan\n", "class-list" },
		{ "STT|Lớp|Họ và tên|Ngày sinh|Nhận xét|Nội dung|Khác\n#1|1A|Lê Thử An|05/09/2019|Ngoan||\n", "class-list" },
		{ "STT|Lớp|Họ và tên|Ngày sinh|Nơi sinh|Biết bơi|Ghi chú\n#1|1A|Lê Thử An|05/09/2019|Hà Nội|x|\n", "class-list" },
		{ "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Cân nặng|Ghi chú\n#1|1A|Lê Thử An|05/09/2019|Nam|Kinh|#20,5|\n", "health" },
		{ "STT|Lớp|Họ và tên|Cân nặng\n#1|1A|Lê Thử An|#20,5\n", "health" },
		{ "STT|Họ và tên|Ngày sinh|KQHT|KQRL|Nhận xét\n#1|Lê Thử An|05/09/2019|Tốt|Tốt|Ngoan\n", "secondary-results" },
	};

	province_make(c);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct import_options o = pupils_options(c);
		const struct sheet_template *sheet;
		o.sheet = NULL;
		OK(import_template(c, pupils_file(c, cases[i].text), &o, &sheet));
		if (!streq(sheet->name, cases[i].template))
			fail_msg("%s: %s", cases[i].text, sheet->name);
	}
}

static const struct import_issue *issue(const struct import_summary *s, const char *key)
{
	for (size_t i = 0; i < s->n_issues; i++)
		if (streq(s->issue[i].key, key))
			return &s->issue[i];
	return NULL;
}

TEST(import_tells_of_people_in_a_list_beside_the_list)
{
#define BESIDE "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Lớp"

	province_make(c);
	struct import_summary s = pupils_take_text(c, BESIDE "||" BESIDE "\n#1|Lê Thử An|05/09/2019|Nữ|Kinh|1A||#3|Lê Thử Cò|07/09/2019|Nữ|Kinh|1A\n"
	                                           "#2|Lê Thử Bình|05/09/2019|Nữ|Kinh|1A||#4|Lê Thử Diệc|07/09/2019|Nữ|Kinh|1A\n|||||||#5|Lê Thử Hạc|07/09/2019|Nữ|Kinh|1A\n"
	                                           "||||||||Tổng số: 5|||\n");
	assert_int_equal(s.created, 2);
	const struct import_issue *told = issue(&s, "import.list_beside");
	assert_non_null(told);
	assert_string_equal(told->column, "H");
	assert_non_null(strstr(told->message, "; 3 học sinh ở đó"));
	assert_null(issue(&s, "import.column_twice"));
	/* The same people once more, and the names of others, are columns that tell the same. */
	s = pupils_take_text(c, BESIDE "|" BESIDE "\n#1|Lê Thử An|05/09/2019|Nữ|Kinh|1A|#1|Lê Thử An|05/09/2019|Nữ|Kinh|1A\n");
	assert_int_equal(s.unchanged, 1);
	assert_true(issue(&s, "import.column_twice") != NULL && issue(&s, "import.list_beside") == NULL);
	s = pupils_take_text(c, BESIDE "|Họ và tên\n#1|Lê Thử An|05/09/2019|Nữ|Kinh|1A|Lê Thử Cò\n");
	assert_true(issue(&s, "import.column_twice") != NULL && issue(&s, "import.list_beside") == NULL);
}

/* What stands under a title over several columns says it shorter, and in another order. */
TEST(import_knows_short_titles_under_another)
{
	static const struct {
		const char *template, *text, *fields; /* of the columns from E on */
	} cases[] = {
		{ "class-list", "STT|Lớp|Họ và tên|Ngày sinh|Cha|||Thông tin về mẹ|||Giới tính\n"
		  "||||Tên|SĐT|Nghề|Họ tên|NS|ĐT|\n",
		  "father_name father_phone father_job mother_name mother_birth_year mother_phone sex" },
		{ "class-list", "STT|Lớp|Họ và tên|Ngày sinh|Hộ khẩu thường trú||||Quê quán||CCCD|\n"
		  "||||Tỉnh|Huyện|Xã|Thôn|Xã|Tỉnh|Số|\n",
		  "residence_province residence_district residence_commune residence_detail home_town home_town personal_id" },
		{ "class-list", "STT|Lớp|Họ và tên|Ngày sinh|Nơi sinh||Chỗ ở hiện nay||SĐT\n||||Xã|Tỉnh|Phường/Xã|Tỉnh|\n",
		  "birth_place birth_place current_commune current_province phone" },
		{ "health", "STT|Lớp|Họ và tên|Ngày sinh|Lần 1||Đợt 2||Thị lực|\n||||Cao|Nặng|Chiều cao|Nặng|Trái|Phải\n",
		  "height_cm weight_kg height_cm weight_kg vision_left vision_right" },
		{ "secondary-results", "STT|Lớp|Họ và tên|Ngày sinh|Kết quả||Nghỉ|\n||||Học tập|Rèn luyện|P|K\n", "study_rating conduct_rating absences_excused absences_unexcused" },
		{ "subject-scores", "STT|Lớp|Họ và tên|Ngày sinh|Điểm thường xuyên||Điểm|\n||||1|2|GK|CK\n", "regular_1 regular_2 midterm final" },
		{ "primary-results", "STT|Lớp|Họ và tên|Ngày sinh|Toán||Tiếng Việt|\n||||Mức|Điểm|Mức đạt|Điểm KT\n", "level score level score" },
		{ "staff", "STT|Mã cán bộ|Họ tên|Ngày sinh|Lương||Phụ cấp||Trình độ|\n||||Bậc|Hệ số|Thâm niên|Ưu đãi nghề|Tin học|LLCT\n",
		  "salary_step salary_coefficient seniority_allowance incentive_allowance computing_level political_theory_level" },
		{ "class-list", "STT|Lớp|Họ và tên|Ngày sinh|Bà||Chủ hộ\n||||Tên|SĐT|SĐT\n", "- - -" }, /* of others */
	};

	province_make(c);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct import_options o = pupils_options(c);
		struct buf fields = buf_in(c->arena);
		struct import_summary s;
		o.sheet = catalog_sheet(c->catalog, cases[i].template);
		o.dry_run = true;
		o.asks = json_pack("{ssss}", "period", "CN", "subject", "2018-TH-TOAN");
		OK(import_file(c, pupils_file(c, arena_fmt(c->arena, "%s#1|1A|Lê Thử An|05/09/2019|a|b|c|d|e|f|g\n", cases[i].text)), &o, &s));
		json_decref((json_t *)o.asks);
		for (size_t k = 0; k < s.n_mappings; k++) {
			const struct import_mapping *m = &s.mapping[k];
			if (strlen(m->column) == 1 && *m->column >= 'E' && m->title != NULL)
				buf_fmt(&fields, "%s%s", fields.len == 0 ? "" : " ", m->field == NULL ? "-" : strchr(m->field, '.') + 1);
		}
		assert_string_equal(buf_text(&fields), cases[i].fields);
	}
}
