/* test_identifier.c - what leads to a person's record: kept by code, and by the unit; brought over from an older release. */
#include "province.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "db/db.h"
#include "domain/merge/person_merge.h"
#include "store/hold.h"
#include "store/migrate.h"

#define SCHOOL "19172401"

static const char *learner(struct ctx *c, const char *key, const char *name)
{
	const struct unit u = province_unit(c, SCHOOL);
	struct draft d = province_draft(c, "learner", arena_fmt(c->arena,
		"{\"client_id\":\"%s\",\"full_name\":\"%s\",\"birth_date\":\"2018-03-09\",\"sex\":\"02\",\"ethnic_group\":\"08\"}", key, name));
	struct outcome out;

	OK(record_write_batch(c, catalog_type(c->catalog, "learner"), &u, &d, 1, &out));
	return out.code;
}

static struct record find(struct ctx *c, const char *code)
{
	struct record rec;

	OK(record_find(c, catalog_type(c->catalog, "learner"), actor_scope(c), code, &rec));
	return rec;
}

static const char *codes_of(struct ctx *c, const char *code)
{
	const struct record rec = find(c, code);
	struct buf b = buf_in(c->arena);

	OK(person_identifiers(c, &rec, &b));
	return buf_text(&b);
}

/* As it was migrated to before there were these two. */
static void forget_tables(struct ctx *c)
{
	json_t *all = json_loads(province_text(c, "SELECT value FROM meta WHERE name = 'tables'"), 0, NULL), *t;
	size_t i = 0;

	while ((t = json_array_get(all, i)) != NULL)
		if (strstr("other_code code_away", json_string_value(json_object_get(t, "name"))) != NULL)
			json_array_remove(all, i);
		else
			i++;
	char *text = json_dumps(all, JSON_COMPACT);
	OK(db_begin(c) && db_end(c, db_exec(c, SQL_META_PUT, ARGS(val_text("tables"), val_text(text)))));
	province_script(c, "DROP TABLE other_code; DROP TABLE code_away");
	free(text);
	json_decref(all);
}

TEST(codes_and_keys_of_an_older_release_are_brought_over)
{
	struct record parted;

	province_make(c);
	const char *a = learner(c, "k1/x", "Giàng Thị Dợ"), *b = learner(c, "k2", "Giàng Thị Dở");
	struct record of_a = find(c, a), of_b = find(c, b);
	int64_t merge;
	OK(person_bind(c, &of_a, "moet", "1900123456"));
	OK(person_merge(c, &of_b, &of_a, NULL, "một em", &merge));
	const char *codes = codes_of(c, a);
	assert_non_null(strstr(codes, b));
	assert_non_null(strstr(codes, "1900123456"));
	const char *gone = learner(c, "k3", "Giàng A Dê");
	struct record of_gone = find(c, gone), elsewhere;
	const struct unit there = province_unit(c, "01001401");
	OK(db_begin(c) && db_end(c, units_hold(c, (struct holding[]){ { of_a.unit.id, HOLD_OPEN }, { there.id, HOLD_OPEN } }, 2) &&
	                                person_move(c, &of_gone, &there, "2025-11-05", &elsewhere)));
	const char *away = province_text(c, "SELECT CAST(record_id AS TEXT) FROM code_away");
	assert_string_equal(away, arena_fmt(c->arena, "%" PRId64 "\n", of_gone.id));
	const char *keys = "SELECT value || ' ' || CAST(record_id AS TEXT) FROM client_key ORDER BY value", *before = province_text(c, keys);
	assert_non_null(strstr(before, "k1/x "));

	province_script(c, arena_fmt(c->arena, "INSERT INTO identifier (scheme, value, unit_id, type, record_id)"
		" SELECT 'client', CAST(unit_id AS TEXT) || '/' || type || '/' || value, unit_id, type, record_id FROM client_key; DELETE FROM client_key;"
		" UPDATE same_person SET undo = replace(replace(undo, '\"client_keys\":[\"k2\"]', '\"client_keys\":[]'),"
		" '\"codes\":[', '\"codes\":[[\"client\",\"%" PRId64 "/learner/k2\"],')", of_a.unit.id));
	forget_tables(c);
	OK(migrate(c));
	OK(migrate(c));
	assert_string_equal(province_text(c, keys), before);
	assert_string_equal(province_text(c, "SELECT scheme FROM identifier WHERE scheme = 'client'"), "");
	assert_string_equal(province_text(c, "SELECT CAST(record_id AS TEXT) FROM code_away"), away);
	assert_string_equal(codes_of(c, a), codes);
	assert_string_equal(learner(c, "k2", "Giàng Thị Dợ"), a);
	of_a = find(c, a);
	OK(person_unmerge(c, &of_a, &parted));
	assert_string_equal(parted.code, b);
	assert_null(strstr(codes_of(c, a), b));
	assert_non_null(strstr(codes_of(c, b), b));
	assert_string_equal(learner(c, "k2", "Giàng Thị Dở"), b);
}
