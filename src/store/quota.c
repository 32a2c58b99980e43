/* quota.c - what may be done so many times a day only. */
#include "store/quota.h"

#include "base/time.h"
#include "db/db.h"

struct quota quota_of_account(struct ctx *c, const char *what, int64_t most)
{
	return (struct quota){ what, arena_fmt(c->arena, "%" PRId64, actor_id(c)), most };
}

bool quota_take(struct ctx *c, const struct quota *q, size_t wanted, size_t *ret)
{
	const char *day = time_today(c->arena, c->now_ms);
	struct rows r;

	if (!db_exec(c, SQL_QUOTA_FORGET, ARGS(val_text(day))) ||
	    !db_rows(c, &r, SQL_QUOTA_ADD, ARGS(val_text(q->what), val_text(q->who), val_text(day), val_int((int64_t)wanted))))
		return false;
	const int64_t before = rows_int(&r, 0, 0) - (int64_t)wanted, left = before < q->most ? q->most - before : 0;
	*ret = left < (int64_t)wanted ? (size_t)left : wanted;
	return true;
}

bool quota_give_back(struct ctx *c, const struct quota *q, size_t n)
{
	return db_exec(c, SQL_QUOTA_GIVE_BACK, ARGS(val_text(q->what), val_text(q->who), val_text(time_today(c->arena, c->now_ms)), val_int((int64_t)n)));
}
