/* select.c - the columns of a record in a query, and back. */
#include "store/select.h"

#include "base/time.h"
#include "store/shown.h"

static bool add_field(struct ctx *c, struct record_select *s, const struct field *f)
{
	size_t ignored;

	s->key[s->n_fields] = f->json_key;
	s->field[s->n_fields++] = f;
	/* A reference is shown by the code it points to: that needs the join. */
	return f->to == NULL || expr_ref_add(c, &s->refs, arena_fmt(c->arena, "%s.code", f->name), &ignored);
}

static bool begin(struct ctx *c, struct record_select *s, const struct record_type *t, const char *on)
{
	size_t status;

	*s = (struct record_select){ .type = t, .refs = { .catalog = c->catalog, .base = t, .on = on }, .status = "t.status" };
	if (on != NULL) {
		if (!expr_ref_add(c, &s->refs, "status", &status))
			return false;
		s->status = s->refs.ref[status].sql;
	}
	s->field = NEW_N(c->arena, const struct field *, t->n_fields + 1);
	s->key = NEW_N(c->arena, const char *, t->n_fields + 1);
	return true;
}

static bool add_all(struct ctx *c, struct record_select *s, bool only_shown)
{
	const struct record_type *t = s->type;

	for (size_t i = 0; i < t->n_fields; i++)
		if ((!only_shown || field_is_shown(c, t, &t->field[i])) && !add_field(c, s, &t->field[i]))
			return false;
	return true;
}

bool select_fields(struct ctx *c, struct record_select *s, const struct record_type *t)
{
	return begin(c, s, t, NULL) && add_all(c, s, false);
}

static bool is_selected(const struct record_select *s, const struct field *f)
{
	for (size_t i = 0; i < s->n_fields; i++)
		if (s->field[i] == f)
			return true;
	return false;
}

/* Of every record, asked for or not. */
static bool is_always_shown(const char *name)
{
	static const char *const names[] = { "code", "unit", "status", "school_year", "client_id", "changed_at", "catalog_version", "version" };

	for (size_t i = 0; i < COUNT(names); i++)
		if (streq(name, names[i]))
			return true;
	return false;
}

bool select_shown(struct ctx *c, struct record_select *s, const struct record_type *t, const char *names, const char *on)
{
	if (!begin(c, s, t, on))
		return false;
	if (names == NULL)
		return add_all(c, s, true);
	while (*names != '\0') {
		size_t n = strcspn(names, ",");
		const char *name = arena_strndup(c->arena, names, n);
		const struct field *f = field_find(t, name);
		if (f == NULL && !is_always_shown(name))
			return fail(c, ERR_INVALID, "field.unknown", "Loại hồ sơ này không có trường \"%.40s\".", name);
		if (f != NULL && !is_selected(s, f) && (!field_check_shown(c, t, f) || !add_field(c, s, f)))
			return false;
		names += n + (names[n] == ',');
	}
	return true;
}

static const char *column_of(const struct record_select *s, const struct field *f)
{
	for (size_t i = 0; f->to != NULL && i < s->refs.n_refs; i++) {
		const char *path = s->refs.ref[i].path;
		size_t n = strlen(f->name);
		if (strncmp(path, f->name, n) == 0 && streq(path + n, ".code"))
			return s->refs.ref[i].sql;
	}
	return NULL;
}

void select_sql(struct buf *b, const struct record_select *s, const char *const *further, size_t n_further)
{
	buf_fmt(b, "SELECT u.id, u.code, t.id, t.code, t.version, %s, t.created_at, t.changed_at, t.client_id, ", s->status);
	buf_put(b, s->type->year_bound ? "t.school_year, t.catalog_version" : "NULL, t.catalog_version");
	for (size_t i = 0; i < s->n_fields; i++) {
		const char *joined = column_of(s, s->field[i]);
		buf_put(b, joined != NULL ? ", " : ", t.");
		buf_put(b, joined != NULL ? joined : s->field[i]->column);
	}
	for (size_t i = 0; i < n_further; i++)
		buf_fmt(b, ", %s", further[i]);
	buf_fmt(b, " FROM %s t JOIN unit u ON u.id = t.unit_id", s->type->table);
	expr_joins_sql(b, &s->refs);
}

static void put_value(struct buf *b, const char *key, const struct val *v)
{
	buf_put(b, key);
	if (v->kind == VAL_NULL)
		buf_put(b, "null");
	else if (v->kind == VAL_TEXT)
		buf_json(b, v->s, v->len);
	else
		buf_int(b, v->i);
}

void select_put_json(struct buf *b, const struct record_select *s, const struct val *cell)
{
	put_value(b, "{\"code\":", &cell[3]);
	put_value(b, ",\"unit\":", &cell[1]);
	put_value(b, ",\"status\":", &cell[5]);
	if (s->type->year_bound)
		put_value(b, ",\"school_year\":", &cell[9]);
	for (size_t i = 0; i < s->n_fields; i++) {
		buf_put(b, s->key[i]);
		field_put_json(b, s->field[i], &cell[SELECT_FIXED + i]);
	}
	if (cell[8].kind != VAL_NULL)
		put_value(b, ",\"client_id\":", &cell[8]);
	buf_put(b, ",\"changed_at\":\"");
	buf_put(b, time_iso(b->arena, cell[7].i));
	put_value(b, "\",\"catalog_version\":", &cell[10]);
	put_value(b, ",\"version\":", &cell[4]);
	buf_char(b, '}');
}
