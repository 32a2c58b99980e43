/* declared.c - by which records of a year a record is declared in it. */
#include "catalog/declared.h"

#include "catalog/life.h"
#include "catalog/rules.h"

static bool is_through(const struct record_type *by, const struct field *f)
{
	return by->year_bound && f->to != NULL && f->required && !f->to->year_bound && !f->to->is_unit;
}

static bool is_one_a_year(struct arena *a, const struct record_type *by, const struct field *f)
{
	const char *columns = arena_fmt(a, "%s, school_year", f->column);

	for (size_t i = 0; i < by->n_only_one; i++)
		if (streq(by->only_one[i].columns, columns))
			return true;
	return false;
}

struct declaration declaration_of(struct arena *a, const struct catalog *k, const struct record_type *to)
{
	struct declaration way = { 0 };
	int best = 0;

	for (size_t i = 0; i < k->n_types; i++)
		for (size_t f = 0; f < k->type[i].n_fields; f++) {
			const struct record_type *by = &k->type[i];
			if (by->field[f].to != to || !is_through(by, &by->field[f]))
				continue;
			int rank = is_one_a_year(a, by, &by->field[f]) ? 3 : rule_set_find(k, by) != NULL ? 2 : 1;
			if (rank > best) {
				best = rank;
				way = (struct declaration){ by, &by->field[f] };
			}
		}
	return way;
}

void declared_sql(struct buf *sql, const struct catalog *k, const struct record_type *t, const char *alias, int year)
{
	const struct declaration way = declaration_of(sql->arena, k, t);

	if (way.by == NULL)
		return;
	buf_fmt(sql, " AND EXISTS (SELECT 1 FROM %s dy WHERE dy.unit_id = %s.unit_id AND dy.%s = %s.id AND dy.school_year = %d AND ", way.by->table, alias,
	        way.field->column, alias, year);
	record_present_sql(sql, k, way.by, "dy.status");
	buf_char(sql, ')');
}
