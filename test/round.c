/* round.c - what rounds of two sessions are made of. */
#include "round.h"

#include "db/db.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "domain/unit/unit_tree.h"
#include "province.h"

const struct scope round_everywhere = { .path = "/" };

int64_t round_number(struct ctx *c, const char *sql)
{
	struct rows r;

	OK(db_query(c, &r, sql, NULL, 0));
	return rows_int(&r, 0, 0);
}

/* Codes of a round: an office, a school below it, another school. */
const char *round_office(struct ctx *c, int round)
{
	return arena_fmt(c->arena, "P%04d", round);
}

const char *round_school(struct ctx *c, int round)
{
	return arena_fmt(c->arena, "19%04dA", round);
}

const char *round_other_school(struct ctx *c, int round)
{
	return arena_fmt(c->arena, "19%04dB", round);
}

static bool make_office(struct ctx *c, const char *code)
{
	const struct unit u = { .code = code, .name = "Phòng thử", .kind = "phong", .province = "19", .status = "01" };
	struct unit made;

	return unit_make_office(c, &u, "19", &made);
}

bool round_make_school(struct ctx *c, const char *code, const char *parent)
{
	const struct record_type *t = catalog_type(c->catalog, "school");
	json_t *o = json_pack("{ss ss ss ss ss}", "code", code, "name", "Trường Tiểu học Thử", "level_group", "06", "ownership", "01", "region", "01");
	struct unit made;
	struct draft d;

	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, t, o, NULL, &d);
	return unit_make_school(c, &d, parent, &made);
}

void round_units(struct ctx *c, int round)
{
	if (round_number(c, "SELECT count(*) FROM unit") == 0)
		province_make(c);
	OK(make_office(c, round_office(c, round)));
	OK(round_make_school(c, round_school(c, round), "19"));
	OK(round_make_school(c, round_other_school(c, round), "19"));
}

void round_tree_is_sound(struct ctx *c)
{
	struct problems p = { 0 };

	OK(unit_tree_check(c, &p));
	if (p.errors > 0)
		fail_msg("%s", p.first->message);
}

bool round_close(struct ctx *c, const char *code)
{
	struct unit u;

	return unit_find(c, &round_everywhere, code, &u) && unit_close(c, &u, &(struct unit_closing){ .date = TODAY });
}

bool round_write(struct ctx *c, const char *unit_code, const char *type, const char *json)
{
	const struct record_type *t = catalog_type(c->catalog, type);
	json_t *o = json_loads(json, 0, NULL);
	struct outcome out;
	struct unit u;
	struct draft d;

	arena_defer(c->arena, (void (*)(void *))json_decref, o);
	draft_from_json(c, t, o, NULL, &d);
	return unit_find(c, &round_everywhere, unit_code, &u) && record_write_batch(c, t, &u, &d, 1, &out) &&
	       (out.result != WRITE_REFUSED || fail_problems(c, &out.problems));
}

bool round_school_closes(struct ctx *c, int round)
{
	return round_close(c, round_school(c, round));
}
