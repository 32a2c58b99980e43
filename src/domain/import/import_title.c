/* import_title.c - templates as the reader of workbooks knows them. */
#include "domain/import/import_plan.h"

#include "sheet/title.h"

/* Titles of a column, those that people gave to another column left out. */
static size_t add_titles(struct arena *a, const struct sheet_column *from, const struct remembered *known, size_t n_known, const char **title)
{
	size_t n = 0;

	for (const char *const *t = from->title; *t != NULL; t++) {
		const char *key = title_key(a, *t);
		bool elsewhere = false;
		for (size_t i = 0; i < n_known; i++)
			elsewhere = elsewhere || (streq(known[i].key, key) && title_means(a, *t, known[i].title) && (known[i].id == NULL || !streq(known[i].id, from->id)));
		if (!elsewhere)
			title[n++] = *t;
	}
	return n;
}

static size_t count_titles(const struct sheet_column *from)
{
	size_t n = 0;

	while (from->title[n] != NULL)
		n++;
	return n;
}

/* Of whom a row speaks. */
static bool only_finds(const struct sheet_column *col)
{
	return col->identifies || col->use == USE_CLASS || col->use == USE_GRADE || col->use == USE_CODE;
}

/* One column more than the template has: what people said is of no interest. */
static struct template *sheet_titles(struct arena *a, const struct sheet_template *s, const struct remembered *known, size_t n_known)
{
	struct template *t = NEW(a, struct template);
	struct template_column *col = NEW_N(a, struct template_column, s->n_columns + 1);

	*t = (struct template){ s->label, col, s->n_columns + 1 };
	for (size_t i = 0; i < s->n_columns; i++) {
		const struct sheet_column *from = &s->column[i];
		const char **title = NEW_N(a, const char *, count_titles(from) + n_known + 1);
		col[i] = (struct template_column){ .id = from->id, .titles = title, .required = from->required, .ordinal = from->use == USE_ORDINAL,
			                         .general = from->general, .finds = only_finds(from) };
		col[i].n_titles = add_titles(a, from, known, n_known, title);
		for (size_t k = 0; k < n_known && sheet_slot(s, i) == i; k++)
			if (known[k].id != NULL && streq(known[k].id, from->id))
				title[col[i].n_titles++] = known[k].title;
	}
	const char **ignored = NEW_N(a, const char *, n_known + 1);
	col[s->n_columns] = (struct template_column){ .id = "ignored", .titles = ignored, .finds = true };
	for (size_t k = 0; k < n_known; k++)
		if (known[k].id == NULL)
			ignored[col[s->n_columns].n_titles++] = known[k].title;
	return t;
}

bool import_read_templates(struct plan *plan, const struct sheet_template *const *sheet, size_t n, const struct template **all)
{
	for (size_t i = 0; i < n; i++) {
		const struct sheet_template *s = sheet[i];
		struct remembered *known;
		size_t n_known;
		assert(s->n_columns <= SLOTS_MAX && s->n_records <= RECORDS_MAX);
		if (!mapping_load(plan->c, &plan->o->unit, s, plan->o, &known, &n_known))
			return false;
		all[i] = sheet_titles(plan->c->arena, s, known, n_known);
	}
	return true;
}

bool import_takes_pupils(const struct sheet_template *s)
{
	return s->creates && streq(s->record[0].type->name, "learner");
}

int import_birth_year(const struct plan *plan, const struct match *m)
{
	int year = 0;

	for (size_t i = 0; i < m->n_columns; i++) {
		const struct sheet_column *col = m->column[i].target < plan->sheet->n_columns ? &plan->sheet->column[m->column[i].target] : NULL;
		if (col != NULL && col->record == 0 && col->field != NULL && streq(col->field->name, "birth_date"))
			year = m->column[i].year;
	}
	return year;
}
