/* test_reorganize.c - schools merged and split: nobody is lost, nobody is in two places. */
#include <string.h>

#include "api.h"
#include "db/db.h"
#include "domain/reorganize/reorganize.h"
#include "domain/transfer/transfer.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "province.h"
#include "scope_world.h"
#include "store/change.h"

#define SCHOOL "19172401"
#define OTHER  "19172402"
#define DAY    "2025-11-01"

static const struct reorganize_decision decision = { DAY, "77/QĐ-UBND" };

static const char *make_class(struct ctx *c, int year, const char *name, const char *grade, const char *more)
{
	return province_record(c, SCHOOL, "class", arena_fmt(c->arena, "{\"name\":\"%s\",\"grade\":\"%s\",\"school_year\":%d%s}", name, grade, year, more));
}

static const char *teacher(struct ctx *c, const char *name)
{
	return province_record(c, SCHOOL, "staff", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}", name));
}

static const char *learner(struct ctx *c, const char *name)
{
	return province_record(c, SCHOOL, "learner", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\","
	                       "\"ethnic_group\":\"01\"}", name));
}

static const char *enrol(struct ctx *c, const char *who, const char *class, int year)
{
	return province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"first_class\":\"%s\",\"admission\":\"4\","
	                       "\"school_year\":%d}", who, class, class, year));
}

static struct record get(struct ctx *c, const char *type, const char *code)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, type), actor_scope(c), code, &rec));
	return rec;
}

static int64_t count(struct ctx *c, const char *unit, const char *table, const char *where)
{
	struct rows r;

	OK(db_query(c, &r, arena_fmt(c->arena, "SELECT count(*) FROM %s t JOIN unit u ON u.id = t.unit_id WHERE u.code = '%s' AND %s", table, unit, where), NULL, 0));
	return rows_int(&r, 0, 0);
}

static bool merge(struct ctx *c, const char *from, const char *into)
{
	const struct unit a = province_unit(c, from), b = province_unit(c, into);

	return reorganize_merge(c, &a, &b, &decision);
}

/* What must hold after anything: chains whole, everybody in school once a year. */
static void check_whole(struct ctx *c)
{
	struct unit *u;
	struct rows r;
	size_t n;
	int64_t entries;

	OK(unit_all(c, &u, &n));
	for (size_t i = 0; i < n; i++)
		OK(chain_verify(c, &u[i], &entries));
	OK(db_query(c, &r, "SELECT l.code FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id"
	            " WHERE e.status IN ('01', '02', '03', '06', '07', '10') GROUP BY l.code, e.school_year HAVING count(*) > 1", NULL, 0));
	assert_int_equal(r.count, 0);
}

static const char *lineage(struct ctx *c, const char *code)
{
	const struct unit u = province_unit(c, code);
	struct buf b = buf_in(c->arena);

	OK(unit_put_lineage(c, &u, &b));
	return b.data;
}

static void set_status(struct ctx *c, const char *type, const char *code, const char *status)
{
	const struct record rec = get(c, type, code);
	int64_t version;

	OK(record_set_status(c, &rec, 0, status, NULL, &version));
}

TEST(a_merged_school_goes_over_whole_and_ends)
{
	province_make(c);
	const char *dan = teacher(c, "Trần Văn Dạy"), *campus = province_record(c, SCHOOL, "campus", "{\"name\":\"Điểm lẻ Bản Cái\"}");
	const char *one = make_class(c, 2025, "1A", "01", arena_fmt(c->arena, ",\"homeroom_teacher\":\"%s\",\"campus\":\"%s\",\"semi_boarding\":true", dan, campus));
	const char *past = make_class(c, 2024, "1A", "01", ""), *next = make_class(c, 2026, "2A", "02", "");
	const char *an = learner(c, "Lê An"), *gone = learner(c, "Lê Bình");
	const char *now = enrol(c, an, one, 2025), *coming = enrol(c, an, next, 2026), *was = enrol(c, an, past, 2024);
	enrol(c, gone, past, 2024);
	set_status(c, "learner", gone, "02");

	FAILS(merge(c, SCHOOL, SCHOOL), "reorganize.unit");
	OK(merge(c, SCHOOL, OTHER));
	check_whole(c);
	const struct record moved = get(c, "learner", an), staff = get(c, "staff", dan);
	assert_string_equal(moved.unit.code, OTHER);
	assert_string_equal(staff.unit.code, OTHER);
	assert_string_equal(get(c, "learner", gone).unit.code, SCHOOL); /* was not there this year */
	assert_string_equal(get(c, "enrolment", was).status, "01");     /* the past stays as it was */
	assert_string_equal(get(c, "enrolment", now).status, "04");
	assert_string_equal(get(c, "enrolment", coming).status, "99");
	assert_string_equal(get(c, "class", one).status, "04");
	assert_string_equal(get(c, "class", past).status, "01");
	assert_string_equal(get(c, "campus", campus).status, "04");
	assert_int_equal(count(c, OTHER, "r_enrolment", "t.school_year = 2025 AND t.status = '02' AND t.admission = '4' AND t.class_id = t.first_class_id"), 1);
	assert_int_equal(count(c, OTHER, "r_enrolment", "t.school_year = 2026 AND t.status = '01' AND t.status_date IS NOT NULL"), 1);
	assert_int_equal(count(c, OTHER, "r_class", "t.school_year = 2025 AND t.name = '1A' AND t.semi_boarding AND t.campus_id IN (SELECT id FROM r_campus k "
	                       "WHERE k.unit_id = t.unit_id AND k.name = 'Điểm lẻ Bản Cái') AND t.homeroom_teacher_id IN (SELECT id FROM r_staff s "
	                       "WHERE s.unit_id = t.unit_id)"), 1);
	assert_int_equal(count(c, OTHER, "r_enrolment_event", "t.event = 'arrive' AND t.decision_number = '77/QĐ-UBND'"), 1);
	assert_int_equal(count(c, SCHOOL, "r_enrolment_event", "t.event = 'leave' AND t.destination = '01'"), 1);

	assert_string_equal(province_unit(c, SCHOOL).status, "03");
	const struct unit into = province_unit(c, OTHER);
	struct buf log = buf_in(c->arena); /* one sentence for all of it, the newest */
	OK(change_log_read(c, &into, &(struct change_query){ .until_ms = INT64_MAX, .limit = 1, .by_act = true }, &log));
	assert_non_null(strstr(log.data, "\"event\":\"MERGE\""));
	assert_non_null(strstr(log.data, "\"together\":"));
	assert_non_null(strstr(lineage(c, SCHOOL), "\"after\":[{\"kind\":\"merged\",\"date\":\"2025-11-01\",\"decision\":\"77/QĐ-UBND\",\"unit\":\"19172402\""));
	assert_non_null(strstr(lineage(c, OTHER), "\"before\":[{\"kind\":\"merged\",\"date\":\"2025-11-01\",\"decision\":\"77/QĐ-UBND\",\"unit\":\"19172401\""));
	FAILS(merge(c, SCHOOL, OTHER), "unit.closed");
	FAILS(merge(c, OTHER, SCHOOL), "unit.closed");
}

static bool told(const struct ctx *c, const char *field, const char *key)
{
	for (const struct problem *p = c->problems.first; p != NULL; p = p->next)
		if (streq(p->field, field) && streq(p->key, key))
			return true;
	return false;
}

/* It has not gone over to the year of the day, somebody was never enrolled: a merger would leave them behind. */
TEST(nobody_is_left_behind_in_a_school_that_ends)
{
	province_make(c);
	const char *past = make_class(c, 2024, "1A", "01", ""), *an = learner(c, "Lê An"), *binh = learner(c, "Lê Bình"), *chi = learner(c, "Lê Chi");
	const struct unit school = province_unit(c, SCHOOL);
	const struct unit_closing end = { DAY, NULL, false };
	const char *was = enrol(c, an, past, 2024);

	enrol(c, binh, past, 2024);
	const uint64_t before = world_digest(c);
	assert_false(merge(c, SCHOOL, OTHER));
	assert_true(told(c, an, "unit.unsettled") && told(c, chi, "unit.unsettled"));
	assert_non_null(strstr(c->problems.first->next->message, "2 người học"));
	assert_non_null(strstr(c->problems.first->next->message, "2024–2025"));
	ctx_clear(c);
	assert_false(unit_close(c, &school, &end));
	assert_true(told(c, an, "unit.unsettled") && told(c, chi, "unit.unsettled"));
	ctx_clear(c);
	assert_true(world_digest(c) == before);
	/* Gone over, done, entered by mistake: settled, each. */
	enrol(c, an, make_class(c, 2025, "2A", "02", ""), 2025);
	set_status(c, "learner", chi, "03");
	assert_false(merge(c, SCHOOL, OTHER));
	assert_true(told(c, binh, "unit.unsettled") && c->problems.first->next == NULL);
	ctx_clear(c);
	set_status(c, "learner", binh, "02");
	OK(merge(c, SCHOOL, OTHER));
	assert_string_equal(get(c, "learner", an).unit.code, OTHER);
	assert_string_equal(get(c, "learner", binh).unit.code, SCHOOL);
	assert_string_equal(get(c, "enrolment", was).status, "01");
	check_whole(c);
}

static const char *here(struct ctx *c, const char *type, const char *json)
{
	return province_record(c, SCHOOL, type, json);
}

static const char *staff_year(struct ctx *c, const char *who, int year)
{
	return here(c, "staff_year", arena_fmt(c->arena, "{\"staff\":\"%s\",\"staff_group\":\"02\",\"contract_form\":\"07\",\"qualification\":\"13\","
	            "\"school_year\":%d}", who, year));
}

static const char *class_subject(struct ctx *c, const char *class, const char *teacher)
{
	return here(c, "class_subject", arena_fmt(c->arena, "{\"class\":\"%s\",\"subject\":\"01\",\"semester\":\"1\",\"assessment_kind\":\"1\","
	            "\"teacher\":\"%s\",\"school_year\":2025}", class, teacher));
}

static const char *room(struct ctx *c, const char *name, const char *campus, int year)
{
	return here(c, "room", arena_fmt(c->arena, "{\"name\":\"%s\",\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\",\"school_year\":%d%s}", name, year,
	            campus == NULL ? "" : arena_fmt(c->arena, ",\"campus\":\"%s\"", campus)));
}

TEST(with_a_merged_school_goes_what_is_kept_of_its_year)
{
	static const char of_campus[] = "t.campus_id IN (SELECT id FROM r_campus k WHERE k.unit_id = t.unit_id AND k.name = 'Điểm lẻ')";

	province_make(c);
	const char *dan = teacher(c, "Trần Văn Dạy"), *campus = here(c, "campus", "{\"name\":\"Điểm lẻ\"}");
	const char *class = make_class(c, 2025, "1A", "01", "");
	const char *past = room(c, "P1", NULL, 2024), *now = room(c, "P1", campus, 2025);
	here(c, "equipment", arena_fmt(c->arena, "{\"name\":\"Bàn\",\"kind\":\"01\",\"quantity\":20,\"room\":\"%s\",\"school_year\":2025}", now));
	here(c, "toilet", "{\"users\":\"01\",\"school_year\":2025}");
	here(c, "land_parcel", arena_fmt(c->arena, "{\"name\":\"Thửa 1\",\"area\":1200,\"campus\":\"%s\"}", campus));
	const char *year = staff_year(c, dan, 2025), *year_past = staff_year(c, dan, 2024);
	class_subject(c, class, dan);
	here(c, "additional_duty", arena_fmt(c->arena, "{\"staff\":\"%s\",\"duty\":\"%s\",\"school_year\":2025}", dan,
	     catalog_list(c->catalog, "additional_duty")->item[0].code));
	OK(merge(c, SCHOOL, OTHER));
	check_whole(c);
	assert_string_equal(get(c, "room", past).status, "01"); /* the past stays as it was */
	assert_string_equal(get(c, "staff_year", year_past).status, "01");
	assert_string_equal(get(c, "room", now).status, "04");
	assert_string_equal(get(c, "staff_year", year).status, "04");
	assert_int_equal(count(c, OTHER, "r_room", of_campus), 1);
	assert_int_equal(count(c, OTHER, "r_land_parcel", of_campus), 1);
	assert_int_equal(count(c, OTHER, "r_toilet", "TRUE"), 1);
	assert_int_equal(count(c, OTHER, "r_equipment", "t.quantity = 20 AND t.room_id IN (SELECT id FROM r_room r WHERE r.unit_id = t.unit_id)"), 1);
	assert_int_equal(count(c, OTHER, "r_staff_year", "t.school_year = 2025 AND t.qualification = '13' AND t.staff_id IN (SELECT id FROM r_staff s"
	                       " WHERE s.unit_id = t.unit_id)"), 1);
	assert_int_equal(count(c, OTHER, "r_additional_duty", "t.staff_id IN (SELECT id FROM r_staff s WHERE s.unit_id = t.unit_id)"), 1);
	assert_int_equal(count(c, OTHER, "r_class_subject", "t.class_id IN (SELECT id FROM r_class k WHERE k.unit_id = t.unit_id) AND t.teacher_id IN"
	                       " (SELECT id FROM r_staff s WHERE s.unit_id = t.unit_id)"), 1);
	/* Nothing of it stands twice on a day: here until the day, there from it on. */
	assert_int_equal(count(c, OTHER, "status_change", "t.type = 'room' AND t.day = '2025-11-01'"), 1);
	assert_int_equal(count(c, SCHOOL, "status_change", "t.type = 'room' AND t.day = '2025-11-01'"), 1);
}

TEST(a_school_with_somebody_on_the_way_does_not_end)
{
	struct transfer_start s = { .day = DAY };
	struct transfer open, closed;

	province_make(c);
	s.person = learner(c, "Lê An");
	enrol(c, s.person, make_class(c, 2025, "1A", "01", ""), 2025);
	province_act_as(c, "head", SCHOOL);
	OK(transfer_offer(c, &s, "01001401", &open));
	province_act_as_system(c);
	const uint64_t before = world_digest(c);
	FAILS(merge(c, SCHOOL, OTHER), "unit.not_empty");
	assert_true(world_digest(c) == before);
	OK(transfer_withdraw(c, &open, &closed));
	OK(merge(c, SCHOOL, OTHER));
	check_whole(c);
}

TEST(a_school_merges_only_into_one_that_teaches_its_grades)
{
	province_make(c);
	const char *class = make_class(c, 2025, "1A", "01", "");
	make_class(c, 2025, "1B", "01", "");
	const uint64_t before = world_digest(c);

	bool ok = merge(c, SCHOOL, "19000501");
	assert_false(ok);
	assert_string_equal(c->problems.first->key, "reorganize.level");
	assert_string_equal(c->problems.first->field, class);
	assert_int_equal(c->problems.errors, 1); /* one sentence for all of them */
	assert_non_null(strstr(c->problems.first->message, "lớp 1A, 1B."));
	ctx_clear(c);
	assert_true(world_digest(c) == before);
	province_act_as(c, "manager", "19");
	const struct unit a = province_unit(c, SCHOOL), b = province_unit(c, OTHER);
	FAILS(reorganize_merge(c, &a, &b, &(struct reorganize_decision){ .date = "2025-12-24" }), "unit.date");
	OK(reorganize_merge(c, &a, &b, &decision));
}

/* Three classes, their teachers, one without a class, and four pupils. */
struct school {
	const char *class[3], *teacher[4], *pupil[4];
};

static struct school make_school(struct ctx *c)
{
	struct school s;

	province_make(c);
	for (size_t i = 0; i < 4; i++)
		s.teacher[i] = teacher(c, arena_fmt(c->arena, "Trần Văn Số %zu", i));
	for (size_t i = 0; i < 3; i++)
		s.class[i] = make_class(c, 2025, arena_fmt(c->arena, "%zuA", i + 1), arena_fmt(c->arena, "0%zu", i + 1),
		                        arena_fmt(c->arena, ",\"homeroom_teacher\":\"%s\"", s.teacher[i]));
	for (size_t i = 0; i < 4; i++)
		enrol(c, s.pupil[i] = learner(c, arena_fmt(c->arena, "Lê Số %zu", i)), s.class[i % 3], 2025);
	return s;
}

static const char *make_new(struct ctx *c, const char *code)
{
	struct draft d = province_draft(c, "school", arena_fmt(c->arena, "{\"code\":\"%s\",\"name\":\"Trường Tiểu học %s\",\"level_group\":\"06\",\"ownership\":\"01\"}",
	                                code, code));
	struct unit made;

	OK(unit_make_school(c, &d, "P172", &made));
	return code;
}

static bool split(struct ctx *c, const struct reorganize_part *part, size_t n)
{
	const struct unit from = province_unit(c, SCHOOL);

	return reorganize_split(c, &from, part, n, &decision);
}

TEST(a_school_is_split_by_its_classes_and_ends)
{
	const struct school s = make_school(c);
	const struct reorganize_part part[] = {
		{ .to = province_unit(c, make_new(c, "19172481")), .class = s.class, .n_classes = 2 },
		{ .to = province_unit(c, make_new(c, "19172482")), .class = &s.class[2], .n_classes = 1, .staff = &s.teacher[3], .n_staff = 1 },
	};

	FAILS(split(c, part, 1), "reorganize.unit");
	OK(split(c, part, 2));
	check_whole(c);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(get(c, "staff", s.teacher[i]).unit.code, i < 2 ? "19172481" : "19172482");
		assert_string_equal(get(c, "learner", s.pupil[i]).unit.code, i % 3 < 2 ? "19172481" : "19172482");
	}
	assert_int_equal(count(c, "19172481", "r_enrolment", "t.status = '02'"), 3);
	assert_int_equal(count(c, "19172482", "r_enrolment", "t.status = '02'"), 1);
	assert_string_equal(province_unit(c, SCHOOL).status, "04");
	assert_non_null(strstr(lineage(c, SCHOOL), "19172481"));
	assert_non_null(strstr(lineage(c, SCHOOL), "19172482"));
}

TEST(what_stays_keeps_a_split_school_alive)
{
	const struct school s = make_school(c);
	const struct reorganize_part part[] = {
		{ .to = province_unit(c, make_new(c, "19172481")), .class = s.class, .n_classes = 1 },
		{ .to = province_unit(c, SCHOOL), .class = &s.class[1], .n_classes = 2, .staff = &s.teacher[3], .n_staff = 1 },
	};
	const char *stays = room(c, "P1", NULL, 2025), *const years[] = { staff_year(c, s.teacher[0], 2025), NULL, NULL, staff_year(c, s.teacher[3], 2025) };

	class_subject(c, s.class[0], s.teacher[3]);
	OK(split(c, part, 2));
	check_whole(c);
	assert_string_equal(province_unit(c, SCHOOL).status, "01");
	assert_string_equal(get(c, "learner", s.pupil[0]).unit.code, "19172481");
	assert_string_equal(get(c, "learner", s.pupil[1]).unit.code, SCHOOL);
	assert_string_equal(get(c, "class", s.class[1]).status, "01");
	assert_int_equal(count(c, SCHOOL, "r_enrolment", "t.status = '01' AND t.version = 1"), 2);
	assert_string_equal(get(c, "room", stays).status, "01");
	assert_string_equal(get(c, "staff_year", years[0]).status, "04");
	assert_string_equal(get(c, "staff_year", years[3]).status, "01");
	assert_int_equal(count(c, "19172481", "r_class_subject", "t.teacher_id IS NULL"), 1); /* who taught there stays */
	assert_non_null(strstr(lineage(c, "19172481"), SCHOOL));
	assert_non_null(strstr(lineage(c, SCHOOL), "\"kind\":\"split\""));
}

TEST(a_split_that_leaves_somebody_behind_is_refused_with_everything_to_settle)
{
	const struct school s = make_school(c);
	const char *strange[] = { s.class[0], "19172401-L999" }, *twice[] = { s.class[0] }, *nobody[] = { "1900000000" };
	const struct reorganize_part part[] = {
		{ .to = province_unit(c, make_new(c, "19172481")), .class = strange, .n_classes = 2 },
		{ .to = province_unit(c, make_new(c, "19172482")), .class = twice, .n_classes = 1, .staff = nobody, .n_staff = 1 },
	};
	const uint64_t before = world_digest(c);

	bool ok = split(c, part, 2);
	assert_false(ok);
	assert_int_equal(c->err, ERR_INVALID);
	assert_true(told(c, "19172401-L999", "reorganize.class"));
	assert_true(told(c, s.class[0], "reorganize.twice"));
	assert_true(told(c, "1900000000", "reorganize.staff"));
	assert_true(told(c, s.class[2], "reorganize.left"));
	assert_true(told(c, s.teacher[3], "reorganize.left"));
	ctx_clear(c);
	assert_true(world_digest(c) == before);
}

TEST(the_api_merges_and_splits)
{
	const struct school s = make_school(c);
	make_new(c, "19172481");
	const struct api_session manager = api_account(c, "manager", "manager", "P172", NULL), head = api_account(c, "head", "head", SCHOOL, NULL);
	const struct api_session admin = api_account(c, "admin", "system_admin", "BGDDT", NULL);

	struct api_reply a = api_call(c, &head, POST, "/api/v1/units/19172401/merge", "{\"into\":\"19172402\",\"date\":\"2025-11-01\"}");
	EXPECT(a, 403);
	a = api_call(c, &admin, POST, "/api/v1/units/19172401/merge", "{\"into\":\"19172402\",\"date\":\"2025-11-01\"}");
	EXPECT(a, 403); /* who sees no records moves none */
	a = api_call(c, &manager, POST, "/api/v1/units/19172401/merge", "{\"into\":\"01001401\",\"date\":\"2025-11-01\"}");
	EXPECT(a, 404);
	a = api_call(c, &manager, POST, "/api/v1/units/19172401/split", "{\"parts\":[1],\"date\":\"2025-11-01\"}");
	EXPECT(a, 422);
	assert_string_equal(a.key, "reorganize.parts");
	a = api_call(c, &manager, POST, "/api/v1/units/19172401/split", arena_fmt(c->arena, "{\"date\":\"2025-11-01\",\"parts\":[{\"unit\":\"19172481\",\"classes\":"
		"[\"%s\"]},{\"unit\":\"19172401\",\"classes\":[\"%s\",\"%s\"],\"staff\":[\"%s\"]}]}", s.class[0], s.class[1], s.class[2], s.teacher[3]));
	EXPECT(a, 200);
	a = api_call(c, &manager, POST, "/api/v1/units/19172401/merge", "{\"into\":\"19172402\",\"date\":\"2025-11-01\",\"decision\":\"9/QĐ\"}");
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "status"), "03");
	assert_int_equal(json_array_size(json_object_get(a.json, "after")), 2);
	check_whole(c);
}
