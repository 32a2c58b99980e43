/* row.c - a record's own row. */
#include "store/row.h"

#include "base/json.h"
#include "base/text.h"
#include "catalog/entry.h"
#include "catalog/expr.h"
#include "db/db.h"

enum { CHUNK = 40 };

struct val row_search_key(struct ctx *c, const struct record_type *t, const struct val *value)
{
	struct buf b = buf_in(c->arena);

	for (size_t i = 0; i < t->n_fields; i++) {
		if (!t->field[i].search || value[i].kind != VAL_TEXT)
			continue;
		const char *folded = text_fold(c->arena, value[i].s);
		if (strstr(buf_text(&b), folded) != NULL) /* a given name is part of the full name: found already */
			continue;
		if (b.len > 0)
			buf_char(&b, ' ');
		buf_put(&b, folded);
	}
	return val_text(buf_text(&b));
}

struct val row_sort_key(struct ctx *c, const struct record_type *t, const struct val *value)
{
	const struct val *name = &value[t->name_field->index];

	if (name->kind != VAL_TEXT)
		return val_blob("", 0);
	if (!t->by_given_name)
		return text_sort_key_plain(c->arena, name->s);
	const struct val *given = t->given_name_field == NULL ? NULL : &value[t->given_name_field->index];
	return text_sort_key(c->arena, name->s, given != NULL && given->kind == VAL_TEXT ? given->s : NULL);
}

const char *row_json(struct ctx *c, const struct record_type *t, const struct val *value, const bool *mask)
{
	struct buf b = buf_in(c->arena);

	json_open_object(&b, NULL);
	for (size_t i = 0; i < t->n_fields; i++)
		if (mask == NULL ? value[i].kind != VAL_NULL : mask[i])
			field_put_json(&b, t->field[i].name, &t->field[i], &value[i]);
	json_close_object(&b);
	return buf_text(&b);
}

struct entry *row_entry(struct arena *a, struct row_lookup *l, const char *code)
{
	size_t *at = map_put(a, &l->by_code, code);

	if (*at == 0) {
		l->entry = arena_grow(a, l->entry, l->n, &l->room, sizeof *l->entry);
		*at = ++l->n;
	}
	return &l->entry[*at - 1];
}

const struct entry *row_found(const struct row_lookup *l, const char *code)
{
	static const struct entry none = { 0 };
	const size_t at = map_get(&l->by_code, code);

	return at == 0 ? &none : &l->entry[at - 1];
}

/* "SELECT code, id, status, school_year, ... FROM r_x WHERE unit_id = $1 AND code IN ($2 ... $41)" */
static bool look_up(struct ctx *c, const char *sql, const struct unit *u, const char *const *code, size_t n, struct row_lookup *l)
{
	struct val args[CHUNK + 1] = { val_int(u->id) };
	struct rows r;

	for (size_t i = 0; i < n; i++)
		args[i + 1] = val_text(code[i]);
	if (!db_query(c, &r, sql, args, COUNT(args)))
		return false;
	for (size_t i = 0; i < r.count; i++)
		*row_entry(c->arena, l, rows_text(&r, i, 0)) = (struct entry){ rows_int(&r, i, 1), rows_text(&r, i, 2), (int)rows_int(&r, i, 3),
		                                                               r.width > 4 ? rows_at(&r, i, 4) : NULL };
	return true;
}

bool row_find_ids(struct ctx *c, const struct unit *u, const struct record_type *t, const struct wanted *also, const char *const *code,
                  size_t n, struct row_lookup *l)
{
	struct buf sql = buf_in(c->arena);
	const char **distinct = NEW_N(c->arena, const char *, n + 1);
	struct map seen = { 0 };
	size_t n_distinct = 0;

	*l = (struct row_lookup){ 0 };
	for (size_t i = 0; i < n; i++)
		if (map_claim(c->arena, &seen, code[i]))
			distinct[n_distinct++] = code[i];
	buf_fmt(&sql, "SELECT t.code, t.id, t.status, %s", t->year_bound ? "t.school_year" : "0");
	for (size_t i = 0; also != NULL && i < also->n; i++)
		buf_fmt(&sql, ", t.%s", also->field[i]->column);
	buf_fmt(&sql, " FROM %s t WHERE t.unit_id = $1", t->table);
	scope_records_sql(&sql, NULL, c->catalog, actor_scope(c), t, "t", SCOPE_WHOLE);
	buf_put(&sql, " AND t.code IN ");
	sql_chunk(&sql, 2, CHUNK);
	for (size_t i = 0; i < n_distinct; i += CHUNK)
		if (!look_up(c, sql.data, u, distinct + i, n_distinct - i < CHUNK ? n_distinct - i : CHUNK, l))
			return false;
	return true;
}

void row_check_reference(struct ctx *c, const struct field *f, const struct entry *e, int school_year, struct problems *p)
{
	const struct record_type *t = f->to;
	const bool moved = t->code_scheme != CODE_PERSON && t->moved_status != NULL && streq(e->status, t->moved_status);

	if (moved || record_never_was(t, e->status))
		problem_add(c, p, f->name, "reference.gone", "%s: %s này %s; hãy chọn hồ sơ khác.", f->label, t->label,
		            moved ? "đã chuyển sang đơn vị khác" : "đã huỷ hoặc ghi là nhập nhầm");
	else if (e->school_year != 0 && school_year != 0 && e->school_year != school_year)
		problem_add(c, p, f->name, "reference.year", "%s: %s này thuộc năm học %d–%d; hãy chọn của năm học %d–%d.", f->label, t->label, e->school_year,
		            e->school_year + 1, school_year, school_year + 1);
}
