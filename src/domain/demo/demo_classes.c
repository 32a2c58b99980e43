/* demo_classes.c - a school's classes: 24 to 38 learners each, fewer where a school is small. */
#include "domain/demo/demo_make.h"

enum { USUAL = 31, SMALLEST = 24, LARGEST = 38, TINY = 5, SLOTS_MAX = 8 };

static const struct demo_slot slots[] = {
	{ "17", "06", 1, 5, "MG 5-6 tuổi ", 12, false }, { "17", "05", 1, 4, "MG 4-5 tuổi ", 11, false },
	{ "17", "04", 1, 3, "MG 3-4 tuổi ", 10, true },  { "16", "03", 1, 2, "NT 25-36 tháng ", 7, true },
	{ "16", "02", 1, 1, "NT 13-24 tháng ", 3, true },
	{ "01", NULL, 2, 6, "1", 10, true },             { "02", NULL, 2, 7, "2", 10, false },
	{ "03", NULL, 2, 8, "3", 10, false },            { "04", NULL, 2, 9, "4", 10, false },
	{ "05", NULL, 2, 10, "5", 10, false },
	{ "06", NULL, 3, 11, "6", 10, true },            { "07", NULL, 3, 12, "7", 10, false },
	{ "08", NULL, 3, 13, "8", 10, false },           { "09", NULL, 3, 14, "9", 9, false },
	{ "10", NULL, 4, 15, "10", 10, true },           { "11", NULL, 4, 16, "11", 10, false },
	{ "12", NULL, 4, 17, "12", 9, false },
	{ "13", NULL, 5, 15, "10", 12, true },           { "14", NULL, 5, 16, "11", 10, false },
	{ "15", NULL, 5, 17, "12", 9, false },
};

/* A kindergarten has no nursery, a nursery nothing else. */
static bool has_slot(const struct demo_plan_school *s, const struct demo_slot *slot)
{
	if (streq(s->level_group, "02"))
		return streq(slot->grade, "17");
	return !streq(s->level_group, "03") || streq(slot->grade, "16");
}

/* Nearly even, none over LARGEST when there are enough classes, the sum exact. */
static void share_out(struct demo_rng *r, struct demo_class *class, size_t n_classes, size_t learners)
{
	for (size_t i = 0; i < n_classes; i++)
		class[i].n_learners = learners / n_classes + (i < learners % n_classes);
	for (size_t i = 0; i + 1 < n_classes; i += 2) {
		size_t *a = &class[i].n_learners, *b = &class[i + 1].n_learners, step = demo_below(r, 5);
		if (*a + step > LARGEST || *b < SMALLEST + step)
			continue;
		*a += step;
		*b -= step;
	}
}

/* Letters as schools use them; a school with more classes in a grade goes on with numbers. */
static const char *class_name(struct arena *a, const struct demo_slot *slot, size_t k)
{
	static const char letters[] = "ABCDEGHIKLMN";

	if (k < COUNT(letters) - 1)
		return arena_fmt(a, "%s%c", slot->name, letters[k]);
	return arena_fmt(a, "%sA%zu", slot->name, k + 1);
}

static size_t level_classes(struct demo_maker *m, int level, struct demo_class *class)
{
	const struct demo_slot *used[SLOTS_MAX];
	size_t learners = m->school->learners[level], n_used = 0, count[SLOTS_MAX] = { 0 }, n = 0, seen = 0;

	for (size_t i = 0; i < COUNT(slots); i++)
		if (slots[i].level == level && has_slot(m->school, &slots[i]) && (n_used == 0 || learners >= (n_used + 1) * TINY))
			used[n_used++] = &slots[i];
	size_t n_classes = (learners + USUAL / 2) / USUAL > n_used ? (learners + USUAL / 2) / USUAL : n_used;
	for (size_t k = 0; k < n_classes; k++) {
		size_t best = k < n_used ? k : 0;
		for (size_t i = 0; k >= n_used && i < n_used; i++) /* where a class more is needed most */
			if (used[i]->weight * count[best] > used[best]->weight * count[i])
				best = i;
		count[best]++;
	}
	for (size_t i = 0; i < n_used; i++)
		for (size_t k = 0; k < count[i]; k++)
			class[n++] = (struct demo_class){ .slot = used[i], .name = class_name(m->keep, used[i], k),
			                                  .campus = m->n_campuses > 1 && k > 0 ? seen++ % m->n_campuses : 0 };
	share_out(&m->rng, class, n, learners);
	return n;
}

void demo_classes_plan(struct demo_maker *m)
{
	m->class = NEW_N(m->keep, struct demo_class, m->school->n_learners / USUAL + DEMO_LEVELS * SLOTS_MAX);
	m->n_classes = 0;
	for (int level = 1; level < DEMO_LEVELS; level++)
		if (m->school->learners[level] > 0)
			m->n_classes += level_classes(m, level, m->class + m->n_classes);
}

/* ---- records ---- */

enum { NAME, GRADE, CAMPUS, TEACHER, COMBINED, TWO_SESSIONS, SESSIONS, SEMI_BOARDING, AGE_GROUP, LANGUAGE, ORDER };
static const char *const names[] = { "name", "grade", "campus", "homeroom_teacher", "combined", "two_sessions", "sessions_per_week",
	                             "semi_boarding", "age_group", "foreign_language_1", "display_order" };

static void fill(const struct demo_form *f, struct draft *d, struct demo_maker *m, size_t i)
{
	const struct demo_class *k = &m->class[i];
	int level = k->slot->level;
	bool whole_day = level == 1 || (level == 2 && (m->is_city || demo_chance(&m->rng, 850)));
	bool lunch = level == 1 || (whole_day && level == 2 && (m->is_city || demo_chance(&m->rng, 300)));

	demo_text(f, d, NAME, k->name);
	demo_text(f, d, GRADE, k->slot->grade);
	demo_text(f, d, CAMPUS, m->campus[k->campus]);
	demo_text(f, d, TEACHER, m->teacher[i]);
	demo_text(f, d, AGE_GROUP, k->slot->age_group);
	demo_set(f, d, COMBINED, val_bool(level == 2 && k->n_learners < 12 && m->is_difficult && demo_chance(&m->rng, 300)));
	demo_set(f, d, TWO_SESSIONS, val_bool(whole_day));
	demo_text(f, d, SESSIONS, whole_day ? "05" : level == 2 ? "03" : "02");
	demo_set(f, d, SEMI_BOARDING, val_bool(lunch));
	if (level > 2 || (level == 2 && k->slot->age >= 8))
		demo_text(f, d, LANGUAGE, demo_chance(&m->rng, 960) ? "01" : "05");
	demo_set(f, d, ORDER, val_int((int64_t)i + 1));
}

bool demo_classes_make(struct ctx *c, struct demo_maker *m)
{
	struct demo_form f = demo_form(c, "class", names, COUNT(names));
	const char **code = NEW_N(m->keep, const char *, m->n_classes);
	struct demo_batch b = demo_batch(m, &f, code);

	for (size_t i = 0; i < m->n_classes; i++) {
		if (!demo_batch_ready(c, m, &b))
			return false;
		fill(&f, demo_batch_add(c, m, &b), m, i);
	}
	if (!demo_batch_write(c, m, &b))
		return false;
	for (size_t i = 0; i < m->n_classes; i++)
		m->class[i].code = code[i];
	return true;
}
