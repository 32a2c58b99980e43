/* unit_levels.h - which levels are taught below an office; a school does not cease to teach a level while it has classes or rooms of it. */
#ifndef UNIT_LEVELS_H
#define UNIT_LEVELS_H

#include "store/hook.h"

/* Problem "school.level_in_use" where another group of levels leaves out one of which there are classes or rooms in use, of the running
 * school year or a later one, with their numbers; a warning where the change is meant otherwise, for a register says what is. */
record_hook_fn unit_levels_check;

/* Levels of education that a unit and what stands below it teach, "01,02"; NULL: nothing there teaches yet. */
MUST_CHECK bool unit_levels_below(struct ctx *, const struct unit *, const char **ret);

#endif
