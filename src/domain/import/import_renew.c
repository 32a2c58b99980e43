/* import_renew.c - somebody made records of the unit while the rows were on their way.
 *
 * Numbers only grow, so what came since is what has a higher one. */
#include "domain/import/import_plan.h"

/* Loading more may move the lists; places stay. */
static void remember_places(const struct plan *plan, size_t *subject, size_t *room)
{
	for (size_t i = 0; i < plan->rows.n_entries; i++)
		subject[i] = plan->rows.entry[i].subject == NULL ? NOWHERE : (size_t)(plan->rows.entry[i].subject - plan->known.item);
	for (size_t i = 0; i < plan->classes.n_groups; i++)
		room[i] = plan->classes.group[i].room == NULL ? NOWHERE : (size_t)(plan->classes.group[i].room - plan->classes.room);
}

static void find_places(struct plan *plan, const size_t *subject, const size_t *room)
{
	for (size_t i = 0; i < plan->rows.n_entries; i++)
		plan->rows.entry[i].subject = subject[i] == NOWHERE ? NULL : &plan->known.item[subject[i]];
	for (size_t i = 0; i < plan->classes.n_groups; i++)
		plan->classes.group[i].room = room[i] == NOWHERE ? NULL : &plan->classes.room[room[i]];
}

bool import_renew(struct plan *plan, size_t from, int64_t next_id)
{
	size_t *subject = NEW_N(plan->c->arena, size_t, plan->rows.n_entries + 1), *room = NEW_N(plan->c->arena, size_t, plan->classes.n_groups + 1);

	remember_places(plan, subject, room);
	bool ok = class_load(plan, plan->next_id) && subjects_load(&plan->known, plan->next_id);
	find_places(plan, subject, room);
	if (!ok)
		return false;
	plan->next_id = next_id;
	class_find_again(plan);
	for (size_t i = from; i < plan->rows.n_entries; i++)
		import_decide_again(plan, &plan->rows.entry[i]);
	return import_check_namesakes(plan, from);
}
