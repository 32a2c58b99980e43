/* change.c - the change log. */
#include "store/change.h"

#include <stdlib.h>

#include "base/secret.h"
#include "base/time.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/chain.h"
#include "store/gone.h"
#include "store/shown.h"

enum { COLUMNS = 15 };

static void put_cell(struct buf *b, const struct val *v)
{
	if (b->len > 1)
		buf_char(b, ',');
	if (v->kind == VAL_NULL)
		buf_put(b, "null");
	else if (v->kind == VAL_INT)
		buf_int(b, v->i);
	else
		buf_json(b, v->s, v->len);
}

/* The digest of an entry is that of its columns as a JSON array, the former digest included. */
static const char *entry_hash(struct arena *a, const struct val *cell)
{
	struct buf b = buf_in(a);

	buf_char(&b, '[');
	for (size_t i = 0; i < COLUMNS - 1; i++)
		put_cell(&b, &cell[i]);
	buf_char(&b, ']');
	return secret_digest(a, b.data, b.len);
}

bool change_log_all(struct ctx *c, int64_t unit_id, const struct change *list, size_t n)
{
	static const char *const column[COLUMNS] = {
		"unit_id", "seq", "at", "account_id", "purpose", "source", "type", "record_id", "code", "version", "event", "before",
		"after", "prev_hash", "hash",
	};
	struct val *cell = NEW_N(c->arena, struct val, n * COLUMNS + 1);
	struct chain *chain;

	if (!chain_take(c, unit_id, &chain))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct change *g = &list[i];
		struct val *v = cell + i * COLUMNS;
		const struct val row[COLUMNS] = {
			val_int(unit_id), val_int(++chain->seq), val_int(c->now_ms), val_int(actor_id(c)), val_text(c->purpose),
			val_text(c->source), val_text(g->type), val_int(g->record_id), val_text(g->code), val_int(g->version),
			val_text(g->event), val_text(g->before), val_text(g->after), val_text(chain->hash), val_null(),
		};
		memcpy(v, row, sizeof row);
		chain->hash = entry_hash(c->arena, v);
		v[COLUMNS - 1] = val_text(chain->hash);
	}
	if (n == 1 && !db_exec(c, SQL_CHANGE_INSERT, cell, COLUMNS))
		return false;
	if (n > 1 && !db_bulk(c, &(struct bulk){ "change", column, COLUMNS, n, cell }))
		return false;
	return n == 0 || chain_put(c, chain);
}

bool change_log(struct ctx *c, int64_t unit_id, const struct change *g)
{
	return change_log_all(c, unit_id, g, 1);
}

static json_t *text_or_null(const char *s)
{
	return s == NULL ? json_null() : json_string(s);
}

/* type NULL: of no record. */
static json_t *embedded(const struct ctx *c, const struct record_type *type, const char *s)
{
	json_t *j = s == NULL ? NULL : json_loads(s, 0, NULL);

	for (size_t i = 0; type != NULL && j != NULL && i < type->n_fields; i++)
		if (!field_is_shown(c, type, &type->field[i]))
			json_object_del(j, type->field[i].name);
	return j == NULL ? json_null() : j;
}

/* What is no record has a right of its own name; two are told as part of something else. */
static bool entry_is_shown(const struct ctx *c, const char *type)
{
	static const struct {
		const char *type, *module, *action;
	} other[] = { { "rollover", "learners", "read" }, { "export", "export", "approve" }, { "client", "account", "read" } };
	const struct record_type *t = catalog_type(c->catalog, type);

	if (c->account == NULL || t != NULL)
		return t == NULL || type_is_shown(c, t);
	for (size_t i = 0; i < COUNT(other); i++)
		if (streq(other[i].type, type))
			return role_may(c->account->role, other[i].module, other[i].action);
	return role_may(c->account->role, type, "read");
}

static json_t *entry_json(struct ctx *c, const struct rows *r, size_t i, bool with_hash)
{
	const struct record_type *t = catalog_type(c->catalog, rows_text(r, i, 5));

	return json_pack("{sI ss so so so ss ss sI ss so so ss?}", "seq", (json_int_t)rows_int(r, i, 0), "at",
	                 time_iso(c->arena, rows_int(r, i, 1)), "account", text_or_null(rows_text(r, i, 2)), "purpose",
	                 text_or_null(rows_text(r, i, 3)), "source", text_or_null(rows_text(r, i, 4)), "type", rows_text(r, i, 5),
	                 "code", rows_text(r, i, 6), "version", (json_int_t)rows_int(r, i, 7), "event", rows_text(r, i, 8),
	                 "before", embedded(c, t, rows_text(r, i, 9)), "after", embedded(c, t, rows_text(r, i, 10)), "hash",
	                 with_hash ? rows_text(r, i, 11) : NULL);
}

json_t *change_history(struct ctx *c, const struct unit *u, const char *type, int64_t record_id)
{
	const bool with_hash = all_is_shown(c);
	json_t *all = json_array();
	struct rows r;

	if (!db_rows(c, &r, SQL_CHANGE_OF_RECORD, ARGS(val_int(u->id), val_text(type), val_int(record_id)))) {
		json_decref(all);
		return NULL;
	}
	for (size_t i = 0; i < r.count; i++)
		json_array_append_new(all, entry_json(c, &r, i, with_hash));
	return all;
}

/* One field that was changed: the last word on it. */
static void put_current(struct ctx *c, json_t *all, const char *name, const json_t *value, const struct rows *r, size_t i)
{
	json_object_set_new(all, name, json_pack("{ss sO? so ss}", "field", name, "value", value, "by", text_or_null(rows_text(r, i, 1)), "at",
	                                         time_iso(c->arena, rows_int(r, i, 0))));
}

/* A field that is emptied stands before only. */
static void note_changed(struct ctx *c, const struct record_type *t, json_t *all, const struct rows *r, size_t i)
{
	json_t *before = embedded(c, t, rows_text(r, i, 2)), *after = embedded(c, t, rows_text(r, i, 3)), *value;
	const char *name;

	json_object_foreach(before, name, value)
		if (json_object_get(after, name) == NULL && field_find(t, name) != NULL)
			put_current(c, all, name, json_null(), r, i);
	json_object_foreach(after, name, value)
		if (field_find(t, name) != NULL || streq(name, "status"))
			put_current(c, all, name, value, r, i);
	json_decref(before);
	json_decref(after);
}

bool change_since(struct ctx *c, const struct unit *u, const struct record_type *t, int64_t record_id, int64_t version, struct buf *b)
{
	json_t *all = json_object(), *item;
	const char *name;
	struct rows r;

	arena_defer(c->arena, (void (*)(void *))json_decref, all);
	if (!db_rows(c, &r, SQL_CHANGE_SINCE, ARGS(val_int(u->id), val_text(t->name), val_int(record_id), val_int(version))))
		return false;
	for (size_t i = 0; i < r.count; i++)
		note_changed(c, t, all, &r, i);
	json_object_foreach(all, name, item) {
		char *text = json_dumps(item, JSON_COMPACT);
		buf_fmt(b, "%s%s", b->len > 0 ? "," : "", text);
		free(text);
	}
	return true;
}

/* Codes of the rows of a unit that are not read there any more (gone.h), by type, looked for when they are needed. */
struct never_came {
	const struct unit *unit;
	bool any;            /* person; of others there is none without one */
	bool *looked;
	struct rows *code;
};

static bool look(struct ctx *c, const struct never_came *x, const struct record_type *t)
{
	const size_t at = (size_t)(t - c->catalog->type);
	const char *never_came = gone_never_came_sql(c->arena, t, "t");

	if (x->looked[at])
		return true;
	x->looked[at] = true;
	return *never_came == '\0' || db_query(c, &x->code[at], arena_fmt(c->arena, "SELECT t.code FROM %s t WHERE t.unit_id = $1 AND (%s)", t->table, never_came),
	                                       ARGS(val_int(x->unit->id)));
}

static bool never_came_begin(struct ctx *c, const struct unit *u, struct never_came *x)
{
	const struct catalog *k = c->catalog;

	*x = (struct never_came){ .unit = u, .looked = NEW_N(c->arena, bool, k->n_types), .code = NEW_N(c->arena, struct rows, k->n_types) };
	for (size_t i = 0; i < k->n_types; i++) {
		x->looked[i] = false;
		x->code[i] = (struct rows){ 0 };
		if (k->type[i].code_scheme == CODE_PERSON && !look(c, x, &k->type[i]))
			return false;
		x->any = x->any || x->code[i].count > 0;
	}
	return true;
}

static bool never_came(struct ctx *c, const struct never_came *x, const char *type, const char *code, bool *ret)
{
	const struct record_type *t = catalog_type(c->catalog, type);

	*ret = false;
	if (!x->any || t == NULL)
		return true;
	if (!look(c, x, t))
		return false;
	const struct rows *all = &x->code[t - c->catalog->type];
	for (size_t i = 0; i < all->count && !*ret; i++)
		*ret = streq(rows_text(all, i, 0), code);
	return true;
}

static bool wanted(const char *types, const char *type)
{
	size_t n = strlen(type);

	for (const char *p = types; p != NULL && (p = strstr(p, type)) != NULL; p += n)
		if ((p == types || p[-1] == ',') && (p[n] == ',' || p[n] == '\0'))
			return true;
	return types == NULL;
}

bool change_feed(struct ctx *c, const struct unit *u, int64_t after, const char *types, size_t limit, struct buf *b)
{
	const bool with_hash = all_is_shown(c);
	int64_t last = after;
	bool any = false, hidden;
	struct never_came gone;
	struct rows r, head;

	if (!never_came_begin(c, u, &gone) || !db_rows(c, &r, SQL_CHANGE_AFTER, ARGS(val_int(u->id), val_int(after), val_int((int64_t)limit))))
		return false;
	if (r.count == 0 && !db_rows(c, &head, SQL_CHAIN_HEAD, ARGS(val_int(u->id))))
		return false;
	if (r.count == 0 && head.count == 1 && after > rows_int(&head, 0, 0))
		return fail(c, ERR_INVALID, "query.cursor", "Đơn vị %s chưa có thay đổi số %" PRId64 "; hãy lấy lại từ số cuối (last) đã nhận của đơn vị này.", u->code,
		            after);
	buf_put(b, "{\"items\":[");
	for (size_t i = 0; i < r.count; i++) {
		last = rows_int(&r, i, 0);
		if (!wanted(types, rows_text(&r, i, 5)) || !entry_is_shown(c, rows_text(&r, i, 5)))
			continue;
		if (!never_came(c, &gone, rows_text(&r, i, 5), rows_text(&r, i, 6), &hidden))
			return false;
		json_t *entry = entry_json(c, &r, i, with_hash && !hidden);
		if (hidden) {
			json_object_set_new(entry, "before", json_null());
			json_object_set_new(entry, "after", json_null());
		}
		char *text = json_dumps(entry, JSON_COMPACT);
		if (any)
			buf_char(b, ',');
		any = true;
		buf_put(b, text);
		free(text);
		json_decref(entry);
	}
	buf_fmt(b, "],\"last\":%" PRId64 ",\"more\":%s}", last, r.count == limit ? "true" : "false");
	return true;
}

static bool broken(struct ctx *c, const struct unit *u, int64_t seq, const char *why)
{
	return fail(c, ERR_CONFLICT, "audit.broken", "Nhật ký của đơn vị %s hỏng ở mục số %" PRId64 ": %s.", u->code, seq, why);
}

bool chain_verify(struct ctx *c, const struct unit *u, int64_t *ret_entries)
{
	static const char no_hash[] = "0000000000000000000000000000000000000000000000000000000000000000";
	const char *hash = no_hash;
	struct rows r;
	int64_t seq = 0;

	do {
		if (!db_rows(c, &r, SQL_CHANGE_CHAIN, ARGS(val_int(u->id), val_int(seq))))
			return false;
		for (size_t i = 0; i < r.count; i++) {
			struct val cell[COLUMNS] = { val_int(u->id) };
			memcpy(cell + 1, rows_at(&r, i, 0), (COLUMNS - 1) * sizeof *cell);
			if (cell[1].i != ++seq)
				return broken(c, u, seq, "mục này đã mất");
			if (!streq(cell[13].s, hash))
				return broken(c, u, seq, "không nối với mục trước");
			hash = entry_hash(c->arena, cell);
			if (!streq(cell[14].s, hash))
				return broken(c, u, seq, "nội dung đã bị sửa");
		}
	} while (r.count > 0);
	if (!db_rows(c, &r, SQL_CHAIN_HEAD, ARGS(val_int(u->id))))
		return false;
	if (r.count != 1 || rows_int(&r, 0, 0) != seq || !streq(rows_text(&r, 0, 1), hash))
		return broken(c, u, seq + 1, "các mục cuối đã bị cắt");
	*ret_entries = seq;
	return true;
}
