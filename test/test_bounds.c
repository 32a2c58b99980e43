/* test_bounds.c - what lies out of a span is told the span. */
#include "api.h"
#include "api/routes.h"
#include "province.h"

#define SCHOOL "19172401"

static void tells(struct ctx *c, const char *type, const char *field, const char *value, const char *key, const char *sentence)
{
	const struct field *f = field_find(catalog_type(c->catalog, type), field);
	struct problems p = { 0 };
	struct val v;

	assert_false(field_from_text(c, f, value, &v, &p));
	assert_string_equal(p.first->key, key);
	assert_string_equal(p.first->message, arena_fmt(c->arena, "%s: %s", f->label, sentence));
}

TEST(a_number_out_of_its_span_is_told_the_span)
{
	tells(c, "health_check", "height_cm", "20", "field.too_small", "phải từ 30 đến 250.");
	tells(c, "health_check", "height_cm", "251.5", "field.too_large", "phải từ 30 đến 250.");
	tells(c, "health_check", "weight_kg", "0.9", "field.too_small", "phải từ 1 đến 300.");
	tells(c, "finance_line", "amount", "-1", "field.too_small", "phải từ 0 đến 1.000.000.000.000.000.");
	tells(c, "finance_line", "fiscal_year", "1999", "field.too_small", "phải từ 2000 đến 2100.");
	tells(c, "room", "seats", "10001", "field.too_large", "phải từ 0 đến 10.000.");
	tells(c, "room", "area", "-1", "field.too_small", "phải từ 0 trở lên.");
	const struct field half = { .label = "Thử", .name = "x", .type = field_find(catalog_type(c->catalog, "room"), "area")->type, .scale = 2, .has_max = true, .max = -1250 };
	struct problems p = { 0 };
	struct val v;
	assert_false(field_from_text(c, &half, "3", &v, &p));
	assert_string_equal(p.first->message, "Thử: nhiều nhất là -12,50.");
}

TEST(api_tells_the_span_of_a_number_and_of_an_age)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, GET, API "/openapi.json", NULL);

	EXPECT(r, 200);
	const json_t *sent = json_object_get(json_object_get(json_object_get(r.json, "components"), "schemas"), "health_check_input");
	const json_t *height = json_object_get(json_object_get(sent, "properties"), "height_cm");
	assert_true(json_number_value(json_object_get(height, "minimum")) == 30 && json_number_value(json_object_get(height, "maximum")) == 250);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}");
	const char *who = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2010-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	r = api_call(c, &me, POST, API "/enrolments", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", who, class));
	EXPECT(r, 201);
	assert_non_null(strstr(r.body, "rule.age_of_grade"));
	assert_non_null(strstr(r.body, "Thường từ 7 đến 10 tuổi."));
}
