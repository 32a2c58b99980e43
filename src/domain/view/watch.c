/* watch.c - whom answers show, kept in memory for a second and written together. */
#include "domain/view/view.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/view/looked.h"
#include "store/seen.h"

enum { WAITING_MAX = 200000, FLUSH_AT_ONCE = 5000, HOUR_MS = 60 * 60 * 1000 };
static const int64_t day_ms = INT64_C(24) * HOUR_MS;

struct row {
	int64_t at, unit_id, account_id;
	const char *how, *type; /* of the program and of the catalogue: they stay */
	char *code, *purpose;
};

struct view_watch {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct looked_all looked;
	struct row *row;
	size_t n, room;
	int64_t forgotten_day;
	bool running, stopping;
	pthread_t thread;
	const struct catalog *catalog;
	struct database *database;
};

struct view_watch *view_watch_new(void)
{
	struct view_watch *w = calloc(1, sizeof *w);

	if (w == NULL)
		abort();
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->wake, NULL);
	return w;
}

static void free_rows(struct row *row, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(row[i].code);
		free(row[i].purpose);
	}
	free(row);
}

void view_watch_free(struct view_watch *w)
{
	assert(!w->running);
	free_rows(w->row, w->n);
	looked_forget(&w->looked);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->wake);
	free(w);
}

/* ---- what is shown ---- */

static char *copy(const char *s)
{
	char *own = s == NULL ? NULL : strdup(s);

	if (s != NULL && own == NULL)
		abort();
	return own;
}

static void wait_for_writing(struct view_watch *w, struct ctx *c, const char *how, const struct seen_one *one, const char *purpose)
{
	if (w->n == w->room) {
		w->room = w->room == 0 ? 256 : w->room * 2;
		w->row = realloc(w->row, w->room * sizeof *w->row);
		if (w->row == NULL)
			abort();
	}
	w->row[w->n++] = (struct row){
		.at = c->now_ms, .unit_id = one->unit_id, .account_id = c->account->id, .how = how, .type = one->type == NULL ? NULL : one->type->name,
		.code = copy(one->code), .purpose = copy(purpose),
	};
}

/* Programs have an agreement: what they took is told by unit and type. */
static void note_taken(struct view_watch *w, struct ctx *c, struct looked *l)
{
	for (size_t i = 0; i < c->seen->n; i++) {
		struct seen_one one = { c->seen->one[i].type, c->seen->one[i].unit_id, NULL };
		char unit[24];
		snprintf(unit, sizeof unit, "%" PRId64, one.unit_id);
		if (looked_add(l, looked_key(one.type->name, unit, false)))
			wait_for_writing(w, c, "taken", &one, NULL);
	}
}

static size_t count_new(const struct ctx *c, const struct looked *l)
{
	size_t n = 0;

	for (size_t i = 0; i < c->seen->n; i++)
		n += !looked_has(l, looked_key(c->seen->one[i].type->name, c->seen->one[i].code, false));
	return n;
}

/* A person who is opened counts as listed as well. */
static void note_seen(struct view_watch *w, struct ctx *c, struct looked *l, const char *purpose)
{
	const bool opened = c->seen->opened;

	for (size_t i = 0; i < c->seen->n; i++) {
		const struct seen_one *one = &c->seen->one[i];
		const bool is_new = looked_add(l, looked_key(one->type->name, one->code, false));
		const bool first = opened ? looked_add(l, looked_key(one->type->name, one->code, true)) : is_new;
		const bool first_for_it = purpose != NULL && looked_add(l, looked_key(purpose, one->code, opened));
		looked_count(l, is_new);
		if (first || first_for_it)
			wait_for_writing(w, c, opened ? "opened" : "listed", one, purpose);
	}
}

/* A school has no more people than its own. */
static size_t most(const struct ctx *c)
{
	const int n = c->catalog->persons_an_hour;

	return n == 0 || unit_is_school(c, &c->account->unit) ? SIZE_MAX : (size_t)n;
}

static bool too_many(struct view_watch *w, struct ctx *c, struct looked *l)
{
	const int64_t left_ms = HOUR_MS - c->now_ms % HOUR_MS;

	if (looked_stop(l)) {
		wait_for_writing(w, c, "stopped", &(struct seen_one){ .unit_id = c->account->unit.id }, NULL);
		log_event("view.too_many", "account=%" PRId64 " persons=%zu", c->account->id, looked_persons(l));
	}
	(void)fail(c, ERR_LIMITED, "view.too_many",
	           "Trong giờ này bạn đã xem %zu người, nhiều nhất mà một tài khoản được xem. Hãy thu hẹp (một trường, một lớp), hoặc xin xuất tệp và ghi rõ mục đích; "
	           "giờ sau sẽ xem tiếp được.", looked_persons(l));
	c->wait_s = (int)(left_ms / 1000) + 1;
	return false;
}

static bool keep(struct view_watch *w, struct ctx *c, const char *purpose)
{
	struct looked *l = looked_of(&w->looked, c->account->id, c->now_ms / HOUR_MS);

	if (w->n + c->seen->n > WAITING_MAX)
		return fail(c, ERR_BUSY, "view.waiting", "%zu views wait to be written", w->n);
	if (c->account->role->machine) {
		note_taken(w, c, l);
		return true;
	}
	if (looked_persons(l) + count_new(c, l) > most(c))
		return too_many(w, c, l);
	note_seen(w, c, l, purpose);
	return true;
}

bool view_keep(struct view_watch *w, struct ctx *c, const char *purpose)
{
	if (c->seen == NULL || c->seen->n == 0)
		return true;
	pthread_mutex_lock(&w->lock);
	const bool ok = keep(w, c, purpose);
	pthread_mutex_unlock(&w->lock);
	return ok;
}

/* ---- what is written ---- */

static bool write_rows(struct ctx *c, const struct row *row, size_t n)
{
	static const char *const column[] = { "unit_id", "id", "at", "account_id", "how", "type", "code", "purpose" };
	struct val *cell = NEW_N(c->arena, struct val, n * COUNT(column) + 1), *v = cell;

	for (size_t i = 0; i < n; i++) {
		const struct row *r = &row[i];
		const struct val of[] = { val_int(r->unit_id), val_text(secret_token(c->arena, 12)), val_int(r->at), val_int(r->account_id), val_text(r->how),
			                  val_text(r->type), val_text(r->code), val_text(r->purpose) };
		memcpy(v, of, sizeof of);
		v += COUNT(column);
	}
	return db_bulk(c, &(struct bulk){ "person_view", column, COUNT(column), n, cell });
}

static bool forget_old(struct view_watch *w, struct ctx *c)
{
	if (w->forgotten_day == c->now_ms / day_ms)
		return true;
	w->forgotten_day = c->now_ms / day_ms;
	return db_exec(c, SQL_VIEW_FORGET, ARGS(val_int(c->now_ms - c->catalog->views_kept_days * day_ms)));
}

static size_t take(struct view_watch *w, struct row **ret)
{
	pthread_mutex_lock(&w->lock);
	const size_t n = w->n < FLUSH_AT_ONCE ? w->n : FLUSH_AT_ONCE;
	*ret = malloc((n + 1) * sizeof **ret);
	if (*ret == NULL)
		abort();
	memcpy(*ret, w->row, n * sizeof **ret);
	pthread_mutex_unlock(&w->lock);
	return n;
}

/* They stood first, and what came since stands behind them. */
static void written(struct view_watch *w, size_t n)
{
	pthread_mutex_lock(&w->lock);
	for (size_t i = 0; i < n; i++) {
		free(w->row[i].code);
		free(w->row[i].purpose);
	}
	memmove(w->row, w->row + n, (w->n - n) * sizeof *w->row);
	w->n -= n;
	pthread_mutex_unlock(&w->lock);
}

bool view_flush(struct view_watch *w, struct ctx *c)
{
	struct row *row;
	size_t n;

	do {
		n = take(w, &row);
		const bool ok = n == 0 || (db_begin(c) && db_end(c, forget_old(w, c) && write_rows(c, row, n)));
		free(row);
		if (!ok)
			return false;
		written(w, n);
	} while (n == FLUSH_AT_ONCE);
	return true;
}

/* ---- each second ---- */

static bool wait_a_second(struct view_watch *w)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	pthread_mutex_lock(&w->lock);
	while (!w->stopping && pthread_cond_timedwait(&w->wake, &w->lock, &until) == 0)
		;
	const bool stopping = w->stopping;
	pthread_mutex_unlock(&w->lock);
	return !stopping;
}

static void *write_on(void *arg)
{
	struct view_watch *w = arg;
	struct ctx c = { .arena = arena_new(), .catalog = w->catalog };
	bool told = false, more = true;

	while (more) {
		more = wait_a_second(w);
		c.now_ms = time_now_ms();
		const bool ok = (c.db != NULL || db_open(&c, &c.db, w->database)) && view_flush(w, &c);
		if (!ok && !told)
			log_event("view.not_written", "key=%s detail=%s", c.key, c.detail);
		told = !ok;
		ctx_clear(&c);
		arena_reset(c.arena);
	}
	db_close(c.db);
	arena_free(c.arena);
	return NULL;
}

void view_watch_start(struct view_watch *w, const struct catalog *catalog, struct database *database)
{
	w->catalog = catalog;
	w->database = database;
	w->running = pthread_create(&w->thread, NULL, write_on, w) == 0;
	if (!w->running)
		abort();
}

void view_watch_stop(struct view_watch *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
	w->running = false;
}
