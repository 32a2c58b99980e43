/* import_change.c - what a row changes, told field by field. */
#include "domain/import/import_plan.h"

const char *import_fate_name(enum fate f)
{
	static const char *const name[FATE__COUNT] = { "open", "created", "enrolled", "moved", "changed", "unchanged", "refused", "repeated" };

	return name[f];
}

void import_add_change(struct plan *plan, const struct entry *p, const char *field, const char *label, const char *before, const char *after)
{
	struct import_summary *sum = plan->sum;

	if (sum->change == NULL)
		sum->change = NEW_N(plan->c->arena, struct import_change, IMPORT_CHANGES_MAX);
	if (sum->n_changes < IMPORT_CHANGES_MAX)
		sum->change[sum->n_changes++] = (struct import_change){
			.sheet = plan->rows.page[p->page].match->sheet_name, .row = p->row, .code = p->subject == NULL ? NULL : p->subject->own.code,
			.name = p->subject == NULL ? slot_text(p, plan->at.name) : p->subject->name,
			.field = field, .label = label, .before = before, .after = after,
		};
}

static bool is_change_of(const struct plan *plan, const struct import_change *x, const struct entry *p)
{
	return x->row == p->row && streq(x->sheet, plan->rows.page[p->page].match->sheet_name);
}

void import_forget_changes(struct plan *plan, const struct entry *p)
{
	struct import_summary *sum = plan->sum;
	size_t kept = 0;

	for (size_t i = 0; i < sum->n_changes; i++)
		if (!is_change_of(plan, &sum->change[i], p))
			sum->change[kept++] = sum->change[i];
	sum->n_changes = kept;
}

void import_change_class_from(struct plan *plan, const struct entry *p, const char *was)
{
	struct import_summary *sum = plan->sum;
	const struct group *g = &plan->classes.group[p->group];
	bool told = false;

	for (size_t i = 0; i < sum->n_changes; i++)
		if (is_change_of(plan, &sum->change[i], p) && streq(sum->change[i].field, "class")) {
			sum->change[i].before = was;
			told = true;
		}
	if (!told)
		import_add_change(plan, p, "class", "Lớp", was, g->room != NULL ? g->room->name : g->name);
	for (size_t i = 0; i < sum->n_changes; i++)
		if (is_change_of(plan, &sum->change[i], p))
			sum->change[i].kind = import_fate_name(FATE_MOVED);
}
