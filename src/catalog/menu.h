/* menu.h - where the screens are found: catalog/menu.json, and every record type that it forgot. */
#ifndef MENU_H
#define MENU_H

#include "catalog/screen.h"

struct menu_entry {
	const char *number;                /* NULL: none */
	struct words label;                /* vi NULL: the title of the type's screen */
	const struct level_words *label_of_level;
	const struct record_type *type;    /* whose records it leads to, or NULL and: */
	const char *to;                    /* the address */
	const char *module, *action;       /* the right it asks for */
	const char *units;                 /* " a b ": kinds of units that have it; NULL: all */
	const char *const *level;          /* levels of which a unit must teach one; ends with NULL; NULL: all */
	bool own;                          /* to the one record of the caller's unit, not the list */
};

struct menu_group {
	const char *number;                /* NULL: none */
	struct words label;
	const struct level_words *label_of_level;
	const char *icon;
	const struct menu_entry *entry;
	size_t n_entries;
};

/* Whose menu it is. */
struct menu_reader {
	const struct role *role;
	const char *unit, *kind;           /* code and kind of the unit */
	const char *levels;                /* that they have to do with, "01,02"; NULL: all */
	const char *taught;                /* that there are at the unit and below it; NULL: all */
};

/* [{"number", "label": {"vi", "en"}, "icon", "entries": [{"number", "label", "to"}]}]: what the reader has a right to; no group is empty. */
json_t *menu_for(const struct catalog *, const struct menu_reader *);

#endif
