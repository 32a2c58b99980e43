/* namesake.h - a second record of the same name, and of what else the catalogue says, in the same school: most likely entered twice. */
#ifndef NAMESAKE_H
#define NAMESAKE_H

#include "store/hook.h"

/* Of types with "namesake".  Warns "person.namesake" of persons, "record.namesake" of anything else, with the other's code; there may be
 * two of one name, so nothing is refused.  Only of those who are here, by the index of folded names or that of the school year: nothing
 * but the name is searched in these types. */
record_hook_fn namesake_check;

#endif
