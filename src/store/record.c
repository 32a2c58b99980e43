/* record.c - one record by its code. */
#include "store/record.h"

#include <stdlib.h>

#include "base/json.h"
#include "catalog/expr.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/chain.h"
#include "store/gone.h"
#include "store/select.h"

enum { LOAD_MANY = 40 };

const char *record_code_make(struct arena *a, const char *letters, const char *unit_code, int64_t id)
{
	return arena_fmt(a, "%s-%s%" PRId64, unit_code, letters, id);
}

bool record_code_split(struct arena *a, const char *letters, const char *code, const char **ret_unit, int64_t *ret_id)
{
	const char *dash = strrchr(code, '-');
	const size_t n = strlen(letters);

	if (dash == NULL || dash == code || n == 0 || strncmp(dash + 1, letters, n) != 0)
		return false;
	const char *number = dash + 1 + n;
	size_t digits = strspn(number, "0123456789");
	if (digits < 1 || digits > 15 || *number == '0' || number[digits] != '\0')
		return false;
	*ret_unit = arena_strndup(a, code, (size_t)(dash - code));
	*ret_id = strtoll(number, NULL, 10);
	return true;
}

bool record_code_find(struct ctx *c, const struct scope *scope, const char *letters, const char *code, struct unit *ret, int64_t *ret_id)
{
	const char *unit_code;

	if (record_code_split(c->arena, letters, code, &unit_code, ret_id) && unit_find(c, scope, unit_code, ret))
		return true;
	*ret = (struct unit){ 0 };
	*ret_id = 0;
	return c->err == ERR_NONE || ctx_forgive(c, ERR_NOT_FOUND);
}

bool record_unknown(struct ctx *c, const struct record_type *t)
{
	return fail(c, ERR_NOT_FOUND, "record.unknown", "%s: trong phạm vi của bạn không có hồ sơ nào mang mã này.", t->label);
}

/* "moet:1900123456" is a code of another scheme; a sender's own keys are none. */
static const char *scheme_of(struct ctx *c, const char **code)
{
	const struct list *schemes = catalog_list(c->catalog, "identifier_scheme");
	const char *colon = strchr(*code, ':');
	const char *scheme = colon == NULL ? "person" : arena_strndup(c->arena, *code, (size_t)(colon - *code));

	if (colon == NULL || schemes == NULL || list_find(schemes, scheme, NULL) == NULL)
		return "person";
	*code = colon + 1;
	return scheme;
}

struct place {
	int64_t unit_id, id;       /* id 0: the one of this unit */
	const char *scheme, *code; /* where a statement can find the person by it; NULL: they are found */
};

static bool locate_person(struct ctx *c, const struct record_type *t, struct place *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_IDENTIFIER_GET, ARGS(val_text(ret->scheme), val_text(ret->code))))
		return false;
	if (r.count == 0 || !streq(rows_text(&r, 0, 1), t->name))
		return record_unknown(c, t);
	*ret = (struct place){ .unit_id = rows_int(&r, 0, 0), .id = rows_int(&r, 0, 2) };
	return true;
}

/* Where the record of a code is. */
static bool locate(struct ctx *c, const struct record_type *t, const char *code, struct place *ret)
{
	const char *unit_code = code;
	struct rows r;

	*ret = (struct place){ 0 };
	if (t->code_scheme == CODE_PERSON) {
		ret->scheme = scheme_of(c, &code);
		ret->code = code;
		return !db_is_several(c->db) || locate_person(c, t, ret);
	}
	if (t->code_scheme == CODE_UNIT && !record_code_split(c->arena, t->code_letters, code, &unit_code, &ret->id))
		return record_unknown(c, t);
	if (!db_rows(c, &r, SQL_UNIT_BY_CODE, ARGS(val_text(unit_code))))
		return false;
	if (r.count == 0)
		return record_unknown(c, t);
	ret->unit_id = rows_int(&r, 0, 0);
	return true;
}

static struct record from_row(const struct record_type *t, const struct rows *r, size_t i)
{
	return (struct record){
		.type = t, .id = rows_int(r, i, 2), .code = rows_text(r, i, 3), .version = rows_int(r, i, 4),
		.status = rows_text(r, i, 5), .created_at = rows_int(r, i, 6), .changed_at = rows_int(r, i, 7),
		.client_id = rows_text(r, i, 8), .school_year = (int)rows_int(r, i, 9),
		.catalog_version = (int)rows_int(r, i, 10), .value = r->cell + i * r->width + SELECT_FIXED,
	};
}

static struct unit unit_of(const struct rows *r, int64_t id, const char *code, size_t at)
{
	return (struct unit){
		.id = id, .code = code, .name = rows_text(r, 0, at), .kind = rows_text(r, 0, at + 1), .province = rows_text(r, 0, at + 2),
		.status = rows_text(r, 0, at + 3), .path = rows_text(r, 0, at + 4), .levels = rows_text(r, 0, at + 5), .limited = rows_int(r, 0, at + 6) != 0,
	};
}

static void put_not(struct buf *sql, const char *condition)
{
	if (*condition != '\0')
		buf_fmt(sql, " AND NOT (%s)", condition);
}

enum { UNIT_CELLS = 7 };

static void put_place(struct buf *sql, struct sql_args *args, const struct place *at)
{
	if (at->code != NULL) {
		buf_put(sql, "i.scheme = ");
		sql_arg(sql, args, val_text(at->scheme));
		buf_put(sql, " AND i.value = ");
		sql_arg(sql, args, val_text(at->code));
		return;
	}
	buf_put(sql, "t.unit_id = ");
	sql_arg(sql, args, val_int(at->unit_id));
	if (at->id != 0) {
		buf_put(sql, " AND t.id = ");
		sql_arg(sql, args, val_int(at->id));
	}
}

/* PostgreSQL carries all columns of a row through each join that comes after it, which took half of the time: it comes last. */
static bool comes_last(const struct ctx *c, const struct place *at, const char *lock)
{
	return at->code != NULL && *lock == '\0' && db_engine(c->db) == ENGINE_POSTGRES && !db_is_several(c->db);
}

static const char *leading_sql(struct ctx *c, struct sql_args *args, const struct record_type *t, const struct scope *scope, const struct place *at, bool chain)
{
	struct buf sql = buf_in(c->arena);

	buf_fmt(&sql, "(SELECT " UNIT_COLUMNS ", i.record_id%s FROM identifier i JOIN unit u ON u.id = i.unit_id%s WHERE i.type = '%s' AND ",
	        chain ? ", h.next_id, h.seq, h.hash" : "", chain ? " JOIN unit_head h ON h.unit_id = u.id" : "", t->name);
	put_place(&sql, args, at);
	buf_put(&sql, " AND ");
	scope_sql(&sql, args, scope, "u", SCOPE_TEST);
	buf_put(&sql, " OFFSET 0) u");
	return buf_text(&sql);
}

static const char *beside_sql(struct ctx *c, const struct record_type *t, const struct place *at, bool chain)
{
	const char *by_code = at->code == NULL ? "" : arena_fmt(c->arena, " JOIN identifier i ON i.unit_id = t.unit_id AND i.record_id = t.id AND i.type = '%s'", t->name);

	return arena_fmt(c->arena, "%s%s", by_code, chain ? chain_beside : "");
}

static void fetch_sql(struct ctx *c, struct buf *sql, struct sql_args *args, struct record_select *s, const struct scope *scope, const struct place *at, const char *but_for,
                      const enum chain_how *how)
{
	const char *further[UNIT_CELLS + CHAIN_COLUMNS] = { "u.name", "u.kind", "u.province", "u.status", "u.path", "u.levels", "u.limited" };
	const char *lock = how == NULL ? "" : chain_lock(c, *how);

	if (comes_last(c, at, lock))
		s->leads = leading_sql(c, args, s->type, scope, at, how != NULL);
	else
		s->beside = beside_sql(c, s->type, at, how != NULL);
	if (how != NULL)
		chain_columns(c, *how, s->leads != NULL ? "u" : "h", further + UNIT_CELLS);
	select_sql(sql, s, further, how == NULL ? UNIT_CELLS : COUNT(further));
	buf_put(sql, " WHERE ");
	if (s->leads == NULL) {
		put_place(sql, args, at);
		buf_put(sql, " AND ");
		scope_sql(sql, args, scope, "u", SCOPE_TEST);
	} else {
		buf_put(sql, "TRUE");
	}
	scope_records_sql(sql, args, c->catalog, scope, s->type, "t", SCOPE_SHARED);
	put_not(sql, but_for);
	buf_put(sql, lock);
}

/* but_for: a condition, "" for none.  how: with the unit's chain, NULL: without. */
static bool fetch(struct ctx *c, const struct record_type *t, const struct scope *scope, const struct place *at, const char *but_for, const enum chain_how *how,
                  struct record *ret, struct chain **ret_chain)
{
	struct record_select s;
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	if (!select_fields(c, &s, t, scope))
		return false;
	fetch_sql(c, &sql, &args, &s, scope, at, but_for, how);
	if (!db_query(c, &r, sql.data, args.v, args.n) ||
	    (how != NULL && chain_waited(&r, r.width - CHAIN_COLUMNS) && !db_query(c, &r, sql.data, args.v, args.n)))
		return false;
	if (r.count != 1)
		return record_unknown(c, t);
	const size_t unit = SELECT_FIXED + s.n_fields;
	*ret = from_row(t, &r, 0);
	ret->unit = unit_of(&r, rows_int(&r, 0, 0), rows_text(&r, 0, 1), unit);
	if (how != NULL)
		chain_found(c, &r, unit + UNIT_CELLS, &ret->unit, ret_chain);
	return true;
}

/* Units that a person has left keep the row as it was: the newest of them inside the scope. */
static bool locate_left(struct ctx *c, const struct record_type *t, const struct scope *scope, const char *code, struct place *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r;

	buf_fmt(&sql, "SELECT t.unit_id, t.id FROM unit u JOIN %s t ON t.unit_id = u.id AND t.code = ", t->table);
	sql_arg(&sql, &args, val_text(code));
	buf_put(&sql, " WHERE ");
	scope_sql(&sql, &args, scope, "u", SCOPE_FIND);
	scope_records_sql(&sql, &args, c->catalog, scope, t, "t", SCOPE_SHARED);
	put_not(&sql, gone_never_came_sql(c->arena, t, "t"));
	buf_put(&sql, " ORDER BY t.changed_at DESC LIMIT 1");
	if (!db_query(c, &r, sql.data, args.v, args.n))
		return false;
	if (r.count == 0)
		return record_unknown(c, t);
	*ret = (struct place){ .unit_id = rows_int(&r, 0, 0), .id = rows_int(&r, 0, 1) };
	return true;
}

static bool find(struct ctx *c, const struct record_type *t, const struct scope *scope, const char *code, const enum chain_how *how, struct record *ret,
                 struct chain **ret_chain)
{
	struct place at;

	if (!locate(c, t, code, &at))
		return false;
	if (fetch(c, t, scope, &at, t->code_scheme == CODE_PERSON ? "" : gone_never_came_sql(c->arena, t, "t"), how, ret, ret_chain) || c->err != ERR_NOT_FOUND ||
	    t->code_scheme != CODE_PERSON)
		return c->err == ERR_NONE;
	ctx_clear(c);
	return locate_left(c, t, scope, code, &at) && fetch(c, t, scope, &at, "", how, ret, ret_chain);
}

/* Where it is and what it is belong together, when they are not one statement. */
bool record_find(struct ctx *c, const struct record_type *t, const struct scope *scope, const char *code, struct record *ret)
{
	if (t->code_scheme == CODE_PERSON && !db_is_several(c->db))
		return find(c, t, scope, code, NULL, ret, NULL);
	if (!db_read_begin(c))
		return false;
	const bool ok = find(c, t, scope, code, NULL, ret, NULL);
	db_read_end(c);
	return ok;
}

bool record_find_with_chain(struct ctx *c, const struct record_type *t, const struct scope *scope, const char *code, enum chain_how how, struct record *ret,
                            struct chain **ret_chain)
{
	return find(c, t, scope, code, &how, ret, ret_chain);
}

bool record_load(struct ctx *c, const struct record_type *t, const struct unit *u, int64_t id, struct record *ret)
{
	return fetch(c, t, &scope_everywhere, &(struct place){ .unit_id = u->id, .id = id }, "", NULL, ret, NULL);
}

bool record_is_own(struct ctx *c, const struct record_type *t, int64_t unit_id, int64_t id, bool *ret)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	struct rows r = { .count = 1 };

	if (actor_scope(c)->classes != NULL) {
		buf_fmt(&sql, "SELECT 1 FROM %s t WHERE t.unit_id = ", t->table);
		sql_arg(&sql, &args, val_int(unit_id));
		buf_put(&sql, " AND t.id = ");
		sql_arg(&sql, &args, val_int(id));
		scope_records_sql(&sql, &args, c->catalog, actor_scope(c), t, "t", SCOPE_WHOLE);
		if (!db_query(c, &r, sql.data, args.v, args.n))
			return false;
	}
	*ret = r.count > 0;
	return true;
}

/* Always as many placeholders, so that it is prepared once. */
static bool load_some(struct ctx *c, const char *sql, const struct record_type *t, const struct unit *u, const int64_t *id, size_t n,
                      struct record *ret)
{
	struct val args[LOAD_MANY + 1] = { val_int(u->id) };
	struct rows r;

	for (size_t i = 0; i < n; i++)
		args[i + 1] = val_int(id[i]);
	if (!db_query(c, &r, sql, args, COUNT(args)))
		return false;
	for (size_t k = 0; k < r.count; k++)
		for (size_t i = 0; i < n; i++)
			if (id[i] == rows_int(&r, k, 2)) {
				ret[i] = from_row(t, &r, k);
				ret[i].unit = *u;
			}
	return true;
}

bool record_load_many(struct ctx *c, const struct record_type *t, const struct unit *u, const int64_t *id, size_t n, struct record *ret)
{
	struct buf sql = buf_in(c->arena);
	struct record_select s;

	if (!select_fields(c, &s, t, &scope_everywhere))
		return false;
	select_sql(&sql, &s, NULL, 0);
	buf_put(&sql, " WHERE t.unit_id = $1 AND t.id IN ");
	sql_chunk(&sql, 2, LOAD_MANY);
	for (size_t i = 0; i < n; i += LOAD_MANY) {
		const size_t some = n - i < LOAD_MANY ? n - i : LOAD_MANY;
		memset(ret + i, 0, some * sizeof *ret);
		if (!load_some(c, sql.data, t, u, id + i, some, ret + i))
			return false;
	}
	return true;
}

bool record_check_fields(struct ctx *c, const struct record_type *t, const char *names)
{
	struct record_select s;

	return names == NULL || select_shown(c, &s, t, names, NULL, 0);
}

void record_put_members(struct ctx *c, struct buf *b, const struct record *rec, const char *names)
{
	struct val *cell = NEW_N(c->arena, struct val, SELECT_FIXED + rec->type->n_fields);
	struct record_select s;

	if (!select_shown(c, &s, rec->type, names, NULL, 0)) {
		ctx_clear(c); /* unknown names were refused before; show all */
		(void)!select_shown(c, &s, rec->type, NULL, NULL, 0);
	}
	cell[1] = val_text(rec->unit.code);
	cell[3] = val_text(rec->code);
	cell[4] = val_int(rec->version);
	cell[5] = val_text(rec->status);
	cell[7] = val_int(rec->changed_at);
	cell[8] = val_text(rec->client_id);
	cell[9] = val_int(rec->school_year);
	cell[10] = rec->catalog_version == 0 ? val_null() : val_int(rec->catalog_version);
	for (size_t i = 0; i < s.n_fields; i++)
		cell[SELECT_FIXED + i] = rec->value[s.field[i]->index];
	s.n_paths = 0; /* only the database knows */
	select_put_members(b, &s, cell);
}

void record_put_json(struct ctx *c, struct buf *b, const struct record *rec)
{
	json_open_object(b, NULL);
	record_put_members(c, b, rec, NULL);
	json_close_object(b);
}

bool record_put_paths(struct ctx *c, struct buf *b, const struct record *rec, const char *names)
{
	struct buf sql = buf_in(c->arena);
	struct record_select s;
	struct rows r;

	if (names == NULL || !select_shown(c, &s, rec->type, names, NULL, rec->school_year))
		return names == NULL;
	if (s.n_paths == 0)
		return true;
	select_paths_sql(&sql, &s);
	if (!db_query(c, &r, sql.data, ARGS(val_int(rec->unit.id), val_int(rec->id))))
		return false;
	if (r.count == 0)
		return true;
	select_put_paths(b, &s, r.cell);
	select_note_persons(c, &s, rec->unit.id, r.cell);
	return true;
}

const char *record_title_path(struct arena *a, const struct record_type *t)
{
	for (size_t i = 0; t->name_field == NULL && i < t->n_fields; i++)
		if (t->field[i].to != NULL && t->field[i].required)
			return arena_fmt(a, "%s.%s", t->field[i].name, record_title_path(a, t->field[i].to));
	return "title";
}
