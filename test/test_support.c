/* test_support.c - requests for help: sent from a page, told to whoever looks after the unit, answered once, read by the asker. */
#include <pthread.h>
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "domain/support/support.h"
#include "province.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

struct people {
	struct api_session clerk, head, admin, phong, so, other_head, other_so;
};

static struct people people(struct ctx *c)
{
	province_make(c);
	return (struct people){
		.clerk = api_account(c, "c.bahang", "clerk", "19172401", NULL), .head = api_account(c, "h.bahang", "head", "19172401", NULL),
		.admin = api_account(c, "qt.bahang", "unit_admin", "19172401", NULL), .phong = api_account(c, "p172.dl", "manager", "P172", NULL),
		.so = api_account(c, "so.tn", "manager", "19", NULL), .other_head = api_account(c, "h.dongtien", "head", "19172402", NULL),
		.other_so = api_account(c, "so.hn", "manager", "01", NULL),
	};
}

static struct api_reply ask(struct ctx *c, const struct api_session *who, const char *page, const char *text)
{
	return api_call(c, who, POST, API "/requests", arena_fmt(c->arena, "{\"page\":\"%s\",\"text\":\"%s\"}", page, text));
}

static struct api_reply answer(struct ctx *c, const struct api_session *who, const char *id, const char *text)
{
	return api_call(c, who, POST, arena_fmt(c->arena, API "/requests/%s/answer", id), arena_fmt(c->arena, "{\"text\":\"%s\"}", text));
}

/* "open:Câu hỏi " of each; the key of the refusal where there is one. */
static const char *listed(struct ctx *c, const struct api_session *who, const char *query)
{
	const struct api_reply r = api_call(c, who, GET, arena_fmt(c->arena, API "/requests%s", query), NULL);
	struct buf b = buf_in(c->arena);
	size_t i;
	json_t *x;

	if (r.status != 200)
		return r.key;
	json_array_foreach(api_items(&r), i, x)
		buf_fmt(&b, "%s:%s ", json_string_value(json_object_get(x, "state")), json_string_value(json_object_get(x, "text")));
	return buf_text(&b);
}

TEST(support_is_asked_for_answered_once_and_read)
{
	struct people p = people(c);
	const struct api_reply made = ask(c, &p.clerk, "/nap", "Tệp  không nạp được.\\nBáo lỗi cột.");

	EXPECT(made, 201);
	assert_string_equal(api_text(&made, "text"), "Tệp không nạp được.\nBáo lỗi cột.");
	assert_string_equal(api_text(&made, "page"), "/nap");
	assert_string_equal(api_text(&made, "unit"), "19172401");
	const char *id = api_text(&made, "id");
	assert_int_equal(api_notice_count(c, &p.admin, "requests_waiting"), 1);
	assert_int_equal(api_notice_count(c, &p.phong, "requests_waiting"), 1);
	assert_int_equal(api_notice_count(c, &p.so, "requests_waiting"), 0); /* not yet */
	assert_int_equal(api_notice_count(c, &p.clerk, "requests_waiting"), 0);
	province_script(c, "UPDATE support_request SET made_at = made_at - 3 * 86400000");
	assert_int_equal(api_notice_count(c, &p.so, "requests_waiting"), 1);
	assert_int_equal(api_notice_count(c, &p.other_so, "requests_waiting"), 0);
	const struct api_reply done = answer(c, &p.phong, id, "Chọn lại mẫu.");
	EXPECT(done, 200);
	assert_string_equal(api_text(&done, "state"), "answered");
	assert_string_equal(api_text(&done, "answered_by"), "p172.dl");
	assert_string_equal(answer(c, &p.admin, id, "Trả lời nữa.").key, "support.answered");
	assert_int_equal(api_notice_count(c, &p.admin, "requests_waiting"), 0);
	assert_int_equal(api_notice_count(c, &p.so, "requests_waiting"), 0);
	assert_int_equal(api_notice_count(c, &p.clerk, "requests_answered"), 1);
	assert_int_equal(api_notice_count(c, &p.head, "requests_answered"), 0);
	assert_string_equal(listed(c, &p.clerk, "?mine=1"), "answered:Tệp không nạp được.\nBáo lỗi cột. ");
	const struct api_reply seen = api_call(c, &p.clerk, POST, arena_fmt(c->arena, API "/requests/%s/seen", id), NULL);
	EXPECT(seen, 200);
	assert_true(*api_text(&seen, "seen_at") != '\0' && streq(api_text(&seen, "answer"), "Chọn lại mẫu."));
	assert_int_equal(api_notice_count(c, &p.clerk, "requests_answered"), 0);
}

TEST(support_is_for_those_who_look_after_the_unit)
{
	struct people p = people(c);
	const struct api_session teacher = api_teacher(c, "gv.bahang", "19172401", province_record(c, "19172401", "staff",
		"{\"full_name\":\"Lò Thị Mai\",\"birth_date\":\"1985-02-03\",\"sex\":\"02\"}"));
	const struct api_reply made = ask(c, &teacher, "/lop", "Lớp tôi thiếu một em."), of_admin = ask(c, &p.admin, "/", "Xin thêm quyền.");

	EXPECT(made, 201);
	EXPECT(of_admin, 201);
	const char *id = api_text(&made, "id"), *admins = api_text(&of_admin, "id");
	const struct { const struct api_session *who; int status; const char *key; } try[] = {
		{ &p.other_head, 403, "right.missing" }, { &p.other_so, 404, "support.unknown" }, { &p.clerk, 403, "right.missing" }, { &teacher, 403, "right.missing" },
		{ &api_nobody, 401, "session.none" },
	};
	for (size_t i = 0; i < COUNT(try); i++) {
		const struct api_reply r = answer(c, try[i].who, id, "Đã xem.");
		EXPECT(r, try[i].status);
		assert_string_equal(r.key, try[i].key);
	}
	assert_string_equal(listed(c, &p.clerk, "?mine=1"), "");
	assert_string_equal(listed(c, &p.clerk, ""), "right.missing");
	assert_string_equal(listed(c, &teacher, ""), "right.missing");
	assert_string_equal(listed(c, &teacher, "?mine=1"), "open:Lớp tôi thiếu một em. ");
	assert_string_equal(listed(c, &p.other_so, ""), "");
	assert_string_equal(listed(c, &p.other_so, "?within=19172401"), "unit.unknown");
	assert_string_equal(listed(c, &p.so, "?within=19172402"), "");
	assert_string_equal(listed(c, &p.so, "?within=19172401&state=open"), "open:Lớp tôi thiếu một em. open:Xin thêm quyền. ");
	assert_string_equal(listed(c, &p.so, "?state=closed"), "support.state");
	const struct api_reply of_other = api_call(c, &p.so, POST, API "/requests", "{\"unit\":\"19172402\",\"page\":\"/\",\"text\":\"Trường gọi\"}");
	EXPECT(of_other, 201); /* for a unit that called */
	assert_string_equal(api_text(&of_other, "unit"), "19172402");
	assert_string_equal(api_call(c, &p.clerk, POST, API "/requests", "{\"unit\":\"19172402\",\"page\":\"/\",\"text\":\"Hỏi\"}").key, "unit.unknown");
	assert_string_equal(listed(c, &p.so, "?mine=1"), "open:Trường gọi ");
	assert_string_equal(answer(c, &p.admin, admins, "Được.").key, "support.own");
	assert_int_equal(api_notice_count(c, &p.admin, "requests_waiting"), 1); /* the teacher's: not one's own */
	const char *see = arena_fmt(c->arena, API "/requests/%s/seen", id);
	assert_string_equal(api_call(c, &p.admin, POST, see, NULL).key, "support.other");
	assert_string_equal(api_call(c, &p.clerk, POST, see, NULL).key, "support.unknown");
	assert_string_equal(api_call(c, &teacher, POST, see, NULL).key, "support.open");
	static const char *const none[] = { "x", "19172401-HT9999", "99999999-HT1", "19172401-QC1" };
	for (size_t i = 0; i < COUNT(none); i++)
		assert_string_equal(api_call(c, &teacher, POST, arena_fmt(c->arena, API "/requests/%s/seen", none[i]), NULL).key, "support.unknown");
}

TEST(support_pages_have_no_gaps)
{
	struct people p = people(c);

	for (size_t i = 0; i < 5; i++) {
		c->now_ms += i % 2; /* some at the same moment */
		const struct api_reply made = ask(c, i % 2 ? &p.clerk : &p.other_head, "/nap", arena_fmt(c->arena, "Việc %zu", i));
		EXPECT(made, 201);
	}
	for (size_t old = 0; old < 2; old++) {
		const char *query = old ? "?state=open&limit=2" : "?limit=2", *cursor = "";
		struct buf seen = buf_in(c->arena);
		for (size_t page = 0; page < 3; page++) {
			const struct api_reply r = api_call(c, &p.phong, GET, arena_fmt(c->arena, API "/requests%s%s", query, cursor), NULL);
			size_t i;
			json_t *x;
			EXPECT(r, 200);
			json_array_foreach(api_items(&r), i, x)
				buf_put(&seen, strrchr(json_string_value(json_object_get(x, "text")), ' ') + 1);
			const char *next = api_text(&r, "cursor");
			assert_true((*next == '\0') == (page == 2));
			cursor = arena_fmt(c->arena, "&cursor=%s", api_escape(c->arena, next));
		}
		assert_int_equal(strlen(buf_text(&seen)), 5);
		for (char digit = '0'; digit < '5'; digit++)
			assert_non_null(strchr(buf_text(&seen), digit));
		assert_true(buf_text(&seen)[0] == (old ? '0' : '4') || !old);
	}
}

TEST(support_takes_no_address_with_a_query_and_no_empty_text)
{
	static const char *const pages[] = { "nap", "/ho-so/learners?q=Lò", "//evil.example", "/api/v1/learners", "/ho so", "/x#y", "https://a.example/", NULL };
	struct people p = people(c);

	for (size_t i = 0; pages[i] != NULL; i++)
		assert_string_equal(ask(c, &p.clerk, pages[i], "Lỗi").key, "support.page");
	assert_string_equal(ask(c, &p.clerk, "/nap", "...\\n-").key, "support.text");
	const struct api_reply made = ask(c, &p.clerk, "/bao-cao/02-TH-DN/19172401/2025-start", "Ô 37E sai.");
	EXPECT(made, 201);
	assert_int_equal(ask(c, &p.clerk, "/nap", arena_fmt(c->arena, "%0*d", SUPPORT_TEXT_MAX + 1, 1)).status, 422);
	assert_string_equal(answer(c, &p.phong, api_text(&made, "id"), "?!").key, "support.text");
}

TEST(support_is_asked_for_so_often_a_day_and_sent_again_is_the_same)
{
	struct people p = people(c);
	struct catalog few = *c->catalog;
	struct ctx as = *c;

	few.support_requests_a_day = 2;
	as.catalog = &few;
	const struct api_reply one = api_call(&as, &p.clerk, POST, API "/requests", "{\"page\":\"/\",\"text\":\"Hỏi\"}", .key = "k-1");
	const struct api_reply again = api_call(&as, &p.clerk, POST, API "/requests", "{\"page\":\"/\",\"text\":\"Hỏi\"}", .key = "k-1");
	EXPECT(one, 201);
	EXPECT(again, 201);
	assert_string_equal(again.body, one.body);
	assert_string_equal(api_call(&as, &p.clerk, POST, API "/requests", "{\"page\":\"/\",\"text\":\"Khác\"}", .key = "k-1").key, "idempotency.reused");
	assert_int_equal(ask(&as, &p.clerk, "/", "Hỏi nữa").status, 201);
	const struct api_reply over = ask(&as, &p.clerk, "/", "Hỏi mãi");
	EXPECT(over, 429);
	assert_string_equal(over.key, "support.quota");
	assert_int_equal(ask(&as, &p.head, "/", "Hỏi").status, 201);
	as.now_ms += DAY_MS;
	assert_int_equal(api_sign_in(&as, "c.bahang", API_PASSWORD, &p.clerk), 200);
	assert_int_equal(ask(&as, &p.clerk, "/", "Mai hỏi").status, 201);
}

struct sender {
	pthread_t thread;
	const struct api_session *who;
	int64_t now_ms;
	char id[40];
};

static void *send_one(void *arg)
{
	struct sender *x = arg;
	struct ctx own = { .arena = arena_new(), .catalog = test_catalog(), .now_ms = x->now_ms };

	if (db_open(&own, &own.db, test_database())) {
		struct api_reply r = api_call(&own, x->who, POST, API "/requests", "{\"page\":\"/nap\",\"text\":\"Một lần thôi\"}", .key = "cung-mot-khoa");
		snprintf(x->id, sizeof x->id, "%s", r.status == 201 ? api_text(&r, "id") : "");
	}
	db_close(own.db);
	arena_free(own.arena);
	return NULL;
}

TEST(what_is_sent_at_once_under_one_key_is_asked_once)
{
	struct people p = people(c);
	struct sender all[4];

	for (size_t i = 0; i < COUNT(all); i++) {
		all[i] = (struct sender){ .who = &p.clerk, .now_ms = c->now_ms };
		assert_int_equal(pthread_create(&all[i].thread, NULL, send_one, &all[i]), 0);
	}
	for (size_t i = 0; i < COUNT(all); i++)
		pthread_join(all[i].thread, NULL);
	for (size_t i = 0; i < COUNT(all); i++)
		assert_string_equal(all[i].id, all[0].id);
	assert_string_equal(listed(c, &p.clerk, "?mine=1"), "open:Một lần thôi ");
}

TEST(support_leaves_what_was_written_in_its_row_alone)
{
	struct people p = people(c);
	const struct api_reply made = ask(c, &p.clerk, "/nap", "Em Lò Thị Bướm 012345678901");

	EXPECT(made, 201);
	assert_int_equal(answer(c, &p.phong, api_text(&made, "id"), "Em Bướm đã có.").status, 200);
	assert_string_equal(province_text(c, "SELECT CAST(count(*) AS text) FROM change WHERE coalesce(after, '') LIKE '%Bướm%' OR coalesce(before, '') LIKE '%Bướm%'"), "0\n");
}
