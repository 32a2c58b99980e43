/* test_report.c - the main job: figures from records, sent up, added up, and proved. */
#include "province.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db/db.h"
#include "domain/report/report.h"
#include "domain/unit/unit_admin.h"
#include "table/table.h"
#include "test_report_tools.h"

static const struct form *form(struct ctx *c)
{
	return report_test_form(c);
}

TEST(a_schools_form_is_counted_from_its_records)
{
	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_compute(c, "19172401");
	assert_int_equal(report_test_value(&rep, 1, 0), 1);
	assert_int_equal(report_test_value(&rep, 1, 1), 1); /* public */
	assert_int_equal(report_test_value(&rep, 1, 2), 0);
	assert_int_equal(report_test_value(&rep, 4, 0), 1); /* 27 classes or fewer */
	assert_int_equal(report_test_value(&rep, 8, 0), 1);
	assert_int_equal(report_test_value(&rep, 13, 0), 1); /* fewer than 20 with disabilities */
	assert_int_equal(report_test_value(&rep, 15, 0), 1); /* five further campuses */
	assert_int_equal(report_test_value(&rep, 18, 0), 1);
	assert_int_equal(report_test_value(&rep, 19, 0), 0); /* nobody said: not counted */
	assert_int_equal(report_test_value(&rep, 25, 0), 1);
	assert_int_equal(report_test_value(&rep, 26, 0), 6);
	assert_int_equal(report_test_value(&rep, 27, 0), 5);
	assert_int_equal(report_test_value(&rep, 33, 0), 2);
	assert_int_equal(report_test_value(&rep, 36, 0), 1);
	assert_int_equal(report_test_value(&rep, 37, 0), 35);
	assert_int_equal(report_test_value(&rep, 37, 1), 15); /* girls */
	assert_int_equal(report_test_value(&rep, 37, 2), 10); /* minorities; foreigners are none */
	assert_int_equal(report_test_value(&rep, 37, 3), 10);
	assert_int_equal(report_test_value(&rep, 40, 0), 7);
	assert_int_equal(report_test_value(&rep, 45, 0), 1); /* under 6 */
	assert_int_equal(report_test_value(&rep, 46, 0), 6);
	assert_int_equal(report_test_value(&rep, 51, 0), 1); /* over 10 */
	assert_int_equal(report_test_value(&rep, 52, 0), 5);
	assert_int_equal(report_test_value(&rep, 57, 0), 7);
	assert_int_equal(report_test_value(&rep, 58, 0), 4);
	assert_int_equal(report_test_value(&rep, 59, 0), 14);
	assert_int_equal(report_test_value(&rep, 61, 0), 5);
	assert_int_equal(report_test_value(&rep, 62, 0), 5);
	assert_int_equal(report_test_value(&rep, 73, 0), 21);
	assert_int_equal(report_test_value(&rep, 74, 0), 5);
	assert_int_equal(report_test_value(&rep, 76, 2), -1); /* the form leaves it out */
	assert_int_equal(report_test_value(&rep, 77, 0), 5);
	assert_int_equal(report_test_value(&rep, 37, 8), 0); /* private */
}

TEST(a_row_without_a_source_is_never_zero)
{
	struct form_row *row;
	const struct form_sheet *sheet;

	province_make(c);
	report_fill_school(c, "19172401");
	row = (struct form_row *)(uintptr_t)form_row_find(form(c), 25, &sheet); /* this process's own copy */
	const struct form_row was = *row;
	row->source = NULL;
	row->no_source = "Chưa có nguồn.";
	struct report rep = report_test_compute(c, "19172401");
	*row = was;
	assert_int_equal(report_test_value(&rep, 25, 0), -1);
	assert_int_equal(report_test_value(&rep, 24, 0), 0);
	assert_int_equal(report_test_value(&rep, 26, 0), 6);
}

TEST(a_school_counts_as_planning_for_disasters_where_it_says_so)
{
	province_make(c);
	province_record(c, "19172401", "school_year_profile", "{\"school_year\":2025,\"disaster_plan\":false}");
	struct report rep = report_test_compute(c, "19172401");
	assert_int_equal(report_test_value(&rep, 25, 0), 0);
	report_fill_school(c, "19172402");
	rep = report_test_compute(c, "19172402");
	assert_int_equal(report_test_value(&rep, 25, 0), 1);
	assert_int_equal(report_test_value(&rep, 25, 1), 0); /* it is private */
}

/* The forms ask for the age at the end of the year: the year of birth is enough for that. */
TEST(a_form_counts_whoever_has_only_a_birth_year_at_their_age)
{
	province_make(c);
	const char *room = province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *pupil = province_record(c, "19172401", "learner", "{\"full_name\":\"Giàng A Súa\",\"birth_year\":2018,\"sex\":\"01\",\"ethnic_group\":\"08\"}");
	province_record(c, "19172401", "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", pupil, room));
	struct report rep = report_test_compute(c, "19172401");
	assert_int_equal(report_test_value(&rep, 37, 0), 1);
	for (int code = 45; code <= 51; code++)
		assert_int_equal(report_test_value(&rep, code, 0), code == 47);
}

/* In memory or as SQL, a condition means the same. */
TEST(every_cell_means_the_same_in_memory_and_as_sql)
{
	size_t cells = 0, filled = 0;

	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_compute(c, "19172401");
	for (size_t s = 0; s < rep.form->n_sheets; s++) {
		const struct form_sheet *sheet = &rep.form->sheet[s];
		for (size_t i = 0; i < sheet->n_rows; i++)
			for (size_t k = 0; k < sheet->n_columns; k++) {
				const struct form_row *row = &sheet->row[i];
				if (row->source == NULL || row->blank[k] || form_source_find(rep.form, row->source)->type->is_unit)
					continue; /* what institutions are counted by no filter can say */
				int64_t v = report_test_value(&rep, row->code, k);
				if ((size_t)v != report_count_by_sql(c, rep.form, &rep.unit, rep.when.year, row, &sheet->column[k]))
					fail_msg("row %d column %zu: %d in the form", row->code, k, (int)v);
				cells++;
				filled += v > 0;
			}
	}
	assert_true(cells > 300 && filled > 50);
}

/* Every figure leads to as many records as it says. */
TEST(every_cell_can_be_traced_to_its_records)
{
	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_compute(c, "19172401");
	assert_true(report_check_every_cell(c, &rep) > 100);
}

TEST(a_submitted_form_is_frozen)
{
	struct unit u;

	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_compute(c, "19172401");
	u = rep.unit;
	OK(report_submit(c, &rep));
	const char *hash = rep.hash;
	province_pupil(c, "19172401", province_record(c, "19172401", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Mới",
	               "2019-01-01", "01", "01");
	FAILS(report_compute(c, form(c), &u, "2025-start", &rep), "report.frozen");
	OK(report_of(c, form(c), &u, "2025-start", &rep));
	assert_string_equal(rep.hash, hash);
	assert_int_equal(report_test_value(&rep, 37, 0), 35);
	OK(report_return(c, &rep, "Thiếu lớp 1B", NULL, 0));
	rep = report_test_compute(c, "19172401");
	assert_int_equal(report_test_value(&rep, 37, 0), 36);
}

TEST(only_the_school_submits_and_only_an_office_above_decides)
{
	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_compute(c, "19172401");
	province_act_as(c, "manager", "19");
	FAILS(report_submit(c, &rep), "report.not_yours");
	province_act_as(c, "head", "19172401");
	FAILS(report_accept(c, &rep), "report.not_yours");
	OK(report_submit(c, &rep));
	FAILS(report_accept(c, &rep), "report.not_yours");
	FAILS(report_submit(c, &rep), "report.state");
	province_act_as(c, "manager", "01");
	struct report seen;
	FAILS(report_find(c, actor_scope(c), rep.code, &seen), "report.unknown");
	province_act_as(c, "manager", "P172");
	OK(report_find(c, actor_scope(c), rep.code, &seen));
	OK(report_accept(c, &seen));
	FAILS(report_return(c, &seen, "x", NULL, 0), "report.state");
}

TEST(forms_are_added_up_to_the_ministry)
{
	province_make(c);
	report_fill_school(c, "19172401");
	province_pupil(c, "19172402", province_record(c, "19172402", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Tư",
	               "2019-01-01", "02", "01");
	struct report a = report_test_compute(c, "19172401"), b = report_test_compute(c, "19172402");
	OK(report_submit(c, &a));
	OK(report_accept(c, &a));
	struct report so = report_test_compute(c, "19");
	assert_int_equal(report_test_value(&so, 37, 0), 35);
	assert_non_null(strstr(so.cells, "\"missing\":[\"19172402\"]"));
	OK(report_submit(c, &b));
	OK(report_accept(c, &b));
	so = report_test_compute(c, "19");
	assert_int_equal(report_test_value(&so, 37, 0), 36);
	assert_int_equal(report_test_value(&so, 37, 8), 1); /* private */
	assert_non_null(strstr(so.cells, "\"missing\":[]"));
	assert_int_equal(report_test_value(&so, 1, 0), 2);
	OK(report_submit(c, &so));
	OK(report_accept(c, &so));
	struct report ministry = report_test_compute(c, "BGDDT");
	assert_int_equal(report_test_value(&ministry, 37, 0), 36);
	assert_non_null(strstr(ministry.cells, "\"missing\":[\"01\"]"));
}

TEST(all_schools_below_are_computed_in_one_pass)
{
	struct report_summary sum;

	province_make(c);
	report_fill_school(c, "19172401");
	report_fill_school(c, "19172402");
	struct report alone = report_test_compute(c, "19172401");
	struct unit so = province_unit(c, "19");
	OK(report_compute_below(c, form(c), &so, "2025-start", &sum));
	assert_int_equal(sum.computed, 2);
	struct report rep;
	struct unit u = province_unit(c, "19172401");
	OK(report_of(c, form(c), &u, "2025-start", &rep));
	assert_string_equal(rep.cells, alone.cells);
	OK(report_submit(c, &rep));
	OK(report_compute_below(c, form(c), &so, "2025-start", &sum));
	assert_int_equal(sum.frozen, 1);
	assert_int_equal(sum.computed, 1);
}

TEST(a_lower_secondary_school_does_not_file_the_primary_form)
{
	struct report rep;

	province_make(c);
	struct unit u = province_unit(c, "19000501");
	FAILS(report_compute(c, form(c), &u, "2025-start", &rep), "report.not_for_unit");
	FAILS(report_compute(c, form(c), &u, "2025", &rep), "report.period");
}

TEST(an_altered_snapshot_is_found_out)
{
	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_compute(c, "19172401");
	OK(report_submit(c, &rep));
	OK(db_begin(c));
	OK(db_run(c, "UPDATE report SET cells = replace(cells, '35', '36')", NULL, 0));
	OK(db_end(c, true));
	struct unit u = rep.unit;
	OK(report_of(c, form(c), &u, "2025-start", &rep));
	FAILS(report_verify(c, &rep), "report.altered");
	FAILS(report_accept(c, &rep), "report.altered");
}

/* Figures can be asked by the tree before and after 1 July 2025. */
TEST(figures_follow_the_tree_of_a_day)
{
	const char *cells;

	province_make(c);
	report_fill_school(c, "19172401");
	struct unit p = province_unit(c, "P172"), so = province_unit(c, "19");
	size_t n;
	OK(unit_move_schools(c, "P172", "19", "2025-07-01", &n));
	assert_int_equal(n, 2);
	OK(report_preview(c, form(c), &p, "2025-start", "2025-06-30", &cells));
	assert_non_null(strstr(cells, "\"37\":[35,"));
	OK(report_preview(c, form(c), &p, "2025-start", NULL, &cells));
	assert_non_null(strstr(cells, "\"37\":[0,"));
	OK(report_preview(c, form(c), &so, "2025-start", NULL, &cells));
	assert_non_null(strstr(cells, "\"37\":[35,"));
	assert_non_null(strstr(province_unit(c, "19172401").path, so.path));
	assert_null(strstr(province_unit(c, "19172401").path, p.path));
}

/* What was counted before is known, while nothing was written. */
TEST(figures_looked_at_again_follow_what_was_written)
{
	const char *cells, *again;

	province_make(c);
	report_fill_school(c, "19172401");
	const struct unit so = province_unit(c, "19");
	OK(report_preview(c, form(c), &so, "2024-start", NULL, &cells));
	assert_non_null(strstr(cells, "\"37\":[0,"));
	OK(report_preview(c, form(c), &so, "2025-start", NULL, &cells));
	assert_non_null(strstr(cells, "\"37\":[35,"));
	OK(report_preview(c, form(c), &so, "2025-start", NULL, &again));
	assert_string_equal(again, cells);
	const char *class = province_record(c, "19172401", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	(void)province_pupil(c, "19172401", class, "Giàng Thị An", "2019-03-09", "02", "08");
	OK(report_preview(c, form(c), &so, "2025-start", NULL, &again));
	assert_non_null(strstr(again, "\"37\":[36,"));
	const char *other = province_record(c, "19172402", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	(void)province_pupil(c, "19172402", other, "Giàng Thị Bình", "2019-03-09", "02", "08");
	OK(report_preview(c, form(c), &so, "2025-start", NULL, &again));
	assert_non_null(strstr(again, "\"37\":[37,"));
}

struct seen {
	const char *text[60][20]; /* [row][column] of the sheet asked for */
	const char *sheet;
	struct arena *arena;
};

static bool is_asked(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c;
	return strcmp(info->name, ((struct seen *)arg)->sheet) == 0;
}

static enum table_go see_row(struct ctx *c, void *arg, const struct table_row *r)
{
	struct seen *s = arg;

	for (size_t i = 0; r->number < 60 && i < r->n_cells && i < 20; i++)
		s->text[r->number][i] = arena_strdup(c->arena, r->cell[i].text);
	return TABLE_MORE;
}

static struct seen *read_sheet(struct ctx *c, const char *path, const char *sheet)
{
	const struct table_sink sink = { .begin = is_asked, .row = see_row };
	struct seen *s = NEW(c->arena, struct seen);
	int fd = open(path, O_RDONLY);

	s->sheet = sheet;
	OK(table_read(c, fd, NULL, &sink, s));
	close(fd);
	return s;
}

static bool same_text(const char *a, const char *b)
{
	return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

static bool has_line(const struct seen *s, const char *name, const char *part)
{
	for (size_t i = 0; i < 60; i++)
		if (s->text[i][0] != NULL && strcmp(s->text[i][0], name) == 0 && s->text[i][1] != NULL && strstr(s->text[i][1], part) != NULL)
			return true;
	return false;
}

TEST(the_excel_file_tells_edition_changes_and_stale_sums)
{
	const char *path = arena_fmt(c->arena, "%s/form.xlsx", test_dir(c));

	province_make(c);
	report_fill_school(c, "19172401");
	(void)report_test_accepted(c, "19172401");
	struct report so = report_test_compute(c, "19");
	(void)report_test_step(c, "19172401", "reopen");
	province_pupil(c, "19172401", province_record(c, "19172401", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Mới",
	               "2019-01-01", "01", "01");
	struct report rep = report_test_compute(c, "19172401");
	OK(report_write_xlsx(c, &rep, path));
	struct seen *s = read_sheet(c, path, "Nguồn gốc");
	assert_true(has_line(s, "Bản số", "2"));
	assert_true(has_line(s, "Mã băm SHA-256", rep.hash));
	assert_true(has_line(s, "Khác bản 1", "Mã số 37, cột E"));
	assert_true(has_line(s, "Khác bản 1", ": 35, nay 36"));
	OK(report_write_xlsx(c, &so, path));
	assert_true(has_line(read_sheet(c, path, "Nguồn gốc"), "Tổng không còn mới", "19172401"));
}

/* Same sheets, rows, numbers and columns as the Ministry's own file. */
TEST(the_excel_file_has_the_official_layout)
{
	const char *official = TEST_SOURCE_DIR "/../shared/data/official/bieu-02-th-dn-2020.xlsx";
	const char *path = arena_fmt(c->arena, "%s/form.xlsx", test_dir(c));

	province_make(c);
	report_fill_school(c, "19172401");
	struct report rep = report_test_compute(c, "19172401");
	OK(report_write_xlsx(c, &rep, path));
	struct seen *ours = read_sheet(c, path, "III");
	assert_string_equal(ours->text[5][3], "37");
	assert_string_equal(ours->text[5][4], "35");
	if (access(official, R_OK) != 0)
		skip();
	for (int s = 0; s < 2; s++) {
		const char *name = s == 0 ? "I" : "III";
		int first = s == 0 ? 9 : 5, last = s == 0 ? 49 : 52;
		struct seen *theirs = read_sheet(c, official, name);
		ours = read_sheet(c, path, name);
		for (int row = first; row <= last; row++)
			for (int col = 0; col < 4; col++)
				if (!same_text(theirs->text[row][col], ours->text[row][col]))
					fail_msg("%s row %d column %d: %s, official %s", name, row, col, ours->text[row][col], theirs->text[row][col]);
		for (int col = 4; col < (s == 0 ? 7 : 16); col++)
			for (int row = s == 0 ? 7 : 1; row < first; row++)
				if (!same_text(theirs->text[row][col], ours->text[row][col]))
					fail_msg("%s head row %d column %d: %s, official %s", name, row, col, ours->text[row][col], theirs->text[row][col]);
	}
}
