/* import_parts.h - inside domain/import: one import on its way. */
#ifndef IMPORT_PARTS_H
#define IMPORT_PARTS_H

#include "domain/import/import.h"
#include "domain/import/import_map.h"
#include "sheet/template.h"
#include "store/write.h"

enum { SLOTS_MAX = 64 };
#define NOWHERE SIZE_MAX

/* One sheet of the workbook that follows the template. */
struct page {
	const struct match *match;
	size_t *column;       /* by slot: where it stands in the sheet, or NOWHERE */
	size_t n_columns;
	size_t *slot;         /* by column of the sheet, or NOWHERE */
	const char *section;  /* the class named by the latest "LỚP 1A", or NULL */
	bool asked_name;      /* whether the sheet's own name is that of a class */
	bool after_note;      /* totals or signatures: a lone name below is no pupil */
	uint64_t told;        /* slots whose absence was already told */
};

/* A class that exists in the unit and year. */
struct room {
	int64_t id;
	const char *code, *name, *key;
	bool ambiguous;       /* another one has the same key */
};

/* A class as the file names it. */
struct group {
	const char *name, *key;
	size_t first;         /* pupil */
	size_t n_pupils, n_fine;
	struct room *room;    /* NULL: not there */
	const char *grade;    /* of one to be made; NULL: not to be had */
	const char *code;     /* once there */
	bool bad;
};

/* A learner's enrolment of the year. */
struct seat {
	int64_t id, class_id;
	const char *code, *status;
	struct val *value;    /* by slot */
};

/* A learner the unit has. */
struct person {
	int64_t id;
	const char *code, *status, *name, *folded, *birth, *personal_id;
	struct val *value;    /* by slot */
	struct seat *seat;
	size_t next;          /* another with the same name and birth date; index + 1 */
	size_t claimed;       /* by the pupil of this index + 1 */
	bool strongly;        /* by code or identity number */
	bool present;         /* the file speaks of them, rightly or wrongly */
};

enum fate { FATE_OPEN, FATE_CREATED, FATE_ENROLLED, FATE_MOVED, FATE_CHANGED, FATE_UNCHANGED, FATE_REFUSED, FATE__COUNT };

/* One row of the file. */
struct pupil {
	size_t page, row;
	size_t group;         /* NOWHERE: no class */
	struct val *value;    /* by slot */
	uint64_t bad;         /* slots with an error of their own */
	enum fate fate;
	struct person *person;
	const char *folded;   /* name */
	bool contradicts;     /* code, identity number and name are of different people */
	bool learner_changes, seat_changes, status_changes;
};

struct noted {
	struct import_issue issue;
	size_t page, column, order;
};

struct plan {
	struct ctx *c;
	const struct import_options *o;
	struct import_summary *sum;
	const struct sheet_template *sheet;
	const struct record_type *learner, *enrolment, *class;
	size_t *slot_of;      /* by column of the template: the first column with the same id */
	struct {
		size_t class, grade, female, code, status, name, birth, sex, personal_id, status_date;
	} at;                 /* slots, or NOWHERE */
	struct page *page;
	struct pupil *pupil;
	struct group *group;
	struct room *room;
	struct person *person;
	struct noted *noted;
	size_t n_pages, n_pupils, pupils_room, n_groups, groups_room, n_rooms, rooms_room, n_persons, persons_room, n_noted, noted_room;
	struct map groups, rooms, by_code, by_identity, by_name, by_id; /* to index + 1 */
	struct map seen;      /* of the file: codes, identity numbers, name and birth date, to pupil + 1 */
	int64_t next_id;      /* of the unit: the number its next record gets */
};

/* ---- import_read.c, import_value.c ---- */
MUST_CHECK bool import_read(struct plan *, int fd);

/* What a cell holds for a slot.  key NULL: nothing to say; value null: empty, or an error. */
struct taken {
	struct val value;
	const char *key, *message;
	bool warning;
};
struct taker {
	struct plan *plan;
	struct ctx own;       /* its arena is for one row */
	struct map *known;    /* by slot: texts of coded columns met before, to index + 1 */
	struct taken *taken;
	size_t n_taken, taken_room;
};
void taker_open(struct taker *, struct plan *);
void taker_take(struct taker *, size_t slot, const struct cell *, struct taken *ret);

/* ---- import_class.c ---- */
const char *class_name(struct arena *, const char *text); /* without "Lớp" */
const char *class_key(struct arena *, const char *name);  /* what is compared */
const char *class_grade(const struct plan *, const char *key); /* read from the name, or NULL */
size_t class_group(struct plan *, const char *name, size_t pupil);
void class_tell_grade(struct plan *, size_t group, const char *code); /* from a column "Khối"; NULL: empty */
MUST_CHECK bool class_load(struct plan *);
void class_resolve(struct plan *);

/* ---- import_load.c, import_match.c, import_plan.c ---- */
MUST_CHECK bool import_load(struct plan *);
MUST_CHECK bool import_match(struct plan *);
void import_decide(struct plan *);
void import_note_missing(struct plan *);
bool import_is_studying(const struct plan *, const char *status);

/* ---- import_write.c ---- */
MUST_CHECK bool import_write(struct plan *);

/* ---- import_note.c ---- */
/* The value is that of the pupil's cell; an error refuses the row. slot NOWHERE: the whole row. */
void note_error(struct plan *, struct pupil *, size_t slot, const char *value, const char *key, const char *fmt, ...) PRINTF(6, 7);
void note_warning(struct plan *, const struct pupil *, size_t slot, const char *value, const char *key, const char *fmt, ...)
	PRINTF(6, 7);
/* Of a sheet, not of a row. */
void note_page(struct plan *, const struct page *, const char *key, const char *fmt, ...) PRINTF(4, 5);
void note_finish(struct plan *);
const char *note_where(struct plan *, const struct pupil *); /* "dòng 7", with the sheet when there are several */

const char *slot_text(const struct pupil *, size_t slot);     /* NULL when empty or not text */
void *import_grow(struct arena *, void *list, size_t n, size_t *room, size_t size);
bool import_cancelled(struct plan *);                         /* and then it has failed */

#endif
