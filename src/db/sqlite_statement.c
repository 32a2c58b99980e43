/* sqlite_statement.c - connections to a file of SQLite, and statements on them. */
#include "db/sqlite.h"

#include <stdlib.h>

bool sqlite_fail(struct ctx *c, sqlite3 *conn, const char *what)
{
	const char *why = sqlite3_errmsg(conn);

	switch (sqlite3_extended_errcode(conn)) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
		return fail(c, ERR_CONFLICT, "db.unique", "Một giá trị phải là duy nhất vừa được dùng ở hồ sơ khác; hãy tải lại rồi làm lại.");
	case SQLITE_CONSTRAINT_FOREIGNKEY:
		return fail(c, ERR_INVALID, "db.reference", "Hồ sơ được nhắc tới không có.");
	case SQLITE_BUSY:
	case SQLITE_BUSY_SNAPSHOT:
		(void)!fail(c, ERR_BUSY, "db.retry", "%s: %s", what, why);
		c->again = AGAIN;
		return false;
	case SQLITE_FULL:
		return fail(c, ERR_FULL, "db.full", "Ổ đĩa của máy chủ đã đầy nên chưa ghi được; báo người quản trị giải phóng chỗ rồi làm lại.");
	}
	switch (sqlite3_extended_errcode(conn) & 0xff) {
	case SQLITE_IOERR:
		return fail(c, ERR_FULL, "db.full", "Máy chủ không đọc hoặc ghi được ổ đĩa, thường vì đĩa đã đầy; báo người quản trị kiểm tra rồi làm lại.");
	case SQLITE_NOTADB:
		return fail(c, ERR_INTERNAL, "db.not_database", "%s: %s", what, why);
	case SQLITE_CORRUPT:
		return fail(c, ERR_INTERNAL, "db.damaged", "%s: %s", what, why);
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return fail(c, ERR_BUSY, "db.open", "%s: %s", what, why);
	}
	return fail(c, ERR_INTERNAL, "db.error", "%s: %s", what, why);
}

bool sqlite_connect(struct ctx *c, sqlite3 **ret, const char *path, int flags, const char *setup)
{
	if (sqlite3_open_v2(path, ret, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL) != SQLITE_OK)
		return fail(c, ERR_BUSY, "db.open", "Không mở được cơ sở dữ liệu %s: %s", path, sqlite3_errmsg(*ret));
	sqlite3_busy_timeout(*ret, 5000);
	if (sqlite3_exec(*ret, setup, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_fail(c, *ret, setup);
	return true;
}

void sqlite_drop(void *arg, struct stmt *s)
{
	(void)arg;
	sqlite3_finalize(s->handle);
	free(s->arg);
}

bool sqlite_prepare(struct ctx *c, sqlite3 *conn, struct stmt *s)
{
	sqlite3_stmt *handle;

	if (s->handle != NULL)
		return true;
	if (sqlite3_prepare_v3(conn, s->text, -1, SQLITE_PREPARE_PERSISTENT, &handle, NULL) != SQLITE_OK)
		return sqlite_fail(c, conn, s->text);
	s->handle = handle;
	s->n_args = sqlite3_bind_parameter_count(handle);
	s->arg = calloc((size_t)s->n_args + 1, sizeof *s->arg);
	if (s->arg == NULL)
		abort();
	for (int i = 0; i < s->n_args; i++) {
		const char *name = sqlite3_bind_parameter_name(handle, i + 1); /* "$3" is a name here */
		s->arg[i] = name == NULL ? i : (int)strtol(name + 1, NULL, 10) - 1;
	}
	return true;
}

static bool bind(struct ctx *c, const struct stmt *s, const struct val *args, size_t n)
{
	int rc = SQLITE_OK;

	for (int i = 0; i < s->n_args && rc == SQLITE_OK; i++) {
		if (s->arg[i] < 0 || (size_t)s->arg[i] >= n)
			return fail(c, ERR_INTERNAL, "db.argument", "argument %d missing: %s", s->arg[i] + 1, s->text);
		const struct val *v = &args[s->arg[i]];
		switch (v->kind) {
		case VAL_NULL: rc = sqlite3_bind_null(s->handle, i + 1); break;
		case VAL_INT:
		case VAL_BOOL: rc = sqlite3_bind_int64(s->handle, i + 1, v->i); break;
		case VAL_TEXT: rc = sqlite3_bind_text(s->handle, i + 1, v->s, (int)v->len, SQLITE_STATIC); break;
		case VAL_BLOB: rc = sqlite3_bind_blob(s->handle, i + 1, v->s, (int)v->len, SQLITE_STATIC); break;
		}
	}
	return rc == SQLITE_OK || sqlite_fail(c, sqlite3_db_handle(s->handle), s->text);
}

static struct val column(sqlite3_stmt *s, int col)
{
	switch (sqlite3_column_type(s, col)) {
	case SQLITE_INTEGER:
		return val_int(sqlite3_column_int64(s, col));
	case SQLITE_TEXT: {
		const char *text = (const char *)sqlite3_column_text(s, col);
		return (struct val){ .kind = VAL_TEXT, .len = (uint32_t)sqlite3_column_bytes(s, col), .s = text };
	}
	case SQLITE_BLOB: {
		const void *p = sqlite3_column_blob(s, col);
		return val_blob(p == NULL ? "" : p, (size_t)sqlite3_column_bytes(s, col));
	}
	}
	return val_null();
}

static bool step(struct ctx *c, sqlite3_stmt *s, db_row_fn *fn, void *arg)
{
	int width = fn == NULL ? 0 : sqlite3_column_count(s);
	struct val *cell = width == 0 ? NULL : NEW_N(c->arena, struct val, width);

	for (;;) {
		int rc = sqlite3_step(s);
		if (rc == SQLITE_DONE)
			return true;
		if (rc != SQLITE_ROW)
			return sqlite_fail(c, sqlite3_db_handle(s), sqlite3_sql(s));
		if (fn == NULL)
			continue;
		for (int i = 0; i < width; i++)
			cell[i] = column(s, i);
		if (!fn(c, arg, cell, (size_t)width))
			return c->err == ERR_NONE;
	}
}

bool sqlite_run(struct ctx *c, struct stmt *s, const struct val *args, size_t n, db_row_fn *fn, void *arg)
{
	bool ok = bind(c, s, args, n) && step(c, s->handle, fn, arg);

	sqlite3_reset(s->handle);
	return ok;
}

bool sqlite_word(struct ctx *c, sqlite3 *conn, struct stmt_cache *cache, const char *text)
{
	struct stmt *s = stmt_slot(cache, text, sqlite_drop, NULL);

	return sqlite_prepare(c, conn, s) && sqlite_run(c, s, NULL, 0, NULL, NULL);
}
