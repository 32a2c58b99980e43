/* intake.c - libmicrohttpd reads its sockets by recv(), and in this program that is ours. */
#include "http/intake.h"

#include <errno.h>
#include <stdatomic.h>
#include <sys/socket.h>

enum { FDS_MAX = 65536 };

static struct intake *_Atomic at[FDS_MAX];

bool intake_watch(int fd, struct intake *in)
{
	if (fd < 0 || fd >= FDS_MAX)
		return false;
	atomic_store(&at[fd], in);
	return true;
}

void intake_forget(int fd)
{
	if (fd >= 0 && fd < FDS_MAX)
		atomic_store(&at[fd], NULL);
}

static ssize_t refuse(struct intake *in, int fd)
{
	in->passes = true;
	in->refuse(in->server, in->peer, fd, in->framing.fault);
	errno = ECONNRESET;
	return -1;
}

/* What stands before the fault is answered first: the library asks for more when it has done so. */
static ssize_t sound(struct intake *in, int fd, const char *data, size_t len)
{
	const size_t n = framing_read(&in->framing, data, len);

	return n == 0 ? refuse(in, fd) : (ssize_t)n;
}

ssize_t recv(int fd, void *buf, size_t len, int flags)
{
	struct intake *in = flags != 0 || fd < 0 || fd >= FDS_MAX ? NULL : atomic_load(&at[fd]);

	if (in == NULL || in->passes)
		return recvfrom(fd, buf, len, flags, NULL, NULL);
	if (in->framing.fault != NULL)
		return refuse(in, fd);
	const ssize_t n = recvfrom(fd, buf, len, flags, NULL, NULL);
	return n <= 0 ? n : sound(in, fd, buf, (size_t)n);
}
