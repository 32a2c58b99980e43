/* test_status.c - one status for many records. */
#include "db/db.h"
#include "province.h"
#include "store/change.h"
#include "store/status.h"

enum { MANY = 95 };

static struct status_of make(struct ctx *c, size_t i)
{
	struct record rec;
	const char *code = province_record(c, "19172401", "learner", arena_fmt(c->arena, "{\"full_name\":\"Lê Số %zu\",\"birth_date\":\"2018-03-09\","
	                                   "\"sex\":\"01\",\"ethnic_group\":\"01\"}", i));

	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), code, &rec));
	return (struct status_of){ rec.id, rec.version, rec.code, rec.status };
}

static bool set(struct ctx *c, const struct status_of *of, const char *status)
{
	const struct unit u = province_unit(c, "19172401");

	return db_begin(c) && db_end(c, record_set_status_all(c, catalog_type(c->catalog, "learner"), &u, of, MANY, status, "thử"));
}

static void all_are(struct ctx *c, const struct status_of *of, const char *status, int64_t version)
{
	for (size_t i = 0; i < MANY; i++) {
		struct record rec;
		OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), of[i].code, &rec));
		assert_string_equal(rec.status, status);
		assert_int_equal(rec.version, version);
	}
}

TEST(all_or_none_get_a_status)
{
	struct status_of of[MANY];
	int64_t before, after;

	province_make(c);
	for (size_t i = 0; i < MANY; i++)
		of[i] = make(c, i);
	const struct unit u = province_unit(c, "19172401");
	OK(chain_verify(c, &u, &before));
	of[MANY - 1].version++;
	FAILS(set(c, of, "02"), "record.stale");
	all_are(c, of, "01", 1);
	of[MANY - 1].version--;
	OK(set(c, of, "02"));
	all_are(c, of, "02", 2);
	OK(chain_verify(c, &u, &after));
	assert_int_equal(after - before, MANY);
	json_t *history = change_history(c, &u, "learner", of[MANY - 1].id);
	const json_t *entry = json_object_get(json_array_get(history, 1), "after");
	assert_string_equal(json_string_value(json_object_get(entry, "status")), "02");
	assert_string_equal(json_string_value(json_object_get(entry, "reason")), "thử");
	json_decref(history);
	FAILS(set(c, of, "01"), "record.stale");
}
