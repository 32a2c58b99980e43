/* inner.h - what the files of this folder share and nobody else needs. */
#ifndef HTTP_INNER_H
#define HTTP_INNER_H

#include "http/http.h"

enum { BODY_MAX_DEFAULT = 64 * 1024, JSON_DEPTH_MAX = 16, PROBLEMS_MAX = 100 };

const char *method_name(enum method);

/* UTF-8 without control characters other than \n and \t. */
bool http_text_is_clean(const char *text, size_t len);

/* "application/json; charset=utf-8" is "application/json". */
bool http_media_is(const char *content_type, const char *wanted);

/* A browser that opens an address; programs, and pictures of pages, ask for something else. */
bool http_is_visit(const struct request *);

/* Path and query of a raw request target. */
MUST_CHECK bool http_read_target(struct ctx *, struct request *, const char *target);

/* Check query and body against the route; fills q->in. */
MUST_CHECK bool http_read_input(struct ctx *, struct request *);

/* Leave out the members of a JSON answer that are null. */
void http_drop_nulls(struct arena *, struct response *);

/* Turn the failure in c into a problem document; c keeps its failure. */
void http_problem(struct ctx *, const struct route *, struct response *); /* route NULL: none was found */

size_t route_body_max(const struct route *);

/* A listening socket for "127.0.0.1:8080" or "[::1]:0"; -1: *ret_why says why. */
int listen_on(const char *address, uint16_t *ret_port, const char **ret_why);

struct sockaddr;
const char *listen_address_text(struct arena *, const struct sockaddr *); /* "192.0.2.7" */
int listen_address_port(const struct sockaddr *);
bool listen_address_is_valid(const char *text);

/* Compress the body when that is worth it and the client can read it; text in a file, into another one in tmp_dir. */
bool gzip_reply(struct ctx *, struct response *, const char *accept_encoding, const char *tmp_dir);

#endif
