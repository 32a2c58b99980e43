/* identifier.h - codes for life: issued once, never reused, never deleted (T42 đ10). */
#ifndef IDENTIFIER_H
#define IDENTIFIER_H

#include "store/unit.h"

/* A fresh number of a unit or an account, scheme "unit" or "account"; whoever takes one next waits for the transaction's end. */
MUST_CHECK bool identifier_number(struct ctx *, const char *scheme, int64_t *ret);

/* n fresh ten-digit person codes for a unit: its province and eight digits, from
 * the unit's block; a new block is taken from the province when it is used up. */
MUST_CHECK bool identifier_issue_persons(struct ctx *, const struct unit *, size_t n, const char **ret);

/* Ten digits, and the first two not 00. */
bool identifier_is_person(const char *code);

#endif
