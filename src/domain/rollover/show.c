/* show.c - plans and runs as JSON. */
#include "base/json.h"
#include "base/time.h"
#include "domain/rollover/rollover.h"

static void put_counts(struct buf *b, const struct rollover_counts *n)
{
	json_put_int(b, "promoted", n->promoted);
	json_put_int(b, "retained", n->retained);
	json_put_int(b, "completed", n->completed);
	json_put_int(b, "not_said", n->not_said);
}

static void put_class(struct buf *b, const struct rollover_origin *o, const struct rollover_class *to, const char *for_whom)
{
	json_open_object(b, NULL);
	json_put_text(b, "for", for_whom);
	json_put_text(b, "from", o->rec.code);
	json_put_text(b, "name", o->name);
	json_put_text(b, "to", to == NULL ? NULL : to->code);
	json_put_text(b, "new_name", to == NULL ? NULL : to->name);
	json_put_text(b, "new_grade", to == NULL ? NULL : to->grade);
	json_put_bool(b, "exists", to != NULL && to->value == NULL);
	put_counts(b, &o->counts);
	json_close_object(b);
}

static void put_classes(struct buf *b, const struct rollover_plan *plan)
{
	json_open_list(b, "classes");
	for (size_t i = 0; i < plan->n_origins; i++) {
		const struct rollover_origin *o = &plan->origin[i];
		put_class(b, o, o->to, "promoted");
		if (o->again != NULL)
			put_class(b, o, o->again, "retained");
	}
	json_close_list(b);
}

void rollover_put_plan(struct buf *b, const struct rollover_plan *plan)
{
	size_t made = 0, enrolled = 0;

	for (size_t i = 0; i < plan->n_classes; i++)
		made += plan->class[i].value != NULL && plan->class[i].pupils > 0;
	for (size_t i = 0; i < plan->n_pupils; i++)
		enrolled += plan->pupil[i].to != NULL;
	json_put_int(b, "year", plan->options.year);
	json_put_bool(b, "continue_levels", plan->options.continue_levels);
	json_put_bool(b, "keep_homeroom", plan->options.keep_homeroom);
	json_open_object(b, "counts");
	put_counts(b, &plan->counts);
	json_put_int(b, "already", plan->already);
	json_put_int(b, "skipped", plan->skipped);
	json_put_int(b, "classes", made);
	json_put_int(b, "enrolments", enrolled);
	json_put_int(b, "leaving", plan->n_pupils - enrolled);
	json_close_object(b);
	json_open_list(b, "grades");
	for (size_t i = 0; i < plan->n_grades; i++) {
		json_open_object(b, NULL);
		json_put_text(b, "grade", plan->grade[i].grade);
		json_put_text(b, "age_group", plan->grade[i].age_group);
		put_counts(b, &plan->grade[i].counts);
		json_close_object(b);
	}
	json_close_list(b);
	put_classes(b, plan);
}

void rollover_put_members(struct buf *b, const struct rollover *x)
{
	json_put_text(b, "id", x->code);
	json_put_text(b, "unit", x->unit.code);
	json_put_text(b, "state", x->remaining == 0 ? "undone" : x->taken_back > 0 ? "partly_undone" : "done");
	json_put_int(b, "taken_back", x->taken_back);
	json_put_int(b, "remaining", x->remaining);
	json_put_text(b, "made_at", time_iso(b->arena, x->made_at));
	json_put_text(b, "made_by", x->made_by);
	json_put_time(b, "undone_at", x->undone_at);
	json_put_text(b, "undone_by", x->undone_by);
	json_put_members(b, x->plan);
}
