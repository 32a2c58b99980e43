/* nutrition.c - body mass index and nutrition status of a health check. */
#include "domain/health/nutrition.h"

#include <math.h>

#include "catalog/expr.h"
#include "catalog/growth.h"
#include "db/db.h"

enum { CHUNK = 40, UNDER_FIVE = 60 };

struct layout {
	const struct field *learner, *day, *height, *weight, *bmi, *status, *z[GROWTH__COUNT];
};

static bool find_layout(const struct record_type *t, struct layout *l)
{
	*l = (struct layout){
		.learner = field_find(t, "learner"), .day = field_find(t, "checked_on"), .height = field_find(t, "height_cm"),
		.weight = field_find(t, "weight_kg"), .bmi = field_find(t, "bmi"), .status = field_find(t, "nutrition_status"),
		.z = { [GROWTH_HEIGHT] = field_find(t, "height_for_age"), [GROWTH_WEIGHT] = field_find(t, "weight_for_age"),
		       [GROWTH_BMI] = field_find(t, "bmi_for_age") },
	};
	return l->learner != NULL && l->day != NULL && l->height != NULL && l->weight != NULL && l->bmi != NULL && l->status != NULL &&
	       l->z[GROWTH_HEIGHT] != NULL && l->z[GROWTH_WEIGHT] != NULL && l->z[GROWTH_BMI] != NULL;
}

/* "00" to "04"; z[i] by enum growth_measure, known[i]: there is one; NULL: none is known. */
static const char *status_of(const double z[GROWTH__COUNT], const bool known[GROWTH__COUNT], int months)
{
	if (known[GROWTH_BMI] && z[GROWTH_BMI] > (months <= UNDER_FIVE ? 2 : 1))
		return "04";
	if (known[GROWTH_BMI] && z[GROWTH_BMI] < -2)
		return "03";
	if (known[GROWTH_HEIGHT] && z[GROWTH_HEIGHT] < -2)
		return "02";
	if (known[GROWTH_WEIGHT] && z[GROWTH_WEIGHT] < -2)
		return "01";
	return known[GROWTH_BMI] || known[GROWTH_HEIGHT] || known[GROWTH_WEIGHT] ? "00" : NULL;
}

static double real(const struct field *f, const struct val *v)
{
	return v->kind == VAL_NULL ? 0 : (double)v->i / pow(10, f->scale);
}

static struct val rounded(const struct field *f, double x)
{
	return val_int((int64_t)llround(x * pow(10, f->scale)));
}

/* birth_date and sex NULL: not known, then only the index is. */
static void compute(const struct growth *g, const struct layout *l, struct val *value, const char *birth_date, const char *sex)
{
	double height = real(l->height, &value[l->height->index]), weight = real(l->weight, &value[l->weight->index]);
	const double measured[GROWTH__COUNT] = {
		[GROWTH_HEIGHT] = height, [GROWTH_WEIGHT] = weight, [GROWTH_BMI] = height > 0 ? weight / (height * height / 10000) : 0,
	};
	const struct val *day = &value[l->day->index];
	int months = birth_date == NULL || day->kind != VAL_TEXT ? -1 : growth_months(birth_date, day->s);
	bool known[GROWTH__COUNT] = { false };
	double z[GROWTH__COUNT] = { 0 };

	value[l->bmi->index] = measured[GROWTH_BMI] > 0 ? rounded(l->bmi, measured[GROWTH_BMI]) : val_null();
	for (enum growth_measure i = 0; i < GROWTH__COUNT; i++) {
		known[i] = sex != NULL && months >= 0 && growth_z(g, i, sex, months, measured[i], &z[i]);
		value[l->z[i]->index] = known[i] ? rounded(l->z[i], z[i]) : val_null();
	}
	value[l->status->index] = val_text(status_of(z, known, months));
}

static bool look_up(struct ctx *c, const struct layout *l, const struct unit *u, const struct record_write *w, size_t n, struct rows *ret)
{
	struct val args[CHUNK + 1] = { val_int(u->id) };
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "SELECT code, CAST(birth_date AS TEXT), sex FROM %s WHERE unit_id = $1 AND code IN ", l->learner->to->table);
	sql_chunk(&sql, 2, CHUNK);
	for (size_t i = 0; i < n; i++)
		args[i + 1] = w[i].value[l->learner->index];
	return db_query(c, ret, sql.data, args, COUNT(args));
}

bool nutrition_compute(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	struct layout l;
	struct rows r;

	if (!find_layout(t, &l))
		return true;
	for (size_t from = 0; from < n; from += CHUNK) {
		size_t m = n - from < CHUNK ? n - from : CHUNK;
		if (!look_up(c, &l, u, w + from, m, &r))
			return false;
		for (size_t i = from; i < from + m; i++) {
			const struct val *code = &w[i].value[l.learner->index];
			size_t k = 0;
			while (k < r.count && !(code->kind == VAL_TEXT && streq(rows_text(&r, k, 0), code->s)))
				k++;
			compute(c->catalog->growth, &l, w[i].value, k < r.count ? rows_text(&r, k, 1) : NULL, k < r.count ? rows_text(&r, k, 2) : NULL);
		}
	}
	return true;
}
