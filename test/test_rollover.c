/* test_rollover.c - a school goes over to the next year: decisions, classes, preview, undo. */
#include "api.h"
#include "base/problems.h"
#include "db/db.h"
#include "domain/event/event.h"
#include "domain/rollover/plan.h"
#include "domain/unit/unit_admin.h"
#include "province.h"
#include "scope_world.h"
#include "store/change.h"
#include "store/status.h"

#define SCHOOL "19172401"

static const char *make_class(struct ctx *c, const char *school, int year, const char *name, const char *grade, const char *more)
{
	return province_record(c, school, "class", arena_fmt(c->arena, "{\"name\":\"%s\",\"grade\":%s%s%s,\"school_year\":%d%s}", name,
	                       grade == NULL ? "" : "\"", grade == NULL ? "null" : grade, grade == NULL ? "" : "\"", year, more));
}

static const char *make_learner(struct ctx *c, const char *school, size_t i)
{
	return province_record(c, school, "learner", arena_fmt(c->arena,
		"{\"full_name\":\"Lê Thị Số %zu\",\"birth_date\":\"2018-%02zu-%02zu\",\"sex\":\"02\",\"ethnic_group\":\"01\"}", i, i % 12 + 1, i % 28 + 1));
}

static const char *enrol(struct ctx *c, const char *school, const char *learner, const char *class, int year, const char *promotion)
{
	const char *said = promotion == NULL ? "" : arena_fmt(c->arena, ",\"promotion\":\"%s\"", promotion);

	return province_record(c, school, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":%d%s}", learner,
	                       class, year, said));
}

static struct record get(struct ctx *c, const char *type, const char *code)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, type), actor_scope(c), code, &rec));
	return rec;
}

/* As an operation would, whatever people may set by hand. */
static void set_status(struct ctx *c, const char *type, const char *code, const char *status)
{
	const struct record rec = get(c, type, code);

	OK(db_begin(c) && db_end(c, record_set_status_all(c, rec.type, &rec.unit, &(struct status_of){ rec.id, rec.version, rec.code, rec.status }, 1,
	                                                  status, NULL)));
}

static const char *text(const struct record *rec, const char *field)
{
	const char *s = plan_text(rec->type, rec->value, field);

	return s == NULL ? "" : s;
}

static int64_t count(struct ctx *c, const char *from_where)
{
	struct rows r;

	OK(db_query(c, &r, arena_fmt(c->arena, "SELECT count(*) FROM %s", from_where), NULL, 0));
	return rows_int(&r, 0, 0);
}

static const struct rollover_options of_2025 = { .year = 2025 };

static struct rollover_plan preview(struct ctx *c, const char *school, const struct rollover_options *o)
{
	const struct unit u = province_unit(c, school);
	struct rollover_plan plan;

	OK(rollover_preview(c, &u, o, &plan));
	return plan;
}

static struct rollover run(struct ctx *c, const char *school, const struct rollover_options *o, struct rollover_plan *plan)
{
	const struct unit u = province_unit(c, school);
	struct rollover made;

	OK(rollover_run(c, &u, o, plan, &made));
	return made;
}

static bool told(const struct problems *p, const char *field, const char *key)
{
	for (const struct problem *x = p->first; x != NULL; x = x->next)
		if (streq(x->key, key) && (field == NULL || (streq(x->field, field) && streq(x->record[0].code, field))))
			return true;
	return false;
}

static const char *plan_json(struct ctx *c, const struct rollover_plan *plan)
{
	struct buf b = buf_in(c->arena);

	rollover_put_plan(&b, plan);
	problems_put(&b, "problems", plan->problems.first, PROBLEM_WARNING);
	return b.data;
}

/* The plan as text, without the codes that only a run gives. */
static const char *shape(struct ctx *c, const struct rollover_plan *plan)
{
	struct rollover_plan p = *plan;

	p.class = NEW_N(c->arena, struct rollover_class, p.n_classes + 1);
	p.origin = NEW_N(c->arena, struct rollover_origin, p.n_origins + 1);
	memcpy(p.class, plan->class, p.n_classes * sizeof *p.class);
	memcpy(p.origin, plan->origin, p.n_origins * sizeof *p.origin);
	for (size_t i = 0; i < p.n_classes; i++)
		if (p.class[i].value != NULL)
			p.class[i].code = NULL;
	for (size_t i = 0; i < p.n_origins; i++) {
		p.origin[i].to = p.origin[i].to == NULL ? NULL : p.class + (p.origin[i].to - plan->class);
		p.origin[i].again = p.origin[i].again == NULL ? NULL : p.class + (p.origin[i].again - plan->class);
	}
	return plan_json(c, &p);
}

TEST_PURE(the_grade_in_a_class_name_is_raised_and_nothing_else)
{
	static const struct {
		const char *name, *raised;
		int64_t from, to;
	} all[] = {
		{ "1A", "2A", 1, 2 }, { "Lớp 5/3", "Lớp 6/3", 5, 6 }, { "9A10", "10A10", 9, 10 }, { "10A10", "11A10", 10, 11 },
		{ "A5", "A5", 5, 6 }, { "Đ5", "Đ5", 5, 6 }, { "3/5", "3/5", 5, 6 }, { "Mầm", "Mầm", 1, 2 }, { "01B", "2B", 1, 2 },
	};

	for (size_t i = 0; i < COUNT(all); i++)
		assert_string_equal(plan_raise_name(c->arena, all[i].name, all[i].from, all[i].to), all[i].raised);
}

/* Ten classes of thirty: every 17th is retained, grade 5 completes, a few stand in the way. */
static void make_school(struct ctx *c)
{
	static const char *const names[] = { "1A", "1B", "2A", "2B", "3A", "3B", "4A", "4B", "5A", "5B" };
	const struct unit u = province_unit(c, SCHOOL);
	const struct record_type *learner = catalog_type(c->catalog, "learner"), *enrolment = catalog_type(c->catalog, "enrolment");
	struct draft *d = NEW_N(c->arena, struct draft, 300);
	struct outcome *out = NEW_N(c->arena, struct outcome, 300);
	const char *class[COUNT(names)];

	for (size_t k = 0; k < COUNT(names); k++)
		class[k] = make_class(c, SCHOOL, 2025, names[k], arena_fmt(c->arena, "%02zu", k / 2 + 1), ",\"two_sessions\":true");
	for (size_t i = 0; i < 300; i++)
		d[i] = province_draft(c, "learner", arena_fmt(c->arena, "{\"full_name\":\"Lê Thị Số %zu\",\"birth_date\":\"2018-%02zu-%02zu\",\"sex\":\"02\","
		                      "\"ethnic_group\":\"01\"}", i, i % 12 + 1, i % 28 + 1));
	OK(record_write_batch(c, learner, &u, d, 300, out));
	for (size_t i = 0; i < 300; i++)
		d[i] = province_draft(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025%s}", out[i].code,
		                      class[i / 30], i % 17 == 0 ? ",\"promotion\":\"02\"" : i % 2 == 0 ? ",\"promotion\":\"01\"" : ""));
	OK(record_write_batch(c, enrolment, &u, d, 300, out));
	for (size_t i = 0; i < 300; i++)
		assert_int_equal(out[i].result, WRITE_CREATED);
}

TEST(a_school_of_three_hundred_goes_over)
{
	struct rollover_plan before, plan;

	province_make(c);
	make_school(c);
	before = preview(c, SCHOOL, &of_2025);
	assert_int_equal(count(c, "r_class WHERE school_year = 2026"), 0);
	struct rollover made = run(c, SCHOOL, &of_2025, &plan);
	assert_string_equal(shape(c, &before), shape(c, &plan));
	/* 0, 17 ... 289: 18 retained; of the last sixty, four. */
	assert_int_equal(plan.counts.retained, 18);
	assert_int_equal(plan.counts.promoted, 240 - 15);
	assert_int_equal(plan.counts.completed, 60 - 3);
	assert_int_equal(plan.counts.not_said, 141);
	/* Eight go up; the retained of grade 1 need one more. */
	assert_int_equal(count(c, "r_class WHERE school_year = 2026"), 9);
	assert_int_equal(count(c, "r_class WHERE school_year = 2026 AND grade = '01'"), 1);
	assert_int_equal(count(c, "r_class WHERE school_year = 2026 AND two_sessions AND homeroom_teacher_id IS NULL"), 9);
	assert_int_equal(count(c, "r_enrolment WHERE school_year = 2026 AND status = '01' AND admission = '4' AND first_class_id = class_id"), 225);
	assert_int_equal(count(c, "r_enrolment WHERE school_year = 2026 AND status = '01' AND admission = '3'"), 18);
	assert_int_equal(count(c, "r_learner WHERE status = '02'"), 57);
	assert_int_equal(count(c, "r_enrolment WHERE school_year = 2025 AND status = '01' AND version = 1"), 300);
	/* 2A of the new year: from 1A, and the retained of 2A. */
	assert_int_equal(count(c, "r_enrolment e JOIN r_class k ON k.unit_id = e.unit_id AND k.id = e.class_id WHERE k.name = '2A' AND k.school_year = 2026"),
	                 30 - 2 + 2);
	/* Nothing is left to do, and nothing is done twice. */
	const struct unit u = province_unit(c, SCHOOL);
	FAILS(rollover_run(c, &u, &of_2025, &plan, &made), "rollover.done");
	before = preview(c, SCHOOL, &of_2025);
	assert_int_equal(before.already, 300);
	assert_int_equal(before.problems.errors, 0);
	int64_t entries;
	OK(chain_verify(c, &u, &entries));
}

TEST(a_roll_over_is_undone_as_a_whole_and_can_be_run_again)
{
	struct rollover_plan plan, again;

	province_make(c);
	make_school(c);
	struct rollover made = run(c, SCHOOL, &of_2025, &plan), found;
	OK(rollover_undo(c, &made));
	assert_int_equal(count(c, "r_enrolment WHERE school_year = 2026 AND status <> '99'"), 0);
	assert_int_equal(count(c, "r_class WHERE school_year = 2026 AND status <> '06'"), 0);
	assert_int_equal(count(c, "r_learner WHERE status <> '01'"), 0);
	OK(rollover_find(c, actor_scope(c), made.code, &found));
	assert_true(found.undone_at != 0);
	FAILS(rollover_undo(c, &found), "rollover.undone");
	struct rollover second = run(c, SCHOOL, &of_2025, &again);
	assert_string_equal(shape(c, &plan), shape(c, &again));
	assert_string_not_equal(second.code, made.code);
	OK(rollover_undo(c, &second));
	const struct unit u = province_unit(c, SCHOOL);
	int64_t entries;
	OK(chain_verify(c, &u, &entries));
}

static bool rename_class(struct ctx *c, const char *code, const char *name)
{
	const struct record rec = get(c, "class", code);
	const struct draft d = province_draft(c, "class", arena_fmt(c->arena, "{\"name\":\"%s\"}", name));
	int64_t version;

	return record_change(c, &rec, 0, &d, &version);
}

/* The enrolment of 2026 of a learner. */
static const char *next_enrolment(struct ctx *c, const char *learner)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT e.code FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id WHERE l.code = $1"
	            " AND e.school_year = 2026", ARGS(val_text(learner))));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

static bool change_enrolment(struct ctx *c, const char *code, const char *json)
{
	const struct record rec = get(c, "enrolment", code);
	const struct draft d = province_draft(c, "enrolment", json);
	int64_t version;

	return record_change(c, &rec, 0, &d, &version);
}

TEST(one_pupil_changed_since_does_not_keep_the_others)
{
	struct rollover_plan plan;
	struct rollover found;

	province_make(c);
	make_school(c);
	struct rollover made = run(c, SCHOOL, &of_2025, &plan);
	const char *changed = next_enrolment(c, plan.pupil[0].learner), *class = plan.pupil[0].to->code;
	OK(change_enrolment(c, changed, "{\"boarder\":true}"));
	OK(rollover_undo(c, &made));
	/* 243 enrolments, 9 classes, 57 who were let go. */
	assert_int_equal(made.taken_back, 243 + 9 + 57 - 2);
	assert_int_equal(made.remaining, 2);
	assert_int_equal(made.left.errors, 2);
	assert_true(told(&made.left, changed, "rollover.changed"));
	assert_true(told(&made.left, class, "rollover.used"));
	assert_string_equal(made.left.first->next->record[1].code, changed);
	assert_int_equal(count(c, "r_enrolment WHERE school_year = 2026 AND status = '01'"), 1);
	assert_int_equal(count(c, "r_class WHERE school_year = 2026 AND status = '01'"), 1);
	assert_int_equal(count(c, "r_learner WHERE status <> '01'"), 0);
	OK(rollover_find(c, actor_scope(c), made.code, &found));
	assert_int_equal(found.undone_at, 0);
	assert_int_equal(found.taken_back, made.taken_back);
	assert_int_equal(found.remaining, 2);

	/* Nothing more can be taken back; nothing is written, and each is told again. */
	const uint64_t before = world_digest(c);
	bool ok = rollover_undo(c, &found);
	assert_false(ok);
	assert_string_equal(c->key, "rollover.changed");
	assert_int_equal(c->problems.errors, 2);
	ctx_clear(c);
	assert_true(world_digest(c) == before);

	/* Put right, the rest goes too. */
	OK(change_enrolment(c, changed, "{\"boarder\":null}"));
	OK(rollover_undo(c, &found));
	assert_int_equal(found.remaining, 0);
	assert_true(found.undone_at != 0);
	assert_int_equal(count(c, "r_enrolment WHERE school_year = 2026 AND status <> '99'"), 0);
	assert_int_equal(count(c, "r_class WHERE school_year = 2026 AND status <> '06'"), 0);
	FAILS(rollover_undo(c, &found), "rollover.undone");
	const struct unit u = province_unit(c, SCHOOL);
	int64_t entries;
	OK(chain_verify(c, &u, &entries));
}

TEST(who_was_taken_back_goes_over_again_beside_who_stayed)
{
	struct rollover_plan plan, again;

	province_make(c);
	make_school(c);
	struct rollover made = run(c, SCHOOL, &of_2025, &plan);
	OK(change_enrolment(c, next_enrolment(c, plan.pupil[0].learner), "{\"boarder\":true}"));
	OK(rollover_undo(c, &made));
	struct rollover second = run(c, SCHOOL, &of_2025, &again);
	assert_int_equal(again.already, 1);
	assert_int_equal(again.n_pupils, 299);
	assert_int_equal(count(c, "r_enrolment WHERE school_year = 2026 AND status = '01'"), 243);
	assert_int_equal(count(c, "r_learner WHERE status = '02'"), 57);
	/* What the second run let go is not the first one's to take back. */
	assert_int_equal(made.remaining, 2);
	assert_int_equal(second.remaining, 0);
	bool ok = rollover_undo(c, &made);
	assert_false(ok);
	assert_string_equal(c->key, "rollover.changed");
	ctx_clear(c);
	assert_int_equal(count(c, "r_learner WHERE status = '02'"), 57);
}

TEST(a_class_that_was_changed_stays_and_its_pupils_are_taken_back)
{
	struct rollover_plan plan;

	province_make(c);
	const char *one = make_class(c, SCHOOL, 2025, "1A", "01", ""), *five = make_class(c, SCHOOL, 2025, "5A", "05", "");
	enrol(c, SCHOOL, make_learner(c, SCHOOL, 1), one, 2025, "01");
	const char *gone = make_learner(c, SCHOOL, 2);
	enrol(c, SCHOOL, gone, five, 2025, "03");

	struct rollover made = run(c, SCHOOL, &of_2025, &plan);
	const char *new_class = plan.origin[0].to->code;
	OK(rename_class(c, new_class, "2 Hoa Sen"));
	OK(rollover_undo(c, &made));
	assert_int_equal(made.taken_back, 2);
	assert_int_equal(made.left.errors, 1);
	assert_true(told(&made.left, new_class, "rollover.changed"));
	assert_string_equal(get(c, "class", new_class).status, "01");
	assert_string_equal(get(c, "learner", gone).status, "01");
	OK(rename_class(c, new_class, "2A"));
	OK(rollover_undo(c, &made));
	assert_string_equal(get(c, "class", new_class).status, "06");
}

TEST(a_roll_over_whose_records_are_used_keeps_those)
{
	struct rollover_plan plan;

	province_make(c);
	const char *one = make_class(c, SCHOOL, 2025, "1A", "01", ""), *two = make_class(c, SCHOOL, 2025, "2B", "02", "");
	const char *five = make_class(c, SCHOOL, 2025, "5A", "05", ""), *rated = make_learner(c, SCHOOL, 4), *plain = make_learner(c, SCHOOL, 5);
	enrol(c, SCHOOL, make_learner(c, SCHOOL, 1), one, 2025, "01");
	enrol(c, SCHOOL, rated, two, 2025, "01");
	enrol(c, SCHOOL, plain, two, 2025, "01");
	const char *gone = make_learner(c, SCHOOL, 2);
	enrol(c, SCHOOL, gone, five, 2025, "03");
	struct rollover made = run(c, SCHOOL, &of_2025, &plan);
	assert_string_equal(get(c, "learner", gone).status, "02");

	/* Somebody new in a carried class, a result in the new year; who left was taken up elsewhere. */
	const char *newcomer = enrol(c, SCHOOL, make_learner(c, SCHOOL, 3), plan.origin[0].to->code, 2026, NULL);
	const char *result = province_record(c, SCHOOL, "result", arena_fmt(c->arena, "{\"learner\":\"%s\",\"period\":\"CK1\",\"school_year\":2026}", rated));
	set_status(c, "learner", gone, "04");
	OK(rollover_undo(c, &made));
	assert_true(told(&made.left, plan.origin[0].to->code, "rollover.used"));
	assert_true(told(&made.left, next_enrolment(c, rated), "rollover.used"));
	assert_true(told(&made.left, plan.origin[1].to->code, "rollover.used"));
	assert_true(told(&made.left, gone, "rollover.changed"));
	assert_int_equal(made.left.errors, 4);
	assert_int_equal(made.taken_back, 2);
	assert_string_equal(get(c, "enrolment", next_enrolment(c, plain)).status, "99");
	assert_string_equal(get(c, "learner", gone).status, "04");

	/* Put right, they are undone, too. */
	set_status(c, "enrolment", newcomer, "99");
	set_status(c, "result", result, "06");
	set_status(c, "learner", gone, "02");
	OK(rollover_undo(c, &made));
	assert_int_equal(made.remaining, 0);
	assert_string_equal(get(c, "learner", gone).status, "01");
}

TEST(who_cannot_go_over_is_left_and_told_and_goes_with_a_later_run)
{
	struct rollover_plan plan;
	struct record rec;
	struct draft d;
	int64_t version;

	province_make(c);
	const char *a = make_class(c, SCHOOL, 2025, "1A", "01", "");
	const char *reading = make_class(c, SCHOOL, 2025, "XMC", "18", ""), *next = make_class(c, SCHOOL, 2026, "2A", "02", "");
	const char *fine = make_learner(c, SCHOOL, 1), *here = make_learner(c, SCHOOL, 2);
	const char *reader = make_learner(c, SCHOOL, 4), *hasty = make_learner(c, SCHOOL, 5), *absent = make_learner(c, SCHOOL, 6);
	const char *inactive = make_learner(c, SCHOOL, 7), *unplaced = make_learner(c, SCHOOL, 8), *elsewhere = make_learner(c, SCHOOL, 9);
	const char *closed = make_class(c, SCHOOL, 2025, "1C", "01", "");

	enrol(c, SCHOOL, fine, a, 2025, NULL);
	enrol(c, SCHOOL, here, a, 2025, NULL);
	enrol(c, SCHOOL, here, next, 2026, NULL);
	enrol(c, SCHOOL, reader, reading, 2025, NULL);
	const char *wrong = enrol(c, SCHOOL, hasty, a, 2025, "03");
	rec = get(c, "enrolment", enrol(c, SCHOOL, absent, a, 2025, NULL));
	d = province_draft(c, "enrolment_event", "{\"event\":\"drop\",\"event_date\":\"2025-10-01\",\"reason\":\"01\"}");
	OK(event_add(c, &rec, &d, &rec)); /* not in school */
	enrol(c, SCHOOL, inactive, a, 2025, NULL);
	set_status(c, "learner", inactive, "03");
	enrol(c, SCHOOL, unplaced, closed, 2025, NULL);
	set_status(c, "class", closed, "02");

	/* The person's code leads to another school, which has enrolled them for 2026. */
	enrol(c, SCHOOL, elsewhere, a, 2025, NULL);
	const char *theirs = make_learner(c, "19172402", 9);
	enrol(c, "19172402", theirs, make_class(c, "19172402", 2026, "2A", "02", ""), 2026, NULL);
	OK(db_begin(c) && db_end(c, db_script(c, arena_fmt(c->arena, "UPDATE identifier SET unit_id = (SELECT unit_id FROM identifier WHERE value = '%s'), "
		"record_id = (SELECT record_id FROM identifier WHERE value = '%s') WHERE value = '%s'", theirs, theirs, elsewhere))));

	plan = preview(c, SCHOOL, &of_2025);
	assert_true(told(&plan.problems, here, "rollover.enrolled"));
	assert_true(told(&plan.problems, elsewhere, "rollover.enrolled"));
	assert_true(told(&plan.problems, reading, "rollover.next"));
	assert_true(told(&plan.problems, hasty, "rollover.decision"));
	assert_true(told(&plan.problems, inactive, "rollover.learner_inactive"));
	assert_true(told(&plan.problems, unplaced, "rollover.class"));
	assert_int_equal(plan.skipped, 6);
	assert_int_equal(plan.counts.promoted, 1);

	struct rollover first = run(c, SCHOOL, &of_2025, &plan);
	/* 2A was there: nothing is made for 1A. */
	assert_string_equal(plan.origin[0].to->code, next);
	assert_int_equal(count(c, "r_enrolment WHERE school_year = 2026 AND status = '01' AND unit_id = (SELECT id FROM unit WHERE code = '19172401')"), 2);

	rec = get(c, "enrolment", wrong);
	d = province_draft(c, "enrolment", "{\"promotion\":\"01\"}");
	OK(record_change(c, &rec, 0, &d, &version));
	struct rollover second = run(c, SCHOOL, &of_2025, &plan);
	assert_int_equal(plan.n_pupils, 1);
	assert_int_equal(plan.already, 1);
	assert_string_equal(plan.pupil[0].learner, hasty);
	OK(rollover_undo(c, &second));
	OK(rollover_undo(c, &first));
	assert_string_equal(get(c, "class", next).status, "01");
}

static const char *make_other_school(struct ctx *c, const char *code, const char *level_group)
{
	struct draft d = province_draft(c, "school", arena_fmt(c->arena, "{\"code\":\"%s\",\"name\":\"Trường Nhiều Cấp\",\"level_group\":\"%s\","
	                                "\"ownership\":\"01\"}", code, level_group));
	struct unit made;

	OK(unit_make_school(c, &d, "P172", &made));
	return code;
}

TEST(a_school_of_several_levels_carries_on_only_when_told)
{
	const struct rollover_options on = { .year = 2025, .continue_levels = true };
	struct rollover_plan plan;

	province_make(c);
	const char *school = make_other_school(c, "19172450", "09");
	const char *five = make_class(c, school, 2025, "5A", "05", ""), *nine = make_class(c, school, 2025, "9A", "09", "");
	const char *child = make_learner(c, school, 1), *teen = make_learner(c, school, 2);
	enrol(c, school, child, five, 2025, "03");
	enrol(c, school, teen, nine, 2025, "03");

	struct rollover made = run(c, school, &of_2025, &plan);
	assert_int_equal(plan.counts.completed, 2);
	assert_string_equal(get(c, "learner", child).status, "01"); /* grade 6 is taught here */
	assert_string_equal(get(c, "learner", teen).status, "02");
	assert_int_equal(count(c, "r_class WHERE school_year = 2026"), 0);
	OK(rollover_undo(c, &made));

	run(c, school, &on, &plan);
	assert_int_equal(plan.counts.promoted, 1);
	assert_int_equal(plan.counts.completed, 1);
	const struct record six = get(c, "class", plan.origin[0].to->code);
	assert_string_equal(text(&six, "name"), "6A");
	assert_string_equal(text(&six, "grade"), "06");
}

TEST(preschool_goes_by_age_group_and_continuing_education_by_its_own_grades)
{
	struct rollover_plan plan;

	province_make(c);
	const char *nursery = make_other_school(c, "19172460", "01");
	const char *small = make_class(c, nursery, 2025, "Thỏ", "16", ",\"age_group\":\"03\""), *big = make_class(c, nursery, 2025, "Lá", "17", ",\"age_group\":\"06\"");
	const char *vague = make_class(c, nursery, 2025, "Sóc", "17", "");
	enrol(c, nursery, make_learner(c, nursery, 1), small, 2025, NULL);
	const char *leaver = make_learner(c, nursery, 2);
	enrol(c, nursery, leaver, big, 2025, NULL);
	enrol(c, nursery, make_learner(c, nursery, 3), vague, 2025, NULL);
	enrol(c, nursery, make_learner(c, nursery, 4), small, 2025, "02");
	run(c, nursery, &of_2025, &plan);
	assert_true(told(&plan.problems, vague, "rollover.age_group"));
	assert_true(told(&plan.problems, small, "rollover.name_kept"));
	assert_int_equal(plan.counts.completed, 1);
	assert_string_equal(get(c, "learner", leaver).status, "02");
	assert_int_equal(count(c, "r_class WHERE school_year = 2026 AND name = 'Thỏ' AND grade = '17' AND age_group = '04'"), 1);
	assert_int_equal(count(c, "r_class WHERE school_year = 2026 AND name = 'Thỏ' AND grade = '16' AND age_group = '03'"), 1);

	const char *centre = make_other_school(c, "19172470", "13");
	const char *ten = make_class(c, centre, 2025, "10A1", "13", ""), *twelve = make_class(c, centre, 2025, "12A1", "15", "");
	enrol(c, centre, make_learner(c, centre, 1), ten, 2025, NULL);
	enrol(c, centre, make_learner(c, centre, 2), twelve, 2025, NULL);
	run(c, centre, &of_2025, &plan);
	assert_string_equal(plan.origin[0].to->name, "11A1");
	assert_string_equal(plan.origin[0].to->grade, "14");
	assert_int_equal(plan.counts.completed, 1);
}

TEST(a_carried_class_keeps_what_it_is_and_its_teacher_only_when_asked)
{
	const struct rollover_options keep = { .year = 2025, .keep_homeroom = true };
	struct rollover_plan plan;

	province_make(c);
	const char *teacher = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	const char *campus = province_record(c, SCHOOL, "campus", "{\"name\":\"Điểm lẻ\"}");
	const char *old = make_class(c, SCHOOL, 2025, "1A", "01", arena_fmt(c->arena, ",\"homeroom_teacher\":\"%s\",\"campus\":\"%s\",\"semi_boarding\":true,"
		"\"foreign_language_1\":\"01\",\"sessions_per_week\":\"%s\"", teacher, campus, catalog_list(c->catalog, "sessions_per_week")->item[0].code));
	enrol(c, SCHOOL, make_learner(c, SCHOOL, 1), old, 2025, "01");
	struct rollover made = run(c, SCHOOL, &of_2025, &plan);
	struct record was = get(c, "class", old), now = get(c, "class", plan.origin[0].to->code);
	for (size_t i = 0; i < was.type->n_fields; i++) {
		const char *name = was.type->field[i].name;
		if (streq(name, "name") || streq(name, "grade"))
			assert_false(val_equal(&was.value[i], &now.value[i]));
		else if (streq(name, "homeroom_teacher"))
			assert_int_equal(now.value[i].kind, VAL_NULL);
		else
			assert_true(val_equal(&was.value[i], &now.value[i]));
	}
	OK(rollover_undo(c, &made));
	run(c, SCHOOL, &keep, &plan);
	now = get(c, "class", plan.origin[0].to->code);
	assert_string_equal(text(&now, "homeroom_teacher"), teacher);
}

TEST(the_roll_over_api_previews_runs_lists_and_undoes)
{
	province_make(c);
	enrol(c, SCHOOL, make_learner(c, SCHOOL, 1), make_class(c, SCHOOL, 2025, "1A", "01", ""), 2025, NULL);
	const struct api_session head = api_account(c, "head", "head", SCHOOL, NULL), other = api_account(c, "other", "head", "19172402", NULL);
	const struct api_session manager = api_account(c, "manager", "manager", "P172", NULL);

	struct api_reply a = api_call(c, &head, GET, "/api/v1/rollovers/preview?year=2025", NULL);
	EXPECT(a, 200);
	assert_int_equal(json_integer_value(json_object_get(json_object_get(a.json, "counts"), "promoted")), 1);
	a = api_call(c, &manager, POST, "/api/v1/rollovers", "{\"unit\":\"19172401\",\"year\":2025}");
	EXPECT(a, 403);
	a = api_call(c, &head, POST, "/api/v1/rollovers", "{\"unit\":\"19172401\",\"year\":2025}");
	EXPECT(a, 201);
	const char *id = api_text(&a, "id"), *at = arena_fmt(c->arena, "/api/v1/rollovers/%s", id);
	assert_string_equal(a.location, at);
	a = api_call(c, &head, POST, "/api/v1/rollovers", "{\"year\":2025}");
	EXPECT(a, 409);
	assert_string_equal(a.key, "rollover.done");
	a = api_call(c, &head, POST, "/api/v1/rollovers", "{\"year\":99999999999}");
	EXPECT(a, 422);
	a = api_call(c, &head, GET, "/api/v1/rollovers", NULL);
	EXPECT(a, 200);
	assert_int_equal(json_array_size(api_items(&a)), 1);
	a = api_call(c, &manager, GET, at, NULL);
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "made_by"), "head");
	a = api_call(c, &other, POST, arena_fmt(c->arena, "%s/undo", at), NULL);
	EXPECT(a, 404);
	a = api_call(c, &head, POST, arena_fmt(c->arena, "%s/undo", at), NULL);
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "undone_by"), "head");
	assert_string_equal(api_text(&a, "state"), "undone");
	assert_int_equal(json_integer_value(json_object_get(a.json, "taken_back")), 2);
	assert_int_equal(json_array_size(json_object_get(a.json, "problems")), 0);
}

TEST(the_roll_over_api_tells_what_an_undo_left)
{
	province_make(c);
	const char *learner = make_learner(c, SCHOOL, 1);
	enrol(c, SCHOOL, learner, make_class(c, SCHOOL, 2025, "1A", "01", ""), 2025, NULL);
	enrol(c, SCHOOL, make_learner(c, SCHOOL, 2), make_class(c, SCHOOL, 2025, "2A", "02", ""), 2025, NULL);
	const struct api_session head = api_account(c, "head", "head", SCHOOL, NULL);
	struct api_reply a = api_call(c, &head, POST, "/api/v1/rollovers", "{\"year\":2025}");
	EXPECT(a, 201);
	const char *at = a.location;
	OK(change_enrolment(c, next_enrolment(c, learner), "{\"boarder\":true}"));
	a = api_call(c, &head, POST, arena_fmt(c->arena, "%s/undo", at), NULL);
	EXPECT(a, 200);
	assert_string_equal(api_text(&a, "state"), "partly_undone");
	assert_int_equal(json_integer_value(json_object_get(a.json, "taken_back")), 2);
	assert_int_equal(json_integer_value(json_object_get(a.json, "remaining")), 2);
	assert_int_equal(json_array_size(json_object_get(a.json, "problems")), 2);
	a = api_call(c, &head, GET, at, NULL);
	assert_int_equal(json_array_size(json_object_get(a.json, "problems")), 2);
	a = api_call(c, &head, POST, arena_fmt(c->arena, "%s/undo", at), NULL);
	EXPECT(a, 409);
	assert_string_equal(a.key, "rollover.changed");
}
