/* change.c - the change log: written, and verified. */
#include "store/change.h"

#include "base/json.h"
#include "base/secret.h"
#include "db/db.h"
#include "store/actor.h"
#include "store/chain.h"

enum { COLUMNS = CHANGE_COLUMNS, HASH_LEN = 64 };

static void put_cell(struct buf *b, const struct val *v)
{
	if (v->kind == VAL_NULL)
		json_put_null(b, NULL);
	else if (v->kind == VAL_INT)
		json_put_int(b, NULL, v->i);
	else
		json_put_text_n(b, NULL, v->s, v->len);
}

/* The digest of an entry is that of its columns as a JSON array, the former digest included. */
static const char *entry_hash(struct arena *a, const struct val *cell)
{
	struct buf b = buf_in(a);

	json_open_list(&b, NULL);
	for (size_t i = 0; i < COLUMNS - 1; i++)
		put_cell(&b, &cell[i]);
	json_close_list(&b);
	return secret_digest(a, b.data, b.len);
}

static bool append(struct ctx *c, int64_t unit_id, const struct change *list, size_t n, const struct row_write *of)
{
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
	/* The head first: whoever has not held it yet waits here, with nothing in hand. */
	if (n <= 1)
		return n == 0 || chain_put_with(c, chain, cell, of);
	return chain_put(c, chain) && db_bulk(c, &(struct bulk){ "change", change_column, COLUMNS, n, cell });
}

bool change_log_all(struct ctx *c, int64_t unit_id, const struct change *list, size_t n)
{
	return append(c, unit_id, list, n, NULL);
}

bool change_log(struct ctx *c, int64_t unit_id, const struct change *g)
{
	return append(c, unit_id, g, 1, NULL);
}

bool change_log_row(struct ctx *c, int64_t unit_id, const struct change *g, const struct row_write *row)
{
	return append(c, unit_id, g, 1, row);
}

static bool broken(struct ctx *c, const struct unit *u, int64_t seq, const char *why)
{
	return fail(c, ERR_CONFLICT, "audit.broken", "Nhật ký của đơn vị %s hỏng ở mục số %" PRId64 ": %s.", u->code, seq, why);
}

/* Checks what a chunk of the chain holds; *hash and *seq are those of the last entry that is sound. */
static bool verify_chunk(struct ctx *c, const struct unit *u, const struct rows *r, char hash[HASH_LEN + 1], int64_t *seq)
{
	for (size_t i = 0; i < r->count; i++) {
		struct val cell[COLUMNS] = { val_int(u->id) };
		memcpy(cell + 1, rows_at(r, i, 0), (COLUMNS - 1) * sizeof *cell);
		if (cell[1].i != *seq + 1)
			return broken(c, u, *seq + 1, "mục này đã mất");
		if (!streq(cell[13].s, hash))
			return broken(c, u, *seq + 1, "không nối với mục trước");
		const char *now = entry_hash(c->arena, cell);
		if (!streq(cell[14].s, now))
			return broken(c, u, *seq + 1, "nội dung đã bị sửa");
		memcpy(hash, now, HASH_LEN);
		++*seq;
	}
	return true;
}

/* In a small arena of its own: chains are long. */
static bool next_chunk(struct ctx *c, const struct unit *u, char hash[HASH_LEN + 1], int64_t *seq, bool *ret_any)
{
	struct arena *kept = c->arena;
	struct rows r;

	c->arena = arena_new();
	bool ok = db_rows(c, &r, SQL_CHANGE_CHAIN, ARGS(val_int(u->id), val_int(*seq)));
	*ret_any = ok && r.count > 0;
	ok = ok && verify_chunk(c, u, &r, hash, seq);
	if (c->detail != NULL)
		c->detail = arena_strdup(kept, c->detail);
	arena_free(c->arena);
	c->arena = kept;
	return ok;
}

bool chain_verify(struct ctx *c, const struct unit *u, int64_t *ret_entries)
{
	char hash[HASH_LEN + 1];
	struct rows r;
	bool any = true;

	memset(hash, '0', HASH_LEN);
	hash[HASH_LEN] = '\0';
	*ret_entries = 0;
	while (any)
		if (!next_chunk(c, u, hash, ret_entries, &any))
			return false;
	if (!db_rows(c, &r, SQL_CHAIN_HEAD, ARGS(val_int(u->id))))
		return false;
	if (r.count != 1 || rows_int(&r, 0, 0) != *ret_entries || !streq(rows_text(&r, 0, 1), hash))
		return broken(c, u, *ret_entries + 1, "các mục cuối đã bị cắt");
	return true;
}

bool change_is_whole(const char *event)
{
	return streq(event, "NEW") || streq(event, "ARRIVE") || streq(event, "RETURN");
}
