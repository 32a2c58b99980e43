/* demo_names.c - names, dates and numbers of people and schools who do not exist. */
#include "domain/demo/demo_names.h"

#include "base/buf.h"
#include "domain/demo/demo_data.h"

/* The group of this key, or of the Kinh ("01"), whose names most peoples use. */
static const struct demo_choices *find_or_kinh(const struct demo_groups *g, const char *key, const char *kinh_key)
{
	const struct demo_choices *found = demo_group_find(g, key);

	return found != NULL ? found : demo_group_find(g, kinh_key);
}

struct slot {
	const char *name; /* "{family}" */
	const char *text;
};

/* A pattern with its slots filled; what would be double blanks is one, none at the ends. */
static const char *filled(struct arena *a, const char *pattern, const struct slot *slot, size_t n_slots)
{
	struct buf b = buf_in(a);

	while (*pattern != '\0') {
		size_t i = 0;
		while (i < n_slots && strncmp(pattern, slot[i].name, strlen(slot[i].name)) != 0)
			i++;
		if (i < n_slots) {
			buf_put(&b, slot[i].text);
			pattern += strlen(slot[i].name);
		} else if (*pattern == ' ' && (b.len == 0 || b.data[b.len - 1] == ' ')) {
			pattern++;
		} else {
			buf_char(&b, *pattern++);
		}
	}
	while (b.len > 0 && b.data[b.len - 1] == ' ')
		b.data[--b.len] = '\0';
	return buf_text(&b);
}

struct demo_person demo_person(const struct demo_data *d, struct demo_rng *r, struct arena *a, enum demo_age age,
                               const char *province, const char *sex, const char *ethnic_group)
{
	const char *time = age == DEMO_CHILD ? "child" : "adult";
	const struct demo_choices *shares = find_or_kinh(&d->ethnic, province, "00");
	const char *region = find_or_kinh(&d->region, province, "00")->item[0].text;
	/* Boys at birth: about 112 to 100 girls; grown up about even. */
	const char *drawn_sex = demo_chance(r, age == DEMO_CHILD ? 527 : 498) ? "01" : "02";
	const char *drawn_group = demo_choose(shares, r);
	struct demo_person p = {.sex = sex == NULL ? drawn_sex : sex,
	                        .ethnic_group = ethnic_group == NULL ? drawn_group : ethnic_group};

	/* Drawn one after the other: inside an initializer their order would be the compiler's choice. */
	const char *key = arena_fmt(a, "%s/%s/%s", p.ethnic_group, p.sex, time),
	           *kinh = arena_fmt(a, "01/%s/%s", p.sex, time);
	const char *family = demo_choose(
		find_or_kinh(&d->family, arena_fmt(a, "%s/%s", p.ethnic_group, region), arena_fmt(a, "01/%s", region)), r);
	const char *middle = demo_choose(find_or_kinh(&d->middle, key, kinh), r);
	const char *given = demo_choose(find_or_kinh(&d->given, key, kinh), r);
	const struct slot slots[] = {{"{family}", family}, {"{middle}", middle}, {"{given}", given}};
	const struct demo_choices *pattern =
		find_or_kinh(&d->pattern, arena_fmt(a, "%s/%s", p.ethnic_group, p.sex), arena_fmt(a, "01/%s", p.sex));
	p.full_name = filled(a, demo_choose(pattern, r), slots, COUNT(slots));
	return p;
}

struct date demo_birth_date(struct demo_rng *r, int year)
{
	int64_t first = date_to_days((struct date){year, 1, 1}), next = date_to_days((struct date){year + 1, 1, 1});

	return date_from_days(first + (int64_t)demo_below(r, (size_t)(next - first)));
}

const char *demo_personal_id(struct demo_rng *r, struct arena *a, const char *province, const char *sex, int birth_year)
{
	/* 1900-1999: 0 male, 1 female; each century adds 2.  The province is the old or new code with a zero before it.
	 */
	int century = birth_year / 100 - 19;
	int digit = century * 2 + (streq(sex, "02") ? 1 : 0);

	assert(birth_year >= 1900 && birth_year < 2400 && strlen(province) == 2);
	return arena_fmt(a, "0%s%d%02d%06zu", province, digit, birth_year % 100, demo_below(r, 1000000));
}

const char *demo_phone(struct demo_rng *r, struct arena *a)
{
	return arena_fmt(a, "09000%05zu", demo_below(r, 100000));
}

const char *demo_occupation(const struct demo_data *d, struct demo_rng *r)
{
	return demo_choose(demo_group_find(&d->occupation, ""), r);
}

const char *demo_school_name(const struct demo_data *d, struct demo_rng *r, struct arena *a, const char *level_group,
                             const char *commune, const char *province)
{
	const struct demo_choices *pattern = demo_group_find(&d->school, level_group);
	const char *hero = demo_choose(demo_group_find(&d->word, "hero"), r);
	const char *word = demo_choose(demo_group_find(&d->word, "word"), r);
	const struct slot slots[] = {
		{"{commune}", commune},
		{"{province}", province},
		{"{hero}", hero},
		{"{word}", word},
	};

	return filled(a, pattern == NULL ? "Trường {commune}" : demo_choose(pattern, r), slots, COUNT(slots));
}
