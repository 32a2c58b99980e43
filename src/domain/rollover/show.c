/* show.c - plans and runs as JSON. */
#include "base/time.h"
#include "domain/rollover/rollover.h"

static void put_text(struct buf *b, const char *name, const char *text)
{
	buf_fmt(b, ",\"%s\":", name);
	buf_json_text(b, text);
}

static void put_counts(struct buf *b, const struct rollover_counts *n)
{
	buf_fmt(b, "\"promoted\":%zu,\"retained\":%zu,\"completed\":%zu,\"not_said\":%zu", n->promoted, n->retained, n->completed, n->not_said);
}

static void put_class(struct buf *b, const struct rollover_origin *o, const struct rollover_class *to, const char *for_whom, bool *any)
{
	buf_fmt(b, "%s{\"for\":\"%s\"", *any ? "," : "", for_whom);
	*any = true;
	put_text(b, "from", o->rec.code);
	put_text(b, "name", o->name);
	put_text(b, "to", to == NULL ? NULL : to->code);
	put_text(b, "new_name", to == NULL ? NULL : to->name);
	put_text(b, "new_grade", to == NULL ? NULL : to->grade);
	buf_fmt(b, ",\"exists\":%s}", to != NULL && to->value == NULL ? "true" : "false");
}

static void put_classes(struct buf *b, const struct rollover_plan *plan)
{
	bool any = false;

	buf_put(b, "\"classes\":[");
	for (size_t i = 0; i < plan->n_origins; i++) {
		const struct rollover_origin *o = &plan->origin[i];
		put_class(b, o, o->to, "promoted", &any);
		if (o->again != NULL)
			put_class(b, o, o->again, "retained", &any);
	}
	buf_char(b, ']');
}

void rollover_put_plan(struct buf *b, const struct rollover_plan *plan)
{
	size_t made = 0, enrolled = 0;

	for (size_t i = 0; i < plan->n_classes; i++)
		made += plan->class[i].value != NULL && plan->class[i].pupils > 0;
	for (size_t i = 0; i < plan->n_pupils; i++)
		enrolled += plan->pupil[i].to != NULL;
	buf_fmt(b, "\"year\":%d,\"continue_levels\":%s,\"keep_homeroom\":%s,\"counts\":{", plan->options.year,
	        plan->options.continue_levels ? "true" : "false", plan->options.keep_homeroom ? "true" : "false");
	put_counts(b, &plan->counts);
	buf_fmt(b, ",\"already\":%zu,\"skipped\":%zu,\"classes\":%zu,\"enrolments\":%zu,\"leaving\":%zu},\"grades\":[", plan->already, plan->skipped,
	        made, enrolled, plan->n_pupils - enrolled);
	for (size_t i = 0; i < plan->n_grades; i++) {
		buf_fmt(b, "%s{\"grade\":\"%s\"", i > 0 ? "," : "", plan->grade[i].grade);
		put_text(b, "age_group", plan->grade[i].age_group);
		buf_char(b, ',');
		put_counts(b, &plan->grade[i].counts);
		buf_char(b, '}');
	}
	buf_put(b, "],");
	put_classes(b, plan);
}

void rollover_put_problems(struct buf *b, const struct problems *list)
{
	buf_put(b, ",\"problems\":[");
	for (const struct problem *p = list->first; p != NULL; p = p->next) {
		buf_put(b, p == list->first ? "{\"field\":" : ",{\"field\":");
		buf_json_text(b, p->field);
		buf_fmt(b, ",\"key\":\"%s\",\"warning\":%s,\"message\":", p->key, p->warning ? "true" : "false");
		buf_json_text(b, p->message);
		buf_char(b, '}');
	}
	buf_char(b, ']');
}

void rollover_put_json(struct buf *b, const struct rollover *x)
{
	buf_put(b, "\"id\":");
	buf_json_text(b, x->code);
	put_text(b, "unit", x->unit.code);
	put_text(b, "state", x->remaining == 0 ? "undone" : x->taken_back > 0 ? "partly_undone" : "done");
	buf_fmt(b, ",\"taken_back\":%zu,\"remaining\":%zu", x->taken_back, x->remaining);
	put_text(b, "made_at", time_iso(b->arena, x->made_at));
	put_text(b, "made_by", x->made_by);
	put_text(b, "undone_at", x->undone_at == 0 ? NULL : time_iso(b->arena, x->undone_at));
	put_text(b, "undone_by", x->undone_by);
	/* The plan is kept as an object: its members, without the braces. */
	buf_fmt(b, ",%.*s", (int)strlen(x->plan) - 2, x->plan + 1);
}
