/* test_teacher.c - a teacher's account: the pupils of the classes she leads, by name those of classes she teaches in, and nobody else. */
#include "api.h"
#include "api/routes.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/demand.h"
#include "two_sessions.h"

/* A school with three classes: led, taught in, neither; a pupil in each. */
struct school {
	const char *staff, *other_staff;
	const char *led, *taught, *far;                    /* classes */
	const char *led_pupil, *taught_pupil, *far_pupil;  /* learners */
	const char *led_enrolment, *taught_enrolment, *far_enrolment;
	const char *subject;
	struct api_session me, clerk;
};

static const char *staff(struct ctx *c, const char *unit, const char *name)
{
	return province_record(c, unit, "staff", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"1985-02-03\",\"sex\":\"02\"}", name));
}

static const char *class_of(struct ctx *c, const char *name, const char *teacher)
{
	return province_record(c, SCHOOL, "class", arena_fmt(c->arena, "{\"name\":\"%s\",\"grade\":\"02\",\"school_year\":2025,\"homeroom_teacher\":\"%s\"}", name, teacher));
}

static const char *pupil_of(struct ctx *c, const char *class, const char *name, const char *id, const char **ret_enrolment)
{
	const char *code = province_record(c, SCHOOL, "learner", arena_fmt(c->arena,
		"{\"full_name\":\"%s\",\"birth_date\":\"2018-02-03\",\"sex\":\"02\",\"ethnic_group\":\"03\",\"personal_id\":\"%s\",\"phone\":\"09%s\"}", name, id, id + 4));

	*ret_enrolment = province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena,
		"{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025,\"boarder\":true}", code, class));
	return code;
}

static struct school make_school(struct ctx *c)
{
	struct school s;

	province_make(c);
	today(c, "2025-10-10");
	s.staff = staff(c, SCHOOL, "Nguyễn Thị Chủ Nhiệm");
	s.other_staff = staff(c, SCHOOL, "Trần Văn Bộ Môn");
	s.led = class_of(c, "2A", s.staff);
	s.taught = class_of(c, "2B", s.other_staff);
	s.far = class_of(c, "2C", s.other_staff);
	s.led_pupil = pupil_of(c, s.led, "Lò Thị Của Lớp", "019318000001", &s.led_enrolment);
	s.taught_pupil = pupil_of(c, s.taught, "Lò Thị Được Dạy", "019318000002", &s.taught_enrolment);
	s.far_pupil = pupil_of(c, s.far, "Lò Thị Lớp Khác", "019318000003", &s.far_enrolment);
	s.subject = province_record(c, SCHOOL, "class_subject", arena_fmt(c->arena,
		"{\"class\":\"%s\",\"teacher\":\"%s\",\"school_year\":2025,\"subject\":\"01\",\"semester\":\"1\",\"assessment_kind\":\"1\"}", s.taught, s.staff));
	s.me = api_teacher(c, "gv.chunhiem", SCHOOL, s.staff);
	s.clerk = api_account(c, "van.thu", "clerk", SCHOOL, NULL);
	return s;
}

static struct api_reply ask(struct ctx *c, const struct school *s, const char *target)
{
	return api_call(c, &s->me, GET, arena_fmt(c->arena, API "/%s", target), NULL);
}

static bool holds(const struct api_reply *r, const char *text)
{
	return strstr(r->body, text) != NULL;
}

static void lists(struct ctx *c, const struct school *s, const char *target, size_t n)
{
	struct api_reply r = ask(c, s, target);

	EXPECT(r, 200);
	if (json_array_size(api_items(&r)) != n)
		fail_msg("%s: not %zu: %s", target, n, r.body);
}

TEST(a_teacher_lists_her_classes_and_their_pupils)
{
	const struct school s = make_school(c);
	struct api_reply r = ask(c, &s, "learners");

	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_true(holds(&r, s.led_pupil) && holds(&r, s.taught_pupil) && !holds(&r, s.far_pupil));
	lists(c, &s, "classes", 2);
	lists(c, &s, "class_subjects", 1);
	lists(c, &s, "enrolments", 2);
	lists(c, &s, "learners?count=1&year=2024", 2); /* whose they are is asked of today */
	r = ask(c, &s, "learners?count=1&limit=1");
	assert_int_equal(json_integer_value(json_object_get(r.json, "total")), 2);
	r = ask(c, &s, arena_fmt(c->arena, "learners?limit=1&cursor=%s", api_text(&r, "cursor")));
	EXPECT(r, 200);
	assert_true(holds(&r, s.led_pupil) && !holds(&r, s.far_pupil));
	lists(c, &s, arena_fmt(c->arena, "learners?filter=%s", api_escape(c->arena, arena_fmt(c->arena, "code == \"%s\"", s.far_pupil))), 0);
	lists(c, &s, "learners?q=lo%20thi", 2);
	lists(c, &s, arena_fmt(c->arena, "learners?q=%s", s.far_pupil), 0);
	lists(c, &s, "learners?on=2025-10-01&gone=1", 2);
	/* Not of the staff, nor of rooms. */
	assert_int_equal(ask(c, &s, "staff").status, 403);
	assert_int_equal(ask(c, &s, "rooms").status, 403);
	assert_int_equal(ask(c, &s, "classes?fields=homeroom_teacher.full_name").status, 403);
	/* The clerk's list is what it was. */
	r = api_call(c, &s.clerk, GET, API "/learners", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 3);
}

TEST(a_teacher_sees_names_where_she_only_teaches)
{
	const struct school s = make_school(c);
	struct api_reply r = ask(c, &s, arena_fmt(c->arena, "learners/%s", s.taught_pupil));

	EXPECT(r, 200);
	assert_true(holds(&r, "Lò Thị Được Dạy") && !holds(&r, "019318000002") && !holds(&r, "2018-02-03") && !holds(&r, "ethnic_group"));
	r = ask(c, &s, arena_fmt(c->arena, "learners/%s", s.led_pupil));
	assert_true(holds(&r, "Lò Thị Của Lớp") && holds(&r, "019318000001") && holds(&r, "2018-02-03") && !holds(&r, "ethnic_group"));
	r = ask(c, &s, "learners?purpose=nh%E1%BA%ADp+h%E1%BB%8D+b%E1%BA%A1&fields=full_name,personal_id,birth_date,enrolment.boarder,enrolment.class.title");
	assert_true(holds(&r, "019318000001") && !holds(&r, "019318000002") && holds(&r, "\"enrolment.class.title\":\"2B\""));
	r = ask(c, &s, "enrolments?purpose=nh%E1%BA%ADp+h%E1%BB%8D+b%E1%BA%A1&fields=learner.full_name,learner.personal_id,boarder");
	assert_true(holds(&r, "Lò Thị Được Dạy") && holds(&r, "019318000001") && !holds(&r, "019318000002"));
	size_t i, boarders = 0;
	json_t *o;
	json_array_foreach(api_items(&r), i, o)
		boarders += json_is_true(json_object_get(o, "boarder"));
	assert_int_equal(boarders, 1);
	/* Nor is it found out by asking. */
	lists(c, &s, "learners?filter=personal_id%20%3D%3D%20%22019318000001%22", 1);
	lists(c, &s, "learners?filter=personal_id%20%3D%3D%20%22019318000002%22", 0);
	lists(c, &s, "enrolments?filter=learner.personal_id%20%3D%3D%20%22019318000002%22", 0);
	lists(c, &s, "learners?filter=birth_date%20is%20null", 1);
	r = ask(c, &s, "learners?unit=" SCHOOL "&sort=-personal_id&limit=1&purpose=nh%E1%BA%ADp+h%E1%BB%8D+b%E1%BA%A1");
	assert_true(holds(&r, s.led_pupil));
	static const char *const texts[] = { "019318000002", "0002", "0918000002", "03/02/2018" };
	for (size_t k = 0; k < COUNT(texts); k++) {
		r = api_call(c, &s.me, POST, API "/search", arena_fmt(c->arena, "{\"text\":\"%s\",\"unit\":\"" SCHOOL "\"}", texts[k]));
		EXPECT(r, 200);
		assert_true(!holds(&r, s.taught_pupil) && !holds(&r, s.far_pupil));
	}
	r = api_call(c, &s.me, POST, API "/search", "{\"text\":\"Lò Thị\"}");
	assert_true(holds(&r, s.led_pupil) && holds(&r, s.taught_pupil) && !holds(&r, s.far_pupil));
	r = api_call(c, &s.me, POST, API "/search", "{\"text\":\"2C\"}");
	assert_true(!holds(&r, s.far));
	/* What more is known of them is for who leads the class. */
	assert_int_equal(ask(c, &s, arena_fmt(c->arena, "learners/%s/history", s.taught_pupil)).status, 404);
	assert_int_equal(ask(c, &s, arena_fmt(c->arena, "learners/%s/history", s.led_pupil)).status, 200);
	assert_int_equal(ask(c, &s, arena_fmt(c->arena, "learners/%s/history", s.far_pupil)).status, 404);
	(void)province_record(c, SCHOOL, "guardian", arena_fmt(c->arena, "{\"learner\":\"%s\",\"full_name\":\"Lò Văn Cha\",\"relation\":\"01\"}", s.taught_pupil));
	(void)province_record(c, SCHOOL, "guardian", arena_fmt(c->arena, "{\"learner\":\"%s\",\"full_name\":\"Lò Văn Bố\",\"relation\":\"01\"}", s.led_pupil));
	lists(c, &s, "guardians", 1);
}

static int patch(struct ctx *c, const struct api_session *who, const char *target, const char *body)
{
	return api_call(c, who, PATCH, arena_fmt(c->arena, API "/%s", target), body, .if_match = "*").status;
}

static const char *line(struct ctx *c, const struct school *s, const char *plural, const char *body)
{
	struct api_reply r = api_call(c, &s->me, POST, arena_fmt(c->arena, API "/%s/batch?year=2025", plural), body, .type = "application/x-ndjson");

	EXPECT(r, 200);
	return r.body;
}

TEST(a_teacher_writes_of_the_class_she_leads)
{
	const struct school s = make_school(c);

	assert_int_equal(patch(c, &s.me, arena_fmt(c->arena, "learners/%s", s.led_pupil), "{\"personal_id\":\"019318000009\"}"), 200);
	assert_int_equal(patch(c, &s.me, arena_fmt(c->arena, "learners/%s", s.taught_pupil), "{\"personal_id\":\"019318000008\"}"), 404);
	assert_int_equal(patch(c, &s.me, arena_fmt(c->arena, "learners/%s", s.far_pupil), "{\"personal_id\":\"019318000008\"}"), 404);
	assert_int_equal(patch(c, &s.me, arena_fmt(c->arena, "classes/%s", s.led), "{\"name\":\"2Z\"}"), 403);
	/* In a batch, by code or by a key of the sender's own. */
	assert_non_null(strstr(line(c, &s, "learners", arena_fmt(c->arena, "{\"code\":\"%s\",\"phone\":\"0912345678\"}", s.led_pupil)), "\"changed\""));
	const char *foreign = line(c, &s, "learners", arena_fmt(c->arena, "{\"code\":\"%s\",\"phone\":\"0912345678\"}", s.far_pupil));
	const char *nobody = line(c, &s, "learners", "{\"code\":\"9900000009\",\"phone\":\"0912345678\"}");
	assert_string_equal(foreign, nobody);
	assert_non_null(strstr(foreign, "scope.new"));
	struct api_reply r = api_call(c, &s.clerk, POST, API "/health_checks", arena_fmt(c->arena,
		"{\"learner\":\"%s\",\"school_year\":2025,\"round\":1,\"checked_on\":\"2025-09-20\",\"client_id\":\"kham-1\",\"height_cm\":120}", s.far_pupil));
	EXPECT(r, 201);
	foreign = line(c, &s, "health_checks", arena_fmt(c->arena, "{\"client_id\":\"kham-1\",\"learner\":\"%s\",\"round\":1,\"checked_on\":\"2025-09-20\",\"height_cm\":130}", s.led_pupil));
	assert_non_null(strstr(foreign, "client_id.taken"));
	assert_null(strstr(foreign, api_text(&r, "code")));
	/* New ones about her pupils, and about no other. */
	assert_non_null(strstr(line(c, &s, "health_checks", arena_fmt(c->arena, "{\"learner\":\"%s\",\"round\":1,\"checked_on\":\"2025-09-20\",\"height_cm\":120}", s.led_pupil)), "\"created\""));
	foreign = line(c, &s, "health_checks", arena_fmt(c->arena, "{\"learner\":\"%s\",\"round\":1,\"checked_on\":\"2025-09-20\",\"height_cm\":120}", s.far_pupil));
	assert_non_null(strstr(foreign, "field.reference"));
	foreign = line(c, &s, "health_checks", arena_fmt(c->arena, "{\"learner\":\"%s\",\"round\":1,\"checked_on\":\"2025-09-20\",\"height_cm\":120}", s.taught_pupil));
	assert_non_null(strstr(foreign, "field.reference"));
	lists(c, &s, "health_checks", 1);
	r = api_call(c, &s.me, POST, API "/learners", "{\"full_name\":\"Lò Thị Lớp Khác\",\"birth_date\":\"2018-02-03\",\"sex\":\"02\",\"ethnic_group\":\"03\"}");
	assert_true(r.status == 422 && !holds(&r, s.far_pupil));
	/* Nobody is moved into another class, and a name is not compared with those of other classes. */
	assert_int_equal(patch(c, &s.me, arena_fmt(c->arena, "enrolments/%s", s.led_enrolment), arena_fmt(c->arena, "{\"class\":\"%s\"}", s.far)), 422);
	r = api_call(c, &s.me, PATCH, arena_fmt(c->arena, API "/learners/%s", s.led_pupil), "{\"full_name\":\"Lò Thị Lớp Khác\"}", .if_match = "*");
	EXPECT(r, 200);
	assert_false(holds(&r, s.far_pupil));
	assert_int_equal(patch(c, &s.clerk, arena_fmt(c->arena, "learners/%s", s.far_pupil), "{\"phone\":\"0912345679\"}"), 200);
}

TEST(a_teacher_is_refused_what_is_of_the_whole_school)
{
	static const struct { enum method method; const char *target, *body; } whole[] = {
		{ GET, "changes?before=0", NULL }, { GET, "exports", NULL }, { GET, "reports", NULL }, { GET, "transfers", NULL }, { GET, "quality/problems", NULL },
		{ GET, "quality/completeness", NULL }, { GET, "duplicates", NULL }, { GET, "rollovers", NULL }, { GET, "accounts", NULL }, { GET, "audit", NULL },
		{ POST, "rollovers", "{\"year\":2025}" }, { POST, "exports", "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"Xem thử cho biết thôi\"}" },
	};
	const struct school s = make_school(c);
	const char *const of[] = { "duplicates", "identifiers" };
	struct api_reply r;

	for (size_t i = 0; i < COUNT(whole); i++) {
		r = api_call(c, &s.me, whole[i].method, arena_fmt(c->arena, API "/%s", whole[i].target), whole[i].body);
		EXPECT(r, 403);
		assert_true(holds(&r, "right.missing") || holds(&r, "scope.classes"));
	}
	for (size_t i = 0; i < COUNT(of); i++)
		assert_string_equal(ask(c, &s, arena_fmt(c->arena, "learners/%s/%s", s.led_pupil, of[i])).key, "scope.classes");
	r = api_call(c, &s.me, POST, arena_fmt(c->arena, API "/enrolments/%s/events", s.led_enrolment), "{\"event\":\"leave\",\"event_date\":\"2025-10-01\"}");
	assert_string_equal(r.key, "scope.classes");
	r = ask(c, &s, "menu");
	EXPECT(r, 200);
	assert_true(holds(&r, "/ho-so/learners") && holds(&r, "/ho-so/classes") && !holds(&r, "/ho-so/staff") && !holds(&r, "/ho-so/rooms"));
	r = ask(c, &s, "session");
	assert_string_equal(api_text(&r, "staff"), s.staff);
	assert_int_equal(ask(c, &s, "notices").status, 200);
}

TEST(a_teachers_scope_follows_what_the_school_says)
{
	const struct school s = make_school(c);

	/* The class has another teacher at the end of the year. */
	OK(change(c, "class", s.led, arena_fmt(c->arena, "{\"homeroom_teacher_end\":\"%s\"}", s.other_staff)));
	lists(c, &s, "learners", 1);
	assert_int_equal(patch(c, &s.me, arena_fmt(c->arena, "learners/%s", s.led_pupil), "{\"personal_id\":\"019318000009\"}"), 404);
	OK(change(c, "class", s.far, arena_fmt(c->arena, "{\"homeroom_teacher\":\"%s\"}", s.staff)));
	assert_int_equal(patch(c, &s.me, arena_fmt(c->arena, "learners/%s", s.far_pupil), "{\"personal_id\":\"019318000007\"}"), 200);
	/* The subject is given to somebody else. */
	OK(change(c, "class_subject", s.subject, arena_fmt(c->arena, "{\"teacher\":\"%s\"}", s.other_staff)));
	lists(c, &s, "learners", 1);
	/* The pupil leaves. */
	OK(happen(c, "enrolment", s.far_enrolment, "{\"event\":\"leave\",\"event_date\":\"2025-10-09\",\"destination\":\"02\"}"));
	lists(c, &s, "learners?gone=1", 0);
	OK(change(c, "class", s.taught, arena_fmt(c->arena, "{\"homeroom_teacher\":\"%s\"}", s.staff)));
	lists(c, &s, "learners", 1);
	/* She goes, and comes back. */
	OK(happen(c, "staff", s.staff, "{\"event\":\"reassign\",\"event_date\":\"2025-10-09\"}"));
	lists(c, &s, "learners", 0);
	lists(c, &s, "classes", 0);
	OK(happen(c, "staff", s.staff, "{\"event\":\"return\",\"event_date\":\"2025-10-10\"}"));
	lists(c, &s, "learners", 1);
}

static size_t pupils_on(struct ctx *c, const char *day)
{
	struct api_session again;

	today(c, day);
	assert_int_equal(api_sign_in(c, "gv.chunhiem", API_PASSWORD, &again), 200);
	struct api_reply r = api_call(c, &again, GET, API "/learners?gone=1", NULL);
	return json_array_size(api_items(&r));
}

TEST(a_teachers_scope_ends_with_the_year)
{
	const struct school s = make_school(c);

	assert_int_equal(pupils_on(c, "2026-07-31"), 2);
	assert_int_equal(pupils_on(c, "2026-08-15"), 2); /* nothing of the new year is there yet */
	const char *next = province_record(c, SCHOOL, "class", "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026}");
	assert_int_equal(pupils_on(c, "2026-08-15"), 0);
	assert_int_equal(pupils_on(c, "2026-07-31"), 2);
	OK(change(c, "class", next, arena_fmt(c->arena, "{\"homeroom_teacher\":\"%s\"}", s.staff)));
	assert_int_equal(pupils_on(c, "2026-08-15"), 0); /* nobody is in it */
	OK(set_status(c, "class", next, "03", NULL));
	assert_int_equal(pupils_on(c, "2027-07-31"), 2);
	assert_int_equal(pupils_on(c, "2027-08-01"), 0); /* two years are too many */
}

TEST(a_teachers_account_is_of_somebody_who_works_there)
{
	province_make(c);
	const char *here = staff(c, SCHOOL, "Nguyễn Thị Đây"), *elsewhere = staff(c, OTHER, "Nguyễn Thị Kia");
	const struct api_session admin = api_account(c, "qt.truong", "unit_admin", SCHOOL, NULL);
	const char *const refused[] = { elsewhere, "1900009999", "" };

	for (size_t i = 0; i < COUNT(refused); i++) {
		struct api_reply r = api_call(c, &admin, POST, API "/accounts", arena_fmt(c->arena, "{\"username\":\"gv.moi\",\"role\":\"teacher\",\"staff\":\"%s\"}", refused[i]));
		EXPECT(r, 422);
		assert_string_equal(r.key, "account.staff");
	}
	struct api_reply r = api_call(c, &admin, POST, API "/accounts", "{\"username\":\"gv.moi\",\"role\":\"teacher\"}");
	assert_string_equal(r.key, "account.staff");
	r = api_call(c, &admin, POST, API "/accounts", arena_fmt(c->arena, "{\"username\":\"vt.moi\",\"role\":\"clerk\",\"staff\":\"%s\"}", here));
	assert_string_equal(r.key, "account.staff");
	r = api_call(c, &admin, POST, API "/accounts", arena_fmt(c->arena, "{\"username\":\"gv.moi\",\"role\":\"teacher\",\"staff\":\"%s\"}", here));
	EXPECT(r, 201);
	r = api_call(c, &admin, GET, API "/accounts", NULL);
	assert_non_null(strstr(r.body, arena_fmt(c->arena, "\"staff\":\"%s\"", here)));
	OK(happen(c, "staff", here, "{\"event\":\"retire\",\"event_date\":\"2025-09-09\"}"));
	r = api_call(c, &admin, POST, API "/accounts", arena_fmt(c->arena, "{\"username\":\"gv.hai\",\"role\":\"teacher\",\"staff\":\"%s\"}", here));
	EXPECT(r, 422);
}

/* ---- the class is given to somebody else while she writes ---- */

static const char *of_round[200][3]; /* class, pupil, staff who takes it over */
static struct api_session session_of_round[200];

static void make_round(struct ctx *c, int round)
{
	const char *enrolment, *own = staff(c, SCHOOL, "Nguyễn Thị Chủ Nhiệm"), *other = staff(c, SCHOOL, "Trần Văn Bộ Môn");
	const char *class = class_of(c, arena_fmt(c->arena, "2%c%d", 'A', round), own);

	session_of_round[round] = api_teacher(c, arena_fmt(c->arena, "gv.%d", round), SCHOOL, own);
	of_round[round][0] = class;
	of_round[round][1] = pupil_of(c, class, "Lò Thị Của Lớp", arena_fmt(c->arena, "019318%06d", round + 1), &enrolment);
	of_round[round][2] = other;
}

static bool write_phone(struct ctx *c, int round)
{
	struct api_reply r = api_call(c, &session_of_round[round], PATCH, arena_fmt(c->arena, API "/learners/%s", of_round[round][1]), "{\"phone\":\"0912345678\"}", .if_match = "*");

	return r.status == 200 || fail(c, r.status == 404 ? ERR_NOT_FOUND : ERR_INTERNAL, r.key, "%s", r.body);
}

static bool give_class(struct ctx *c, int round)
{
	return change(c, "class", of_round[round][0], arena_fmt(c->arena, "{\"homeroom_teacher_end\":\"%s\"}", of_round[round][2]));
}

/* By the log: what she wrote stands before the entry that took the class from her. */
static void check_round(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	struct rows wrote, given;

	OK(db_query(c, &wrote, "SELECT seq FROM change WHERE type = 'learner' AND event = 'UPDATE' AND code = $1", ARGS(val_text(of_round[round][1]))));
	OK(db_query(c, &given, "SELECT seq FROM change WHERE type = 'class' AND event = 'UPDATE' AND code = $1", ARGS(val_text(of_round[round][0]))));
	assert_true(second->ok && given.count == 1 && wrote.count == (first->ok ? 1u : 0u));
	if (first->ok)
		assert_true(rows_int(&wrote, 0, 0) < rows_int(&given, 0, 0));
	else
		assert_string_equal(first->key, "record.unknown");
}

/* Whoever issues accounts of a school finds by name who works there, and learns nothing else of them; of other schools nothing. */
TEST(a_teachers_account_is_issued_to_somebody_found_by_name)
{
	static const char *const typed[] = { "thi day", "Nguyễn Đ", "ngu" }, *const nobody[] = { "n", "guyen", "kia", "gone" };

	province_make(c);
	const char *here = staff(c, SCHOOL, "Nguyễn Thị Đây"), *gone = staff(c, SCHOOL, "Nguyễn Thị Gone");
	staff(c, OTHER, "Nguyễn Thị Kia");
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_staff SET status = '05' WHERE code = $1", ARGS(val_text(gone)))));
	const struct api_session admin = api_account(c, "qt.truong", "unit_admin", SCHOOL, NULL), head = api_account(c, "ht.truong", "head", SCHOOL, NULL);
	const struct api_session office = api_account(c, "qt.phong", "unit_admin", "P172", NULL);
	for (size_t i = 0; i < COUNT(typed) + COUNT(nobody); i++) {
		const char *text = i < COUNT(typed) ? typed[i] : nobody[i - COUNT(typed)];
		struct api_reply r = api_call(c, &admin, POST, API "/accounts/holders", arena_fmt(c->arena, "{\"unit\":\"" SCHOOL "\",\"text\":\"%s\"}", text));
		EXPECT(r, 200);
		assert_string_equal(r.body, i < COUNT(typed) ? arena_fmt(c->arena, "{\"items\":[{\"code\":\"%s\",\"name\":\"Nguyễn Thị Đây\"}]}", here) : "{\"items\":[]}");
	}
	struct api_reply r = api_call(c, &admin, POST, API "/accounts/holders", "{\"unit\":\"" OTHER "\",\"text\":\"kia\"}");
	EXPECT(r, 404);
	r = api_call(c, &head, POST, API "/accounts/holders", "{\"unit\":\"" SCHOOL "\",\"text\":\"day\"}");
	EXPECT(r, 403);
	r = api_call(c, &office, POST, API "/accounts/holders", "{\"unit\":\"" SCHOOL "\",\"text\":\"day\"}");
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, here));
}

TEST(a_teacher_who_loses_the_class_meanwhile_writes_no_more)
{
	province_make(c);
	today(c, "2025-10-10");
	two_sessions(c, make_round, write_phone, give_class, check_round);
}

static bool is_led_to_a_second_step(struct ctx *c, const struct api_session *who)
{
	struct api_reply r = api_call(c, who, GET, API "/session", NULL);

	EXPECT(r, 200);
	return json_is_true(json_object_get(r.json, "must_set_factor"));
}

/* Whoever sees one class only is left alone. */
TEST(a_teacher_of_two_classes_must_have_a_second_step_where_it_is_demanded)
{
	struct school s = make_school(c);
	const char *third = staff(c, SCHOOL, "Lê Thị Một Lớp");

	class_of(c, "1A", third);
	const struct api_session one = api_teacher(c, "gv.motlop", SCHOOL, third);
	assert_false(is_led_to_a_second_step(c, &s.me));
	OK(demand_set(c, true));
	assert_true(is_led_to_a_second_step(c, &s.me));
	assert_false(is_led_to_a_second_step(c, &one));
}
