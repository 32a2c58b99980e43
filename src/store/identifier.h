/* identifier.h - codes for life: issued once, never reused, never deleted (T42 đ10); and those of other systems, of each one at a time. */
#ifndef IDENTIFIER_H
#define IDENTIFIER_H

#include "store/unit.h"

struct rows;

/* A fresh number of a unit or an account, scheme "unit" or "account"; whoever takes one next waits for the transaction's end. */
MUST_CHECK bool identifier_number(struct ctx *, const char *scheme, int64_t *ret);

/* n fresh ten-digit person codes for a unit: its province and eight digits, from
 * the unit's block; a new block is taken from the province when it is used up. */
MUST_CHECK bool identifier_issue_persons(struct ctx *, const struct unit *, size_t n, const char **ret);

/* Where a code leads: a person's record, and the code it keeps for life. */
struct code_holder {
	int64_t unit_id, id;
	const char *type, *code;
};

/* Where each of n person codes leads; id 0: nowhere. */
MUST_CHECK bool identifier_find_persons(struct ctx *, const char *const *code, size_t n, struct code_holder *ret);

/* All codes that lead to a record, of every scheme; rows: scheme, value. */
MUST_CHECK bool identifier_list(struct ctx *, const struct code_holder *, struct rows *ret);

/* From now on the code leads to another record; from NULL: it led nowhere. */
MUST_CHECK bool identifier_point(struct ctx *, const char *scheme, const char *value, const struct code_holder *from, const struct code_holder *to);
MUST_CHECK bool identifier_point_all(struct ctx *, const struct code_holder *from, const struct code_holder *to);

/* A code of another system that was wrong, or is no more, leads nowhere from now on and is free; never one that was issued here. */
MUST_CHECK bool identifier_release(struct ctx *, const char *scheme, const char *value, const struct code_holder *from);

/* Ten digits, and the first two not 00. */
bool identifier_is_person(const char *code);

#endif
