/* growth.h - how a child's height, weight and body mass index stand among children of the
 * same sex and age: WHO Child Growth Standards 2006 (to 60 months) and growth reference
 * 2007 (to 228 months; weight to 120), catalog/growth.tsv. */
#ifndef GROWTH_H
#define GROWTH_H

#include "catalog/catalog.h"

enum growth_measure { GROWTH_HEIGHT, GROWTH_WEIGHT, GROWTH_BMI, GROWTH__COUNT };
enum { GROWTH_MONTHS = 229, GROWTH_SEXES = 2 };

struct growth_point {
	double l, m, s; /* m 0: no standard at this age */
};

struct growth {
	struct growth_point at[GROWTH__COUNT][GROWTH_SEXES][GROWTH_MONTHS];
};

/* Standard deviations from the median; value in cm, kg or kg/m².  Sex: code of list sex;
 * month: completed months of age.  Beyond three deviations weight and BMI go on in steps of
 * the distance between the second and the third, as WHO does.  False: no standard. */
bool growth_z(const struct growth *, enum growth_measure, const char *sex, int month, double value, double *ret_z);

/* Completed months from one day to another; -1 when the second is earlier or a date is no date. */
int growth_months(const char *birth_date, const char *date);

#endif
