/* client.h - programs that act for a unit: issued by its administrators, known by a token (OAuth 2, client credentials).
 *
 * A client is an account that nobody signs in with: what it writes, asks and is counted for stands under that account.
 * It holds the machine role of its unit's kind, and of that what its scopes name. */
#ifndef CLIENT_H
#define CLIENT_H

#include "store/actor.h"

enum { TOKEN_LIFE_MS = 60 * 60 * 1000 };

struct client_wish {
	const char *name;      /* of the unit's own choice; the client is called UNIT.NAME */
	const char *unit;      /* NULL: the caller's */
	const char *scopes;    /* "learners:read changes:read" */
	const char *fields;    /* the most sensitive class of fields it may see, NULL: personal */
	const char *levels;    /* of education, NULL: all */
	const char *addresses; /* "203.0.113.0/24 2001:db8::/32", NULL: from anywhere */
	int64_t a_day;         /* calls a day */
};
enum { CLIENT_CALLS_USUAL = -1 }; /* as policy.json says */

/* ERR_FORBIDDEN "account.chain".  ERR_CONFLICT "account.taken".  ERR_INVALID "client.name", "client.scope", "client.fields",
 * "client.addresses", "client.calls", "account.levels".  The secret is shown once. */
MUST_CHECK bool client_issue(struct ctx *, const struct client_wish *, const char **ret_id, const char **ret_secret);

/* "scopes": what a program of the unit can hold. */
void client_put_scopes(struct ctx *, const struct unit *, struct buf *);

/* Its tokens end with it, on every process within half a second.  ERR_NOT_FOUND "client.unknown". */
MUST_CHECK bool client_revoke(struct ctx *, const char *id);

/* Those of the unit and all below as JSON items, in the order they were issued; after: the last of the page before, 0 for none. */
MUST_CHECK bool client_list(struct ctx *, const struct unit *within, int64_t after, size_t limit, struct buf *ret_items, int64_t *ret_next);

/* scopes: fewer than it holds; NULL: all.  *ret_scopes: those of the token.  ERR_UNAUTHENTICATED "oauth.invalid_client": the same
 * for no such client, a wrong secret, a revoked one and another address.  ERR_MALFORMED "oauth.invalid_scope".
 * ERR_LIMITED "client.calls". */
MUST_CHECK bool client_token_issue(struct ctx *, const char *id, const char *secret, const char *scopes, const char *remote,
                                   const char **ret_token, const char **ret_scopes);

/* Counts the call.  ERR_UNAUTHENTICATED "token.none".  ERR_FORBIDDEN "client.address".  ERR_LIMITED "client.calls". */
MUST_CHECK bool client_find(struct ctx *, const char *token, const char *remote, struct account *ret);

#endif
