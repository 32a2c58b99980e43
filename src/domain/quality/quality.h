/* quality.h - the rules of catalog/rules/ run over the records of a school and year; what is missing, for lists and in figures.
 *
 * The answer is what the records say now; sums for offices are kept in memory only while nothing was written that they
 * follow from.  A caller is told of rules only that look into groups of records they may read. */
#ifndef QUALITY_H
#define QUALITY_H

#include "base/time.h"
#include "catalog/rules.h"
#include "store/record.h"

/* One fault: a rule that a record breaks. */
struct finding {
	const char *key;               /* orders them: errors first, then by rule, record and field */
	const struct rule *rule;
	const struct record_type *type;
	const char *code;              /* of the record */
	const struct field *field;     /* NULL: the record as a whole */
	const char *detail;            /* figures, "48 (tối đa 35)"; NULL: none.  Never a person's data */
};

struct findings {
	struct finding *item;
	size_t n, room;
	size_t records;                /* looked at */
};

/* The rules of a year, ready to run over any number of schools. */
struct quality;

/* What is asked for; what is NULL is not chosen by. */
struct quality_query {
	const struct unit *unit;
	int year;
	const char *rule, *severity;   /* rule: its name, or several, "a,b" */
	const char *record;            /* its code; what it says together with others is told too */
	const struct record_type *type;
	const char *class;             /* its code: only what is of it, as far as the caller is shown that */
	const char *cursor;            /* of the page before */
	size_t limit;
};

/* For rule, severity and record of the query.  ERR_INVALID "quality.rule", "quality.severity". */
MUST_CHECK bool quality_prepare(struct ctx *, const struct quality_query *, struct quality **ret);

/* All faults of a school, in order of their keys.  Between db_read_begin and db_read_end they are of one moment. */
MUST_CHECK bool quality_run(struct ctx *, const struct quality *, const struct unit *school, struct findings *ret);

/* A page of them as JSON items, each with the face of its record: what it is called and its class, as far as the caller is
 * shown them; and, where it is wanted, how many there are of each rule, as members of a JSON object.  ERR_INVALID "quality.unit": not a school. */
MUST_CHECK bool quality_problems(struct ctx *, const struct quality_query *, struct buf *ret_items, struct buf *ret_rules, size_t *ret_total,
                                 const char **ret_cursor);

/* Schools inside a unit, by code: how many faults of each severity and rule. */
MUST_CHECK bool quality_summary(struct ctx *, const struct quality_query *, struct buf *ret_items, const char **ret_cursor);

/* What the rules say of one record of a school, as warnings: they do not keep it from being written.  year: in which what is of no
 * year is looked at.  What the list has already under the same key and field is not told again. */
MUST_CHECK bool quality_warn(struct ctx *, const struct record *, int year, struct problems *);

/* The rules the caller may be told of, as JSON items. */
void quality_put_rules(struct ctx *, struct buf *);

/* ---- what is missing ---- */

/* Of the fields that are required, required here, or expected: filled and due, for each value of `by`: "field",
 * "class" (codes), "school", "level".  Only records in force, of the year.  ERR_INVALID "completeness.by", "completeness.fields". */
struct completeness_query {
	const struct unit *unit;
	bool within;                   /* also the units below */
	int year;
	const char *by;
	const char *class;             /* code: only what is of this class; NULL: all */
	const char *fields;            /* "learner.phone,…": of these instead, also where they are never due, as far as they are shown */
};
MUST_CHECK bool completeness_count(struct ctx *, const struct completeness_query *, struct buf *ret_items);

/* All of them together. */
struct completeness_sum {
	int64_t filled, due;
};
MUST_CHECK bool completeness_sum(struct ctx *, const struct completeness_query *, struct completeness_sum *ret);

/* Records of a school that lack something a list asks for, as JSON items, each with what it is called as far as that is shown; all and complete ones are counted. */
struct checklist_query {
	const struct checklist *list;
	const struct unit *unit;
	int year;
	const char *cursor;
	size_t limit;
};
struct checklist_result {
	size_t records, complete;
	const char *cursor;
};
MUST_CHECK bool checklist_run(struct ctx *, const struct checklist_query *, struct buf *ret_items, struct checklist_result *ret);
void checklist_put_names(struct ctx *, const char *taught, struct buf *); /* of those that concern one of the levels; NULL: all */

/* ---- week by week ---- */

/* Figures of schools are counted about once a day and kept, the last count of a week: by the rules and fields that everyone is shown who may read of
 * quality, so that they are the same for all; of the present school year, or
 * the last that a school has begun.  Counts schools that were not counted for 20 hours, in time to spare. */
MUST_CHECK bool quality_week_sweep(struct ctx *, const struct spare_time *);

/* Counts every school of a unit now. */
MUST_CHECK bool quality_week_count(struct ctx *, const struct unit *, size_t *ret_n);

/* What was kept of the schools of a unit, inside the caller's scope, of this week and those before it: as JSON items, the oldest week first. */
MUST_CHECK bool quality_trend(struct ctx *, const struct unit *, int weeks, struct buf *ret_items);

/* What was counted last of the schools inside a unit. */
struct quality_part {
	const char *unit, *name, *kind;
	int64_t id;
	int64_t schools, counted;      /* all, and those of which anything is kept */
	int64_t learners, identified, records, errors, warnings, notices, filled, due;
	int64_t counted_at;            /* of the one that was counted the longest ago; 0: none was */
};

/* Of each unit right below one that has schools in the caller's scope, by code; of a school: its own. */
MUST_CHECK bool quality_parts(struct ctx *, const struct unit *, struct quality_part **ret, size_t *ret_n);

/* How many of the records a list asks for there are in each of them, and how many lack nothing, as JSON items: as they are now; of the whole country as
 * each school was counted last for the year, and when. */
MUST_CHECK bool checklist_parts(struct ctx *, const struct checklist *, const struct unit *, int year, struct buf *ret_items);

/* Is the caller shown every path from a type, and the type that is counted (NULL: none)? */
bool quality_is_shown(const struct ctx *, const struct record_type *, const char *const *paths, const struct record_type *counted);

/* The caller asked for one school.  ERR_INVALID "quality.unit". */
MUST_CHECK bool quality_one_school(struct ctx *, const struct unit *);

#endif
