/* sqlite_writer.c - one writer per file; transactions that arrive together share a commit.
 *
 * A thread has the lock from begin to end and works inside a savepoint.  At its
 * end, if another thread is already asking for the lock, it leaves the commit to
 * that one and waits; the last of the queue commits for all.  Nobody is told
 * "done" before the commit is on disk, and everybody is told when it failed. */
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/reason.h"
#include "base/time.h"

enum { MEMBERS_MAX = 64, REST_MS = 5000, PATIENCE_MS = 1000, HELD_MS = 500 };

struct member {
	struct member *next;
	sem_t heard; /* of its own: whoever hears needs no lock that the next ones are waiting for */
	bool ok;
};

/* By another name the file has another journal: what was written last is not seen there, and may be lost. */
static bool check_name(struct ctx *c, const char *path)
{
	char *whole = realpath(path, NULL);
	const char *real = arena_strdup(c->arena, whole == NULL ? path : whole);
	struct stat st;

	free(whole);
	return stat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_nlink == 1 ||
	       fail(c, ERR_BUSY, "db.linked", "Tệp %s còn có tên khác (liên kết cứng). Mở bằng tên này có thể không thấy hoặc làm mất những gì vừa ghi: tìm tên kia bằng "
	            "find / -xdev -samefile %s, giữ tên đang dùng, xoá tên thừa rồi làm lại.", path, real);
}

/* Readers can neither make the file, nor bring it into WAL mode, nor take back what a killed process had begun before it was. */
static bool is_made(struct ctx *c, const char *path)
{
	sqlite3 *conn = NULL; /* no descriptor of our own: closing it would give up the locks of others in this process */
	sqlite3_stmt *stmt = NULL;
	const bool wal = sqlite3_open_v2(path, &conn, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK &&
	                 sqlite3_prepare_v2(conn, "PRAGMA journal_mode", -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW &&
	                 streq((const char *)sqlite3_column_text(stmt, 0), "wal");

	sqlite3_finalize(stmt);
	sqlite3_close(conn);
	return wal && access(arena_fmt(c->arena, "%s-journal", path), F_OK) != 0;
}

bool sqlite_writer_open(struct ctx *c, struct database *d, const char *where)
{
	struct writer *w = calloc(1, sizeof *w);
	const char *mark = strstr(where, "?sync=off");

	if (w == NULL)
		abort();
	/* Only effective before the library is first used; costs nothing later. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	d->state = w;
	w->path = strndup(where, mark == NULL ? strlen(where) : (size_t)(mark - where));
	w->sync = mark == NULL;
	w->lock_fd = -1;
	pthread_mutex_init(&w->lock, NULL);
	const bool there = access(w->path, F_OK) == 0;
	if (there && (!check_name(c, w->path) || is_made(c, w->path)))
		return c->err == ERR_NONE;
	if (!there) { /* its owner's from the first moment */
		const int fd = open(w->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		if (fd < 0)
			return fail(c, ERR_BUSY, "db.open", "Không tạo được %s: %s", w->path, reason_of(errno));
		close(fd);
	}
	sqlite3 *conn = NULL;
	bool ok = sqlite_connect(c, &conn, w->path, SQLITE_OPEN_READWRITE, "PRAGMA journal_mode = WAL");
	sqlite3_close(conn);
	return ok;
}

void sqlite_writer_close(struct database *d)
{
	struct writer *w = d->state;

	if (w == NULL)
		return;
	stmt_clear(&w->cache, sqlite_drop, NULL);
	sqlite3_close(w->conn);
	if (w->lock_fd >= 0)
		close(w->lock_fd);
	pthread_mutex_destroy(&w->lock);
	free(w->path);
	free(w);
}

/* The lock is on the file itself, whatever it is called: a hard link has a journal of its own, and two writers would ruin it.  It is another
 * kind of lock than SQLite's, but closing any descriptor of the file gives SQLite's up: this one stays open as long as the connections. */
static bool keep_others_out(struct ctx *c, struct writer *w)
{
	if (w->lock_fd < 0)
		w->lock_fd = open(w->path, O_RDONLY | O_CLOEXEC);
	if (w->lock_fd < 0)
		return fail(c, ERR_BUSY, "db.lock", "%s: %s", w->path, reason_of(errno));
	w->alone = flock(w->lock_fd, LOCK_EX | LOCK_NB) == 0;
	return w->alone || fail(c, ERR_BUSY, "db.locked",
	                        "Một tiến trình khác (thường là khue serve) đang ghi vào %s. Dừng nó, hoặc làm việc này qua API.", w->path);
}

static bool connect_writer(struct ctx *c, struct writer *w)
{
	if (w->conn != NULL)
		return true;
	if (!w->alone && !keep_others_out(c, w))
		return false;
	/* temp_store stays a file: in memory the journal of a statement is a list that each trigger walks from its beginning. */
	const char *setup = arena_fmt(c->arena,
		"PRAGMA journal_mode = WAL; PRAGMA synchronous = %s; PRAGMA foreign_keys = ON;"
		"PRAGMA cache_size = -16000; PRAGMA journal_size_limit = 67108864",
		w->sync ? "FULL" : "OFF");
	if (sqlite_connect(c, &w->conn, w->path, SQLITE_OPEN_READWRITE, setup)) {
		sqlite3_busy_timeout(w->conn, PATIENCE_MS);
		return true;
	}
	sqlite3_close(w->conn);
	w->conn = NULL;
	return false;
}

void sqlite_writer_rest(struct writer *w)
{
	if (pthread_mutex_trylock(&w->lock) != 0)
		return;
	if (w->conn != NULL && !w->open && time_now_ms() - w->used_ms >= REST_MS) {
		stmt_clear(&w->cache, sqlite_drop, NULL);
		sqlite3_db_release_memory(w->conn);
	}
	pthread_mutex_unlock(&w->lock);
}

static bool exec(struct ctx *c, struct writer *w, const char *text)
{
	return sqlite_word(c, w->conn, &w->cache, text);
}

static void tell_members(struct writer *w, bool ok)
{
	struct member **last = &w->waiting;

	for (; *last != NULL; last = &(*last)->next)
		(*last)->ok = ok;
	*last = w->told;
	w->told = w->waiting;
	w->waiting = NULL;
	w->members = 0;
	w->open = false;
}

/* Members are woken once the next thread may have the lock: waking takes long. */
static void leave(struct writer *w)
{
	struct member *told = w->told, *next;

	w->told = NULL;
	pthread_mutex_unlock(&w->lock);
	for (; told != NULL; told = next) {
		next = told->next; /* it is gone once it has heard */
		sem_post(&told->heard);
	}
}

/* End the shared transaction, unless the next thread in the queue will. */
static bool settle(struct ctx *c, struct writer *w)
{
	if (!w->open)
		return true;
	bool lost = sqlite3_get_autocommit(w->conn); /* SQLite gave it up itself: disk full and the like */
	bool ok = !lost;
	if (ok && w->members > 0)
		ok = exec(c, w, "COMMIT");
	if (!ok || w->members == 0)
		sqlite3_exec(w->conn, "ROLLBACK", NULL, NULL, NULL);
	tell_members(w, ok);
	if (lost && c->err == ERR_NONE)
		return fail(c, ERR_FULL, "db.full", "Máy chủ chưa ghi được thay đổi này xuống ổ đĩa; hãy làm lại sau.");
	return ok;
}

/* Another program may hold the file for long.  One waits for it; those behind are not made to wait as long each. */
static bool open_shared(struct ctx *c, struct writer *w)
{
	if (!connect_writer(c, w))
		return false;
	const bool held = !w->open && time_steady_ms() < w->held_ms;
	if (!w->open && !held)
		w->open = exec(c, w, "BEGIN IMMEDIATE");
	if (w->open || (!held && c->again != AGAIN))
		return w->open;
	if (!held)
		w->held_ms = time_steady_ms() + HELD_MS;
	ctx_clear(c);
	return fail(c, ERR_BUSY, "db.held", "%s: another program is writing into it", w->path);
}

bool sqlite_writer_begin(struct ctx *c, struct db *db)
{
	struct writer *w = db->database->state;

	atomic_fetch_add(&w->arriving, 1);
	pthread_mutex_lock(&w->lock);
	atomic_fetch_sub(&w->arriving, 1);
	w->used_ms = time_now_ms();
	if (open_shared(c, w) && exec(c, w, "SAVEPOINT member"))
		return true;
	struct ctx quiet = *c;
	quiet.err = ERR_NONE;
	if (w->conn != NULL)
		(void)!settle(&quiet, w);
	leave(w);
	return false;
}

static bool await_commit(struct ctx *c, struct writer *w)
{
	struct member me = { .next = w->waiting };

	sem_init(&me.heard, 0, 0);
	w->waiting = &me;
	leave(w);
	while (sem_wait(&me.heard) != 0)
		; /* a signal */
	sem_destroy(&me.heard);
	return me.ok || fail(c, ERR_FULL, "db.full", "Máy chủ chưa ghi được thay đổi này xuống ổ đĩa; hãy làm lại sau.");
}

bool sqlite_writer_end(struct ctx *c, struct db *db, bool ok)
{
	struct writer *w = db->database->state;
	struct ctx quiet = *c; /* what goes wrong while rolling back must not hide the first error */

	quiet.err = ERR_NONE;
	if (ok)
		ok = exec(c, w, "RELEASE member");
	else if (!sqlite3_get_autocommit(w->conn))
		(void)!(exec(&quiet, w, "ROLLBACK TO member") && exec(&quiet, w, "RELEASE member"));
	w->members += ok;
	bool follow = atomic_load(&w->arriving) > 0 && w->members < MEMBERS_MAX && !sqlite3_get_autocommit(w->conn);
	if (follow && ok)
		return await_commit(c, w);
	if (!follow) {
		quiet.err = ERR_NONE;
		ok = settle(ok ? c : &quiet, w) && ok;
	}
	leave(w);
	return ok;
}
