/* test_old_years.c - a year that is over stays as it was, whatever became of its people since. */
#include <string.h>

#include "api.h"
#include "api/routes.h"
#include "db/db.h"
#include "day_tools.h"
#include "domain/duplicate/duplicate.h"
#include "domain/export/export.h"
#include "domain/merge/person_merge.h"
#include "domain/quality/quality.h"
#include "domain/rollover/rollover.h"
#include "domain/transfer/transfer.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

/* The school's file of 2025, open. */
static int file_of(struct ctx *c, const char *sheet, size_t *ret_rows)
{
	const char *path = arena_fmt(c->arena, "%s/out.xlsx", test_dir(c));
	const struct unit u = province_unit(c, SCHOOL);
	struct export_wish w;

	OK(export_wish_make(c, catalog_sheet(c->catalog, sheet), &u, 2025, false, NULL, &w));
	OK(export_write(c, &w, path, NULL, ret_rows));
	return sheet_open(c, path);
}

static bool is_data(struct ctx *c, void *arg, const struct table_info *info)
{
	(void)c, (void)arg;
	return streq(info->name, "Dữ liệu");
}

static enum table_go take_line(struct ctx *c, void *arg, const struct table_row *row)
{
	(void)c;
	for (size_t k = 0; k < row->n_cells; k++)
		buf_fmt(arg, "%s|", row->cell[k].text);
	buf_char(arg, '\n');
	return TABLE_MORE;
}

/* Everything that stands in it. */
static const char *exported(struct ctx *c, const char *sheet, size_t *ret_rows)
{
	static const struct table_sink sink = { .begin = is_data, .row = take_line };
	struct buf b = buf_in(c->arena);

	OK(table_read(c, file_of(c, sheet, ret_rows), NULL, &sink, &b));
	return buf_text(&b);
}

struct pupils {
	const char *stays, *done, *moved, *left; /* enrolments of 2025 */
};

static const char *learner_of(struct ctx *c, const char *enrolment)
{
	const struct record rec = get(c, "enrolment", enrolment);

	return text(&rec, "learner");
}

static struct pupils pupils(struct ctx *c)
{
	struct pupils p;

	province_make(c);
	today(c, "2025-10-10");
	const char *one = make_class(c, SCHOOL, "1A", 1), *five = make_class(c, SCHOOL, "5A", 5);
	p.stays = province_pupil(c, SCHOOL, one, "Lò Thị Ở", "2019-01-02", "02", "01");
	p.done = province_pupil(c, SCHOOL, five, "Lê Văn Xong", "2014-01-02", "01", "01");
	p.moved = province_pupil(c, SCHOOL, one, "Vàng A Chuyển", "2019-03-02", "01", "08");
	p.left = province_pupil(c, SCHOOL, five, "Hồ Thị Nghỉ", "2014-05-02", "02", "01");
	province_record(c, SCHOOL, "identity_document", arena_fmt(c->arena, "{\"learner\":\"%s\",\"kind\":\"02\",\"number\":\"%s\"}", learner_of(c, p.moved),
	                "019219000011"));
	OK(happen(c, "enrolment", p.left, "{\"event\":\"drop\",\"event_date\":\"2025-10-01\",\"reason\":\"01\"}"));
	return p;
}

static void goes_over(struct ctx *c)
{
	const struct rollover_options of_2025 = { .year = 2025 };
	const struct unit u = province_unit(c, SCHOOL);
	struct rollover_plan plan;
	struct rollover made;

	OK(rollover_run(c, &u, &of_2025, &plan, &made));
}

static void goes_away(struct ctx *c, const char *code, const char *class, const char *day)
{
	const struct transfer_start start = { .person = code, .day = day };
	struct transfer t;

	OK(transfer_offer(c, &start, OTHER, &t));
	OK(transfer_agree(c, &t, class, NULL, &t));
}

TEST(a_pupil_takes_along_what_the_catalogue_calls_carried)
{
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	const struct pupils p = pupils(c);
	struct buf marks = buf_in(c->arena);
	struct rows r;
	size_t carried = 0;

	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (f->type->column == COLUMN_BOOLEAN)
			buf_fmt(&marks, "%s\"%s\":true", marks.len == 0 ? "" : ",", f->name);
		else if (f->list != NULL && !streq(f->name, "promotion"))
			buf_fmt(&marks, "%s\"%s\":\"%s\"", marks.len == 0 ? "" : ",", f->name, f->list->item[0].code);
	}
	OK(change(c, "enrolment", p.stays, arena_fmt(c->arena, "{%s}", buf_text(&marks))));
	today(c, "2026-06-10");
	goes_over(c);
	OK(db_query(c, &r, "SELECT n.code FROM r_enrolment n JOIN r_enrolment e ON e.unit_id = n.unit_id AND e.learner_id = n.learner_id"
	            " WHERE n.school_year = 2026 AND e.code = $1", ARGS(val_text(p.stays))));
	const struct record before = get(c, "enrolment", p.stays), now = get(c, "enrolment", rows_text(&r, 0, 0));
	for (size_t i = 0; i < t->n_fields; i++) {
		const struct field *f = &t->field[i];
		if (f->carried)
			assert_true(val_equal(&now.value[i], &before.value[i]));
		else if (f->to == NULL && !streq(f->name, "admission"))
			assert_int_equal(now.value[i].kind, VAL_NULL);
		carried += f->carried;
	}
	assert_int_equal(carried, 12);
}

static size_t listed_on(struct ctx *c, const char *day)
{
	const struct api_session me = api_account(c, arena_fmt(c->arena, "van.thu.%" PRId64, c->now_ms), "clerk", SCHOOL, NULL);
	struct api_reply r = api_call(c, &me, GET, arena_fmt(c->arena, "/api/v1/enrolments?unit=" SCHOOL "&on=%s&filter=present", day), NULL);

	EXPECT(r, 200);
	return json_array_size(json_object_get(r.json, "items"));
}

TEST(on_a_day_there_are_enrolments_of_its_year)
{
	pupils(c);
	const size_t then = listed_on(c, "2025-10-05");
	today(c, "2026-06-10");
	goes_over(c);
	assert_int_equal(then, 3);
	assert_int_equal(listed_on(c, "2025-10-05"), 3);
}

static int64_t count_present(struct ctx *c)
{
	struct rows r;

	OK(db_query(c, &r, "SELECT count(*) FROM r_enrolment WHERE status = '01'", NULL, 0));
	return rows_int(&r, 0, 0);
}

TEST(an_enrolment_entered_by_mistake_is_cancelled)
{
	const struct pupils p = pupils(c);
	struct record rec = get(c, "enrolment", p.stays);
	int64_t version;

	FAILS(record_set_status(c, &rec, 0, "04", NULL, &version), "status.derived");
	OK(record_set_status(c, &rec, 0, "99", "nhập nhầm", &version));
	assert_int_equal(count_present(c), 2);
	(void)province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", learner_of(c, p.stays),
	                      text(&rec, "class")));
	assert_int_equal(count_present(c), 3);
}

TEST(a_past_class_list_is_the_same_after_a_roll_over_and_whoever_left_since)
{
	static const char *const sheets[] = { "class-list", "pupils", "identity-numbers" };
	const struct pupils p = pupils(c);
	const char *before[COUNT(sheets)];
	size_t rows = 0, again = 0;

	for (size_t i = 0; i < COUNT(sheets); i++)
		before[i] = exported(c, sheets[i], &rows);
	today(c, "2026-06-10");
	goes_over(c);
	assert_string_equal(get(c, "learner", learner_of(c, p.done)).status, "02");
	for (size_t i = 0; i < COUNT(sheets); i++)
		assert_string_equal(exported(c, sheets[i], &again), before[i]);
	/* Moved to another school in the next year: of this one they were here. */
	today(c, "2026-09-20");
	const char *there = province_record(c, OTHER, "class", "{\"name\":\"2B\",\"grade\":\"02\",\"school_year\":2026}");
	goes_away(c, learner_of(c, p.moved), there, "2026-09-14");
	for (size_t i = 0; i < COUNT(sheets); i++)
		assert_string_equal(exported(c, sheets[i], &again), before[i]);
	/* Merged into the record of the same person elsewhere. */
	const char *twin = province_record(c, OTHER, "learner", "{\"full_name\":\"Lê Văn Xong\",\"birth_date\":\"2014-01-02\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	const struct record from = get(c, "learner", learner_of(c, p.done)), into = get(c, "learner", twin);
	int64_t merge;
	OK(person_merge(c, &from, &into, NULL, NULL, &merge));
	for (size_t i = 0; i < COUNT(sheets); i++)
		assert_string_equal(exported(c, sheets[i], &again), before[i]);
	assert_int_equal(again, rows);
}

TEST(a_person_with_two_records_stands_once_in_a_past_list)
{
	const struct pupils p = pupils(c);
	const char *class = get(c, "enrolment", p.stays).value[field_find(catalog_type(c->catalog, "enrolment"), "class")->index].s;
	const char *double_entry = province_pupil(c, SCHOOL, class, "Vàng A Chuyển", "2019-03-02", "01", "08");
	size_t rows, again;
	int64_t merge;

	exported(c, "pupils", &rows);
	/* One went to another school, where the person is known by it; the other, left here, is found to be the same. */
	today(c, "2026-09-20");
	goes_over(c);
	const char *there = province_record(c, OTHER, "class", "{\"name\":\"2B\",\"grade\":\"02\",\"school_year\":2026}");
	goes_away(c, learner_of(c, p.moved), there, "2026-09-14");
	const struct record enrolment = get(c, "enrolment", double_entry);
	OK(db_begin(c) && db_end(c, db_script(c, "UPDATE r_enrolment SET status = '99' WHERE school_year = 2026 AND learner_id ="
	                                         " (SELECT max(learner_id) FROM r_enrolment WHERE school_year = 2025)")));
	const struct record from = get(c, "learner", text(&enrolment, "learner")), into = get(c, "learner", learner_of(c, p.moved));
	OK(person_merge(c, &from, &into, NULL, NULL, &merge));
	exported(c, "pupils", &again);
	assert_int_equal(again, rows - 1);
}

TEST(a_past_list_taken_in_again_changes_nothing_and_never_who_left)
{
	const struct pupils p = pupils(c);
	size_t rows;

	today(c, "2026-06-10");
	goes_over(c);
	today(c, "2026-09-20");
	const char *there = province_record(c, OTHER, "class", "{\"name\":\"2B\",\"grade\":\"02\",\"school_year\":2026}");
	goes_away(c, learner_of(c, p.moved), there, "2026-09-14");
	struct import_summary s = pupils_take(c, file_of(c, "class-list", &rows), true);
	pupils_issues_are(c, &s, "");
	assert_int_equal(s.unchanged, 4);
	assert_int_equal(s.missing, 0);
	/* By name, as a file of other making has them; the telephone of one who is elsewhere by now is not this school's to write. */
	s = pupils_take_text(c, HEAD "1|5A|Lê Văn Xong|02/01/2014|Nam|Kinh||0912345678\n2|1A|Vàng A Chuyển|02/03/2019|Nam|Hmông||0912345678\n");
	pupils_issues_are(c, &s, "3C import.inactive; ");
	assert_int_equal(s.changed, 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE phone IS NOT NULL"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE full_name = 'Vàng A Chuyển'"), 2);
}

TEST(a_past_list_of_staff_is_of_those_who_were_there_when_the_year_ended)
{
	size_t rows, again;

	province_make(c);
	today(c, "2025-10-10");
	const char *stays = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Trần Văn Ở\",\"birth_date\":\"1980-01-01\",\"sex\":\"01\"}");
	const char *goes = province_record(c, SCHOOL, "staff", "{\"full_name\":\"Phạm Thị Đi\",\"birth_date\":\"1981-01-01\",\"sex\":\"02\"}");
	exported(c, "staff", &rows);
	assert_int_equal(rows, 2);
	today(c, "2026-09-20");
	goes_away(c, goes, NULL, "2026-09-14");
	OK(happen(c, "staff", stays, "{\"event\":\"retire\",\"event_date\":\"2026-09-15\"}"));
	exported(c, "staff", &again);
	assert_int_equal(again, rows);
}

TEST(doubles_of_a_past_year_are_found_after_a_roll_over)
{
	const struct pupils p = pupils(c);
	const char *class = get(c, "enrolment", p.done).value[field_find(catalog_type(c->catalog, "enrolment"), "class")->index].s;
	const struct unit u = province_unit(c, SCHOOL);
	struct buf before = buf_in(c->arena), after = buf_in(c->arena);
	struct duplicate_asked asked;
	const char *cursor;

	province_pupil(c, SCHOOL, class, "Lê Văn Xong", "2014-01-02", "01", "01");
	OK(duplicate_list(c, &u, 2025, NULL, 100, &before, &cursor, &asked));
	assert_non_null(strstr(buf_text(&before), learner_of(c, p.done)));
	today(c, "2026-06-10");
	goes_over(c);
	OK(duplicate_list(c, &u, 2025, NULL, 100, &after, &cursor, &asked));
	assert_string_equal(buf_text(&after), buf_text(&before));
}

TEST(what_is_asked_of_a_past_year_is_asked_of_the_same_people)
{
	pupils(c);
	const struct unit u = province_unit(c, SCHOOL);
	const struct completeness_query q = { .unit = &u, .year = 2025, .by = "class" };
	const struct checklist_query k = { .list = checklist_find(c->catalog, "lifelong-record"), .unit = &u, .year = 2025, .limit = 100 };
	struct buf before = buf_in(c->arena), after = buf_in(c->arena);
	struct checklist_result r;

	OK(completeness_count(c, &q, &before));
	OK(checklist_run(c, &k, &before, &r));
	today(c, "2026-06-10");
	goes_over(c);
	OK(completeness_count(c, &q, &after));
	OK(checklist_run(c, &k, &after, &r));
	assert_string_equal(buf_text(&after), buf_text(&before));
}
