/* check.h - rules made ready, and the pass over the records.  Private to src/domain/quality. */
#ifndef QUALITY_CHECK_H
#define QUALITY_CHECK_H

#include "catalog/expr.h"
#include "domain/quality/quality.h"

enum { BY_MAX = 4, CHUNK = 40 };

struct ready_bound {
	const struct expr *when, *must; /* must: of ages */
};

struct ready_rule {
	const struct rule *rule;
	size_t at;                      /* in the catalogue: their order */
	const struct expr *when, *must;
	const struct ready_bound *bound;
	size_t by[BY_MAX], n_by;        /* refs */
	size_t *code, *value;           /* of each field told: the ref of its record's code, and its own */
	const struct field **field;
	const struct record_type **type;
	size_t n_fields;
	size_t elsewhere;               /* of the cells behind the refs: does another unit have its key?  SIZE_MAX: it is not asked */
};

struct ready_set {
	const struct rule_set *set;
	struct expr_refs refs;
	const struct expr *when;
	size_t level;                   /* ref; SIZE_MAX: the institution's */
	bool together;                  /* rules of what records say together: none of them can be left out */
	struct ready_rule *rule;
	size_t n_rules, n_elsewhere;
};

struct quality {
	struct ready_set *set;
	size_t n_sets;
	int year;
	const char *today;
	const char *record;             /* only what is said of it; NULL: of all */
};

/* ---- figures of schools that are kept ---- */

/* All rules of the catalogue, whoever asks: those that look at one school alone, and those that look everywhere. */
enum part { PART_OWN, PART_WIDE, PART__COUNT, PARTS_TOGETHER = PART__COUNT, PARTS__COUNT };
MUST_CHECK bool quality_prepare_part(struct ctx *, int year, enum part, struct quality **ret);

/* As quality_run; how many records of each set of q were looked at. */
MUST_CHECK bool quality_run_sets(struct ctx *, const struct quality *, const struct unit *school, size_t *by_set, struct findings *ret);

struct tally {
	uint32_t *rule, *set; /* faults by rule, records looked at by set: in the order of the catalogue */
};

/* What of it is told of the rules of a quality. */
struct tally_sum {
	size_t records, by_severity[SEVERITY__COUNT];
};
struct tally_sum tally_sum(const struct quality *, const struct catalog *, const struct tally *);

/* What all logs together have come to.  With the tallies that use it between db_read_begin and db_read_end. */
MUST_CHECK bool tally_mark(struct ctx *, const char **ret);
MUST_CHECK bool tally_school(struct ctx *, const struct quality *const ready[PARTS__COUNT], const struct unit *, const char *mark, struct tally *ret,
                             bool *ret_counted); /* rather than found among the kept */

/* ---- faces ---- */

struct face {
	const char *title, *class_code, *class_title; /* NULL: there is none, or it is not shown */
};

/* One for each finding. */
MUST_CHECK bool quality_faces(struct ctx *, const struct quality *, const struct unit *, const struct finding *, size_t n, struct face **ret);

/* The institution's, where the finding is of the school as a whole. */
const struct record_type *finding_type(const struct ctx *, const struct finding *);

/* ---- records with the same values ---- */

struct entry {
	const char *key, *code, *value;
	bool elsewhere;                 /* another unit may have its key */
};
struct entries {
	struct entry *item;
	size_t n, room;
};
void entries_add(struct ctx *, struct entries *, struct entry);

/* ---- figures of a unit ---- */

struct figure {
	const char *key; /* a code, or a record's number as text */
	int64_t n;
};
struct figures_by {
	struct figure *item; /* by key */
	size_t n, room;
};
int64_t figure_of(const struct figures_by *, const char *key); /* 0: none */

/* "t.unit_id = $1 AND t.school_year = $2", and the condition of the set. */
MUST_CHECK bool figures_where_sql(struct ctx *, struct buf *, struct sql_args *, struct expr_refs *, const struct record_type *, const char *when,
                              const struct unit *, int year);

/* How many records of a type in force, by the value of a path (NULL: all together, key ""). */
MUST_CHECK bool figures_by_path(struct ctx *, const struct quality *, const struct record_type *, const char *path, int year,
                                const struct unit *, struct figures_by *ret);

/* ---- lists ---- */

const char *checklist_when(struct ctx *, const struct checklist *, int year); /* NULL: no condition */
MUST_CHECK bool checklist_check_shown(struct ctx *, const struct checklist *); /* ERR_FORBIDDEN "right.missing" */

/* How many of a school each list is about, in the order of the catalogue; and kept, inside the caller's transaction. */
struct checklist_figures {
	bool shown;                     /* to whoever counts */
	int64_t people, complete;
};
MUST_CHECK bool checklist_count(struct ctx *, const struct unit *school, int year, struct checklist_figures **ret);
MUST_CHECK bool checklist_keep(struct ctx *, const struct unit *school, int year, const struct checklist_figures *);

/* ---- one school being checked ---- */

struct check {
	const struct quality *q;
	const struct unit *unit;
	const struct ready_set *set;
	struct findings *found;
	struct entries *entries;     /* by rule of the set: unique, agree */
	struct figures_by *figures;  /* by rule: count */
};
void check_found(struct ctx *, struct check *, const struct ready_rule *, size_t field, const char *code, const char *detail);
void findings_settle(struct findings *); /* by rule, then record; what was found twice once */

/* After the pass: what records say together. */
MUST_CHECK bool check_together(struct ctx *, struct check *);

/* Of a key that is the field of one record: "EXISTS (SELECT 1 FROM ... of another unit)", by its index.  False: it is another. */
bool together_elsewhere_sql(struct buf *, const struct ready_set *, const struct ready_rule *);

#endif
