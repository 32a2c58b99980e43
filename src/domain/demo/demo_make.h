/* demo_make.h - internal to demo: a province on its way into the database, school by school. */
#ifndef DEMO_MAKE_H
#define DEMO_MAKE_H

#include "domain/demo/demo.h"
#include "domain/demo/demo_data.h"
#include "store/write.h"

enum { DEMO_LEVELS = 6 }; /* index: level of education, 1 preschool to 5 continuing; 0 is not used */

/* ---- demo_plan.c: which schools there are, before any is made ---- */

struct demo_plan_school {
	const char *code, *name, *level_group, *ownership; /* lists level_group, ownership */
	const struct list_item *commune;
	bool by_province;                                  /* managed by the Sở, not by the commune */
	size_t learners[DEMO_LEVELS], n_learners;
};

struct demo_plan {
	struct demo_ground ground;
	bool mountains;                       /* less than seven in ten are Kinh */
	struct demo_plan_school *school;
	size_t n_schools, schools_room;
};

MUST_CHECK bool demo_plan_make(struct ctx *, const struct demo_options *, const struct demo_data *, struct demo_plan *ret);

/* ---- one school ---- */

/* One kind of class: a grade, or an age group of a preschool. */
struct demo_slot {
	const char *grade, *age_group; /* lists; age_group NULL from primary on */
	int level, age;                /* born school_year - age */
	const char *name;              /* "1" of 1A */
	unsigned weight;               /* of learners within the level */
	bool first;                    /* first grade of its level */
};

struct demo_class {
	const struct demo_slot *slot;
	const char *name, *code;
	size_t n_learners, campus;
};

struct demo_maker {
	const struct demo_options *options;
	const struct demo_data *data;
	struct demo_plan plan;
	struct demo_summary *sum;
	struct arena *keep, *scratch;  /* live until the school, the batch is done */
	uint32_t id_serial[10][100];   /* by digit of sex and century, by year */
	/* the school */
	struct demo_rng rng;
	const struct demo_plan_school *school;
	struct unit unit;
	bool is_public, is_city, is_difficult;
	const char **campus;           /* codes */
	size_t n_campuses;
	struct demo_class *class;
	size_t n_classes;
	const char **teacher;          /* codes; as many as classes, at least */
};

/* demo_classes.c */
void demo_classes_plan(struct demo_maker *);
MUST_CHECK bool demo_classes_make(struct ctx *, struct demo_maker *);

/* demo_school.c: the institution, its campuses, rooms and profile */
MUST_CHECK bool demo_school_make(struct ctx *, struct demo_maker *);
MUST_CHECK bool demo_rooms_make(struct ctx *, struct demo_maker *);

/* demo_staff.c */
MUST_CHECK bool demo_staff_make(struct ctx *, struct demo_maker *);

/* demo_learners.c: learners with their families, and enrolments */
MUST_CHECK bool demo_learners_make(struct ctx *, struct demo_maker *);

/* ---- demo_write.c: drafts by the hundred ---- */

enum { DEMO_BATCH = 500, DEMO_FIELDS = 32 };

/* The fields of a type that a file here fills, in its own order; NULL for one the catalogue has not. */
struct demo_form {
	const struct record_type *type;
	const struct field *field[DEMO_FIELDS];
};
struct demo_form demo_form(struct ctx *, const char *type, const char *const *name, size_t n);
void demo_set(const struct demo_form *, struct draft *, size_t field, struct val);
void demo_text(const struct demo_form *, struct draft *, size_t field, const char *text); /* NULL: not given */

struct demo_batch {
	const struct record_type *type;
	struct draft *draft;
	struct outcome *out;
	size_t n;
	const char **code; /* of all records so far; NULL: nobody wants them */
	size_t n_codes;
};
struct demo_batch demo_batch(struct demo_maker *, const struct demo_form *, const char **code);
struct draft *demo_batch_add(struct ctx *, struct demo_maker *, struct demo_batch *); /* when there is room */
static inline bool demo_batch_full(const struct demo_batch *b)
{
	return b->n == DEMO_BATCH;
}
/* Writes what is there and empties the scratch arena.  ERR_INTERNAL "demo.refused". */
MUST_CHECK bool demo_batch_write(struct ctx *, struct demo_maker *, struct demo_batch *);

/* demo_batch_write when full: before each demo_batch_add. */
MUST_CHECK bool demo_batch_ready(struct ctx *, struct demo_maker *, struct demo_batch *);

/* ---- demo_person.c ---- */

/* As demo_personal_id, but no two in the province are the same. */
const char *demo_unique_id(struct demo_maker *, struct arena *, const char *province, const char *sex, int birth_year);

/* The father's name begins with the child's family name where the people has such names. */
const char *demo_father_name(struct demo_maker *, struct arena *, const char *child_name, const char *ethnic_group);

/* Small letters instead of capital ones; Vietnamese only. */
const char *demo_lower(struct arena *, const char *text);

#endif
