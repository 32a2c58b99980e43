/* sign_ins.c - rows of sign_in: one of each attempt whose password was looked at; of one that came in, the digest of its session and when it ended. */
#include "domain/account/sign_ins.h"

#include <pthread.h>

#include "base/log.h"
#include "base/secret.h"
#include "db/db.h"
#include "domain/account/guesses.h"

enum { REMEMBERED_DAYS = 14 };
static const int64_t hour_ms = INT64_C(60) * 60 * 1000, day_ms = INT64_C(24) * 60 * 60 * 1000;

/* Of this process: whoever guesses without end must not fill the disk. */
static bool is_flood(int64_t now_ms)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static int64_t hour;
	static int n;

	pthread_mutex_lock(&lock);
	n = hour == now_ms / hour_ms ? n + 1 : 1;
	hour = now_ms / hour_ms;
	const int now = n;
	pthread_mutex_unlock(&lock);
	if (now == SIGN_IN_REFUSED_AN_HOUR + 1)
		log_event("sign_in.flood", "kept=%d", SIGN_IN_REFUSED_AN_HOUR);
	return now > SIGN_IN_REFUSED_AN_HOUR;
}

bool sign_in_keep_in(struct ctx *c, const struct sign_in *s, int64_t account_id, const char *session)
{
	const struct val row[] = {
		val_text(secret_token(c->arena, 12)), val_int(c->now_ms), account_id == 0 ? val_null() : val_int(account_id), val_text(s->remote),
		s->port == 0 ? val_null() : val_int(s->port), session == NULL ? val_null() : val_text(session),
	};

	if (session == NULL && is_flood(c->now_ms))
		return true;
	return db_exec(c, SQL_SIGN_IN_FORGET, ARGS(val_int(c->now_ms - c->catalog->sign_ins_kept_days * day_ms))) &&
	       db_exec(c, SQL_SIGN_IN_INSERT, row, COUNT(row));
}

static bool know(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	(void)c, (void)arg, (void)n;
	guess_know(cell[0].s, cell[1].s);
	return true;
}

bool sign_in_remember(struct ctx *c)
{
	return db_rows_each(c, SQL_SIGN_IN_PLACES, ARGS(val_int(c->now_ms - REMEMBERED_DAYS * day_ms)), know, NULL);
}

bool sign_in_end_old_in(struct ctx *c)
{
	return db_exec(c, SQL_SIGN_IN_END_OLD, ARGS(val_int(c->now_ms - SESSION_LIFE_MS)));
}

/* One that had ended by itself had done so when nothing more was done. */
bool session_end_in(struct ctx *c, const char *digest)
{
	return db_exec(c, SQL_SIGN_IN_END, ARGS(val_text(digest), val_int(c->now_ms), val_int(c->now_ms - SESSION_IDLE_MS))) &&
	       db_exec(c, SQL_SESSION_DELETE, ARGS(val_text(digest)));
}

bool session_end_others_in(struct ctx *c, int64_t account_id, const char *digest)
{
	return db_exec(c, SQL_SIGN_IN_END_OTHERS, ARGS(val_int(account_id), val_text(digest), val_int(c->now_ms), val_int(c->now_ms - SESSION_IDLE_MS))) &&
	       db_exec(c, SQL_SESSION_DELETE_OTHERS, ARGS(val_int(account_id), val_text(digest)));
}

static struct sign_in_kept kept_of(const struct rows *r, size_t i)
{
	return (struct sign_in_kept){ .at = rows_int(r, i, 1), .account = rows_text(r, i, 2), .address = rows_text(r, i, 3), .port = rows_int(r, i, 4),
		                      .refused = rows_at(r, i, 5)->kind == VAL_NULL, .ended_at = rows_int(r, i, 6) };
}

bool sign_in_each(struct ctx *c, const char *account, int64_t from_ms, int64_t until_ms, sign_in_fn *fn, void *arg)
{
	const char *after = "";
	struct rows r;

	do {
		if (!db_rows(c, &r, SQL_SIGN_IN_PAGE, ARGS(val_int(from_ms), val_int(until_ms), val_text(account == NULL ? "" : account), val_text(after))))
			return false;
		for (size_t i = 0; i < r.count; i++) {
			const struct sign_in_kept k = kept_of(&r, i);
			if (!fn(c, arg, &k))
				return false;
			from_ms = k.at;
			after = rows_text(&r, i, 0);
		}
	} while (r.count > 0);
	return true;
}
