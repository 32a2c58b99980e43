/* entry.h - what must hold of a record whichever way it is written: the patterns of its fields, and those rules of
 * catalog/rules/ that say "entry".
 *
 * Such a rule is decided from the record as it will be, from the records it refers to and from its school; what is not
 * known is never a fault.  A rule that looks at nothing but learner.… is one of the learner's own record.  On a change
 * only those count that look at something that changes. */
#ifndef ENTRY_H
#define ENTRY_H

#include "catalog/rules.h"

/* Where a value of a rule comes from. */
struct entry_source {
	const struct field *through; /* the reference to the record it is of; NULL: the record itself, or the school */
	const struct field *field;
	size_t at;                   /* index among what is wanted through it, or of the school; of the record: of the field */
	bool school;
};

struct entry_rule {
	const struct rule *rule;
	const struct field *field;   /* of the record: where it is told */
	const char *message;         /* the whole sentence: label, what is wrong, what to do */
	const char *must;            /* the whole condition of the rule, with {this_year} and the like */
	const struct expr *when_any_day, *must_any_day; /* NULL where they depend on the day */
	const struct entry_source *source;
	size_t n_sources;
};

struct wanted {
	const struct field **field;
	size_t n;
};
/* Of one record type. */
struct entry_set {
	const struct entry_rule **rule;
	size_t n_rules;
	struct wanted *through;      /* by index of reference: fields of the record it leads to */
	struct wanted school;
	bool looks_through;
};

/* A record about to be written. */
struct entry_record {
	const struct val *value;         /* by index of field */
	const bool *changed;             /* NULL: a new record */
	const struct val *const *through; /* by index of reference: what is wanted of the other record, NULL: not known */
	const struct val *school;        /* what is wanted of the school, NULL: not known */
	int school_year;                 /* 0: that of today */
};

/* The rules of a type on their way through many records, in the arena of c. */
struct entry_check;
struct entry_check *entry_begin(struct ctx *, const struct record_type *);
void entry_check(struct ctx *, struct entry_check *, const struct entry_record *, struct problems *);

/* Of a rule of ages: the age is right by this bound, or the code is another. */
const char *entry_condition_of_age(struct arena *, const struct rule *, const struct rule_bound *);

/* Does a rule that looks at a changed field look through this reference, or at the school? */
bool entry_looks_through(const struct record_type *, const bool *changed, const struct field *reference);
bool entry_looks_at_school(const struct record_type *, const bool *changed);

/* [{"key", "severity", "field", "fields", "message", "remedy"}]: where it is told, what it looks at; NULL: none. */
json_t *entry_describe(const struct record_type *);

#endif
