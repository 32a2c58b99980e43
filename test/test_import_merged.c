/* test_import_merged.c - what stands under a title over several columns: joined, or told. */
#include "province.h"
#include "book/writer.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

struct merge {
	size_t row, first, last;
	const char *title;
};

static int merged(struct ctx *c, const char *text, const struct merge *merge, size_t n)
{
	const char *path = arena_fmt(c->arena, "%s/merged.xlsx", test_dir(c));
	struct writer *w;

	OK(writer_open(c, path, WRITER_FREE, &w));
	pupils_sheet(c, w, "DS", text);
	for (size_t i = 0; i < n; i++)
		OK(writer_merge(w, merge[i].row, merge[i].first, merge[i].row, merge[i].last, merge[i].title, STYLE_PLAIN));
	OK(writer_close(w));
	return sheet_open(c, path);
}

#define MERGED(c, text, ...) merged(c, text, (const struct merge[]){ __VA_ARGS__ }, COUNT(((const struct merge[]){ __VA_ARGS__ })))

TEST(import_joins_a_number_to_words_under_one_title_and_tells_of_others)
{
	province_make(c);
	struct import_summary s = pupils_take(c, MERGED(c, "STT|Lớp||Họ và tên|Ngày sinh|Giới tính|Dân tộc|Chỗ ở hiện nay||Họ tên bố|\n"
	                                                   "#1|1A|#2|Lê Thử An|05/09/2019|Nữ|Kinh|Tổ dân phố số|#7|Lê Văn Bố|#1985\n"
	                                                   "#2|1A|#2|Lê Thử Bình|06/09/2019|Nam|Kinh|Tổ dân phố số|#8|Lê Văn Ba|@1986-01-02\n",
	                                                { 0, 1, 2, "Lớp" }, { 0, 7, 8, "Chỗ ở hiện nay" }, { 0, 9, 10, "Họ tên bố" }), false);
	pupils_issues_are(c, &s, "~1C import.cells_left; ~1K import.cells_left; ~2B import.class_created; ");
	assert_string_equal(pupils_learner(c, "Lê Thử An", "current_address"), "Tổ dân phố số 7");
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "father_name"), "Lê Văn Ba");
	assert_string_equal(pupils_class_of(c, "Lê Thử An"), "1A");
	assert_non_null(strstr(s.issue[1].message, "«Họ tên bố»"));
	assert_non_null(strstr(s.issue[1].message, "2 ô của cột K không được lấy (dòng 2: «1985»)"));
}

TEST(import_takes_what_only_the_right_one_of_two_columns_under_a_title_holds)
{
	province_make(c);
	struct import_summary s = pupils_take(c, MERGED(c, "STT|Lớp|Họ và tên|Ngày sinh||Giới tính|Dân tộc\n#1|1A|Lê Thử An||@2019-09-05|Nữ|Kinh\n", { 0, 3, 4, "Ngày sinh" }), false);
	pupils_issues_are(c, &s, "~2B import.class_created; ");
	assert_string_equal(pupils_learner(c, "Lê Thử An", "CAST(birth_date AS TEXT)"), "2019-09-05");
}

/* Levels and scores have titles of their own below; where these are unknown, it is told what is not taken. */
TEST(import_takes_levels_and_scores_by_short_titles)
{
	static const char *const heads[] = { "Mức|Điểm", "Mức đạt|Điểm KT", "Nhận xét|Số" };
	struct import_summary s;

	province_make(c);
	struct import_options o = pupils_options(c);
	pupils_take_text(c, HEAD "#1|1A|Lê Thử An|05/09/2019|Nữ|Kinh\n#2|1A|Lê Thử Bình|06/09/2019|Nam|Kinh\n");
	o.sheet = NULL;
	o.file_name = "KQHT-C1-CN.xlsx";
	for (size_t i = 0; i < COUNT(heads); i++) {
		OK(import_file(c, MERGED(c, arena_fmt(c->arena, "STT|Lớp|Họ và tên|Ngày sinh|Toán||Tiếng Việt|\n||||%s|%s\n#1|1A|Lê Thử An|05/09/2019|T|#9|H|#7\n"
		                                                "#2|1A|Lê Thử Bình|06/09/2019|T|#9|H|#7\n", heads[i], heads[i]),
		                         { 0, 4, 5, "Toán" }, { 0, 6, 7, "Tiếng Việt" }), &o, &s));
		assert_string_equal(s.template_name, "primary-results");
		if (i < 2)
			pupils_issues_are(c, &s, "");
		else
			assert_non_null(strstr(pupils_issues(c, &s), "~1F import.cells_left; ~1H import.cells_left; "));
		assert_int_equal(i == 0 ? s.created : s.unchanged, 2);
	}
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_subject_result WHERE score = 90"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_subject_result WHERE score = 70"), 2);
}

TEST(import_joins_a_name_under_the_last_title_of_a_table)
{
	province_make(c);
	struct import_summary s = pupils_take(c, MERGED(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Họ tên mẹ|\n#1|1A|Lê Thử An|05/09/2019|Nữ|Kinh|Trần Thị|Mai\n"
	                                                   "#2|1A|Lê Thử Bình|06/09/2019|Nam|Kinh|Lò Thị|\n", { 0, 6, 299, "Họ tên mẹ" }), false);
	pupils_issues_are(c, &s, "~2B import.class_created; ~3H import.name_half; ");
	assert_string_equal(pupils_learner(c, "Lê Thử An", "mother_name"), "Trần Thị Mai");
	assert_non_null(strstr(s.issue[1].message, "«Lò Thị»"));
}

/* Beside another name than that of the pupil it is told, and what is no name is not. */
TEST(import_tells_of_a_column_that_may_go_on_a_name)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Họ tên bố||Ghi rõ\n#1|1A|Lê Thử An|05/09/2019|Nữ|Kinh|Lê Văn|Bố|x\n"
	                                              "#2|1A|Lê Thử Bình|06/09/2019|Nam|Kinh|Lê Văn|Bố|x\n");
	pupils_issues_are(c, &s, "~1H import.name_beside; ~2B import.class_created; ");
	assert_non_null(strstr(s.issue[0].message, "Cột H, bên phải «Họ tên bố», không có tiêu đề nên «Bố» không được nạp"));
	s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Họ tên bố||Ghi rõ\n#1|1A|Lê Thử An|05/09/2019|Nữ|Kinh|Lê Văn|#1985|x\n"
	                        "#2|1A|Lê Thử Bình|06/09/2019|Nam|Kinh|Lê Văn|#1986|x\n");
	pupils_issues_are(c, &s, "");
}

#define NAMES "STT|Họ và tên||Ngày sinh|Giới tính|Dân tộc|Lớp\n#1|Nguyễn Văn|An|05/09/2019|Nam|Kinh|1A\n#2|Trần Thị|Bích|06/09/2019|Nữ|Kinh|1A\n"

TEST(import_tells_of_half_a_name_where_columns_were_joined)
{
	static const char rows[] = NAMES "#3|Lò Thị||07/09/2019|Nữ|Kinh|1A\n#4||Tú|08/09/2019|Nam|Kinh|1A\n";

	province_make(c);
	struct import_summary s = pupils_take(c, MERGED(c, rows, { 0, 1, 2, "Họ và tên" }), false);
	pupils_issues_are(c, &s, "~2G import.class_created; ~4C import.name_half; ~5B import.name_half; ");
	assert_non_null(strstr(s.issue[1].message, "«Lò Thị»"));
	s = pupils_take_text(c, rows);
	pupils_issues_are(c, &s, "~1! import.name_joined; ~4C import.name_half; ~5B import.name_half; ");
	/* Merged for its looks alone, the second column is empty. */
	s = pupils_take(c, MERGED(c, "STT|Họ và tên||Ngày sinh|Giới tính|Dân tộc|Lớp\n#1|Nguyễn Văn An||05/09/2019|Nam|Kinh|1A\n#2|Trần Thị Bích||06/09/2019|Nữ|Kinh|1A\n"
	                             "#3|Lò Thị|Cả|09/09/2019|Nữ|Kinh|1A\n", { 0, 1, 2, "Họ và tên" }), false);
	pupils_issues_are(c, &s, "");
}

TEST(import_takes_day_and_sex_from_the_column_of_a_sex_that_holds_a_day)
{
	static const char *const heads[] = { "Nam|Nữ", "Nữ|Nam" }, *const days[] = { "05/09/2019|", "|05/09/2019" };

	province_make(c);
	for (size_t i = 0; i < COUNT(heads); i++) {
		struct import_summary s = pupils_take(c, MERGED(c, arena_fmt(c->arena, "STT|Lớp|Họ và tên|Ngày, tháng, năm sinh||Dân tộc\n|||%s|\n#1|1A|Lê Thử An|%s|Kinh\n"
		                                                                        "#2|1A|Lê Thử Bình|%s|Kinh\n", heads[i], days[i], days[1 - i]), { 0, 3, 4, "Ngày, tháng, năm sinh" }), false);
		pupils_issues_are(c, &s, i == 0 ? "~3B import.class_created; " : "");
		assert_int_equal(i == 0 ? s.created : s.unchanged, 2);
	}
	assert_string_equal(pupils_learner(c, "Lê Thử An", "sex"), "01");
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "CAST(birth_date AS TEXT)"), "2019-09-05");
	/* Days under both are of nobody; marks under a title of their own are marks. */
	struct import_summary s = pupils_take(c, MERGED(c, "STT|Lớp|Họ và tên|Ngày sinh||Dân tộc\n|||Nam|Nữ|\n"
	                                                   "#1|1A|Lê Thử Cả|05/09/2019|06/09/2019|Kinh\n", { 0, 3, 4, "Ngày sinh" }), false);
	assert_int_equal(s.refused, 1);
	s = pupils_take(c, MERGED(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính||Dân tộc\n||||Nam|Nữ|\n#1|1A|Lê Thử Bình|05/09/2019||x|Kinh\n", { 0, 4, 5, "Giới tính" }), false);
	assert_int_equal(s.unchanged, 1);
}

/* "Giới tính" counts, or marks do: a day under the other sex is told at its cell. */
TEST(import_tells_of_a_day_under_another_sex_than_the_row_says)
{
	province_make(c);
	struct import_summary s = pupils_take(c, MERGED(c, "STT|Lớp|Họ và tên|Ngày sinh||Giới tính|Dân tộc\n|||Nam|Nữ||\n#1|1A|Lê Thử An|05/09/2019||Nữ|Kinh\n"
	                                                   "#2|1A|Lê Thử Bình||06/09/2019|Nam|Kinh\n#3|1A|Lê Thử Cả|07/09/2019||Nam|Kinh\n#4|1A|Lê Thử Dần|08/09/2019|||Kinh\n",
	                                                { 0, 3, 4, "Ngày sinh" }), false);
	pupils_issues_are(c, &s, "~3B import.class_created; ~3D import.sex_differs; ~4E import.sex_differs; ");
	assert_non_null(strstr(s.issue[1].message, "dưới «Nam»"));
	assert_non_null(strstr(s.issue[1].message, "lấy «Nữ»"));
	assert_string_equal(pupils_learner(c, "Lê Thử An", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Lê Thử Dần", "sex"), "01");
	s = pupils_take(c, MERGED(c, "STT|Lớp|Họ và tên|Ngày sinh||Nữ|Dân tộc\n|||Nam|Nữ||\n#1|1A|Lê Thử An|05/09/2019||x|Kinh\n", { 0, 3, 4, "Ngày sinh" }), false);
	pupils_issues_are(c, &s, "~3D import.sex_differs; ");
}

TEST(import_joins_day_month_and_year_under_one_title)
{
	static const struct merge over = { 0, 3, 5, "Ngày sinh" };

	province_make(c);
	struct import_summary s = pupils_take(c, merged(c, "STT|Lớp|Họ và tên|Ngày sinh|||Giới tính|Dân tộc\n#1|1A|Lê Thử An|#5|#9|#2019|Nữ|Kinh\n"
	                                                   "#2|1A|Lê Thử Bình|06|09|2019|Nam|Kinh\n"
	                                                   "#3|1A|Lê Thử Cả|#7||#2019|Nam|Kinh\n", &over, 1), false);
	pupils_issues_are(c, &s, "~2B import.class_created; 4D value.date; ");
	assert_string_equal(pupils_learner(c, "Lê Thử An", "CAST(birth_date AS TEXT)"), "2019-09-05");
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "CAST(birth_date AS TEXT)"), "2019-09-06");
	assert_non_null(strstr(s.issue[1].message, "«7/?/2019»"));
	/* In another order they are no day: each cell that is not taken is told. */
	s = pupils_take(c, merged(c, "STT|Lớp|Họ và tên|Ngày sinh|||Giới tính|Dân tộc\n#1|1A|Lê Thử An|#2019|#9|#25|Nữ|Kinh\n", &over, 1), false);
	assert_int_equal(s.refused, 1);
	assert_non_null(strstr(pupils_issues(c, &s), "~1E import.cells_left; ~1F import.cells_left; "));
}

TEST(import_counts_the_cells_of_columns_that_are_not_taken)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|1A|Lê Thử An|05/09/2019|Nữ|Kinh|z1|z2\n"
	                                              "#2|1A|Lê Thử Bình|06/09/2019|Nam|Kinh|z1\n");
	const struct import_mapping *last = &s.mapping[s.n_mappings - 1];
	assert_true(last->title == NULL && last->cells == 1 && last[-1].cells == 2);
	assert_string_equal(last->column, "H");
}
