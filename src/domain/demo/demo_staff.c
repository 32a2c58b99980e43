/* demo_staff.c - a school's staff: about 1.6 for a class, one head, deputies, teachers, employees. */
#include "domain/demo/demo_make.h"

enum { NAME, BIRTH, SEX, ETHNIC, PERSONAL_ID, PHONE, EMAIL, HIRED };
static const char *const names[] = { "full_name", "birth_date", "sex", "ethnic_group", "personal_id", "phone", "email", "hired_on" };

enum { Y_STAFF, Y_GROUP, Y_KIND, Y_CONTRACT, Y_QUALIFICATION, Y_SUBJECT };
static const char *const year_names[] = { "staff", "staff_group", "kind", "contract_form", "qualification", "subject" };

enum post { HEAD, DEPUTY, TEACHER, EMPLOYEE };

struct team {
	size_t n, deputies, teachers;
	int level; /* the highest taught */
};

static struct team plan_team(const struct demo_maker *m)
{
	struct team t = { .n = m->n_classes * 8 / 5, .deputies = m->n_classes >= 28 ? 2 : m->n_classes >= 4 };

	for (int level = 1; level < DEMO_LEVELS; level++)
		if (m->school->learners[level] > 0)
			t.level = level;
	if (t.n < 1 + t.deputies + m->n_classes + 1) /* every class has its own teacher */
		t.n = 1 + t.deputies + m->n_classes + 1;
	size_t employees = t.n / 8 > 0 ? t.n / 8 : 1;
	t.teachers = t.n - 1 - t.deputies - employees;
	return t;
}

static enum post post_of(const struct team *t, size_t i)
{
	if (i == 0)
		return HEAD;
	if (i <= t->deputies)
		return DEPUTY;
	return i <= t->deputies + t->teachers ? TEACHER : EMPLOYEE;
}

static void fill_person(struct ctx *c, struct demo_maker *m, const struct team *t, const struct demo_form *f, struct draft *d, size_t i)
{
	static const unsigned women[DEMO_LEVELS] = { 0, 992, 820, 690, 640, 560 };
	enum post post = post_of(t, i);
	const char *sex = demo_chance(&m->rng, post == TEACHER ? women[t->level] : t->level == 1 ? 950 : 550) ? "02" : "01";
	struct demo_person p = demo_person(m->data, &m->rng, c->arena, DEMO_ADULT, m->plan.ground.province, sex, NULL);
	int age = post <= DEPUTY ? 38 + (int)demo_below(&m->rng, 20) : 23 + (int)(demo_below(&m->rng, 18) + demo_below(&m->rng, 18));
	int born = m->options->school_year - age, hired = born + 22 + (int)demo_below(&m->rng, 4);
	struct date birth = demo_birth_date(&m->rng, born);
	struct date start = { hired < m->options->school_year ? hired : m->options->school_year, 8, 1 };

	demo_text(f, d, NAME, p.full_name);
	demo_text(f, d, BIRTH, date_text(c->arena, birth));
	demo_text(f, d, SEX, p.sex);
	demo_text(f, d, ETHNIC, p.ethnic_group);
	demo_text(f, d, PERSONAL_ID, demo_unique_id(m, c->arena, m->plan.ground.province, p.sex, born));
	demo_text(f, d, PHONE, demo_phone(&m->rng, c->arena));
	demo_text(f, d, EMAIL, arena_fmt(c->arena, "canbo%zu@%s.example", i + 1, m->school->code));
	demo_text(f, d, HIRED, date_text(c->arena, start));
}

/* A subject of the level taught; homeroom teachers of preschool and primary teach all. */
static const char *draw_subject(struct ctx *c, struct demo_maker *m, int level)
{
	const struct list *all = catalog_list(c->catalog, "subject");
	const char *wanted = arena_fmt(c->arena, "0%d", level);

	for (int tries = 0; all != NULL && level > 2 && tries < 200; tries++) {
		const struct list_item *it = &all->item[demo_below(&m->rng, all->n_items)];
		if (it->valid_to == NULL && list_item_has_level(it, wanted))
			return it->code;
	}
	return NULL;
}

static const char *draw_qualification(struct demo_maker *m, enum post post, int level)
{
	size_t at = demo_below(&m->rng, 100);

	if (post == EMPLOYEE)
		return at < 40 ? "03" : at < 65 ? "04" : at < 90 ? "05" : "06";
	if (level == 1)
		return at < 70 ? "16" : at < 95 ? "17" : "18";
	if (post <= DEPUTY || level == 4)
		return at < (post <= DEPUTY ? 40u : 22u) ? "02" : at < 96 ? "16" : "13";
	return at < 4 ? "02" : at < 88 ? "16" : at < 95 ? "17" : "13";
}

static const char *draw_kind(struct demo_maker *m, enum post post, int level)
{
	static const char *const employees[] = { "15", "16", "11", "09", "17", "10" };
	static const char *const carers[] = { "15", "20", "20", "31", "17", "11" };

	switch (post) {
	case HEAD: return level == 5 ? "05" : "01";
	case DEPUTY: return level == 5 ? "06" : "02";
	case TEACHER: return demo_chance(&m->rng, 120) ? "03" : demo_chance(&m->rng, 90) ? "04" : NULL;
	case EMPLOYEE: return level == 1 ? carers[demo_below(&m->rng, COUNT(carers))] : employees[demo_below(&m->rng, COUNT(employees))];
	}
	return NULL;
}

static void fill_year(struct ctx *c, struct demo_maker *m, const struct team *t, const struct demo_form *f, struct draft *d, size_t i,
                      const char *code)
{
	enum post post = post_of(t, i);
	size_t at = demo_below(&m->rng, 100);
	const char *contract = at < 70 ? "03" : at < 85 ? "04" : "06";

	if (m->is_public)
		contract = post == EMPLOYEE && at < 40 ? "02" : at < 80 ? "07" : at < 94 ? "08" : "03";
	demo_text(f, d, Y_STAFF, code);
	demo_text(f, d, Y_GROUP, post <= DEPUTY ? "01" : post == TEACHER ? "03" : "02");
	demo_text(f, d, Y_KIND, draw_kind(m, post, t->level));
	demo_text(f, d, Y_CONTRACT, contract);
	demo_text(f, d, Y_QUALIFICATION, draw_qualification(m, post, t->level));
	if (post == TEACHER)
		demo_text(f, d, Y_SUBJECT, draw_subject(c, m, t->level));
}

bool demo_staff_make(struct ctx *c, struct demo_maker *m)
{
	struct demo_form f = demo_form(c, "staff", names, COUNT(names)), g = demo_form(c, "staff_year", year_names, COUNT(year_names));
	struct team t = plan_team(m);
	const char **code = NEW_N(m->keep, const char *, t.n);
	struct demo_batch people = demo_batch(m, &f, code), years = demo_batch(m, &g, NULL);

	for (size_t i = 0; i < t.n; i++) {
		if (!demo_batch_ready(c, m, &people))
			return false;
		fill_person(c, m, &t, &f, demo_batch_add(c, m, &people), i);
	}
	if (!demo_batch_write(c, m, &people))
		return false;
	for (size_t i = 0; i < t.n; i++) {
		if (!demo_batch_ready(c, m, &years))
			return false;
		fill_year(c, m, &t, &g, demo_batch_add(c, m, &years), i, code[i]);
	}
	m->teacher = code + 1 + t.deputies;
	m->sum->staff += t.n;
	return demo_batch_write(c, m, &years);
}
