/* chain.c - taking chains, and putting them back. */
#include "store/chain.h"

#include "db/db.h"
#include "store/hold.h"
#include "store/row.h"

struct chains {
	struct chain *held;
	size_t n, room;
	int kept; /* how many keep them: put back together, at the end of the outermost */
};

static struct chains *chains(struct ctx *c)
{
	void **slot = db_tx_slot(c);

	if (*slot == NULL)
		*slot = NEW(c->arena, struct chains);
	return *slot;
}

static struct chain *add(struct ctx *c, struct chains *k)
{
	k->held = arena_grow(c->arena, k->held, k->n, &k->room, sizeof *k->held);
	return &k->held[k->n++];
}

static struct chain *find(const struct chains *k, int64_t unit_id)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->held[i].unit.id == unit_id)
			return &k->held[i];
	return NULL;
}

const char chain_beside[] = " JOIN unit_head h ON h.unit_id = t.unit_id";

static bool locks(const struct ctx *c)
{
	return db_engine(c->db) == ENGINE_POSTGRES; /* the one writer of a SQLite file has every row */
}

const char *chain_lock(struct ctx *c, enum chain_how how)
{
	return how == CHAIN_HELD && locks(c) ? " FOR UPDATE OF h" : "";
}

/* On PostgreSQL a head that is held is the newest there is, and what stands beside it as old as the statement. */
void chain_columns(struct ctx *c, enum chain_how how, const char *holder, const char *ret[CHAIN_COLUMNS])
{
	ret[0] = arena_fmt(c->arena, "%s.next_id", holder);
	ret[1] = arena_fmt(c->arena, "%s.seq", holder);
	ret[2] = arena_fmt(c->arena, "%s.hash", holder);
	ret[3] = how == CHAIN_HELD && locks(c) ? arena_fmt(c->arena, "(SELECT s.seq FROM unit_head s WHERE s.unit_id = %s.unit_id)", holder) : ret[1];
}

/* Whatever is written to a unit changes its head. */
bool chain_waited(const struct rows *r, size_t at)
{
	return r->count == 1 && rows_int(r, 0, at + 1) != rows_int(r, 0, at + 3);
}

static void stored(struct chain *chain)
{
	chain->stored_next_id = chain->next_id;
	chain->stored_seq = chain->seq;
}

void chain_found(struct ctx *c, const struct rows *r, size_t at, const struct unit *u, struct chain **ret)
{
	if ((*ret = find(chains(c), u->id)) != NULL)
		return;
	*ret = add(c, chains(c));
	**ret = (struct chain){ .unit = *u, .next_id = rows_int(r, 0, at), .seq = rows_int(r, 0, at + 1), .hash = rows_text(r, 0, at + 2) };
	stored(*ret);
}

static const char *take_sql(struct ctx *c, const struct record_type *t)
{
	const char *column[CHAIN_COLUMNS];
	struct buf sql = buf_in(c->arena);

	chain_columns(c, CHAIN_HELD, "h", column);
	buf_put(&sql, "SELECT ");
	for (size_t i = 0; i < CHAIN_COLUMNS; i++)
		buf_fmt(&sql, "%s, ", column[i]);
	buf_fmt(&sql, "%s, " UNIT_COLUMNS " FROM unit_head h JOIN unit u ON u.id = h.unit_id", t == NULL ? "0" : "t.version");
	if (t != NULL)
		buf_fmt(&sql, " LEFT JOIN %s t ON t.unit_id = h.unit_id AND t.id = $2", t->table);
	buf_fmt(&sql, " WHERE h.unit_id = $1%s", chain_lock(c, CHAIN_HELD));
	return buf_text(&sql);
}

static bool look(struct ctx *c, int64_t unit_id, const struct record_type *t, int64_t id, struct rows *r)
{
	const struct val args[] = { val_int(unit_id), val_int(id) };
	const char *sql = take_sql(c, t);
	const size_t n = t == NULL ? 1 : 2;

	if (!db_query(c, r, sql, args, n) || (chain_waited(r, 0) && !db_query(c, r, sql, args, n)))
		return false;
	return r->count == 1 || fail(c, ERR_INTERNAL, "chain.lost", "unit %" PRId64 " has no chain", unit_id);
}

bool chain_take_with(struct ctx *c, int64_t unit_id, const struct record_type *t, int64_t id, struct chain **ret, struct unit *ret_unit, int64_t *ret_version)
{
	struct rows r;

	if (!look(c, unit_id, t, id, &r))
		return false;
	unit_from_row(&r, 0, CHAIN_COLUMNS + 1, ret_unit);
	*ret_version = rows_int(&r, 0, CHAIN_COLUMNS);
	chain_found(c, &r, 0, ret_unit, ret);
	return true;
}

bool chain_take(struct ctx *c, int64_t unit_id, struct chain **ret)
{
	struct unit unit;
	int64_t none;

	return (*ret = find(chains(c), unit_id)) != NULL || chain_take_with(c, unit_id, NULL, 0, ret, &unit, &none);
}

static bool put(struct ctx *c, struct chain *chain)
{
	const struct val args[] = {
		val_int(chain->unit.id), val_int(chain->next_id), val_int(chain->seq), val_text(chain->hash), val_int(chain->stored_next_id), val_int(chain->stored_seq),
	};

	chain->changed = false;
	stored(chain);
	return db_exec(c, SQL_CHAIN_PUT, args, COUNT(args));
}

bool chain_put(struct ctx *c, struct chain *chain)
{
	chain->changed = true;
	return chains(c)->kept > 0 || put(c, chain);
}

const char *const change_column[CHANGE_COLUMNS] = {
	"unit_id", "seq", "at", "account_id", "purpose", "source", "type", "record_id", "code", "version", "event", "before", "after", "prev_hash", "hash",
};

static void put_columns(struct buf *sql, size_t first)
{
	for (size_t i = 1; i < CHANGE_COLUMNS; i++)
		first == 0 ? buf_fmt(sql, ", %s", change_column[i]) : buf_fmt(sql, ", $%zu", first + i);
}

/* Once the head has moved its row is asked for: whoever writes to the unit takes them in this order. */
static bool put_as_one(struct ctx *c, struct chain *chain, const struct val change[CHANGE_COLUMNS], const struct row_write *row)
{
	struct buf sql = buf_in(c->arena), unused = buf_in(c->arena);
	struct sql_args args = row == NULL ? (struct sql_args){ 0 } : row->args;
	const size_t unit = args.n + 1, seq = unit + 1, hash = args.n + CHANGE_COLUMNS;

	for (size_t i = 0; i < CHANGE_COLUMNS; i++)
		sql_arg(&unused, &args, change[i]);
	buf_put(&sql, "WITH ");
	if (row != NULL)
		buf_fmt(&sql, "met AS (%s RETURNING 1), ", row->sql);
	buf_put(&sql, "head AS (UPDATE unit_head SET next_id = CASE WHEN next_id = ");
	sql_arg(&sql, &args, val_int(chain->stored_next_id));
	buf_put(&sql, " AND seq = ");
	sql_arg(&sql, &args, val_int(chain->stored_seq));
	buf_put(&sql, " THEN CAST(");
	sql_arg(&sql, &args, val_int(chain->next_id));
	buf_fmt(&sql, " AS BIGINT) END, seq = $%zu, hash = $%zu WHERE unit_id = $%zu RETURNING unit_id) INSERT INTO change (unit_id", seq, hash, unit);
	put_columns(&sql, 0);
	buf_put(&sql, ") SELECT head.unit_id");
	put_columns(&sql, unit);
	buf_put(&sql, " FROM head");
	if (row != NULL)
		buf_fmt(&sql, " WHERE head.unit_id = $%zu * (SELECT 1 / count(*) FROM met)", unit);
	chain->changed = false;
	stored(chain);
	return db_run(c, buf_text(&sql), args.v, args.n);
}

bool chain_put_with(struct ctx *c, struct chain *chain, const struct val change[CHANGE_COLUMNS], const struct row_write *row)
{
	if (chains(c)->kept == 0 && db_engine(c->db) == ENGINE_POSTGRES && !db_is_several(c->db))
		return put_as_one(c, chain, change, row);
	return chain_put(c, chain) && db_exec(c, SQL_CHANGE_INSERT, change, CHANGE_COLUMNS) &&
	       (row == NULL || db_run_one(c, row->sql, row->args.v, row->args.n));
}

void chain_keep(struct ctx *c)
{
	chains(c)->kept++;
}

bool chain_settle(struct ctx *c, bool ok)
{
	struct chains *k = chains(c);

	assert(k->kept > 0);
	k->kept--;
	for (size_t i = 0; ok && k->kept == 0 && i < k->n; i++)
		ok = !k->held[i].changed || put(c, &k->held[i]);
	return ok;
}
