/* import.h - lists of a school, as schools keep them in Excel, taken in as they are.
 *
 * A row is about one subject, a pupil, a teacher, a room, and may feed more records
 * (catalog/sheets.h): all of a row's records are written, or none.  What a file does
 * not say stays as it was; what it says wrongly is told with sheet, row and column,
 * all at once, and the other rows still go in.  Nobody is ever removed: those of
 * the file's classes who are not in the file are listed.  The same file once more
 * changes nothing, so an import that was cut off is simply repeated.
 *
 * Each file is a batch, which can be taken back while nobody changed its records. */
#ifndef IMPORT_H
#define IMPORT_H

#include <stdatomic.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/map.h"
#include "catalog/sheets.h"
#include "store/unit.h"

/* Of a trial of several files: what those before make, all in the memory of this arena, which outlives them. */
struct import_before {
	struct arena *arena;
	struct map known;
	struct import_made *made;
	size_t n, room;
};

struct import_options {
	const struct sheet_template *sheet; /* NULL: recognised by its titles */
	struct unit unit;                   /* a school; of a register of schools the office that takes it in */
	int school_year;
	bool dry_run;                       /* everything but writing; the same counts and issues, but for what only the store can warn of */
	struct import_before *before;       /* of a trial of several files, the same for all; NULL: of one */
	const char *batch;                  /* its name, for undoing and for going on; NULL: a new one */
	const char *file_name;              /* as the sender called it; may tell period or subject; may be NULL */
	const json_t *asks;                 /* {"period": "CN"}: what rows do not say; may be NULL */
	const json_t *mapping;              /* [{"title", "field"}]: corrections, field "" for a column of no interest; may be NULL */
	const char *class_name;             /* of a list that names no class; may be NULL */
	void (*progress)(void *arg, size_t done, size_t total); /* rows; may be NULL */
	bool (*settle)(struct ctx *, void *arg); /* called last in every transaction that writes, which it may refuse; may be NULL */
	void *arg;
	const atomic_bool *cancel;          /* set by another thread; may be NULL.  What is written stays. */
};

struct import_issue {
	const char *sheet;
	size_t row;                         /* as Excel shows it; 0: the whole file */
	const char *column;                 /* Excel letter, or NULL: the whole row */
	const char *title, *value;          /* as in the file; NULL: none */
	const char *key, *message;          /* message: what is wrong. "Hãy ..." what to do. */
	bool warning;                       /* told, but the row goes in */
	bool of_sheet;                      /* what the whole sheet lacks */
	size_t rows;                        /* a class that is not there keeps all its rows out; 0: this one */
};

/* Issues of one kind: the same key in columns of the same title. */
enum { CAUSE_PLACES_MAX = 20 };
struct import_cause {
	const struct import_issue *first;   /* key, title, warning; its message is a sample */
	size_t count, rows;                 /* issues; rows they are about */
	const struct import_issue *place[CAUSE_PLACES_MAX]; /* the first of them */
	size_t n_places;
};

/* A sheet that was taken in. */
struct import_sheet {
	const char *name;
	size_t title_row;                   /* the lowest, as Excel shows it */
};

struct import_mapping {
	const char *sheet, *column;         /* letter */
	const char *title;                  /* NULL: data without a title */
	const char *field, *label;          /* "learner.full_name"; NULL: not taken in, to be shown */
	const char *instead;                /* letter of the column that is taken for the label; NULL: none */
	bool ignored;                       /* people of the unit said that it is of no interest */
	const char *sample[3];              /* values as they stand there; NULL: no more */
	size_t cells;                       /* how many there are */
};

/* What rows do not say, and how it was found out. */
struct import_answer {
	const char *name, *label, *code, *text; /* "period", "Thời điểm đánh giá", "CN", "Cuối năm học" */
	const char *from;                   /* "given", "mark", "sheet", "file", "default" */
};

struct import_change {
	const char *sheet;
	size_t row;
	const char *code, *name;            /* of the subject; name NULL: it has none */
	const char *field, *label;
	const char *before, *after;         /* for people; before NULL: nothing stood there */
	const char *kind;                   /* what becomes of the row: "moved", "changed", ... */
};

/* A row that makes something, or changes nothing. */
struct import_row {
	const char *sheet;
	size_t row;
	const char *class_name, *name;      /* NULL: the row has none */
	const char *kind;                   /* "created", "enrolled", "unchanged" */
};

struct import_missing {
	const char *class_name, *code, *name; /* class_name NULL: the sheet knows no classes */
};

/* A row that does not go in, and all that is in its way. */
struct import_refused {
	const char *sheet;
	size_t row;
	const char *code, *name;            /* as the file has them; NULL: it does not say */
	const char *why;
};

/* Lists are kept up to these; the counts beside them are always whole. */
enum { IMPORT_ISSUES_MAX = 20000, IMPORT_CHANGES_MAX = 1000, IMPORT_MISSING_MAX = 1000, IMPORT_ROWS_MAX = 1000 }; /* rows: of each kind */

struct import_summary {
	const char *template_name, *template_label;
	bool dry_run;
	int school_year, year_seen;         /* year_seen: of the latest status date, 0: no such date */
	bool year_doubtful;
	const char *batch;                  /* NULL: nothing was written */
	struct import_answer *answer;
	size_t n_answers;
	/* Every row is exactly one of the seven kinds after `rows`. */
	size_t rows;
	size_t created;                     /* the subject, or the first of what the sheet brings for it */
	size_t enrolled;                    /* a known subject, new in this year */
	size_t moved;                       /* to another class, whatever else changed */
	size_t changed, unchanged, refused;
	size_t repeated;                    /* of a trial of several files: a file before makes them, and by then the row changes them at most */
	const char **class_name;            /* of the rows, in the order of the file */
	size_t n_classes;
	size_t classes_created;
	size_t other_grade;                 /* to a class of another grade of the year; each is told */
	size_t missing;                     /* studying in a class of the file, working here, in use: but not in the file */
	size_t errors, warnings;
	struct import_sheet *sheet;
	size_t n_sheets;
	struct import_issue *issue;         /* by sheet, row and column */
	size_t n_issues;
	struct import_refused *refusal;     /* `refused` of them */
	struct import_mapping *mapping;
	size_t n_mappings;
	struct import_change *change;
	size_t n_changes;
	struct import_row *entry;           /* by kind, then as in the file */
	size_t n_entries;
	struct import_missing *missed;
	size_t n_missed;
};

/* False only when nothing could be read or the database failed; rows before that stay written.
 * ERR_INVALID "sheet.no_header", "import.no_rows", "import.unit_kind", "import.class_hidden", "import.ask" (what rows do not say is to be told);
 * ERR_FORBIDDEN "right.missing": the account may not write what the sheet brings; ERR_CONFLICT "import.cancelled".
 * Records that somebody else makes meanwhile are taken into account. */
MUST_CHECK bool import_file(struct ctx *, int fd, const struct import_options *, struct import_summary *ret);

/* The template a file follows, as import_file would find it; failures are the same. */
MUST_CHECK bool import_template(struct ctx *, int fd, const struct import_options *, const struct sheet_template **ret);

void import_put_json(struct buf *, const struct import_summary *);

/* What went wrong, errors first, what concerns most rows first. */
size_t import_causes(struct arena *, const struct import_summary *, struct import_cause **ret);

/* The user's own workbook with its mistakes marked (sheet/annotate.h), and a sheet "Lỗi" with
 * the causes and the whole list.  fd: the file that was imported; corrected, it goes in again. */
MUST_CHECK bool import_write_errors(struct ctx *, int fd, const struct import_summary *, const char *path);

#endif
