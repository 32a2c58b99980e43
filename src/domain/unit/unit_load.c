/* unit_load.c - official lists of offices and institutions into the tree. */
#include "catalog/entry.h"
#include "catalog/pattern.h"
#include "catalog/unit_kind.h"
#include "db/db.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_levels.h"
#include "domain/unit/unit_life.h"

static bool exists(struct ctx *c, const char *code, struct unit *ret, bool *ret_exists)
{
	static const struct scope all = { .path = "/" };

	*ret_exists = unit_find(c, &all, code, ret);
	if (*ret_exists || c->err != ERR_NOT_FOUND)
		return *ret_exists;
	ctx_clear(c);
	return true;
}

static bool load_office(struct ctx *c, const struct unit_row *row, struct load_summary *sum)
{
	const struct unit u = {
		.code = row->code, .name = row->name, .kind = unit_kind_of_place(c->catalog, row->kind == UNIT_SO ? "province" : "district"), .status = UNIT_WORKING,
		.province = row->kind == UNIT_SO ? row->code : row->parent_code,
	};
	struct unit was;
	bool there;

	if (!exists(c, row->code, &was, &there))
		return false;
	if (there) {
		sum->unchanged++;
		return true;
	}
	sum->created++;
	return unit_make_office(c, &u, row->kind == UNIT_SO ? UNIT_ROOT : row->parent_code, &was);
}

bool unit_load_offices(struct ctx *c, const struct unit_rows *rows, struct load_summary *sum)
{
	*sum = (struct load_summary){ .rejected = rows->n_rejects };
	/* Parents first, whatever the order of the file. */
	for (int kind = UNIT_SO; kind <= UNIT_PHONG; kind++)
		for (size_t i = 0; i < rows->n_units; i++)
			if ((int)rows->unit[i].kind == kind && !load_office(c, &rows->unit[i], sum))
				return false;
	return true;
}

/* A telephone that is none is left out and told; the school is taken in all the same. */
static bool fits_pattern(struct ctx *c, struct school_rows *rows, const struct school_row *s, const struct field *f, const char *text)
{
	struct problems p = { 0 };

	if (f->pattern != NULL)
		pattern_check(c, f, text, &p);
	if (p.errors > 0)
		input_note_add(&rows->notes, s->row, f->name, text, NULL, "%s Mục này để trống.", p.first->message);
	return p.errors == 0;
}

/* What the register knows and our lists hold; a commune that the lists do not know is left out. */
static void fill_draft(struct ctx *c, const struct record_type *t, struct school_rows *rows, const struct school_row *s, struct draft *d)
{
	const struct {
		const char *field, *text;
	} map[] = {
		{ "name", s->name }, { "level_group", s->level_group }, { "ownership", s->ownership }, { "kind", s->kind },
		{ "province", s->province }, { "district", s->district }, { "commune", s->commune }, { "address", s->address },
		{ "founded_on", s->founded }, { "website", s->website }, { "phone", s->phone }, { "email", s->email },
	};

	draft_init(c, t, d);
	d->code = s->code;
	for (size_t i = 0; i < COUNT(map); i++) {
		const struct field *f = field_find(t, map[i].field);
		struct problems ignored = { 0 };
		struct val v;
		if (map[i].text != NULL && f != NULL && field_from_text(c, f, map[i].text, &v, &ignored) && v.kind != VAL_NULL && fits_pattern(c, rows, s, f, map[i].text))
			draft_set_field(d, f, v);
	}
	if (s->has_party_cell != SCHOOL_UNKNOWN)
		draft_set(d, "has_party_cell", val_bool(s->has_party_cell == SCHOOL_YES));
}

static void reject(struct ctx *c, struct school_rows *rows, const struct school_row *s, const char *reason)
{
	rows->reject = arena_grow(c->arena, rows->reject, rows->n_rejects, &rows->rejects_room, sizeof *rows->reject);
	rows->reject[rows->n_rejects++] = (struct row_reject){ s->row, s->code, s->name, reason };
}

/* What the register says is so, whatever stands in the way of it here. */
static void tell_levels(struct school_rows *rows, const struct school_row *s, const struct problems *p)
{
	for (const struct problem *q = p->first; q != NULL; q = q->next)
		if (streq(q->key, "school.level_in_use"))
			input_note_add(&rows->notes, s->row, q->field, s->level_group, NULL, "%s", q->message);
}

static bool update_school(struct ctx *c, struct school_rows *rows, const struct school_row *s, const struct unit *u, const struct draft *d,
                          struct load_summary *sum)
{
	struct record rec, now;

	if (!record_find(c, catalog_type(c->catalog, "school"), actor_scope(c), u->code, &rec) || !unit_change(c, &rec, 0, d, &now))
		return false;
	tell_levels(rows, s, &now.warnings);
	if (now.version == rec.version)
		sum->unchanged++;
	else
		sum->changed++;
	return true;
}

static bool no_office(struct ctx *c, const char *code)
{
	ctx_clear(c);
	return fail(c, ERR_INVALID, "unit.parent", "Không có đơn vị quản lý mang mã %s trong phạm vi của bạn.", code);
}

/* By the rules that will hold when it is written. */
static bool check_entry(struct ctx *c, struct school_rows *rows, const struct school_row *s, const struct draft *d, const struct record *was)
{
	bool *changed = NEW_N(c->arena, bool, d->type->n_fields);
	struct val *value = NEW_N(c->arena, struct val, d->type->n_fields);
	struct entry_record e = { .value = value, .changed = was == NULL ? NULL : changed };
	struct problems p = { 0 };
	struct record_write w = { .old = was, .value = value, .status = d->type->initial_status, .otherwise = true, .problems = &p };

	for (size_t i = 0; i < d->type->n_fields; i++) {
		value[i] = was != NULL && !d->given[i] ? was->value[i] : d->value[i];
		changed[i] = was != NULL && d->given[i] && !val_equal(&d->value[i], &was->value[i]);
	}
	entry_check(c, entry_begin(c, d->type), &e, &p);
	if (was != NULL && !unit_levels_check(c, d->type, &was->unit, &w, 1))
		return false;
	tell_levels(rows, s, &p);
	return p.errors == 0 || fail_problems(c, &p);
}

/* What would become of it; the managing office must be there, and the caller's. */
static bool preview_school(struct ctx *c, struct school_rows *rows, const struct school_row *s, const struct draft *d, bool there, struct load_summary *sum)
{
	struct record rec;
	struct unit office;
	bool differs = false;

	if (!there) {
		sum->created++;
		if (!check_entry(c, rows, s, d, NULL))
			return false;
		return unit_find(c, actor_scope(c), s->unit_code, &office) || (c->err == ERR_NOT_FOUND && no_office(c, s->unit_code));
	}
	if (!record_find(c, d->type, actor_scope(c), s->code, &rec))
		return false;
	for (size_t i = 0; i < d->type->n_fields; i++)
		differs = differs || (d->given[i] && !val_equal(&d->value[i], &rec.value[i]));
	differs ? sum->changed++ : sum->unchanged++;
	return check_entry(c, rows, s, d, &rec);
}

static bool load_school(struct ctx *c, struct school_rows *rows, const struct school_row *s, bool dry_run, struct load_summary *sum)
{
	const struct record_type *t = catalog_type(c->catalog, "school");
	struct draft d;
	struct unit u;
	bool there;

	fill_draft(c, t, rows, s, &d);
	d.otherwise = true;
	if (!exists(c, s->code, &u, &there))
		return false;
	if (dry_run)
		return preview_school(c, rows, s, &d, there, sum);
	if (there)
		return update_school(c, rows, s, &u, &d, sum);
	if (!unit_make_school(c, &d, s->unit_code, &u))
		return false;
	sum->created++;
	if (s->status == NULL || streq(s->status, t->initial_status))
		return true;
	struct record rec;
	return record_find(c, t, actor_scope(c), u.code, &rec) && unit_take_status(c, &rec, s->status);
}

/* What one school needs goes with it: only what is told of it stays. */
bool unit_load_schools(struct ctx *c, struct school_rows *rows, bool dry_run, struct load_summary *sum)
{
	struct ctx own = *c;
	bool ok = true;

	*sum = (struct load_summary){ 0 };
	own.arena = arena_new();
	for (size_t i = 0; ok && i < rows->n_schools; i++) {
		struct load_summary before = *sum;
		ok = dry_run || rows->go_on == NULL || rows->go_on(c, rows->arg);
		if (ok && !load_school(&own, rows, &rows->school[i], dry_run, sum)) {
			*sum = before;
			ok = (own.err == ERR_INVALID || own.err == ERR_NOT_FOUND || own.err == ERR_CONFLICT) || ctx_hand_over(&own, c);
			if (ok)
				reject(c, rows, &rows->school[i], arena_strdup(c->arena, own.detail));
			ctx_clear(&own);
		}
		arena_reset(own.arena);
	}
	c->db = own.db;
	arena_free(own.arena);
	sum->rejected = rows->n_rejects;
	return ok;
}
