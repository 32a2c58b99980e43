/* rules.h - what records must be, beyond what a field refuses: catalog/rules/TYPE.json, catalog/checklists/NAME.json.
 *
 * A set names a record type and which of its records are looked at ("when": those
 * in force): of one school year, or all where the type has no years.  Its rules see such a record with everything it
 * refers to: a rule of enrolments that is told at "learner.birth_date" is a fault
 * of the learner.  Conditions are those of expr.h; "{year}" and "{next_year}" in them
 * are the two years of the school year, "{today}" and "{this_year}" the day of the check and its year.  What is not
 * known is never a fault.  "entry": "error" or "warning" lets a rule hold already when a record is written. */
#ifndef RULES_H
#define RULES_H

#include "catalog/catalog.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTICE, SEVERITY__COUNT };
extern const char *const severity_names[SEVERITY__COUNT]; /* "error" ... */

enum rule_kind {
	RULE_CHECK,    /* "must" holds */
	RULE_REQUIRED, /* none of "fields" is empty */
	RULE_AGE,      /* the age on a day lies in the span for the code in "by" */
	RULE_CASE,     /* the name in "field" is not all in capitals or small letters */
	RULE_UNIQUE,   /* no other record has the same values in "by"; "everywhere": in any unit */
	RULE_AGREE,    /* records with the same values in "by" have one value in "field" */
	RULE_COUNT,    /* at most so many records of the type "of" refer to this one */
	RULE_CHANGE,   /* as many records as a year ago, within bounds, for each value of "by" */
	RULE_KIND__COUNT
};
extern const char *const rule_kind_names[RULE_KIND__COUNT]; /* "check" ... */

/* One of several bounds, the first whose condition holds: a span of ages for a code, a number of records. */
struct rule_bound {
	const char *when;        /* NULL: always; ages: the condition on "by" */
	int64_t min, max;
};

struct rule_set;
struct rule {
	const char *name;        /* stable: "identity_number_sex" */
	const struct rule_set *set;
	enum rule_kind kind;
	enum severity severity;
	enum severity entry;     /* what it is when a record is written (catalog/entry.h); SEVERITY__COUNT: not looked at then */
	const char *key;         /* of the problem it is then: "rule.identity_number_sex" */
	const char *levels;      /* "02,03": only records of these levels of education; NULL: all */
	const char *field;       /* path where a fault is told; NULL (required): each field itself, (change): the school */
	const char *when;        /* which records; NULL: all of the set */
	const char *must, *on;   /* check; age: the day */
	const char *const *by;   /* paths; required: the fields; ends with NULL */
	const struct rule_bound *bound;
	size_t n_bounds;
	const struct record_type *of; /* count */
	const struct field *of_field; /* count: its reference to the record */
	int64_t percent, persons;     /* change: told when both are exceeded */
	bool everywhere;
	const char *message, *remedy, *basis;
	const char *const *reads; /* every path it looks at; ends with NULL: who may not see one is not told */
};

struct rule_set {
	const struct record_type *type;
	const char *when;        /* NULL: every record */
	const char *level;       /* path to a code that belongs to levels; NULL: the levels of the institution */
};

/* Which fields must be there for a purpose, record by record. */
struct checklist {
	const char *name, *label, *label_en, *basis;
	const struct rule_set *set;
	const char *levels;      /* whom it concerns, as of a rule */
	const char *when;
	const char *const *field; /* paths; ends with NULL */
	size_t n_fields;
	const char *const *reads;
};

const struct rule *rule_find(const struct catalog *, const char *name);
const struct checklist *checklist_find(const struct catalog *, const char *name);
/* NULL: no rules say which records of the type are in force. */
const struct rule_set *rule_set_find(const struct catalog *, const struct record_type *);

/* A condition with {year}, {next_year}, {this_year} and {today} filled in. */
const char *rule_condition(struct arena *, const char *text, int year, const char *today);

/* "learner.birth_date" -> reference field of base, field of its target; "birth_date" -> NULL and the field.
 * False: there is no such field, or it is further away. */
bool rule_field(const struct record_type *base, const char *path, const struct field **ret_reference, const struct field **ret_field);

#endif
