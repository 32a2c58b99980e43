/* openapi.c - the published description, written from the routes, the shapes and the catalogue. */
#include "api/openapi.h"

#include "api/routes.h"
#include "api/shapes.h"

static const char *const method_names[] = { "get", "post", "put", "patch", "delete" };

static json_t *any_object(void)
{
	return json_pack("{ss s{}}", "type", "object", "additionalProperties");
}

static json_t *in_schema(const struct in_field *in)
{
	static const char *const types[] = { "integer", "string", "boolean", "object", "array", "array" };
	json_t *properties = json_object(), *required = json_array();

	for (const struct in_field *f = in; f->name != NULL; f++) {
		json_t *o = json_pack("{ss ss*}", "type", types[f->kind], "description", f->summary);
		if (f->kind == IN_LIST)
			json_object_set_new(o, "items", f->objects ? any_object() : json_pack("{ss}", "type", "string"));
		if (f->kind == IN_OBJECT)
			json_object_update_new(o, any_object());
		if (f->kind == IN_FILES)
			json_object_set_new(o, "items", json_pack("{ss ss}", "type", "string", "format", "binary"));
		json_object_set_new(properties, f->name, o);
		if (f->required)
			json_array_append_new(required, json_string(f->name));
	}
	return json_pack("{ss so so sb}", "type", "object", "properties", properties, "required", required, "additionalProperties", 0);
}

static json_t *content(const char *type, json_t *stolen_schema)
{
	return json_pack("{s{so}}", type, "schema", stolen_schema);
}

/* A new record whole, of one that is there what changes, an event without what it happened to: that stands in the path. */
static json_t *record_in_schema(const struct route *t)
{
	return openapi_ref(t->method == PATCH ? "record_change" : t->scope == SCOPE_BODY ? "record_input" : "event_input");
}

static json_t *body_content(const struct route *t)
{
	switch (t->body) {
	case BODY_JSON: return content("application/json", in_schema(t->in));
	case BODY_FORM: return content("application/x-www-form-urlencoded", in_schema(t->in));
	case BODY_RECORD: return content("application/json", record_in_schema(t));
	case BODY_NDJSON: return content("application/x-ndjson", json_pack("{ss so}", "type", "string", "x-line", openapi_ref("record_line")));
	case BODY_MULTIPART: return content("multipart/form-data", in_schema(t->parts));
	case BODY_BYTES: return content("application/octet-stream", json_pack("{ss ss}", "type", "string", "format", "binary"));
	case BODY_NONE: break;
	}
	return NULL;
}

static const char *status_summary(int status)
{
	return status == 201 ? "Đã lập" : status == 202 ? "Đã nhận, làm ngay sau đây" : status == 204 ? "Đã xong" : status == 303 ? "Sang trang khác"
	     : status == 304 ? "Vẫn như bản đã có" : "Thành công";
}

/* "image/" is whatever image. */
static const char *media_range(const char *type, char *room, size_t size)
{
	snprintf(room, size, "%s%s", type, type[strlen(type) - 1] == '/' ? "*" : "");
	return room;
}

/* What is answered one way or another under the same status and type is any of them. */
static void add_answer(json_t *content, const char *type, json_t *stolen_schema)
{
	json_t *media = json_object_get(content, type), *schema = json_object_get(media, "schema"), *any = json_object_get(schema, "anyOf");

	if (media == NULL)
		json_object_set_new(content, type, json_pack("{so}", "schema", stolen_schema));
	else if (any != NULL)
		json_array_append_new(any, stolen_schema);
	else
		json_object_set_new(media, "schema", json_pack("{s[Oo]}", "anyOf", schema, stolen_schema));
}

static void add_header(json_t *headers, const char *name, const char *what)
{
	json_object_set_new(headers, name, json_pack("{ss s{ss}}", "description", what, "schema", "type", "string"));
}

static bool is_paged(const struct route *t)
{
	return t->query != NULL && strstr(t->query, "cursor") != NULL;
}

static json_t *headers(const struct route *t, const struct out *out)
{
	json_t *all = json_object();

	if (is_paged(t))
		add_header(all, "Link", "Trang sau: <địa chỉ>; rel=\"next\"; không có: đây là trang cuối");
	if (out->shape == &record_shape)
		add_header(all, "ETag", "Phiên bản của hồ sơ, cho If-Match khi sửa");
	if (out->status == 201 && streq(t->object, "record"))
		add_header(all, "Location", "Địa chỉ của hồ sơ vừa lập");
	if (t->action != ACTION_PUBLIC)
		add_header(all, "Khue-Session-Ends", "Phiên của người đăng nhập hết lúc này, nếu không làm gì nữa");
	return all;
}

static json_t *failure(const struct route *t)
{
	if (t->page)
		return json_pack("{ss so}", "description", "Trang nói vì sao chưa được", "content",
		                 content("text/html", json_pack("{ss ss}", "type", "string", "format", "binary")));
	return json_pack("{ss so}", "description", "Lỗi, theo RFC 9457", "content", content("application/problem+json", openapi_ref("problem")));
}

static json_t *responses(const struct route *t)
{
	json_t *all = json_object();

	for (const struct out *out = t->out; out->status != 0; out++) {
		char status[12], room[120];
		snprintf(status, sizeof status, "%d", out->status);
		json_t *o = json_object_get(all, status);
		if (o == NULL) {
			o = json_pack("{ss so}", "description", status_summary(out->status), "headers", headers(t, out));
			json_object_set_new(all, status, o);
		}
		if (out->form == FORM_NOTHING)
			continue;
		if (json_object_get(o, "content") == NULL)
			json_object_set_new(o, "content", json_object());
		add_answer(json_object_get(o, "content"), media_range(out->type, room, sizeof room), openapi_answer(out));
	}
	json_object_set_new(all, "default", failure(t));
	return all;
}

/* api_transfer_offer is transferOffer. */
static json_t *operation_id(const struct route *t)
{
	char id[60];
	size_t n = 0;

	for (const char *p = strchr(t->name, '_') + 1; *p != '\0' && n < sizeof id; p++) {
		const bool begins = *p == '_';
		p += begins;
		id[n++] = (char)(begins ? *p - 'a' + 'A' : *p);
	}
	return json_stringn(id, n);
}

/* Of records the scopes of all types; the path says which. */
static json_t *client_scopes(const struct route *t)
{
	json_t *all = json_array();

	if (t->client_scope != NULL)
		json_array_append_new(all, json_string(t->client_scope));
	return all;
}

static bool is_open_to_clients(const struct route *t)
{
	return t->client_scope != NULL || streq(t->object, "record") || (t->action == ACTION_SESSION && streq(t->object, "catalog"));
}

/* A person's session, or a client's token. */
static json_t *security(const struct route *t)
{
	json_t *all = json_array();

	if (t->action == ACTION_PUBLIC || t->page)
		return all;
	json_array_append_new(all, json_pack("{s[]}", "session"));
	if (is_open_to_clients(t))
		json_array_append_new(all, json_pack("{so}", "client", client_scopes(t)));
	return all;
}

static json_t *operation(const struct catalog *k, const struct route *t)
{
	json_t *o = json_pack("{so ss s[s] so so}", "operationId", operation_id(t), "summary", t->summary, "tags", t->object, "parameters",
	                      openapi_parameters(k, t), "responses", responses(t));
	json_t *body = body_content(t);

	if (body != NULL)
		json_object_set_new(o, "requestBody", json_pack("{sb so}", "required", 1, "content", body));
	json_object_set_new(o, "security", security(t));
	return o;
}

static json_t *oauth(const struct catalog *k)
{
	json_t *scopes = json_object();

	for (size_t i = 0; i < k->n_types; i++) {
		const struct record_type *t = &k->type[i];
		char name[80];
		snprintf(name, sizeof name, "%s:read", t->plural);
		json_object_set_new(scopes, name, json_sprintf("Đọc: %s", t->label));
		snprintf(name, sizeof name, "%s:write", t->plural);
		if (!t->by_operation)
			json_object_set_new(scopes, name, json_sprintf("Đọc và ghi: %s", t->label));
	}
	json_object_set_new(scopes, "changes:read", json_string("Dòng thay đổi của đơn vị"));
	json_object_set_new(scopes, "units:read", json_string("Các đơn vị"));
	return json_pack("{ss s{s{ss so}}}", "type", "oauth2", "flows", "clientCredentials", "tokenUrl", API "/token", "scopes", scopes);
}

json_t *openapi_document(const struct app *app, const struct catalog *k)
{
	json_t *paths = json_object();

	for (size_t i = 0; i < app->n_routes; i++) {
		const struct route *t = &app->routes[i];
		if (strncmp(t->path, API, strlen(API)) != 0)
			continue;
		json_t *path = json_object_get(paths, t->path);
		if (path == NULL) {
			path = json_object();
			json_object_set_new(paths, t->path, path);
		}
		json_object_set_new(path, method_names[t->method], operation(k, t));
	}
	return json_pack("{ss s{ss ss} so s{so s{s{ss ss ss ss} so}}}", "openapi", "3.1.0", "info", "title", "Khuê", "version", k->digest, "paths", paths,
	                 "components", "schemas", openapi_schemas(app, k), "securitySchemes", "session", "type", "apiKey", "in", "cookie", "name", SESSION_COOKIE,
	                 "description", "Qua TLS; không qua TLS, như trên chính máy chủ, thì cookie tên là " SESSION_COOKIE_PLAIN,
	                 "client", oauth(k));
}

HANDLER(api_openapi)
{
	return reply_document(c, r, openapi_document(q->app, c->catalog));
}
