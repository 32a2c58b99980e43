/* growth.c - standards of children's growth. */
#include "catalog/growth.h"

#include <math.h>
#include <stdlib.h>

#include "base/time.h"
#include "base/tsv.h"
#include "catalog/loader.h"

static const char path[] = "growth.tsv";
static const char *const measures[GROWTH__COUNT] = { "height", "weight", "bmi" };

static int sex_index(const char *sex)
{
	return streq(sex, "01") ? 0 : streq(sex, "02") ? 1 : -1;
}

static double deviations(const struct growth_point *p, double value)
{
	return fabs(p->l) < 1e-9 ? log(value / p->m) / p->s : (pow(value / p->m, p->l) - 1) / (p->l * p->s);
}

static double value_at(const struct growth_point *p, double z)
{
	return fabs(p->l) < 1e-9 ? p->m * exp(p->s * z) : p->m * pow(1 + p->l * p->s * z, 1 / p->l);
}

bool growth_z(const struct growth *g, enum growth_measure measure, const char *sex, int month, double value, double *ret)
{
	int s = sex_index(sex);
	const struct growth_point *p;

	if (g == NULL || s < 0 || month < 0 || month >= GROWTH_MONTHS || value <= 0)
		return false;
	p = &g->at[measure][s][month];
	if (p->m == 0)
		return false;
	*ret = deviations(p, value);
	if (measure == GROWTH_HEIGHT || fabs(*ret) <= 3)
		return true;
	double side = *ret > 0 ? 1 : -1, third = value_at(p, 3 * side), second = value_at(p, 2 * side);
	*ret = 3 * side + (value - third) / fabs(third - second);
	return true;
}

int growth_months(const char *birth_date, const char *date)
{
	struct date b, d;

	if (!date_parse(birth_date, &b) || !date_parse(date, &d))
		return -1;
	int months = (d.year - b.year) * 12 + d.month - b.month - (d.day < b.day);
	return months < 0 ? -1 : months;
}

static bool read_number(const char *cell, double *ret)
{
	char *end;

	*ret = strtod(cell, &end);
	return *cell != '\0' && *end == '\0' && isfinite(*ret);
}

static bool read_line(const struct tsv *t, struct growth *g)
{
	enum { MEASURE, SEX, MONTH, L, M, S, CELLS };
	const char *const *cell = t->cell;
	struct growth_point point;
	size_t measure = 0;
	double month;

	if (t->n != CELLS)
		return false;
	while (measure < GROWTH__COUNT && !streq(measures[measure], cell[MEASURE]))
		measure++;
	int sex = sex_index(cell[SEX]);
	if (measure == GROWTH__COUNT || sex < 0 || !read_number(cell[MONTH], &month) || month != floor(month) || month < 0 || month >= GROWTH_MONTHS ||
	    !read_number(cell[L], &point.l) || !read_number(cell[M], &point.m) || !read_number(cell[S], &point.s) || point.m <= 0 || point.s <= 0)
		return false;
	struct growth_point *at = &g->at[measure][sex][(int)month];
	if (at->m != 0)
		return false;
	*at = point;
	return true;
}

void load_growth(struct loader *l)
{
	struct growth *g;
	struct source s;
	struct tsv t;

	if (!loader_has(l, path) || !loader_read(l, path, &s))
		return;
	g = NEW(l->c->arena, struct growth);
	l->catalog->growth = g;
	tsv_begin(l->c->arena, &t, s.text);
	while (tsv_line(&t))
		if (!streq(t.cell[0], "indicator") && !read_line(&t, g))
			problem_add(l->c, &l->problems, path, "catalog.invalid",
			            "%s:%zu: cần height, weight hoặc bmi, giới tính, tháng tuổi (mỗi tháng một lần), rồi L, M, S, cách nhau bằng tab.", path, t.line);
}
