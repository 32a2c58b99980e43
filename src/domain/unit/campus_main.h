/* campus_main.h - of the campuses of a school one is the main one. */
#ifndef CAMPUS_MAIN_H
#define CAMPUS_MAIN_H

#include "store/hook.h"

/* Warning "campus.main" where a campus is, or becomes, the main one beside another in use, with the other's code; the first is not
 * written over, for there may be a day between two changes. */
record_hook_fn campus_main_check;

#endif
