/* record.h - records of any type: find, list, show. */
#ifndef RECORD_H
#define RECORD_H

#include "store/actor.h"

struct record {
	const struct record_type *type;
	struct unit unit;
	int64_t id, version, created_at, changed_at;
	const char *code, *status, *client_id;
	int school_year;     /* 0: not year-bound */
	int catalog_version; /* under which it was entered; 0: before that was kept */
	struct val *value;   /* by index of field; a reference is the code it points to */
	struct problems warnings; /* of the write that just gave it: what a person should look at */
};

/* Always false: ERR_NOT_FOUND "record.unknown", as of one that is there and not the caller's to see. */
bool record_unknown(struct ctx *, const struct record_type *);

/* A person is also found by a code of another scheme, "moet:1900123456", and by a unit they
 * have left as the record was then, but not where an arrival was taken back (gone_never_came_sql).
 * ERR_NOT_FOUND "record.unknown": none with this code in the scope; the same words for "not yours". */
MUST_CHECK bool record_find(struct ctx *, const struct record_type *, const struct scope *, const char *code,
                            struct record *ret);

/* By its number, for callers that know the unit is the caller's. */
MUST_CHECK bool record_load(struct ctx *, const struct record_type *, const struct unit *, int64_t id, struct record *ret);

/* Of a person: whether they are elsewhere by now, and until which school year this unit answers for them (0: it never did). */
MUST_CHECK bool record_left(struct ctx *, const struct record *, bool *ret, int *ret_last);

/* Several of one unit by their numbers; one that is not there has id 0. */
MUST_CHECK bool record_load_many(struct ctx *, const struct record_type *, const struct unit *, const int64_t *id, size_t n,
                                 struct record *ret);

/* Whether a record of the caller's unit belongs to the classes whose records they change, where they are not the whole school's. */
MUST_CHECK bool record_is_own(struct ctx *, const struct record_type *, int64_t unit_id, int64_t id, bool *ret);

/* "code", "unit", fields ... as the caller is shown them (shown.h), as members of what is open; names: "full_name,sex" or NULL for all. */
void record_put_members(struct ctx *, struct buf *, const struct record *, const char *names);

/* All of them as an object. */
void record_put_json(struct ctx *, struct buf *, const struct record *);

/* What the names tell of other records ("class.name"), as further members. */
MUST_CHECK bool record_put_paths(struct ctx *, struct buf *, const struct record *, const char *names);

/* ERR_INVALID "field.unknown" for a name the type does not have, ERR_FORBIDDEN "field.hidden" for what is not shown. */
MUST_CHECK bool record_check_fields(struct ctx *, const struct record_type *, const char *names);

/* How many a list has in all its pages, up to TOTAL_MAX: counting on would take as long as the list is. */
enum { TOTAL_MAX = 10000 };
struct record_total {
	size_t n;
	bool more;
};

/* One of these fields is the text, ends with it (digits), or is or ends with it as a telephone number, however it was grouped. */
enum match_how { MATCH_IS, MATCH_ENDS, MATCH_PHONE, MATCH_PHONE_ENDS };
struct record_match {
	const struct field **field;
	size_t n;
	enum match_how how;
	const char *text;
};

struct record_query {
	const struct scope *scope;
	const struct unit *unit;   /* NULL: everything in the scope */
	bool within;               /* also the units below */
	int year;                  /* 0: any, and the running one for what is of a year in fields and filter */
	const char *q;             /* every word stands in the searched fields, of one or two letters where a word begins, marks ignored; or it is the code */
	bool whole;                /* its words are whole ones */
	bool nearest;              /* what is nearest to it first (store/nearest.h), whatever `sort` says; there is no cursor then */
	const struct record_match *match; /* NULL: whatever they hold.  ERR_FORBIDDEN "field.hidden" */
	const char *filter;        /* expression */
	bool gone;                 /* also what record_gone_statuses says; without it only when the filter asks for the status, or q is the code */
	bool declared;             /* only what a record of the year declares (catalog/declared.h): pupils that are enrolled */
	const char *on;            /* NULL: as it is now; a real day: statuses, and fields whose past is kept, as they were when it
	                              ended; records that were not there yet are left out */
	const char *sort;          /* name (default), code; of one unit changed_at and any path; "-" before it: downwards */
	const char *cursor, *fields;
	bool nulls;                /* also write the fields that hold nothing */
	bool masks;                /* numbers and addresses are not told wholly (field.masked) */
	bool *masked;              /* to be told whether any may have been; NULL: it is not asked */
	size_t limit;
	struct record_total *total; /* to be filled, of the same moment; NULL: not asked for */
};

/* Records as JSON objects with commas between; *ret_cursor: where the next page begins, NULL when this is the last. */
MUST_CHECK bool record_list(struct ctx *, const struct record_type *, const struct record_query *, struct buf *ret_items,
                            const char **ret_cursor);

/* What a record is called by: its own name, or that of whatever it is about, "learner.title" of an enrolment. */
const char *record_title_path(struct arena *, const struct record_type *);

/* Codes that tell where something is, of records or other tables: the unit's code, "-", letters, and the number in the unit. */
const char *record_code_make(struct arena *, const char *letters, const char *unit_code, int64_t id);
bool record_code_split(struct arena *, const char *letters, const char *code, const char **ret_unit, int64_t *ret_id); /* false: it is none */
/* The unit, if it is in the scope, and the number; both ids are 0: it is no such code, or of no such unit. */
MUST_CHECK bool record_code_find(struct ctx *, const struct scope *, const char *letters, const char *code, struct unit *ret, int64_t *ret_id);

#endif
