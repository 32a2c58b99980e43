/* place.c - a set of places: filling, sorting, asking. */
#include "domain/place/place.h"

#include <stdlib.h>

struct place_set *place_set_new(struct arena *a)
{
	struct place_set *s = NEW(a, struct place_set);

	s->arena = a;
	s->notes.arena = a;
	return s;
}

struct place *place_add(struct place_set *s, struct place p)
{
	s->place = arena_grow(s->arena, s->place, s->n_places, &s->places_room, sizeof(p));
	s->place[s->n_places] = p;
	return &s->place[s->n_places++];
}

void place_add_change(struct place_set *s, struct place_change ch)
{
	s->change = arena_grow(s->arena, s->change, s->n_changes, &s->changes_room, sizeof(ch));
	s->change[s->n_changes++] = ch;
}

static int compare_key(const struct place *p, enum place_level level, const char *code)
{
	if (p->level != level)
		return p->level < level ? -1 : 1;
	return strcmp(p->code, code);
}

static int by_code(const void *a, const void *b)
{
	const struct place *p = a, *q = b;
	int order = compare_key(p, q->level, q->code);

	if (order != 0)
		return order;
	return strcmp(p->valid_from == NULL ? "" : p->valid_from, q->valid_from == NULL ? "" : q->valid_from);
}

static int by_old_code(const void *a, const void *b)
{
	const struct place_change *p = a, *q = b;
	int order = strcmp(p->old_code, q->old_code);

	if (order == 0)
		order = strcmp(p->new_code, q->new_code);
	return order != 0 ? order : (int)p->kind - (int)q->kind;
}

void place_finish(struct place_set *s)
{
	size_t i = 0;

	if (s->n_places > 0)
		qsort(s->place, s->n_places, sizeof(*s->place), by_code);
	if (s->n_changes > 0)
		qsort(s->change, s->n_changes, sizeof(*s->change), by_old_code);
	for (int level = 0; level < PLACE_LEVEL__COUNT; level++) {
		s->start[level] = i;
		while (i < s->n_places && (int)s->place[i].level == level)
			i++;
	}
	s->start[PLACE_LEVEL__COUNT] = i;
}

static bool valid_on(const struct place *p, const char *date)
{
	return (p->valid_from == NULL || strcmp(p->valid_from, date) <= 0) &&
	       (p->valid_to == NULL || strcmp(date, p->valid_to) < 0);
}

const struct place *place_find(const struct place_set *s, enum place_level level, const char *code, const char *date)
{
	size_t low = s->start[level], high = s->start[level + 1];
	const struct place *found = NULL;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(s->place[middle].code, code) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < s->start[level + 1] && streq(s->place[low].code, code); low++)
		if (date == NULL || valid_on(&s->place[low], date))
			found = &s->place[low];
	return found;
}

size_t place_count(const struct place_set *s, enum place_level level, const char *date)
{
	size_t n = 0;

	for (size_t i = s->start[level]; i < s->start[level + 1]; i++)
		n += valid_on(&s->place[i], date);
	return n;
}

static struct place_candidates changes_of(const struct place_set *s, const char *old_code)
{
	const size_t low = lower_bound(s->change, s->n_changes, sizeof *s->change, old_code);
	struct place_candidates found = {0};

	if (low == s->n_changes)
		return found;
	for (found.change = s->change + low; low + found.n < s->n_changes; found.n++)
		if (!streq(found.change[found.n].old_code, old_code))
			break;
	return found;
}

static bool takes_all_people(enum place_change_kind kind)
{
	return kind == PLACE_WHOLE || kind == PLACE_UNCHANGED || kind == PLACE_RENAMED ||
	       kind == PLACE_PART_ALL_PEOPLE || kind == PLACE_DISTRICT_WHOLE;
}

const char *place_convert(const struct place_set *s, const char *old_code, struct place_candidates *ret)
{
	const char *answer = NULL;
	size_t answers = 0;

	*ret = changes_of(s, old_code);
	/* A code that was only ever a slip of the publisher still leads to where it was meant. */
	for (size_t i = 0; ret->n == 0 && i < s->n_changes; i++)
		if (s->change[i].printed_code != NULL && streq(s->change[i].printed_code, old_code))
			*ret = changes_of(s, s->change[i].old_code);
	for (size_t i = 0; i < ret->n; i++) {
		if (!takes_all_people(ret->change[i].kind))
			continue;
		answer = ret->change[i].new_code;
		answers++;
	}
	return answers == 1 ? answer : NULL;
}
