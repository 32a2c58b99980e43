/* import_parts.h - inside domain/import: one import on its way. */
#ifndef IMPORT_PARTS_H
#define IMPORT_PARTS_H

#include "domain/import/import.h"
#include "domain/import/import_map.h"
#include "book/book.h"
#include "sheet/template.h"
#include "store/write.h"

enum { SLOTS_MAX = 128, RECORDS_MAX = 32 };
#define NOWHERE SIZE_MAX

/* A set of slots. */
struct slots {
	uint64_t bit[SLOTS_MAX / 64];
};

/* One sheet of the workbook that follows the template. */
struct page {
	const struct match *match;
	size_t *column;       /* by slot: where it stands in the sheet, or NOWHERE */
	size_t n_columns;
	size_t *slot;         /* by column of the sheet, or NOWHERE */
	size_t *target;       /* by column of the sheet: the column of the template, or NOWHERE */
	size_t *mapping;      /* by column of the sheet: its entry in the summary, or NOWHERE */
	size_t note;          /* our own column "Lỗi" of an earlier time, or NOWHERE */
	const char *section;  /* the class named by the latest "LỚP 1A", or NULL */
	bool asked_name;      /* whether the sheet's own name is that of a class */
	bool after_note;      /* totals or signatures: a lone name below is nobody */
	struct slots converted; /* slots whose old encoding was told */
	struct slots told;    /* slots whose absence was already told */
};

/* A class that exists in the unit and year. */
struct room {
	int64_t id;
	const char *code, *name, *key, *grade;
	bool combined;
	bool ambiguous;       /* another one has the same key */
};

/* A class as the file names it. */
struct group {
	const char *name, *key;
	size_t first;         /* entry */
	size_t n_entries, n_fine;
	struct room *room;    /* NULL: not there */
	const char *grade;    /* of one to be made; NULL: not to be had */
	const char *untaught; /* the name of a grade that a column gives it and the school does not teach */
	int64_t id;           /* once there; 0 before */
	const char *code;
	bool bad, told;
};

/* A record the unit has. */
struct held {
	int64_t id, class_id; /* class_id: of an enrolment */
	const char *code, *status;
	struct val *value;    /* see import_held */
};

/* Somebody or something the unit has, and what belongs to it. */
struct subject {
	struct held own;
	const char *name, *folded, *birth, *personal_id; /* NULL: the type has none */
	struct held **held;   /* by record of the template, NULL: not there; [0] is own */
	const char *match;    /* the fields that tell it, as one text; NULL: not complete */
	size_t next;          /* another with the same match; index + 1 */
	size_t claimed;       /* by the entry of this index + 1 */
	bool strongly;        /* by code or identity number */
	bool present;         /* the file speaks of them, rightly or wrongly */
	bool doubted;         /* the file gives their code to somebody else */
	bool has_moet;        /* the Ministry's code is bound */
	bool renewed;         /* somebody made something of theirs after the rows were compared */
};

enum fate { FATE_OPEN, FATE_CREATED, FATE_ENROLLED, FATE_MOVED, FATE_CHANGED, FATE_UNCHANGED, FATE_REFUSED, FATE__COUNT };

/* One row of the file. */
struct entry {
	size_t page, row;
	size_t group;         /* NOWHERE: no class */
	struct val *value;    /* by slot */
	struct slots bad;     /* slots with an error of their own */
	enum fate fate;
	struct subject *subject;
	const char *folded;   /* name */
	const char *match;    /* the fields that tell the subject, as one text; NULL: not complete */
	bool contradicts;     /* code, identity number and name are of different people */
	const char *binds;    /* a code of the file that becomes one of the subject's; NULL: none */
	uint32_t writes;      /* a bit for each record of the template */
	bool status_changes;
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
	const struct record_type *type, *year_type, *class; /* of the subject; of its record of the year, or NULL */
	struct book_mark mark; /* of a workbook that was written here */
	struct val *asked;    /* by ask of the template */
	size_t *place, *n_kept; /* by slot: where its record keeps it; by record: how many it keeps */
	size_t *slot_of;      /* by column of the template: the first column with the same id */
	struct {
		size_t class, grade, female, code, status, name, birth, sex, personal_id, status_date;
	} at;                 /* slots, or NOWHERE */
	struct page *page;
	struct entry *entry;
	struct group *group;
	struct room *room;
	struct subject *subject;
	struct noted *noted;
	size_t n_pages, n_entries, entries_room, n_groups, groups_room, n_rooms, rooms_room, n_subjects, subjects_room, n_noted, noted_room;
	struct map groups, rooms, by_code, by_number, by_match, by_id; /* to index + 1 */
	struct entry_check **checks; /* by record of the template */
	const struct val **school; /* by record: what rules of entry want of the school */
	struct map seen;      /* of the file: codes, identity numbers, matches, to entry + 1 */
	struct buf words;     /* lines above the headers */
	int64_t next_id;      /* of the unit: the number its next record gets */
	int64_t since;        /* what has this number or a higher one is loaded */
	struct map told;      /* places and keys of issues: another of the same is not told once rows are written or decided again */
	bool writes;
	size_t earlier[FATE__COUNT], earlier_classes; /* what this import wrote before it was cut off */
};

/* ---- import_recognise.c, import_read.c, import_value.c ---- */
MUST_CHECK bool import_recognise(struct plan *, int fd);
MUST_CHECK bool import_read(struct plan *, int fd);
/* What rows cannot say: the period, the subject ... from the caller, the lines above the header, the file's name. */
MUST_CHECK bool import_ask(struct plan *);

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
bool import_is_temporary(const char *code); /* "TAM-...": not yet the Ministry's */
void taker_take(struct taker *, size_t slot, const struct cell *, struct taken *ret);

/* ---- import_place.c ---- */
struct places;
struct places *import_places(struct plan *);
bool import_is_place(const struct plan *, size_t slot);
void import_take_places(struct plan *, struct places *, struct entry *); /* names of the row become codes, or errors */

/* ---- import_mapping.c: what people of the unit said of titles ---- */
struct remembered {
	const char *title, *key, *id; /* id: of the column; NULL: of no interest */
};
MUST_CHECK bool mapping_load(struct ctx *, const struct unit *, const struct sheet_template *, const struct import_options *,
                             struct remembered **ret, size_t *ret_n);
MUST_CHECK bool mapping_keep(struct ctx *, const struct unit *, const struct sheet_template *, const json_t *mapping);

/* ---- import_class.c ---- */
const char *class_name(struct arena *, const char *text); /* without "Lớp" */
const char *class_key(struct arena *, const char *name);  /* what is compared */
const char *class_grade(const struct plan *, const char *key); /* read from the name, or NULL */
size_t class_group(struct plan *, const char *name, size_t entry);
void class_tell_grade(struct plan *, size_t group, const char *code); /* from a column "Khối"; NULL: empty */
const char *class_grade_name(const struct plan *, const char *grade);
bool import_is_taught(const struct plan *, const struct list_item *); /* at a level of the school */
MUST_CHECK bool class_load(struct plan *);
void class_resolve(struct plan *);
bool class_is_needed(const struct plan *, const struct group *); /* the import will make it */
void class_find_again(struct plan *);

/* ---- import_load.c, import_match.c, import_check.c, import_year.c, import_plan.c ---- */
MUST_CHECK bool import_load(struct plan *);
/* What tells a record apart, or fills it: fixed, or asked.  In the arena of c. */
MUST_CHECK bool import_set_value(const struct plan *, struct ctx *, const struct sheet_set *, struct val *ret);
const struct val *import_held(const struct plan *, const struct held *, size_t slot); /* of a slot of its record */
const char *import_match_text(struct arena *, const struct sheet_template *, const struct val *value); /* by field of match; NULL: not complete */
bool import_same_letters(struct arena *, const char *name, const char *other); /* capitals and apostrophes aside */
MUST_CHECK bool import_match(struct plan *);
void import_match_again(struct plan *, struct entry *); /* of a subject not known before */
bool import_has_left(const struct plan *, const struct entry *); /* its subject is another unit's, or another record, and the row does not say so */
void import_check(struct plan *, struct entry *);
/* Of one record of the row; held: what it is now, NULL: it is new. */
void import_check_required(struct plan *, struct entry *, size_t record, const struct held *held);
/* ---- import_entry.c: the rules of entry, as the store will hold the row to them ---- */
MUST_CHECK bool import_entry_load(struct plan *);
/* Of one record of the row, once it is known what changes; held: what it is now, NULL: it is new. */
void import_check_entry(struct plan *, struct entry *, size_t record, const struct held *held);
void import_tell(struct plan *, struct entry *, size_t record, const struct problems *, bool warnings); /* each at its cell: the warnings, or the errors */
MUST_CHECK bool import_check_namesakes(struct plan *, size_t from); /* once it is decided what becomes of the entries from this one on */

void import_check_year(struct plan *, const char *today);
MUST_CHECK bool import_decide(struct plan *);
void import_decide_again(struct plan *, struct entry *); /* after more was loaded */
void import_note_missing(struct plan *);
bool import_is_present(const struct plan *, const struct subject *); /* studying, working, in use */
bool import_was_here(const struct plan *, const struct subject *);   /* has a record of the year that counts */
bool import_is_undone(const struct record_type *, const struct held *);

/* ---- import_school.c: all of it, from a recognised file ---- */
MUST_CHECK bool import_schools(struct plan *, int fd);

/* ---- import_renew.c ---- */
/* Somebody made records of the held unit: they are loaded, and the rows from an entry on are decided again. */
MUST_CHECK bool import_renew(struct plan *, size_t from, int64_t next_id);

/* ---- import_write.c ---- */
MUST_CHECK bool import_write(struct plan *);

/* ---- import_note.c ---- */
/* The value is that of the entry's cell; an error refuses the row. slot NOWHERE: the whole row. */
void note_error(struct plan *, struct entry *, size_t slot, const char *value, const char *key, const char *fmt, ...) PRINTF(6, 7);
void note_warning(struct plan *, const struct entry *, size_t slot, const char *value, const char *key, const char *fmt, ...)
	PRINTF(6, 7);
/* Of a sheet, not of a row. */
void note_page(struct plan *, const struct page *, const char *key, const char *fmt, ...) PRINTF(4, 5);
void note_page_warning(struct plan *, const struct page *, const char *key, const char *fmt, ...) PRINTF(4, 5);
void note_rows(struct plan *, size_t n); /* the latest is about so many rows */
void note_take_back(struct plan *, const struct entry *, const char *key); /* what was said of a row is no longer so */
void note_finish(struct plan *);
const char *note_where(struct plan *, const struct entry *); /* "dòng 7", with the sheet when there are several */

bool slots_have(const struct slots *, size_t slot);
void slots_add(struct slots *, size_t slot);
bool slot_is_kept(const struct plan *, size_t slot, size_t record); /* a field of this record */
bool slot_is_of(const struct plan *, size_t slot, size_t record); /* a field of this record that rows write */
const char *slot_text(const struct entry *, size_t slot);     /* NULL when empty or not text */
size_t import_slot(const struct plan *, size_t record, const struct field *); /* NOWHERE: no column for it */
void *import_grow(struct arena *, void *list, size_t n, size_t *room, size_t size);
bool import_cancelled(struct plan *);                         /* and then it has failed */

#endif
