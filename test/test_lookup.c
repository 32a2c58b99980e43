/* test_lookup.c - one line of search, and lists asked for by a body. */
#include "test.h"

#include <string.h>

#include "api.h"
#include "catalog/catalog.h"
#include "db/db.h"
#include "province.h"

static struct api_reply search(struct ctx *c, const struct api_session *s, const char *body)
{
	return api_call(c, s, POST, "/api/v1/search", body);
}

/* The codes found, with blanks between. */
static const char *found(struct ctx *c, const struct api_session *s, const char *body)
{
	struct api_reply r = search(c, s, body);
	struct buf b = buf_in(c->arena);
	const json_t *o;
	size_t i;

	EXPECT(r, 200);
	json_array_foreach(api_items(&r), i, o)
		buf_fmt(&b, "%s%s", i > 0 ? " " : "", json_string_value(json_object_get(o, "code")));
	return buf_text(&b);
}

static const char *text(struct ctx *c, const struct api_session *s, const char *what)
{
	return found(c, s, arena_fmt(c->arena, "{\"text\":\"%s\",\"kinds\":[\"person\"]}", what));
}

static const char *learner(struct ctx *c, const char *school, const char *name, const char *birth, const char *number, const char *phone)
{
	return province_record(c, school, "learner", arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"%s\",\"sex\":\"02\",\"ethnic_group\":\"01\","
	                                                                  "\"personal_id\":\"%s\",\"phone\":\"%s\"}", name, birth, number, phone));
}

TEST(one_line_finds_a_person_by_what_a_clerk_knows)
{
	static const char *const dates[] = { "05/09/2015", "5-9-2015", "5.9.2015", "2015-09-05", "2015-9-5", "05092015" };
	static const char *const phones[] = { "0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678",
	                                     "(+84) 912345678", "0084 912 345 678", "+84 (0)912 345 678", "(091) 234-5678", "912345678" };
	static const char *const foreign[] = { "+1 912345678", "84+912345678", "+345678", "+5678" };

	province_make(c);
	struct api_session clerk = api_account(c, "vt.tim", "clerk", "19172401", NULL);
	const char *an = learner(c, "19172401", "Nguyễn Thuý An", "2015-09-05", "019215001234", "0912345678");
	const char *elsewhere = learner(c, "19172402", "Nguyễn Thuý Anh", "2015-09-05", "019215991234", "+84 912 345 678");
	assert_string_equal(text(c, &clerk, "thuy an"), an);
	assert_string_equal(text(c, &clerk, "1234"), an);
	assert_string_equal(text(c, &clerk, "019215001234"), an);
	assert_string_equal(text(c, &clerk, an), an);
	for (size_t i = 0; i < COUNT(dates); i++)
		assert_string_equal(text(c, &clerk, dates[i]), an);
	for (size_t i = 0; i < COUNT(phones); i++)
		assert_string_equal(text(c, &clerk, phones[i]), an);
	for (size_t i = 0; i < COUNT(foreign); i++)
		assert_string_equal(text(c, &clerk, foreign[i]), "");
	assert_string_equal(text(c, &clerk, "9999"), "");
	assert_string_equal(text(c, &clerk, "06/09/2015"), "");
	struct api_session office = api_account(c, "cb.tim", "manager", "19", NULL);
	assert_string_equal(text(c, &office, "5/9/2015"), arena_fmt(c->arena, "%s %s", an, elsewhere));
	assert_string_equal(text(c, &office, "019215991234"), elsewhere);
	assert_string_equal(found(c, &office, "{\"text\":\"1234\",\"unit\":\"19172402\",\"kinds\":[\"person\"]}"), elsewhere);
	assert_string_equal(found(c, &office, "{\"text\":\"0912 345 678\",\"unit\":\"19172402\",\"kinds\":[\"person\"]}"), elsewhere);
	assert_string_equal(found(c, &office, "{\"text\":\"1917\",\"kinds\":[\"unit\"]}"), "19172401 19172402");
	assert_string_equal(found(c, &office, "{\"text\":\"7240\",\"kinds\":[\"unit\"]}"), "");
	assert_string_equal(found(c, &office, "{\"text\":\"thuy\",\"within\":\"P172\",\"kinds\":[\"person\"],\"limit\":1}"), an);
}

static const char *mother(struct ctx *c, const char *school, const char *child, const char *name, const char *phone)
{
	return province_record(c, school, "guardian", arena_fmt(c->arena, "{\"learner\":\"%s\",\"relation\":\"02\",\"full_name\":\"%s\",\"phone\":\"%s\"}", child, name, phone));
}

/* However it is kept, and by whose number, which the label of the field says. */
TEST(a_telephone_in_the_form_says_whose_it_is)
{
	static const char *const kept[] = { "0912345678", "84 912 345 678", "+84 (0)912.345.678", "(091) 234-5678", "+84912345678" };

	province_make(c);
	struct api_session clerk = api_account(c, "vt.ai", "clerk", "19172401", NULL);
	for (size_t i = 0; i < COUNT(kept); i++) {
		const char *an = province_record(c, "19172401", "learner", arena_fmt(c->arena, "{\"full_name\":\"Nguyễn Thuý An\",\"birth_date\":\"2015-09-0%zu\",\"sex\":\"02\","
		                                 "\"ethnic_group\":\"01\",\"mother_name\":\"Phạm Thị Giang\",\"mother_phone\":\"%s\"}", i + 1, kept[i]));
		struct api_reply r = search(c, &clerk, "{\"text\":\"0912345678\",\"kinds\":[\"person\"],\"limit\":50}");
		EXPECT(r, 200);
		assert_non_null(strstr(r.body, an));
		assert_int_equal(json_array_size(api_items(&r)), i + 1);
		assert_non_null(strstr(r.body, "sinh năm 2015 · Số điện thoại mẹ\""));
	}
	const char *father = province_record(c, "19172401", "learner", "{\"full_name\":\"Lê Bình\",\"birth_date\":\"2015-01-01\",\"sex\":\"01\",\"ethnic_group\":\"01\","
	                                                               "\"father_name\":\"Lê Ba\",\"father_phone\":\"02438123456\"}");
	struct api_reply r = search(c, &clerk, "{\"text\":\"842438123456\",\"kinds\":[\"person\"]}");
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, father));
	assert_non_null(strstr(r.body, "Số điện thoại cha\""));
	assert_string_equal(text(c, &clerk, "2438123456"), ""); /* a code of a person looks like this */
}

/* Of themselves, of parents named in the form, of guardians and of staff: whole, or by the last four digits, in one school. */
TEST(a_telephone_of_the_family_finds_the_child)
{
	province_make(c);
	struct api_session clerk = api_account(c, "vt.goi", "clerk", "19172401", NULL), office = api_account(c, "cb.goi", "manager", "19", NULL);
	const char *an = learner(c, "19172401", "Nguyễn Thuý An", "2015-09-05", "019215001234", "0912345678");
	const char *binh = learner(c, "19172401", "Trần Văn Bình", "2015-03-02", "019215002222", "0911111111");
	const char *there = learner(c, "19172402", "Lê Cúc", "2015-03-02", "019215003333", "0911111112");
	const char *of = mother(c, "19172401", binh, "Phạm Thị Giang", "+84 987 654 321");
	const char *teacher = province_record(c, "19172401", "staff", "{\"full_name\":\"Lê Ba\",\"birth_date\":\"1980-01-01\",\"sex\":\"02\",\"phone\":\"0905.123.777\"}");
	mother(c, "19172402", there, "Phạm Thị Hoa", "0987654321");
	assert_string_equal(text(c, &clerk, "3777"), teacher);
	assert_string_equal(text(c, &clerk, "0987 654 321"), binh);
	assert_string_equal(text(c, &clerk, "4321"), binh);
	assert_string_equal(text(c, &clerk, "5678"), an);
	assert_string_equal(text(c, &clerk, "1111"), binh);
	assert_string_equal(text(c, &clerk, "98765432"), "");
	struct api_reply r = search(c, &clerk, "{\"text\":\"4321\"}");
	EXPECT(r, 200);
	assert_non_null(strstr(r.body, "\"plural\":\"learners\""));
	assert_non_null(strstr(r.body, "sinh năm 2015 · số của Phạm Thị Giang"));
	assert_null(strstr(r.body, "4321"));
	assert_string_equal(text(c, &office, "0987654321"), ""); /* not in all schools at once */
	assert_string_equal(found(c, &office, "{\"text\":\"4321\",\"unit\":\"19172402\",\"kinds\":[\"person\"]}"), there);
	mother(c, "19172401", binh, "Phạm Thị Giang", "0912000000"); /* two records: found once, by the number that is asked for */
	assert_string_equal(text(c, &clerk, "0912000000"), binh);
	r = api_call(c, &clerk, POST, arena_fmt(c->arena, "/api/v1/guardians/%s/status", of), "{\"status\":\"03\",\"reason\":\"nhập nhầm\"}", .if_match = "\"1\"");
	EXPECT(r, 200);
	assert_string_equal(text(c, &clerk, "4321"), "");
}

TEST(a_note_tells_namesakes_apart)
{
	province_make(c);
	struct api_session clerk = api_account(c, "vt.ghi", "clerk", "19172401", NULL);
	province_pupil(c, "19172401", province_record(c, "19172401", "class", "{\"name\":\"2A\",\"grade\":\"02\",\"school_year\":2025}"), "Lê Thị Mai", "2018-03-09", "02", "01");
	learner(c, "19172401", "Lê Thị Mai", "2017-05-06", "019217000001", "0912345678");
	struct api_reply r = search(c, &clerk, "{\"text\":\"lê mai\",\"year\":2025}");
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 2);
	assert_non_null(strstr(r.body, "Lớp 2A · "));
	assert_non_null(strstr(r.body, "sinh năm 2018"));
	assert_non_null(strstr(r.body, "sinh năm 2017"));
	r = search(c, &clerk, "{\"text\":\"2A\",\"year\":2025,\"kinds\":[\"class\"]}");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_non_null(strstr(r.body, "\"kind\":\"class\",\"type\":\"class\",\"plural\":\"classes\""));
	struct api_session office = api_account(c, "cb.ghi", "manager", "19", NULL);
	r = search(c, &office, "{\"text\":\"19172402\",\"kinds\":[\"unit\"]}");
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_non_null(strstr(r.body, "\"type\":\"school\""));
	assert_null(strstr(r.body, "\"plural\":\""));
	r = search(c, &office, "{\"text\":\"01001401\",\"kinds\":[\"unit\"]}");
	assert_int_equal(json_array_size(api_items(&r)), 0);
}

TEST(nobody_finds_by_what_they_may_not_read)
{
	province_make(c);
	learner(c, "19172401", "Nguyễn Thuý An", "2015-09-05", "019215001234", "0912345678");
	struct api_session viewer = api_account(c, "xem.tim", "viewer", "19172401", NULL);
	assert_string_equal(text(c, &viewer, "thuy"), "");
	assert_string_equal(text(c, &viewer, "1234"), "");
	assert_string_equal(text(c, &viewer, "05/09/2015"), "");
	assert_string_equal(text(c, &viewer, "0912345678"), "");
	assert_string_equal(found(c, &viewer, "{\"text\":\"thuy\"}"), "");
}

static const char *named(struct ctx *c, const char *school, const char *type, const char *name)
{
	return province_record(c, school, type, arena_fmt(c->arena, "{\"full_name\":\"%s\",\"birth_date\":\"1985-03-09\",\"sex\":\"02\",\"ethnic_group\":\"01\"}", name));
}

static const char *first_of(struct ctx *c, const struct api_session *s, const char *what, int n)
{
	return found(c, s, arena_fmt(c->arena, "{\"text\":\"%s\",\"kinds\":[\"person\"],\"limit\":%d}", what, n));
}

/* In the order of names it would be Choa, Hoa, Hoài, Mai. */
TEST(what_is_typed_as_a_name_ends_is_found_first)
{
	struct api_session office, clerk;

	province_make(c);
	clerk = api_account(c, "vt.mai", "clerk", "19172401", NULL);
	office = api_account(c, "cb.mai", "manager", "19", NULL);
	const char *within = named(c, "19172401", "learner", "Mai Thị Choa"), *begins = named(c, "19172401", "learner", "Mai Hoài");
	const char *words = named(c, "19172401", "learner", "Mai Thị Hoa"), *ends = named(c, "19172401", "learner", "Trần Thị Hoa Mai");
	const char *teacher = named(c, "19172401", "staff", "Lê Hoa Mai");
	const char *all = arena_fmt(c->arena, "%s %s %s %s %s", ends, words, teacher, begins, within);
	assert_string_equal(first_of(c, &clerk, "hoa mai", 10), all);
	assert_string_equal(first_of(c, &office, "Hoa  Mai", 10), all);
	assert_string_equal(first_of(c, &clerk, "hoa mai", 1), ends);
	assert_string_equal(first_of(c, &clerk, "mai hoa", 2), arena_fmt(c->arena, "%s %s", words, ends)); /* neither ends so: by their names */
	assert_string_equal(first_of(c, &clerk, "hoa ma", 2), arena_fmt(c->arena, "%s %s", words, begins)); /* all begin so, but one */
	assert_string_equal(first_of(c, &clerk, "-", 5), "");
	const char *elsewhere = named(c, "19000501", "learner", "Hoa Mai");
	assert_string_equal(first_of(c, &office, "hoa mai", 3), arena_fmt(c->arena, "%s %s %s", ends, elsewhere, words));
	const char *second = province_record(c, "19172401", "class", "{\"name\":\"An Saola\",\"grade\":\"05\",\"school_year\":2025}");
	const char *first = province_record(c, "19172401", "class", "{\"name\":\"Sao\",\"grade\":\"02\",\"school_year\":2025}");
	assert_string_equal(found(c, &clerk, "{\"text\":\"sao\",\"year\":2025,\"kinds\":[\"class\"]}"), arena_fmt(c->arena, "%s %s", first, second));
	province_script(c, "UPDATE unit SET search_key = 'truong tieu hoc dong ba' WHERE code = '19172402'");
	assert_string_equal(found(c, &office, "{\"text\":\"dong ba\",\"kinds\":[\"unit\"]}"), "19172402");
	province_script(c, "UPDATE unit SET search_key = 'truong tieu hoc hang ba' WHERE code = '19172402'");
	assert_string_equal(found(c, &office, "{\"text\":\"hang ba\",\"kinds\":[\"unit\"]}"), "19172402 19172401");
	assert_string_equal(found(c, &clerk, "{\"text\":\"hang ba\",\"kinds\":[\"school\"]}"), "19172402 19172401");
	province_script(c, "UPDATE unit SET search_key = 'hang ba 2' WHERE code = '19172402'");
	province_script(c, "UPDATE unit SET search_key = 'hang bac' WHERE code = '19172401'");
	assert_string_equal(found(c, &office, "{\"text\":\"hang ba\",\"kinds\":[\"unit\"]}"), "19172402 19172401");
}

/* Where a pupil may go is known to all who may send one there, by name; schools that are closed take nobody. */
TEST(whoever_may_transfer_finds_schools_everywhere)
{
	province_make(c);
	struct api_session clerk = api_account(c, "vt.tim", "clerk", "19172401", NULL), viewer = api_account(c, "xem.tim", "viewer", "19172401", NULL);
	const char *all = "{\"text\":\"0100\",\"kinds\":[\"school\"]}";
	assert_string_equal(found(c, &clerk, "{\"text\":\"0100\",\"kinds\":[\"unit\"]}"), "");
	assert_string_equal(found(c, &clerk, all), "01001401");
	struct api_reply r = search(c, &viewer, all);
	EXPECT(r, 403);
	assert_string_equal(r.key, "right.missing");
	province_script(c, "UPDATE unit SET status = '03' WHERE code = '01001401'");
	assert_string_equal(found(c, &clerk, all), "");
	assert_string_equal(found(c, &clerk, "{\"text\":\"BGDDT\",\"kinds\":[\"school\"]}"), "");
}

/* A role that reads learners, but only what is open of them. */
TEST(a_field_that_is_not_shown_finds_nobody)
{
	struct catalog other;

	province_make(c);
	other = *c->catalog;
	struct role *role = NEW_N(c->arena, struct role, other.n_roles);
	memcpy(role, other.role, other.n_roles * sizeof *role);
	for (size_t i = 0; i < other.n_roles; i++)
		if (streq(role[i].name, "clerk"))
			role[i].n_field_classes = 0;
	other.role = role;
	const char *an = learner(c, "19172401", "Nguyễn Thuý An", "2015-09-05", "019215001234", "0912345678");
	struct api_session clerk = api_account(c, "vt.kin", "clerk", "19172401", NULL);
	c->catalog = &other;
	assert_string_equal(text(c, &clerk, "thuy"), "");
	assert_string_equal(text(c, &clerk, "1234"), "");
	assert_string_equal(text(c, &clerk, "019215001234"), "");
	assert_string_equal(text(c, &clerk, "05/09/2015"), "");
	assert_string_equal(text(c, &clerk, "0912345678"), "");
	assert_string_equal(text(c, &clerk, an), "");
}

TEST(numbers_of_others_are_looked_for_so_many_times_a_day)
{
	struct catalog few;

	province_make(c);
	few = *c->catalog;
	few.search_numbers_a_day = 2;
	c->catalog = &few;
	const char *an = learner(c, "19172401", "Nguyễn Thuý An", "2015-09-05", "019215001234", "0912345678");
	struct api_session clerk = api_account(c, "vt.dem", "clerk", "19172401", NULL), office = api_account(c, "cb.dem", "manager", "19", NULL);
	const char *there = "{\"text\":\"1234\",\"unit\":\"19172401\",\"kinds\":[\"person\"]}";
	for (int i = 0; i < 2; i++)
		assert_string_equal(found(c, &office, there), an);
	struct api_reply r = search(c, &office, there);
	EXPECT(r, 429);
	assert_string_equal(r.key, "search.quota");
	assert_string_equal(text(c, &office, "thuy an"), an);
	for (int i = 0; i < 4; i++)
		assert_string_equal(found(c, &clerk, there), an);
}

TEST(a_line_that_cannot_be_looked_for_is_refused_in_words)
{
	static const struct {
		const char *body, *key;
	} wrong[] = {
		{ "{\"text\":\"   \"}", "request.required" },
		{ "{\"text\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}", "search.text" },
		{ "{\"text\":\"31/02/2015\"}", "search.date" },
		{ "{\"text\":\"1234\"}", "search.one_school" },
		{ "{\"text\":\"an\",\"kinds\":[\"learner\"]}", "search.kinds" },
		{ "{\"text\":\"an\",\"kinds\":[7]}", "search.kinds" },
		{ "{\"text\":\"an\",\"limit\":0}", "query.number" },
		{ "{\"text\":\"an\",\"limit\":51}", "query.number" },
		{ "{\"text\":\"an\",\"year\":1}", "query.number" },
		{ "{\"text\":\"an\",\"unit\":\"19\",\"within\":\"19\"}", "query.unit" },
	};

	province_make(c);
	struct api_session office = api_account(c, "cb.sai", "manager", "19", NULL);
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct api_reply r = search(c, &office, wrong[i].body);
		EXPECT(r, 422);
		assert_string_equal(r.key, wrong[i].key);
	}
	struct api_reply r = search(c, &office, "{\"text\":\"an\",\"unit\":\"01001401\"}");
	EXPECT(r, 404);
	r = api_call(c, &office, POST, "/api/v1/search", "{\"text\":\"an\"}", .no_csrf = true);
	EXPECT(r, 403);
}

/* The same page, cursor and faults; and no header that a proxy would keep tells what was asked. */
TEST(a_list_is_asked_for_by_a_body)
{
	static const struct {
		const char *query, *body;
	} asked[] = {
		{ "within=19&q=nguyen&limit=1&gone=true&count=1", "{\"within\":\"19\",\"q\":\"nguyen\",\"limit\":1,\"gone\":true,\"count\":true}" },
		{ "unit=19172401&filter=sex%20%3D%3D%20%2202%22&sort=-code&fields=full_name", "{\"unit\":\"19172401\",\"filter\":\"sex == \\\"02\\\"\",\"sort\":\"-code\",\"fields\":\"full_name\"}" },
		{ "unit=99999999", "{\"unit\":\"99999999\"}" },
		{ "limit=0", "{\"limit\":0}" },
		{ "cursor=x", "{\"cursor\":\"x\"}" },
		{ "", "{}" },
	};

	province_make(c);
	for (int i = 0; i < 3; i++)
		learner(c, i == 1 ? "19172402" : "19172401", "Nguyễn Thuý An", "2015-09-05", arena_fmt(c->arena, "01921500123%d", i), "0912345678");
	struct api_session office = api_account(c, "cb.hoi", "manager", "19", NULL);
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct api_reply a = api_call(c, &office, GET, arena_fmt(c->arena, "/api/v1/learners?%s", asked[i].query), NULL);
		struct api_reply b = api_call(c, &office, POST, "/api/v1/learners/query", asked[i].body);
		assert_int_equal(a.status, b.status);
		assert_string_equal(a.body, b.body);
		assert_null(b.link);
	}
	struct api_reply first = api_call(c, &office, POST, "/api/v1/learners/query", asked[0].body);
	struct api_reply next = api_call(c, &office, GET, arena_fmt(c->arena, "/api/v1/learners?%s&cursor=%s", asked[0].query, api_text(&first, "cursor")), NULL);
	struct api_reply same = api_call(c, &office, POST, "/api/v1/learners/query",
	                                 arena_fmt(c->arena, "{\"within\":\"19\",\"q\":\"nguyen\",\"limit\":1,\"gone\":true,\"count\":true,\"cursor\":\"%s\"}", api_text(&first, "cursor")));
	EXPECT(next, 200);
	EXPECT(same, 200);
	assert_string_equal(next.body, same.body);
	assert_string_not_equal(next.body, first.body);
	struct api_reply forged = api_call(c, &office, POST, "/api/v1/learners/query", "{}", .no_csrf = true);
	EXPECT(forged, 403);
}

/* What is typed to find a place, an account or what somebody did is somebody's too. */
TEST(lists_of_no_records_are_asked_for_by_a_body)
{
	static const struct {
		const char *path, *query, *body;
		int status;
	} asked[] = {
		{ "lists/commune", "q=Ba+H%C3%A0ng&date=2024-01-01", "{\"q\":\"Ba Hàng\",\"date\":\"2024-01-01\"}", 200 },
		{ "lists/commune", "code=01840", "{\"code\":\"01840\"}", 200 },
		{ "lists/commune", "parent=19", "{\"parent\":\"19\"}", 200 },
		{ "lists/commune", "date=x", "{\"date\":\"x\"}", 422 },
		{ "lists/nothing", "q=a", "{\"q\":\"a\"}", 404 },
		{ "accounts", "within=19&q=cb.h&limit=1", "{\"within\":\"19\",\"q\":\"cb.h\",\"limit\":1}", 200 },
		{ "accounts", "limit=0", "{\"limit\":0}", 422 },
		{ "accounts", "within=99", "{\"within\":\"99\"}", 404 },
		{ "changes", "unit=19172401&before=0&account=cb.hoi&type=learner&from=2020-01-01&limit=3", "{\"unit\":\"19172401\",\"before\":0,\"account\":\"cb.hoi\","
		             "\"type\":\"learner\",\"from\":\"2020-01-01\",\"limit\":3}", 200 },
		{ "changes", "unit=19172401&before=0&acts=1", "{\"unit\":\"19172401\",\"before\":0,\"acts\":true}", 200 },
		{ "changes", "unit=19172401&after=0&types=learner", "{\"unit\":\"19172401\",\"after\":0,\"types\":\"learner\"}", 200 },
		{ "changes", "unit=99", "{\"unit\":\"99\"}", 404 },
	};

	province_make(c);
	(void)learner(c, "19172401", "Nguyễn Thuý An", "2015-09-05", "019215001230", "0912345678");
	const struct api_session office = api_account(c, "cb.hoi", "manager", "19", NULL), other = api_account(c, "cb.ho", "manager", "19", NULL);
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct api_reply a = api_call(c, &office, GET, arena_fmt(c->arena, "/api/v1/%s?%s", asked[i].path, asked[i].query), NULL);
		struct api_reply b = api_call(c, &office, POST, arena_fmt(c->arena, "/api/v1/%s/query", asked[i].path), asked[i].body);
		EXPECT(a, asked[i].status);
		EXPECT(b, asked[i].status);
		assert_string_equal(a.body, b.body);
		assert_null(b.link);
	}
	/* The cursor of one goes on in the other. */
	struct api_reply first = api_call(c, &office, POST, "/api/v1/accounts/query", "{\"q\":\"cb.h\",\"limit\":1}");
	struct api_reply next = api_call(c, &office, GET, arena_fmt(c->arena, "/api/v1/accounts?q=cb.h&limit=1&cursor=%s", api_text(&first, "cursor")), NULL);
	EXPECT(next, 200);
	assert_int_equal(json_array_size(api_items(&next)), 1);
	assert_string_not_equal(next.body, first.body);
	struct api_reply forged = api_call(c, &other, POST, "/api/v1/accounts/query", "{}", .no_csrf = true);
	EXPECT(forged, 403);
}
