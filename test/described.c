/* described.c - does an answer keep to what its route says it gives? */
#include "described.h"

#include <string.h>

#include "api/routes.h"
#include "api/shapes.h"
#include "base/time.h"
#include "catalog/life.h"

struct look {
	struct ctx *c;
	const struct record_type *type;
};

static const char *check_shape(const struct look *k, const struct shape *s, const char *at, const json_t *v);

static const char *wrong(const struct look *k, const char *at, const char *what)
{
	return arena_fmt(k->c->arena, "%s: %s", *at == '\0' ? "(answer)" : at, what);
}

static bool is_time(const char *text)
{
	static const char form[] = "0000-00-00T00:00:00";

	for (size_t i = 0; form[i] != '\0'; i++)
		if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	return true;
}

static bool is_kind(enum out_kind kind, const json_t *v)
{
	struct date d;

	switch (kind) {
	case OUT_TEXT: return json_is_string(v);
	case OUT_INT: return json_is_integer(v);
	case OUT_NUMBER: return json_is_number(v);
	case OUT_BOOL: return json_is_boolean(v);
	case OUT_DATE: return json_is_string(v) && date_parse(json_string_value(v), &d);
	case OUT_TIME: return json_is_string(v) && is_time(json_string_value(v));
	case OUT_ANY: return true;
	case OUT_SHAPE: return json_is_object(v);
	}
	return false;
}

static const char *check_one(const struct look *k, const struct out_field *f, const char *at, const json_t *v)
{
	if (!is_kind(f->kind, v))
		return wrong(k, at, "of another kind than described");
	return f->kind == OUT_SHAPE ? check_shape(k, f->shape, at, v) : NULL;
}

static const char *check_list(const struct look *k, const struct out_field *f, const char *at, const json_t *v)
{
	const char *fault = NULL;
	json_t *item;
	size_t i;

	if (!f->list)
		return check_one(k, f, at, v);
	if (!json_is_array(v))
		return wrong(k, at, "no list");
	json_array_foreach(v, i, item)
		if (fault == NULL && !(f->gaps && json_is_null(item)))
			fault = check_one(k, f, arena_fmt(k->c->arena, "%s[%zu]", at, i), item);
	return fault;
}

static const char *check_member(const struct look *k, const struct out_field *f, const char *at, const json_t *v)
{
	const char *fault = NULL, *name;
	json_t *item;

	if (v == NULL || json_is_null(v))
		return f->maybe || (v != NULL && f->kind == OUT_ANY && !f->map) ? NULL : wrong(k, at, v == NULL ? "missing" : "null");
	if (!f->map)
		return check_list(k, f, at, v);
	if (!json_is_object(v))
		return wrong(k, at, "no object");
	json_object_foreach((json_t *)(uintptr_t)v, name, item)
		if (fault == NULL && !(f->gaps && json_is_null(item)))
			fault = check_list(k, f, arena_fmt(k->c->arena, "%s.%s", at, name), item);
	return fault;
}

static bool knows(const struct shape *s, const char *name)
{
	for (const struct out_field *f = s->field; f->name != NULL; f++)
		if (streq(f->name, name))
			return true;
	return false;
}

static enum out_kind kind_of(const struct field *f)
{
	static const struct {
		const char *type;
		enum out_kind kind;
	} kinds[] = { { "integer", OUT_INT }, { "decimal", OUT_NUMBER }, { "boolean", OUT_BOOL }, { "date", OUT_DATE } };

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (streq(kinds[i].type, f->type->name))
			return kinds[i].kind;
	return OUT_TEXT;
}

static const char *check_members(const struct look *k, const struct shape *s, const char *at, const json_t *v)
{
	const char *fault = NULL;

	for (const struct out_field *f = s->field; fault == NULL && f->name != NULL; f++)
		fault = check_member(k, f, arena_fmt(k->c->arena, "%s%s%s", at, *at == '\0' ? "" : ".", f->name), json_object_get(v, f->name));
	return fault;
}

/* Of a record type: its fields, as far as they are there. */
static const char *check_record(const struct look *k, const struct shape *s, const struct record_type *t, const char *at, const json_t *v)
{
	const char *fault = s == &record_shape ? NULL : check_members(k, &record_shape, at, v), *name;
	json_t *member;

	json_object_foreach((json_t *)(uintptr_t)v, name, member) {
		const struct field *f = field_find(t, name);
		const char *place = arena_fmt(k->c->arena, "%s.%s", at, name);
		if (fault != NULL || knows(s, name) || knows(&record_shape, name) || strchr(name, '.') != NULL || streq(name, "title"))
			continue; /* a path may end in anything */
		if (f == NULL)
			fault = wrong(k, place, "not described");
		else if (!json_is_null(member) && !is_kind(kind_of(f), member))
			fault = wrong(k, place, "of another kind than described");
	}
	return fault;
}

static const char *check_any_record(const struct look *k, const struct shape *s, const char *at, const json_t *v)
{
	const char *fault = NULL;

	if (k->type != NULL)
		return check_record(k, s, k->type, at, v);
	for (size_t i = 0; i < k->c->catalog->n_types; i++)
		if ((fault = check_record(k, s, &k->c->catalog->type[i], at, v)) == NULL)
			return NULL;
	return fault;
}

static const char *check_shape(const struct look *k, const struct shape *s, const char *at, const json_t *v)
{
	const char *fault = check_members(k, s, at, v), *name;
	json_t *member;

	if (fault != NULL || s->open)
		return fault;
	if (s->record)
		return check_any_record(k, s, at, v);
	json_object_foreach((json_t *)(uintptr_t)v, name, member)
		if (!knows(s, name))
			return wrong(k, arena_fmt(k->c->arena, "%s.%s", at, name), "not described");
	return NULL;
}

const char *described_fault(struct ctx *c, const struct shape *s, const struct record_type *type, const json_t *v)
{
	const struct look k = { c, type };

	return json_is_object(v) ? check_shape(&k, s, "", v) : wrong(&k, "", "no object");
}

/* ---- a whole answer ---- */

static bool type_fits(const char *declared, const char *type)
{
	const size_t n = declared == NULL ? 0 : strlen(declared);

	if (declared == NULL || type == NULL)
		return declared == type;
	return strncmp(declared, type, n) == 0 && (type[n] == '\0' || type[n] == ';' || declared[n - 1] == '/');
}

static const struct record_type *record_type_of(struct ctx *c, const struct request *q)
{
	const char *plural = http_param(q, "plural");
	const struct record_type *t = plural == NULL ? NULL : catalog_plural(c->catalog, plural);
	const struct life *life = t == NULL || !streq(q->route->name, "api_event_list") ? NULL : catalog_life(c->catalog, t);

	return life == NULL ? t : life->event_type;
}

static const char *lines_fault(struct ctx *c, const struct shape *s, const char *body)
{
	const char *fault = NULL;

	for (const char *p = body; fault == NULL && *p != '\0';) {
		const size_t n = strcspn(p, "\n");
		json_t *line = json_loadb(p, n, 0, NULL);
		fault = described_fault(c, s, NULL, line);
		json_decref(line);
		p += n + (p[n] == '\n');
	}
	return fault;
}

static const char *body_fault(struct ctx *c, const struct out *o, const struct record_type *type, const struct api_reply *a)
{
	SHAPE(page, "", { "items", OUT_SHAPE, .summary = "", .shape = o->shape, .list = true }, { "cursor", OUT_TEXT, .summary = "", .maybe = true });
	SHAPE(items, "", { "items", OUT_SHAPE, .summary = "", .shape = o->shape, .list = true });

	switch (o->form) {
	case FORM_ONE: return described_fault(c, o->shape, type, a->json);
	case FORM_ITEMS: return described_fault(c, &items_shape, type, a->json);
	case FORM_PAGE: return described_fault(c, &page_shape, type, a->json);
	case FORM_LINES: return lines_fault(c, o->shape, a->body);
	case FORM_NOTHING: return a->body_len == 0 ? NULL : "a body";
	case FORM_FILE: break;
	}
	return NULL;
}

/* One of the ways to answer that the route declares for this status and type. */
static const char *answer_fault(struct ctx *c, const struct request *q, const struct api_reply *a)
{
	const char *fault = arena_fmt(c->arena, "%d as %s is not described", a->status, a->type == NULL ? "nothing" : a->type);
	bool any = false;

	for (const struct out *o = q->route == NULL ? NULL : q->route->out; o != NULL && o->status != 0; o++) {
		if (o->status != a->status || !type_fits(o->type, a->type))
			continue;
		const char *why = body_fault(c, o, record_type_of(c, q), a);
		if (why == NULL)
			return NULL;
		fault = any ? arena_fmt(c->arena, "%s; or %s", fault, why) : why;
		any = true;
	}
	return fault;
}

/* A page tells what is wrong in words, and nothing besides. */
static const char *page_fault(const struct api_reply *a)
{
	return type_fits("text/html", a->type) && strstr(a->body, "role=\"alert\"") != NULL ? NULL : "a failure that is no page with words";
}

/* Unasked, no member is null. */
static const char *null_fault(struct ctx *c, const char *at, const json_t *v)
{
	const char *fault = NULL, *name;
	json_t *member;
	size_t i;

	json_object_foreach((json_t *)(uintptr_t)v, name, member)
		if (fault == NULL)
			fault = json_is_null(member) ? arena_fmt(c->arena, "%s.%s: null", at, name) : null_fault(c, arena_fmt(c->arena, "%s.%s", at, name), member);
	json_array_foreach(v, i, member)
		if (fault == NULL)
			fault = null_fault(c, arena_fmt(c->arena, "%s[%zu]", at, i), member);
	return fault;
}

void described_check(struct ctx *c, const struct request *q, const struct api_reply *a)
{
	static const char *const methods[] = { "GET", "POST", "PUT", "PATCH", "DELETE" };
	const char *fault = a->status < 400 ? answer_fault(c, q, a) : q->route != NULL && q->route->page ? page_fault(a)
	                  : described_fault(c, &problem_shape, NULL, a->json);

	if (fault == NULL && !q->nulls)
		fault = null_fault(c, "", a->json);
	if (fault != NULL)
		fail_msg("%s %s: %s\n%.2000s", methods[q->method], q->route == NULL ? q->path : q->route->path, fault, a->body);
}
