/* test_once.c - what makes something takes an Idempotency-Key: sent again it is answered as the first time, and made once. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api.h"
#include "api/routes.h"
#include "province.h"

#define SCHOOL "19172401"

static long count(struct ctx *c, const char *table)
{
	return strtol(province_text(c, arena_fmt(c->arena, "SELECT CAST(count(*) AS text) FROM %s", table)), NULL, 10);
}

static void once(struct ctx *c, const struct api_session *who, const char *table, const char *body)
{
	const char *target = arena_fmt(c->arena, API "/%ss", table);
	const long before = count(c, table);
	const struct api_reply one = api_call(c, who, POST, target, body, .key = table), again = api_call(c, who, POST, target, body, .key = table);

	assert_in_range(one.status, 201, 202);
	assert_int_equal(again.status, one.status);
	assert_string_equal(again.body, one.body);
	assert_true((one.location == NULL) == (again.location == NULL));
	if (one.location != NULL)
		assert_string_equal(again.location, one.location);
	assert_int_equal(count(c, table), before + 1);
}

TEST(what_is_sent_again_under_its_key_is_made_once)
{
	province_make(c);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, SCHOOL, class, "Nguyễn Văn Bình", "2019-05-06", "01", "01");
	const struct api_session head = api_account(c, "h.bahang", "head", SCHOOL, NULL), so = api_account(c, "so.tn", "manager", "19", NULL);

	const char *pupil = province_text(c, "SELECT code FROM r_learner");
	once(c, &head, "regulation", "{\"title\":\"Quy chế\",\"text\":\"Giữ mật khẩu.\"}");
	once(c, &head, "export", "{\"sheet\":\"class-list\",\"year\":2025,\"purpose\":\"Gửi Phòng rà danh sách lớp\"}");
	once(c, &head, "rollover", "{\"year\":2025}");
	once(c, &head, "transfer", arena_fmt(c->arena, "{\"person\":\"%.*s\",\"to_school\":\"19172402\",\"day\":\"2025-11-10\"}", (int)strcspn(pupil, "\n"), pupil));
	once(c, &so, "unit", "{\"code\":\"X001\",\"name\":\"UBND xã Một\",\"kind\":\"commune\"}");
}

static struct api_reply send_file(struct ctx *c, const struct api_session *who, const char *list)
{
	const int fd = memfd_create("list", MFD_CLOEXEC);
	struct part year = { .name = "year", .text = "2025" }, file = { .next = &year, .name = "file", .filename = "a.csv", .fd = fd, .size = (int64_t)strlen(list) };

	assert_true(fd >= 0 && write(fd, list, strlen(list)) == (ssize_t)strlen(list));
	const struct api_reply r = api_call(c, who, POST, API "/imports", NULL, .type = "multipart/form-data", .parts = &file, .body_len = 200, .key = "import");
	close(fd);
	return r;
}

/* Its files are part of what was sent. */
TEST(a_file_that_is_sent_again_under_its_key_is_tried_once)
{
	province_make(c);
	api_serve_jobs(c);
	const struct api_session clerk = api_account(c, "vt.bahang", "clerk", SCHOOL, NULL);
	const struct api_reply one = send_file(c, &clerk, "Lớp,Họ và tên\n1A,Lê An\n"), again = send_file(c, &clerk, "Lớp,Họ và tên\n1A,Lê An\n");

	EXPECT(one, 202);
	EXPECT(again, 202);
	assert_string_equal(api_text(&again, "id"), api_text(&one, "id"));
	assert_string_equal(again.location, one.location);
	assert_int_equal(count(c, "job"), 1);
	assert_string_equal(send_file(c, &clerk, "Lớp,Họ và tên\n1A,Lê Ân\n").key, "idempotency.reused");
}

/* It is kept nowhere, so it cannot be told again. */
static void once_secretly(struct ctx *c, const struct api_session *who, const char *table, const char *body)
{
	const char *target = arena_fmt(c->arena, API "/%ss", table);
	const long before = count(c, table);
	const struct api_reply one = api_call(c, who, POST, target, body, .key = table), again = api_call(c, who, POST, target, body, .key = table);

	EXPECT(one, 201);
	assert_int_equal(again.status, 409);
	assert_string_equal(again.key, "idempotency.secret");
	assert_int_equal(count(c, table), before + 1);
}

TEST(a_secret_is_told_once_and_what_it_opens_is_made_once)
{
	province_make(c);
	const struct api_session admin = api_account(c, "qt.bahang", "unit_admin", SCHOOL, NULL);

	once_secretly(c, &admin, "account", "{\"username\":\"vt.moi\",\"role\":\"clerk\"}");
	once_secretly(c, &admin, "client", "{\"name\":\"may\",\"scopes\":[\"learners:read\"]}");
	assert_string_equal(province_text(c, "SELECT DISTINCT body FROM idempotency"), "\n");
}
