/* test_import_workbooks.c - workbooks of several sheets: what is read, what is told to be left out, what is no list. */
#include "book/writer.h"
#include "province.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

static int workbook(struct ctx *c, const char *const (*sheet)[2], size_t n)
{
	const char *path = arena_fmt(c->arena, "%s/sheets.xlsx", test_dir(c));
	struct writer *w;

	OK(writer_open(c, path, WRITER_FREE, &w));
	for (size_t i = 0; i < n; i++)
		pupils_sheet(c, w, sheet[i][0], sheet[i][1]);
	OK(writer_close(w));
	return sheet_open(c, path);
}

static struct import_summary take_with(struct ctx *c, const char *name, const char *text)
{
	const char *const sheet[][2] = { { "DS", "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|1M|Lê Thử An|05/09/2019|Nam|Kinh\n#2|1M|Lê Thử Bình|06/09/2019|Nam|Kinh\n" },
		                         { name, text } };
	struct import_options o = pupils_options(c);
	struct import_summary s;

	const int fd = workbook(c, sheet, COUNT(sheet));
	OK(import_file(c, fd, &o, &s));
	const char *marked = arena_fmt(c->arena, "%s/marked.xlsx", test_dir(c));
	OK(import_write_errors(c, fd, &s, marked));
	struct import_options again = o;
	struct import_summary same;
	again.dry_run = true;
	OK(import_file(c, sheet_open(c, marked), &again, &same));
	assert_true(same.errors == s.errors && same.refused == s.refused && same.rows == s.rows);
	assert_string_equal(s.template_name, "class-list");
	return s;
}

TEST(import_tells_of_each_sheet_that_lacks_something)
{
	province_make(c);
	struct import_summary s = take_with(c, "1N", "STT|Lớp|Họ và tên|Giới tính|Dân tộc\n#1|1N|Lê Thử Cả|Nam|Kinh\n#2|1N|Lê Thử Dư|Nam|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; 1! import.column_missing; ");
	assert_true(s.created == 2 && s.refused == 2 && s.issue[1].of_sheet);
	assert_string_equal(s.issue[1].sheet, "1N");
	assert_non_null(strstr(s.issue[1].message, "Ngày sinh"));
	s = take_with(c, "1N", "STT|Lớp|Ngày sinh|Giới tính|Dân tộc\n#1|1N|07/09/2019|Nam|Kinh\n");
	pupils_issues_are(c, &s, "1! import.column_missing; ");
	assert_non_null(strstr(s.issue[0].message, "Họ tên"));
	s = take_with(c, "1N", "LỚP 1N\n\n#1|1N|Lê Thử Cả|07/09/2019|Nam|Kinh\n#2|1N|Lê Thử Dư|08/09/2019|Nam|Kinh\n");
	pupils_issues_are(c, &s, "3! import.header_missing; ");
	assert_true(s.unchanged == 2 && s.issue[0].of_sheet);
	assert_string_equal(s.issue[0].sheet, "1N");
}

TEST(import_takes_no_note_for_a_sheet_that_lacks_something)
{
	static const char *const other[] = { "Danh sách gửi Phòng\nNgười lập|Lê Thử Soạn\nNgày 05/09/2025\n", "STT|Mã|Tên trường dữ liệu\n#1|01|Kinh\n#2|02|Tày\n",
		                             "STT|Lớp|Sĩ số|Nữ|Dân tộc\n#1|1M|#30|#15|#2\n#2|1N|#31|#14|#0\n", "STT|Lớp|Họ và tên|Giới tính\n",
		                             "#1|01|Kinh\n#2|02|Tày\n", "Lịch họp phụ huynh\n#1|1M|Phòng số 3|05/09/2025\n" };

	province_make(c);
	for (size_t i = 0; i < COUNT(other); i++) {
		struct import_summary s = take_with(c, "Khác", other[i]);
		if (s.errors != 0 || s.rows != 2)
			fail_msg("%zu: %s", i, pupils_issues(c, &s));
	}
}

TEST(import_tells_of_a_sheet_whose_content_is_lost)
{
	static const char *const cell[][5] = { { "Lớp", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc" }, { "1M", "Lê Thử An", "05/09/2019", "Nam", "Kinh" } };
	struct buf b = buf_in(c->arena);

	buf_put(&b, "<worksheet><sheetData>");
	for (size_t r = 0; r < COUNT(cell); r++) {
		buf_put(&b, "<row>");
		for (size_t k = 0; k < COUNT(cell[r]); k++)
			buf_fmt(&b, "<c t=\"str\"><v>%s</v></c>", cell[r][k]);
		buf_put(&b, "</row>");
	}
	buf_put(&b, "</sheetData></worksheet>");
	const struct sheet_part parts[] = {
		{ "xl/workbook.xml", "<workbook><sheets><sheet name=\"Lớp 1M\" r:id=\"1\"/><sheet name=\"Lớp 1N\" r:id=\"2\"/></sheets></workbook>", 0 },
		{ "xl/_rels/workbook.xml.rels", "<Relationships><Relationship Id=\"1\" Type=\"t/worksheet\" Target=\"1.xml\"/></Relationships>", 0 },
		{ "xl/1.xml", buf_text(&b), 0 },
	};
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	OK(import_file(c, sheet_zip(c, parts, COUNT(parts)), &o, &s));
	pupils_issues_are(c, &s, "~2A import.class_created; 0! import.sheet_lost; ");
	assert_true(s.created == 1 && s.issue[1].of_sheet && s.errors == 1);
	assert_string_equal(s.issue[1].sheet, "Lớp 1N");
}

/* ---- lists that are left ---- */

#define ROOMS_HEAD "STT|Tên phòng|Loại phòng|Kết cấu|Cấp học|Diện tích (m²)\n"
#define PUPILS_HEAD "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n"

static const char *left_of(struct ctx *c, const struct import_summary *s)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < s->n_issues; i++)
		if (streq(s->issue[i].key, "import.sheet_left"))
			buf_fmt(&b, "%s; ", s->issue[i].sheet);
	return buf_text(&b);
}

TEST(import_tells_of_a_list_of_another_template)
{
	static const char *const sheet[][2] = { { "HS", "STT|Họ và tên|Ngày sinh\n#1|Lê Thử An|05/09/2019\n#2|Lê Thử Bình|06/09/2019\n" },
		                                { "PH", ROOMS_HEAD "#1|P101|Phòng học|Kiên cố|Tiểu học|#48,5\n" } };
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	o.sheet = NULL;
	OK(import_file(c, workbook(c, sheet, COUNT(sheet)), &o, &s));
	assert_string_equal(s.template_name, "rooms");
	assert_string_equal(left_of(c, &s), "HS; ");
	assert_true(s.created == 1 && s.errors == 1 && s.issue[0].of_sheet && s.issue[0].row == 0);
	o.sheet = NULL;
	for (size_t i = 0; i < c->catalog->n_sheets; i++)
		if (streq(c->catalog->sheet[i].name, "class-list"))
			o.sheet = &c->catalog->sheet[i];
	OK(import_file(c, workbook(c, sheet, COUNT(sheet)), &o, &s)); /* whoever names a template is told as well */
	assert_string_equal(left_of(c, &s), "PH; ");
	assert_int_equal(s.rows, 2);
	assert_non_null(strstr(s.issue[s.n_issues - 1].message, "«Phòng"));
}

TEST(import_tells_of_a_list_whose_titles_are_worded_otherwise)
{
	province_make(c);
	struct import_summary s = take_with(c, "HAI", "STT|Tên cháu|Sinh ngày tháng|Trai/gái|Lớp|Dân tộc\n#1|Lê Thử Cả|07/09/2019|Nam|1N|Kinh\n"
	                                               "#2|Lê Thử Dư|08/09/2019|Nữ|1N|Tày\n");
	assert_string_equal(left_of(c, &s), "HAI; ");
	assert_non_null(strstr(s.issue[s.n_issues - 1].message, "«Họ tên», «Ngày sinh»"));
	assert_true(s.created == 2 && s.errors == 1);
}

TEST(import_tells_of_a_list_of_names_alone)
{
	province_make(c);
	struct import_summary s = take_with(c, "HAI", "STT|Họ và tên\n#1|Lê Thử Cả\n#2|Lê Thử Dư\n");
	assert_string_equal(left_of(c, &s), "HAI; ");
	s = take_with(c, "Trang 3", "LỖI KHI NHẬP Danh sách học sinh\n\nSTT|Họ và tên|Lớp|Điều sai\n#1|Lê Thử Cả|1N|Thiếu ngày sinh\n");
	assert_int_equal(s.errors, 0);
}

TEST(import_tells_of_a_list_far_below)
{
	struct buf b = buf_in(c->arena), bare = buf_in(c->arena);

	province_make(c);
	for (size_t i = 1; i <= 40; i++) {
		buf_fmt(&b, "Điều %zu của quy chế\n", i);
		buf_fmt(&bare, "Điều %zu|của quy chế\n", i);
	}
	buf_put(&b, PUPILS_HEAD "#1|1N|Lê Thử Cả|07/09/2019|Nam|Kinh\n");
	buf_put(&bare, "Chương|Điều|Khoản\n#1|#2|#3\n");
	struct import_summary s = take_with(c, "HAI", buf_text(&b));
	assert_string_equal(left_of(c, &s), "HAI; ");
	assert_non_null(strstr(s.issue[s.n_issues - 1].message, "dòng 41"));
	s = take_with(c, "Quy chế", buf_text(&bare));
	assert_int_equal(s.errors, 0);
}

/* ---- each sheet for itself ---- */

#define STAFF_HEAD "STT|Họ tên|Ngày sinh|Giới tính|Dân tộc|Điện thoại|Vị trí việc làm|Trình độ chính trị\n"
#define STAFF STAFF_HEAD "#1|Đỗ Thử Em|01/02/1985|Nữ|Kinh|0912345678||\n#2|Lý Thử Giáp|03/04/1980|Nam|Kinh|0912345679||\n"
#define TWO_PUPILS PUPILS_HEAD "#1|1M|Lê Thử An|05/09/2019|Nam|Kinh\n#2|1M|Lê Thử Bình|06/09/2019|Nam|Kinh\n"

static struct import_summary take_of(struct ctx *c, const char *template, const char *const (*sheet)[2], size_t n)
{
	struct import_options o = pupils_options(c);
	struct import_summary s;

	o.sheet = template == NULL ? NULL : catalog_sheet(c->catalog, template);
	OK(import_file(c, workbook(c, sheet, n), &o, &s));
	return s;
}

static const char *left_message(const struct import_summary *s)
{
	for (size_t i = 0; i < s->n_issues; i++)
		if (streq(s->issue[i].key, "import.sheet_left"))
			return s->issue[i].message;
	return "";
}

TEST(import_takes_no_pupils_for_staff_beside_staff)
{
	static const char *const sheet[][2] = { { "HS", TWO_PUPILS }, { "GV", STAFF } };

	province_make(c);
	struct import_summary s = take_of(c, NULL, sheet, COUNT(sheet));
	assert_string_equal(s.template_name, "staff");
	assert_string_equal(left_of(c, &s), "HS; ");
	assert_true(s.rows == 2 && s.created == 2 && s.n_sheets == 1);
	assert_non_null(strstr(left_message(&s), "trang «GV» đã lấy theo mẫu «Hồ sơ cán bộ, giáo viên (CSDL_GiaoVien)»; trang «HS» theo mẫu «Danh sách học sinh» nên"));
	assert_non_null(strstr(left_message(&s), "chọn mẫu «Danh sách học sinh»."));
	s = take_of(c, "class-list", sheet, COUNT(sheet)); /* as it says */
	assert_string_equal(left_of(c, &s), "GV; ");
	assert_true(s.rows == 2 && s.created == 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_staff"), 2);
}

/* Where titles do not tell them apart, age does. */
TEST(import_takes_no_children_for_staff_beside_staff)
{
	static const char *const sheet[][2] = { { "1M", "STT|Họ tên|Ngày sinh|Giới tính|Dân tộc\n#1|Lê Thử An|05/09/2019|Nam|Kinh\n" }, { "GV", STAFF } };

	province_make(c);
	struct import_summary s = take_of(c, NULL, sheet, COUNT(sheet));
	assert_string_equal(left_of(c, &s), "1M; ");
	assert_non_null(strstr(left_message(&s), "trẻ em"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_staff"), 2);
}

TEST(import_takes_scores_beside_pupils_for_scores)
{
	static const char *const sheet[][2] = { { "DS", TWO_PUPILS }, { "KQ", "Lớp|Họ và tên|Ngày sinh|Môn học và hoạt động giáo dục|||\n|||Toán||Tiếng việt|\n"
		                                                        "|||Mức đạt được|Điểm KTĐK|Mức đạt được|Điểm KTĐK\n1M|Lê Thử An|05/09/2019|T|#9|T|#9\n" } };

	province_make(c);
	struct import_summary s = take_of(c, "class-list", sheet, COUNT(sheet));
	assert_string_equal(left_of(c, &s), "KQ; ");
	assert_int_equal(s.rows, 2);
}

/* Whoever leads a class has an office as well. */
TEST(import_takes_pupils_with_a_column_of_staff_for_pupils)
{
	static const char *const sheet[][2] = { { "1M", TWO_PUPILS }, { "Cán bộ lớp", "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Vị trí việc làm|Trình độ chính trị\n"
		                                                        "#1|Lê Thử An|05/09/2019|Nam|Kinh|Lớp trưởng|\n" } };

	province_make(c);
	struct import_summary s = take_of(c, "class-list", sheet, COUNT(sheet));
	assert_string_equal(left_of(c, &s), "");
	assert_int_equal(s.rows, 3);
}

TEST(import_tells_of_hidden_lists_of_another_template)
{
	const char *path = arena_fmt(c->arena, "%s/hidden.xlsx", test_dir(c));
	struct import_options o;
	struct import_summary s;
	struct writer *w;

	province_make(c);
	o = pupils_options(c);
	OK(writer_open(c, path, WRITER_FREE, &w));
	pupils_sheet(c, w, "HS", TWO_PUPILS);
	pupils_sheet(c, w, "GV", STAFF);
	writer_hide(w);
	pupils_sheet(c, w, "Danh mục", "STT|Dân tộc|Tôn giáo|Quốc tịch\n#1|Kinh|Không|Việt Nam\n#2|Tày|Phật giáo|Lào\n");
	writer_hide(w);
	pupils_sheet(c, w, "Trường", "STT|Mã trường|Tên trường\n#1|19172401|Trường Tiểu học Thử\n");
	writer_hide(w);
	OK(writer_close(w));
	OK(import_file(c, sheet_open(c, path), &o, &s));
	pupils_issues_are(c, &s, "~2B import.class_created; ~0! import.sheet_hidden; ");
	assert_string_equal(s.issue[1].sheet, "GV");
	assert_non_null(strstr(s.issue[1].message, "đang ẩn có danh sách theo mẫu «"));
}
