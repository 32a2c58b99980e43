/* openapi.c - the published description, written from the routes and the catalogue. */
#include <stdlib.h>

#include "api/routes.h"
#include "catalog/life.h"

static const char *const method_names[] = { "get", "post", "put", "patch", "delete" };

static json_t *text_schema(const char *type)
{
	return json_pack("{ss}", "type", type);
}

static json_t *parameter(const char *name, const char *in, bool required)
{
	return json_pack("{ss ss sb so}", "name", name, "in", in, "required", required, "schema", text_schema("string"));
}

static json_t *parameters(const struct route *t)
{
	json_t *all = json_array();

	for (const char *p = t->path; (p = strchr(p, '{')) != NULL; p++) {
		json_t *name = json_stringn(p + 1, strcspn(p + 1, "}"));
		json_array_append_new(all, parameter(json_string_value(name), "path", true));
		json_decref(name);
	}
	if (t->method == PATCH)
		json_array_append_new(all, parameter("If-Match", "header", true));
	for (const char *p = t->query; p != NULL && *p != '\0';) {
		json_t *name = json_stringn(p, strcspn(p, " "));
		json_array_append_new(all, parameter(json_string_value(name), "query", false));
		p += strlen(json_string_value(name));
		p += *p == ' ';
		json_decref(name);
	}
	return all;
}

static json_t *in_schema(const struct route *t)
{
	static const char *const types[] = { "integer", "string", "boolean", "object", "array" };
	json_t *properties = json_object(), *required = json_array();

	for (const struct in_field *f = t->in; f->name != NULL; f++) {
		json_t *o = text_schema(types[f->kind]);
		if (f->summary != NULL)
			json_object_set_new(o, "description", json_string(f->summary));
		json_object_set_new(properties, f->name, o);
		if (f->required)
			json_array_append_new(required, json_string(f->name));
	}
	return json_pack("{ss so so sb}", "type", "object", "properties", properties, "required", required, "additionalProperties", 0);
}

static json_t *body(const struct route *t)
{
	switch (t->body) {
	case BODY_JSON:
		return json_pack("{sb s{s{so}}}", "required", 1, "content", "application/json", "schema", in_schema(t));
	case BODY_RECORD:
		return json_pack("{sb s{s{so}}}", "required", 1, "content", "application/json", "schema", text_schema("object"));
	case BODY_NDJSON:
		return json_pack("{sb s{s{so}}}", "required", 1, "content", "application/x-ndjson", "schema", text_schema("string"));
	case BODY_MULTIPART:
		return json_pack("{sb s{s{so}}}", "required", 1, "content", "multipart/form-data", "schema", text_schema("object"));
	case BODY_BYTES:
		return json_pack("{sb s{s{s{ss ss}}}}", "required", 1, "content", "application/octet-stream", "schema", "type", "string", "format", "binary");
	case BODY_NONE:
		break;
	}
	return NULL;
}

static json_t *operation(const struct route *t)
{
	json_t *o = json_pack("{ss s[s] so s{s{ss} s{ss s{s{s{ss}}}}}}", "summary", t->summary, "tags", t->object, "parameters", parameters(t),
	                      "responses", "2XX", "description", "Thành công", "default", "description", "Lỗi, theo RFC 9457", "content",
	                      "application/problem+json", "schema", "$ref", "#/components/schemas/problem");
	json_t *b = body(t);

	if (b != NULL)
		json_object_set_new(o, "requestBody", b);
	if (t->action == ACTION_PUBLIC)
		json_object_set_new(o, "security", json_array());
	return o;
}

/* The members that say a change is meant although it would be questioned. */
static json_t *record_schema(const struct ctx *c, const struct record_type *t)
{
	const struct life *life = catalog_life(c->catalog, t);
	json_t *schema = catalog_json_schema(t);

	for (size_t i = 0; life != NULL && i < life->n_dated; i++)
		if (life->dated[i].other != NULL)
			json_object_set_new(json_object_get(schema, "properties"), life->dated[i].other,
			                    json_pack("{ss so ss+}", "type", "boolean", "writeOnly", json_true(), "description", "true: đúng là đổi khác ",
			                              life->dated[i].alike->label));
	return schema;
}

HANDLER(api_openapi)
{
	json_t *paths = json_object(), *schemas = json_object();

	(void)q;
	for (size_t i = 0; i < api_app.n_routes; i++) {
		const struct route *t = &api_app.routes[i];
		if (strncmp(t->path, API, strlen(API)) != 0)
			continue;
		json_t *path = json_object_get(paths, t->path);
		if (path == NULL) {
			path = json_object();
			json_object_set_new(paths, t->path, path);
		}
		json_object_set_new(path, method_names[t->method], operation(t));
	}
	for (size_t i = 0; i < c->catalog->n_types; i++)
		json_object_set_new(schemas, c->catalog->type[i].name, record_schema(c, &c->catalog->type[i]));
	json_object_set_new(schemas, "problem",
	                    json_pack("{ss s{s{ss} s{ss} s{ss} s{ss} s{ss} s{ss}}}", "type", "object", "properties", "type", "type", "string", "title",
	                              "type", "string", "status", "type", "integer", "detail", "type", "string", "key", "type", "string",
	                              "problems", "type", "array"));
	return reply_json(c, r, json_pack("{ss s{ss ss} so s{so s{s{ss ss ss}}} s[{s[]}]}", "openapi", "3.1.0", "info", "title", "Khuê", "version",
	                                  c->catalog->digest, "paths", paths, "components", "schemas", schemas, "securitySchemes", "session",
	                                  "type", "apiKey", "in", "cookie", "name", SESSION_COOKIE, "security", "session"));
}
