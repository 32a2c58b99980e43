/* test_identity.c - identity numbers against birth, sex and province: in memory and as SQL alike. */
#include <stdio.h>
#include <string.h>

#include "catalog/expr.h"
#include "db/db.h"
#include "domain/demo/demo_names.h"
#include "province.h"

enum { NUMBERS = 2000, LEARNERS = 80 };

static enum truth says(struct ctx *c, const char *text, const char *id, const char *birth, const char *sex)
{
	struct expr_refs refs = { .catalog = c->catalog, .base = catalog_type(c->catalog, "learner") };
	struct val v[4];
	const struct expr *e;

	OK(expr_parse(c, &refs, text, &e));
	for (size_t i = 0; i < refs.n_refs; i++)
		v[i] = val_text(streq(refs.ref[i].path, "personal_id") ? id : streq(refs.ref[i].path, "sex") ? sex : birth);
	return expr_eval(e, v);
}

static const char *changed(struct ctx *c, const char *id, size_t at, char to)
{
	char *other = arena_strdup(c->arena, id);

	other[at] = to;
	return other;
}

static const char *some_province(struct ctx *c, struct demo_rng *r)
{
	const struct list *l = catalog_list(c->catalog, "province");

	return l->item[demo_below(r, l->n_items)].code;
}

TEST_PURE(identity_numbers_fit_and_no_changed_one_does)
{
	static const char *const all = "id_fits(personal_id, birth_date, sex)";
	struct demo_rng r = demo_rng_new(5, 1);

	for (int i = 0; i < NUMBERS; i++) {
		const char *sex = demo_chance(&r, 500) ? "01" : "02";
		int year = 1900 + (int)demo_below(&r, 200);
		const char *birth = date_text(c->arena, demo_birth_date(&r, year));
		const char *id = demo_personal_id(&r, c->arena, some_province(c, &r), sex, year);
		if (says(c, all, id, birth, sex) != TRUE || says(c, "id_fits(personal_id)", id, birth, sex) != TRUE)
			fail_msg("%s does not fit %s %s", id, birth, sex);
		for (size_t at = 3; at < 6; at++)
			for (char digit = '0'; digit <= '9'; digit++)
				if (digit != id[at] && says(c, all, changed(c, id, at, digit), birth, sex) != FALSE)
					fail_msg("%s, changed from %s, fits %s %s", changed(c, id, at, digit), id, birth, sex);
	}
}

TEST_PURE(identity_numbers_say_nothing_where_nothing_is_known)
{
	assert_int_equal(says(c, "id_fits(personal_id, birth_date, sex)", NULL, "2018-03-09", "01"), UNKNOWN);
	assert_int_equal(says(c, "id_fits(personal_id, birth_date)", "019218000001", NULL, "01"), UNKNOWN);
	assert_int_equal(says(c, "id_fits(personal_id, sex)", "019218000001", "2018-03-09", NULL), UNKNOWN);
	assert_int_equal(says(c, "id_fits(personal_id, birth_date, sex)", "091234567", "2018-03-09", "01"), UNKNOWN);
	assert_int_equal(says(c, "id_fits(personal_id)", "091234567", NULL, NULL), TRUE);
	assert_int_equal(says(c, "id_fits(personal_id)", "0912345678", NULL, NULL), FALSE);
	assert_int_equal(says(c, "id_fits(personal_id)", "005218000001", NULL, NULL), FALSE);   /* no such province */
	assert_int_equal(says(c, "id_fits(personal_id)", "021218000001", NULL, NULL), FALSE);
	assert_int_equal(says(c, "id_fits(personal_id)", "002218000001", NULL, NULL), TRUE);    /* Hà Giang of before */
	assert_int_equal(says(c, "id_fits(personal_id)", "171218000001", NULL, NULL), TRUE);    /* born abroad */
	assert_int_equal(says(c, "id_fits(personal_id)", "999999999999", NULL, NULL), FALSE);   /* no place has so high a number */
	assert_int_equal(says(c, "id_fits(personal_id)", "500218000001", NULL, NULL), FALSE);
}

TEST_PURE(identity_function_tells_where_it_does_not_understand)
{
	static const char *const bad[] = { "id_fits()", "id_fits(birth_date)", "id_fits(personal_id, religion)", "id_fits(personal_id, full_name)",
	                                   "id_fits(personal_id,)", "id_fits(personal_id sex)", "id_fits(personal_id, sex", "id_fits" };

	for (size_t i = 0; i < COUNT(bad); i++) {
		struct expr_refs refs = { .catalog = c->catalog, .base = catalog_type(c->catalog, "learner") };
		const struct expr *e;
		FAILS(expr_parse(c, &refs, bad[i], &e), "expr.invalid");
	}
}

static void make_learners(struct ctx *c)
{
	struct demo_rng r = demo_rng_new(9, 2);

	province_make(c);
	for (int i = 0; i < LEARNERS; i++) {
		const char *sex = demo_chance(&r, 500) ? "01" : "02";
		int year = 2005 + (int)demo_below(&r, 15);
		char *id = arena_strdup(c->arena, demo_personal_id(&r, c->arena, some_province(c, &r), sex, year));
		struct buf b = buf_in(c->arena);
		if (demo_chance(&r, 500))
			id[demo_below(&r, 7)] = (char)('0' + demo_below(&r, 10));
		if (demo_chance(&r, 200))
			id[9 + demo_below(&r, 3)] = '\0';
		buf_fmt(&b, "{\"full_name\":\"Lê An\",\"sex\":\"%s\",\"ethnic_group\":\"01\"", sex);
		buf_put(&b, demo_chance(&r, 700) ? arena_fmt(c->arena, ",\"birth_date\":\"%d-02-03\"", year) : arena_fmt(c->arena, ",\"birth_year\":%d", year));
		if (demo_chance(&r, 900))
			buf_fmt(&b, ",\"personal_id\":\"%s\"", id);
		buf_char(&b, '}');
		province_old_record(c, "19172401", "learner", buf_text(&b));
	}
}

struct compared {
	const struct expr *e;
	const char *text;
	size_t count[3];
};

/* Cells: the refs, then what SQL says: 0, 1, 2 for unknown. */
static bool compare_row(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct compared *x = arg;
	enum truth here = expr_eval(x->e, cell);

	(void)c;
	if (here != (enum truth)cell[n - 1].i)
		fail_msg("%s of %s: %d in memory, %d as SQL", x->text, cell[0].kind == VAL_TEXT ? cell[0].s : "nothing", (int)here, (int)cell[n - 1].i);
	x->count[here]++;
	return true;
}

TEST(identity_is_the_same_in_memory_and_as_sql)
{
	static const char *const texts[] = { "id_fits(personal_id)", "id_fits(personal_id, birth_date)", "id_fits(personal_id, birth_year)",
	                                     "id_fits(personal_id, sex)", "id_fits(personal_id, birth_date, sex)" };

	make_learners(c);
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct expr_refs refs = { .catalog = c->catalog, .base = catalog_type(c->catalog, "learner") };
		struct compared x = { .text = texts[i] };
		struct buf sql = buf_in(c->arena);
		struct sql_args args = { 0 };
		OK(expr_parse(c, &refs, texts[i], &x.e));
		buf_put(&sql, "SELECT ");
		for (size_t k = 0; k < refs.n_refs; k++)
			buf_fmt(&sql, "%s, ", refs.ref[k].sql);
		buf_put(&sql, "CASE WHEN ");
		expr_sql(&sql, &args, &refs, x.e);
		buf_put(&sql, " THEN 1 WHEN NOT ");
		expr_sql(&sql, &args, &refs, x.e);
		buf_put(&sql, " THEN 0 ELSE 2 END FROM r_learner t");
		OK(db_each(c, buf_text(&sql), args.v, args.n, compare_row, &x));
		if (x.count[TRUE] == 0 || x.count[FALSE] == 0 || x.count[UNKNOWN] == 0)
			fail_msg("%s: the records prove nothing: %zu %zu %zu", texts[i], x.count[0], x.count[1], x.count[2]);
	}
}
