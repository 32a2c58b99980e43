/* calendar.c - the terms of the school year, from catalog/calendar.tsv. */
#include "catalog/calendar.h"

#include <stdlib.h>

#include "base/time.h"
#include "base/tsv.h"
#include "catalog/loader.h"

static const char path[] = "calendar.tsv";

enum { YEAR, PROVINCE, FIRST_DAY };

bool year_day_parse(const char *text, struct year_day *ret)
{
	struct date d;
	char room[16];

	*ret = (struct year_day){ text + (*text == '+'), *text == '+' };
	snprintf(room, sizeof room, "2001-%.5s", ret->day);
	return strlen(ret->day) == 5 && date_parse(room, &d);
}

/* Into a room for it: terms are asked for by every event. */
static const char *put_day(const struct year_day *d, int school_year, char room[static 16])
{
	snprintf(room, 16, "%04d-%.5s", (school_year + d->next) % 10000, d->day);
	return room;
}

const char *year_day_in(struct arena *a, const struct year_day *d, int school_year)
{
	char room[16];

	return arena_strdup(a, put_day(d, school_year, room));
}

size_t calendar_terms(const struct catalog *k)
{
	const struct list *terms = catalog_list(k, "term");

	return terms == NULL ? 0 : terms->n_items;
}

const char *calendar_term_code(const struct catalog *k, int term)
{
	return catalog_list(k, "term")->item[term].code;
}

bool calendar_is_summer(const struct catalog *k, int term)
{
	return term >= 0 && (size_t)term + 1 == calendar_terms(k);
}

static const struct calendar_line *line_for(const struct catalog *k, int school_year, const char *province)
{
	const struct calendar_line *best = NULL;
	int best_fit = -1;

	for (size_t i = 0; i < k->n_calendar; i++) {
		const struct calendar_line *line = &k->calendar[i];
		bool year = line->school_year == school_year, own = line->province != NULL && province != NULL && streq(line->province, province);
		if ((line->school_year != 0 && !year) || (line->province != NULL && !own))
			continue;
		int fit = year * 2 + own;
		if (fit > best_fit) {
			best = line;
			best_fit = fit;
		}
	}
	return best;
}

int calendar_term(const struct catalog *k, int school_year, const char *province, const char *date)
{
	const struct calendar_line *line = line_for(k, school_year, province), *after = line_for(k, school_year + 1, province);
	const size_t n = calendar_terms(k);
	char room[16];
	int term = -1;

	if (line == NULL || strcmp(date, put_day(&after->begins[0], school_year + 1, room)) >= 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (strcmp(date, put_day(&line->begins[i], school_year, room)) >= 0)
			term = (int)i;
	return term;
}

static void read_line(struct loader *l, const struct tsv *t, struct calendar_line *line)
{
	const size_t n = calendar_terms(l->catalog);
	struct year_day *begins = NEW_N(l->c->arena, struct year_day, n + 1);
	const char *const *cell = t->cell;
	char a[16], b[16];
	bool ok = n > 0 && t->n == FIRST_DAY + n && t->n <= TSV_CELLS_MAX;

	*line = (struct calendar_line){ .begins = begins };
	ok = ok && (streq(cell[YEAR], "*") || (line->school_year = (int)strtol(cell[YEAR], NULL, 10)) > 1900);
	if (ok)
		line->province = *cell[PROVINCE] == '\0' ? NULL : cell[PROVINCE];
	for (size_t i = 0; ok && i < n; i++)
		ok = year_day_parse(cell[FIRST_DAY + i], &begins[i]) && (i == 0 || strcmp(put_day(&begins[i - 1], 2000, a), put_day(&begins[i], 2000, b)) < 0);
	if (!ok)
		problem_add(l->c, &l->problems, path, "catalog.invalid",
		            "%s:%zu: cần năm học (hoặc *), tỉnh, rồi %zu ngày tăng dần dạng 08-01 hoặc +01-18, mỗi học kỳ của danh mục term một ngày, cách nhau bằng tab.",
		            path, t->line, n);
}

void load_calendar(struct loader *l)
{
	struct source s;
	struct tsv t;

	if (!loader_has(l, path) || !loader_read(l, path, &s))
		return;
	struct calendar_line *all = NEW_N(l->c->arena, struct calendar_line, tsv_lines_max(s.text));
	l->catalog->calendar = all;
	tsv_begin(l->c->arena, &t, s.text);
	while (tsv_line(&t))
		if (!streq(t.cell[0], "school_year"))
			read_line(l, &t, &all[l->catalog->n_calendar++]);
	if (line_for(l->catalog, 0, NULL) == NULL)
		problem_add(l->c, &l->problems, path, "catalog.invalid", "%s:%zu: thiếu dòng cho mọi năm học (*) và mọi tỉnh.", path, t.line);
}
