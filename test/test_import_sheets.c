/* test_import_sheets.c - files other than lists of pupils: results, health, staff, rooms, finance, identity numbers. */
#include "db/db.h"
#include "province.h"
#include "book/book.h"
#include "sheet/title.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

static struct import_summary take(struct ctx *c, const char *text, const char *file_name)
{
	struct import_options o = pupils_options(c);
	struct import_summary s;

	o.sheet = NULL;
	o.file_name = file_name;
	OK(import_file(c, pupils_file(c, text), &o, &s));
	assert_int_equal(s.created + s.enrolled + s.moved + s.changed + s.unchanged + s.refused, s.rows);
	return s;
}

static void have_pupils(struct ctx *c)
{
	province_make(c);
	pupils_take_text(c, CODE_HEAD "#1|1A|1912345671|Lê An|05/09/2019|Nam|Kinh|019219000011\n#2|1A|1912345672|Vũ Bá|06/09/2019|Nam|Kinh|019219000012\n"
	                    "#3|1A|1912345673|Hồ Cả|07/09/2019|Nữ|Kinh|\n");
}

static const char *text_of(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

/* ---- the catalogue ---- */

TEST_PURE(sheet_titles_lead_to_one_column_each)
{
	for (size_t i = 0; i < c->catalog->n_sheets; i++) {
		const struct sheet_template *s = &c->catalog->sheet[i];
		for (size_t a = 0; a < s->n_columns; a++)
			for (size_t b = 0; b < a; b++)
				for (const char *const *t = s->column[a].title; *t != NULL && !streq(s->column[a].id, s->column[b].id); t++)
					for (const char *const *u = s->column[b].title; *u != NULL; u++)
						if (streq(title_key(c->arena, *t), title_key(c->arena, *u)))
							fail_msg("%s: «%s» is %s and %s", s->name, *t, s->column[a].id, s->column[b].id);
	}
}

/* ---- results ---- */

static const char results_head[] =
	"STT|Mã lớp|Mã học sinh|Họ tên|Ngày sinh|Môn học và hoạt động giáo dục|||||Năng lực cốt lõi|||Hoàn thành chương trình lớp học|Lên lớp|Xếp loại\n"
	"|||||Toán||Tiếng việt||Đạo đức|Năng lực chung|Năng lực đặc thù||||\n"
	"|||||Mức đạt được|Điểm KTĐK|Mức đạt được|Điểm KTĐK||Tự chủ và tự học|Ngôn ngữ|Khoa học|||\n";

TEST(import_takes_results_of_three_header_rows)
{
	have_pupils(c);
	const char *text = arena_fmt(c->arena, "%s#1|1A|1912345671|Lê An|05/09/2019|T|#9|H|8,5|T|Đ|T|C|x|x|HTT\n"
	                                       "#2|1A|1912345672|Vũ Bá|06/09/2019|H|7|H|6|H|Đ|Đ|Đ|x|x|HT\n", results_head);
	struct import_summary s = take(c, text, "FileMau-KQHT-C1-CN-Khoi12-TT27_2020.xls");
	assert_string_equal(s.template_name, "primary-results");
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.created, 2);
	assert_int_equal(s.missing, 1);
	assert_string_equal(s.answer[0].code, "CN");
	assert_string_equal(s.answer[0].from, "file");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_subject_result"), 6);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_result WHERE period = 'CN' AND promoted"), 2);
	assert_string_equal(text_of(c, "SELECT r.science FROM r_result r JOIN r_learner l ON l.unit_id = r.unit_id AND l.id = r.learner_id WHERE l.full_name = "
	                               "'Lê An'"), "C");
	assert_int_equal(pupils_number(c, "SELECT s.score FROM r_subject_result s JOIN r_learner l ON l.unit_id = s.unit_id AND l.id = s.learner_id WHERE "
	                                  "l.full_name = 'Lê An' AND s.subject = '2018-TH-TV'"), 85);
	s = take(c, text, "KQHT-C1-CN.xlsx");
	assert_int_equal(s.unchanged, 2);
	/* Another moment of the year is another record. */
	s = take(c, text, "KQHT-C1-CK1.xlsx");
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_result"), 4);
}

TEST(import_of_results_stops_shifted_codes_and_asks_for_the_moment)
{
	struct import_options o;
	struct import_summary s;

	have_pupils(c);
	s = take(c, arena_fmt(c->arena, "%s#1|1A|1912345672|Lê An|05/09/2019|T|#9|H|8|T|Đ|T|C|x|x|HTT\n#2|1A|1912345671|Vũ Bá|06/09/2019|H|#7|H|#6|H|Đ|Đ|Đ|x|x|HT\n"
	                                "#3|1A||Đỗ Dư|06/09/2019|H|#85|Q|#6|H|Đ|Đ|Đ|x|x|HT\n", results_head), "CN.xlsx");
	assert_string_equal(pupils_errors(c, &s), "4C import.code_name\n5C import.code_name\n6D import.unknown\n6G field.too_large\n6H import.code\n");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_result"), 0);
	o = pupils_options(c);
	o.sheet = NULL;
	o.file_name = "ket qua.xlsx";
	FAILS(import_file(c, pupils_file(c, arena_fmt(c->arena, "%s#1|1A|1912345671|Lê An|05/09/2019|T\n", results_head)), &o, &s), "import.ask");
	o.asks = json_pack("{ss}", "period", "GK2");
	OK(import_file(c, pupils_file(c, arena_fmt(c->arena, "%s#1|1A|1912345671|Lê An|05/09/2019|T\n", results_head)), &o, &s));
	json_decref((json_t *)o.asks);
	assert_string_equal(s.answer[0].from, "given");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_subject_result WHERE period = 'GK2'"), 1);
}

/* ---- health ---- */

TEST(import_takes_a_health_sheet)
{
	have_pupils(c);
	struct import_summary s = take(c, "STT|Tên lớp|Mã định danh|Họ tên|Ngày sinh|Giới tính|Cân nặng|Chiều cao|Biết bơi|Bệnh về mắt\n"
	                                  "#1|1A|1912345671|Lê An|05/09/2019|Nam|#36|#120,5|Có|Không\n#2|1A|1912345672|Vũ Bá|07/09/2019|Nam|21,5|118||x\n", "yte.xlsx");
	assert_string_equal(s.template_name, "health");
	pupils_issues_are(c, &s, "~3E import.birth_differs; ");
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT weight_kg FROM r_health_check ORDER BY id LIMIT 1"), 360);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE birth_date = '2019-09-06'"), 1);
}

/* ---- staff, rooms, finance ---- */

TEST(import_takes_a_staff_file)
{
	static const char list[] = "STT|Họ tên|Ngày sinh|Giới tính|CMND/CCCD|Trạng thái CB|Nhóm chức vụ|Hình thức hợp đồng|T.độ C.môn N.vụ|Email\n"
	                           "#1|Đỗ Thị Em|01/02/1985|Nữ|#19185000011|Đang làm việc|Giáo viên|Hợp đồng lao động trên 1 năm|Đại học|\n"
	                           "#2|Lý Văn Giáp|03/04/1979|Nam|019079000012|Đã nghỉ hưu|Giáo viên|Hợp đồng lao động trên 1 năm|Đại học|\n";
	province_make(c);
	struct import_summary s = take(c, list, "CSDL_GiaoVien.xls");
	assert_string_equal(s.template_name, "staff");
	pupils_issues_are(c, &s, "~2E import.identity_repaired; ");
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_staff WHERE status = '05'"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_staff_year WHERE staff_group = '03'"), 2);
	s = take(c, list, "CSDL_GiaoVien (1).xls");
	assert_int_equal(s.unchanged, 2);
}

TEST(import_takes_rooms_and_finance_lines)
{
	province_make(c);
	struct import_summary s = take(c, "STT|Tên phòng|Loại phòng|Kết cấu|Cấp học|Diện tích (m²)\n#1|P101|Phòng học|Kiên cố|Tiểu học|#48,5\n"
	                                  "#2|P102|Phòng học|Kiên cố|Tiểu học|#48\n#3|P102|Thư viện|Kiên cố|Tiểu học|#60\n", "phong.xlsx");
	assert_string_equal(s.template_name, "rooms");
	assert_string_equal(pupils_errors(c, &s), "4B import.twice\n");
	assert_int_equal(s.created, 2);
	s = take(c, "STT|Tên phòng|Loại phòng|Kết cấu|Cấp học|Diện tích (m²)\n#1|P101|Thư viện|Kiên cố|Tiểu học|#48,5\n", "phong.xlsx");
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.missing, 1);
	assert_string_equal(s.missed[0].name, "P102");
	s = take(c, "STT|Năm ngân sách|Thu, chi|Nguồn thu|Nhóm chi|Số tiền (đồng)|Diễn giải\n#1|#2025|Thu|Học phí||#1200000|Học phí\n"
	            "#2|#2025|Thu|Tài trợ||#300000|\n", "tai chinh.xlsx");
	assert_string_equal(s.template_name, "finance-lines");
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.created, 2);
	s = take(c, "STT|Năm ngân sách|Thu, chi|Nguồn thu|Nhóm chi|Số tiền (đồng)|Diễn giải\n#1|#2025|Thu|Học phí||#1300000|Học phí\n", "x.xlsx");
	assert_int_equal(s.changed, 1);
	assert_string_equal(s.change[0].before, "1200000");
}

/* ---- identity numbers, addresses ---- */

TEST(import_takes_identity_numbers_with_old_and_new_places)
{
	static const char head[] = "STT|Mã lớp|Mã định danh Bộ GD&ĐT (trên CSDL ngành)|Họ tên|Ngày sinh|Giới tính|Dân tộc|Quốc tịch|Tỉnh|Huyện|Xã|Họ tên cha|"
	                           "Năm sinh cha|Họ tên mẹ|Năm sinh mẹ|Số ĐDCN\n";
	have_pupils(c);
	struct import_summary s = take(c, arena_fmt(c->arena, "%s#1|1A|1912345671|Lê An|05/09/2019|Nam|Kinh|Việt Nam|Thành phố Hà Nội|Quận Ba Đình|Phường Phúc Xá|"
	                                                      "||Hoàng Mơ|1990|019219000011\n"
	                                                      "#2|1A|1912345672|Vũ Bá|06/09/2019|Nam|Kinh|Việt Nam|Hà Nội||Ba Đình|||||019219000012\n"
	                                                      "#3|1A|1912345673|Hồ Cả|07/09/2019|Nữ|Kinh|Việt Nam|Hà Nội||Xã Không Có|||||019219000013\n", head), "x.xls");
	assert_string_equal(s.template_name, "identity-numbers");
	assert_string_equal(pupils_errors(c, &s), "4K import.place\n");
	assert_int_equal(s.changed, 2);
	assert_string_equal(pupils_learner(c, "Lê An", "residence_commune"), "00001");
	assert_string_equal(pupils_learner(c, "Lê An", "residence_district"), "001");
	assert_string_equal(pupils_learner(c, "Lê An", "mother_name"), "Hoàng Mơ");
	assert_string_equal(pupils_learner(c, "Vũ Bá", "residence_commune"), "00004");
}

/* ---- columns as people call them ---- */

TEST(import_remembers_what_a_title_means)
{
	struct import_options o = { 0 };
	struct import_summary s;
	static const char list[] = "STT|Lớp|Tên con|Ngày sinh|Giới tính|Dân tộc|Mã nội bộ\n#1|1A|Lê An|05/09/2019|Nam|Kinh|X1\n";

	province_make(c);
	o = pupils_options(c);
	o.mapping = json_pack("[{ssss}{ssss}]", "title", "Tên con", "field", "learner.full_name", "title", "Mã nội bộ", "field", "");
	OK(import_file(c, pupils_file(c, list), &o, &s));
	json_decref((json_t *)o.mapping);
	assert_int_equal(s.created, 1);
	o.mapping = NULL; /* from now on it is known */
	OK(import_file(c, pupils_file(c, list), &o, &s));
	assert_int_equal(s.unchanged, 1);
	for (size_t i = 0; i < s.n_mappings; i++)
		assert_true((s.mapping[i].field == NULL) == s.mapping[i].ignored && s.mapping[i].ignored == streq(s.mapping[i].title, "Mã nội bộ"));
	o.mapping = json_pack("[{ssss}]", "title", "Tên con", "field", "learner.nothing");
	FAILS(import_file(c, pupils_file(c, list), &o, &s), "import.mapping");
	json_decref((json_t *)o.mapping);
}

TEST(import_joins_names_in_two_columns)
{
	province_make(c);
	struct import_summary s = take(c, "STT|Lớp|Họ và tên đệm|Tên|Ngày sinh|Giới tính|Dân tộc|Xã/Phường (Theo quê quán)|Tỉnh/Thành phố (Theo quê quán)\n"
	                                  "#1|1A|Lê Thị|An|05/09/2019|Nữ|Kinh|Xã Mây|Tỉnh Gió\n", "ds.xlsx");
	assert_int_equal(s.created, 1);
	assert_string_equal(pupils_learner(c, "Lê Thị An", "home_town"), "Xã Mây, Tỉnh Gió");
}

/* No program writes two cells of one address; readers take the later one, and so do we, and say so. */
TEST(import_tells_of_two_cells_with_one_address)
{
	static const char *const head[] = { "Lớp", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc" };
	static const char *const cell[][2] = { { "A2", "1A" }, { "B2", "Lê Thử An" }, { "B2", "Lê Thử Bình" }, { "C2", "05/09/2019" }, { "D2", "Nữ" }, { "D2", "Nữ" },
		                               { "E2", "Kinh" } };
	struct buf b = buf_in(c->arena);
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	buf_put(&b, "<sheetData><row r=\"1\">");
	for (size_t i = 0; i < COUNT(head); i++)
		buf_fmt(&b, "<c t=\"inlineStr\"><is><t>%s</t></is></c>", head[i]);
	buf_put(&b, "</row><row r=\"2\">");
	for (size_t i = 0; i < COUNT(cell); i++)
		buf_fmt(&b, "<c r=\"%s\" t=\"inlineStr\"><is><t>%s</t></is></c>", cell[i][0], cell[i][1]);
	buf_put(&b, "</row></sheetData>");
	OK(import_file(c, sheet_xlsx(c, buf_text(&b), NULL), &o, &s));
	pupils_issues_are(c, &s, "~2A import.class_created; ~2B import.cell_twice; ");
	assert_int_equal(s.created, 1);
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "sex"), "02");
}

/* ---- registers of an office ---- */

#define REGISTER_HEAD "DANH MỤC TRƯỜNG HỌC\n\nMA_TRUONG *|TEN_TRUONG_HOC *|MA_DON_VI *|CAP_HOC *|TRANG_THAI *|LOAI_HINH_DAO_TAO *|LOAI_HINH_TRUONG *|DIA_CHI|" \
                      "MA_XA_PHUONG *|MA_QUAN_HUYEN *|MA_TINH_THANH *|CHUAN_QUOC_GIA *|CHI_BO_DANG|WEBSITE|SDT|EMAIL|NGAY_THANH_LAP\n"

TEST(import_knows_the_usual_short_titles)
{
	province_make(c);
	struct import_summary s = take(c, "STT|Lớp|Họ và tên HS|Sinh ngày|GT|D.tộc\n#1|1A|Lê An|05/09/2019|Nữ|Kinh\n", "ds.xlsx");
	assert_string_equal(s.template_name, "class-list");
	pupils_issues_are(c, &s, "~2B import.class_created; ");
	assert_int_equal(s.created, 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE birth_date = '2019-09-05' AND sex = '02' AND ethnic_group = '01'"), 1);
}

TEST(import_takes_marks_under_nam_and_nu)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Nam|Nữ|Dân tộc\n"
	                                           "1|1A|Lê Thử An|05/09/2019||x|Kinh\n"
	                                           "2|1A|Lê Thử Bình|06/09/2019|x||Kinh\n"
	                                           "3|1A|Lê Thử Cả|07/09/2019|x|x|Kinh\n"
	                                           "4|1A|Lê Thử Không|08/09/2019|||Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; 4F import.sex_marked_twice; 5F import.sex_unmarked; ");
	assert_string_equal(pupils_learner(c, "Lê Thử An", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Lê Thử Bình", "sex"), "01");
	s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Nam|Dân tộc\n"
	                        "1|1A|Lê Thử Dậu|05/09/2019||Kinh\n"
	                        "2|1A|Lê Thử Giang|06/09/2019|x|Kinh\n");
	pupils_issues_are(c, &s, "");
	assert_string_equal(pupils_learner(c, "Lê Thử Dậu", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Lê Thử Giang", "sex"), "01");
	s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Nam|Dân tộc\n"
	                        "1|1A|Lê Thử Hà|05/09/2019||Kinh\n"
	                        "2|1A|Lê Thử Khoa|06/09/2019||Kinh\n");
	assert_non_null(strstr(pupils_issues(c, &s), "import.sex_no_mark"));
}

/* "Giới tính" counts; a mark that says otherwise is told at its cell, and so are parts of a name that are not of the whole one. */
TEST(import_tells_where_two_columns_contradict_each_other)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Nam|Nữ|Dân tộc\n"
	                                           "1|1A|Lê Thử An|05/09/2019|Nam||x|Kinh\n"
	                                           "2|1A|Lê Thử Bình|06/09/2019|Nữ||x|Kinh\n"
	                                           "3|1A|Lê Thử Cả|07/09/2019|Nữ|x||Kinh\n"
	                                           "4|1A|Lê Thử Dậu|08/09/2019|Nữ|0|1|Kinh\n"
	                                           "5|1A|Lê Thử Em|09/09/2019|Nam|0|?|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~2G import.sex_differs; ~4F import.sex_differs; ~6F import.sex_differs; ");
	assert_int_equal(s.created, 5);
	assert_string_equal(pupils_learner(c, "Lê Thử An", "sex"), "01");
	assert_non_null(strstr(s.issue[1].message, "lấy «Nam»"));
	assert_string_equal(s.issue[1].value, "x");
	s = pupils_take_text(c, "STT|Lớp|Họ và tên|Họ đệm|Tên|Ngày sinh|Giới tính|Dân tộc\n"
	                        "1|1A|Lê Thử Giang|Lê Thử|Giang|05/09/2018|Nam|Kinh\n"
	                        "2|1A|Lê Thử Hoà|lê thử|HÒA|06/09/2018|Nam|Kinh\n"
	                        "3|1A|Lê Thử Hà|Lê Thử|Hạ|06/09/2018|Nam|Kinh\n"
	                        "4|1A|Vũ Thử Kha|Lê Thử|Kha|07/09/2018|Nam|Kinh\n"
	                        "5|1A|Lê Thử Lâm||Lâm|08/09/2018|Nam|Kinh\n"
	                        "6|1A|Lê Thử Mai Minh|Lê Thử|Minh|08/09/2018|Nam|Kinh\n");
	pupils_issues_are(c, &s, "~4E import.name_differs; ~5D import.name_differs; ~7E import.name_differs; ");
	assert_string_equal(pupils_learner(c, "Vũ Thử Kha", "sex"), "01");
}

static const struct import_mapping *mapping_of(const struct import_summary *s, const char *column)
{
	for (size_t i = 0; i < s->n_mappings; i++)
		if (streq(s->mapping[i].column, column))
			return &s->mapping[i];
	fail_msg("no column %s", column);
	return NULL;
}

/* Of two columns for one thing the first counts, and the other is told at its title. */
TEST(import_tells_which_of_two_columns_counts)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ tên|Họ tên|Ngày sinh|Nữ|Nữ|Dân tộc|SĐT|Điện thoại\n"
	                                           "1|1A|Lê Thử An|LÊ THỬ AN|05/09/2019|x|x|Kinh|0912000001|912000001\n"
	                                           "2|1A|Lê Thử Bình|Lê Thử Minh|06/09/2019|x||Kinh||0912000003\n"
	                                           "3|1A|Lê Thử Cả||07/09/2019||x|Kinh|0912000004|0912000005\n");
	pupils_issues_are(c, &s, "~1D import.column_twice; ~1G import.column_twice; ~1J import.column_twice; ~2B import.class_created; ");
	assert_int_equal(s.created, 3);
	assert_string_equal(pupils_learner(c, "Lê Thử Cả", "sex"), "01");
	assert_non_null(strstr(s.issue[0].message, "đã lấy ở cột C («Họ tên»)"));
	assert_non_null(strstr(s.issue[0].message, "khác nhau ở dòng 3."));
	assert_non_null(strstr(s.issue[1].message, "khác nhau ở dòng 4."));
	assert_non_null(strstr(s.issue[2].message, "khác nhau ở 2 dòng, đầu tiên là dòng 3."));
	assert_string_equal(mapping_of(&s, "J")->instead, "I");
	assert_string_equal(mapping_of(&s, "D")->label, mapping_of(&s, "C")->label);
	assert_null(mapping_of(&s, "D")->field);
	assert_null(mapping_of(&s, "C")->instead);
	/* What tells the same by nature is told where it does not agree: here it does. */
	s = pupils_take_text(c, "STT|Lớp|Họ tên|Tên|Ngày sinh|Giới tính|Nữ|Dân tộc\n1|1A|Lê Thử An|An|05/09/2019|Nữ|x|Kinh\n");
	pupils_issues_are(c, &s, "");
	assert_string_equal(mapping_of(&s, "D")->instead, "C");
	assert_string_equal(mapping_of(&s, "G")->instead, "F");
	assert_string_equal(mapping_of(&s, "G")->label, mapping_of(&s, "F")->label);
}

TEST(import_remembers_more_than_one_column_of_no_interest)
{
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	o.mapping = json_pack("[{ssss}{ssss}]", "title", "Sổ tay", "field", "", "title", "Mã nội bộ", "field", "");
	OK(import_file(c, pupils_file(c, "STT|Lớp|Họ tên|Ngày sinh|Giới tính|Dân tộc|Sổ tay|Mã nội bộ\n1|1A|Lê Thử An|05/09/2019|Nữ|Kinh|a|b\n"), &o, &s));
	json_decref((json_t *)o.mapping);
	assert_true(mapping_of(&s, "G")->ignored);
	assert_true(mapping_of(&s, "H")->ignored);
	pupils_issues_are(c, &s, "~2B import.class_created; ");
}

TEST(import_takes_a_register_of_schools_for_an_office)
{
	static const char list[] = REGISTER_HEAD "19172499|Trường Tiểu học Mới|19|1|1|1|1|Tổ 1||172|19|0||||th.moi@example.vn|\n"
	                                         "19172498|Trường Tiểu học Xa|999|1|1|1|1|Tổ 1||172|19|0|||||\n";
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	FAILS(import_file(c, pupils_file(c, list), &o, &s), "import.unit_kind");
	o.unit = province_unit(c, "19");
	o.dry_run = true;
	OK(import_file(c, pupils_file(c, list), &o, &s));
	assert_string_equal(s.template_name, "schools");
	assert_int_equal(s.created, 1);
	assert_int_equal(s.refused, 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_school WHERE code = '19172499'"), 0);
	o.dry_run = false;
	OK(import_file(c, pupils_file(c, list), &o, &s));
	assert_int_equal(s.created, 1);
	assert_string_equal(pupils_errors(c, &s), "5C unit.parent\n");
	OK(import_file(c, pupils_file(c, list), &o, &s));
	assert_int_equal(s.unchanged, 1);
}

TEST(import_of_a_register_tells_of_levels_still_in_use_and_takes_them)
{
	static const char list[] = REGISTER_HEAD "19172401|Trường Một|172|2|1|1|1|Tổ 1||172|19|0|||||\n";
	struct import_options o;
	struct import_summary s;

	province_make(c);
	province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	o = pupils_options(c);
	o.unit = province_unit(c, "19");
	for (o.dry_run = true;; o.dry_run = false) {
		OK(import_file(c, pupils_file(c, list), &o, &s));
		assert_int_equal(s.changed, 1);
		assert_int_equal(s.refused, 0);
		bool told = false;
		for (size_t i = 0; i < s.n_issues; i++)
			told = told || (s.issue[i].warning && strstr(s.issue[i].message, "1 lớp và 0 phòng") != NULL);
		assert_true(told);
		if (!o.dry_run)
			break;
	}
	assert_string_equal(province_unit(c, "19172401").levels, "03");
}

/* Nothing but their age tells them from pupils. */
TEST(import_takes_grown_up_people_for_no_pupils)
{
	static const char rows[] = "1|Nguyễn Thị Hoa|12/03/1985|Nữ|Kinh|0987654321|1A\n2|Trần Văn Nam|01/09/1990|Nam|Tày|0987654322|2A\n";
	static const char *const last[] = { "Lớp chủ nhiệm", "Lớp" };
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	for (size_t i = 0; i < COUNT(last); i++) {
		s = take(c, arena_fmt(c->arena, "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Điện thoại|%s\n%s", last[i], rows), NULL);
		assert_string_equal(s.template_name, "staff");
		assert_int_equal(s.created + s.unchanged, 2);
	}
	o.dry_run = true; /* whoever says that they are pupils is told */
	o.sheet = catalog_sheet(c->catalog, "class-list");
	OK(import_file(c, pupils_file(c, arena_fmt(c->arena, "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Điện thoại|Lớp\n%s", rows)), &o, &s));
	pupils_issues_are(c, &s, "~1! import.adults; ~2B rule.age_of_grade; ~2G import.class_created; ~3B rule.age_of_grade; ~3G import.class_created; ");
	o.unit.levels = "05";
	OK(import_file(c, pupils_file(c, arena_fmt(c->arena, "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Điện thoại|Lớp\n%s", rows)), &o, &s));
	pupils_issues_are(c, &s, "~2G import.class_created; ~3G import.class_created; ");
}

TEST(import_takes_a_staff_list_with_machine_keys_under_its_titles)
{
	static const char list[] = "Họ và tên (*)|Mã cán bộ (*)|Email|Số điện thoại|Ngày sinh (*)|Giới tính|Số CMND/CCCD (*)|Địa chỉ|Tỉnh/Thành phố|"
	                           "Quận/Huyện|Vị trí việc làm\n"
	                           "fullName|code|email|phone|birthday|gender|idenfification|address|provinceCode|districtCode|jobPosition\n"
	                           "Đỗ Thị Em|1985000011|em@example.vn|912345678|01/02/1985|Nữ|019185000011|Tổ 1|Thành phố Hà Nội||Giáo viên\n";

	province_make(c);
	struct import_summary s = take(c, list, "FileUpLoadDuLieuCanbo.xlsx");
	assert_string_equal(s.template_name, "staff-accounts");
	assert_int_equal(s.created, 1);
	assert_int_equal(s.errors, 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_staff WHERE phone = '0912345678' AND code = '1985000011'"), 1);
}

/* ---- what a file says of itself ---- */

TEST(import_questions_a_workbook_of_another_school_and_year)
{
	const struct sheet_template *s = catalog_sheet(c->catalog, "rooms");
	const char *path = arena_fmt(c->arena, "%s/rooms.xlsx", test_dir(c));
	const struct book_options bo = { .sheet = s, .unit_code = "19172402", .unit_name = "Trường khác", .levels = "02", .school_year = 2024 };
	struct val *value = NEW_N(c->arena, struct val, s->n_columns);
	struct import_options o;
	struct import_summary sum;
	struct book *b;

	province_make(c);
	for (size_t i = 0; i < s->n_columns; i++)
		value[i] = streq(s->column[i].id, "room.name") ? val_text("P1") : streq(s->column[i].id, "room.kind") ||
		           streq(s->column[i].id, "room.solidity") ? val_text("01") : streq(s->column[i].id, "room.level") ? val_text("02") : val_null();
	OK(book_open(c, path, &bo, &b) && book_row(b, value) && book_close(b));
	o = pupils_options(c);
	OK(import_file(c, sheet_open(c, path), &o, &sum));
	assert_int_equal(sum.created, 1);
	assert_int_equal(sum.year_seen, 2024);
	assert_true(sum.year_doubtful);
	assert_int_equal(sum.warnings, 2);
	assert_string_equal(sum.issue[0].key, "import.other_unit");
	assert_string_equal(sum.issue[1].key, "import.year");
}

TEST(import_tells_which_columns_were_of_an_old_encoding)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|NguyÔn V¨n B×nh|05/09/2019|Nam|Kinh\n#2|1A|TrÇn ThÞ Hång|06/09/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~2C import.converted; ");
	assert_string_equal(pupils_learner(c, "Nguyễn Văn Bình", "sex"), "01");
	assert_string_equal(pupils_learner(c, "Trần Thị Hồng", "sex"), "02");
}

/* "Cao Anh Tó" could be either: Tó, or Tú. */
TEST(import_reads_what_could_be_either_as_its_column_is)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Cao Anh Tó|05/09/2019|Nam|Kinh\n#2|1A|TrÇn ThÞ Hång|06/09/2019|Nữ|Kinh\n"
	                                                   "#3|1A|Lª V¨n Ba|06/10/2019|Nam|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~2C import.converted; ");
	assert_string_equal(pupils_learner(c, "Cao Anh Tú", "sex"), "01");
	assert_string_equal(pupils_learner(c, "Trần Thị Hồng", "sex"), "02");
}

/* Some were typed by others: each is read by its own words, and told. */
TEST(import_reads_old_names_among_others_by_their_own_words)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê Bé|05/09/2019|Nữ|Kinh\n#2|1A|TrÇn ThÞ Hång|06/09/2019|Nữ|Kinh\n#3|1A|Lª V¨n Ba|06/10/2019|Nam|Kinh\n"
	                                                   "#4|1A|Nguyễn Thị Sáu|07/10/2019|Nữ|Kinh\n#5|1A|NGUYÔN THÞ H»NG|08/10/2019|Nữ|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~3C import.converted; ~4C import.converted; ~6C import.converted; ");
	assert_string_equal(pupils_learner(c, "Lê Bé", "sex"), "02");
	assert_string_equal(pupils_learner(c, "Trần Thị Hồng", "sex"), "02");
	assert_string_equal(pupils_learner(c, "NGUYỄN THỊ HẰNG", "sex"), "02");
}

/* Whoever went on with the list did so in Unicode: from there on nothing of it is changed. */
TEST(import_reads_on_in_unicode_where_a_list_does)
{
	struct buf text = buf_in(c->arena);
	struct import_summary s;

	province_make(c);
	buf_put(&text, HEAD);
	for (int i = 0; i < 40; i++)
		buf_fmt(&text, "#%d|1A|TrÇn ThÞ H%c%c|06/09/2019|Nữ|Kinh\n", i + 1, 'a' + i / 20, 'a' + i % 20);
	buf_put(&text, "#41|1A|Nguyễn Thị Sáu|07/10/2019|Nữ|Kinh\n#42|1A|Lê Bé|05/09/2019|Nữ|Kinh\n");
	s = pupils_take_text(c, buf_text(&text));
	assert_int_equal(s.created, 42);
	assert_string_equal(pupils_learner(c, "Lê Bé", "sex"), "02");
}

TEST(import_finds_old_titles_beside_others_that_prove_it)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Líp|Hä vµ tªn|Ngµy sinh|Giíi tÝnh|D©n téc\n#1|1A|Cao Anh Tó|05/09/2019|N÷|Kinh\n#2|1A|TrÇn ThÞ Hång|06/09/2019|Nam|Tµy\n");
	assert_int_equal(s.created, 2);
	assert_string_equal(pupils_learner(c, "Cao Anh Tú", "sex"), "02");
}

/* "Hä" would be "Họ": a sign among words in Unicode is itself, and told. */
TEST(import_leaves_signs_in_a_column_of_unicode)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Nơi sinh\n#1|1A|Lê Văn Bình|05/09/2019|Nam|Kinh|Xã Hä\n"
	                                              "#2|1A|Trần Thị Hồng|06/09/2019|Nữ|Kinh|Thị xã Phổ Yên\n#3|1A|Lò Văn Ba|06/10/2019|Nam|Kinh|Bệnh viện tỉnh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~2G import.old_letters; ");
	assert_string_equal(pupils_learner(c, "Lê Văn Bình", "birth_place"), "Xã Hä");
}

/* ---- what people write beside the people ---- */

TEST(import_reads_the_word_under_its_own_column)
{
	province_make(c);
	const struct import_summary s = take(c, "STT|Lớp|Họ và tên|Ngày sinh|Nữ|Dân tộc\n#1|1A|Lê An|05/09/2019|Nữ|Kinh\n#2|1A|Lê Bá|06/09/2019||Kinh\n#3|1A|Lê Cả|07/09/2019|x|Kinh\n"
	                                        "#4|1A|Lê Dĩ|08/09/2019|Nam|Kinh\n", "ds.xlsx");
	assert_string_equal(pupils_errors(c, &s), "");
	assert_string_equal(pupils_learner(c, "Lê An", "sex"), pupils_learner(c, "Lê Cả", "sex"));
	assert_string_equal(pupils_learner(c, "Lê Bá", "sex"), pupils_learner(c, "Lê Dĩ", "sex"));
	assert_string_not_equal(pupils_learner(c, "Lê An", "sex"), pupils_learner(c, "Lê Bá", "sex"));
}

TEST(import_passes_over_sums_whatever_they_are_called)
{
	static const char *const sums[] = { "|||Cộng lớp 1A: 1 em||", "||Tổng lớp: 1|||", "||Tất cả có 1 học sinh|||", "|||||1 em", "||Danh sách gồm 01 học sinh, nữ 0|||",
	                                    "||CỘNG|1||", "||Sĩ số 1|||", "Cộng 1 HS|||||",
	                                    "||Total: 1|||", "|||Bằng chữ: một học sinh||", "|T.cộng 1||||", "|TC: 2||||", "|||Nam: 1, Nữ: 0||" };

	province_make(c);
	for (size_t i = 0; i < COUNT(sums); i++) {
		const struct import_summary s = take(c, arena_fmt(c->arena, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|1A|Lê An|05/09/2019|Nam|Kinh\n%s\n", sums[i]), "ds.xlsx");
		if (s.rows != 1 || s.errors != 0)
			fail_msg("%s: %s", sums[i], pupils_errors(c, &s));
	}
	/* Somebody without a number is somebody, and somebody whose name is missing is told. */
	struct import_summary s = take(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A||06/09/2019|Nam|Kinh\n", "ds.xlsx");
	assert_true(s.rows == 2 && s.errors == 1);
	s = take(c, "Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n1A|Lê Tổng Em|05/09/2019|Nam|Kinh\n", "ds.xlsx");
	assert_true(s.rows == 1 && s.errors == 0);
	s = take(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|1A|Lê An|05/09/2019|Nam|Kinh\n|1A|Danh Sách Em|07/09/2019|Nam|Khmer\n", "ds.xlsx");
	assert_true(s.rows == 2 && s.errors == 0); /* a name like any other */
}

TEST(import_knows_the_file_that_lies_beside_an_open_one)
{
	const struct sheet_template *found;
	struct import_summary s;

	province_make(c);
	struct import_options o = pupils_options(c);
	o.file_name = "~$ds.xlsx";
	FAILS(import_file(c, pupils_file(c, CODE_HEAD), &o, &s), "import.lock_file");
	FAILS(import_template(c, pupils_file(c, CODE_HEAD), &o, &found), "import.lock_file");
}
