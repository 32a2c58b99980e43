/* policy.c - numbers that a regulation sets, from catalog/policy.json. */
#include "catalog/loader.h"

enum { DAYS_MAX = 365 };

void load_policy(struct loader *l)
{
	struct source s;

	l->catalog->transfer_release_days = DAYS_MAX;
	if (!loader_has(l, "policy.json") || !loader_read_json(l, "policy.json", &s))
		return;
	loader_known(l, &s, s.json, NULL, "transfer_release_days");
	const json_t *days = json_object_get(s.json, "transfer_release_days");
	if (json_is_integer(days) && json_integer_value(days) >= 1 && json_integer_value(days) <= DAYS_MAX)
		l->catalog->transfer_release_days = (int)json_integer_value(days);
	else
		loader_bad(l, &s, "\"transfer_release_days\"", "\"transfer_release_days\" phải là số ngày từ 1 đến %d.", DAYS_MAX);
}
