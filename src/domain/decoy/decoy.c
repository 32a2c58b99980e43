/* decoy.c - planting records of nobody. */
#include "domain/decoy/decoy.h"

#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "domain/demo/demo_names.h"
#include "domain/unit/unit_admin.h"
#include "domain/unit/unit_life.h"
#include "store/hold.h"

/* Before the first year that anybody keeps figures of. */
#define FOUNDED   "1998-09-01"
#define DISSOLVED "2012-07-31"
enum { BORN_FIRST = 2000, BORN_YEARS = 6, CODES_TRIED = 20, CODE_DIGITS = 6 };
static const char level_group[] = "06", ownership[] = "09", dissolved[] = "05";

struct planting {
	struct ctx *c;
	const struct demo_data *data;
	struct demo_rng rng;
	struct unit office;
	struct demo_ground ground;
};

/* As the Ministry's are: the province and six digits. */
static bool draw_code(struct planting *p, const char **ret)
{
	struct ctx *c = p->c;
	struct unit taken;

	for (int i = 0; i < CODES_TRIED; i++) {
		*ret = arena_fmt(c->arena, "%s%0*zu", p->office.province, CODE_DIGITS, demo_below(&p->rng, 1000000));
		if (!unit_find(c, &scope_everywhere, *ret, &taken))
			return ctx_forgive(c, ERR_NOT_FOUND);
	}
	return fail(c, ERR_INTERNAL, "decoy.code", "no free code in %s", p->office.province);
}

static bool make_school(struct planting *p, struct unit *ret)
{
	struct ctx *c = p->c;
	struct outcome out;
	struct draft d;

	draft_init(c, catalog_type(c->catalog, "school"), &d);
	if (!draw_code(p, &d.code))
		return false;
	draft_set_text(&d, "name", demo_school_name(p->data, &p->rng, c->arena, level_group, demo_bare_name(p->ground.commune[demo_below(&p->rng, p->ground.n_communes)]->name), p->ground.name));
	draft_set_text(&d, "level_group", level_group);
	draft_set_text(&d, "ownership", ownership);
	draft_set_text(&d, "province", p->office.province);
	draft_set_text(&d, "founded_on", FOUNDED);
	return unit_make_school_in(c, &d, p->office.code, ret, &out);
}

static bool make_learner(struct planting *p, const struct unit *school)
{
	const struct record_type *t = catalog_type(p->c->catalog, "learner");
	const struct demo_person who = demo_person(p->data, &p->rng, p->c->arena, DEMO_CHILD, p->office.province, NULL, NULL);
	struct ctx *c = p->c;
	struct outcome out;
	struct draft d;

	draft_init(c, t, &d);
	draft_set_text(&d, "full_name", who.full_name);
	draft_set_text(&d, "birth_date", date_text(c->arena, demo_birth_date(&p->rng, BORN_FIRST + (int)demo_below(&p->rng, BORN_YEARS))));
	draft_set_text(&d, "sex", who.sex);
	draft_set_text(&d, "ethnic_group", who.ethnic_group);
	draft_set_text(&d, "birth_place", p->ground.name);
	return record_create(c, t, school, &d, &out) &&
	       db_exec(c, SQL_DECOY_INSERT, ARGS(val_int(school->id), val_text(out.code), val_text(t->name), val_int(c->now_ms)));
}

static bool plant(struct planting *p, size_t n, struct unit *school)
{
	int64_t lineage;

	if (!unit_tree_hold(p->c) || !make_school(p, school))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!make_learner(p, school))
			return false;
	return unit_numbers(p->c, school->id, 1, &lineage) && unit_lineage_add(p->c, school, lineage, NULL, "dissolved", DISSOLVED, NULL) &&
	       unit_end(p->c, school, dissolved, DISSOLVED, "CLOSE", NULL);
}

/* Nobody who has read the program can draw them again. */
static struct demo_rng unforeseen(struct arena *a)
{
	uint64_t seed[2];

	memcpy(seed, secret_token(a, sizeof seed), sizeof seed);
	return demo_rng_new(seed[0], seed[1]);
}

bool decoy_plant(struct ctx *c, const struct unit *office, const char *catalog_dir, size_t n, struct unit *ret)
{
	struct planting p = { .c = c, .rng = unforeseen(c->arena), .office = *office };

	if (n < 1 || n > DECOY_MAX)
		return fail(c, ERR_INVALID, "decoy.number", "Mỗi lần đặt từ 1 đến %d hồ sơ mồi.", DECOY_MAX);
	if (office->province == NULL || unit_is_school(c, office))
		return fail(c, ERR_INVALID, "decoy.unit", "Hồ sơ mồi đặt dưới một Sở, xã hoặc phòng của một tỉnh, không đặt ở %s; hãy ghi mã của Sở.", office->name);
	return demo_ground_find(c, office->province, &p.ground) && demo_data_load(c, catalog_dir, &p.data) && db_begin(c) && db_end(c, plant(&p, n, ret));
}

bool decoy_list(struct ctx *c, struct decoy **ret, size_t *ret_n)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_DECOY_ALL, NULL, 0))
		return false;
	*ret = NEW_N(c->arena, struct decoy, r.count + 1);
	*ret_n = r.count;
	for (size_t i = 0; i < r.count; i++)
		(*ret)[i] = (struct decoy){ rows_text(&r, i, 0), rows_text(&r, i, 1), rows_text(&r, i, 2), rows_text(&r, i, 3) };
	return true;
}
