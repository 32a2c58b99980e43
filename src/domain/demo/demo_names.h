/* demo_names.h - invented people and schools that look like Vietnam, the same for the same seed.
 *
 * Material: the files of catalog/demo, common names and statistics, nobody in particular.
 * Telephone numbers begin with 09000, which no operator gives out. */
#ifndef DEMO_NAMES_H
#define DEMO_NAMES_H

#include "base/ctx.h"
#include "base/time.h"
#include "catalog/catalog.h"

/* ---- chance ---- */

struct demo_rng {
	uint64_t state[4];
};

/* Streams of one seed are independent: one a school, so that schools can be made in any order. */
struct demo_rng demo_rng_new(uint64_t seed, uint64_t stream);
uint64_t demo_random(struct demo_rng *);
size_t demo_below(struct demo_rng *, size_t n); /* 0 to n-1; n > 0 */
bool demo_chance(struct demo_rng *, unsigned per_mille);

/* ---- material ---- */

enum demo_file {
	DEMO_FAMILY_NAMES,
	DEMO_MIDDLE_NAMES,
	DEMO_GIVEN_NAMES,
	DEMO_NAME_PATTERNS,
	DEMO_ETHNIC_SHARES,
	DEMO_SCHOOL_NAMES,
	DEMO_SCHOOL_WORDS,
	DEMO_OCCUPATIONS,
	DEMO_FILE__COUNT
};
extern const char *const demo_file_names[DEMO_FILE__COUNT]; /* "family_names.tsv" */

struct demo_data; /* immutable once read; any thread may use it */

/* From the text of all files, in the order of the enum.  ERR_INVALID "tsv.…" or "demo.empty". */
MUST_CHECK bool demo_data_read(struct ctx *, const char *const text[DEMO_FILE__COUNT], const struct demo_data **ret);

/* Those in the folder of a catalogue; ERR_NOT_FOUND "tsv.file" besides. */
MUST_CHECK bool demo_data_load(struct ctx *, const char *catalog_dir, const struct demo_data **ret);

/* ---- people ---- */

enum demo_age { DEMO_CHILD, DEMO_ADULT }; /* fashions in names differ */

struct demo_person {
	const char *full_name;
	const char *sex;          /* list sex: "01" male, "02" female */
	const char *ethnic_group; /* list ethnic_group */
};

/* sex and ethnic_group may be NULL: then by chance, the second by the shares of the
 * province (code since 1 July 2025; an unknown one: the country's). */
struct demo_person demo_person(const struct demo_data *, struct demo_rng *, struct arena *, enum demo_age,
                               const char *province, const char *sex, const char *ethnic_group);

struct date demo_birth_date(struct demo_rng *, int year);

/* 12 digits by the public rule: province (3), sex and century (1), year (2), 6 by chance. */
const char *demo_personal_id(struct demo_rng *, struct arena *, const char *province, const char *sex, int birth_year);

const char *demo_phone(struct demo_rng *, struct arena *); /* "09000" and 5 digits */
const char *demo_occupation(const struct demo_data *, struct demo_rng *);

/* ---- places ---- */

const char *demo_bare_name(const char *place); /* "Xã Phong Quang" -> "Phong Quang" */

/* A province since 1 July 2025. */
struct demo_ground {
	const char *province, *name;          /* "19", "Thái Nguyên" */
	const struct list_item **commune;     /* all of it, today's */
	size_t n_communes;                    /* never 0 */
};
/* ERR_INVALID "demo.province". */
MUST_CHECK bool demo_ground_find(struct ctx *, const char *province, struct demo_ground *ret);

/* ---- schools ---- */

/* "Trường Tiểu học Nguyễn Trãi"; level_group as in the list, "06"; place names without
 * their kind ("Ba Đình").  Not unique: the caller tries again. */
const char *demo_school_name(const struct demo_data *, struct demo_rng *, struct arena *, const char *level_group,
                             const char *commune, const char *province);

#endif
