/* screen.h - how a record type is shown: "screen" of catalog/records/NAME.json, made whole by what holds where nothing is said.
 *
 * No rule about data stands here: whatever is said, the same records may be written and read, and published versions do not tell of it. */
#ifndef SCREEN_H
#define SCREEN_H

#include "catalog/catalog.h"

struct words {
	const char *vi, *en;
};

/* Words of a unit that teaches one level of education and no other. */
struct level_words {
	const char *level;
	struct words words;
};

/* levels: "01,02", NULL: not said; of_level ends with a NULL level. */
const struct words *words_for(const struct words *, const struct level_words *of_level, const char *levels);

json_t *words_json(const struct words *); /* {"vi", "en"} */

/* A column of the list, or what it may be filtered by. */
struct screen_item {
	const char *path;              /* "sex", "enrolment.class.title": as "fields" of a list takes it */
	const char *by;                /* what a condition compares, "enrolment.class.code"; the path itself where it leads to no record */
	struct words label;
	const char *type;              /* of the field it ends at: "text", "code" ... */
	enum sensitivity sensitivity;
	const struct list *list;       /* code */
	const struct record_type *to;  /* reference: what to choose from */
};

struct screen_section {
	const char *name;
	struct words label;
	const struct field *const *field; /* ends with NULL */
};

/* What is entered row by row: of one record after the other, or of one that each row has or gets. */
struct screen_grid {
	const struct field *const *column;  /* own fields; ends with NULL */
	const struct screen_item *by;       /* what one chooses first: a class; NULL: the whole school is shown */
	const struct field *of;             /* rows are the records this refers to, of which each gets one with its first value; NULL: the records themselves */
	const struct field *const *apart;   /* chosen above: which of the several records a row may have; ends with NULL */
	const struct field *const *begins;  /* chosen above: what a new one has; ends with NULL */
};

/* Somebody who may be named in the record it belongs to as well, the mother of a pupil: how such a record begins, and which of its fields
 * stand there under which names. */
struct screen_named {
	const struct field *const *set;   /* codes; ends with NULL */
	const char *const *code;          /* as many */
	const struct field *const *field; /* ends with NULL; the name is among them */
	const struct field *const *from;  /* as many, of what it belongs to */
};

struct screen {
	const char *number;            /* "4.1.1", NULL: none */
	struct words title;
	const struct level_words *title_of_level;
	const struct screen_item *column, *filter;
	size_t n_columns, n_filters;
	const struct field *const *missing; /* of which the absence is worth a question; ends with NULL */
	const struct screen_section *section; /* every field is in one of them */
	size_t n_sections;
	const struct sheet_template *sheet; /* that fills it, NULL: none */
	struct screen_grid grid;
	const struct field *named_in;  /* the reference to what it belongs to, NULL: nobody is named there */
	const struct screen_named *named;
	size_t n_named;
};

/* The reference by which every record of `part` belongs to one of `whole`; NULL: it does not.  Events of a life are told as such. */
const struct field *screen_part_owner(const struct catalog *, const struct record_type *part, const struct record_type *whole);

/* Belongs to no other record: to be found from the menu only. */
bool screen_stands_alone(const struct catalog *, const struct record_type *);

#endif
