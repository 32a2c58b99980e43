/* scope_world.c - two provinces in which every unit has one of everything, and a caller of every role at every kind of unit. */
#include "scope_world.h"

#include <ctype.h>

#include "db/db.h"
#include "domain/account/account.h"
#include "domain/account/client.h"
#include "table/walls.h"
#include "domain/export/export.h"
#include "domain/job/job.h"
#include "domain/report/report.h"
#include "domain/transfer/transfer.h"
#include "domain/regulation/regulation.h"
#include "domain/support/support.h"
#include "domain/rollover/rollover.h"
#include "domain/unit/unit_admin.h"
#include "store/file.h"
#include "store/shown.h"
#include "store/write.h"

enum { CANARIES_MAX = 4000 };

static const struct {
	const char *code, *kind, *parent, *levels, *province;
	bool home; /* callers sit here */
} plan[] = {
	{ "BGDDT", "ministry", NULL, NULL, NULL, true },
	{ "S19", "so", "BGDDT", NULL, "19", true },
	{ "S01", "so", "BGDDT", NULL, "01", false },
	{ "P172", "phong", "S19", NULL, "19", true },
	{ "C190", "commune", "S19", NULL, "19", true },
	{ "P001", "phong", "S01", NULL, "01", false },
	{ "C010", "commune", "S01", NULL, "01", false },
	{ "19172401", "school", "P172", "06", NULL, true },
	{ "19172402", "school", "P172", "06", NULL, false },
	{ "19000601", "school", "C190", "09", NULL, false },
	{ "19000501", "school", "S19", "07", NULL, false },
	{ "01001401", "school", "P001", "06", NULL, false },
	{ "01000601", "school", "C010", "06", NULL, false },
	{ "01000501", "school", "S01", "07", NULL, false },
};

static struct canary *add_canary(struct world *w, const char *text, const char *module, const struct world_unit *u)
{
	assert_true(w->n_canaries < CANARIES_MAX);
	w->canary[w->n_canaries] = (struct canary){ .text = text, .module = module, .unit = u };
	return &w->canary[w->n_canaries++];
}

static const char *canary_text(struct ctx *c, const char *what, const char *unit_code)
{
	return arena_fmt(c->arena, "Zk%s%s", what, unit_code);
}

/* A value that fits, whatever the field. */
static json_t *value_for(struct ctx *c, const struct record_type *t, const struct field *f, const struct world_unit *u)
{
	if (streq(f->type->name, "code"))
		return json_string(f->list->item[0].code);
	if (streq(f->type->name, "reference"))
		return json_string(u->record[f->to - c->catalog->type]);
	if (streq(f->type->name, "date"))
		return json_string("2018-03-09");
	if (streq(f->type->name, "partial_date"))
		return json_string("1980");
	if (streq(f->type->name, "boolean"))
		return json_true();
	if (f->type->column == COLUMN_INTEGER)
		return json_integer(f->has_min ? f->min + 1 : 1);
	if (field_is_digits(f))
		return json_string("019218000001");
	return json_string(canary_text(c, t->name, u->mark));
}

/* What a free text of a sensitive field says: NULL for other fields. */
static const char *sensitive_text(struct ctx *c, const struct record_type *t, const struct field *f, const struct world_unit *u)
{
	if (f->sensitivity != CLASS_SENSITIVE || !streq(f->type->name, "text") || f->pattern != NULL || f->computed)
		return NULL;
	return canary_text(c, arena_fmt(c->arena, "%s%zu.", t->name, f->index), u->mark);
}

static bool references_exist(const struct ctx *c, const struct record_type *t, const struct world_unit *u)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].to != NULL && u->record[t->field[i].to - c->catalog->type] == NULL)
			return false;
	return true;
}

json_t *world_record(struct ctx *c, const struct record_type *t, const struct world_unit *u)
{
	json_t *o = t->is_unit ? json_pack("{ss}", "code", u->unit.code) : json_object();

	if (t->year_bound)
		json_object_set_new(o, "school_year", json_integer(2025));
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (f->required || f->required_when != NULL || (f->to != NULL && !f->computed) || f == t->name_field)
			json_object_set_new(o, f->name, value_for(c, t, f, u));
		if (sensitive_text(c, t, f, u) != NULL)
			json_object_set_new(o, f->name, json_string(sensitive_text(c, t, f, u)));
	}
	return o;
}

static struct draft draft_of(struct ctx *c, const struct record_type *t, const struct world_unit *u)
{
	json_t *o = world_record(c, t, u);
	struct draft d;

	draft_from_json(c, t, o, NULL, &d);
	json_decref(o);
	d.as_it_was = true;
	if (d.problems.errors > 0)
		fail_msg("a %s for the test: %s", t->name, d.problems.first->message);
	/* What no sender may give is reached by filters all the same. */
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].computed && t->field[i].to != NULL)
			d.value[i] = val_text(u->record[t->field[i].to - c->catalog->type]);
	return d;
}

/* Begins as a JPEG does, and tells whose it is. */
static void put_files(struct ctx *c, struct world *w, const struct record_type *t, struct world_unit *u, int64_t id)
{
	const char *mark = canary_text(c, arena_fmt(c->arena, "file%s", t->name), u->mark);
	const char *bytes = arena_fmt(c->arena, "\xFF\xD8\xFF\xE0 %s.", mark);
	struct record rec;
	int64_t version;

	for (size_t i = 0; i < t->n_fields; i++) {
		if (t->field[i].media == NULL)
			continue;
		OK(record_load(c, t, &u->unit, id, &rec));
		OK(file_put(c, &rec, 0, &t->field[i], bytes, strlen(bytes), &version));
		add_canary(w, mark, t->module, u)->class = t->field[i].sensitivity;
	}
}

static void make_record(struct ctx *c, struct world *w, const struct record_type *t, struct world_unit *u)
{
	struct draft d = draft_of(c, t, u);
	struct outcome out;

	OK(record_write_batch(c, t, &u->unit, &d, 1, &out));
	if (out.result == WRITE_REFUSED)
		fail_msg("a %s for the test: %s", t->name, out.problems.first->message);
	u->record[t - c->catalog->type] = out.code;
	add_canary(w, out.code, t->module, u)->code_of = t;
	if (t->name_field != NULL) {
		struct canary *name = add_canary(w, canary_text(c, t->name, u->mark), t->module, u);
		name->class = t->name_field->sensitivity;
		name->holder = streq(t->name, "staff");
	}
	for (size_t i = 0; i < t->n_fields; i++)
		if (sensitive_text(c, t, &t->field[i], u) != NULL)
			add_canary(w, sensitive_text(c, t, &t->field[i], u), t->module, u)->class = CLASS_SENSITIVE;
	put_files(c, w, t, u, out.id);
}

/* Types in the order of their references. */
static void make_records(struct ctx *c, struct world *w, struct world_unit *u)
{
	size_t made = 0, before;

	u->own = u->record = NEW_N(c->arena, const char *, c->catalog->n_types);
	do {
		before = made;
		for (size_t i = 0; i < c->catalog->n_types; i++) {
			const struct record_type *t = &c->catalog->type[i];
			if (u->record[i] != NULL || !references_exist(c, t, u))
				continue;
			if (t->is_unit)
				u->record[i] = u->unit.code;
			else
				make_record(c, w, t, u);
			made++;
		}
	} while (made > before);
	assert_int_equal(made, c->catalog->n_types);
}

static void make_school(struct ctx *c, const char *parent, const char *levels, struct world_unit *u)
{
	const struct record_type *t = catalog_type(c->catalog, "school");
	struct draft d = draft_of(c, t, u);

	d.value[field_find(t, "level_group")->index] = val_text(levels);
	d.given[field_find(t, "level_group")->index] = true;
	d.value[field_find(t, "limited_information")->index] = val_bool(streq(u->unit.code, WORLD_LIMITED));
	d.given[field_find(t, "limited_information")->index] = true;
	OK(unit_make_school(c, &d, parent, &u->unit));
}

static void make_unit(struct ctx *c, struct world *w, size_t i)
{
	const struct scope all = scope_everywhere;
	struct world_unit *u = &w->unit[w->n_units++];

	u->mark = plan[i].code;
	u->unit = (struct unit){ .code = plan[i].code, .kind = plan[i].kind, .province = plan[i].province, .status = "01" };
	u->unit.name = canary_text(c, streq(plan[i].kind, "school") ? "school" : "office", plan[i].code);
	if (plan[i].parent == NULL) {
		OK(unit_make_root(c));
		OK(unit_find(c, &all, plan[i].code, &u->unit));
	} else if (plan[i].levels != NULL) {
		make_school(c, plan[i].parent, plan[i].levels, u);
		make_records(c, w, u);
	} else {
		OK(unit_make_office(c, &u->unit, plan[i].parent, &u->unit));
	}
	if (plan[i].parent != NULL)
		add_canary(w, u->unit.name, NULL, u)->below = u->record == NULL; /* a report names the office that receives it */
}

/* A second class of a school: its teacher, its pupil, and what is kept of them; what else there is is the school's. */
static void make_part(struct ctx *c, struct world *w, const struct world_unit *of)
{
	static const char *const own[] = { "staff", "class", "class_subject", "learner", "enrolment", "enrolment_event", "guardian", "identity_document",
		                           "health_check", "result", "subject_result" };
	struct world_unit *u = &w->unit[w->n_units++];

	*u = (struct world_unit){ .unit = of->unit, .part = true, .mark = arena_fmt(c->arena, "88%s", of->unit.code), .record = NEW_N(c->arena, const char *, c->catalog->n_types) };
	memcpy(u->record, of->record, c->catalog->n_types * sizeof *u->record);
	u->own = NEW_N(c->arena, const char *, c->catalog->n_types);
	for (size_t i = 0; i < COUNT(own); i++) {
		const struct record_type *t = catalog_type(c->catalog, own[i]);
		make_record(c, w, t, u);
		u->own[t - c->catalog->type] = u->record[t - c->catalog->type];
	}
}

static const char *lower(struct ctx *c, const char *text)
{
	char *s = arena_strdup(c->arena, text);

	for (char *p = s; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	return s;
}

static void make_account_and_report(struct ctx *c, struct world *w, struct world_unit *u)
{
	const struct form *f = &c->catalog->form[0];
	const char *password, *token;
	struct account signed_in;
	struct report rep;

	u->account = arena_fmt(c->arena, "zk.%s.kt", lower(c, u->unit.code));
	OK(account_issue(c, NULL, u->account, "viewer", u->unit.code, NULL, &password));
	OK(session_open(c, &(const struct sign_in){ .name = u->account, .password = password, .remote = "192.0.2.1" }, &token, &signed_in));
	u->session = session_id(c, token);
	add_canary(w, u->account, "account", u)->also = "regulation"; /* who has not acknowledged them */
	add_canary(w, u->session, "account", u);
	if (!report_compute(c, f, &u->unit, "2025-start", &rep)) {
		ctx_clear(c); /* it does not file this form */
		return;
	}
	u->report = rep.code;
	add_canary(w, u->report, "report", u);
}

static void make_rollover(struct ctx *c, struct world *w, struct world_unit *u)
{
	struct rollover_plan done;
	struct rollover made;

	if (u->record == NULL)
		return;
	OK(rollover_run(c, &u->unit, &(struct rollover_options){ .year = 2025 }, &done, &made));
	u->rollover = made.code;
	add_canary(w, made.code, "learners", u);
}

static void make_regulation(struct ctx *c, struct world *w, struct world_unit *u)
{
	struct regulation made;

	if (u->record == NULL)
		return;
	OK(regulation_publish(c, &u->unit, canary_text(c, "title", u->unit.code), canary_text(c, "rules", u->unit.code), NULL, &made));
	u->regulation = made.code;
	add_canary(w, made.code, NULL, u);
	add_canary(w, canary_text(c, "title", u->unit.code), NULL, u);
	add_canary(w, canary_text(c, "rules", u->unit.code), NULL, u);
}

static void make_request(struct ctx *c, struct world *w, struct world_unit *u)
{
	struct support_request made;

	if (u->record == NULL)
		return;
	OK(support_ask(c, &u->unit, arena_fmt(c->arena, "/ho-so/schools/%s", u->unit.code), canary_text(c, "request", u->unit.code), &made));
	u->request = made.code;
	add_canary(w, made.code, "support", u);
	add_canary(w, canary_text(c, "request", u->unit.code), "support", u);
}

/* One that waits, so that nobody works on it. */
static void make_export(struct ctx *c, struct world *w, struct world_unit *u)
{
	struct catalog strict = *c->catalog;
	struct ctx own = *c;
	struct export_wish wish;
	struct export made;

	if (u->record == NULL)
		return;
	strict.export_approval_over = -1;
	own.catalog = &strict;
	OK(export_wish_make(&own, catalog_sheet(c->catalog, "class-list"), &u->unit, 2025, false, NULL, &wish));
	OK(export_ask(&own, &wish, arena_fmt(c->arena, "%s gửi cho đủ từ", canary_text(c, "purpose", u->unit.code)), &made));
	u->export = made.code;
	add_canary(w, made.code, "export", u);
	add_canary(w, canary_text(c, "purpose", u->unit.code), "export", u);
}

static void make_view(struct ctx *c, struct world *w, struct world_unit *u)
{
	const char *why = canary_text(c, "why", u->unit.code);

	OK(db_begin(c) && db_end(c, db_run(c, "INSERT INTO person_view (unit_id, id, at, account_id, how, type, code, purpose)"
	                                   " SELECT $1, 'x', $2, min(id), 'opened', 'learner', '0', $3 FROM account WHERE unit_id = $1",
	                                   ARGS(val_int(u->unit.id), val_int(c->now_ms), val_text(why)))));
	add_canary(w, why, "audit", u);
}

/* A job that is done, so that nobody works on it. */
static void make_job(struct ctx *c, struct world *w, struct world_unit *u)
{
	json_t *in = json_pack("{s[] si sb}", "files", "year", 2025, "dry_run", 1);
	const char *value = canary_text(c, "row", u->unit.code);

	OK(job_add(c, "import", &u->unit, in, &u->job));
	json_decref(in);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE job SET state = 'done', result = $2 WHERE id = $1",
	                                   ARGS(val_text(u->job), val_text(arena_fmt(c->arena, "{\"files\":[],\"detail\":\"%s\"}", value))))));
	add_canary(w, u->job, "import", u)->whole = true;
	add_canary(w, value, "import", u)->whole = true;
}

static void make_transfer(struct ctx *c, struct world_unit *u)
{
	struct transfer_start s = { .day = "2025-10-01" };
	struct transfer t;

	if (u->record == NULL)
		return;
	s.person = u->record[catalog_type(c->catalog, "staff") - c->catalog->type];
	OK(transfer_offer(c, &s, WORLD_OUTSIDE, &t));
	u->transfer = t.code;
}

static void make_outside(struct ctx *c)
{
	struct world_unit outside = { .unit = { .code = WORLD_OUTSIDE }, .mark = WORLD_OUTSIDE };

	make_school(c, "BGDDT", "06", &outside);
}

/* Everything that its role lets a client have. */
static const char *all_scopes(struct ctx *c, const struct role *role)
{
	struct buf b = buf_in(c->arena);

	buf_put(&b, "changes:read units:read");
	for (size_t i = 0; i < c->catalog->n_types; i++) {
		const struct record_type *t = &c->catalog->type[i];
		if (role_may(role, t->module, "read"))
			buf_fmt(&b, " %s:%s", t->plural, role_may(role, t->module, "write") && !t->by_operation ? "write" : "read");
	}
	return buf_text(&b);
}

static struct api_session make_client(struct ctx *c, const char *name, const struct role *role, const char *unit, const char *levels, const char **ret_id)
{
	const struct client_wish w = { .name = name, .unit = unit, .scopes = all_scopes(c, role), .fields = "sensitive", .levels = levels, .a_day = 10000000 };
	const char *secret, *token, *scopes;

	OK(client_issue(c, &w, ret_id, &secret));
	OK(client_token_issue(c, *ret_id, secret, NULL, "192.0.2.1", &token, &scopes));
	return (struct api_session){ .name = *ret_id, .bearer = token };
}

static void make_actor(struct ctx *c, struct world *w, const struct role *role, const struct world_unit *home, const char *levels)
{
	struct actor *a = &w->actor[w->n_actors++];
	const char *name = arena_fmt(c->arena, "%s.%s%s%s", role->name, lower(c, home->unit.code), levels == NULL ? "" : ".", levels == NULL ? "" : levels);

	if (role->taught != NULL)
		a->session = api_teacher(c, name, home->unit.code, home->record[catalog_type(c->catalog, "staff") - c->catalog->type]);
	else if (role->machine)
		a->session = make_client(c, levels == NULL ? "may" : "may-cap", role, home->unit.code, levels, &name);
	else
		a->session = api_account(c, name, role->name, home->unit.code, levels);
	a->home = home;
	a->label = arena_fmt(c->arena, "%s %s%s%s", role->name, home->unit.code, levels == NULL ? "" : " cấp ", levels == NULL ? "" : levels);
	a->account = (struct account){ .name = name, .role = role, .levels = levels, .unit = home->unit, .scope = { .path = home->unit.path, .levels = levels,
	                                    .limited = role->admin || unit_is_school(c, &home->unit) } };
}

static void add_registrar(struct ctx *c)
{
	static const struct right right[] = {
		{ "network", " read " }, { "classes", " read write " }, { "learners", " read write " }, { "results", " read write " }, { "unit", " read " },
		{ "report", " read " }, { "change", " read " }, { "import", " read write " }, { "export", " read write " }, { "transfer", " read write " },
		{ "quality", " read " },
	};
	static const struct field_class most[] = { { "*", CLASS_PERSONAL } };
	struct catalog *k = NEW(c->arena, struct catalog);
	struct role *role = NEW_N(c->arena, struct role, c->catalog->n_roles + 1);

	*k = *c->catalog;
	memcpy(role, k->role, k->n_roles * sizeof *role);
	role[k->n_roles++] = (struct role){ .name = "registrar", .label = "Giáo vụ", .label_en = "Registrar", .unit_kinds = " school ", .right = right, .n_rights = COUNT(right),
	                                    .field_class = most, .n_field_classes = COUNT(most) };
	k->role = role;
	c->catalog = k;
}

void world_make(struct ctx *c, struct world *w)
{
	add_registrar(c);
	*w = (struct world){ .unit = NEW_N(c->arena, struct world_unit, COUNT(plan) * 2),
	                     .canary = NEW_N(c->arena, struct canary, CANARIES_MAX),
	                     .actor = NEW_N(c->arena, struct actor, COUNT(plan) * c->catalog->n_roles * 2 + 1) };
	for (size_t i = 0; i < COUNT(plan); i++)
		make_unit(c, w, i);
	for (size_t i = 0; i < COUNT(plan); i++)
		if (plan[i].home && w->unit[i].record != NULL)
			make_part(c, w, &w->unit[i]);
	make_outside(c);
	for (size_t i = 0; i < COUNT(plan); i++)
		make_transfer(c, &w->unit[i]);
	for (size_t i = 0; i < COUNT(plan); i++)
		make_account_and_report(c, w, &w->unit[i]), make_job(c, w, &w->unit[i]), make_rollover(c, w, &w->unit[i]), make_export(c, w, &w->unit[i]),
			make_regulation(c, w, &w->unit[i]), make_request(c, w, &w->unit[i]), make_view(c, w, &w->unit[i]);
	for (size_t i = 0; i < COUNT(plan); i++)
		for (size_t k = 0; k < c->catalog->n_roles; k++) {
			const struct role *role = &c->catalog->role[k];
			if (strstr(role->unit_kinds, arena_fmt(c->arena, " %s ", plan[i].kind)) == NULL)
				continue;
			if (role->machine)
				make_client(c, "zk", role, plan[i].code, NULL, &w->unit[i].client);
			if (!plan[i].home || (role->machine && !streq(plan[i].kind, "so") && !streq(plan[i].kind, "school")) ||
			    (WALLS_SANITIZED && (streq(plan[i].kind, "phong") || streq(plan[i].kind, "commune"))))
				continue;
			make_actor(c, w, role, &w->unit[i], NULL);
			if (streq(plan[i].kind, "so"))
				make_actor(c, w, role, &w->unit[i], "03");
		}
	w->actor[w->n_actors++] = (struct actor){ .home = &w->unit[0], .label = "không đăng nhập" };
}

bool world_covers(const struct actor *a, const struct world_unit *u)
{
	return a->account.role != NULL && scope_covers(&a->account.scope, &u->unit) && !(u->part && a->account.role->taught != NULL);
}

static bool sees_reference(const struct ctx *c, const struct record_type *to)
{
	for (size_t i = 0; i < c->catalog->n_types; i++)
		for (size_t k = 0; k < c->catalog->type[i].n_fields; k++)
			if (c->catalog->type[i].field[k].to == to && field_is_shown(c, &c->catalog->type[i], &c->catalog->type[i].field[k]))
				return true;
	return false;
}

/* Where it stands by now: requests of the test move units. */
static bool manages(struct ctx *c, const struct ctx *as, int64_t unit_id)
{
	struct ctx asks = *as;
	struct unit u;

	OK(unit_get(c, unit_id, &u));
	asks.db = c->db; /* to tell whom to ask */
	return account_check_manages(&asks, &u);
}

bool world_may_see(struct ctx *c, const struct actor *a, const struct canary *y)
{
	struct ctx as = { .arena = c->arena, .account = &a->account, .catalog = c->catalog };

	if (y->below && a->home != NULL && a->account.unit.path != NULL && strncmp(a->account.unit.path, y->unit->unit.path, strlen(y->unit->unit.path)) == 0)
		return true;
	if (!world_covers(a, y->unit) || (y->whole && !all_is_shown(&as)))
		return false;
	if (y->code_of != NULL && (sees_reference(&as, y->code_of) || (streq(y->code_of->name, "staff") && account_may(&as, "account", "read")))) /* whose account it is */
		return true;
	if (y->also != NULL && account_may(&as, y->also, "read"))
		return true;
	if (y->holder && account_may(&as, "account", "admin") && manages(c, &as, y->unit->unit.id))
		return true;
	return y->module == NULL || (account_may(&as, y->module, "read") && y->class <= role_field_class(a->account.role, y->module));
}

struct digest {
	uint64_t hash;
};

static void mix(struct digest *d, const void *data, size_t n)
{
	for (const unsigned char *p = data; n > 0; p++, n--)
		d->hash = (d->hash ^ *p) * 1099511628211u;
}

static bool add_row(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	(void)c;
	for (size_t i = 0; i < n; i++) {
		mix(arg, &cell[i].kind, sizeof cell[i].kind);
		if (cell[i].kind == VAL_INT || cell[i].kind == VAL_BOOL)
			mix(arg, &cell[i].i, sizeof cell[i].i);
		else if (cell[i].kind != VAL_NULL)
			mix(arg, cell[i].s, cell[i].len);
	}
	return true;
}

uint64_t world_digest(struct ctx *c)
{
	struct digest d = { 14695981039346656037u };

	for (size_t i = 0; i < c->catalog->n_tables; i++) {
		const struct sql_table *t = &c->catalog->table[i];
		const char *but_for = streq(t->name, "quota") ? " WHERE what <> 'client.calls'" : ""; /* every call is counted, also a refused one */
		mix(&d, t->name, strlen(t->name));
		OK(db_each(c, arena_fmt(c->arena, "SELECT * FROM %s%s ORDER BY %s", t->name, but_for, t->key), NULL, 0, add_row, &d));
	}
	return d.hash;
}
