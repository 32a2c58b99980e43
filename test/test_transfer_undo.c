/* test_transfer_undo.c - a transfer taken back is as though nobody had moved. */
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "day_tools.h"
#include "db/db.h"
#include "domain/merge/person_merge.h"
#include "domain/transfer/transfer.h"
#include "store/change.h"

#define DAY "2025-10-06"

struct setting {
	const char *learner, *enrolment, *next, *guardian, *there; /* codes; there: a class of OTHER */
};

static struct setting setting(struct ctx *c)
{
	struct setting s;

	province_make(c);
	today(c, "2025-09-10");
	const char *here = make_class(c, SCHOOL, "2A", 2);
	s.there = make_class(c, OTHER, "2B", 2);
	s.enrolment = province_pupil(c, SCHOOL, here, "Sùng A Páo", "2018-04-05", "01", "08");
	const struct record rec = get(c, "enrolment", s.enrolment);
	s.learner = text(&rec, "learner");
	s.guardian = province_record(c, SCHOOL, "guardian", arena_fmt(c->arena, "{\"learner\":\"%s\",\"full_name\":\"Sùng Thị Mẹ\",\"relation\":\"02\"}", s.learner));
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"3A\",\"grade\":\"03\",\"school_year\":2026}");
	s.next = province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2026}", s.learner, class));
	OK(change(c, "enrolment", s.enrolment, "{\"status_date\":\"2025-09-01\"}"));
	today(c, "2025-10-10");
	return s;
}

static struct transfer moved(struct ctx *c, const char *person, const char *to, const char *class, const char *day)
{
	const struct transfer_start start = { .person = person, .day = day };
	struct transfer t;

	OK(transfer_offer(c, &start, to, &t));
	OK(transfer_agree(c, &t, class, NULL, &t));
	return t;
}

/* Every record of a type that counts, in both schools, without version and time; on: as of a day. */
static void put_type(struct ctx *c, struct buf *b, const char *school, const char *type, const char *on)
{
	const struct unit u = province_unit(c, school);
	const struct record_type *t = catalog_type(c->catalog, type);
	const struct record_query q = { .scope = actor_scope(c), .unit = &u, .on = on, .gone = true, .limit = 200 };
	struct buf items = buf_in(c->arena);
	const char *cursor;
	size_t i;
	json_t *all, *o;

	OK(record_list(c, t, &q, &items, &cursor));
	all = json_loads(arena_fmt(c->arena, "[%s]", buf_text(&items)), 0, NULL);
	json_array_foreach(all, i, o) {
		json_object_del(o, "version");
		json_object_del(o, "changed_at");
		if (record_never_was(t, json_string_value(json_object_get(o, "status"))))
			continue;
		char *line = json_dumps(o, JSON_COMPACT | JSON_SORT_KEYS);
		buf_fmt(b, "%s %s\n", school, line);
		free(line);
	}
	json_decref(all);
}

static const char *state(struct ctx *c)
{
	static const char *const days[] = { NULL, "2025-09-30", "2025-10-06", "2025-10-08" };
	static const char *const types[] = { "learner", "enrolment", "guardian", "enrolment_event", "staff", "staff_event", "relative" };
	static const char *const schools[] = { SCHOOL, OTHER };
	struct buf b = buf_in(c->arena);
	struct rows r;

	for (size_t d = 0; d < COUNT(days); d++)
		for (size_t i = 0; i < COUNT(schools) * COUNT(types); i++)
			put_type(c, &b, schools[i % 2], types[i / 2], days[d]);
	OK(db_query(c, &r, "SELECT i.scheme, i.value, u.code, i.type, i.record_id FROM identifier i JOIN unit u ON u.id = i.unit_id ORDER BY i.scheme, i.value", NULL, 0));
	for (size_t i = 0; i < r.count; i++) {
		for (size_t k = 0; k < 4; k++)
			buf_json_text(&b, rows_text(&r, i, k));
		buf_fmt(&b, " %d\n", (int)rows_int(&r, i, 4));
	}
	OK(db_query(c, &r, "SELECT s.type, s.day, COALESCE(s.status_before, '-'), s.unit_id, s.record_id FROM status_change s ORDER BY s.unit_id, s.id", NULL, 0));
	for (size_t i = 0; i < r.count; i++) {
		for (size_t k = 0; k < 3; k++)
			buf_json_text(&b, rows_text(&r, i, k));
		buf_fmt(&b, " %d %d\n", (int)rows_int(&r, i, 3), (int)rows_int(&r, i, 4));
	}
	return buf_text(&b);
}

static void chains_hold(struct ctx *c)
{
	const struct unit a = province_unit(c, SCHOOL), b = province_unit(c, OTHER);
	int64_t entries;

	OK(chain_verify(c, &a, &entries));
	OK(chain_verify(c, &b, &entries));
}

TEST(a_transfer_taken_back_leaves_all_as_though_nobody_had_moved)
{
	const struct setting s = setting(c);
	const int64_t here = figure(c, SCHOOL, PUPILS);
	/* Said of a later day, which the transfer writes over. */
	today(c, "2025-10-08");
	OK(set_status(c, "learner", s.learner, "02", "2025-10-07"));
	OK(set_status(c, "learner", s.learner, "01", "2025-10-08"));
	today(c, "2025-10-10");
	const char *before = state(c);

	struct transfer t = moved(c, s.learner, OTHER, s.there, DAY);
	assert_string_not_equal(state(c), before);
	assert_string_equal(get(c, "learner", s.learner).unit.code, OTHER);
	OK(transfer_undo(c, &t, "Gia đình không chuyển nữa", &t));
	assert_string_equal(t.state, "undone");
	assert_string_equal(t.note, "Gia đình không chuyển nữa");
	assert_string_equal(state(c), before);
	assert_int_equal(figure(c, SCHOOL, PUPILS), here);
	chains_hold(c);
	/* Written in both logs, with the reason. */
	struct rows r;
	OK(db_query(c, &r, "SELECT count(*) FROM change WHERE type = 'transfer' AND event = 'UNDO' AND after LIKE '%không chuyển nữa%'", NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 2);
	FAILS(transfer_undo(c, &t, "lần nữa", &t), "transfer.state");
	/* And they may move after all. */
	t = moved(c, s.learner, OTHER, s.there, DAY);
	assert_string_equal(get(c, "learner", s.learner).unit.code, OTHER);
	OK(transfer_undo(c, &t, "Nhầm", &t));
	assert_string_equal(state(c), before);
}

TEST(a_return_taken_back_leaves_the_row_as_it_was_left)
{
	struct setting s = setting(c);
	const char *back = province_record(c, SCHOOL, "class", "{\"name\":\"2C\",\"grade\":\"02\",\"school_year\":2025}");

	moved(c, s.learner, OTHER, s.there, DAY);
	OK(change(c, "learner", s.learner, "{\"phone\":\"0912345678\"}"));
	const char *before = state(c);
	struct transfer t = moved(c, s.learner, SCHOOL, back, "2025-10-08");
	assert_string_equal(get(c, "learner", s.learner).unit.code, SCHOOL);
	OK(transfer_undo(c, &t, "Nhầm", &t));
	assert_string_equal(state(c), before);
	chains_hold(c);
}

TEST(a_transfer_of_staff_is_taken_back_likewise)
{
	province_make(c);
	today(c, "2025-10-10");
	const char *code = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	province_record(c, SCHOOL, "relative", arena_fmt(c->arena, "{\"staff\":\"%s\",\"full_name\":\"Trần Thị Con\",\"relation\":\"01\"}", code));
	const char *before = state(c);

	struct transfer t = moved(c, code, OTHER, NULL, DAY);
	assert_string_equal(get(c, "staff", code).status, "07");
	OK(transfer_undo(c, &t, "Quyết định bị thu hồi", &t));
	assert_string_equal(state(c), before);
	assert_string_equal(get(c, "staff", code).status, "01");
	/* Not while they teach a class there. */
	t = moved(c, code, OTHER, NULL, DAY);
	const char *class = make_class(c, OTHER, "1A", 1);
	OK(change(c, "class", class, arena_fmt(c->arena, "{\"homeroom_teacher\":\"%s\"}", code)));
	FAILS(transfer_undo(c, &t, "Nhầm", &t), "transfer.used");
	OK(change(c, "class", class, "{\"homeroom_teacher\":null}"));
	OK(transfer_undo(c, &t, "Nhầm", &t));
	assert_string_equal(get(c, "staff", code).unit.code, SCHOOL);
}

static bool told(const struct problems *p, const char *code)
{
	for (const struct problem *x = p->first; x != NULL; x = x->next)
		if (streq(x->key, "transfer.used") && streq(x->field, code) && x->record[0].code != NULL && strstr(x->message, x->record[0].code) != NULL)
			return true;
	return false;
}

static const char *enrolment_of(struct ctx *c, const char *class)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT e.code FROM r_enrolment e JOIN r_class k ON k.unit_id = e.unit_id AND k.id = e.class_id WHERE k.code = $1", ARGS(val_text(class))));
	assert_int_equal(r.count, 1);
	return rows_text(&r, 0, 0);
}

TEST(what_was_built_on_a_transfer_is_told_one_by_one)
{
	const struct setting s = setting(c);
	const char *before = state(c);
	struct transfer t = moved(c, s.learner, OTHER, s.there, DAY), on;
	const char *enrolment = enrolment_of(c, s.there);

	const char *result = province_record(c, OTHER, "result", arena_fmt(c->arena, "{\"learner\":\"%s\",\"period\":\"CK1\",\"school_year\":2025}", s.learner));
	OK(change(c, "enrolment", enrolment, "{\"boarder\":true}"));
	OK(change(c, "learner", s.learner, "{\"phone\":\"0912345678\"}"));
	OK(happen(c, "enrolment", enrolment, "{\"event\":\"drop\",\"event_date\":\"2025-10-09\",\"reason\":\"01\"}"));
	const struct transfer_start start = { .person = s.learner, .day = "2025-10-09" };
	OK(transfer_offer(c, &start, FAR, &on));
	bool ok = transfer_undo(c, &t, "Nhầm", &t);
	assert_false(ok);
	assert_string_equal(c->key, "transfer.used");
	assert_true(told(&c->problems, result));
	assert_true(told(&c->problems, enrolment));
	assert_true(told(&c->problems, s.learner));
	assert_true(told(&c->problems, on.code));
	assert_int_equal(c->problems.errors, 5); /* and the event */
	ctx_clear(c);
	assert_string_equal(get(c, "learner", s.learner).unit.code, OTHER);

	/* Put right, it can be taken back. */
	OK(transfer_withdraw(c, &on, &on));
	struct record rec = get(c, "enrolment", enrolment);
	OK(event_undo(c, &rec, &rec));
	OK(change(c, "enrolment", enrolment, "{\"boarder\":null}"));
	OK(change(c, "learner", s.learner, "{\"phone\":null}"));
	FAILS(transfer_undo(c, &t, "Nhầm", &t), "transfer.used");
	OK(set_status(c, "result", result, "03", NULL));
	OK(transfer_undo(c, &t, "Nhầm", &t));
	assert_string_equal(state(c), before);
}

TEST(what_the_old_school_put_right_since_is_not_lost)
{
	struct setting s = setting(c);
	struct transfer t = moved(c, s.learner, OTHER, s.there, DAY);

	OK(change(c, "enrolment", s.enrolment, "{\"promotion\":\"02\"}"));
	bool ok = transfer_undo(c, &t, "Nhầm", &t);
	assert_false(ok);
	assert_string_equal(c->key, "transfer.used");
	assert_string_equal(c->problems.first->field, s.enrolment);
	assert_non_null(strstr(c->problems.first->message, "ở Trường Tiểu học Ba Hàng đã"));
	ctx_clear(c);
	OK(change(c, "enrolment", s.enrolment, "{\"promotion\":null}"));
	OK(transfer_undo(c, &t, "Nhầm", &t));
}

TEST(a_record_merged_in_since_keeps_a_transfer)
{
	const struct setting s = setting(c);
	struct transfer t = moved(c, s.learner, OTHER, s.there, DAY);
	const char *twin = province_record(c, OTHER, "learner", "{\"full_name\":\"Sùng A Páo\",\"birth_date\":\"2018-04-05\",\"sex\":\"01\",\"ethnic_group\":\"08\"}");
	const struct record from = get(c, "learner", twin), into = get(c, "learner", s.learner);
	struct record parted;
	int64_t merge;

	OK(person_merge(c, &from, &into, NULL, NULL, &merge));
	FAILS(transfer_undo(c, &t, "Nhầm", &t), "transfer.used");
	OK(person_unmerge(c, &into, &parted));
	OK(transfer_undo(c, &t, "Nhầm", &t));
	assert_string_equal(get(c, "learner", twin).unit.code, OTHER);
	assert_string_equal(get(c, "learner", s.learner).unit.code, SCHOOL);
}

TEST(a_transfer_is_taken_back_by_who_has_the_person_only)
{
	const struct setting s = setting(c);
	struct transfer t = moved(c, s.learner, OTHER, s.there, DAY), open;

	const struct api_session old = api_account(c, "truong.cu", "head", SCHOOL, NULL), new = api_account(c, "truong.moi", "head", OTHER, NULL);
	const struct api_session far = api_account(c, "truong.xa", "head", FAR, NULL);
	const char *path = arena_fmt(c->arena, API "/transfers/%s/undo", t.code);
	struct api_reply r = api_call(c, &far, POST, path, "{\"reason\":\"Nhầm\"}");
	EXPECT(r, 404);
	r = api_call(c, &old, POST, path, "{\"reason\":\"Nhầm\"}");
	EXPECT(r, 403);
	assert_string_equal(r.key, "transfer.side");
	r = api_call(c, &new, POST, path, "{}");
	EXPECT(r, 422);
	r = api_call(c, &new, POST, path, "{\"reason\":\"Nhầm\"}");
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "state"), "undone");
	const struct transfer_start start = { .person = s.learner, .day = DAY };
	OK(transfer_offer(c, &start, OTHER, &open));
	FAILS(transfer_undo(c, &open, "Nhầm", &open), "transfer.state");
	OK(db_begin(c) && db_end(c, db_script(c, "UPDATE transfer SET undo = NULL, state = 'done' WHERE state = 'undone'")));
	FAILS(transfer_undo(c, &t, "Nhầm", &t), "transfer.kept");
}

TEST(whoever_went_on_is_not_taken_back_from_there)
{
	const struct setting s = setting(c);
	struct transfer t = moved(c, s.learner, OTHER, s.there, DAY);

	moved(c, s.learner, FAR, make_class(c, FAR, "2A", 2), "2025-10-08");
	FAILS(transfer_undo(c, &t, "Nhầm", &t), "person.moved");
}

/* Both by code and in every list; with what came along, and what the school wrote itself. */
TEST(a_school_that_took_an_arrival_back_reads_no_more_of_the_person)
{
	static const char *const lists[] = { "learners", "guardians", "enrolments", "enrolment_events", "results" };
	const struct setting s = setting(c);
	struct transfer t = moved(c, s.learner, OTHER, s.there, DAY);
	const struct api_session new = api_account(c, "truong.moi", "head", OTHER, NULL), old = api_account(c, "truong.cu", "head", SCHOOL, NULL);
	const char *learner = arena_fmt(c->arena, API "/learners/%s", s.learner);
	const char *result = province_record(c, OTHER, "result", arena_fmt(c->arena, "{\"learner\":\"%s\",\"period\":\"CK1\",\"school_year\":2025}", s.learner));

	OK(set_status(c, "result", result, "03", NULL));
	struct api_reply r = api_call(c, &new, GET, API "/guardians?gone=1", NULL);
	const char *guardian = json_string_value(json_object_get(json_array_get(api_items(&r), 0), "code"));
	assert_non_null(guardian);
	guardian = arena_fmt(c->arena, API "/guardians/%s", guardian);
	for (int undone = 0; undone < 2; undone++) {
		const int expected = undone ? 404 : 200;
		r = api_call(c, &new, GET, learner, NULL);
		EXPECT(r, expected);
		r = api_call(c, &new, GET, guardian, NULL);
		EXPECT(r, expected);
		r = api_call(c, &new, GET, arena_fmt(c->arena, "%s/history", learner), NULL);
		EXPECT(r, expected);
		r = api_call(c, &new, GET, API "/changes?limit=200", NULL);
		EXPECT(r, 200);
		assert_true((strstr(r.body, "Sùng") == NULL) == undone);
		assert_non_null(strstr(r.body, s.learner));
		r = api_call(c, &new, GET, arena_fmt(c->arena, API "/learners?q=%s", s.learner), NULL);
		assert_int_equal(json_array_size(api_items(&r)), !undone);
		for (size_t i = 0; i < COUNT(lists); i++) {
			r = api_call(c, &new, GET, arena_fmt(c->arena, API "/%s?gone=1", lists[i]), NULL);
			assert_int_equal(json_array_size(api_items(&r)), !undone);
			r = api_call(c, &new, GET, arena_fmt(c->arena, API "/%s?filter=%s", lists[i], api_escape(c->arena, "status != \"77\"")), NULL);
			assert_int_equal(json_array_size(api_items(&r)), !undone);
		}
		if (!undone)
			OK(transfer_undo(c, &t, "Nhầm", &t));
	}
	r = api_call(c, &new, GET, arena_fmt(c->arena, API "/transfers/%s", t.code), NULL);
	EXPECT(r, 200);
	r = api_call(c, &old, GET, learner, NULL);
	EXPECT(r, 200);
	/* What is only undone is the school's own still. */
	const char *own = province_record(c, OTHER, "learner", "{\"full_name\":\"Vừ Mí Già\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	OK(db_begin(c) && db_end(c, db_script(c, arena_fmt(c->arena, "UPDATE r_learner SET status = '06' WHERE code = '%s'", own))));
	r = api_call(c, &new, GET, arena_fmt(c->arena, API "/learners/%s", own), NULL);
	EXPECT(r, 200);
	r = api_call(c, &new, GET, API "/learners?gone=1", NULL);
	assert_int_equal(json_array_size(api_items(&r)), 1);
}
