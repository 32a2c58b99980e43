/* columns.c - the columns of a form as sets of profiles of whoever is counted. */
#include "domain/small/model.h"

#include <math.h>
#include <stdlib.h>

enum { WALK_MAX = 20000 };

bool small_walk_begin(struct small_walk *w, const struct expr_told *told, const uint64_t *names)
{
	size_t all = 1;

	*w = (struct small_walk){ .told = told };
	for (size_t i = 0; i < REFS_MAX; i++) {
		if ((names[i / 64] >> i % 64 & 1) == 0 || told[i].n == 0)
			continue;
		w->name[w->n++] = i;
		w->value[i] = told[i].value[0];
		all *= told[i].n;
		if (all > WALK_MAX)
			return false;
	}
	return true;
}

bool small_walk_next(struct small_walk *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct expr_told *t = &w->told[w->name[i]];
		w->at[i] = (w->at[i] + 1) % t->n;
		w->value[w->name[i]] = t->value[w->at[i]];
		if (w->at[i] != 0)
			return true;
	}
	return false;
}

/* Where the conditions cannot be read, each column has a profile of its own: nothing is known to hold between them. */
static void apart(struct small_columns *s)
{
	s->n_profiles = s->n;
	for (size_t k = 0; k < s->n; k++)
		s->has[k] = UINT64_C(1) << k;
}

bool small_asks_unit(const struct expr_refs *refs, const struct expr_told *own)
{
	size_t asked = 0, unit = 0;

	for (size_t i = 0; i < refs->n_refs; i++) {
		const char *path = refs->ref[i].path, *dot = strchr(path, '.');
		asked += own[i].n > 0;
		for (size_t t = 0; own[i].n > 0 && dot != NULL && t < refs->catalog->n_types; t++) {
			const struct record_type *type = &refs->catalog->type[t];
			unit += type->is_unit && strlen(type->name) == (size_t)(dot - path) && memcmp(type->name, path, (size_t)(dot - path)) == 0;
		}
	}
	return asked > 0 && unit == asked;
}

static bool find_profiles(struct ctx *c, struct small_columns *s, const struct expr_refs *refs, const struct expr *const *when)
{
	struct expr_told *told = NEW_N(c->arena, struct expr_told, REFS_MAX);
	uint64_t seen[PROFILES_MAX], names[REFS_MAX / 64] = { 0 };
	struct small_walk w;

	for (size_t k = 0; k < s->n; k++) {
		struct expr_told *own = NEW_N(c->arena, struct expr_told, REFS_MAX);
		if (!expr_tell(c->arena, when[k], told) || !expr_tell(c->arena, when[k], own))
			return false;
		s->of_unit[k] = small_asks_unit(refs, own);
	}
	for (size_t i = 0; i < REFS_MAX; i++)
		names[i / 64] |= (uint64_t)(told[i].n > 0) << i % 64;
	if (!small_walk_begin(&w, told, names))
		return false;
	do {
		uint64_t in = 0;
		size_t p = 0;
		for (size_t k = 0; k < s->n; k++)
			in |= (uint64_t)(when[k] == NULL || expr_eval(when[k], w.value) == TRUE) << k;
		while (p < s->n_profiles && seen[p] != in)
			p++;
		if (p < s->n_profiles || in == 0)
			continue;
		if (p == PROFILES_MAX)
			return false;
		seen[s->n_profiles++] = in;
		for (size_t k = 0; k < s->n; k++)
			s->has[k] |= (in >> k & 1) << p;
	} while (small_walk_next(&w));
	return true;
}

static int fewest_first(const void *a, const void *b)
{
	const struct small_shift *x = a, *y = b;

	return x->n != y->n ? (x->n > y->n) - (x->n < y->n) : memcmp(x->of, y->of, sizeof x->of);
}

static void add_shift(struct small_columns *s, const size_t *profile, const int *sign, size_t n)
{
	struct small_shift *x = &s->shift[s->n_shifts];

	*x = (struct small_shift){ .n = 0 };
	for (size_t k = 0; k < s->n; k++) {
		for (size_t i = 0; i < n; i++)
			x->of[k] = (int8_t)(x->of[k] + (int)(s->has[k] >> profile[i] & 1) * sign[i]);
		x->n += x->of[k] != 0;
	}
	s->n_shifts += x->n > 0;
}

/* Somebody more; somebody with another profile; and two of whom one has what the other had, without and with what they share. */
static void find_shifts(struct ctx *c, struct small_columns *s)
{
	const size_t n = s->n_profiles, most = n + n * n + n * n * n * n;
	size_t p[4];

	s->shift = NEW_N(c->arena, struct small_shift, (n > 12 ? n + n * n : most) + 1);
	for (p[0] = 0; p[0] < n; p[0]++) {
		add_shift(s, p, (const int[]){ 1 }, 1);
		for (p[1] = p[0] + 1; p[1] < n; p[1]++) {
			add_shift(s, p, (const int[]){ 1, -1 }, 2);
			for (p[2] = p[1] + 1; n <= 12 && p[2] < n; p[2]++)
				for (p[3] = p[0] + 1; p[3] < n; p[3]++)
					if (p[3] != p[1] && p[3] != p[2])
						add_shift(s, p, (const int[]){ 1, -1, -1, 1 }, 4);
		}
	}
	qsort(s->shift, s->n_shifts, sizeof *s->shift, fewest_first);
}

/* Sums of columns that count one profile alone, by elimination; false: the columns do not tell how many have it. */
static bool weigh(const struct small_columns *s, size_t profile, struct small_weights *ret)
{
	double a[PROFILES_MAX][FORM_COLUMNS_MAX + 1] = { { 0 } }, x[FORM_COLUMNS_MAX] = { 0 };
	size_t row = 0, pivot[FORM_COLUMNS_MAX];

	for (size_t p = 0; p < s->n_profiles; p++) {
		for (size_t k = 0; k < s->n; k++)
			a[p][k] = (double)(s->has[k] >> p & 1);
		a[p][s->n] = p == profile;
	}
	for (size_t k = 0; k < s->n && row < s->n_profiles; k++) {
		size_t best = row;
		for (size_t p = row; p < s->n_profiles; p++)
			best = fabs(a[p][k]) > fabs(a[best][k]) ? p : best;
		if (fabs(a[best][k]) < 0.01)
			continue;
		for (size_t j = 0; j <= s->n; j++) {
			const double swapped = a[row][j];
			a[row][j] = a[best][j];
			a[best][j] = swapped;
		}
		for (size_t p = 0; p < s->n_profiles; p++) {
			const double times = p == row ? 0 : a[p][k] / a[row][k];
			for (size_t j = 0; times != 0 && j <= s->n; j++)
				a[p][j] -= times * a[row][j];
		}
		pivot[row++] = k;
	}
	for (size_t r = 0; r < row; r++)
		x[pivot[r]] = a[r][s->n] / a[r][pivot[r]];
	for (size_t k = 0; k < s->n; k++)
		ret->of[k] = (int8_t)lround(x[k]);
	for (size_t p = 0; p < s->n_profiles; p++) {
		int sum = 0;
		for (size_t k = 0; k < s->n; k++)
			sum += ret->of[k] * (int)(s->has[k] >> p & 1);
		if (sum != (p == profile))
			return false;
	}
	return true;
}

/* Of up to four columns, where the profiles are not told by all of them. */
static void weigh_some(struct small_columns *s, size_t i, size_t j, size_t m)
{
	const uint64_t whole = s->has[i], a = s->has[j], b = s->has[m];
	struct small_weights *w = &s->never[s->n_never];

	if (i == j || i == m || j > m || (a & ~whole) != 0 || (b & ~whole) != 0)
		return;
	*w = (struct small_weights){ { 0 } };
	w->of[i] = 1;
	w->of[j] = -1;
	if (j != m) {
		w->of[m] = -1;
		for (size_t k = 0; (a & b) != 0 && k < s->n; k++)
			if (s->has[k] == (a & b)) {
				w->of[k]++;
				s->n_never++;
				return;
			}
		if ((a & b) != 0)
			return;
	}
	s->n_never++;
}

static void find_never(struct ctx *c, struct small_columns *s)
{
	bool all = true;

	s->never = NEW_N(c->arena, struct small_weights, s->n_profiles + s->n * s->n * s->n + 1);
	for (size_t p = 0; p < s->n_profiles; p++) {
		const bool told = weigh(s, p, &s->never[s->n_never]);
		s->n_never += told;
		all = all && told;
	}
	s->n_enough = all ? s->n_never : 0;
	for (size_t i = 0; i < s->n; i++)
		for (size_t j = 0; j < s->n; j++)
			for (size_t m = 0; m < s->n; m++)
				weigh_some(s, i, j, m);
	s->n_enough = all ? s->n_enough : s->n_never;
	for (size_t i = 0; i < s->n_shifts; i++) {
		int8_t *by = NEW_N(c->arena, int8_t, s->n_never + 1);
		for (size_t p = 0; p < s->n_never; p++)
			for (size_t k = 0; k < s->n; k++)
				by[p] = (int8_t)(by[p] + s->never[p].of[k] * s->shift[i].of[k]);
		s->shift[i].by = by;
	}
}

const struct small_columns *small_columns_of(struct ctx *c, const struct form_sheet *sheet, const struct expr_refs *refs, const struct expr *const *when)
{
	struct small_columns *s = NEW(c->arena, struct small_columns);

	s->sheet = sheet;
	s->n = sheet->n_columns;
	if (refs == NULL || !find_profiles(c, s, refs, when)) {
		memset(s->has, 0, sizeof s->has);
		apart(s);
	}
	find_shifts(c, s);
	find_never(c, s);
	return s;
}
