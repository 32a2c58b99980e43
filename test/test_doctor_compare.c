/* test_doctor_compare.c - what was changed past the program is found: records by the log, jobs by their files, counters by what they counted. */
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/doctor/doctor.h"
#include "province.h"
#include "store/blob.h"

#define CLASS_1A "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"
#define BLOB(id, size) "INSERT INTO blob (id, unit_id, size, created_at) VALUES ('" id "', 1, " size ", 1763699000000)"
#define JOB(id, state, input, files) \
	"INSERT INTO job (id, unit_id, account_id, kind, state, done, total, input, created_at, changed_at, cancel, lane, started_at, files)" \
	" SELECT '" id "', id, 1, 'import', '" state "', 0, 0, '" input "', 1763699000000, 1763699000000, FALSE, 'import', 1763699000000, " files \
	" FROM unit WHERE code = '19172401'"

static void quiet(enum doctor_check check, size_t done, size_t total)
{
	(void)check, (void)done, (void)total;
}

static void run(struct ctx *c, const char *sql)
{
	OK(db_begin(c) && db_end(c, db_run(c, sql, NULL, 0)));
}

/* So many problems of the checks of this file, all of this key; the last message. */
static const char *told(struct ctx *c, enum doctor_check check, size_t n, const char *key)
{
	const char *message = "";
	struct doctor d;
	size_t of_key = 0, all = 0;

	doctor_look(c, NULL, quiet, &d);
	assert_int_equal(c->err, ERR_NONE);
	for (enum doctor_check i = DOCTOR_RECORDS; i < DOCTOR__COUNT; i++) {
		all += d.of[i].problems;
		assert_true(d.of[i].looked && d.of[i].sound == (d.of[i].problems == 0));
		assert_true(i == check || d.of[i].sound);
	}
	for (const struct problem *x = d.problems.first; x != NULL; x = x->next)
		if (key != NULL && streq(x->key, key)) {
			of_key++;
			message = x->message;
		}
	assert_int_equal(all, n);
	assert_int_equal(of_key, key == NULL ? 0 : n);
	return key == NULL ? d.of[check].found : message;
}

static const char *make(struct ctx *c)
{
	const char *password;

	province_make(c);
	OK(account_make_first(c, "quantri", &password));
	return province_pupil(c, "19172401", province_record(c, "19172401", "class", CLASS_1A), "Lê Thị An", "2019-03-09", "02", "01");
}

static struct record pupil(struct ctx *c)
{
	struct unit u = province_unit(c, "19172401");
	struct record rec;
	struct rows r;

	OK(db_query(c, &r, "SELECT id FROM r_learner", NULL, 0));
	OK(record_load(c, catalog_type(c->catalog, "learner"), &u, rows_int(&r, 0, 0), &rec));
	return rec;
}

static void change(struct ctx *c, const char *json)
{
	const struct record rec = pupil(c);
	const struct draft d = province_draft(c, "learner", json);
	int64_t version;

	OK(record_change(c, &rec, 0, &d, &version));
}

TEST(the_doctor_compares_every_record_with_the_log)
{
	make(c);
	change(c, "{\"full_name\":\"Lê Thị Ân\",\"birth_place\":\"Việt Trì\"}");
	change(c, "{\"birth_place\":null}");
	assert_non_null(strstr(told(c, DOCTOR_RECORDS, 0, NULL), "so hết "));
	run(c, "UPDATE r_learner SET birth_place = 'Phú Thọ'"); /* the log's last word is: nothing */
	const char *said = told(c, DOCTOR_RECORDS, 1, "log.differs");
	assert_non_null(strstr(said, arena_fmt(c->arena, "đơn vị 19172401: %s (%s)", pupil(c).code, field_find(catalog_type(c->catalog, "learner"), "birth_place")->label)));
	assert_null(strstr(said, "Phú Thọ"));
	/* The advice: put right by the program, it agrees again. */
	change(c, "{\"birth_place\":\"Lâm Thao\"}");
	told(c, DOCTOR_RECORDS, 0, NULL);
	run(c, "UPDATE r_learner SET full_name = 'Lê Thị Bình'");
	told(c, DOCTOR_RECORDS, 1, "log.differs");
	run(c, "UPDATE r_learner SET full_name = 'Lê Thị Ân'");
	told(c, DOCTOR_RECORDS, 0, NULL);
}

TEST(the_doctor_compares_versions_and_statuses_with_the_log)
{
	make(c);
	run(c, "UPDATE r_learner SET version = version + 1");
	assert_non_null(strstr(told(c, DOCTOR_RECORDS, 1, "log.differs"), "số bản"));
	change(c, "{\"birth_place\":\"Lâm Thao\"}");
	told(c, DOCTOR_RECORDS, 0, NULL);
	run(c, "UPDATE r_class SET status = 'CANCELLED'");
	assert_non_null(strstr(told(c, DOCTOR_RECORDS, 1, "log.differs"), "trạng thái"));
}

/* A status other than the usual one stands in the entry that made the record. */
TEST(the_doctor_knows_a_status_that_was_there_from_the_beginning)
{
	struct outcome out = { 0 };

	make(c);
	const struct unit u = province_unit(c, "19172401");
	struct draft d = province_draft(c, "learner", "{\"full_name\":\"Lê Văn Bé\",\"birth_date\":\"2019-03-10\",\"sex\":\"01\",\"ethnic_group\":\"01\"}");
	d.status = "02";
	OK(record_write_batch(c, d.type, &u, &d, 1, &out));
	assert_int_equal(out.result, WRITE_CREATED);
	told(c, DOCTOR_RECORDS, 0, NULL);
	run(c, "UPDATE r_learner SET status = '01' WHERE status = '02'");
	assert_non_null(strstr(told(c, DOCTOR_RECORDS, 1, "log.differs"), "trạng thái"));
}

TEST(the_doctor_sees_records_that_nobody_made_or_that_are_gone)
{
	make(c);
	run(c, "UPDATE r_learner SET id = id + 100");
	run(c, "UPDATE unit_head SET next_id = 1000 WHERE next_id > 1");
	struct doctor d;
	doctor_look(c, NULL, quiet, &d);
	size_t gone = 0, missing = 0;
	for (const struct problem *x = d.problems.first; x != NULL; x = x->next) {
		gone += streq(x->key, "log.gone") && strstr(x->message, "đơn vị 19172401: ") != NULL;
		missing += streq(x->key, "log.missing") && strstr(x->message, pupil(c).code) != NULL;
	}
	assert_int_equal(gone, 1);
	assert_int_equal(missing, 1);
}

/* Who retires it has said so in the log, and no more: the rest of it nobody told. */
TEST(what_the_doctor_advises_settles_a_record_that_nobody_made)
{
	int64_t version;

	make(c);
	run(c, arena_fmt(c->arena, "DELETE FROM change WHERE type = 'learner' AND code = '%s'", pupil(c).code));
	told(c, DOCTOR_RECORDS, 1, "log.missing");
	const struct record rec = pupil(c);
	OK(record_set_status(c, &rec, rec.version, "02", "không có người này", &version));
	told(c, DOCTOR_RECORDS, 0, NULL);
	run(c, "UPDATE r_learner SET status = '01'");
	assert_non_null(strstr(told(c, DOCTOR_RECORDS, 1, "log.differs"), "trạng thái"));
}

/* Pages: more records than one, the broken one in the last and one in the first. */
TEST(the_doctor_compares_more_records_than_a_page_holds)
{
	struct buf b = buf_in(c->arena);

	make(c);
	struct unit u = province_unit(c, "19172402");
	enum { N = 1203 };
	struct draft *d = NEW_N(c->arena, struct draft, N);
	struct outcome *out = NEW_N(c->arena, struct outcome, N);
	const struct record_type *t = catalog_type(c->catalog, "class");
	for (size_t i = 0; i < N; i++)
		d[i] = province_draft(c, "class", arena_fmt(c->arena, "{\"name\":\"1A%zu\",\"grade\":\"01\",\"school_year\":2025}", i));
	OK(record_write_batch(c, t, &u, d, N, out));
	assert_int_equal(out[N - 1].problems.errors, 0);
	told(c, DOCTOR_RECORDS, 0, NULL);
	for (size_t i = 0; i < N; i += i < 7 ? 1 : N - 8)
		buf_fmt(&b, "%s%" PRId64, b.len > 0 ? ", " : "", out[i].id);
	run(c, arena_fmt(c->arena, "UPDATE r_class SET name = 'đổi' WHERE id IN (%s) AND name LIKE '1A_%%'", buf_text(&b)));
	const char *said = told(c, DOCTOR_RECORDS, 1, "log.differs");
	assert_non_null(strstr(said, ": 9 hồ sơ"));
	assert_non_null(strstr(said, "; …)"));
}

TEST(the_doctor_sees_jobs_whose_files_are_gone)
{
	make(c);
	run(c, BLOB("whole", "3"));
	run(c, arena_fmt(c->arena, "INSERT INTO blob_part (blob_id, part, bytes) VALUES ('whole', 0, %s)", db_engine(c->db) == ENGINE_SQLITE ? "x'00'" : "'0'"));
	run(c, BLOB("half", "NULL"));
	run(c, JOB("j1", "queued", "{\"files\":[{\"blob\":\"whole\",\"name\":\"a\"}]}", "NULL"));
	assert_non_null(strstr(told(c, DOCTOR_JOBS, 0, NULL), "1 việc chưa xong hoặc của hai ngày qua, 2 tệp tạm, trong đó 1 không thuộc việc nào"));
	run(c, "UPDATE blob SET size = 600000 WHERE id = 'whole'"); /* of which one part is there */
	assert_non_null(strstr(told(c, DOCTOR_JOBS, 1, "job.input_lost"), "(đơn vị 19172401: j1)"));
	run(c, "UPDATE blob SET size = 3 WHERE id = 'whole'");
	run(c, JOB("j2", "running", "{\"files\":[{\"blob\":\"half\",\"name\":\"a\"}]}", "NULL"));
	assert_non_null(strstr(told(c, DOCTOR_JOBS, 1, "job.input_lost"), "1 việc đang chờ hoặc đang chạy (đơn vị 19172401: j2)"));
	run(c, "UPDATE job SET state = 'done', files = '[null,\"whole\"]' WHERE id = 'j2'"); /* what was sent is dropped by then */
	told(c, DOCTOR_JOBS, 0, NULL);
	run(c, "DELETE FROM blob_part WHERE blob_id = 'whole'");
	run(c, "DELETE FROM blob WHERE id = 'whole'");
	run(c, "UPDATE job SET state = 'cancelled' WHERE id = 'j1'");
	assert_non_null(strstr(told(c, DOCTOR_JOBS, 1, "job.output_lost"), "(đơn vị 19172401: j2)"));
	c->now_ms += BLOB_KEEP_MS; /* now it may be gone */
	told(c, DOCTOR_JOBS, 0, NULL);
}

TEST(the_doctor_sees_files_that_nobody_sweeps)
{
	make(c);
	run(c, BLOB("old", "3"));
	c->now_ms += 3 * (int64_t)BLOB_KEEP_MS; /* a restored backup that nobody works with has some */
	told(c, DOCTOR_JOBS, 0, NULL);
	run(c, arena_fmt(c->arena, "INSERT INTO chain_check (unit_id, verified_at, up_to) VALUES (1, %" PRId64 ", 0)", c->now_ms));
	told(c, DOCTOR_JOBS, 1, "blob.overdue");
	OK(blob_sweep(c, c->now_ms - BLOB_KEEP_MS));
	told(c, DOCTOR_JOBS, 0, NULL);
	run(c, arena_fmt(c->arena, "INSERT INTO blob_part (blob_id, part, bytes) VALUES ('none', 0, %s)", db_engine(c->db) == ENGINE_SQLITE ? "x'00'" : "'0'"));
	assert_non_null(strstr(told(c, DOCTOR_JOBS, 1, "blob.part"), "DELETE FROM blob_part"));
	run(c, "DELETE FROM blob_part WHERE blob_id NOT IN (SELECT id FROM blob)");
	told(c, DOCTOR_JOBS, 0, NULL);
}

/* The command is in the message as it must be typed, and does what it says. */
static void is_healed(struct ctx *c, const char *message)
{
	const char *sql = strstr(message, "\"UPDATE "), *end = sql == NULL ? NULL : strchr(sql + 1, '"');

	assert_non_null(end);
	run(c, arena_strndup(c->arena, sql + 1, (size_t)(end - sql - 1)));
	told(c, DOCTOR_COUNTERS, 0, NULL);
}

TEST(the_doctor_sees_counters_below_what_they_gave_out)
{
	make(c);
	told(c, DOCTOR_COUNTERS, 0, NULL);
	run(c, "UPDATE unit_head SET next_id = next_id - 1 WHERE unit_id = (SELECT id FROM unit WHERE code = '19172401')");
	const char *said = told(c, DOCTOR_COUNTERS, 1, "counter.low");
	assert_non_null(strstr(said, "đơn vị 19172401"));
	is_healed(c, said);
	province_record(c, "19172401", "class", "{\"name\":\"1B\",\"grade\":\"01\",\"school_year\":2025}");
	run(c, "UPDATE code_counter SET next = 2 WHERE scheme = 'unit'");
	is_healed(c, told(c, DOCTOR_COUNTERS, 1, "counter.low"));
	run(c, "UPDATE code_counter SET next = 1 WHERE scheme = 'account'");
	is_healed(c, told(c, DOCTOR_COUNTERS, 1, "counter.low"));
}
