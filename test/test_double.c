/* test_double.c - records that are one of a person and year, entered twice: told by every way in, never refused. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "day_tools.h"
#include "domain/transfer/transfer.h"
#include "province.h"
#include "test_import_tools.h"

struct told {
	const char *key, *field;
};

static const char *warned(const struct api_reply *r, struct told what)
{
	size_t i;
	json_t *o;

	json_array_foreach(json_object_get(r->json, "warnings"), i, o)
		if (streq(json_string_value(json_object_get(o, "key")), what.key) && streq(json_string_value(json_object_get(o, "field")), what.field))
			return json_string_value(json_object_get(o, "message"));
	return NULL;
}

static void says(const char *message, const char *part)
{
	if (message == NULL || strstr(message, part) == NULL)
		fail_msg("«%s» is not in «%s»", part, message == NULL ? "nothing" : message);
}

struct twice {
	const char *plural, *field;
	const char *one, *alike, *other;   /* two that are alike, and one that is not */
	const char *to_alike, *no_matter;  /* changes of the other: it becomes alike; and what has nothing to do with it */
};

static void entered_twice(struct ctx *c, const struct api_session *me, const struct twice *t)
{
	const char *all = arena_fmt(c->arena, API "/%s", t->plural);
	const struct told what = { "record.double", t->field };
	struct api_reply r = api_call(c, me, POST, all, t->one);

	EXPECT(r, 201);
	assert_null(warned(&r, what));
	const char *first = api_text(&r, "code");
	r = api_call(c, me, POST, all, t->alike);
	EXPECT(r, 201);
	says(warned(&r, what), first);
	r = api_call(c, me, POST, arena_fmt(c->arena, "%s/%s/status", all, api_text(&r, "code")), "{\"status\":\"03\"}");
	EXPECT(r, 200);
	r = api_call(c, me, POST, all, t->other);
	EXPECT(r, 201);
	assert_null(warned(&r, what));
	const char *other = arena_fmt(c->arena, "%s/%s", all, api_text(&r, "code"));
	r = api_call(c, me, PATCH, other, t->no_matter, .if_match = "*");
	EXPECT(r, 200);
	assert_null(warned(&r, what));
	if (t->to_alike != NULL) {
		r = api_call(c, me, PATCH, other, t->to_alike, .if_match = "*");
		EXPECT(r, 200);
		says(warned(&r, what), first);
		r = api_call(c, me, PATCH, other, t->no_matter, .if_match = "*");
		EXPECT(r, 200);
		assert_null(warned(&r, what)); /* told once, when it came about */
	}
	r = api_call(c, me, POST, arena_fmt(c->arena, "%s/batch", all), arena_fmt(c->arena, "%s\n\n%s\n", t->one, t->alike), .type = "application/x-ndjson");
	EXPECT(r, 200);
	const char *second = strchr(r.body, '\n') + 1;
	assert_non_null(memmem(r.body, (size_t)(second - r.body), "record.double", 13));
	says(second, "\"severity\":\"warning\",\"key\":\"record.double\"");
	says(second, "dòng 1 của lần gửi");
	says(second, first);
}

static const char *learner(struct ctx *c, const char *name)
{
	return province_record(c, SCHOOL, "learner", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}", name));
}

static const char *with(struct ctx *c, const char *reference, const char *code, const char *rest)
{
	return arena_fmt(c->arena, "{\"%s\":\"%s\",%s}", reference, code, rest);
}

TEST(a_second_result_or_health_check_of_a_learner_is_told_of_not_refused)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const char *an = learner(c, "Lê An");
	const struct twice result = { "results", "learner", with(c, "learner", an, "\"period\":\"CK1\",\"school_year\":2025"),
	                              with(c, "learner", an, "\"period\":\"CK1\",\"school_year\":2025,\"self_study\":\"T\""),
	                              with(c, "learner", an, "\"period\":\"CN\",\"school_year\":2025"), "{\"period\":\"CK1\"}", "{\"science\":\"T\"}" };
	const struct twice subject = { "subject_results", "learner", with(c, "learner", an, "\"period\":\"CK1\",\"subject\":\"2018-TH-TOAN\",\"school_year\":2025"),
	                               with(c, "learner", an, "\"period\":\"CK1\",\"subject\":\"2018-TH-TOAN\",\"score\":8,\"school_year\":2025"),
	                               with(c, "learner", an, "\"period\":\"CK1\",\"subject\":\"2018-TH-TV\",\"school_year\":2025"), "{\"subject\":\"2018-TH-TOAN\"}",
	                               "{\"comment\":\"Chăm\"}" };
	const struct twice health = { "health_checks", "learner", with(c, "learner", an, "\"round\":1,\"checked_on\":\"2025-09-20\",\"school_year\":2025"),
	                              with(c, "learner", an, "\"round\":1,\"checked_on\":\"2025-10-20\",\"school_year\":2025"),
	                              with(c, "learner", an, "\"round\":2,\"checked_on\":\"2025-10-21\",\"school_year\":2025"), "{\"round\":1}", "{\"height_cm\":120}" };

	entered_twice(c, &me, &result);
	entered_twice(c, &me, &subject);
	entered_twice(c, &me, &health);
	struct api_reply r = api_call(c, &me, POST, API "/results", with(c, "learner", an, "\"period\":\"CK1\",\"school_year\":2024"));
	EXPECT(r, 201);
	assert_null(warned(&r, (struct told){ "record.double", "learner" })); /* another year */
	r = api_call(c, &me, POST, API "/results", with(c, "learner", learner(c, "Lê Bá"), "\"period\":\"CK1\",\"school_year\":2025"));
	EXPECT(r, 201);
	assert_null(warned(&r, (struct told){ "record.double", "learner" })); /* another learner */
}

TEST(a_second_guardian_or_document_of_a_learner_is_told_of_not_refused)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const char *an = learner(c, "Lê An");
	const struct twice named = { "guardians", "learner", with(c, "learner", an, "\"relation\":\"02\",\"full_name\":\"H'Hen Niê\""),
	                             with(c, "learner", an, "\"relation\":\"02\",\"full_name\":\"h’ hen NIE\",\"phone\":\"0912345678\""),
	                             with(c, "learner", an, "\"relation\":\"01\",\"full_name\":\"Lê Ba\""), "{\"full_name\":\"H Hen Niê\"}", "{\"phone\":\"0912345678\"}" };
	const struct twice numbered = { "guardians", "learner", with(c, "learner", an, "\"relation\":\"02\",\"full_name\":\"Lê Ca\",\"personal_id\":\"019190000011\""),
	                                with(c, "learner", an, "\"relation\":\"02\",\"full_name\":\"Lê Cả Ba\",\"personal_id\":\"019190000011\""),
	                                with(c, "learner", an, "\"relation\":\"01\",\"full_name\":\"Lê Dần\",\"personal_id\":\"019090000012\""),
	                                "{\"personal_id\":\"019190000011\"}", "{\"phone\":\"0912345678\"}" };
	const struct twice paper = { "identity_documents", "learner", with(c, "learner", an, "\"kind\":\"06\",\"number\":\"C1234567\""),
	                             with(c, "learner", an, "\"kind\":\"06\",\"number\":\"c1234567\""), with(c, "learner", an, "\"kind\":\"99\",\"number\":\"C1234567\""),
	                             "{\"kind\":\"06\"}", "{\"issued_by\":\"Cục\"}" };

	entered_twice(c, &me, &named);
	entered_twice(c, &me, &numbered);
	entered_twice(c, &me, &paper);
	/* In two ways at once: once is enough. */
	struct api_reply r = api_call(c, &me, POST, API "/guardians", numbered.one);
	EXPECT(r, 201);
	size_t n = 0;
	for (const char *at = r.body; (at = strstr(at, "record.double")) != NULL; at++)
		n++;
	assert_int_equal(n, 2); /* the first, and that of the batch: not by name and by number */
}

static const char *staff_in(struct ctx *c, int school_year)
{
	return arena_fmt(c->arena, "\"staff_group\":\"03\",\"contract_form\":\"07\",\"qualification\":\"13\",\"school_year\":%d", school_year);
}

TEST(a_second_campus_or_year_of_staff_is_told_of_not_refused)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const char *an = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Lê An\",\"birth_date\":\"1985-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	const struct twice year = { "staff_years", "staff", with(c, "staff", an, staff_in(c, 2025)), with(c, "staff", an, staff_in(c, 2025)),
	                            with(c, "staff", an, staff_in(c, 2024)), NULL, "{\"level\":\"02\"}" };
	const struct twice campus = { "campuses", "name", "{\"name\":\"Điểm Bản Đồi\"}", "{\"name\":\"ĐIỂM BẢN ĐỔI\",\"area\":20}", "{\"name\":\"Điểm Suối\"}",
	                              "{\"name\":\"Điểm bản Đồi\"}", "{\"phone\":\"0912345678\"}" };

	entered_twice(c, &me, &year);
	entered_twice(c, &me, &campus);
}

TEST(a_second_main_campus_is_told_of_not_refused)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const struct told what = { "campus.main", "is_main" };
	struct api_reply r = api_call(c, &me, POST, API "/campuses", "{\"name\":\"Trung tâm\",\"is_main\":true}");

	EXPECT(r, 201);
	assert_null(warned(&r, what));
	const char *first = api_text(&r, "code"), *itself = arena_fmt(c->arena, API "/campuses/%s", first);
	r = api_call(c, &me, PATCH, itself, "{\"area\":20}", .if_match = "*");
	EXPECT(r, 200);
	assert_null(warned(&r, what));
	r = api_call(c, &me, POST, API "/campuses", "{\"name\":\"Đồi\",\"is_main\":true}");
	EXPECT(r, 201);
	says(warned(&r, what), first);
	const char *second = arena_fmt(c->arena, API "/campuses/%s", api_text(&r, "code"));
	r = api_call(c, &me, PATCH, second, "{\"is_main\":false}", .if_match = "*");
	EXPECT(r, 200);
	assert_null(warned(&r, what));
	r = api_call(c, &me, PATCH, second, "{\"is_main\":true}", .if_match = "*");
	EXPECT(r, 200);
	says(warned(&r, what), first);
	r = api_call(c, &me, PATCH, second, "{\"area\":20}", .if_match = "*");
	EXPECT(r, 200);
	assert_null(warned(&r, what)); /* told when it became so */
	r = api_call(c, &me, PATCH, second, "{\"is_main\":false}", .if_match = "*");
	EXPECT(r, 200);
	r = api_call(c, &me, POST, API "/campuses/batch", "{\"name\":\"A\",\"is_main\":false}\n{\"name\":\"B\",\"is_main\":true}\n{\"name\":\"C\",\"is_main\":true}\n",
	             .type = "application/x-ndjson");
	EXPECT(r, 200);
	const char *line = strchr(r.body, '\n') + 1, *last = strchr(line, '\n') + 1;
	assert_null(memmem(r.body, (size_t)(line - r.body), "campus.main", 11));
	assert_non_null(memmem(line, (size_t)(last - line), first, strlen(first)));
	says(last, "dòng 2 của lần gửi");
	says(last, first);
	/* What is no longer in use is main no more. */
	r = api_call(c, &me, POST, arena_fmt(c->arena, "%s/status", itself), "{\"status\":\"02\"}");
	EXPECT(r, 200);
	r = api_call(c, &me, POST, API "/campuses", "{\"name\":\"D\",\"is_main\":true}");
	EXPECT(r, 201);
	assert_null(strstr(r.body, arena_fmt(c->arena, "điểm trường %s cũng", first)));
}

TEST(what_there_is_one_of_a_year_is_said_to_be_there)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, POST, API "/school_year_profiles", "{\"school_year\":2025,\"disaster_plan\":true}");

	EXPECT(r, 201);
	const char *first = api_text(&r, "code");
	r = api_call(c, &me, POST, API "/school_year_profiles", "{\"school_year\":2025,\"grid_power\":true}");
	EXPECT(r, 422);
	assert_string_equal(api_problem(&r, "school_year"), "record.once");
	says(r.body, first);
	r = api_call(c, &me, POST, API "/school_year_profiles/batch", "{\"school_year\":2025}\n{\"school_year\":2024}\n{\"school_year\":2024}\n{\"school_year\":2023}\n",
	             .type = "application/x-ndjson");
	EXPECT(r, 200);
	const char *second = strchr(r.body, '\n') + 1, *third = strchr(second, '\n') + 1, *fourth = strchr(third, '\n') + 1;
	assert_non_null(memmem(r.body, (size_t)(second - r.body), first, strlen(first)));
	assert_null(memmem(second, (size_t)(third - second), "record.once", 11));
	assert_non_null(memmem(third, (size_t)(fourth - third), "dòng 2 của lần gửi", strlen("dòng 2 của lần gửi")));
	says(fourth, "\"outcome\":\"created\"");
	/* One that was entered by mistake is still the one of its year. */
	r = api_call(c, &me, POST, arena_fmt(c->arena, API "/school_year_profiles/%s/status", first), "{\"status\":\"03\"}");
	EXPECT(r, 200);
	r = api_call(c, &me, POST, API "/school_year_profiles", "{\"school_year\":2025}");
	EXPECT(r, 422);
	says(r.body, "Nhập nhầm");
	says(r.body, "dùng lại");
}

static const char *message_of(const struct import_summary *s, const char *key)
{
	for (size_t i = 0; i < s->n_issues; i++)
		if (streq(s->issue[i].key, key))
			return s->issue[i].message;
	return NULL;
}

static const char *moves_away(struct ctx *c)
{
	const char *here = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *there = province_record(c, "19172402", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	const char *enrolment = province_pupil(c, SCHOOL, here, "Vàng A Chuyển", "2018-03-09", "01", "01");
	struct record rec;
	struct transfer t;

	OK(record_find(c, catalog_type(c->catalog, "enrolment"), actor_scope(c), enrolment, &rec));
	OK(db_begin(c) && db_end(c, db_script(c, "UPDATE r_learner SET personal_id = '019218000011'")));
	const char *code = rec.value[field_find(rec.type, "learner")->index].s;
	OK(transfer_offer(c, &(struct transfer_start){ .person = code, .day = "2025-10-06", .reason = "Theo gia đình" }, "19172402", &t));
	OK(transfer_agree(c, &t, there, NULL, &t));
	return code;
}

TEST(a_person_who_moved_away_is_told_of_when_entered_again)
{
	province_make(c);
	today(c, "2025-10-10");
	const char *code = moves_away(c);

	today(c, "2026-09-20");
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const struct told what = { "person.namesake", "full_name" };
	const char *again = "{\"full_name\":\"VÀNG A CHUYỂN\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";
	const char *list = HEAD "#1|2A|Vàng A Chuyển|09/03/2018|Nam|Kinh||\n#2|2A|Vàng A Chuyển|09/03/2018|Nam|Kinh|019218000011|\n";

	for (int dry = 1; dry >= 0; dry--) {
		struct import_options o = pupils_options(c);
		struct import_summary s;
		o.school_year = 2026;
		o.dry_run = dry == 1;
		OK(import_file(c, pupils_file(c, list), &o, &s));
		assert_true(s.created == 1 && s.refused == 1);
		says(message_of(&s, "import.inactive"), "xin chuyển về");
		says(pupils_issues(c, &s), "~2C person.namesake; ");
		says(message_of(&s, "person.namesake"), code);
	}
	struct api_reply r = api_call(c, &me, POST, API "/learners", again);
	EXPECT(r, 201);
	says(warned(&r, what), "xin chuyển về");
	says(r.body, code);
	r = api_call(c, &me, POST, API "/learners/batch", again, .type = "application/x-ndjson");
	EXPECT(r, 200);
	says(r.body, "xin chuyển về");
	r = api_call(c, &me, POST, API "/learners", "{\"full_name\":\"Vàng A Chuyền\",\"birth_date\":\"2018-03-10\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	EXPECT(r, 201);
	assert_null(warned(&r, what));
	r = api_call(c, &me, PATCH, arena_fmt(c->arena, API "/learners/%s", api_text(&r, "code")), "{\"birth_date\":\"2018-03-09\"}", .if_match = "*");
	EXPECT(r, 200);
	says(warned(&r, what), "xin chuyển về");
}

static const char *list_with(struct ctx *c, const char *number)
{
	return arena_fmt(c->arena, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số CMND\n#1|1A|Lê An|05/09/2019|Nam|Kinh|%s\n"
	                 "#2|1A|Lê Bá|06/09/2019|Nam|Kinh|019012399\n", number);
}

TEST(import_warns_of_a_double_that_a_change_makes)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, list_with(c, "019012346"));

	assert_null(strstr(pupils_issues(c, &s), "record.double"));
	const char *first = pupils_learner(c, "Lê An", "code");
	/* Of two papers the template takes the later one. */
	(void)province_record(c, SCHOOL, "identity_document", with(c, "learner", first, "\"kind\":\"02\",\"number\":\"019012345\""));
	s = pupils_take_text(c, list_with(c, "019012345"));
	assert_int_equal(s.unchanged, 2);
	for (int dry = 1; dry >= 0; dry--) {
		s = pupils_take(c, pupils_file(c, list_with(c, "019012346")), dry == 1);
		assert_int_equal(s.changed, 1);
		pupils_issues_are(c, &s, "~2C record.double; ");
	}
}
