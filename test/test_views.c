/* test_views.c - whom an account was shown is kept; numbers and addresses of lists are told for a purpose; offices are shown so many persons an hour. */
#include <string.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/view/view.h"
#include "province.h"

#define SCHOOL "19172401"

enum { HOUR_MS = 60 * 60 * 1000 };

struct people {
	struct api_session so, head, clerk, other_head;
	const char *pupil[3];
	struct view_watch *watch;
};

static struct people people(struct ctx *c)
{
	struct people p = { .watch = api_watch(c) };

	province_make(c);
	for (size_t i = 0; i < COUNT(p.pupil); i++)
		p.pupil[i] = province_record(c, SCHOOL, "learner", arena_fmt(c->arena,
			"{\"full_name\":\"Lò Thị Số %s\",\"birth_date\":\"2018-02-03\",\"sex\":\"02\",\"ethnic_group\":\"03\",\"personal_id\":\"01931800000%zu\","
			"\"phone\":\"091234567%zu\",\"residence_address\":\"Xóm Đồi\"}", i == 0 ? "Một" : i == 1 ? "Hai" : "Ba", i, i));
	p.so = api_account(c, "so.tn", "manager", "19", NULL);
	p.head = api_account(c, "h.bahang", "head", SCHOOL, NULL);
	p.clerk = api_account(c, "c.bahang", "clerk", SCHOOL, NULL);
	p.other_head = api_account(c, "h.dongtien", "head", "19172402", NULL);
	return p;
}

static void pupil_of_a_class(struct ctx *c, const char *name)
{
	(void)province_pupil(c, SCHOOL, province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), name, "2018-02-03", "02", "03");
}

static struct api_reply get(struct ctx *c, const struct api_session *who, const char *target)
{
	return api_call(c, who, GET, arena_fmt(c->arena, API "/%s", target), NULL);
}

static void shows(struct ctx *c, const struct api_session *who, const char *target)
{
	const struct api_reply r = get(c, who, target);

	EXPECT(r, 200);
}

/* "listed:so.tn:Lò Thị Số Một:purpose " of each, the newest first; of one time in no order that is told. */
static const char *views(struct ctx *c, const struct people *p, const struct api_session *who, const char *query)
{
	struct buf b = buf_in(c->arena);
	size_t i;
	json_t *x;

	OK(view_flush(p->watch, c));
	const struct api_reply r = get(c, who, arena_fmt(c->arena, "views%s", query));
	if (r.status != 200)
		return r.key;
	json_array_foreach(api_items(&r), i, x) {
		const char *title = json_string_value(json_object_get(x, "title")), *purpose = json_string_value(json_object_get(x, "purpose"));
		buf_fmt(&b, "%s:%s:%s:%s ", json_string_value(json_object_get(x, "how")), json_string_value(json_object_get(x, "account")), title == NULL ? "" : title,
		        purpose == NULL ? "" : purpose);
	}
	return buf_text(&b);
}

static size_t times(const char *text, const char *part)
{
	size_t n = 0;

	while ((text = strstr(text, part)) != NULL) {
		text += strlen(part);
		n++;
	}
	return n;
}

TEST(views_of_a_list_and_of_an_open_record_are_kept_once_an_hour)
{
	const struct people p = people(c);

	for (int i = 0; i < 2; i++) {
		shows(c, &p.so, "learners?unit=" SCHOOL);
		shows(c, &p.so, arena_fmt(c->arena, "learners/%s", p.pupil[1]));
	}
	const char *seen = views(c, &p, &p.head, "");
	assert_int_equal(times(seen, "listed:so.tn:Lò Thị Số "), 3);
	assert_int_equal(times(seen, "opened:so.tn:Lò Thị Số Hai"), 1);
	assert_int_equal(times(seen, "so.tn"), 4);
	c->now_ms += HOUR_MS;
	shows(c, &p.so, arena_fmt(c->arena, "learners/%s/history", p.pupil[1]));
	assert_int_equal(times(views(c, &p, &p.head, ""), "opened:so.tn:Lò Thị Số Hai"), 2);
}

TEST(views_are_told_to_whoever_may_read_the_log_of_that_school)
{
	const struct people p = people(c);

	shows(c, &p.so, "learners?unit=" SCHOOL);
	shows(c, &p.clerk, arena_fmt(c->arena, "learners/%s", p.pupil[0]));
	assert_string_equal(views(c, &p, &p.other_head, ""), "");
	assert_string_equal(views(c, &p, &p.other_head, "?unit=" SCHOOL), "unit.unknown");
	assert_string_equal(views(c, &p, &p.clerk, ""), "right.missing");
	assert_int_equal(times(views(c, &p, &p.so, ""), "listed:so.tn"), 3);
	assert_string_equal(views(c, &p, &p.head, "?account=c.bahang"), "opened:c.bahang:Lò Thị Số Một: ");
	assert_int_equal(times(views(c, &p, &p.head, arena_fmt(c->arena, "?person=%s", p.pupil[0])), "Một"), 2);
	const struct api_reply r = api_call(c, &p.head, POST, API "/views/query", "{\"account\":\"c.bahang\"}");
	EXPECT(r, 200);
	assert_int_equal(json_array_size(api_items(&r)), 1);
	assert_string_equal(views(c, &p, &p.head, "?to=2001-01-01"), "");
}

TEST(views_tell_by_pages)
{
	const struct people p = people(c);
	const char *cursor = "";
	size_t n = 0;

	shows(c, &p.so, "learners?unit=" SCHOOL);
	OK(view_flush(p.watch, c));
	while (cursor != NULL && n < 9) {
		const struct api_reply r = get(c, &p.head, arena_fmt(c->arena, "views?limit=1%s%s", *cursor == '\0' ? "" : "&cursor=", api_escape(c->arena, cursor)));
		EXPECT(r, 200);
		n += json_array_size(api_items(&r));
		cursor = json_string_value(json_object_get(r.json, "cursor"));
	}
	assert_int_equal(n, 3);
}

/* What tells of a person counts as that person. */
TEST(views_of_enrolments_are_of_the_pupils)
{
	const struct people p = people(c);

	pupil_of_a_class(c, "Lò Thị Số Bốn");
	shows(c, &p.so, "enrolments?unit=" SCHOOL);
	assert_string_equal(views(c, &p, &p.head, ""), "listed:so.tn:Lò Thị Số Bốn: ");
	shows(c, &p.so, "classes?unit=" SCHOOL);
	assert_string_equal(views(c, &p, &p.head, ""), "listed:so.tn:Lò Thị Số Bốn: ");
	c->now_ms += HOUR_MS;
	shows(c, &p.so, "enrolments?unit=" SCHOOL "&fields=boarder&limit=1&sort=code");
	assert_string_equal(views(c, &p, &p.head, ""), "listed:so.tn:Lò Thị Số Bốn: listed:so.tn:Lò Thị Số Bốn: ");
}

/* A teacher, and a class of hers with two pupils. */
static const char *teacher_of_a_class(struct ctx *c)
{
	const char *teacher = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Hà Cô Giáo\",\"birth_date\":\"1980-02-03\",\"sex\":\"02\",\"phone\":\"0987654321\","
	                                      "\"personal_id\":\"019180000001\"}");
	const char *class = province_record(c, SCHOOL, "class", arena_fmt(c->arena, "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025,\"homeroom_teacher\":\"%s\"}", teacher));

	(void)province_pupil(c, SCHOOL, class, "Lò Thị Số Bốn", "2018-02-03", "02", "03");
	(void)province_pupil(c, SCHOOL, class, "Lò Thị Số Năm", "2018-02-04", "02", "03");
	return class;
}

TEST(views_are_of_whoever_is_shown_whatever_path_leads_there)
{
	static const char *const tells[] = {
		"classes?fields=homeroom_teacher.phone", "classes?fields=homeroom_teacher.full_name,homeroom_teacher.personal_id&purpose=g%E1%BB%8Di+gia+%C4%91%C3%ACnh",
		"classes?fields=homeroom_teacher.title", "enrolments?fields=class.homeroom_teacher.phone", "learners?fields=enrolment.class.homeroom_teacher.title", "classes/{}?fields=homeroom_teacher.phone",
	};
	static const char *const not[] = { "classes", "classes?fields=homeroom_teacher", "enrolments?fields=class.homeroom_teacher,class.title" };
	const struct people p = people(c);
	const char *class = teacher_of_a_class(c);

	for (size_t i = 0; i < COUNT(tells); i++) {
		const char *gap = strstr(tells[i], "{}");
		c->now_ms += HOUR_MS;
		shows(c, &p.clerk, gap == NULL ? tells[i] : arena_fmt(c->arena, "%.*s%s%s", (int)(gap - tells[i]), tells[i], class, gap + 2));
		if (times(views(c, &p, &p.head, ""), ":c.bahang:Hà Cô Giáo") != i + 1)
			fail_msg("nobody is noted: %s", tells[i]);
	}
	c->now_ms += HOUR_MS;
	for (size_t i = 0; i < COUNT(not); i++)
		shows(c, &p.clerk, not[i]);
	assert_int_equal(times(views(c, &p, &p.head, ""), ":c.bahang:Hà Cô Giáo"), COUNT(tells));
}

TEST(whoever_stands_in_several_rows_is_counted_once)
{
	const struct people p = people(c);
	struct catalog few = *c->catalog;
	const struct catalog *usual = c->catalog;

	(void)teacher_of_a_class(c);
	few.persons_an_hour = 3;
	c->catalog = &few;
	shows(c, &p.so, "enrolments?unit=" SCHOOL "&fields=class.homeroom_teacher.phone");
	few.persons_an_hour = 2;
	c->now_ms += HOUR_MS;
	assert_int_equal(get(c, &p.so, "enrolments?unit=" SCHOOL "&fields=class.homeroom_teacher.phone").status, 429);
	c->catalog = usual;
}

static const char *first(const struct api_reply *r, const char *member)
{
	const char *text = json_string_value(json_object_get(json_array_get(api_items(r), 0), member));

	return text == NULL ? "" : text;
}

TEST(lists_tell_numbers_and_addresses_for_a_purpose_only)
{
	const struct people p = people(c);
	struct api_reply r = get(c, &p.clerk, "learners?sort=code");

	assert_string_equal(first(&r, "phone"), "•••670");
	assert_string_equal(first(&r, "personal_id"), "•••000");
	assert_string_equal(first(&r, "residence_address"), "•••");
	assert_string_equal(first(&r, "full_name"), "Lò Thị Số Một");
	assert_true(json_is_true(json_object_get(r.json, "masked")));
	r = get(c, &p.clerk, "learners?sort=code&fields=full_name");
	assert_null(json_object_get(r.json, "masked"));
	r = get(c, &p.clerk, "learners?sort=code&purpose=g%E1%BB%8Di+gia+%C4%91%C3%ACnh");
	assert_string_equal(first(&r, "phone"), "0912345670");
	assert_string_equal(first(&r, "residence_address"), "Xóm Đồi");
	assert_int_equal(times(views(c, &p, &p.head, ""), ":gọi gia đình "), 3);
	static const char *const nothing[] = { "xem", ".+.+.", "1+2+3", "a+b+c", "g%E1%BB%8Di+gia+6A", "%E1%BB%9F+%C3%BD+g%C3%AC" };
	for (size_t i = 0; i < COUNT(nothing); i++) {
		r = get(c, &p.clerk, arena_fmt(c->arena, "learners?purpose=%s", nothing[i]));
		EXPECT(r, 422);
		assert_string_equal(r.key, "query.purpose");
	}
	r = api_call(c, &p.clerk, POST, API "/learners/query", "{\"sort\":\"code\"}");
	assert_string_equal(first(&r, "phone"), "•••670");
	r = api_call(c, &p.clerk, POST, API "/learners/query", "{\"sort\":\"code\",\"purpose\":\"đối chiếu định danh\"}");
	assert_string_equal(first(&r, "personal_id"), "019318000000");
	assert_int_equal(times(views(c, &p, &p.head, ""), ":đối chiếu định danh "), 3);
	r = get(c, &p.clerk, arena_fmt(c->arena, "learners/%s", p.pupil[0]));
	assert_string_equal(api_text(&r, "phone"), "0912345670");
	pupil_of_a_class(c, "Lò Thị Số Bốn");
	r = get(c, &p.clerk, "enrolments?fields=learner.phone,learner.full_name");
	EXPECT(r, 200);
	assert_true(json_is_true(json_object_get(r.json, "masked")));
}

TEST(an_office_is_shown_so_many_persons_an_hour)
{
	const struct people p = people(c);
	struct catalog few = *c->catalog;
	const struct catalog *usual = c->catalog;

	few.persons_an_hour = 2;
	c->catalog = &few;
	shows(c, &p.so, "learners?unit=" SCHOOL "&limit=1");
	shows(c, &p.so, "learners?unit=" SCHOOL "&limit=1"); /* the same one */
	struct api_reply r = get(c, &p.so, "learners?unit=" SCHOOL);
	EXPECT(r, 429);
	assert_string_equal(r.key, "view.too_many");
	assert_non_null(r.retry_after);
	assert_null(strstr(r.body, "Lò Thị"));
	assert_int_equal(get(c, &p.so, arena_fmt(c->arena, "learners/%s", p.pupil[1])).status, 200);
	assert_int_equal(get(c, &p.so, arena_fmt(c->arena, "learners/%s", p.pupil[0])).status, 429);
	shows(c, &p.clerk, "learners"); /* a school has no more than its own */
	shows(c, &p.so, "classes?unit=" SCHOOL);
	assert_string_equal(views(c, &p, &p.so, "?alarms=1"), "stopped:so.tn:: ");
	r = get(c, &p.so, "notices");
	assert_non_null(strstr(r.body, "views_stopped"));
	r = get(c, &p.head, "notices");
	assert_null(strstr(r.body, "views_stopped"));
	c->now_ms += HOUR_MS;
	shows(c, &p.so, "learners?unit=" SCHOOL "&limit=2");
	few.persons_an_hour = 0;
	shows(c, &p.so, "learners?unit=" SCHOOL);
	c->catalog = usual;
}

TEST(views_of_an_hour_count_on_when_the_program_begins_anew)
{
	struct people p = people(c);
	struct catalog few = *c->catalog;
	const struct catalog *usual = c->catalog;

	few.persons_an_hour = 2;
	c->catalog = &few;
	shows(c, &p.so, "learners?unit=" SCHOOL "&limit=2");
	assert_int_equal(get(c, &p.so, "learners?unit=" SCHOOL).status, 429);
	OK(view_flush(p.watch, c));
	p.watch = api_watch(c);
	OK(view_flush(p.watch, c));
	shows(c, &p.so, "learners?unit=" SCHOOL "&limit=2");
	assert_int_equal(get(c, &p.so, "learners?unit=" SCHOOL).status, 429);
	const char *seen = views(c, &p, &p.so, "");
	assert_int_equal(times(seen, "listed:"), 2);
	assert_int_equal(times(seen, "stopped:"), 1);
	c->catalog = usual;
}

TEST(views_that_cannot_be_written_wait)
{
	const struct people p = people(c);

	shows(c, &p.so, "learners?unit=" SCHOOL);
	db_inject_fault(c->db, 2);
	assert_false(view_flush(p.watch, c));
	db_inject_fault(c->db, 0);
	ctx_clear(c);
	shows(c, &p.so, arena_fmt(c->arena, "learners/%s", p.pupil[0]));
	const char *seen = views(c, &p, &p.head, "");
	assert_int_equal(times(seen, "listed:"), 3);
	assert_int_equal(times(seen, "opened:"), 1);
}

TEST(views_are_forgotten_when_their_time_is_over)
{
	const struct people p = people(c);

	shows(c, &p.so, "learners?unit=" SCHOOL);
	assert_int_equal(times(views(c, &p, &p.head, ""), "listed:"), 3);
	c->now_ms += (c->catalog->views_kept_days + 1) * INT64_C(24) * HOUR_MS;
	OK(view_flush(p.watch, c));
	assert_string_equal(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM person_view"), "3\n");
	const struct api_session again = api_account(c, "so.khac", "manager", "19", NULL);
	shows(c, &again, arena_fmt(c->arena, "learners/%s", p.pupil[0]));
	OK(view_flush(p.watch, c));
	assert_string_equal(province_text(c, "SELECT how FROM person_view"), "opened\n");
}

TEST(views_are_written_each_second_and_at_the_end)
{
	const struct people p = people(c);

	shows(c, &p.so, "learners?unit=" SCHOOL);
	view_watch_start(p.watch, c->catalog, test_database());
	for (int i = 0; i < 100 && streq(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM person_view"), "0\n"); i++)
		usleep(100000);
	shows(c, &p.so, arena_fmt(c->arena, "learners/%s", p.pupil[0]));
	view_watch_stop(p.watch);
	assert_string_equal(province_text(c, "SELECT CAST(count(*) AS TEXT) FROM person_view"), "4\n");
}

TEST(the_log_of_changes_shows_persons_as_lists_do)
{
	const struct people p = people(c);
	struct catalog few = *c->catalog;
	const struct catalog *usual = c->catalog;

	for (int back = 0; back < 2; back++) {
		const char *log = back ? "changes?unit=" SCHOOL "&type=learner" : "changes?unit=" SCHOOL "&after=0";
		struct api_reply r = get(c, &p.so, log);
		EXPECT(r, 200);
		assert_true(json_is_true(json_object_get(r.json, "masked")));
		assert_null(strstr(r.body, "09123456"));
		assert_null(strstr(r.body, "01931800"));
		assert_null(strstr(r.body, "Xóm Đồi"));
		assert_non_null(strstr(r.body, "•••670"));
		assert_int_equal(times(views(c, &p, &p.head, ""), "listed:so.tn:Lò Thị Số"), 3 + 6 * back);
		r = get(c, &p.so, arena_fmt(c->arena, "%s&purpose=%s", log, back ? "g%E1%BB%8Di+gia+%C4%91%C3%ACnh" : "soi+nh%E1%BA%ADt+k%C3%BD"));
		assert_null(json_object_get(r.json, "masked"));
		assert_non_null(strstr(r.body, "0912345670"));
		assert_int_equal(times(views(c, &p, &p.head, ""), back ? ":gọi gia đình " : ":soi nhật ký "), 3);
		c->now_ms += HOUR_MS;
	}
	few.persons_an_hour = 2;
	c->catalog = &few;
	assert_int_equal(get(c, &p.so, "changes?unit=" SCHOOL "&type=learner").status, 429);
	c->catalog = usual;
}

static const char *filtered(struct ctx *c, const char *filter, const char *rest)
{
	struct buf b = buf_in(c->arena);

	buf_put(&b, "learners?unit=" SCHOOL "&filter=");
	for (const char *s = filter; *s != '\0'; s++)
		buf_fmt(&b, "%%%02X", (unsigned char)*s);
	buf_put(&b, rest);
	return buf_text(&b);
}

TEST(what_is_masked_is_not_found_out_by_asking)
{
	static const char *const tries[] = {
		"phone >= \"09\"", "phone < \"0912345671\"", "not (personal_id > \"0\")", "sex == \"02\" and residence_address <= \"Y\"", "id_fits(personal_id, sex)",
	};
	const struct people p = people(c);

	for (size_t i = 0; i < COUNT(tries); i++)
		for (int said = 0; said < 2; said++) {
			const struct api_reply r = get(c, &p.so, filtered(c, tries[i], said ? "&purpose=g%E1%BB%8Di+gia+%C4%91%C3%ACnh" : ""));
			EXPECT(r, 422);
			assert_string_equal(r.key, "query.masked");
		}
	shows(c, &p.so, filtered(c, "phone is null or phone == \"0912345670\" or not digits(phone, 10)", ""));
	struct api_reply r = get(c, &p.so, "learners?unit=" SCHOOL "&limit=1&sort=phone"); /* the cursor holds what it is sorted by */
	EXPECT(r, 422);
	assert_string_equal(r.key, "query.purpose");
	shows(c, &p.so, "learners?unit=" SCHOOL "&limit=1&sort=-phone&purpose=g%E1%BB%8Di+gia+%C4%91%C3%ACnh");
}

TEST(whom_a_condition_names_was_looked_at_and_guesses_count)
{
	const struct people p = people(c);
	struct catalog few = *c->catalog;
	const struct catalog *usual = c->catalog;

	const char *of_two = arena_fmt(c->arena, "(code == \"%s\" and sex == \"02\") or code in (\"%s\", \"1900099999\")", p.pupil[2], p.pupil[0]);
	struct api_reply r = get(c, &p.so, filtered(c, of_two, "&limit=1&sort=code&count=1"));
	EXPECT(r, 200);
	assert_string_equal(first(&r, "full_name"), "Lò Thị Số Một");
	const char *seen = views(c, &p, &p.head, "");
	assert_int_equal(times(seen, "listed:so.tn:Lò Thị Số Một"), 1);
	assert_int_equal(times(seen, "listed:so.tn:Lò Thị Số Ba"), 1);
	assert_int_equal(times(seen, "listed:"), 2);
	few.persons_an_hour = 4;
	c->catalog = &few;
	shows(c, &p.so, filtered(c, "phone in (\"0912000001\", \"0912000002\")", ""));
	r = get(c, &p.so, filtered(c, "father_phone == \"0912000003\"", ""));
	EXPECT(r, 429);
	c->catalog = usual;
}

/* By faults, by what is missing: whoever is named was seen. */
TEST(views_by_side_roads_are_kept_as_well)
{
	const struct people p = people(c);

	pupil_of_a_class(c, "Lò Thị Số Bốn");
	shows(c, &p.so, "quality/problems?unit=" SCHOOL "&year=2025");
	assert_true(times(views(c, &p, &p.head, ""), "listed:so.tn:Lò Thị Số ") > 0);
	const size_t before = times(views(c, &p, &p.head, ""), "so.tn:Lò Thị Số Bốn");
	c->now_ms += HOUR_MS;
	shows(c, &p.so, "quality/checklists/lifelong-record?unit=" SCHOOL "&year=2025");
	assert_int_equal(times(views(c, &p, &p.head, ""), "so.tn:Lò Thị Số Bốn"), before + 1);	const struct api_reply r = api_call(c, &p.head, POST, API "/transfers",
	                                    arena_fmt(c->arena, "{\"person\":\"%s\",\"to_school\":\"19172402\",\"day\":\"2025-10-01\"}", p.pupil[0]));
	EXPECT(r, 201);
	shows(c, &p.other_head, "transfers");
	assert_int_equal(times(views(c, &p, &p.head, ""), "listed:h.dongtien:Lò Thị Số Một"), 1);
}

TEST(whoever_takes_a_school_whole_by_lists_is_told_to_the_head)
{
	struct people p = people(c);
	struct catalog few = *c->catalog;
	const struct catalog *usual = c->catalog;
	struct buf b = buf_in(c->arena);

	few.export_approval_over = 2;
	c->catalog = &few;
	shows(c, &p.clerk, "learners"); /* masked */
	shows(c, &p.clerk, "learners?limit=2&purpose=g%E1%BB%8Di+gia+%C4%91%C3%ACnh");
	(void)views(c, &p, &p.head, "");
	assert_null(strstr(get(c, &p.head, "notices").body, "views_whole"));
	p.watch = api_watch(c); /* the program begins anew, and counts on */
	OK(view_flush(p.watch, c));
	c->now_ms += HOUR_MS;
	for (int i = 0; i < 2; i++)
		shows(c, &p.clerk, "learners?purpose=g%E1%BB%8Di+gia+%C4%91%C3%ACnh");
	assert_string_equal(views(c, &p, &p.head, "?alarms=1"), "whole:c.bahang:: ");
	assert_non_null(strstr(get(c, &p.head, "notices").body, "views_whole"));
	assert_null(strstr(get(c, &p.clerk, "notices").body, "views_whole"));
	assert_null(strstr(get(c, &p.other_head, "notices").body, "views_whole"));
	view_put_counts(p.watch, &b);
	assert_non_null(strstr(buf_text(&b), "khue_alarms_total{kind=\"whole\"} 1"));
	c->catalog = usual;
}
