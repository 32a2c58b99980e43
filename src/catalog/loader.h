/* loader.h - reading catalogue files and saying where they are wrong.  Private to src/catalog. */
#ifndef LOADER_H
#define LOADER_H

#include "catalog/catalog.h"

struct loader {
	struct ctx *c;
	struct catalog *catalog;
	struct problems problems;
	struct arena *scratch;     /* texts of files: needed until everything is loaded */
	const char *digest;        /* of all text read so far, for the version */
	const struct source *record_source; /* the file of each of catalog->type */
};

struct source {                /* one file */
	const char *path, *text;   /* path from the catalogue's folder: "records/learner.json" */
	json_t *json;
};

/* Files of a folder by name; reading a folder that is not there gives none. */
size_t loader_files(struct loader *, const char *folder, const char *ending, const char *const **ret);
bool loader_has(const struct loader *, const char *path);
bool loader_read(struct loader *, const char *path, struct source *ret);
bool loader_read_json(struct loader *, const char *path, struct source *ret);

/* Note a fault at the line where `near` first stands (NULL: line 1). */
void loader_bad(struct loader *, const struct source *, const char *near, const char *fmt, ...) PRINTF(4, 5);

/* `"name": "x"` as it stands in a file: the anchor for faults of x. */
const char *loader_anchor(struct loader *, const char *name);

/* Members of an object: refused when not in `known` ("name|label|..."). */
void loader_known(struct loader *, const struct source *, const json_t *, const char *near, const char *known);
/* NULL and a fault when absent or not text. */
const char *loader_text(struct loader *, const struct source *, const json_t *, const char *near, const char *member);
const char *loader_text_or_null(struct loader *, const struct source *, const json_t *, const char *near, const char *member);
bool loader_flag(struct loader *, const struct source *, const json_t *, const char *near, const char *member);
const char *const *loader_texts(struct loader *, const struct source *, const json_t *, const char *near, const char *member);
bool loader_label(struct loader *, const struct source *, const json_t *, const char *near, const char **vi, const char **en);
/* The same of another member: "title": { "vi": …, "en": … }. */
bool loader_words(struct loader *, const struct source *, const json_t *, const char *near, const char *member, const char **vi, const char **en);

/* official.c: exchange names of one type, and across all (source[i] is the file of type i). */
void official_read_field(struct loader *, const struct source *, const struct record_type *, struct field *);
void official_read_answers(struct loader *, const struct source *, struct record_type *);
void official_check_twins(struct loader *, const struct source *source);

void load_lists(struct loader *);
void load_mappings(struct loader *);
void load_records(struct loader *);
void load_system_tables(struct loader *);
void load_record_tables(struct loader *);
void load_unit_kinds(struct loader *);
void load_rights(struct loader *);  /* after the kinds of units */
/* screen.c: what fields and types say of how they are shown; words by level of education, NULL where there are none. */
struct level_words;
void screen_read_field(struct loader *, const struct source *, const json_t *, const char *near, struct field *);
const struct level_words *load_level_words(struct loader *, const struct source *, const json_t *, const char *near, const char *member);
void load_screens(struct loader *); /* after sheets and lives */
void load_menu(struct loader *);    /* after screens and rights */
void load_sheets(struct loader *);
void load_forms(struct loader *);
void load_lives(struct loader *);
void load_calendar(struct loader *);
void load_periods(struct loader *);
void load_policy(struct loader *);
void load_guessed(struct loader *);
void load_growth(struct loader *);
void load_version(struct loader *);
void load_rules(struct loader *);
/* entry_load.c: a rule that also holds when a record is written; year and day to read its conditions with. */
struct rule;
void entry_add(struct loader *, const struct source *, const char *near, const struct rule *, int year, const char *day);
void load_checklists(struct loader *); /* after the rules */

#endif
