/* pattern.h - what telephones, e-mail addresses, names of people and of things look like. */
#ifndef PATTERN_H
#define PATTERN_H

#include "catalog/catalog.h"

/* "digits", which nothing else is stored of, and "phone", "email", "name" of a person, "title" of anything else, asked of what comes in. */
bool pattern_is_known(const char *);

/* 0 and nine digits, 02 and nine for a fixed line, +84 for the zero, + and up to fifteen digits abroad; blanks and .-() aside. */
bool pattern_phone_fits(struct arena *, const char *text);

/* Adds "field.phone", "field.email", "field.name", "field.title" (neither letter nor digit); a warning "field.name_doubtful" for a name with digits, brackets or letters
 * other than Latin. */
void pattern_check(struct ctx *, const struct field *, const char *text, struct problems *);

#endif
