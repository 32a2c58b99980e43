/* subject.h - whom or what a unit has of that a template speaks of, and who of them is meant by what somebody says. */
#ifndef SUBJECT_H
#define SUBJECT_H

#include "base/map.h"
#include "catalog/sheets.h"
#include "store/unit.h"

#define NOWHERE SIZE_MAX

/* A record the unit has; an institution below it goes by the number of its own unit. */
struct held {
	int64_t id, class_id; /* class_id: of an enrolment */
	const char *code, *status;
	struct val *value;    /* see subject_value */
};

/* Somebody or something, and what belongs to it. */
struct subject {
	struct held own;
	const char *name, *folded, *birth, *personal_id; /* NULL: the type has none */
	struct held **held;   /* by record of the template, NULL: not there; [0] is own */
	const char *manager;  /* of an institution: code of the office that manages it; NULL: none */
	const char *match;    /* the fields that tell it, as one text; NULL: not complete */
	size_t next;          /* another with the same match; index + 1 */
	bool has_moet;        /* the Ministry's code is bound */
	bool renewed;         /* something of theirs was made since */

	/* What a list of mentions has come to. */
	bool present;         /* somebody speaks of them, rightly or wrongly */
	bool doubted;         /* their code was given to somebody else */
	bool strongly;        /* a mention of them by code or identity number was taken */
	size_t claimed;       /* by which mention, for whoever makes the list: index + 1 */
};

struct subjects {
	struct ctx *c;
	const struct sheet_template *sheet;
	struct unit unit;
	int school_year;
	const struct val *asked; /* by ask of the template */

	const struct record_type *type, *year_type; /* of the subject; of its record of the year, or NULL */
	size_t personal_id;      /* the slot, or NOWHERE */
	size_t *place, *n_kept;  /* by slot: where its record keeps it, NOWHERE: nowhere; by record: how many it keeps */
	struct subject *item;
	size_t n, room;
	struct map by_code, by_number, by_match, by_id; /* to index + 1 */
	int64_t since;           /* of what is loaded the numbers are at least this */
};

/* For a template, of which one slot (or NOWHERE) holds the number that tells persons; what is loaded later is of this unit and year. */
void subjects_init(struct ctx *, struct subjects *, const struct sheet_template *, size_t personal_id, const struct unit *, int school_year);

/* What has at least the number `since`.  The list may move; indexes stay. */
MUST_CHECK bool subjects_load(struct subjects *, int64_t since);

/* What tells a record apart, or fills it: fixed, or asked. */
MUST_CHECK bool subject_set_value(const struct subjects *, struct ctx *, const struct sheet_set *, struct val *ret);

const struct val *subject_value(const struct subjects *, const struct held *, size_t slot); /* of a slot of its record */
const char *subject_match_text(struct arena *, const struct sheet_template *, const struct val *value); /* by field of match; NULL: not complete */
bool subject_is_present(const struct subjects *, const struct subject *); /* studying, working, in use */
bool subject_was_here(const struct subjects *, const struct subject *); /* has a record of the year that counts */
bool subject_is_undone(const struct record_type *, const struct held *);
bool subject_code_is_temporary(const char *code); /* "TAM-...": not yet the Ministry's */
bool subject_differ(const char *, const char *); /* both are said, and not the same */
bool subject_same_letters(struct arena *, const char *name, const char *other); /* capitals and apostrophes aside */

/* ---- who is meant ---- */

/* What somebody says of one; what is NULL or 0 is not said. */
struct mention {
	const char *code, *number, *name, *folded, *match;
	int64_t class_id;
};

enum meant {
	MEANT_NOBODY,        /* nobody is known by it */
	MEANT_ONE,
	MEANT_CODE_NAME,     /* the code is of somebody with another name */
	MEANT_CODE_IDENTITY, /* the number is of somebody with another code */
	MEANT_IDENTITY_NAME, /* the number is of somebody with another name */
	MEANT_SEVERAL,       /* a person must say */
	MEANT_OTHER,         /* somebody is called so, with another code or number */
};

struct meaning {
	enum meant is;
	struct subject *who; /* of all but NOBODY and SEVERAL */
	size_t n;            /* SEVERAL: how many */
	bool by_code;        /* somebody has the code */
	bool binds;          /* the code becomes one of theirs */
};

/* By code and identity number: none of the others is contradicted without being told. */
struct meaning subject_by_number(struct subjects *, const struct mention *);

/* By name and birth date, or whatever else tells a subject, once all that have numbers were looked for. */
struct meaning subject_by_name(struct subjects *, const struct mention *);

/* By nothing but the name: only where nobody else of the year (in that class, where one is said) is called so, marks aside. */
struct meaning subject_by_name_alone(struct subjects *, const struct mention *);

/* Without what tells a subject: whoever is called so (in that class) is at least in the list. */
void subject_note_presence(struct subjects *, const struct mention *, bool in_class_only);

const char *subject_firm_code(const struct mention *); /* NULL: none, or a temporary one, which says nothing until it is known */

#endif
