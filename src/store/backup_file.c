/* backup_file.c - the file of a backup. */
#include "store/backup_file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/reason.h"

enum { PIECE = 128 * 1024, LEVEL = 1, LINE_MAX_BYTES = 512 * 1024 * 1024 };

/* A frame of zstd that readers skip: content is filled up to a whole chunk, so that of a file that was cut nothing looks whole. */
enum { SKIPPED_HEAD = 8 };

struct backup_out {
	const char *path, *partial;
	int fd;
	int64_t size;
	struct age_out *age;
	ZSTD_CCtx *zstd;
	unsigned char piece[PIECE];
};

static void close_fd(void *arg)
{
	close((int)(intptr_t)arg);
}

static void free_compressor(void *z)
{
	ZSTD_freeCCtx(z);
}

static void free_decompressor(void *z)
{
	ZSTD_freeDCtx(z);
}

static bool bad_write(struct ctx *c, const char *path)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return fail(c, ERR_FULL, "backup.full", "Hết chỗ trên ổ đĩa khi ghi %s; bản sao lưu dở dang đã được bỏ. Dọn chỗ, hoặc ghi sang ổ khác, rồi làm lại.", path);
	return fail(c, ERR_FULL, "backup.write", "Không ghi được %s: %s. Không có bản sao lưu mới nào được để lại.", path, reason_of(errno));
}

static bool write_all(struct ctx *c, void *arg, const void *data, size_t len)
{
	struct backup_out *o = arg;

	for (const char *p = data; len > 0;) {
		const ssize_t n = write(o->fd, p, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return bad_write(c, o->path);
		p += n;
		len -= (size_t)n;
		o->size += n;
	}
	return true;
}

/* Whoever holds the lock of the file under that very name writes it; what a killed one left behind is begun anew. */
static bool take_partial(struct ctx *c, struct backup_out *o)
{
	struct stat named, held;

	o->fd = open(o->partial, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (o->fd < 0)
		return bad_write(c, o->partial);
	arena_defer(c->arena, close_fd, (void *)(intptr_t)o->fd);
	if (flock(o->fd, LOCK_EX | LOCK_NB) != 0 || fstat(o->fd, &held) != 0 || stat(o->partial, &named) != 0 || named.st_ino != held.st_ino ||
	    named.st_dev != held.st_dev)
		return fail(c, ERR_CONFLICT, "backup.running", "Một lệnh sao lưu khác đang ghi %s.", o->path);
	return (fchmod(o->fd, 0600) == 0 && ftruncate(o->fd, 0) == 0) || bad_write(c, o->partial);
}

static bool exists(struct ctx *c, const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && !fail(c, ERR_CONFLICT, "backup.exists", "%s đã có; không ghi đè lên một bản sao lưu.", path);
}

bool backup_create(struct ctx *c, const char *path, const struct age_key *key, struct backup_out **ret)
{
	struct backup_out *o = NEW(c->arena, struct backup_out);

	*o = (struct backup_out){ .path = path, .partial = arena_fmt(c->arena, "%s.partial", path), .zstd = ZSTD_createCCtx() };
	if (o->zstd == NULL)
		abort();
	arena_defer(c->arena, free_compressor, o->zstd);
	ZSTD_CCtx_setParameter(o->zstd, ZSTD_c_compressionLevel, LEVEL);
	*ret = o;
	if (exists(c, path) || !take_partial(c, o))
		return false;
	if (age_seal(c, key, write_all, o, &o->age))
		return true;
	unlink(o->partial);
	return false;
}

static bool compress(struct ctx *c, struct backup_out *o, const void *data, size_t len, ZSTD_EndDirective how)
{
	ZSTD_inBuffer in = { data, len, 0 };
	size_t left;

	do {
		ZSTD_outBuffer out = { o->piece, sizeof o->piece, 0 };
		left = ZSTD_compressStream2(o->zstd, &out, &in, how);
		if (ZSTD_isError(left))
			return fail(c, ERR_INTERNAL, "backup.compress", "zstd: %s", ZSTD_getErrorName(left));
		if (out.pos > 0 && !age_put(c, o->age, o->piece, out.pos))
			return false;
	} while (in.pos < in.size || (how == ZSTD_e_end && left > 0));
	return true;
}

bool backup_put(struct ctx *c, struct backup_out *o, const void *data, size_t len)
{
	return compress(c, o, data, len, ZSTD_e_continue);
}

static bool fill_up(struct ctx *c, struct backup_out *o)
{
	static const unsigned char zero[AGE_CHUNK];
	size_t n = age_room(o->age);

	if (n == 0)
		return true;
	if (n < SKIPPED_HEAD)
		n += AGE_CHUNK;
	n -= SKIPPED_HEAD;
	const unsigned char head[SKIPPED_HEAD] = { 0x50, 0x2a, 0x4d, 0x18, (unsigned char)n, (unsigned char)(n >> 8), (unsigned char)(n >> 16), 0 };
	return age_put(c, o->age, head, sizeof head) && age_put(c, o->age, zero, n);
}

/* The name, too, must be on disk. */
static bool sync_folder(struct ctx *c, const char *path)
{
	const int fd = open(dirname(arena_strdup(c->arena, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok || bad_write(c, path);
}

/* A link does not take the place of a file that came meanwhile; media for carrying (exFAT) have none. */
static bool give_name(struct ctx *c, struct backup_out *o)
{
	if (fsync(o->fd) != 0)
		return bad_write(c, o->path);
	if (link(o->partial, o->path) == 0)
		unlink(o->partial);
	else if (exists(c, o->path))
		return false;
	else if (rename(o->partial, o->path) != 0)
		return bad_write(c, o->path);
	return sync_folder(c, o->path);
}

bool backup_end(struct ctx *c, struct backup_out *o, bool ok, int64_t *ret_size)
{
	ok = ok && compress(c, o, "", 0, ZSTD_e_end) && fill_up(c, o) && age_end(c, o->age) && give_name(c, o);
	if (!ok)
		unlink(o->partial);
	*ret_size = o->size;
	return ok;
}

/* ---- reading ---- */

struct backup_in {
	int fd;
	struct age_in *age;
	ZSTD_DCtx *zstd;
	ZSTD_inBuffer in;
	struct buf text;   /* what was decompressed; lines before `at` were given */
	size_t at, looked; /* no end of a line between the two */
	bool ended;
};

static bool read_some(struct ctx *c, void *arg, void *into, size_t room, size_t *ret_n)
{
	const struct backup_in *in = arg;
	ssize_t n;

	do
		n = read(in->fd, into, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return fail(c, ERR_INVALID, "backup.read", "Không đọc được tệp sao lưu: %s.", reason_of(errno));
	*ret_n = (size_t)n;
	return true;
}

bool backup_open(struct ctx *c, const char *path, const struct age_key *key, struct backup_in **ret)
{
	struct backup_in *in = NEW(c->arena, struct backup_in);

	*in = (struct backup_in){ .fd = open(path, O_RDONLY | O_CLOEXEC), .zstd = ZSTD_createDCtx(), .text = buf_in(c->arena) };
	if (in->zstd == NULL)
		abort();
	arena_defer(c->arena, free_decompressor, in->zstd);
	if (in->fd < 0)
		return fail(c, ERR_NOT_FOUND, "backup.file", "Không mở được %s: %s.", path, reason_of(errno));
	arena_defer(c->arena, close_fd, (void *)(intptr_t)in->fd);
	*ret = in;
	return age_open(c, key, read_some, in, &in->age);
}

static bool decompress(struct ctx *c, struct backup_in *in)
{
	unsigned char piece[PIECE];
	ZSTD_outBuffer out = { piece, sizeof piece, 0 };

	if (in->in.pos == in->in.size) {
		const unsigned char *data;
		if (!age_take(c, in->age, &data, &in->in.size))
			return false;
		in->in.src = data;
		in->in.pos = 0;
		in->ended = in->in.size == 0;
	}
	const size_t left = ZSTD_decompressStream(in->zstd, &out, &in->in);
	if (ZSTD_isError(left))
		return fail(c, ERR_INVALID, "backup.content", "Nội dung của tệp sao lưu không đọc được; hãy lấy bản khác.");
	buf_add(&in->text, (const char *)piece, out.pos);
	return true;
}

/* The text that is left moves to the front when most of it was given. */
static void make_room(struct backup_in *in)
{
	if (in->at < in->text.len && in->at < PIECE)
		return;
	in->text.len -= in->at;
	if (in->text.len > 0)
		memmove(in->text.data, in->text.data + in->at, in->text.len);
	in->looked -= in->at;
	in->at = 0;
}

bool backup_line(struct ctx *c, struct backup_in *in, char **ret, size_t *ret_len)
{
	*ret = NULL;
	for (;;) {
		char *end = in->text.len > in->looked ? memchr(in->text.data + in->looked, '\n', in->text.len - in->looked) : NULL;
		if (end != NULL) {
			*ret = in->text.data + in->at;
			*ret_len = (size_t)(end - *ret);
			*end = '\0';
			in->at = in->looked = (size_t)(end + 1 - in->text.data);
			return true;
		}
		in->looked = in->text.len;
		if (in->ended)
			return in->at == in->text.len || fail(c, ERR_INVALID, "backup.content", "Nội dung của tệp sao lưu dừng giữa một dòng.");
		make_room(in);
		if (in->text.len > LINE_MAX_BYTES)
			return fail(c, ERR_INVALID, "backup.content", "Tệp sao lưu có một dòng quá dài.");
		if (!decompress(c, in))
			return false;
	}
}
