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
#include "http/answer.h"
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
	CUT_MAX = 64,              /* connections that were cut and are not yet closed */
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

/* A password takes its time: not for one who no longer waits for the answer. */
static bool has_left(struct server *s, const struct job *j)
{
	if (j->peer == NULL || !j->request.route->at_door || !peer_has_left(j->peer))
		return false;
	atomic_fetch_add(&s->left, 1);
	return true;
}

static void *work(void *arg)
{
	struct worker *me = arg;
	struct server *s = me->server;
	struct ctx own = { .arena = arena_new() };
	bool ready = false; /* opened with the first request it gets: an idle server holds no more than it needs */
	bool worked = false; /* since it last rested */

	for (struct job *j; (j = queue_take(me, !worked ? 0 : s->opt.rest_ms != 0 ? s->opt.rest_ms : REST_MS)) != NULL || worked;) {
		worked = j != NULL;
		if (j == NULL) {
			if (ready && s->opt.rest != NULL)
				s->opt.rest(&own, s->opt.arg);
			continue;
		}
		const bool alone = j->request.route->alone, left = has_left(s, j);
		ready = ready || (!alone && !left && open_own(s, &own));
		if (left) {
			fail(&j->ctx, ERR_BUSY, "server.left", "nobody waits for the answer");
			answer_problem(s, j);
		} else if (alone) {
			serve(s, j, &(struct ctx){ 0 });
		} else if (!ready) {
			fail(&j->ctx, ERR_BUSY, "server.no_database", "the worker has no database");
			answer_problem(s, j);
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

/* ---- requests ---- */

/* What our own proxy wrote itself: the last of a list.  Anything before is the client's own claim. */
static const char *last_of(const char *list)
{
	const char *comma = list == NULL ? NULL : strrchr(list, ',');
	const char *last = comma == NULL ? list : comma + 1;

	return last == NULL ? "" : last + strspn(last, " \t");
}

static int port_in(const char *text)
{
	const size_t n = text == NULL ? 0 : strlen(text);
	const long port = n == 0 || n > 5 || strspn(text, "0123456789") != n ? 0 : strtol(text, NULL, 10);

	return port > UINT16_MAX ? 0 : (int)port;
}

/* Who asks, and whether by TLS, as the proxy says where it is ours. */
static void fill_whence(const struct server *s, struct job *j)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(j->conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	const char *direct = info == NULL ? "" : listen_address_text(j->ctx.arena, info->client_addr);
	const bool by_proxy = s->opt.proxy != NULL && streq(direct, s->opt.proxy);
	const char *claimed = by_proxy ? last_of(j->head.forwarded_for) : "";

	j->request.remote = listen_address_is_valid(claimed) ? claimed : direct;
	j->request.remote_port = !by_proxy ? (info == NULL ? 0 : listen_address_port(info->client_addr)) : port_in(j->head.real_port);
	j->request.secure = by_proxy && strcasecmp(last_of(j->head.forwarded_proto), "https") == 0;
	j->whence = whence_of(j->request.remote);
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
	fill_whence(s, j);
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
		return answer_refusal(s, j);
	}
	bool has_body = j->head.chunked || j->head.body_len > 0;
	q->route = http_route(s->opt.app, q, &allow, j->ctx.arena);
	if (q->route == NULL) { /* needs no worker to be told so */
		http_dispatch(&j->ctx, s->opt.app, q, &j->response);
		j->done = true; /* an answer given here and now would end the connection */
		return has_body ? answer_refusal(s, j) : MHD_YES;
	}
	if (has_body && !expect_body(s, j, q->route))
		return answer_refusal(s, j);
	return MHD_YES;
}

static enum MHD_Result on_body(struct server *s, struct job *j, const char *data, size_t len)
{
	size_t max = route_body_max(j->request.route);

	if (j->ctx.err != ERR_NONE) {
		j->drained += len;
		return j->drained > DRAIN_MAX ? answer_refusal_now(s, j) : MHD_YES;
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

static void refuse_for_room(struct server *s, struct job *j)
{
	atomic_fetch_add(&s->refused_queue, 1);
	fail(&j->ctx, ERR_BUSY, "server.queue_full", "the queue is full");
	answer_problem(s, j);
}

static void refuse_for_crowd(struct server *s, struct job *j)
{
	atomic_fetch_add(&s->refused_crowd, 1);
	fail(&j->ctx, ERR_LIMITED, "server.crowd", "Từ địa chỉ mạng này có quá nhiều yêu cầu cùng lúc; hãy đợi vài giây rồi thử lại.");
	j->ctx.wait_s = 2;
	answer_problem(s, j);
}

/* All of the request is in. */
static enum MHD_Result on_whole(struct server *s, struct job *j)
{
	struct ctx *c = &j->ctx;

	if (c->err == ERR_NONE && j->multipart != NULL && multipart_end(c, j->multipart))
		j->request.parts = multipart_parts(j->multipart);
	if (c->err == ERR_NONE && j->body != NULL && spool_end(c, j->body)) {
		j->request.body = j->body->data;
		j->request.body_fd = j->body->fd;
	}
	if (c->err != ERR_NONE)
		return answer_refusal(s, j);
	struct job *surplus;
	const enum given given = queue_give(s, j, &surplus);
	if (surplus != NULL) {
		refuse_for_room(s, surplus);
		surplus->done = true;
		MHD_resume_connection(surplus->conn);
	}
	if (given == GIVEN)
		return MHD_YES;
	(given == GIVEN_CROWD ? refuse_for_crowd : refuse_for_room)(s, j);
	return answer_send(s, j);
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
	return j->done ? answer_send(s, j) : on_whole(s, j);
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
	queue_forget(s, j);
	if (!stream_left(s, &j->stream))
		arena_free(j->ctx.arena); /* the job itself lives there too */
}

static void on_connection(void *cls, struct MHD_Connection *conn, void **context, enum MHD_ConnectionNotificationCode what)
{
	const int fd = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
	struct server *s = cls;
	struct peer *p = *context;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = p = peer_new(&s->reaper, fd, MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr);
		if (p != NULL) {
			p->intake.server = s;
			p->intake.refuse = answer_fault;
		}
		if (p == NULL || !intake_watch(fd, &p->intake))
			shutdown(fd, SHUT_RDWR); /* nothing is read that is not looked at */
		return;
	}
	intake_forget(fd);
	if (p != NULL)
		peer_gone(&s->reaper, p);
}

static enum MHD_Result may_come(void *cls, const struct sockaddr *from, socklen_t len)
{
	struct server *s = cls;

	(void)len;
	if (reaper_has_room(&s->reaper, from))
		return MHD_YES;
	atomic_fetch_add(&s->refused_crowd, 1);
	return MHD_NO;
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
	s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, may_come, s, on_request, s,
		MHD_OPTION_LISTEN_SOCKET, fd,
		MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)CONNECTION_TIMEOUT_S,
		MHD_OPTION_CONNECTION_LIMIT, s->opt.connections_max + CUT_MAX,
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
	s->reaper.live_max = s->opt.connections_max;
	s->reaper.per_client_max = s->opt.per_client_max;
	s->reaper.proxy = s->opt.proxy;
	s->reaper.closed = &s->closed_slow;
	return reaper_start(&s->reaper);
}

static void start_workers(struct server *s, enum line_of of, unsigned n)
{
	assert(n <= WORKERS_MAX);
	for (const unsigned end = s->n_workers + n; s->n_workers < end; s->n_workers++) {
		struct worker *w = &s->worker[s->n_workers];
		*w = (struct worker){ .server = s, .of = of };
		if (pthread_create(&w->thread, NULL, work, w) != 0)
			abort();
	}
}

struct server *server_start(const struct server_options *opt)
{
	struct server *s = calloc(1, sizeof *s);
	sigset_t all, before;

	if (s == NULL)
		abort();
	assert(opt->workers > 0 && opt->workers <= WORKERS_MAX && opt->connections_max > 0 && opt->header_ms > 0 && opt->body_ms > 0);
	s->opt = *opt;
	pthread_mutex_init(&s->lock, NULL);
	for (size_t i = 0; i < COUNT(s->line); i++)
		lineup_start(&s->line[i]);
	sigfillset(&all); /* signals are for the main thread */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (!start_reaper(s))
		abort();
	start_workers(s, LINE_WORK, opt->workers);
	start_workers(s, LINE_DOOR, opt->door_workers == 0 ? 1 : opt->door_workers);
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
	for (size_t i = 0; i < COUNT(s->line); i++)
		pthread_cond_broadcast(&s->line[i].wake);
	pthread_mutex_unlock(&s->lock);
	while (s->n_workers > 0)
		pthread_join(s->worker[--s->n_workers].thread, NULL);
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
		.refused_crowd = atomic_load(&s->refused_crowd), .left = atomic_load(&s->left),
	};
	for (size_t i = 0; i < COUNT(ret->by_status); i++)
		ret->by_status[i] = atomic_load(&s->by_status[i]);
	pthread_mutex_lock(&s->lock);
	ret->waiting = s->line[LINE_WORK].waiting;
	ret->at_door = s->line[LINE_DOOR].waiting;
	pthread_mutex_unlock(&s->lock);
}
