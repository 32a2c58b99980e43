/* log_check.h - is every record what the log last said of it? */
#ifndef LOG_CHECK_H
#define LOG_CHECK_H

#include "store/unit.h"

/* What was found of one type, of all units together. */
struct log_finding {
	int64_t differ, unlogged, gone;           /* another version or content; not one entry; entries and no record */
	const char *differs, *unlogged_which, *gone_which; /* the first few, for people: "đơn vị 19172401: 19172401-GD5 (Lớp)"; NULL: none */
	bool unread;                              /* its table could not be read */
};

/* Every record of a unit, with its status, fields and version, a page of one moment at a time.  finding: by type, as in the catalogue, added to. */
MUST_CHECK bool log_check(struct ctx *, const struct unit *, struct log_finding *, int64_t *ret_records);

#endif
