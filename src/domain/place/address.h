/* address.h - the addresses in a unit's records, brought over the reform of 1 July 2025.
 *
 * An address is a field of the list commune, with the fields province and district of the
 * same beginning beside it (residence_commune, residence_province).  What leads to one new
 * commune is changed; where a commune was split a person decides. */
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

struct address_summary {
	size_t addresses, current;          /* read; already as they are today */
	size_t convertible;                 /* lead to one new commune, or need its province */
	size_t changed, refused;            /* apply: records written; refused, see refused_detail */
	const char *refused_detail;         /* the first refusal */
	struct address_open *open;
	size_t n_open, open_room;
};

/* apply: each record is changed as by its owner, with an entry in the log; the province follows,
 * the district, which no longer exists, is emptied.  A record that is refused stays as it was.  What the caller may not change is passed over. */
MUST_CHECK bool address_convert_unit(struct ctx *, const struct unit *, bool apply, struct address_summary *ret);

#endif
