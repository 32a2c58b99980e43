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
	struct duplicate_asked asked;
	struct duplicate *all;
	struct record rec;
	size_t n;

	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), code, &rec));
	OK(duplicate_find(c, &rec, &all, &n, &asked));
	duplicate_put_items(c, &b, all, n);
	return buf_text(&b);
}

/* Until other schools may be asked. */
static void a_day_passes(struct ctx *c)
{
	c->now_ms += 25 * 3600 * 1000;
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
	a_day_passes(c);
	const struct api_session clerk = api_account(c, "van.thu", "clerk", "19172401", NULL), head = api_account(c, "hieu.truong", "head", "01001401", NULL);
	struct api_reply r = api_call(c, &clerk, GET, arena_fmt(c->arena, "/api/v1/learners/%s/duplicates", an), NULL);

	EXPECT(r, 200);
	assert_null(strstr(r.body, far));
	assert_null(strstr(r.body, "Lê Văn"));
	assert_null(strstr(r.body, "019218000001"));
	assert_null(strstr(r.body, "2018"));
	assert_non_null(strstr(r.body, ",\"unit\":{\"code\":\"01001401\",\"name\":\"Trường Tiểu học Ba Đình\",\"province\":\"01\"}"));
	assert_null(strstr(r.body, "\"score\""));
	assert_null(strstr(r.body, "\"reason"));
	assert_non_null(strstr(r.body, "Trường Tiểu học Ba Đình có một hồ sơ giống thế"));
	assert_non_null(strstr(r.body, "\"elsewhere\":{\"asked\":1,\"too_new\":0,\"over_quota\":0}"));
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

	a_day_passes(c);

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
	OK(change_feed(c, &u, 0, &(struct change_query){ .types = "learner", .limit = 100 }, &feed));
	assert_non_null(strstr(feed.data, "DUPLICATE"));
	assert_null(strstr(feed.data, far));
	assert_null(strstr(feed.data, "anh em"));
}

static size_t count(const char *text, const char *what)
{
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, what)) != NULL; p++)
		n++;
	return n;
}

/* Of many that are alike so many are told; those judged different make room. */
TEST(duplicates_of_one_are_told_a_few_at_a_time)
{
	const char *code[DUPLICATES_MAX + 12], *text;

	make(c);
	for (size_t i = 0; i < COUNT(code); i++)
		code[i] = add(c, "19172401", "Lê Thị Ban", "2018-03-09", NULL);
	text = found(c, code[0]);
	assert_int_equal(count(text, "\"b\":"), DUPLICATES_MAX);
	assert_null(strstr(text, code[COUNT(code) - 1]));
	for (int i = 1; i <= 11; i++)
		OK(duplicate_decide(c, code[0], code[i], "different", NULL));
	text = found(c, code[0]);
	assert_int_equal(count(text, "\"b\":"), DUPLICATES_MAX);
	assert_null(strstr(text, code[11]));
	assert_non_null(strstr(text, code[COUNT(code) - 1]));
	OK(duplicate_decide(c, code[0], code[1], "open", NULL));
	assert_int_equal(count(found(c, code[0]), "\"b\":"), DUPLICATES_MAX);
}

TEST(duplicates_judged_by_mistake_are_open_again)
{
	make(c);
	const char *an = add(c, "19172401", "Lê Văn An", "2018-03-09", NULL), *near = add(c, "19172401", "Lê Văn Ân", "2018-03-09", NULL);

	province_act_as(c, "clerk", "19172401");
	const char *before = found(c, an);
	assert_non_null(strstr(before, near));
	OK(duplicate_decide(c, an, near, "different", NULL));
	assert_string_equal(found(c, an), "");
	OK(duplicate_decide(c, near, an, "open", NULL));
	assert_string_equal(found(c, an), before);
}

TEST(duplicates_of_a_school_are_told_once_page_by_page)
{
	struct buf items = buf_in(c->arena);
	const char *cursor = NULL;
	size_t pages = 0, pairs = 0;
	struct duplicate_asked asked;

	make(c);
	for (int i = 0; i < 5; i++)
		add(c, "19172401", "Lê Văn An", arena_fmt(c->arena, "2018-03-0%d", i % 2 + 1), NULL);
	add(c, "19172402", "Lê Văn An", "2018-03-01", NULL);
	struct unit u = province_unit(c, "19172401");
	do {
		struct buf page = buf_in(c->arena);
		OK(duplicate_list(c, &u, 2025, cursor, 2, &page, &cursor, &asked));
		buf_put(&items, buf_text(&page));
		pages++;
	} while (cursor != NULL);
	for (const char *p = items.data; (p = strstr(p, "\"a\":")) != NULL; p++)
		pairs++;
	assert_int_equal(pages, 3);
	assert_int_equal(pairs, 10 + 5); /* within the school once, with the other school once each */
	u = province_unit(c, "P172");
	FAILS(duplicate_list(c, &u, 2025, NULL, 2, &items, &cursor, &asked), "duplicate.unit");
	u = province_unit(c, "19172401");
	FAILS(duplicate_list(c, &u, 2025, "x", 2, &items, &cursor, &asked), "query.cursor");
}

static struct api_reply ask_about(struct ctx *c, const struct api_session *who, const char *code)
{
	struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, "/api/v1/learners/%s/duplicates", code), NULL);

	EXPECT(r, 200);
	return r;
}

/* With a made-up record and eight changes of its birth date somebody learned that of a child of another school. */
TEST(duplicates_do_not_tell_a_stranger_a_birth_date)
{
	const char *first = NULL;

	make(c);
	(void)add(c, "01001401", "Lê Văn An", "2018-03-09", NULL);
	const char *made_up = add(c, "19172401", "Lê Văn An", "2018-03-02", NULL);
	a_day_passes(c);
	const struct api_session clerk = api_account(c, "van.thu", "clerk", "19172401", NULL);
	for (int day = 3; day <= 10; day++) {
		struct api_reply r = api_call(c, &clerk, PATCH, arena_fmt(c->arena, "/api/v1/learners/%s", made_up),
		                              arena_fmt(c->arena, "{\"birth_date\":\"2018-03-%02d\"}", day), .if_match = "*");
		EXPECT(r, 200);
		r = ask_about(c, &clerk, made_up);
		if (first == NULL)
			first = arena_strdup(c->arena, r.body);
		assert_string_equal(r.body, first);
		assert_null(strstr(r.body, "01001401"));
		assert_non_null(strstr(r.body, "\"too_new\":1"));
		r = api_call(c, &clerk, GET, "/api/v1/duplicates?year=2025", NULL);
		EXPECT(r, 200);
		assert_null(strstr(r.body, "01001401"));
		for (int id = 1; id <= 5; id++) { /* nor does deciding */
			r = api_call(c, &clerk, POST, "/api/v1/duplicates/decide", arena_fmt(c->arena,
			             "{\"a\":\"%s\",\"b\":\"01001401#%d\",\"decision\":\"different\"}", made_up, id));
			EXPECT(r, 409);
			assert_string_equal(r.key, "duplicate.too_new");
		}
	}
	struct api_reply r = api_call(c, &clerk, PATCH, arena_fmt(c->arena, "/api/v1/learners/%s", made_up), "{\"birth_date\":\"2018-03-09\"}", .if_match = "*");
	EXPECT(r, 200);
	a_day_passes(c);
	const struct api_session again = api_account(c, "van.thu.hai", "clerk", "19172401", NULL);
	r = api_call(c, &again, PATCH, arena_fmt(c->arena, "/api/v1/learners/%s", made_up), "{\"birth_place\":\"Mèo Vạc\"}", .if_match = "*");
	EXPECT(r, 200); /* nothing that is compared */
	r = ask_about(c, &again, made_up);
	assert_non_null(strstr(r.body, "\"unit\":{\"code\":\"01001401\""));
}

/* Nor the other way round: made-up records that others come upon. */
TEST(duplicates_made_up_today_are_told_to_nobody_elsewhere)
{
	make(c);
	const char *child = add(c, "19172401", "Lê Văn An", "2018-03-09", NULL);
	a_day_passes(c);
	(void)add(c, "01001401", "Lê Văn An", "2018-03-09", NULL);
	const struct api_session clerk = api_account(c, "van.thu", "clerk", "19172401", NULL);
	struct api_reply r = ask_about(c, &clerk, child);
	assert_non_null(strstr(r.body, "\"asked\":1"));
	assert_null(strstr(r.body, "01001401"));
	a_day_passes(c);
	const struct api_session next = api_account(c, "van.thu.hai", "clerk", "19172401", NULL);
	assert_non_null(strstr(ask_about(c, &next, child).body, "01001401#"));
}

/* Who stands first tells nothing of the score. */
TEST(duplicates_elsewhere_stand_in_the_order_of_their_places)
{
	make(c);
	const char *an = add(c, "19172401", "Lê Văn An", "2018-03-09", NULL);
	(void)add(c, "01001401", "Lê Văn Ân", "2018-03-08", NULL);
	(void)add(c, "01001401", "Lê Văn An", "2018-03-09", NULL);
	a_day_passes(c);
	province_act_as(c, "clerk", "19172401");
	const char *json = found(c, an);
	province_act_as_system(c);
	const char *two = strstr(json, "01001401#"), *three = two == NULL ? NULL : strstr(two + 1, "01001401#");
	assert_non_null(three);
	assert_true(strtol(two + 9, NULL, 10) < strtol(three + 9, NULL, 10));
}

TEST(duplicates_elsewhere_are_told_so_many_times_a_day_and_noted)
{
	struct catalog few = *c->catalog;
	struct buf feed = buf_in(c->arena);
	struct unit u;

	make(c);
	few.duplicate_asks_a_day = 2;
	c->catalog = &few;
	const char *an = add(c, "19172401", "Lê Văn An", "2018-03-09", NULL), *other = add(c, "19172401", "Vũ Bá Thông", "2018-05-05", NULL);
	(void)add(c, "01001401", "Lê Văn An", "2018-03-09", NULL);
	a_day_passes(c);
	const struct api_session clerk = api_account(c, "van.thu", "clerk", "19172401", NULL), second = api_account(c, "van.thu.hai", "clerk", "19172401", NULL);
	assert_null(strstr(ask_about(c, &clerk, other).body, "01001401")); /* counted, although nothing was found */
	struct api_reply r = ask_about(c, &clerk, an);
	const char *b = told_b(c, r.body);
	assert_non_null(strstr(b, "01001401#"));
	r = ask_about(c, &clerk, an);
	assert_null(strstr(r.body, "01001401"));
	assert_non_null(strstr(r.body, "\"over_quota\":1"));
	assert_non_null(strstr(r.body, "hãy hỏi vào ngày mai"));
	r = api_call(c, &clerk, GET, "/api/v1/duplicates?year=2025", NULL);
	assert_non_null(strstr(r.body, "\"asked\":0,\"too_new\":0,\"over_quota\":2"));
	assert_null(strstr(r.body, "01001401"));
	r = api_call(c, &clerk, POST, "/api/v1/duplicates/decide", arena_fmt(c->arena, "{\"a\":\"%s\",\"b\":\"%s\",\"decision\":\"different\"}", an, b));
	EXPECT(r, 429);
	assert_string_equal(r.key, "duplicate.quota");
	r = api_call(c, &second, GET, "/api/v1/duplicates?year=2025&limit=1", NULL);
	assert_non_null(strstr(r.body, "\"asked\":1"));
	u = province_unit(c, "19172401");
	OK(change_feed(c, &u, 0, &(struct change_query){ .types = "learner", .limit = 1000 }, &feed));
	assert_non_null(strstr(feed.data, arena_fmt(c->arena, "\"event\":\"TOLD\",\"before\":null,\"after\":{\"other\":\"%s\"}", b)));
	u = province_unit(c, "01001401");
	feed = buf_in(c->arena);
	OK(change_feed(c, &u, 0, &(struct change_query){ .limit = 1000 }, &feed));
	/* Of which record is not said: whoever had made it up would learn that it fits. */
	assert_non_null(strstr(feed.data, "\"code\":\"01001401\",\"version\":1,\"event\":\"TOLD\",\"before\":null,\"after\":{\"to\":\"19172401\"}"));
	assert_non_null(strstr(feed.data, "\"account\":\"van.thu\""));
	a_day_passes(c);
	const struct api_session next = api_account(c, "van.thu.ba", "clerk", "19172401", NULL);
	assert_non_null(strstr(ask_about(c, &next, an).body, "01001401#"));
}
