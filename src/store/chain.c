/* chain.c - taking chains, and putting them back. */
#include "store/chain.h"

#include "db/db.h"
#include "store/hold.h"

struct chains {
	struct chain *held;
	size_t n, room;
	bool kept; /* put back together, at the end */
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

bool chain_lock(struct ctx *c, int64_t unit_id, struct chain **ret)
{
	struct chains *k = chains(c);
	struct rows r;

	for (size_t i = 0; i < k->n; i++)
		if (k->held[i].unit.id == unit_id)
			return *ret = &k->held[i], true;
	if (!db_rows(c, &r, SQL_CHAIN_LOCK, ARGS(val_int(unit_id))))
		return false;
	if (r.count != 1)
		return fail(c, ERR_INTERNAL, "chain.lost", "unit %" PRId64 " has no chain", unit_id);
	*ret = add(c, k);
	**ret = (struct chain){ .unit.id = unit_id, .next_id = rows_int(&r, 0, 0), .seq = rows_int(&r, 0, 1), .hash = rows_text(&r, 0, 2) };
	return true;
}

/* A second statement: PostgreSQL's first would see the unit as it was before it waited. */
bool chain_take(struct ctx *c, int64_t unit_id, struct chain **ret)
{
	return chain_lock(c, unit_id, ret) && ((*ret)->unit.code != NULL || unit_get(c, unit_id, &(*ret)->unit));
}

static bool put(struct ctx *c, struct chain *chain)
{
	chain->changed = false;
	return db_exec(c, SQL_CHAIN_PUT, ARGS(val_int(chain->unit.id), val_int(chain->next_id), val_int(chain->seq), val_text(chain->hash)));
}

bool chain_put(struct ctx *c, struct chain *chain)
{
	chain->changed = true;
	return chains(c)->kept || put(c, chain);
}

void chain_keep(struct ctx *c)
{
	assert(!chains(c)->kept);
	chains(c)->kept = true;
}

bool chain_settle(struct ctx *c, bool ok)
{
	struct chains *k = chains(c);

	k->kept = false;
	for (size_t i = 0; ok && i < k->n; i++)
		ok = !k->held[i].changed || put(c, &k->held[i]);
	return ok;
}
