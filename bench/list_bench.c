/* list_bench.c - the first page of lists, searches and feeds below an office: does it take longer in a larger database?
 *
 *     list_bench --db URL_OF_A_DEMONSTRATION --within CODE [--catalog DIR]
 *
 * Prints rows of a Markdown table.  Each is asked for several times; told is the median. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "store/change.h"
#include "store/record.h"

enum { ROUNDS = 7, PAGE = 50 };

static const char *url = NULL, *catalog_dir = "catalog", *within = "19";

static void die(const struct ctx *c, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", what, c->key == NULL ? "?" : c->key, c->detail == NULL ? "?" : c->detail);
	exit(1);
}

static double clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

struct question {
	const char *what, *plural;
	struct record_query q;
};

static bool ask(struct ctx *c, const struct question *x)
{
	struct buf b = buf_in(c->arena);
	const char *next;

	return x->plural == NULL ? change_feed(c, x->q.unit, 0, &(struct change_query){ .limit = PAGE }, &b) : record_list(c, catalog_plural(c->catalog, x->plural), &x->q, &b, &next);
}

static void measure(const struct ctx *c, const struct question *x)
{
	double ms[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		struct ctx own = *c;
		own.arena = arena_new();
		double start = clock_ms();
		if (!ask(&own, x))
			die(&own, x->what);
		ms[i] = clock_ms() - start;
		arena_free(own.arena);
	}
	qsort(ms, ROUNDS, sizeof *ms, by_size);
	printf("| %s | %.1f ms |\n", x->what, ms[ROUNDS / 2]);
	fflush(stdout);
}

/* A name of one learner that few share, the last of the list: words of it stand in many others. */
static const char *one(struct ctx *c, const char *sql)
{
	struct rows r;

	if (!db_query(c, &r, sql, NULL, 0) || r.count != 1)
		die(c, sql);
	return rows_text(&r, 0, 0);
}

/* Of the words in names, one that is in the fewest. */
static const char *rare_word(struct ctx *c)
{
	struct rows word, n;
	const char *rare = NULL;
	int64_t fewest = INT64_MAX;

	if (!db_query(c, &word, "SELECT DISTINCT word FROM word WHERE length(word) > 3 ORDER BY word", NULL, 0))
		die(c, "words");
	for (size_t i = 0; i < word.count; i += word.count / 40 + 1) {
		const char *pattern = arena_fmt(c->arena, "%%%s%%", rows_text(&word, i, 0));
		if (!db_query(c, &n, "SELECT count(*) FROM r_learner WHERE search_key LIKE $1", ARGS(val_text(pattern))))
			die(c, "words");
		if (rows_int(&n, 0, 0) > 0 && rows_int(&n, 0, 0) < fewest) {
			fewest = rows_int(&n, 0, 0);
			rare = rows_text(&word, i, 0);
		}
	}
	return rare;
}

static void run(struct ctx *c)
{
	struct unit office, school;
	const struct record_query q = { .scope = actor_scope(c), .unit = &office, .within = true, .limit = PAGE };
	const char *last = one(c, "SELECT search_key FROM r_learner ORDER BY code DESC LIMIT 1");
	const char *code = one(c, "SELECT code FROM r_learner ORDER BY code DESC LIMIT 1");
	const char *home = one(c, "SELECT u.code FROM unit u WHERE u.id = (SELECT min(unit_id) FROM r_learner)");
	const char *rare = rare_word(c);
#define ASK(text, plural, ...) measure(c, &(struct question){ text, plural, { .scope = q.scope, .unit = q.unit, .within = true, .limit = PAGE, __VA_ARGS__ } })

	if (!unit_find(c, actor_scope(c), within, &office) || !unit_find(c, actor_scope(c), home, &school))
		die(c, "unit");
	printf("| what | median |\n|---|---|\n");
	ASK("search below an office: a common word", "learners", .q = "nguyễn");
	ASK("search below an office: two common words", "learners", .q = "nguyễn anh");
	ASK("search below an office: a rare word", "learners", .q = rare);
	ASK("search below an office: a whole name", "learners", .q = last);
	ASK("search below an office: two letters", "learners", .q = "ng");
	ASK("search below an office: a part of a word", "learners", .q = "guy");
	ASK("search below an office: a code", "learners", .q = code);
	ASK("search below an office: no such word", "learners", .q = "zzzz");
	ASK("list below an office, by name", "learners", .sort = NULL);
	ASK("list below an office, by code", "learners", .sort = "code");
	ASK("list below an office, with a filter", "learners", .filter = "sex == \"02\"");
	ASK("enrolments below an office, by name", "enrolments", .year = 2025);
	ASK("classes below an office, by name", "classes", .year = 2025);
	measure(c, &(struct question){ "list of a school, by name", "learners", { .scope = q.scope, .unit = &school, .limit = PAGE } });
	measure(c, &(struct question){ "list of a school, the latest changes first", "learners", { .scope = q.scope, .unit = &school, .limit = PAGE, .sort = "-changed_at" } });
	measure(c, &(struct question){ "feed of changes of a school", NULL, { .unit = &school } });
#undef ASK
}

static void read_options(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2) {
		if (streq(argv[i], "--db"))
			url = argv[i + 1];
		else if (streq(argv[i], "--within"))
			within = argv[i + 1];
		else if (streq(argv[i], "--catalog"))
			catalog_dir = argv[i + 1];
	}
	if (url != NULL)
		return;
	fprintf(stderr, "list_bench --db URL_OF_A_DEMONSTRATION [--within CODE] [--catalog DIR]\n");
	exit(2);
}

int main(int argc, char **argv)
{
	struct ctx c = { .arena = arena_new(), .now_ms = time_now_ms() };
	struct database *database = NULL;
	struct catalog *loaded;

	read_options(argc, argv);
	secret_init();
	if (!catalog_load(&c, &loaded, catalog_dir) || !database_open(&c, &database, url) || !db_open(&c, &c.db, database))
		die(&c, "start");
	c.catalog = loaded;
	run(&c);
	db_close(c.db);
	database_close(database);
	arena_free(c.arena);
	return 0;
}
