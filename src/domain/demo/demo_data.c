/* demo_data.c - read the material of catalog/demo. */
#include "domain/demo/demo_data.h"

#include <stdlib.h>

#include "base/tsv.h"
#include "domain/place/input.h"
#include "domain/place/tsv_file.h"

const char *const demo_file_names[DEMO_FILE__COUNT] = {
	[DEMO_FAMILY_NAMES] = "family_names.tsv",   [DEMO_MIDDLE_NAMES] = "middle_names.tsv",
	[DEMO_GIVEN_NAMES] = "given_names.tsv",     [DEMO_NAME_PATTERNS] = "name_patterns.tsv",
	[DEMO_ETHNIC_SHARES] = "ethnic_shares.tsv", [DEMO_SCHOOL_NAMES] = "school_names.tsv",
	[DEMO_SCHOOL_WORDS] = "school_words.tsv",   [DEMO_OCCUPATIONS] = "occupations.tsv",
};

static const struct {
	size_t n;
	const char *column[5];
} formats[DEMO_FILE__COUNT] = {
	[DEMO_FAMILY_NAMES] = {4, {"ethnic_group", "name", "weight_north", "weight_south"}},
	[DEMO_MIDDLE_NAMES] = {5, {"ethnic_group", "sex", "name", "weight_child", "weight_adult"}},
	[DEMO_GIVEN_NAMES] = {5, {"ethnic_group", "sex", "name", "weight_child", "weight_adult"}},
	[DEMO_NAME_PATTERNS] = {3, {"ethnic_group", "sex", "pattern"}},
	[DEMO_ETHNIC_SHARES] = {4, {"province", "region", "ethnic_group", "per_mille"}},
	[DEMO_SCHOOL_NAMES] = {3, {"level_group", "pattern", "weight"}},
	[DEMO_SCHOOL_WORDS] = {3, {"kind", "name", "weight"}},
	[DEMO_OCCUPATIONS] = {2, {"name", "weight"}},
};

static struct demo_choices *group_of(struct arena *a, struct demo_groups *g, const char *key)
{
	for (size_t i = g->n; i-- > 0;) /* rows of a group stand together: mostly the last */
		if (streq(g->group[i].key, key))
			return &g->group[i].choices;
	g->group = arena_grow(a, g->group, g->n, &g->room, sizeof(*g->group));
	g->group[g->n] = (struct demo_group){.key = key};
	return &g->group[g->n++].choices;
}

static void add(struct arena *a, struct demo_groups *g, const char *key, const char *text, int64_t weight)
{
	struct demo_choices *ch = group_of(a, g, key);
	uint32_t before = ch->n == 0 ? 0 : ch->item[ch->n - 1].sum;

	if (weight <= 0)
		return;
	ch->item = arena_grow(a, ch->item, ch->n, &ch->room, sizeof(*ch->item));
	ch->item[ch->n++] = (struct demo_choice){text, before + (uint32_t)weight};
}

/* Two weights of one row go to two groups. */
static bool add_pair(struct ctx *c, struct demo_groups *g, const struct tsv *t, const char *key, const char *first,
                     const char *second)
{
	size_t n = t->n_columns;
	int64_t a, b;

	if (!tsv_number(c, t, n - 2, &a) || !tsv_number(c, t, n - 1, &b))
		return false;
	add(c->arena, g, arena_fmt(c->arena, "%s/%s", key, first), t->cell[n - 3], a);
	add(c->arena, g, arena_fmt(c->arena, "%s/%s", key, second), t->cell[n - 3], b);
	return true;
}

static bool add_row(struct ctx *c, struct demo_data *d, enum demo_file file, const struct tsv *t)
{
	const char *two = arena_fmt(c->arena, "%s/%s", t->cell[0], t->n_columns > 1 ? t->cell[1] : "");
	int64_t weight = 1;

	switch (file) {
	case DEMO_FAMILY_NAMES:
		return add_pair(c, &d->family, t, t->cell[0], "north", "south");
	case DEMO_MIDDLE_NAMES:
		return add_pair(c, &d->middle, t, two, "child", "adult");
	case DEMO_GIVEN_NAMES:
		return add_pair(c, &d->given, t, two, "child", "adult");
	case DEMO_NAME_PATTERNS:
		add(c->arena, &d->pattern, two, t->cell[2], 1);
		return true;
	case DEMO_ETHNIC_SHARES:
		if (!tsv_number(c, t, 3, &weight))
			return false;
		add(c->arena, &d->region, t->cell[0], t->cell[1], 1);
		add(c->arena, &d->ethnic, t->cell[0], t->cell[2], weight);
		return true;
	case DEMO_SCHOOL_NAMES:
	case DEMO_SCHOOL_WORDS:
		if (!tsv_number(c, t, 2, &weight))
			return false;
		add(c->arena, file == DEMO_SCHOOL_NAMES ? &d->school : &d->word, t->cell[0], t->cell[1], weight);
		return true;
	case DEMO_OCCUPATIONS:
		if (!tsv_number(c, t, 1, &weight))
			return false;
		add(c->arena, &d->occupation, "", t->cell[0], weight);
		return true;
	case DEMO_FILE__COUNT:
		break;
	}
	return false;
}

static bool read_file(struct ctx *c, struct demo_data *d, enum demo_file file, const char *text)
{
	struct tsv t;
	bool more;

	if (!tsv_open(c, &t, demo_file_names[file], text, formats[file].column, formats[file].n))
		return false;
	for (;;) {
		if (!tsv_next(c, &t, &more))
			return false;
		if (!more)
			return true;
		if (!add_row(c, d, file, &t))
			return false;
	}
}

const struct demo_choices *demo_group_find(const struct demo_groups *g, const char *key)
{
	const struct demo_group wanted = {.key = key};
	const struct demo_group *hit = g->n == 0 ? NULL : bsearch(&wanted, g->group, g->n, sizeof(wanted), text_order);

	return hit == NULL || hit->choices.n == 0 ? NULL : &hit->choices;
}

const char *demo_choose(const struct demo_choices *ch, struct demo_rng *r)
{
	uint32_t at = (uint32_t)demo_below(r, ch->item[ch->n - 1].sum);
	size_t low = 0, high = ch->n - 1;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (ch->item[middle].sum <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return ch->item[low].text;
}

/* What the generator falls back on; without these it could not answer at all. */
static bool is_complete(struct ctx *c, const struct demo_data *d)
{
	static const char *const kinds[] = {"01/01/child", "01/01/adult", "01/02/child", "01/02/adult"};
	bool ok = demo_group_find(&d->family, "01/north") != NULL && demo_group_find(&d->family, "01/south") != NULL &&
	          demo_group_find(&d->pattern, "01/01") != NULL && demo_group_find(&d->pattern, "01/02") != NULL &&
	          demo_group_find(&d->ethnic, "00") != NULL && demo_group_find(&d->region, "00") != NULL &&
	          demo_group_find(&d->word, "hero") != NULL && demo_group_find(&d->word, "word") != NULL &&
	          demo_group_find(&d->occupation, "") != NULL;

	for (size_t i = 0; ok && i < COUNT(kinds); i++)
		ok = demo_group_find(&d->middle, kinds[i]) != NULL && demo_group_find(&d->given, kinds[i]) != NULL;
	return ok || fail(c, ERR_INVALID, "demo.empty",
	                  "Dữ liệu mẫu thiếu họ, tên đệm, tên của dân tộc 01 hoặc tỷ lệ của cả nước (00)");
}

bool demo_data_read(struct ctx *c, const char *const text[DEMO_FILE__COUNT], const struct demo_data **ret)
{
	struct demo_data *d = NEW(c->arena, struct demo_data);
	struct demo_groups *all[] = {&d->family, &d->middle, &d->given, &d->pattern,   &d->ethnic,
	                             &d->region, &d->school, &d->word,  &d->occupation};

	for (int file = 0; file < DEMO_FILE__COUNT; file++)
		if (!read_file(c, d, (enum demo_file)file, text[file]))
			return false;
	for (size_t i = 0; i < COUNT(all); i++)
		if (all[i]->n > 0)
			qsort(all[i]->group, all[i]->n, sizeof(struct demo_group), text_order);
	*ret = d;
	return is_complete(c, d);
}

bool demo_data_load(struct ctx *c, const char *catalog_dir, const struct demo_data **ret)
{
	const char *text[DEMO_FILE__COUNT];

	for (int i = 0; i < DEMO_FILE__COUNT; i++)
		if (!tsv_file(c, catalog_dir, arena_fmt(c->arena, "demo/%s", demo_file_names[i]), &text[i]))
			return false;
	return demo_data_read(c, text, ret);
}
