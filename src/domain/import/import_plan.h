/* import_plan.h - inside domain/import: one import on its way, from part to part; each part is written by the file that it is named after. */
#ifndef IMPORT_PLAN_H
#define IMPORT_PLAN_H

#include "book/book.h"
#include "domain/import/import_class.h"
#include "domain/import/import_note.h"

struct plan {
	struct ctx *c;
	const struct import_options *o;
	struct import_summary *sum;
	int64_t next_id;      /* of the unit: the number its next record gets */

	/* import_recognise.c: which template, and where in it */
	const struct sheet_template *sheet;
	const struct record_type *class;
	bool by_age;          /* of staff, for nothing but their age */
	struct book_mark mark; /* of a workbook that was written here */
	size_t *slot_of;      /* by column of the template: the first column with the same id */
	struct {
		size_t class, grade, female, male, code, status, name, birth, sex, personal_id, status_date;
		size_t manager, district_office, levels, group, kind, district, province; /* of institutions */
	} at;                 /* slots, or NOWHERE */

	struct file_rows rows;     /* import_read.c */
	struct classes classes;    /* import_class.c */
	struct subjects known;     /* domain/subject; what is asked of the template: import_ask.c */
	struct map offices, named; /* import_unit.c: what is known of codes of offices; offices that manage schools of the file */
	struct map seen;           /* import_match.c: codes, identity numbers, matches of new ones, to entry + 1 */
	struct {
		struct entry_check **checks; /* by record of the template */
		const struct val **school;   /* by record: what rules of entry want of the school */
	} rules;                   /* import_entry.c */
	struct notes notes;        /* import_note.c */
	struct {
		size_t fate[FATE__COUNT], classes;
	} earlier;                 /* import_write.c: what this import wrote before it was cut off */
};

/* ---- the steps, each named after its file ---- */

MUST_CHECK bool import_recognise(struct plan *, int fd);
MUST_CHECK bool import_read(struct plan *, int fd);
/* What rows cannot say: the period, the subject ... from the caller, the lines above the header, the file's name. */
MUST_CHECK bool import_ask(struct plan *);
MUST_CHECK bool import_match(struct plan *);
void import_match_again(struct plan *, struct entry *); /* of a subject not known before */
void import_tell_near(struct plan *); /* import_near.c: of new ones, once all that are known are claimed */
void import_check_year(struct plan *, const char *today);
void import_check(struct plan *, struct entry *);
MUST_CHECK bool import_decide(struct plan *);
void import_decide_again(struct plan *, struct entry *); /* after more was loaded */
void import_note_missing(struct plan *);
/* import_change.c */
const char *import_fate_name(enum fate);
void import_add_change(struct plan *, const struct entry *, const char *field, const char *label, const char *before, const char *after);
void import_forget_changes(struct plan *, const struct entry *);
void import_change_class_from(struct plan *, const struct entry *, const char *was); /* the row moves it, and from where */
/* import_before.c: of a trial of several files, what those before make */
void import_take_before(struct plan *);
bool import_is_made_before(const struct plan *, const struct entry *); /* its subject, or the year of one that is known */
bool import_code_is_made_before(const struct plan *, const char *code);
bool import_is_in_year_before(const struct plan *, const struct entry *);
bool import_class_is_made_before(const struct plan *, const struct group *);
void import_list_rows(struct plan *); /* at the end */
/* Somebody made records of the held unit: they are loaded, and the rows from an entry on are decided again. */
MUST_CHECK bool import_renew(struct plan *, size_t from, int64_t next_id);
MUST_CHECK bool import_write(struct plan *);
bool import_cancelled(struct plan *); /* and then it has failed */

/* ---- slots ---- */

bool slot_is_of(const struct plan *, size_t slot, size_t record); /* a field of this record that rows write */
size_t import_slot(const struct plan *, size_t record, const struct field *); /* NOWHERE: no column for it */
bool import_has_column(const struct plan *, const struct entry *, size_t slot); /* its sheet has */
bool import_has_left(const struct plan *, const struct entry *); /* its subject is another unit's, or another record, and the row does not say so */

/* Of one record of the row; held: what it is now, NULL: it is new. */
void import_check_required(struct plan *, struct entry *, size_t record, const struct held *held);

/* ---- import_entry.c: the rules of entry, as the store will hold the row to them ---- */

MUST_CHECK bool import_entry_load(struct plan *);
/* Of one record of the row, once it is known what changes; held: what it is now, NULL: it is new. */
void import_check_entry(struct plan *, struct entry *, size_t record, const struct held *held);
void import_tell(struct plan *, struct entry *, size_t record, const struct problems *, bool warnings); /* each at its cell: the warnings, or the errors */
MUST_CHECK bool import_check_namesakes(struct plan *, size_t from); /* once it is decided what becomes of the entries from this one on */

/* ---- import_unit.c: institutions, which are units themselves ---- */

MUST_CHECK bool import_units_take(struct plan *); /* what follows from the cells of each row */
MUST_CHECK bool import_units_check(struct plan *); /* once it is known which are there */
MUST_CHECK bool import_next_unit(struct ctx *, int64_t *ret); /* the number that the next unit gets */
MUST_CHECK bool import_units_hold(struct ctx *, const struct plan *, struct entry *const *, size_t n);

/* ---- import_value.c: what a cell holds for a slot ---- */

/* key NULL: nothing to say; value null: empty, or an error. */
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

/* ---- import_same.c: columns that tell the same thing ---- */

size_t import_same_target(const struct match_column *); /* the column of the template that a title names, whether it is taken for it or not */
void import_same_find(struct plan *, struct page *); /* once it is known which count */
void import_same_forget(struct page *, size_t column); /* it goes with its neighbour */
const struct passed *import_same_at(const struct page *, size_t column); /* NULL: it counts, or nobody knows it */
void import_same_compare(struct taker *, struct page *, const struct entry *, const struct table_row *);
void import_same_tell(struct plan *);
void import_same_count_beside(struct arena *, const struct plan *, struct page *, const struct table_row *); /* people of a second list, right of the first */

/* ---- import_title.c ---- */

/* The first `n` that may be meant, with their titles. */
MUST_CHECK bool import_read_templates(struct plan *, const struct sheet_template *const *, size_t n, const struct template **all);
bool import_takes_pupils(const struct sheet_template *);
int import_birth_year(const struct plan *, const struct match *); /* of the middle one of its people; 0: nobody knows */

/* ---- import_column.c ---- */

/* Of several columns for one thing, the one the template names first is taken. */
void import_place_columns(struct plan *, struct page *, const struct match *);
void import_widen_name(struct plan *, struct page *); /* over a column of given names without a title */
void import_tell_beside(struct plan *, const struct page *); /* of other names, once rows are read: where theirs may go on without a title */
void import_add_mapping(struct plan *, struct page *, size_t *room);
void import_tell_missing(struct plan *, const struct page *);

/* ---- import_left.c: sheets that are not taken ---- */

struct left {
	struct sheet_left *sheet;
	size_t n;
	const char **young;   /* names of those whose people are too young for the template */
	size_t n_young;
};
/* What follows another template, or is of others than the template, is none of the matches any more. */
MUST_CHECK bool import_left_find(struct plan *, struct matches *, struct left *ret);
void import_left_tell(struct plan *, const struct matches *, const struct left *);

/* ---- import_merged.c: what stands under a title over several columns ---- */

struct cell import_whole_cell(struct arena *, const struct plan *, const struct page *, const struct table_row *, size_t column);
bool import_is_no_word(const struct cell *);
void import_keep_left(struct plan *, struct page *, const struct table_row *); /* cells that are no part of it */
void import_tell_left(struct plan *);
void import_tell_half(struct plan *, const struct page *, const struct entry *, const struct table_row *);
void import_take_sex_of_day(struct plan *, const struct page *, struct entry *, const struct table_row *);

/* ---- import_row.c: which rows are somebody ---- */

bool import_has_names(const struct plan *, size_t slot);
/* As sheet_row_kind, but whoever has a name and something else that is known is ROW_DATA, and a lone name below notes is not. */
enum row_kind import_row_kind(struct taker *, struct page *, const struct table_row *, const char **ret_section);
void import_row_settle(struct plan *, struct page *, const char *class_name); /* a heading that is doubtful, by the row below; class_name: as the row says; NULL: it does not */
void import_row_tell_passed(struct plan *);
void import_row_keep_beyond(struct plan *, struct page *, const struct table_row *);
void import_row_tell_beyond(struct plan *);

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

#endif
