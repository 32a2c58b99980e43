/* test_report_check.c - a form as it is printed, and what its figures break of it. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "province.h"
#include "test_report_tools.h"

static const json_t *at(const json_t *o, const char *list, size_t i)
{
	return json_array_get(json_object_get(o, list), i);
}

static const char *text(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s == NULL ? "" : s;
}

static json_int_t number(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

static const json_t *with(const json_t *o, const char *list, const char *name, json_int_t value)
{
	size_t i;
	json_t *x;

	json_array_foreach(json_object_get(o, list), i, x)
		if (json_object_get(x, name) != NULL && number(x, name) == value)
			return x;
	fail_msg("%s: none with %s %d", list, name, (int)value);
	return NULL;
}

static bool is_open(const json_t *row, const char *column)
{
	size_t i;
	json_t *x;

	json_array_foreach(json_object_get(row, "open"), i, x)
		if (streq(json_string_value(x), column))
			return true;
	return false;
}

TEST(api_tells_the_layout_of_a_form)
{
	province_make(c);
	const struct api_session head = api_account(c, "h.bahang", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &head, GET, API "/forms/02-TH-DN", NULL);
	EXPECT(r, 200);
	assert_string_equal(api_text(&r, "official"), "02-TH-ĐN");
	assert_string_equal(api_text(&r, "as_of"), "09-30");
	const json_t *first = at(r.json, "sheets", 0), *third = at(r.json, "sheets", 1);
	assert_string_equal(text(at(first, "texts", 0), "text"), "BÁO CÁO THỐNG KÊ GIÁO DỤC TIỂU HỌC");
	assert_true(json_is_false(json_object_get(at(first, "texts", 0), "head")));
	assert_string_equal(text(at(first, "texts", 0), "to_column"), "C");
	assert_string_equal(text(third, "code_column"), "D");
	assert_string_equal(text(at(third, "columns", 3), "role"), "code");
	assert_int_equal(number(at(third, "columns", 1), "width"), 55);
	assert_string_equal(text(at(third, "columns", 4), "column"), "E");
	assert_string_equal(text(at(third, "columns", 4), "role"), "figure");
	const json_t *total = at(third, "texts", 4);
	assert_string_equal(text(total, "text"), "Tổng số");
	assert_true(json_is_true(json_object_get(total, "head")) && number(total, "row") == 1 && number(total, "to_row") == 1);
	assert_string_equal(text(total, "to_column"), "H");
	assert_int_equal(number(at(third, "texts", 0), "to_row"), 3); /* merged downwards */
	assert_int_equal(number(at(third, "texts", 17), "to_row"), 3); /* G3: not merged */
	const json_t *pupils = with(third, "rows", "code", 37), *first_blank = with(third, "rows", "code", 76);
	assert_true(number(pupils, "row") == 5 && is_open(pupils, "E") && is_open(pupils, "G"));
	assert_true(is_open(first_blank, "E") && !is_open(first_blank, "G"));
	assert_int_equal(json_array_size(json_object_get(at(first, "rows", 0), "open")), 0); /* a heading */
	assert_string_equal(text(at(r.json, "checks", 0), "key"), "1=2+5");
	assert_string_equal(text(at(r.json, "checks", 0), "severity"), "warning");
	assert_string_equal(text(at(r.json, "checks", 0), "message"), "Mã số 1 bằng tổng các mã số 2 và 5.");
	assert_string_equal(text(at(r.json, "checks", 7), "key"), "46>=52");
	assert_string_equal(text(at(r.json, "checks", 7), "message"), "Mã số 52 không lớn hơn mã số 46.");
	assert_string_equal(text(at(r.json, "checks", 21), "message"), "Tổng các mã số 62, 63, 64, 65 và 66 không lớn hơn mã số 61.");
	r = api_call(c, &head, GET, API "/forms/99-TH", NULL);
	EXPECT(r, 404);
	assert_string_equal(r.key, "catalog.form");
}

static const json_t *broken(const json_t *answer, const char *key, const char *column)
{
	size_t i;
	json_t *x;

	json_array_foreach(json_object_get(answer, "checks"), i, x)
		if (streq(text(x, "key"), key) && streq(text(at(x, "cells", 0), "column"), column))
			return x;
	return NULL;
}

static void run(struct ctx *c, const char *sql)
{
	OK(db_begin(c) && db_end(c, db_run(c, sql, NULL, 0)));
}

/* A school of which nobody said in what region it lies: its pupil is of none. */
static void make(struct ctx *c)
{
	province_make(c);
	(void)province_pupil(c, "19172401", province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Em",
	                     "2019-05-05", "01", "01");
	run(c, "UPDATE r_school SET region = NULL");
}

TEST(api_tells_what_the_figures_break_and_in_which_cells)
{
	make(c);
	const struct api_session head = api_account(c, "h.bahang", "head", "19172401", NULL);
	struct api_reply r = api_call(c, &head, POST, API "/reports", "{\"form\":\"02-TH-DN\",\"period\":\"2025-start\"}");
	EXPECT(r, 201);
	const char *where = r.location;
	const struct api_reply preview = api_call(c, &head, GET, API "/reports/preview?form=02-TH-DN&period=2025-start", NULL);
	EXPECT(preview, 200);
	for (size_t i = 0; i < 2; i++) {
		const json_t *x = broken(i == 0 ? r.json : preview.json, "37=38+39", "E");
		assert_non_null(x);
		assert_string_equal(text(x, "severity"), "warning");
		assert_int_equal(json_array_size(json_object_get(x, "cells")), 3);
		assert_int_equal(number(at(x, "cells", 0), "row"), 37);
		assert_int_equal(number(at(x, "cells", 2), "row"), 39);
		assert_string_equal(text(at(x, "cells", 2), "sheet"), "III");
		assert_non_null(strstr(text(x, "message"), "Mã số 37, cột 1: 1"));
		assert_null(broken(i == 0 ? r.json : preview.json, "37=40+41+42+43+44", "E")); /* holds */
	}
	run(c, "UPDATE report SET cells = replace(cells, '\"40\":[1,', '\"40\":[0,')");
	r = api_call(c, &head, GET, where, NULL);
	EXPECT(r, 200);
	assert_string_equal(text(broken(r.json, "37=40+41+42+43+44", "E"), "severity"), "error");
	const json_t *altered = at(r.json, "checks", json_array_size(json_object_get(r.json, "checks")) - 1);
	assert_string_equal(text(altered, "key"), "report.altered");
	assert_int_equal(json_array_size(json_object_get(altered, "cells")), 0);
}

/* What stops a report from going up is told cell by cell; what only warns does not stop it. */
TEST(figures_that_break_a_check_are_not_sent)
{
	make(c);
	struct form strict = *report_test_form(c);
	struct form_check *check = NEW_N(c->arena, struct form_check, strict.n_checks);
	struct report rep;

	for (size_t i = 0; i < strict.n_checks; i++) {
		check[i] = strict.check[i];
		check[i].warning = false;
	}
	rep = report_test_compute(c, "19172401");
	const struct form *own = rep.form;
	strict.check = check;
	struct catalog k = *c->catalog;
	k.form = &strict;
	k.n_forms = 1;
	c->catalog = &k;
	assert_false(report_submit(c, &rep));
	assert_string_equal(c->key, "report.checks");
	assert_string_equal(c->problems.first->key, "report.check");
	assert_string_equal(c->problems.first->field, "1/E");
	ctx_clear(c);
	k.form = own;
	OK(report_submit(c, &rep));
}
