/* api.h - calls of the API without a socket, made as a browser would make them.
 *
 * Each answer is looked at on the way: JSON must be JSON, a failure must be a
 * whole problem document, nothing but a failure may be one, and all is what the
 * route says it gives (described.h). */
#ifndef TEST_API_H
#define TEST_API_H

#include <jansson.h>

#include "http/http.h"
#include "test.h"

#define API_PASSWORD "Sen-no-trang-xanh"

struct api_session {
	const char *name, *token, *csrf; /* token NULL: nobody is signed in */
	const char *bearer;              /* of a client, instead of a session */
};

struct api_options {
	int ignored;
	const char *if_match, *key;            /* If-Match, Idempotency-Key */
	const char *if_none_match, *prefer;
	const char *version, *accept;          /* Khue-Catalog-Version, Accept */
	const char *accept_encoding, *origin, *host;
	const char *cookie;                    /* "khue_theme=dark", beside the session's */
	const char *type;                      /* content type; NULL: JSON, or none without a body */
	const char *csrf, *sec_fetch_site;     /* csrf NULL: the session's own */
	bool no_csrf;
	const char *authorization;             /* instead of the client's own */
	const char *remote;                    /* address of the caller; NULL: 192.0.2.1 */
	int remote_port;
	bool secure;                           /* by TLS */
	struct part *parts;
	struct waiting *waiting;               /* it may wait for something new; NULL: it is answered at once */
	size_t body_len;                       /* of a body with NUL bytes; 0: it is text */
};

struct api_reply {
	int status;
	const char *disposition, *cache;
	const char *coding;
	const char *type, *body, *etag, *cookie, *location, *link, *allow, *authenticate, *session_ends, *applied, *retry_after;
	size_t body_len;
	int file;       /* a file was sent: its descriptor, closed with the arena; 0: none */
	json_t *json;   /* NULL when the body is not one JSON value; released with the arena */
	const char *key; /* of the problem, NULL when there is none */
};

/* target: "/api/v1/units?parent=19", escaped.  Further arguments: members of api_options, ".if_match = x". */
#define api_call(c, session, method, target, body, ...) \
	api_send(c, session, method, target, body, &(const struct api_options){ .ignored = 0, __VA_ARGS__ })
struct api_reply api_send(struct ctx *, const struct api_session *, enum method, const char *target, const char *body,
                          const struct api_options *);

extern const struct api_session api_nobody;

/* Sign in; the status of the answer. */
int api_sign_in(struct ctx *, const char *name, const char *password, struct api_session *ret);

/* An account made by the system, its one-time password changed to API_PASSWORD, signed in. */
struct api_session api_account(struct ctx *, const char *name, const char *role, const char *unit_code, const char *levels);

/* The same of a teacher: a member of the unit's staff. */
struct api_session api_teacher(struct ctx *, const char *name, const char *unit_code, const char *staff);

/* From now on, until the test ends, whom answers show is kept. */
struct view_watch *api_watch(struct ctx *);

/* From now on, until the test ends, requests that need the thread for jobs find one. */
void api_serve_jobs(struct ctx *);

/* For a query: everything but letters and digits as %XX. */
const char *api_escape(struct arena *, const char *text);

/* How many wait for the caller, of a kind. */
json_int_t api_notice_count(struct ctx *, const struct api_session *, const char *kind);

/* A member of the answer, "" when it is not there or not text. */
const char *api_text(const struct api_reply *, const char *member);

/* The problem told about a field; NULL when there is none. */
const char *api_problem(const struct api_reply *, const char *field);

const json_t *api_items(const struct api_reply *);

/* The status must be this; shows the answer when it is not. */
#define EXPECT(reply, expected) api_expect(&(reply), expected, __FILE__, __LINE__)
void api_expect(const struct api_reply *, int status, const char *file, int line);

#endif
