/* test_import_grade.c - the grade that a row tells beside its class. */
#include "province.h"
#include "test_import_tools.h"

#define GRADE_HEAD "STT|Lớp|Khối|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n"

static const struct import_issue *told(const struct import_summary *s, size_t row, const char *key)
{
	for (size_t i = 0; i < s->n_issues; i++)
		if (s->issue[i].row == row && streq(s->issue[i].key, key))
			return &s->issue[i];
	fail_msg("no %s in row %zu", key, row);
	return NULL;
}

TEST(import_questions_a_row_of_another_grade_than_its_class)
{
	province_make(c);
	province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_record(c, SCHOOL, "class", "{\"name\":\"1G\",\"grade\":\"01\",\"combined\":true,\"school_year\":2025}");
	for (int dry = 1; dry >= 0; dry--) {
		struct import_summary s = pupils_take(c, pupils_file(c, GRADE_HEAD "#1|1A|#2|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Khối 1|Lê Bá|06/09/2019|Nam|Kinh\n"
		                                                                   "#3|1A||Lê Ca|06/09/2019|Nam|Kinh\n#4|1G|2|Lê Dị|06/09/2019|Nam|Kinh\n"
		                                                                   "#5|1A|lớn|Lê Em|06/09/2019|Nam|Kinh\n"), dry == 1);
		pupils_issues_are(c, &s, "~2C import.grade_differs; ~6C import.code; ");
		assert_int_equal(s.created, 5);
		assert_string_equal(s.issue[0].value, "Khối 2");
		assert_non_null(strstr(s.issue[0].message, "lớp «1A» là của Khối 1"));
	}
	assert_string_equal(pupils_class_of(c, "Lê An"), "1A");
}

TEST(import_questions_the_grade_of_a_class_it_makes)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, GRADE_HEAD "#1|1A|2|Lê An|05/09/2018|Nam|Kinh\n#2|1A|1|Lê Bá|06/09/2018|Nam|Kinh\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~2B import.class_grade; ~3C import.grade_differs; ");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_class WHERE grade = '02'"), 1);
}

TEST(import_says_which_grade_the_school_does_not_teach)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, GRADE_HEAD "#1|Hoa|9|Lê An|05/09/2019|Nam|Kinh\n#2|Hoa|9|Lê Bá|06/09/2019|Nam|Kinh\n"
	                                                         "#3|9B||Lê Ca|06/09/2019|Nam|Kinh\n#4|1A|9|Lê Dị|06/09/2019|Nam|Kinh\n");
	assert_string_equal(pupils_errors(c, &s), "2C import.grade_not_taught\n4B import.grade_not_taught\n");
	assert_int_equal(s.refused, 3);
	const struct import_issue *x = told(&s, 2, "import.grade_not_taught");
	assert_non_null(strstr(x->message, "không dạy Khối 9"));
	assert_null(strstr(x->message, "lập lớp trước"));
	assert_int_equal(x->rows, 2);
	assert_non_null(strstr(told(&s, 4, "import.grade_not_taught")->message, "của Khối 9 mà trường không dạy"));
	assert_true(told(&s, 5, "import.grade_differs")->warning);
}
