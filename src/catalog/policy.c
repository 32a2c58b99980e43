/* policy.c - numbers that a regulation sets, from catalog/policy.json. */
#include "catalog/loader.h"
#include "catalog/unit_kind.h"

static const struct policy {
	const char *name, *what;
	size_t at;              /* in struct catalog */
	int min, max, otherwise; /* where it is not said */
	bool required;
} policies[] = {
#define POLICY(name, ...) { #name, .at = offsetof(struct catalog, name), __VA_ARGS__ }
	POLICY(transfer_release_days, .what = "ngày", .min = 1, .max = 365, .otherwise = 365, .required = true),
	POLICY(export_approval_over, .what = "người", .max = 1000000, .otherwise = 500),
	POLICY(export_traces_a_day, .what = "lần tra", .max = 100000, .otherwise = 50),
	POLICY(duplicate_asks_a_day, .what = "lần hỏi", .max = 100000, .otherwise = 100),
	POLICY(search_numbers_a_day, .what = "lần tìm", .max = 100000, .otherwise = 200),
	POLICY(transfer_misses_a_day, .what = "lần hỏi sai", .min = 1, .max = 100000, .otherwise = 50),
	POLICY(transfer_misses_of_person, .what = "lần hỏi sai", .min = 1, .max = 100000, .otherwise = 5),
	POLICY(client_calls_a_day, .what = "lần gọi", .min = 1, .max = 100000000, .otherwise = 20000),
	POLICY(support_requests_a_day, .what = "yêu cầu", .min = 1, .max = 100000, .otherwise = 20),
	POLICY(support_answer_days, .what = "ngày", .min = 1, .max = 365, .otherwise = 3),
	POLICY(sign_ins_kept_days, .what = "ngày", .min = 366, .max = 3660, .otherwise = 400), /* twelve months at the least: decree 333/2025, article 20 */
	POLICY(persons_an_hour, .what = "người", .max = 1000000, .otherwise = 2000),
	POLICY(views_kept_days, .what = "ngày", .min = 180, .max = 3660, .otherwise = 730), /* six months at the least: decree 165/2025 */
	POLICY(accounts_review_days, .what = "ngày", .min = 7, .max = 366, .otherwise = 90),
	POLICY(jobs_waiting_max, .what = "việc", .min = 1, .max = 100000, .otherwise = 100),
	POLICY(taken_in_megabytes_a_day, .what = "MB", .min = 32, .max = 1000000, .otherwise = 500),
	POLICY(password_characters, .what = "ký tự", .min = 8, .max = 64, .otherwise = 15),
	POLICY(password_characters_beside, .what = "ký tự", .min = 8, .max = 64, .otherwise = 8),
	POLICY(one_time_password_days, .what = "ngày", .min = 1, .max = 30, .otherwise = 7),
	POLICY(small_figures_below, .what = "người", .max = 100, .otherwise = 5),
	POLICY(second_step_demanded, .what = "(0 là tuỳ mỗi người, 1 là bắt buộc)", .max = 1),
#undef POLICY
};

#define KINDS "small_figures_of"

static const char *all_names(struct arena *a)
{
	struct buf b = buf_in(a);

	buf_put(&b, KINDS "|");

	for (size_t i = 0; i < COUNT(policies); i++)
		buf_fmt(&b, "%s%s", i > 0 ? "|" : "", policies[i].name);
	return buf_text(&b);
}

static int read_number(struct loader *l, const struct source *s, const struct policy *p)
{
	const json_t *n = json_object_get(s->json, p->name);

	if (json_is_integer(n) && json_integer_value(n) >= p->min && json_integer_value(n) <= p->max)
		return (int)json_integer_value(n);
	if (n != NULL || p->required)
		loader_bad(l, s, arena_fmt(l->c->arena, "\"%s\"", p->name), "\"%s\" phải là số %s từ %d đến %d.", p->name, p->what, p->min, p->max);
	return p->otherwise;
}

/* Where sums of sums are made all is shown: what is covered must be told from within one office that is not. */
static void read_kinds(struct loader *l, const struct source *s)
{
	struct catalog *k = l->catalog;

	k->small_figures_of = loader_texts(l, s, s->json, "\"" KINDS "\"", KINDS);
	for (const char *const *p = k->small_figures_of; *p != NULL; p++)
		if (unit_kind_find(k, *p) == NULL || unit_kind_adds_sums(k, *p) || unit_kind_is_added_up(k, *p))
			loader_bad(l, s, "\"" KINDS "\"", "\"" KINDS "\": \"%s\" phải là một loại đơn vị mà số liệu chỉ cộng từ cơ sở giáo dục và không được cộng tiếp.", *p);
}

void load_policy(struct loader *l)
{
	struct source s = { 0 };
	bool there = loader_has(l, "policy.json") && loader_read_json(l, "policy.json", &s);

	if (there)
		loader_known(l, &s, s.json, NULL, all_names(l->c->arena));
	for (size_t i = 0; i < COUNT(policies); i++)
		*(int *)((char *)l->catalog + policies[i].at) = there ? read_number(l, &s, &policies[i]) : policies[i].otherwise;
	if (there)
		read_kinds(l, &s);
	else
		l->catalog->small_figures_of = l->catalog->institution;
}
