/* catalog.h - the model of this installation, read once from catalog/ at start.
 *
 * Immutable afterwards: any thread may read it, nobody locks it.  Everything
 * that depends on what a record looks like - tables, checks, Excel, API,
 * OpenAPI, forms - walks these structs; no record type is named in C, except
 * where the law gives it behaviour of its own. */
#ifndef CATALOG_H
#define CATALOG_H

#include <jansson.h>

#include "base/buf.h"
#include "base/ctx.h"
#include "base/val.h"

/* What a field of type "file" can ask for at most, in bytes. */
enum { FILE_MAX = 1024 * 1024 };

/* ---- code lists: catalog/lists/NAME.tsv ---- */

struct list_item {
	const char *code, *name, *name_en;
	const char *valid_from, *valid_to; /* dates, NULL: always; valid_to is the first day it no longer is */
	const char *levels;                /* "02,03", NULL: not said */
	const char *parent;                /* of a place: the code of the level above */
	const char *next, *ends;           /* of a grade: the code a year later, the level completed with it; NULL: none */
	const char *const *alias;          /* ends with NULL */
	const char *const *folded;         /* name and aliases as text_fold gives them; ends with NULL */
};

struct list {
	const char *name, *label, *label_en, *official;
	const struct list_item *item; /* by code, then valid_from */
	bool dated;                   /* some item begins or ends */
	size_t n_items;
};

/* The item of a code, valid on a date (NULL: the newest); NULL when there is none. */
const struct list_item *list_find(const struct list *, const char *code, const char *date);
const struct list_item *list_find_number(struct arena *, const struct list *, const char *text); /* "1" typed for "01" */
/* Whether a code means anything on some day from `from` up to and without `to`. */
bool list_means(const struct list *, const char *code, const char *from, const char *to);
/* By name or alias, marks and case ignored; NULL when there is none or more than one. */
const struct list_item *list_find_name(const struct list *, const char *folded_name);
bool list_item_has_level(const struct list_item *, const char *level);
/* Provinces, districts, communes: from files of their own, thousands, by date. */
bool list_is_place(const struct list *);

/* ---- record types: catalog/records/NAME.json ---- */

enum column_type { COLUMN_INTEGER, COLUMN_TEXT, COLUMN_BOOLEAN, COLUMN_DATE, COLUMN_BLOB, COLUMN__COUNT };
enum sensitivity { CLASS_OPEN, CLASS_PERSONAL, CLASS_SENSITIVE, CLASS_SECRET, CLASS__COUNT };
extern const char *const class_names[CLASS__COUNT]; /* "open" ... */
enum masked { MASKED_NOT, MASKED_BUT_END, MASKED_WHOLLY };

struct record_type;
struct expr;
struct expr_refs;

struct field {
	const char *name, *label, *label_en;
	const char *column;              /* in its table; "x_id" for a reference x */
	const struct field_type *type;
	size_t index;                    /* in record_type.field */
	bool required, identity, search, unique; /* unique: among what ever was in its unit */
	bool carried;                      /* goes along to the same person's record of another year or school */
	unsigned in_older, required_in_older; /* a bit for each of catalog.older: was there, was required */
	bool computed;                   /* by the system: senders cannot set it */
	bool indexed;                    /* "index": found across all units, a searched field by its folded text */
	const struct expr *required_when;
	const struct expr_refs *when_refs;
	const char *required_when_text;
	int64_t min, max;                /* text: characters; numbers: value (decimals scaled) */
	bool has_min, has_max;
	int scale;                       /* decimal: digits after the point */
	const char *pattern;             /* text: "digits", "phone", "email", "name" (catalog/pattern.h) or NULL */
	const struct list *list;         /* code */
	const char *media;               /* file: which kinds it takes, "image" (catalog/media.h); max is in bytes */
	const char *to_name;
	const struct record_type *to;    /* reference: the target, of the same unit */
	const char *moet, *moet_object;  /* official exchange name, "MaXa", and the object it is of, "LstHocSinh" */
	const char *const *title;        /* column titles it goes by in Excel; ends with NULL */
	enum sensitivity sensitivity;
	enum masked masked;              /* in lists, to whoever has not said what for */
	const char *why, *since, *until;
	const char *expected;            /* asked for by checks and completeness, not at entry: why so; NULL: not asked for */
	const char *expected_when;       /* only while this holds of the record's own fields; NULL: whenever it is shown */
	const char *blank;               /* required by the Ministry, and what an empty one stands for, so that nobody is asked; NULL: it is a gap */
	const struct expr *due_when;     /* of required_when, expected_when or show_when: while this holds an empty one is a gap; NULL: always */
	const struct expr_refs *due_refs;
	bool wide;                       /* on a form: over its whole width */
	const char *show_when;           /* on a form: only while this holds of the record's own fields; NULL: always */
};

/* One row per type in field_types.c; a new type is a new row and its test. */
struct field_type {
	const char *name;
	enum column_type column;
	/* Text as people and programs write it to the stored value; adds a problem when it cannot. */
	bool (*parse)(struct ctx *, const struct field *, const char *text, struct val *ret, struct problems *);
	void (*put_json)(struct buf *, const char *name, const struct field *, const struct val *); /* never null */
	void (*schema)(const struct field *, json_t *into);
};
const struct field_type *field_type_find(const char *name);

/* How a record of the type gets the code it keeps for life. */
struct only_one;
enum code_scheme {
	CODE_GIVEN,  /* by the managing office, kept as given: institutions */
	CODE_PERSON, /* ten digits from the province's block: learners and staff alike */
	CODE_UNIT,   /* the unit's code, one or two letters and the record's number in the unit */
};

/* An official name that has no field of its own, and what answers it. */
struct answer {
	const char *object, *moet, *by;    /* by: a sentence for people */
};

struct record_type {
	const char *name, *plural, *label, *label_en, *table;
	const char *moet;                  /* the official object most of its names are of; NULL: none */
	const char *module;                /* group of T42, for rights: "network", "classes", "learners" ... */
	enum code_scheme code_scheme;
	char code_letters[3];              /* "L", "LT"; empty when the code is not of the unit */
	bool is_unit, year_bound, once_a_year; /* once_a_year: one per unit and school year */
	bool by_operation;                 /* comes about through operations only, never through a plain write */
	const struct field *field;
	size_t n_fields;
	const struct answer *answer;
	size_t n_answers;
	const struct field *name_field;    /* shown, searched and sorted by; NULL: by code */
	bool by_given_name;
	const struct field *given_name_field; /* where the name's last word is not the given name; may be NULL */
	const struct field *const *namesake; /* with the name and the school year, what makes two of a unit look like one entered twice; ends with
	                                        NULL; NULL: nothing does */
	const struct field *const *const *doubles; /* sets of fields of which any, with the school year, does the same; its first is a reference or the
	                                        name; sets and list end with NULL; NULL: there is none */
	const struct list *statuses;
	const char *initial_status;
	const char *moved_status, *merged_status; /* of a record that went to another unit, or into another record */
	const char *mistaken_status;       /* set by hand where nothing should have been entered; NULL: there is none */
	const char *undone_status;         /* of what an operation made and took back; NULL: it makes none of the type */
	const char *const *status_by_hand; /* those a person may set; ends with NULL; NULL: all */
	const struct only_one *only_one;   /* what one record of a unit may have at a time, beyond single fields */
	size_t n_only_one;
	const struct entry_set *entry;     /* rules that hold when a record is written (catalog/entry.h); NULL: none */
	const struct screen *screen;       /* how it is shown (catalog/screen.h) */
};

/* No two records of a unit with these columns alike, among those whose status is one of some. */
struct only_one {
	const char *columns;               /* "learner_id, school_year" */
	const char *statuses;              /* "01, 02"; NULL: those that catalog/life/ calls present */
};

const struct field *field_find(const struct record_type *, const char *name);

static inline bool field_is_digits(const struct field *f)
{
	return f->pattern != NULL && streq(f->pattern, "digits");
}

/* A status that says that the record never was: undone, or entered by mistake. */
bool record_never_was(const struct record_type *, const char *status);
const char *record_ever_was_in(struct arena *, const struct record_type *); /* "01, 02": all others, as an index has them */

/* Statuses of records that are no longer anybody's here: undone, entered by mistake, moved away, merged into another. */
enum { GONE_STATUSES = 4 };
size_t record_gone_statuses(const struct record_type *, const char *ret[GONE_STATUSES]);
bool record_is_gone(const struct record_type *, const char *status);

/* JSON value to stored value; null gives VAL_NULL.  References stay text (a code). */
bool field_from_json(struct ctx *, const struct field *, const json_t *, struct val *ret, struct problems *);
bool field_from_text(struct ctx *, const struct field *, const char *text, struct val *ret, struct problems *);
/* A bound of the field as people write it: a decimal is kept without its point, 300 of height_cm is 30. */
const char *field_limit(struct arena *, const struct field *, int64_t bound);
/* Stored value (a reference: its code) as JSON, null included. */
void field_put_json(struct buf *, const char *name, const struct field *, const struct val *);
/* Required fields (also by condition) that are null; adds a problem for each. */
void record_check_required(struct ctx *, const struct record_type *, const struct val *value, struct problems *);

/* Codes that mean nothing in the school year (year-bound) or today: adds "field.code_date" for each,
 * a warning for places, which old papers still name.  only: which fields to look at, NULL: all. */
void record_check_dates(struct ctx *, const struct record_type *, const struct val *value, const bool *only, int school_year, struct problems *);

/* ---- tables: of the record types and of catalog/system/NAME.json ---- */

struct column {
	const char *name;
	enum column_type type;
	bool not_null;
};

struct index {
	const char *name, *columns; /* "unit_id, code" */
	bool unique;
	bool words;                 /* finds every word of the one column, of which blanks are between (store/search.h) */
	const char *where, *in;     /* only the rows whose column `where` is one of these: "state", "open, asked"; NULL: all */
};

/* Where the rows of a table are in a database of several servers (catalog/system/README.md). */
enum spread { SPREAD_UNIT, SPREAD_COLUMN, SPREAD_EVERYWHERE, SPREAD_HERE };

/* Another text of the policy is another name: it is made anew where it is missing. */
#define FENCE_POLICY "khue_units"
#define FENCE_SETTING "khue.hidden"

struct sql_table {
	const char *name, *key;     /* "unit_id, id" */
	enum spread spread;
	const char *spread_by;      /* the column that says on which server a row is; NULL: none does */
	const char *fenced;         /* "unit_id, to_unit_id": PostgreSQL itself keeps a row from all but who may see one of these units (store/fence.h); NULL: nobody */
	const struct column *column;
	const struct index *index;
	size_t n_columns, n_indexes;
};

void sql_table_create(struct buf *, const struct sql_table *, enum engine);
void sql_table_fence(struct buf *, const struct sql_table *); /* of a fenced one, on PostgreSQL: its policy */
void index_condition(struct buf *, const struct index *); /* state IN ('open', 'asked') */
bool sql_table_has_index(const struct sql_table *, const struct index *);
json_t *sql_tables_to_json(const struct sql_table *, size_t n);
bool sql_tables_from_json(struct ctx *, const json_t *, const struct sql_table **ret, size_t *ret_n);
/* SQL that turns the tables of `old` into those of `new`.  Nothing stored is ever
 * lost: a table or column that vanished or changed its type or became required
 * is ERR_CONFLICT "migrate.refused" with one problem for each. */
MUST_CHECK bool sql_tables_diff(struct ctx *, const struct sql_table *old, size_t n_old, const struct sql_table *new, size_t n_new,
                            enum engine, struct buf *ret_sql);

/* ---- roles: catalog/rights.json ---- */

struct right {
	const char *module, *actions; /* "learners" or "*"; " read write " */
};

struct field_class {
	const char *module;         /* "health"; "*": those that are not named */
	enum sensitivity most;      /* fields up to this class are shown */
};

struct role {
	const char *name, *label, *label_en;
	bool admin;                 /* an administration account: issues accounts, does not touch records */
	bool leads;                 /* the unit: who keeps its accounts may not take such a one over */
	bool machine;               /* of programs: the most that a client of such a unit may hold; nobody signs in with it */
	const char *scopes;         /* " learners:read changes:read ": of one client, which of that it holds; NULL: all */
	const char *unit_kinds;     /* " a b ": kinds of units where it may be held */
	const char *taught;         /* " class learner ": held by a member of staff, for the classes they lead; these types also where they
	                               only teach, open fields and names.  NULL: for the whole unit */
	const struct role *whole;   /* of an account of sections: the role that was narrowed; NULL: this is the whole one */
	const struct right *right;
	const struct field_class *field_class; /* "fields"; a module that none is said of: open fields only */
	size_t n_rights, n_field_classes;
};

/* A professional section of an office or a school: to what an account of one is narrowed. */
struct section {
	const char *name, *label, *label_en;
	const char *modules; /* " staff report " */
};
const struct section *section_find(const struct catalog *, const char *name, size_t len);

/* The role with the rights of these sections only ("finance,personnel"; names that are not known open nothing); NULL: the role itself. */
const struct role *role_in_sections(struct arena *, const struct catalog *, const struct role *, const char *sections);
bool role_leaves_out(const struct role *, const struct record_type *); /* by sections: the whole role reads it */
bool role_has_sections(const struct role *); /* whoever administers, leads, teaches or is a program has none */

bool role_may(const struct role *, const char *module, const char *action);
bool role_is_of_kind(const struct role *, const char *unit_kind);
bool role_decides(const struct role *); /* sends reports, accepts them or lets files out: for the unit, not for itself */
bool role_reaches_far(const struct role *); /* lets data out, keeps accounts, accepts reports or sees a whole school or more */
bool role_may_type(const struct role *, const struct record_type *, const char *action);

bool role_sees_where_taught(const struct role *, const struct record_type *); /* taught */

/* "learners:read"; who may write may read. */
bool role_has_scope(const struct role *, const char *object, const char *action);
enum sensitivity role_field_class(const struct role *, const char *module);

/* What every role may read that may do this, and no more: for figures that are the same for all of them.  NULL: no role may. */
const struct role *role_common(struct arena *, const struct catalog *, const char *module, const char *action);

/* ---- published versions (T42 đ14): catalog/version.json, catalog/versions/N.json ---- */

struct catalog_version {
	int number;
	const char *published, *path; /* path: of the dictionary as it was published */
};

/* ---- the whole ---- */

struct form;           /* catalog/form.h */
struct mapping;        /* catalog/mapping.h */
struct sheet_template; /* catalog/sheets.h */
struct life;           /* catalog/life.h */
struct calendar_line;  /* catalog/calendar.h */
struct period_kind;    /* catalog/period.h */
struct growth;         /* catalog/growth.h */
struct menu_group;     /* catalog/menu.h */
struct unit_kind;      /* catalog/unit_kind.h */
struct rule_set;       /* catalog/rules.h */
struct rule;
struct checklist;

struct catalog {
	const char *dir, *digest;   /* digest: of all files */
	const char *replaced;       /* digest of what catalog_replace_list put in; NULL: nothing */
	int version;                /* the published number */
	const char *published;      /* the day it was or will be published */
	const struct catalog_version *older; /* versions published before that are still accepted, by number */
	size_t n_older;
	const struct record_type *type;
	const struct list *list;
	const struct sql_table *table;
	const struct role *role;
	const struct section *section;
	const struct form *form;
	const struct sheet_template *sheet;
	const struct mapping *mapping;
	const struct life *life;
	const struct calendar_line *calendar;
	const struct period_kind *period;
	const struct growth *growth; /* NULL: none in this catalogue */
	int transfer_release_days;  /* policy.json: a request not answered for so long is granted */
	int export_approval_over;   /* policy.json: a file about more persons needs a second person */
	int export_traces_a_day;    /* policy.json: how many files an account may ask of a day who took them */
	int transfer_misses_a_day, transfer_misses_of_person; /* policy.json: how often a day an account may ask for a person whom the name and
	                                birth date do not fit, and how often a unit may ask for one person so */
	int client_calls_a_day;     /* policy.json: of a client of which nothing else is said */
	int search_numbers_a_day;   /* policy.json: how often a day an account may look for a number of a person outside its own school */
	int duplicate_asks_a_day;   /* policy.json: of how many learners an account may ask a day whether another school has them */
	int support_requests_a_day, support_answer_days; /* policy.json: of an account; after how many days those further up are told */
	int persons_an_hour;        /* policy.json: how many an account of an office is shown; 0: any number */
	int accounts_review_days;   /* policy.json: whether each account is still wanted is looked at as often */
	int views_kept_days;        /* policy.json: who looked at whom */
	int sign_ins_kept_days;     /* policy.json: who signed in, from where */
	int jobs_waiting_max;       /* policy.json: how many jobs of one account may wait at once */
	int taken_in_megabytes_a_day; /* policy.json: files that are sent for one unit, and pictures that others take the place of */
	int password_characters;    /* policy.json: at least, of a password of one's own */
	int password_characters_beside; /* policy.json: the same beside a second factor */
	int one_time_password_days; /* policy.json: how long it can be used */
	int second_step_demanded;    /* policy.json: 1: of whoever reaches far, where the database keeps nothing else (domain/account/demand.h) */
	int small_figures_below;    /* policy.json: figures about persons that are fewer are covered for who may not see the records; 0: none */
	const char *const *small_figures_of; /* policy.json: in reports of these kinds of units; ends with NULL */
	const char *const *guessed; /* guessed.tsv: folded words that are tried first by whoever guesses passwords; NULL: none */
	size_t n_guessed;
	const struct rule_set *rule_set;
	const struct rule *rule;           /* of all sets, one set after the other */
	const struct checklist *checklist;
	const struct menu_group *menu;
	const struct unit_kind *unit_kind;
	const char *const *institution; /* codes of kinds of units with a record of their own; ends with NULL */
	size_t n_types, n_lists, n_tables, n_roles, n_sections, n_forms, n_sheets, n_lives, n_calendar, n_mappings, n_rule_sets, n_rules, n_checklists, n_menu, n_unit_kinds, n_periods;
};

/* Lives in the arena of c.  ERR_INVALID "catalog.invalid": one problem for each
 * fault, its message begins with "file:line: ". */
MUST_CHECK bool catalog_load(struct ctx *, struct catalog **ret, const char *dir);

/* At start only, before other threads: other items for a list; sorts them and folds their names. */
void catalog_replace_list(struct arena *, struct catalog *, const char *name, struct list_item *, size_t n);

const struct record_type *catalog_type(const struct catalog *, const char *name);
const struct record_type *catalog_plural(const struct catalog *, const char *plural);
const struct list *catalog_list(const struct catalog *, const char *name);
const struct role *catalog_role(const struct catalog *, const char *name);
const struct form *catalog_form(const struct catalog *, const char *name); /* also by its official name, "02-TH-ĐN" */
const struct sheet_template *catalog_sheet(const struct catalog *, const char *name);
const struct sql_table *catalog_table(const struct catalog *, const char *name);

/* What answers a name of the Ministry's dictionary: a field, or a sentence; neither: nothing does. */
struct official {
	const struct record_type *type;
	const struct field *field;
	const char *by;
};
struct official catalog_official(const struct catalog *, const char *object, const char *name);

enum { SCHOOL_YEAR_MIN = 1990, SCHOOL_YEAR_MAX = 2100 }; /* "school_year" of records */
json_t *catalog_json_schema(const struct record_type *);  /* JSON Schema 2020-12 of a record */
json_t *catalog_describe(const struct record_type *);     /* fields with labels, lists, reasons; "members": what is asked beside them */

/* The whole dictionary as published: {"version", "published", "digest", "live", "types": [...], "lists": [{..., "codes"}]};
 * places, which have files of their own, without their codes. */
json_t *catalog_dictionary(const struct catalog *);

/* What differs: [{"change": "field_added", "type", "name", "member", "from", "to"}], members that say nothing left out. */
json_t *catalog_difference(const json_t *old, const json_t *new);

/* The difference to the version before; null when there is none. */
json_t *catalog_changes(const struct catalog *);

/* The dictionary and what changed, as a page; style: where its style sheet is. */
void catalog_page(struct buf *, const struct catalog *, const char *style);

/* For a sender who speaks an older version (0: the current): is the field there, must it be given? */
bool field_is_in(const struct field *, const struct catalog *, int version);
bool field_is_required_in(const struct field *, const struct catalog *, int version);

/* Accepted at present: the current one, or one of the older.  ERR_MALFORMED "catalog.version". */
MUST_CHECK bool catalog_check_version(struct ctx *, int version);

#endif
