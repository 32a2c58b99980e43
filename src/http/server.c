/* server.c - libmicrohttpd does the sockets, worker threads do the work.
 *
 * One MHD thread reads whole requests.  It parks a complete request (suspend),
 * queues it, and goes on serving other connections.  A worker runs the handler
 * with its own database handle, then wakes the connection (resume); MHD calls
 * on_request once more and the response is sent.  While a connection is
 * suspended MHD does not touch it, so a job belongs to exactly one thread at
 * any time and needs no lock of its own. */
#include "http/queue.h"

#include <signal.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/log.h"
#include "base/time.h"
#include "http/guard.h"
#include "http/inner.h"
#include "http/multipart.h"
#include "http/spool.h"

enum {
	CONNECTION_TIMEOUT_S = 60, /* of silence; what drips is the reaper's */
	LINES_KEEP = 256 * 1024,   /* of a body of lines, in memory */
	DRAIN_MAX = 256 * 1024,    /* of a body refused on the way, before the refusal is sent and the connection dropped */
	REST_MS = 10000,           /* without a request, before a worker gives back what only makes it faster */
	STOP_MS = 5000,            /* for the last answers to be read */
};

/* ---- workers ---- */

static bool open_own(const struct server *s, struct ctx *own)
{
	struct arena *a = own->arena;

	arena_reset(a);
	*own = (struct ctx){ .arena = a, .now_ms = time_now_ms() };
	if (s->opt.open == NULL || s->opt.open(own, s->opt.arg))
		return true;
	log_event("worker.open_failed", "key=%s detail=%s", own->key, own->detail);
	return false;
}

static void close_own(const struct server *s, struct ctx *own)
{
	if (s->opt.close != NULL)
		s->opt.close(own, s->opt.arg);
}

static void serve(const struct server *s, struct job *j, const struct ctx *own)
{
	struct arena *a = j->ctx.arena;

	j->ctx = *own;
	j->ctx.arena = a;
	j->ctx.now_ms = time_now_ms();
	http_dispatch(&j->ctx, s->opt.app, &j->request, &j->response);
	j->gzip = !j->stream.begun && gzip_reply(&j->ctx, &j->response, j->head.accept_encoding, s->opt.tmp_dir);
}

static void *work(void *arg)
{
	struct server *s = arg;
	struct ctx own = { .arena = arena_new() };
	bool ready = false; /* opened with the first request it gets: an idle server holds no more than it needs */
	bool worked = false; /* since it last rested */

	for (struct job *j; (j = queue_take(s, !worked ? 0 : s->opt.rest_ms != 0 ? s->opt.rest_ms : REST_MS)) != NULL || worked;) {
		worked = j != NULL;
		if (j == NULL) {
			if (ready && s->opt.rest != NULL)
				s->opt.rest(&own, s->opt.arg);
			continue;
		}
		const bool alone = j->request.route->alone;
		ready = ready || (!alone && open_own(s, &own));
		if (alone) {
			serve(s, j, &(struct ctx){ 0 });
		} else if (!ready) {
			fail(&j->ctx, ERR_BUSY, "server.no_database", "the worker has no database");
			http_problem(&j->ctx, NULL, &j->response);
		} else {
			serve(s, j, &own);
		}
		if (j->stream.begun) {
			stream_end(&j->stream, j->ctx.err == ERR_NONE);
			continue;
		}
		if (queue_park(s, j))
			continue;
		j->done = true;
		MHD_resume_connection(j->conn);
	}
	if (ready)
		close_own(s, &own);
	arena_free(own.arena);
	return NULL;
}

/* ---- answers ---- */

static const char *find_header(const struct response *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (strcasecmp(r->header[i].name, name) == 0)
			return r->header[i].value;
	return NULL;
}

static void add_headers(struct MHD_Response *m, const struct job *j)
{
	const struct response *r = &j->response;

	if (r->type != NULL)
		MHD_add_response_header(m, "Content-Type", r->type);
	for (size_t i = 0; i < r->n_headers; i++)
		MHD_add_response_header(m, r->header[i].name, r->header[i].value);
	MHD_add_response_header(m, "X-Content-Type-Options", "nosniff");
	if (find_header(r, "Referrer-Policy") == NULL)
		MHD_add_response_header(m, "Referrer-Policy", "no-referrer");
	MHD_add_response_header(m, "Content-Security-Policy",
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'self'; "
		"frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'");
	if (find_header(r, "Cache-Control") == NULL)
		MHD_add_response_header(m, "Cache-Control", "no-store");
	if (j->gzip) {
		MHD_add_response_header(m, "Content-Encoding", "gzip");
		MHD_add_response_header(m, "Vary", "Accept-Encoding");
	}
	if (j->close)
		MHD_add_response_header(m, "Connection", "close");
}

static enum MHD_Result send_response(struct server *s, struct job *j)
{
	struct response *r = &j->response;
	struct MHD_Response *m;

	if (j->stream.begun) {
		m = stream_response(&j->stream);
	} else if (r->file > 0) {
		m = MHD_create_response_from_fd64((uint64_t)r->file_size, r->file);
		if (m != NULL)
			r->file = 0; /* theirs to close now */
	} else {                     /* the arena outlives the response */
		m = MHD_create_response_from_buffer(r->body_len, (void *)(uintptr_t)r->body, MHD_RESPMEM_PERSISTENT);
	}
	if (m == NULL)
		return MHD_NO;
	pthread_mutex_lock(&s->lock);
	j->close = j->close || s->stopping;
	pthread_mutex_unlock(&s->lock);
	add_headers(m, j);
	mark(s, j, PEER_SEND);
	enum MHD_Result ok = MHD_queue_response(j->conn, (unsigned)r->status, m);
	MHD_destroy_response(m);
	if (ok == MHD_YES && r->status >= 100 && r->status < 600)
		atomic_fetch_add(&s->by_status[r->status / 100], 1);
	return ok;
}

/* Answer with the failure in the job's context and end the connection: what follows on it cannot be trusted. */
static enum MHD_Result send_refusal(struct server *s, struct job *j)
{
	j->close = true;
	if (j->peer != NULL)
		peer_linger(j->peer);
	http_problem(&j->ctx, NULL, &j->response);
	if (s->opt.app->problem_page != NULL && http_is_visit(&j->request))
		s->opt.app->problem_page(&j->ctx, &j->request, &j->response);
	return send_response(s, j);
}

static enum MHD_Result put_header(void *to, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	buf_fmt(to, "%s: %s\r\n", name, value);
	return MHD_YES;
}

/* While a body comes the library can answer nothing, and whoever goes on sending would only see the connection closed: so the refusal is
 * written to the socket itself. */
static enum MHD_Result send_refusal_now(struct server *s, struct job *j)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(j->conn, MHD_CONNECTION_INFO_CONNECTION_FD);
	const struct response *r = &j->response;
	struct buf b = buf_in(j->ctx.arena);

	http_problem(&j->ctx, NULL, &j->response);
	struct MHD_Response *m = MHD_create_response_from_buffer(r->body_len, (void *)(uintptr_t)r->body, MHD_RESPMEM_PERSISTENT);
	if (m == NULL || info == NULL || j->peer == NULL)
		return MHD_NO;
	j->close = true;
	add_headers(m, j);
	buf_fmt(&b, "HTTP/1.1 %d %s\r\nContent-Length: %zu\r\n", r->status, MHD_get_reason_phrase_for((unsigned)r->status), r->body_len);
	MHD_get_response_headers(m, put_header, &b);
	MHD_destroy_response(m);
	buf_put(&b, "\r\n");
	buf_add(&b, r->body, r->body_len);
	if (send(info->connect_fd, b.data, b.len, MSG_NOSIGNAL | MSG_DONTWAIT) > 0 && r->status >= 100 && r->status < 600)
		atomic_fetch_add(&s->by_status[r->status / 100], 1);
	peer_linger(j->peer);
	return MHD_NO;
}

/* ---- requests ---- */

/* Behind our own proxy the last address it wrote is the client's; anything before is the client's own claim. */
static const char *remote_of(const struct server *s, struct job *j)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(j->conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const char *direct = info == NULL ? "" : listen_address_text(j->ctx.arena, info->client_addr);
	const char *claimed = j->head.forwarded_for;

	if (s->opt.proxy == NULL || claimed == NULL || !streq(direct, s->opt.proxy))
		return direct;
	const char *last = strrchr(claimed, ',');
	last = last == NULL ? claimed : last + 1;
	last += strspn(last, " \t");
	return listen_address_is_valid(last) ? last : direct;
}

static enum method method_of(const char *name)
{
	enum method m = GET;

	while (m < METHOD__COUNT && !streq(name, method_name(m)))
		m++;
	return m < METHOD__COUNT ? m : GET; /* the guard let nothing but HEAD through besides */
}

static void fill_request(struct server *s, struct job *j)
{
	struct request *q = &j->request;
	const struct head *h = &j->head;

	q->method = method_of(h->method);
	q->cookie = h->cookie;
	q->authorization = h->authorization;
	q->if_match = h->if_match;
	q->if_none_match = h->if_none_match;
	q->prefer = h->prefer;
	q->catalog_version = h->catalog_version;
	q->idempotency_key = h->idempotency_key;
	q->content_type = h->content_type;
	q->csrf_token = h->csrf_token;
	q->sec_fetch_site = h->sec_fetch_site;
	q->origin = h->origin;
	q->host = h->host;
	q->accept_encoding = h->accept_encoding;
	q->accept = h->accept;
	q->tmp_dir = s->opt.tmp_dir;
	q->remote = remote_of(s, j);
	j->wait = (struct waiting){ .since_ms = time_now_ms() };
	q->waiting = &j->wait;
	j->stream = (struct stream){ .server = s, .job = j };
	q->stream = &j->stream;
}

static bool too_large(struct ctx *c, size_t max)
{
	return fail(c, ERR_TOO_LARGE, "request.too_large", "Nội dung lớn quá %zu byte; hãy chia nhỏ rồi gửi lại.", max);
}

/* What can be said of the body before any of it is read. */
static bool expect_body(struct server *s, struct job *j, const struct route *t)
{
	struct ctx *c = &j->ctx;

	if (t->body == BODY_NONE)
		return fail(c, ERR_MALFORMED, "request.body_unexpected",
		            "Thao tác này không nhận nội dung; hãy gửi lại không kèm nội dung.");
	if ((uint64_t)j->head.body_len > route_body_max(t))
		return too_large(c, route_body_max(t));
	if (t->body == BODY_MULTIPART) {
		if (!http_media_is(j->head.content_type, "multipart/form-data"))
			return fail(c, ERR_UNSUPPORTED, "request.content_type",
			            "Kiểu nội dung phải là multipart/form-data; hãy sửa phần đầu Content-Type.");
		j->multipart = multipart_new(c, j->head.content_type, s->opt.tmp_dir == NULL ? "/var/tmp" : s->opt.tmp_dir);
		if (j->multipart == NULL)
			return false;
	}
	/* Lines may wait in a file; what is read as one thing has room for what was announced or allowed, as it comes. */
	const size_t most = j->head.chunked ? route_body_max(t) : (size_t)j->head.body_len;
	j->body = spool_new(c->arena, s->opt.tmp_dir, t->body == BODY_NDJSON && most > LINES_KEEP ? LINES_KEEP : most);
	mark(s, j, PEER_BODY);
	return true;
}

/* The header is in. */
static enum MHD_Result on_head(struct server *s, struct job *j)
{
	struct request *q = &j->request;
	const char *allow;

	atomic_fetch_add(&s->requests, 1);
	bool understood = guard_check(&j->ctx, j->conn, &j->head);
	if (understood)
		fill_request(s, j);
	if (!understood || !http_read_target(&j->ctx, q, j->head.target)) {
		atomic_fetch_add(&s->refused_guard, 1);
		return send_refusal(s, j);
	}
	bool has_body = j->head.chunked || j->head.body_len > 0;
	q->route = http_route(s->opt.app, q, &allow, j->ctx.arena);
	if (q->route == NULL) { /* needs no worker to be told so */
		http_dispatch(&j->ctx, s->opt.app, q, &j->response);
		j->done = true; /* an answer given here and now would end the connection */
		return has_body ? send_refusal(s, j) : MHD_YES;
	}
	if (has_body && !expect_body(s, j, q->route))
		return send_refusal(s, j);
	return MHD_YES;
}

static enum MHD_Result on_body(struct server *s, struct job *j, const char *data, size_t len)
{
	size_t max = route_body_max(j->request.route);

	if (j->ctx.err != ERR_NONE) {
		j->drained += len;
		return j->drained > DRAIN_MAX ? send_refusal_now(s, j) : MHD_YES;
	}
	if (len > max - j->request.body_len) {
		(void)too_large(&j->ctx, max);
	} else if (j->multipart != NULL) {
		j->request.body_len += len;
		if (!multipart_feed(&j->ctx, j->multipart, data, len))
			j->drained = 0;
	} else {
		j->request.body_len += len;
		if (!spool_add(&j->ctx, j->body, data, len))
			j->drained = 0;
	}
	return MHD_YES;
}

/* All of the request is in. */
static enum MHD_Result on_whole(struct server *s, struct job *j)
{
	struct ctx *c = &j->ctx;

	if (c->err == ERR_NONE && j->head.chunked && guard_has_trailer(j->conn, &j->head))
		fail(c, ERR_MALFORMED, "request.trailer", "Không nhận tiêu đề sau nội dung; hãy bỏ phần đó.");
	if (c->err == ERR_NONE && j->multipart != NULL && multipart_end(c, j->multipart))
		j->request.parts = multipart_parts(j->multipart);
	if (c->err == ERR_NONE && j->body != NULL && spool_end(c, j->body)) {
		j->request.body = j->body->data;
		j->request.body_fd = j->body->fd;
	}
	if (c->err != ERR_NONE)
		return send_refusal(s, j);
	if (queue_give(s, j))
		return MHD_YES;
	atomic_fetch_add(&s->refused_queue, 1);
	fail(c, ERR_BUSY, "server.queue_full", "the queue is full");
	http_problem(c, NULL, &j->response);
	return send_response(s, j);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *conn, const char *path, const char *method,
                                  const char *version, const char *data, size_t *len, void **state)
{
	struct server *s = cls;
	struct job *j = *state;
	enum MHD_Result ok = MHD_YES;

	(void)conn, (void)path;
	if (!j->begun) {
		j->begun = true;
		j->head.method = method;
		j->head.version = version;
		return on_head(s, j);
	}
	if (*len > 0) {
		ok = on_body(s, j, data, *len);
		*len = 0;
		return ok;
	}
	return j->done ? send_response(s, j) : on_whole(s, j);
}

/* The only moment when the target can be seen as it was sent; what is returned becomes *state. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *conn)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct arena *a = arena_new();
	struct job *j = NEW(a, struct job);

	(void)cls;
	j->conn = conn;
	j->peer = info == NULL ? NULL : info->socket_context;
	j->ctx.arena = a;
	j->head.target_at = target;
	j->head.target = arena_strdup(a, target);
	return j;
}

static void on_completed(void *cls, struct MHD_Connection *conn, void **state, enum MHD_RequestTerminationCode why)
{
	struct server *s = cls;
	struct job *j = *state;

	(void)conn, (void)why;
	*state = NULL;
	if (j == NULL)
		return;
	if (j->response.file > 0)
		close(j->response.file);
	mark(s, j, PEER_IDLE);
	pthread_mutex_lock(&s->lock);
	s->unanswered -= j->queued;
	pthread_mutex_unlock(&s->lock);
	if (!stream_left(s, &j->stream))
		arena_free(j->ctx.arena); /* the job itself lives there too */
}

static void on_connection(void *cls, struct MHD_Connection *conn, void **context, enum MHD_ConnectionNotificationCode what)
{
	struct server *s = cls;

	if (what == MHD_CONNECTION_NOTIFY_STARTED)
		*context = peer_new(&s->reaper, MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
	else if (*context != NULL)
		peer_gone(&s->reaper, *context);
}

/* ---- start and stop ---- */

static bool start_daemon(struct server *s)
{
	const char *why;
	int fd = listen_on(s->opt.listen, &s->port, &why);

	if (fd < 0) {
		fprintf(stderr, "Không mở được %s: %s.\n", s->opt.listen, why);
		return false;
	}
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, s,
		MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_TIMEOUT_S,
		MHD_OPTION_CONNECTION_LIMIT, s->opt.connections_max,
		MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->opt.per_client_max,
		MHD_OPTION_STRICT_FOR_CLIENT, 1,
		MHD_OPTION_END);
	if (s->daemon == NULL) {
		fprintf(stderr, "Không mở được %s: thư viện HTTP không khởi động.\n", s->opt.listen);
		close(fd);
	}
	return s->daemon != NULL;
}

static bool start_reaper(struct server *s)
{
	s->reaper.n_peers = (size_t)s->opt.connections_max * 2 + 8; /* as many again may linger */
	s->reaper.peers = calloc(s->reaper.n_peers, sizeof *s->reaper.peers);
	if (s->reaper.peers == NULL)
		abort();
	s->reaper.header_ms = s->opt.header_ms;
	s->reaper.body_ms = s->opt.body_ms;
	s->reaper.closed = &s->closed_slow;
	return reaper_start(&s->reaper);
}

struct server *server_start(const struct server_options *opt)
{
	struct server *s = calloc(1, sizeof *s);
	sigset_t all, before;

	if (s == NULL)
		abort();
	assert(opt->workers > 0 && opt->workers <= WORKERS_MAX && opt->connections_max > 0 && opt->header_ms > 0 && opt->body_ms > 0);
	s->opt = *opt;
	s->tail = &s->head;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->wake, NULL);
	sigfillset(&all); /* signals are for the main thread */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (!start_reaper(s))
		abort();
	for (; s->n_workers < opt->workers; s->n_workers++)
		if (pthread_create(&s->worker[s->n_workers], NULL, work, s) != 0)
			abort();
	bool ok = start_daemon(s);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (ok)
		return s;
	server_stop(s);
	return NULL;
}

uint16_t server_port(const struct server *s)
{
	return s->port;
}

static bool all_answered(struct server *s)
{
	pthread_mutex_lock(&s->lock);
	bool all = s->unanswered == 0;
	pthread_mutex_unlock(&s->lock);
	return all;
}

/* Order matters: MHD_stop_daemon panics if a connection is still suspended, and cuts answers on their way. */
void server_stop(struct server *s)
{
	int listening = s->daemon == NULL ? -1 : MHD_quiesce_daemon(s->daemon);

	if (listening >= 0)
		shutdown(listening, SHUT_RDWR); /* nobody gets in; MHD's thread may still be at the descriptor, so it is closed last */
	pthread_mutex_lock(&s->lock);
	s->stopping = true;
	pthread_cond_broadcast(&s->wake);
	pthread_mutex_unlock(&s->lock);
	while (s->n_workers > 0)
		pthread_join(s->worker[--s->n_workers], NULL);
	for (int ms = 0; ms < STOP_MS && !all_answered(s); ms += 5)
		usleep(5000);
	if (s->daemon != NULL)
		MHD_stop_daemon(s->daemon);
	if (listening >= 0)
		close(listening);
	reaper_stop(&s->reaper);
	free(s->reaper.peers);
	free(s);
}

void server_read_stats(const struct server *const_s, struct server_stats *ret)
{
	struct server *s = (struct server *)(uintptr_t)const_s;

	*ret = (struct server_stats){
		.requests = atomic_load(&s->requests),           .refused_queue = atomic_load(&s->refused_queue),
		.refused_guard = atomic_load(&s->refused_guard), .closed_slow = atomic_load(&s->closed_slow),
	};
	for (size_t i = 0; i < COUNT(ret->by_status); i++)
		ret->by_status[i] = atomic_load(&s->by_status[i]);
	pthread_mutex_lock(&s->lock);
	ret->waiting = s->waiting;
	pthread_mutex_unlock(&s->lock);
}
