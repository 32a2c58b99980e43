/* blob.c - files in parts. */
#include "store/blob.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/reason.h"
#include "base/secret.h"
#include "db/db.h"

/* ---- in ---- */

static bool begin(struct ctx *c, const char *id, int64_t unit_id)
{
	return db_begin(c) && db_end(c, db_exec(c, SQL_BLOB_INSERT, ARGS(val_text(id), val_int(unit_id), val_int(c->now_ms))));
}

static bool put_part(struct ctx *c, const char *id, int64_t unit_id, int64_t part, const char *bytes, size_t n)
{
	return db_begin(c) && db_end(c, db_exec(c, SQL_BLOB_PART_INSERT, ARGS(val_text(id), val_int(part), val_blob(bytes, n), val_int(unit_id))));
}

static bool mark_whole(struct ctx *c, const char *id, int64_t size)
{
	struct rows r;

	return db_rows(c, &r, SQL_BLOB_WHOLE, ARGS(val_text(id), val_int(size))) &&
	       (r.count == 1 || fail(c, ERR_CONFLICT, "blob.swept", "Tệp gửi quá lâu nên chưa được giữ; hãy gửi lại."));
}

/* Full parts, whatever read gives at once. */
static ssize_t read_part(int fd, char *bytes)
{
	size_t have = 0;

	while (have < BLOB_PART) {
		ssize_t n = read(fd, bytes + have, BLOB_PART - have);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		have += (size_t)n;
	}
	return (ssize_t)have;
}

static bool put_parts(struct ctx *c, const char *id, int64_t unit_id, int fd, int64_t *ret_size)
{
	char *bytes = arena_alloc(c->arena, BLOB_PART);
	struct ctx own = ctx_within(c);
	ssize_t n = BLOB_PART;
	bool ok = lseek(fd, 0, SEEK_SET) == 0;

	for (int64_t part = 0; ok && n == BLOB_PART; part++) {
		arena_reset(own.arena);
		n = read_part(fd, bytes);
		ok = n >= 0;
		if (n > 0 && ok && !put_part(&own, id, unit_id, part, bytes, (size_t)n))
			return ctx_end(&own, c, false);
		*ret_size += n > 0 ? n : 0;
	}
	arena_free(own.arena);
	return ok || fail(c, ERR_FULL, "blob.read", "Máy chủ chưa đọc được tệp: %s. Hãy thử lại sau.", reason_of(errno));
}

bool blob_put(struct ctx *c, int64_t unit_id, int fd, const char **ret_id)
{
	int64_t size = 0;

	*ret_id = secret_token(c->arena, 18);
	return begin(c, *ret_id, unit_id) && put_parts(c, *ret_id, unit_id, fd, &size) && db_begin(c) && db_end(c, mark_whole(c, *ret_id, size));
}

/* ---- out ---- */

static bool gone(struct ctx *c)
{
	return fail(c, ERR_NOT_FOUND, "blob.gone", "Tệp chỉ được giữ một ngày và nay không còn; hãy gửi hoặc xin lại.");
}

static bool write_all(int fd, const char *bytes, size_t n)
{
	while (n > 0) {
		ssize_t did = write(fd, bytes, n);
		if (did < 0 && errno == EINTR)
			continue;
		if (did <= 0)
			return false;
		bytes += did;
		n -= (size_t)did;
	}
	return true;
}

static bool get_part(struct ctx *c, const char *id, int64_t part, int fd, int64_t *left)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_BLOB_PART_GET, ARGS(val_text(id), val_int(part))))
		return false;
	if (r.count != 1 || (int64_t)rows_at(&r, 0, 0)->len > *left || rows_at(&r, 0, 0)->len == 0)
		return gone(c);
	*left -= (int64_t)rows_at(&r, 0, 0)->len;
	return write_all(fd, rows_at(&r, 0, 0)->s, rows_at(&r, 0, 0)->len) ||
	       fail(c, ERR_FULL, "blob.write", "Máy chủ chưa ghi được tệp tạm: %s. Hãy thử lại sau.", reason_of(errno));
}

static bool get_parts(struct ctx *c, const char *id, int fd, int64_t left)
{
	struct ctx own = ctx_within(c);
	bool ok = true;

	for (int64_t part = 0; ok && left > 0; part++) {
		ok = get_part(&own, id, part, fd, &left);
		if (ok)
			arena_reset(own.arena);
	}
	return ctx_end(&own, c, ok);
}

bool blob_open(struct ctx *c, const char *id, int *ret_fd)
{
	struct rows r;

	if (id == NULL)
		return gone(c);
	if (!db_rows(c, &r, SQL_BLOB_GET, ARGS(val_text(id))))
		return false;
	if (r.count == 0)
		return gone(c);
	*ret_fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (*ret_fd < 0)
		return fail(c, ERR_FULL, "blob.write", "Máy chủ chưa ghi được tệp tạm: %s. Hãy thử lại sau.", reason_of(errno));
	if (get_parts(c, id, *ret_fd, rows_int(&r, 0, 0)) && lseek(*ret_fd, 0, SEEK_SET) == 0)
		return true;
	close(*ret_fd);
	return false;
}

/* ---- away ---- */

bool blob_drop(struct ctx *c, const char *id)
{
	return db_exec(c, SQL_BLOB_DROP_PARTS, ARGS(val_text(id))) && db_exec(c, SQL_BLOB_DROP, ARGS(val_text(id)));
}

bool blob_sweep(struct ctx *c, int64_t before_ms)
{
	struct rows r;

	do {
		if (!db_rows(c, &r, SQL_BLOB_OLD, ARGS(val_int(before_ms))))
			return false;
		for (size_t i = 0; i < r.count; i++)
			if (!db_begin(c) || !db_end(c, blob_drop(c, rows_text(&r, i, 0))))
				return false;
	} while (r.count > 0);
	return true;
}
