/* test_report_remark.c - what an office says of single cells when it returns a report. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "province.h"
#include "store/change.h"
#include "test_report_tools.h"

#define NOTE "{\"note\":\"Xem lại các ô\",\"cells\":["

static const json_t *remark(const struct api_reply *r, size_t i)
{
	return json_array_get(json_object_get(r->json, "remarks"), i);
}

static size_t remarks(const struct api_reply *r)
{
	if (!json_is_array(json_object_get(r->json, "remarks")))
		fail_msg("%d %s", r->status, r->body);
	return json_array_size(json_object_get(r->json, "remarks"));
}

static const char *text(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s == NULL ? "" : s;
}

static const char *submitted(struct ctx *c)
{
	province_make(c);
	report_fill_school(c, "19172401");
	const struct report rep = report_test_compute(c, "19172401");
	(void)report_test_step(c, "19172401", "submit");
	return arena_fmt(c->arena, API "/reports/%s", rep.code);
}

static struct api_reply give_back(struct ctx *c, const struct api_session *who, const char *at, const char *cells)
{
	return api_call(c, who, POST, arena_fmt(c->arena, "%s/return", at), arena_fmt(c->arena, NOTE "%s]}", cells));
}

static void expect_returned(struct ctx *c, const struct api_session *office, const char *at, int n_remarks, bool changed)
{
	struct api_reply r = api_call(c, office, GET, at, NULL);
	const json_t *returned = json_object_get(r.json, "returned");

	assert_true(strlen(text(returned, "note")) > 0);
	assert_int_equal(json_integer_value(json_object_get(returned, "remarks")), n_remarks);
	assert_int_equal(json_integer_value(json_object_get(returned, "changed")) > 0, changed);
}

TEST(api_returns_a_report_with_remarks_on_cells_until_it_is_sent_again)
{
	const char *at = submitted(c);
	const struct api_session head = api_account(c, "h.bahang", "head", "19172401", NULL), office = api_account(c, "p172.dl", "manager", "P172", NULL);

	struct api_reply r = give_back(c, &office, at, "{\"row\":37,\"column\":\"E\",\"note\":\"  Thiếu lớp 1B \"},{\"row\":1,\"column\":\"F\",\"sheet\":\"I\",\"note\":\"Trường công lập?\"}");
	EXPECT(r, 200);
	assert_int_equal(remarks(&r), 2);
	assert_string_equal(text(remark(&r, 0), "sheet"), "I");
	r = api_call(c, &head, GET, at, NULL);
	assert_int_equal(remarks(&r), 2);
	assert_int_equal(json_integer_value(json_object_get(remark(&r, 1), "row")), 37);
	assert_string_equal(text(remark(&r, 1), "column"), "E");
	assert_string_equal(text(remark(&r, 1), "sheet"), "III");
	assert_string_equal(text(remark(&r, 1), "note"), "Thiếu lớp 1B");
	(void)report_test_compute(c, "19172401"); /* computed anew: what was asked is still asked */
	r = api_call(c, &head, GET, at, NULL);
	assert_true(remarks(&r) == 2 && streq(api_text(&r, "state"), "draft"));
	r = api_call(c, &head, POST, arena_fmt(c->arena, "%s/submit", at), NULL);
	EXPECT(r, 200);
	assert_int_equal(remarks(&r), 0);
	/* The office is told of it: what was asked, and whether anything became of it. */
	expect_returned(c, &office, at, 2, false);
	r = give_back(c, &office, at, "{\"row\":40,\"column\":\"E\",\"note\":\"Vẫn thiếu\"}");
	EXPECT(r, 200);
	assert_int_equal(remarks(&r), 1);
	assert_null(json_object_get(r.json, "returned")); /* it has not been sent again */
	c->now_ms += 1000;
	province_pupil(c, "19172401", province_record(c, "19172401", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Mới",
	               "2019-01-01", "01", "01");
	(void)report_test_compute(c, "19172401");
	(void)report_test_step(c, "19172401", "submit");
	expect_returned(c, &office, at, 1, true);
	(void)report_test_step(c, "19172401", "accept");
	r = api_call(c, &office, GET, at, NULL);
	assert_null(json_object_get(r.json, "returned"));
	(void)report_test_step(c, "19172401", "reopen");
	r = api_call(c, &head, GET, at, NULL);
	assert_int_equal(remarks(&r), 0); /* of the new edition nothing was said */
	r = api_call(c, &head, GET, arena_fmt(c->arena, "%s?edition=1", at), NULL);
	assert_int_equal(remarks(&r), 3);
	assert_string_equal(text(remark(&r, 2), "note"), "Vẫn thiếu");
}

TEST(api_refuses_remarks_on_what_is_no_cell_of_the_form)
{
	static const struct {
		const char *cell, *says;
	} wrong[] = {
		{ "{\"row\":999,\"column\":\"E\",\"note\":\"x\"}", "không có mã số 999" },
		{ "{\"row\":4294967333,\"column\":\"E\",\"note\":\"x\"}", "không có mã số" }, /* 37 and 2^32 */
		{ "{\"row\":0,\"column\":\"E\",\"note\":\"x\"}", "không có mã số 0" },
		{ "{\"row\":37,\"column\":\"ZZ\",\"note\":\"x\"}", "ở cột" },
		{ "{\"row\":37,\"column\":\"e\",\"note\":\"x\"}", "không có ô" },
		{ "{\"row\":76,\"column\":\"G\",\"note\":\"x\"}", "không có ô" },
		{ "{\"row\":37,\"column\":\"E\",\"sheet\":\"I\",\"note\":\"x\"}", "ở trang III" },
		{ "{\"row\":1,\"column\":\"E\",\"note\":\"x\"}", "hai lần" }, /* as the first */
		{ "{\"row\":37,\"column\":\"E\",\"note\":\" \"}", "phải sửa gì" },
		{ "{\"row\":\"37\",\"column\":\"E\",\"note\":\"x\"}", "Mỗi ô" },
		{ "{\"row\":37,\"column\":\"E\"}", "Mỗi ô" },
		{ "{\"row\":37,\"column\":\"E\",\"note\":\"x\",\"colour\":\"red\"}", "Mỗi ô" },
		{ "7", "Mỗi ô" },
	};
	const char *at = submitted(c);
	const struct api_session office = api_account(c, "p172.dl", "manager", "P172", NULL);
	struct api_reply r;
	struct rows rows;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		r = give_back(c, &office, at, arena_fmt(c->arena, "{\"row\":1,\"column\":\"E\",\"note\":\"x\"},%s", wrong[i].cell));
		EXPECT(r, 422);
		if (api_problem(&r, "cells[1]") == NULL || strstr(r.body, wrong[i].says) == NULL)
			fail_msg("%s: %s", wrong[i].cell, r.body);
	}
	r = give_back(c, &office, at, arena_fmt(c->arena, "{\"row\":1,\"column\":\"E\",\"note\":\"%01001d\"}", 7));
	EXPECT(r, 422);
	r = api_call(c, &office, GET, at, NULL);
	assert_string_equal(api_text(&r, "state"), "submitted");
	OK(db_query(c, &rows, "SELECT count(*) FROM report_remark", NULL, 0));
	assert_int_equal(rows_int(&rows, 0, 0), 0);
}

TEST(the_log_tells_of_remarks)
{
	const struct report_remark x = { .row = 37, .column = "E", .note = "Thiếu lớp 1B" };
	const char *at = submitted(c);
	struct report rep;
	struct rows r;
	int64_t entries;

	OK(report_find(c, actor_scope(c), strrchr(at, '/') + 1, &rep));
	OK(report_return(c, &rep, "Xem lại", &x, 1));
	OK(db_query(c, &r, "SELECT after FROM change WHERE event = 'RETURN'", NULL, 0));
	assert_non_null(strstr(rows_text(&r, 0, 0), "\"note\":\"Thiếu lớp 1B\""));
	OK(chain_verify(c, &rep.unit, &entries));
}
