/* test_quality.c - every shipped rule finds the record that breaks it, at its field, and leaves the others alone.
 *
 * test/quality/rules.json has a breaking and a fitting case for each rule, each in
 * schools of its own; a rule that has none fails here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "domain/quality/quality.h"
#include "domain/unit/unit_admin.h"
#include "province.h"
#include "quality_case.h"
#include "rows.h"

enum { YEAR = 2025 };

struct names {
	const char *name[40], *code[40];
	size_t n;
};

struct story {
	struct ctx *c;
	struct unit school, other;
	const char *class[2]; /* 1A of each */
	struct names names;
	const char *rule;
};

static void name(struct story *s, const char *what, const char *code)
{
	assert_true(s->names.n < COUNT(s->names.name));
	s->names.name[s->names.n] = what;
	s->names.code[s->names.n++] = code;
}

static const char *named(const struct story *s, const char *what)
{
	if (*what != '$')
		return what;
	for (size_t i = 0; i < s->names.n; i++)
		if (streq(s->names.name[i], what + 1))
			return s->names.code[i];
	fail_msg("%s: nothing is named %s", s->rule, what);
	return NULL;
}

static json_t *json_of(struct ctx *c, const char *text)
{
	json_t *o = json_loads(text, 0, NULL);

	assert_non_null(o);
	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	return o;
}

/* Some code of the list, where the default is not one of it. */
static json_t *known_code(const struct field *f, json_t *v)
{
	if (f->list == NULL || !json_is_string(v) || list_find(f->list, json_string_value(v), NULL) != NULL)
		return json_incref(v);
	return json_string(f->list->item[0].code);
}

static const char *make(struct story *s, const struct unit *u, const char *type, int year, const json_t *values, const char *status)
{
	struct ctx *c = s->c;
	const struct record_type *t = catalog_type(c->catalog, type);
	json_t *o = json_object(), *v;
	const char *key;
	struct draft d;
	struct outcome out;

	if (case_values(type) != NULL)
		json_object_update(o, json_of(c, case_values(type)));
	json_object_foreach((json_t *)values, key, v) {
		const struct field *f = field_find(t, key);
		if (f == NULL)
			fail_msg("%s: %s has no field %s", s->rule, type, key);
		if (json_is_null(v))
			json_object_del(o, key);
		else
			json_object_set_new(o, key, json_is_string(v) ? json_string(named(s, json_string_value(v))) : json_incref(v));
	}
	for (size_t i = 0; i < t->n_fields; i++)
		if ((v = json_object_get(o, t->field[i].name)) != NULL)
			json_object_set_new(o, t->field[i].name, known_code(&t->field[i], v));
	if (t->year_bound)
		json_object_set_new(o, "school_year", json_integer(year));
	draft_from_json(c, t, o, NULL, &d);
	json_decref(o);
	d.status = status;
	d.as_it_was = true; /* such as came in before the rule was there */
	OK(record_write_batch(c, t, u, &d, 1, &out));
	if (out.result == WRITE_REFUSED)
		fail_msg("%s: %s refused: %s", s->rule, type, out.problems.first->message);
	return out.code;
}

static const char *with(struct ctx *c, const char *key, const char *code, const char *key2, const char *code2)
{
	return arena_fmt(c->arena, "{\"%s\":\"%s\"%s%s%s%s%s}", key, code, key2 == NULL ? "" : ",\"", key2 == NULL ? "" : key2,
	                 key2 == NULL ? "" : "\":\"", key2 == NULL ? "" : code2, key2 == NULL ? "" : "\"");
}

/* A person and what is declared of them this year. */
static void make_person(struct story *s, const struct unit *u, const json_t *o, const char *person, const char *yearly, const json_t *values, int year)
{
	struct ctx *c = s->c;
	bool pupil = streq(person, "learner");
	const char *class = json_string_value(json_object_get(o, "class")), *as = json_string_value(json_object_get(o, "as"));
	const char *code = make(s, u, person, year, values, NULL);
	json_t *of_year = json_of(c, pupil ? with(c, "learner", code, "class", class != NULL ? named(s, class) : s->class[u == &s->other])
	                                   : with(c, "staff", code, NULL, NULL));

	json_object_update(of_year, json_object_get(o, "enrolment"));
	const char *second = make(s, u, yearly, year, of_year, NULL);
	if (as == NULL)
		return;
	name(s, as, code);
	name(s, arena_fmt(c->arena, "%s.%s", as, yearly), second);
}

static void tell(struct story *s, const json_t *o)
{
	const json_t *pupil = json_object_get(o, "pupil"), *teacher = json_object_get(o, "teacher"), *year = json_object_get(o, "year");
	const char *type = json_string_value(json_object_get(o, "type")), *as = json_string_value(json_object_get(o, "as"));
	const struct unit *u = json_object_get(o, "unit") != NULL ? &s->other : &s->school;
	int first = year == NULL ? YEAR : (int)json_integer_value(year);
	json_int_t times = json_object_get(o, "times") == NULL ? 1 : json_integer_value(json_object_get(o, "times"));

	for (json_int_t i = 0; i < times; i++) {
		if (pupil != NULL)
			make_person(s, u, o, "learner", "enrolment", pupil, first);
		else if (teacher != NULL)
			make_person(s, u, o, "staff", "staff_year", teacher, first);
	}
	struct ctx *c = s->c;
	const json_t *same = json_object_get(o, "same_person");
	if (same != NULL)
		OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_learner SET code = $2 WHERE code = $1", ARGS(val_text(named(s, json_string_value(json_array_get(same, 0)))),
		                                   val_text(named(s, json_string_value(json_array_get(same, 1))))))));
	if (type == NULL)
		return;
	const char *code = make(s, u, type, first, json_object_get(o, "values"), json_string_value(json_object_get(o, "status")));
	if (as != NULL)
		name(s, as, code);
	/* What the store refuses today may have come from elsewhere before: set behind its back. */
	const char *behind = json_string_value(json_object_get(o, "behind"));
	if (behind != NULL)
		OK(db_begin(c) && db_end(c, db_run(c, arena_fmt(c->arena, "UPDATE r_%s SET status = $1 WHERE code = $2", type),
		                                         ARGS(val_text(behind), val_text(code)))));
}

static struct unit new_school(struct ctx *c, const char *level_group, const json_t *values)
{
	static int serial;
	json_t *o = json_pack("{ss ss ss ss}", "code", arena_fmt(c->arena, "19%06d", 700000 + serial++), "name", "Trường Ba Hàng", "level_group",
	                      level_group == NULL ? "06" : level_group, "ownership", "01");
	struct draft d;
	struct unit made;

	json_object_update(o, (json_t *)values);
	draft_from_json(c, catalog_type(c->catalog, "school"), o, NULL, &d);
	json_decref(o);
	d.as_it_was = true;
	OK(unit_make_school(c, &d, "P172", &made));
	return made;
}

static struct story begin(struct ctx *c, const char *rule, const json_t *o)
{
	static const char *const class_1a = "{\"name\":\"1A\",\"grade\":\"01\"}";
	struct story s = { .c = c, .rule = rule };
	size_t i;
	json_t *r;

	const char *level_group = json_string_value(json_object_get(o, "level_group"));
	s.school = new_school(c, level_group, json_object_get(o, "school"));
	s.other = new_school(c, level_group, NULL);
	name(&s, "school", s.school.code);
	bool pupils = false;
	json_array_foreach(json_object_get(o, "records"), i, r)
		pupils = pupils || (json_object_get(r, "pupil") != NULL && json_object_get(r, "class") == NULL);
	if (pupils) {
		s.class[0] = make(&s, &s.school, "class", YEAR, json_of(c, class_1a), NULL);
		s.class[1] = make(&s, &s.other, "class", YEAR, json_of(c, class_1a), NULL);
	}
	json_array_foreach(json_object_get(o, "records"), i, r)
		tell(&s, r);
	return s;
}

static struct findings run(struct ctx *c, const char *rule, const struct unit *u)
{
	struct findings found;
	struct quality *q;

	OK(quality_prepare(c, &(struct quality_query){ .year = YEAR, .rule = rule }, &q));
	OK(quality_run(c, q, u, &found));
	return found;
}

static bool is_there(const struct findings *f, const char *code, const char *field)
{
	for (size_t i = 0; i < f->n; i++)
		if (streq(f->item[i].code, code) && (field == NULL ? f->item[i].field == NULL : f->item[i].field != NULL && streq(f->item[i].field->name, field)))
			return true;
	return false;
}

static void check_case(struct ctx *c, const char *rule, const json_t *o)
{
	struct story s = begin(c, rule, o);
	const json_t *expect = json_object_get(o, "expect");
	struct findings found = run(c, rule, &s.school);
	size_t i;
	json_t *pair;

	if (found.n != json_array_size(expect))
		fail_msg("%s: %zu faults, expected %zu; the first at %s %s", rule, found.n, json_array_size(expect), found.n == 0 ? "-" : found.item[0].code,
		         found.n == 0 || found.item[0].field == NULL ? "-" : found.item[0].field->name);
	json_array_foreach(expect, i, pair) {
		const char *code = named(&s, json_string_value(json_array_get(pair, 0))), *field = json_string_value(json_array_get(pair, 1));
		if (!is_there(&found, code, field))
			fail_msg("%s: not found at %s %s", rule, code, field == NULL ? "(school)" : field);
	}
}

TEST(quality_rules_find_what_breaks_them_and_nothing_else)
{
	json_t *all = json_of(c, test_file_text(c, "test/quality/rules.json"));
	const char *stray;
	json_t *ignored;

	province_make(c);
	assert_true(c->catalog->n_rules > 0);
	for (size_t i = 0; i < c->catalog->n_rules; i++) {
		const struct rule *r = &c->catalog->rule[i];
		const json_t *o = json_object_get(all, r->name);
		const json_t *breaks = json_object_get(o, "breaks"), *fits = json_object_get(o, "fits");
		if (breaks == NULL || fits == NULL || json_array_size(json_object_get(breaks, "expect")) == 0)
			fail_msg("rule %s has no case in test/quality/rules.json", r->name);
		check_case(c, r->name, breaks);
		check_case(c, r->name, fits);
	}
	json_object_foreach(all, stray, ignored)
		if (rule_find(c->catalog, stray) == NULL)
			fail_msg("test/quality/rules.json: there is no rule %s", stray);
}

/* ---- planted among many ---- */

static const char *plant(struct ctx *c, int i, const char *more)
{
	const char *learner = province_old_record(c, "19172401", "learner", arena_fmt(c->arena,
		"{\"full_name\":\"Lê Văn An\",\"birth_date\":\"2018-03-%02d\",\"sex\":\"01\",\"ethnic_group\":\"01\",\"mother_name\":\"Lê Thị Bé\",\"birth_place\":\"x\","
		"\"residence_province\":\"19\",\"residence_commune\":\"05440\"%s}", 1 + i % 28, more));

	province_record(c, "19172401", "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"19172401-L2\",\"school_year\":2025}", learner));
	return learner;
}

TEST(quality_finds_planted_mistakes_among_sound_records)
{
	static const struct {
		const char *more, *rule, *field;
	} mistake[] = {
		{ ",\"personal_id\":\"019118000001\"", "identity_number_sex", "personal_id" },
		{ ",\"personal_id\":\"019217000002\"", "identity_number_birth_date", "personal_id" },
		{ ",\"personal_id\":\"021218000003\"", "identity_number_form", "personal_id" },
		{ ",\"personal_id\":\"019218000004\",\"birth_year\":2018", "birth_year_beside_date", "birth_year" },
		{ "", "identity_number_missing", "personal_id" },
	};
	const char *code[COUNT(mistake)];

	province_make(c);
	assert_string_equal(province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), "19172401-L2");
	for (int i = 0; i < 100; i++)
		plant(c, i, arena_fmt(c->arena, ",\"personal_id\":\"019218100%03d\"", i));
	for (size_t i = 0; i < COUNT(mistake); i++)
		code[i] = plant(c, (int)i, mistake[i].more);
	struct unit school = province_unit(c, "19172401");
	for (size_t i = 0; i < COUNT(mistake); i++) {
		struct findings found = run(c, mistake[i].rule, &school);
		size_t wanted = streq(mistake[i].rule, "identity_number_birth_date") ? 2 : 1; /* the wrong century is a wrong year too */
		if (found.n != wanted || !is_there(&found, code[i], mistake[i].field))
			fail_msg("%s: %zu found", mistake[i].rule, found.n);
	}
}

/* ---- pages, sums, rights ---- */

TEST(quality_pages_hold_every_fault_once)
{
	struct unit u;
	size_t total = 0, seen = 0;
	const char *cursor = NULL;
	struct buf all = buf_in(c->arena), paged = buf_in(c->arena);

	province_make(c);
	u = province_unit(c, "19172401");
	province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	for (int i = 0; i < 5; i++)
		province_pupil(c, "19172401", "19172401-L2", "lê an", "2019-01-02", "01", "01");
	struct quality_query q = { .unit = &u, .year = YEAR, .limit = 1000 };
	OK(quality_problems(c, &q, &all, NULL, &total, &cursor));
	assert_null(cursor);
	assert_true(total > 20);
	q.limit = 3;
	do {
		struct buf page = buf_in(c->arena);
		q.cursor = cursor;
		OK(quality_problems(c, &q, &page, NULL, &total, &cursor));
		buf_fmt(&paged, "%s%s", paged.len > 0 ? "," : "", buf_text(&page));
		seen++;
	} while (cursor != NULL);
	assert_int_equal(seen, (total + 2) / 3);
	assert_string_equal(paged.data, all.data);
	assert_non_null(strstr(all.data, "\"title\":\"lê an\",\"class\":\"19172401-L2\",\"class.title\":\"1A\""));
	assert_null(strstr(all.data, "2019-01-02"));
	FAILS(quality_problems(c, &(struct quality_query){ .unit = &u, .year = YEAR, .rule = "x" }, &all, NULL, &total, &cursor), "quality.rule");
	FAILS(quality_problems(c, &(struct quality_query){ .unit = &u, .year = YEAR, .severity = "x" }, &all, NULL, &total, &cursor), "quality.severity");
	u = province_unit(c, "P172");
	FAILS(quality_problems(c, &(struct quality_query){ .unit = &u, .year = YEAR }, &all, NULL, &total, &cursor), "quality.unit");
}

TEST(quality_summary_counts_schools_one_by_one)
{
	struct buf items = buf_in(c->arena);
	const char *cursor;
	struct unit u;

	province_make(c);
	province_record(c, "19172402", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	u = province_unit(c, "19");
	struct quality_query q = { .unit = &u, .year = YEAR, .limit = 2 };
	OK(quality_summary(c, &q, &items, &cursor));
	assert_string_equal(cursor, "19172401");
	assert_non_null(strstr(items.data, "\"unit\":\"19000501\""));
	q.cursor = cursor;
	items = buf_in(c->arena);
	OK(quality_summary(c, &q, &items, &cursor));
	assert_null(cursor);
	assert_non_null(strstr(items.data, "\"unit\":\"19172402\""));
	assert_non_null(strstr(items.data, "\"class_empty\":1"));
	assert_null(strstr(items.data, "01001401"));
}

/* A pass that is cut off gives no answer, never part of one. */
TEST(quality_gives_no_answer_when_the_database_fails)
{
	struct findings whole, found;
	struct quality *q;
	struct unit u;
	bool done = false;
	int n = 0;

	province_make(c);
	province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, "19172401", "19172401-L2", "lê an", "2019-01-02", "01", "01");
	province_record(c, "19172401", "staff", "{\"full_name\":\"Trần Văn Dạy\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	province_record(c, "19172401", "room", "{\"name\":\"P1\",\"kind\":\"01\",\"solidity\":\"01\",\"level\":\"02\",\"school_year\":2025}");
	province_record(c, "19172401", "toilet", "{\"users\":\"01\",\"school_year\":2025}");
	province_record(c, "19172401", "equipment", "{\"name\":\"Bàn\",\"kind\":\"01\",\"quantity\":20,\"school_year\":2025}");
	u = province_unit(c, "19172401");
	OK(quality_prepare(c, &(struct quality_query){ .year = YEAR }, &q));
	OK(quality_run(c, q, &u, &whole));
	while (!done && n < 100) {
		db_inject_fault(c->db, ++n);
		done = quality_run(c, q, &u, &found);
		db_inject_fault(c->db, 0);
		if (!done)
			assert_string_equal(c->key, "db.fault");
		ctx_clear(c);
	}
	assert_true(n > 10);
	assert_int_equal(found.n, whole.n);
}

TEST(quality_tells_only_of_what_the_caller_may_read)
{
	struct role *role = NEW(c->arena, struct role);
	struct account *a;
	struct buf b = buf_in(c->arena);

	province_make(c);
	province_act_as(c, "clerk", "19172401");
	quality_put_rules(c, &b);
	assert_non_null(strstr(b.data, "identity_number_sex"));
	assert_non_null(strstr(b.data, "staff_year_twice"));
	a = NEW(c->arena, struct account);
	*a = *c->account;
	*role = *a->role;
	role->right = (const struct right[]){ { "quality", " read " }, { "classes", " read " } };
	role->n_rights = 2;
	a->role = role;
	c->account = a;
	b = buf_in(c->arena);
	quality_put_rules(c, &b);
	assert_null(strstr(b.data, "identity_number_sex"));
	assert_null(strstr(b.data, "class_size"));    /* counts learners */
	assert_null(strstr(b.data, "homeroom_twice")); /* looks at staff */
	assert_non_null(strstr(b.data, "age_group_missing"));
}
