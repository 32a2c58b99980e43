/* row.c - a record's own row. */
#include "store/row.h"

#include "base/json.h"
#include "base/text.h"
#include "catalog/entry.h"
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

struct entry *row_entry(const struct row_lookup *l, const char *code)
{
	uint64_t h = 14695981039346656037u;

	for (const char *p = code; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	for (size_t i = (h ^ h >> 31) % l->room;; i = (i + 1) % l->room)
		if (l->entry[i].code == NULL || streq(l->entry[i].code, code))
			return &l->entry[i];
}

int64_t row_id(const struct row_lookup *l, const char *code)
{
	return l->room == 0 ? 0 : row_entry(l, code)->id;
}

const struct val *row_seen(const struct row_lookup *l, const char *code)
{
	return l->room == 0 ? NULL : row_entry(l, code)->seen;
}

struct row_lookup row_lookup_new(struct arena *a, size_t n)
{
	return (struct row_lookup){ .room = n * 2 + 1, .entry = NEW_N(a, struct entry, n * 2 + 1) };
}

bool row_claim(const struct row_lookup *l, const char *text)
{
	struct entry *e = row_entry(l, text);

	if (e->code != NULL)
		return false;
	e->code = text;
	return true;
}

/* "SELECT code, id, status, school_year, ... FROM r_x WHERE unit_id = $1 AND code IN ($2 ... $41)": always as many, so that it is prepared once. */
static bool look_up(struct ctx *c, const char *sql, const struct unit *u, const char *const *code, size_t n, struct row_lookup *l)
{
	struct val args[CHUNK + 1] = { val_int(u->id) };
	struct rows r;

	for (size_t i = 0; i < CHUNK; i++)
		args[i + 1] = i < n ? val_text(code[i]) : val_null();
	if (!db_query(c, &r, sql, args, COUNT(args)))
		return false;
	for (size_t i = 0; i < r.count; i++)
		*row_entry(l, rows_text(&r, i, 0)) = (struct entry){ rows_text(&r, i, 0), rows_int(&r, i, 1), rows_text(&r, i, 2),
		                                                     (int)rows_int(&r, i, 3), r.width > 4 ? rows_at(&r, i, 4) : NULL };
	return true;
}

bool row_find_ids(struct ctx *c, const struct unit *u, const struct record_type *t, const struct wanted *also, const char *const *code,
                  size_t n, struct row_lookup *l)
{
	struct buf sql = buf_in(c->arena);
	const char **distinct = NEW_N(c->arena, const char *, n + 1);
	size_t n_distinct = 0;

	*l = row_lookup_new(c->arena, n);
	for (size_t i = 0; i < n; i++) {
		struct entry *e = row_entry(l, code[i]);
		if (e->code == NULL) {
			e->code = code[i];
			distinct[n_distinct++] = code[i];
		}
	}
	buf_fmt(&sql, "SELECT t.code, t.id, t.status, %s", t->year_bound ? "t.school_year" : "0");
	for (size_t i = 0; also != NULL && i < also->n; i++)
		buf_fmt(&sql, ", t.%s", also->field[i]->column);
	buf_fmt(&sql, " FROM %s t WHERE t.unit_id = $1", t->table);
	scope_records_sql(&sql, NULL, c->catalog, actor_scope(c), t, "t", SCOPE_WHOLE);
	buf_put(&sql, " AND t.code IN (");
	for (size_t i = 0; i < CHUNK; i++)
		buf_fmt(&sql, "%s$%zu", i > 0 ? ", " : "", i + 2);
	buf_put(&sql, ")");
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
