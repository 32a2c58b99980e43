/* routes.h - what the functions of the routes share; the routes themselves are the rows of routes.c. */
#ifndef ROUTES_H
#define ROUTES_H

#include "http/http.h"
#include "store/write.h"

extern const struct app api_app;

/* struct app.data of a running server. */
struct api_services {
	struct job_runner *jobs;     /* NULL: other processes do them */
	struct database *database;
	const struct server *server;
	struct view_watch *views;    /* NULL: nobody watches */
};

#define API "/api/v1"
/* By TLS a browser takes the cookie of this name, and no other host of the domain can put it there. */
#define SESSION_COOKIE_PLAIN "khue_session"
#define SESSION_COOKIE "__Host-" SESSION_COOKIE_PLAIN

gate_fn api_gate;
const char *api_caller_token(struct arena *, const struct request *); /* of a program or a session, good or not; NULL: none */
handler_fn api_record_list, api_list, api_account_list, api_changes, api_views; /* also what POST …/query asks */
bool api_keep_views(struct ctx *, const struct request *);
handler_fn api_session_show; /* also what whoever has just signed in is told */
void api_tell_session(struct ctx *, struct response *); /* header Khue-Session-Ends: when, if nothing is done */

/* A cookie of a request, NULL when it brings none of that name. */
const char *api_cookie(struct arena *, const struct request *, const char *name);

/* Sign in by "username" and "password" of the body, with the cookie that begins a session; the cookie that ends it; what GET /session tells. */
MUST_CHECK bool api_session_begin(struct ctx *, const struct request *, struct response *, struct account *ret);
MUST_CHECK bool api_session_confirm(struct ctx *, const struct request *, struct response *); /* half of one, by "otp" of the body */
struct passkey_site;
MUST_CHECK bool api_session_begin_by_passkey(struct ctx *, const struct request *, struct response *, const struct passkey_site *, struct account *ret); /* "credential" */
void api_session_end(struct ctx *, const struct request *, struct response *);
void api_put_session(struct ctx *, struct buf *, const char *name, const struct account *);

/* "wait" of the query: for so many seconds at the most. */
MUST_CHECK bool api_wait(struct ctx *, const struct request *, int64_t *ret_s);

/* Put aside until something is new: as long as the mark is what it was when it was asked for, or what If-None-Match says the caller saw. */
bool api_is_put_aside(const struct ctx *, const struct request *, const char *mark, int64_t wait_s);

/* What the cookie of a session is called on the way this request came; the other name is nobody's there. */
const char *api_session_cookie(const struct request *);

/* The session token of a request, NULL when it brings none. */
const char *api_session_token(struct arena *, const struct request *);

/* The address of the caller, "" where there is none. */
const char *api_remote(const struct request *);

/* The unit named by a query parameter or body member; the caller's own (the root for the system) when it is absent. */
MUST_CHECK bool api_unit(struct ctx *, const char *code, struct unit *ret);

/* Of the query "unit", that one alone, or "within", with all below it; neither: the caller's own with all below it.
 * ERR_INVALID "query.unit": both. */
MUST_CHECK bool api_units(struct ctx *, const struct request *, struct unit *ret, bool *ret_within);

/* "limit" of the query, 1 to 200, and "cursor", where there are no other parts of a page to read. */
MUST_CHECK bool api_page(struct ctx *, const struct request *, size_t *ret_limit, const char **ret_cursor);

/* The record type of {plural}; ERR_NOT_FOUND "route.unknown". */
MUST_CHECK bool api_type(struct ctx *, const struct request *, const struct record_type **ret);

/* The record of {plural} and {code}, in the caller's scope. */
MUST_CHECK bool api_record(struct ctx *, const struct request *, struct record *ret);

/* [{"field", "key", "message"}], with "severity": "error" or "warning" where both may be. */

/* Answer with a record, its version as ETag, and the warnings of the write that gave it, where there are any;
 * fields: "full_name,sex" or NULL for all. */
MUST_CHECK bool api_reply_record(struct ctx *, struct response *, const struct record *, const char *fields);

/* What a request does to one record, or with dry_run would do. */
struct attempt {
	enum write_result result;
	struct record record; /* as it is then, with its warnings; id 0: there is none */
};
typedef bool attempt_fn(struct ctx *, const struct request *, struct attempt *ret);

/* "dry_run" of the query: is it meant only to be tried? */
MUST_CHECK bool api_dry_run(struct ctx *, const struct request *, bool *ret);

/* The same way to the end, and nothing of it stays: what would come of it, what is wrong, and what the rules of quality say of the record
 * in the "year" of the query, or in its own. */
MUST_CHECK bool api_reply_trial(struct ctx *, const struct request *, struct response *, attempt_fn *);

/* What a request does to units, and what that would touch: counts, and why it would be refused. */
typedef bool unit_change_fn(struct ctx *, const struct request *, const struct unit *, size_t n);
struct unit_trial_of {
	const struct unit *unit;
	size_t n;
	unit_change_fn *fn;
	const struct unit *to;   /* of a split: the others that take a part */
	size_t n_to;
};
MUST_CHECK bool api_reply_unit_trial(struct ctx *, const struct request *, struct response *, const struct unit_trial_of *);

/* If-Match: "3".  0 when absent: any version.  ERR_STALE "record.if_match". */
MUST_CHECK bool api_if_match(struct ctx *, const struct request *, int64_t *ret);

/* A request under its Idempotency-Key; key NULL: it came without one. */
struct api_sending {
	const char *key, *digest; /* of all that was sent */
	const char *retry_key;    /* names this very content */
};
MUST_CHECK bool api_sending(struct ctx *, const struct request *, struct api_sending *ret);

/* What is done under a key is done once, and answered alike: whoever sends it again meanwhile, to whatever process, waits for the answer.
 * *ret_again: it was done before, and the answer has its body and no headers.  ERR_INVALID "idempotency.reused". */
MUST_CHECK bool api_once(struct ctx *, const struct request *, struct response *, handler_fn *, bool *ret_again);

/* The same where the answer has an "id": with its Location below `address`, whichever time it is. */
MUST_CHECK bool api_once_below(struct ctx *, const struct request *, struct response *, handler_fn *, const char *address);

/* The same where the answer holds a secret, which is told once and kept nowhere: ERR_CONFLICT "idempotency.secret" afterwards. */
MUST_CHECK bool api_once_secret(struct ctx *, const struct request *, struct response *, handler_fn *);

/* A key that was sent with something else?  ERR_INVALID "idempotency.reused". */
MUST_CHECK bool api_check_sending(struct ctx *, const struct api_sending *);

/* The same of one of lines, part by part: what was answered to those from the given line on, NULL: nothing yet.  It is kept in the
 * transaction that does what it tells of, so that each is done once and answered alike, wherever the first sending was cut off. */
MUST_CHECK bool api_find_part(struct ctx *, const struct api_sending *, size_t number, const char **ret);
MUST_CHECK bool api_keep_part_in(struct ctx *, const struct api_sending *, size_t number, const char *body);

/* A whole number of the query; `otherwise` when absent.  ERR_INVALID "query.number". */
MUST_CHECK bool api_number(struct ctx *, const struct request *, const char *name, int64_t min, int64_t max, int64_t otherwise, int64_t *ret);

/* Names all that the caller is told of the catalogue and its lists: whoever is told the same has the same. */
const char *api_catalog_digest(struct ctx *, const struct account *);

/* The menu of the caller, as GET /menu tells it: catalog/menu.h. */
MUST_CHECK bool api_menu_of(struct ctx *, json_t **ret);

/* To the description of a type, what a screen needs beside the fields, as far as the caller is shown it. */
void api_set_screen(const struct ctx *, json_t *description, const struct record_type *);

/* A unit with its school years, as GET /units/{code} tells it. */
MUST_CHECK bool api_put_unit(struct ctx *, struct buf *, const char *name, const struct unit *);

/* What a role may do, {module: [actions]}. */
void api_put_words(struct buf *, const char *name, const char *words); /* " a b " as a list */
void api_put_rights(struct buf *, const char *name, const struct role *);

/* Answer with a workbook that is written now; name: of the file, without ".xlsx". */
typedef bool workbook_fn(struct ctx *, const void *what, const char *path);
MUST_CHECK bool api_reply_workbook(struct ctx *, struct response *, workbook_fn *, const void *what, const char *name);

/* The same of one that is there; the descriptor is the answer's from here on.  Always true. */
bool api_reply_xlsx(struct ctx *, struct response *, int fd, const char *name);

/* How files are called on a clerk's disk: "danh-sach-hoc-sinh-19172401-2025-2026".  of NULL, school_year 0: not said. */
const char *api_file_name(struct ctx *, const char *title, const char *of, int school_year);

/* Answer with a job and what this process knows of it. */
MUST_CHECK bool api_reply_job(struct ctx *, const struct request *, struct response *, const char *id, int status);

/* Whoever does jobs here looks at once; other processes do soon. */
void api_jobs_wake(const struct request *);

/* "year" of the query, the first of a school year; today's when absent.  ERR_INVALID "query.number". */
MUST_CHECK bool api_year(struct ctx *, const struct request *, int *ret);

/* A cursor is where a list goes on, sealed with a digest of the list it came from: its path and the parameters that choose and
 * order.  "cursor" of the query, without its seal; NULL: there is none.  ERR_INVALID "query.cursor": of another list, or made up. */
/* Of a list that shows numbers and addresses: why they are asked for.  ERR_INVALID "query.purpose": it says nothing. */
MUST_CHECK bool api_purpose(struct ctx *, const struct request *);

/* A day of the query as a moment; `otherwise` when absent, and the day after it when `after`.  ERR_INVALID "query.date". */
MUST_CHECK bool api_day(struct ctx *, const struct request *, const char *name, bool after, int64_t otherwise, int64_t *ret);
MUST_CHECK bool api_cursor(struct ctx *, const struct request *, const char **ret);

/* The same with its seal; NULL stays NULL. */
const char *api_cursor_sealed(struct ctx *, const struct request *, const char *cursor);

/* {"vi", "en"}. */
void api_put_label(struct buf *, const char *name, const char *vi, const char *en);

/* {"items":[ ... ]}: the beginning of a list, and its end.  Always true. */
void api_open_items(struct buf *);
bool api_reply_items(struct response *, struct buf *);

/* What ends a page instead, "],"cursor":...}", and a Link header to the next; cursor without its seal.  Always true. */
bool api_reply_page(struct ctx *, const struct request *, struct response *, struct buf *, const char *cursor);

/* The value of a Link header: the same address with another cursor, sealed. */
const char *api_next_link(struct ctx *, const struct request *, const char *sealed);

/* Member "unit" and the like of a body: NULL when absent.  ERR_INVALID "field.type". */
MUST_CHECK bool api_code_member(struct ctx *, const json_t *, const char *name, const char **ret);

/* What came of a unit, as GET /units/{code}/lineage tells it. */
MUST_CHECK bool api_reply_lineage(struct ctx *, struct response *, const struct unit *);

#endif
