/* move.c - whether another world can be, and what it needs covered. */
#include "domain/small/move.h"

static const struct small_line *line_at(const struct small_relations *r, const struct small_move *m, size_t i)
{
	return &r->line[m->line[i]];
}

void small_count_zeros(const struct small_relations *r, const struct small_table *t, const struct small_move *m, int sign, struct small_zeros *ret)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct small_line *l = line_at(r, m, i);
		for (size_t k = 0; k < l->columns->n; k++) {
			const int by = sign * m->sign[i] * m->shift->of[k];
			const int64_t x = t->cell[l->at + k];
			ret->to += by != 0 && r->counts[l->at + k] && x > 0 && x + by == 0;
			ret->from += by != 0 && r->counts[l->at + k] && x == 0;
		}
	}
}

int64_t small_line_cost(const struct small_relations *r, const struct small_table *t, const struct small_move *m, size_t i)
{
	const struct small_line *l = line_at(r, m, i);
	int64_t cost = 0;

	for (size_t k = 0; k < l->columns->n; k++) {
		const size_t at = l->at + k;
		if (m->shift->of[k] == 0 || !r->counts[at] || t->covered[at])
			continue;
		cost += t->open ? COST_OPEN : 0;
		cost += t->cell[at] < 1 ? COST_ZERO : COST_CELL + (t->cell[at] < COST_CELL ? t->cell[at] : COST_CELL);
	}
	return cost;
}

static bool asks_blank(const struct small_relations *r, const struct small_rule *rule, const int8_t *weight, size_t n)
{
	for (size_t i = 0; i < rule->n; i++)
		for (size_t k = 0; k < n; k++)
			if (weight[k] != 0 && !r->counts[r->line[rule->line[i]].at + k])
				return true;
	return false;
}

static bool has_gaps(const struct small_relations *r, const struct small_rule *rule)
{
	for (size_t i = 0; i < rule->n; i++)
		if (r->line[rule->line[i]].gaps)
			return true;
	return false;
}

/* Of a sum of columns: what the rule's lines add up to, and by how much the move changes it. */
static bool breaks(const struct small_relations *r, const struct small_table *t, const struct small_rule *rule, const int8_t *weight, size_t n, int by)
{
	int64_t value = 0;

	if (by >= 0 || asks_blank(r, rule, weight, n))
		return false;
	for (size_t k = 0; k < n; k++)
		for (size_t i = 0; i < rule->n && weight[k] != 0; i++)
			value += (int64_t)weight[k] * rule->sign[i] * t->cell[r->line[rule->line[i]].at + k];
	return value + by < (value < 0 ? value : 0);
}

/* value: of each profile, which was added up before. */
static bool breaks_any(const struct small_relations *r, const struct small_table *t, const struct small_rule *rule, const int64_t *value,
                       const struct small_shift *shift, int times)
{
	const struct small_columns *s = r->line[rule->line[0]].columns;
	const bool gaps = has_gaps(r, rule);

	for (size_t i = 0; i < s->n_enough && !gaps; i++) {
		const int by = times * shift->by[i];
		if (by < 0 && value[i] + by < (value[i] < 0 ? value[i] : 0))
			return true;
	}
	for (size_t i = 0; i < s->n_never && gaps; i++)
		if (breaks(r, t, rule, s->never[i].of, s->n, times * shift->by[i]))
			return true;
	return false;
}

void small_weigh(const struct small_relations *r, struct small_table *t)
{
	for (size_t l = 0; l < r->n_lines; l++) {
		const struct small_columns *s = r->line[l].columns;
		for (size_t i = 0; i < s->n_enough; i++)
			for (size_t k = 0; k < s->n; k++)
				t->weighed[l * r->stride + i] += s->never[i].of[k] * t->cell[r->line[l].at + k];
	}
	for (size_t k = 0; k < r->n_rules; k++)
		for (size_t i = 0; i < r->rule[k].n && !r->rule[k].equal && !r->rule[k].by_column; i++)
			for (size_t p = 0; p < r->stride; p++)
				t->ruled[k * r->stride + p] += r->rule[k].sign[i] * t->weighed[r->rule[k].line[i] * r->stride + p];
}

void small_move_push(const struct small_relations *r, struct small_move *m, size_t line, int sign)
{
	const struct small_line *l = &r->line[line];

	m->line[m->n] = line;
	m->sign[m->n++] = (int8_t)sign;
	for (size_t i = 0; i < l->n_rules; i++)
		m->times[l->rule[i]] += sign * l->sign[i];
}

void small_move_pop(const struct small_relations *r, struct small_move *m)
{
	const struct small_line *l = &r->line[m->line[--m->n]];

	for (size_t i = 0; i < l->n_rules; i++)
		m->times[l->rule[i]] -= m->sign[m->n] * l->sign[i];
}

/* A line alone: no profile is had by fewer than nobody. */
static bool is_negative(const struct small_relations *r, const struct small_table *t, const struct small_move *m, size_t i, int sign)
{
	const size_t line = m->line[i];
	const int8_t one = 1;
	const struct small_rule alone = { .line = &line, .sign = &one, .n = 1 };

	return breaks_any(r, t, &alone, t->weighed + line * r->stride, m->shift, sign * m->sign[i]);
}

bool small_line_fits(const struct small_relations *r, const struct small_table *t, const struct small_move *m, size_t i, int sign, enum small_reach reach)
{
	const struct small_line *l = line_at(r, m, i);

	for (size_t k = 0; k < l->columns->n; k++) {
		const int by = sign * m->sign[i] * m->shift->of[k];
		const int64_t x = t->cell[l->at + k];
		if (by != 0 && r->counts[l->at + k] && t->fixed[l->at + k])
			return false;
		if (by != 0 && r->counts[l->at + k] && (x < 1 ? reach == REACH_SMALL || x + by < 0 : x + by < (reach == REACH_TO_ZERO ? 0 : 1)))
			return false;
	}
	return !is_negative(r, t, m, i, sign);
}

static bool is_broken(const struct small_relations *r, const struct small_table *t, size_t which, const struct small_move *m, int sign, int *ret_way)
{
	const struct small_rule *rule = &r->rule[which];
	const struct small_columns *s = r->line[rule->line[0]].columns;
	const int times = sign * m->times[which];

	*ret_way = times > 0 ? -sign : sign;
	if (times == 0)
		return false;
	if (rule->equal)
		return true;
	if (rule->by_column) {
		for (size_t k = 0; k < s->n; k++) {
			int8_t one[FORM_COLUMNS_MAX] = { 0 };
			one[k] = 1;
			if (breaks(r, t, rule, one, s->n, times * m->shift->of[k]))
				return true;
		}
		return false;
	}
	return breaks_any(r, t, rule, t->ruled + which * r->stride, m->shift, times);
}

size_t small_broken(const struct small_relations *r, const struct small_table *t, const struct small_move *m, int sign, int *ret_way)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct small_line *l = line_at(r, m, i);
		for (size_t k = 0; k < l->n_rules; k++)
			if (is_broken(r, t, l->rule[k], m, sign, ret_way))
				return l->rule[k];
	}
	return SIZE_MAX;
}

int64_t small_move_cost(const struct small_relations *r, const struct small_table *t, const struct small_move *m, int sign, enum small_reach reach)
{
	int64_t cost = 0;
	int way;

	for (size_t i = 0; i < m->n; i++) {
		if (!small_line_fits(r, t, m, i, sign, reach))
			return COST_NONE;
		cost += small_line_cost(r, t, m, i);
	}
	return small_broken(r, t, m, sign, &way) == SIZE_MAX ? cost : COST_NONE;
}

void small_move_make(const struct small_relations *r, struct small_table *t, bool *sure, const struct small_move *m)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct small_line *l = line_at(r, m, i);
		for (size_t k = 0; k < l->columns->n; k++)
			if (m->shift->of[k] != 0 && r->counts[l->at + k])
				t->covered[l->at + k] = sure[l->at + k] = true;
	}
}
