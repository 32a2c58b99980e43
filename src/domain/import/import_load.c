/* import_load.c - what the unit has already: its learners, and their enrolments of the year. */
#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"
#include "domain/import/import_parts.h"

enum { FIXED = 5 };

/* The slots of a type as columns of its table; unread ones are NULL so that places stay. */
static void put_columns(struct plan *plan, struct buf *sql, const struct record_type *t)
{
	for (size_t k = 0; k < plan->sheet->n_columns; k++) {
		const struct sheet_column *col = &plan->sheet->column[k];
		bool own = col->type == t && col->field != NULL && plan->slot_of[k] == k;
		buf_fmt(sql, ", %s", own ? col->field->column : "NULL");
	}
}

static struct val *keep_values(struct plan *plan, const struct val *cell)
{
	struct arena *a = plan->c->arena;
	struct val *value = NEW_N(a, struct val, plan->sheet->n_columns);

	for (size_t k = 0; k < plan->sheet->n_columns; k++) {
		const struct field *f = plan->sheet->column[k].field;
		value[k] = cell[k];
		if (cell[k].kind == VAL_TEXT)
			value[k].s = arena_strndup(a, cell[k].s, cell[k].len);
		else if (cell[k].kind == VAL_INT && f != NULL && f->type->column == COLUMN_BOOLEAN)
			value[k] = val_bool(cell[k].i != 0); /* SQLite keeps them as numbers */
	}
	return value;
}

static const char *text_at(struct plan *plan, const struct val *v)
{
	return v->kind == VAL_TEXT ? arena_strndup(plan->c->arena, v->s, v->len) : NULL;
}

static bool take_person(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct plan *plan = arg;
	struct person *p;

	(void)n;
	plan->person = import_grow(c->arena, plan->person, plan->n_persons, &plan->persons_room, sizeof *p);
	p = &plan->person[plan->n_persons++];
	*p = (struct person){ .id = cell[0].i, .code = text_at(plan, &cell[1]), .status = text_at(plan, &cell[2]),
		              .name = text_at(plan, &cell[3]), .birth = text_at(plan, &cell[4]), .value = keep_values(plan, cell + FIXED) };
	p->name = p->name == NULL ? "" : p->name;
	p->personal_id = plan->at.personal_id == NOWHERE || p->value[plan->at.personal_id].kind != VAL_TEXT ? NULL
	                 : p->value[plan->at.personal_id].s;
	p->folded = text_fold(c->arena, p->name);
	return true;
}

bool import_is_studying(const struct plan *plan, const char *status)
{
	const struct life *life = catalog_life(plan->c->catalog, plan->enrolment);

	return life != NULL && life_is_present(life, status);
}

/* Of several enrolments in one year the one still going on counts, then the latest. */
static bool take_seat(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct plan *plan = arg;
	size_t person = map_get(&plan->by_id, arena_fmt(c->arena, "%" PRId64, cell[3].i));
	struct seat *old, *s;

	(void)n;
	if (person == 0)
		return true;
	old = plan->person[person - 1].seat;
	if (old != NULL && import_is_studying(plan, old->status) && !import_is_studying(plan, cell[2].s))
		return true;
	s = NEW(c->arena, struct seat);
	*s = (struct seat){ .id = cell[0].i, .class_id = cell[4].i, .code = text_at(plan, &cell[1]), .status = text_at(plan, &cell[2]),
		            .value = keep_values(plan, cell + FIXED) };
	plan->person[person - 1].seat = s;
	return true;
}

static void index_persons(struct plan *plan)
{
	struct arena *a = plan->c->arena;

	for (size_t i = 0; i < plan->n_persons; i++) {
		struct person *p = &plan->person[i];
		*map_put(a, &plan->by_code, p->code) = i + 1;
		*map_put(a, &plan->by_id, arena_fmt(a, "%" PRId64, p->id)) = i + 1;
		if (p->personal_id != NULL)
			*map_put(a, &plan->by_identity, p->personal_id) = i + 1;
		if (p->birth == NULL || !streq(p->status, plan->learner->initial_status))
			continue;
		size_t *at = map_put(a, &plan->by_name, arena_fmt(a, "%s|%s", p->folded, p->birth));
		p->next = *at;
		*at = i + 1;
	}
}

bool import_load(struct plan *plan)
{
	struct ctx *c = plan->c;
	struct buf sql = buf_in(c->arena);

	buf_put(&sql, "SELECT id, code, status, full_name, birth_date");
	put_columns(plan, &sql, plan->learner);
	buf_fmt(&sql, " FROM %s WHERE unit_id = $1 ORDER BY id", plan->learner->table);
	if (!db_each(c, sql.data, ARGS(val_int(plan->o->unit.id)), take_person, plan))
		return false;
	index_persons(plan);
	sql = buf_in(c->arena);
	buf_put(&sql, "SELECT id, code, status, learner_id, class_id");
	put_columns(plan, &sql, plan->enrolment);
	buf_fmt(&sql, " FROM %s WHERE unit_id = $1 AND school_year = $2 ORDER BY id", plan->enrolment->table);
	return db_each(c, sql.data, ARGS(val_int(plan->o->unit.id), val_int(plan->o->school_year)), take_seat, plan);
}
