/* rows.c - which rows of a form are parts of others, and which share nobody, by their conditions. */
#include "domain/small/model.h"

enum { INSIDE = 1, AROUND = 2, APART = 4, WHOLE = 8 }; /* a in b; b in a; nobody in both; everybody is in one of them */

static bool shares_a_name(const struct small_line *a, const struct small_line *b)
{
	for (size_t i = 0; i < COUNT(a->names); i++)
		if ((a->names[i] & b->names[i]) != 0)
			return true;
	return false;
}

static bool holds(const struct small_line *l, const struct small_walk *w)
{
	return l->when == NULL || expr_eval(l->when, w->value) == TRUE;
}

/* All that some lines tell apart. */
static bool begin(struct arena *a, const struct small_line *const *l, size_t n, struct small_walk *w)
{
	struct expr_told *all = NEW_N(a, struct expr_told, REFS_MAX);
	uint64_t names[REFS_MAX / 64] = { 0 };

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < COUNT(names); k++)
			names[k] |= l[i]->names[k];
		(void)expr_tell(a, l[i]->when, all); /* it could be read before */
	}
	return small_walk_begin(w, all, names);
}

static unsigned compare(struct arena *arena, const struct small_line *a, const struct small_line *b)
{
	unsigned ret = INSIDE | AROUND | APART | WHOLE;
	struct small_walk w;

	if (!a->known || !b->known)
		return 0;
	if (a->when == NULL || b->when == NULL)
		return (a->when == NULL ? AROUND : 0) | (b->when == NULL ? INSIDE : 0);
	if (!shares_a_name(a, b) || !begin(arena, (const struct small_line *[]){ a, b }, 2, &w)) /* then anybody may be in both, one or none */
		return 0;
	do {
		const bool in_a = holds(a, &w), in_b = holds(b, &w);
		ret &= ~((in_a && !in_b ? INSIDE : 0u) | (in_b && !in_a ? AROUND : 0u) | (in_a && in_b ? APART : 0u) | (!in_a && !in_b ? WHOLE : 0u));
	} while (ret != 0 && small_walk_next(&w));
	return ret;
}

static void put_names(struct ctx *c, struct small_line *l, const struct expr_refs *refs)
{
	struct expr_told *own = NEW_N(c->arena, struct expr_told, REFS_MAX);

	l->known = l->known && expr_tell(c->arena, l->when, own);
	for (size_t i = 0; i < REFS_MAX; i++)
		l->names[i / 64] |= (uint64_t)(own[i].n > 0) << i % 64;
	l->of_unit = l->known && small_asks_unit(refs, own);
}

/* What the rows inside one have to do with it and with each other. */
struct kin {
	const unsigned char *of; /* [a][b] */
	size_t first, n;
};

static unsigned kin_of(const struct kin *k, size_t a, size_t b)
{
	return k->of[(a - k->first) * k->n + (b - k->first)];
}

static bool alike(const struct small_relations *r, size_t a, size_t b)
{
	return r->line[a].columns == r->line[b].columns;
}

/* A row inside another that is inside `whole` is told of there. */
static bool is_next(const struct small_relations *r, const struct kin *k, size_t line, size_t whole)
{
	if ((kin_of(k, line, whole) & (INSIDE | AROUND)) != INSIDE)
		return false;
	for (size_t m = k->first; r->line[whole].when != NULL && m < k->first + k->n; m++)
		if (m != line && m != whole && (kin_of(k, line, m) & (INSIDE | AROUND)) == INSIDE && (kin_of(k, m, whole) & (INSIDE | AROUND)) == INSIDE)
			return false;
	return true;
}

/* Rows inside `whole` that share nobody are together no more than it; first come, first in. */
static void add_families(struct ctx *c, struct small_relations *r, const struct kin *k, size_t whole)
{
	bool *used = NEW_N(c->arena, bool, k->n + 1);
	size_t *line = NEW_N(c->arena, size_t, k->n + 1);
	int8_t *sign = NEW_N(c->arena, int8_t, k->n + 1);

	for (size_t from = k->first; from < k->first + k->n; from++) {
		size_t n = 1;
		line[0] = whole;
		sign[0] = 1;
		for (size_t i = from; i < k->first + k->n; i++) {
			bool fits = !used[i - k->first] && i != whole && alike(r, i, whole) && is_next(r, k, i, whole);
			for (size_t m = 1; fits && m < n; m++)
				fits = (kin_of(k, i, line[m]) & APART) != 0;
			if (!fits)
				continue;
			used[i - k->first] = true;
			line[n] = i;
			sign[n++] = -1;
		}
		if (n > 1)
			small_rule_add(c->arena, r, line, sign, n, false);
	}
}

static void add_pairs(struct ctx *c, struct small_relations *r, const struct kin *k, size_t a, size_t b)
{
	const unsigned of = kin_of(k, a, b);

	if (!alike(r, a, b))
		return;
	if ((of & INSIDE) != 0 && (of & AROUND) != 0)
		small_rule_add(c->arena, r, (const size_t[]){ a, b }, (const int8_t[]){ 1, -1 }, 2, true);
	for (size_t w = k->first; (of & APART) != 0 && (of & WHOLE) != 0 && w < k->first + k->n; w++)
		if (r->line[w].known && r->line[w].when == NULL && alike(r, w, a))
			small_rule_add(c->arena, r, (const size_t[]){ w, a, b }, (const int8_t[]){ 1, -1, -1 }, 3, true);
}

/* Who is in both of two rows, and nobody else, is in `both`. */
static bool is_meeting(struct arena *arena, const struct small_relations *r, size_t a, size_t b, size_t both)
{
	const struct small_line *l[] = { &r->line[a], &r->line[b], &r->line[both] };
	struct small_walk w;

	for (size_t i = 0; i < COUNT(l[0]->names); i++)
		if ((l[0]->names[i] | l[1]->names[i]) != l[2]->names[i])
			return false;
	if (!begin(arena, l, COUNT(l), &w))
		return false;
	do {
		if ((holds(l[0], &w) && holds(l[1], &w)) != holds(l[2], &w))
			return false;
	} while (small_walk_next(&w));
	return true;
}

/* Of all there are, those who are in neither of two rows are not fewer than nobody. */
static void add_meetings(struct ctx *c, struct small_relations *r, const struct kin *k, size_t both)
{
	const size_t end = k->first + k->n;

	for (size_t a = k->first; a < end; a++)
		for (size_t b = a + 1; b < end && (kin_of(k, both, a) & (INSIDE | AROUND)) == INSIDE && r->line[a].when != NULL; b++) {
			if ((kin_of(k, both, b) & (INSIDE | AROUND)) != INSIDE || r->line[b].when == NULL || (kin_of(k, a, b) & (INSIDE | AROUND)) != 0 ||
			    !is_meeting(c->arena, r, a, b, both))
				continue;
			for (size_t w = k->first; w < end; w++)
				if (r->line[w].known && r->line[w].when == NULL && alike(r, w, a) && alike(r, a, b) && alike(r, b, both))
					small_rule_add(c->arena, r, (const size_t[]){ w, a, b, both }, (const int8_t[]){ 1, -1, -1, 1 }, 4, false);
		}
}

void small_rows_of(struct ctx *c, struct small_relations *r, const struct expr_refs *refs, size_t first)
{
	const size_t n = r->n_lines - first;
	unsigned char *of = NEW_N(c->arena, unsigned char, n * n + 1);
	const struct kin k = { of, first, n };

	for (size_t i = first; i < r->n_lines; i++)
		put_names(c, &r->line[i], refs);
	for (size_t a = 0; a < n; a++)
		for (size_t b = a + 1; b < n; b++) {
			struct ctx own = ctx_within(c);
			const unsigned x = compare(own.arena, &r->line[first + a], &r->line[first + b]);
			(void)ctx_end(&own, c, true);
			of[a * n + b] = (unsigned char)x;
			of[b * n + a] = (unsigned char)((x & (APART | WHOLE)) | ((x & INSIDE) != 0 ? AROUND : 0u) | ((x & AROUND) != 0 ? INSIDE : 0u));
		}
	for (size_t a = first; a < r->n_lines; a++) {
		add_families(c, r, &k, a);
		add_meetings(c, r, &k, a);
		for (size_t b = a + 1; b < r->n_lines; b++)
			add_pairs(c, r, &k, a, b);
	}
}
