/* policy.c - numbers that a regulation sets, from catalog/policy.json. */
#include "catalog/loader.h"

enum { DAYS_MAX = 365, PERSONS_OTHERWISE = 500, PERSONS_MAX = 1000000, ASKS_OTHERWISE = 100, ASKS_MAX = 100000, MISSES_OTHERWISE = 50,
       MISSES_OF_PERSON_OTHERWISE = 5 };

static void read_number(struct loader *l, const struct source *s, const char *name, int min, int max, const char *what, int *ret)
{
	const json_t *n = json_object_get(s->json, name);

	if (json_is_integer(n) && json_integer_value(n) >= min && json_integer_value(n) <= max) {
		*ret = (int)json_integer_value(n);
		return;
	}
	loader_bad(l, s, arena_fmt(l->c->arena, "\"%s\"", name), "\"%s\" phải là số %s từ %d đến %d.", name, what, min, max);
}

void load_policy(struct loader *l)
{
	struct catalog *k = l->catalog;
	struct source s;

	k->transfer_release_days = DAYS_MAX;
	k->export_approval_over = PERSONS_OTHERWISE;
	k->duplicate_asks_a_day = ASKS_OTHERWISE;
	k->transfer_misses_a_day = MISSES_OTHERWISE;
	k->transfer_misses_of_person = MISSES_OF_PERSON_OTHERWISE;
	if (!loader_has(l, "policy.json") || !loader_read_json(l, "policy.json", &s))
		return;
	loader_known(l, &s, s.json, NULL, "transfer_release_days|export_approval_over|duplicate_asks_a_day|transfer_misses_a_day|transfer_misses_of_person");
	read_number(l, &s, "transfer_release_days", 1, DAYS_MAX, "ngày", &k->transfer_release_days);
	if (json_object_get(s.json, "export_approval_over") != NULL)
		read_number(l, &s, "export_approval_over", 0, PERSONS_MAX, "người", &k->export_approval_over);
	if (json_object_get(s.json, "duplicate_asks_a_day") != NULL)
		read_number(l, &s, "duplicate_asks_a_day", 0, ASKS_MAX, "lần hỏi", &k->duplicate_asks_a_day);
	if (json_object_get(s.json, "transfer_misses_a_day") != NULL)
		read_number(l, &s, "transfer_misses_a_day", 1, ASKS_MAX, "lần hỏi sai", &k->transfer_misses_a_day);
	if (json_object_get(s.json, "transfer_misses_of_person") != NULL)
		read_number(l, &s, "transfer_misses_of_person", 1, ASKS_MAX, "lần hỏi sai", &k->transfer_misses_of_person);
}
