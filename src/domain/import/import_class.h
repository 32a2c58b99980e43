/* import_class.h - inside domain/import: the classes a file speaks of, and those that are there. */
#ifndef IMPORT_CLASS_H
#define IMPORT_CLASS_H

#include "base/map.h"
#include "catalog/catalog.h"

struct plan;

/* A class that exists in the unit and year. */
struct room {
	int64_t id;
	const char *code, *name, *key, *grade;
	bool combined;
	bool ambiguous;       /* another one has the same key */
	bool undone;          /* an import that was taken back made it: it returns when a file brings it again */
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

struct classes {
	struct room *room;
	struct group *group;
	size_t n_rooms, rooms_room, n_groups, groups_room;
	struct map rooms, groups; /* by key, to index + 1 */
};

const char *class_name(struct arena *, const char *text); /* without "Lớp" */
const char *class_key(struct arena *, const char *name);  /* what is compared */
const char *class_grade(const struct plan *, const char *key); /* read from the name, or NULL */
size_t class_group(struct plan *, const char *name, size_t entry);
void class_tell_grade(struct plan *, size_t group, const char *code); /* from a column "Khối"; NULL: empty */
const char *class_grade_name(const struct plan *, const char *grade);
bool import_is_taught(const struct plan *, const struct list_item *); /* at a level of the school */
MUST_CHECK bool class_load(struct plan *, int64_t since); /* of those that are there: what has at least this number */
void class_resolve(struct plan *);
bool class_is_needed(const struct plan *, const struct group *); /* the import will make it, or bring it back */
void class_find_again(struct plan *);

#endif
