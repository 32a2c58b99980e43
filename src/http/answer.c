/* answer.c - what a worker or a failure left in a job, sent. */
#include "http/answer.h"

#include <strings.h>
#include <sys/socket.h>

#include "http/inner.h"

void answer_problem(const struct server *s, struct job *j)
{
	http_problem(&j->ctx, NULL, &j->response);
	if (j->request.route->page && s->opt.app->problem_page != NULL)
		s->opt.app->problem_page(&j->ctx, &j->request, &j->response);
}

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
	if (j->request.secure)
		MHD_add_response_header(m, "Strict-Transport-Security", "max-age=31536000");
	if (find_header(r, "Cache-Control") == NULL)
		MHD_add_response_header(m, "Cache-Control", "no-store");
	if (j->gzip) {
		MHD_add_response_header(m, "Content-Encoding", "gzip");
		MHD_add_response_header(m, "Vary", "Accept-Encoding");
	}
	if (j->close)
		MHD_add_response_header(m, "Connection", "close");
}

enum MHD_Result answer_send(struct server *s, struct job *j)
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

enum MHD_Result answer_refusal(struct server *s, struct job *j)
{
	j->close = true;
	if (j->peer != NULL)
		peer_linger(j->peer);
	http_problem(&j->ctx, NULL, &j->response);
	if (s->opt.app->problem_page != NULL && http_is_visit(&j->request))
		s->opt.app->problem_page(&j->ctx, &j->request, &j->response);
	return answer_send(s, j);
}

static enum MHD_Result put_header(void *to, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	buf_fmt(to, "%s: %s\r\n", name, value);
	return MHD_YES;
}

static void write_refusal(struct server *s, struct job *j, int fd)
{
	const struct response *r = &j->response;
	struct buf b = buf_in(j->ctx.arena);

	http_problem(&j->ctx, NULL, &j->response);
	struct MHD_Response *m = MHD_create_response_from_buffer(r->body_len, (void *)(uintptr_t)r->body, MHD_RESPMEM_PERSISTENT);
	if (m == NULL)
		return;
	j->close = true;
	add_headers(m, j);
	buf_fmt(&b, "HTTP/1.1 %d %s\r\nContent-Length: %zu\r\n", r->status, MHD_get_reason_phrase_for((unsigned)r->status), r->body_len);
	MHD_get_response_headers(m, put_header, &b);
	MHD_destroy_response(m);
	buf_put(&b, "\r\n");
	buf_add(&b, r->body, r->body_len);
	if (send(fd, b.data, b.len, MSG_NOSIGNAL | MSG_DONTWAIT) > 0 && r->status >= 100 && r->status < 600)
		atomic_fetch_add(&s->by_status[r->status / 100], 1);
	peer_linger(j->peer);
}

enum MHD_Result answer_refusal_now(struct server *s, struct job *j)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(j->conn, MHD_CONNECTION_INFO_CONNECTION_FD);

	if (info != NULL && j->peer != NULL)
		write_refusal(s, j, info->connect_fd);
	return MHD_NO;
}

void answer_fault(void *server, void *peer, int fd, const struct framing_fault *fault)
{
	struct server *s = server;
	struct arena *a = arena_new();
	struct job *j = NEW(a, struct job);

	j->ctx.arena = a;
	j->peer = peer;
	atomic_fetch_add(&s->refused_guard, 1);
	guard_refuse(&j->ctx, fault->key, fault->what);
	write_refusal(s, j, fd);
	arena_free(a);
}
