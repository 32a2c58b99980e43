/* test_required.c - what entry asks for, the catalogue says. */
#include <jansson.h>

#include "api.h"
#include "api/routes.h"
#include "province.h"
#include "store/write.h"

#define SCHOOL "19172401"

static bool is_said(const json_t *described, const char *part, const char *name)
{
	const json_t *all = json_object_get(described, part);
	json_t *o;
	size_t i;

	json_array_foreach(all, i, o)
		if (streq(json_string_value(json_object_get(o, "name")), name))
			return json_is_true(json_object_get(o, "required")) || json_object_get(o, "required_when") != NULL;
	return false;
}

static bool is_conditional(const struct record_type *t, const char *name)
{
	const struct field *f = field_find(t, name);

	return f != NULL && f->required_when_text != NULL;
}

static bool is_in_schema(const json_t *schema, const char *name)
{
	json_t *o;
	size_t i;

	json_array_foreach(json_object_get(schema, "required"), i, o)
		if (streq(json_string_value(o), name))
			return json_object_get(json_object_get(schema, "properties"), name) != NULL;
	return false;
}

/* What is asked of an empty record, with where the rest leads not yet known. */
static size_t asked_and_not_said(struct ctx *c, const struct unit *u, const struct record_type *t, struct buf *ret)
{
	json_t *empty = json_object(), *described = catalog_describe(t), *schema = catalog_json_schema(t);
	struct outcome out = { 0 };
	struct draft d;
	size_t n = 0;

	draft_from_json(c, t, empty, NULL, &d);
	OK(record_write_batch(c, t, u, &d, 1, &out));
	for (const struct problem *p = out.problems.first; p != NULL; p = p->next) {
		const size_t len = strlen(p->key);
		if (p->warning || p->field == NULL || len < 9 || !streq(p->key + len - 9, ".required"))
			continue;
		n++;
		if (!(is_said(described, "fields", p->field) || is_said(described, "members", p->field)) || (!is_conditional(t, p->field) && !is_in_schema(schema, p->field)))
			buf_fmt(ret, "%s.%s %s; ", t->name, p->field, p->key);
	}
	json_decref(empty);
	json_decref(described);
	json_decref(schema);
	return n;
}

TEST(what_entry_requires_the_catalogue_says)
{
	struct buf b = buf_in(c->arena);
	size_t n = 0;

	province_make(c);
	const struct unit u = province_unit(c, SCHOOL);
	for (size_t i = 0; i < c->catalog->n_types; i++)
		if (!c->catalog->type[i].is_unit && !c->catalog->type[i].by_operation)
			n += asked_and_not_said(c, &u, &c->catalog->type[i], &b);
	assert_string_equal(buf_text(&b), "");
	assert_true(n > 50);
}

static const json_t *schema_of(struct ctx *c, const char *type)
{
	json_t *schema = catalog_json_schema(catalog_type(c->catalog, type));

	arena_defer(c->arena, (void (*)(void *))json_decref, schema);
	return schema;
}

TEST(api_says_that_a_school_year_is_required)
{
	province_make(c);
	const struct api_session me = api_account(c, "hieu.truong", "head", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, GET, API "/catalog/enrolment", NULL);

	EXPECT(r, 200);
	assert_true(is_said(r.json, "members", "school_year"));
	assert_true(is_in_schema(schema_of(c, "enrolment"), "school_year"));
	r = api_call(c, &me, GET, API "/catalog/learner", NULL);
	EXPECT(r, 200);
	assert_null(json_object_get(r.json, "members"));
	assert_false(is_in_schema(schema_of(c, "learner"), "school_year"));
}
