/* spool.c - a buffer that is emptied into a file whenever it is full. */
#include "http/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { FIRST = 4 * 1024 };

static void close_fd(void *fd)
{
	close((int)(intptr_t)fd);
}

static int open_unnamed(struct ctx *c, const char *dir)
{
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0) { /* some file systems cannot; then by name, at once unlinked */
		char *path = arena_fmt(c->arena, "%s/khue-upload-XXXXXX", dir);
		fd = mkostemp(path, O_CLOEXEC);
		if (fd >= 0)
			unlink(path);
	}
	if (fd < 0)
		fail(c, ERR_INTERNAL, "request.tmp", "cannot make a temporary file in %s: %s", dir, strerrorname_np(errno));
	return fd;
}

int spool_file(struct ctx *c, struct arena *a, const char *dir)
{
	const int fd = open_unnamed(c, dir);

	if (fd >= 0)
		arena_defer(a, close_fd, (void *)(intptr_t)fd);
	return fd;
}

bool spool_write(struct ctx *c, int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(c, ERR_FULL, "request.tmp_full", "Máy chủ hết chỗ để nhận tệp; hãy báo người quản trị.");
		data += n;
		len -= (size_t)n;
	}
	return true;
}

static void release(void *arg)
{
	struct spool *s = arg;

	if (s->fd > 0)
		close(s->fd);
	free(s->data);
}

struct spool *spool_new(struct arena *a, const char *dir, size_t keep)
{
	struct spool *s = NEW(a, struct spool);

	*s = (struct spool){ .dir = dir == NULL ? "/var/tmp" : dir, .keep = keep };
	arena_defer(a, release, s);
	return s;
}

static void make_room(struct spool *s, size_t need)
{
	size_t room = s->room == 0 ? FIRST : s->room;

	if (need <= s->room)
		return;
	while (room < need)
		room *= 2;
	s->room = room > s->keep ? s->keep : room;
	s->data = realloc(s->data, s->room);
	if (s->data == NULL)
		abort();
}

static bool empty(struct ctx *c, struct spool *s)
{
	if (s->fd == 0) {
		const int fd = open_unnamed(c, s->dir);
		if (fd < 0)
			return false;
		s->fd = fd;
	}
	const size_t n = s->held;
	s->held = 0;
	return spool_write(c, s->fd, s->data, n);
}

bool spool_add(struct ctx *c, struct spool *s, const char *data, size_t len)
{
	s->len += len;
	while (len > s->keep - s->held) {
		const size_t n = s->keep - s->held;
		make_room(s, s->keep);
		memcpy(s->data + s->held, data, n);
		s->held += n;
		data += n;
		len -= n;
		if (!empty(c, s))
			return false;
	}
	if (len == 0)
		return true;
	make_room(s, s->held + len);
	memcpy(s->data + s->held, data, len);
	s->held += len;
	return true;
}

bool spool_to_file(struct ctx *c, struct spool *s)
{
	return empty(c, s);
}

bool spool_end(struct ctx *c, struct spool *s)
{
	return s->fd == 0 || empty(c, s);
}

int spool_take_file(struct spool *s)
{
	const int fd = s->fd;

	s->fd = 0;
	return fd;
}
