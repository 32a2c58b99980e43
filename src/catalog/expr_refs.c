/* expr_refs.c - names in expressions: fields, paths through references, standard columns. */
#include "catalog/expr_node.h"
#include "catalog/life.h"

static const struct {
	const char *name, *column;
	enum column_type type;
} standard[] = {
	{ "code", "code", COLUMN_TEXT },
	{ "status", "status", COLUMN_TEXT },
	{ "version", "version", COLUMN_INTEGER },
	{ "created_at", "created_at", COLUMN_INTEGER },
	{ "changed_at", "changed_at", COLUMN_INTEGER },
};

static bool unknown(struct ctx *c, const char *path)
{
	return fail(c, ERR_INVALID, "expr.invalid", "Không có trường tên \"%s\".", path);
}

/* The one record of the year that leads back to a record of `from`: the learner's enrolment.  NULL: there may be several, or none. */
static const char *of_the_year(struct ctx *c, const struct expr_refs *refs, const struct record_type *from, const char *seen, const struct record_type *to)
{
	const struct life *life = catalog_life(refs->catalog, to);
	struct buf b = buf_in(c->arena);

	if (life == NULL || refs->school_year == 0 || refs->on != NULL)
		return NULL;
	for (size_t i = 0; i < to->n_only_one; i++)
		for (size_t k = 0; k < to->n_fields; k++) {
			const struct field *f = &to->field[k];
			if (f->to != from || to->only_one[i].statuses != NULL || !streq(to->only_one[i].columns, arena_fmt(c->arena, "%s, school_year", f->column)))
				continue;
			buf_fmt(&b, "@.unit_id = %s.unit_id AND @.%s = %s.id AND @.school_year = %d AND ", seen, f->column, seen, refs->school_year);
			record_present_sql(&b, refs->catalog, to, "@.status");
			return b.data;
		}
	return NULL;
}

/* The condition that joins @ to the records of `from` seen under `seen`; NULL: "name" leads nowhere. */
static const char *condition(struct ctx *c, struct expr_refs *refs, const struct record_type *from, const char *seen,
                             const struct field *f, const struct record_type *to)
{
	const char *id = f == NULL ? NULL : expr_field_on(c, refs, from, f, seen);

	if (f != NULL)
		return id == NULL ? NULL : arena_fmt(c->arena, "@.unit_id = %s.unit_id AND @.id = %s", seen, id);
	if (to->is_unit)
		return arena_fmt(c->arena, "@.unit_id = %s.unit_id", seen);
	if (to->once_a_year && from->year_bound)
		return arena_fmt(c->arena, "@.unit_id = %s.unit_id AND @.school_year = %s.school_year", seen, seen);
	if (to->once_a_year && refs->school_year != 0)
		return arena_fmt(c->arena, "@.unit_id = %s.unit_id AND @.school_year = %d", seen, refs->school_year);
	return of_the_year(c, refs, from, seen, to);
}

/* One step of a path: the alias of what "name" means, seen from a record of `from` under `seen`. */
static const char *step(struct ctx *c, struct expr_refs *refs, const struct record_type *from, const char *seen,
                        const char *name, const struct record_type **ret_type)
{
	const struct field *f = field_find(from, name);
	const struct record_type *to = f != NULL ? f->to : catalog_type(refs->catalog, name);
	const char *shape = to == NULL ? NULL : condition(c, refs, from, seen, f, to);

	*ret_type = to;
	return shape == NULL ? NULL : expr_join_add(c, refs, to->table, to, shape);
}

static bool resolve(struct ctx *c, struct expr_refs *refs, const char *path, struct expr_ref *r)
{
	const struct record_type *type = refs->base;
	const char *alias = "t", *name = path;

	for (const char *dot; (dot = strchr(name, '.')) != NULL; name = dot + 1) {
		alias = step(c, refs, type, alias, arena_strndup(c->arena, name, (size_t)(dot - name)), &type);
		if (alias == NULL)
			return unknown(c, path);
	}
	r->field = field_find(type, name);
	if (r->field == NULL && streq(name, "title")) {
		r->field = type->name_field;
		name = r->field != NULL ? r->field->name : "code";
	}
	if (r->field != NULL) {
		r->type = r->field->type->column;
		r->sql = expr_field_on(c, refs, type, r->field, alias);
		return r->sql != NULL || unknown(c, path);
	}
	for (size_t i = 0; i < COUNT(standard); i++) {
		if (!streq(standard[i].name, name))
			continue;
		r->type = standard[i].type;
		r->sql = streq(name, "status") ? expr_status_on(c, refs, type, alias) : arena_fmt(c->arena, "%s.%s", alias, standard[i].column);
		return r->sql != NULL || unknown(c, path);
	}
	if (type->year_bound && streq(name, "school_year")) {
		r->type = COLUMN_INTEGER;
		r->sql = arena_fmt(c->arena, "%s.school_year", alias);
		return true;
	}
	return unknown(c, path);
}

static bool is_measure(const struct expr_refs *refs, const char *path)
{
	for (size_t i = 0; refs->measures != NULL && refs->measures[i] != NULL; i++)
		if (streq(refs->measures[i], path))
			return true;
	return false;
}

bool expr_ref_add(struct ctx *c, struct expr_refs *refs, const char *path, size_t *ret)
{
	struct expr_ref r = { .path = path };

	for (*ret = 0; *ret < refs->n_refs; ++*ret)
		if (streq(refs->ref[*ret].path, path))
			return true;
	if (refs->n_refs == REFS_MAX)
		return fail(c, ERR_INVALID, "expr.invalid", "Biểu thức dùng quá %d trường.", REFS_MAX);
	r.path = arena_strdup(c->arena, path);
	if (is_measure(refs, path)) {
		r.measure = true;
		r.type = COLUMN_INTEGER;
	} else if (!resolve(c, refs, path, &r)) {
		return false;
	}
	refs->ref[refs->n_refs++] = r;
	return true;
}
