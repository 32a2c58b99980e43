/* address.h - the addresses in a unit's records, brought over the reform of 1 July 2025.
 *
 * An address is a field of the list commune, with the fields province and district of the
 * same beginning beside it (residence_commune, residence_province).  What leads to one new
 * commune is changed; where a commune was split a person decides, once for all who live at the same old
 * address: the commune and the text beside it (residence_address), as far as the caller is shown that.
 * What was decided is kept, for a new commune may have the code of an old one. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include "domain/place/place_store.h"
#include "store/unit.h"

/* One that a person must decide. */
struct address_open {
	const struct record_type *type;
	const struct field *field;
	const char *code, *value;           /* of the record; the old commune */
	struct place_candidates candidates; /* none: nothing is known of the code */
};

/* All at one old address that may have become several new ones. */
struct address_group {
	const char *value, *text;           /* the old commune; what is written beside it, or NULL */
	size_t records;
	struct place_candidates candidates;
	const struct record_type *last_type; /* the last that was counted: one with two such addresses counts once */
	const char *last_code;
};

/* What a person says of such a group: its new commune. */
struct address_choice {
	const char *value, *text, *to;
};

struct address_summary {
	size_t addresses, current;          /* read; already as they are today */
	size_t convertible;                 /* lead to one new commune, or need its province; with those that were chosen */
	size_t chosen;                      /* of them, those that a person chose */
	size_t changed, refused;            /* apply: records written; refused, see refused_detail */
	const char *refused_detail;         /* the first refusal */
	struct address_open *open;
	size_t n_open, open_room;
	struct address_group *group;        /* of the open ones that lead to several, by value and text */
	size_t n_groups, groups_room;
};

/* apply: each record is changed as by its owner, with an entry in the log; the province follows,
 * the district, which no longer exists, is emptied.  A record that is refused stays as it was.  What the caller may not change is passed over.
 * ERR_INVALID "place.choice": an old commune did not become what was chosen. */
MUST_CHECK bool address_convert_unit(struct ctx *, const struct unit *, const struct address_choice *, size_t n, bool apply, struct address_summary *ret);

#endif
