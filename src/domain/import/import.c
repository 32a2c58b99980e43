/* import.c - one import from beginning to end. */
#include "domain/import/import_parts.h"

#include "db/db.h"

static bool find_types(struct plan *plan)
{
	const struct catalog *k = plan->c->catalog;

	plan->learner = catalog_type(k, "learner");
	plan->enrolment = catalog_type(k, "enrolment");
	plan->class = catalog_type(k, "class");
	if (streq(plan->o->unit.kind, "school"))
		return true;
	return fail(plan->c, ERR_INVALID, "import.unit_kind", "Danh sách học sinh chỉ nhập được cho một trường; %s không phải là trường. Hãy "
	            "chọn trường của danh sách.", plan->o->unit.name);
}

/* Whoever makes records of the unit from here on is noticed when we write. */
static bool note_next_id(struct plan *plan)
{
	struct rows r;

	if (!db_rows(plan->c, &r, SQL_IMPORT_NEXT_ID, ARGS(val_int(plan->o->unit.id))))
		return false;
	if (r.count != 1)
		return fail(plan->c, ERR_INTERNAL, "chain.lost", "unit %s has no chain", plan->o->unit.code);
	plan->next_id = rows_int(&r, 0, 0);
	return true;
}

static void count(struct plan *plan)
{
	struct import_summary *sum = plan->sum;
	size_t n[FATE__COUNT] = { 0 };

	for (size_t i = 0; i < plan->n_pupils; i++)
		n[plan->pupil[i].fate]++;
	sum->created = n[FATE_CREATED];
	sum->enrolled = n[FATE_ENROLLED];
	sum->moved = n[FATE_MOVED];
	sum->changed = n[FATE_CHANGED];
	sum->unchanged = n[FATE_UNCHANGED];
	sum->refused = n[FATE_REFUSED];
}

static void report(struct plan *plan, size_t done)
{
	if (plan->o->progress != NULL)
		plan->o->progress(plan->o->arg, done, plan->n_pupils);
}

bool import_file(struct ctx *c, int fd, const struct import_options *o, struct import_summary *ret)
{
	struct plan plan = { .c = c, .o = o, .sum = ret };

	*ret = (struct import_summary){ .dry_run = o->dry_run, .school_year = o->school_year };
	if (!find_types(&plan) || !note_next_id(&plan) || !class_load(&plan) || !import_read(&plan, fd))
		return false;
	report(&plan, 0);
	class_resolve(&plan);
	if (!import_load(&plan) || !import_match(&plan) || import_cancelled(&plan))
		return false;
	import_decide(&plan);
	import_note_missing(&plan);
	if (!o->dry_run && !import_write(&plan))
		return false;
	report(&plan, plan.n_pupils);
	count(&plan);
	note_finish(&plan);
	return true;
}
