/* stream.c - a file that is sent while it grows. */
#include "http/stream.h"

#include <errno.h>
#include <unistd.h>

#include "http/queue.h"

enum { BLOCK = 32 * 1024 };

bool stream_begun(const struct request *q)
{
	return q->stream != NULL && q->stream->begun;
}

void stream_begin(struct ctx *c, const struct request *q, struct response *r, int fd, uint64_t written)
{
	struct stream *t = q->stream;

	if (q->app->tell != NULL)
		q->app->tell(c, r);
	r->status = 200;
	t->fd = fd;
	t->written = written;
	t->begun = true;
	t->job->done = true;
	MHD_resume_connection(t->job->conn);
}

/* With the lock. */
static void wake(struct stream *t)
{
	if (!t->waiting)
		return;
	t->waiting = false;
	MHD_resume_connection(t->job->conn);
}

void stream_more(struct stream *t, uint64_t written)
{
	pthread_mutex_lock(&t->server->lock);
	t->written = written;
	wake(t);
	pthread_mutex_unlock(&t->server->lock);
}

void stream_end(struct stream *t, bool whole)
{
	struct server *s = t->server;

	pthread_mutex_lock(&s->lock);
	t->ended = true;
	t->whole = whole;
	const bool gone = t->gone;
	if (!gone)
		wake(t);
	pthread_mutex_unlock(&s->lock);
	if (gone)
		arena_free(t->job->ctx.arena);
}

/* With the lock: until the library's thread has taken it to say that the client is gone, the connection stands. */
static const char *why_unwanted(const struct stream *t)
{
	const struct peer *p = t->job->peer;

	return t->gone || (p != NULL && peer_has_left(p)) ? "server.left" : t->server->stopping ? "server.stopping" : NULL;
}

bool http_check_wanted(struct ctx *c, const struct request *q)
{
	if (q->stream == NULL)
		return true;
	pthread_mutex_lock(&q->stream->server->lock);
	const char *why = why_unwanted(q->stream);
	pthread_mutex_unlock(&q->stream->server->lock);
	return why == NULL || fail(c, ERR_BUSY, why, "long work ends between two parts");
}

/* How much can be read at `at`; 0: it has to wait, and does; else the end, one way or the other. */
static ssize_t there(struct stream *t, uint64_t at)
{
	ssize_t n = 0;

	pthread_mutex_lock(&t->server->lock);
	if (at < t->written)
		n = t->written - at > BLOCK ? BLOCK : (ssize_t)(t->written - at);
	else if (t->ended)
		n = t->whole ? MHD_CONTENT_READER_END_OF_STREAM : MHD_CONTENT_READER_END_WITH_ERROR;
	else
		t->waiting = true;
	mark(t->server, t->job, t->waiting ? PEER_WORK : PEER_SEND);
	if (t->waiting)
		MHD_suspend_connection(t->job->conn);
	pthread_mutex_unlock(&t->server->lock);
	return n;
}

static ssize_t read_on(void *arg, uint64_t at, char *ret, size_t room)
{
	struct stream *t = arg;
	ssize_t n = there(t, at);

	if (n <= 0)
		return n;
	do
		n = pread(t->fd, ret, (size_t)n < room ? (size_t)n : room, (off_t)at);
	while (n < 0 && errno == EINTR);
	return n > 0 ? n : MHD_CONTENT_READER_END_WITH_ERROR;
}

struct MHD_Response *stream_response(struct stream *t)
{
	return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, read_on, t, NULL);
}

bool stream_left(struct server *s, struct stream *t)
{
	pthread_mutex_lock(&s->lock);
	const bool working = t->begun && !t->ended;
	t->gone = working;
	pthread_mutex_unlock(&s->lock); /* the worker may free it now */
	return working;
}
