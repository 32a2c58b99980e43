/* period.c - kinds of periods from catalog/periods.json. */
#include "catalog/period.h"

#include <stdlib.h>

#include "catalog/loader.h"

static const struct period_kind *find(const struct catalog *k, const char *code)
{
	for (size_t i = 0; i < k->n_periods; i++)
		if (streq(k->period[i].code, code))
			return &k->period[i];
	return NULL;
}

bool period_parse(const struct catalog *k, const char *text, struct period *ret)
{
	if (strlen(text) < 6 || strspn(text, "0123456789") != 4 || text[4] != '-')
		return false;
	*ret = (struct period){ (int)strtol(text, NULL, 10), find(k, text + 5) };
	return ret->kind != NULL && ret->year >= SCHOOL_YEAR_MIN && ret->year <= SCHOOL_YEAR_MAX;
}

const char *period_example(struct arena *a, const struct catalog *k)
{
	return arena_fmt(a, "2025-%s", k->n_periods == 0 ? "" : k->period[0].code);
}

const char *period_endings(struct arena *a, const struct catalog *k)
{
	struct buf b = buf_in(a);

	for (size_t i = 0; i < k->n_periods; i++)
		buf_fmt(&b, "%s-%s", i == 0 ? "" : " hoặc ", k->period[i].code);
	return buf_text(&b);
}

static void read_kind(struct loader *l, const struct source *s, const json_t *o, struct period_kind *p)
{
	const char *code = loader_text(l, s, o, "\"periods\"", "code");
	const char *near = arena_fmt(l->c->arena, "\"code\": \"%s\"", code == NULL ? "" : code);
	const char *day = loader_text_or_null(l, s, o, near, "day");

	loader_known(l, s, o, near, "code|label|day");
	if (code != NULL && (*code == '\0' || strlen(code) > 15 || strspn(code, "abcdefghijklmnopqrstuvwxyz_") != strlen(code) || find(l->catalog, code) != NULL))
		loader_bad(l, s, near, "\"code\" gồm 1 đến 15 chữ cái thường hoặc _, và mỗi mã đứng một lần.");
	p->code = code == NULL ? "?" : code;
	loader_label(l, s, o, near, &p->label, &p->label_en);
	if (day != NULL && !year_day_parse(day, &p->day))
		loader_bad(l, s, near, "\"day\" phải có dạng 09-30, hoặc +05-31 của năm dương lịch sau.");
}

void load_periods(struct loader *l)
{
	struct catalog *k = l->catalog;
	struct period_kind *all;
	const json_t *periods;
	struct source s;

	if (!loader_has(l, "periods.json") || !loader_read_json(l, "periods.json", &s))
		return;
	loader_known(l, &s, s.json, NULL, "periods");
	periods = json_object_get(s.json, "periods");
	k->period = all = NEW_N(l->c->arena, struct period_kind, json_array_size(periods) + 1);
	for (size_t i = 0; i < json_array_size(periods); i++, k->n_periods++)
		read_kind(l, &s, json_array_get(periods, i), &all[i]);
}
