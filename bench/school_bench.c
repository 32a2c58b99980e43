/* school_bench.c - what happens to a whole school at once: seconds for going over to the next year, and for a merger.
 *
 *     school_bench --db URL_OF_AN_EMPTY_DATABASE [--learners 3000] [--catalog DIR]
 *
 * Prints rows of a Markdown table.  Primary school, classes of 35, one in fifty retained. */
#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/reorganize/reorganize.h"
#include "domain/rollover/rollover.h"
#include "domain/unit/unit_admin.h"
#include "store/migrate.h"
#include "store/write.h"

enum { PER_CLASS = 35, GRADES = 5 };

static const char *url = NULL, *catalog_dir = "catalog";
static size_t n_learners = 3000;

static void must(const struct ctx *c, bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "%s: %s: %s\n", what, c->key == NULL ? "?" : c->key, c->detail == NULL ? "?" : c->detail);
	exit(1);
}

static struct draft draft(struct ctx *c, const char *type, json_t *stolen)
{
	struct draft d;

	draft_from_json(c, catalog_type(c->catalog, type), stolen, NULL, &d);
	arena_defer(c->arena, (void (*)(void *))json_decref, stolen);
	if (d.problems.errors > 0) {
		fprintf(stderr, "%s: %s\n", type, d.problems.first->message);
		exit(1);
	}
	return d;
}

static struct unit make_school(struct ctx *c, const char *code)
{
	struct draft d = draft(c, "school", json_pack("{ss ss ss ss}", "code", code, "name", "Trường Tiểu học Đo Đếm", "level_group", "06", "ownership", "01"));
	struct unit made;

	must(c, unit_make_school(c, &d, "19", &made), "school");
	return made;
}

static void make_office(struct ctx *c)
{
	const struct unit so = { .code = "19", .name = "Sở Thái Nguyên", .kind = "so", .province = "19", .status = "01" };
	struct unit made;

	must(c, migrate(c) && unit_make_root(c) && unit_make_office(c, &so, "BGDDT", &made), "unit");
}

static void fill(struct ctx *c, const struct unit *u)
{
	static const char *const given[] = { "An", "Bình", "Chi", "Dũng", "Giang", "Hà", "Khánh", "Linh", "Mai", "Nam", "Phúc", "Quân", "Sơn" };
	const size_t n_classes = (n_learners + PER_CLASS - 1) / PER_CLASS;
	struct draft *d = NEW_N(c->arena, struct draft, n_learners + n_classes);
	struct outcome *class = NEW_N(c->arena, struct outcome, n_classes), *out = NEW_N(c->arena, struct outcome, n_learners);

	for (size_t i = 0; i < n_classes; i++)
		d[i] = draft(c, "class", json_pack("{ss ss si}", "name", arena_fmt(c->arena, "%zuA%zu", i % GRADES + 1, i / GRADES + 1), "grade",
		                                   arena_fmt(c->arena, "%02zu", i % GRADES + 1), "school_year", 2025));
	must(c, record_write_batch(c, catalog_type(c->catalog, "class"), u, d, n_classes, class), "classes");
	for (size_t i = 0; i < n_learners; i++)
		d[i] = draft(c, "learner", json_pack("{ss ss ss ss}", "full_name", arena_fmt(c->arena, "Nguyễn Văn %s", given[i % COUNT(given)]), "birth_date",
		                                     arena_fmt(c->arena, "2017-%02zu-%02zu", i % 12 + 1, i % 28 + 1), "sex", "01", "ethnic_group", "01"));
	must(c, record_write_batch(c, catalog_type(c->catalog, "learner"), u, d, n_learners, out), "learners");
	for (size_t i = 0; i < n_learners; i++)
		d[i] = draft(c, "enrolment", json_pack("{ss ss si ss}", "learner", out[i].code, "class", class[i / PER_CLASS].code, "school_year", 2025,
		                                       "promotion", i % 50 == 0 ? "02" : "01"));
	must(c, record_write_batch(c, catalog_type(c->catalog, "enrolment"), u, d, n_learners, out), "enrolments");
}

static void put(const char *what, int64_t begin, double target)
{
	printf("| a whole school: %s | %zu learners | %.2f s | %.1f s |\n", what, n_learners, (double)(time_now_ms() - begin) / 1000, target);
	fflush(stdout);
}

static void read_options(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2) {
		if (streq(argv[i], "--db"))
			url = argv[i + 1];
		else if (streq(argv[i], "--learners"))
			n_learners = strtoul(argv[i + 1], NULL, 10);
		else if (streq(argv[i], "--catalog"))
			catalog_dir = argv[i + 1];
	}
	if (url == NULL || n_learners == 0 || n_learners > 20000) {
		fprintf(stderr, "school_bench --db URL_OF_AN_EMPTY_DATABASE [--learners 3000] [--catalog DIR]\n");
		exit(2);
	}
}

int main(int argc, char **argv)
{
	struct ctx c = { .arena = arena_new(), .now_ms = time_now_ms() };
	const struct rollover_options o = { .year = 2025 };
	struct catalog *loaded;
	struct database *database = NULL;
	struct rollover_plan plan;
	struct rollover made;

	read_options(argc, argv);
	secret_init();
	must(&c, catalog_load(&c, &loaded, catalog_dir) && (c.catalog = loaded) != NULL && database_open(&c, &database, url) && db_open(&c, &c.db, database), "start");
	make_office(&c);
	struct unit u = make_school(&c, "19172401"), into = make_school(&c, "19172402");
	fill(&c, &u);
	printf("| operation | size | seconds | target |\n|---|---|---|---|\n");
	int64_t begin = time_now_ms();
	must(&c, rollover_preview(&c, &u, &o, &plan), "preview");
	put("preview of the roll-over", begin, 1);
	begin = time_now_ms();
	must(&c, rollover_run(&c, &u, &o, &plan, &made), "run");
	put("roll-over", begin, 3);
	begin = time_now_ms();
	must(&c, rollover_undo(&c, &made), "undo");
	put("undo of the roll-over", begin, 3);
	begin = time_now_ms();
	must(&c, reorganize_merge(&c, &u, &into, &(struct reorganize_decision){ .date = "2025-11-01" }), "merge");
	put("merged into another", begin, 60);
	db_close(c.db);
	database_close(database);
	arena_free(c.arena);
	return 0;
}
