/* quota.c - what may be done so many times a day only. */
#include "store/quota.h"

#include "base/time.h"
#include "catalog/catalog.h"
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

static bool take_kilobytes(struct ctx *c, const struct quota *q, size_t n, bool *ret)
{
	size_t granted;

	if (!quota_take(c, q, n, &granted))
		return false;
	*ret = granted == n;
	return *ret || quota_give_back(c, q, n);
}

bool quota_take_bytes(struct ctx *c, int64_t unit_id, int64_t bytes)
{
	const int most_mb = c->catalog->taken_in_megabytes_a_day;
	const struct quota q = { "unit.taken_in", arena_fmt(c->arena, "%" PRId64, unit_id), (int64_t)most_mb * 1024 };
	bool fits = false;

	if (c->account == NULL)
		return true;
	if (!db_begin(c) || !db_end(c, take_kilobytes(c, &q, (size_t)((bytes + 1023) / 1024), &fits)))
		return false;
	if (fits)
		return true;
	fail(c, ERR_LIMITED, "unit.taken_in", "Hôm nay đơn vị đã gửi gần đủ %d MB tệp, là mức cao nhất của một ngày, nên tệp này chưa được nhận; "
	     "những gì đã gửi vẫn còn nguyên. Hãy gửi tiếp vào ngày mai, hoặc nhờ người quản trị hệ thống nâng mức.", most_mb);
	c->wait_s = time_left_today_s(c->now_ms);
	return false;
}
