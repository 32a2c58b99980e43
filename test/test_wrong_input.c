/* test_wrong_input.c - wrong types, huge numbers and cursors of other lists are the sender's mistake, said so, on both engines. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "base/text.h"
#include "catalog/expr.h"
#include "province.h"

#define SCHOOL "19172401"

static const char *make(struct ctx *c, size_t pupils)
{
	const char *learner = NULL;

	province_make(c);
	const char *class_code = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	for (size_t i = 0; i < pupils; i++)
		learner = province_pupil(c, SCHOOL, class_code, arena_fmt(c->arena, "Lê Văn %c", (char)('A' + i)), "2019-03-04", "01", "01");
	return learner;
}

/* ---- every parameter of every GET ---- */

static const char *const values[] = {
	"", "x", "-1", "0", "1", "1e9", "2025abc", "99999999999", "9223372036854775807", "9223372036854775808",
	"-9223372036854775808", "99999999999999999999999", "4294967297", "NaN", "null", "true", "%22", "'", "%25", "i1.i2.i3", "i1.t41.i2", "t41.i1.i1",
	"i99999999999999999999.i1.i1", "b00.i1.i1", "i1.b00.i1", "i1.i2025.b00.i1", "2025-13-45", "0000-00-00", "changed_at", "-code",
};

static const char *path_of(struct ctx *c, const struct route *t, const struct record_type *type, const char *hole)
{
	struct buf b = buf_in(c->arena);

	for (const char *s = t->path; *s != '\0'; s++) {
		if (*s != '{') {
			buf_char(&b, *s);
			continue;
		}
		buf_put(&b, strncmp(s, "{plural}", 8) == 0 ? type->plural : hole);
		s = strchr(s, '}');
	}
	return buf_text(&b);
}

static size_t ask(struct ctx *c, const struct api_session *who, const char *target)
{
	const struct api_reply r = api_call(c, who, GET, target, NULL);

	if (r.status >= 500)
		fail_msg("GET %s: %d %s", target, r.status, r.body);
	return 1;
}

static size_t ask_parameters(struct ctx *c, const struct api_session *who, const struct route *t, const struct record_type *type)
{
	const bool preview = strstr(t->path, "reports/preview") != NULL;
	const char *base = path_of(c, t, type, "02-TH-DN");
	char names[200], *save = NULL;
	size_t n = 0;

	snprintf(names, sizeof names, "%s", t->query == NULL ? "" : t->query);
	for (char *name = strtok_r(names, " ", &save); name != NULL; name = strtok_r(NULL, " ", &save))
		for (size_t i = 0; i < COUNT(values); i++)
			n += ask(c, who, arena_fmt(c->arena, "%s?%s=%s%s%s", base, name, values[i], preview && !streq(name, "form") ? "&form=02-TH-DN" : "",
			                           preview && !streq(name, "period") ? "&period=2025-start" : ""));
	for (size_t i = 0; strchr(t->path, '{') != NULL && i < COUNT(values); i++)
		n += ask(c, who, path_of(c, t, type, *values[i] == '\0' ? "%20" : values[i]));
	return n;
}

TEST(no_parameter_is_a_failure_of_ours)
{
	static const char *const types[] = { "learner", "enrolment", "school", "finance_line" };
	size_t n = 0;

	(void)make(c, 3);
	api_serve_jobs(c);
	const struct api_session head = api_account(c, "hieu.truong", "head", SCHOOL, NULL), office = api_account(c, "can.bo", "manager", "19", NULL);
	const struct api_session issuer = api_account(c, "quan.tri", "unit_admin", "19", NULL);
	const struct api_session *const who[] = { &head, &office, &issuer };
	for (size_t i = 0; i < api_app.n_routes; i++) {
		const struct route *t = &api_app.routes[i];
		const bool typed = strstr(t->path, "{plural}") != NULL;
		for (size_t k = 0; t->method == GET && k < (typed ? COUNT(types) : 1); k++)
			for (size_t w = 0; w < (typed ? 1 : COUNT(who)); w++)
				n += ask_parameters(c, who[w], t, typed ? catalog_type(c->catalog, types[k]) : NULL);
	}
	printf("%zu requests\n", n);
	assert_true(n > 3000);
}

TEST(a_cursor_of_another_list_is_refused)
{
	static const char *const lists[] = {
		"/learners?sort=name", "/learners?sort=code", "/learners?sort=changed_at", "/enrolments?sort=name", "/classes?sort=name", "/learners?sort=-code",
		"/learners?sort=code&q=le", "/learners?sort=code&filter=sex+%3D%3D+%2201%22", "/enrolments?year=2025", "/enrolments?year=2025&sort=name",
		"/enrolments?unit=19172401", "/quality/problems?year=2025", "/quality/problems?year=2025&severity=notice",
	};
	const char *cursor[COUNT(lists)];

	(void)make(c, 3);
	(void)province_record(c, SCHOOL, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	const struct api_session head = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	for (size_t i = 0; i < COUNT(lists); i++) {
		struct api_reply r = api_call(c, &head, GET, arena_fmt(c->arena, API "%s&limit=1", lists[i]), NULL);
		EXPECT(r, 200);
		cursor[i] = arena_strdup(c->arena, api_text(&r, "cursor"));
		assert_true(*cursor[i] != '\0');
	}
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < COUNT(lists); k++) {
			struct api_reply r = api_call(c, &head, GET, arena_fmt(c->arena, API "%s&cursor=%s", lists[i], api_escape(c->arena, cursor[k])), NULL);
			EXPECT(r, i == k ? 200 : 422);
			if (i != k)
				assert_string_equal(r.key, "query.cursor");
		}
	struct api_reply r = api_call(c, &head, GET, arena_fmt(c->arena, API "/learners?fields=full_name&limit=2&cursor=%s&sort=name", cursor[0]), NULL);
	EXPECT(r, 200); /* how much of it, and in what order it is asked for, may change on the way */
	assert_int_equal(json_array_size(api_items(&r)), 2);
	r = api_call(c, &head, GET, arena_fmt(c->arena, API "/enrolments?sort=name&cursor=%s&year=2025", cursor[9]), NULL);
	EXPECT(r, 200);
}

TEST(a_cursor_that_is_none_is_refused_by_every_list)
{
	static const char *const lists[] = {
		"/exports?", "/duplicates?year=2025&", "/quality/checklists/grade-12-exam?year=2025&", "/transfers?", "/units?within=19172401&",
		"/quality/problems?year=2025&", "/quality/summary?year=2025&", "/learners?",
	};
	static const char *const sealed[] = { "", "x", "i1.i2", "i1.t41.i2", "i99999999999999999999.b00.i1", "i1.b0.i2", "i1.b00.i99999999999999999999" };
	static const char *const bad[] = { "", "x", "1x", "99999999999999999999", "i1.i2", "19172401", "0123456789abcdef.19172401", "0123456789abcdef" };

	(void)make(c, 3);
	const struct api_session head = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < COUNT(bad); k++) {
			struct api_reply r = api_call(c, &head, GET, arena_fmt(c->arena, API "%scursor=%s", lists[i], bad[k]), NULL);
			EXPECT(r, 422);
			assert_string_equal(r.key, "query.cursor");
		}
	for (size_t k = 0; k < COUNT(sealed); k++) {
		const struct request learners = { .path = API "/learners" }, exports = { .path = API "/exports" };
		struct api_reply r = api_call(c, &head, GET, arena_fmt(c->arena, API "/learners?cursor=%s", api_cursor_sealed(c, &learners, sealed[k])), NULL);
		EXPECT(r, 422);
		assert_string_equal(r.key, "query.cursor");
		r = api_call(c, &head, GET, arena_fmt(c->arena, API "/exports?cursor=%s", api_cursor_sealed(c, &exports, sealed[k])), NULL);
		EXPECT(r, 422);
	}
	struct api_reply r = api_call(c, &head, GET, API "/changes?after=1000000", NULL);
	EXPECT(r, 422);
	assert_string_equal(r.key, "query.cursor");
}

/* ---- numbers that 32 or 64 bits do not hold ---- */

static size_t found(struct ctx *c, const struct api_session *who, const char *filter)
{
	struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/learners?filter=%s", api_escape(c->arena, filter)), NULL);

	if (r.status != 200)
		fail_msg("%s: %d %s", filter, r.status, r.body);
	return json_array_size(api_items(&r));
}

TEST(numbers_of_expressions_do_not_wrap)
{
	static const char *const refused[] = {
		"age_on(\"2025-12-31\") > 4294967296", "age_on(\"2025-12-31\") >= 4294967302", "age_on(\"2025-12-31\") < -4294967290",
		"age_on(\"2025-12-31\") == 4294967302", "birth_year == 999999999999999999", "age_on(\"2025-12-31\") > 10000",
	};

	(void)make(c, 3);
	const struct api_session head = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct api_reply r = api_call(c, &head, GET, arena_fmt(c->arena, API "/learners?filter=%s", api_escape(c->arena, refused[i])), NULL);
		EXPECT(r, 422);
		assert_string_equal(r.key, "expr.invalid");
	}
	assert_int_equal(found(c, &head, "age_on(\"2025-12-31\") == 6"), 3);
	assert_int_equal(found(c, &head, "age_on(\"2025-12-31\") > -1"), 3);
	assert_int_equal(found(c, &head, "age_on(\"2025-12-31\") > 200"), 0);
	assert_int_equal(found(c, &head, "version < 99999999999999999"), 3);
	assert_int_equal(found(c, &head, "version > -99999999999999999"), 3);
	assert_int_equal(found(c, &head, "changed_at > 4294967296"), 3);
	assert_int_equal(found(c, &head, "version == 4294967297"), 0);
}

TEST_PURE(decimals_do_not_wrap)
{
	const struct expr *e;
	const struct record_type *t = NULL;
	const struct field *f = NULL;

	c->catalog = test_catalog();
	for (size_t i = 0; f == NULL && i < c->catalog->n_types; i++)
		for (size_t k = 0; k < c->catalog->type[i].n_fields; k++)
			if (c->catalog->type[i].field[k].scale >= 2 && !c->catalog->type[i].field[k].has_max) {
				t = &c->catalog->type[i];
				f = &t->field[k];
			}
	assert_non_null(f);
	static const char *const big[] = { "99999999999999999", "92233720368547759", "-99999999999999999" };
	for (size_t i = 0; i < COUNT(big); i++) {
		struct expr_refs refs = { .catalog = c->catalog, .base = t };
		struct problems p = { 0 };
		struct val v;
		assert_false(field_from_text(c, f, big[i], &v, &p));
		json_t *n = json_integer(strtoll(big[i], NULL, 10));
		assert_false(field_from_json(c, f, n, &v, &p));
		json_decref(n);
		FAILS(expr_parse(c, &refs, arena_fmt(c->arena, "%s < %s", f->name, big[i]), &e), "expr.invalid");
	}
}

TEST_PURE(a_whole_number_is_the_whole_text)
{
	static const struct {
		const char *text;
		bool is;
		int64_t n;
	} cases[] = {
		{ "0", true, 0 }, { "-7", true, -7 }, { "9223372036854775807", true, INT64_MAX }, { "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, 0 }, { "", false, 0 }, { "-", false, 0 }, { "+1", false, 0 }, { " 1", false, 0 }, { "1 ", false, 0 },
		{ "1x", false, 0 }, { "0x10", false, 0 }, { "--1", false, 0 },
	};

	(void)c;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t n;
		assert_int_equal(text_int(cases[i].text, &n), cases[i].is);
		if (cases[i].is)
			assert_int_equal(n, cases[i].n);
	}
}

TEST(years_versions_and_etags_do_not_wrap)
{
	struct api_reply r;

	(void)make(c, 1);
	const struct api_session head = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	r = api_call(c, &head, POST, API "/classes", "{\"name\":\"1C\",\"grade\":\"01\",\"school_year\":4294969321}"); /* 2025 in 32 bits */
	EXPECT(r, 422);
	assert_non_null(api_problem(&r, "school_year"));
	r = api_call(c, &head, GET, API "/learners", NULL, .version = arena_fmt(c->arena, "%" PRId64, 4294967296 + c->catalog->version));
	EXPECT(r, 400);
	r = api_call(c, &head, POST, API "/rollovers", "{\"year\":4294969321}");
	EXPECT(r, 422);
	r = api_call(c, &head, POST, API "/exports", "{\"sheet\":\"class-list\",\"year\":4294969321,\"purpose\":\"thử một số thật lớn\"}");
	EXPECT(r, 422);
	static const char *const etags[] = { "3", "\"3", "3\"", "\"x\"", "W/\"3\"", "\"-3\"", "\"0\"", "\"99999999999999999999\"", "\"3\", \"4\"", "\"\"", "\"", "" };
	for (size_t i = 0; i < COUNT(etags); i++) {
		r = api_call(c, &head, PATCH, API "/learners/1900000001", "{\"full_name\":\"Lê An\"}", .if_match = etags[i]);
		EXPECT(r, 400);
		assert_string_equal(r.key, "record.if_match");
		assert_non_null(strstr(r.body, "ETag"));
	}
}

TEST(a_merge_takes_only_fields_that_are_named_as_text)
{
	static const char *const takes[] = { "[1]", "[null]", "[[]]", "[\"khong_co\"]", "[\"\"]" };

	province_make(c);
	const struct api_session head = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	const char *a = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Giàng Thị An\",\"birth_date\":\"2019-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\"}");
	const char *b = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Giàng Thị An\",\"birth_date\":\"2019-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\",\"phone\":\"0912345678\"}");
	for (size_t i = 0; i < COUNT(takes); i++) {
		struct api_reply r = api_call(c, &head, POST, arena_fmt(c->arena, API "/learners/%s/merge", a), arena_fmt(c->arena, "{\"same_as\":\"%s\",\"take\":%s}", b, takes[i]));
		EXPECT(r, 422);
		assert_string_equal(r.key, "field.unknown");
	}
}
