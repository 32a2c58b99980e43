/* test_demo.c - the demonstration province: complete, repeatable, believable. */
#include "domain/demo/demo.h" /* before test.h: cmocka has a macro called fail */
#include "province.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "db/db.h"
#include "domain/unit/unit_admin.h"
#include "store/change.h"

static struct demo_summary make(struct ctx *c, size_t learners, uint64_t seed)
{
	struct demo_options o = {
		.catalog_dir = TEST_SOURCE_DIR "/catalog", .province = "19", .learners = learners, .seed = seed, .school_year = 2025,
	};
	struct demo_summary sum;

	OK(unit_make_root(c));
	OK(demo_make(c, &o, &sum));
	return sum;
}

static int64_t number(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	return rows_int(&r, 0, 0);
}

static void check_counts(struct ctx *c, const struct demo_summary *sum, size_t learners)
{
	assert_int_equal(sum->learners, learners);
	assert_int_equal(number(c, "SELECT count(*) FROM r_learner"), learners);
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment"), learners);
	assert_int_equal(number(c, "SELECT count(*) FROM r_school"), sum->schools);
	assert_int_equal(number(c, "SELECT count(*) FROM r_school_year_profile"), sum->schools);
	assert_int_equal(number(c, "SELECT count(*) FROM r_class"), sum->classes);
	assert_int_equal(number(c, "SELECT count(*) FROM r_staff"), sum->staff);
	assert_int_equal(number(c, "SELECT count(*) FROM r_staff_year"), sum->staff);
	assert_int_equal(number(c, "SELECT count(*) FROM r_room"), sum->rooms);
	assert_int_equal(number(c, "SELECT count(*) FROM r_campus WHERE is_main"), sum->schools);
	/* One head a school, and a teacher of its own for every class. */
	assert_int_equal(number(c, "SELECT count(*) FROM r_staff_year WHERE kind IN ('01', '05')"), sum->schools);
	assert_int_equal(number(c, "SELECT count(DISTINCT homeroom_teacher_id) FROM r_class JOIN unit u ON u.id = unit_id"
	                           " WHERE u.code IN (SELECT min(code) FROM unit WHERE kind = 'school')"),
	                 number(c, "SELECT count(*) FROM r_class JOIN unit u ON u.id = unit_id"
	                           " WHERE u.code IN (SELECT min(code) FROM unit WHERE kind = 'school')"));
}

static void check_links(struct ctx *c)
{
	assert_int_equal(number(c, "SELECT count(*) FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND l.id = e.learner_id"
	                           " JOIN r_class k ON k.unit_id = e.unit_id AND k.id = e.class_id AND k.school_year = e.school_year"),
	                 number(c, "SELECT count(*) FROM r_learner"));
	assert_int_equal(number(c, "SELECT count(*) FROM (SELECT DISTINCT unit_id, learner_id FROM r_enrolment) x"),
	                 number(c, "SELECT count(*) FROM r_learner"));
	assert_int_equal(number(c, "SELECT count(*) FROM r_class k WHERE NOT EXISTS"
	                           " (SELECT 1 FROM r_enrolment e WHERE e.unit_id = k.unit_id AND e.class_id = k.id)"), 0);
	assert_int_equal(number(c, "SELECT count(*) FROM (SELECT unit_id, class_id FROM r_enrolment GROUP BY unit_id, class_id"
	                           " HAVING count(*) > 38) x"), 0);
	/* No two people of the province have one number. */
	assert_int_equal(number(c, "SELECT count(personal_id) - count(DISTINCT personal_id) FROM"
	                           " (SELECT personal_id FROM r_learner UNION ALL SELECT personal_id FROM r_staff) x"), 0);
}

static void check_chains(struct ctx *c)
{
	struct rows r;
	int64_t entries, all = 0;

	OK(db_query(c, &r, "SELECT code FROM unit", NULL, 0));
	for (size_t i = 0; i < r.count; i++) {
		struct unit u = province_unit(c, rows_text(&r, i, 0));
		OK(chain_verify(c, &u, &entries));
		all += entries;
	}
	assert_int_equal(number(c, "SELECT count(*) FROM change"), all);
}

/* What the store has, read back as text, is what the catalogue accepts: codes are in their lists and so on. */
static void check_values(struct ctx *c, const char *type)
{
	const struct record_type *t = catalog_type(c->catalog, type);
	struct rows r;

	for (size_t k = 0; k < t->n_fields; k++) {
		const struct field *f = &t->field[k];
		if (f->type->column == COLUMN_INTEGER || f->type->column == COLUMN_BOOLEAN)
			continue;
		OK(db_query(c, &r, arena_fmt(c->arena, "SELECT DISTINCT %s FROM %s WHERE %s IS NOT NULL", f->column, t->table, f->column), NULL, 0));
		for (size_t i = 0; i < r.count; i++) {
			struct problems p = { 0 };
			struct val v;
			const char *text = rows_text(&r, i, 0);
			if (!field_from_text(c, f, text, &v, &p) || v.kind != VAL_TEXT || !streq(v.s, text))
				fail_msg("%s.%s: %s", type, f->name, text);
			const struct list_item *it = f->list == NULL ? NULL : list_find(f->list, text, "2025-09-05");
			if (f->list != NULL && it == NULL)
				fail_msg("%s.%s: %s is not valid today", type, f->name, text);
		}
	}
}

/* Ages on 31 December by grade; only the mistakes, the repeaters and continuing education lie outside. */
static void check_ages(struct ctx *c, const struct demo_summary *sum)
{
	struct rows r;
	size_t odd = 0, far = 0;

	OK(db_query(c, &r, "SELECT k.grade, k.age_group, l.birth_date FROM r_enrolment e JOIN r_learner l ON l.unit_id = e.unit_id AND"
	                   " l.id = e.learner_id JOIN r_class k ON k.unit_id = e.unit_id AND k.id = e.class_id", NULL, 0));
	for (size_t i = 0; i < r.count; i++) {
		int grade = (int)strtol(rows_text(&r, i, 0), NULL, 10);
		int usual = grade <= 12 ? grade + 5 : grade <= 15 ? grade + 2 : (int)strtol(rows_text(&r, i, 1), NULL, 10) - 1;
		int age = 2025 - (int)strtol(rows_text(&r, i, 2), NULL, 10);
		odd += age != usual && grade <= 12;
		far += (age < usual || age > usual + (grade >= 13 && grade <= 15 ? 21 : 1));
	}
	assert_true(far <= sum->mistakes);
	assert_true(odd * 20 < r.count);
}

TEST(demo_province_is_complete)
{
	static const char *const types[] = { "school", "campus", "class", "room", "staff", "staff_year", "learner", "enrolment",
	                                     "school_year_profile" };
	struct demo_summary sum = make(c, 400, 7);

	check_counts(c, &sum, 400);
	check_links(c);
	check_chains(c);
	check_ages(c, &sum);
	for (size_t i = 0; i < COUNT(types); i++)
		check_values(c, types[i]);
	assert_true(sum.schools >= 4);
	assert_true(sum.mistakes > 0 && sum.mistakes < 25);
	assert_int_equal(number(c, "SELECT count(*) FROM unit WHERE kind = 'so' AND code = '19'"), 1);
	assert_int_equal(number(c, "SELECT count(*) FROM unit WHERE kind = 'school' AND (length(code) <> 8 OR substr(code, 1, 2) <> '19')"), 0);
	/* The Ministry, the Sở, one commune; upper secondary schools stand under the Sở itself. */
	assert_int_equal(number(c, "SELECT count(*) FROM unit WHERE kind = 'commune'"), 1);
	assert_int_equal(number(c, "SELECT count(*) FROM unit s JOIN unit_edge e ON e.unit_id = s.id JOIN unit p ON p.id = e.parent_id"
	                           " WHERE s.kind = 'school' AND p.kind = (CASE WHEN s.levels = '04' THEN 'so' ELSE 'commune' END)"), (int64_t)sum.schools);
	assert_int_equal(number(c, "SELECT count(DISTINCT level_group) FROM r_school"), 4);
}

TEST(demo_of_one_school_works)
{
	struct demo_summary sum = make(c, 30, 1);

	assert_int_equal(sum.schools, 1);
	assert_int_equal(sum.classes, 5);
	check_counts(c, &sum, 30);
	check_links(c);
	check_chains(c);
}

TEST(demo_of_one_learner_works)
{
	struct demo_summary sum = make(c, 1, 1);

	check_counts(c, &sum, 1);
	check_links(c);
}

static const char *fingerprint(struct ctx *c)
{
	static const char *const sql[] = {
		"SELECT code, name, path FROM unit ORDER BY id",
		"SELECT code, full_name, birth_date, personal_id, father_name, residence_commune FROM r_learner ORDER BY unit_id, id",
		"SELECT code, full_name, personal_id FROM r_staff ORDER BY unit_id, id",
		"SELECT hash, code, type FROM change ORDER BY unit_id, seq", /* of everything */
	};
	struct buf b = buf_in(c->arena);
	struct rows r;

	for (size_t k = 0; k < COUNT(sql); k++) {
		OK(db_query(c, &r, sql[k], NULL, 0));
		for (size_t i = 0; i < r.count * r.width; i++)
			buf_put(&b, r.cell[i].kind == VAL_TEXT ? r.cell[i].s : "-");
	}
	return buf_text(&b);
}

static void empty(struct ctx *c)
{
	OK(db_begin(c));
	for (size_t i = 0; i < c->catalog->n_tables; i++)
		if (!streq(c->catalog->table[i].name, "meta"))
			OK(db_script(c, arena_fmt(c->arena, "DELETE FROM %s", c->catalog->table[i].name)));
	OK(db_end(c, true));
}

TEST(demo_same_seed_same_province)
{
	make(c, 150, 42);
	const char *first = fingerprint(c);
	empty(c);
	make(c, 150, 42);
	assert_true(streq(first, fingerprint(c)));
	empty(c);
	make(c, 150, 43);
	assert_false(streq(first, fingerprint(c)));
}

TEST(demo_nobody_in_school_is_yet_to_be_born)
{
	struct rows r;

	make(c, 1000, 7);
	OK(db_query(c, &r, "SELECT count(*) FROM r_learner WHERE birth_date >= '2025-01-01'", NULL, 0));
	assert_int_equal(rows_int(&r, 0, 0), 0);
}

struct seen {
	size_t calls, last;
};

static void note(void *arg, size_t done, size_t total)
{
	struct seen *s = arg;

	assert_true(done > s->last && done <= total);
	s->last = done;
	s->calls++;
}

TEST(demo_says_how_far_it_is)
{
	struct seen seen = { 0 };
	struct demo_options o = { .catalog_dir = TEST_SOURCE_DIR "/catalog", .province = "01", .learners = 300, .seed = 3,
	                          .school_year = 2025, .progress = note, .arg = &seen };
	struct demo_summary sum;

	OK(unit_make_root(c));
	OK(demo_make(c, &o, &sum));
	assert_int_equal(seen.last, 300);
	assert_int_equal(seen.calls, sum.schools);
	FAILS(demo_make(c, &o, &sum), "unit.code_taken");
}

TEST(demo_refuses_what_it_cannot_make)
{
	struct demo_options o = { .catalog_dir = TEST_SOURCE_DIR "/catalog", .province = "02", .learners = 300, .school_year = 2025 };
	struct demo_summary sum;

	OK(unit_make_root(c));
	FAILS(demo_make(c, &o, &sum), "demo.province"); /* Hà Giang has ended */
	o.province = "99";
	FAILS(demo_make(c, &o, &sum), "demo.province");
	o.province = "19";
	o.learners = 0;
	FAILS(demo_make(c, &o, &sum), "demo.size");
	o.learners = 10;
	o.catalog_dir = "/nowhere";
	FAILS(demo_make(c, &o, &sum), "tsv.file");
	assert_int_equal(number(c, "SELECT count(*) FROM unit"), 1);
}

/* Every level, by the shares of reality. */
TEST(demo_levels_are_as_in_reality)
{
	static const struct {
		const char *grades;
		int low, high; /* per mille */
	} levels[] = {
		{ "grade IN ('16', '17')", 250, 270 }, { "grade <= '05'", 340, 360 }, { "grade > '05' AND grade <= '09'", 240, 260 },
		{ "grade IN ('10', '11', '12')", 110, 130 }, { "grade IN ('13', '14', '15')", 15, 25 },
	};
	struct demo_summary sum = make(c, 4000, 5);

	check_links(c);
	for (size_t i = 0; i < COUNT(levels); i++) {
		int64_t n = number(c, arena_fmt(c->arena, "SELECT count(*) FROM r_enrolment e JOIN r_class k ON k.unit_id = e.unit_id"
		                                " AND k.id = e.class_id WHERE %s", levels[i].grades));
		assert_in_range(n * 1000 / 4000, levels[i].low, levels[i].high);
	}
	assert_in_range(sum.mistakes, 50, 115);
	assert_in_range(sum.staff * 10 / sum.classes, 14, 22);
	assert_in_range(sum.learners / sum.classes, 24, 34);
}
