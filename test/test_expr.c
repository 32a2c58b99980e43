/* test_expr.c - the expression language: in memory and as SQL it says the same, and it says where it does not understand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"
#include "catalog/expr.h"
#include "catalog/life.h"
#include "db/db.h"
#include "province.h"

enum { RECORDS = 60, EXPRESSIONS = 2000, NODES = 4 };

static uint64_t seed;

/* splitmix64: the same on every machine. */
static unsigned pick(unsigned n)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ z >> 31) % n);
}

static bool chance(unsigned percent)
{
	return pick(100) < percent;
}

static const char *const dates[] = {
	"2016-02-29", "2016-02-28", "2016-03-01", "2012-02-29", "2018-03-09", "2019-12-31", "2020-01-01", "1999-12-31", "2017-02-28", "2025-02-28",
};
static const char *const texts[] = { "Lê An", "Lê Ân", "a'b", "x%_y", "A\\b", "z", "Đỗ", "2018", "2018-03", "0123456789" };

/* ---- records with every field filled in or left out by chance ---- */

static json_t *random_value(const struct field *f)
{
	if (f->list != NULL)
		return json_string(f->list->item[pick(f->list->n_items < 4 ? (unsigned)f->list->n_items : 4)].code);
	if (f->type->column == COLUMN_BOOLEAN)
		return json_boolean(chance(50));
	if (f->type->column == COLUMN_DATE)
		return json_string(dates[pick(COUNT(dates))]);
	if (f->type->column == COLUMN_INTEGER)
		return f->scale > 0 ? json_pack("f", pick(40) / 2.0) : json_integer((f->has_min ? f->min : 0) + pick(5));
	if (streq(f->type->name, "partial_date"))
		return json_string(chance(50) ? "2018" : "2018-03");
	return json_string(texts[pick(7)]);
}

static const char *random_record(struct ctx *c, const char *type, const char *const *references)
{
	const struct record_type *t = catalog_type(c->catalog, type);
	json_t *o = json_object();

	if (t->year_bound)
		json_object_set_new(o, "school_year", json_integer(2025));
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		const char *code = NULL;
		for (const char *const *p = references; f->to != NULL && p != NULL && *p != NULL; p += 2)
			if (streq(p[0], f->to->name))
				code = p[1];
		if (f->computed || f->unique || (f->to != NULL && code == NULL) || f->has_min * f->min > 5 || field_is_digits(f))
			continue;
		if (f->required || f->required_when != NULL || chance(60))
			json_object_set_new(o, f->name, code != NULL ? json_string(code) : random_value(f));
	}
	char *text = json_dumps(o, 0);
	json_decref(o);
	const char *made = province_old_record(c, "19172401", type, text);
	free(text);
	return made;
}

static void make_records(struct ctx *c)
{
	const char *class[3], *campus;

	province_make(c);
	campus = random_record(c, "campus", NULL);
	random_record(c, "school_year_profile", NULL);
	for (size_t i = 0; i < COUNT(class); i++)
		class[i] = random_record(c, "class", (const char *const[]){ "campus", campus, NULL });
	for (size_t i = 0; i < RECORDS; i++) {
		const char *learner = random_record(c, "learner", NULL);
		random_record(c, "enrolment", (const char *const[]){ "learner", learner, "class", class[pick(3)], NULL });
	}
}

/* ---- random expressions ---- */

struct path {
	const char *text;
	enum column_type type;
	const struct field *field; /* NULL: a standard column */
};

struct paths {
	struct path path[300];
	size_t n;
};

static void add_paths(struct ctx *c, struct paths *all, const char *before, const struct record_type *t)
{
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].to == NULL)
			all->path[all->n++] = (struct path){ arena_fmt(c->arena, "%s%s", before, t->field[i].name), t->field[i].type->column, &t->field[i] };
	all->path[all->n++] = (struct path){ arena_fmt(c->arena, "%scode", before), COLUMN_TEXT, NULL };
	all->path[all->n++] = (struct path){ arena_fmt(c->arena, "%sversion", before), COLUMN_INTEGER, NULL };
	if (t->year_bound)
		all->path[all->n++] = (struct path){ arena_fmt(c->arena, "%sschool_year", before), COLUMN_INTEGER, NULL };
	assert_true(all->n < COUNT(all->path));
}

static struct paths *paths_of(struct ctx *c, const struct record_type *t)
{
	struct paths *all = NEW(c->arena, struct paths);

	add_paths(c, all, "", t);
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->field[i].to != NULL)
			add_paths(c, all, arena_fmt(c->arena, "%s.", t->field[i].name), t->field[i].to);
	add_paths(c, all, "school.", catalog_type(c->catalog, "school"));
	if (t->year_bound)
		add_paths(c, all, "school_year_profile.", catalog_type(c->catalog, "school_year_profile"));
	return all;
}

static void put_constant(struct buf *b, const struct path *p)
{
	if (p->field != NULL && p->field->list != NULL)
		buf_fmt(b, "\"%s\"", p->field->list->item[pick(p->field->list->n_items < 5 ? (unsigned)p->field->list->n_items : 5)].code);
	else if (p->type == COLUMN_BOOLEAN)
		buf_put(b, chance(50) ? "true" : "false");
	else if (p->type == COLUMN_DATE)
		buf_fmt(b, "\"%s\"", dates[pick(COUNT(dates))]);
	else if (p->type == COLUMN_TEXT)
		buf_fmt(b, "\"%s\"", chance(5) ? "" : texts[pick(COUNT(texts))]);
	else if (p->field != NULL && p->field->scale > 0)
		buf_fmt(b, "%s%u.%u", chance(10) ? "-" : "", pick(10), pick(10));
	else
		buf_fmt(b, "%d", (int)pick(7) - 1 + (p->field == NULL && chance(30) ? 2020 : 0));
}

static const char *sign_of(bool ordered)
{
	static const char *const signs[] = { "==", "!=", "<", "<=", ">", ">=" };

	return signs[pick(ordered ? 6 : 2)];
}

static bool any_of_level(const struct list *list, const char *level)
{
	for (size_t i = 0; i < list->n_items; i++)
		if (list_item_has_level(&list->item[i], level))
			return true;
	return false;
}

static void put_in(struct buf *b, const struct path *p)
{
	buf_fmt(b, "%s in (", p->text);
	for (unsigned i = 0, n = 1 + pick(4); i < n; i++) {
		buf_put(b, i > 0 ? ", " : "");
		put_constant(b, p);
	}
	buf_char(b, ')');
}

static bool has_year(const struct path *p)
{
	return p->field != NULL && (p->type == COLUMN_DATE || streq(p->field->type->name, "partial_date") ||
	                            (p->type == COLUMN_INTEGER && p->field->scale == 0 && p->field->to == NULL));
}

static void put_atom(struct buf *b, const struct paths *all)
{
	const struct path *p = &all->path[pick((unsigned)all->n)], *other = &all->path[pick((unsigned)all->n)];

	if (chance(3))
		buf_put(b, chance(50) ? "true" : "false");
	else if (chance(15))
		buf_fmt(b, "%s is %snull", p->text, chance(50) ? "not " : "");
	else if (p->type == COLUMN_TEXT && chance(10))
		buf_fmt(b, "digits(%s, %u, 10)", p->text, 4 + pick(4));
	else if (has_year(p) && has_year(other) && chance(90))
		buf_fmt(b, "before(%s, %s)", p->text, other->text);
	else if (chance(15))
		put_in(b, p);
	else if (p->type == COLUMN_DATE && chance(60))
		buf_fmt(b, "age_on(%s, \"%s\") %s %u", p->text, dates[pick(COUNT(dates))], sign_of(true), pick(12));
	else if (p->type == COLUMN_BOOLEAN && chance(50))
		buf_put(b, p->text);
	else if (p->field != NULL && p->field->list != NULL && any_of_level(p->field->list, "02") && chance(50))
		buf_fmt(b, "has_level(%s, \"02\")", p->text);
	else if (p->type == other->type && chance(60))
		buf_fmt(b, "%s %s %s", p->text, sign_of(p->type != COLUMN_BOOLEAN), other->text);
	else {
		buf_fmt(b, "%s %s ", p->text, sign_of(p->type != COLUMN_BOOLEAN));
		put_constant(b, p);
	}
}

static void put_expression(struct buf *b, const struct paths *all, unsigned depth)
{
	if (depth == 0 || chance(25)) {
		put_atom(b, all);
		return;
	}
	if (chance(25))
		buf_put(b, "not ");
	buf_char(b, '(');
	put_expression(b, all, depth - 1);
	for (unsigned i = 0, n = pick(3); i < n; i++) {
		buf_put(b, chance(50) ? " and " : " or ");
		put_expression(b, all, depth - 1);
	}
	buf_char(b, ')');
}

/* ---- in memory and as SQL ---- */

struct compared {
	const char *text;
	const struct expr *expr;
	const struct expr_refs *refs;
	size_t seen, wrong, count[3];
	struct buf true_codes;
};

/* Cells: code, the refs, and what SQL says: 0, 1, 2 for unknown. */
static bool compare_row(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct compared *x = arg;
	enum truth here = expr_eval(x->expr, cell + 1), there = (enum truth)cell[n - 1].i;

	(void)c;
	x->seen++;
	x->count[here]++;
	if (here == TRUE)
		buf_fmt(&x->true_codes, "%s ", cell[0].s);
	if (here == there || x->wrong++ > 2)
		return true;
	print_error("%s\n  of %s: %d in memory, %d as SQL (0 false, 1 true, 2 unknown)\n", x->text, cell[0].s, (int)here, (int)there);
	for (size_t i = 0; i < x->refs->n_refs; i++)
		print_error("    %s = %s%d\n", x->refs->ref[i].path, cell[i + 1].kind == VAL_TEXT ? cell[i + 1].s : "",
		            cell[i + 1].kind == VAL_NULL ? -1 : cell[i + 1].kind == VAL_TEXT ? 0 : (int)cell[i + 1].i);
	return true;
}

static struct compared compare(struct ctx *c, const struct record_type *t, const char *text)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = t };
	struct compared x = { .text = text, .refs = &refs, .true_codes = buf_in(c->arena) };
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };

	OK(expr_parse(c, &refs, text, &x.expr));
	buf_put(&sql, "SELECT t.code");
	for (size_t i = 0; i < refs.n_refs; i++)
		buf_fmt(&sql, ", %s", refs.ref[i].sql);
	buf_put(&sql, ", CASE WHEN ");
	expr_sql(&sql, &args, &refs, x.expr);
	buf_put(&sql, " THEN 1 WHEN NOT ");
	expr_sql(&sql, &args, &refs, x.expr);
	buf_fmt(&sql, " THEN 0 ELSE 2 END FROM %s t", t->table);
	expr_joins_sql(&sql, &refs);
	buf_put(&sql, " ORDER BY t.id");
	OK(db_each(c, sql.data, args.v, args.n, compare_row, &x));
	return x;
}

/* The same through the front door: a filter of a list. */
static bool list_agrees(struct ctx *c, const struct record_type *t, const struct compared *x)
{
	struct unit u = province_unit(c, "19172401");
	struct record_query q = { .scope = actor_scope(c), .unit = &u, .filter = x->text, .fields = "", .sort = "code", .limit = 200 };
	struct buf b = buf_in(c->arena);
	const char *next, *wanted = buf_text((struct buf *)&x->true_codes);
	size_t n = 0;

	OK(record_list(c, t, &q, &b, &next));
	for (const char *p = buf_text(&b); (p = strstr(p, "{\"code\":\"")) != NULL; p++) {
		const char *code = arena_strndup(c->arena, p + 9, strcspn(p + 9, "\""));
		if (strstr(wanted, arena_fmt(c->arena, "%s ", code)) == NULL)
			return false;
		n++;
	}
	return n == x->count[TRUE];
}

TEST(expr_says_the_same_in_memory_and_as_sql)
{
	static const char *const bases[] = { "enrolment", "learner" };
	size_t count[3] = { 0 }, wrong = 0;

	seed = getenv("KHUE_SEED") == NULL ? 20251121 : strtoull(getenv("KHUE_SEED"), NULL, 10);
	printf("seed %llu (KHUE_SEED)\n", (unsigned long long)seed);
	make_records(c);
	for (size_t i = 0; i < EXPRESSIONS && wrong < 5; i++) {
		const struct record_type *t = catalog_type(c->catalog, bases[i % 2]);
		struct arena *kept = c->arena;
		c->arena = arena_new();
		struct buf b = buf_in(c->arena);
		put_expression(&b, paths_of(c, t), 1 + pick(NODES - 1));
		struct compared x = compare(c, t, buf_text(&b));
		assert_int_equal(x.seen, RECORDS);
		wrong += x.wrong > 0;
		for (size_t k = 0; k < 3; k++)
			count[k] += x.count[k];
		if (i % 8 == 0 && !list_agrees(c, t, &x)) {
			print_error("a list filtered by it holds others: %s\n", x.text);
			wrong++;
		}
		arena_free(c->arena);
		c->arena = kept;
	}
	printf("%d expressions: %zu times false, %zu true, %zu unknown\n", EXPRESSIONS, count[FALSE], count[TRUE], count[UNKNOWN]);
	assert_int_equal(wrong, 0);
	assert_true(count[FALSE] > 10000 && count[TRUE] > 10000 && count[UNKNOWN] > 10000);
}

static void every_status(struct ctx *c, const char *type)
{
	const struct record_type *t = catalog_type(c->catalog, type);
	struct rows r;

	OK(db_query(c, &r, arena_fmt(c->arena, "SELECT id FROM %s ORDER BY id", t->table), NULL, 0));
	OK(db_begin(c));
	for (size_t i = 0; i < r.count; i++)
		OK(db_run(c, arena_fmt(c->arena, "UPDATE %s SET status = $1 WHERE id = $2", t->table),
		          ARGS(val_text(t->statuses->item[i % t->statuses->n_items].code), val_int(rows_int(&r, i, 0)))));
	OK(db_end(c, true));
}

/* Of the record itself, and of the one it refers to. */
TEST(expr_present_is_what_the_life_of_the_type_says)
{
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	const struct life *life = catalog_life(c->catalog, t);
	struct expr_refs refs = { .catalog = c->catalog, .base = catalog_type(c->catalog, "learner") };
	const struct expr *e;
	size_t expected = 0;

	seed = 11;
	make_records(c);
	every_status(c, "enrolment");
	for (size_t i = 0; i < RECORDS; i++)
		expected += life_is_present(life, t->statuses->item[i % t->statuses->n_items].code);
	struct compared x = compare(c, t, "present");
	assert_int_equal(x.wrong, 0);
	assert_true(expected > 0 && expected < RECORDS);
	assert_int_equal(x.count[TRUE], expected);
	assert_true(list_agrees(c, t, &x));
	x = compare(c, t, "not present or school_year > 2030");
	assert_int_equal(x.wrong, 0);
	assert_int_equal(x.count[TRUE], RECORDS - expected);
	for (size_t i = 0; i < 6; i++)
		random_record(c, "class", (const char *const[]){ "staff", random_record(c, "staff", NULL), NULL });
	every_status(c, "staff");
	x = compare(c, catalog_type(c->catalog, "class"), "present(homeroom_teacher)");
	assert_int_equal(x.wrong, 0);
	assert_true(x.count[TRUE] > 0 && x.count[FALSE] > 0 && x.count[UNKNOWN] > 0);
	FAILS(expr_parse(c, &refs, "present", &e), "expr.invalid");
	refs.base = t;
	FAILS(expr_parse(c, &refs, "present(learner)", &e), "expr.invalid");
	FAILS(expr_parse(c, &refs, "present(status)", &e), "expr.invalid");
	FAILS(expr_parse(c, &refs, "present(\"x\")", &e), "expr.invalid");
	refs.base = catalog_type(c->catalog, "class");
	FAILS(expr_parse(c, &refs, "present(homeroom_teacher", &e), "expr.invalid");
}

TEST(expr_of_no_level_at_all_says_the_same)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");

	seed = 7;
	make_records(c);
	assert_int_equal(compare(c, t, "has_level(religion, \"02\")").wrong, 0);
	assert_int_equal(compare(c, t, "not has_level(religion, \"02\")").wrong, 0);
}

/* ---- ages, by counting ---- */

static int age(struct date born, struct date on)
{
	return on.year - born.year - (on.month < born.month || (on.month == born.month && on.day < born.day));
}

static enum truth says(struct ctx *c, const char *text, const char *birth)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = catalog_type(c->catalog, "learner") };
	const struct val v[2] = { val_text(birth), val_null() };
	const struct expr *e;

	OK(expr_parse(c, &refs, text, &e));
	assert_int_equal(refs.n_refs, 2); /* the year stands beside */
	return expr_eval(e, v);
}

static void check_age(struct ctx *c, const char *birth, const char *on)
{
	static const struct {
		const char *sign;
		bool less, same, more; /* when the age is smaller than, equal to, larger than the number */
	} sign[] = { { "==", false, true, false }, { "!=", true, false, true }, { "<", true, false, false },
		     { "<=", true, true, false }, { ">", false, false, true }, { ">=", false, true, true } };
	struct date b, d;

	assert_true(date_parse(birth, &b) && date_parse(on, &d));
	for (size_t i = 0; i < COUNT(sign); i++)
		for (int n = age(b, d) - 1; n <= age(b, d) + 1; n++) {
			bool wanted = age(b, d) < n ? sign[i].less : age(b, d) == n ? sign[i].same : sign[i].more;
			const char *text = arena_fmt(c->arena, "age_on(\"%s\") %s %d", on, sign[i].sign, n);
			if (says(c, text, birth) != (wanted ? TRUE : FALSE))
				fail_msg("born %s: %s is not %s", birth, text, wanted ? "true" : "false");
		}
}

TEST_PURE(expr_counts_ages_as_people_do)
{
	static const char *const births[] = { "2016-02-29", "2016-02-28", "2016-03-01", "2015-12-31", "2016-01-01", "2017-02-28" };
	static const char *const days[] = { "2025-02-27", "2025-02-28", "2025-03-01", "2024-02-28", "2024-02-29", "2024-03-01", "2025-12-31", "2026-01-01" };

	for (size_t i = 0; i < COUNT(births); i++)
		for (size_t k = 0; k < COUNT(days); k++)
			check_age(c, births[i], days[k]);
	seed = 42;
	for (int i = 0; i < 1500; i++)
		check_age(c, date_text(c->arena, date_from_days(11000 + pick(8000))), date_text(c->arena, date_from_days(19200 + pick(2000))));
	assert_int_equal(says(c, "age_on(\"2025-12-31\") >= 6", NULL), UNKNOWN);
	assert_int_equal(says(c, "not (age_on(\"2025-12-31\") != 6)", NULL), UNKNOWN);
}

/* ---- what it does not understand ---- */

TEST_PURE(expr_tells_where_it_does_not_understand)
{
	static const struct {
		const char *text;
		int at;
	} bad[] = {
		{ "", 1 }, { "sex", 4 }, { "sex = \"01\"", 5 }, { "sex == 1", 8 }, { "sex == \"9\"", 8 }, { "sex == \"01", 8 }, { "sex == \"01\" and", 16 },
		{ "sex == \"01\" sex", 13 }, { "(sex == \"01\"", 13 }, { "sex in ()", 9 }, { "sex in (\"01\" \"02\")", 14 }, { "sex is 5", 8 },
		{ "birth_date > \"2018-02-30\"", 14 }, { "birth_date > sex", 14 }, { "age_on(\"2025-12-31\")", 21 }, { "age_on(sex, \"2025-12-31\") > 5", 13 },
		{ "age_on(\"2025-12-31\") > 5.5", 24 }, { "age_on(\"2025-12-31\") > 3000", 28 }, { "nobody == \"x\"", 1 }, { "school.nobody == \"x\"", 1 },
		{ "class.name == \"x\"", 1 }, { "not", 4 }, { "sex == \"01\" or or", 16 }, { "has_level(full_name, \"02\")", 11 }, { "sex == \"01\"; drop", 12 },
		{ "version > 123456789012345678", 11 }, { "version > 1.5", 11 }, { "sex.name == \"x\"", 1 }, { "sex == \xc3\x28", 8 },
		{ "present", 8 }, { "before(sex, birth_date)", 8 }, { "before(birth_date, \"2018\")", 20 }, { "digits(full_name)", 17 },
		{ "digits(birth_date, 4)", 8 }, { "digits(full_name, \"9\")", 19 }, { "digits(full_name, 0)", 19 },
	};

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct expr_refs refs = { .catalog = c->catalog, .base = catalog_type(c->catalog, "learner") };
		const struct expr *e;
		if (expr_parse(c, &refs, bad[i].text, &e))
			fail_msg("%s was taken", bad[i].text);
		assert_string_equal(c->key, "expr.invalid");
		if (strstr(c->detail, arena_fmt(c->arena, "(ký tự thứ %d của biểu thức)", bad[i].at)) == NULL)
			fail_msg("%s: not at %d: %s", bad[i].text, bad[i].at, c->detail);
		ctx_clear(c);
	}
}

static const char *repeated(struct ctx *c, const char *before, const char *what, size_t n, const char *after)
{
	struct buf b = buf_in(c->arena);

	buf_put(&b, before);
	for (size_t i = 0; i < n; i++)
		buf_put(&b, what);
	buf_put(&b, after);
	return buf_text(&b);
}

TEST(expr_has_limits_that_both_engines_bear)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	struct expr_refs refs = { .catalog = c->catalog, .base = t };
	const struct expr *e;

	seed = 3;
	make_records(c);
	FAILS(expr_parse(c, &refs, repeated(c, "", "(", 45, "true"), &e), "expr.invalid");
	FAILS(expr_parse(c, &refs, repeated(c, "", "not ", 45, "true"), &e), "expr.invalid");
	FAILS(expr_parse(c, &refs, repeated(c, "sex in (\"01\"", ",\"01\"", 200, ")"), &e), "expr.invalid");
	FAILS(expr_parse(c, &refs, repeated(c, "", "true or ", 500, "true"), &e), "expr.invalid");
	assert_int_equal(compare(c, t, repeated(c, "", "not ", 39, "sex == \"01\"")).wrong, 0);
	assert_int_equal(compare(c, t, arena_fmt(c->arena, "%s%s", repeated(c, "", "(", 38, "sex == \"01\""), repeated(c, "", ")", 38, ""))).wrong, 0);
	assert_int_equal(compare(c, t, repeated(c, "sex in (\"01\"", ",\"02\"", 24, ")")).wrong, 0);
	assert_int_equal(compare(c, t, repeated(c, "", "false or ", 40, "sex == \"01\"")).wrong, 0);
	struct compared x = compare(c, t, repeated(c, "", "true and ", 40, "sex == \"01\""));
	assert_true(list_agrees(c, t, &x));
}

/* Nothing is nested here, and the language allows it. */
TEST(expr_in_a_long_row_is_borne_by_both_engines)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");
	struct record_query q = { .scope = actor_scope(c), .limit = 1, .filter = repeated(c, "", "false or ", 440, "sex == \"01\"") };
	struct buf b = buf_in(c->arena);
	const char *next;

	province_make(c);
	OK(record_list(c, t, &q, &b, &next));
}

/* As many constants as the language allows. */
TEST(expr_with_many_constants_is_borne_by_both_engines)
{
	const struct record_type *t = catalog_type(c->catalog, "learner");

	seed = 3;
	make_records(c);
	assert_int_equal(compare(c, t, repeated(c, "sex in (\"01\"", ",\"02\"", 199, ")")).wrong, 0);
}
