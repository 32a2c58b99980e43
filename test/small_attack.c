/* small_attack.c - somebody works out what is covered: elimination, then bounds. */
#include "small_people.h"
#include "test.h"

enum { SAMPLES = 8000, TERMS = 16 };

/* Cells with signs, of any table: they add up to 0, or are never below it. */
struct known {
	size_t at[TERMS];
	int8_t sign[TERMS];
	size_t n;
	bool equal;
};

struct attack_relations {
	struct known *known;
	size_t n, room;
	bool (*line)[SAMPLES], (*column)[SAMPLES];
};

static void add(struct ctx *c, struct attack_relations *k, const struct known *x)
{
	k->known = arena_grow(c->arena, k->known, k->n, &k->room, sizeof *k->known);
	k->known[k->n++] = *x;
}

/* What a signed sum of memberships is over all people there were: 0, never below, or anything. */
enum holds { ANYTHING, NEVER_BELOW, ALWAYS_ZERO };
static enum holds look(bool (*in)[SAMPLES], const size_t *which, const int *sign, size_t n)
{
	bool zero = true;

	for (size_t s = 0; s < SAMPLES; s++) {
		int sum = 0;
		for (size_t i = 0; i < n; i++)
			sum += sign[i] * in[which[i]][s];
		if (sum < 0)
			return ANYTHING;
		zero = zero && sum == 0;
	}
	return zero ? ALWAYS_ZERO : NEVER_BELOW;
}

struct part {
	size_t which[4];
	int sign[4];
	size_t n;
	enum holds holds;
};

struct parts {
	struct part all[6000];
	size_t n;
};

static void try(struct parts *p, bool (*in)[SAMPLES], const size_t *which, const int *sign, size_t n)
{
	struct part x = { .n = n, .holds = look(in, which, sign, n) };

	memcpy(x.which, which, n * sizeof *which);
	memcpy(x.sign, sign, n * sizeof *sign);
	if (x.holds == ANYTHING)
		return;
	assert_true(p->n < COUNT(p->all));
	p->all[p->n++] = x;
}

/* Two, three and four of some rows or columns. */
static void find_parts(struct parts *p, bool (*in)[SAMPLES], size_t n, bool four)
{
	for (size_t a = 0; a < n; a++)
		for (size_t b = 0; b < n; b++) {
			if (a == b)
				continue;
			const size_t before = p->n;
			try(p, in, (const size_t[]){ a, b }, (const int[]){ 1, -1 }, 2);
			if (p->n == before)
				continue;
			for (size_t d = b + 1; d < n; d++) {
				if (d == a || look(in, (const size_t[]){ a, d }, (const int[]){ 1, -1 }, 2) == ANYTHING)
					continue;
				try(p, in, (const size_t[]){ a, b, d }, (const int[]){ 1, -1, -1 }, 3);
				for (size_t e = 0; four && e < n; e++)
					if (e != a && e != b && e != d)
						try(p, in, (const size_t[]){ a, b, d, e }, (const int[]){ 1, -1, -1, 1 }, 4);
			}
		}
}

static void meet_people(struct ctx *c, struct small_people *p, struct people_source *s, struct attack_relations *k)
{
	bool *in_line = NEW_N(c->arena, bool, s->n_lines + 1), *in_cell = NEW_N(c->arena, bool, p->n_cells + 1);

	k->line = arena_alloc(c->arena, (s->n_lines + 1) * sizeof *k->line);
	k->column = arena_alloc(c->arena, FORM_COLUMNS_MAX * sizeof *k->column);
	for (size_t i = 0; i < SAMPLES; i++) {
		if (i % 10 == 0)
			people_school(p, s);
		if (!people_one(p, s, in_line, in_cell))
			continue;
		for (size_t l = 0; l < s->n_lines; l++)
			k->line[l][i] = in_line[l];
		for (size_t col = 0; col < s->line[0].sheet->n_columns; col++)
			k->column[col][i] = s->line[0].column[col] == NULL || expr_eval(s->line[0].column[col], s->value) == TRUE;
	}
}

/* A sum of rows in a sum of columns; what the form leaves out of it is not known. */
static void add_product(struct ctx *c, struct small_people *p, const struct people_source *s, const struct part *rows, const struct part *columns)
{
	struct known x = { .equal = rows->holds == ALWAYS_ZERO || columns->holds == ALWAYS_ZERO };

	if (rows->n * columns->n > TERMS)
		return;
	for (size_t i = 0; i < rows->n; i++)
		for (size_t k = 0; k < columns->n; k++) {
			const size_t at = s->line[rows->which[i]].at + columns->which[k];
			if (!p->person[at])
				return;
			x.at[x.n] = at;
			x.sign[x.n++] = (int8_t)(rows->sign[i] * columns->sign[k]);
		}
	add(c, p->known, &x);
}

static void add_check(struct ctx *c, struct small_people *p, const struct people_source *s, const struct form_check *check, size_t column)
{
	struct known x = { .equal = check->equal };

	for (size_t r = 0; r <= check->n_rows; r++)
		for (size_t l = 0; l < s->n_lines && x.n < TERMS; l++)
			if (s->line[l].row->code == (r == 0 ? check->total : check->row[r - 1])) {
				x.at[x.n] = s->line[l].at + column;
				x.sign[x.n++] = r == 0 ? 1 : -1;
				if (!p->person[x.at[x.n - 1]])
					return;
			}
	if (x.n == check->n_rows + 1)
		add(c, p->known, &x);
}

void small_learn(struct ctx *c, struct small_people *p)
{
	p->known = NEW(c->arena, struct attack_relations);
	for (size_t i = 0; i < p->n_sources; i++) {
		struct people_source *s = &p->source[i];
		struct parts *rows = NEW(c->arena, struct parts), *columns = NEW(c->arena, struct parts);
		const size_t n = s->line[0].sheet->n_columns;
		meet_people(c, p, s, p->known);
		find_parts(rows, p->known->line, s->n_lines, false);
		find_parts(columns, p->known->column, n, true);
		for (size_t l = 0; l < s->n_lines; l++)
			for (size_t k = 0; k < columns->n; k++)
				add_product(c, p, s, &(struct part){ { l }, { 1 }, 1, NEVER_BELOW }, &columns->all[k]);
		for (size_t r = 0; r < rows->n; r++)
			for (size_t k = 0; k < n + columns->n; k++)
				if (k < n || (rows->all[r].n == 2 && columns->all[k - n].holds != ALWAYS_ZERO && k % 3 == 0))
					add_product(c, p, s, &rows->all[r], k < n ? &(struct part){ { k }, { 1 }, 1, NEVER_BELOW } : &columns->all[k - n]);
		for (size_t k = 0; k < p->form->n_checks; k++)
			for (size_t column = 0; column < n; column++)
				add_check(c, p, s, &p->form->check[k], column);
	}
}

/* ---- solving ---- */

#define PRIME UINT64_C(2147483647)

struct term {
	uint32_t unknown;
	int8_t sign;
};

struct fact {
	size_t first, n; /* terms */
	int64_t value;   /* they add up to it, or to it at least */
	bool equal;
};

struct attack {
	struct term *term;
	struct fact *fact;
	size_t n_terms, n_facts, room_terms, room_facts, n_unknown;
	int64_t *low, *high;
	uint32_t **number; /* [table][cell]: 1 and more: of an unknown */
};

static void put_fact(struct ctx *c, struct attack *a, const struct small_world *w, const size_t *table, const size_t *cell, const int8_t *sign, size_t n, bool equal)
{
	struct fact f = { .first = a->n_terms, .equal = equal };

	for (size_t i = 0; i < n; i++) {
		const uint32_t u = a->number[table[i]][cell[i]];
		if (u == 0) {
			f.value -= sign[i] * w->cell[table[i]][cell[i]];
			continue;
		}
		a->term = arena_grow(c->arena, a->term, a->n_terms, &a->room_terms, sizeof *a->term);
		a->term[a->n_terms++] = (struct term){ u - 1, sign[i] };
		f.n++;
	}
	if (f.n == 0)
		return;
	a->fact = arena_grow(c->arena, a->fact, a->n_facts, &a->room_facts, sizeof *a->fact);
	a->fact[a->n_facts++] = f;
}

static void put_facts(struct ctx *c, struct attack *a, const struct small_people *p, const struct small_world *w, const bool *seen)
{
	size_t table[TERMS + WORLD_TABLES], cell[TERMS + WORLD_TABLES];
	int8_t sign[TERMS + WORLD_TABLES];

	for (size_t t = 0; t < w->n; t++)
		for (size_t i = 0; seen[t] && i < p->known->n; i++) {
			const struct known *k = &p->known->known[i];
			for (size_t j = 0; j < k->n; j++)
				table[j] = t;
			put_fact(c, a, w, table, k->at, k->sign, k->n, k->equal);
		}
	for (size_t s = 0; s < w->n_sums; s++)
		for (size_t x = 0; seen[w->sum[s].table] && x < w->n_cells; x++) {
			size_t n = 1;
			bool all = p->person[x];
			table[0] = w->sum[s].table;
			sign[0] = -1;
			for (size_t t = 0; t < w->n_schools; t++)
				if (w->part[s][t]) {
					all = all && seen[t];
					table[n] = t;
					sign[n++] = 1;
				}
			for (size_t i = 0; i < n; i++)
				cell[i] = x;
			if (all)
				put_fact(c, a, w, table, cell, sign, n, true);
		}
}

static uint64_t inverse(uint64_t x)
{
	uint64_t ret = 1;

	for (uint64_t e = PRIME - 2; e > 0; e >>= 1, x = x * x % PRIME)
		ret = (e & 1) != 0 ? ret * x % PRIME : ret;
	return ret;
}

static uint32_t modulo(int64_t x)
{
	return (uint32_t)(((x % (int64_t)PRIME) + (int64_t)PRIME) % (int64_t)PRIME);
}

/* Take the pivot's row out of another. */
static void take_out(uint32_t *row, const uint32_t *pivot, size_t column, const uint32_t *at, size_t n)
{
	const uint64_t times = PRIME - row[column];

	for (size_t i = 0; i < n; i++)
		row[at[i]] = (uint32_t)((row[at[i]] + times * pivot[at[i]]) % PRIME);
}

/* Every unknown that the equations alone decide. */
static void eliminate(struct ctx *c, struct attack *a)
{
	const size_t m = a->n_unknown + 1;
	uint32_t **row = NEW_N(c->arena, uint32_t *, a->n_facts + 1), *at = NEW_N(c->arena, uint32_t, m);
	size_t n = 0, done = 0;

	for (size_t i = 0; i < a->n_facts; i++) {
		if (!a->fact[i].equal)
			continue;
		row[n] = NEW_N(c->arena, uint32_t, m);
		for (size_t j = 0; j < a->fact[i].n; j++) {
			const struct term *t = &a->term[a->fact[i].first + j];
			row[n][t->unknown] = modulo((int64_t)row[n][t->unknown] + t->sign);
		}
		row[n++][m - 1] = modulo(a->fact[i].value);
	}
	for (size_t column = 0; column + 1 < m && done < n; column++) {
		size_t pivot = done, n_at = 0;
		while (pivot < n && row[pivot][column] == 0)
			pivot++;
		if (pivot == n)
			continue;
		uint32_t *found = row[pivot];
		row[pivot] = row[done];
		row[done] = found;
		const uint64_t by = inverse(found[column]);
		for (size_t k = 0; k < m; k++)
			if (found[k] != 0) {
				found[k] = (uint32_t)(found[k] * by % PRIME);
				at[n_at++] = (uint32_t)k;
			}
		for (size_t i = 0; i < n; i++)
			if (i != done && row[i][column] != 0)
				take_out(row[i], found, column, at, n_at);
		done++;
	}
	for (size_t i = 0; i < done; i++) {
		size_t n_at = 0, column = 0;
		for (size_t k = 0; k + 1 < m; k++)
			if (row[i][k] != 0 && n_at++ == 0)
				column = k;
		if (n_at == 1) {
			const int64_t x = row[i][m - 1] > PRIME / 2 ? (int64_t)row[i][m - 1] - (int64_t)PRIME : (int64_t)row[i][m - 1];
			a->low[column] = a->low[column] > x ? a->low[column] : x;
			a->high[column] = a->high[column] < x ? a->high[column] : x;
		}
	}
}

/* One bound of each term from those of the others; at_least: the terms times `side` add up to `value` or more. */
static bool tighten(struct attack *a, const struct fact *f, int side)
{
	const int64_t value = side * f->value;
	int64_t most = 0;
	bool moved = false;

	for (size_t i = 0; i < f->n; i++) {
		const struct term *t = &a->term[f->first + i];
		most += t->sign * side > 0 ? a->high[t->unknown] : -a->low[t->unknown];
	}
	for (size_t i = 0; i < f->n; i++) {
		const struct term *t = &a->term[f->first + i];
		const bool up = t->sign * side > 0;
		const int64_t others = most - (up ? a->high[t->unknown] : -a->low[t->unknown]), x = up ? value - others : others - value;
		if (up && x > a->low[t->unknown]) {
			a->low[t->unknown] = x;
			moved = true;
		} else if (!up && x < a->high[t->unknown]) {
			a->high[t->unknown] = x;
			most = others - a->low[t->unknown];
			moved = true;
		}
	}
	return moved;
}

static void bound(struct attack *a)
{
	bool moved = true;

	for (int round = 0; moved && round < 60; round++) {
		moved = false;
		for (size_t i = 0; i < a->n_facts; i++) {
			moved = tighten(a, &a->fact[i], 1) || moved;
			moved = (a->fact[i].equal && tighten(a, &a->fact[i], -1)) || moved;
		}
	}
}

static size_t count_found(struct ctx *c, const struct attack *a, const struct small_world *w, const char **ret_first)
{
	size_t found = 0;

	for (size_t u = 0; u < a->n_unknown; u++)
		assert_true(a->low[u] <= a->high[u]); /* what they know is true */
	for (size_t t = 0; t < w->n; t++)
		for (size_t i = 0; i < w->n_cells; i++) {
			const uint32_t u = a->number[t][i];
			if (u == 0 || a->low[u - 1] != a->high[u - 1] || a->low[u - 1] != w->cell[t][i])
				continue;
			if (found++ == 0)
				*ret_first = arena_fmt(c->arena, "table %zu cell %zu is %" PRId64, t, i, w->cell[t][i]);
		}
	return found;
}

static bool covers_zero(const struct small_world *w)
{
	for (size_t t = 0; t < w->n; t++)
		for (size_t i = 0; i < w->n_cells; i++)
			if (w->table[t].covered[i] && w->cell[t][i] == 0)
				return true;
	return false;
}

static void number(struct ctx *c, struct attack *a, const struct small_world *w, const bool *seen)
{
	const int64_t lowest = covers_zero(w) ? 0 : 1;

	for (size_t t = 0; t < w->n; t++) {
		a->number[t] = NEW_N(c->arena, uint32_t, w->n_cells);
		for (size_t i = 0; seen[t] && i < w->n_cells; i++)
			if (w->table[t].covered[i] && !(w->cell[t][i] == 0 && w->table[t].fixed[i]))
				a->number[t][i] = (uint32_t)++a->n_unknown;
	}
	a->low = NEW_N(c->arena, int64_t, a->n_unknown + 1);
	a->high = NEW_N(c->arena, int64_t, a->n_unknown + 1);
	for (size_t u = 0; u < a->n_unknown; u++) {
		a->low[u] = lowest;
		a->high[u] = 100000;
	}
}

size_t small_attack(struct ctx *c, const struct small_people *p, const struct small_world *w, const bool *seen, const char **ret_first)
{
	struct attack a = { .number = NEW_N(c->arena, uint32_t *, w->n) };

	number(c, &a, w, seen);
	put_facts(c, &a, p, w, seen);
	eliminate(c, &a);
	bound(&a);
	return count_found(c, &a, w, ret_first);
}
