/* import_write.c - write what was decided, in transactions of up to 500 rows.
 *
 * All records of a row are in the same transaction.  When one of them is refused
 * after all, the transaction is undone and repeated without that row. */
#include "base/secret.h"
#include "base/time.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/import/import_plan.h"
#include "domain/person/person.h"
#include "domain/unit/unit_write.h"
#include "store/hold.h"
#include "store/status.h"

enum { ROWS = 500, TRIES = 3 };

/* One transaction's rows; its memory goes with it. */
struct chunk {
	struct plan *plan;
	struct ctx *c;               /* of its own arena */
	struct entry **entry;
	size_t n;
	size_t first;                /* of the entries not yet written */
	struct outcome **out;        /* by record of the template, by entry; code NULL: nothing of the kind to write */
	int64_t next_id;             /* afterwards */
	size_t refused;              /* index of the row to leave out + 1 */
	size_t refused_by;           /* and the record that was refused */
};

static bool is_written(enum fate f)
{
	return f != FATE_UNCHANGED && f != FATE_REFUSED;
}

static void leave_out_decided(struct chunk *k)
{
	size_t kept = 0;

	for (size_t i = 0; i < k->n; i++)
		if (is_written(k->entry[i]->fate))
			k->entry[kept++] = k->entry[i];
	k->n = kept;
}

/* Whoever else writes here waits.  Somebody may have made the same records meanwhile. */
static bool hold_unit(struct chunk *k)
{
	struct plan *plan = k->plan;
	const bool units = plan->known.type->is_unit;
	int64_t next_id, seq;

	if (units ? !import_units_hold(k->c, plan, k->entry, k->n) : !unit_hold(k->c, plan->o->unit.id, HOLD_OPEN, NULL))
		return false;
	if (!unit_mark(k->c, plan->o->unit.id, &next_id, &seq) || (units && !import_next_unit(k->c, &next_id)))
		return false;
	if (next_id != plan->next_id && !import_renew(plan, k->first, next_id))
		return ctx_hand_over(plan->c, k->c);
	leave_out_decided(k);
	return db_exec(k->c, SQL_IMPORT_BATCH_INSERT,
	               ARGS(val_int(plan->o->unit.id), val_text(plan->sum->batch), val_text(plan->sheet->name), val_int(plan->o->school_year),
	                    val_int(actor_id(k->c)), val_int(k->c->now_ms), val_int(seq)));
}

static bool note_next_id(struct chunk *k)
{
	int64_t seq;

	return k->plan->known.type->is_unit ? import_next_unit(k->c, &k->next_id) : unit_mark(k->c, k->plan->o->unit.id, &k->next_id, &seq);
}

static bool is_refused(const struct outcome *o)
{
	return o->problems.errors > 0;
}

/* ---- drafts ---- */

static const char *subject_code(const struct chunk *k, size_t i)
{
	return k->entry[i]->subject != NULL ? k->entry[i]->subject->own.code : k->out[0][i].code;
}

/* What only a new record is given: its owner, what tells it apart. */
static bool fill_new(struct chunk *k, size_t record, size_t i, struct draft *d)
{
	const struct plan *plan = k->plan;
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct entry *p = k->entry[i];
	const char *code = slot_text(p, plan->at.code);

	if (record == 0)
		d->code = code == NULL || p->binds != NULL || subject_code_is_temporary(code) ? NULL : code;
	else
		draft_set_field(d, rec->owner, val_text(subject_code(k, i)));
	if (plan->at.status != NOWHERE && plan->sheet->column[plan->at.status].record == record)
		d->status = slot_text(p, plan->at.status);
	for (size_t n = 0; n < rec->n_sets; n++) {
		struct val v;
		if (!subject_set_value(&plan->known, k->c, &rec->set[n], &v))
			return false;
		draft_set_field(d, rec->set[n].field, v);
	}
	return true;
}

static bool fill(struct chunk *k, size_t record, size_t i, struct draft *d)
{
	const struct plan *plan = k->plan;
	const struct sheet_record *rec = &plan->sheet->record[record];
	const struct entry *p = k->entry[i];
	const struct held *held = p->subject == NULL ? NULL : p->subject->held[record];

	draft_init(k->c, rec->type, d);
	d->otherwise = true; /* told as import.grade */
	d->where = note_where(k->plan, p);
	for (size_t s = 0; s < plan->sheet->n_columns; s++)
		if (slot_is_of(plan, s, record) && slot_value(p, s)->kind != VAL_NULL)
			draft_set_field(d, plan->sheet->column[s].field, *slot_value(p, s));
	if (rec->type->year_bound)
		d->school_year = plan->o->school_year;
	d->revives = held != NULL && subject_is_undone(rec->type, held);
	if (rec->role == RECORD_YEAR && p->group != NOWHERE) {
		draft_set(d, "class", val_text(plan->classes.group[p->group].code));
		if (held == NULL || d->revives)
			draft_set(d, "first_class", val_text(plan->classes.group[p->group].code));
	}
	if (held == NULL)
		return fill_new(k, record, i, d);
	d->code = held->code;
	return true;
}

static bool writes(const struct chunk *k, size_t record, size_t i)
{
	return (k->entry[i]->writes >> record & 1) != 0 && !is_refused(&k->out[0][i]);
}

/* All records of one type at once. */
static bool write_type(struct chunk *k, const struct record_type *t)
{
	const struct sheet_template *s = k->plan->sheet;
	struct draft *draft = NEW_N(k->c->arena, struct draft, k->n * s->n_records + 1);
	struct outcome **at = NEW_N(k->c->arena, struct outcome *, k->n * s->n_records + 1), *out;
	size_t n = 0;

	for (size_t record = 0; record < s->n_records; record++)
		for (size_t i = 0; s->record[record].type == t && i < k->n; i++) {
			if (!writes(k, record, i))
				continue;
			if (!fill(k, record, i, &draft[n]))
				return false;
			at[n++] = &k->out[record][i];
		}
	out = NEW_N(k->c->arena, struct outcome, n + 1);
	if (n > 0 && !record_write_batch_in(k->c, t, &k->plan->o->unit, draft, n, out))
		return false;
	for (size_t i = 0; i < n; i++)
		*at[i] = out[i];
	return true;
}

static bool set_status(struct chunk *k, const struct record_type *t, const struct held *held, const char *status, const char *day)
{
	struct record rec;
	int64_t version;

	return record_load(k->c, t, &k->plan->o->unit, held->id, &rec) &&
	       record_set_status_since_in(k->c, &rec, 0, status, NULL, day == NULL ? time_today(k->c->arena, k->c->now_ms) : day, &version);
}

static bool is_about_the_row(enum err e)
{
	return e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_NOT_FOUND || e == ERR_FORBIDDEN;
}

static void refuse_failed(struct chunk *k, size_t record, size_t i)
{
	struct outcome *out = &k->out[record][i];

	out->problems = k->c->problems;
	if (out->problems.errors == 0)
		problem_add(k->c, &out->problems, NULL, k->c->key, "%s", k->c->detail);
	k->refused = i + 1;
	k->refused_by = record;
}

/* What an undone import made and the file brings again: in use before other records name it. */
static bool revive_type(struct chunk *k, const struct record_type *t)
{
	const struct sheet_template *s = k->plan->sheet;

	for (size_t record = 0; record < s->n_records; record++)
		for (size_t i = 0; s->record[record].type == t && i < k->n; i++) {
			const struct subject *who = is_refused(&k->out[0][i]) ? NULL : k->entry[i]->subject;
			const struct held *held = who == NULL ? NULL : who->held[record];
			if (held == NULL || !subject_is_undone(t, held) || set_status(k, t, held, t->initial_status, NULL))
				continue;
			if (is_about_the_row(k->c->err))
				refuse_failed(k, record, i);
			return false;
		}
	return true;
}

static bool is_first_of_type(const struct sheet_template *s, size_t record)
{
	for (size_t i = 0; i < record; i++)
		if (s->record[i].type == s->record[record].type)
			return false;
	return true;
}

/* Institutions are units themselves; what one of them lacks is told at its row as the store tells it. */
static bool write_units(struct chunk *k)
{
	const struct plan *plan = k->plan;

	for (size_t i = 0; i < k->n; i++) {
		const struct entry *p = k->entry[i];
		struct outcome *out = &k->out[0][i];
		struct draft d;
		if (!fill(k, 0, i, &d))
			return false;
		const struct unit_write w = { .draft = &d, .unit_id = p->subject == NULL ? 0 : p->subject->own.id, .managed_by = slot_text(p, plan->at.manager),
			                      .status = slot_text(p, plan->at.status) };
		if (unit_write_in(k->c, &w, out))
			continue;
		if (is_about_the_row(k->c->err))
			refuse_failed(k, 0, i);
		return false;
	}
	return true;
}

static bool write_records(struct chunk *k)
{
	const struct sheet_template *s = k->plan->sheet;

	for (size_t record = 0; record < s->n_records; record++)
		if (is_first_of_type(s, record) && (!write_type(k, s->record[record].type) || !revive_type(k, s->record[record].type)))
			return false;
	/* The subject was written, or was to be, and another record cannot follow. */
	for (size_t record = 1; record < s->n_records; record++)
		for (size_t i = 0; i < k->n; i++)
			if (is_refused(&k->out[record][i])) {
				k->refused = i + 1;
				k->refused_by = record;
				return fail(k->c, ERR_CONFLICT, "import.half", "row %zu: %s", k->entry[i]->row, k->out[record][i].problems.first->message);
			}
	return true;
}

/* ---- statuses, codes ---- */

/* The day that the row gives for the status: what an event would have told.  NULL: it gives none. */
static const char *since(const struct chunk *k, const struct entry *p, size_t record)
{
	const struct plan *plan = k->plan;
	const struct life *life = catalog_life(k->c->catalog, plan->sheet->record[record].type);

	for (size_t i = 0; life != NULL && i < life->n_copies; i++)
		for (size_t s = 0; streq(life->copy[i].from->name, "event_date") && s < plan->sheet->n_columns; s++)
			if (slot_is_of(plan, s, record) && plan->sheet->column[s].field == life->copy[i].to && slot_value(p, s)->kind == VAL_TEXT &&
			    strcmp(slot_value(p, s)->s, time_today(k->c->arena, k->c->now_ms)) <= 0)
				return slot_value(p, s)->s;
	return NULL;
}

/* Whoever is first heard of as having arrived or left on a day: before it they were not there, or were as one begins. */
static bool note_since(struct chunk *k, const struct entry *p, size_t i)
{
	const size_t record = k->plan->at.status == NOWHERE ? 0 : k->plan->sheet->column[k->plan->at.status].record;
	const struct record_type *t = k->plan->sheet->record[record].type;
	const char *status = slot_text(p, k->plan->at.status), *day = status == NULL ? NULL : since(k, p, record);
	const struct life *life = catalog_life(k->c->catalog, t);

	if (day == NULL || streq(status, t->initial_status) || k->out[record][i].result != WRITE_CREATED)
		return true;
	const struct status_of of = { .id = k->out[record][i].id, .status = life_begins_as(life, status) ? NULL : t->initial_status };
	return status_changes_add(k->c, t, &k->plan->o->unit, &of, 1, status, day);
}

static bool write_status(struct chunk *k, const struct entry *p)
{
	const struct sheet_template *s = k->plan->sheet;

	for (size_t r = 0; r < s->n_records; r++) {
		const struct held *held = p->subject->held[r];
		const bool told = p->status_changes && s->column[k->plan->at.status].record == r;
		if (held != NULL && told && !set_status(k, s->record[r].type, held, slot_text(p, k->plan->at.status), since(k, p, r)))
			return false;
	}
	return true;
}

static bool bind_code(struct chunk *k, const struct entry *p, int64_t id)
{
	struct record rec;

	return record_load(k->c, k->plan->known.type, &k->plan->o->unit, id, &rec) &&
	       person_bind_held(k->c, &rec, subject_code_is_temporary(p->binds) ? "temporary" : "moet", p->binds);
}

/* A code given to a new person is the Ministry's: no other will be taken for it later. */
static bool note_given_codes(struct chunk *k)
{
	static const char *const column[] = { "scheme", "value", "unit_id", "type", "record_id" };
	const struct plan *plan = k->plan;
	struct val *cell = NEW_N(k->c->arena, struct val, k->n * COUNT(column) + 1), *v = cell;

	for (size_t i = 0; plan->known.type->code_scheme == CODE_PERSON && i < k->n; i++) {
		const struct entry *p = k->entry[i];
		const char *code = p->subject == NULL && p->binds == NULL ? slot_text(p, plan->at.code) : NULL;
		if (code == NULL || is_refused(&k->out[0][i]))
			continue;
		const struct val row[] = { val_text("moet"), val_text(code), val_int(plan->o->unit.id), val_text(plan->known.type->name), val_int(k->out[0][i].id) };
		memcpy(v, row, sizeof row);
		v += COUNT(row);
	}
	return v == cell || db_bulk(k->c, &(struct bulk){ "identifier", column, COUNT(column), (size_t)(v - cell) / COUNT(column), cell });
}

static bool write_rest(struct chunk *k)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct entry *p = k->entry[i];
		if (is_refused(&k->out[0][i]))
			continue;
		if (p->subject != NULL ? !write_status(k, p) : !note_since(k, p, i))
			return false;
		if (p->binds != NULL && !bind_code(k, p, p->subject != NULL ? p->subject->own.id : k->out[0][i].id))
			return false;
	}
	return note_given_codes(k);
}

static bool count_written(struct chunk *k, const size_t n[FATE__COUNT], size_t classes)
{
	return db_exec(k->c, SQL_IMPORT_BATCH_COUNT, ARGS(val_int(k->plan->o->unit.id), val_text(k->plan->sum->batch), val_int((int64_t)n[FATE_CREATED]),
	                                                  val_int((int64_t)n[FATE_ENROLLED]), val_int((int64_t)n[FATE_MOVED]),
	                                                  val_int((int64_t)n[FATE_CHANGED]), val_int((int64_t)classes)));
}

static bool count_rows(struct chunk *k)
{
	size_t n[FATE__COUNT] = { 0 };

	for (size_t i = 0; i < k->n; i++)
		n[k->entry[i]->fate] += !is_refused(&k->out[0][i]);
	return count_written(k, n, 0);
}

/* The last word of every transaction. */
static bool settle(struct chunk *k)
{
	const struct import_options *o = k->plan->o;

	return o->settle == NULL || o->settle(k->c, o->arg);
}

static bool write_all(struct chunk *k)
{
	return hold_unit(k) && (k->plan->known.type->is_unit ? write_units(k) : write_records(k) && write_rest(k)) && note_next_id(k) && count_rows(k) && settle(k);
}

/* ---- classes ---- */

static size_t needed_classes(struct chunk *k, struct group **ret)
{
	struct plan *plan = k->plan;
	size_t n = 0;

	for (size_t i = 0; i < plan->classes.n_groups; i++)
		if (class_is_needed(plan, &plan->classes.group[i]))
			ret[n++] = &plan->classes.group[i];
	return n;
}

/* Those that come back go from the list; whoever brought one back meanwhile did the same. */
static bool revive_classes(struct chunk *k, struct group **group, size_t *n)
{
	const struct plan *plan = k->plan;
	const size_t all = *n;

	*n = 0;
	for (size_t i = 0; i < all; i++) {
		struct record rec;
		int64_t version;
		if (group[i]->room == NULL)
			group[(*n)++] = group[i];
		else if (!record_load(k->c, plan->class, &plan->o->unit, group[i]->id, &rec) ||
		         (streq(rec.status, plan->class->undone_status) && !record_set_status_in(k->c, &rec, 0, plan->class->initial_status, NULL, &version)))
			return false;
	}
	return true;
}

static bool insert_classes(struct chunk *k, struct group **group, size_t *ret_n, struct outcome *out)
{
	const struct plan *plan = k->plan;
	struct draft *draft = NEW_N(k->c->arena, struct draft, plan->classes.n_groups + 1);

	if (!hold_unit(k))
		return false;
	const size_t all = *ret_n = needed_classes(k, group);
	if (!revive_classes(k, group, ret_n))
		return false;
	const size_t n = *ret_n;
	for (size_t i = 0; i < n; i++) {
		draft_init(k->c, plan->class, &draft[i]);
		draft[i].school_year = plan->o->school_year;
		draft_set(&draft[i], "name", val_text(group[i]->name));
		draft_set(&draft[i], "grade", val_text(group[i]->grade));
	}
	if ((n > 0 && !record_write_batch_in(k->c, plan->class, &plan->o->unit, draft, n, out)) || !note_next_id(k))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_refused(&out[i]))
			return fail(k->c, ERR_INVALID, out[i].problems.first->key, "Không lập được lớp «%s»: %s", group[i]->name,
			            out[i].problems.first->message);
	return count_written(k, (const size_t[FATE__COUNT]){ 0 }, all) && settle(k);
}

static bool write_classes(struct chunk *k)
{
	struct plan *plan = k->plan;
	struct group **group = NEW_N(k->c->arena, struct group *, plan->classes.n_groups + 1);
	struct outcome *out = NEW_N(k->c->arena, struct outcome, plan->classes.n_groups + 1);
	size_t n = needed_classes(k, group);

	if (n == 0)
		return k->next_id = plan->next_id, true;
	if (!db_begin(k->c) || !db_end(k->c, insert_classes(k, group, &n, out)))
		return false;
	for (size_t i = 0; i < plan->classes.n_groups; i++)
		if (class_is_needed(plan, &plan->classes.group[i]) && plan->classes.group[i].room != NULL)
			plan->classes.group[i].room->undone = false;
	for (size_t i = 0; i < n; i++) {
		group[i]->id = out[i].id;
		group[i]->code = arena_strdup(plan->c->arena, out[i].code);
		for (const struct problem *q = out[i].problems.first; q != NULL; q = q->next)
			note_warning(plan, &plan->rows.entry[group[i]->first], plan->at.class, group[i]->name, q->key, "%s Hãy xem lại lớp này.",
			             arena_strdup(plan->c->arena, q->message));
	}
	return true;
}

/* ---- chunks ---- */

/* What a record lacked is told at its cell, as if it had been seen before. */
static void refuse(struct plan *plan, struct entry *p, size_t record, const struct outcome *o)
{
	bool row_told = false;

	for (const struct problem *q = o->problems.first; q != NULL; q = q->next) {
		size_t slot = NOWHERE;
		for (size_t i = 0; q->field != NULL && i < plan->sheet->n_columns; i++)
			if (slot_is_of(plan, i, record) && streq(plan->sheet->column[i].field->name, q->field))
				slot = i;
		if (!q->warning && !(slot == NOWHERE && row_told))
			note_error(plan, p, slot, NULL, q->key, "%s%s", q->message, strstr(q->message, "ãy ") == NULL ? " Hãy sửa dòng này." : "");
		row_told = row_told || slot == NOWHERE;
	}
	p->fate = FATE_REFUSED;
}

/* What nobody knew before it was written. */
static void tell_warnings(struct chunk *k)
{
	for (size_t record = 0; record < k->plan->sheet->n_records; record++)
		for (size_t i = 0; i < k->n; i++)
			if (!is_refused(&k->out[0][i]))
				import_tell(k->plan, k->entry[i], record, &k->out[record][i].problems, true);
}

static bool run_once(struct chunk *k)
{
	if (k->plan->o->cancel != NULL && import_cancelled(k->plan))
		return false;
	k->out = NEW_N(k->c->arena, struct outcome *, k->plan->sheet->n_records);
	for (size_t r = 0; r < k->plan->sheet->n_records; r++)
		k->out[r] = NEW_N(k->c->arena, struct outcome, k->n + 1);
	k->refused = 0;
	return db_begin(k->c) && db_end(k->c, write_all(k));
}

/* To the import's own context, whose memory stays. */
static bool hand_up(struct chunk *k)
{
	return k->plan->c->err == ERR_NONE && ctx_hand_over(k->c, k->plan->c);
}

static bool write_chunk(struct chunk *k)
{
	for (int tries = 0; !run_once(k);) {
		if (k->refused > 0) {
			size_t i = k->refused - 1;
			refuse(k->plan, k->entry[i], k->refused_by, &k->out[k->refused_by][i]);
			memmove(&k->entry[i], &k->entry[i + 1], (--k->n - i) * sizeof(struct entry *));
		} else if (k->c->err != ERR_BUSY || k->c->again != AGAIN || ++tries == TRIES) {
			return hand_up(k);
		}
		ctx_clear(k->c);
		if (k->n == 0)
			return true;
	}
	for (size_t i = 0; i < k->n; i++)
		if (is_refused(&k->out[0][i]))
			refuse(k->plan, k->entry[i], 0, &k->out[0][i]);
	tell_warnings(k);
	k->plan->next_id = k->next_id;
	return true;
}

static bool write_rows(struct chunk *k)
{
	struct plan *plan = k->plan;
	struct entry **entry = NEW_N(plan->c->arena, struct entry *, ROWS);

	k->entry = entry;
	for (size_t i = 0; i < plan->rows.n_entries; i++) {
		if (k->n == 0)
			k->first = i;
		if (is_written(plan->rows.entry[i].fate))
			entry[k->n++] = &plan->rows.entry[i];
		if (k->n > 0 && (k->n == ROWS || i + 1 == plan->rows.n_entries)) {
			if (!write_chunk(k))
				return false;
			k->n = 0;
			arena_reset(k->c->arena);
			if (plan->o->progress != NULL)
				plan->o->progress(plan->o->arg, i + 1, plan->rows.n_entries);
		}
	}
	return true;
}

static bool has_work(const struct plan *plan)
{
	for (size_t i = 0; i < plan->rows.n_entries; i++)
		if (is_written(plan->rows.entry[i].fate))
			return true;
	return false;
}

/* An import that goes on after a kill may find everything written: it is its batch all the same, and all of it is told. */
static bool find_batch(struct plan *plan)
{
	static const enum fate fate[] = { FATE_CREATED, FATE_ENROLLED, FATE_MOVED, FATE_CHANGED };
	struct rows r;

	if (!db_rows(plan->c, &r, SQL_IMPORT_BATCH_GET, ARGS(val_int(plan->o->unit.id), val_text(plan->o->batch))))
		return false;
	plan->sum->batch = r.count == 1 ? plan->o->batch : NULL;
	for (size_t i = 0; r.count == 1 && i < COUNT(fate); i++)
		plan->earlier.fate[fate[i]] = (size_t)rows_int(&r, 0, 5 + i);
	plan->earlier.classes = r.count == 1 ? (size_t)rows_int(&r, 0, 9) : 0;
	return true;
}

bool import_write(struct plan *plan)
{
	struct ctx own = *plan->c;
	struct chunk k = { .plan = plan, .c = &own };
	bool ok;

	if (plan->o->batch != NULL && !find_batch(plan))
		return false;
	if (!has_work(plan))
		return true;
	plan->sum->batch = plan->o->batch != NULL ? plan->o->batch : secret_token(plan->c->arena, 12);
	plan->notes.writes = true;
	own.arena = arena_new();
	own.source = arena_fmt(plan->c->arena, "import:%s", plan->sum->batch);
	ok = write_classes(&k);
	if (ok)
		plan->next_id = k.next_id;
	else
		hand_up(&k);
	ok = ok && write_rows(&k);
	arena_free(own.arena);
	return ok;
}
