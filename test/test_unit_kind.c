/* test_unit_kind.c - a kind of units more is a line of data: such units are made, listed, and keep records or not. */
#include <stdlib.h>

#include "api.h"
#include "catalog/unit_kind.h"
#include "domain/unit/unit_admin.h"
#include "province.h"
#include "test.h"

#define CENTRE "{ \"code\": \"centre\", \"label\": { \"vi\": \"Trung tâm\", \"en\": \"Centre\" }, \"under\": [\"so\"], \"record\": \"school\" }"
#define CLUSTER "{ \"code\": \"cluster\", \"label\": { \"vi\": \"Cụm\", \"en\": \"Cluster\" }, \"under\": [\"so\"] }"

/* The catalogue of the checkout, with these lines more among the kinds of units. */
static bool load_with(struct ctx *c, const char *lines, struct catalog **ret)
{
	const char *dir = arena_fmt(c->arena, "%s/catalog", test_dir(c));
	const char *edit = arena_fmt(c->arena, "rm -rf '%s' && cp -r '" TEST_SOURCE_DIR "/catalog' '%s' && sed -i 's|^    { \"code\": \"school\".*|&,\\n    %s|' "
	                             "'%s/unit_kinds.json'", dir, dir, lines, dir);

	if (system(edit) != 0)
		fail_msg("%s", edit);
	return catalog_load(c, ret, dir);
}

static struct draft school_draft(struct ctx *c, const char *code)
{
	return province_draft(c, "school", arena_fmt(c->arena, "{\"code\":\"%s\",\"name\":\"Trung tâm Sông Công\",\"level_group\":\"06\",\"ownership\":\"01\","
	                                             "\"region\":\"01\"}", code));
}

TEST(a_kind_of_units_is_a_line_of_data)
{
	const struct unit cluster = { .code = "C19", .name = "Cụm trường Sông Công", .kind = "cluster", .province = "19", .status = "01" };
	const struct unit centre_as_office = { .code = "C20", .name = "Trung tâm", .kind = "centre", .province = "19", .status = "01" };
	struct draft d;
	struct outcome out;
	struct catalog *more;
	struct unit made, so, *below;
	bool listed = false;
	size_t n;

	province_make(c);
	so = province_unit(c, "19");
	d = school_draft(c, "19000999");
	FAILS(unit_make_school_and_tell(c, &d, "centre", "19", &made, &out), "unit.kind");
	FAILS(unit_make_office(c, &cluster, "19", &made), "unit.parent");

	OK(load_with(c, CENTRE ",\\n    " CLUSTER, &more));
	c->catalog = more;
	d = school_draft(c, "19000999");
	FAILS(unit_make_school_and_tell(c, &d, "cluster", "19", &made, &out), "unit.kind");
	FAILS(unit_make_school_and_tell(c, &d, "centre", "P172", &made, &out), "unit.parent");
	OK(unit_make_school_and_tell(c, &d, "centre", "19", &made, &out));
	assert_string_equal(made.kind, "centre");
	assert_true(unit_is_school(c, &made));
	FAILS(unit_make_office(c, &centre_as_office, "19", &made), "unit.kind");
	OK(unit_make_office(c, &cluster, "19", &made));
	assert_false(unit_is_school(c, &made));
	OK(unit_schools_below(c, &so, NULL, &below, &n));
	for (size_t i = 0; i < n; i++)
		listed = listed || streq(below[i].code, "19000999");
	assert_true(listed);
	assert_int_equal(n, 4);
	c->catalog = test_catalog();
}

static int written(struct ctx *c, const struct api_session *who, const char *unit)
{
	struct api_reply r = api_call(c, who, POST, "/api/v1/campuses", arena_fmt(c->arena, "{\"unit\":\"%s\",\"name\":\"Điểm chính\",\"is_main\":true}", unit));

	return r.status;
}

TEST(a_new_kind_keeps_records_where_its_line_says_so)
{
	const struct unit cluster = { .code = "C19", .name = "Cụm trường Sông Công", .kind = "cluster", .province = "19", .status = "01" };
	struct catalog *more;
	struct api_session who;
	struct unit made;

	OK(load_with(c, CENTRE ",\\n    " CLUSTER, &more));
	c->catalog = more;
	province_make(c);
	OK(unit_make_office(c, &cluster, "19", &made));
	who = api_account(c, "so19", "manager", "19", NULL);
	struct api_reply r = api_call(c, &who, POST, "/api/v1/schools", "{\"code\":\"19000999\",\"name\":\"Trung tâm Sông Công\",\"level_group\":\"06\","
	                              "\"ownership\":\"01\",\"region\":\"01\",\"unit_kind\":\"centre\"}");
	EXPECT(r, 201);
	r = api_call(c, &who, GET, "/api/v1/units?within=19&kind=centre", NULL);
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	r = api_call(c, &who, GET, "/api/v1/reports?within=19&kind=centre", NULL);
	EXPECT(r, 200);
	r = api_call(c, &who, GET, "/api/v1/reports?within=19&kind=moon", NULL);
	EXPECT(r, 422);
	assert_int_equal(written(c, &who, "19000999"), 201);
	assert_int_equal(written(c, &who, "C19"), 422);
	c->catalog = test_catalog();
}

TEST_PURE(a_kind_of_units_that_cannot_be_is_refused)
{
	static const char *const wrong[] = {
		"{ \"code\": \"Centre\", \"label\": { \"vi\": \"T\", \"en\": \"T\" }, \"under\": [\"so\"], \"record\": \"school\" }",
		"{ \"code\": \"centre\", \"label\": { \"vi\": \"T\", \"en\": \"T\" }, \"under\": [\"school\"], \"record\": \"school\" }",
		"{ \"code\": \"centre\", \"label\": { \"vi\": \"T\", \"en\": \"T\" }, \"under\": [\"so\"], \"record\": \"learner\" }",
		"{ \"code\": \"centre\", \"label\": { \"vi\": \"T\", \"en\": \"T\" }, \"record\": \"school\" }",
		"{ \"code\": \"centre\", \"label\": { \"vi\": \"T\", \"en\": \"T\" }, \"under\": [\"so\"], \"adds_up\": [\"phong\"] }",
		"{ \"code\": \"centre\", \"label\": { \"vi\": \"T\", \"en\": \"T\" }, \"under\": [\"so\"], \"place\": \"sex\" }",
		"{ \"code\": \"so\", \"label\": { \"vi\": \"T\", \"en\": \"T\" }, \"under\": [\"ministry\"] }",
	};
	struct catalog *k;

	for (size_t i = 0; i < COUNT(wrong); i++)
		FAILS(load_with(c, wrong[i], &k), "catalog.invalid");
	OK(load_with(c, CENTRE, &k));
}
