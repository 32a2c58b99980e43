/* sheets.h - Excel templates: catalog/sheets/NAME.json.
 *
 * A row of a sheet is about one record, its subject (a learner, a member of staff, a room), and may also feed others:
 * the subject's record of the year, and any number more that belong to it, told apart by fixed values
 * (the result of the subject Toán at the end of the year).
 *
 * Several columns may have one id: of those that a file has, the first listed here counts.
 * "own_titles" leaves the field's own titles to another of them. */
#ifndef SHEETS_H
#define SHEETS_H

#include "catalog/catalog.h"

enum { SHEET_MATCH_MAX = 8 };

/* How the text of a cell is repaired before the field's own check. */
enum cell_repair { REPAIR_NONE, REPAIR_IDENTITY };

/* What a row cannot say itself: told by the name of the file, the lines above the header, or a person. */
struct sheet_ask {
	const char *name;                  /* "period" */
	const struct field *field;         /* gives label, type and list */
	const char *otherwise;             /* where nobody tells: a value, "today", or NULL: it must be told */
};

struct sheet_set {
	const struct field *field;
	const char *value;                 /* as text; NULL: asked */
	size_t ask;                        /* index in sheet_template.ask */
	bool key;                          /* tells records of one subject apart */
};

enum sheet_role {
	RECORD_SUBJECT,                    /* always the first */
	RECORD_YEAR,                       /* the subject's record of the school year: enrolment, staff_year */
	RECORD_MORE                        /* at most one for each key, made when the row says something for it */
};

/* One record that a row feeds. */
struct sheet_record {
	const char *name;                  /* as columns call it: "learner", "toan" */
	const struct record_type *type;
	enum sheet_role role;
	const struct field *owner;         /* its reference to the subject; NULL: the subject */
	const struct sheet_set *set;
	size_t n_sets;
};

enum column_use {
	USE_FIELD,                         /* record and field */
	USE_CODE, USE_STATUS,              /* of the record */
	USE_CLASS,                         /* "class": the name of the class */
	USE_GRADE,                         /* "class.grade": of a class that is to be made */
	USE_FEMALE, USE_MALE,              /* "female", "male": marked x */
	USE_MANAGER,                       /* "managed_by": of institutions, the code of the office that manages one */
	USE_DISTRICT_OFFICE,               /* "managed_by.district": tells codes of offices that lost their zeros apart */
	USE_LEVELS,                        /* "levels": digits of the register, "45", from which the group of levels follows */
	USE_ORDINAL,                       /* "ordinal": STT */
	USE_IGNORED                        /* "ignored": known, and of no interest */
};

struct sheet_column {
	const char *id;                    /* "learner.full_name", "class" */
	enum column_use use;
	size_t record;                     /* of USE_FIELD, USE_CODE, USE_STATUS */
	const struct record_type *type;    /* of the record, or class; NULL: none */
	const struct field *field;         /* of USE_FIELD, USE_GRADE */
	const char *const *title;          /* those of the template, then those of the field; ends with NULL; the first is printed */
	bool required;                     /* a sheet without it is not of this template */
	bool identifies;                   /* helps to find the subject, is never written */
	bool general;                      /* such a column stands in any list: it proves no template */
	bool joins;                        /* columns of one id give one text: theirs in the order of the template, this between them */
	const char *between;
	bool spreads;                      /* several values in one cell: for this field and those after it in the record type */
	enum cell_repair repair;
	const struct mapping *codes;       /* numbers in it are codes of another system (catalog/mapping.h); NULL: ours */
	bool lenient;                      /* what cannot be understood is told and left empty; the row goes in */
};

struct sheet_template {
	const char *name, *label, *label_en;
	const char *file;                  /* the name it is known by, "FileMau-KQHT-C1-CN-Khoi12-TT27_2020"; NULL: none */
	const char *levels;                /* "02,03": of schools that use it; NULL: all */
	const char *row;                   /* what people call a row: "học sinh", "phòng" */
	bool creates;                      /* rows may make new subjects; otherwise the subject must be there */
	const struct sheet_record *record;
	const struct field *const *match;  /* fields of the subject that together tell it, after code and unique numbers; ends with NULL */
	const struct sheet_ask *ask;
	const struct sheet_column *column;
	size_t n_records, n_asks, n_columns;
};

/* The first column with the same id: where its value is kept. */
size_t sheet_slot(const struct sheet_template *, size_t column);

#endif
