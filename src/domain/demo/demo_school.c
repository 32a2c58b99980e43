/* demo_school.c - the institution itself: unit, campuses, rooms, yearly profile. */
#include "domain/demo/demo_make.h"

#include "catalog/unit_kind.h"
#include "domain/unit/unit_admin.h"

/* ---- the institution ---- */

enum { NAME, GROUP, OWNERSHIP, KIND, REGION, AREA, ZONE, PROVINCE, COMMUNE, ADDRESS, PHONE, EMAIL, FOUNDED, PARTY, INTERNATIONAL };
static const char *const names[] = { "name", "level_group", "ownership", "kind", "region", "priority_area", "difficulty_zone", "province",
	                             "commune", "address", "phone", "email", "founded_on", "has_party_cell", "is_international" };

static const char *school_kind(const struct demo_plan_school *s)
{
	if (streq(s->level_group, "12"))
		return "15";
	if (streq(s->level_group, "13"))
		return "16";
	return s->n_learners == s->learners[1] ? "13" : "07";
}

static void fill_school(struct ctx *c, struct demo_maker *m, const struct demo_form *f, struct draft *d)
{
	const struct demo_plan_school *s = m->school;
	int year = m->is_public ? 1955 + (int)demo_below(&m->rng, 55) : 1998 + (int)demo_below(&m->rng, 25);

	d->code = s->code;
	demo_text(f, d, NAME, s->name);
	demo_text(f, d, GROUP, s->level_group);
	demo_text(f, d, OWNERSHIP, s->ownership);
	demo_text(f, d, KIND, school_kind(s));
	demo_text(f, d, REGION, m->is_city ? "03" : m->plan.mountains ? "04" : "02");
	demo_text(f, d, AREA, m->is_city ? "02" : m->plan.mountains ? "04" : "03");
	demo_text(f, d, ZONE, m->is_difficult ? "01" : NULL);
	demo_text(f, d, PROVINCE, m->plan.ground.province);
	demo_text(f, d, COMMUNE, s->commune->code);
	demo_text(f, d, ADDRESS, arena_fmt(c->arena, "%s, %s", s->commune->name, m->plan.ground.name));
	demo_text(f, d, PHONE, demo_phone(&m->rng, c->arena));
	demo_text(f, d, EMAIL, arena_fmt(c->arena, "truong@%s.example", s->code));
	demo_text(f, d, FOUNDED, date_text(c->arena, demo_birth_date(&m->rng, year)));
	demo_set(f, d, PARTY, val_bool(m->is_public && demo_chance(&m->rng, 930)));
	demo_set(f, d, INTERNATIONAL, val_bool(!m->is_public && s->n_learners > 150 && demo_chance(&m->rng, 40)));
}

static bool find_or_make(struct ctx *c, const struct unit *u, const char *parent)
{
	struct unit found;

	if (unit_find(c, actor_scope(c), u->code, &found))
		return true;
	if (!ctx_forgive(c, ERR_NOT_FOUND))
		return false;
	return unit_make_office(c, u, parent, &found);
}

/* The Sở, and for most schools their commune: made when the first school needs them. */
static bool make_offices(struct ctx *c, struct demo_maker *m, const char **ret_parent)
{
	const struct list_item *place = m->school->commune;
	const struct unit so = { .code = m->plan.ground.province, .kind = unit_kind_of_place(c->catalog, "province"), .province = m->plan.ground.province, .status = UNIT_WORKING,
	                         .name = arena_fmt(c->arena, "Sở Giáo dục và Đào tạo %s", m->plan.ground.name) };
	const char *bare = demo_bare_name(place->name);
	const char *kind = demo_lower(c->arena, arena_strndup(c->arena, place->name, (size_t)(bare - place->name)));
	const struct unit commune = { .code = arena_fmt(c->arena, "X%s", place->code), .kind = unit_kind_of_place(c->catalog, "commune"), .province = m->plan.ground.province,
	                              .status = UNIT_WORKING, .name = arena_fmt(c->arena, "UBND %s%s", kind, bare) };

	*ret_parent = m->school->by_province ? so.code : commune.code;
	return find_or_make(c, &so, UNIT_ROOT) && (m->school->by_province || find_or_make(c, &commune, so.code));
}

static size_t draw_campuses(struct demo_maker *m)
{
	const struct demo_plan_school *s = m->school;
	unsigned more = m->is_city ? 150 : m->plan.mountains ? 600 : 350;
	size_t n = 1;

	if (s->by_province || s->n_learners < 90 || !m->is_public)
		return 1;
	while (n < 4 && s->n_learners / n > 90 && demo_chance(&m->rng, s->learners[1] + s->learners[2] > 0 ? more : more / 8))
		n++;
	return n;
}

enum { C_NAME, C_MAIN, C_ADDRESS, C_DISTANCE, C_AREA, C_PROVINCE, C_COMMUNE };
static const char *const campus_names[] = { "name", "is_main", "address", "distance_km", "area", "province", "commune" };

static bool make_campuses(struct ctx *c, struct demo_maker *m)
{
	struct demo_form f = demo_form(c, "campus", campus_names, COUNT(campus_names));
	struct demo_batch b = demo_batch(m, &f, NEW_N(m->keep, const char *, 4));

	m->n_campuses = draw_campuses(m);
	for (size_t i = 0; i < m->n_campuses; i++) {
		struct draft *d = demo_batch_add(c, m, &b);
		size_t hamlet = 1 + demo_below(&m->rng, 20);
		demo_text(&f, d, C_NAME, i == 0 ? "Điểm trường chính" : arena_fmt(c->arena, "Điểm trường %zu, thôn %zu", i + 1, hamlet));
		demo_set(&f, d, C_MAIN, val_bool(i == 0));
		demo_text(&f, d, C_ADDRESS, arena_fmt(c->arena, "Thôn %zu, %s", hamlet, m->school->commune->name));
		if (i > 0)
			demo_set(&f, d, C_DISTANCE, val_int(5 + (int64_t)demo_below(&m->rng, 90)));
		demo_set(&f, d, C_AREA, val_int((int64_t)(800 + demo_below(&m->rng, 9000)) * 100));
		demo_text(&f, d, C_PROVINCE, m->plan.ground.province);
		demo_text(&f, d, C_COMMUNE, m->school->commune->code);
	}
	m->campus = b.code;
	return demo_batch_write(c, m, &b);
}

enum { P_STANDARD, P_TWO_SESSIONS, P_COMPUTERS, P_INTERNET, P_POWER, P_WATER, P_TOILETS, P_HANDS, P_SEX, P_ACCESSIBLE, P_COUNSELLING,
       P_DISASTER, P_SEMI, P_BOARDING, P_MINIMUM, P_AREA };
static const char *const profile_names[] = { "quality_standard", "two_sessions", "uses_computers", "uses_internet", "grid_power",
	                                     "clean_water", "toilets", "handwashing", "sex_education", "accessible", "counselling", "disaster_plan",
	                                     "semi_boarding", "boarding", "minimum_quality", "area" };

static bool make_profile(struct ctx *c, struct demo_maker *m)
{
	/* Of a thousand schools, from P_TWO_SESSIONS on. */
	static const unsigned usual[] = { 800, 930, 960, 998, 975, 970, 900, 780, 420, 700, 860, 500, 5, 940 };
	struct demo_form f = demo_form(c, "school_year_profile", profile_names, COUNT(profile_names));
	struct demo_batch b = demo_batch(m, &f, NULL);
	struct draft *d = demo_batch_add(c, m, &b);
	size_t standard = demo_below(&m->rng, 100);

	demo_text(&f, d, P_STANDARD, standard < 45 ? "02" : standard < 62 ? "03" : NULL);
	for (size_t i = 0; i < COUNT(usual); i++)
		demo_set(&f, d, P_TWO_SESSIONS + i, val_bool(demo_chance(&m->rng, m->is_difficult ? usual[i] * 9 / 10 : usual[i])));
	demo_set(&f, d, P_AREA, val_int((int64_t)(1500 + demo_below(&m->rng, 15000)) * 100));
	return demo_batch_write(c, m, &b);
}

bool demo_school_make(struct ctx *c, struct demo_maker *m)
{
	struct demo_form f = demo_form(c, "school", names, COUNT(names));
	const char *parent;
	struct draft d;

	m->is_public = streq(m->school->ownership, "01");
	m->is_city = strncmp(m->school->commune->name, "Phường ", strlen("Phường ")) == 0;
	m->is_difficult = !m->is_city && demo_chance(&m->rng, m->plan.mountains ? 250 : 30);
	draft_init(c, f.type, &d);
	fill_school(c, m, &f, &d);
	return make_offices(c, m, &parent) && unit_make_school(c, &d, parent, &m->unit) && make_campuses(c, m) && make_profile(c, m);
}

/* ---- rooms ---- */

enum { R_NAME, R_KIND, R_SOLIDITY, R_LEVEL, R_CAMPUS, R_BORROWED, R_AREA, R_SEATS };
static const char *const room_names[] = { "name", "kind", "solidity", "level", "campus", "borrowed", "area", "seats" };

/* Beside classrooms: on which levels, how often of a thousand schools. */
static const struct {
	const char *kind, *name;
	int first, last;
	unsigned per_mille;
} special[] = {
	{ "02", "Thư viện", 2, 5, 950 },            { "03", "Phòng thiết bị", 2, 5, 800 },
	{ "04", "Phòng tin học", 2, 5, 900 },       { "05", "Phòng ngoại ngữ", 2, 5, 600 },
	{ "06", "Phòng nghệ thuật", 1, 3, 350 },    { "08", "Nhà đa năng", 2, 5, 350 },
	{ "10", "Phòng truyền thống", 2, 4, 700 },  { "11", "Phòng y tế", 1, 5, 900 },
	{ "14", "Phòng thí nghiệm Hoá", 3, 4, 700 }, { "14", "Phòng thí nghiệm Lý", 3, 4, 700 },
	{ "15", "Phòng tư vấn", 2, 4, 300 },        { "16", "Nhà bếp", 1, 1, 970 },
	{ "16", "Nhà bếp", 2, 2, 350 },             { "20", "Văn phòng", 1, 5, 1000 },
	{ "20", "Phòng hiệu trưởng", 1, 5, 1000 },  { "21", "Phòng giáo viên", 2, 5, 900 },
	{ "22", "Nhà vệ sinh", 1, 5, 1000 },        { "23", "Phòng đa chức năng", 1, 1, 300 },
};

static void fill_room(struct demo_maker *m, const struct demo_form *f, struct draft *d, const char *name, const char *kind, int level,
                      size_t campus)
{
	static const char *const levels[DEMO_LEVELS] = { "", "01", "02", "03", "04", "05" };
	size_t state = demo_below(&m->rng, 1000), weak = m->is_difficult ? 320 : 130;
	bool is_class = streq(kind, "01");

	demo_text(f, d, R_NAME, name);
	demo_text(f, d, R_KIND, kind);
	demo_text(f, d, R_SOLIDITY, state < weak / 8 ? "03" : state < weak ? "02" : "01");
	demo_text(f, d, R_LEVEL, levels[level]);
	demo_text(f, d, R_CAMPUS, m->campus[campus]);
	demo_set(f, d, R_BORROWED, val_bool(is_class && campus > 0 && demo_chance(&m->rng, 30)));
	demo_set(f, d, R_AREA, val_int((int64_t)(is_class ? 42 + demo_below(&m->rng, 24) : 20 + demo_below(&m->rng, 80)) * 100));
	if (is_class)
		demo_set(f, d, R_SEATS, val_int(40));
}

static bool add_room(struct ctx *c, struct demo_maker *m, const struct demo_form *f, struct demo_batch *b, const char *name,
                     const char *kind, int level, size_t campus)
{
	if (!demo_batch_ready(c, m, b))
		return false;
	fill_room(m, f, demo_batch_add(c, m, b), name, kind, level, campus);
	m->sum->rooms++;
	return true;
}

bool demo_rooms_make(struct ctx *c, struct demo_maker *m)
{
	struct demo_form f = demo_form(c, "room", room_names, COUNT(room_names));
	struct demo_batch b = demo_batch(m, &f, NULL);
	bool whole = m->school->n_learners >= 90; /* a small group has a classroom or two and a kitchen */

	for (size_t i = 0; i < m->n_classes; i++) {
		const struct demo_class *k = &m->class[i];
		if (k->slot->level > 2 && i % 8 == 7)
			continue; /* some take turns in one room */
		if (!add_room(c, m, &f, &b, arena_fmt(m->keep, "Phòng học %zu", i + 1), "01", k->slot->level, k->campus))
			return false;
	}
	for (int level = 1; level < DEMO_LEVELS; level++) {
		if (m->school->learners[level] == 0)
			continue;
		for (size_t i = 0; i < COUNT(special); i++)
			if (level >= special[i].first && level <= special[i].last && (whole || special[i].per_mille == 1000) &&
			    demo_chance(&m->rng, special[i].per_mille) &&
			    !add_room(c, m, &f, &b, special[i].name, special[i].kind, level, 0))
				return false;
	}
	return demo_batch_write(c, m, &b);
}
