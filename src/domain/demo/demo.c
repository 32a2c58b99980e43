/* demo.c - a demonstration province, school by school. */
#include "domain/demo/demo_make.h"

static bool make_school(struct ctx *c, struct demo_maker *m, size_t i)
{
	m->school = &m->plan.school[i];
	m->rng = demo_rng_new(m->options->seed, i + 1);
	c->arena = m->keep;
	if (!demo_school_make(c, m))
		return false;
	c->arena = m->scratch;
	demo_classes_plan(m);
	m->sum->schools++;
	m->sum->classes += m->n_classes;
	return demo_staff_make(c, m) && demo_classes_make(c, m) && demo_rooms_make(c, m) && demo_learners_make(c, m);
}

bool demo_make(struct ctx *c, const struct demo_options *o, struct demo_summary *sum)
{
	struct arena *outer = c->arena;
	struct demo_maker *m = NEW(outer, struct demo_maker);
	bool ok = true;

	*sum = (struct demo_summary){ 0 };
	m->options = o;
	m->sum = sum;
	m->keep = arena_join(outer, arena_new());
	m->scratch = arena_join(outer, arena_new());
	/* Freed with the caller's, not here: what a failure says stands in them. */
	if (!demo_data_load(c, o->catalog_dir, &m->data) || !demo_plan_make(c, o, m->data, &m->plan))
		return false;
	for (size_t i = 0; ok && i < m->plan.n_schools; i++) {
		ok = make_school(c, m, i);
		c->arena = outer;
		if (!ok)
			break;
		arena_reset(m->keep);
		arena_reset(m->scratch);
		if (o->progress != NULL)
			o->progress(o->arg, sum->learners, o->learners);
	}
	return ok;
}
