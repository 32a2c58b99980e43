/* quality_bench.c - all rules over a large school, and the duplicates of one learner among many.
 *
 *     quality_bench --db URL_OF_AN_EMPTY_DATABASE [--learners N] [--catalog DIR]
 *
 *     quality_bench --db URL --office CODE        all schools below an office of a database that is there
 *
 * Learners are written in bulk without checks, chains or codes of their own kind: only reading is measured. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "bare.h"
#include "base/secret.h"
#include "base/text.h"
#include "base/time.h"
#include "domain/demo/demo_names.h"
#include "domain/duplicate/duplicate.h"
#include "domain/place/tsv_file.h"
#include "domain/quality/quality.h"
#include "domain/unit/unit_admin.h"
#include "store/migrate.h"

enum { SCHOOL = 3000, CLASSES = 80, BULK = 5000, SEARCHES = 500, YEAR = 2025, ROUNDS = 5 };

static const char *url = NULL, *catalog_dir = "catalog";
static size_t learners = 200000;
static const struct demo_data *material;

static void die(const struct ctx *c, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", what, c->key == NULL ? "?" : c->key, c->detail == NULL ? "?" : c->detail);
	exit(1);
}

static void load_material(struct ctx *c)
{
	const char *text[DEMO_FILE__COUNT];

	for (int i = 0; i < DEMO_FILE__COUNT; i++)
		if (!tsv_file(c, catalog_dir, arena_fmt(c->arena, "demo/%s", demo_file_names[i]), &text[i]))
			die(c, "material");
	if (!demo_data_read(c, text, &material))
		die(c, "material");
}

static struct unit make_school(struct ctx *c, size_t no)
{
	json_t *o = json_pack("{ss ss ss ss}", "code", arena_fmt(c->arena, "19%06zu", no), "name", "Trường Ba Hàng", "level_group", "09", "ownership", "01");
	struct draft d;
	struct unit made;

	draft_from_json(c, catalog_type(c->catalog, "school"), o, NULL, &d);
	json_decref(o);
	if (!unit_make_school(c, &d, "19", &made))
		die(c, "school");
	return made;
}

static void bulk(struct ctx *c, const char *table, const char *const *column, size_t n_columns, const struct val *cell, size_t n)
{
	if (!db_begin(c) || !db_end(c, db_bulk(c, &(struct bulk){ table, column, n_columns, n, cell })))
		die(c, table);
}

/* id_serial makes numbers unique. */
static void put_learner(struct ctx *c, struct demo_rng *r, const struct unit *u, int64_t id, size_t serial, struct val *v)
{
	struct demo_person p = demo_person(material, r, c->arena, DEMO_CHILD, "19", NULL, NULL);
	int year = 2010 + (int)demo_below(r, 10);
	const struct val all[] = {
		val_int(u->id), val_int(id), val_text(arena_fmt(c->arena, "19%08zu", serial)), val_int(1), val_text("01"), val_int(0), val_int(0), val_int(0),
		val_text(text_fold(c->arena, p.full_name)), val_text(p.full_name), val_text(date_text(c->arena, demo_birth_date(r, year))), val_text(p.sex),
		val_text(p.ethnic_group), val_text(arena_fmt(c->arena, "019%c%02d%06zu", p.sex[1] == '1' ? '2' : '3', year % 100, serial % 1000000)),
		val_text(demo_person(material, r, c->arena, DEMO_ADULT, "19", "01", NULL).full_name),
		val_text(demo_person(material, r, c->arena, DEMO_ADULT, "19", "02", NULL).full_name),
	};

	memcpy(v, all, sizeof all);
}

/* Everyone is enrolled somewhere; in the first school only so many this year. */
static void put_enrolment(struct ctx *c, const struct unit *u, size_t serial, bool first_school, struct val *v)
{
	int year = first_school && serial >= SCHOOL ? YEAR - 2 : YEAR;
	const struct val all[] = {
		val_int(u->id), val_int((int64_t)(10000000 + serial)), val_text(arena_fmt(c->arena, "%s-G%zu", u->code, 10000000 + serial)), val_int(1),
		val_text("01"), val_int(0), val_int(0), val_int(0), val_int(year), val_int((int64_t)(1000 + serial)), val_int((int64_t)(10 + serial % CLASSES)),
		val_text("2025-09-05"),
	};

	memcpy(v, all, sizeof all);
}

static void make_learners(struct ctx *c)
{
	static const char *const enrolled[] = { "unit_id", "id", "code", "version", "status", "created_at", "changed_at", "changed_by", "school_year", "learner_id",
	                                        "class_id", "status_date" };
	static const char *const column[] = { "unit_id", "id", "code", "version", "status", "created_at", "changed_at", "changed_by", "search_key", "full_name",
	                                      "birth_date", "sex", "ethnic_group", "personal_id", "father_name", "mother_name" };
	struct demo_rng r = demo_rng_new(11, 1);
	struct unit u = { 0 };

	for (size_t done = 0; done < learners;) {
		struct arena *kept = c->arena;
		size_t n = learners - done < BULK ? learners - done : BULK;
		if (done % (BULK * 4) == 0)
			u = make_school(c, done / (BULK * 4));
		c->arena = arena_new();
		struct val *cell = NEW_N(c->arena, struct val, n * COUNT(column));
		for (size_t i = 0; i < n; i++)
			put_learner(c, &r, &u, (int64_t)(1000 + done + i), done + i, cell + i * COUNT(column));
		bulk(c, "r_learner", column, COUNT(column), cell, n);
		for (size_t i = 0; i < n; i++)
			put_enrolment(c, &u, done + i, done < BULK * 4, cell + i * COUNT(enrolled));
		bulk(c, "r_enrolment", enrolled, COUNT(enrolled), cell, n);
		arena_free(c->arena);
		c->arena = kept;
		done += n;
	}
}

/* The classes of the first school. */
static struct unit make_big_school(struct ctx *c)
{
	static const char *const class_column[] = { "unit_id", "id", "code", "version", "status", "created_at", "changed_at", "changed_by", "school_year",
	                                            "search_key", "name", "grade" };
	static const struct scope all = { .path = "/" };
	struct unit u;

	if (!unit_find(c, &all, "19000000", &u))
		die(c, "school");
	struct val *v = NEW_N(c->arena, struct val, CLASSES * COUNT(class_column)), *at = v;
	for (int i = 0; i < CLASSES; i++) {
		const struct val row[] = { val_int(u.id), val_int(i + 10), val_text(arena_fmt(c->arena, "19000000-L%d", i + 10)), val_int(1), val_text("01"), val_int(0),
		                           val_int(0), val_int(0), val_int(YEAR), val_text("x"), val_text(arena_fmt(c->arena, "%d%d", 1 + i % 9, i)),
		                           val_text(arena_fmt(c->arena, "%02d", 1 + i % 9)) };
		memcpy(at, row, sizeof row);
		at += COUNT(row);
	}
	bulk(c, "r_class", class_column, COUNT(class_column), v, CLASSES);
	return u;
}

static void bench_rules(struct ctx *c, const struct unit *u)
{
	double best = 1e9;
	size_t n = 0, rules = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct arena *kept = c->arena;
		struct findings found;
		struct quality *q;
		c->arena = arena_new();
		double start = bare_clock();
		if (!db_read_begin(c) || !quality_prepare(c, &(struct quality_query){ .year = YEAR }, &q) || !quality_run(c, q, u, &found))
			die(c, "rules");
		db_read_end(c);
		double took = bare_clock() - start;
		best = took < best ? took : best;
		n = found.n;
		rules = c->catalog->n_rules;
		arena_free(c->arena);
		c->arena = kept;
	}
	printf("| all %zu rules over a school of %d learners (%zu faults) | | %.3f s | |\n", rules, SCHOOL, n, best);
}

static int by_time(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void bench_duplicates(struct ctx *c)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	struct demo_rng r = demo_rng_new(3, 3);
	double took[SEARCHES];
	size_t found = 0;

	for (int i = 0; i < SEARCHES; i++) {
		struct arena *kept = c->arena;
		size_t serial = demo_below(&r, learners), n;
		const struct unit u = { .id = 0 };
		struct duplicate_asked asked;
		struct duplicate *all;
		struct record rec = { .type = t, .unit = u, .id = (int64_t)(1000 + serial) };
		struct rows found_unit;
		c->arena = arena_new();
		if (!db_query(c, &found_unit, "SELECT unit_id FROM r_learner WHERE code = $1", ARGS(val_text(arena_fmt(c->arena, "19%08zu", serial)))) ||
		    found_unit.count != 1)
			die(c, "learner");
		rec.unit.id = rows_int(&found_unit, 0, 0);
		double start = bare_clock();
		if (!duplicate_find(c, &rec, &all, &n, &asked))
			die(c, "duplicates");
		took[i] = (bare_clock() - start) * 1000;
		found += n;
		arena_free(c->arena);
		c->arena = kept;
	}
	qsort(took, SEARCHES, sizeof *took, by_time);
	printf("| duplicates of one learner among %zu (%.1f found) | | p50 %.1f ms, p99 %.1f ms, most %.1f ms | |\n", learners, (double)found / SEARCHES,
	       took[SEARCHES / 2], took[SEARCHES * 99 / 100], took[SEARCHES - 1]);
}

static double peak_mb(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (double)u.ru_maxrss / 1024;
}

/* All pages, as an office turns them. */
static void bench_summary(struct ctx *c, const struct unit *u, const char *what)
{
	const double before = peak_mb(), start = bare_clock();
	const char *cursor = NULL;
	size_t schools = 0;

	do {
		struct ctx own = *c;
		own.arena = arena_new();
		struct quality_query query = { .unit = u, .year = YEAR, .cursor = cursor, .limit = 50 };
		struct buf items = buf_in(own.arena);
		if (!quality_summary(&own, &query, &items, &cursor))
			die(&own, "summary");
		for (const char *p = buf_text(&items); (p = strstr(p, "{\"unit\":")) != NULL; p++)
			schools++;
		cursor = arena_strdup(c->arena, cursor);
		arena_free(own.arena);
	} while (cursor != NULL);
	printf("| faults of %zu schools, page by page%s; memory | | %.2f s; %.1f MB | |\n", schools, what, bare_clock() - start, peak_mb() - before);
	fflush(stdout);
}

/* Of a database that is there. */
static int office(struct ctx *c, const char *code)
{
	static const struct scope all = { .path = "/" };
	struct unit u;

	if (!unit_find(c, &all, code, &u))
		die(c, "office");
	bench_summary(c, &u, "");
	bench_summary(c, &u, ", again");
	return 0;
}

int main(int argc, char **argv)
{
	const char *office_code = NULL;
	const struct unit so = { .code = "19", .name = "Sở", .kind = "so", .province = "19", .status = "01" };
	struct ctx c = { .arena = arena_new(), .now_ms = time_now_ms() };
	struct database *database;
	struct catalog *loaded;
	struct unit made;

	for (int i = 1; i + 1 < argc; i += 2) {
		if (streq(argv[i], "--db"))
			url = argv[i + 1];
		else if (streq(argv[i], "--learners"))
			learners = strtoul(argv[i + 1], NULL, 10);
		else if (streq(argv[i], "--catalog"))
			catalog_dir = argv[i + 1];
		else if (streq(argv[i], "--office"))
			office_code = argv[i + 1];
	}
	if (url == NULL || learners < SCHOOL) {
		fprintf(stderr, "quality_bench --db URL_OF_AN_EMPTY_DATABASE [--learners N, %d or more] [--catalog DIR]\n", SCHOOL);
		return 2;
	}
	secret_init();
	if (!catalog_load(&c, &loaded, catalog_dir))
		die(&c, "catalog");
	c.catalog = loaded;
	if (office_code != NULL && database_open(&c, &database, url) && db_open(&c, &c.db, database))
		return office(&c, office_code);
	load_material(&c);
	if (!database_open(&c, &database, url) || !db_open(&c, &c.db, database) || !migrate(&c) || !unit_make_root(&c) ||
	    !unit_make_office(&c, &so, UNIT_ROOT, &made))
		die(&c, "start (is the database empty?)");
	printf("| %s | limit | ours | ratio |\n|---|---|---|---|\n", strncmp(url, "sqlite:", 7) == 0 ? "SQLite" : "PostgreSQL");
	make_learners(&c);
	struct unit school = make_big_school(&c);
	bench_rules(&c, &school);
	bench_duplicates(&c);
	db_close(c.db);
	database_close(database);
	arena_free(c.arena);
	return 0;
}
