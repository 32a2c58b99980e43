/* scope_probe.c - where in a request a code can stand, and the request with a code put there. */
#include "scope_probe.h"

#include <string.h>

#include "api/routes.h"
#include "catalog/rules.h"

/* Names of parameters and members that say nothing about units, and what a test puts there. */
static const struct {
	const char *name, *value; /* NULL: left out */
} plain[] = {
	{ "row", "37" }, { "column", "E" }, { "type", "learner" }, { "list", "sex" }, { "code", "ZK999" },
	{ "form", "02-TH-DN" }, { "period", "2025-start" }, { "tree", NULL }, { "year", NULL }, { "on", "2025-09-30" }, { "sort", NULL }, { "fields", NULL }, { "gone", "1" },
	{ "declared", "1" }, { "acts", "1" }, { "count", "1" },
	{ "limit", NULL }, { "after", NULL }, { "types", NULL }, { "date", NULL }, { "note", "x" }, { "status", "01" }, { "reason", "x" },
	{ "username", "zk.moi" }, { "role", "viewer" }, { "levels", NULL }, { "sections", NULL }, { "name", "Zk" }, { "on", NULL }, { "kind", "commune" }, { "province", NULL },
	{ "from", "2025-07-01" }, { "below", NULL }, { "scheme", "moet" }, { "value", "ZK1" }, { "fill", NULL }, { "take", NULL }, { "to_school", WORLD_OUTSIDE },
	{ "day", "2025-10-01" }, { "class", NULL }, { "person_code", "1900000001" }, { "full_name", "x" }, { "birth_date", "2018-01-01" },
	{ "state", NULL }, { "mine", NULL }, { "until", NULL }, { "waiting", "1" }, { "wait", NULL },
	{ "from", "2025-07-01" }, { "below", NULL }, { "continue_levels", NULL }, { "keep_homeroom", NULL }, { "other_grade", NULL },
	{ "decision", "different" }, { "dissolve", NULL },
	{ "field", "photo" }, { "passkey", "zk" },
	{ "dry_run", NULL }, { "record", NULL }, { "rule", NULL }, { "severity", NULL }, { "by", NULL }, { "weeks", NULL }, { "file", NULL },
	{ "scopes", "learners:read" }, { "addresses", NULL }, { "a_day", NULL },
	{ "files", "x" }, { "old", NULL }, { "title", "Zk" }, { "replaces", NULL }, { "text", "Zk" }, { "page", "/nap" }, { "kinds", NULL }, { "q", NULL }, { "filter", NULL }, { "cursor", NULL },
	{ "sheet", "class-list" }, { "purpose", "zk zk zk zk zk" }, { "empty", NULL }, { "asks", NULL }, { "edition", NULL },
	{ "cells", NULL }, { "choices", NULL }, { "about", NULL }, { "asset", "door.js" }, { "ve", NULL },
};

/* Names that hold the code of a unit. */
static const char *const units[] = { "unit", "within", "parent", "under", "to", "units", "managed_by", "into", "parts" };

/* Names that hold the code of a record: of the type of the path, or of a learner. */
static const char *const records[] = { "same_as", "person", "a", "b" };

static bool is_record_name(const char *name)
{
	for (size_t i = 0; i < COUNT(records); i++)
		if (streq(records[i], name))
			return true;
	return false;
}

/* Of the account of a teacher. */
static bool is_staff(const char *name)
{
	return streq(name, "staff");
}

static const struct record_type *record_named(const struct record_type *type)
{
	return type != NULL ? type : catalog_type(test_catalog(), "learner");
}

static bool is_plain(const char *name, const char **ret)
{
	for (size_t i = 0; i < COUNT(plain); i++)
		if (streq(plain[i].name, name)) {
			*ret = plain[i].value;
			return true;
		}
	return false;
}

/* The type of "{code}" in ".../learners/{code}/...". */
static const struct record_type *type_before(const char *path, const char *brace)
{
	const char *from = brace - 1;

	while (from > path && from[-1] != '/')
		from--;
	for (size_t i = 0; i < test_catalog()->n_types; i++) {
		const struct record_type *t = &test_catalog()->type[i];
		if (strlen(t->plural) == (size_t)(brace - 1 - from) && strncmp(t->plural, from, strlen(t->plural)) == 0)
			return t;
	}
	return NULL;
}

static bool is_unit_name(const char *name)
{
	for (size_t i = 0; i < COUNT(units); i++)
		if (streq(units[i], name))
			return true;
	return false;
}

static struct place at(enum where where, enum target target, const char *name, const struct record_type *type)
{
	return (struct place){ .where = where, .target = target, .name = name, .type = type };
}

static struct place strictly(struct place p)
{
	p.strict = true;
	return p;
}

static void add(struct place *all, size_t *n, struct place p)
{
	assert_true(*n < PLACES_MAX);
	all[(*n)++] = p;
}

static void unknown(const struct route *t, const char *what, const char *name)
{
	fail_msg("route %s: scope_probe.c does not know what %s \"%s\" is", t->path, what, name);
}

static const char *word(const char **list, char *room, size_t size)
{
	size_t n = strcspn(*list, " ");

	snprintf(room, size, "%.*s", (int)n, *list);
	*list += n + ((*list)[n] == ' ');
	return room;
}

static void path_places(const struct route *t, const struct record_type *type, struct place *all, size_t *n)
{
	char name[40];
	const char *ignored;

	for (const char *p = t->path; (p = strchr(p, '{')) != NULL;) {
		snprintf(name, sizeof name, "%.*s", (int)strcspn(p + 1, "}"), p + 1);
		const struct record_type *named = type_before(t->path, p);
		p += strlen(name);
		if (streq(name, "plural"))
			continue;
		if (streq(name, "code") && streq(t->object, "record"))
			add(all, n, strictly(at(AT_PATH, TARGET_RECORD, "code", type)));
		else if (streq(name, "code") && named != NULL)
			add(all, n, strictly(at(AT_PATH, TARGET_RECORD, "code", named)));
		else if (streq(name, "code") && streq(t->object, "unit"))
			add(all, n, strictly(at(AT_PATH, TARGET_UNIT, "code", NULL)));
		else if (streq(name, "id") && streq(t->object, "report"))
			add(all, n, strictly(at(AT_PATH, TARGET_REPORT, "id", NULL)));
		else if (streq(name, "id") && streq(t->object, "import"))
			add(all, n, strictly(at(AT_PATH, TARGET_JOB, "id", NULL)));
		else if (streq(name, "id") && streq(t->object, "export"))
			add(all, n, strictly(at(AT_PATH, TARGET_EXPORT, "id", NULL)));
		else if (streq(name, "transfer"))
			add(all, n, strictly(at(AT_PATH, TARGET_TRANSFER, "transfer", NULL)));
		else if (streq(name, "id") && strstr(t->path, "/rollovers/") != NULL)
			add(all, n, strictly(at(AT_PATH, TARGET_ROLLOVER, "id", NULL)));
		else if (streq(name, "id") && strstr(t->path, "/regulations/") != NULL)
			add(all, n, strictly(at(AT_PATH, TARGET_REGULATION, "id", NULL)));
		else if (streq(name, "id") && streq(t->object, "support"))
			add(all, n, strictly(at(AT_PATH, TARGET_REQUEST, "id", NULL)));
		else if (streq(name, "id") && streq(t->object, "sessions"))
			add(all, n, strictly(at(AT_PATH, TARGET_SESSION, "id", NULL)));
		else if (streq(name, "id") && streq(t->object, "account"))
			add(all, n, strictly(at(AT_PATH, TARGET_CLIENT, "id", NULL)));
		else if (streq(name, "name") && streq(t->object, "account"))
			add(all, n, strictly(at(AT_PATH, TARGET_ACCOUNT, "name", NULL)));
		else if (t->scope == SCOPE_PATH || t->scope == SCOPE_RECORD ? !is_plain(name, &ignored) || streq(name, "code") : !is_plain(name, &ignored))
			unknown(t, "path parameter", name);
	}
}

static void filter_places(const struct record_type *type, struct place *all, size_t *n)
{
	add(all, n, at(AT_FILTER, TARGET_RECORD, "code", type));
	for (size_t i = 0; i < type->n_fields; i++)
		if (type->field[i].to != NULL)
			add(all, n, at(AT_FILTER, TARGET_RECORD, type->field[i].name, type->field[i].to));
}

/* What of a log is read: "to" is a day there. */
static bool is_of_log(const struct route *t, const char *name)
{
	return (streq(t->object, "change") || streq(t->object, "audit")) && !streq(name, "unit") && !streq(name, "within");
}

static void query_places(const struct route *t, const struct record_type *type, struct place *all, size_t *n)
{
	static char names[QUERY_MAX][24];
	const char *ignored, *names_at = t->query == NULL ? "" : t->query;

	for (size_t i = 0; *names_at != '\0'; i++) {
		const char *name = word(&names_at, names[i], sizeof names[i]);
		for (size_t k = 0; k < COUNT(units); k++)
			if (streq(units[k], name) && !is_of_log(t, name))
				add(all, n, strictly(at(AT_QUERY, TARGET_UNIT, units[k], NULL)));
		if (is_unit_name(name) || is_of_log(t, name))
			continue;
		if (streq(name, "cursor") || streq(name, "q") || streq(name, "filter")) {
			if (!streq(t->object, "record"))
				continue;
			if (streq(name, "filter"))
				filter_places(type, all, n);
			else
				add(all, n, at(*name == 'c' ? AT_CURSOR : AT_SEARCH, TARGET_RECORD, *name == 'c' ? "cursor" : "q", type));
		} else if (!is_plain(name, &ignored)) {
			unknown(t, "query parameter", name);
		}
	}
}

static void reference_places(const struct record_type *type, enum where where, struct place *all, size_t *n)
{
	for (size_t i = 0; i < type->n_fields; i++)
		if (type->field[i].to != NULL)
			add(all, n, at(where, TARGET_RECORD, type->field[i].name, type->field[i].to));
}

/* The body of an event names no record: what it happened to stands in the path. */
static bool is_event(const struct route *t)
{
	return strstr(t->path, "/events") != NULL;
}

static void body_places(const struct route *t, const struct record_type *type, struct place *all, size_t *n)
{
	bool has_below = false;
	const char *ignored;

	for (const struct in_field *f = t->in; f != NULL && f->name != NULL; f++)
		has_below = has_below || streq(f->name, "below");
	for (const struct in_field *f = t->in; f != NULL && f->name != NULL; f++) {
		const char *name = f->name;
		if (is_of_log(t, name))
			continue;
		if (!is_unit_name(name) && !is_record_name(name) && !is_staff(name) && !is_plain(name, &ignored))
			unknown(t, "body member", name);
		if (is_staff(name))
			add(all, n, at(AT_BODY, TARGET_RECORD, name, catalog_type(test_catalog(), "staff")));
		if (type != NULL && (streq(name, "q") || streq(name, "filter")))
			add(all, n, at(AT_BODY, TARGET_RECORD, name, type));
		if (is_record_name(name))
			add(all, n, strictly(at(AT_BODY, TARGET_RECORD, name, record_named(type))));
		if (!is_unit_name(name))
			continue;
		add(all, n, strictly(at(f->kind == IN_LIST ? AT_BODY_LIST : AT_BODY, TARGET_UNIT, name, NULL)));
		struct place below = strictly(at(AT_BODY, TARGET_UNIT, name, NULL));
		below.below = true;
		if (has_below)
			add(all, n, below);
	}
	if (t->body == BODY_RECORD && t->scope == SCOPE_BODY)
		add(all, n, strictly(at(AT_BODY, TARGET_UNIT, type->is_unit ? "managed_by" : "unit", NULL)));
	if (t->body == BODY_RECORD && !is_event(t))
		reference_places(type, AT_REFERENCE, all, n);
	if (t->body == BODY_NDJSON) {
		add(all, n, at(AT_LINE, TARGET_UNIT, "unit", NULL));
		reference_places(type, AT_LINE_REFERENCE, all, n);
	}
	if (t->body == BODY_MULTIPART)
		add(all, n, strictly(at(AT_PART, TARGET_UNIT, "unit", NULL)));
}

static bool is_at(const struct place *p, enum scope_from scope)
{
	switch (scope) {
	case SCOPE_PATH:
	case SCOPE_RECORD: return p->where == AT_PATH;
	case SCOPE_QUERY:  return p->where == AT_QUERY;
	case SCOPE_BODY:   return p->where == AT_BODY || p->where == AT_BODY_LIST || p->where == AT_LINE || p->where == AT_PART;
	default:           return false;
	}
}

size_t probe_places(const struct route *t, const struct record_type *type, struct place all[PLACES_MAX])
{
	bool found = t->scope == SCOPE_NONE || (t->scope == SCOPE_QUERY && t->query == NULL); /* the caller's own scope, always */
	bool of_nothing = t->scope == SCOPE_NONE && (streq(t->object, "session") || streq(t->object, "page") || streq(t->object, "catalog"));
	size_t n = 0;

	if (t->action == 0 || t->object == NULL || *t->object == '\0' || t->scope == 0)
		fail_msg("route %s does not declare action, object and scope", t->path);
	if (of_nothing)
		return 0;
	path_places(t, type, all, &n);
	query_places(t, type, all, &n);
	body_places(t, type, all, &n);
	for (size_t i = 0; i < n; i++)
		found = found || is_at(&all[i], t->scope);
	if (t->scope == SCOPE_NONE && n > 0)
		fail_msg("route %s says it touches no unit but takes \"%s\"", t->path, all[0].name);
	if (!found)
		fail_msg("route %s: its scope (%d) is not exercised by any place that scope_probe.c knows", t->path, (int)t->scope);
	return n;
}

const char *probe_code(const struct ctx *c, const struct place *p, const struct world_unit *u)
{
	switch (p->target) {
	case TARGET_UNIT:    return u->part ? NULL : u->unit.code;
	case TARGET_RECORD:  return u->own == NULL ? NULL : u->own[p->type - c->catalog->type];
	case TARGET_REPORT:  return u->report;
	case TARGET_ACCOUNT: return u->account;
	case TARGET_JOB:     return u->job;
	case TARGET_TRANSFER: return u->transfer;
	case TARGET_ROLLOVER: return u->rollover;
	case TARGET_REGULATION: return u->regulation;
	case TARGET_REQUEST: return u->request;
	case TARGET_EXPORT:  return u->export;
	case TARGET_CLIENT:  return u->client;
	case TARGET_SESSION: return u->session;
	}
	return NULL;
}

const char *probe_ghost(struct ctx *c, const struct place *p)
{
	switch (p->target) {
	case TARGET_UNIT:    return "99999999";
	case TARGET_REPORT:  return "99999999-B7";
	case TARGET_ACCOUNT: return "zk.99999999.kt";
	case TARGET_JOB:     return "abcdefghijklmnopqrst";
	case TARGET_TRANSFER: return "99999999-t7";
	case TARGET_ROLLOVER: return "99999999-K7";
	case TARGET_REGULATION: return "99999999-QC7";
	case TARGET_REQUEST: return "99999999-HT7";
	case TARGET_EXPORT:  return "99999999-x7";
	case TARGET_CLIENT:  return "99999999.zk";
	case TARGET_SESSION: return "0000000000000000000000000000000000000000000000000000000000000007";
	case TARGET_RECORD:
		if (p->type->code_scheme == CODE_PERSON)
			return "9900000009";
		return p->type->code_scheme == CODE_GIVEN ? "99999999" : arena_fmt(c->arena, "99999999-%s7", p->type->code_letters);
	}
	return NULL;
}

/* The caller's own school, or the first it looks after. */
static const struct world_unit *own_school(const struct world *w, const struct actor *a)
{
	if (a->home->record != NULL)
		return a->home;
	for (size_t i = 0; i < w->n_units; i++)
		if (w->unit[i].record != NULL && world_covers(a, &w->unit[i]))
			return &w->unit[i];
	size_t last = w->n_units - 1;
	while (w->unit[last].part)
		last--;
	return &w->unit[last]; /* nobody's: some school */
}

static const char *put_path(struct ctx *c, const struct world *w, const struct route *t, const struct record_type *type,
                            const struct place *p, const struct actor *a, const char *code)
{
	struct buf b = buf_in(c->arena);

	for (const char *s = t->path; *s != '\0'; s++) {
		if (*s != '{') {
			buf_char(&b, *s);
			continue;
		}
		const char *name = arena_strndup(c->arena, s + 1, strcspn(s, "}") - 1), *value = NULL;
		if (p != NULL && p->where == AT_PATH && streq(p->name, name))
			value = code;
		else if (streq(name, "plural"))
			value = type->plural;
		else if (streq(name, "code") && streq(t->object, "record"))
			value = own_school(w, a)->record[type - c->catalog->type];
		else if (streq(name, "transfer"))
			value = own_school(w, a)->transfer;
		else if (streq(name, "code") && streq(t->object, "unit"))
			value = own_school(w, a)->unit.code;
		else if (streq(name, "id") && strstr(t->path, "/rollovers/") != NULL)
			value = own_school(w, a)->rollover;
		else if (streq(name, "id") && strstr(t->path, "/regulations/") != NULL)
			value = own_school(w, a)->regulation;
		else if (streq(name, "id") && streq(t->object, "support"))
			value = own_school(w, a)->request;
		else if (streq(name, "code") && type_before(t->path, s) != NULL)
			value = own_school(w, a)->record[type_before(t->path, s) - c->catalog->type];
		else if (strstr(t->path, "checklists/{name}") != NULL)
			value = c->catalog->checklist[0].name;
		else if (strstr(t->path, "sheets/{name}") != NULL)
			value = "class-list";
		else if (streq(name, "id") && streq(t->object, "export"))
			value = own_school(w, a)->export;
		else if (streq(name, "id"))
			value = streq(t->object, "import") ? a->home->job : a->home->report == NULL ? "x" : a->home->report;
		else
			(void)is_plain(name, &value);
		buf_put(&b, api_escape(c->arena, value));
		s += strlen(name) + 1;
	}
	return buf_text(&b);
}

static void put_query(struct ctx *c, struct buf *b, const char *name, const char *value)
{
	buf_fmt(b, "%c%s=%s", strchr(b->data, '?') == NULL ? '?' : '&', name, api_escape(c->arena, value));
}

static const char *put_target(struct ctx *c, const struct world *w, const struct route *t, const struct record_type *type,
                              const struct place *p, const struct actor *a, const char *code)
{
	struct buf b = buf_in(c->arena);
	char room[24];

	buf_put(&b, put_path(c, w, t, type, p, a, code));
	for (const char *names = t->query == NULL ? "" : t->query; *names != '\0';) {
		const char *name = word(&names, room, sizeof room), *value = NULL;
		if (is_of_log(t, name)) { /* all of it: of one's own forwards, of others backwards */
			if (p != NULL && streq(name, "before"))
				put_query(c, &b, name, "0");
			continue;
		}
		if (!is_unit_name(name) && is_plain(name, &value) && value != NULL && !streq(t->object, "catalog"))
			put_query(c, &b, name, value);
	}
	if (p == NULL)
		return buf_text(&b);
	if (p->where == AT_QUERY || p->where == AT_CURSOR || p->where == AT_SEARCH)
		put_query(c, &b, p->name, code);
	if (p->where == AT_FILTER)
		put_query(c, &b, "filter", arena_fmt(c->arena, "%s%s == \"%s\"", p->name, streq(p->name, "code") ? "" : ".code", code));
	return buf_text(&b);
}

static const char *text_of(struct ctx *c, json_t *stolen)
{
	char *text = json_dumps(stolen, JSON_COMPACT);

	json_decref(stolen);
	arena_defer(c->arena, free, text);
	return text;
}

static json_t *in_body(const struct world *w, const struct route *t, const struct record_type *type, const struct place *p, const struct actor *a,
                       const char *code)
{
	json_t *o = json_object();

	for (const struct in_field *f = t->in; f != NULL && f->name != NULL; f++) {
		const char *name = f->name, *value = NULL;
		bool here = p != NULL && (p->where == AT_BODY || p->where == AT_BODY_LIST) && streq(p->name, name);
		if (is_of_log(t, name)) {
			if (p != NULL && streq(name, "before")) /* as put_target() does */
				json_object_set_new(o, name, json_integer(0));
			continue;
		}
		if (streq(name, "parts"))
			json_object_set_new(o, name, json_pack("[{ss}{ss}]", "unit", a->home->unit.code, "unit", here ? code : a->home->unit.code));
		else if (here && streq(name, "filter"))
			json_object_set_new(o, name, json_sprintf("code == \"%s\"", code));
		else if (here)
			json_object_set_new(o, name, f->kind == IN_LIST ? json_pack("[s]", code) : json_string(code));
		else if (streq(name, "role") && p != NULL && is_staff(p->name))
			json_object_set_new(o, name, json_string("teacher"));
		else if (is_record_name(name))
			json_object_set_new(o, name, json_string(own_school(w, a)->record[record_named(type) - test_catalog()->type]));
		else if (is_unit_name(name) && f->required)
			json_object_set_new(o, name, json_string(a->home->unit.code));
		else if (streq(name, "units") && p != NULL && streq(p->name, "to"))
			json_object_set_new(o, name, json_pack("[s]", a->home->unit.code));
		else if (streq(name, "about"))
			json_object_set_new(o, name, json_pack("{ss ss}", "form", "02-TH-DN", "period", "2025-start"));
		else if (f->kind == IN_INT && f->required)
			json_object_set_new(o, name, json_integer(2025));
		else if (streq(name, "date") && f->required)
			json_object_set_new(o, name, json_string("2025-07-01"));
		else if (!is_unit_name(name) && is_plain(name, &value) && value != NULL)
			json_object_set_new(o, name, f->kind == IN_LIST ? json_pack("[s]", value) : f->kind == IN_BOOL ? json_true() : json_string(value));
	}
	if (p != NULL && p->below)
		json_object_set_new(o, "below", json_true());
	return o;
}

static const char *record_body(struct ctx *c, const struct world *w, const struct route *t, const struct record_type *type,
                               const struct place *p, const struct actor *a, const char *code)
{
	const struct world_unit *own = own_school(w, a);
	json_t *o = t->method == PATCH || is_event(t) ? json_object() : world_record(c, type, own);

	if (type->is_unit && t->method != PATCH && !is_event(t))
		json_object_set_new(o, "code", json_string("ZK998"));
	if (!type->is_unit && t->method != PATCH && !is_event(t))
		json_object_set_new(o, "unit", json_string(own->unit.code));
	if (p != NULL && (p->where == AT_BODY || p->where == AT_REFERENCE))
		json_object_set_new(o, p->name, json_string(code));
	return text_of(c, o);
}

/* A known record of the caller's own first, then the line in question, then another. */
static const char *lines(struct ctx *c, const struct world *w, const struct record_type *type, const struct place *p,
                         const struct actor *a, const char *code)
{
	const struct world_unit *own = own_school(w, a);
	const char *known = arena_fmt(c->arena, "{\"unit\":\"%s\",\"code\":\"%s\"}", own->unit.code, own->record[type - c->catalog->type]);

	if (p == NULL || p->where == AT_QUERY)
		return known;
	json_t *o = world_record(c, type, own);
	json_object_set_new(o, "unit", json_string(own->unit.code));
	json_object_set_new(o, p->name, json_string(code));
	return arena_fmt(c->arena, "%s\n%s\n%s\n", known, text_of(c, o), known);
}

static struct part *parts(struct ctx *c, const struct place *p, const struct actor *a, const char *code)
{
	struct part *year = NEW(c->arena, struct part), *unit = NEW(c->arena, struct part);

	*year = (struct part){ .name = "year", .text = "2025" };
	*unit = (struct part){ .next = year, .name = "unit", .text = p != NULL && p->where == AT_PART ? code : a->home->unit.code };
	return unit;
}

struct probe probe_make(struct ctx *c, const struct world *w, const struct route *t, const struct record_type *type,
                        const struct place *p, const struct actor *a, const char *code)
{
	struct probe q = { .method = t->method, .target = put_target(c, w, t, type, p, a, code) };

	switch (t->body) {
	case BODY_FORM:
	case BODY_JSON:
		q.body = text_of(c, in_body(w, t, type, p, a, code));
		break;
	case BODY_RECORD:
		q.body = record_body(c, w, t, type, p, a, code);
		break;
	case BODY_NDJSON:
		q.body = lines(c, w, type, p, a, code);
		q.type = "application/x-ndjson";
		break;
	case BODY_MULTIPART:
		q.parts = parts(c, p, a, code);
		q.type = "multipart/form-data";
		break;
	case BODY_BYTES:
		q.body = "\xFF\xD8\xFF\xE0 of no scope"; /* begins as a JPEG does */
		q.type = "image/jpeg";
		break;
	case BODY_NONE:
		break;
	}
	return q;
}

struct probe probe_plain(struct ctx *c, const struct world *w, const struct route *t, const struct record_type *type, const struct actor *a)
{
	return probe_make(c, w, t, type, NULL, a, NULL);
}
