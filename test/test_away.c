/* test_away.c - whatever call of whatever work loses its connection: it fails as a database that is away, and the next works. */
#include <string.h>

#include "db/db.h"
#include "province.h"
#include "two_sessions.h"

#define SCHOOL "19172401"

static int64_t pid;               /* of the first session's server process; 0: it has not begun */
static const char *learner, *class_code;

static bool begin_as_first(struct ctx *c)
{
	struct rows r;

	pid = 0;
	if (!db_query(c, &r, "SELECT pg_backend_pid()", NULL, 0))
		return false;
	pid = rows_int(&r, 0, 0);
	return true;
}

static bool end_the_first(struct ctx *c, int round)
{
	struct rows r;

	(void)round;
	return pid == 0 || db_query(c, &r, arena_fmt(c->arena, "SELECT pg_terminate_backend(%" PRId64 ", 5000)", pid), NULL, 0);
}

static bool change(struct ctx *c, int round)
{
	struct draft d = province_draft(c, "learner", arena_fmt(c->arena, "{\"full_name\":\"Lê Văn %c%c\"}", 'A' + round % 26, 'a' + round / 26 % 26));
	struct record rec;
	int64_t version;

	return begin_as_first(c) && record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), learner, &rec) &&
	       record_change(c, &rec, 0, &d, &version);
}

static bool change_found(struct ctx *c, int round)
{
	struct draft d = province_draft(c, "learner", arena_fmt(c->arena, "{\"full_name\":\"Lê Văn %c%c\"}", 'A' + round % 26, 'a' + round / 26 % 26));
	struct record now;
	int64_t was;

	return begin_as_first(c) && record_change_found(c, d.type, learner, 0, &d, &now, &was);
}

static bool bring_many(struct ctx *c, int round)
{
	enum { MANY = 60 };
	struct draft d[MANY];
	struct outcome out[MANY];
	const struct unit u = province_unit(c, SCHOOL);

	for (int i = 0; i < MANY; i++)
		d[i] = province_draft(c, "learner", arena_fmt(c->arena, "{\"full_name\":\"Lê Văn %c%c\",\"birth_date\":\"2019-03-04\",\"sex\":\"01\","
		                                              "\"ethnic_group\":\"01\"}", 'A' + i % 26, 'a' + round % 26));
	return begin_as_first(c) && record_write_batch(c, d[0].type, &u, d, MANY, out);
}

static bool read_page(struct ctx *c, int round)
{
	struct record_query q = { .scope = actor_scope(c), .limit = 5 };
	struct buf b = buf_in(c->arena);
	const char *cursor;
	struct record rec;

	(void)round;
	if (!begin_as_first(c) || !db_read_begin(c))
		return false;
	bool ok = record_list(c, catalog_type(c->catalog, "learner"), &q, &b, &cursor) &&
	          record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), learner, &rec);
	db_read_end(c);
	return ok;
}

static void nothing(struct ctx *c, int round)
{
	(void)c, (void)round;
}

static size_t away;

static void is_away_or_done(struct ctx *c, int round, const struct ended *first, const struct ended *second)
{
	struct ctx own = *c;

	assert_true(second->ok);
	away += !first->ok;
	if (!first->ok && !streq(first->key, "db.away") && !streq(first->key, "db.unknown"))
		fail_msg("round %d: %s", round, first->key);
	/* One that did not hear of its end yet is told once. */
	if (!change(&own, round) && (own.err != ERR_BUSY || (ctx_clear(&own), !change(&own, round))))
		fail_msg("round %d: %s: %s", round, own.key, own.detail);
}

TEST(whatever_call_loses_its_connection_the_database_is_away)
{
	if (db_engine(c->db) != ENGINE_POSTGRES)
		return;
	province_make(c);
	class_code = province_record(c, SCHOOL, "class", "{\"name\":\"1A\",\"grade\":\"01\",\"school_year\":2025}");
	(void)province_pupil(c, SCHOOL, class_code, "Lê Văn An", "2019-03-04", "01", "01");
	learner = "1900000001";
	away = 0;
	two_sessions(c, nothing, change, end_the_first, is_away_or_done);
	assert_true(away >= 4);
	two_sessions(c, nothing, change_found, end_the_first, is_away_or_done);
	assert_true(away >= 7);
	two_sessions(c, nothing, bring_many, end_the_first, is_away_or_done);
	two_sessions(c, nothing, read_page, end_the_first, is_away_or_done);
	assert_true(away >= 15);
}
