/* test_duplicate.c - one person entered twice is found for every kind of slip, twins are not, and nobody learns what is not theirs. */
#include <stdio.h>
#include <string.h>

#include "api.h"
#include "base/text.h"
#include "domain/duplicate/duplicate.h"
#include "province.h"
#include "store/change.h"

/* ---- two records ---- */

static struct twin twin(struct ctx *c, const char *name, const char *birth, const char *sex, const char *id, const char *father, const char *mother)
{
	return (struct twin){ .code = "x", .name = name, .folded = text_fold(c->arena, name), .birth_date = strlen(birth) == 10 ? birth : NULL,
	                      .birth_year = strlen(birth) == 4 ? (birth[2] - '0') * 10 + birth[3] - '0' + 2000 : 0, .sex = sex, .personal_id = id,
	                      .father = father, .mother = mother };
}

TEST_PURE(duplicates_are_scored_by_kind_of_slip)
{
	static const char *const name = "Nguyễn Thị Thuý Hoà", *const birth = "2018-03-09";
	static const struct {
		const char *name, *birth, *sex, *id, *field, *what; /* the reason that must be told */
		bool likely;
	} other[] = {
		{ "Nguyễn Thị Thuý Hoà", "2018-03-09", "02", NULL, "full_name", "same", true },
		{ "NGUYỄN THỊ THÚY HÒA", "2018-03-09", "02", NULL, "full_name", "same", true },
		{ "Nguyen Thi Thuy Hoa", "2018-03-09", "02", NULL, "full_name", "spelling", true },
		{ "Nguyễn Thuý Thị Hoà", "2018-03-09", "02", NULL, "full_name", "order", true },
		{ "Hoà Nguyễn Thị Thuý", "2018-03-09", "02", NULL, "full_name", "order", true },
		{ "Nguyễn Thuý Hoà", "2018-03-09", "02", NULL, "full_name", "word", true },
		{ "Nguyễn Thị Minh Hoà", "2018-03-09", "02", NULL, "full_name", "word", true },
		{ "Nguyễn Thị Thúuy Hoà", "2018-03-09", "02", NULL, "full_name", "slip", true },
		{ "Nguyễn Thị Tuhý Hoà", "2018-03-09", "02", NULL, "full_name", "slip", true },
		{ "Nguyễn Thị Thuý Hoà", "2018-09-03", "02", NULL, "birth_date", "swapped", true },
		{ "Nguyễn Thị Thuý Hoà", "2018-03-19", "02", NULL, "birth_date", "digit", true },
		{ "Nguyễn Thị Thuý Hoà", "2008-03-09", "02", NULL, "birth_date", "digit", true },
		{ "Nguyễn Thị Thuý Hoà", "2018", "02", NULL, "birth_year", "year", true },
		{ "Nguyễn Thị Thuý Hoà", "2018-03-09", "01", NULL, "sex", "differs", false },
		{ "Nguyễn Thị Thuý Hoà", "2016-11-20", "02", NULL, "birth_date", "differs", false },
		{ "Nguyễn Thị Thuý Hoà", "2018-03-09", "02", "019318000099", "personal_id", "differs", false },
		{ "Nguyễn Thị Thuý Hoà", "2018-03-09", "02", "019318000002", "personal_id", "slip", true },
		{ "Hoàng Bích", "2018-03-09", "02", "019318000001", "personal_id", "same", true },
		{ "Nguyễn Thị Thuý Lan", "2018-03-09", "02", NULL, NULL, NULL, false },
		{ "Trần Thị Thuý Hoa", "2018-03-19", "02", NULL, "full_name", "word", false },
	};
	struct twin a = twin(c, name, birth, "02", "019318000001", NULL, NULL);

	for (size_t i = 0; i < COUNT(other); i++) {
		struct twin b = twin(c, other[i].name, other[i].birth, other[i].sex, other[i].id, NULL, NULL);
		struct likeness l = likeness_of(c->arena, &a, &b), back = likeness_of(c->arena, &b, &a);
		bool told = other[i].field == NULL;
		for (size_t k = 0; k < l.n; k++)
			told = told || (streq(l.reason[k].field, other[i].field) && streq(l.reason[k].what, other[i].what));
		if (!told || (l.score >= DUPLICATE_SCORE) != other[i].likely || l.score != back.score)
			fail_msg("%zu: %s %s: score %d (back %d)%s", i, other[i].name, other[i].birth, l.score, back.score, told ? "" : ", reason not told");
	}
}

TEST_PURE(duplicates_are_not_twins)
{
	static const char *const pair[][2] = { { "Lê Văn An", "Lê Văn Bình" }, { "Lê Thị Lan", "Lê Thị Loan" }, { "Lê An", "Lê Anh" },
	                                       { "Phạm Ngọc Minh Anh", "Phạm Ngọc Minh Ánh Dương" } };

	for (size_t i = 0; i < COUNT(pair); i++) {
		struct twin a = twin(c, pair[i][0], "2018-03-09", "01", "019218000001", "Lê Văn Cả", "Đỗ Thị Bé");
		struct twin b = twin(c, pair[i][1], "2018-03-09", "01", "019218000002", "Lê Văn Cả", "Đỗ Thị Bé");
		assert_true(likeness_of(c->arena, &a, &b).score < 20);
	}
}

TEST_PURE(duplicates_gain_and_lose_by_the_parents)
{
	struct twin a = twin(c, "Lê Văn An", "2018-03-09", "01", NULL, "Lê Văn Cả", "Đỗ Thị Bé");
	struct twin same = twin(c, "Lê Văn An", "2018-03-09", "01", NULL, "LÊ VĂN CẢ", "Đỗ Thị Bé");
	struct twin none = twin(c, "Lê Văn An", "2018-03-09", "01", NULL, NULL, NULL);
	struct twin others = twin(c, "Lê Văn An", "2018-03-09", "01", NULL, "Lê Văn Út", "Vũ Thị Nga");

	assert_true(likeness_of(c->arena, &a, &same).score > likeness_of(c->arena, &a, &none).score);
	assert_true(likeness_of(c->arena, &a, &none).score > likeness_of(c->arena, &a, &others).score);
}

/* ---- in the database ---- */

static const char *add(struct ctx *c, const char *unit, const char *name, const char *birth, const char *id)
{
	const char *code = province_record(c, unit, "learner", arena_fmt(c->arena,
		"{\"full_name\":\"%s\",%s,\"sex\":\"01\",\"ethnic_group\":\"01\",\"father_name\":\"Lê Văn Cả\"%s}", name,
		strlen(birth) == 10 ? arena_fmt(c->arena, "\"birth_date\":\"%s\"", birth) : arena_fmt(c->arena, "\"birth_year\":%s", birth),
		id == NULL ? "" : arena_fmt(c->arena, ",\"personal_id\":\"%s\"", id)));

	province_record(c, unit, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s-L2\",\"school_year\":2025}", code, unit));
	return code;
}

static void make(struct ctx *c)
{
	static const char *const schools[] = { "19172401", "19172402", "01001401" };

	province_make(c);
	for (size_t i = 0; i < COUNT(schools); i++)
		province_record(c, schools[i], "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
}

static const char *found(struct ctx *c, const char *code)
{
	struct buf b = buf_in(c->arena);
	struct duplicate *all;
	struct record rec;
	size_t n;

	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), code, &rec));
	OK(duplicate_find(c, &rec, &all, &n));
	duplicate_put_json(c, &b, all, n);
	return buf_text(&b);
}

TEST(duplicates_are_found_in_all_schools)
{
	make(c);
	const char *an = add(c, "19172401", "Lê Văn An", "2018-03-09", "019218000001");
	const char *other[] = {
		add(c, "19172402", "Lê Văn An", "2018-03-09", NULL),      /* the same */
		add(c, "01001401", "LÊ VĂN ÂN", "2018-09-03", NULL),      /* day and month swapped */
		add(c, "01001401", "Lê Văn An", "2018-03-08", NULL),      /* one digit */
		add(c, "19172402", "Văn Lê An", "2018-03-09", NULL),      /* order */
		add(c, "01001401", "Lê An", "2018-03-09", NULL),          /* a word left out */
		add(c, "19172402", "Lê Văm An", "2018-03-09", NULL),      /* a slip */
		add(c, "19172402", "Lê Văn An", "2018", NULL),            /* only the year */
		add(c, "01001401", "Lý Bảo", "2018-03-09", "019218000001"), /* the number of another */
		add(c, "19172401", "Lê Văn An", "2018-03-09", NULL),      /* in the same school */
	};
	const char *stranger[] = { add(c, "19172402", "Lê Văn Bình", "2018-03-09", NULL), add(c, "19172402", "Lê Văn An", "2014-11-25", NULL) };
	const char *json = found(c, an);

	for (size_t i = 0; i < COUNT(other); i++)
		if (strstr(json, other[i]) == NULL)
			fail_msg("%zu is not found in %s", i, json);
	for (size_t i = 0; i < COUNT(stranger); i++)
		assert_null(strstr(json, stranger[i]));
	assert_null(strstr(json, an));
}

TEST(duplicates_elsewhere_show_nothing_but_the_school)
{
	make(c);
	const char *an = add(c, "19172401", "Lê Văn An", "2018-03-09", "019218000001"), *far = add(c, "01001401", "Lê Văn An", "2018-03-09", "019218000001");
	const struct api_session clerk = api_account(c, "van.thu", "clerk", "19172401", NULL), head = api_account(c, "hieu.truong", "head", "01001401", NULL);
	struct api_reply r = api_call(c, &clerk, GET, arena_fmt(c->arena, "/api/v1/learners/%s/duplicates", an), NULL);

	EXPECT(r, 200);
	assert_null(strstr(r.body, far));
	assert_null(strstr(r.body, "Lê Văn"));
	assert_null(strstr(r.body, "019218000001"));
	assert_null(strstr(r.body, "2018"));
	assert_non_null(strstr(r.body, "\"record\":null,\"unit\":{\"code\":\"01001401\",\"name\":\"Trường Tiểu học Ba Đình\",\"province\":\"01\"}"));
	assert_non_null(strstr(r.body, "{\"field\":\"personal_id\",\"reason\":\"same\"}"));
	r = api_call(c, &clerk, GET, arena_fmt(c->arena, "/api/v1/learners/%s/duplicates", far), NULL);
	EXPECT(r, 404);
	r = api_call(c, &head, GET, "/api/v1/duplicates?year=2025", NULL);
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, arena_fmt(c->arena, "{\"a\":\"%s\",\"b\":\"19172401#", far)));
	assert_null(strstr(r.body, an));
}

static const char *told_b(struct ctx *c, const char *json)
{
	const char *at = strstr(json, "\"b\":\"");

	assert_non_null(at);
	return arena_strndup(c->arena, at + 5, strcspn(at + 5, "\""));
}

TEST(duplicates_judged_different_are_not_shown_again)
{
	make(c);
	const char *an = add(c, "19172401", "Lê Văn An", "2018-03-09", NULL), *far = add(c, "01001401", "Lê Văn An", "2018-03-09", NULL);
	const char *near = add(c, "19172401", "Lê Văn Ân", "2018-03-09", NULL);
	int64_t entries;

	province_act_as(c, "clerk", "19172401");
	FAILS(duplicate_decide(c, an, near, "perhaps", NULL), "duplicate.decision");
	FAILS(duplicate_decide(c, an, an, "same", NULL), "duplicate.self");
	FAILS(duplicate_decide(c, an, far, "different", NULL), "record.unknown");
	FAILS(duplicate_decide(c, far, an, "different", NULL), "record.unknown");
	FAILS(duplicate_decide(c, an, "01001401#9999", "different", NULL), "record.unknown");
	FAILS(duplicate_decide(c, an, "19172402#1", "different", NULL), "record.unknown");
	OK(duplicate_decide(c, an, near, "same", NULL));
	const char *json = found(c, an);
	assert_non_null(strstr(json, "\"decision\":\"same\""));
	const char *b = strstr(json, "01001401#");
	assert_non_null(b);
	OK(duplicate_decide(c, an, arena_strndup(c->arena, b, strcspn(b, "\"")), "different", "anh em họ"));
	json = found(c, an);
	assert_null(strstr(json, "01001401"));
	assert_non_null(strstr(json, near));
	province_act_as(c, "head", "01001401");
	assert_non_null(strstr(found(c, far), "\"record\":null"));   /* near is still open to them */
	const char *left = told_b(c, found(c, far));
	OK(duplicate_decide(c, far, left, "different", NULL));
	assert_string_equal(found(c, far), "");
	province_act_as_system(c);
	struct unit u = province_unit(c, "19172401");
	OK(chain_verify(c, &u, &entries));
	struct buf feed = buf_in(c->arena);
	OK(change_feed(c, &u, 0, "learner", 100, &feed));
	assert_non_null(strstr(feed.data, "DUPLICATE"));
	assert_null(strstr(feed.data, far));
	assert_null(strstr(feed.data, "anh em"));
}

TEST(duplicates_of_a_school_are_told_once_page_by_page)
{
	struct buf items = buf_in(c->arena);
	const char *cursor = NULL;
	size_t pages = 0, pairs = 0;

	make(c);
	for (int i = 0; i < 5; i++)
		add(c, "19172401", "Lê Văn An", arena_fmt(c->arena, "2018-03-0%d", i % 2 + 1), NULL);
	add(c, "19172402", "Lê Văn An", "2018-03-01", NULL);
	struct unit u = province_unit(c, "19172401");
	do {
		struct buf page = buf_in(c->arena);
		OK(duplicate_list(c, &u, 2025, cursor, 2, &page, &cursor));
		buf_put(&items, buf_text(&page));
		pages++;
	} while (cursor != NULL);
	for (const char *p = items.data; (p = strstr(p, "\"a\":")) != NULL; p++)
		pairs++;
	assert_int_equal(pages, 3);
	assert_int_equal(pairs, 10 + 5); /* within the school once, with the other school once each */
	u = province_unit(c, "P172");
	FAILS(duplicate_list(c, &u, 2025, NULL, 2, &items, &cursor), "duplicate.unit");
	u = province_unit(c, "19172401");
	FAILS(duplicate_list(c, &u, 2025, "x", 2, &items, &cursor), "query.cursor");
}
