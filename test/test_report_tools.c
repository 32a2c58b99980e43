/* test_report_tools.c - what the tests of reports share. */
#include "test_report_tools.h"

#include "domain/report/figures.h"

#include "province.h"
#include "table/table.h"

const struct form *report_test_form(struct ctx *c)
{
	return catalog_form(c->catalog, "02-TH-DN");
}

void report_fill_school(struct ctx *c, const char *school)
{
	static const char *const ethnic[] = { "01", "02", "01", "08", "01", "01", "55" };

	province_record(c, school, "school_year_profile", "{\"school_year\":2025,\"two_sessions\":true,\"grid_power\":true,\"disaster_plan\":true,\"quality_standard\":\"02\"}");
	province_record(c, school, "campus", "{\"name\":\"Điểm chính\",\"is_main\":true}");
	for (int i = 0; i < 5; i++)
		province_record(c, school, "campus", arena_fmt(c->arena, "{\"name\":\"Điểm lẻ %d\"}", i + 1));
	for (int grade = 1; grade <= 5; grade++) {
		const char *room = province_record(c, school, "class", arena_fmt(c->arena,
			"{\"name\":\"%dA\",\"grade\":\"0%d\",\"school_year\":2025,\"two_sessions\":%s,\"combined\":%s}", grade, grade,
			grade < 3 ? "true" : "false", grade == 5 ? "true" : "false"));
		for (int i = 0; i < 7; i++) {
			const char *pupil = province_record(c, school, "learner", arena_fmt(c->arena,
				"{\"full_name\":\"Lê Thị %c\",\"birth_date\":\"%d-12-31\",\"sex\":\"0%d\",\"ethnic_group\":\"%s\"%s}", 'A' + i,
				2025 - 5 - grade + (i == 6) - (i == 5), 1 + i % 2, ethnic[i], i == 3 ? ",\"disability\":\"03\"" : ""));
			province_record(c, school, "enrolment", arena_fmt(c->arena,
				"{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025,\"admission\":\"%d\",\"inclusive\":%s,\"learns_computing\":%s%s}", pupil,
				room, grade == 1 ? 0 : i == 5 ? 3 : 4, i == 3 ? "true" : "false", grade > 2 ? "true" : "false",
				i == 1 ? ",\"policy_group\":\"08\",\"rice_support\":true" : ""));
		}
	}
}

struct report report_test_compute(struct ctx *c, const char *unit_code)
{
	struct unit u = province_unit(c, unit_code);
	struct report rep;

	OK(report_compute(c, report_test_form(c), &u, "2025-start", &rep));
	return rep;
}

int64_t report_test_value(const struct report *rep, int code, size_t column)
{
	char name[8];
	json_t *o = json_loads(rep->cells, 0, NULL);

	snprintf(name, sizeof name, "%d", code);
	const json_t *v = json_array_get(json_object_get(json_object_get(o, "cells"), name), column);
	int64_t n = json_is_integer(v) ? json_integer_value(v) : -1;
	json_decref(o);
	return n;
}

size_t report_count_items(struct ctx *c, const struct report *rep, int code, const char *letter, size_t limit)
{
	struct report_page page = { 0 };
	size_t n = 0;

	do {
		struct buf b = buf_in(c->arena);
		OK(report_cell_records(c, rep, code, letter, page.cursor, limit, &page));
		buf_fmt(&b, "[%s]", buf_text(&page.items));
		json_t *all = json_loads(b.data, 0, NULL);
		assert_non_null(all);
		assert_true(json_array_size(all) <= limit);
		n += json_array_size(all) + (size_t)page.left_out + (size_t)page.unlisted;
		json_decref(all);
	} while (page.cursor != NULL);
	return n;
}

/* The condition of the cell names what the caller is not shown. */
static bool is_hidden(struct ctx *c, const struct report *rep, int code, const char *letter)
{
	struct report_page page;
	bool hidden = !report_cell_records(c, rep, code, letter, NULL, 1, &page) && streq(c->key, "field.hidden");

	ctx_clear(c);
	return hidden;
}

size_t report_check_every_cell(struct ctx *c, const struct report *rep)
{
	size_t filled = 0;

	for (size_t s = 0; s < rep->form->n_sheets; s++) {
		const struct form_sheet *sheet = &rep->form->sheet[s];
		for (size_t i = 0; i < sheet->n_rows; i++)
			for (size_t k = 0; k < sheet->n_columns; k++) {
				const struct form_row *row = &sheet->row[i];
				if (row->source == NULL || row->blank[k])
					continue;
				int64_t v = report_test_value(rep, row->code, k);
				const char *letter = table_column_name(c->arena, sheet->column[k].at);
				if (c->account != NULL && is_hidden(c, rep, row->code, letter))
					continue;
				size_t n = report_count_items(c, rep, row->code, letter, 20);
				if ((size_t)v != n)
					fail_msg("%s row %d column %s: %d in the form, %d behind it", rep->unit.code, row->code, letter, (int)v, (int)n);
				filled += v > 0;
			}
	}
	return filled;
}

struct report report_test_step(struct ctx *c, const char *unit_code, const char *verb)
{
	struct unit u = province_unit(c, unit_code);
	struct report rep;

	OK(report_of(c, report_test_form(c), &u, "2025-start", &rep));
	if (streq(verb, "submit"))
		OK(report_submit(c, &rep));
	else if (streq(verb, "accept"))
		OK(report_accept(c, &rep));
	else if (streq(verb, "return"))
		OK(report_return(c, &rep, "Thiếu lớp 1B", NULL, 0));
	else if (streq(verb, "reopen"))
		OK(report_reopen(c, &rep, "Đếm thiếu lớp 1B"));
	else
		assert_string_equal(verb, "find");
	return rep;
}

const char *report_test_list(struct ctx *c, const struct unit *u)
{
	struct buf b = buf_in(c->arena);
	const char *cursor;

	OK(report_list(c, &(struct report_query){ .unit = u, .within = true, .limit = 200 }, &b, &cursor));
	assert_null(cursor);
	return buf_text(&b);
}

struct report report_test_accepted(struct ctx *c, const char *unit_code)
{
	(void)report_test_compute(c, unit_code);
	(void)report_test_step(c, unit_code, "submit");
	return report_test_step(c, unit_code, "accept");
}

size_t report_count_by_sql(struct ctx *c, const struct form *f, const struct unit *u, int year, const struct form_row *row,
                           const struct form_column *column)
{
	const struct form_source *source = form_source_find(f, row->source);
	const char *part[] = { source->when, row->when, column->when }, *cursor = NULL;
	struct buf filter = buf_in(c->arena), items = buf_in(c->arena);

	for (size_t i = 0; i < COUNT(part); i++)
		if (part[i] != NULL)
			buf_fmt(&filter, "%s(%s)", filter.len > 0 ? " and " : "", form_condition(c->arena, part[i], year));
	buf_put(&items, "[");
	OK(record_list(c, source->type, &(struct record_query){ .scope = actor_scope(c), .unit = u, .within = true, .year = year, .limit = 200,
	                                                        .filter = filter.data, .on = figures_day(c->arena, f, &(const struct period){ .year = year }) }, &items, &cursor));
	buf_put(&items, "]");
	assert_null(cursor);
	json_t *all = json_loads(items.data, 0, NULL);
	size_t n = json_array_size(all);
	json_decref(all);
	return n;
}
