/* client_bench.c - what the check of a client's token costs.
 *
 *     client_bench --db URL_OF_AN_EMPTY_DATABASE [--catalog DIR]
 *
 * Remembered: as a busy client is checked.  Looked up: as the first call of each half second is. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/secret.h"
#include "base/time.h"
#include "catalog/catalog.h"
#include "db/db.h"
#include "domain/account/client.h"
#include "domain/unit/unit_admin.h"
#include "store/migrate.h"

enum { REMEMBERED = 200000, LOOKED_UP = 20000, A_HALF = 500 };

static void die(const struct ctx *c, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", what, c->key == NULL ? "?" : c->key, c->detail == NULL ? "?" : c->detail);
	exit(1);
}

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void measure(struct ctx *c, const char *what, const char *id, const char *secret, int n, int64_t step_ms)
{
	struct ctx of_request = *c;
	const char *token, *scopes;
	double begin = now_us();

	of_request.arena = arena_new();
	for (int i = 0; i < n; i++) {
		struct account who;
		c->now_ms = of_request.now_ms;
		if (i % (TOKEN_LIFE_MS / A_HALF) == 0 && !client_token_issue(c, id, secret, NULL, "192.0.2.1", &token, &scopes))
			die(c, "token");
		if (!client_find(&of_request, token, "192.0.2.1", &who))
			die(&of_request, "check");
		of_request.now_ms += step_ms;
		arena_reset(of_request.arena);
	}
	printf("| %s | %d checks | %.1f us |\n", what, n, (now_us() - begin) / n);
	arena_free(of_request.arena);
}

int main(int argc, char **argv)
{
	const struct client_wish wish = { .name = "bench", .unit = UNIT_ROOT, .scopes = "learners:read changes:read", .a_day = 100000000 };
	const char *url = NULL, *catalog_dir = "catalog", *id, *secret;
	struct ctx c = { .arena = arena_new(), .now_ms = time_now_ms() };
	struct database *database;
	struct catalog *loaded;

	for (int i = 1; i + 1 < argc; i += 2) {
		if (streq(argv[i], "--db"))
			url = argv[i + 1];
		else if (streq(argv[i], "--catalog"))
			catalog_dir = argv[i + 1];
	}
	if (url == NULL) {
		fprintf(stderr, "client_bench --db URL_OF_AN_EMPTY_DATABASE [--catalog DIR]\n");
		return 2;
	}
	secret_init();
	if (!catalog_load(&c, &loaded, catalog_dir))
		die(&c, "catalog");
	c.catalog = loaded;
	if (!database_open(&c, &database, url) || !db_open(&c, &c.db, database) || !migrate(&c) || !unit_make_root(&c) || !client_issue(&c, &wish, &id, &secret))
		die(&c, "start (is the database empty?)");
	printf("| what | size | time |\n|---|---|---|\n");
	measure(&c, "token of a client checked, remembered", id, secret, REMEMBERED, 0);
	measure(&c, "token of a client checked, looked up", id, secret, LOOKED_UP, A_HALF);
	db_close(c.db);
	database_close(database);
	arena_free(c.arena);
	return 0;
}
