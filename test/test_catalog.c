/* test_catalog.c - good catalogues give exactly these tables and schemas, bad ones exactly these messages.
 *
 * A case is a folder under test/catalog/good or bad, laid over test/catalog/base;
 * what must come out stands beside it in NAME.expected.  To add a case, add a folder
 * and run with KHUE_UPDATE_GOLDEN=1; then read what was written before believing it. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "catalog/form.h"
#include "catalog/menu.h"
#include "catalog/rules.h"
#include "catalog/sheets.h"
#include "db/db.h"
#include "store/migrate.h"
#include "store/write.h"
#include "test.h"

#define CASES TEST_SOURCE_DIR "/test/catalog"

/* The base with a case laid over it, in a folder of this test. */
static const char *laid_over(struct ctx *c, const char *which)
{
	const char *dir = arena_fmt(c->arena, "%s/catalog", test_dir(c));
	const char *command = arena_fmt(c->arena, "cp -r '" CASES "/base' '%s' && if [ -d '" CASES "/%s' ]; then cp -r '" CASES "/%s/.' '%s'; fi", dir,
	                                which, which, dir);

	if (system(command) != 0)
		fail_msg("cannot copy %s", which);
	return dir;
}

static const struct catalog *load(struct ctx *c, const char *which)
{
	struct catalog *k;

	OK(catalog_load(c, &k, laid_over(c, which)));
	return k;
}

static const char *read_text(struct ctx *c, const char *path)
{
	FILE *f = fopen(path, "r");
	struct buf b = buf_in(c->arena);
	char piece[4096];

	if (f == NULL)
		return NULL;
	for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
		buf_add(&b, piece, n);
	fclose(f);
	return buf_text(&b);
}

static void write_text(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
		fail_msg("cannot write %s", path);
}

/* Shows the first line that is not the same. */
static bool is_expected(struct ctx *c, const char *which, const char *got)
{
	const char *path = arena_fmt(c->arena, CASES "/%s.expected", which), *wanted = read_text(c, path);

	if (getenv("KHUE_UPDATE_GOLDEN") != NULL && (wanted == NULL || !streq(wanted, got))) {
		write_text(path, got);
		return true;
	}
	if (wanted == NULL) {
		print_error("%s.expected is not there; run with KHUE_UPDATE_GOLDEN=1 and read it\n", which);
		return false;
	}
	if (streq(wanted, got))
		return true;
	const char *from = wanted, *to = got;
	for (const char *p = wanted, *q = got; *p != '\0' && *p == *q; p++, q++)
		if (*p == '\n')
			from = p + 1, to = q + 1;
	print_error("%s\n  expected: %.*s\n  got:      %.*s\n", which, (int)strcspn(from, "\n"), from, (int)strcspn(to, "\n"), to);
	return false;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* "good/basic", ... : folders, and what is expected of the base itself. */
static size_t cases(struct ctx *c, const char *kind, const char **ret, size_t room)
{
	DIR *d = opendir(arena_fmt(c->arena, CASES "/%s", kind));
	size_t n = 0;

	if (d == NULL)
		fail_msg("no " CASES "/%s", kind);
	for (struct dirent *e; (e = readdir(d)) != NULL;) {
		const char *dot = strchr(e->d_name, '.');
		const char *name = arena_fmt(c->arena, "%s/%.*s", kind, dot == NULL ? (int)strlen(e->d_name) : (int)(dot - e->d_name), e->d_name);
		bool again = *e->d_name == '.';
		for (size_t i = 0; i < n && !again; i++)
			again = streq(ret[i], name);
		if (again)
			continue;
		assert_true(n < room);
		ret[n++] = name;
	}
	closedir(d);
	qsort(ret, n, sizeof *ret, by_text);
	return n;
}

static void put_schema(struct buf *b, const struct record_type *t)
{
	json_t *o = catalog_json_schema(t);
	char *text = json_dumps(o, JSON_INDENT(2));

	buf_fmt(b, "\n== %s: JSON Schema\n%s\n", t->name, text);
	free(text);
	json_decref(o);
}

static void put_items(struct buf *b, const char *what, const struct screen_item *it, size_t n)
{
	buf_fmt(b, "\n   %s", what);
	for (size_t i = 0; i < n; i++, it++) {
		buf_fmt(b, "%s %s (%s: %s", i > 0 ? "," : "", it->path, it->label.vi, it->type);
		buf_fmt(b, "%s%s%s%s", it->list == NULL ? "" : " of ", it->list == NULL ? "" : it->list->name, it->to == NULL ? "" : " to ", it->to == NULL ? "" : it->to->name);
		buf_fmt(b, "%s%s)", streq(it->by, it->path) ? "" : " by ", streq(it->by, it->path) ? "" : it->by);
	}
}

static void put_fields(struct buf *b, const struct field *const *field)
{
	for (; *field != NULL; field++)
		buf_fmt(b, " %s%s%s%s", (*field)->name, (*field)->wide ? "[wide]" : "", (*field)->show_when == NULL ? "" : " when ",
		        (*field)->show_when == NULL ? "" : (*field)->show_when);
}

static void put_screen(struct buf *b, const struct record_type *t)
{
	const struct screen *s = t->screen;

	buf_fmt(b, "\n== screen of %s: %s %s", t->name, s->number == NULL ? "-" : s->number, s->title.vi);
	for (const struct level_words *w = s->title_of_level; w != NULL && w->level != NULL; w++)
		buf_fmt(b, "; of level %s %s", w->level, w->words.vi);
	put_items(b, "list", s->column, s->n_columns);
	put_items(b, "filters", s->filter, s->n_filters);
	buf_put(b, "\n   missing");
	put_fields(b, s->missing);
	for (size_t i = 0; i < s->n_sections; i++) {
		buf_fmt(b, "\n   section %s, %s:", s->section[i].name, s->section[i].label.vi);
		put_fields(b, s->section[i].field);
	}
	buf_fmt(b, "\n   sheet %s\n   grid", s->sheet == NULL ? "-" : s->sheet->name);
	put_fields(b, s->grid.column);
	buf_fmt(b, " by %s of %s apart", s->grid.by == NULL ? "-" : s->grid.by->by, s->grid.of == NULL ? "-" : s->grid.of->name);
	put_fields(b, s->grid.apart);
	buf_put(b, " begins");
	put_fields(b, s->grid.begins);
}

static const char *text_of(const json_t *o, const char *member)
{
	const char *text = json_string_value(json_object_get(o, member));

	return text == NULL ? "-" : text;
}

static void put_menu(struct buf *b, const struct catalog *k, const char *kind, const char *levels)
{
	json_t *menu = menu_for(k, &(struct menu_reader){ .role = &k->role[0], .unit = "19000001", .kind = kind, .levels = levels }), *group, *e;
	size_t i, n;

	buf_fmt(b, "\n== menu of a %s, levels %s", kind, levels == NULL ? "-" : levels);
	json_array_foreach(menu, i, group) {
		buf_fmt(b, "\n   %s %s (%s)", text_of(group, "number"), text_of(json_object_get(group, "label"), "vi"), text_of(group, "icon"));
		json_array_foreach(json_object_get(group, "entries"), n, e)
			buf_fmt(b, "\n      %s %s %s", text_of(e, "number"), text_of(json_object_get(e, "label"), "vi"), text_of(e, "to"));
	}
	json_decref(menu);
}

static const char *described(struct ctx *c, const struct catalog *k)
{
	static const char *const engines[ENGINE__COUNT] = { [ENGINE_SQLITE] = "SQLite", [ENGINE_POSTGRES] = "PostgreSQL" };
	struct buf b = buf_in(c->arena);

	for (enum engine e = 0; e < ENGINE__COUNT; e++) {
		buf_fmt(&b, "%s== %s\n", e == 0 ? "" : "\n", engines[e]);
		for (size_t i = 0; i < k->n_tables; i++)
			sql_table_create(&b, &k->table[i], e);
	}
	for (size_t i = 0; i < k->n_types; i++)
		put_schema(&b, &k->type[i]);
	for (size_t i = 0; i < k->n_lists; i++)
		buf_fmt(&b, "\n== list %s (%s), %zu items", k->list[i].name, k->list[i].label, k->list[i].n_items);
	for (size_t i = 0; i < k->n_forms; i++)
		buf_fmt(&b, "\n== form %s, %zu sheets, %zu checks", k->form[i].name, k->form[i].n_sheets, k->form[i].n_checks);
	for (size_t i = 0; i < k->n_sheets; i++)
		buf_fmt(&b, "\n== sheet %s, %zu columns", k->sheet[i].name, k->sheet[i].n_columns);
	for (size_t i = 0; i < k->n_rules; i++) {
		buf_fmt(&b, "\n== rule %s: %s, %s, of %s, reads", k->rule[i].name, rule_kind_names[k->rule[i].kind], severity_names[k->rule[i].severity],
		        k->rule[i].set->type->name);
		for (const char *const *path = k->rule[i].reads; *path != NULL; path++)
			buf_fmt(&b, " %s", *path);
	}
	for (size_t i = 0; i < k->n_checklists; i++)
		buf_fmt(&b, "\n== checklist %s, %zu fields", k->checklist[i].name, k->checklist[i].n_fields);
	for (size_t i = 0; i < k->n_types; i++)
		put_screen(&b, &k->type[i]);
	put_menu(&b, k, "school", "01");
	put_menu(&b, k, "so", NULL);
	buf_char(&b, '\n');
	return buf_text(&b);
}

TEST_PURE(catalog_good_cases_give_what_is_expected)
{
	const char *name[200];
	const size_t n = cases(c, "good", name, COUNT(name));
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++)
		wrong += !is_expected(c, name[i], described(c, load(c, name[i])));
	printf("%zu good catalogues\n", n);
	if (wrong > 0)
		fail_msg("%zu good catalogues do not give what is expected", wrong);
	assert_true(n >= 6);
}

TEST_PURE(catalog_bad_cases_are_refused_with_the_place)
{
	const char *name[200];
	const size_t n = cases(c, "bad", name, COUNT(name));
	size_t wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct catalog *k = NULL;
		struct buf b = buf_in(c->arena);
		bool taken = catalog_load(c, &k, laid_over(c, name[i]));
		if (taken) {
			print_error("%s was taken\n", name[i]);
			wrong++;
			continue;
		}
		assert_string_equal(c->key, "catalog.invalid");
		for (const struct problem *p = c->problems.first; p != NULL; p = p->next)
			buf_fmt(&b, "%s\n", p->message);
		ctx_clear(c);
		wrong += !is_expected(c, name[i], buf_text(&b));
	}
	printf("%zu bad catalogues\n", n);
	if (wrong > 0)
		fail_msg("%zu bad catalogues do not give what is expected", wrong);
	assert_true(n >= 20);
}

TEST_PURE(catalog_of_nothing_is_no_catalogue)
{
	struct catalog *k;

	FAILS(catalog_load(c, &k, arena_fmt(c->arena, "%s/nothing", test_dir(c))), "catalog.invalid");
	OK(catalog_load(c, &k, TEST_SOURCE_DIR "/catalog"));
	const char *digest = k->digest;
	OK(catalog_load(c, &k, TEST_SOURCE_DIR "/catalog"));
	assert_string_equal(k->digest, digest);
	assert_string_not_equal(load(c, "good/basic")->digest, load(c, "good/grown")->digest);
}

/* ---- what is published ---- */

static const char *dumped(struct ctx *c, json_t *stolen)
{
	char *text = json_dumps(stolen, JSON_INDENT(1));

	json_decref(stolen);
	arena_defer(c->arena, free, text);
	return arena_fmt(c->arena, "%s\n", text);
}

TEST_PURE(published_rules_are_as_they_should_be)
{
	const struct catalog *k = load(c, "published/two-versions");
	struct buf page = buf_in(c->arena);

	catalog_page(&page, k, "style.css");
	bool same = is_expected(c, "published/two-versions-dictionary", dumped(c, catalog_dictionary(k)));
	same = is_expected(c, "published/two-versions-changes", dumped(c, catalog_changes(k))) && same;
	assert_true(is_expected(c, "published/two-versions-page", buf_text(&page)) && same);
}

/* Everything but the digest, and what changed. */
static const char *published(struct ctx *c, const char *dir, const char **ret_digest)
{
	struct catalog *k;

	OK(catalog_load(c, &k, dir));
	*ret_digest = k->digest;
	json_t *o = catalog_dictionary(k);
	json_object_del(o, "digest");
	json_object_set_new(o, "changes", catalog_changes(k));
	return dumped(c, o);
}

TEST_PURE(screens_are_no_part_of_what_is_published)
{
	const char *without, *with, *dir = laid_over(c, "published/two-versions");
	const char *before = published(c, dir, &without);
	const char *command = arena_fmt(c->arena, "cd '%s' && sed -i -e 's/\"fields\": \\[/\"screen\": { \"number\": \"1\", \"list\": [\"sex\"] },\\n&/' "
	                                "-e '/\"name\": \"sex\"/s/ }\\(,\\?\\)$/, \"width\": \"wide\", \"show_when\": \"full_name is not null\" }\\1/' records/pupil.json && "
	                                "grep -q show_when records/pupil.json && grep -q screen records/pupil.json", dir);

	assert_int_equal(system(command), 0);
	assert_string_equal(published(c, dir, &with), before);
	assert_string_not_equal(with, without);
}

/* The same sending under both versions: what one does not know, the other may demand. */
TEST_PURE(two_versions_are_live_at_once)
{
	json_t *o = json_pack("{ss ss}", "full_name", "Lý A Hầu", "mother_tongue", "Mông"), *bare = json_pack("{ss}", "full_name", "Lý A Hầu");
	struct ctx one = *c;
	struct draft d;

	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	arena_defer(c->arena, (void (*)(void *))json_decref, bare);
	one.catalog = load(c, "published/two-versions");
	const struct record_type *t = catalog_type(one.catalog, "pupil");
	for (one.catalog_version = 0; one.catalog_version <= 2; one.catalog_version++) {
		bool old = one.catalog_version == 1;
		draft_from_json(&one, t, o, NULL, &d);
		assert_int_equal(d.problems.errors, old ? 1 : 0);
		if (old)
			assert_string_equal(d.problems.first->key, "field.unknown");
		draft_from_json(&one, t, bare, NULL, &d);
		record_check_required(&one, t, d.value, &d.problems);
		assert_int_equal(d.problems.errors, old ? 0 : 1);
	}
	one.catalog_version = 2;
	OK(catalog_check_version(&one, 1) && catalog_check_version(&one, 2) && catalog_check_version(&one, 0));
	assert_false(catalog_check_version(&one, 3));
	assert_string_equal(one.key, "catalog.version");
}

/* A version that was published does not change any more. */
TEST_PURE(published_versions_stay_as_they_were)
{
	const struct catalog *k = test_catalog();

	assert_true(k->version >= 2 && k->n_older >= 1);
	const char *path = arena_fmt(c->arena, "%s/versions/%d.json", k->dir, k->version), *text = read_text(c, path);
	if (text == NULL)
		return; /* the current one is not closed yet */
	json_t *kept = json_loads(text, 0, NULL), *now = catalog_dictionary(k), *changes = catalog_difference(kept, now);
	size_t n = json_array_size(changes);
	json_decref(kept), json_decref(now), json_decref(changes);
	if (n > 0)
		fail_msg("version %d was published and differs now in %zu places: raise \"version\" in catalog/version.json", k->version, n);
}

/* ---- the schema follows the catalogue ---- */

struct place {
	struct ctx ctx; /* with a database of its own, beside that of the test */
	struct database *database;
};

static void close_place(void *arg)
{
	struct place *p = arg;

	db_close(p->ctx.db);
	database_close(p->database);
}

static struct ctx *empty_place(struct ctx *c)
{
	struct place *p = NEW(c->arena, struct place);
	const char *path = arena_fmt(c->arena, "%s/../migrate.db", test_dir(c));
	const char *url = arena_fmt(c->arena, "sqlite:%s?sync=off", path);

	if (db_engine(c->db) == ENGINE_POSTGRES) {
		OK(db_begin(c) && db_end(c, db_script(c, "DROP SCHEMA IF EXISTS kh_migrate CASCADE; CREATE SCHEMA kh_migrate")));
		url = arena_fmt(c->arena, "%s%coptions=-csearch_path%%3Dkh_migrate", test_url(), strchr(test_url(), '?') == NULL ? '?' : '&');
	} else if (system(arena_fmt(c->arena, "rm -f '%s' '%s-wal' '%s-shm'", path, path, path)) != 0) {
		fail_msg("cannot remove %s", path);
	}
	p->ctx = (struct ctx){ .arena = c->arena, .now_ms = c->now_ms };
	OK(database_open(c, &p->database, url));
	OK(db_open(c, &p->ctx.db, p->database));
	arena_defer(c->arena, close_place, p);
	return &p->ctx;
}

static bool run_sql(struct ctx *c, const char *sql)
{
	return db_begin(c) && db_end(c, db_run(c, sql, NULL, 0));
}

static bool add_pupil(struct ctx *c, int id, const char *columns, const char *values)
{
	return run_sql(c, arena_fmt(c->arena, "INSERT INTO r_pupil (unit_id, id, code, version, status, created_at, changed_at, changed_by, full_name, birth_date%s)"
	                            " VALUES (1, %d, 'C%d', 3, '01', 5, 6, 7, 'Lê %d', '2018-03-09'%s)", columns, id, id, id, values));
}

/* The columns of the first model, which must stay as they were. */
static const char *stored(struct ctx *c)
{
	struct buf b = buf_in(c->arena);
	struct rows r;

	OK(db_query(c, &r, "SELECT id, code, version, full_name, CAST(birth_date AS TEXT), sex FROM r_pupil ORDER BY id", NULL, 0));
	for (size_t i = 0; i < r.count; i++)
		buf_fmt(&b, "%d %s %d %s %s %s\n", (int)rows_int(&r, i, 0), rows_text(&r, i, 1), (int)rows_int(&r, i, 2), rows_text(&r, i, 3),
		        rows_text(&r, i, 4), rows_at(&r, i, 5)->kind == VAL_NULL ? "-" : rows_text(&r, i, 5));
	OK(db_query(c, &r, "SELECT value FROM meta WHERE name = 'tables'", NULL, 0));
	buf_put(&b, rows_text(&r, 0, 0));
	return buf_text(&b);
}

static struct ctx *basic_place(struct ctx *test)
{
	struct ctx *c = empty_place(test);

	c->catalog = load(test, "good/basic");
	FAILS(migrate_check(c), "migrate.no_schema");
	OK(migrate(c));
	OK(migrate_check(c));
	OK(add_pupil(c, 1, "", ""));
	OK(add_pupil(c, 2, ", sex", ", '02'"));
	return c;
}

TEST(catalog_that_grows_keeps_what_is_stored)
{
	struct ctx *test = c;
	const char *sql;
	struct rows r;
	bool is_new;

	c = basic_place(test);
	const char *before = arena_strndup(c->arena, stored(c), strcspn(stored(c), "["));
	c->catalog = load(test, "good/grown");
	FAILS(migrate_check(c), "migrate.needed");
	OK(migrate_plan(c, &sql, &is_new));
	assert_false(is_new);
	assert_non_null(strstr(sql, "ALTER TABLE r_pupil ADD COLUMN note"));
	assert_non_null(strstr(sql, "CREATE TABLE r_room"));
	assert_null(strstr(sql, "DROP"));
	OK(migrate(c));
	OK(migrate_check(c));
	assert_int_equal(strncmp(stored(c), before, strlen(before)), 0);
	OK(db_query(c, &r, "SELECT count(*), count(note), count(present), count(room_id) FROM r_pupil", NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 2);
	assert_int_equal(rows_int(&r, 0, 1) + rows_int(&r, 0, 2) + rows_int(&r, 0, 3), 0);
	OK(add_pupil(c, 3, ", card, present, room_id", ", 'T1', TRUE, 9"));
	assert_false(add_pupil(c, 4, ", card", ", 'T1'")); /* its index is there */
	assert_int_equal(c->err, ERR_CONFLICT);
	ctx_clear(c);
	OK(run_sql(c, "INSERT INTO r_room (unit_id, id, code, version, status, created_at, changed_at, changed_by, area) VALUES (1, 9, 'P', 1, '01', 0, 0, 0, 125)"));
	OK(migrate_plan(c, &sql, &is_new));
	assert_string_equal(sql, "");
}

TEST(catalog_that_would_lose_something_is_refused)
{
	static const struct {
		const char *which, *where;
	} refused[] = {
		{ "good/field-removed", "r_pupil.birth_date" }, { "good/type-changed", "r_pupil.birth_date" },
		{ "good/column-required", "meta.changed_on" },
	};
	struct ctx *test = c;

	c = basic_place(test);
	const struct catalog *basic = c->catalog;
	const char *before = stored(c);
	for (size_t i = 0; i < COUNT(refused); i++) {
		c->catalog = load(test, refused[i].which);
		assert_false(migrate(c));
		assert_string_equal(c->key, "migrate.refused");
		assert_int_equal(c->problems.errors, 1);
		assert_string_equal(c->problems.first->field, refused[i].where);
		ctx_clear(c);
		c->catalog = basic;
		OK(migrate_check(c));
		assert_string_equal(stored(c), before);
	}
	c->catalog = load(test, "good/grown");
	OK(migrate(c));
	c->catalog = basic;
	assert_false(migrate(c)); /* back again: a table and five columns would go */
	assert_string_equal(c->key, "migrate.refused");
	assert_int_equal(c->problems.errors, 6);
	ctx_clear(c);
	c->catalog = load(test, "good/grown");
	OK(migrate_check(c));
}

TEST(catalog_that_allows_less_is_refused_while_records_do_not_fit)
{
	struct ctx *test = c;

	c = basic_place(test);
	const struct catalog *basic = c->catalog;
	c->catalog = load(test, "narrowed/too-narrow");
	FAILS(migrate_check(c), "migrate.refused");
	assert_false(migrate(c));
	assert_int_equal(c->problems.errors, 2);
	assert_string_equal(c->problems.first->field, "pupil.full_name");
	assert_non_null(strstr(c->problems.first->message, "2 hồ sơ"));
	assert_string_equal(c->problems.first->next->field, "pupil.sex");
	assert_non_null(strstr(c->problems.first->next->message, "mã 02"));
	ctx_clear(c);
	c->catalog = basic;
	OK(migrate_check(c));
	c->catalog = load(test, "narrowed/narrower");
	FAILS(migrate_check(c), "migrate.needed");
	OK(migrate(c));
	OK(migrate_check(c));
}

/* Two pupils were born on one day, which the new catalogue allows to one only. */
TEST(catalog_that_allows_only_one_is_refused_while_there_are_two)
{
	struct ctx *test = c;

	c = basic_place(test);
	c->catalog = load(test, "good/only-one");
	assert_false(migrate(c));
	assert_string_equal(c->key, "migrate.refused");
	assert_string_equal(c->problems.first->key, "migrate.doubles");
	assert_non_null(strstr(c->problems.first->message, "1 chỗ"));
	ctx_clear(c);
	OK(run_sql(c, "UPDATE r_pupil SET status = '02' WHERE id = 2"));
	OK(migrate(c));
	OK(migrate_check(c));
	assert_false(add_pupil(c, 3, "", ""));
	assert_int_equal(c->err, ERR_CONFLICT);
	ctx_clear(c);
	OK(run_sql(c, "UPDATE r_pupil SET status = '02' WHERE id = 1"));
	OK(add_pupil(c, 3, "", ""));
}

/* Values that are those of one, of all that ever were: what is empty is alike to nothing, and a field may be new. */
TEST(catalog_that_frees_what_never_was_is_taken)
{
	static const char *const before[] = { "good/grown", NULL };
	struct ctx *test = c;

	for (size_t i = 0; i < COUNT(before); i++) {
		c = basic_place(test);
		if (before[i] != NULL) {
			c->catalog = load(test, before[i]);
			OK(migrate(c));
		}
		c->catalog = load(test, "good/never-was");
		OK(migrate(c));
		OK(migrate_check(c));
		OK(run_sql(c, "UPDATE r_pupil SET card = 'A', status = '02' WHERE id = 1"));
		OK(run_sql(c, "UPDATE r_pupil SET card = 'A' WHERE id = 2"));
		assert_false(run_sql(c, "UPDATE r_pupil SET status = '01' WHERE id = 1"));
		ctx_clear(c);
	}
}
