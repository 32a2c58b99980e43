/* test_import_namesake.c - a file is warned of what entry warns of, before and after it is written, at its row and cell. */
#include "province.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

#define PLAIN_HEAD "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n"
#define ROOM_HEAD "STT|Mã phòng|Tên phòng|Loại phòng|Kết cấu|Cấp học|Diện tích (m²)\n"

static const char *message(const struct import_summary *s, size_t row, const char *key)
{
	for (size_t i = 0; i < s->n_issues; i++)
		if (s->issue[i].row == row && streq(s->issue[i].key, key))
			return s->issue[i].message;
	fail_msg("no %s in row %zu", key, row);
	return NULL;
}

static const char *room(struct ctx *c, const char *name)
{
	return province_record(c, SCHOOL, "room", arena_fmt(c->arena, "{\"name\":\"%s\",\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\",\"school_year\":2025}", name));
}

TEST(import_of_rooms_warns_of_two_of_one_name)
{
	province_make(c);
	const char *a = room(c, "Phòng Đồi"), *b = room(c, "Phòng Đồi"), *other = room(c, "Phòng Suối"), *one = room(c, "Phòng Suối");

	for (int dry = 1; dry >= 0; dry--) {
		struct import_summary s = pupils_take(c, pupils_file(c, arena_fmt(c->arena, ROOM_HEAD "#1|%s|Phòng Đổi|Phòng học|Kiên cố|Tiểu học\n"
		                                      "#2|%s|Phòng Suôi|Phòng học|Kiên cố|Tiểu học\n#3|%s|Phòng suội|Phòng học|Kiên cố|Tiểu học\n", a, other, one)), dry == 1);
		assert_int_equal(s.changed, 3);
		pupils_issues_are(c, &s, "~2C record.namesake; ~3C record.namesake; ~4C record.namesake; ~4C record.namesake; ");
		assert_non_null(strstr(message(&s, 2, "record.namesake"), b));
		assert_non_null(strstr(message(&s, 4, "record.namesake"), "dòng 3 của lần gửi"));
	}
}

TEST(import_warns_of_a_namesake_that_a_change_makes)
{
	province_make(c);
	pupils_take_text(c, CODE_HEAD "#1|1A|1999000001|Lê An|05/09/2019|Nam|Kinh\n#2|1A|1999000002|Lê Bá|05/09/2019|Nam|Kinh\n");
	struct import_summary s = pupils_take_text(c, CODE_HEAD "#1|1A|1999000001|Lê An|05/09/2019|Nam|Kinh\n#2|1A|1999000003|Lê Ca|05/09/2019|Nam|Kinh\n");
	pupils_issues_are(c, &s, "");
	for (int dry = 1; dry >= 0; dry--) {
		/* The birth date of the one becomes that of the other. */
		const char *list = dry == 1 ? CODE_HEAD "#1|1A|1999000002|Lê Bá|06/09/2019|Nam|Kinh\n" : CODE_HEAD "#1|1A|1999000002|Lê Bá|06/09/2019|Nam|Kinh\n#2|1A|1999000009|Lê Bá|06/09/2019|Nam|Kinh\n";
		s = pupils_take(c, pupils_file(c, list), dry == 1);
		pupils_issues_are(c, &s, dry == 1 ? "" : "~3D person.namesake; ");
	}
}

/* The template knows nothing of the year of birth that stands beside: only the store does. */
TEST(import_passes_on_what_is_warned_of_when_it_is_written)
{
	province_make(c);
	const char *code = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Lê An\",\"birth_year\":2019,\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	struct import_summary s = pupils_take_text(c, arena_fmt(c->arena, CODE_HEAD "#1|1A|%s|Lê An|05/09/2019|Nam|Kinh\n#2|1A||Lê Bá|05/09/2019|Nam|Kinh\n", code));
	assert_int_equal(s.enrolled, 1);
	assert_non_null(strstr(message(&s, 2, "rule.birth_year_beside_date"), "Hãy"));
	pupils_issues_are(c, &s, "~2! rule.birth_year_beside_date; ~2B import.class_created; ");
}

/* Of who has the name, the class and the sex, and is not in the file under the date on record. */
TEST(import_tells_who_may_be_meant_by_a_birth_date_that_slipped)
{
	static const struct {
		const char *rows, *issues;
	} cases[] = {
		{ "#1|1A|Lê Thử An|07/05/2019|Nam|Kinh\n", "~2D import.birth_near; " },  /* day and month */
		{ "#1|1A|LÊ THỬ AN|05/07/2018|Nam|Kinh\n", "~2D import.birth_near; " },  /* a digit of the year */
		{ "#1|1A|Lê Thử An|05/07/2020|Nam|Kinh\n", "~2C rule.age_of_grade; " },                         /* two */
		{ "#1|1A|Lê Thử An|07/05/2018|Nam|Kinh\n", "" },
		{ "#1|1A|Lê Thử An|06/07/2019|Nam|Kinh\n", "" },
		{ "#1|1A|Lê Thử An|07/05/2019|Nữ|Kinh\n", "" },
		{ "#1|1B|Lê Thử An|07/05/2019|Nam|Kinh\n", "" },
		{ "#1|1A|Lê Thử Anh|07/05/2019|Nam|Kinh\n", "" },
		{ "#1|1A|Lê Thử An|07/05/2019|Nam|Kinh\n#2|1A|Lê Thử An|05/07/2019|Nam|Kinh\n", "" }, /* both are there */
	};

	province_make(c);
	pupils_take_text(c, PLAIN_HEAD "#1|1A|Lê Thử An|05/07/2019|Nam|Kinh\n#2|1B|Lê Thử Bình|06/07/2019|Nam|Kinh\n");
	const char *code = pupils_learner(c, "Lê Thử An", "code");
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct import_summary s = pupils_take(c, pupils_file(c, arena_fmt(c->arena, PLAIN_HEAD "%s", cases[i].rows)), true);
		assert_int_equal(s.created, 1);
		pupils_issues_are(c, &s, cases[i].issues);
		const char *said = i > 1 ? NULL : message(&s, 2, "import.birth_near");
		assert_true(said == NULL || (strstr(said, code) != NULL && strstr(said, "05/07/2019") != NULL && strstr(said, i == 0 ? "đảo ngày" : "số của năm") != NULL));
	}
}

TEST(import_tells_of_many_who_may_be_meant_in_one_sentence)
{
	province_make(c);
	pupils_take_text(c, PLAIN_HEAD "#1|1A|Lê Thử An|05/07/2019|Nam|Kinh\n#2|1A|Lê Thử An|07/05/2018|Nam|Kinh\n#3|1A|Lê Thử An|07/05/2016|Nam|Kinh\n");
	struct import_summary s = pupils_take(c, pupils_file(c, PLAIN_HEAD "#1|1A|Lê Thử An|07/05/2019|Nam|Kinh\n"), true);
	pupils_issues_are(c, &s, "~2D import.birth_near; ");
	assert_non_null(strstr(message(&s, 2, "import.birth_near"), "và 2 người nữa"));
}
