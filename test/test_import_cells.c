/* test_import_cells.c - what Excel makes of a cell by itself, and what becomes of it. */
#include "base/time.h"
#include "province.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

#define ROOM_HEAD "STT|Tên phòng|Loại phòng|Kết cấu|Cấp học|Diện tích (m²)\n"

TEST(import_takes_what_excel_computed_as_it_shows_it)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, ROOM_HEAD "#1|Phòng Một|Phòng học|Kiên cố|Tiểu học|#6.8999999999999995\n"
	                                              "#2|Phòng Hai|Phòng học|Kiên cố|Tiểu học|#0.89999999999999991\n"
	                                              "#3|Phòng Ba|Phòng học|Kiên cố|Tiểu học|#48.133333333333333\n#4|Phòng Bốn|Phòng học|Kiên cố|Tiểu học|48,1333\n");
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT CAST(sum(area) AS bigint) FROM r_room"), 690 + 90);
	pupils_issues_are(c, &s, "4F field.decimal; 5F field.decimal; ");
	for (size_t i = 0; i < 2; i++) {
		assert_non_null(strstr(s.issue[i].message, "quá nhiều chữ số thập phân, ở đây tối đa 2"));
		assert_non_null(strstr(s.issue[i].message, "ROUND"));
	}
}

/* Rooms, one to a row: its number, its name as a cell of its own kind, what it is, and the building as another. */
static int rooms(struct ctx *c, const char *const (*row)[2], size_t n)
{
	static const char *const head[] = { "Tên phòng", "Loại phòng", "Kết cấu", "Cấp học", "Tòa nhà" }, *const kind[] = { "Phòng học", "Kiên cố", "Tiểu học" };
	struct buf b = buf_in(c->arena);

	buf_put(&b, "<row>");
	for (size_t i = 0; i < COUNT(head); i++)
		buf_fmt(&b, "<c t=\"str\"><v>%s</v></c>", head[i]);
	buf_put(&b, "</row>");
	for (size_t i = 0; i < n; i++) {
		buf_fmt(&b, "<row>%s", row[i][0]);
		for (size_t k = 0; k < COUNT(kind); k++)
			buf_fmt(&b, "<c t=\"str\"><v>%s</v></c>", kind[k]);
		buf_fmt(&b, "%s</row>", row[i][1]);
	}
	return sheet_xlsx(c, buf_text(&b), NULL);
}

#define WORD "<c t=\"str\"><v>Phòng Một</v></c>"
#define DAY "<c s=\"1\"><v>43713</v></c>"
#define TRUTH "<c t=\"b\"><v>1</v></c>"

TEST(import_tells_what_excel_made_of_words)
{
	static const char *const as_shown[][2] = { { "<c s=\"4\"><v>7</v></c>", "<c s=\"5\"><v>0.5</v></c>" } };
	static const char *const changed[][2] = { { DAY, "" }, { TRUTH, "" }, { WORD, DAY }, { "<c t=\"str\"><v>Phòng Hai</v></c>", TRUTH } };
	struct import_options o;
	struct import_summary s;

	province_make(c);
	o = pupils_options(c);
	OK(import_file(c, rooms(c, as_shown, COUNT(as_shown)), &o, &s));
	pupils_issues_are(c, &s, "");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_room WHERE name = '007' AND building = '50%'"), 1);
	OK(import_file(c, rooms(c, changed, COUNT(changed)), &o, &s));
	pupils_issues_are(c, &s, "2A import.words_date; 3A import.words_bool; ~4E import.words_date; ~5E import.words_bool; ");
	assert_non_null(strstr(s.issue[0].message, "một ngày (05/09/2019)"));
	assert_non_null(strstr(s.issue[0].message, "Văn bản"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_room WHERE building IN ('05/09/2019', 'TRUE')"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_room"), 3);
}

TEST(import_joins_no_day_into_a_name)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên đệm|Tên|Ngày sinh|Giới tính|Dân tộc\n"
	                                              "#1|1A|Lê Thử|@2019-03-04|05/09/2019|Nam|Kinh\n#2|1A|Lê Thử|Bình|05/09/2019|Nam|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; 2C import.words_date; ");
	assert_int_equal(s.created, 1);
}

TEST(import_shows_days_as_people_write_them)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, CODE_HEAD "#1|1A|1999000001|Lê An|@2019-09-05|Nam|Kinh|@2019-09-06\n#2|1A|1999000002|Vũ Bá|@2019-09-06|Nam|Kinh|\n");
	pupils_issues_are(c, &s, "~2B import.class_created; 2H value.identity_letters; ");
	assert_string_equal(s.issue[1].value, "06/09/2019");
	assert_non_null(strstr(s.issue[1].message, "«06/09/2019»"));
	assert_string_equal(s.mapping[3].sample[0], "05/09/2019");
	/* Another name beside the code, and another birth date in a list that does not write it. */
	s = pupils_take_text(c, CODE_HEAD "#2|1A|1999000002|Lê Ca|@2019-09-08|Nam|Kinh|\n");
	pupils_issues_are(c, &s, "2C import.code_name; ");
	assert_non_null(strstr(s.issue[0].message, "(sinh 06/09/2019)"));
	struct import_options o = pupils_options(c);
	o.sheet = NULL;
	OK(import_file(c, pupils_file(c, "STT|Lớp|Mã học sinh|Họ và tên|Ngày sinh|Chiều cao (cm)|Cân nặng (kg)\n#1|1A|1999000002|Vũ Bá|@2019-09-07|#120|#25\n"), &o, &s));
	assert_string_equal(s.template_name, "health");
	pupils_issues_are(c, &s, "~2E import.birth_differs; ");
	assert_string_equal(s.issue[0].value, "07/09/2019");
	assert_non_null(strstr(s.issue[0].message, "(06/09/2019)"));
	const struct import_answer *day = &s.answer[s.n_answers - 1];
	assert_string_equal(day->label, "Ngày kiểm tra");
	assert_string_equal(day->text, date_words(c->arena, day->code));
	assert_string_not_equal(day->text, day->code);
}

TEST(import_takes_dashes_and_dots_for_empty_cells)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên đệm|Tên|Ngày sinh|Giới tính|Dân tộc|Nơi sinh|Số định danh cá nhân|SĐT liên hệ|Khối\n"
	                                              "#1|1A|Lê Thử|An|05/09/2019|Nam|Kinh|-|–|…|1\n"
	                                              "#2|1A|Lê Thử|Bình|05/09/2019|Nam|Kinh|—|...|- -|–\n#3|1A|Lê Thử|–|06/09/2019|–|Kinh|A-B|.|−|1\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~4D import.name_half; 4F import.required; ");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE birth_place IS NULL AND personal_id IS NULL"), 2);
}
