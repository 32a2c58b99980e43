/* test_import_change.c - who a row means, what it changes, and nothing half written. */
#include "province.h"

#include "db/db.h"
#include "store/change.h"
#include "test_import_tools.h"
#include "test_table_tools.h"

/* ---- what changes ---- */

TEST(import_changes_what_the_file_says_and_erases_nothing)
{
	province_make(c);
	pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|019219000011|0912345678\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|LÊ AN|05/09/2019|Nam|Tày||0912345699\n#2|1A|Lê Bá|06/09/2019\n");
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(s.n_changes, 2);
	assert_string_equal(s.change[0].field, "learner.ethnic_group");
	assert_string_equal(s.change[0].before, "Kinh");
	assert_string_equal(s.change[0].after, "Tày");
	assert_string_equal(s.change[1].before, "0912345678");
	assert_int_equal(s.change[1].row, 2);
	assert_string_equal(s.change[1].kind, "changed");
	assert_int_equal(s.n_entries, 1);
	assert_string_equal(s.entry[0].name, "Lê Bá");
	assert_string_equal(s.entry[0].class_name, "1A");
	assert_string_equal(s.entry[0].kind, "unchanged");
	assert_int_equal(s.entry[0].row, 3);
	assert_string_equal(pupils_learner(c, "Lê An", "personal_id"), "019219000011");
	assert_string_equal(pupils_learner(c, "Lê An", "phone"), "0912345699");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE event = 'UPDATE'"), 1);
}

TEST(import_moves_pupils_and_enrols_known_ones_in_a_new_year)
{
	struct import_options o;
	struct import_summary s;

	province_make(c);
	pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	s = pupils_take_text(c, HEAD "#1|1B|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.moved, 1);
	assert_int_equal(s.unchanged, 1);
	assert_string_equal(s.change[0].before, "1A");
	assert_string_equal(s.change[0].after, "1B");
	assert_string_equal(s.change[0].kind, "moved");
	assert_string_equal(pupils_class_of(c, "Lê An"), "1B");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE first_class_id <> class_id"), 1);
	o = pupils_options(c);
	o.school_year = 2026;
	OK(import_file(c, pupils_file(c, HEAD "#1|2B|Lê An|05/09/2019|Nam|Kinh\n"), &o, &s));
	assert_int_equal(s.enrolled, 1);
	assert_string_equal(s.entry[0].kind, "enrolled");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment"), 3);
}

TEST(import_takes_a_pupil_to_another_grade_and_says_so)
{
	static const char first[] = HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n#3|2A|Lê Ca|06/08/2018|Nam|Kinh\n";
	static const char second[] = HEAD "#1|2A|Lê An|05/09/2019|Nam|Kinh\n#2|1B|Lê Bá|06/09/2019|Nam|Kinh\n#3|3C|Lê Ca|06/08/2018|Nam|Kinh\n";

	province_make(c);
	pupils_take_text(c, first);
	for (int dry = 1; dry >= 0; dry--) {
		struct import_summary s = pupils_take(c, pupils_file(c, second), dry == 1);
		pupils_issues_are(c, &s, "~2B import.grade; ~2C rule.age_of_grade; ~3B import.class_created; ~4B import.grade; ~4B import.class_created; ~4C rule.age_of_grade; ");
		assert_int_equal(s.moved, 3);
		assert_int_equal(s.other_grade, 2);
		assert_int_equal(s.refused, 0);
		const char *told = s.issue[0].message;
		assert_non_null(strstr(told, "1A (Khối 1)"));
		assert_non_null(strstr(told, "2A (Khối 2)"));
		struct buf b = buf_in(c->arena);
		import_put_json(&b, &s);
		assert_non_null(strstr(b.data, "\"other_grade\":2"));
	}
	assert_string_equal(pupils_class_of(c, "Lê An"), "2A");
	assert_string_equal(pupils_class_of(c, "Lê Ca"), "3C");
	/* Combined classes are free. */
	OK(db_begin(c) && db_end(c, db_script(c, "UPDATE r_class SET combined = TRUE WHERE name = '2A'")));
	struct import_summary s = pupils_take_text(c, HEAD "#1|1B|Lê An|05/09/2019|Nam|Kinh\n");
	assert_int_equal(s.moved, 1);
	assert_int_equal(s.other_grade, 0);
	s = pupils_take_text(c, HEAD "#1|2A|Lê An|05/09/2019|Nam|Kinh\n");
	assert_int_equal(s.moved, 1);
	assert_int_equal(s.other_grade, 0);
}

TEST(import_sets_the_status_of_new_and_known_pupils)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|Đang học|05/09/2025\n"
	                                                   "#2|1A|Lê Bá|06/09/2019|Nam|Kinh|Chuyển đến kỳ 1|10/10/2025\n");
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE status = '02'"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE after LIKE '{\"status\":\"02\",%'"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM status_change WHERE type = 'enrolment' AND day = '2025-10-10' AND status_before IS NULL"), 1);
	s = pupils_take_text(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|Chuyển đi kỳ 1|11/11/2025\n");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM status_change WHERE type = 'enrolment' AND day = '2025-11-11' AND status_before = '01'"), 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM status_change"), 2);
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.n_changes, 2);
	assert_string_equal(s.change[0].after, "Chuyển đi kỳ 1");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE status = '04' AND version = 3"), 1);
	s = pupils_take_text(c, STATUS_HEAD "#1|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(s.missing, 0); /* An has left */
}

TEST(import_lists_those_who_are_missing_and_leaves_them)
{
	province_make(c);
	pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n#3|1B|Lê Cả|07/09/2019|Nam|Kinh\n"
	                  "#4|1A|Lê Dị|08/09/2019|Nam|Kinh\n");
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Dị|08/09/19|Nam|Kinh\n");
	assert_int_equal(s.missing, 1); /* Dị is in the file, if wrongly; Cả's class is not */
	assert_string_equal(s.missed[0].name, "Lê Bá");
	assert_string_equal(s.missed[0].class_name, "1A");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE status = '01'"), 4);
}

/* ---- who is meant ---- */

static const char *code_of(struct ctx *c, const char *name)
{
	return pupils_learner(c, name, "code");
}

TEST(import_says_so_when_two_pupils_could_be_meant)
{
	province_make(c);
	const char *class = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	const char *other = province_record(c, SCHOOL, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	province_pupil(c, SCHOOL, class, "Lê An", "2019-09-05", "01", "01");
	province_pupil(c, SCHOOL, class, "Lê An", "2019-09-05", "01", "01");
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n");
	pupils_issues_are(c, &s, "2C import.ambiguous; ");
	assert_int_equal(s.refused, 1);
	assert_int_equal(s.missing, 0);
	province_pupil(c, SCHOOL, class, "Lê Bá", "2019-09-05", "01", "01");
	province_pupil(c, SCHOOL, other, "Lê Bá", "2019-09-05", "01", "01");
	s = pupils_take_text(c, HEAD "#1|1A|Lê Bá|05/09/2019|Nam|Tày\n#2|1B|Lê Bá|05/09/2019|Nam|Kinh\n"); /* the class tells */
	assert_int_equal(s.changed, 1);
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 4);
}

TEST(import_tells_namesakes_apart_by_their_numbers)
{
	const char *list = CODE_HEAD "#1|1A||Lê An|05/09/2019|Nam|Kinh|019219000011\n#2|1B||Lê An|05/09/2019|Nam|Kinh|019219000012\n"
	                             "#3|1B||Lê An|05/09/2019|Nam|Kinh\n";

	province_make(c);
	struct import_summary s = pupils_take_text(c, list);
	assert_int_equal(s.created, 2);
	assert_string_equal(pupils_errors(c, &s), "4D import.twice\n");
	s = pupils_take_text(c, list);
	assert_int_equal(s.unchanged, 2);
	assert_int_equal(s.refused, 1);
	s = pupils_take_text(c, CODE_HEAD "#1|1A||Lê An|05/09/2019|Nam|Kinh|019219000013\n");
	assert_int_equal(s.refused, 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 2);
}

/* The first of two namesakes is there already: the second is still a new one. */
TEST(import_goes_on_where_it_was_cut_off)
{
	province_make(c);
	pupils_take_text(c, CODE_HEAD "#1|1A||Lê An|05/09/2019|Nam|Kinh|019219000011\n");
	struct import_summary s = pupils_take_text(c, CODE_HEAD "#1|1A||Lê An|05/09/2019|Nam|Kinh|019219000011\n"
	                                                        "#2|1B||Lê An|05/09/2019|Nam|Kinh|019219000012\n");
	assert_int_equal(s.unchanged, 1);
	assert_int_equal(s.created, 1);
}

TEST(import_stops_shifted_rows_and_codes_of_others)
{
	province_make(c);
	pupils_take_text(c, CODE_HEAD "#1|1A||Lê An|05/09/2019|Nam|Kinh|019219000011\n#2|1A||Vũ Bá|06/09/2019|Nam|Kinh|019219000012\n");
	const char *elsewhere = province_record(c, "19172402", "learner", "{\"full_name\":\"Hồ Cả\",\"birth_date\":\"2019-01-01\",\"sex\":\"01\","
	                                        "\"ethnic_group\":\"01\"}");
	struct import_summary s = pupils_take_text(c, arena_fmt(c->arena, CODE_HEAD "#1|1A|%s|Vũ Bá|06/09/2019|Nam|Kinh\n#2|1A|%s|Lê An|05/09/2019|Nam|Kinh\n"
	                                                 "#3|1A|%s|Hồ Cả|01/01/2019|Nam|Kinh\n#4|1A|9912345678|Lê An|05/09/2019|Nam|Kinh\n",
	                                                 code_of(c, "Lê An"), code_of(c, "Vũ Bá"), elsewhere));
	pupils_issues_are(c, &s, "2C import.code_name; 3C import.code_name; 4C import.code_elsewhere; 5C import.code_differs; ");
	s = pupils_take_text(c, CODE_HEAD "#1|1A||Vũ Bá|06/09/2019|Nam|Kinh|019219000011\n#2|1A||Lê An|05/09/2019|Nam|Kinh|019219000012\n");
	pupils_issues_are(c, &s, "2H import.identity_name; 3H import.identity_name; ");
	s = pupils_take_text(c, arena_fmt(c->arena, CODE_HEAD "#1|1A|%s|Lê An|05/09/2019|Nam|Kinh|019219000012\n", code_of(c, "Lê An")));
	pupils_issues_are(c, &s, "2H import.code_identity; ");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM change WHERE event = 'UPDATE'"), 0);
}

TEST(import_keeps_the_codes_that_pupils_bring)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, CODE_HEAD "#1|1A|1999000001|Lê An|05/09/2019|Nam|Kinh\n#2|1A|1999000001|Lê Bá|06/09/2019|Nam|Kinh\n"
	                                                 "#3|1A|019219000011|Lê Cả|06/09/2019|Nam|Kinh\n");
	assert_string_equal(pupils_errors(c, &s), "3C import.twice\n4C import.person_code\n");
	assert_string_equal(code_of(c, "Lê An"), "1999000001");
	s = pupils_take_text(c, CODE_HEAD "#1|1A|1999000001|Lê An|07/09/2019|Nam|Kinh\n"); /* the code says who; the birth date was wrong */
	assert_int_equal(s.changed, 1);
	assert_string_equal(pupils_learner(c, "Lê An", "birth_date"), "2019-09-07");
}

/* The vendor's own number stands under "Mã học sinh", the Ministry's beside it. */
TEST(import_takes_the_column_that_says_more)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, "STT|Lớp|Mã học sinh|Mã định danh Bộ GD&ĐT|Họ tên|Ngày sinh|Giới tính|Dân tộc|Số CCCD|Số định danh cá nhân\n"
	                                       "#1|1A|HS0001|1999000001|Lê An|05/09/2019|Nam|Kinh||019219000011\n");
	assert_int_equal(s.created, 1);
	assert_string_equal(code_of(c, "Lê An"), "1999000001");
	assert_string_equal(pupils_learner(c, "Lê An", "personal_id"), "019219000011");
	assert_string_equal(s.mapping[1].title, "Mã học sinh");
	assert_null(s.mapping[1].field);
}

/* ---- nothing is half written ---- */

static void break_the_class(void *arg, size_t done, size_t total)
{
	struct ctx *c = arg;

	(void)total;
	if (done == 0)
		OK(db_begin(c) && db_end(c, db_run(c, "UPDATE r_class SET code = 'x' WHERE name = '1B'", NULL, 0)));
}

TEST(import_undoes_the_learner_whose_enrolment_is_refused)
{
	struct import_options o;
	struct import_summary s;
	int64_t entries;

	province_make(c);
	province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	province_record(c, SCHOOL, "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	o = pupils_options(c);
	o.progress = break_the_class;
	o.arg = c;
	OK(import_file(c, pupils_file(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1B|Lê Bá|06/09/2019|Nam|Kinh\n#3|1B|Lê Cả|06/09/2019|Nam|Kinh\n"),
	               &o, &s));
	assert_int_equal(s.created, 1);
	assert_int_equal(s.refused, 2);
	pupils_issues_are(c, &s, "3! field.reference; 4! field.reference; ");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 1);
	assert_int_equal(pupils_number(c, pupils_halves), 0);
	OK(chain_verify(c, &o.unit, &entries));
}

/* Somebody else is at work: before the first row is written, and after every 500. */
static struct import_summary take_beside(struct ctx *c, void (*other)(void *arg, size_t done, size_t total), const char *text)
{
	struct import_options o = pupils_options(c);
	struct import_summary s;
	int64_t entries;

	o.progress = other;
	o.arg = c;
	OK(import_file(c, pupils_file(c, text), &o, &s));
	OK(chain_verify(c, &o.unit, &entries));
	return s;
}

static void make_another(void *arg, size_t done, size_t total)
{
	(void)total;
	if (done == 0)
		province_record(arg, SCHOOL, "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2019-09-05\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
}

TEST(import_notices_that_somebody_else_made_the_same_pupil)
{
	province_make(c);
	const struct import_summary s = take_beside(c, make_another, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_true(s.created == 1 && s.enrolled == 1 && s.classes_created == 1);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment"), 2);
}

static void make_the_class(void *arg, size_t done, size_t total)
{
	(void)total;
	if (done == 0)
		province_record(arg, SCHOOL, "class", "{\"name\":\"Lớp 1A\",\"grade\":\"01\",\"school_year\":2025}");
}

TEST(import_takes_the_class_that_somebody_else_made)
{
	province_make(c);
	const struct import_summary s = take_beside(c, make_the_class, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n");
	assert_true(s.created == 1 && s.classes_created == 0 && s.warnings == 0 && s.n_issues == 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_class"), 1);
}

/* A namesake of somebody of the file is looked for again. */
TEST(import_looks_for_a_namesake_again_when_somebody_else_made_another)
{
	province_make(c);
	province_record(c, SCHOOL, "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2019-09-05\",\"sex\":\"01\",\"ethnic_group\":\"01\",\"personal_id\":\"019219000001\"}");
	const struct import_summary s = take_beside(c, make_the_class, "STT|Lớp|Họ và tên|Ngày sinh|Giới tính|Dân tộc|Số định danh cá nhân\n"
		"#1|1A|Lê An|05/09/2019|Nam|Kinh|019219000001\n#2|1A|Lê An|05/09/2019|Nam|Kinh|019219000002\n");
	assert_true(s.created == 1 && s.enrolled == 1 && s.refused == 0);
}

/* Every 500 rows: somebody unknown to the file, who gets in the way of nobody; a pupil of the file, with a number of
 * their own; and the enrolment of one who was there. */
static void make_some_more(void *arg, size_t done, size_t total)
{
	struct ctx *c = arg;
	static const char *known;

	(void)total;
	if (done == 0) {
		province_record(c, SCHOOL, "learner", "{\"full_name\":\"Ngô Lạ\",\"birth_date\":\"2019-09-05\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
		known = province_record(c, SCHOOL, "learner", "{\"full_name\":\"Lê Số 900\",\"birth_date\":\"2019-09-05\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	} else if (done == 500) {
		struct rows r;
		OK(db_query(c, &r, "SELECT code FROM r_class", NULL, 0));
		province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", known, rows_text(&r, 0, 0)));
		province_record(c, SCHOOL, "learner", "{\"full_name\":\"Lê Số 800\",\"birth_date\":\"2019-09-05\",\"sex\":\"01\",\"ethnic_group\":\"01\",\"personal_id\":\"019319000800\"}");
	}
}

TEST(import_goes_on_beside_others)
{
	struct buf list = buf_in(c->arena);

	province_make(c);
	buf_put(&list, HEAD);
	for (int i = 1; i <= 1000; i++)
		buf_fmt(&list, "#%d|1A|Lê Số %d|05/09/2019|Nam|Kinh\n", i, i);
	const struct import_summary s = take_beside(c, make_some_more, buf_text(&list));
	assert_true(s.created == 998 && s.enrolled == 1 && s.unchanged == 1 && s.refused == 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 1001);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment"), 1000);
}

/* The database fails at every single call in turn. */
static int survive(struct ctx *c, const char *list, int64_t learners)
{
	struct import_options o = pupils_options(c);
	struct import_summary s;
	int64_t before = pupils_number(c, "SELECT count(*) FROM r_learner"), entries;
	int fd = pupils_file(c, list), n = 0;
	bool done = false;

	while (!done && n < 100) {
		db_inject_fault(c->db, ++n);
		done = import_file(c, fd, &o, &s);
		db_inject_fault(c->db, 0);
		assert_true(done == (c->err == ERR_NONE));
		ctx_clear(c);
		assert_int_equal(pupils_number(c, pupils_halves), 0);
		assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), done ? learners : before);
		OK(chain_verify(c, &o.unit, &entries));
	}
	assert_true(done);
	assert_int_equal(s.refused, 0);
	return n;
}

TEST(import_survives_a_failure_at_every_call)
{
	province_make(c);
	province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	assert_true(survive(c, STATUS_HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh|Chuyển đến kỳ 1\n", 2) > 15);
	/* One new in a new class, one moved, changed and gone. */
	assert_true(survive(c, STATUS_HEAD "#1|1B|Lê Cả|05/09/2019|Nam|Kinh\n#2|1B|Lê Bá|06/09/2019|Nữ|Kinh|Chuyển đi kỳ 1\n", 3) > 20);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_class"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment"), 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE status = '04'"), 1);
}
