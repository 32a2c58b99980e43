/* unit_levels.h - a school does not cease to teach a level while it has classes or rooms of it. */
#ifndef UNIT_LEVELS_H
#define UNIT_LEVELS_H

#include "store/hook.h"

/* Problem "school.level_in_use" where another group of levels leaves out one of which there are classes or rooms in use, of the running
 * school year or a later one, with their numbers; a warning where the change is meant otherwise, for a register says what is. */
record_hook_fn unit_levels_check;

#endif
