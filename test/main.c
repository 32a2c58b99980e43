/* main.c - runs the tests: those without a database once, the others on each engine.
 *     khue-test [-k PART_OF_NAME] [--files "test/test_a.c test/test_b.c"] [--db sqlite|URL]... [--pure no] */
#include "test.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/secret.h"
#include "base/time.h"
#include "catalog/catalog.h"
#include "db/driver.h"
#include "domain/account/guesses.h"
#include "table/child.h"
#include "store/migrate.h"
#include "test_table_tools.h"

static struct test *tests, **tests_end = &tests;
static const struct catalog *catalog;
static const char *work_dir, *url, *template_path;
static struct database *database;
static unsigned passed, failed, skipped;
static struct test *running;
static bool is_skipped;
static struct buf skipped_names;
static pid_t owner; /* of the folder: a child of a test is not */

void test_add(struct test *t)
{
	*tests_end = t;
	tests_end = &t->next;
}

const struct catalog *test_catalog(void)
{
	return catalog;
}

struct database *test_database(void)
{
	return database;
}

const char *test_url(void)
{
	return url;
}

const char *test_dir(struct ctx *c)
{
	const char *path = arena_fmt(c->arena, "%s/files", work_dir);

	if (system(arena_fmt(c->arena, "rm -rf '%s' && mkdir -p '%s'", path, path)) != 0)
		fail_msg("cannot make %s", path);
	return path;
}

void ok_or_explain(struct ctx *c, bool ok, const char *what, const char *file, int line)
{
	if (ok && c->err == ERR_NONE)
		return;
	print_error("%s\n  -> %s: %s\n", what, c->key == NULL ? "?" : c->key, c->detail == NULL ? "?" : c->detail);
	for (const struct problem *p = c->problems.first; p != NULL; p = p->next)
		print_error("     %s %s: %s\n", p->field == NULL ? "" : p->field, p->key, p->message);
	_fail(file, line);
}

void fails_with(struct ctx *c, bool ok, const char *key, const char *what, const char *file, int line)
{
	if (!ok && c->key != NULL && strcmp(c->key, key) == 0) {
		ctx_clear(c);
		return;
	}
	print_error("%s\n  should fail with %s, %s %s: %s\n", what, key, ok ? "worked" : "failed with", c->key == NULL ? "" : c->key,
	            c->detail == NULL ? "" : c->detail);
	_fail(file, line);
}

/* What a signal may do, and no more. */
static void remove_folder(void)
{
	const pid_t child = work_dir == NULL || getpid() != owner ? -1 : fork();

	if (child == 0) {
		execl("/bin/rm", "rm", "-rf", work_dir, (char *)NULL);
		_exit(127);
	}
	while (child > 0 && waitpid(child, NULL, 0) < 0)
		continue;
}

static void on_end_signal(int signal_number)
{
	remove_folder();
	signal(signal_number, SIG_DFL);
	raise(signal_number);
}

static void own_folder(char *dir)
{
	static const int ends[] = { SIGTERM, SIGINT, SIGHUP, SIGABRT };

	owner = getpid();
	work_dir = mkdtemp(dir);
	atexit(remove_folder);
	for (size_t i = 0; i < COUNT(ends); i++)
		signal(ends[i], on_end_signal);
}

void test_note_skipped(void)
{
	is_skipped = true;
}

static void must(struct ctx *c, bool ok)
{
	if (ok)
		return;
	fprintf(stderr, "%s: %s\n", c->key, c->detail);
	for (const struct problem *p = c->problems.first; p != NULL; p = p->next)
		fprintf(stderr, "  %s\n", p->message);
	exit(2);
}

static void copy_file(const char *from, const char *to)
{
	char piece[65536];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	for (ssize_t n; (n = read(in, piece, sizeof piece)) > 0;)
		if (write(out, piece, (size_t)n) != n)
			abort();
	close(in);
	close(out);
}

/* Those that hold something: emptying every table takes longer than most tests. */
static void empty_tables(struct ctx *c)
{
	const char *held = "SELECT 'change' WHERE EXISTS (SELECT 1 FROM change)", *sql = "";
	struct rows r;

	for (size_t i = 0; i < catalog->n_tables; i++) {
		const char *name = catalog->table[i].name;
		if (strcmp(name, "meta") != 0)
			held = arena_fmt(c->arena, "%s UNION ALL SELECT '%s' WHERE EXISTS (SELECT 1 FROM %s)", held, name, name);
	}
	must(c, db_query(c, &r, "SELECT name FROM meta WHERE name = 'second_step'", NULL, 0));
	if (r.count > 0)
		must(c, db_begin(c) && db_end(c, db_script(c, "DELETE FROM meta WHERE name = 'second_step'")));
	must(c, db_query(c, &r, held, NULL, 0));
	for (size_t i = 0; i < r.count; i++)
		sql = arena_fmt(c->arena, "%s%s %s", sql, i == 0 ? "TRUNCATE" : ",", rows_text(&r, i, 0));
	if (r.count > 0)
		must(c, db_begin(c) && db_end(c, db_script(c, sql)));
}

/* PostgreSQL keeps one schema and empties it; SQLite gets a copy of an empty file. */
static void fresh_database(struct ctx *c)
{
	if (strncmp(url, "sqlite:", 7) == 0) {
		const char *path = arena_fmt(c->arena, "%s/test.db", work_dir);
		unlink(arena_fmt(c->arena, "%s-wal", path));
		unlink(arena_fmt(c->arena, "%s-shm", path));
		copy_file(template_path, path);
	}
	must(c, database_open(c, &database, url));
	must(c, db_open(c, &c->db, database));
	if (db_engine(c->db) != ENGINE_POSTGRES)
		return;
	empty_tables(c);
}

#ifdef __SANITIZE_ADDRESS__
#define CHECKS_LEAKS 1
#elif defined(__has_feature)
#define CHECKS_LEAKS __has_feature(address_sanitizer)
#else
#define CHECKS_LEAKS 0
#endif

/* Asked for, a leak is told where its test has a name: half a second each. */
static bool leaks(void)
{
#if CHECKS_LEAKS
	int __lsan_do_recoverable_leak_check(void);
	return getenv("KHUE_TEST_LEAKS") != NULL && __lsan_do_recoverable_leak_check() != 0;
#else
	return false;
#endif
}

static struct ctx current;

static void run(void **state)
{
	(void)state;
	current = (struct ctx){ .arena = arena_new(), .catalog = catalog, .now_ms = 1763700000000 };
	guesses_forget();
	if (running->needs_db)
		fresh_database(&current);
	running->fn(&current);
}

/* Also after a failed test, which leaves everything where it stood. */
static int clean_up(void **state)
{
	struct ctx *c = &current;

	(void)state;
	if (c->db != NULL) {
		db_inject_fault(c->db, 0);
		c->err = ERR_INTERNAL;
		if (c->db->in_tx)
			(void)!db_end(c, false);
		while (c->db->in_read > 0)
			db_read_end(c);
		db_close(c->db);
	}
	database_close(database);
	database = NULL;
	arena_free(c->arena);
	return 0;
}

static void run_one(struct test *t, const char *engine)
{
	const struct CMUnitTest one = { .name = t->name, .test_func = run, .teardown_func = clean_up };

	running = t;
	int64_t started = time_now_ms();
	is_skipped = false;
	bool bad = _cmocka_run_group_tests(t->name, &one, 1, NULL, NULL) != 0;
	bad = leaks() || bad;
	printf("%s %s %s (%d ms)\n", bad ? "FAILED" : is_skipped ? "skipped" : "ok", engine, t->name, (int)(time_now_ms() - started));
	fflush(stdout);
	if (is_skipped && !bad) {
		buf_fmt(&skipped_names, "%s%s %s", skipped++ == 0 ? "" : ", ", engine, t->name);
		return;
	}
	bad ? failed++ : passed++;
}

static void make_schema(const char *where)
{
	struct ctx c = { .arena = arena_new(), .catalog = catalog, .now_ms = time_now_ms() };
	struct database *d;

	if (strncmp(where, "sqlite:", 7) == 0) {
		template_path = strdup(where + 7);
		*strchr((char *)template_path, '?') = '\0';
		unlink(template_path);
	}
	must(&c, database_open(&c, &d, where));
	must(&c, db_open(&c, &c.db, d));
	if (db_engine(c.db) == ENGINE_POSTGRES)
		must(&c, db_begin(&c) && db_end(&c, db_script(&c, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")));
	must(&c, migrate(&c));
	db_close(c.db);
	database_close(d);
	arena_free(c.arena);
}

/* files: their names, each followed by a blank or the end. */
static bool is_in(const char *files, const char *file)
{
	const char *base = strrchr(file, '/'), *at = files;
	const size_t len = strlen(base == NULL ? file : ++base);

	while ((at = strstr(at, base)) != NULL && (at[len] > ' ' || (at > files && at[-1] != '/' && at[-1] != ' ')))
		at++;
	return at != NULL;
}

static bool chosen(const struct test *t, const char *part, const char *files)
{
	return (part == NULL || strstr(t->name, part) != NULL) && (files == NULL || is_in(files, t->file));
}

/* By name, whether or not it runs this time: what is misspelt is not passed over. */
static bool is_any_chosen(const char *part, const char *files)
{
	for (const struct test *t = tests; t != NULL; t = t->next)
		if (chosen(t, part, files))
			return true;
	return false;
}

/* Some hold what others use, and no test. */
static bool all_are_files(struct arena *a, const char *files)
{
	static const char between[] = " \n";

	for (const char *p = files == NULL ? "" : files + strspn(files, between); *p != '\0'; p += strcspn(p, between), p += strspn(p, between)) {
		const char *one = arena_strndup(a, p, strcspn(p, between)), *base = strrchr(one, '/');
		if (access(arena_fmt(a, TEST_SOURCE_DIR "/test/%s", base == NULL ? one : base + 1), F_OK) == 0)
			continue;
		fprintf(stderr, "%s: no such file of tests\n", one);
		return false;
	}
	return true;
}

static bool is_option(const char *word)
{
	static const char *const known[] = { "-k", "--files", "--pure", "--db" };

	for (size_t i = 0; i < COUNT(known); i++)
		if (streq(word, known[i]))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct ctx start = { .arena = arena_new() };
	struct catalog *loaded;
	const char *part = NULL, *files = NULL;
	bool pure = true;
	static char dir[] = "/tmp/khue-test-XXXXXX"; /* named to the very end */

	table_child(argv, table_misdeed);
	for (int i = 1; i < argc; i += 2)
		if (i + 1 == argc || !is_option(argv[i])) {
			const bool asked = streq(argv[i], "--help");
			fprintf(asked ? stdout : stderr, "%s: khue-test [-k PART_OF_NAME] [--files \"test_a.c test_b.c\"] [--pure no] --db sqlite|URL\n", argv[i]);
			return asked ? 0 : 2;
		}
	setenv("KHUE_TEST_CHEAP_PASSWORDS", "1", 1);
	secret_init();
	log_quiet(getenv("KHUE_TEST_LOG") == NULL);
	cmocka_set_message_output(CM_OUTPUT_STDOUT);
	own_folder(dir);
	skipped_names = buf_in(start.arena);
	must(&start, catalog_load(&start, &loaded, TEST_SOURCE_DIR "/catalog"));
	catalog = loaded;
	for (int i = 1; i + 1 < argc; i += 2)
		if (strcmp(argv[i], "-k") == 0)
			part = argv[i + 1];
		else if (strcmp(argv[i], "--files") == 0)
			files = argv[i + 1];
		else if (strcmp(argv[i], "--pure") == 0)
			pure = strcmp(argv[i + 1], "no") != 0;
	if (!all_are_files(start.arena, files))
		return 2;
	for (struct test *t = tests; t != NULL; t = t->next)
		if (pure && !t->needs_db && chosen(t, part, files))
			run_one(t, "-");
	for (int i = 1; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--db") != 0)
			continue;
		bool sqlite = strcmp(argv[i + 1], "sqlite") == 0;
		make_schema(sqlite ? arena_fmt(start.arena, "sqlite:%s/template.db?sync=off", work_dir) : argv[i + 1]);
		url = sqlite ? arena_fmt(start.arena, "sqlite:%s/test.db?sync=off", work_dir) : argv[i + 1];
		for (struct test *t = tests; t != NULL; t = t->next)
			if (t->needs_db && chosen(t, part, files))
				run_one(t, sqlite ? "sqlite" : "postgres");
	}
	free((char *)template_path);
	if (!is_any_chosen(part, files))
		printf("no test is called so\n");
	if (skipped > 0)
		printf("%u skipped: %s\n", skipped, buf_text(&skipped_names));
	printf("%u passed, %u failed\n", passed, failed);
	arena_free(start.arena);
	return failed != 0 || !is_any_chosen(part, files);
}
