/* http.h - requests, responses and routes.  Knows nothing about records, rules or SQL.
 *
 * A route is one row of a table: what it matches, who may call it, how the
 * unit it touches is found, what body it takes.  http_dispatch() is the only
 * place where a failure becomes a status and a problem document (RFC 9457). */
#ifndef HTTP_H
#define HTTP_H

#include <jansson.h>

#include "base/buf.h"
#include "base/ctx.h"
#include "http/out.h"

enum method { GET, POST, PUT, PATCH, DELETE, METHOD__COUNT }; /* HEAD is GET without its body */

enum { PARAMS_MAX = 4, QUERY_MAX = 24 };

struct pair {
	const char *name, *value;
};

/* One part of a multipart/form-data body.  A part with a file name is kept in a
 * temporary file (unlinked, readable through fd); others as text. */
struct part {
	struct part *next;
	const char *name, *filename; /* filename NULL: a plain field */
	const char *text;            /* plain field, NUL-terminated */
	int fd;                      /* file part; closed with the request */
	int64_t size;
};

/* Of a request that may wait for something new without holding a worker: it sets again_ms, and is asked once more after so long. */
struct waiting {
	bool may;                         /* there is room for one more that waits */
	int64_t since_ms;                 /* when it came */
	const char *seen;                 /* what it had seen then, the handler's own; NULL at first */
	int again_ms;                     /* 0: this is the answer */
};

struct request {
	enum method method;
	const char *path;                 /* decoded once, no query */
	const struct app *app;            /* set by dispatch */
	const struct route *route;        /* set by dispatch */
	struct pair param[PARAMS_MAX];    /* {name} of the path, decoded */
	size_t n_params;
	struct pair query[QUERY_MAX];     /* decoded; each name at most once */
	size_t n_query;
	bool nulls;                       /* members that are null are wanted too */
	const char *body;
	size_t body_len;
	int body_fd;                      /* > 0: of BODY_NDJSON, which is there and not in body; http/lines.h reads it */
	const char *tmp_dir;              /* for what is too large for memory; NULL: /var/tmp */
	struct part *parts;               /* BODY_MULTIPART only */
	const json_t *in;                 /* BODY_JSON, BODY_FORM: parsed, checked against route->in */
	const char *cookie, *authorization, *if_match, *if_none_match, *prefer, *idempotency_key, *content_type, *csrf_token, *sec_fetch_site, *origin, *host, *accept,
	           *accept_encoding, *catalog_version;
	struct waiting *waiting;          /* NULL: it is answered at once */
	struct stream *stream;            /* an answer of lines may begin before it is whole; NULL: it may not */
	const char *remote;               /* address of the client, for limits; never logged whole */
	int remote_port;                  /* 0: not known */
	bool secure;                      /* it came by TLS, to the proxy that says so */
};

struct response {
	int status;                       /* 0 means 200, or the status of the error */
	const char *type;                 /* content type */
	const char *body;                 /* in the request's arena */
	size_t body_len;
	int file;                         /* > 0: send this descriptor instead of body; closed after */
	int64_t file_size;
	struct pair header[8];            /* further headers: ETag, Link, Set-Cookie, Location ... */
	size_t n_headers;
};

enum in_kind { IN_INT, IN_TEXT, IN_BOOL, IN_OBJECT, IN_LIST, IN_FILES }; /* IN_FILES: parts of a multipart body */

struct in_field {                     /* one member of a JSON body: checked, and shown in OpenAPI */
	const char *name;
	enum in_kind kind;
	bool required;
	size_t max_len;                   /* IN_TEXT: characters, 0 means 200 */
	bool objects;                     /* IN_LIST: of objects; else of texts */
	const char *summary;
};

enum body_kind { BODY_NONE, BODY_JSON, BODY_FORM, BODY_RECORD, BODY_NDJSON, BODY_MULTIPART, BODY_BYTES };
/* BODY_FORM: the members of a JSON body as a form sends them (application/x-www-form-urlencoded), all of them text; JSON is taken too.
 * BODY_RECORD: one JSON object whose members only the handler can check (fields of the catalogue);
 * parsed into request->in.  BODY_NDJSON: lines, which http/lines.h gives one by one.
 * BODY_BYTES: a file as it is in request->body, never empty; what it is the handler finds out, whatever its content type says. */

/* What the caller wants to do; the gate compares it with the rights of the account. */
enum action {
	ACTION_PUBLIC = 1, /* anyone, also without a session */
	ACTION_VISIT,      /* the same, but who is signed in is known */
	ACTION_SESSION,    /* anyone who is signed in, about themself */
	ACTION_READ, ACTION_WRITE, ACTION_APPROVE, ACTION_SUBMIT, ACTION_ACCEPT, ACTION_ADMIN,
};

/* How the unit that the request touches is found, so that scope can be checked. */
enum scope_from {
	SCOPE_NONE = 1,    /* touches no unit */
	SCOPE_PATH,        /* {code} in the path names a record; the store finds it inside the scope only */
	SCOPE_QUERY,       /* unit= or within= in the query; absent: the caller's own scope */
	SCOPE_BODY,        /* member "unit" of the body, or of each line; absent: the caller's own unit */
	SCOPE_RECORD,      /* {id} in the path names a report, job, account ...; its module checks its unit */
};

/* Whether the route is for whoever sees only classes of a school. */
enum of_classes {
	CLASSES_NONE,      /* it is about the whole school */
	CLASSES_SHARED,    /* those they lead, and of some types those they teach in */
	CLASSES_LED,       /* those they lead */
};

typedef bool handler_fn(struct ctx *, const struct request *, struct response *);

/* The function of a route, and before it the members of the JSON body it takes, where it takes one: IN(handler_in) in its row. */
#define HANDLER(name) handler_fn name; bool name(struct ctx *c, const struct request *q, struct response *r)
#define TAKES(handler, ...) const struct in_field handler##_in[] = { __VA_ARGS__, { 0 } }

struct route {
	enum method method;
	const char *path;                 /* "/api/v1/{plural}/{code}"; {x} takes one segment, never empty; "{id}.pdf" works too */
	enum action action;
	const char *object;               /* "record": the type is {plural}; else a module: "report", "account" ... */
	const char *also;                 /* a second module, whose right is enough as well; NULL: none */
	enum scope_from scope;
	handler_fn *handler;
	const char *name;                 /* of the handler; its operationId follows from it, so it does not change */
	const struct out *out;            /* what it answers; the last has no status */
	enum body_kind body;
	const struct in_field *in;        /* BODY_JSON, BODY_FORM; the last has no name.  NULL: another body */
	const struct in_field *parts;     /* BODY_MULTIPART: what it is made of; the handler checks it */
	size_t body_max;                  /* bytes; 0: 64 KiB */
	const char *query;                /* names of the query parameters it knows, blank-separated; others are refused, but passed over of a page;
	                                   * NULL: none; "*": the handler checks them itself */
	const char *summary;              /* Vietnamese, for OpenAPI and /docs */
	const char *client_scope;         /* what a client must hold; of records the scope of their type; NULL: nothing for clients */
	enum of_classes classes;          /* what it gives and takes is narrowed to them; who is not bound to classes is not concerned */
	bool page;                        /* for people: its forms need no X-CSRF-Token but must come from here, and what fails is told by app.problem_page */
	bool halfway;                     /* also of whoever has not given the code of their second factor yet */
	bool at_door;                     /* looks at a password of one who is not known yet: in a line of its own */
	bool alone;                       /* answers without database and catalogue, also while they are away */
	bool one_statement;               /* of a GET: what it answers comes from one, which is of one moment by itself */
};

/* Every column but body and query must be said: a row without action, object, scope or answer does not compile. */
#define ROUTE(method_, path_, action_, object_, scope_, handler_, out_, summary_, ...) \
	{ .method = method_, .path = path_, .action = ACTION_##action_, .object = object_, .scope = SCOPE_##scope_, \
	  .handler = handler_, .name = #handler_, .out = (const struct out[]){ out_, { 0 } }, .summary = summary_, __VA_ARGS__ }
#define IN(table) .body = BODY_JSON, .in = table
#define IN_FORM(table) .body = BODY_FORM, .in = table

/* Who is calling, and may they?  Sets c->account or fails. */
typedef bool gate_fn(struct ctx *, const struct route *, const struct request *);

struct app {
	const struct route *routes;
	size_t n_routes;
	gate_fn *gate;
	const char *(*token)(struct arena *, const struct request *); /* by what a caller is known before the gate; NULL: by nothing.  NULL: nobody is */
	int64_t (*caller)(const struct ctx *); /* whom the gate let in, as a number for the log; 0: nobody.  NULL: it is not told */
	const struct route *elsewhere;    /* serves every other address outside of /api/ that a browser opens; NULL: there is nothing there */
	void (*problem_page)(struct ctx *, const struct request *, struct response *); /* of routes that are pages; without a route where no address could be read */
	bool (*keep)(struct ctx *, const struct request *); /* of what an answer shows, before it goes out; false: it does not.  NULL: nothing is kept */
	void (*tell)(struct ctx *, struct response *); /* what every answer to that caller carries; NULL: nothing */
	const void *data;                 /* the catalogue; handlers reach it through request->app */
};

/* Find the route, pass the gate, check the input, call the handler, and turn
 * whatever happened into a response. */
void http_dispatch(struct ctx *, const struct app *, struct request *, struct response *);

/* The route that would serve this, its params filled in; NULL when none.  *ret_allow: methods the path knows, for 405. */
const struct route *http_route(const struct app *, struct request *, const char **ret_allow, struct arena *);

/* Split "a=b&c=%20d" into request->query.  False: malformed, too many, or a name twice. */
bool http_parse_query(struct arena *, struct request *, const char *query);

/* The same of a body; NULL: malformed, too many, or a name twice. */
json_t *http_parse_form(struct arena *, const char *form);

/* Percent-decode; NULL when malformed, not UTF-8, or when a control character would come out. */
const char *http_decode(struct arena *, const char *text, size_t len);

/* As one value of a query. */
const char *http_encode(struct arena *, const char *text);

/* Does Accept-Encoding take this coding ("br", "gzip")? */
bool http_accepts(const char *accept_encoding, const char *coding);

/* For long work between its parts: false when the caller's connection is gone (ERR_BUSY "server.left") or the server ends ("server.stopping"). */
MUST_CHECK bool http_check_wanted(struct ctx *, const struct request *);

/* What a failure says to people; of our own faults no more than that. */
const char *http_detail(const struct ctx *);

const char *http_param(const struct request *, const char *name);  /* NULL when absent */
const char *http_query(const struct request *, const char *name);

/* true or 1, false or 0; false without one.  ERR_INVALID "query.flag". */
MUST_CHECK bool http_flag(struct ctx *, const struct request *, const char *name, bool *ret);

/* Every route that answers JSON knows the parameter "nulls" beside those of its row: members that are null are left out without it. */
bool route_gives_json(const struct route *);
int64_t in_int(const struct request *, const char *name);
bool in_bool(const struct request *, const char *name);
const char *in_text(const struct request *, const char *name);     /* NULL when absent */
const struct part *http_part(const struct request *, const char *name);

bool reply_json(struct response *, struct buf *); /* whole: nothing of it is open; true */
MUST_CHECK bool reply_document(struct ctx *, struct response *, json_t *stolen);
void reply_buf(struct response *, const char *type, struct buf *);
void reply_header(struct response *, const char *name, const char *value);
void reply_redirect(struct response *, const char *to);            /* 303 */

#endif
