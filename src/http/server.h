/* server.h - sockets in, http_dispatch on worker threads, sockets out. */
#ifndef SERVER_H
#define SERVER_H

#include "http/http.h"

struct server_options {
	const char *listen;      /* "127.0.0.1:8080"; port 0 picks a free one */
	unsigned workers;        /* threads, each with its own database handle */
	unsigned door_workers;   /* the same for routes at the door; 0: one */
	unsigned queue_max;      /* requests waiting for a worker; beyond that: 503 with Retry-After */
	unsigned header_ms;      /* whole header must be in by then */
	unsigned body_ms;        /* a body must come at 1 KB/s or better over this stretch */
	/* per_client_max, 0 for no limit: connections of one address but the proxy's, and requests under way of one.  Of too many connections one
	 * of the address that has the most goes, or else of any: the one that has been idle longest, else the one whose head, or body, has been on its way
	 * longest; else the newcomer. */
	unsigned connections_max, per_client_max;
	const char *tmp_dir;     /* where uploads and long answers wait, unlinked; NULL: /var/tmp */
	const char *proxy;       /* address of a proxy whose X-Forwarded-For is believed; NULL: nobody's */
	const struct app *app;
	/* Opens what a worker needs (its database handle) into its context.  When it fails, the worker answers 503 and
	 * calls it again at its next request.  Both may be NULL. */
	bool (*open)(struct ctx *, void *arg);
	void (*close)(struct ctx *, void *arg);
	void (*rest)(struct ctx *, void *arg); /* the worker has had nothing to do for rest_ms; may be NULL */
	unsigned rest_ms;        /* 0: ten seconds */
	void *arg;
};

struct server;
struct server *server_start(const struct server_options *); /* NULL: said why on stderr */
uint16_t server_port(const struct server *);
void server_stop(struct server *);                          /* finishes what was accepted */

/* Counters for /metrics, readable from any thread. */
struct server_stats {
	uint64_t requests, refused_queue, refused_guard, refused_crowd, left, closed_slow, by_status[6]; /* left: before their password was looked at */
	unsigned waiting, at_door;
};
void server_read_stats(const struct server *, struct server_stats *ret);

#endif
