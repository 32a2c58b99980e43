/* test_quality_kept.c - sums for offices are kept while nothing was written, and are at any moment what a recount gives. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "db/db.h"
#include "domain/quality/quality.h"
#include "province.h"

enum { YEAR = 2025, STEPS = 60, PUPILS_MAX = 80 };

static const char *const schools[] = { "19172401", "19172402" };
static const char *pupil[PUPILS_MAX];
static size_t n_pupils;

static uint64_t below(uint64_t *seed, uint64_t n)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return (*seed >> 33) % n;
}

/* What a sum says of a rule, or of "records" and the like. */
static size_t told(const char *sum, const char *what)
{
	const char *p = strstr(sum, what);

	return p == NULL ? 0 : strtoul(p + strlen(what), NULL, 10);
}

static const char *sums_below(struct ctx *c, const char *office, const struct quality_query *asked)
{
	struct quality_query q = *asked;
	struct buf items = buf_in(c->arena);
	struct unit u = province_unit(c, office);
	const char *cursor;

	q.unit = &u;
	q.limit = 10;
	OK(quality_summary(c, &q, &items, &cursor));
	return buf_text(&items);
}

static const char *sums(struct ctx *c, const struct quality_query *asked)
{
	return sums_below(c, "P172", asked);
}

static const char *sum_of(struct ctx *c, const char *all, const char *school)
{
	const char *sum = strstr(all, arena_fmt(c->arena, "\"unit\":\"%s\"", school));

	assert_non_null(sum);
	return arena_strndup(c->arena, sum, strcspn(sum, "}"));
}

/* Counted anew, record by record, with the rules of whoever asks. */
static void compare(struct ctx *c, const struct quality_query *asked, int step)
{
	const char *all = sums(c, asked);
	struct quality *q;

	OK(quality_prepare(c, asked, &q));
	for (size_t i = 0; i < COUNT(schools); i++) {
		const char *sum = sum_of(c, all, schools[i]);
		struct unit u = province_unit(c, schools[i]);
		size_t *n = NEW_N(c->arena, size_t, c->catalog->n_rules), errors = 0;
		struct findings found;
		OK(quality_run(c, q, &u, &found));
		for (size_t k = 0; k < found.n; k++) {
			n[found.item[k].rule - c->catalog->rule]++;
			errors += found.item[k].rule->severity == SEVERITY_ERROR;
		}
		for (size_t k = 0; k < c->catalog->n_rules; k++)
			if (told(sum, arena_fmt(c->arena, "\"%s\":", c->catalog->rule[k].name)) != n[k])
				fail_msg("step %d, %s, %s: %zu of %s", step, schools[i], c->catalog->rule[k].name, n[k], sum);
		assert_int_equal(told(sum, "\"records\":"), found.records);
		assert_int_equal(told(sum, "\"errors\":"), errors);
	}
}

static void write_one(struct ctx *c, const char *school, const char *type, const char *json, const char **ret_code)
{
	struct draft d = province_raw_draft(c, type, json);
	struct unit u = province_unit(c, school);
	struct outcome out;

	OK(record_write_batch(c, catalog_type(c->catalog, type), &u, &d, 1, &out)); /* refused is as good */
	if (ret_code != NULL)
		*ret_code = out.result == WRITE_CREATED ? out.code : NULL;
}

static void enter_pupil(struct ctx *c, uint64_t *seed)
{
	const char *school = schools[below(seed, 2)], *code;

	write_one(c, school, "learner", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"2018-%02d-02\",\"sex\":\"01\",\"ethnic_group\":\"01\"%s}",
		below(seed, 2) == 0 ? "lê an" : "Lê An", 1 + (int)below(seed, 12),
		below(seed, 3) == 0 ? "" : arena_fmt(c->arena, ",\"personal_id\":\"0192180000%02d\"", (int)below(seed, 6))), &code);
	if (code == NULL || n_pupils == PUPILS_MAX)
		return;
	pupil[n_pupils++] = code;
	write_one(c, school, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s-L2\",\"school_year\":2025}", code, school), NULL);
}

static void change_pupil(struct ctx *c, uint64_t *seed)
{
	static const char *const change[] = { "{\"phone\":\"0912345678\"}", "{\"phone\":null}", "{\"full_name\":\"LÊ AN\"}", "{\"personal_id\":\"019218000001\"}",
	                                      "{\"personal_id\":null}", "{\"sex\":\"02\"}", "{\"mother_name\":\"Trần Ba\"}" };
	static const struct scope all = { .path = "/" };
	struct record rec;
	int64_t version;

	if (n_pupils == 0)
		return;
	OK(record_find(c, catalog_type(c->catalog, "learner"), &all, pupil[below(seed, n_pupils)], &rec));
	const bool ok = below(seed, 4) == 0
		? record_set_status(c, &rec, 0, "02", "thử", &version)
		: record_change(c, &rec, 0, &(struct draft[]){ province_raw_draft(c, "learner", change[below(seed, COUNT(change))]) }[0], &version);
	if (!ok)
		ctx_clear(c);
}

static void step(struct ctx *c, uint64_t *seed)
{
	switch (below(seed, 8)) {
	case 0: write_one(c, schools[below(seed, 2)], "class", arena_fmt(c->arena, "{\"name\":\"2%c\",\"grade\":\"02\",\"school_year\":2025}", 'A' + (int)below(seed, 26)), NULL); break;
	case 1: c->now_ms += 24 * 3600 * 1000; break;
	case 2: case 3: change_pupil(c, seed); break;
	case 4: break; /* nothing was written: what is kept is told */
	default: enter_pupil(c, seed); break;
	}
}

TEST(quality_sums_are_what_a_recount_gives_after_any_change)
{
	uint64_t seed = 20261129;

	n_pupils = 0;
	province_make(c);
	for (size_t i = 0; i < COUNT(schools); i++)
		province_record(c, schools[i], "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	for (int i = 0; i < STEPS; i++) {
		step(c, &seed);
		compare(c, &(struct quality_query){ .year = YEAR }, i);
		compare(c, &(struct quality_query){ .year = YEAR, .severity = "error" }, i);
		compare(c, &(struct quality_query){ .year = YEAR, .rule = "identity_number_twice" }, i);
		compare(c, &(struct quality_query){ .year = YEAR - 1 }, i);
		province_act_as(c, i % 2 == 0 ? "manager" : "viewer", "19");
		compare(c, &(struct quality_query){ .year = YEAR }, i);
		province_act_as_system(c);
	}
	assert_true(told(sums(c, &(struct quality_query){ .year = YEAR }), "\"identity_number_twice\":") > 0); /* of another school, which alone was written to */
}

/* Behind the back of the log nothing may be written: it shows that nothing is counted twice. */
TEST(quality_sums_are_counted_again_only_when_something_was_logged)
{
	const struct quality_query q = { .year = YEAR };
	struct unit u;

	province_make(c);
	u = province_unit(c, "19172401");
	province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, "19172401", "19172401-L2", "lê an", "2019-01-02", "01", "01");
	const char *before = sum_of(c, sums(c, &q), u.code);
	assert_int_equal(told(before, "\"class_empty\":"), 0);
	OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_enrolment SET status = '05' WHERE unit_id = $1", ARGS(val_int(u.id)))));
	assert_string_equal(sum_of(c, sums(c, &q), u.code), before);
	province_record(c, "19172402", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"); /* that school's log, not this one's */
	assert_int_equal(told(sum_of(c, sums(c, &q), u.code), "\"class_empty\":"), 0);
	province_record(c, "19172401", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	compare(c, &q, 0);
	assert_int_equal(told(sum_of(c, sums(c, &q), u.code), "\"class_empty\":"), 2);
}

struct beside {
	struct ctx *c, own;
	int calls;
};

/* Before every call of the one who sums: slow, so that there is time to help, and after its first reads another has written. */
static void write_beside(void *arg)
{
	struct beside *b = arg;

	if (b->calls++ == 5)
		province_record(&b->own, "19172402", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	usleep(4000);
	db_inject_pause(b->c->db, 1, write_beside, b);
}

TEST(quality_sums_of_a_page_are_of_one_moment_though_two_read_them)
{
	const struct quality_query q = { .year = YEAR };
	struct beside b = { .c = c, .own = *c };

	province_make(c);
	province_record(c, "19172402", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	OK(db_open(&b.own, &b.own.db, test_database()));
	write_beside(&b);
	const char *page = sums_below(c, "19", &q);
	db_inject_pause(c->db, 0, NULL, NULL);
	db_close(b.own.db);
	assert_true(b.calls > 5);
	assert_int_equal(told(sum_of(c, page, "19172402"), "\"class_empty\":"), 1);
	assert_int_equal(told(sum_of(c, sums(c, &q), "19172402"), "\"class_empty\":"), 2);
}
