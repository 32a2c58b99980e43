/* import_entry.c - the rules of entry, told before anything is written.  The store has the last word all the same: of what the
 * template does not know of, nothing is known here. */
#include "catalog/entry.h"
#include "catalog/life.h"
#include "domain/import/import_plan.h"
#include "domain/namesake/namesake.h"
#include "store/record.h"

/* The school's own values, for each record that has a rule on them. */
bool import_entry_load(struct plan *plan)
{
	const struct sheet_template *s = plan->sheet;
	struct ctx *c = plan->c;
	struct record school = { 0 };

	plan->rules.checks = NEW_N(c->arena, struct entry_check *, s->n_records);
	plan->rules.school = NEW_N(c->arena, const struct val *, s->n_records);
	for (size_t k = 0; k < s->n_records; k++) {
		const struct record_type *t = s->record[k].type;
		plan->rules.checks[k] = entry_begin(c, t);
		if (!entry_looks_at_school(t, NULL))
			continue;
		if (school.value == NULL && !record_find(c, catalog_type(c->catalog, "school"), actor_scope(c), plan->o->unit.code, &school))
			return false;
		struct val *v = NEW_N(c->arena, struct val, t->entry->school.n);
		for (size_t i = 0; i < t->entry->school.n; i++)
			v[i] = school.value[t->entry->school.field[i]->index];
		plan->rules.school[k] = v;
	}
	return true;
}

/* What the record will have there; of what the template does not say nothing is known. */
static struct val will_be(const struct plan *plan, const struct entry *p, size_t record, const struct field *f, const struct held *held)
{
	size_t slot = import_slot(plan, record, f);

	if (slot == NOWHERE)
		return val_null();
	return slot_value(p, slot)->kind == VAL_NULL && held != NULL ? *subject_value(&plan->known, held, slot) : *slot_value(p, slot);
}

/* What is wanted of the subject, or of the class. */
static const struct val *through(struct plan *plan, struct arena *a, const struct entry *p, size_t record, const struct field *f)
{
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct wanted *w = &rec->type->entry->through[f->index];
	const struct group *g = p->group == NOWHERE ? NULL : &plan->classes.group[p->group];
	struct val *v = NEW_N(a, struct val, w->n);

	if (record > 0 && f == rec->owner)
		for (size_t i = 0; i < w->n; i++)
			v[i] = will_be(plan, p, 0, w->field[i], p->subject == NULL ? NULL : &p->subject->own);
	else if (f->to == plan->class && g != NULL && plan->sheet->creates)
		for (size_t i = 0; i < w->n; i++)
			v[i] = streq(w->field[i]->name, "grade") ? val_text(g->room != NULL ? g->room->grade : g->grade) : val_null();
	else
		return NULL;
	return v;
}

static void tell(struct plan *plan, struct entry *p, size_t record, const struct problem *q)
{
	const struct record_type *t = plan->sheet->record[record].type;
	const struct field *f = q->field == NULL ? NULL : field_find(t, q->field);
	size_t slot = f == NULL ? NOWHERE : f->to != NULL && f->to == plan->class ? plan->at.class : import_slot(plan, record, f);

	if (slot == NOWHERE && f != NULL && record > 0 && f == plan->sheet->record[record].owner)
		slot = plan->at.name;
	const char *more = strstr(q->message, "ãy ") == NULL ? " Hãy xem lại dòng này." : "", *message = arena_strdup(plan->c->arena, q->message);
	if (q->warning)
		note_warning(plan, p, slot, NULL, q->key, "%s%s", message, more);
	else
		note_error(plan, p, slot, NULL, q->key, "%s%s", message, more);
}

void import_tell(struct plan *plan, struct entry *p, size_t record, const struct problems *told, bool warnings)
{
	for (const struct problem *q = told->first; q != NULL; q = q->next)
		if (q->warning == warnings)
			tell(plan, p, record, q);
}

void import_check_entry(struct plan *plan, struct entry *p, size_t record, const struct held *held)
{
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct record_type *t = rec->type;
	struct ctx own = *plan->c;
	struct problems told = { 0 };
	struct entry_record e = { .school = plan->rules.school[record], .school_year = t->year_bound ? plan->o->school_year : 0 };

	own.arena = arena_new();
	struct val *value = NEW_N(own.arena, struct val, t->n_fields);
	bool *changed = NEW_N(own.arena, bool, t->n_fields);
	const struct val **others = NEW_N(own.arena, const struct val *, t->n_fields);
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		size_t slot = import_slot(plan, record, f);
		value[i] = will_be(plan, p, record, f, held);
		changed[i] = slot != NOWHERE && slot_value(p, slot)->kind != VAL_NULL;
		if (f->to != NULL && f->to == plan->class && held != NULL && p->group != NOWHERE)
			changed[i] = plan->classes.group[p->group].room == NULL || plan->classes.group[p->group].room->id != held->class_id;
		if (t->entry != NULL && t->entry->through[i].n > 0)
			others[i] = through(plan, own.arena, p, record, f);
	}
	for (size_t i = 0; i < rec->n_sets; i++)
		if (!subject_set_value(&plan->known, &own, &rec->set[i], &value[rec->set[i].field->index]))
			ctx_clear(&own); /* the write will say so */
	e.value = value;
	e.changed = held == NULL ? NULL : changed;
	e.through = others;
	entry_check(&own, plan->rules.checks[record], &e, &told);
	record_check_dates(&own, t, value, e.changed, e.school_year, &told);
	import_tell(plan, p, record, &told, false);
	if (p->fate != FATE_REFUSED) /* what is doubtful in a refused row is told when the row comes again */
		import_tell(plan, p, record, &told, true);
	arena_free(own.arena);
}

/* ---- namesakes and doubles: what the store would say of them, of all rows at once ---- */

static const struct held *held_of(const struct entry *p, size_t record)
{
	return p->subject == NULL ? NULL : record == 0 ? &p->subject->own : p->subject->held[record];
}

/* The row says it, and says something else than the record. */
static bool says_anew(const struct plan *plan, const struct entry *p, size_t record, const struct field *f)
{
	size_t slot = import_slot(plan, record, f);
	const struct held *held = held_of(p, record);

	return slot != NOWHERE && slot_is_of(plan, slot, record) && slot_value(p, slot)->kind != VAL_NULL &&
	       (held == NULL || !val_equal(slot_value(p, slot), subject_value(&plan->known, held, slot)));
}

/* Something that makes it look like another one changes; a new record of a subject is the first of its kind, or the template would have found it. */
static bool may_have_twin(const struct plan *plan, const struct entry *p, size_t record)
{
	const struct record_type *t = plan->sheet->record[record].type;
	bool any = false;

	if (p->fate == FATE_REFUSED || (p->writes >> record & 1) == 0 || (record > 0 && held_of(p, record) == NULL))
		return false;
	if (t->namesake != NULL)
		any = says_anew(plan, p, record, t->name_field);
	for (const struct field *const *f = t->namesake; f != NULL && *f != NULL && !any; f++)
		any = says_anew(plan, p, record, *f);
	for (const struct field *const *const *set = t->doubles; set != NULL && *set != NULL; set++)
		for (const struct field *const *f = *set; *f != NULL && !any; f++)
			any = says_anew(plan, p, record, *f);
	return any;
}

/* How many fields of the type lead up to the last that is compared: of thousands of rows no more is held. */
static size_t count_compared(const struct record_type *t)
{
	size_t n = t->namesake != NULL ? t->name_field->index + 1 : 0;

	for (const struct field *const *f = t->namesake; f != NULL && *f != NULL; f++)
		n = (*f)->index >= n ? (*f)->index + 1 : n;
	for (const struct field *const *const *set = t->doubles; set != NULL && *set != NULL; set++)
		for (const struct field *const *f = *set; *f != NULL; f++)
			n = (*f)->index >= n ? (*f)->index + 1 : n;
	return n;
}

/* As it will be written, its first `n` fields. */
static bool fill_write(struct plan *plan, struct ctx *c, const struct entry *p, size_t record, size_t n, struct record_write *w)
{
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct record_type *t = rec->type;
	const char *status = plan->at.status != NOWHERE && plan->sheet->column[plan->at.status].record == record ? slot_text(p, plan->at.status) : NULL;
	const struct held *held = held_of(p, record);
	struct record *old = held == NULL ? NULL : NEW(c->arena, struct record);

	if (old != NULL && !record_load(c, t, &plan->o->unit, held->id, old))
		return false;
	*w = (struct record_write){ .old = old, .value = NEW_N(c->arena, struct val, n), .school_year = t->year_bound ? plan->o->school_year : 0,
		                    .status = status != NULL ? status : old != NULL ? old->status : t->initial_status,
		                    .where = note_where(plan, p), .problems = NEW(c->arena, struct problems) };
	if (old != NULL)
		memcpy(w->value, old->value, n * sizeof *w->value);
	for (size_t k = 0; k < plan->sheet->n_columns; k++)
		if (slot_is_of(plan, k, record) && plan->sheet->column[k].field->index < n && slot_value(p, k)->kind != VAL_NULL)
			w->value[plan->sheet->column[k].field->index] = *slot_value(p, k);
	for (size_t i = 0; i < rec->n_sets && old == NULL; i++)
		if (rec->set[i].field->index < n && !subject_set_value(&plan->known, c, &rec->set[i], &w->value[rec->set[i].field->index]))
			return false;
	return true;
}

static bool find_twins(struct plan *plan, struct ctx *c, size_t record, size_t from)
{
	struct entry **at = NEW_N(c->arena, struct entry *, plan->rows.n_entries + 1);
	struct record_write *w = NEW_N(c->arena, struct record_write, plan->rows.n_entries + 1);
	const size_t compared = count_compared(plan->sheet->record[record].type);
	size_t n = 0;

	for (size_t i = from; i < plan->rows.n_entries; i++) {
		if (!may_have_twin(plan, &plan->rows.entry[i], record))
			continue;
		if (!fill_write(plan, c, &plan->rows.entry[i], record, compared, &w[n]))
			return false;
		at[n++] = &plan->rows.entry[i];
	}
	if (n > 0 && !namesake_check(c, plan->sheet->record[record].type, &plan->o->unit, w, n))
		return false;
	for (size_t i = 0; i < n; i++)
		import_tell(plan, at[i], record, w[i].problems, true);
	return true;
}

bool import_check_namesakes(struct plan *plan, size_t from)
{
	bool ok = true;

	for (size_t k = 0; ok && k < plan->sheet->n_records; k++) {
		const struct record_type *t = plan->sheet->record[k].type;
		struct ctx own = *plan->c;
		if (t->namesake == NULL && t->doubles == NULL)
			continue;
		own.arena = arena_new();
		ok = find_twins(plan, &own, k, from);
		if (!ok)
			ctx_hand_over(&own, plan->c);
		arena_free(own.arena);
	}
	return ok;
}
