/* small_world.c - people who are not, counted by a form. */
#include "small_world.h"

#include "catalog/expr.h"
#include "small_people.h"
#include "test.h"

uint64_t small_random(struct small_people *p)
{
	p->state ^= p->state << 13;
	p->state ^= p->state >> 7;
	p->state ^= p->state << 17;
	return p->state;
}

static void parse(struct ctx *c, struct expr_refs *refs, const char *when, struct expr_told *told, const struct expr **ret)
{
	*ret = NULL;
	if (when == NULL)
		return;
	OK(expr_parse(c, refs, form_condition(c->arena, when, 2025), ret));
	assert_true(expr_tell(c->arena, *ret, told));
}

static void add_source(struct ctx *c, struct small_people *p, const struct form_source *source)
{
	struct people_source *s = &p->source[p->n_sources++];
	size_t at = 0;

	s->refs = (struct expr_refs){ .catalog = c->catalog, .base = source->type };
	for (size_t i = 0; i < p->form->n_sheets; i++)
		for (size_t r = 0; r < p->form->sheet[i].n_rows; r++) {
			const struct form_sheet *sheet = &p->form->sheet[i];
			const struct form_row *row = &sheet->row[r];
			if (row->code > 0 && row->source != NULL && streq(row->source, source->name)) {
				struct people_line *l = &s->line[s->n_lines++];
				*l = (struct people_line){ .row = row, .sheet = sheet, .at = at };
				parse(c, &s->refs, row->when, s->told, &l->when);
				for (size_t k = 0; k < sheet->n_columns; k++)
					parse(c, &s->refs, sheet->column[k].when, s->told, &l->column[k]);
			}
			at += row->code > 0 ? sheet->n_columns : 0;
		}
	p->n_cells = at;
}

static bool is_in(const struct people_source *s, int code, const bool *in_line)
{
	for (size_t i = 0; i < s->n_lines; i++)
		if (s->line[i].row->code == code)
			return in_line[i];
	return false;
}

/* People for whom what the form says must be equal is not are no people. */
static bool is_possible(const struct small_people *p, const struct people_source *s, const bool *in_line)
{
	for (size_t i = 0; i < p->form->n_checks; i++) {
		const struct form_check *k = &p->form->check[i];
		size_t in = 0;
		for (size_t r = 0; r < k->n_rows; r++)
			in += is_in(s, k->row[r], in_line);
		if (k->equal ? in != is_in(s, k->total, in_line) : in > is_in(s, k->total, in_line))
			return false;
	}
	return true;
}

static bool of_school(const struct people_source *s, size_t ref)
{
	return strncmp(s->refs.ref[ref].path, "school.", 7) == 0;
}

static struct val pick(struct small_people *p, const struct expr_told *t)
{
	return t->value[small_random(p) % t->n];
}

void people_school(struct small_people *p, struct people_source *s)
{
	for (size_t i = 0; i < s->refs.n_refs; i++) {
		if (s->told[i].n == 0)
			continue;
		s->usual[i] = pick(p, &s->told[i]);
		s->how_usual[i] = small_random(p) % 100;
		if (of_school(s, i))
			s->value[i] = pick(p, &s->told[i]);
	}
}

bool people_one(struct small_people *p, struct people_source *s, bool *in_line, bool *in_cell)
{
	for (int tries = 0; tries < 2000; tries++) {
		for (size_t i = 0; i < s->refs.n_refs; i++)
			if (s->told[i].n > 0 && !of_school(s, i) && (tries > 0 || small_random(p) % 3 > 0))
				s->value[i] = tries < 1000 && small_random(p) % 100 < s->how_usual[i] ? s->usual[i] : pick(p, &s->told[i]);
		for (size_t i = 0; i < s->n_lines; i++)
			in_line[i] = s->line[i].when == NULL || expr_eval(s->line[i].when, s->value) == TRUE;
		if (!is_possible(p, s, in_line))
			continue;
		for (size_t i = 0; i < s->n_lines; i++)
			for (size_t k = 0; k < s->line[i].sheet->n_columns; k++)
				in_cell[s->line[i].at + k] = in_line[i] && !s->line[i].row->blank[k] &&
					(s->line[i].column[k] == NULL || expr_eval(s->line[i].column[k], s->value) == TRUE);
		return true;
	}
	return false;
}

struct small_people *small_people_of(struct ctx *c, const struct form *f, uint64_t seed)
{
	struct small_people *p = NEW(c->arena, struct small_people);
	struct small_relations *r = small_relations_of(c, f);
	size_t at = 0;

	p->form = f;
	p->state = seed * 0x9e3779b97f4a7c15u + 1;
	p->person = NEW_N(c->arena, bool, small_n_cells(r) + 1);
	for (size_t i = 0; i < small_n_cells(r); i++)
		p->person[i] = small_counts(r, i);
	for (size_t i = 0; i < f->n_sources; i++) {
		bool persons = false;
		at = 0;
		for (size_t s = 0; s < f->n_sheets; s++)
			for (size_t k = 0; k < f->sheet[s].n_rows; k++) {
				const struct form_row *row = &f->sheet[s].row[k];
				persons = persons || (row->code > 0 && row->source != NULL && streq(row->source, f->source[i].name) && p->person[at]);
				at += row->code > 0 ? f->sheet[s].n_columns : 0;
			}
		if (persons)
			add_source(c, p, &f->source[i]);
	}
	return p;
}

static void fill_school(struct ctx *c, struct small_people *p, int64_t *cell, size_t most)
{
	bool *in_line = NEW_N(c->arena, bool, p->n_cells + 1), *in_cell = NEW_N(c->arena, bool, p->n_cells + 1);

	for (size_t s = 0; s < p->n_sources; s++) {
		do
			people_school(p, &p->source[s]);
		while (!people_one(p, &p->source[s], in_line, in_cell));
		for (size_t i = 0, n = small_random(p) % (most + 1); i < n; i++) {
			memset(in_cell, 0, p->n_cells);
			if (!people_one(p, &p->source[s], in_line, in_cell))
				continue;
			for (size_t k = 0; k < p->n_cells; k++)
				cell[k] += in_cell[k];
		}
	}
}

struct small_world small_world_of(struct ctx *c, struct small_people *p, size_t offices, size_t schools, size_t most)
{
	struct small_world w = { .form = p->form, .n_cells = p->n_cells, .n = schools + offices + 1, .n_sums = offices + 1, .n_schools = schools };

	assert_true(w.n <= WORLD_TABLES && w.n_sums <= WORLD_SUMS);
	for (size_t t = 0; t < w.n; t++) {
		w.cell[t] = NEW_N(c->arena, int64_t, p->n_cells);
		w.table[t] = (struct small_table){ .cell = w.cell[t], .covered = NEW_N(c->arena, bool, p->n_cells), .sum = t >= schools, .open = t + 1 == w.n };
	}
	for (size_t s = 0; s < w.n_sums; s++)
		w.sum[s] = (struct small_sum){ .table = schools + s, .open = s + 1 == w.n_sums };
	for (size_t t = 0; t < schools; t++) {
		const size_t office = t < offices ? t : small_random(p) % (offices + 1); /* the last of them is the open one alone */
		size_t *in = NEW_N(c->arena, size_t, 2);
		fill_school(c, p, w.cell[t], t % 3 == 2 ? most * 4 : most);
		w.part[offices][t] = true;
		in[0] = in[w.table[t].n_in] = office;
		w.table[t].n_in += office < offices;
		if (office < offices)
			w.part[office][t] = true;
		in[w.table[t].n_in++] = offices;
		w.table[t].in = in;
		for (size_t i = 0; i < w.table[t].n_in; i++)
			for (size_t k = 0; k < p->n_cells; k++)
				w.cell[schools + in[i]][k] += w.cell[t][k];
	}
	return w;
}
