/* place.h - provinces, districts and communes, each true for a stretch of time.
 *
 * A code alone says little: 15, 24, 44, 52, 80, 82 and 91 name one province until
 * 30 June 2025 and another since, so an address is a code and a date.  Districts
 * ended with that day.  A set is read (from our own tsv files, or from the two
 * files of the statistics office), finished, and then only looked at. */
#ifndef PLACE_H
#define PLACE_H

#include "base/buf.h"
#include "base/ctx.h"
#include "domain/place/input.h"
#include "sheet/template.h"

#define PLACE_REFORM "2025-07-01" /* first day of the 34 provinces without districts */

enum place_level { PLACE_PROVINCE, PLACE_DISTRICT, PLACE_COMMUNE, PLACE_LEVEL__COUNT };

struct place {
	enum place_level level;
	const char *code, *name;
	const char *parent;                /* the level above: of a new commune its province; NULL for a province */
	const char *province;              /* code; a province's own */
	const char *valid_from, *valid_to; /* yyyy-mm-dd, the second exclusive; NULL: always */
	size_t row;                        /* in the file it was read from */
};

/* What became of an old commune on the day of the reform. */
enum place_change_kind {
	PLACE_WHOLE,           /* all of it went into the new one */
	PLACE_UNCHANGED,       /* the same commune, now directly under the province */
	PLACE_RENAMED,         /* the same land under another name or kind */
	PLACE_PART,            /* a part, land and people */
	PLACE_PART_PEOPLE,     /* some of the people */
	PLACE_PART_ALL_PEOPLE, /* some of the land, all of the people */
	PLACE_PART_AREA,       /* some of the land, no people */
	PLACE_ALL_AREA,        /* all of the land */
	PLACE_DISTRICT_WHOLE,  /* an island district without communes; old_code is the district's */
	PLACE_OUTSIDE,         /* land of a district outside its communes; old_code is the district's */
	PLACE_CHANGE__COUNT
};

struct place_change {
	const char *old_code, *new_code;
	enum place_change_kind kind;
	const char *printed_code; /* the old code as published, where it was a slip; or NULL */
	size_t row;
};

struct place_set {
	struct arena *arena;
	struct place *place; /* by level, code, valid_from */
	size_t n_places, places_room;
	struct place_change *change; /* by old_code, new_code */
	size_t n_changes, changes_room;
	size_t start[PLACE_LEVEL__COUNT + 1];
	struct input_notes notes; /* rows not understood, slips repaired */
};

struct place_set *place_set_new(struct arena *);

/* place_csv.c: the list of communes before the reform, as the statistics office published it: rows of this template. */
extern const struct template place_old_template, place_conversion_template;
void place_read_old(struct place_set *, const struct place_input *, size_t n_rows);

/* place_csv.c: which commune went into which; after place_read_old.  Ends the validity of
 * what the reform ended and adds what it made. */
void place_read_conversion(struct place_set *, const struct place_input *, size_t n_rows);

/* place_tsv.c: our own files in catalog/places. */
enum place_file {
	PLACE_FILE_PROVINCES,
	PLACE_FILE_DISTRICTS,
	PLACE_FILE_COMMUNES,
	PLACE_FILE_CONVERSIONS,
	PLACE_FILE__COUNT
};
extern const char *const place_file_names[PLACE_FILE__COUNT];
MUST_CHECK bool place_read_tsv(struct ctx *, struct place_set *, enum place_file, const char *text);
void place_write_tsv(const struct place_set *, enum place_file, struct buf *); /* of a finished set */

/* After the last file: sort, so that the set can be asked. */
void place_finish(struct place_set *);

/* The place a code named on a date (NULL: the newest); NULL when there was none. */
const struct place *place_find(const struct place_set *, enum place_level, const char *code, const char *date);

/* How many places of a level there were on a date. */
size_t place_count(const struct place_set *, enum place_level, const char *date);

/* All rows of one old commune, of which a person must choose when there is no single answer. */
struct place_candidates {
	const struct place_change *change;
	size_t n;
};

/* The new commune of an old one: when it went there whole, or all its people did; else NULL. */
const char *place_convert(const struct place_set *, const char *old_code, struct place_candidates *ret);

const char *place_change_name(enum place_change_kind); /* "whole", as in conversions.tsv */

/* Internal to this folder. */
struct place *place_add(struct place_set *, struct place);
void place_add_change(struct place_set *, struct place_change);

#endif
