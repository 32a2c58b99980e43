/* guard.h - is this request the same to everyone who reads it?
 *
 * Debian's libmicrohttpd 0.9.75 takes ambiguous requests (two lengths, a length
 * and chunks, a NUL inside a value ...).  What a proxy in front reads differently
 * is how requests are smuggled, so all of them are refused and the connection ends. */
#ifndef GUARD_H
#define GUARD_H

#include <microhttpd.h>

#include "http/http.h"

enum { TARGET_MAX = 2048, HEADERS_MAX = 64 };

struct head {
	const char *method, *version;  /* as libmicrohttpd gives them to its handler */
	const char *target_at;         /* where the raw target stood, for comparing addresses only */
	const char *target;            /* a copy of it */
	/* found in the headers; NULL when absent */
	const char *host, *content_length, *transfer_encoding, *content_type, *cookie, *authorization, *if_match, *if_none_match, *prefer;
	const char *idempotency_key, *csrf_token, *sec_fetch_site, *origin, *accept, *accept_encoding, *forwarded_for, *forwarded_proto, *catalog_version;
	const char *end;               /* where the header ended */
	bool chunked;
	int64_t body_len;              /* by Content-Length; 0 when chunked */
};

/* Fills the rest of *head, in the arena of c; fails with what is wrong. */
MUST_CHECK bool guard_check(struct ctx *, struct MHD_Connection *, struct head *);

/* Once the body is in: did header lines follow it? */
bool guard_has_trailer(struct MHD_Connection *, const struct head *);

#endif
