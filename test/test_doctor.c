/* test_doctor.c - what is wrong with a database is told, each with what to do; a sound one has nothing. */
#include <sys/stat.h>

#include "api.h"
#include "db/db.h"
#include "domain/account/account.h"
#include "domain/doctor/doctor.h"
#include "domain/unit/unit_admin.h"
#include "province.h"
#include "store/schema_check.h"

static void quiet(enum doctor_check check, size_t done, size_t total)
{
	(void)check, (void)done, (void)total;
}

static const char *path_of_test(struct ctx *c)
{
	return strncmp(test_url(), "sqlite:", 7) == 0 ? arena_strndup(c->arena, test_url() + 7, strcspn(test_url() + 7, "?")) : NULL;
}

/* The throw-away PostgreSQL does not wait for its disk, and says so; a file of a test may be read by others. */
static bool is_of_the_machine(const struct problem *x)
{
	return streq(x->key, "doctor.setting") || streq(x->key, "doctor.mode") || streq(x->key, "doctor.space");
}

static size_t problems_of(struct ctx *c, const char *key, struct doctor *ret)
{
	size_t n = 0;

	doctor_look(c, path_of_test(c), quiet, ret);
	assert_int_equal(c->err, ERR_NONE);
	for (const struct problem *x = ret->problems.first; x != NULL; x = x->next)
		n += key == NULL ? !is_of_the_machine(x) : streq(x->key, key);
	return n;
}

static const char *message_of(const struct doctor *d, const char *key)
{
	for (const struct problem *x = d->problems.first; x != NULL; x = x->next)
		if (streq(x->key, key))
			return x->message;
	fail_msg("nothing says %s", key);
	return "";
}

/* Returns the code of the one enrolment. */
static const char *make_sound(struct ctx *c)
{
	const char *password;

	province_make(c);
	OK(account_make_first(c, "quantri", &password));
	return province_pupil(c, "19172401", province_record(c, "19172401", "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}"), "Lê Thị An",
	                      "2019-03-09", "02", "01");
}

static void run(struct ctx *c, const char *sql)
{
	OK(db_begin(c) && db_end(c, db_run(c, sql, NULL, 0)));
}

TEST(a_sound_database_has_nothing_for_the_doctor)
{
	struct doctor d;

	make_sound(c);
	assert_int_equal(problems_of(c, NULL, &d), 0);
	for (enum doctor_check i = 0; i < DOCTOR__COUNT; i++)
		assert_true((d.of[i].looked || i == DOCTOR_SPACE) && d.of[i].found != NULL && *d.of[i].found != '\0');
	for (enum doctor_check i = DOCTOR_TREES; i < DOCTOR__COUNT; i++)
		assert_true(d.of[i].sound);
}

static struct problems without(struct ctx *c, const char *drop)
{
	struct problems p = { 0 };

	OK(db_begin(c) && db_save(c) && db_script(c, drop) && schema_check(c, &p));
	assert_false(db_restore(c, false));
	OK(db_end(c, true));
	return p;
}

TEST(a_table_and_an_index_that_are_gone_are_told_with_what_to_do)
{
	struct problems p = without(c, "DROP TABLE job");
	assert_string_equal(p.first->key, "schema.table");
	assert_string_equal(p.first->field, "job");
	p = without(c, "DROP INDEX unit_edge_parent_id");
	assert_int_equal(p.errors, 1);
	assert_string_equal(p.first->key, "schema.index");
	p = without(c, db_engine(c->db) == ENGINE_SQLITE ? "DROP TABLE r_learner_search_key_words" : "DROP INDEX r_learner_search_key_words");
	assert_int_equal(p.errors, 1);
	assert_string_equal(p.first->key, "schema.index");
	p = without(c, "SELECT 1");
	assert_int_equal(p.errors, 0);
}

TEST(the_doctor_sees_rows_of_what_is_not_there)
{
	struct doctor d;

	const char *pupil = make_sound(c);
	run(c, "UPDATE r_enrolment SET learner_id = 999999");
	assert_int_equal(problems_of(c, "orphan.reference", &d), 1);
	assert_false(d.of[DOCTOR_ORPHANS].sound);
	assert_int_equal(d.of[DOCTOR_ORPHANS].problems, 1);
	/* Which school, which record, and what the catalogue calls both. */
	const struct record_type *t = catalog_type(c->catalog, "enrolment");
	const char *told = message_of(&d, "orphan.reference");
	assert_non_null(strstr(told, arena_fmt(c->arena, "%s, mục %s: 1 dòng", t->label, field_find(t, "learner")->label)));
	assert_non_null(strstr(told, arena_fmt(c->arena, "(đơn vị 19172401: %s)", pupil)));
	run(c, "DELETE FROM identifier WHERE type = 'learner'");
	assert_int_equal(problems_of(c, "orphan.code", &d), 1);
	told = strstr(message_of(&d, "orphan.code"), "INSERT INTO identifier");
	assert_non_null(told);
	run(c, told); /* what it advises heals */
	assert_int_equal(problems_of(c, "orphan.code", &d), 0);
	run(c, "UPDATE r_learner SET photo = 'abc'");
	assert_int_equal(problems_of(c, "orphan.file", &d), 1);
	run(c, "UPDATE r_class SET unit_id = 424242");
	assert_true(problems_of(c, "orphan.unit", &d) > 0);
}

TEST(the_doctor_sees_a_chain_a_tree_and_keys_that_are_broken)
{
	struct doctor d;

	make_sound(c);
	run(c, "UPDATE change SET after = '{}' WHERE type = 'learner'");
	assert_int_equal(problems_of(c, "audit.broken", &d), 1);
	assert_false(d.of[DOCTOR_CHAINS].sound);
	assert_non_null(strstr(message_of(&d, "audit.broken"), doctor_of_chains));
	run(c, "UPDATE unit SET path = '/9' WHERE code = '19172401'");
	assert_true(problems_of(c, "tree.path", &d) > 0);
	run(c, "UPDATE account SET disabled_at = 1");
	assert_int_equal(problems_of(c, "doctor.no_admin", &d), 1);
	assert_false(d.of[DOCTOR_KEYS].sound);
}

TEST(the_doctor_sees_a_key_that_is_gone)
{
	struct doctor d;
	struct rows r;

	make_sound(c);
	OK(db_rows(c, &r, SQL_META_GET, ARGS(val_text("seal_key"))));
	run(c, "UPDATE meta SET name = 'seal_key_away' WHERE name = 'seal_key'");
	assert_int_equal(problems_of(c, "doctor.seal_key", &d), 1);
	run(c, "UPDATE meta SET name = 'seal_key' WHERE name = 'seal_key_away'");
	assert_int_equal(problems_of(c, NULL, &d), 0);
}

TEST(the_doctor_of_another_schema_looks_at_no_more_than_it_can)
{
	struct doctor d;

	make_sound(c);
	run(c, "UPDATE meta SET value = replace(value, '\"name\":\"quota\"', '\"name\":\"quota_before\"') WHERE name = 'tables'");
	assert_true(problems_of(c, "migrate.refused", &d) > 0);
	assert_false(d.of[DOCTOR_VERSIONS].sound);
	assert_int_equal(d.of[DOCTOR_SPACE].looked, db_engine(c->db) == ENGINE_SQLITE);
	assert_true(d.of[DOCTOR_SETTINGS].looked);
	assert_false(d.of[DOCTOR_TREES].looked);
	run(c, "UPDATE meta SET value = replace(value, '\"name\":\"quota_before\"', '\"name\":\"quota\"') WHERE name = 'tables'");
}

TEST(the_doctor_sees_a_file_that_others_read)
{
	struct doctor d;

	if (db_engine(c->db) != ENGINE_SQLITE)
		skip();
	make_sound(c);
	assert_int_equal(chmod(path_of_test(c), 0600), 0);
	assert_int_equal(problems_of(c, "doctor.mode", &d), 0);
	assert_int_equal(chmod(path_of_test(c), 0640), 0);
	assert_int_equal(problems_of(c, "doctor.mode", &d), 1);
	assert_false(d.of[DOCTOR_SETTINGS].sound);
}

/* What cannot be read is told of the check that needs it; all the others run. */
TEST(the_doctor_goes_on_where_a_table_is_gone)
{
	struct doctor d;

	make_sound(c);
	run(c, "ALTER TABLE job RENAME TO job_away");
	assert_int_equal(problems_of(c, "doctor.unread", &d), 1); /* of what needs it; the table itself is told once */
	assert_non_null(strstr(message_of(&d, "schema.table"), "bảng job"));
	for (enum doctor_check i = DOCTOR_TABLES; i < DOCTOR__COUNT; i++) {
		assert_true(d.of[i].looked);
		assert_int_equal(d.of[i].sound, i != DOCTOR_TABLES && i != DOCTOR_ORPHANS && i != DOCTOR_JOBS);
	}
	assert_int_equal(problems_of(c, "orphan.unread", &d), 1);
	assert_true(problems_of(c, "orphan.reference", &d) == 0);
	run(c, "ALTER TABLE account RENAME TO account_away"); /* a whole check has nothing to look at */
	assert_int_equal(problems_of(c, "doctor.unread", &d), 3); /* keys, jobs, counters */
	assert_non_null(strstr(message_of(&d, "doctor.unread"), "máy báo: "));
	assert_true(d.of[DOCTOR_KEYS].looked && !d.of[DOCTOR_KEYS].sound);
	assert_true(d.of[DOCTOR_CHAINS].sound);
	run(c, "ALTER TABLE account_away RENAME TO account");
	run(c, "ALTER TABLE job_away RENAME TO job");
	assert_int_equal(problems_of(c, NULL, &d), 0);
}

#define ID_OF(code) "(SELECT id FROM unit WHERE code = '" code "')"

/* The advice is in the message as it must be typed, and does what it says. */
static void is_healed_by(struct ctx *c, const char *key, const char *code, const char *to, const char *from)
{
	const char *const one[] = { code };
	struct doctor d;

	assert_int_equal(problems_of(c, NULL, &d), 1);
	assert_non_null(strstr(message_of(&d, key), arena_fmt(c->arena, "khue unit move %s --to %s --from %s", code, to, from)));
	OK(unit_move(c, one, 1, to, from));
	assert_int_equal(problems_of(c, NULL, &d), 0);
}

TEST(what_the_doctor_advises_heals_a_unit_of_two_offices)
{
	make_sound(c);
	run(c, "INSERT INTO unit_edge (unit_id, parent_id, valid_from) SELECT " ID_OF("19172401") ", " ID_OF("P172") ", '2025-01-01'");
	is_healed_by(c, "tree.edge", "19172401", "P172", "2025-01-01"); /* both without an end */
	run(c, "UPDATE unit_edge SET valid_to = '2025-06-01' WHERE unit_id = " ID_OF("19172401") " AND valid_from < '2025-01-01'");
	is_healed_by(c, "tree.edge", "19172401", "P172", "2025-01-01");
	run(c, "UPDATE unit_edge SET valid_to = '1900-01-01' WHERE unit_id = " ID_OF("19172401") " AND valid_from < '2025-01-01'");
	is_healed_by(c, "tree.edge", "19172401", "P172", "2025-01-01");
}

TEST(what_the_doctor_advises_breaks_a_circle)
{
	struct doctor d;

	make_sound(c);
	run(c, "UPDATE unit_edge SET valid_to = '2025-01-01' WHERE unit_id = " ID_OF("P172"));
	run(c, "INSERT INTO unit_edge (unit_id, parent_id, valid_from) SELECT " ID_OF("P172") ", " ID_OF("19172401") ", '2025-01-01'");
	is_healed_by(c, "tree.circle", "P172", "19", "2025-01-01");
	/* Nothing is known of where it stood: no office is put below its school, nor a school anywhere. */
	run(c, "DELETE FROM unit_edge WHERE valid_to IS NOT NULL AND unit_id = " ID_OF("P172"));
	run(c, "UPDATE unit_edge SET parent_id = " ID_OF("19172401") " WHERE unit_id = " ID_OF("P172"));
	assert_int_equal(problems_of(c, NULL, &d), 1);
	assert_null(strstr(message_of(&d, "tree.circle"), "unit move"));
	assert_non_null(strstr(message_of(&d, "tree.circle"), "bản sao lưu"));
}
