/* account.h - accounts, issued down the chain of T42 đ9 only, and sessions.
 *
 * Two kinds: administration accounts issue accounts; use accounts work with
 * records.  Nobody can grant what they do not hold: a new account stands in the
 * issuer's unit or right below it in the tree, and within the issuer's levels. */
#ifndef ACCOUNT_H
#define ACCOUNT_H

#include <jansson.h>

#include "store/actor.h"

enum {
	SESSION_FREE_FAILURES = 5, /* of one name at one address, before there is a wait */
	SESSION_IDLE_MS = 60 * 60 * 1000,
	SESSION_IDLE_ADMIN_MS = 15 * 60 * 1000, /* of an administration account */
	SESSION_LIFE_MS = 12 * 60 * 60 * 1000,
	SESSION_HALF_MS = 10 * 60 * 1000, /* until its code must have come */
};

/* The first administrator; *ret_password is shown once. */
MUST_CHECK bool account_make_first(struct ctx *, const char *name, const char **ret_password);

/* staff: the code of a member of the unit's staff, where the role is for their classes; NULL where it is not.  ERR_FORBIDDEN "account.chain":
 * not theirs to issue; "account.superior": whoever leads the unit is there already, and another is for those above.
 * ERR_CONFLICT "account.taken".  ERR_INVALID "account.name", "account.role", "account.levels", "account.staff". */
MUST_CHECK bool account_issue(struct ctx *, const char *staff, const char *name, const char *role, const char *unit_code, const char *levels,
                              const char **ret_password);
/* Ends its sessions.  ERR_CONFLICT "account.disabled".  ERR_FORBIDDEN "account.superior": it leads the caller's own unit. */
MUST_CHECK bool account_reset(struct ctx *, const char *name, const char **ret_password);
/* Ends its sessions.  ERR_CONFLICT "account.last_admin": there is no other administrator of the system. */
MUST_CHECK bool account_disable(struct ctx *, const char *name);
MUST_CHECK bool account_enable(struct ctx *, const char *name);  /* with the password it had */

/* The last day of an account of somebody who stands in for another; NULL: it has none.  After it the account is as disabled.  ERR_INVALID
 * "account.until": no day, or one that is over. */
MUST_CHECK bool account_set_until(struct ctx *, const char *name, const char *day);
MUST_CHECK bool account_check_until(struct ctx *, const char *day);

/* The professional sections that an account is for (T42 đ15 k3): "finance,personnel"; NULL: all that its role may.  Holds from its next request on.
 * ERR_INVALID "account.sections": none of rights.json, or the role has none. */
MUST_CHECK bool account_set_sections(struct ctx *, const char *name, const char *sections);
MUST_CHECK bool account_check_sections(struct ctx *, const char *role, const char *sections);

/* Every account of a unit was looked at: whether who has it is still there and still needs it (T42 đ15 k3).  ERR_FORBIDDEN "account.chain". */
MUST_CHECK bool account_review(struct ctx *, const struct unit *);
/* How many of the caller's unit and of those right below it were not, for as long as policy.json says; 0: they keep no accounts. */
MUST_CHECK bool account_count_due(struct ctx *, int64_t *ret);

/* Inside the caller's transaction, the unit held, what may be issued checked.  hash "": nobody can sign in with it. */
MUST_CHECK bool account_insert_in(struct ctx *, const char *name, const struct role *, const struct unit *, const char *levels, const char *staff,
                                  const char *hash, int64_t *ret_id);

/* Whose account it can be: name and code, nothing else, of those at work in a unit whose accounts the caller manages, by two letters of the name at
 * least or by the whole code; at most 20.  ERR_FORBIDDEN "account.chain". */
MUST_CHECK bool account_find_holders(struct ctx *, const struct unit *, const char *typed, struct buf *ret_items);

/* Are accounts of the unit theirs to manage: of their own unit, or one right below it?  ERR_FORBIDDEN "account.chain". */
MUST_CHECK bool account_check_manages(struct ctx *, const struct unit *);

/* T42 đ9: may the caller issue this for the unit?  ERR_FORBIDDEN "account.chain". */
MUST_CHECK bool account_check_issues(struct ctx *, const struct unit *, const struct role *, const char *levels);
MUST_CHECK bool account_issues(struct ctx *, const struct unit *, const struct role *, const char *levels, bool *ret); /* as an answer */
MUST_CHECK bool account_offers(struct ctx *, const struct unit *, const struct role *, const char *levels, bool *ret); /* and there is room for one more of it */
MUST_CHECK bool account_check_levels(struct ctx *, const char *levels);

/* Of long work, between its parts: ERR_UNAUTHENTICATED "account.ended" when the caller's account or session was ended meanwhile. */
MUST_CHECK bool account_check_stands(struct ctx *);

/* Accounts of people of a unit and what stands below it, as far as the caller's scope goes, as JSON items: by the tree and then by name.
 * part: of their names, NULL: any.  *ret_cursor: where the next page begins, NULL when this is the last. */
MUST_CHECK bool account_list(struct ctx *, const struct unit *within, const char *part, const char *cursor, size_t limit, struct buf *ret_items,
                             const char **ret_cursor);

/* " AND ...", where a page of accounts a of units u begins, by the tree and then by name.  cursor: "/1/7/40/ name", of the last before it; NULL: the first. */
void account_after_sql(struct ctx *, struct buf *sql, struct sql_args *, const char *cursor);

/* Until when a one-time password that was issued then can be used. */
int64_t account_one_time_end(const struct ctx *, int64_t issued_at);

struct sign_in {
	const char *name, *password;
	const char *remote; /* address of whoever signs in, "" where there is none */
	int port;           /* and their port, 0: not known */
	const char *otp;    /* code of the second factor, NULL: none */
	bool halfway;       /* without a code it begins half a session, which session_confirm makes whole */
	const char *before; /* the token they came with, which ends: nobody is let in by one that they were given; NULL: none */
};

/* ERR_UNAUTHENTICATED "session.refused": the same for a wrong name, a wrong password
 * and a disabled account; "password.used", "password.expired": of a right one-time password;
 * "session.otp", "session.otp_wrong": of a right password, without its code or with another.
 * ERR_LIMITED "session.wait", with how long: too many failures of the name from one address (remote), of an address, a network or a name,
 * or of one password at many names (guesses.h); at most 17 minutes, and whoever was right from there before does not wait for strangers.
 * An attempt counts before the password is looked at.
 * ERR_CLOSED "session.full": the disk is full, and a session must be written. */
MUST_CHECK bool session_open(struct ctx *, const struct sign_in *, const char **ret_token, struct account *ret);
/* Makes half a session, the caller's, a whole one, by another token.  ERR_FORBIDDEN "session.otp_wrong"; it counts as a failed sign-in. */
MUST_CHECK bool session_confirm(struct ctx *, const struct sign_in *, const char **ret_token, struct account *ret);
/* Of an account whose holder has shown both factors; its name is the sign-in's. */
MUST_CHECK bool session_begin(struct ctx *, const struct sign_in *, int64_t account_id, const char **ret_token, struct account *ret);
/* asked: code of the unit that the request names, or NULL.  ERR_UNAUTHENTICATED "session.none". */
MUST_CHECK bool session_find(struct ctx *, const char *token, const char *asked, struct account *ret);
int64_t session_idle_ms(const struct role *);

/* Inside a transaction: one, by its digest; those of an account but this, "": all. */
MUST_CHECK bool session_end_in(struct ctx *, const char *digest);
MUST_CHECK bool session_end_others_in(struct ctx *, int64_t account_id, const char *digest);
MUST_CHECK bool session_close(struct ctx *, const char *token);
/* What a session is called in an address; nobody signs in with it. */
const char *session_id(struct ctx *, const char *token);

/* Sessions as JSON items, the newest first: of accounts of a unit that the caller issues accounts for, or, u NULL, the caller's own.
 * token: of the caller's, which is told.  ERR_FORBIDDEN "account.chain".  ERR_INVALID "query.cursor". */
MUST_CHECK bool session_list(struct ctx *, const struct unit *u, const char *token, const char *cursor, size_t limit, struct buf *ret_items,
                             const char **ret_cursor);
/* The caller's own, or one of an account that they could disable; on every process from then on.  ERR_NOT_FOUND "session.unknown". */
MUST_CHECK bool session_end(struct ctx *, const char *id);

/* The caller's own password, and a code where one is given, before something that a stolen session must not do.  ERR_FORBIDDEN "password.old",
 * "session.otp_wrong": each counts as a failed sign-in.  ERR_LIMITED "session.wait". */
MUST_CHECK bool session_prove(struct ctx *, const char *remote, const char *password, const char *otp);

/* Ends every other session of the account.  ERR_FORBIDDEN "password.old": it is not; each counts as a failed sign-in.  ERR_LIMITED "session.wait".
 * ERR_INVALID "password.same", "password.weak" (password.h). */
MUST_CHECK bool session_set_password(struct ctx *, const char *token, const char *remote, const char *old, const char *new_password);

/* From unit, levels and role, and of whose classes it is, as they are today. */
MUST_CHECK bool account_find_scope(struct ctx *, struct account *, const char *staff);

/* The account of a job, as it is now.  ERR_FORBIDDEN "account.disabled". */
MUST_CHECK bool account_load(struct ctx *, int64_t id, struct account *ret);

/* May the caller do this to a module ("learners", "account", "report")? The system itself may do everything. */
bool account_may(const struct ctx *, const char *module, const char *action);

#endif
