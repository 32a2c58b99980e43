/* hold.c - a unit is held before anything is written to it. */
#include "store/hold.h"

#include <stdlib.h>

#include "db/db.h"
#include "store/chain.h"

static bool stay_open(struct ctx *c, struct chain *chain, enum hold how)
{
	chain->closed_too = chain->closed_too || how == HOLD_ANY;
	if (chain->closed_too || !unit_is_over(chain->unit.status))
		return true;
	const struct list *statuses = catalog_list(c->catalog, "operating_status");
	const struct list_item *status = statuses == NULL ? NULL : list_find(statuses, chain->unit.status, NULL);
	return fail(c, ERR_CONFLICT, "unit.closed", "Không ghi thêm được vào %s (%s); nếu có đơn vị tiếp nhận, hãy ghi ở đó.", chain->unit.name,
	            status == NULL ? chain->unit.status : status->name);
}

bool unit_hold(struct ctx *c, int64_t unit_id, enum hold how, struct unit *ret)
{
	struct chain *chain;

	if (!chain_take(c, unit_id, &chain))
		return false;
	if (ret != NULL)
		*ret = chain->unit;
	return stay_open(c, chain, how);
}

static int by_unit(const void *a, const void *b)
{
	const struct holding *x = a, *y = b;

	return (x->unit_id > y->unit_id) - (x->unit_id < y->unit_id);
}

bool units_hold(struct ctx *c, struct holding *all, size_t n)
{
	qsort(all, n, sizeof *all, by_unit);
	for (size_t i = 0; i < n; i++)
		if (!unit_hold(c, all[i].unit_id, all[i].how, NULL))
			return false;
	return true;
}

bool record_stale(struct ctx *c, const struct record *rec)
{
	return fail(c, ERR_STALE, "record.stale", "Hồ sơ đã được người khác sửa (bản hiện tại: %" PRId64 "); hãy tải lại rồi sửa tiếp.", rec->version);
}

bool record_check_version(struct ctx *c, const struct record *rec, int64_t version)
{
	return version == 0 || version == rec->version || record_stale(c, rec);
}

bool record_hold(struct ctx *c, const struct record *given, int64_t version, enum hold how, struct record *ret)
{
	const struct record was = *given; /* ret may be the same */
	struct chain *chain;
	struct unit unit;
	int64_t now;

	if (!chain_take_with(c, was.unit.id, was.type, was.id, &chain, &unit, &now))
		return false;
	*ret = was;
	ret->unit = unit;
	if (now != was.version && !record_load(c, was.type, &was.unit, was.id, ret))
		return false;
	return stay_open(c, chain, how) && record_check_version(c, ret, version);
}

bool record_find_hold(struct ctx *c, const struct record_type *t, const char *code, enum hold how, struct record *ret)
{
	struct chain *chain;

	return record_find_with_chain(c, t, actor_scope(c), code, how == HOLD_OPTIMISTIC ? CHAIN_SEEN : CHAIN_HELD, ret, &chain) && stay_open(c, chain, how);
}

bool unit_numbers(struct ctx *c, int64_t unit_id, size_t n, int64_t *ret_first)
{
	struct chain *chain;

	if (!chain_take(c, unit_id, &chain))
		return false;
	*ret_first = chain->next_id;
	chain->next_id += (int64_t)n;
	return n == 0 || chain_put(c, chain);
}

bool unit_mark(struct ctx *c, int64_t unit_id, int64_t *ret_next_id, int64_t *ret_seq)
{
	struct chain *chain;

	if (!chain_take(c, unit_id, &chain))
		return false;
	*ret_next_id = chain->next_id;
	*ret_seq = chain->seq;
	return true;
}
