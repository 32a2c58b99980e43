/* test_openapi.c - the published description says all an answer may hold, and leads nowhere else. */
#include <string.h>

#include "api/openapi.h"
#include "api/routes.h"
#include "test.h"

/* Every reference leads somewhere. */
static void check_refs(const json_t *schemas, const json_t *v)
{
	static const char where[] = "#/components/schemas/";
	const char *ref = json_string_value(json_object_get(v, "$ref")), *name;
	json_t *member;
	size_t i;

	if (ref != NULL && (strncmp(ref, where, sizeof where - 1) != 0 || json_object_get(schemas, ref + sizeof where - 1) == NULL))
		fail_msg("%s leads nowhere", ref);
	json_object_foreach((json_t *)(uintptr_t)v, name, member)
		check_refs(schemas, member);
	json_array_foreach(v, i, member)
		check_refs(schemas, member);
}

static void check_responses(const char *id, const json_t *responses)
{
	const char *status, *type;
	json_t *o, *media;
	size_t n = 0;

	json_object_foreach((json_t *)(uintptr_t)responses, status, o) {
		n += *status == '2';
		if ((streq(status, "204") || streq(status, "304")) != (json_object_size(json_object_get(o, "content")) == 0))
			fail_msg("%s: %s has no content", id, status);
		json_object_foreach(json_object_get(o, "content"), type, media) {
			if (json_object_size(json_object_get(media, "schema")) == 0)
				fail_msg("%s: %s as %s has no schema", id, status, type);
			if (streq(type, "application/json") && json_object_get(json_object_get(media, "schema"), "$ref") == NULL &&
			    json_object_get(json_object_get(media, "schema"), "anyOf") == NULL)
				fail_msg("%s: %s names no schema", id, status);
			if (strstr(type, "json") == NULL && !streq(json_string_value(json_object_get(json_object_get(media, "schema"), "format")), "binary"))
				fail_msg("%s: %s is no file", id, type);
		}
	}
	if (n == 0 || json_object_get(responses, "default") == NULL)
		fail_msg("%s: no answer, or no failure", id);
}

static void check_operation(json_t *ids, const json_t *o)
{
	const char *id = json_string_value(json_object_get(o, "operationId"));
	size_t i;
	json_t *p;

	assert_non_null(id);
	if (json_object_get(ids, id) != NULL || strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") != strlen(id))
		fail_msg("operationId %s: there twice, or no name", id);
	json_object_set_new(ids, id, json_true());
	json_array_foreach(json_object_get(o, "parameters"), i, p)
		if (json_object_get(json_object_get(p, "schema"), "type") == NULL || json_object_get(p, "description") == NULL)
			fail_msg("%s: a parameter without type or description", id);
	check_responses(id, json_object_get(o, "responses"));
}

static const char *parameter_type(const json_t *document, const char *path, const char *name)
{
	const json_t *o = json_object_get(json_object_get(json_object_get(document, "paths"), path), "get");
	size_t i;
	json_t *p;

	json_array_foreach(json_object_get(o, "parameters"), i, p)
		if (streq(json_string_value(json_object_get(p, "name")), name))
			return json_string_value(json_object_get(json_object_get(p, "schema"), "type"));
	return "";
}

TEST_PURE(openapi_describes_every_success_and_every_parameter)
{
	json_t *document = openapi_document(&api_app, test_catalog()), *ids = json_object(), *path, *o;
	const char *at, *method;

	(void)c;
	json_object_foreach(json_object_get(document, "paths"), at, path)
		json_object_foreach(path, method, o)
			check_operation(ids, o);
	check_refs(json_object_get(json_object_get(document, "components"), "schemas"), document);
	assert_non_null(json_object_get(ids, "transferOffer"));
	assert_string_equal(parameter_type(document, API "/{plural}", "limit"), "integer");
	assert_string_equal(parameter_type(document, API "/{plural}", "gone"), "boolean");
	assert_string_equal(parameter_type(document, API "/{plural}", "cursor"), "string");
	json_decref(document);
	json_decref(ids);
}

static void collect(const struct shape *s, const struct shape **all, size_t *n)
{
	for (size_t i = 0; i < *n; i++) {
		if (all[i] == s)
			return;
		if (streq(all[i]->name, s->name))
			fail_msg("two shapes are called %s", s->name);
	}
	assert_true(*n < 200);
	all[(*n)++] = s;
	for (const struct out_field *f = s->field; f->name != NULL; f++)
		if (f->shape != NULL)
			collect(f->shape, all, n);
}

TEST_PURE(openapi_names_no_two_shapes_alike)
{
	const struct shape *all[200];
	size_t n = 0;

	(void)c;
	for (size_t i = 0; i < api_app.n_routes; i++)
		for (const struct out *out = api_app.routes[i].out; out->status != 0; out++)
			if (out->shape != &no_shape)
				collect(out->shape, all, &n);
	assert_true(n > 50);
}

/* Members whose kind depends on the record are told by its type. */
TEST_PURE(openapi_has_record_types_as_shown_and_as_sent)
{
	json_t *document = openapi_document(&api_app, test_catalog());
	const json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
	const json_t *shown = json_object_get(schemas, "learner"), *sent = json_object_get(schemas, "learner_input");

	(void)c;
	for (size_t i = 0; i < test_catalog()->n_types; i++)
		assert_non_null(json_object_get(schemas, test_catalog()->type[i].name));
	assert_non_null(json_object_get(json_object_get(shown, "properties"), "changed_at"));
	assert_non_null(json_object_get(json_object_get(shown, "properties"), "full_name"));
	assert_string_equal(json_string_value(json_array_get(json_object_get(shown, "required"), 0)), "code");
	assert_int_equal(json_array_size(json_object_get(shown, "required")), 5);
	assert_null(json_object_get(json_object_get(sent, "properties"), "changed_at"));
	assert_non_null(json_object_get(json_object_get(sent, "properties"), "client_id"));
	json_decref(document);
}

static const json_t *operation(const json_t *document, const char *path, const char *method)
{
	return json_object_get(json_object_get(json_object_get(document, "paths"), path), method);
}

static const json_t *body_of(const json_t *document, const char *path, const char *method, const char *type)
{
	const json_t *content = json_object_get(json_object_get(operation(document, path, method), "requestBody"), "content");

	return json_object_get(json_object_get(content, type), "schema");
}

static const char *ref_of(const json_t *schema)
{
	const char *ref = json_string_value(json_object_get(schema, "$ref"));

	return ref == NULL ? "" : strrchr(ref, '/') + 1;
}

/* What is sent to a path of any type is described for each. */
TEST_PURE(openapi_describes_every_body)
{
	json_t *document = openapi_document(&api_app, test_catalog());
	const json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
	const json_t *change = json_object_get(schemas, "learner_change"), *line = json_object_get(schemas, "learner_line");
	const json_t *told = json_object_get(schemas, "enrolment_event_told"), *files = body_of(document, API "/imports", "post", "multipart/form-data");

	(void)c;
	assert_string_equal(ref_of(body_of(document, API "/{plural}", "post", "application/json")), "record_input");
	assert_string_equal(ref_of(body_of(document, API "/{plural}/{code}", "patch", "application/json")), "record_change");
	assert_string_equal(ref_of(body_of(document, API "/{plural}/{code}/events", "post", "application/json")), "event_input");
	assert_non_null(json_object_get(json_object_get(change, "properties"), "full_name"));
	assert_null(json_object_get(json_object_get(change, "properties"), "code"));
	assert_null(json_object_get(change, "required"));
	assert_non_null(json_object_get(json_object_get(line, "properties"), "version"));
	assert_non_null(json_object_get(json_object_get(told, "properties"), "event_date"));
	assert_null(json_object_get(json_object_get(told, "properties"), "enrolment"));
	assert_non_null(json_object_get(json_object_get(files, "properties"), "file"));
	assert_string_equal(json_string_value(json_array_get(json_object_get(files, "required"), 1)), "year");
	json_decref(document);
}

static bool has_header(const json_t *o, const char *name)
{
	size_t i;
	json_t *p;

	json_array_foreach(json_object_get(o, "parameters"), i, p)
		if (streq(json_string_value(json_object_get(p, "in")), "header") && streq(json_string_value(json_object_get(p, "name")), name))
			return true;
	return false;
}

TEST_PURE(openapi_describes_the_headers)
{
	json_t *document = openapi_document(&api_app, test_catalog());
	const json_t *create = operation(document, API "/{plural}", "post"), *change = operation(document, API "/{plural}/{code}", "patch");

	(void)c;
	assert_true(has_header(create, "X-CSRF-Token") && has_header(create, "Idempotency-Key") && !has_header(create, "If-Match"));
	assert_true(has_header(change, "X-CSRF-Token") && has_header(change, "If-Match") && has_header(change, "Prefer"));
	assert_false(has_header(operation(document, API "/session", "post"), "X-CSRF-Token"));
	assert_false(has_header(operation(document, API "/{plural}", "get"), "X-CSRF-Token"));
	assert_true(has_header(operation(document, API "/lists", "get"), "If-None-Match"));
	json_decref(document);
}
