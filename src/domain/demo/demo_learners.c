/* demo_learners.c - learners with their families, and their enrolments. */
#include "domain/demo/demo_make.h"

enum { NAME, BIRTH, SEX, ETHNIC, NATIONALITY, RELIGION, PERSONAL_ID, BIRTH_PLACE, HOME_TOWN, PROVINCE, COMMUNE, DETAIL, PHONE,
       FATHER, FATHER_BORN, FATHER_JOB, FATHER_PHONE, MOTHER, MOTHER_BORN, MOTHER_JOB, MOTHER_PHONE, GUARDIAN, GUARDIAN_BORN,
       GUARDIAN_PHONE, DISABILITY, BLOOD };
static const char *const names[] = {
	"full_name", "birth_date", "sex", "ethnic_group", "nationality", "religion", "personal_id", "birth_place", "home_town",
	"residence_province", "residence_commune", "residence_detail", "phone", "father_name", "father_birth_year", "father_job",
	"father_phone", "mother_name", "mother_birth_year", "mother_job", "mother_phone", "guardian_name", "guardian_birth_year",
	"guardian_phone", "disability", "blood_type",
};

enum { E_LEARNER, E_CLASS, E_FIRST_CLASS, E_DATE, E_ADMISSION, E_POLICY, E_LUNCH, E_INCLUSIVE, E_COMPUTING, E_COST, E_SMALL_GROUP,
       E_MEAL };
static const char *const enrolment_names[] = { "learner", "class", "first_class", "status_date", "admission", "policy_group",
	                                       "semi_boarding", "inclusive", "learns_computing", "cost_support", "small_group_support",
	                                       "meal_support" };

enum { MISTAKES_PER_MILLE = 20, FOREIGN_PER_MILLE = 1 };
enum mistake { NO_MISTAKE, ID_CONTRADICTS, NO_ID, ODD_AGE, SMALL_LETTERS };

/* What of a learner matters for the enrolment too. */
struct pupil {
	const struct demo_class *class;
	const char *disability, *ethnic_group;
	bool poor, near_poor, orphan, repeats;
};

struct crowd { /* the batch being filled */
	struct demo_form form, enrolment;
	struct demo_batch learners, enrolments;
	struct pupil *pupil;
	const char *status_date;
};

static enum mistake draw_mistake(struct demo_maker *m)
{
	if (!demo_chance(&m->rng, MISTAKES_PER_MILLE))
		return NO_MISTAKE;
	m->sum->mistakes++;
	size_t at = demo_below(&m->rng, 10);
	return at < 3 ? ID_CONTRADICTS : at < 6 ? NO_ID : at < 8 ? ODD_AGE : SMALL_LETTERS;
}

static int draw_any_birth_year(struct demo_maker *m, const struct pupil *p, enum mistake mistake)
{
	const struct demo_slot *s = p->class->slot;
	int year = m->options->school_year - s->age - p->repeats;

	if (mistake == ODD_AGE)
		return year - (s->age > 5 ? 4 : -1) - (int)demo_below(&m->rng, 3) * (s->age > 5 ? 1 : -1);
	if (s->level == 5) /* continuing education: most come from school, some late */
		return year - (demo_chance(&m->rng, 120) ? 3 + (int)demo_below(&m->rng, 18) : (int)demo_below(&m->rng, 3));
	return year;
}

/* Whoever is in school was born before the year it began in. */
static int draw_birth_year(struct demo_maker *m, const struct pupil *p, enum mistake mistake)
{
	const int born = draw_any_birth_year(m, p, mistake);

	return born < m->options->school_year ? born : m->options->school_year - 1;
}

static void fill_identity(struct ctx *c, struct demo_maker *m, const struct demo_form *f, struct draft *d, struct pupil *p,
                          struct demo_person *who, int *ret_born)
{
	enum mistake mistake = draw_mistake(m);
	bool foreign = demo_chance(&m->rng, FOREIGN_PER_MILLE);
	const char *place = demo_chance(&m->rng, 950) ? m->plan.ground.province : "01";
	int born = draw_birth_year(m, p, mistake), id_born = born;

	*who = demo_person(m->data, &m->rng, c->arena, DEMO_CHILD, m->plan.ground.province, NULL, foreign ? "55" : NULL);
	*ret_born = born;
	p->ethnic_group = who->ethnic_group;
	const char *id_sex = who->sex;
	if (mistake == ID_CONTRADICTS && demo_chance(&m->rng, 500))
		id_sex = streq(who->sex, "01") ? "02" : "01";
	else if (mistake == ID_CONTRADICTS)
		id_born = born - 1 - (int)demo_below(&m->rng, 5);
	demo_text(f, d, NAME, mistake == SMALL_LETTERS ? demo_lower(c->arena, who->full_name) : who->full_name);
	demo_text(f, d, BIRTH, date_text(c->arena, demo_birth_date(&m->rng, born)));
	demo_text(f, d, SEX, who->sex);
	demo_text(f, d, ETHNIC, who->ethnic_group);
	demo_text(f, d, NATIONALITY, foreign ? (demo_chance(&m->rng, 600) ? "410" : "156") : "704");
	if (!foreign && mistake != NO_ID)
		demo_text(f, d, PERSONAL_ID, demo_unique_id(m, c->arena, place, id_sex, id_born));
	if (demo_chance(&m->rng, 700))
		demo_text(f, d, RELIGION, demo_chance(&m->rng, 870) ? "99" : demo_chance(&m->rng, 550) ? "01" : "02");
	p->disability = !demo_chance(&m->rng, 7) ? NULL : demo_chance(&m->rng, 500) ? "05" : demo_chance(&m->rng, 400) ? "01" : "02";
	demo_text(f, d, DISABILITY, p->disability);
	if (demo_chance(&m->rng, 250))
		demo_text(f, d, BLOOD, demo_chance(&m->rng, 430) ? "4" : demo_chance(&m->rng, 520) ? "2" : demo_chance(&m->rng, 800) ? "1" : "3");
}

static void fill_residence(struct ctx *c, struct demo_maker *m, const struct demo_form *f, struct draft *d)
{
	const struct list_item *home = m->school->commune;

	if (demo_chance(&m->rng, m->school->by_province ? 500 : 100))
		home = m->plan.ground.commune[demo_below(&m->rng, m->plan.ground.n_communes)];
	demo_text(f, d, BIRTH_PLACE, m->plan.ground.name);
	demo_text(f, d, HOME_TOWN, arena_fmt(c->arena, "%s, %s", home->name, m->plan.ground.name));
	demo_text(f, d, PROVINCE, m->plan.ground.province);
	demo_text(f, d, COMMUNE, home->code);
	demo_text(f, d, DETAIL, arena_fmt(c->arena, "%s %zu", m->is_city ? "Tổ" : m->plan.mountains ? "Xóm" : "Thôn",
	                                  1 + demo_below(&m->rng, 22)));
}

static void fill_family(struct ctx *c, struct demo_maker *m, const struct demo_form *f, struct draft *d, struct pupil *p,
                        const struct demo_person *child, int born)
{
	bool father = demo_chance(&m->rng, 955), mother = demo_chance(&m->rng, 975);
	const char *phone = NULL;

	if (father) {
		demo_text(f, d, FATHER, demo_father_name(m, c->arena, child->full_name, child->ethnic_group));
		demo_set(f, d, FATHER_BORN, val_int(born - 23 - (int)demo_below(&m->rng, 15)));
		demo_text(f, d, FATHER_JOB, demo_occupation(m->data, &m->rng));
		phone = demo_phone(&m->rng, c->arena);
		demo_text(f, d, FATHER_PHONE, phone);
	}
	if (mother) {
		const char *group = demo_chance(&m->rng, 850) ? child->ethnic_group : NULL;
		demo_text(f, d, MOTHER, demo_person(m->data, &m->rng, c->arena, DEMO_ADULT, m->plan.ground.province, "02", group).full_name);
		demo_set(f, d, MOTHER_BORN, val_int(born - 20 - (int)demo_below(&m->rng, 15)));
		demo_text(f, d, MOTHER_JOB, demo_occupation(m->data, &m->rng));
		if (phone == NULL || demo_chance(&m->rng, 800))
			phone = demo_phone(&m->rng, c->arena);
		demo_text(f, d, MOTHER_PHONE, phone);
	}
	p->orphan = !father && !mother;
	if (p->orphan || demo_chance(&m->rng, 12)) {
		demo_text(f, d, GUARDIAN, demo_person(m->data, &m->rng, c->arena, DEMO_ADULT, m->plan.ground.province, NULL, NULL).full_name);
		demo_set(f, d, GUARDIAN_BORN, val_int(born - 45 - (int)demo_below(&m->rng, 20)));
		phone = phone == NULL ? demo_phone(&m->rng, c->arena) : phone;
		demo_text(f, d, GUARDIAN_PHONE, phone);
	}
	if (demo_chance(&m->rng, 940))
		demo_text(f, d, PHONE, phone);
}

static void add_learner(struct ctx *c, struct demo_maker *m, struct crowd *w, const struct demo_class *class)
{
	bool mountains = m->plan.mountains && !m->is_city;
	struct pupil *p = &w->pupil[w->learners.n];
	struct draft *d = demo_batch_add(c, m, &w->learners);
	struct demo_person who;
	int born;

	*p = (struct pupil){ .class = class, .repeats = class->slot->level > 1 && demo_chance(&m->rng, 8) };
	fill_identity(c, m, &w->form, d, p, &who, &born);
	fill_residence(c, m, &w->form, d);
	fill_family(c, m, &w->form, d, p, &who, born);
	p->poor = demo_chance(&m->rng, m->is_difficult ? 130 : mountains ? 50 : m->is_city ? 8 : 25);
	p->near_poor = !p->poor && demo_chance(&m->rng, m->is_difficult ? 100 : mountains ? 45 : m->is_city ? 10 : 30);
}

/* ---- enrolment ---- */

static const char *draw_admission(struct demo_maker *m, const struct pupil *p)
{
	const struct demo_slot *s = p->class->slot;

	if (p->repeats)
		return "3";
	if (s->first)
		return s->level == 4 ? "0" : "2";
	return demo_chance(&m->rng, 15) ? "1" : "4";
}

static const char *draw_policy(struct demo_maker *m, const struct pupil *p, bool minority)
{
	if (p->orphan)
		return "05";
	if (p->disability != NULL)
		return "06";
	if (p->poor)
		return "08";
	if (p->near_poor)
		return "09";
	if (minority && m->is_difficult)
		return "11";
	return demo_chance(&m->rng, 3) ? "04" : demo_chance(&m->rng, 4) ? "16" : NULL;
}

/* Peoples of fewer than ten thousand (Decree 57/2017). */
static bool is_very_small_group(const char *code)
{
	return strlen(code) == 2 && strstr(" 39 41 42 43 44 45 46 47 48 49 50 51 52 53 54 11 ", code) != NULL;
}

static void add_enrolment(struct ctx *c, struct demo_maker *m, struct crowd *w, const struct pupil *p, const char *learner)
{
	const struct demo_form *f = &w->enrolment;
	const struct demo_slot *s = p->class->slot;
	struct draft *d = demo_batch_add(c, m, &w->enrolments);
	bool minority = !streq(p->ethnic_group, "01") && !streq(p->ethnic_group, "04") && !streq(p->ethnic_group, "55");
	const char *policy = draw_policy(m, p, minority);
	unsigned lunch = s->level == 1 ? 930 : s->level == 2 ? (m->is_city ? 700 : 200) : 0;

	demo_text(f, d, E_LEARNER, learner);
	demo_text(f, d, E_CLASS, p->class->code);
	demo_text(f, d, E_FIRST_CLASS, p->class->code);
	demo_text(f, d, E_DATE, w->status_date);
	demo_text(f, d, E_ADMISSION, draw_admission(m, p));
	demo_text(f, d, E_POLICY, policy);
	if (demo_chance(&m->rng, lunch))
		demo_text(f, d, E_LUNCH, p->poor ? "01" : "02");
	if (p->disability != NULL)
		demo_set(f, d, E_INCLUSIVE, val_bool(true));
	if (s->level > 1)
		demo_set(f, d, E_COMPUTING, val_bool(s->level > 2 || s->age >= 8));
	if (s->level > 1 && (p->poor || (minority && m->is_difficult)))
		demo_set(f, d, E_COST, val_bool(true));
	if (minority && is_very_small_group(p->ethnic_group))
		demo_set(f, d, E_SMALL_GROUP, val_bool(true));
	if (s->level == 1 && s->age >= 3 && p->poor)
		demo_set(f, d, E_MEAL, val_bool(true));
}

/* Learners first: an enrolment names the code that the learner got. */
static bool write_crowd(struct ctx *c, struct demo_maker *m, struct crowd *w)
{
	size_t n = w->learners.n;

	w->learners.n_codes = 0;
	if (!demo_batch_write(c, m, &w->learners))
		return false;
	for (size_t i = 0; i < n; i++)
		add_enrolment(c, m, w, &w->pupil[i], w->learners.code[i]);
	return demo_batch_write(c, m, &w->enrolments);
}

bool demo_learners_make(struct ctx *c, struct demo_maker *m)
{
	struct crowd w = { .form = demo_form(c, "learner", names, COUNT(names)),
	                   .enrolment = demo_form(c, "enrolment", enrolment_names, COUNT(enrolment_names)) };

	w.learners = demo_batch(m, &w.form, NEW_N(m->keep, const char *, DEMO_BATCH));
	w.enrolments = demo_batch(m, &w.enrolment, NULL);
	w.pupil = NEW_N(m->keep, struct pupil, DEMO_BATCH);
	w.status_date = arena_fmt(m->keep, "%d-09-05", m->options->school_year);
	for (size_t i = 0; i < m->n_classes; i++)
		for (size_t k = 0; k < m->class[i].n_learners; k++) {
			if (demo_batch_full(&w.learners) && !write_crowd(c, m, &w))
				return false;
			add_learner(c, m, &w, &m->class[i]);
			m->sum->learners++;
		}
	return write_crowd(c, m, &w);
}
