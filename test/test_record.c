/* test_record.c - the life of records: made, found, listed, changed, never lost. */
#include "province.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "db/db.h"
#include "store/change.h"

static const char an[] = "{\"full_name\":\"Nguyễn Văn An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}";

static const struct record_type *learner(struct ctx *c)
{
	return catalog_type(c->catalog, "learner");
}

static struct record find(struct ctx *c, const char *code)
{
	struct record rec;

	OK(record_find(c, learner(c), actor_scope(c), code, &rec));
	return rec;
}

static const char *text(struct ctx *c, const struct record *rec, const char *field)
{
	(void)c;
	return rec->value[field_find(rec->type, field)->index].s;
}

TEST(a_learner_gets_a_code_of_its_province)
{
	province_make(c);
	const char *code = province_record(c, "19172401", "learner", an);
	assert_int_equal(strlen(code), 10);
	assert_int_equal(strncmp(code, "19", 2), 0);
	struct record rec = find(c, code);
	assert_string_equal(text(c, &rec, "full_name"), "Nguyễn Văn An");
	assert_string_equal(text(c, &rec, "birth_date"), "2018-03-09");
	assert_int_equal(rec.version, 1);
}

TEST(records_of_others_do_not_exist)
{
	struct record rec;

	province_make(c);
	const char *code = province_record(c, "19172401", "learner", an);
	province_act_as(c, "head", "19172402");
	FAILS(record_find(c, learner(c), actor_scope(c), code, &rec), "record.unknown");
	province_act_as(c, "manager", "01");
	FAILS(record_find(c, learner(c), actor_scope(c), code, &rec), "record.unknown");
	province_act_as(c, "manager", "P172");
	find(c, code);
}

TEST(required_fields_and_values_are_told_all_at_once)
{
	struct draft d;
	struct outcome out;
	json_t *o = json_pack("{ss ss ss ss}", "birth_date", "2018-02-30", "sex", "9", "ethnic_group", "01", "nickname", "x");

	province_make(c);
	struct unit u = province_unit(c, "19172401");
	draft_from_json(c, learner(c), o, NULL, &d);
	json_decref(o);
	OK(record_write_batch(c, learner(c), &u, &d, 1, &out));
	assert_int_equal(out.result, WRITE_REFUSED);
	assert_true(out.problems.errors >= 4);
	assert_string_equal(out.problems.first->key, "field.date");
}

TEST(a_change_needs_the_version_that_was_read)
{
	int64_t version;

	province_make(c);
	struct record rec = find(c, province_record(c, "19172401", "learner", an));
	struct draft d = province_draft(c, "learner", "{\"full_name\":\"Nguyễn Văn Ân\"}");
	OK(record_change(c, &rec, 1, &d, &version));
	assert_int_equal(version, 2);
	FAILS(record_change(c, &rec, 1, &d, &version), "record.stale");
	rec = find(c, rec.code);
	assert_string_equal(text(c, &rec, "full_name"), "Nguyễn Văn Ân");
	OK(record_change(c, &rec, 2, &d, &version));
	assert_int_equal(version, 2); /* nothing changed: no version, no entry */
}

TEST(a_boolean_said_again_is_no_change)
{
	const struct record_type *t = catalog_type(c->catalog, "class");
	struct record rec;
	int64_t version;

	province_make(c);
	const char *code = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025,\"combined\":true}");
	OK(record_find(c, t, actor_scope(c), code, &rec));
	struct draft d = province_draft(c, "class", "{\"combined\":true}");
	OK(record_change(c, &rec, 1, &d, &version));
	assert_int_equal(version, 1);
}

TEST(every_change_is_in_the_log_and_the_chain_holds)
{
	int64_t version, entries;

	province_make(c);
	struct unit u = province_unit(c, "19172401");
	struct record rec = find(c, province_record(c, "19172401", "learner", an));
	struct draft d = province_draft(c, "learner", "{\"sex\":\"02\"}");
	OK(record_change(c, &rec, 1, &d, &version));
	rec = find(c, rec.code);
	OK(record_set_status(c, &rec, 2, "02", "thử", &version));
	json_t *history = change_history(c, &u, "learner", rec.id);
	assert_int_equal(json_array_size(history), 3);
	const json_t *second = json_array_get(history, 1);
	assert_string_equal(json_string_value(json_object_get(json_object_get(second, "before"), "sex")), "01");
	assert_string_equal(json_string_value(json_object_get(json_object_get(second, "after"), "sex")), "02");
	json_decref(history);
	OK(chain_verify(c, &u, &entries));
	assert_int_equal(entries, 5); /* unit, school, learner made, changed, status */
}

/* Whoever alters, takes out or cuts off entries is found out, at the right entry. */
TEST(tampering_with_the_log_is_seen)
{
	static const struct {
		const char *sql;
		const char *entry; /* the first bad one, and what is wrong with it */
	} attack[] = {
		{ "UPDATE change SET after = '{\"sex\":\"02\"}' WHERE unit_id = $1 AND seq = 3", "số 3" },
		{ "UPDATE change SET at = at + 1 WHERE unit_id = $1 AND seq = 3", "số 3" },
		{ "UPDATE change SET account_id = 9 WHERE unit_id = $1 AND seq = 3", "số 3" },
		{ "UPDATE change SET purpose = 'x' WHERE unit_id = $1 AND seq = 3", "số 3" },
		{ "DELETE FROM change WHERE unit_id = $1 AND seq = 3", "số 3: mục này đã mất" },
		{ "DELETE FROM change WHERE unit_id = $1 AND seq > 3", "số 4: các mục cuối đã bị cắt" },
		{ "UPDATE unit_head SET seq = 3, hash = (SELECT hash FROM change WHERE change.unit_id = $1 AND seq = 2) WHERE unit_id = $1", "số 5" },
	};
	int64_t entries;

	province_make(c);
	struct unit u = province_unit(c, "19172401");
	province_record(c, "19172401", "learner", an);
	province_record(c, "19172401", "learner", an);
	for (size_t i = 0; i < COUNT(attack); i++) {
		OK(db_begin(c));
		OK(db_run(c, attack[i].sql, ARGS(val_int(u.id))));
		assert_false(chain_verify(c, &u, &entries));
		assert_string_equal(c->key, "audit.broken");
		if (strstr(c->detail, attack[i].entry) == NULL)
			fail_msg("%s: %s", attack[i].sql, c->detail);
		assert_false(db_end(c, false));
		ctx_clear(c);
	}
	OK(chain_verify(c, &u, &entries));
}

static const char *list(struct ctx *c, const char *unit_code, bool within, const char *q, const char *filter, const char *cursor,
                        size_t limit, const char **next)
{
	struct unit u = province_unit(c, unit_code);
	struct record_query query = { .scope = actor_scope(c), .unit = &u, .within = within, .q = q, .filter = filter, .cursor = cursor,
	                              .fields = "full_name", .limit = limit };
	struct buf b = buf_in(c->arena);

	OK(record_list(c, learner(c), &query, &b, next));
	return buf_text(&b);
}

TEST(lists_are_in_order_of_given_names_and_page_by_page)
{
	static const char *const names[] = { "Trần Thị Đào", "Lê Văn Dũng", "Nguyễn An", "Phạm Văn Ân", "Hoàng Ánh", "Đỗ Bình" };
	static const char *const order[] = { "Nguyễn An", "Hoàng Ánh", "Phạm Văn Ân", "Đỗ Bình", "Lê Văn Dũng", "Trần Thị Đào" };
	const char *cursor = NULL;
	char seen[2000] = "";

	province_make(c);
	for (size_t i = 0; i < COUNT(names); i++)
		province_record(c, "19172401", "learner", arena_fmt(c->arena,
			"{\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}", names[i]));
	for (size_t page = 0; page < 3; page++) {
		const char *items = list(c, "19172401", false, NULL, NULL, cursor, 2, &cursor);
		snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s", items);
	}
	assert_null(cursor);
	const char *at = seen;
	for (size_t i = 0; i < COUNT(order); i++) {
		at = strstr(at, order[i]);
		if (at == NULL)
			fail_msg("%s is not in its place: %s", order[i], seen);
	}
}

TEST(search_minds_neither_marks_nor_case)
{
	const char *next;

	province_make(c);
	province_record(c, "19172401", "learner", an);
	assert_non_null(strstr(list(c, "19172401", false, "nguyen AN", NULL, NULL, 10, &next), "Nguyễn Văn An"));
	assert_string_equal(list(c, "19172401", false, "nguyen_an", NULL, NULL, 10, &next), "");
	assert_non_null(strstr(list(c, "19", true, "an", NULL, NULL, 10, &next), "Nguyễn Văn An"));
	assert_string_equal(list(c, "01", true, "an", NULL, NULL, 10, &next), "");
	assert_string_equal(list(c, "19", false, "an", NULL, NULL, 10, &next), "");
}

TEST(filters_are_expressions)
{
	const char *next;

	province_make(c);
	province_record(c, "19172401", "learner", an);
	assert_non_null(strstr(list(c, "19172401", false, NULL, "sex == \"01\" and age_on(\"2025-12-31\") == 7", NULL, 10, &next), "An"));
	assert_string_equal(list(c, "19172401", false, NULL, "sex == \"02\" or school.ownership != \"01\"", NULL, 10, &next), "");
	struct unit u = province_unit(c, "19172401");
	struct record_query q = { .scope = actor_scope(c), .unit = &u, .filter = "password == \"x\"", .limit = 1 };
	struct buf b = buf_in(c->arena);
	FAILS(record_list(c, learner(c), &q, &b, &next), "expr.invalid");
}

TEST(a_sender_may_repeat_itself)
{
	struct draft d[2];
	struct outcome out[2];

	province_make(c);
	struct unit u = province_unit(c, "19172401");
	d[0] = province_draft(c, "learner", "{\"client_id\":\"a1\",\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	d[1] = province_draft(c, "learner", "{\"client_id\":\"a2\",\"full_name\":\"Lê Bình\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	OK(record_write_batch(c, learner(c), &u, d, 2, out));
	assert_true(out[0].result == WRITE_CREATED && out[1].result == WRITE_CREATED);
	const char *code = out[0].code;
	d[1] = province_draft(c, "learner", "{\"client_id\":\"a2\",\"full_name\":\"Lê Bính\"}");
	OK(record_write_batch(c, learner(c), &u, d, 2, out));
	assert_int_equal(out[0].result, WRITE_UNCHANGED);
	assert_string_equal(out[0].code, code);
	assert_int_equal(out[1].result, WRITE_CHANGED);
	assert_int_equal(out[1].version, 2);
}

TEST(one_personal_number_is_one_learner_of_a_school)
{
	static const char json[] = "{\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\",\"personal_id\":\"019218000001\"}";
	struct outcome out[2];

	province_make(c);
	struct unit u = province_unit(c, "19172401");
	struct draft d[2] = { province_draft(c, "learner", json), province_draft(c, "learner", json) };
	OK(record_write_batch(c, learner(c), &u, d, 2, out));
	assert_int_equal(out[0].result, WRITE_CREATED);
	assert_int_equal(out[1].result, WRITE_REFUSED);
	(void)fail_problems(c, &out[1].problems);
	assert_string_equal(c->key, "field.taken");
	ctx_clear(c);
	OK(record_write_batch(c, learner(c), &u, d, 1, out));
	assert_int_equal(out[0].result, WRITE_REFUSED);
}

TEST(references_stay_inside_the_unit)
{
	struct outcome out;

	province_make(c);
	const char *code = province_record(c, "19172402", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *pupil = province_record(c, "19172401", "learner", an);
	struct unit u = province_unit(c, "19172401");
	struct draft d = province_draft(c, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", pupil, code));
	OK(record_write_batch(c, catalog_type(c->catalog, "enrolment"), &u, &d, 1, &out));
	assert_int_equal(out.result, WRITE_REFUSED);
	assert_string_equal(out.problems.first->key, "field.reference");
}

struct issuer {
	pthread_t thread;
	const char *code[100];
	char text[100][16];
	bool ok;
};

static void *issue(void *arg)
{
	struct issuer *me = arg;
	struct ctx own = { .arena = arena_new(), .catalog = test_catalog(), .now_ms = 1763700000000 }, *c = &own;
	const struct scope all = { .path = "/" };
	struct outcome out;
	struct unit u;
	struct db *db = NULL;

	me->ok = db_open(c, &db, test_database());
	c->db = db;
	me->ok = me->ok && unit_find(c, &all, ((uintptr_t)me & 64) ? "19172401" : "19172402", &u);
	struct draft d = province_draft(c, "learner", an);
	for (int i = 0; me->ok && i < 100; i++) {
		do {
			ctx_clear(c);
			me->ok = record_write_batch(c, learner(c), &u, &d, 1, &out);
		} while (!me->ok && c->err == ERR_BUSY);
		if (me->ok)
			snprintf(me->text[i], sizeof me->text[i], "%s", out.code);
	}
	db_close(db);
	arena_free(own.arena);
	return NULL;
}

TEST(codes_are_never_issued_twice)
{
	struct issuer *w = NEW_N(c->arena, struct issuer, 6);
	struct rows r;

	province_make(c);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(pthread_create(&w[i].thread, NULL, issue, &w[i]), 0);
	for (size_t i = 0; i < 6; i++) {
		pthread_join(w[i].thread, NULL);
		assert_true(w[i].ok);
	}
	OK(db_query(c, &r, "SELECT count(*), count(DISTINCT code) FROM r_learner", NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 600);
	assert_int_equal(rows_int(&r, 0, 1), 600);
	for (size_t i = 0; i < 600; i++)
		for (size_t k = i + 1; k < 600; k++)
			assert_string_not_equal(w[i / 100].text[i % 100], w[k / 100].text[k % 100]);
	for (size_t i = 0; i < 2; i++) {
		struct unit u = province_unit(c, i == 0 ? "19172401" : "19172402");
		int64_t entries;
		OK(chain_verify(c, &u, &entries));
	}
}

/* The database fails at every single call in turn: each time nothing is half written. */
TEST(a_batch_survives_a_failure_at_every_call)
{
	struct outcome out[2];
	bool done = false;
	int n = 0;
	struct rows r;

	province_make(c);
	struct unit u = province_unit(c, "19172401");
	struct draft d[2] = {
		province_draft(c, "learner", "{\"client_id\":\"a1\",\"full_name\":\"Lê An\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}"),
		province_draft(c, "learner", "{\"client_id\":\"a2\",\"full_name\":\"Lê Ba\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}"),
	};
	while (!done && n < 60) {
		int64_t entries;
		db_inject_fault(c->db, ++n);
		done = record_write_batch(c, learner(c), &u, d, 2, out);
		db_inject_fault(c->db, 0);
		assert_true(done == (c->err == ERR_NONE));
		ctx_clear(c);
		OK(db_query(c, &r, "SELECT (SELECT count(*) FROM r_learner), (SELECT count(*) FROM identifier) + (SELECT count(*) FROM client_key),"
		                   " (SELECT count(*) FROM change WHERE type = 'learner')", NULL, 0));
		assert_int_equal(rows_int(&r, 0, 0), done ? 2 : 0);
		assert_int_equal(rows_int(&r, 0, 1), done ? 4 : 0);
		assert_int_equal(rows_int(&r, 0, 2), done ? 2 : 0);
		OK(chain_verify(c, &u, &entries));
	}
	assert_true(done && n > 8);
}

TEST_PURE(record_codes_of_one_and_two_letters_are_told_apart)
{
	const char *unit;
	int64_t id;

	assert_string_equal(record_code_make(c->arena, "LT", "19-A", 12), "19-A-LT12");
	assert_true(record_code_split(c->arena, "LT", "19-A-LT12", &unit, &id));
	assert_string_equal(unit, "19-A");
	assert_int_equal(id, 12);
	assert_true(record_code_split(c->arena, "L", "19-L7", &unit, &id));
	assert_false(record_code_split(c->arena, "L", "19-LT12", &unit, &id));
	assert_false(record_code_split(c->arena, "LT", "19-L12", &unit, &id));
	assert_false(record_code_split(c->arena, "LT", "19-LT", &unit, &id));
	assert_false(record_code_split(c->arena, "LT", "19-LT07", &unit, &id));
	assert_false(record_code_split(c->arena, "LT", "19-LT1x", &unit, &id));
	assert_false(record_code_split(c->arena, "LT", "LT1", &unit, &id));
	assert_false(record_code_split(c->arena, "", "19-7", &unit, &id));
}

TEST(a_code_of_another_time_is_told)
{
	struct draft d;
	struct outcome out;

	province_make(c);
	struct unit u = province_unit(c, "19172401");
	/* Hà Giang and its commune ended with June 2025: an address may still name them, with a warning each. */
	d = province_draft(c, "learner", "{\"full_name\":\"Sùng A Tủa\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"08\",\"residence_province\":\"02\"}");
	OK(record_write_batch(c, d.type, &u, &d, 1, &out));
	assert_int_equal(out.result, WRITE_CREATED);
	assert_int_equal(out.problems.warnings, 1);
	assert_string_equal(out.problems.first->key, "field.code_date");
	/* Any other code must mean something in the year it is used in. */
	struct ctx dated = *c;
	struct list list = *catalog_list(c->catalog, "sex");
	struct list_item item[2] = { list.item[0], list.item[1] };
	struct field f = *field_find(d.type, "sex");
	struct record_type t = *d.type;
	struct val value = val_text("01");
	item[0].valid_to = "2025-07-01";
	list.item = item;
	list.n_items = 2;
	list.dated = true;
	f.list = &list;
	t.field = &f;
	t.n_fields = 1;
	static const struct {
		const char *code;
		int year;
		size_t errors;
	} cases[] = { { "01", 2024, 0 }, { "01", 2025, 1 }, { "02", 2025, 0 }, { "01", 0, 1 }, { "02", 0, 0 } };
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct problems p = { 0 };
		value = val_text(cases[i].code);
		record_check_dates(&dated, &t, &value, NULL, cases[i].year, &p);
		assert_int_equal(p.errors, cases[i].errors);
	}
}
