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
	json_object_set_new(o, "additionalProperties", json_object()); /* "learner.full_name", as fields asks for */
	json_decref(schema);
	return o;
}

static json_t *text_schema(const char *description)
{
	return json_pack("{ss ss}", "type", "string", "description", description);
}

/* The fields a sender may set, and what says that a change is meant although it would be questioned. */
static json_t *sent_schema(const struct catalog *k, const struct record_type *t)
{
	const struct life *life = catalog_life(k, t);
	json_t *schema = catalog_json_schema(t), *all = json_object_get(schema, "properties");

	json_object_del(schema, "$schema");
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].computed)
			json_object_del(all, t->field[i].name);
	for (size_t i = 0; life != NULL && i < life->n_dated; i++)
		if (life->dated[i].other != NULL)
			json_object_set_new(all, life->dated[i].other,
			                    json_pack("{ss so ss+}", "type", "boolean", "writeOnly", json_true(), "description", "true: đúng là đổi khác ",
			                              life->dated[i].alike->label));
	return schema;
}

static json_t *input_schema(const struct catalog *k, const struct record_type *t)
{
	json_t *schema = sent_schema(k, t), *all = json_object_get(schema, "properties");

	json_object_set_new(all, "code", text_schema("Mã, khi đã có từ trước"));
	json_object_set_new(all, "client_id", text_schema("Mã do bên gửi đặt; gửi lại thì tìm ra hồ sơ ấy"));
	json_object_set_new(all, t->is_unit ? "managed_by" : "unit", text_schema(t->is_unit ? "Mã đơn vị quản lý" : "Mã trường; bỏ trống: trường của bạn"));
	if (t->is_unit && k->institution[1] != NULL) {
		json_t *kinds = json_array();
		for (const char *const *p = k->institution; *p != NULL; p++)
			json_array_append_new(kinds, json_string(*p));
		json_object_set_new(all, "unit_kind", json_pack("{ss so ss}", "type", "string", "enum", kinds, "description", "Loại đơn vị; bỏ trống: loại đầu tiên"));
	}
	return schema;
}

/* Of a record that is there: what is to be other; null empties a field. */
static json_t *change_schema(const struct catalog *k, const struct record_type *t)
{
	json_t *schema = sent_schema(k, t), *all = json_object_get(schema, "properties"), *field;
	const char *name;

	json_object_del(schema, "required");
	json_object_del(all, "school_year");
	json_object_foreach(all, name, field)
		json_object_set_new(all, name, nullable(json_incref(field)));
	return schema;
}

/* Of a batch: a new record, or by its code or client_id one that is there, as it was last read. */
static json_t *line_schema(const struct catalog *k, const struct record_type *t)
{
	json_t *schema = input_schema(k, t), *all = json_object_get(schema, "properties");

	json_object_del(schema, "required");
	json_object_set_new(all, "version", json_pack("{ss ss}", "type", "integer", "description",
	                                              "Số phiên bản đã đọc; hồ sơ nay khác thì dòng bị từ chối (record.stale)"));
	return schema;
}

/* What is told of an event; what it happened to stands in the path. */
static json_t *event_schema(const struct catalog *k, const struct life *life)
{
	json_t *schema = sent_schema(k, life->event_type), *required = json_object_get(schema, "required");

	json_object_del(json_object_get(schema, "properties"), life->subject->name);
	for (size_t i = json_array_size(required); i-- > 0;)
		if (streq(json_string_value(json_array_get(required, i)), life->subject->name))
			json_array_remove(required, i);
	return schema;
}

/* NAME_END of a type, and one of the many. */
static void add_sent(json_t *all, const char *name, const char *end, json_t *stolen, json_t *many)
{
	char room[NAME_MAX_LEN];

	snprintf(room, sizeof room, "%s_%s", name, end);
	assert(json_object_get(all, room) == NULL); /* a shape of that name */
	json_object_set_new(all, room, stolen);
	json_array_append_new(many, openapi_ref(room));
}

static void add_any(json_t *all, const char *name, const char *description, json_t *stolen_many)
{
	assert(json_object_get(all, name) == NULL || streq(name, record_shape.name));
	json_object_set_new(all, name, json_pack("{ss so}", "description", description, "anyOf", stolen_many));
}

static void add_types(json_t *all, const struct catalog *k)
{
	json_t *shown = json_array(), *input = json_array(), *change = json_array(), *line = json_array(), *event = json_array();

	for (size_t i = 0; i < k->n_types; i++) {
		const struct record_type *t = &k->type[i];
		assert(json_object_get(all, t->name) == NULL); /* a shape of that name */
		json_object_set_new(all, t->name, shown_schema(t));
		json_array_append_new(shown, openapi_ref(t->name));
		add_sent(all, t->name, "input", input_schema(k, t), input);
		add_sent(all, t->name, "change", change_schema(k, t), change);
		if (!t->is_unit)
			add_sent(all, t->name, "line", line_schema(k, t), line);
	}
	for (size_t i = 0; i < k->n_lives; i++)
		add_sent(all, k->life[i].event_type->name, "told", event_schema(k, &k->life[i]), event);
	add_any(all, record_shape.name, record_shape.summary, shown);
	add_any(all, "record_input", "Một hồ sơ được gửi, của loại nêu ở {plural}", input);
	add_any(all, "record_change", "Những mục được sửa của một hồ sơ, của loại nêu ở {plural}", change);
	add_any(all, "record_line", "Một dòng của POST /{plural}/batch: hồ sơ mới, hoặc những mục được sửa", line);
	add_any(all, "event_input", "Một biến động của hồ sơ nêu ở đường dẫn", event);
}

json_t *openapi_schemas(const struct app *app, const struct catalog *k)
{
	json_t *all = json_object();

	add_shape(all, &problem_shape);
	for (size_t i = 0; i < app->n_routes; i++)
		for (const struct out *out = app->routes[i].out; out->status != 0; out++) {
			add_shape(all, out->shape);
			if (out->form == FORM_ITEMS || out->form == FORM_PAGE)
				add_list(all, out);
		}
	add_types(all, k);
	return all;
}
