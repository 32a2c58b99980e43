/* test_import_rows.c - rows that are somebody among totals, notes and signatures, and those that are not. */
#include "province.h"
#include "test_import_tools.h"

#define PUPILS "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|1A|Lê Thử An|05/09/2019|Nam|Kinh\n"

static struct import_summary take_as(struct ctx *c, const char *text, const char *template)
{
	struct import_options o = pupils_options(c);
	struct import_summary s;

	o.sheet = NULL;
	o.file_name = "KQHT-C1-CN.xlsx"; /* when its results are of */
	for (size_t i = 0; template != NULL && i < c->catalog->n_sheets; i++)
		if (streq(c->catalog->sheet[i].name, template))
			o.sheet = &c->catalog->sheet[i];
	OK(import_file(c, pupils_file(c, text), &o, &s));
	assert_int_equal(s.created + s.enrolled + s.moved + s.changed + s.unchanged + s.refused, s.rows);
	return s;
}

static struct import_summary take(struct ctx *c, const char *text)
{
	return take_as(c, text, NULL);
}

static void has(const char *what, const struct import_summary *s, size_t rows, size_t passed)
{
	const char *told = NULL;

	for (size_t i = 0; i < s->n_issues; i++)
		if (streq(s->issue[i].key, "import.rows_passed")) {
			assert_true(s->issue[i].warning && s->issue[i].of_sheet);
			told = s->issue[i].message;
		}
	if (s->rows != rows || (told != NULL) != (passed != 0) || (passed != 0 && strtoul(told, NULL, 10) != passed))
		fail_msg("%s: %zu rows, %s", what, s->rows, told == NULL ? "none passed over" : told);
}

TEST(import_loses_nobody_below_a_note)
{
	static const char *const note[] = { "Tổ 2|||||", "||Danh sách bổ sung|||", "Tổng số: 2 học sinh|||||", "||Cộng|||", "|||Ba Hàng, ngày 05 tháng 9 năm 2025||" };
	static const char *const row[] = { "||Lê Thử Cò||Nam|", "||Lê Thử Cò|||Kinh", "|Lớp 1A|Lê Thử Cò|||", "||Lê Thử Cò|06/09/2019||" };

	province_make(c);
	for (size_t i = 0; i < COUNT(note); i++)
		for (size_t k = 0; k < COUNT(row); k++) {
			struct import_summary s = take(c, arena_fmt(c->arena, PUPILS "%s\n%s\n", note[i], row[k]));
			has(arena_fmt(c->arena, "%s %s", note[i], row[k]), &s, 2, 0);
			assert_int_equal(s.refused + s.created + s.unchanged, 2);
		}
}

TEST(import_tells_of_rows_that_may_be_somebody)
{
	static const struct {
		const char *text;
		size_t passed;
	} cases[] = {
		{ "Tổ 2|||||\n||Lê Thử Cò|||\n||Lê Thử Diệc|||\n", 2 },
		{ "||Cộng|||\n||Lê Thử Cò|||\n", 1 },
		{ "||Danh sách bổ sung|||\n||Lê Thử Cò|||\n", 1 },
		{ "||Lê Thử Cò|||ghi chú: chuyển đi\n", 1 },
		/* What is recognised stays as it is. */
		{ "||Tổng số: 1|||\n||Người lập bảng||Hiệu trưởng|\n\n||Trần Thử Bình||Lê Thử Hoa|\n", 0 },
		{ "||Tổng số học sinh|#1|#1|\n|||Ba Hàng, ngày 05 tháng 9 năm 2025||\n||Lê Thử Hoa|||\n", 0 },
		{ "||Trong đó nữ|#12||\n||Danh sách này có 1 em|||\n||Sĩ số|||#2\n", 0 },
		{ "Tổ 2|||||\n#2|||||\n", 0 },
		{ "||Cộng|||\n||TS: 1|||\n", 0 },
	};

	province_make(c);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct import_summary s = take(c, arena_fmt(c->arena, PUPILS "%s", cases[i].text));
		has(cases[i].text, &s, 1, cases[i].passed);
	}
	struct import_summary s = take(c, PUPILS "Tổ 2|||||\n||Lê Thử Cò|||\n||Lê Thử Diệc|||\n");
	assert_non_null(strstr(s.issue[s.n_issues - 1].message, "dòng 4, 5."));
}

TEST(import_keeps_a_section_that_names_its_teacher)
{
	province_make(c);
	struct import_summary s = take(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n|Lớp 1B|GVCN: Trần Thử Bình|||\n#1||Lê Thử An|05/09/2019|Nam|Kinh\n");
	has("section", &s, 1, 0);
	assert_string_equal(pupils_class_of(c, "Lê Thử An"), "1B");
}

TEST(import_loses_no_staff_and_no_room_below_a_note)
{
	province_make(c);
	struct import_summary s = take_as(c, "STT|Họ tên|Ngày sinh|Giới tính|Nhóm chức vụ|Điện thoại\n#1|Đỗ Thử Em|01/02/1985|Nữ|Giáo viên|\nTổ 2|||||\n|Lý Thử Giáp||Nam||\n"
	                                     "|Hồ Thử Hạc||||0912345678\n|Người lập||Hiệu trưởng||\n|Lý Thử Giáp||||\n", "staff");
	has("staff", &s, 3, 0);
	s = take_as(c, "STT|Tên phòng|Loại phòng|Kết cấu|Cấp học|Diện tích (m²)\n#1|P101|Phòng học|Kiên cố|Tiểu học|#48,5\nTầng 2|||||\n|P201|Phòng học|||\n|P202||||#48\n"
	               "|Khối nhà A|Thư viện|||\n|Cộng: 4 phòng||||#150\nTổng số|1 cái|Thư viện|||\n", "rooms");
	has("rooms", &s, 4, 0);
}

TEST(import_accounts_for_each_school_without_a_code)
{
	struct import_summary s;

	province_make(c);
	struct import_options o = { .unit = province_unit(c, "19"), .school_year = 2025 };
	OK(import_file(c, pupils_file(c, "MA_TRUONG|TEN_TRUONG_HOC|MA_DON_VI|CAP_HOC|LOAI_HINH_DAO_TAO\n19990101|Trường TH Một|19|1|1\n|Trường TH Hai|19|1|\n"
	                                 "|Trường TH Ba|19|1|1\n19990107|Trường TH Bốn|19|1|1\nTổng cộng|4 trường|||\n"), &o, &s));
	has("schools", &s, 4, 0);
	assert_string_equal(pupils_errors(c, &s), "3A import.code_empty\n3E import.required\n4A import.code_empty\n");
	assert_true(s.created == 2 && s.refused == 2);
	assert_non_null(strstr(s.refusal[0].why, "Thiếu mã trường"));
}

TEST(import_takes_a_row_of_numbers_that_follow_each_other)
{
	province_make(c);
	struct import_summary s = take_as(c, "STT|Tên phòng|Diện tích (m²)|Loại phòng\n(1)|(2)|(3)|(4)\n#47|#48|#49|\n#48|P101|#50|Phòng học\n", "rooms");
	has("rooms", &s, 2, 0);
}

/* "PUPILS", or one without STT, and what stands below. */
static void foot_is(struct ctx *c, bool numbered, const char *foot, size_t rows, size_t passed)
{
	static const char plain[] = "Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Họ tên mẹ\n1A|Lê Thử An|05/09/2019|Nam|Kinh|Vũ Thử Mẹ\n";
	struct import_summary s = take(c, arena_fmt(c->arena, "%s%s", numbered ? PUPILS : plain, foot));

	has(foot, &s, rows, passed);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 1);
}

TEST(import_takes_nobody_who_signs)
{
	province_make(c);
	foot_is(c, true, "|||Ba Hàng, ngày 05 tháng 9 năm 2025||\n|Người lập biểu||Hiệu trưởng||\n|(Ký, ghi rõ họ tên)||(Ký tên, đóng dấu)||\n\n"
	                 "|Trần Thử Bình||Lê Thử Hoa||\n", 1, 1);
	foot_is(c, true, "Người lập|Kế toán|Thủ quỹ|Phó hiệu trưởng|Ban giám hiệu|Chủ tịch\n"
	                 "Trần Thử Bình|Lê Thử Hoa|Hồ Thử Cả|Vũ Thử Ba|Lý Thử Tư|Đỗ Thử Năm\n", 1, 1);
	foot_is(c, true, "||||Người tổng hợp|\n||||Trần Thử Bình|\n", 1, 0);
	foot_is(c, true, "|Người biên soạn|||Bí thư|\n|Trần Thử Bình|||Lê Thử Hoa|\n", 1, 2); /* words that nobody knows */
	foot_is(c, false, "|Người lập biểu|Hiệu trưởng|||\n|Trần Thử Bình|Lê Thử Hoa|||Hồ Thử Cả\n", 1, 1);
	foot_is(c, false, "Người lập biểu|||||Hiệu trưởng\nTrần Thử Bình|||||Lê Thử Hoa\n", 1, 1);
}

TEST(import_loses_nobody_who_stands_among_signatures)
{
	static const char *const row[] = { "||Lê Thử Cò||Nam|", "|1A|Lê Thử Cò|||", "||Lê Thử Cò|06/09/2019||", "||Lê Thử Cò|2019||",
		                           "#2||Lê Thử Cò|||", "#2|Trần Thử Bình||Lê Thử Hoa||",
		                           "|1A||||", "||Lê Thử Cò|hôm qua||Kinh" };

	province_make(c);
	for (size_t i = 0; i < COUNT(row); i++) {
		foot_is(c, true, arena_fmt(c->arena, "%s\n", row[i]), 2, 0);
		foot_is(c, true, arena_fmt(c->arena, "|||Ba Hàng, ngày 05 tháng 9 năm 2025||\n|Người lập biểu||Hiệu trưởng||\n%s\n", row[i]), 2, 0);
	}
	foot_is(c, true, "||Lê Thử Cò|||Xác nhận\n", 1, 1);
}

TEST(import_takes_no_statistic_for_somebody)
{
	static const char *const row[] = {
		"|Tỉ lệ %||#50||", "||Tỷ lệ|50%||", "||Trung bình||#8,5|", "SL||#35|#17||", "|SL:|#35|#17||", "||Cộng dồn|#35||", "|Số lượng||||#35", "||Bình quân|#1,5||",
		"||Tổng số nữ|#17||", "|T.số|#35|Nữ|#17|48,6%", "T.số||17/35|||", "||TB|#7,2|#8|", "%|||#48|#52|", "|Cao nhất||#10||", "||SỐ LƯỢNG|35 em||", "||TBC||#3|",
	}, *const maybe[] = {
		"|||#35|#17|", "|Ghi||#35||", "||Đạt|#35||", "|DT||#3|1,5%|", "||Xuất sắc|#1|33%|", "|Hoàn thành xuất sắc|#1|33%||", "Xuất sắc|1|33%|||", "||Hoàn thành tốt|#12|#5|",
		"||Hoàn Thành Tốt|#12|33,5%|",
	}, *const somebody[] = {
		"||Lê Trung Bình|#2019||", "||Trung Bình|06/09/2019||", "#2||Trung Bình|||", "|1A|Trung Bình||Nam|", "||Lê Tổng|#17||", "||Số|06/09/2019||", "||lê thử cò|#2019||",
		"#2||Xuất sắc|#1|33%|", "||Lê Thử Cò|06/09/2019|33%|", "||Xuất sắc|06/09/2019|33%|", "|1|Lê Thử Cò||33%|", "||Xuất sắc|06/09/2019||",
	};

	province_make(c);
	for (size_t i = 0; i < COUNT(row); i++) {
		foot_is(c, true, arena_fmt(c->arena, "%s\n", row[i]), 1, 0);
		foot_is(c, false, arena_fmt(c->arena, "%s\n", row[i] + (row[i][0] == '|')), 1, 0);
	}
	for (size_t i = 0; i < COUNT(maybe); i++)
		foot_is(c, true, arena_fmt(c->arena, "%s\n", maybe[i]), 1, 1);
	for (size_t i = 0; i < COUNT(somebody); i++)
		foot_is(c, true, arena_fmt(c->arena, "%s\n", somebody[i]), 2, 0);
}

/* What a column wants, said below its title, when the list was printed; a day alone, which may be somebody's, is told. */
TEST(import_takes_no_date_for_somebody)
{
	static const char *const row[] = {
		"|||dd/mm/yyyy||", "|||(DD-MM-YYYY)||", "|||(ngày/tháng/năm)||", "|||dd/mm/yyyy|Nam/Nữ|", "||Ngày in|05/09/2025||", "||Ngày in:|@2025-09-05||", "|||Ngày in: 05/09/2025||",
		"Ngày xuất báo cáo: 05/09/2025 10:30|||||", "|Tính đến ngày|05/09/2025|||", "||||Trang 1/2|",
		"(số)|(tên lớp)|(chữ có dấu)|(dd/mm/yyyy)|(Nam/Nữ)|(tên)",
	}, *const maybe[] = { "|||05/09/2025||", "|||@2025-09-05||", "||||@2025-09-05|", "|||05/09/2025|05/09/2025|" }, *const somebody[] = {
		"#2|||05/09/2019||", "||Lê Thử In|05/09/2019||", "|||05/09/2019|Nữ|", "|1A||05/09/2019||", "#2|1A|Lê Thử Cò|dd/mm/yyyy|Nữ|Kinh",
	};

	province_make(c);
	for (size_t i = 0; i < COUNT(row); i++)
		foot_is(c, true, arena_fmt(c->arena, "%s\n", row[i]), 1, 0);
	for (size_t i = 0; i < COUNT(maybe); i++)
		foot_is(c, true, arena_fmt(c->arena, "%s\n", maybe[i]), 1, 1);
	for (size_t i = 0; i < COUNT(somebody); i++)
		foot_is(c, true, arena_fmt(c->arena, "%s\n", somebody[i]), 2, 0);
}

/* "Lớp Văn Tám" alone in a row: a class where the rows below name none, else it may be somebody and is told. */
TEST(import_tells_whether_a_name_of_a_class_may_be_somebody)
{
	static const char *const name[] = { "Lớp Văn Tám", "LỚP VĂN TÁM" }, bare[] = "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n|Lớp 1A|||\n#1|Lê Thử An|05/09/2019|Nam|Kinh\n",
		numbered[] = "#2|Lê Thử Bình|06/09/2019|Nam|Kinh\n";

	province_make(c);
	for (size_t i = 0; i < COUNT(name); i++) {
		struct import_summary s = take(c, arena_fmt(c->arena, PUPILS "||%s|||\n#2|1A|Lê Thử Bình|06/09/2019|Nam|Kinh\n", name[i]));
		has(name[i], &s, 2, 1);
		assert_int_equal(s.refused, 0);
		s = take(c, arena_fmt(c->arena, PUPILS "||%s|||\n#2||Lê Thử Bình|06/09/2019|Nam|Kinh\n", name[i])); /* where rows name their class */
		has(name[i], &s, 2, 1);
		assert_string_equal(pupils_errors(c, &s), "4B import.class_empty\n");
		s = take(c, arena_fmt(c->arena, PUPILS "||%s|||\nLớp 1B|||||\n#1||Lê Thử Bình|06/09/2019|Nam|Kinh\n", name[i]));
		has(name[i], &s, 2, 1);
		assert_int_equal(s.moved, 1);
		s = take(c, arena_fmt(c->arena, "%s|%s|||\n", bare, name[i]));
		has(name[i], &s, 1, 1);
		s = take(c, arena_fmt(c->arena, "%s|%s|||\n%s", bare, name[i], numbered));
		has(name[i], &s, 2, 0);
		assert_non_null(strstr(pupils_issues(c, &s), "~4B import.section_name; "));
		assert_string_equal(s.refusal[0].name, "Lê Thử Bình"); /* nobody knows the grade of such a class */
		s = take(c, arena_fmt(c->arena, "%s%s||||\n%s", bare, name[i], numbered)); /* not where names stand */
		has(name[i], &s, 2, 0);
		assert_null(strstr(pupils_issues(c, &s), "import.section_name"));
	}
	struct import_summary s = take(c, arena_fmt(c->arena, "%s|Lớp 1B|||\n%s|LỚP 1C|||\n", bare, numbered));
	has("classes", &s, 2, 0);
	assert_null(strstr(pupils_issues(c, &s), "import.section_name"));
	s = take_as(c, "STT|Họ tên|Ngày sinh|Giới tính|Nhóm chức vụ\n#1|Đỗ Thử Em|01/02/1985|Nữ|Giáo viên\n|Lớp Văn Tám|||\n"
	               "#2|Đỗ Thử Gấm|02/02/1985|Nữ|Giáo viên\n", "staff");
	has("staff", &s, 2, 1);
}

TEST(import_takes_an_average_of_scores_for_nobody)
{
	province_make(c);
	struct import_summary s = take(c, PUPILS "#2|1A|Lê Thử Bình|06/09/2019|Nam|Kinh\n");
	has("pupils", &s, 2, 0);
	s = take_as(c, "Mã lớp|Họ tên|Ngày sinh|Môn học và hoạt động giáo dục|\n|||Toán|\n|||Mức đạt được|Điểm KTĐK\n1A|Lê Thử An|05/09/2019|T|#9\n"
	               "1A|Lê Thử Bình|06/09/2019|H|#8\n|Trung bình|||#8,5\n|Tỉ lệ|||100%\nTB||||#8,5\n", "primary-results");
	has("scores", &s, 2, 0);
	/* Below such words a level without a name is somebody's. */
	s = take_as(c, "Mã lớp|Họ tên|Ngày sinh|Toán|\n|||Mức đạt được|Điểm KTĐK\n1A|Lê Thử An|05/09/2019|T|#9\n|Tổng cộng|||#9\n|||T|#9\n||||#9\n", "primary-results");
	has("level", &s, 2, 0);
	assert_non_null(strstr(pupils_errors(c, &s), "5B import.name_empty\n"));
}

/* They are named with the word that a heading, a sum or a class begins with. */
TEST(import_loses_nobody_who_is_called_like_a_heading)
{
	static const char *const name[] = { "Trường Thị Lan", "Khối Văn Ba", "Lớp Văn Tám", "Cộng Hòa", "Cộng Hoà", "Mẫu Thị Đơn" };
	static const char plain[] = "Họ và tên|Ngày sinh|Giới tính|Dân tộc|Lớp\nLê Thử An|05/09/2019|Nam|Kinh|1A\n";

	province_make(c);
	for (size_t i = 0; i < COUNT(name); i++) {
		struct import_summary s = take(c, arena_fmt(c->arena, PUPILS "|1A|%s|||\n#2|1A|Lê Thử Bình|06/09/2019|Nam|Kinh\n", name[i]));
		has(name[i], &s, 3, 0);
		assert_int_equal(s.refused, 1);
		s = take(c, arena_fmt(c->arena, "%s%s||||1A\n", plain, name[i]));
		has(name[i], &s, 2, 0);
		s = take(c, arena_fmt(c->arena, PUPILS "|1A|%s|06/09/2019|Nữ|Kinh\n", name[i]));
		has(name[i], &s, 2, 0);
		assert_int_equal(s.refused, 0);
		s = take(c, arena_fmt(c->arena, PUPILS "||%s|||\n", name[i])); /* nothing but a name */
		has(name[i], &s, strncmp(name[i], "C", 1) == 0 ? 2 : 1, strncmp(name[i], "C", 1) == 0 ? 0 : 1);
	}
	struct import_summary s = take(c, PUPILS "||Trường Tiểu học Ba Hàng|||\n||Khối 2|||\n||Danh sách bổ sung|||\n||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|||\n");
	has("headings", &s, 1, 0);
}

TEST(import_loses_no_school_without_a_number)
{
	province_make(c);
	struct import_options o = { .unit = province_unit(c, "19"), .school_year = 2025 };
	struct import_summary s;
	OK(import_file(c, pupils_file(c, "STT|MA_TRUONG|TEN_TRUONG_HOC|MA_DON_VI|CAP_HOC|LOAI_HINH_DAO_TAO\n#1|19990101|Trường TH Một|19|1|1\n|19990102|Trường Tiểu học Sau|||\n"
	                                 "||Trường TH Không mã|19||\n||Trường Chỉ Tên|||\n||Người lập biểu|||\n||Nguyễn Thử Ký|||\nTổng cộng|4 trường||||\n"), &o, &s));
	has("schools", &s, 3, 1);
	assert_string_equal(pupils_errors(c, &s), "3D import.manager_empty\n3E import.levels\n3F import.required\n4B import.code_empty\n4E import.levels\n4F import.required\n");
}
