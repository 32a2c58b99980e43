/* select.c - the columns of a record in a query, and back. */
#include "store/select.h"

#include "base/json.h"
#include "base/time.h"
#include "catalog/life.h"
#include "store/masked.h"
#include "store/seen.h"
#include "store/shown.h"

static bool is_told_by_events(const struct ctx *c, const struct field *f)
{
	for (size_t i = 0; i < c->catalog->n_lives; i++)
		for (size_t k = 0; k < c->catalog->life[i].n_copies; k++)
			if (c->catalog->life[i].copy[k].to == f)
				return true;
	return false;
}

static bool add_field(struct ctx *c, struct record_select *s, const struct field *f)
{
	size_t ignored;

	s->masked[s->n_fields] = s->refs.mask == NULL ? NULL : expr_masked(c, &s->refs, s->type, f, "t", arena_fmt(c->arena, "t.%s", f->column));
	if (s->refs.mask != NULL && s->masked[s->n_fields] == NULL)
		return fail(c, ERR_INVALID, "expr.invalid", "Câu hỏi này nối quá nhiều hồ sơ; hãy hỏi ít mục hơn.");
	s->field[s->n_fields++] = f;
	/* A reference is shown by the code it points to: that needs the join.  So does what an event told, on a day. */
	if (f->to != NULL)
		return expr_ref_add(c, &s->refs, arena_fmt(c->arena, "%s.code", f->name), &ignored);
	return s->refs.on == NULL || !is_told_by_events(c, f) || expr_ref_add(c, &s->refs, f->name, &ignored);
}

static int running_year(const struct ctx *c)
{
	struct date today;

	return date_parse(time_today(c->arena, c->now_ms), &today) ? date_school_year(today) : 0;
}

static bool begin(struct ctx *c, struct record_select *s, const struct record_type *t, const struct scope *scope, const char *on, int year)
{
	size_t status;

	*s = (struct record_select){ .type = t, .status = "t.status",
		                     .refs = { .catalog = c->catalog, .base = t, .on = on, .school_year = year, .mask = scope_mask(c->arena, c->catalog, scope) } };
	if (on != NULL) {
		if (!expr_ref_add(c, &s->refs, "status", &status))
			return false;
		s->status = s->refs.ref[status].sql;
	}
	s->field = NEW_N(c->arena, const struct field *, t->n_fields + 1);
	s->masked = NEW_N(c->arena, const char *, t->n_fields + 1);
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

bool select_fields(struct ctx *c, struct record_select *s, const struct record_type *t, const struct scope *scope)
{
	return begin(c, s, t, scope, NULL, 0) && add_all(c, s, false);
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

static size_t count(const char *names, char ch)
{
	size_t n = 0;

	while ((names = strchr(names, ch)) != NULL) {
		names++;
		n++;
	}
	return n;
}

static bool add_person(struct ctx *c, struct record_select *s, const char *path)
{
	struct select_person p;
	const char *code = c->seen == NULL ? NULL : seen_way(c->arena, c->catalog, s->type, path, &p.type);

	if (code == NULL)
		return true;
	if (!expr_ref_add(c, &s->refs, code, &p.ref))
		return false;
	for (size_t i = 0; i < s->n_persons; i++)
		if (s->person[i].ref == p.ref)
			return true;
	s->person[s->n_persons++] = p;
	return true;
}

void select_note_persons(struct ctx *c, const struct record_select *s, int64_t unit_id, const struct val *cell)
{
	for (size_t i = 0; i < s->n_persons; i++)
		if (cell[s->n_paths + i].kind == VAL_TEXT)
			seen_note(c, &(struct seen_one){ s->person[i].type, unit_id, cell[s->n_paths + i].s });
}

/* A reference is told by the code of what it leads to. */
static bool add_path(struct ctx *c, struct record_select *s, const char *name)
{
	struct select_path p = { .name = name };
	const char *path = name;

	if (!expr_ref_add(c, &s->refs, path, &p.ref)) {
		if (!ctx_forgive(c, ERR_INVALID))
			return false;
		return fail(c, ERR_INVALID, "field.unknown", "Loại hồ sơ này không có mục \"%.60s\".", name);
	}
	if (s->refs.ref[p.ref].field != NULL && s->refs.ref[p.ref].field->to != NULL) {
		path = arena_fmt(c->arena, "%s.code", name);
		if (!expr_ref_add(c, &s->refs, path, &p.ref))
			return false;
	}
	if (!path_check_shown(c, s->type, path))
		return false;
	for (size_t i = 0; i < s->n_paths; i++)
		if (streq(s->path[i].name, name))
			return true;
	s->path[s->n_paths++] = p;
	return add_person(c, s, path);
}

bool select_shown(struct ctx *c, struct record_select *s, const struct record_type *t, const char *names, const char *on, int year)
{
	if (!begin(c, s, t, actor_scope(c), on, year != 0 ? year : running_year(c)))
		return false;
	if (names == NULL)
		return add_all(c, s, true);
	s->path = NEW_N(c->arena, struct select_path, count(names, ',') + 1);
	s->person = NEW_N(c->arena, struct select_person, count(names, ',') + 1);
	while (*names != '\0') {
		size_t n = strcspn(names, ",");
		const char *name = arena_strndup(c->arena, names, n);
		const struct field *f = field_find(t, name);
		const bool is_path = strchr(name, '.') != NULL || (f == NULL && streq(name, "title"));
		if (is_path && !add_path(c, s, name))
			return false;
		if (f == NULL && !is_path && !is_always_shown(name))
			return fail(c, ERR_INVALID, "field.unknown", "Loại hồ sơ này không có trường \"%.40s\".", name);
		if (f != NULL && !is_selected(s, f) && (!field_check_shown(c, t, f) || !add_field(c, s, f)))
			return false;
		names += n + (names[n] == ',');
	}
	return true;
}

static const char *column_of(const struct record_select *s, const struct field *f)
{
	const char *wanted = f->to == NULL ? "" : ".code";
	const size_t n = strlen(f->name);

	for (size_t i = 0; (f->to != NULL || s->refs.on != NULL) && i < s->refs.n_refs; i++)
		if (strncmp(s->refs.ref[i].path, f->name, n) == 0 && streq(s->refs.ref[i].path + n, wanted))
			return s->refs.ref[i].sql;
	return NULL;
}

static void put_from(struct buf *b, const struct record_select *s)
{
	if (s->leads != NULL)
		buf_fmt(b, " FROM %s JOIN %s t ON t.unit_id = u.id AND t.id = u.record_id", s->leads, s->type->table);
	else
		buf_fmt(b, " FROM %s t JOIN unit u ON u.id = t.unit_id%s", s->from != NULL ? s->from : s->type->table, s->beside == NULL ? "" : s->beside);
	expr_joins_sql(b, &s->refs);
}

void select_sql(struct buf *b, const struct record_select *s, const char *const *further, size_t n_further)
{
	buf_fmt(b, "SELECT u.id, u.code, t.id, t.code, t.version, %s, t.created_at, t.changed_at, t.client_id, ", s->status);
	buf_put(b, s->type->year_bound ? "t.school_year, t.catalog_version" : "NULL, t.catalog_version");
	for (size_t i = 0; i < s->n_fields; i++) {
		const char *joined = column_of(s, s->field[i]);
		if (joined == NULL)
			joined = s->masked[i];
		buf_put(b, joined != NULL ? ", " : ", t.");
		buf_put(b, joined != NULL ? joined : s->field[i]->column);
	}
	for (size_t i = 0; i < s->n_paths; i++)
		buf_fmt(b, ", %s", s->refs.ref[s->path[i].ref].sql);
	for (size_t i = 0; i < s->n_persons; i++)
		buf_fmt(b, ", %s", s->refs.ref[s->person[i].ref].sql);
	for (size_t i = 0; i < n_further; i++)
		buf_fmt(b, ", %s", further[i]);
	put_from(b, s);
}

void select_none_sql(struct buf *b, const struct record_select *s)
{
	buf_put(b, "SELECT 1");
	put_from(b, s);
}

static void put_value(struct buf *b, const char *name, const struct val *v)
{
	if (v->kind == VAL_NULL)
		json_put_null(b, name);
	else if (v->kind == VAL_TEXT)
		json_put_text_n(b, name, v->s, v->len);
	else
		json_put_int(b, name, v->i);
}

void select_paths_sql(struct buf *b, const struct record_select *s)
{
	for (size_t i = 0; i < s->n_paths; i++)
		buf_fmt(b, "%s%s", i == 0 ? "SELECT " : ", ", s->refs.ref[s->path[i].ref].sql);
	for (size_t i = 0; i < s->n_persons; i++)
		buf_fmt(b, ", %s", s->refs.ref[s->person[i].ref].sql);
	buf_fmt(b, " FROM %s t", s->type->table);
	expr_joins_sql(b, &s->refs);
	buf_put(b, " WHERE t.unit_id = $1 AND t.id = $2");
}

static void put_standard(struct buf *b, const char *name, const struct expr_ref *r, const struct val *v)
{
	const char *dot = strrchr(r->path, '.'), *last = dot == NULL ? r->path : dot + 1;

	if (v->kind != VAL_INT || (!streq(last, "created_at") && !streq(last, "changed_at")))
		put_value(b, name, v);
	else
		json_put_text(b, name, time_iso(b->arena, v->i));
}

static void put_field(struct buf *b, const struct record_select *s, const char *name, const struct field *f, const struct val *v)
{
	if (s->masks && f->masked != MASKED_NOT && v->kind == VAL_TEXT)
		json_put_text(b, name, masked_text(b->arena, f, v));
	else
		field_put_json(b, name, f, v);
}

bool select_masks(const struct record_select *s)
{
	bool any = false;

	for (size_t i = 0; i < s->n_fields; i++)
		any = any || s->field[i]->masked != MASKED_NOT;
	for (size_t i = 0; i < s->n_paths; i++)
		any = any || (s->refs.ref[s->path[i].ref].field != NULL && s->refs.ref[s->path[i].ref].field->masked != MASKED_NOT);
	return s->masks && any;
}

void select_put_paths(struct buf *b, const struct record_select *s, const struct val *cell)
{
	for (size_t i = 0; i < s->n_paths; i++) {
		const struct expr_ref *r = &s->refs.ref[s->path[i].ref];
		if (s->no_nulls && cell[i].kind == VAL_NULL)
			continue;
		if (r->field != NULL)
			put_field(b, s, s->path[i].name, r->field, &cell[i]);
		else
			put_standard(b, s->path[i].name, r, &cell[i]);
	}
}

void select_put_members(struct buf *b, const struct record_select *s, const struct val *cell)
{
	put_value(b, "code", &cell[3]);
	put_value(b, "unit", &cell[1]);
	put_value(b, "status", &cell[5]);
	if (s->type->year_bound)
		put_value(b, "school_year", &cell[9]);
	for (size_t i = 0; i < s->n_fields; i++)
		if (!s->no_nulls || cell[SELECT_FIXED + i].kind != VAL_NULL)
			put_field(b, s, s->field[i]->name, s->field[i], &cell[SELECT_FIXED + i]);
	select_put_paths(b, s, cell + SELECT_FIXED + s->n_fields);
	if (cell[8].kind != VAL_NULL)
		put_value(b, "client_id", &cell[8]);
	json_put_text(b, "changed_at", time_iso(b->arena, cell[7].i));
	put_value(b, "catalog_version", &cell[10]);
	put_value(b, "version", &cell[4]);
}
