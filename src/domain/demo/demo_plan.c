/* demo_plan.c - which schools a demonstration province has: levels, sizes, names, codes. */
#include "domain/demo/demo_make.h"

#include "domain/place/input.h"
#include "domain/place/place.h"

enum { PRE = 1, PRIMARY, LOWER, UPPER, CONTINUING };
enum { SMALL = 40, ROOM_FOR_NAME_TRIES = 12, SERIAL_MAX = 99, EXTRA_DISTRICTS = 100 };

/* Learners of each level, of a thousand; the rest is primary. */
static const unsigned share[DEMO_LEVELS] = { [PRE] = 260, [LOWER] = 250, [UPPER] = 120, [CONTINUING] = 20 };

/* Kinds of school: the level that asks for it, further levels, how often, how often not public, size of each level. */
static const struct kind {
	const char *group;
	int anchor, also[3];
	unsigned weight, private_per_mille;
	size_t min, max;
	char digit; /* in the code */
} kinds[] = {
	{ "06", PRIMARY, { 0 }, 84, 15, 210, 840, '4' },
	{ "09", PRIMARY, { LOWER }, 13, 5, 130, 360, '5' },
	{ "11", PRIMARY, { LOWER, UPPER }, 2, 900, 150, 400, '7' },
	{ "16", PRIMARY, { PRE }, 1, 900, 90, 200, '4' },
	{ "01", PRE, { 0 }, 66, 60, 130, 460, '3' },
	{ "02", PRE, { 0 }, 10, 80, 90, 260, '3' },
	{ "03", PRE, { 0 }, 3, 500, 45, 100, '3' },
	{ "19", PRE, { 0 }, 6, 1000, 25, 70, '3' },
	{ "07", LOWER, { 0 }, 95, 15, 190, 800, '5' },
	{ "10", LOWER, { UPPER }, 5, 300, 180, 420, '7' },
	{ "08", UPPER, { 0 }, 100, 70, 380, 1350, '7' },
	{ "13", CONTINUING, { 0 }, 100, 40, 160, 600, '9' },
};

struct planner {
	struct ctx *c;
	const struct demo_data *data;
	struct demo_plan *plan;
	struct demo_rng rng;
	size_t left[DEMO_LEVELS], basic; /* basic: schools for communes, so far */
	const char **district;
	unsigned (*serial)[10];          /* by district, by digit */
	size_t n_districts;
};

const char *demo_bare_name(const char *place)
{
	static const char *const before[] = { "Thành phố ", "Tỉnh ", "Xã ", "Phường ", "Thị trấn ", "Đặc khu " };

	for (size_t i = 0; i < COUNT(before); i++)
		if (strncmp(place, before[i], strlen(before[i])) == 0)
			return place + strlen(before[i]);
	return place;
}

/* ---- the ground ---- */

static bool is_today(const struct list_item *it)
{
	return it->valid_to == NULL && (it->valid_from == NULL || strcmp(it->valid_from, PLACE_REFORM) <= 0);
}

bool demo_ground_find(struct ctx *c, const char *province, struct demo_ground *ret)
{
	const struct list *provinces = catalog_list(c->catalog, "province"), *communes = catalog_list(c->catalog, "commune");
	const struct list_item *own = provinces == NULL ? NULL : list_find(provinces, province, PLACE_REFORM);

	if (own == NULL || communes == NULL)
		return fail(c, ERR_INVALID, "demo.province", "Không có tỉnh, thành phố nào mang mã %.10s từ ngày 01/7/2025.", province);
	*ret = (struct demo_ground){ .province = own->code, .name = demo_bare_name(own->name),
		                     .commune = NEW_N(c->arena, const struct list_item *, communes->n_items + 1) };
	for (size_t i = 0; i < communes->n_items; i++)
		if (is_today(&communes->item[i]) && communes->item[i].parent != NULL && streq(communes->item[i].parent, own->code))
			ret->commune[ret->n_communes++] = &communes->item[i];
	return ret->n_communes > 0 || fail(c, ERR_INVALID, "demo.province", "Danh mục chưa có xã, phường nào của tỉnh %s.", own->name);
}

/* Three digits in a school's code: the old districts, then numbers no district had. */
static void find_districts(struct planner *p, const char *province)
{
	const struct list *all = catalog_list(p->c->catalog, "district");
	size_t room = (all == NULL ? 0 : all->n_items) + EXTRA_DISTRICTS;

	p->district = NEW_N(p->c->arena, const char *, room);
	for (size_t i = 0; all != NULL && i < all->n_items; i++)
		if (all->item[i].parent != NULL && streq(all->item[i].parent, province) && strlen(all->item[i].code) == 3)
			p->district[p->n_districts++] = all->item[i].code;
	for (int k = 0; k < EXTRA_DISTRICTS; k++)
		p->district[p->n_districts++] = arena_fmt(p->c->arena, "%03d", 1000 - EXTRA_DISTRICTS + k);
	p->serial = (unsigned(*)[10])arena_alloc(p->c->arena, p->n_districts * sizeof *p->serial);
}

static bool is_mountainous(const struct demo_data *d, const char *province)
{
	const struct demo_choices *shares = demo_group_find(&d->ethnic, province);
	uint32_t before = 0;

	if (shares == NULL)
		return false;
	for (size_t i = 0; i < shares->n; before = shares->item[i++].sum)
		if (streq(shares->item[i].text, "01"))
			return (shares->item[i].sum - before) * 10 < shares->item[shares->n - 1].sum * 7;
	return true;
}

/* ---- schools ---- */

static size_t draw_size(struct planner *p, const struct kind *k)
{
	size_t span = k->max - k->min + 1;

	return k->min + (demo_below(&p->rng, span) + demo_below(&p->rng, span)) / 2; /* the middle is most common */
}

static bool fits(const struct planner *p, const struct kind *k)
{
	for (size_t i = 0; i < COUNT(k->also) && k->also[i] != 0; i++)
		if (p->left[k->also[i]] < 2 * k->max)
			return false;
	return p->left[k->anchor] > k->max || k->also[0] == 0;
}

static const struct kind *choose_kind(struct planner *p, int level)
{
	const struct kind *first = NULL;
	unsigned sum = 0, at;

	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (kinds[i].anchor != level || !fits(p, &kinds[i]))
			continue;
		first = first == NULL ? &kinds[i] : first; /* a single-level kind stands first, and always fits */
		sum += kinds[i].weight;
	}
	at = (unsigned)demo_below(&p->rng, sum);
	for (const struct kind *k = first;; k++) {
		if (k->anchor != level || !fits(p, k))
			continue;
		if (at < k->weight)
			return k;
		at -= k->weight;
	}
}

/* The last school of a level takes what would be too little for one more. */
static size_t take_learners(struct planner *p, int level, size_t want)
{
	size_t n = p->left[level] < want + SMALL ? p->left[level] : want;

	p->left[level] -= n;
	return n;
}

static bool name_is_taken(const struct demo_plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->n_schools; i++)
		if (streq(plan->school[i].name, name))
			return true;
	return false;
}

static const char *draw_name(struct planner *p, const char *group, const struct list_item *commune)
{
	const char *name = NULL, *numbered;

	for (int i = 0; i < ROOM_FOR_NAME_TRIES; i++) {
		name = demo_school_name(p->data, &p->rng, p->c->arena, group, demo_bare_name(commune->name), p->plan->ground.name);
		if (!name_is_taken(p->plan, name))
			return name;
	}
	for (int i = 2;; i++) {
		numbered = arena_fmt(p->c->arena, "%s số %d", name, i);
		if (!name_is_taken(p->plan, numbered))
			return numbered;
	}
}

/* Province, three digits of a district, the level, a serial number: eight characters. */
static bool draw_code(struct planner *p, char digit, size_t commune, const char **ret)
{
	size_t real = p->n_districts > EXTRA_DISTRICTS ? p->n_districts - EXTRA_DISTRICTS : EXTRA_DISTRICTS;
	size_t first = commune * real / p->plan->ground.n_communes;

	for (size_t i = 0; i < p->n_districts; i++) {
		size_t d = i < real ? (first + i) % real : i;
		if (p->serial[d][digit - '0'] == SERIAL_MAX)
			continue;
		*ret = arena_fmt(p->c->arena, "%s%s%c%02u", p->plan->ground.province, p->district[d], digit, ++p->serial[d][digit - '0']);
		return true;
	}
	return fail(p->c, ERR_INVALID, "demo.size", "Tỉnh mẫu không đủ mã trường cho số người học này; hãy chọn số nhỏ hơn.");
}

static bool add_school(struct planner *p, int level, size_t n_used)
{
	struct demo_plan *plan = p->plan;
	const struct kind *k = choose_kind(p, level);
	bool first_centre = level == CONTINUING && (plan->n_schools == 0 || plan->school[plan->n_schools - 1].learners[CONTINUING] == 0);
	bool by_province = level >= UPPER || k->also[0] == UPPER || k->also[1] == UPPER;
	size_t commune = by_province ? demo_below(&p->rng, n_used) : p->basic++ % n_used;
	struct demo_plan_school s = { .level_group = first_centre ? "12" : k->group, .by_province = by_province };
	bool is_private = !first_centre && demo_chance(&p->rng, k->private_per_mille);

	commune = commune * plan->ground.n_communes / n_used; /* those in use lie all over the province */
	s.commune = plan->ground.commune[commune];
	s.ownership = !is_private ? "01" : demo_chance(&p->rng, 150) ? "03" : "09";
	s.n_learners = s.learners[level] = take_learners(p, level, draw_size(p, k));
	for (size_t i = 0; i < COUNT(k->also) && k->also[i] != 0; i++) {
		s.learners[k->also[i]] = take_learners(p, k->also[i], draw_size(p, k));
		s.n_learners += s.learners[k->also[i]];
	}
	if (!draw_code(p, k->digit, commune, &s.code))
		return false;
	s.name = draw_name(p, s.level_group, s.commune);
	plan->school = arena_grow(p->c->arena, plan->school, plan->n_schools, &plan->schools_room, sizeof s);
	plan->school[plan->n_schools++] = s;
	return true;
}

static void divide(struct planner *p, size_t learners)
{
	p->left[PRIMARY] = learners;
	for (int level = PRE; level < DEMO_LEVELS; level++) {
		size_t n = learners / 1000 * share[level] + learners % 1000 * share[level] / 1000;
		if (n < SMALL)
			continue; /* too few for a school: they are in primary */
		p->left[level] = n;
		p->left[PRIMARY] -= n;
	}
}

bool demo_plan_make(struct ctx *c, const struct demo_options *o, const struct demo_data *data, struct demo_plan *plan)
{
	/* Schools of several levels are asked for by the first of theirs here. */
	static const int order[] = { PRIMARY, LOWER, PRE, UPPER, CONTINUING };
	struct planner p = { .c = c, .data = data, .plan = plan, .rng = demo_rng_new(o->seed, 0) };

	*plan = (struct demo_plan){ 0 };
	if (o->learners == 0 || o->learners > 5000000)
		return fail(c, ERR_INVALID, "demo.size", "Số người học của tỉnh mẫu phải từ 1 đến 5000000.");
	if (!demo_ground_find(c, o->province, &plan->ground))
		return false;
	plan->mountains = is_mountainous(data, o->province);
	find_districts(&p, o->province);
	divide(&p, o->learners);
	/* About 1,300 learners a commune, then all communes. */
	size_t n_used = 1 + o->learners / 1300 < plan->ground.n_communes ? 1 + o->learners / 1300 : plan->ground.n_communes;
	for (size_t i = 0; i < COUNT(order); i++)
		while (p.left[order[i]] > 0)
			if (!add_school(&p, order[i], n_used))
				return false;
	return true;
}
