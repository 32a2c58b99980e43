/* import_write.c - write what was decided, in transactions of up to 200 rows.
 *
 * A row's learner and enrolment are in the same transaction.  When an enrolment is
 * refused after all, the transaction is undone and repeated without that row. */
#include "db/db.h"
#include "domain/import/import_parts.h"
#include "store/change.h"

enum { ROWS = 200, TRIES = 3 };

/* One transaction's rows; its memory goes with it. */
struct chunk {
	struct plan *plan;
	struct ctx *c;               /* of its own arena */
	struct pupil **pupil;
	size_t n;
	struct outcome *learner, *seat; /* by pupil; code NULL: nothing of the kind to write */
	int64_t next_id;             /* afterwards */
	size_t refused;              /* index of the row to leave out + 1 */
};

/* Hold the unit's chain: whoever else writes here waits.  Somebody may have made the same pupils meanwhile. */
static bool hold_unit(struct chunk *k)
{
	struct chain chain;

	if (!chain_take(k->c, k->plan->o->unit.id, 0, &chain))
		return false;
	if (chain.next_id == k->plan->next_id)
		return true;
	return fail(k->c, ERR_BUSY, "import.unit_changed", "Trong lúc nhập tệp, có người khác vừa thêm hồ sơ của trường này nên việc nhập dừng "
	            "lại. Hãy nhập lại cùng tệp này; các dòng đã ghi không bị ghi hai lần.");
}

static bool note_next_id(struct chunk *k)
{
	struct chain chain;

	if (!chain_take(k->c, k->plan->o->unit.id, 0, &chain))
		return false;
	k->next_id = chain.next_id;
	return true;
}

static void give(struct draft *d, const struct record_type *t, const char *field, struct val v)
{
	const struct field *f = field_find(t, field);

	if (f == NULL)
		return;
	d->value[f->index] = v;
	d->given[f->index] = true;
}

static void fill(struct chunk *k, const struct pupil *p, const struct record_type *t, struct draft *d)
{
	const struct plan *plan = k->plan;

	draft_init(k->c, t, d);
	for (size_t i = 0; i < plan->sheet->n_columns; i++) {
		const struct sheet_column *col = &plan->sheet->column[i];
		if (col->type == t && col->field != NULL && plan->slot_of[i] == i && p->value[i].kind != VAL_NULL)
			give(d, t, col->field->name, p->value[i]);
	}
}

static bool writes_learner(const struct pupil *p)
{
	return p->fate == FATE_CREATED || p->learner_changes;
}

static bool writes_seat(const struct pupil *p)
{
	return p->fate == FATE_CREATED || p->fate == FATE_ENROLLED || p->seat_changes;
}

static bool write_type(struct chunk *k, const struct record_type *t, const struct draft *draft, const size_t *owner, size_t n,
                       struct outcome *by_pupil)
{
	struct outcome *out = NEW_N(k->c->arena, struct outcome, n + 1);

	if (n > 0 && !record_write_batch_in(k->c, t, &k->plan->o->unit, draft, n, out))
		return false;
	for (size_t i = 0; i < n; i++)
		by_pupil[owner[i]] = out[i];
	return true;
}

static bool write_learners(struct chunk *k)
{
	struct draft *draft = NEW_N(k->c->arena, struct draft, k->n + 1);
	size_t *owner = NEW_N(k->c->arena, size_t, k->n + 1), n = 0;

	for (size_t i = 0; i < k->n; i++) {
		const struct pupil *p = k->pupil[i];
		if (!writes_learner(p))
			continue;
		fill(k, p, k->plan->learner, &draft[n]);
		draft[n].code = p->person != NULL ? p->person->code : slot_text(p, k->plan->at.code);
		owner[n++] = i;
	}
	return write_type(k, k->plan->learner, draft, owner, n, k->learner);
}

static bool is_refused(const struct outcome *o)
{
	return o->problems.errors > 0;
}

static bool write_seats(struct chunk *k)
{
	const struct record_type *t = k->plan->enrolment;
	struct draft *draft = NEW_N(k->c->arena, struct draft, k->n + 1);
	size_t *owner = NEW_N(k->c->arena, size_t, k->n + 1), n = 0;

	for (size_t i = 0; i < k->n; i++) {
		const struct pupil *p = k->pupil[i];
		if (!writes_seat(p) || is_refused(&k->learner[i]))
			continue;
		struct draft *d = &draft[n];
		struct val class = val_text(k->plan->group[p->group].code);
		fill(k, p, t, d);
		d->school_year = k->plan->o->school_year;
		give(d, t, "class", class);
		if (p->person != NULL && p->person->seat != NULL) {
			d->code = p->person->seat->code;
		} else {
			give(d, t, "learner", val_text(p->person != NULL ? p->person->code : k->learner[i].code));
			give(d, t, "first_class", class);
			d->status = slot_text(p, k->plan->at.status);
		}
		owner[n++] = i;
	}
	return write_type(k, t, draft, owner, n, k->seat);
}

static bool write_statuses(struct chunk *k)
{
	struct record rec;
	int64_t version;

	for (size_t i = 0; i < k->n; i++) {
		const struct pupil *p = k->pupil[i];
		if (!p->status_changes || is_refused(&k->learner[i]))
			continue;
		if (!record_load(k->c, k->plan->enrolment, &k->plan->o->unit, p->person->seat->id, &rec) ||
		    !record_set_status_in(k->c, &rec, 0, slot_text(p, k->plan->at.status), NULL, &version))
			return false;
	}
	return true;
}

/* A learner was written, or was to be, and the enrolment cannot follow. */
static bool check_seats(struct chunk *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (is_refused(&k->seat[i])) {
			k->refused = i + 1;
			return fail(k->c, ERR_CONFLICT, "import.half", "row %zu: %s", k->pupil[i]->row, k->seat[i].problems.first->message);
		}
	return true;
}

static bool write_all(struct chunk *k)
{
	return hold_unit(k) && write_learners(k) && write_seats(k) && check_seats(k) && write_statuses(k) && note_next_id(k);
}

/* ---- classes ---- */

static bool insert_classes(struct chunk *k, struct group **group, const struct draft *draft, size_t n, struct outcome *out)
{
	if (!hold_unit(k) || !record_write_batch_in(k->c, k->plan->class, &k->plan->o->unit, draft, n, out) || !note_next_id(k))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_refused(&out[i]))
			return fail(k->c, ERR_INVALID, out[i].problems.first->key, "Không lập được lớp «%s»: %s", group[i]->name,
			            out[i].problems.first->message);
	return true;
}

static bool write_classes(struct chunk *k)
{
	struct plan *plan = k->plan;
	struct group **group = NEW_N(k->c->arena, struct group *, plan->n_groups + 1);
	struct draft *draft = NEW_N(k->c->arena, struct draft, plan->n_groups + 1);
	struct outcome *out = NEW_N(k->c->arena, struct outcome, plan->n_groups + 1);
	size_t n = 0;

	for (size_t i = 0; i < plan->n_groups; i++) {
		struct group *g = &plan->group[i];
		if (g->bad || g->room != NULL || g->n_fine == 0)
			continue;
		draft_init(k->c, plan->class, &draft[n]);
		draft[n].school_year = plan->o->school_year;
		give(&draft[n], plan->class, "name", val_text(g->name));
		give(&draft[n], plan->class, "grade", val_text(g->grade));
		group[n++] = g;
	}
	if (n == 0)
		return k->next_id = plan->next_id, true;
	if (!db_begin(k->c) || !db_end(k->c, insert_classes(k, group, draft, n, out)))
		return false;
	for (size_t i = 0; i < n; i++)
		group[i]->code = arena_strdup(plan->c->arena, out[i].code);
	return true;
}

/* ---- chunks ---- */

/* What a record lacked is told at its cell, as if it had been seen before. */
static void refuse(struct plan *plan, struct pupil *p, const struct record_type *t, const struct outcome *o)
{
	bool row_told = false;

	for (const struct problem *q = o->problems.first; q != NULL; q = q->next) {
		size_t slot = NOWHERE;
		for (size_t i = 0; q->field != NULL && i < plan->sheet->n_columns; i++)
			if (plan->sheet->column[i].type == t && plan->sheet->column[i].field != NULL &&
			    streq(plan->sheet->column[i].field->name, q->field))
				slot = plan->slot_of[i];
		if (!q->warning && !(slot == NOWHERE && row_told))
			note_error(plan, p, slot, NULL, q->key, "%s%s", q->message, strstr(q->message, "ãy ") == NULL ? " Hãy sửa dòng này." : "");
		row_told = row_told || slot == NOWHERE;
	}
	p->fate = FATE_REFUSED;
}

static bool run_once(struct chunk *k)
{
	if (k->plan->o->cancel != NULL && import_cancelled(k->plan))
		return false;
	k->learner = NEW_N(k->c->arena, struct outcome, k->n + 1);
	k->seat = NEW_N(k->c->arena, struct outcome, k->n + 1);
	k->refused = 0;
	return db_begin(k->c) && db_end(k->c, write_all(k));
}

/* Failures move to the import's own context, whose memory stays. */
static bool hand_up(struct chunk *k)
{
	struct ctx *c = k->plan->c;

	if (c->err != ERR_NONE)
		return false;
	c->err = k->c->err;
	c->key = k->c->key;
	c->detail = arena_strdup(c->arena, k->c->detail);
	return false;
}

static bool write_chunk(struct chunk *k)
{
	for (int tries = 0; !run_once(k);) {
		if (k->refused > 0) {
			size_t i = k->refused - 1;
			refuse(k->plan, k->pupil[i], k->plan->enrolment, &k->seat[i]);
			memmove(&k->pupil[i], &k->pupil[i + 1], (--k->n - i) * sizeof(struct pupil *));
		} else if (k->c->key == NULL || !streq(k->c->key, "db.retry") || ++tries == TRIES) {
			return hand_up(k);
		}
		ctx_clear(k->c);
		if (k->n == 0)
			return true;
	}
	for (size_t i = 0; i < k->n; i++)
		if (is_refused(&k->learner[i]))
			refuse(k->plan, k->pupil[i], k->plan->learner, &k->learner[i]);
	k->plan->next_id = k->next_id;
	return true;
}

static bool write_rows(struct chunk *k)
{
	struct plan *plan = k->plan;
	struct pupil **pupil = NEW_N(plan->c->arena, struct pupil *, ROWS);

	k->pupil = pupil;
	for (size_t i = 0; i < plan->n_pupils; i++) {
		enum fate f = plan->pupil[i].fate;
		if (f != FATE_UNCHANGED && f != FATE_REFUSED)
			pupil[k->n++] = &plan->pupil[i];
		if (k->n > 0 && (k->n == ROWS || i + 1 == plan->n_pupils)) {
			if (!write_chunk(k))
				return false;
			k->n = 0;
			arena_reset(k->c->arena);
			if (plan->o->progress != NULL)
				plan->o->progress(plan->o->arg, i + 1, plan->n_pupils);
		}
	}
	return true;
}

bool import_write(struct plan *plan)
{
	struct ctx own = *plan->c;
	struct chunk k = { .plan = plan, .c = &own };
	bool ok;

	own.arena = arena_new();
	own.source = arena_fmt(plan->c->arena, "import:%s", plan->sheet->name);
	ok = write_classes(&k);
	if (ok)
		plan->next_id = k.next_id;
	else
		hand_up(&k);
	ok = ok && write_rows(&k);
	arena_free(own.arena);
	return ok;
}
