/* demo_person.c - what a person has beside a name: a number of one's own, a father. */
#include "domain/demo/demo_make.h"

#include <stdio.h>

const char *demo_unique_id(struct demo_maker *m, struct arena *a, const char *province, const char *sex, int birth_year)
{
	enum { ALL = 1000000, STEP = 618033 }; /* no common divisor: every number comes once */
	char *id = arena_strdup(a, demo_personal_id(&m->rng, a, province, sex, birth_year));
	unsigned digit = (unsigned)(id[3] - '0'), year = (unsigned)birth_year % 100;
	uint64_t start = m->options->seed * 7919 + digit * 101 + year;
	uint64_t serial = m->id_serial[digit][year]++;

	snprintf(id + 6, 7, "%06u", (unsigned)((start % ALL + serial * STEP) % ALL));
	return id;
}

/* ---- names ---- */

/* One letter of UTF-8 of at most three bytes; its length. */
static size_t decode(const unsigned char *s, unsigned *ret)
{
	if (s[0] < 0x80) {
		*ret = s[0];
		return 1;
	}
	if (s[0] < 0xE0 && s[1] != 0) {
		*ret = (s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu);
		return 2;
	}
	if (s[0] < 0xF0 && s[1] != 0 && s[2] != 0) {
		*ret = (s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
		return 3;
	}
	*ret = 0; /* nothing Vietnamese: left as it is */
	return 1;
}

static unsigned lower(unsigned ch)
{
	if ((ch >= 'A' && ch <= 'Z') || (ch >= 0xC0 && ch <= 0xDE))
		return ch + 32;
	if (ch == 0x102 || ch == 0x110 || ch == 0x128 || ch == 0x168 || ch == 0x1A0 || ch == 0x1AF)
		return ch + 1;
	return ch >= 0x1EA0 && ch <= 0x1EF8 && ch % 2 == 0 ? ch + 1 : ch;
}

const char *demo_lower(struct arena *a, const char *text)
{
	char *copy = arena_strdup(a, text);
	unsigned ch;
	size_t n;

	for (unsigned char *s = (unsigned char *)copy; *s != '\0'; s += n) {
		n = decode(s, &ch);
		if (lower(ch) == ch)
			continue;
		ch = lower(ch); /* as many bytes as before, in every pair */
		if (n == 1) {
			s[0] = (unsigned char)ch;
		} else if (n == 2) {
			s[0] = (unsigned char)(0xC0 | ch >> 6);
			s[1] = (unsigned char)(0x80 | (ch & 0x3F));
		} else {
			s[1] = (unsigned char)(0x80 | (ch >> 6 & 0x3F));
			s[2] = (unsigned char)(0x80 | (ch & 0x3F));
		}
	}
	return copy;
}

/* How much of a name is the family's: the longest listed one that it begins with, else the first word. */
static size_t family_length(const struct demo_data *d, struct arena *a, const char *ethnic_group, const char *region, const char *name)
{
	const struct demo_choices *all = demo_group_find(&d->family, arena_fmt(a, "%s/%s", ethnic_group, region));
	size_t longest = strcspn(name, " ");

	for (size_t i = 0; all != NULL && i < all->n; i++) {
		size_t n = strlen(all->item[i].text);
		if (n > longest && strncmp(name, all->item[i].text, n) == 0 && name[n] == ' ')
			longest = n;
	}
	return longest;
}

const char *demo_father_name(struct demo_maker *m, struct arena *a, const char *child, const char *group)
{
	const struct demo_choices *pattern = demo_group_find(&m->data->pattern, arena_fmt(a, "%s/01", group));
	const struct demo_choices *regions = demo_group_find(&m->data->region, m->plan.ground.province);
	const char *region = regions == NULL ? "north" : regions->item[0].text;
	struct demo_person p = demo_person(m->data, &m->rng, a, DEMO_ADULT, m->plan.ground.province, "01", group);

	if (pattern != NULL && strncmp(pattern->item[0].text, "{family}", 8) != 0)
		return p.full_name;
	size_t own = family_length(m->data, a, group, region, p.full_name);
	return arena_fmt(a, "%.*s%s", (int)family_length(m->data, a, group, region, child), child, p.full_name + own);
}
