/* test_import_register.c - the register of schools goes the way of every template: read, tried, written, given back, undone. */
#include "db/db.h"
#include "base/time.h"
#include "domain/account/account.h"
#include "domain/export/export.h"
#include "domain/import/import_batch.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_tree.h"
#include "province.h"
#include "round.h"
#include "scope_world.h"
#include "store/change.h"
#include "test_import_tools.h"
#include "test_office.h"
#include "test_table_tools.h"

#define REGISTER "TEMPLATE\n\nMA_TRUONG *|TEN_TRUONG_HOC *|MA_DON_VI *|CAP_HOC *|TRANG_THAI *|LOAI_HINH_DAO_TAO *|LOAI_HINH_TRUONG *|MA_XA_PHUONG *|" \
                 "MA_QUAN_HUYEN *|MA_TINH_THANH *|CHUAN_QUOC_GIA *|NGAY_THANH_LAP|ID_PHONG*|CHI_BO_DANG|SDT|EMAIL\n"

static struct import_summary take_from(struct ctx *c, int fd, const char *unit, bool dry_run)
{
	struct import_options o = { .unit = province_unit(c, unit), .school_year = 2025, .dry_run = dry_run };
	struct import_summary s;

	OK(import_file(c, fd, &o, &s));
	assert_string_equal(s.template_name, "schools");
	assert_int_equal(s.created + s.changed + s.unchanged + s.refused, s.rows);
	for (size_t i = 0; i < s.refused; i++) {
		assert_true(s.refusal[i].row > 0);
		assert_true(*s.refusal[i].why != '\0');
	}
	return s;
}

static struct import_summary take(struct ctx *c, const char *text)
{
	return take_from(c, pupils_file(c, text), "BGDDT", false);
}

static void have_offices(struct ctx *c)
{
	static const char *const phong[][2] = { { "164", "19" }, { "001", "01" } };

	province_make(c);
	for (size_t i = 0; i < COUNT(phong); i++) {
		const struct unit u = { .code = phong[i][0], .name = "Phòng Giáo dục và Đào tạo", .kind = "phong", .province = phong[i][1], .status = UNIT_WORKING };
		struct unit made;
		OK(unit_make_office(c, &u, phong[i][1], &made));
	}
}

/* Group, ownership, kind, status, commune, day of founding, party cell, office. */
static const char *school(struct ctx *c, const char *code)
{
	return province_text(c, arena_fmt(c->arena, "SELECT s.level_group || ' ' || s.ownership || ' ' || coalesce(s.kind, '-') || ' ' || u.status || ' ' ||"
	                                            " coalesce(s.commune, '-') || ' ' || coalesce(CAST(s.founded_on AS TEXT), '-') || ' ' || CASE WHEN s.has_party_cell THEN 'x' ELSE '-' END"
	                                            " || ' ' || p.code FROM r_school s JOIN unit u ON u.id = s.unit_id JOIN unit_edge e ON e.unit_id = u.id"
	                                            " JOIN unit p ON p.id = e.parent_id WHERE s.status = u.status AND u.code = '%s'", code));
}

static const char *no_edges(struct ctx *c, const char *code)
{
	return province_text(c, arena_fmt(c->arena, "SELECT u.status FROM unit u WHERE u.code = '%s' AND NOT EXISTS (SELECT 1 FROM unit_edge e WHERE e.unit_id = u.id"
	                                            " AND e.valid_to IS NULL)", code));
}

/* ---- reading ---- */

TEST(register_is_read_row_by_row)
{
	static const char list[] = REGISTER
		"19164301|Trường Mầm non A|164|45|1|1|11|05440|164|19|1|06/03/1993|164|1||\n"
		"0101|Trường TH và THCS B|1|12|1|1|1|4|1|1|2|31/02/1993|1|||khong phai thu\n"
		"0102|Trường THPT C|1|3|-1|1|-2||1|1|-1||||7|\n"
		"19A01|Nhóm trẻ D|19A|4|0|2|3|5440|164|19|0||||0912345678|\n"
		"19164302|Mầm non A|164|45|-1|1|11||164|19|0|||||\n"
		"19164301|Trường Mầm non E|164|45|1|1|11||164|19|0|||||\n"
		"X1|Test đơn vị|19|1|1|1|1||164|19|0|||||\n"
		"Y1|Trường F|19||1|1|1||164|19|0|||||\n"
		"19000001|Trường THPT Nội trú|19|23|1|1|2||164|19|0|||||\n"
		"19000002|Trường THCS Nội trú|19|2|1|1|2||164|19|0|||||\n"
		"19000003|Trường Không rõ|19|1|1|4|1||164|19|0|||||\n"
		"19000004|Trường Lạ|19|14|1|1|1||164|19|0|||||\n"
		"|Trường Không mã|19|1|1|1|1||164|19|0|||||\n"
		"M-1|Trường Mã lạ|19|1|1|1|1||164|19|0|||||\n"
		"19000005|Trường Xa|998|1|1|1|1||164|19|0|||||\n"
		"19000006.0|Trường Số|19.0|1|1|1|1|05440.0|164.0|19|0|||||\n"
		"19000007|Trường Mầm non B|19|45|1|1|1||164|19|0|||||\n"
		"36000001|Trường Nam|P172|1|1|1|1||356|36|0|||||\n"; /* no filler: a province */

	have_offices(c);
	struct import_summary s = take(c, list);
	assert_string_equal(pupils_errors(c, &s), "9A import.twice\n10B import.test_row\n11D import.levels\n14F import.required\n15D import.levels\n"
	                                          "16A import.code_empty\n17A code.form\n18C unit.parent\n");
	assert_int_equal(s.rows, 18);
	assert_int_equal(s.created, 10);
	assert_int_equal(s.refusal[0].row, 9);
	assert_string_equal(s.refusal[0].code, "19164301");
	assert_string_equal(school(c, "19164301"), "01 01 13 01 05440 1993-03-06 x 164\n");
	assert_string_equal(school(c, "0101"), "09 01 07 01 - - - 001\n");
	assert_string_equal(school(c, "0102"), "08 01 - 99 - - - 01\n"); /* no Phòng named: the Sở */
	assert_string_equal(school(c, "19A01"), "04 09 - 06 05440 - - 19\n");
	assert_string_equal(school(c, "19000001"), "10 01 02 01 - - - 19\n");
	assert_string_equal(school(c, "19000002"), "07 01 03 01 - - - 19\n");
	assert_string_equal(school(c, "19000006"), "06 01 07 01 05440 - - 19\n");
	assert_string_equal(school(c, "19000007"), "01 01 - 01 - - - 19\n");
	assert_string_equal(province_text(c, "SELECT phone FROM r_school WHERE code = '19A01'"), "0912345678\n");
	assert_string_equal(province_text(c, "SELECT province FROM r_school WHERE code = '36000001'"), "36\n");
	assert_string_equal(province_text(c, "SELECT levels FROM unit WHERE code = '0101'"), "02,03\n");
	const char *all = pupils_issues(c, &s);
	assert_non_null(strstr(all, "~5C import.code_repaired; ~5H import.place; "));
	assert_non_null(strstr(all, "~8A import.same_school; "));
	assert_null(strstr(all, "~4A import.same_school; "));
	assert_non_null(strstr(all, "~5P field.email; "));
	assert_non_null(strstr(all, "~20G import.kind; "));
	s = take(c, list);
	assert_int_equal(s.unchanged, 10);
	assert_int_equal(s.refused, 8);
}

TEST(register_lacks_a_column)
{
	province_make(c);
	struct import_summary s = take(c, "MA_TRUONG|TEN_TRUONG_HOC|CAP_HOC|LOAI_HINH_DAO_TAO\n19000001|Trường Một|1|1\n19000002|Trường Hai|1|1\n");
	assert_string_equal(pupils_issues(c, &s), "1! import.column_missing; ");
	assert_int_equal(s.refused, 2);
	assert_string_equal(s.refusal[1].why, s.issue[0].message);
	s = take(c, "MA_TRUONG|TEN_TRUONG_HOC\n19172401|Trường Tiểu học Ba Hàng\n"); /* of one that is there nothing more is asked */
	assert_int_equal(s.unchanged, 1);
	/* Nor is a kind held against a level that is not told. */
	s = take(c, "MA_TRUONG|TEN_TRUONG_HOC|MA_DON_VI|CAP_HOC|LOAI_TRUONG|LOAI_HINH_DAO_TAO\n19000001|Trường Một|P172||Trường phổ thông|Công lập\n");
	pupils_issues_are(c, &s, "2D import.levels; ");
}

TEST(register_lacks_columns_and_each_is_told)
{
	province_make(c);
	struct import_summary s = take(c, "MA_TRUONG|TEN_TRUONG_HOC|MA_DON_VI\n19000001|Trường Một|P172\n");
	assert_string_equal(pupils_issues(c, &s), "1! import.column_missing; 1! import.column_missing; ");
	assert_non_null(strstr(s.refusal[0].why, s.issue[0].message));
	assert_non_null(strstr(s.refusal[0].why, s.issue[1].message));
	assert_true(s.issue[0].of_sheet);
}

TEST(register_has_the_usual_titles)
{
	static const char list[] = "STT|Mã trường|Tên trường|Đơn vị quản lý|Cấp học|Trạng thái|Loại hình|Loại trường|Địa chỉ|Số điện thoại|Ngày thành lập\n"
	                           "#1|19164881|Trường Tiểu học Việt Một|164|Tiểu học|Đang hoạt động|Công lập||Tổ 1|0912345678|01/09/2001\n"
	                           "#2|19164882|Trường THCS & THPT Hai|164|THCS, THPT|Đang hoạt động|Tư thục||||\n"
	                           "#3|19164883|Trường Mầm non Ba|164|Mầm non|Đang hoạt động|Công lập||||\n"
	                           "#4|19164884|Trường Bốn|164|Tiểu học, Lạ|Đang hoạt động|Công lập||||\n";

	have_offices(c);
	struct import_summary s = take(c, list);
	assert_string_equal(pupils_issues(c, &s), "~5E import.level_unknown; ");
	for (size_t i = 0; i < s.n_mappings; i++)
		assert_non_null(s.mapping[i].field);
	assert_string_equal(school(c, "19164881"), "06 01 - 01 - 2001-09-01 - 164\n");
	assert_string_equal(school(c, "19164882"), "10 09 - 01 - - - 164\n");
	assert_string_equal(school(c, "19164883"), "01 01 - 01 - - - 164\n");
	s = take(c, "Mã số trường|Tên trường học|Cơ quan quản lý|Cấp học|Loại hình đào tạo\n19164885|Trường Năm|164|1|1\n");
	assert_int_equal(s.created, 1);
}

#define SHORT "MA_TRUONG|TEN_TRUONG_HOC|MA_DON_VI|CAP_HOC|LOAI_HINH_DAO_TAO|MA_TINH_THANH|ID_PHONG\n"

static const char *office_of(struct ctx *c, const char *code)
{
	return strrchr(school(c, code), ' ') + 1;
}

/* The group counts; digits of other levels are told, those that only say less are not. */
TEST(register_tells_where_levels_contradict_the_group)
{
	have_offices(c);
	const char *const head = "MA_TRUONG|TEN_TRUONG_HOC|MA_DON_VI|CAP_HOC|NHOM_CAP_HOC|TRANG_THAI|LOAI_HINH_DAO_TAO|LOAI_HINH_TRUONG|MA_TINH_THANH\n";
	struct import_summary s = take(c, arena_fmt(c->arena, "%s19172470|Trường Một|19|1|THCS|1|1|1|19\n19172471|Trường Hai|19|1|Tiểu học|1|1|1|19\n"
	                                                      "19172472|Trường Ba|19|5|Mầm non|1|1||19\n19172473|Trường Bốn|19|2||1|1|1|19\n", head));
	pupils_issues_are(c, &s, "~2D import.levels_differ; ");
	assert_int_equal(s.created, 4);
	assert_string_equal(province_text(c, "SELECT level_group FROM r_school WHERE code = '19172470'"), "07\n");
	assert_string_equal(province_text(c, "SELECT level_group FROM r_school WHERE code = '19172473'"), "07\n");
}

TEST(register_repairs_a_code_that_is_nobodys)
{
	have_offices(c);
	struct import_summary s = take(c, SHORT "19000011|Trường Một|01|1|1||\n" /* a Sở, though there is a Phòng 001 */
	                                        "19000012|Trường Hai|1|1|1||\n"
	                                        "19000013|Trường Ba|#19|1|1||\n"
	                                        "19000014|Trường Bốn|7|1|1||\n");
	assert_string_equal(pupils_issues(c, &s), "~3C import.code_repaired; 5C unit.parent; ");
	assert_non_null(strstr(s.refusal[0].why, "mang mã 7 "));
	assert_string_equal(office_of(c, "19000011"), "01\n");
	assert_string_equal(office_of(c, "19000012"), "001\n");
	assert_string_equal(office_of(c, "19000013"), "19\n");
}

TEST(register_repairs_the_code_of_a_school)
{
	have_offices(c);
	struct import_summary s = take(c, SHORT "#1001401|Trường Tiểu học Ba Đình|01|1|1||\n#1000891|Trường Mới|01|1|1||\n");
	assert_string_equal(pupils_issues(c, &s), "~2A import.code_repaired; ");
	assert_string_equal(s.issue[0].value, "1001401");
	assert_true(s.created == 1 && s.unchanged == 1); /* of 1000891 nothing shows that it is no code */
	s = take(c, SHORT "#1000892|Trường A|01|1|1||\n01000892|Trường B|01|1|1||\n01000891|Trường C|01|1|1||\n#1000891|Trường Mới|01|1|1||\n");
	assert_string_equal(pupils_issues(c, &s), "~2A import.code_repaired; 3A import.twice; ");
	s = take_from(c, pupils_file(c, SHORT "#1001401|Trường Tiểu học Ba Đình|19|1|1||\n"), "19", false);
	assert_string_equal(pupils_issues(c, &s), "~2A import.code_repaired; 2A import.code_elsewhere; ");
}

TEST(register_tells_where_the_office_is_blank)
{
	have_offices(c);
	struct import_summary s = take(c, SHORT "19000031|Trường Một||1|1||\n19000032|Trường Hai||1|1|19|\n19000033|Trường Ba||1|1|19|164\n19000034|Trường Bốn|19|1|1||\n"
	                                        "19000035|Trường Năm|Phòng Lạ|1|1||\n");
	assert_string_equal(pupils_issues(c, &s), "2C import.manager_empty; ~3C import.manager_blank; ~4C import.manager_blank; 6C unit.parent; ");
	assert_non_null(strstr(s.issue[0].message, "để trống"));
	assert_string_equal(s.issue[1].message, "Đơn vị quản lý để trống; ghi về Sở 19. Hãy xem lại.");
	assert_string_equal(s.issue[2].message, "Đơn vị quản lý để trống; ghi về đơn vị 164 theo cột «ID_PHONG». Hãy xem lại.");
	assert_non_null(strstr(s.issue[3].message, "Phòng Lạ"));
	assert_string_equal(office_of(c, "19000032"), "19\n");
	assert_string_equal(office_of(c, "19000033"), "164\n");
}

TEST(register_finds_the_office_that_stands_in_the_row)
{
	have_offices(c);
	struct import_summary s = take_from(c, pupils_file(c, SHORT "19000041|Trường Một|Phòng GD&ĐT B|1|1|19|164\n19000042|Trường Hai|Phòng GD&ĐT B|1|1|19|001\n"
	                                                            "19000043|Trường Ba|Phòng GD&ĐT B|1|1|19|\n"), "19", false);
	assert_string_equal(pupils_issues(c, &s), "~2C import.manager; ~3C import.manager; ~4C import.manager; ");
	assert_string_equal(office_of(c, "19000041"), "164\n");
	assert_string_equal(office_of(c, "19000042"), "19\n"); /* that Phòng is another Sở's */
	assert_string_equal(office_of(c, "19000043"), "19\n");
	s = take(c, "MA_TRUONG|TEN_TRUONG_HOC|CAP_HOC|LOAI_HINH_DAO_TAO|ID_PHONG\n01000044|Trường Bốn|1|1|#1\n");
	assert_string_equal(pupils_issues(c, &s), "");
	assert_string_equal(office_of(c, "01000044"), "001\n");
}

TEST(register_without_offices_is_of_whoever_takes_it)
{
	static const char list[] = "MA_TRUONG|TEN_TRUONG_HOC|CAP_HOC|LOAI_HINH_DAO_TAO\n19000051|Trường Một|1|1\n19000052|Trường Hai|1|1\n";

	have_offices(c);
	struct import_summary s = take_from(c, pupils_file(c, list), "164", false);
	assert_string_equal(pupils_issues(c, &s), "~1! import.manager_own; ");
	assert_int_equal(s.created, 2);
	assert_string_equal(office_of(c, "19000052"), "164\n");
}

TEST(register_passes_over_sums)
{
	static const char *const sums[] = { "Tổng cộng|#15|||||", "Cộng|1 trường|||||", "Tổng số|15 trường|#3||||", "|Tổng số: 15 trường|||||",
	                                    "TỔNG CỘNG|01 trường.|||||", "|Cộng: 1 cơ sở|||||" };

	have_offices(c);
	for (size_t i = 0; i < COUNT(sums); i++) {
		struct import_summary s = take(c, arena_fmt(c->arena, SHORT "19000021|Trường Một|19|1|1||\n%s\n", sums[i]));
		if (s.rows != 1 || s.errors != 0)
			fail_msg("%s: %s", sums[i], pupils_errors(c, &s));
	}
	/* What has a name is no sum, whatever stands for its code. */
	struct import_summary s = take(c, SHORT "Cộng|Trường Hai|19|1|1||\n");
	assert_int_equal(s.rows, 1);
}

/* ---- trying, and over what is there ---- */

static const char two[] = REGISTER "19172401|Trường Tiểu học Tên Mới|164|1|0|1|1||172|19|0|||||\n19172499|Trường Tiểu học Mới|19|1|1|1|1||172|19|0|||||\n";

TEST(register_is_tried_without_a_trace)
{
	have_offices(c);
	const uint64_t before = world_digest(c);
	struct import_summary tried = take_from(c, pupils_file(c, two), "19", true);
	assert_true(world_digest(c) == before);
	assert_null(tried.batch);
	struct import_summary s = take_from(c, pupils_file(c, two), "19", false);
	assert_string_equal(pupils_issues(c, &tried), pupils_issues(c, &s));
	assert_int_equal(s.created, 1);
	assert_int_equal(s.changed, tried.changed);
	assert_int_equal(s.changed, 1);
}

TEST(register_leaves_to_others_who_manages_and_who_is_at_work)
{
	have_offices(c);
	struct import_summary s = take(c, two);
	assert_non_null(strstr(pupils_issues(c, &s), "~4C import.manager_differs; ~4E import.status_differs; "));
	assert_string_equal(province_text(c, "SELECT u.name || ' ' || u.status || ' ' || p.code FROM unit u JOIN unit_edge e ON e.unit_id = u.id JOIN unit p ON"
	                                     " p.id = e.parent_id WHERE u.code = '19172401'"), "Trường Tiểu học Tên Mới 01 P172\n");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM unit_lineage WHERE kind = 'renamed' AND old_name = 'Trường Tiểu học Ba Hàng'"), 1);
	assert_string_equal(s.change[0].before, "Trường Tiểu học Ba Hàng");
	/* Of the offices of the file those who are not in it are told: the other of P172, the one of 19, none of 01. */
	assert_int_equal(s.missing, 2);
}

TEST(register_tells_whose_level_it_changes)
{
	have_offices(c);
	struct import_summary s = take(c, SHORT "19172401|Trường Tiểu học Ba Hàng|172|1|1||\n");
	assert_null(strstr(pupils_issues(c, &s), "level_changes"));
	s = take(c, SHORT "19172401|Trường Tiểu học Ba Hàng|172|2|1||\n");
	assert_int_equal(s.changed, 1);
	assert_non_null(strstr(pupils_issues(c, &s), "~2D import.level_changes; "));
	for (size_t i = 0; i < s.n_issues; i++)
		if (streq(s.issue[i].key, "import.level_changes"))
			assert_string_equal(s.issue[i].message, "Cấp học của trường đổi từ «Tiểu học» thành «THCS» theo tệp. Hãy xem lại dòng này nếu trường không đổi cấp.");
}

TEST(register_puts_no_school_under_an_office_that_closed)
{
	static const char list[] = REGISTER "19000009|Trường Muộn|164|1|1|1|1||172|19|0|||||\n";

	have_offices(c);
	OK(round_close(c, "164"));
	struct import_summary tried = take_from(c, pupils_file(c, list), "19", true);
	assert_string_equal(pupils_errors(c, &tried), "4C unit.parent\n");
	assert_non_null(strstr(tried.refusal[0].why, "ngừng hoạt động"));
}

TEST(register_of_an_office_speaks_of_no_other)
{
	static const char list[] = REGISTER "01001401|Trường của người khác|19|1|1|1|1||172|19|0|||||\n19172401|Trường Tiểu học Ba Hàng|19|1|1|1|1||172|19|0|||||\n"
	                                    "19000009|Trường Gửi|01|1|1|1|1||172|19|0|||||\n";

	have_offices(c);
	province_act_as(c, "manager", "19");
	struct import_summary s = take_from(c, pupils_file(c, list), "19", false);
	assert_string_equal(pupils_errors(c, &s), "4A import.code_elsewhere\n6C unit.parent\n");
	assert_null(strstr(s.refusal[0].why, "Ba Đình"));
	assert_string_equal(province_text(c, "SELECT name FROM unit WHERE code = '01001401'"), "Trường Tiểu học Ba Đình\n");
}

/* ---- out, and in again ---- */

static int exported(struct ctx *c, const char *unit)
{
	const char *path = arena_fmt(c->arena, "%s/register.xlsx", test_dir(c));
	const struct unit u = province_unit(c, unit);
	struct export_wish wish;
	size_t n;

	OK(export_wish_make(c, catalog_sheet(c->catalog, "schools"), &u, 2025, false, NULL, &wish));
	OK(export_write(c, &wish, path, NULL, &n));
	return sheet_open(c, path);
}

TEST(register_comes_back_as_it_went_out)
{
	static const char list[] = REGISTER "19164301|Trường Mầm non A|164|45|1|1|11|05440|164|19|1|06/03/1993|164|1|0912345678|a@example.vn\n"
	                                    "19164302|Trường PTDTNT B|19|2|1|1|2|05443|164|19|1||||02083555111|\n0101|Trường C|001|123|1|5|1||001|01|0|||0||\n";

	have_offices(c);
	struct import_summary s = take(c, list);
	assert_int_equal(s.created, 3);
	const uint64_t before = world_digest(c);
	int fd = exported(c, "BGDDT");
	s = take_from(c, fd, "BGDDT", false);
	assert_int_equal(s.rows, 7);
	assert_int_equal(s.unchanged, 7);
	assert_int_equal(s.missing, 0);
	assert_string_equal(pupils_errors(c, &s), "");
	for (size_t i = 0; i < s.n_mappings; i++) {
		assert_string_not_equal(s.mapping[i].field, "levels"); /* the group says it */
		if (streq(s.mapping[i].field, "managed_by"))
			assert_string_equal(s.mapping[i].sample[0], "001");
	}
	assert_true(world_digest(c) == before);
	int changed = look_set(c, fd, "Dữ liệu", "C2=Trường Tiểu học Đổi Tên\n");
	s = take_from(c, changed, "BGDDT", false);
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.unchanged, 6);
}

TEST(register_is_given_back_with_its_mistakes)
{
	static const char list[] = REGISTER "19000001|Trường Một|19|9|1|1|1||172|19|0|||||\n19000002|Trường Hai|998|1|1|1|1||172|19|0|||||\n"
	                                    "19000003|Trường Ba|19|1|1|1|1||172|19|0|||||\n";
	const char *path = arena_fmt(c->arena, "%s/errors.xlsx", test_dir(c));

	have_offices(c);
	int fd = pupils_file(c, list);
	struct import_summary s = take_from(c, fd, "19", false);
	assert_int_equal(s.created, 1);
	OK(import_write_errors(c, fd, &s, path));
	int errors = sheet_open(c, path);
	struct import_summary again = take_from(c, errors, "19", false);
	assert_string_equal(pupils_errors(c, &again), pupils_errors(c, &s));
	assert_string_equal(pupils_errors(c, &s), "4D import.levels\n5C unit.parent\n");
	s = take_from(c, look_set(c, errors, "Sheet1", "D4=1\nC5=164\n"), "19", false);
	assert_int_equal(s.created, 2);
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(s.refused, 0);
}

/* ---- taken back ---- */

static struct import_undone take_back(struct ctx *c, const char *unit, const char *batch)
{
	const struct unit u = province_unit(c, unit);
	struct import_undone n;

	OK(import_undo(c, &u, &batch, 1, NULL, NULL, &n));
	return n;
}

static void chain_is_sound(struct ctx *c, const char *code)
{
	const struct unit u = province_unit(c, code);
	int64_t entries;

	OK(chain_verify(c, &u, &entries));
}

TEST(register_is_taken_back_and_brought_again)
{
	have_offices(c);
	struct import_summary s = take_from(c, pupils_file(c, two), "19", false);
	const char *batch = s.batch;
	struct import_undone n = take_back(c, "19", batch);
	assert_int_equal(n.created, 1);
	assert_int_equal(n.restored, 1);
	assert_string_equal(province_unit(c, "19172401").name, "Trường Tiểu học Ba Hàng");
	assert_string_equal(no_edges(c, "19172499"), "98\n");
	chain_is_sound(c, "19172499");
	const struct unit u = province_unit(c, "19");
	FAILS(import_undo(c, &u, &batch, 1, NULL, NULL, &n), "import.undone");

	s = take_from(c, pupils_file(c, two), "19", false); /* under its own code, where it stood */
	assert_int_equal(s.created, 1);
	assert_int_equal(s.changed, 1);
	assert_string_equal(no_edges(c, "19172499"), "");
	assert_string_equal(school(c, "19172499"), "06 01 07 01 - - - 19\n");
	s = take_from(c, pupils_file(c, two), "19", false);
	assert_int_equal(s.unchanged, 2);
	s = take_from(c, exported(c, "19"), "19", true);
	assert_int_equal(s.unchanged, 4);
}

TEST(register_put_right_brings_the_school_under_the_office_it_names)
{
	have_offices(c);
	struct import_summary s = take_from(c, pupils_file(c, two), "19", false);
	take_back(c, "19", s.batch);
	s = take_from(c, pupils_file(c, REGISTER "19172499|Trường Tiểu học Mới|164|1|1|1|1||172|19|0|||||\n"), "19", false);
	assert_int_equal(s.created, 1);
	assert_string_equal(school(c, "19172499"), "06 01 07 01 - - - 164\n");
	struct problems p = { 0 };
	OK(unit_tree_check(c, &p));
	assert_int_equal(p.errors, 0);
	s = take_from(c, pupils_file(c, REGISTER "19172499|Trường Tiểu học Mới|164|1|1|1|1||172|19|0|||||\n"), "19", false);
	assert_int_equal(s.unchanged, 1);
	assert_null(strstr(pupils_issues(c, &s), "manager_differs"));
}

TEST(register_that_came_again_is_taken_back_again)
{
	have_offices(c);
	struct import_summary s = take_from(c, pupils_file(c, two), "19", false);
	take_back(c, "19", s.batch);
	s = take_from(c, pupils_file(c, two), "19", false);
	struct import_undone n = take_back(c, "19", s.batch);
	assert_int_equal(n.created, 1);
	assert_string_equal(no_edges(c, "19172499"), "98\n");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM unit_edge e JOIN unit u ON u.id = e.unit_id WHERE u.code = '19172499'"), 1);
	chain_is_sound(c, "19172499");
}

TEST(register_of_a_school_that_begins_today_is_taken_back)
{
	have_offices(c);
	struct import_summary s = take_from(c, pupils_file(c, arena_fmt(c->arena, REGISTER "19172497|Trường Hôm nay|19|1|1|1|1||172|19|0|%s||||\n",
	                                                                time_today(c->arena, c->now_ms))), "19", false);
	assert_int_equal(take_back(c, "19", s.batch).created, 1);
	assert_string_equal(no_edges(c, "19172497"), "98\n");
	struct problems p = { 0 };
	OK(unit_tree_check(c, &p));
	assert_int_equal(p.errors, 0);
}

TEST(register_is_not_taken_back_from_under_whoever_uses_it)
{
	const char *password;
	struct import_undone n;

	have_offices(c);
	struct import_summary s = take_from(c, pupils_file(c, two), "19", false);
	const struct unit u = province_unit(c, "19");
	OK(account_issue(c, NULL, "head.moi", "head", "19172499", NULL, &password));
	const uint64_t before = world_digest(c);
	assert_false(import_undo(c, &u, &s.batch, 1, NULL, NULL, &n));
	assert_string_equal(c->key, "import.changed");
	assert_string_equal(c->problems.first->record[0].code, "19172499");
	assert_non_null(strstr(c->problems.first->message, "Trường Tiểu học Mới đã"));
	assert_int_equal(c->problems.errors, 1);
	ctx_clear(c);
	assert_true(world_digest(c) == before);
	s = take_from(c, pupils_file(c, REGISTER "19172401|Trường Đổi Nữa|172|1|1|1|1||172|19|0|||||\n"), "19", false);
	struct draft d = province_draft(c, "school", "{\"name\":\"Trường Sửa Tay\"}");
	struct record rec;
	int64_t version;
	OK(record_find(c, catalog_type(c->catalog, "school"), actor_scope(c), "19172401", &rec) && record_change(c, &rec, 0, &d, &version));
	FAILS(import_undo(c, &u, &s.batch, 1, NULL, NULL, &n), "import.changed");
}

/* ---- a failing database ---- */

static bool import_two(struct ctx *c, const struct unit *u, struct import_summary *ret)
{
	const struct import_options o = { .unit = *u, .school_year = 2025 };

	return import_file(c, pupils_file(c, two), &o, ret);
}

TEST(register_is_whole_or_nothing_where_the_database_fails)
{
	struct import_summary s = { 0 };
	struct import_undone n;
	bool done = false;

	have_offices(c);
	const struct unit u = province_unit(c, "19");
	for (int round = 0; round < 2; round++, done = false) {
		const uint64_t before = world_digest(c);
		int at = 0;
		while (!done && at < 400) {
			db_inject_fault(c->db, ++at);
			done = round == 0 ? import_two(c, &u, &s) : import_undo(c, &u, &s.batch, 1, NULL, NULL, &n);
			db_inject_fault(c->db, 0);
			if (!done && !streq(c->key, "db.fault"))
				fail_msg("round %d, call %d: %s %s", round, at, c->key, c->detail);
			ctx_clear(c);
			if (!done && world_digest(c) != before)
				fail_msg("round %d: something was written although call %d failed", round, at);
		}
		assert_true(done && at > 10);
		assert_true(world_digest(c) != before);
		chain_is_sound(c, "19172401");
	}
}

/* ---- two at once ---- */

/* One that is there, renamed, and one that is new, under the office of the round. */
static bool register_comes(struct ctx *c, int round)
{
	struct import_options o = { .school_year = 2025 };
	struct import_summary s;
	int fd = sheet_text_file(c, arena_fmt(c->arena, "MA_TRUONG,TEN_TRUONG_HOC,MA_DON_VI,CAP_HOC,TRANG_THAI,LOAI_HINH_DAO_TAO\n%s,Trường Đổi Tên,19,1,1,1\n"
	                                                "%sN,Trường Mới,%s,1,1,1\n", round_school(c, round), round_school(c, round), round_office(c, round)));

	return unit_find(c, &round_everywhere, "19", &o.unit) && import_file(c, fd, &o, &s) &&
	       (s.refused == 0 || fail(c, ERR_INVALID, "import.refused", "%s", s.refusal[0].why));
}

static bool office_closes(struct ctx *c, int round)
{
	return round_close(c, round_office(c, round));
}

static bool school_moves(struct ctx *c, int round)
{
	return unit_move(c, (const char *[]){ round_school(c, round) }, 1, round_office(c, round), TODAY);
}

static int64_t made(struct ctx *c, int round)
{
	return round_number(c, arena_fmt(c->arena, "SELECT count(*) FROM unit u JOIN r_school s ON s.unit_id = u.id AND s.status = u.status AND s.code = u.code WHERE u.code = '%sN'",
	                                 round_school(c, round)));
}

static void both_came(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	assert_true(first->ok && second->ok);
	assert_int_equal(made(c, round), 1);
	assert_string_equal(province_unit(c, round_school(c, round)).name, "Trường Đổi Tên");
	round_tree_is_sound(c);
}

/* It stands under no office that has ceased to be. */
static void came_or_closed(struct ctx *c, int round, const struct ended *coming, const struct ended *closing)
{
	if (coming->ok == closing->ok)
		fail_msg("round %d: %s, %s", round, coming->ok ? "came" : coming->key, closing->ok ? "closed" : closing->key);
	assert_int_equal(made(c, round), coming->ok);
	round_tree_is_sound(c);
}

TEST(register_meets_whoever_changes_the_tree)
{
	two_sessions(c, round_units, register_comes, register_comes, both_came, .step = 5);
	two_sessions(c, round_units, register_comes, school_moves, both_came, .step = 5);
	two_sessions(c, round_units, register_comes, office_closes, came_or_closed, .step = 2);
}
