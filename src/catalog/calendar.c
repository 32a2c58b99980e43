/* calendar.c - the terms of the school year, from catalog/calendar.tsv. */
#include <stdlib.h>

#include "base/time.h"
#include "catalog/life.h"
#include "catalog/loader.h"

static const char path[] = "calendar.tsv";

enum { DAY = 16 };
enum { YEAR, PROVINCE, FIRST_DAY, CELLS = FIRST_DAY + TERMS };

static const char *day_in(const struct calendar_line *line, int term, int school_year, char room[DAY])
{
	snprintf(room, DAY, "%04d-%.5s", (school_year + line->next[term]) % 10000, line->day[term]);
	return room;
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
	char room[DAY];
	int term = -1;

	if (line == NULL || strcmp(date, day_in(after, 0, school_year + 1, room)) >= 0)
		return -1;
	for (int i = 0; i < TERMS; i++)
		if (strcmp(date, day_in(line, i, school_year, room)) >= 0)
			term = i;
	return term;
}

static bool read_day(const char *cell, struct calendar_line *line, int term)
{
	struct date d;
	char room[DAY];

	line->next[term] = *cell == '+';
	line->day[term] = cell + line->next[term];
	snprintf(room, sizeof room, "2001-%.5s", line->day[term]);
	return strlen(line->day[term]) == 5 && date_parse(room, &d);
}

static void read_line(struct loader *l, int no, char *text, struct calendar_line *line)
{
	char *cell[CELLS + 1], a[DAY], b[DAY];
	bool ok = loader_cells(text, cell, CELLS + 1) == CELLS;

	*line = (struct calendar_line){ 0 };
	ok = ok && (streq(cell[YEAR], "*") || (line->school_year = (int)strtol(cell[YEAR], NULL, 10)) > 1900);
	if (ok)
		line->province = *cell[PROVINCE] == '\0' ? NULL : cell[PROVINCE];
	for (int i = 0; ok && i < TERMS; i++)
		ok = read_day(cell[FIRST_DAY + i], line, i) && (i == 0 || strcmp(day_in(line, i - 1, 2000, a), day_in(line, i, 2000, b)) < 0);
	if (!ok)
		problem_add(l->c, &l->problems, path, "catalog.invalid",
		            "%s:%d: cần năm học (hoặc *), tỉnh, rồi ba ngày tăng dần dạng 08-01 hoặc +01-18, cách nhau bằng tab.", path, no);
}

void load_calendar(struct loader *l)
{
	struct source s;
	size_t rows = 1;
	int no = 0;

	if (!loader_has(l, path) || !loader_read(l, path, &s))
		return;
	for (const char *p = s.text; *p != '\0'; p++)
		rows += *p == '\n';
	struct calendar_line *all = NEW_N(l->c->arena, struct calendar_line, rows);
	l->catalog->calendar = all;
	for (char *rest = arena_strdup(l->c->arena, s.text), *line; (line = strsep(&rest, "\n")) != NULL;) {
		no++;
		if (*line != '\0' && *line != '#' && strncmp(line, "school_year\t", 12) != 0)
			read_line(l, no, line, &all[l->catalog->n_calendar++]);
	}
	if (line_for(l->catalog, 0, NULL) == NULL)
		problem_add(l->c, &l->problems, path, "catalog.invalid", "%s:%d: thiếu dòng cho mọi năm học (*) và mọi tỉnh.", path, no);
}
