/* store_bench.c - what checks, identifiers and the change log cost, beside the bare engine, in one run.
 *
 *     store_bench --db URL_OF_AN_EMPTY_DATABASE [--learners N] [--only abcd] [--catalog DIR] [--no-bare]
 *
 * Prints rows of a Markdown table.  Limit and ours are measured in turn, several
 * rounds each, because such machines drift.  The bare side uses tables with the
 * same columns and indexes: SQLite in a file of its own (PATH-bare), synchronous=FULL. */
#include "bare.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/secret.h"
#include "base/time.h"
#include "domain/demo/demo_names.h"
#include "domain/place/tsv_file.h"
#include "domain/unit/unit_admin.h"
#include "domain/view/view.h"
#include "store/migrate.h"
#include "store/seen.h"

enum { UNITS = 16, BATCH = 500, ROUNDS = 4, WRITERS = 16, CONNECTIONS = 8, READERS = 4, PAGE = 50, SECONDS = 2, WARM_US = 500000 };

static const char *url = NULL, *catalog_dir = "catalog", *only = "abcd";
static size_t learners = 20000;
static bool with_bare = true;
static struct database *database;
static struct catalog *catalog;
static const struct demo_data *material;
static struct unit units[UNITS];

static void die(const struct ctx *c, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", what, c->key == NULL ? "?" : c->key, c->detail == NULL ? "?" : c->detail);
	for (const struct problem *p = c->problems.first; p != NULL; p = p->next)
		fprintf(stderr, "  %s\n", p->message);
	exit(1);
}

static void print_row(const char *name, const char *unit, double limit, double ours)
{
	printf("| %s | %.0f %s | %.0f %s | %.2f |\n", name, limit, unit, ours, unit, limit > 0 ? ours / limit : 0);
	fflush(stdout);
}

static struct ctx *ctx_open(void)
{
	struct ctx *c = calloc(1, sizeof *c);

	if (c == NULL)
		abort();
	c->arena = arena_new();
	c->catalog = catalog;
	c->now_ms = time_now_ms();
	if (!db_open(c, &c->db, database))
		die(c, "open");
	return c;
}

static void ctx_close(struct ctx *c)
{
	db_close(c->db);
	arena_free(c->arena);
	free(c);
}

static bool is_sqlite(void)
{
	return strncmp(url, "sqlite:", 7) == 0;
}

/* ---- set-up ---- */

static void load_material(struct ctx *c)
{
	const char *text[DEMO_FILE__COUNT];

	for (int i = 0; i < DEMO_FILE__COUNT; i++)
		if (!tsv_file(c, catalog_dir, arena_fmt(c->arena, "demo/%s", demo_file_names[i]), &text[i]))
			die(c, "material");
	if (!demo_data_read(c, text, &material))
		die(c, "material");
}

static void make_units(struct ctx *c)
{
	const struct unit so = { .code = "19", .name = "Sở", .kind = "so", .province = "19", .status = "01" };
	struct unit made;

	if (!unit_make_root(c) || !unit_make_office(c, &so, UNIT_ROOT, &made))
		die(c, "units (is the database empty?)");
	for (int i = 0; i < UNITS; i++) {
		struct draft d;
		json_t *o = json_pack("{ss ss ss ss}", "code", arena_fmt(c->arena, "191724%02d", i), "name", "Trường Tiểu học Ba Hàng",
		                      "level_group", "06", "ownership", "01");
		draft_from_json(c, catalog_type(catalog, "school"), o, NULL, &d);
		json_decref(o);
		if (!unit_make_school(c, &d, "19", &units[i]))
			die(c, "school");
	}
}

/* ---- (a) batches of new learners ---- */

struct loader {
	pthread_t thread;
	size_t first_unit, turn, batches, serial; /* turn: of its eight schools; serial: makes personal numbers unique */
	int64_t now_ms;
	double busy;
};

static json_t *learner_json(struct arena *a, struct demo_rng *r, size_t serial)
{
	struct demo_person p = demo_person(material, r, a, DEMO_CHILD, "19", NULL, NULL);
	const char *father = demo_person(material, r, a, DEMO_ADULT, "19", "01", NULL).full_name;
	const char *mother = demo_person(material, r, a, DEMO_ADULT, "19", "02", NULL).full_name;

	return json_pack("{ss ss ss ss ss ss ss ss ss ss ss ss ss ss si ss ss ss si ss ss}", "full_name", p.full_name, "birth_date",
	                 date_text(a, demo_birth_date(r, 2017)), "sex", p.sex, "ethnic_group", p.ethnic_group, "nationality", "704",
	                 "religion", "99", "personal_id", arena_fmt(a, "0192%08zu", serial), "birth_place", "Thái Nguyên", "home_town",
	                 "Xã Phong Quang, Thái Nguyên", "residence_province", "19", "residence_commune", "01849", "residence_detail",
	                 "Xóm 7", "phone", demo_phone(r, a), "father_name", father, "father_birth_year", 1985, "father_job",
	                 demo_occupation(material, r), "father_phone", demo_phone(r, a), "mother_name", mother, "mother_birth_year",
	                 1988, "mother_job", demo_occupation(material, r), "mother_phone", demo_phone(r, a));
}

static void load_batch(struct ctx *c, struct loader *w, struct demo_rng *r)
{
	const struct record_type *t = catalog_type(catalog, "learner");
	struct arena *words = arena_new();
	json_t *body[BATCH];
	static _Thread_local struct draft draft[BATCH];
	static _Thread_local struct outcome out[BATCH];

	const struct unit *u = &units[w->first_unit + w->turn++ % 8];
	for (size_t i = 0; i < BATCH; i++)
		body[i] = learner_json(words, r, w->serial++);
	double start = bare_clock();
	for (size_t i = 0; i < BATCH; i++)
		draft_from_json(c, t, body[i], NULL, &draft[i]);
	while (!record_write_batch(c, t, u, draft, BATCH, out)) {
		if (c->err != ERR_BUSY)
			die(c, "batch");
		ctx_clear(c);
	}
	arena_reset(c->arena);
	w->busy += bare_clock() - start;
	for (size_t i = 0; i < BATCH; i++) {
		if (out[i].result != WRITE_CREATED)
			exit(1);
		json_decref(body[i]);
	}
	arena_free(words);
}

static void *load(void *arg)
{
	struct loader *w = arg;
	struct demo_rng r = demo_rng_new(7, w->serial);
	struct ctx *c = ctx_open();

	c->now_ms = w->now_ms;
	w->busy = 0;
	for (size_t i = 0; i < w->batches; i++)
		load_batch(c, w, &r);
	ctx_close(c);
	return NULL;
}

/* Making the JSON is not part of it: with two threads, the mean of what each was busy. */
static double load_with(size_t n_threads, size_t batches, size_t round, int64_t now_ms, size_t *serial)
{
	struct loader w[2] = { 0 };
	double busy = 0;

	for (size_t i = 0; i < n_threads; i++) {
		w[i] = (struct loader){ .first_unit = i * 8, .turn = round * batches / n_threads, .batches = batches / n_threads,
		                       .serial = *serial, .now_ms = now_ms };
		*serial += w[i].batches * BATCH;
		pthread_create(&w[i].thread, NULL, load, &w[i]);
	}
	for (size_t i = 0; i < n_threads; i++) {
		pthread_join(w[i].thread, NULL);
		busy += w[i].busy / (double)n_threads;
	}
	return busy;
}

static double bare_load(struct bare *b, int64_t now_ms)
{
	struct ctx *c = ctx_open();
	struct buf sql = buf_in(c->arena);
	struct rows r;

	buf_put(&sql, "SELECT ");
	for (size_t i = 0; i < bare_table()->n_columns; i++)
		buf_fmt(&sql, "%s%s", i > 0 ? ", " : "", bare_table()->column[i].name);
	buf_fmt(&sql, " FROM r_learner WHERE created_at = %" PRId64 " ORDER BY unit_id, id", now_ms);
	if (!db_query(c, &r, buf_text(&sql), NULL, 0))
		die(c, "rows");
	double took = bare_insert(b, &r);
	ctx_close(c);
	return took;
}

static void bench_batches(void)
{
	size_t batches = (learners / BATCH / ROUNDS + 1) / 2 * 2, serial = 1;
	double one = 0, two = 0, bare = 0;
	int64_t now_ms = time_now_ms();
	struct bare b = bare_open(url, true);

	for (size_t round = 0; round < ROUNDS; round++) {
		one += load_with(1, batches, round, ++now_ms, &serial);
		if (with_bare)
			bare += bare_load(&b, now_ms);
		two += load_with(2, batches, round, ++now_ms, &serial);
	}
	bare_close(&b);
	double n = (double)(batches * BATCH * ROUNDS);
	const char *what = is_sqlite() ? "INSERT, 500 a transaction" : "COPY";
	char name[100];
	snprintf(name, sizeof name, "new learners by 500, 1 thread (limit: %s)", what);
	print_row(name, "records/s", bare > 0 ? n / bare : 0, n / one);
	snprintf(name, sizeof name, "new learners by 500, 2 threads (limit: as above)");
	print_row(name, "records/s", bare > 0 ? n / bare : 0, n / two);
}

/* ---- (b), (c) and (d): many threads for a while ---- */

struct worker {
	pthread_t thread;
	size_t no;
	bool bare;
	atomic_size_t done;
	size_t retries;
};

static atomic_bool stop;
static atomic_size_t serial;
static const char *(*codes)[BATCH]; /* of each unit */
static int64_t bare_unit;

static size_t done_by(struct worker *w, size_t n)
{
	size_t done = 0;

	for (size_t i = 0; i < n; i++)
		done += atomic_load(&w[i].done);
	return done;
}

/* Connecting, and what is done once on a connection, is no part of it. */
static double run_threads(size_t n, bool bare, void *(*fn)(void *))
{
	struct worker w[WRITERS] = { 0 };

	atomic_store(&stop, false);
	for (size_t i = 0; i < n; i++) {
		w[i].no = i;
		w[i].bare = bare;
		pthread_create(&w[i].thread, NULL, fn, &w[i]);
	}
	usleep(WARM_US);
	const size_t before = done_by(w, n);
	const double start = bare_clock();
	sleep(SECONDS);
	const double rate = (double)(done_by(w, n) - before) / (bare_clock() - start);
	atomic_store(&stop, true);
	for (size_t i = 0; i < n; i++)
		pthread_join(w[i].thread, NULL);
	return rate;
}

static void bench_threads(const char *name, const char *unit, size_t n, size_t n_bare, void *(*fn)(void *))
{
	double ours = 0, bare = 0;

	for (int round = 0; round < ROUNDS; round++) {
		ours += run_threads(n, false, fn) / ROUNDS;
		if (with_bare)
			bare += run_threads(n_bare, true, fn) / ROUNDS;
	}
	print_row(name, unit, bare, ours);
}

static void bare_update(struct worker *w)
{
	struct bare b = bare_open(url, true);
	char unit[24], id[24], phone[24];
	const char *const args[] = { phone, unit, id };
	size_t n = 0;

	bare_prepare(&b, "UPDATE bare_learner SET phone = $1 WHERE unit_id = $2 AND id = $3");
	snprintf(unit, sizeof unit, "%" PRId64, bare_unit);
	while (!stop) {
		n++;
		snprintf(id, sizeof id, "%zu", 2 + (n * 7 + w->no * 31) % BATCH);
		snprintf(phone, sizeof phone, "09%08zu", (n * WRITERS + w->no) % 100000000);
		bare_write(&b, args, COUNT(args));
		w->done++;
	}
	bare_close(&b);
}

static void our_update(struct worker *w)
{
	const struct record_type *t = catalog_type(catalog, "learner");
	struct demo_rng r = demo_rng_new(w->no, (uint64_t)time_now_ms());
	struct ctx *c = ctx_open();

	while (!stop) {
		json_t *body = json_pack("{ss}", "phone", arena_fmt(c->arena, "09%08zu", demo_below(&r, 100000000)));
		struct record now;
		struct draft d;
		int64_t was;
		draft_from_json(c, t, body, NULL, &d);
		json_decref(body);
		if (record_change_found(c, t, codes[w->no][demo_below(&r, BATCH)], 0, &d, &now, &was))
			w->done++;
		else if (c->err != ERR_BUSY && c->err != ERR_STALE)
			die(c, "change");
		else
			w->retries++;
		ctx_clear(c);
		arena_reset(c->arena);
	}
	ctx_close(c);
}

static void *update(void *arg)
{
	struct worker *w = arg;

	w->bare ? bare_update(w) : our_update(w);
	return NULL;
}

static void bare_pages(struct worker *w)
{
	struct bare b = bare_open(url, false);
	const char *args[1];
	char unit[24];

	bare_prepare(&b, "SELECT * FROM r_learner WHERE unit_id = $1 ORDER BY unit_id, sort_key, id LIMIT 50");
	while (!stop) {
		int64_t id = units[(w->no + w->done) % UNITS].id;
		int n = 0;
		if (b.pg != NULL) {
			snprintf(unit, sizeof unit, "%" PRId64, id);
			args[0] = unit;
			PGresult *r = bare_must(&b, PQexecPrepared(b.pg, "s", 1, args, NULL, NULL, 0));
			n = PQntuples(r);
			PQclear(r);
		} else {
			sqlite3_bind_int64(b.stmt, 1, id);
			while (sqlite3_step(b.stmt) == SQLITE_ROW) {
				for (int k = 0, width = sqlite3_column_count(b.stmt); k < width; k++)
					if (sqlite3_column_type(b.stmt, k) != SQLITE_NULL)
						(void)!sqlite3_column_blob(b.stmt, k);
				n++;
			}
			sqlite3_reset(b.stmt);
		}
		if (n != PAGE)
			exit(1);
		w->done++;
	}
	bare_close(&b);
}

/* watch: numbers are masked, and whom the pages show is kept; NULL: neither. */
static void our_pages(struct worker *w, struct view_watch *watch)
{
	const struct account me = { .id = (int64_t)w->no + 1, .role = catalog_role(catalog, "clerk"), .unit = units[0], .scope = { .path = "/" } };
	const struct record_type *t = catalog_type(catalog, "learner");
	struct ctx *c = ctx_open();

	c->account = &me;
	while (!stop) {
		const struct record_query q = { .scope = actor_scope(c), .unit = &units[(w->no + w->done) % UNITS], .limit = PAGE, .masks = watch != NULL };
		struct buf b = buf_in(c->arena);
		const char *next;
		c->seen = watch == NULL ? NULL : NEW(c->arena, struct seen);
		if (!record_list(c, t, &q, &b, &next) || next == NULL || (watch != NULL && !view_keep(watch, c, NULL)))
			die(c, "page");
		arena_reset(c->arena);
		w->done++;
	}
	ctx_close(c);
}

static void *pages(void *arg)
{
	struct worker *w = arg;

	w->bare ? bare_pages(w) : our_pages(w, NULL);
	return NULL;
}

static struct view_watch *watching;

static void *watched_pages(void *arg)
{
	struct worker *w = arg;

	our_pages(w, w->bare ? NULL : watching);
	return NULL;
}

static void bench_watched(void)
{
	watching = view_watch_new();
	view_watch_start(watching, catalog, database);
	bench_threads("page of 50 learners masked, and whom it shows kept (limit: neither), 4 threads", "pages/s", READERS, READERS, watched_pages);
	view_watch_stop(watching);
	view_watch_free(watching);
}

/* ---- (d): learners one by one ---- */

static void bare_newcomers(struct worker *w)
{
	struct bare b = bare_open(url, true);
	char unit[24], id[24], code[40];
	const char *const args[] = { unit, id, code };

	bare_prepare(&b, "INSERT INTO bare_learner (unit_id, id, code, version, status, created_at, changed_at, changed_by) VALUES ($1, $2, $3, 1, '01', 0, 0, 0)");
	snprintf(unit, sizeof unit, "%zu", 1000000 + w->no);
	while (!stop) {
		const size_t no = atomic_fetch_add(&serial, 1);
		snprintf(id, sizeof id, "%zu", no);
		snprintf(code, sizeof code, "x%zu", no);
		bare_write(&b, args, COUNT(args));
		w->done++;
	}
	bare_close(&b);
}

static void our_newcomers(struct worker *w)
{
	const struct record_type *t = catalog_type(catalog, "learner");
	struct demo_rng r = demo_rng_new(w->no + 100, (uint64_t)time_now_ms());
	struct ctx *c = ctx_open();

	while (!stop) {
		json_t *body = learner_json(c->arena, &r, 50000000 + atomic_fetch_add(&serial, 1));
		struct draft d;
		struct outcome out;
		draft_from_json(c, t, body, NULL, &d);
		json_decref(body);
		if (record_write_batch(c, t, &units[w->no], &d, 1, &out) && out.result == WRITE_CREATED)
			w->done++;
		else if (c->err != ERR_BUSY)
			die(c, "newcomer");
		ctx_clear(c);
		arena_reset(c->arena);
	}
	ctx_close(c);
}

static void *newcomers(void *arg)
{
	struct worker *w = arg;

	w->bare ? bare_newcomers(w) : our_newcomers(w);
	return NULL;
}

static void find_codes(struct ctx *c)
{
	struct rows r;

	codes = calloc(UNITS, sizeof *codes);
	for (int i = 0; i < UNITS; i++) {
		if (!db_query(c, &r, "SELECT code FROM r_learner WHERE unit_id = $1 ORDER BY id LIMIT 500", ARGS(val_int(units[i].id))) ||
		    r.count != BATCH)
			die(c, "each school needs 500 learners: --learners 16000 or more");
		for (size_t k = 0; k < BATCH; k++)
			codes[i][k] = rows_text(&r, k, 0);
	}
	bare_unit = units[0].id;
}

static void read_options(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		if (streq(argv[i], "--no-bare"))
			with_bare = false;
		else if (i + 1 < argc && streq(argv[i], "--db"))
			url = argv[++i];
		else if (i + 1 < argc && streq(argv[i], "--learners"))
			learners = strtoul(argv[++i], NULL, 10);
		else if (i + 1 < argc && streq(argv[i], "--only"))
			only = argv[++i];
		else if (i + 1 < argc && streq(argv[i], "--catalog"))
			catalog_dir = argv[++i];
	}
	if (url != NULL)
		return;
	fprintf(stderr, "store_bench --db URL_OF_AN_EMPTY_DATABASE [--learners N] [--only abcd] [--catalog DIR] [--no-bare]\n");
	exit(2);
}

int main(int argc, char **argv)
{
	struct ctx start = { .arena = arena_new() };
	struct catalog *loaded;

	read_options(argc, argv);
	secret_init();
	if (!catalog_load(&start, &loaded, catalog_dir) || !database_open(&start, &database, url))
		die(&start, "start");
	catalog = loaded;
	load_material(&start);
	struct ctx *c = ctx_open();
	if (!migrate(c))
		die(c, "migrate");
	make_units(c);
	bare_create(c, url);
	printf("| %s | limit | ours | ratio |\n|---|---|---|---|\n", is_sqlite() ? "SQLite" : "PostgreSQL");
	bench_batches(); /* also makes the learners of the others */
	find_codes(c);
	if (strchr(only, 'b') != NULL)
		bench_threads(is_sqlite() ? "one field changed, durable, 16 threads (limit: one connection)"
		                          : "one field changed, durable, 16 threads (limit: 8 connections)",
		              "changes/s", WRITERS, is_sqlite() ? 1 : CONNECTIONS, update);
	if (strchr(only, 'c') != NULL)
		bench_threads("page of 50 learners, 4 threads", "pages/s", READERS, READERS, pages);
	if (strchr(only, 'c') != NULL)
		bench_watched();
	if (strchr(only, 'd') != NULL)
		bench_threads(is_sqlite() ? "one learner created, durable, 16 threads (limit: one connection, 8 columns)"
		                          : "one learner created, durable, 16 threads (limit: 8 connections, 8 columns)",
		              "learners/s", WRITERS, is_sqlite() ? 1 : CONNECTIONS, newcomers);
	ctx_close(c);
	database_close(database);
	arena_free(start.arena);
	return 0;
}
