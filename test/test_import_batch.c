/* test_import_batch.c - an import taken back as a whole, and brought again. */
#include "day_tools.h"
#include "db/db.h"
#include "domain/import/import_batch.h"
#include "domain/transfer/transfer.h"
#include "test_import_tools.h"

static struct unit school(struct ctx *c)
{
	return pupils_options(c).unit;
}

static struct import_undone take_back(struct ctx *c, const char *batch)
{
	const struct unit u = school(c);
	struct import_undone n;

	OK(import_undo(c, &u, &batch, 1, NULL, NULL, &n));
	return n;
}

TEST(import_taken_back_leaves_what_was_there_before)
{
	province_make(c);
	pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh||0912345678\n");
	struct import_summary s = pupils_take_text(c, HEAD "#1|1B|Lê An|05/09/2019|Nam|Tày||0987654321\n#2|1B|Lê Bá|06/09/2019|Nam|Kinh\n");
	assert_int_equal(s.moved, 1);
	assert_int_equal(s.created, 1);
	struct import_undone n = take_back(c, s.batch);
	const char *nothing = "nothing";
	assert_int_equal(n.created, 3); /* class, learner, enrolment */
	assert_int_equal(n.restored, 2);
	assert_string_equal(pupils_learner(c, "Lê An", "phone"), "0912345678");
	assert_string_equal(pupils_learner(c, "Lê An", "ethnic_group"), "01");
	assert_string_equal(pupils_class_of(c, "Lê An"), "1A");
	assert_string_equal(pupils_learner(c, "Lê Bá", "status"), "06");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE status = '01'"), 1);
	const struct unit u = school(c);
	FAILS(import_undo(c, &u, &s.batch, 1, NULL, NULL, &n), "import.undone");
	FAILS(import_undo(c, &u, &nothing, 1, NULL, NULL, &n), "import.batch");
}

/* What was there before was let in when the rules were others. */
TEST(import_taken_back_gives_back_an_old_fault_too)
{
	province_make(c);
	const char *code = province_old_record(c, SCHOOL, "learner", "{\"full_name\":\"Lê An\",\"birth_date\":\"2019-09-05\",\"sex\":\"01\",\"ethnic_group\":\"01\",\"phone\":\"0123\"}");
	struct import_summary s = pupils_take_text(c, HEAD "#1|1B|Lê An|05/09/2019|Nam|Kinh||0987654321\n");

	assert_int_equal(s.enrolled, 1);
	assert_string_equal(pupils_learner(c, "Lê An", "phone"), "0987654321");
	take_back(c, s.batch);
	assert_string_equal(pupils_learner(c, "Lê An", "phone"), "0123");
	assert_string_equal(pupils_learner(c, "Lê An", "code"), code);
}

TEST(import_once_more_brings_back_what_was_undone_under_the_same_code)
{
	const char *list = HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|019219000011\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n";

	province_make(c);
	struct import_summary s = pupils_take_text(c, list);
	const char *code = pupils_learner(c, "Lê Bá", "code");
	take_back(c, s.batch);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01'"), 0);
	s = pupils_take_text(c, list);
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01'"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE status = '01'"), 2);
	assert_string_equal(pupils_learner(c, "Lê Bá", "code"), code);
	s = pupils_take_text(c, list);
	assert_int_equal(s.unchanged, 2);
}

/* Whom an undone import alone had made, never was: their number is free for whoever the corrected list gives it to. */
TEST(import_taken_back_leaves_its_numbers_free)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê Ong|05/09/2019|Nam|Kinh|019219000011|0912345678\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh|019219000012\n"
	                                              "#3|1A|Lê Cả|07/09/2019|Nam|Kinh|019219000013\n");
	take_back(c, s.batch);
	/* a name put right, two numbers that stood a row too low */
	const char *list = HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|019219000011\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh|019219000013\n#3|1A|Lê Cả|07/09/2019|Nam|Kinh|019219000012\n";
	s = pupils_take_text(c, list);
	pupils_issues_are(c, &s, "~2B import.class_created; ");
	assert_int_equal(s.created, 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01'"), 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01' AND phone IS NOT NULL"), 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01' AND full_name = 'Lê Bá' AND personal_id = '019219000013'"), 1);
	s = pupils_take_text(c, list);
	assert_int_equal(s.unchanged, 3); /* who is here has the number, whoever had it once */
	s = pupils_take_text(c, HEAD "#1|1A|Lê Ong|05/09/2019|Nam|Kinh\n"); /* whose number is somebody's by now */
	assert_string_equal(pupils_errors(c, &s), "");
	assert_int_equal(s.created, 1);
	s = pupils_take_text(c, HEAD "#1|1A|Lê Mười|05/09/2019|Nam|Kinh|019219000011\n");
	pupils_issues_are(c, &s, "2G import.identity_name; ");
}

/* The list with its faults once more: whom it made comes back, whoever else never was. */
TEST(import_taken_back_twice_brings_back_the_one_that_is_meant)
{
	const char *wrong = HEAD "#1|1A|Lê Ong|05/09/2019|Nam|Kinh|019219000011\n", *right = HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh|019219000011\n";

	province_make(c);
	struct import_summary s = pupils_take_text(c, wrong);
	const char *code = pupils_learner(c, "Lê Ong", "code");
	take_back(c, s.batch);
	s = pupils_take_text(c, right);
	assert_int_equal(s.created, 1);
	take_back(c, s.batch);
	s = pupils_take_text(c, wrong);
	assert_int_equal(s.created, 1);
	assert_int_equal(s.errors, 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 2);
	assert_string_equal(pupils_learner(c, "Lê Ong", "code"), code);
	assert_string_equal(pupils_learner(c, "Lê Ong", "status"), "01");
	s = pupils_take_text(c, wrong);
	assert_int_equal(s.unchanged, 1);
}

/* A code is somebody's for life: it brings back whoever was made under it, by the name of the corrected list. */
TEST(import_taken_back_keeps_a_code_and_not_its_name)
{
	province_make(c);
	struct import_summary s = pupils_take_text(c, CODE_HEAD "#1|1A|1912345671|Lê Ong|05/09/2019|Nam|Kinh|019219000011\n#2|1A||Lê Bá|06/09/2019|Nam|Kinh|019219000012\n");
	take_back(c, s.batch);
	s = pupils_take_text(c, CODE_HEAD "#1|1A|1912345671|Lê An|05/09/2019|Nam|Kinh|019219000012\n#2|1A|1912345672|Lê Bốn|06/09/2019|Nam|Kinh|019219000011\n");
	pupils_issues_are(c, &s, "~2B import.class_created; ~2C import.code_again; ");
	assert_int_equal(s.created, 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01'"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01' AND full_name = 'Lê An' AND code = '1912345671' AND personal_id = '019219000012'"), 1);
	s = pupils_take_text(c, CODE_HEAD "#1|1A|1912345671|Lê Mười|05/09/2019|Nam|Kinh\n");
	pupils_issues_are(c, &s, "2C import.code_name; ");
}

/* A list that went into another school by mistake, and was taken back there: the codes come to where the pupils are. */
TEST(import_takes_codes_of_whoever_never_was_elsewhere)
{
	const char *list = CODE_HEAD "#1|1A|1912345671|Lê An|05/09/2019|Nam|Kinh|019219000011\n#2|1A|1912345672|Lê Bá|06/09/2019|Nam|Kinh|019219000012\n";
	struct import_options o;
	struct import_undone n;
	struct import_summary s;
	struct record rec;

	province_make(c);
	o = pupils_options(c);
	o.unit = province_unit(c, OTHER);
	OK(import_file(c, pupils_file(c, list), &o, &s));
	assert_int_equal(s.created, 2);
	const char *batch = s.batch;
	s = pupils_take_text(c, list);
	assert_string_equal(pupils_errors(c, &s), "2C import.code_elsewhere\n3C import.code_elsewhere\n");
	OK(import_undo(c, &o.unit, &batch, 1, NULL, NULL, &n));
	s = pupils_take_text(c, list);
	assert_string_equal(pupils_errors(c, &s), "");
	assert_int_equal(s.created, 2);
	OK(record_find(c, catalog_type(c->catalog, "learner"), &(const struct scope){ .path = "/" }, "1912345671", &rec));
	assert_string_equal(rec.unit.code, SCHOOL);
	assert_string_equal(rec.status, "01");
	s = pupils_take_text(c, list);
	assert_int_equal(s.unchanged, 2);
	OK(import_file(c, pupils_file(c, list), &o, &s)); /* not both */
	assert_int_equal(s.refused, 2);
}

TEST(import_is_not_taken_back_over_the_work_of_others)
{
	struct import_undone n = { 0 };

	province_make(c);
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n");
	pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Tày\n");
	const struct unit u = school(c);
	const char *an = pupils_learner(c, "Lê An", "code");
	const bool undone = import_undo(c, &u, &s.batch, 1, NULL, NULL, &n);
	assert_false(undone);
	assert_string_equal(c->key, "import.changed");
	assert_string_equal(c->problems.first->record[0].type, "learner");
	assert_string_equal(c->problems.first->record[0].code, an);
	ctx_clear(c);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status = '01'"), 2);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM import_batch WHERE undone_at IS NULL"), 2);
}

/* What was done since and taken back entirely is as if it had never been. */
TEST(import_is_taken_back_after_what_was_undone_itself)
{
	struct transfer_start move = { .day = "2025-10-06" };
	struct transfer t;

	province_make(c);
	today(c, "2025-10-10");
	struct import_summary s = pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh||0912345678\n");
	const char *code = pupils_learner(c, "Lê An", "code"), *there = make_class(c, OTHER, "1B", 1);
	const char *guardian = province_record(c, SCHOOL, "guardian", arena_fmt(c->arena, "{\"learner\":\"%s\",\"full_name\":\"Lê Mẹ\",\"relation\":\"02\"}", code));
	move.person = code;
	OK(transfer_offer(c, &move, OTHER, &t));
	OK(transfer_agree(c, &t, there, NULL, &t));
	OK(transfer_undo(c, &t, "Gia đình không chuyển nữa", &t));
	OK(change(c, "learner", code, "{\"phone\":\"0987654321\"}"));
	const struct unit u = school(c);
	struct import_undone n;
	FAILS(import_undo(c, &u, &s.batch, 1, NULL, NULL, &n), "import.changed");
	OK(change(c, "learner", code, "{\"phone\":\"0912345678\"}"));
	OK(set_status(c, "guardian", guardian, "03", NULL) && set_status(c, "learner", code, "02", NULL));
	FAILS(import_undo(c, &u, &s.batch, 1, NULL, NULL, &n), "import.changed");
	OK(set_status(c, "learner", code, "01", NULL) && set_status(c, "guardian", guardian, "01", NULL));
	FAILS(import_undo(c, &u, &s.batch, 1, NULL, NULL, &n), "import.changed"); /* the guardian */
	OK(set_status(c, "guardian", guardian, "03", NULL));
	n = take_back(c, s.batch);
	assert_int_equal(n.created, 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner WHERE status <> '06'"), 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment WHERE status <> '99'"), 0);
}

TEST(import_binds_the_ministrys_code_when_it_comes)
{
	province_make(c);
	pupils_take_text(c, CODE_HEAD "#1|1A|TAM-019219000011|Lê An|05/09/2019|Nam|Kinh\n#2|1A||Lê Bá|06/09/2019|Nam|Kinh\n"
	                    "#3|1A||Lê Cả|07/09/2019|Nam|Kinh|019219000013\n");
	const char *code = pupils_learner(c, "Lê An", "code");
	struct import_summary s = pupils_take_text(c, CODE_HEAD "#1|1A|1912345671|Lê An|05/09/2019|Nam|Kinh\n#2|1A|1912345672|Lê Bá|06/09/2019|Nam|Kinh\n"
	                                                        "#3|1A|1912345673|Lê Cả|07/09/2019|Nam|Kinh|019219000013\n");
	pupils_issues_are(c, &s, "~2C import.code_bound; ~3C import.code_bound; ~4C import.code_bound; ");
	assert_int_equal(s.changed, 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_learner"), 3);
	assert_string_equal(pupils_learner(c, "Lê An", "code"), code);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM identifier WHERE scheme = 'moet'"), 3);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM identifier WHERE scheme = 'temporary'"), 1);
	/* From now on the code tells who it is, and a shifted column shows. */
	s = pupils_take_text(c, CODE_HEAD "#1|1A|1912345671|Lê An|05/09/2019|Nam|Kinh\n#2|1A|1912345673|Lê Bá|06/09/2019|Nam|Kinh\n"
	                        "#3|1A|1912345999|Lê Cả|07/09/2019|Nam|Kinh\n");
	assert_string_equal(pupils_errors(c, &s), "3C import.code_name\n4C import.code_differs\n");
	assert_int_equal(s.unchanged, 1);
}

/* Of a move that an import made, and that was taken back, nothing is kept. */
TEST(import_taken_back_leaves_no_change_of_class)
{
	province_make(c);
	pupils_take_text(c, HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n");
	c->now_ms += 86400000;
	struct import_summary s = pupils_take_text(c, HEAD "#1|1B|Lê An|05/09/2019|Nam|Kinh\n");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment_event WHERE event = 'change_class' AND status = '01'"), 1);
	c->now_ms += 86400000;
	take_back(c, s.batch);
	assert_string_equal(pupils_class_of(c, "Lê An"), "1A");
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment_event WHERE status = '01'"), 0);
	assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment_event WHERE status = '06'"), 1);
}

/* A class that was undone is the same one when it comes again; one of another grade is not. */
TEST(import_once_more_brings_back_the_class_it_had_made)
{
	static const char text[] = HEAD "#1|1A|Lê An|05/09/2019|Nam|Kinh\n#2|1A|Lê Bá|06/09/2019|Nam|Kinh\n";
	static const char codes[] = "SELECT count(DISTINCT code) FROM r_class", present[] = "SELECT count(*) FROM r_class WHERE status = '01'";
	struct import_undone n;

	province_make(c);
	struct import_summary s = pupils_take_text(c, text);
	assert_int_equal(s.classes_created, 1);
	for (int i = 0; i < 2; i++) {
		take_back(c, s.batch);
		assert_int_equal(pupils_number(c, present), 0);
		s = pupils_take(c, pupils_file(c, text), true);
		pupils_issues_are(c, &s, "~2B import.class_created; ");
		assert_non_null(strstr(s.issue[0].message, "lập lại, giữ mã cũ"));
		s = pupils_take_text(c, text);
		pupils_issues_are(c, &s, "~2B import.class_created; ");
		assert_true(pupils_number(c, codes) == 1 && pupils_number(c, present) == 1);
		assert_string_equal(pupils_class_of(c, "Lê An"), "1A");
		assert_int_equal(pupils_number(c, "SELECT count(*) FROM r_enrolment_event WHERE event = 'change_class'"), 0);
	}
	/* Whoever stands in it by now keeps it there. */
	struct rows r;
	OK(db_query(c, &r, "SELECT code FROM r_class", NULL, 0));
	const char *class = rows_text(&r, 0, 0), *new = province_record(c, SCHOOL, "learner",
		"{\"full_name\":\"Hồ Mới\",\"birth_date\":\"2019-03-09\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	const char *stands = province_record(c, SCHOOL, "enrolment", arena_fmt(c->arena, "{\"learner\":\"%s\",\"class\":\"%s\",\"school_year\":2025}", new, class));
	const struct unit u = school(c);
	FAILS(import_undo(c, &u, &s.batch, 1, NULL, NULL, &n), "import.changed");
	OK(set_status(c, "enrolment", stands, "99", NULL));
	take_back(c, s.batch);
	s = pupils_take_text(c, "STT|Lớp|Khối|Họ và tên|Ngày sinh|Giới tính|Dân tộc\n#1|1A|Khối 2|Lê An|05/09/2019|Nam|Kinh\n");
	assert_int_equal(s.classes_created, 1);
	assert_int_equal(pupils_number(c, codes), 2);
}
