/* schemas.c - shapes and record types as JSON Schema. */
#include "api/openapi.h"

#include "api/routes.h"
#include "api/shapes.h"
#include "catalog/life.h"

enum { NAME_MAX_LEN = 80 };

json_t *openapi_ref(const char *name)
{
	return json_pack("{ss+}", "$ref", "#/components/schemas/", name);
}

static json_t *nullable(json_t *stolen)
{
	json_t *type = json_object_get(stolen, "type");

	if (json_object_size(stolen) == 0) /* anything */
		return stolen;
	if (type == NULL)
		return json_pack("{s[o{ss}]}", "anyOf", stolen, "type", "null");
	json_object_set_new(stolen, "type", json_pack("[Os]", type, "null"));
	return stolen;
}

static json_t *kind_schema(const struct out_field *f)
{
	switch (f->kind) {
	case OUT_TEXT: return json_pack("{ss}", "type", "string");
	case OUT_INT: return json_pack("{ss}", "type", "integer");
	case OUT_NUMBER: return json_pack("{ss}", "type", "number");
	case OUT_BOOL: return json_pack("{ss}", "type", "boolean");
	case OUT_DATE: return json_pack("{ss ss}", "type", "string", "format", "date");
	case OUT_TIME: return json_pack("{ss ss}", "type", "string", "format", "date-time");
	case OUT_ANY: return json_object();
	case OUT_SHAPE: return openapi_ref(f->shape->name);
	}
	return NULL;
}

static json_t *member_schema(const struct out_field *f)
{
	json_t *o = kind_schema(f);

	if (f->list)
		o = json_pack("{ss so}", "type", "array", "items", f->gaps ? nullable(o) : o);
	if (f->map)
		o = json_pack("{ss so}", "type", "object", "additionalProperties", f->gaps ? nullable(o) : o);
	if (f->maybe)
		o = nullable(o);
	json_object_set_new(o, "description", json_string(f->summary));
	return o;
}

static json_t *object_schema(const struct shape *s)
{
	json_t *properties = json_object(), *required = json_array();

	for (const struct out_field *f = s->field; f->name != NULL; f++) {
		json_object_set_new(properties, f->name, member_schema(f));
		if (!f->maybe)
			json_array_append_new(required, json_string(f->name));
	}
	return json_pack("{ss ss so so}", "type", "object", "description", s->summary, "properties", properties, "required", required);
}

/* "transfer_page" */
static const char *list_name(const struct out *out, char room[NAME_MAX_LEN])
{
	snprintf(room, NAME_MAX_LEN, "%s_%s", out->shape->name, out->form == FORM_PAGE ? "page" : "items");
	return room;
}

json_t *openapi_answer(const struct out *out)
{
	char room[NAME_MAX_LEN];

	switch (out->form) {
	case FORM_ITEMS:
	case FORM_PAGE:
		return openapi_ref(list_name(out, room));
	case FORM_LINES:
		return json_pack("{ss ss so}", "type", "string", "description", "Mỗi dòng một đối tượng", "x-line", openapi_ref(out->shape->name));
	case FORM_FILE:
		return json_pack("{ss ss}", "type", "string", "format", "binary");
	case FORM_ONE:
	case FORM_NOTHING:
		break;
	}
	return openapi_ref(out->shape->name);
}

static void add_shape(json_t *all, const struct shape *s)
{
	if (s == &no_shape || json_object_get(all, s->name) != NULL)
		return;
	if (s == &record_shape)
		json_object_set_new(all, s->name, json_object()); /* of which type there are is not known here */
	else if (s->record)
		json_object_set_new(all, s->name, json_pack("{s[oo]}", "allOf", openapi_ref(record_shape.name), object_schema(s)));
	else
		json_object_set_new(all, s->name, object_schema(s));
	for (const struct out_field *f = s->field; f->name != NULL; f++)
		if (f->shape != NULL)
			add_shape(all, f->shape);
}

/* {"items": [...]} of a shape, and where the list goes on. */
static void add_list(json_t *all, const struct out *out)
{
	char room[NAME_MAX_LEN];
	const char *name = list_name(out, room);

	if (json_object_get(all, name) != NULL)
		return;
	json_t *items = json_pack("{ss so}", "type", "array", "items", openapi_ref(out->shape->name)), *properties = json_pack("{so}", "items", items);
	if (out->form == FORM_PAGE)
		json_object_set_new(properties, "cursor", json_pack("{s[ss] ss}", "type", "string", "null", "description", "Trang sau"));
	json_object_set_new(all, name, json_pack("{ss so s[s]}", "type", "object", "properties", properties, "required", "items"));
}

/* What every record has, and the fields of its type; a field is there when it is known, asked for, and the caller's to see. */
static json_t *shown_schema(const struct record_type *t)
{
	json_t *o = object_schema(&record_shape), *schema = catalog_json_schema(t), *field;
	const char *name;

	json_object_foreach(json_object_get(schema, "properties"), name, field)
		json_object_set_new(json_object_get(o, "properties"), name, nullable(json_incref(field)));
	json_object_set_new(o, "description", json_string(t->label));
	json_decref(schema);
	return o;
}

/* With the members that are no fields, and those that say a change is meant although it would be questioned. */
static json_t *input_schema(const struct catalog *k, const struct record_type *t)
{
	const struct life *life = catalog_life(k, t);
	json_t *schema = catalog_json_schema(t), *all = json_object_get(schema, "properties");

	json_object_del(schema, "$schema");
	json_object_set_new(all, "code", json_pack("{ss ss}", "type", "string", "description", "Mã, khi đã có từ trước"));
	json_object_set_new(all, "client_id", json_pack("{ss ss}", "type", "string", "description", "Mã do bên gửi đặt; gửi lại thì tìm ra hồ sơ ấy"));
	json_object_set_new(all, t->is_unit ? "managed_by" : "unit",
	                    json_pack("{ss ss}", "type", "string", "description", t->is_unit ? "Mã đơn vị quản lý" : "Mã trường; bỏ trống: trường của bạn"));
	for (size_t i = 0; life != NULL && i < life->n_dated; i++)
		if (life->dated[i].other != NULL)
			json_object_set_new(all, life->dated[i].other,
			                    json_pack("{ss so ss+}", "type", "boolean", "writeOnly", json_true(), "description", "true: đúng là đổi khác ",
			                              life->dated[i].alike->label));
	return schema;
}

json_t *openapi_schemas(const struct catalog *k)
{
	json_t *all = json_object(), *shown = json_array(), *input = json_array();

	add_shape(all, &problem_shape);
	for (size_t i = 0; i < api_app.n_routes; i++)
		for (const struct out *out = api_app.routes[i].out; out->status != 0; out++) {
			add_shape(all, out->shape);
			if (out->form == FORM_ITEMS || out->form == FORM_PAGE)
				add_list(all, out);
		}
	for (size_t i = 0; i < k->n_types; i++) {
		const char *name = k->type[i].name;
		char sent[NAME_MAX_LEN];
		snprintf(sent, sizeof sent, "%s_input", name);
		assert(json_object_get(all, name) == NULL && json_object_get(all, sent) == NULL); /* a shape of that name */
		json_object_set_new(all, name, shown_schema(&k->type[i]));
		json_object_set_new(all, sent, input_schema(k, &k->type[i]));
		json_array_append_new(shown, openapi_ref(name));
		json_array_append_new(input, openapi_ref(sent));
	}
	json_object_set_new(all, record_shape.name, json_pack("{ss so}", "description", record_shape.summary, "anyOf", shown));
	json_object_set_new(all, "record_input", json_pack("{ss so}", "description", "Một hồ sơ được gửi, của loại nêu ở {plural}", "anyOf", input));
	return all;
}
