/* namesake.h - somebody of the same name, birth date and sex in the same school: most likely entered twice. */
#ifndef NAMESAKE_H
#define NAMESAKE_H

#include "store/hook.h"

/* Warns "person.namesake" with the other's code; twins of one name exist, so nobody is refused.  Only of those who are here, by
 * the index of folded names: nothing but the name is searched in these types. */
record_hook_fn namesake_check;

#endif
