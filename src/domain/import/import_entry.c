/* import_entry.c - the rules of entry, told before anything is written.  The store has the last word all the same: of what the
 * template does not know of, nothing is known here. */
#include "catalog/entry.h"
#include "catalog/life.h"
#include "domain/import/import_parts.h"
#include "store/record.h"

/* The school's own values, for each record that has a rule on them. */
bool import_entry_load(struct plan *plan)
{
	const struct sheet_template *s = plan->sheet;
	struct ctx *c = plan->c;
	struct record school = { 0 };

	plan->checks = NEW_N(c->arena, struct entry_check *, s->n_records);
	plan->school = NEW_N(c->arena, const struct val *, s->n_records);
	for (size_t k = 0; k < s->n_records; k++) {
		const struct record_type *t = s->record[k].type;
		plan->checks[k] = entry_begin(c, t);
		if (!entry_looks_at_school(t, NULL))
			continue;
		if (school.value == NULL && !record_find(c, catalog_type(c->catalog, "school"), actor_scope(c), plan->o->unit.code, &school))
			return false;
		struct val *v = NEW_N(c->arena, struct val, t->entry->school.n);
		for (size_t i = 0; i < t->entry->school.n; i++)
			v[i] = school.value[t->entry->school.field[i]->index];
		plan->school[k] = v;
	}
	return true;
}

/* What the record will have there; of what the template does not say nothing is known. */
static struct val will_be(const struct plan *plan, const struct entry *p, size_t record, const struct field *f, const struct held *held)
{
	size_t slot = import_slot(plan, record, f);

	if (slot == NOWHERE)
		return val_null();
	return p->value[slot].kind == VAL_NULL && held != NULL ? *import_held(plan, held, slot) : p->value[slot];
}

/* What is wanted of the subject, or of the class. */
static const struct val *through(struct plan *plan, struct arena *a, const struct entry *p, size_t record, const struct field *f)
{
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct wanted *w = &rec->type->entry->through[f->index];
	const struct group *g = p->group == NOWHERE ? NULL : &plan->group[p->group];
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
	const struct field *f = field_find(t, q->field);
	size_t slot = f->to != NULL && f->to == plan->class ? plan->at.class : import_slot(plan, record, f);

	if (slot == NOWHERE && record > 0 && f == plan->sheet->record[record].owner)
		slot = plan->at.name;
	const char *more = strstr(q->message, "ãy ") == NULL ? " Hãy xem lại dòng này." : "", *message = arena_strdup(plan->c->arena, q->message);
	if (q->warning)
		note_warning(plan, p, slot, NULL, q->key, "%s%s", message, more);
	else
		note_error(plan, p, slot, NULL, q->key, "%s%s", message, more);
}

void import_check_entry(struct plan *plan, struct entry *p, size_t record, const struct held *held)
{
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct record_type *t = rec->type;
	struct ctx own = *plan->c;
	struct problems told = { 0 };
	struct entry_record e = { .school = plan->school[record], .school_year = t->year_bound ? plan->o->school_year : 0 };

	own.arena = arena_new();
	struct val *value = NEW_N(own.arena, struct val, t->n_fields);
	bool *changed = NEW_N(own.arena, bool, t->n_fields);
	const struct val **others = NEW_N(own.arena, const struct val *, t->n_fields);
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		size_t slot = import_slot(plan, record, f);
		value[i] = will_be(plan, p, record, f, held);
		changed[i] = slot != NOWHERE && p->value[slot].kind != VAL_NULL;
		if (f->to != NULL && f->to == plan->class && held != NULL && p->group != NOWHERE)
			changed[i] = plan->group[p->group].room == NULL || plan->group[p->group].room->id != held->class_id;
		if (t->entry != NULL && t->entry->through[i].n > 0)
			others[i] = through(plan, own.arena, p, record, f);
	}
	for (size_t i = 0; i < rec->n_sets; i++)
		if (!import_set_value(plan, &own, &rec->set[i], &value[rec->set[i].field->index]))
			ctx_clear(&own); /* the write will say so */
	e.value = value;
	e.changed = held == NULL ? NULL : changed;
	e.through = others;
	entry_check(&own, plan->checks[record], &e, &told);
	for (const struct problem *q = told.first; q != NULL; q = q->next)
		if (!q->warning)
			tell(plan, p, record, q);
	/* What is doubtful in a refused row is told when the row comes again. */
	for (const struct problem *q = told.first; q != NULL && p->fate != FATE_REFUSED; q = q->next)
		if (q->warning)
			tell(plan, p, record, q);
	arena_free(own.arena);
}

/* Somebody of the same name, birth date and sex, whom the file tells apart: the store will warn of it, and so do we. */
void import_check_namesake(struct plan *plan, struct entry *p)
{
	const char *sex = slot_text(p, plan->at.sex);

	if (plan->type->code_scheme != CODE_PERSON || p->match == NULL || sex == NULL)
		return;
	for (size_t at = map_get(&plan->by_match, p->match); at != 0; at = plan->subject[at - 1].next) {
		const struct subject *who = &plan->subject[at - 1];
		const struct val *held = import_held(plan, &who->own, plan->at.sex);
		if (held->kind != VAL_TEXT || !streq(held->s, sex) || !record_is_present(plan->c->catalog, plan->type, who->own.status))
			continue;
		note_warning(plan, p, plan->at.name, NULL, "person.namesake", "Trường đã có hồ sơ %s cùng họ tên, ngày sinh và giới tính. Hãy xem có phải nhập hai lần không.",
		             who->own.code);
		return;
	}
	size_t other = map_get(&plan->seen, arena_fmt(plan->c->arena, "n%s", p->match));
	const char *theirs = other == 0 ? NULL : slot_text(&plan->entry[other - 1], plan->at.sex);
	if (theirs != NULL && &plan->entry[other - 1] != p && streq(theirs, sex) && plan->entry[other - 1].fate != FATE_REFUSED)
		note_warning(plan, p, plan->at.name, NULL, "person.namesake", "Người ở %s cùng họ tên, ngày sinh và giới tính. Hãy xem có phải nhập hai lần không.",
		             note_where(plan, &plan->entry[other - 1]));
}
