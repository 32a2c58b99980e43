/* guard.h - is this request the same to everyone who reads it?
 *
 * Where it begins and ends the framing has seen (framing.h).  Here it is what stands in it: said twice, in another way than people write it,
 * or meant for somebody else, it is refused, and the connection ends. */
#ifndef GUARD_H
#define GUARD_H

#include <microhttpd.h>

#include "http/http.h"

enum { TARGET_MAX = 2048, HEADERS_MAX = 64 };

struct head {
	const char *method, *version;  /* as libmicrohttpd gives them to its handler */
	const char *target;            /* as it was sent */
	/* found in the headers; NULL when absent */
	const char *host, *content_length, *transfer_encoding, *content_type, *cookie, *authorization, *if_match, *if_none_match, *prefer;
	const char *idempotency_key, *csrf_token, *sec_fetch_site, *origin, *accept, *accept_encoding, *forwarded_for, *forwarded_proto, *real_port, *catalog_version;
	bool chunked;
	int64_t body_len;              /* by Content-Length; 0 when chunked */
};

/* Fills the rest of *head, in the arena of c; fails with what is wrong. */
MUST_CHECK bool guard_check(struct ctx *, struct MHD_Connection *, struct head *);

/* Fails with the key and the sentence that all of them share. */
bool guard_refuse(struct ctx *, const char *key, const char *what);

#endif
