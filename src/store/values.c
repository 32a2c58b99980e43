/* values.c - what a batch asks the database about its values. */
#include "store/values.h"

#include "catalog/entry.h"
#include "catalog/expr.h"
#include "db/db.h"

enum { CHUNK = 40 };

void values_not_there(struct ctx *c, const struct field *f, const char *code, struct problems *p)
{
	problem_add(c, p, f->name, "field.reference", "%s: đơn vị này không có %s mang mã \"%.40s\".", f->label, f->to->label, code);
}

struct val *values_stored(struct ctx *c, const struct record_type *t, const struct val *value, const struct row_lookup *by_field,
                          struct problems *p)
{
	struct val *stored = NEW_N(c->arena, struct val, t->n_fields);

	for (size_t k = 0; k < t->n_fields; k++) {
		const struct field *f = &t->field[k];
		stored[k] = value[k];
		if (f->to == NULL || value[k].kind == VAL_NULL)
			continue;
		int64_t id = row_found(&by_field[k], value[k].s)->id;
		stored[k] = val_int(id);
		if (id == 0)
			values_not_there(c, f, value[k].s, p);
	}
	return stored;
}

static bool take(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	const char *text = arena_strdup(c->arena, cell[0].s);

	(void)n;
	row_entry(c->arena, arg, text)->id = cell[1].i;
	return true;
}

/* sql has $1 (first) and a chunk of texts. */
static bool find_chunks(struct ctx *c, const char *sql, struct val first, const char *const *text, size_t n, struct row_lookup *l)
{
	*l = (struct row_lookup){ 0 };
	for (size_t from = 0; from < n; from += CHUNK) {
		struct val args[CHUNK + 1] = { first };
		for (size_t i = 0; i < CHUNK; i++)
			args[i + 1] = from + i < n ? val_text(text[from + i]) : val_null();
		if (!db_visit(c, sql, args, COUNT(args), take, l))
			return false;
	}
	return true;
}

bool values_find_years(struct ctx *c, const struct unit *u, const struct record_type *t, struct rows *ret)
{
	return db_query(c, ret, arena_fmt(c->arena, "SELECT school_year, code, status FROM %s WHERE unit_id = $1", t->table), ARGS(val_int(u->id)));
}

bool values_find_taken(struct ctx *c, const struct unit *u, const struct record_type *t, const struct field *f,
                       const char *const *value, size_t n, struct row_lookup *ret)
{
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "SELECT %s, id FROM %s WHERE unit_id = $1 AND ", f->column, t->table);
	index_condition(&sql, &(struct index){ .where = "status", .in = record_ever_was_in(c->arena, t) });
	buf_fmt(&sql, " AND %s IN ", f->column);
	sql_chunk(&sql, 2, CHUNK);
	return find_chunks(c, sql.data, val_int(u->id), value, n, ret);
}

const char *values_client_key(struct ctx *c, const struct draft *d)
{
	const char *own = d->client_id != NULL ? d->client_id : d->retry_key;

	return own == NULL || d->client_id != NULL ? own : arena_fmt(c->arena, "\t%" PRId64 "/%s", actor_id(c), own);
}

static bool find_clients(struct ctx *c, const struct unit *u, const struct record_type *t, const char *const *key, size_t n, struct row_lookup *ret)
{
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "SELECT value, record_id FROM client_key WHERE unit_id = $1 AND type = '%s' AND value IN ", t->name);
	sql_chunk(&sql, 2, CHUNK);
	return find_chunks(c, sql.data, val_int(u->id), key, n, ret);
}

bool values_find_school(struct ctx *c, const struct unit *u, const struct record_type *t, const struct val **ret)
{
	const struct record_type *school = catalog_type(c->catalog, "school");
	struct buf sql = buf_in(c->arena);
	struct rows r;

	*ret = NULL;
	for (size_t i = 0; i < t->entry->school.n; i++)
		buf_fmt(&sql, "%s%s", i == 0 ? "SELECT " : ", ", t->entry->school.field[i]->column);
	buf_fmt(&sql, " FROM %s WHERE unit_id = $1", school->table);
	if (!db_query(c, &r, sql.data, ARGS(val_int(u->id))))
		return false;
	*ret = r.count == 0 ? NULL : rows_at(&r, 0, 0);
	return true;
}

const struct val *const *values_through(struct ctx *c, const struct record_type *t, const struct val *value, const struct row_lookup *by_field)
{
	const struct val **all;

	if (t->entry == NULL || !t->entry->looks_through)
		return NULL;
	all = NEW_N(c->arena, const struct val *, t->n_fields);
	for (size_t i = 0; i < t->n_fields; i++)
		if (t->entry->through[i].n > 0 && value[i].kind == VAL_TEXT)
			all[i] = row_found(&by_field[i], value[i].s)->seen;
	return all;
}

bool values_find_known(struct ctx *c, const struct unit *u, const struct record_type *t, const struct draft *draft, size_t n, int64_t *ret)
{
	const char **text = NEW_N(c->arena, const char *, n + 1);
	struct row_lookup known;
	size_t n_texts = 0;

	memset(ret, 0, n * sizeof *ret);
	for (size_t i = 0; i < n; i++)
		if ((text[n_texts] = values_client_key(c, &draft[i])) != NULL)
			n_texts++;
	if (n_texts > 0 && !find_clients(c, u, t, text, n_texts, &known))
		return false;
	for (size_t i = 0, k = 0; k < n_texts; i++)
		if (values_client_key(c, &draft[i]) != NULL)
			ret[i] = row_found(&known, text[k++])->id;
	n_texts = 0;
	for (size_t i = 0; i < n; i++)
		if (ret[i] == 0 && draft[i].code != NULL && !draft[i].only_new)
			text[n_texts++] = draft[i].code;
	if (n_texts > 0 && !row_find_ids(c, u, t, NULL, text, n_texts, &known))
		return false;
	for (size_t i = 0, k = 0; k < n_texts; i++)
		if (ret[i] == 0 && draft[i].code != NULL && !draft[i].only_new)
			ret[i] = row_found(&known, text[k++])->id;
	return true;
}
