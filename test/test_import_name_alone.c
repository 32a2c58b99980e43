/* test_import_name_alone.c - lists that say nothing of whom they speak but names: one of a name is found, of two nobody. */
#include "province.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

#define NAMES_HEAD "STT|Lớp|Họ và tên|Toán|Đạo đức\n"

static struct import_summary take(struct ctx *c, const char *text)
{
	struct import_options o = pupils_options(c);
	struct import_summary s;

	o.sheet = NULL;
	o.file_name = "KQHT-C1-CN.xlsx";
	OK(import_file(c, pupils_file(c, text), &o, &s));
	assert_string_equal(s.template_name, "primary-results");
	assert_int_equal(s.created + s.changed + s.unchanged + s.refused, s.rows);
	return s;
}

static void have_pupils(struct ctx *c)
{
	province_make(c);
	pupils_take_text(c, CODE_HEAD "#1|1A|1912345671|Lê An|05/09/2019|Nam|Kinh|\n#2|1A|1912345672|Vũ Bá|06/09/2019|Nam|Kinh|\n#3|1B|1912345673|Vũ Bá|07/09/2019|Nam|Kinh|\n"
	                    "#4|1B|1912345674|Hồ Cả|08/09/2019|Nữ|Kinh|\n#5|1B|1912345675|Hồ Cà|09/09/2019|Nữ|Kinh|\n#6|1B|1912345676|Đỗ Dư|10/09/2019|Nữ|Kinh|\n");
}

static const char *math_of(struct ctx *c, const char *code)
{
	return arena_fmt(c->arena, "%" PRId64, pupils_number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_subject_result s JOIN r_learner l ON l.unit_id = s.unit_id AND l.id = s.learner_id "
	                                                                  "WHERE l.code = '%s' AND s.subject = '2018-TH-TOAN'", code)));
}

TEST(import_finds_who_is_the_only_one_of_a_name_in_the_class)
{
	have_pupils(c);
	struct import_summary s = take(c, NAMES_HEAD "#1|1A|Lê An|T|T\n#2|1A|Vũ Bá|H|T\n#3|1B|Vũ Bá|T|T\n");
	pupils_issues_are(c, &s, "~1! import.name_alone; ");
	assert_true(s.created == 3 && s.issue[0].of_sheet);
	assert_non_null(strstr(s.issue[0].message, "Ngày sinh"));
	assert_string_equal(math_of(c, "1912345672"), "1");
	assert_string_equal(math_of(c, "1912345673"), "1");
}

TEST(import_takes_nobody_for_a_namesake)
{
	have_pupils(c);
	/* Two in the class but for marks; a name of another class; other marks; twice in the file; a class that is not there; a code of nobody. */
	struct import_summary s = take(c, NAMES_HEAD "#1|1B|Hồ Cả|T|T\n#2|1A|Đỗ Dư|T|T\n#3|1A|Lê Ân|T|T\n#4|1A|Vũ Bá|T|T\n#5|1A|Vũ Bá|H|T\n#6|1C|Đỗ Dư|T|T\n");
	pupils_issues_are(c, &s, "~1! import.name_alone; 2C import.ambiguous; 3C import.unknown; 4C import.unknown; 5C import.ambiguous; 6C import.ambiguous; "
	                         "~7B import.class_unknown; 7C import.unknown; ");
	assert_int_equal(s.refused, 6);
	/* Without a class the name must be the only one of the school. */
	s = take(c, "STT|Họ và tên|Toán|Đạo đức\n#1|Vũ Bá|T|T\n#2|Đỗ Dư|T|T\n");
	pupils_issues_are(c, &s, "~1! import.name_alone; 2B import.ambiguous; ");
	assert_non_null(strstr(s.issue[1].message, "Trường có 2 học sinh"));
	assert_string_equal(math_of(c, "1912345676"), "1");
	s = take(c, "STT|Lớp|Mã học sinh|Họ và tên|Toán|Đạo đức\n#1|1A|1912345699|Lê An|T|T\n");
	pupils_issues_are(c, &s, "2D import.unknown; ");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_subject_result"), 2);
}
