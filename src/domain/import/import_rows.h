/* import_rows.h - inside domain/import: what stands in the file, read once. */
#ifndef IMPORT_ROWS_H
#define IMPORT_ROWS_H

#include "base/buf.h"
#include "domain/subject/subject.h"
#include "sheet/template.h"

enum { SLOTS_MAX = 128, RECORDS_MAX = 32, NO_PLACE = UINT8_MAX };

struct plan;

/* A set of slots. */
struct slots {
	uint64_t bit[SLOTS_MAX / 64];
};

/* A column that is known, and is not taken in: another one counts. */
struct passed {
	size_t column, target; /* of the sheet; of the template */
	size_t counts;         /* the column of the sheet that does */
	bool restates;         /* marks beside "Giới tính", parts of a name beside the whole one */
	size_t differs, first; /* in how many rows it says something else than the one that counts, and the first of them */
};

/* Cells under a title over several columns that are no part of what is taken. */
struct left_cells {
	size_t n, row;        /* how many, and where the first stands */
	const char *first;    /* what it says */
};

/* One sheet of the workbook that follows the template. */
struct page {
	const struct match *match;
	size_t *column;       /* by slot: where it stands in the sheet, or NOWHERE */
	size_t n_columns;
	size_t *slot;         /* by column of the sheet, or NOWHERE */
	size_t *target;       /* by column of the sheet: the column of the template, or NOWHERE */
	const char **legacy;  /* by column of the sheet: what its texts are read in (struct match_column); as long as nothing speaks against it */
	uint8_t *place;       /* by slot, of the values of its entries */
	size_t n_places;
	size_t *mapping;      /* by column of the sheet: its entry in the summary, or NOWHERE */
	size_t note;          /* our own column "Lỗi" of an earlier time, or NOWHERE */
	const char *section;  /* the class named by the latest "LỚP 1A", or NULL */
	struct {
		size_t row, column; /* row 0: there is none */
		const char *text, *before; /* the class before it */
	} doubtful;           /* a heading of a class that may be somebody's name, until the next row is known */
	bool names_classes;   /* a row named its class itself */
	bool asked_name;      /* whether the sheet's own name is that of a class */
	bool after_note;      /* totals or signatures: a lone name below is nobody */
	bool after_signature; /* it is whoever signed */
	size_t n_over;        /* rows that are passed over and may be somebody */
	const char *over;     /* the first of them, "7, 9" */
	size_t n_beyond;      /* rows with something right of the columns that are kept */
	const char *beyond;   /* the first of these, "XFD7, XFD9" */
	size_t sexed, marked; /* of rows whose sex one column of marks tells: how many, and how many are marked */
	struct slots converted; /* slots whose old encoding was told */
	struct slots told;    /* slots whose absence was already told */
	struct left_cells *left; /* by column of the sheet */
	struct passed *passed;
	size_t n_passed;
	size_t beside;        /* where a second list begins, right of the first, or NOWHERE */
	size_t beside_name, n_beside; /* its column of names, and how many people stand there */
	const char *lacks;    /* what is told of the whole sheet, once a row wants it */
};

enum fate { FATE_OPEN, FATE_CREATED, FATE_ENROLLED, FATE_MOVED, FATE_CHANGED, FATE_UNCHANGED, FATE_REFUSED, FATE_REPEATED, FATE__COUNT };

/* One row of the file. */
struct entry {
	size_t page, row;
	size_t group;         /* NOWHERE: no class */
	const uint8_t *place; /* by slot: where its value is, or NO_PLACE */
	struct val *value;
	struct slots bad;     /* slots with an error of their own */
	struct slots unclear; /* slots left empty, for nobody understands what stands there */
	enum fate fate;
	struct subject *subject;
	const char *folded;   /* name */
	const char *match;    /* the fields that tell the subject, as one text; NULL: not complete */
	bool contradicts;     /* code, identity number and name are of different people */
	const char *binds;    /* a code of the file that becomes one of the subject's; NULL: none */
	uint32_t writes;      /* a bit for each record of the template */
	bool status_changes;
};

struct file_rows {
	struct page *page;
	struct entry *entry;
	size_t n_pages, n_entries, entries_room;
	struct buf words;     /* lines above the headers */
};

bool slots_have(const struct slots *, size_t slot);
void slots_add(struct slots *, size_t slot);
const char *slot_text(const struct entry *, size_t slot); /* NULL when empty or not text */

/* A file fills few of the slots of its template: an entry has room for those, and for another when it is set. */
const struct val *slot_value(const struct entry *, size_t slot);
void slot_set(struct plan *, struct entry *, size_t slot, struct val);

#endif
