/* test_names_in.c - names and telephones as they come in: what is right, doubtful, wrong; and two records of one person. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "base/text.h"
#include "catalog/pattern.h"
#include "domain/unit/unit_admin.h"
#include "province.h"
#include "test_import_tools.h"

static int told(struct ctx *c, const char *pattern, const char *text)
{
	const struct field f = { .name = "x", .label = "X", .pattern = pattern };
	struct problems p = { 0 };

	pattern_check(c, &f, text, &p);
	return p.errors > 0 ? 2 : p.warnings > 0;
}

TEST_PURE(names_of_all_peoples_come_in)
{
	static const char *const fine[] = {
		"Đ", "Nguyễn Thị O", "Ơ", "H’Hen Niê", "H'Hen Niê", "Hʼ Hen Niê", "H`Hen Niê", "Y-Krông", "Y - Krông", "K'Brốp", "Maria-José", "Ksor H'Bơ̆m",
		"Ênuôl Y Đê̌", "Nguyễn Văn Ă", "Jean-Luc O’Neill", "Lò Thị Mai", "Ng. Văn A", "Müller Søren Łukasz", "Đinh Văn Ẩ",
	};
	static const char *const doubtful[] = { "Lê Văn An 2", "Lò Thị Mai (Cúc)", "王秀英", "Иван Петров", "Lê An/Bình" };
	static const char *const wrong[] = { "123", "@@@", "-", "Lê An@", "Lê #An", "Lê An 😀", "...", "' '", "12-3", "Lê_An" };

	for (size_t i = 0; i < COUNT(fine); i++)
		if (told(c, "name", fine[i]) != 0)
			fail_msg("%s", fine[i]);
	for (size_t i = 0; i < COUNT(doubtful); i++)
		if (told(c, "name", doubtful[i]) != 1)
			fail_msg("%s", doubtful[i]);
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (told(c, "name", wrong[i]) != 2)
			fail_msg("%s", wrong[i]);
}

TEST_PURE(of_a_name_the_very_character_is_told)
{
	static const char *const cases[][2] = {
		{ "Lê, An", "ký tự thứ 3, «,», là dấu" }, { "Lê Văn An 2", "ký tự thứ 11, «2», là chữ số" }, { "Lê (Mai)", "ký tự thứ 4, «(», là dấu" },
		{ "Lê 王", "ký tự thứ 4, «王», là chữ không phải La-tinh" }, { "Đỗ @n", "ký tự thứ 4, «@», không thể" },
	};
	const struct field f = { .name = "x", .label = "X", .pattern = "name" };

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct problems p = { 0 };
		pattern_check(c, &f, cases[i][0], &p);
		if (p.first == NULL || strstr(p.first->message, cases[i][1]) == NULL)
			fail_msg("%s: %s", cases[i][0], p.first == NULL ? "nothing" : p.first->message);
	}
}

TEST_PURE(names_of_things_have_a_letter_or_a_digit)
{
	static const char *const fine[] = { "Lớp 1/2", "6A-Tăng cường", "Phòng số 3 (tầng 2)", "P.101", "10A1+", "9", "Đ", "Trường TH & THCS \"Hoa Sen\"", "王" };
	static const char *const wrong[] = { "@@@", "-", "...", "' '", "😀", "/", "+ -" };

	for (size_t i = 0; i < COUNT(fine); i++)
		if (told(c, "title", fine[i]) != 0)
			fail_msg("%s", fine[i]);
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (told(c, "title", wrong[i]) != 2)
			fail_msg("%s", wrong[i]);
}

TEST_PURE(telephones_and_addresses_are_what_they_look_like)
{
	static const char *const phones[] = { "0912345678", "0912 345 678", "0912.345.678", "(024) 3869-1234", "02083855123", "+84912345678", "+84 (0) 912 345 678",
	                                      "84912345678", "+1 202 555 0123", "+856 20 5555 1234", "+49301234567" };
	static const char *const not_phones[] = { "0123", "0012345678", "01234567890", "912345678", "09123456789", "abc", "0912345678/0987654321", "+", "+0123456789",
	                                          "+841234", "1234567890123456", "+1234567890123456", "0208 123" };
	static const char *const mails[] = { "a@b.vn", "hoa.nguyen+1@truong-tieu-hoc.edu.vn", "O'Hara@x.co" };
	static const char *const not_mails[] = { "a", "a@", "@b.vn", "a@b", "a b@c.vn", "a@b..vn", "a..b@c.vn", "a@-b.vn", "a@b.v1", "a@b@c.vn", ".a@b.vn", "không có", "hòa@b.vn" };

	for (size_t i = 0; i < COUNT(phones); i++)
		if (told(c, "phone", phones[i]) != 0)
			fail_msg("%s", phones[i]);
	for (size_t i = 0; i < COUNT(not_phones); i++)
		if (told(c, "phone", not_phones[i]) != 2)
			fail_msg("%s", not_phones[i]);
	for (size_t i = 0; i < COUNT(mails); i++)
		if (told(c, "email", mails[i]) != 0)
			fail_msg("%s", mails[i]);
	for (size_t i = 0; i < COUNT(not_mails); i++)
		if (told(c, "email", not_mails[i]) != 2)
			fail_msg("%s", not_mails[i]);
}

TEST_PURE(hidden_marks_are_found_at_their_place)
{
	static const struct {
		const char *text;
		enum text_fault fault;
		size_t at;
	} cases[] = {
		{ "Lê An", TEXT_FINE, 0 },                     { "Lê\xE2\x80\xAE" "An", TEXT_HIDDEN, 3 },   { "Đỗ \xE2\x81\xA6" "An", TEXT_HIDDEN, 4 },
		{ "Lê A\xE2\x80\x8Bn", TEXT_HIDDEN, 5 },       { "\xEF\xBB\xBFLê", TEXT_HIDDEN, 1 },         { "Lê\xC2\xAD", TEXT_HIDDEN, 3 },
		{ "Lê\xE2\x81\xA0" "An", TEXT_HIDDEN, 3 },     { "Lê\x07", TEXT_CONTROL, 3 },                { "Lê\xC2\x85", TEXT_CONTROL, 3 },
		{ "L\xFF", TEXT_CONTROL, 2 },                  { "Lê\tAn\n", TEXT_FINE, 0 },                 { "a\xCC\x82\xCC\xA3 Ê", TEXT_FINE, 0 },
		{ "\xCC\x81" "Lê An", TEXT_STACKED, 1 },       { "Lê \xCC\x81" "An", TEXT_STACKED, 4 },      { "Đỗ\xC2\xA0\xCC\x80" "An", TEXT_STACKED, 4 },
		{ "A\xCC\x81n L\xC3\xAA\xCC\x80", TEXT_FINE, 0 }, { "Lê\t\xCC\x89" "An", TEXT_STACKED, 4 },
		{ "xe\xCC\x82\xCC\x86\xCC\x80", TEXT_FINE, 0 }, { "xq\xCC\x82\xCC\x86\xCC\x80", TEXT_STACKED, 5 },
	};
	size_t at;

	for (size_t i = 0; i < COUNT(cases); i++) {
		enum text_fault f = text_fault(c->arena, cases[i].text, strlen(cases[i].text), &at);
		if (f != cases[i].fault || (f != TEXT_FINE && at != cases[i].at))
			fail_msg("case %zu: fault %d at %zu", i, (int)f, at);
	}
}

TEST(a_name_that_begins_with_a_mark_is_refused_by_every_way_in)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", "19172401", NULL);
	const char *bad = "{\"full_name\":\"\xCC\x81Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";
	struct api_reply r = api_call(c, &me, POST, API "/learners", bad);

	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "full_name"), "field.stacked");
	r = api_call(c, &me, POST, API "/learners/batch", bad, .type = "application/x-ndjson");
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "\"key\":\"field.stacked\""));
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê \xCC\x81" "An|05/09/2019|Nữ|Kinh||\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh||\n");
	assert_true(s.created == 1 && s.refused == 1);
	assert_non_null(strstr(pupils_issues(c, &s), "2C value.stacked; "));
	assert_string_equal(text_shown(c->arena, "\xCC\x81Lê  \xCC\x81 An", strlen("\xCC\x81Lê  \xCC\x81 An")), "Lê An");
}

static const json_t *warning(const struct api_reply *r, const char *key)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(r->json, "warnings"), i, o)
		if (streq(json_string_value(json_object_get(o, "key")), key))
			return o;
	return NULL;
}

static const char *person(struct ctx *c, const char *name, const char *birth, const char *sex)
{
	return arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"%s\",\"sex\":\"%s\",\"ethnic_group\":\"01\"}", name, birth, sex);
}

static void twice(struct ctx *c, const struct api_session *me, const char *plural, const char *birth)
{
	const char *all = arena_fmt(c->arena, API "/%s", plural);
	struct api_reply r = api_call(c, me, POST, all, person(c, "H'Hen Niê", birth, "02"));

	EXPECT(r, 201);
	assert_null(json_object_get(r.json, "warnings"));
	const char *first = api_text(&r, "code");
	r = api_call(c, me, POST, all, person(c, "h’ hen NIE", birth, "02"));
	EXPECT(r, 201);
	assert_non_null(warning(&r, "person.namesake"));
	assert_non_null(strstr(json_string_value(json_object_get(warning(&r, "person.namesake"), "message")), first));
	r = api_call(c, me, POST, all, person(c, "H'Hen Niê", birth, "01"));
	EXPECT(r, 201);
	assert_null(warning(&r, "person.namesake")); /* another sex */
	const char *other = api_text(&r, "code");
	r = api_call(c, me, PATCH, arena_fmt(c->arena, "%s/%s", all, other), "{\"given_name\":\"Hen\"}", .if_match = "*");
	EXPECT(r, 200);
	assert_null(warning(&r, "person.namesake"));
	r = api_call(c, me, PATCH, arena_fmt(c->arena, "%s/%s", all, other), "{\"sex\":\"02\"}", .if_match = "*");
	EXPECT(r, 200);
	assert_non_null(warning(&r, "person.namesake"));
	r = api_call(c, me, POST, all, person(c, "Đỗ An", birth, "01"));
	EXPECT(r, 201);
	r = api_call(c, me, PATCH, arena_fmt(c->arena, "%s/%s", all, api_text(&r, "code")), "{\"full_name\":\"ĐỖ AN\"}", .if_match = "*");
	EXPECT(r, 200);
	assert_null(warning(&r, "person.namesake")); /* nobody is their own double */
	r = api_call(c, me, POST, arena_fmt(c->arena, "%s/batch", all),
	             arena_fmt(c->arena, "%s\n%s\n%s\n", person(c, "Y - Krông", birth, "01"), person(c, "Y Krông", birth, "01"), person(c, "H Hen Nie", birth, "02")),
	             .type = "application/x-ndjson");
	EXPECT(r, 200);
	const char *second = strchr(r.body, '\n') + 1, *third = strchr(second, '\n') + 1;
	assert_null(memmem(r.body, (size_t)(second - r.body), "person.namesake", 15));
	assert_non_null(memmem(second, (size_t)(third - second), "\"severity\":\"warning\",\"key\":\"person.namesake\"", 44));
	assert_non_null(strstr(third, "person.namesake"));
	assert_non_null(strstr(third, first));
}

TEST(a_second_record_of_one_person_is_told_of_not_refused)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", "19172401", NULL), other = api_account(c, "hieu.truong.2", "head", "19172402", NULL);

	twice(c, &me, "learners", "2018-03-09");
	twice(c, &me, "staff", "1985-03-09");
	struct api_reply r = api_call(c, &other, POST, API "/learners", person(c, "H'Hen Niê", "2018-03-09", "02"));
	EXPECT(r, 201);
	assert_null(warning(&r, "person.namesake")); /* another school's is not told */
	const char *code = api_text(&r, "code");
	r = api_call(c, &other, POST, arena_fmt(c->arena, API "/learners/%s/status", code), "{\"status\":\"03\"}");
	EXPECT(r, 200);
	r = api_call(c, &other, POST, API "/learners", person(c, "H'Hen Niê", "2018-03-09", "02"));
	EXPECT(r, 201);
	assert_null(warning(&r, "person.namesake")); /* that one is no longer here */
}

/* Refused as new, as a change and in a batch. */
static void nameless(struct ctx *c, const struct api_session *me, const char *plural, const char *rest)
{
	const char *all = arena_fmt(c->arena, API "/%s", plural), *bad = arena_fmt(c->arena, "{\"name\":\"@@@\"%s}", rest);
	struct api_reply r = api_call(c, me, POST, all, bad);

	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "name"), "field.title");
	r = api_call(c, me, POST, arena_fmt(c->arena, "%s/batch", all), bad, .type = "application/x-ndjson");
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "\"key\":\"field.title\""));
	r = api_call(c, me, POST, all, arena_fmt(c->arena, "{\"name\":\"10A1+\"%s}", rest));
	EXPECT(r, 201);
	r = api_call(c, me, PATCH, arena_fmt(c->arena, "%s/%s", all, api_text(&r, "code")), "{\"name\":\"/\"}", .if_match = "*");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "name"), "field.title");
}

TEST(names_of_schools_classes_and_rooms_say_something)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", "19172401", NULL), office = api_account(c, "phong", "manager", "P172", NULL);

	nameless(c, &me, "classes", ",\"grade\":\"01\",\"school_year\":2025");
	nameless(c, &me, "rooms", ",\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\",\"school_year\":2025");
	nameless(c, &me, "campuses", "");
	struct api_reply r = api_call(c, &office, POST, API "/schools", "{\"code\":\"19172499\",\"name\":\"@@@\",\"level_group\":\"06\",\"ownership\":\"01\"}");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "name"), "field.title");
	const struct unit u = { .code = "C05441", .name = "***", .kind = "commune", .status = "01" };
	struct unit made;
	FAILS(unit_make_office(c, &u, "P172", &made), "unit.name");
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Khối|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n"
	                                              "#1|@@@|Khối 1|Lê An|05/09/2019|Nữ|Kinh\n#2|1A|Khối 1|Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_true(s.created == 1 && s.refused == 1);
	assert_non_null(strstr(pupils_issues(c, &s), "field.title"));
}

/* Two of one name and campus in a school year; rest: what the type wants beside them. */
static void thing_twice(struct ctx *c, const struct api_session *me, const char *plural, const char *rest, const char *campus)
{
	const char *all = arena_fmt(c->arena, API "/%s", plural);
	const char *plain = arena_fmt(c->arena, "{\"name\":\"1A\",\"school_year\":2025,%s}", rest);
	const char *there = arena_fmt(c->arena, "{\"name\":\"1A\",\"school_year\":2025,\"campus\":\"%s\",%s}", campus, rest);
	struct api_reply r = api_call(c, me, POST, all, plain);

	EXPECT(r, 201);
	assert_null(json_object_get(r.json, "warnings"));
	const char *first = api_text(&r, "code");
	r = api_call(c, me, POST, all, arena_fmt(c->arena, "{\"name\":\"1a\",\"school_year\":2025,%s}", rest));
	EXPECT(r, 201);
	assert_non_null(strstr(json_string_value(json_object_get(warning(&r, "record.namesake"), "message")), first));
	r = api_call(c, me, POST, all, there);
	EXPECT(r, 201);
	assert_null(warning(&r, "record.namesake")); /* another campus */
	r = api_call(c, me, POST, all, arena_fmt(c->arena, "{\"name\":\"1A\",\"school_year\":2024,%s}", rest));
	EXPECT(r, 201);
	assert_null(warning(&r, "record.namesake")); /* another year */
	const char *other = arena_fmt(c->arena, "%s/%s", all, api_text(&r, "code"));
	r = api_call(c, me, PATCH, other, arena_fmt(c->arena, "{\"campus\":\"%s\"}", campus), .if_match = "*");
	EXPECT(r, 200);
	assert_null(warning(&r, "record.namesake"));
	r = api_call(c, me, POST, arena_fmt(c->arena, "%s/batch", all), arena_fmt(c->arena, "%s\n{\"name\":\"1B\",\"school_year\":2025,%s}\n"
	             "{\"name\":\"1B\",\"school_year\":2026,%s}\n{\"name\":\"1A\",\"school_year\":2026,%s}\n", there, rest, rest, rest), .type = "application/x-ndjson");
	EXPECT(r, 200);
	const char *second = strchr(r.body, '\n') + 1;
	assert_non_null(memmem(r.body, (size_t)(second - r.body), "record.namesake", 15));
	assert_null(strstr(second, "record.namesake"));
}

TEST(a_second_class_or_room_of_one_name_is_told_of_not_refused)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", "19172401", NULL);
	const char *campus = province_record(c, "19172401", "campus", "{\"name\":\"Điểm Đồi\"}");

	thing_twice(c, &me, "classes", "\"grade\":\"01\"", campus);
	thing_twice(c, &me, "rooms", "\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\"", campus);
}

TEST(an_import_tells_of_two_records_of_one_person_and_makes_none_of_one_name)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|H'Hen Niê|05/09/2019|Nữ|Kinh|019319000011\n#2|1A|H’ Hen Niê|05/09/2019|Nữ|Kinh|019319000012\n"
	                                                   "#3|1A|Y-Krông Êban|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.created, 3);
	assert_non_null(strstr(pupils_issues(c, &s), "~3C person.namesake"));
	s = pupils_take_text(c, HEAD "#1|1A|Y – Krông Êban|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE full_name = 'Y-Krông Êban'"), 1); /* as it was typed */
}

TEST(an_import_takes_away_what_stands_hidden_at_the_ends_only)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|\xEF\xBB\xBFLớp|Họ\xE2\x80\x8B và tên|Ngày sinh|Giới tính|Dân tộc\n"
	                                              "#1|1A|\xE2\x80\x8BLê An\xEF\xBB\xBF|05/09/2019|Nữ|Kinh\n#2|1A|Lê\xE2\x80\xAE Bá|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.created, 1);
	assert_int_equal(s.refused, 1);
	assert_non_null(strstr(pupils_issues(c, &s), "3C value.hidden"));
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE full_name = 'Lê An'"), 1);
	for (size_t i = 0; i < s.n_issues; i++)
		if (streq(s.issue[i].key, "value.hidden"))
			assert_non_null(strstr(s.issue[i].message, "thứ 3"));
	/* What is told of it goes to screens. */
	struct buf b = buf_in(c->arena);
	import_put_json(&b, &s);
	assert_non_null(strstr(b.data, "\"value\":\"Lê Bá\""));
	assert_null(strstr(b.data, "\xE2\x80\xAE"));
	struct import_options o = pupils_options(c);
	o.class_name = "1\xE2\x80\xAE" "B";
	FAILS(import_file(c, pupils_file(c, "STT|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|Lê Ca|05/09/2019|Nữ|Kinh\n"), &o, &s), "import.class_hidden");
}

TEST(an_import_says_of_a_birth_long_ago_what_the_rule_says)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê An|01/02/1899|Nữ|Kinh\n#2|1A|Lê Bá|31/02/2019|Nam|Kinh\n#3|1A|Lê, Cả|05/09/2019|Nam|Kinh\n");
	assert_true(s.created == 1 && s.refused == 2);
	const char *told = pupils_issues(c, &s);
	assert_non_null(strstr(told, "rule.birth_date_impossible"));
	assert_non_null(strstr(told, "value.date_impossible"));
	for (size_t i = 0; i < s.n_issues; i++) {
		if (streq(s.issue[i].key, "rule.birth_date_impossible"))
			assert_non_null(strstr(s.issue[i].message, "trước năm 1915"));
		if (streq(s.issue[i].key, "field.name_doubtful"))
			assert_non_null(strstr(s.issue[i].message, "«,»"));
	}
}

TEST(an_import_knows_the_words_for_nothing)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Họ tên cha|SĐT liên hệ\n"
	                                              "#1|1A|Lê An|05/09/2019|Nữ|Kinh|-|Không có\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh|không rõ|0\n"
	                                              "#3|1A|-|07/09/2019|Nam|Kinh|Lê Cả|0912345678\n");
	assert_true(s.created == 2 && s.refused == 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE father_name IS NULL AND phone IS NULL"), 2);
	/* So under dates and numbers, where 0 is a number; whose the telephone is is told and left out; other words refuse the row as in any cell. */
	s = pupils_take_text(c, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Năm sinh cha|Năm sinh mẹ|SĐT liên hệ\n"
	                        "#1|1B|Lê Em|05/09/2019|Nữ|Kinh|chưa có|-|chưa có\n#2|1B|Lê Gấm|06/09/2019|Nam|Kinh|không rõ|Không|0912345678 (mẹ)\n"
	                        "#3|1B|Lê Hoa|06/09/2019|Nam|Kinh|||hỏi mẹ\n#4|1B|-|07/09/2019|Nam|Kinh|0||\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~3I value.phone_words; 4I value.phone; 5C import.name_empty; 5G field.too_small; ");
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE father_birth_year IS NULL AND phone = '0912345678' AND full_name = 'Lê Gấm'"), 1);
	s = pupils_take_text(c, STATUS_HEAD "#1|1C|Lê Kim|05/09/2019|Nữ|Kinh|Đang học|chưa có\n");
	assert_int_equal(s.created, 1);
}

TEST(an_old_fault_does_not_stand_in_the_way)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", "19172401", NULL);
	const char *code = province_old_record(c, "19172401", "learner", "{\"full_name\":\"123\",\"birth_date\":\"2035-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\",\"phone\":\"0123\"}");
	const char *at = arena_fmt(c->arena, API "/learners/%s", code);

	struct api_reply r = api_call(c, &me, PATCH, at, "{\"birth_place\":\"Thái Nguyên\",\"phone\":\"0123\",\"full_name\":\"123\"}", .if_match = "*");
	EXPECT(r, 200);
	r = api_call(c, &me, PATCH, at, "{\"phone\":\"0124\"}", .if_match = "*");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "phone"), "field.phone");
	r = api_call(c, &me, GET, API "/catalog/learner", NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "\"key\":\"rule.birth_date_impossible\""));
	assert_non_null(strstr(r.body, "\"pattern\":\"phone\""));
}
