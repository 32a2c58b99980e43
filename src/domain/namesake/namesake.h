/* namesake.h - a second record that is like another of the same school in what the catalogue says: most likely entered twice. */
#ifndef NAMESAKE_H
#define NAMESAKE_H

#include "store/hook.h"

/* Of types with "namesake" or "doubles".  Warns "person.namesake" of persons, "record.namesake" of anything else, "record.double" where
 * a set of "doubles" is alike, with the codes of the first others and how many more there are; there may be two, so nothing is refused.  Only of those who are here, and of
 * persons who moved away, whom a transfer brings back; by the index of
 * folded names, that of the school year or that of the reference: nothing but the name is searched in these types. */
record_hook_fn namesake_check;

#endif
