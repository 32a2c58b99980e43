/* test_backup.c - backups taken while others write, and databases made of them; what is no whole backup changes nothing. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db/db.h"
#include "domain/account/account.h"
#include "province.h"
#include "rows.h"
#include "store/backup.h"
#include "store/change.h"
#include "store/file.h"
#include "store/migrate.h"
#include "store/write.h"

enum { WRITERS = 2, PUPILS = 60 };

static const char png[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\3\0\0\0\4\x08\2\0\0\0crc4\0\t\\N\n\r";

static void quiet(size_t done, size_t total)
{
	(void)done, (void)total;
}

static struct age_key phrase(struct ctx *c)
{
	struct age_key k;

	OK(age_passphrase(c, "một cụm mật khẩu dài", &k));
	return k;
}

static const char *path_of(struct ctx *c, const char *name)
{
	return arena_fmt(c->arena, "%s/%s", test_dir(c), name);
}

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static void back_up(struct ctx *c, const char *path, struct backup_summary *ret)
{
	const struct age_key k = phrase(c);

	OK(backup_write(c, path, &k, quiet, ret));
}

/* ---- an empty database beside that of the test ---- */

struct place {
	struct ctx ctx;
	struct database *database;
};

/* postgres: another schema of the same database. */
static struct place empty_place(struct ctx *c, enum engine e)
{
	struct place p = { .ctx = { .arena = c->arena, .catalog = c->catalog, .now_ms = c->now_ms } };
	const char *url;

	if (e == ENGINE_SQLITE) {
		const char *path = arena_fmt(c->arena, "/tmp/khue-test-backup-%d.db", (int)getpid());
		unlink(path);
		unlink(arena_fmt(c->arena, "%s-wal", path));
		unlink(arena_fmt(c->arena, "%s-shm", path));
		url = arena_fmt(c->arena, "sqlite:%s?sync=off", path);
	} else {
		OK(db_begin(c) && db_end(c, db_script(c, "DROP SCHEMA IF EXISTS restored CASCADE; CREATE SCHEMA restored")));
		url = arena_fmt(c->arena, "%s%coptions=-csearch_path%%3Drestored", test_url(), strchr(test_url(), '?') == NULL ? '?' : '&');
	}
	OK(database_open(c, &p.database, url));
	OK(db_open(c, &p.ctx.db, p.database));
	return p;
}

static void leave(struct ctx *c, struct place *p, enum engine e)
{
	db_close(p->ctx.db);
	database_close(p->database);
	if (e == ENGINE_POSTGRES) {
		OK(db_begin(c) && db_end(c, db_script(c, "DROP SCHEMA restored CASCADE")));
		return;
	}
	for (size_t i = 0; i < 4; i++)
		unlink(arena_fmt(c->arena, "/tmp/khue-test-backup-%d.db%s", (int)getpid(), ((const char *const[]){ "", "-wal", "-shm", "-lock" })[i]));
}

static void is_empty(struct ctx *c)
{
	struct rows r;

	OK(db_rows(c, &r, SQL_BACKUP_OBJECTS, NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 0);
}

static bool restore(struct ctx *c, const char *path, struct backup_summary *ret)
{
	struct backup_in *in;
	struct age_key k;

	return age_passphrase(c, "một cụm mật khẩu dài", &k) && backup_open(c, path, &k, &in) && backup_restore(c, in, quiet, ret);
}

/* ---- load ---- */

static const char *pupil[WRITERS];
static const char *const school[WRITERS] = { "19172401", "01001401" };

struct writer {
	pthread_t thread;
	const char *school, *code;
	struct draft change[2], new;
	int rounds;
	bool ok;
};

static atomic_int writing, written;
static atomic_bool stop;

static bool write_once(struct ctx *c, const struct writer *w)
{
	struct record rec;
	struct outcome out;
	struct unit u;
	int64_t version;

	return record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), w->code, &rec) &&
	       record_change(c, &rec, 0, &w->change[w->rounds % 2], &version) && unit_find(c, actor_scope(c), w->school, &u) &&
	       record_write_batch(c, w->new.type, &u, &w->new, 1, &out) && out.result == WRITE_CREATED;
}

static void *write_on(void *arg)
{
	struct writer *w = arg;
	struct ctx own = { .arena = arena_new(), .catalog = test_catalog(), .now_ms = 1763700000000 }, *c = &own;

	w->ok = db_open(c, &own.db, test_database());
	while (w->ok && !atomic_load(&stop)) {
		w->ok = write_once(c, w);
		w->rounds++;
		atomic_fetch_add(&written, 1);
	}
	atomic_fetch_sub(&writing, 1);
	db_close(own.db);
	arena_free(own.arena);
	return NULL;
}

static void start_writers(struct ctx *c, struct writer *w)
{
	static const char *const json[] = { "{\"full_name\":\"Lê Văn Một\"}", "{\"full_name\":\"Lê Văn Hai\"}" };

	atomic_store(&stop, false);
	atomic_store(&writing, WRITERS);
	for (size_t i = 0; i < WRITERS; i++) {
		w[i] = (struct writer){ .school = school[i], .code = pupil[i] };
		for (size_t k = 0; k < 2; k++)
			w[i].change[k] = province_draft(c, "learner", json[k]);
		w[i].new = province_draft(c, "learner", "{\"full_name\":\"Trần Thị Mới\",\"birth_date\":\"2018-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
		assert_int_equal(pthread_create(&w[i].thread, NULL, write_on, &w[i]), 0);
	}
}

static void stop_writers(struct writer *w)
{
	atomic_store(&stop, true);
	for (size_t i = 0; i < WRITERS; i++) {
		pthread_join(w[i].thread, NULL);
		assert_true(w[i].ok);
	}
}

/* Between two tables, however fast the backup is. */
static void until_more_is_written(size_t done, size_t total)
{
	const int before = atomic_load(&written);

	(void)done, (void)total;
	while (atomic_load(&written) == before && atomic_load(&writing) == WRITERS)
		usleep(100);
}

/* ---- what is compared ---- */

static void make_world(struct ctx *c)
{
	struct record rec;
	const char *password;
	int64_t version;

	province_make(c);
	for (size_t i = 0; i < WRITERS; i++)
		pupil[i] = province_record(c, school[i], "learner",
		                           "{\"full_name\":\"Hà Thị Đào\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\"}");
	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), pupil[0], &rec));
	OK(file_put(c, &rec, 0, field_find(rec.type, "photo"), png, sizeof png, &version));
	OK(account_issue(c, NULL, "head.luu", "head", "19172401", NULL, &password));
}

static int64_t count(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	return rows_int(&r, 0, 0);
}

/* As of one moment: what one transaction wrote is there together. */
static void is_of_one_moment(struct ctx *c)
{
	struct unit *u;
	int64_t entries;
	size_t n;

	OK(unit_all(c, &u, &n));
	for (size_t i = 0; i < n; i++)
		OK(chain_verify(c, &u[i], &entries));
	assert_int_equal(count(c, "SELECT CAST(sum(seq) AS BIGINT) FROM unit_head"), count(c, "SELECT count(*) FROM change"));
	assert_int_equal(count(c, "SELECT CAST(sum(version) AS BIGINT) FROM r_learner"), count(c, "SELECT count(*) FROM change WHERE type = 'learner'"));
	assert_int_equal(count(c, "SELECT count(*) FROM r_learner"), count(c, "SELECT count(*) FROM change WHERE type = 'learner' AND event = 'NEW'"));
}

static void has_what_was_made(struct ctx *c)
{
	struct record rec;
	struct file file;

	OK(migrate_check(c)); /* a server would start */
	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), pupil[0], &rec));
	OK(file_get(c, &rec, field_find(rec.type, "photo"), &file));
	assert_int_equal(file.size, sizeof png);
	assert_memory_equal(file.bytes, png, sizeof png);
	assert_int_equal(count(c, "SELECT count(*) FROM account WHERE name = 'head.luu'"), 1);
}

/* The manifest of the restored database's own backup is that of the first but for the engine. */
static void is_equal(struct ctx *c, struct place *p, const char *dir, const struct backup_summary *first)
{
	static int no;
	struct backup_summary again;
	const struct age_key k = phrase(c);
	const char *path = arena_fmt(c->arena, "%s/again%d.khue", dir, no++);

	OK(backup_write(&p->ctx, path, &k, quiet, &again));
	assert_true(json_equal(json_object_get(again.manifest, "tables"), json_object_get(first->manifest, "tables")));
	assert_true(json_equal(json_object_get(again.manifest, "chains"), json_object_get(first->manifest, "chains")));
	assert_true(json_equal(json_object_get(again.manifest, "catalog"), json_object_get(first->manifest, "catalog")));
	assert_int_equal(again.rows, first->rows);
}

static void comes_back_in(struct ctx *outer, enum engine e, const char *dir, const char *path, const struct backup_summary *s)
{
	struct place p = empty_place(outer, e);
	struct ctx *c = &p.ctx;
	struct backup_summary restored;

	OK(restore(c, path, &restored));
	assert_int_equal(restored.rows, s->rows);
	assert_int_equal(restored.entries, s->entries);
	is_of_one_moment(c);
	has_what_was_made(c);
	is_equal(outer, &p, dir, s);
	OK(db_begin(c) && db_end(c, true)); /* and can be written to */
	province_record(c, "19172401", "learner", "{\"full_name\":\"Ngô Thị Sau\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"01\"}");
	is_of_one_moment(c);
	leave(outer, &p, e);
}

TEST(a_backup_taken_while_others_write_comes_back_whole_in_either_engine)
{
	const char *dir = test_dir(c), *path = arena_fmt(c->arena, "%s/loaded.khue", dir);
	const struct age_key k = phrase(c);
	struct backup_summary loaded, still;
	struct writer w[WRITERS];
	struct stat st;

	make_world(c);
	start_writers(c, w);
	OK(backup_write(c, path, &k, until_more_is_written, &loaded));
	stop_writers(w);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, loaded.size);
	assert_false(is_there(arena_fmt(c->arena, "%s.partial", path)));
	back_up(c, arena_fmt(c->arena, "%s/still.khue", dir), &still);
	assert_true(still.entries > loaded.entries); /* the writers did go on */
	comes_back_in(c, ENGINE_SQLITE, dir, path, &loaded);
	comes_back_in(c, ENGINE_SQLITE, dir, arena_fmt(c->arena, "%s/still.khue", dir), &still);
	if (db_engine(c->db) == ENGINE_POSTGRES)
		comes_back_in(c, ENGINE_POSTGRES, dir, path, &loaded);
}

/* ---- what does not become a backup ---- */

TEST(a_backup_takes_no_others_place)
{
	const char *dir = test_dir(c), *path = arena_fmt(c->arena, "%s/x.khue", dir), *partial = arena_fmt(c->arena, "%s.partial", path);
	const struct age_key k = phrase(c);
	struct backup_summary s;

	province_make(c);
	int fd = open(partial, O_CREAT | O_RDWR, 0644);
	assert_int_equal(write(fd, "x", 1), 1); /* left behind by one that was killed */
	assert_int_equal(flock(fd, LOCK_EX), 0);
	FAILS(backup_write(c, path, &k, quiet, &s), "backup.running");
	assert_true(is_there(partial));
	close(fd);
	back_up(c, path, &s);
	assert_false(is_there(partial));
	FAILS(backup_write(c, path, &k, quiet, &s), "backup.exists");
	FAILS(backup_write(c, arena_fmt(c->arena, "%s/none/x.khue", dir), &k, quiet, &s), "backup.write");
}

TEST(a_backup_that_finds_no_room_leaves_nothing)
{
	const char *path = path_of(c, "full.khue");
	const struct age_key k = phrase(c);
	struct rlimit usual, small;
	struct backup_summary s;

	province_make(c);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
	for (rlim_t room = 0; room <= 65536; room += 16384) {
		small = (struct rlimit){ room, usual.rlim_max };
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
		const bool done = backup_write(c, path, &k, quiet, &s);
		assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
		FAILS(done, "backup.full");
		assert_false(is_there(path));
		assert_false(is_there(arena_fmt(c->arena, "%s.partial", path)));
	}
	back_up(c, path, &s);
}

TEST(a_backup_that_the_database_fails_leaves_nothing)
{
	const char *path = path_of(c, "failed.khue");
	const struct age_key k = phrase(c);
	struct backup_summary s;
	int n = 1;

	province_make(c);
	for (bool done = false; !done; n += n < 12 ? 1 : 7) {
		db_inject_fault(c->db, n);
		done = backup_write(c, path, &k, quiet, &s);
		db_inject_fault(c->db, 0);
		if (!done)
			FAILS(done, "db.fault");
		assert_int_equal(is_there(path), done);
		assert_false(is_there(arena_fmt(c->arena, "%s.partial", path)));
	}
	assert_true(n > 40);
}

/* ---- what no database is made of ---- */

static const char *whole_backup(struct ctx *c)
{
	const char *path = path_of(c, "whole.khue");
	struct backup_summary s;

	make_world(c);
	back_up(c, path, &s);
	return path;
}

TEST(a_restore_that_fails_leaves_the_database_empty)
{
	const char *path = whole_backup(c);
	struct place p = empty_place(c, db_engine(c->db));
	struct backup_summary s;
	int n = 1;

	for (bool done = false; !done; n += n < 12 ? 1 : 31) {
		db_inject_fault(p.ctx.db, n);
		done = restore(&p.ctx, path, &s);
		db_inject_fault(p.ctx.db, 0);
		if (done)
			break;
		assert_string_equal(p.ctx.key, "db.fault");
		ctx_clear(&p.ctx);
		is_empty(&p.ctx);
	}
	assert_true(n > 100);
	has_what_was_made(&p.ctx);
	FAILS(restore(c, path, &s), "restore.not_empty");
	leave(c, &p, db_engine(c->db));
}

/* A copy of the file with len bytes, of which one is changed where at is not negative. */
static const char *damaged(struct ctx *c, const char *path, size_t len, long at)
{
	const char *copy = arena_fmt(c->arena, "%s.damaged", path);
	char *all = arena_alloc(c->arena, len);
	FILE *f = fopen(path, "rb");

	assert_int_equal(fread(all, 1, len, f), len);
	fclose(f);
	if (at >= 0)
		all[at] ^= 1;
	f = fopen(copy, "wb");
	assert_int_equal(fwrite(all, 1, len, f), len);
	fclose(f);
	return copy;
}

TEST(of_what_is_not_whole_no_database_is_made)
{
	const char *path = whole_backup(c);
	struct place p = empty_place(c, db_engine(c->db));
	struct backup_summary s;
	struct backup_in *in;
	struct db *own = c->db;
	struct age_key k;
	struct stat st;

	c->db = p.ctx.db;
	stat(path, &st);
	const size_t size = (size_t)st.st_size;
	const size_t cuts[] = { size / 2, size - 1, size - 65552, 200 };
	for (size_t i = 0; i < COUNT(cuts); i++) {
		FAILS(restore(c, damaged(c, path, cuts[i], -1), &s), "age.cut");
		is_empty(c);
	}
	FAILS(restore(c, damaged(c, path, size, (long)size / 2), &s), "age.changed");
	is_empty(c);
	FAILS(restore(c, damaged(c, path, size, (long)size - 40), &s), "age.changed");
	is_empty(c);
	OK(age_passphrase(c, "một cụm mật khẩu khác", &k));
	FAILS(backup_open(c, path, &k, &in), "age.wrong_key");
	FAILS(backup_open(c, arena_fmt(c->arena, "%s.none", path), &k, &in), "backup.file");
	OK(restore(c, path, &s));
	c->db = own;
	leave(c, &p, db_engine(c->db));
}

/* A file that is sealed well and says this. */
static const char *saying(struct ctx *c, const char *path, const char *text)
{
	const struct age_key k = phrase(c);
	struct backup_out *out;
	int64_t size;

	unlink(path);
	OK(backup_create(c, path, &k, &out));
	OK(backup_end(c, out, backup_put(c, out, text, strlen(text)), &size));
	return path;
}

TEST(of_what_is_newer_or_says_something_else_no_database_is_made)
{
	static const char table[] = "{\"name\":\"a\",\"columns\":[{\"name\":\"b\",\"type\":\"text\"}],\"key\":[\"b\"],\"indexes\":[]}";
	static const char odd[] = "{\"name\":\"a (b TEXT); DROP TABLE x; --\",\"columns\":[{\"name\":\"b\",\"type\":\"text\"}],\"key\":[\"b\"],\"indexes\":[]}";
	const char *path = path_of(c, "said.khue");
	struct place p = empty_place(c, db_engine(c->db));
	struct backup_summary s;
	struct db *own = c->db;

	c->db = p.ctx.db;
	FAILS(restore(c, saying(c, path, "{\"khue_backup\":2}\n"), &s), "backup.newer");
	FAILS(restore(c, saying(c, path, "{\"khue_backup\":1,\"catalog\":{\"version\":999}}\n"), &s), "backup.newer");
	const char *const bad[] = {
		"", "xin chào\n", "{}\n", "{\"khue_backup\":1}\n", "{\"khue_backup\":1,\"tables\":[]}\n", "{\"khue_backup\":1",
		arena_fmt(c->arena, "{\"khue_backup\":1,\"tables\":[%s]}\n{\"table\":\"a\"}\n", odd),
		arena_fmt(c->arena, "{\"khue_backup\":1,\"tables\":[%s]}\n", table),
		arena_fmt(c->arena, "{\"khue_backup\":1,\"tables\":[%s]}\n{\"table\":\"c\"}\n\\.\n", table),
		arena_fmt(c->arena, "{\"khue_backup\":1,\"tables\":[%s]}\n{\"table\":\"a\"}\nx\n", table),
		arena_fmt(c->arena, "{\"khue_backup\":1,\"tables\":[%s]}\n{\"table\":\"a\"}\nx\ty\n\\.\n", table),
		arena_fmt(c->arena, "{\"khue_backup\":1,\"tables\":[%s]}\n{\"table\":\"a\"}\nx\n\\.\n{\"tables\":[]}\n", table),
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		FAILS(restore(c, saying(c, path, bad[i]), &s), "backup.content");
		is_empty(c);
	}
	c->db = own;
	leave(c, &p, db_engine(c->db));
}
