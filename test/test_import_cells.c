/* test_import_cells.c - what Excel makes of a cell by itself, and what becomes of it. */
#include "province.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

#define ROOM_HEAD "STT|Tên phòng|Loại phòng|Kết cấu|Cấp học|Diện tích (m²)\n"

TEST(import_takes_what_excel_computed_as_it_shows_it)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, ROOM_HEAD "#1|Phòng Một|Phòng học|Kiên cố|Tiểu học|#6.8999999999999995\n#2|Phòng Hai|Phòng học|Kiên cố|Tiểu học|#0.89999999999999991\n"
	                                              "#3|Phòng Ba|Phòng học|Kiên cố|Tiểu học|#48.133333333333333\n#4|Phòng Bốn|Phòng học|Kiên cố|Tiểu học|48,1333\n");
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT sum(area) FROM r_room"), 690 + 90);
	pupils_issues_are(c, &s, "4F field.decimal; 5F field.decimal; ");
	for (size_t i = 0; i < 2; i++) {
		assert_non_null(strstr(s.issue[i].message, "quá nhiều chữ số thập phân, ở đây tối đa 2"));
		assert_non_null(strstr(s.issue[i].message, "ROUND"));
	}
}
