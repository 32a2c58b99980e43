/* import_load.c - what the unit has already: the subjects, and what belongs to them this year. */
#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/import/import_parts.h"

/* ---- columns ---- */

enum { OWN_FIXED = 5, HELD_FIXED = 5 };

static const char *column_or_null(const struct field *f)
{
	return f == NULL ? "NULL" : f->column;
}

/* Slots that a record keeps, each at its place among them. */
static void give_places(struct plan *plan)
{
	plan->place = NEW_N(plan->c->arena, size_t, plan->sheet->n_columns);
	plan->n_kept = NEW_N(plan->c->arena, size_t, plan->sheet->n_records);
	for (size_t k = 0; k < plan->sheet->n_columns; k++)
		if (slot_is_kept(plan, k, plan->sheet->column[k].record))
			plan->place[k] = plan->n_kept[plan->sheet->column[k].record]++;
}

const struct val *import_held(const struct plan *plan, const struct held *h, size_t slot)
{
	return &h->value[plan->place[slot]];
}

static void put_columns(struct plan *plan, struct buf *sql, size_t record)
{
	for (size_t k = 0; k < plan->sheet->n_columns; k++)
		if (slot_is_kept(plan, k, record))
			buf_fmt(sql, ", %s", plan->sheet->column[k].field->column);
}

static struct val keep_value(struct plan *plan, const struct field *f, const struct val *cell)
{
	struct val v = *cell;

	if (v.kind == VAL_TEXT)
		v.s = arena_strndup(plan->c->arena, v.s, v.len);
	else if (v.kind == VAL_INT && f != NULL && f->type->column == COLUMN_BOOLEAN)
		v = val_bool(v.i != 0); /* SQLite keeps them as numbers */
	return v;
}

static struct val *keep_values(struct plan *plan, size_t record, const struct val *cell)
{
	struct val *value = NEW_N(plan->c->arena, struct val, plan->n_kept[record]);

	for (size_t k = 0; k < plan->sheet->n_columns; k++)
		if (slot_is_kept(plan, k, record))
			value[plan->place[k]] = keep_value(plan, plan->sheet->column[k].field, &cell[plan->place[k]]);
	return value;
}

static const char *text_at(struct plan *plan, const struct val *v)
{
	return v->kind == VAL_TEXT ? arena_strndup(plan->c->arena, v->s, v->len) : NULL;
}

/* ---- subjects ---- */

const char *import_match_text(struct arena *a, const struct sheet_template *s, const struct val *value)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; s->match[i] != NULL; i++) {
		const struct field *f = s->match[i];
		const struct val *v = &value[i];
		if (v->kind == VAL_NULL && s->record[0].type->code_scheme == CODE_PERSON)
			return NULL; /* of other records, what is empty tells too */
		if (v->kind == VAL_TEXT)
			buf_put(&b, f->list == NULL ? text_fold(a, v->s) : v->s);
		else if (v->kind != VAL_NULL)
			buf_fmt(&b, "%" PRId64, v->i);
		buf_char(&b, '|');
	}
	return s->match[0] == NULL ? NULL : buf_text(&b);
}

/* Whoever went away or became somebody else is not meant by a name, but in a year they were here. */
static bool may_be_meant(const struct plan *plan, const struct subject *who)
{
	const struct record_type *t = plan->type;
	const char *status = who->own.status;

	if (import_was_here(plan, who))
		return true;
	if (t->moved_status != NULL && streq(status, t->moved_status))
		return false;
	if (t->merged_status != NULL && streq(status, t->merged_status))
		return false;
	return streq(status, t->initial_status) || catalog_life(plan->c->catalog, t) != NULL || import_is_undone(t, &who->own);
}

static void index_subject(struct plan *plan, struct subject *who)
{
	struct arena *a = plan->c->arena;
	size_t one = (size_t)(who - plan->subject) + 1;

	*map_put(a, &plan->by_code, who->own.code) = one;
	*map_put(a, &plan->by_id, arena_fmt(a, "%" PRId64, who->own.id)) = one;
	if (who->personal_id != NULL)
		*map_put(a, &plan->by_number, who->personal_id) = one;
}

/* When it is known what they were in the year. */
static void index_matches(struct plan *plan)
{
	for (size_t i = 0; i < plan->n_subjects; i++) {
		struct subject *who = &plan->subject[i];
		if (who->match == NULL || !may_be_meant(plan, who))
			continue;
		size_t *at = map_put(plan->c->arena, &plan->by_match, who->match);
		who->next = *at;
		*at = i + 1;
	}
}

static bool take_subject(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct plan *plan = arg;
	struct subject *who;

	(void)n;
	plan->subject = import_grow(c->arena, plan->subject, plan->n_subjects, &plan->subjects_room, sizeof *who);
	who = &plan->subject[plan->n_subjects++];
	*who = (struct subject){
		.own = { .id = cell[0].i, .code = text_at(plan, &cell[1]), .status = text_at(plan, &cell[2]), .value = keep_values(plan, 0, cell + OWN_FIXED) },
		.name = text_at(plan, &cell[3]), .birth = text_at(plan, &cell[4]), .held = NEW_N(c->arena, struct held *, plan->sheet->n_records),
	};
	if (plan->type->name_field != NULL) {
		who->name = who->name == NULL ? "" : who->name;
		who->folded = text_fold(c->arena, who->name);
	}
	if (plan->at.personal_id != NOWHERE && import_held(plan, &who->own, plan->at.personal_id)->kind == VAL_TEXT)
		who->personal_id = import_held(plan, &who->own, plan->at.personal_id)->s;
	who->match = import_match_text(c->arena, plan->sheet, cell + OWN_FIXED + plan->n_kept[0]);
	index_subject(plan, who);
	return true;
}

static bool load_subjects(struct plan *plan)
{
	struct ctx *c = plan->c;
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "SELECT id, code, status, %s, %s", column_or_null(plan->type->name_field), column_or_null(field_find(plan->type, "birth_date")));
	put_columns(plan, &sql, 0);
	for (size_t i = 0; plan->sheet->match[i] != NULL; i++)
		buf_fmt(&sql, ", %s", plan->sheet->match[i]->column);
	buf_fmt(&sql, " FROM %s WHERE unit_id = $1 AND id >= $2", plan->type->table);
	if (plan->type->year_bound)
		buf_put(&sql, " AND school_year = $3");
	buf_put(&sql, " ORDER BY id");
	const struct val args[] = { val_int(plan->o->unit.id), val_int(plan->since), val_int(plan->o->school_year) };
	if (!db_each(c, sql.data, args, plan->type->year_bound ? 3 : 2, take_subject, plan))
		return false;
	for (size_t i = 0; i < plan->n_subjects; i++)
		plan->subject[i].held[0] = &plan->subject[i].own;
	return true;
}

/* ---- what belongs to them ---- */

bool import_is_undone(const struct record_type *t, const struct held *h)
{
	return t->undone_status != NULL && streq(h->status, t->undone_status);
}

bool import_is_present(const struct plan *plan, const struct subject *who)
{
	if (plan->year_type == NULL)
		return record_is_present(plan->c->catalog, plan->type, who->own.status);
	return who->held[1] != NULL && record_is_present(plan->c->catalog, plan->year_type, who->held[1]->status) && !import_is_undone(plan->type, &who->own);
}

bool import_was_here(const struct plan *plan, const struct subject *who)
{
	return plan->year_type != NULL && who->held[1] != NULL && !import_is_undone(plan->year_type, who->held[1]);
}

struct belonging {
	struct plan *plan;
	size_t record;
};

/* Of several enrolments in one year the one still going on counts, then the latest. */
static bool take_held(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	const struct belonging *b = arg;
	struct plan *plan = b->plan;
	const struct record_type *t = plan->sheet->record[b->record].type;
	size_t owner = map_get(&plan->by_id, arena_fmt(c->arena, "%" PRId64, cell[3].i));
	struct held **at, *h;

	(void)n;
	if (owner == 0)
		return true;
	plan->subject[owner - 1].renewed = plan->since > 0;
	at = &plan->subject[owner - 1].held[b->record];
	h = NEW(c->arena, struct held);
	*h = (struct held){ .id = cell[0].i, .code = text_at(plan, &cell[1]), .status = text_at(plan, &cell[2]), .class_id = cell[4].i,
		            .value = keep_values(plan, b->record, cell + HELD_FIXED) };
	if (*at == NULL || !record_is_present(c->catalog, t, (*at)->status) || record_is_present(c->catalog, t, h->status))
		*at = h;
	return true;
}

bool import_set_value(const struct plan *plan, struct ctx *c, const struct sheet_set *set, struct val *ret)
{
	struct problems p = { 0 };

	if (set->value == NULL) {
		*ret = plan->asked[set->ask];
		return true;
	}
	return field_from_text(c, set->field, set->value, ret, &p) ||
	       fail(c, ERR_INTERNAL, "import.set", "template %s: value %s", plan->sheet->name, set->value);
}

static bool load_held(struct plan *plan, size_t record)
{
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct field *class = field_find(rec->type, "class");
	struct ctx *c = plan->c;
	struct buf sql = buf_in(c->arena);
	struct val *args = NEW_N(c->arena, struct val, rec->n_sets + 3);
	struct belonging b = { plan, record };
	size_t n = 0;

	buf_fmt(&sql, "SELECT id, code, status, %s, %s", rec->owner->column, class == NULL ? "0" : class->column);
	put_columns(plan, &sql, record);
	buf_fmt(&sql, " FROM %s WHERE unit_id = $1 AND id >= $2", rec->type->table);
	args[n++] = val_int(plan->o->unit.id);
	args[n++] = val_int(plan->since);
	if (rec->type->year_bound) {
		buf_put(&sql, " AND school_year = $3");
		args[n++] = val_int(plan->o->school_year);
	}
	for (size_t i = 0; i < rec->n_sets; i++) {
		if (!rec->set[i].key)
			continue;
		if (!import_set_value(plan, c, &rec->set[i], &args[n]))
			return false;
		buf_fmt(&sql, " AND %s = $%zu", rec->set[i].field->column, ++n);
	}
	buf_put(&sql, " ORDER BY id");
	return db_each(c, sql.data, args, n, take_held, &b);
}

/* ---- codes of the Ministry's, and temporary ones ---- */

static bool load_identifiers(struct plan *plan)
{
	struct rows r;

	if (plan->type->code_scheme != CODE_PERSON)
		return true;
	if (!db_rows(plan->c, &r, SQL_IMPORT_MOET, ARGS(val_int(plan->o->unit.id), val_text(plan->type->name))))
		return false;
	for (size_t i = 0; i < r.count; i++) {
		size_t owner = map_get(&plan->by_id, arena_fmt(plan->c->arena, "%" PRId64, rows_int(&r, i, 0)));
		const char *value = rows_text(&r, i, 1);
		if (owner == 0)
			continue;
		plan->subject[owner - 1].has_moet |= !import_is_temporary(value);
		*map_put(plan->c->arena, &plan->by_code, value) = owner;
	}
	return true;
}

bool import_load(struct plan *plan)
{
	give_places(plan);
	if (!load_subjects(plan))
		return false;
	for (size_t k = 1; k < plan->sheet->n_records; k++)
		if (!load_held(plan, k))
			return false;
	index_matches(plan);
	return load_identifiers(plan);
}
