/* lines.c - a body of lines, one after the other, wherever it is kept; and an answer of lines. */
#include "http/lines.h"

#include <errno.h>
#include <unistd.h>

#include "http/inner.h"
#include "http/stream.h"

static const char type_of_lines[] = "application/x-ndjson";

enum { WINDOW = 4 * HTTP_LINE_MAX, ANSWER_KEEP = 256 * 1024 };

bool http_body_read(struct ctx *c, const struct request *q, size_t from, char *ret, size_t room, size_t *ret_n)
{
	const size_t left = q->body_len > from ? q->body_len - from : 0, want = room < left ? room : left;

	*ret_n = 0;
	if (q->body_fd == 0) {
		if (want > 0)
			memcpy(ret, q->body + from, want);
		*ret_n = want;
		return true;
	}
	while (*ret_n < want) {
		ssize_t n = pread(q->body_fd, ret + *ret_n, want - *ret_n, (off_t)(from + *ret_n));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return fail(c, ERR_INTERNAL, "request.tmp", "cannot read a body again: %s", n < 0 ? strerrorname_np(errno) : "it is shorter than it was");
		*ret_n += (size_t)n;
	}
	return true;
}

struct http_lines http_lines_of(struct arena *a, const struct request *q)
{
	return (struct http_lines){ .q = q, .window = q->body_fd == 0 ? NULL : arena_alloc(a, WINDOW) };
}

/* Behind what was not given out yet; false: it cannot be read. */
static bool read_on(struct ctx *c, struct http_lines *l)
{
	size_t n;

	if (l->begin > 0) {
		memmove(l->window, l->window + l->begin, l->end - l->begin);
		l->end -= l->begin;
		l->begin = 0;
	}
	if (!http_body_read(c, l->q, l->at, l->window + l->end, WINDOW - l->end, &n))
		return false;
	l->end += n;
	l->at += n;
	return true;
}

static bool next_in_memory(struct http_lines *l, const char **ret, size_t *ret_len)
{
	const char *p = l->q->body + l->at;
	const size_t left = l->q->body_len - l->at;
	const char *nl = left == 0 ? NULL : memchr(p, '\n', left);

	*ret = left == 0 ? NULL : p;
	*ret_len = nl == NULL ? left : (size_t)(nl - p);
	l->at += *ret_len + (nl != NULL);
	return true;
}

/* What is too long for the window is passed over: its length alone is told. */
static bool next_in_file(struct ctx *c, struct http_lines *l, const char **ret, size_t *ret_len)
{
	size_t passed = 0;

	for (;;) {
		const char *p = l->window + l->begin;
		const size_t have = l->end - l->begin;
		const char *nl = have == 0 ? NULL : memchr(p, '\n', have);
		const bool last = l->at == l->q->body_len;
		if (nl != NULL || last) {
			const size_t n = nl == NULL ? have : (size_t)(nl - p);
			*ret = n == 0 && passed == 0 && nl == NULL ? NULL : p;
			*ret_len = passed + n;
			l->begin += n + (nl != NULL);
			return true;
		}
		if (have == WINDOW || passed > 0) {
			passed += have;
			l->begin = l->end;
		}
		if (!read_on(c, l))
			return false;
	}
}

static void pass_mark(struct http_lines *l, const char **line, size_t *len)
{
	static const char mark[3] = "\xEF\xBB\xBF";

	if (!l->begun && *line != NULL && *len >= sizeof mark && *len <= HTTP_LINE_MAX && memcmp(*line, mark, sizeof mark) == 0) {
		*line += sizeof mark;
		*len -= sizeof mark;
	}
	l->begun = true;
}

bool http_next_line(struct ctx *c, struct http_lines *l, const char **ret, size_t *ret_len)
{
	do {
		if (!(l->window == NULL ? next_in_memory(l, ret, ret_len) : next_in_file(c, l, ret, ret_len)))
			return false;
		pass_mark(l, ret, ret_len);
		l->number += *ret != NULL;
	} while (*ret != NULL && (*ret_len == 0 || (*ret_len == 1 && **ret == '\r')));
	return true;
}

struct spool *reply_lines(struct ctx *c, const struct request *q)
{
	return spool_new(c->arena, q->tmp_dir, ANSWER_KEEP);
}

bool reply_lines_add(struct ctx *c, const struct request *q, struct spool *s, struct buf *b)
{
	struct response part = { 0 };

	reply_buf(&part, type_of_lines, b);
	if (!q->nulls)
		http_drop_nulls(c->arena, &part);
	if (!spool_add(c, s, part.body, part.body_len))
		return false;
	if (!stream_begun(q))
		return true;
	if (!spool_end(c, s))
		return false;
	stream_more(q->stream, s->len);
	return true;
}

bool reply_lines_begin(struct ctx *c, const struct request *q, struct response *r, struct spool *s)
{
	if (q->stream == NULL || q->stream->begun)
		return true;
	if (!spool_to_file(c, s))
		return false;
	r->type = type_of_lines;
	stream_begin(c, q, r, s->fd, s->len);
	return true;
}

bool reply_lines_end(struct ctx *c, const struct request *q, struct response *r, struct spool *s)
{
	if (stream_begun(q))
		return true;
	if (!spool_end(c, s))
		return false;
	r->type = type_of_lines;
	if (s->fd > 0) {
		r->file = spool_take_file(s);
		r->file_size = (int64_t)s->len;
	} else {
		r->body = s->data == NULL ? "" : s->data;
		r->body_len = s->len;
	}
	return true;
}
