/* watch.c - whom answers show, kept in memory for a second and written together. */
#include "domain/view/view.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/secret.h"
#include "base/time.h"
#include "domain/decoy/decoy.h"
#include "domain/view/looked.h"
#include "store/seen.h"

enum { WAITING_MAX = 200000, ROWS_AT_ONCE = 5000, HOUR_MS = 60 * 60 * 1000, DECOYS_LEARNT_MS = 30 * 1000 };
enum { DECOYS_LISTED = 2 }; /* one may stand on a page that somebody had reason to read */
static const int64_t day_ms = INT64_C(24) * HOUR_MS;

struct row {
	int64_t at, unit_id, account_id;
	const char *how, *type, *code, *purpose;
};

struct batch {
	struct arena *arena;
	struct row *row;
	size_t n, room;
};

/* As the database had them a moment ago. */
struct decoys {
	struct arena *arena;
	uint64_t *key; /* sorted */
	size_t n;
	int64_t learnt_ms;
};

struct view_watch {
	pthread_mutex_t lock;
	pthread_cond_t wake;
	struct looked_all looked, whole; /* whole: of the own school, for a purpose or opened, in a day */
	struct batch now, late; /* late: taken to be written, and not written yet; nobody touches it but who writes */
	struct decoys decoys;
	bool remembers; /* whom the hour had shown before it began */
	int64_t forgotten_day;
	_Atomic uint64_t stopped, met, took; /* accounts, that met a decoy, that were shown many whole */
	bool stopping;
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

static void drop(struct batch *b)
{
	if (b->arena != NULL)
		arena_free(b->arena);
	*b = (struct batch){ 0 };
}

void view_watch_free(struct view_watch *w)
{
	drop(&w->now);
	drop(&w->late);
	looked_forget(&w->looked);
	looked_forget(&w->whole);
	if (w->decoys.arena != NULL)
		arena_free(w->decoys.arena);
	pthread_mutex_destroy(&w->lock);
	pthread_cond_destroy(&w->wake);
	free(w);
}

static const char *unit_text(char *text, size_t room, int64_t id)
{
	snprintf(text, room, "%" PRId64, id);
	return text;
}

/* ---- what is shown ---- */

static void wait_for_writing(struct view_watch *w, struct ctx *c, const char *how, const struct seen_one *one, const char *purpose)
{
	struct batch *b = &w->now;

	if (b->arena == NULL)
		b->arena = arena_new();
	b->row = arena_grow(b->arena, b->row, b->n, &b->room, sizeof *b->row);
	b->row[b->n++] = (struct row){
		.at = c->now_ms, .unit_id = one->unit_id, .account_id = c->account->id, .how = how, .type = one->type == NULL ? NULL : one->type->name,
		.code = one->code == NULL ? NULL : arena_strdup(b->arena, one->code), .purpose = purpose == NULL ? NULL : arena_strdup(b->arena, purpose),
	};
}

/* Programs have an agreement: what they took is told by unit and type. */
static void note_taken(struct view_watch *w, struct ctx *c, struct looked *l)
{
	for (size_t i = 0; i < c->seen->n; i++) {
		struct seen_one one = { c->seen->one[i].type, c->seen->one[i].unit_id, NULL };
		char unit[24];
		if (looked_add(&w->looked, l, looked_key(one.type->name, unit_text(unit, sizeof unit, one.unit_id), false)))
			wait_for_writing(w, c, "taken", &one, NULL);
	}
}

static int compare_keys(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* Whoever stands in several rows, as a teacher in those of a class, is one. */
static size_t count_new(const struct ctx *c, const struct looked *l)
{
	uint64_t *key = NEW_N(c->arena, uint64_t, c->seen->n + 1);
	size_t n = 0, different = 0;

	for (size_t i = 0; i < c->seen->n; i++) {
		key[n] = looked_key(c->seen->one[i].type->name, c->seen->one[i].code, false);
		n += !looked_has(l, key[n]);
	}
	qsort(key, n, sizeof *key, compare_keys);
	for (size_t i = 0; i < n; i++)
		different += i == 0 || key[i] != key[i - 1];
	return different;
}

/* Whom it was is not said, so that whoever reads over it does not learn which records are decoys. */
static void note_decoy(struct view_watch *w, struct ctx *c, struct looked *l, const struct seen_one *one, bool opened)
{
	const uint64_t key = looked_key(one->type->name, one->code, false);

	if (w->decoys.n == 0 || bsearch(&key, w->decoys.key, w->decoys.n, sizeof key, compare_keys) == NULL ||
	    !looked_alarms(l, opened ? DECOYS_LISTED : 1, DECOYS_LISTED))
		return;
	w->met++;
	wait_for_writing(w, c, "decoy", &(struct seen_one){ .unit_id = c->account->unit.id }, NULL);
	log_event("view.decoy", "account=%" PRId64 " how=%s", c->account->id, opened ? "opened" : "listed");
}

static int64_t day_of(int64_t ms)
{
	return (ms + 7 * HOUR_MS) / day_ms;
}

/* As many of one's own school as a file of which a second person approves: whoever approves those hears of it, and nobody is refused. */
static void note_whole(struct view_watch *w, struct ctx *c, const struct seen_one *one)
{
	struct looked *l = looked_of(&w->whole, c->account->id, day_of(c->now_ms));

	if (one->unit_id != c->account->unit.id || !unit_is_school(c, &c->account->unit) || !looked_add(&w->whole, l, looked_key(one->type->name, one->code, false)))
		return;
	looked_count(l, 1);
	if (looked_persons(l) <= (size_t)c->catalog->export_approval_over || !looked_stop(l))
		return;
	w->took++;
	wait_for_writing(w, c, "whole", &(struct seen_one){ .unit_id = c->account->unit.id }, NULL);
	log_event("view.whole", "account=%" PRId64 " persons=%zu", c->account->id, looked_persons(l));
}

/* A person who is opened counts as listed as well. */
static void note_seen(struct view_watch *w, struct ctx *c, struct looked *l, const char *purpose)
{
	const bool opened = c->seen->opened;

	for (size_t i = 0; i < c->seen->n; i++) {
		const struct seen_one *one = &c->seen->one[i];
		const bool is_new = looked_add(&w->looked, l, looked_key(one->type->name, one->code, false));
		const bool first = opened ? looked_add(&w->looked, l, looked_key(one->type->name, one->code, true)) : is_new;
		const bool first_for_it = purpose != NULL && looked_add(&w->looked, l, looked_key(purpose, one->code, opened));
		looked_count(l, is_new);
		if (first)
			note_decoy(w, c, l, one, opened);
		if (first || first_for_it)
			wait_for_writing(w, c, opened ? "opened" : "listed", one, purpose);
		if (opened || purpose != NULL)
			note_whole(w, c, one);
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
		w->stopped++;
		wait_for_writing(w, c, "stopped", &(struct seen_one){ .unit_id = c->account->unit.id }, NULL);
		log_event("view.too_many", "account=%" PRId64 " persons=%zu", c->account->id, looked_persons(l));
	}
	(void)fail(c, ERR_LIMITED, "view.too_many",
	           "Một tài khoản xem nhiều nhất %zu người mỗi giờ; giờ này bạn đã xem %zu. Hãy thu hẹp (một trường, một lớp)%s; giờ sau sẽ xem tiếp được.",
	           most(c), looked_persons(l), role_may(c->account->role, "export", "write") ? ", hoặc xin xuất tệp và ghi rõ mục đích" : ", hoặc hỏi trường");
	c->wait_s = (int)(left_ms / 1000) + 1;
	return false;
}

static bool keep(struct view_watch *w, struct ctx *c, const char *purpose)
{
	struct looked *l = looked_of(&w->looked, c->account->id, c->now_ms / HOUR_MS);

	if (w->now.n + w->late.n + c->seen->n > WAITING_MAX)
		return fail(c, ERR_BUSY, "view.waiting", "%zu views wait to be written", w->now.n + w->late.n);
	if (c->account->role->machine) {
		note_taken(w, c, l);
		return true;
	}
	if (looked_persons(l) + count_new(c, l) + c->seen->guesses > most(c))
		return too_many(w, c, l);
	looked_count(l, c->seen->guesses);
	note_seen(w, c, l, purpose);
	return true;
}

bool view_keep(struct view_watch *w, struct ctx *c, const char *purpose)
{
	if (c->seen == NULL || c->seen->n + c->seen->guesses == 0)
		return true;
	pthread_mutex_lock(&w->lock);
	const bool ok = keep(w, c, purpose);
	pthread_mutex_unlock(&w->lock);
	return ok;
}

void view_put_counts(const struct view_watch *w, struct buf *b)
{
	buf_fmt(b, "# TYPE khue_alarms_total counter\nkhue_alarms_total{kind=\"stopped\"} %" PRIu64 "\nkhue_alarms_total{kind=\"decoy\"} %" PRIu64
	        "\nkhue_alarms_total{kind=\"whole\"} %" PRIu64 "\n", w->stopped, w->met, w->took);
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

static bool write_late(struct view_watch *w, struct ctx *c)
{
	if (!forget_old(w, c))
		return false;
	for (size_t i = 0; i < w->late.n; i += ROWS_AT_ONCE) {
		const size_t left = w->late.n - i;
		struct ctx part = ctx_within(c);
		if (!ctx_end(&part, c, write_rows(&part, w->late.row + i, left < ROWS_AT_ONCE ? left : ROWS_AT_ONCE)))
			return false;
	}
	return true;
}

/* What is late goes first; false: nothing waits. */
static bool take(struct view_watch *w)
{
	pthread_mutex_lock(&w->lock);
	if (w->late.n == 0) {
		drop(&w->late);
		w->late = w->now;
		w->now = (struct batch){ 0 };
	}
	pthread_mutex_unlock(&w->lock);
	return w->late.n > 0;
}

static void written(struct view_watch *w)
{
	pthread_mutex_lock(&w->lock);
	w->late.n = 0;
	pthread_mutex_unlock(&w->lock);
}

/* Planted by another process, they are known here in half a minute. */
static bool learn_decoys(struct view_watch *w, struct ctx *c)
{
	struct decoys fresh = { .learnt_ms = c->now_ms };
	struct decoy *d;

	if (w->decoys.learnt_ms != 0 && c->now_ms - w->decoys.learnt_ms < DECOYS_LEARNT_MS)
		return true;
	if (!decoy_list(c, &d, &fresh.n))
		return false;
	fresh.arena = arena_new();
	fresh.key = NEW_N(fresh.arena, uint64_t, fresh.n + 1);
	for (size_t i = 0; i < fresh.n; i++)
		fresh.key[i] = looked_key(d[i].type, d[i].code, false);
	qsort(fresh.key, fresh.n, sizeof *fresh.key, compare_keys);
	pthread_mutex_lock(&w->lock);
	const struct decoys old = w->decoys;
	w->decoys = fresh;
	pthread_mutex_unlock(&w->lock);
	if (old.arena != NULL)
		arena_free(old.arena);
	return true;
}

static void remember_whole(struct view_watch *w, const struct ctx *c, const struct val *cell)
{
	struct looked *l = looked_of(&w->whole, cell[0].i, day_of(c->now_ms));

	if (streq(cell[1].s, "whole"))
		looked_stop(l);
	else
		looked_count(l, looked_add(&w->whole, l, looked_key(cell[2].s, cell[3].s, false)));
}

static bool remember(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct view_watch *w = arg;
	struct looked *l = looked_of(&w->looked, cell[0].i, c->now_ms / HOUR_MS);
	const char *how = cell[1].s, *type = cell[2].s, *code = cell[3].s, *purpose = cell[4].s;
	const bool opened = streq(how, "opened");
	char unit[24];

	(void)n;
	if (streq(how, "whole") || (code != NULL && type != NULL && (opened || purpose != NULL) && cell[6].i != 0))
		remember_whole(w, c, cell);
	if (cell[7].i < c->now_ms - c->now_ms % HOUR_MS)
		return true;
	if (streq(how, "stopped"))
		looked_stop(l);
	else if (streq(how, "taken"))
		looked_add(&w->looked, l, looked_key(type, unit_text(unit, sizeof unit, cell[5].i), false));
	if (code == NULL || type == NULL)
		return true;
	looked_count(l, looked_add(&w->looked, l, looked_key(type, code, false)));
	if (opened)
		looked_add(&w->looked, l, looked_key(type, code, true));
	if (purpose != NULL)
		looked_add(&w->looked, l, looked_key(purpose, code, opened));
	return true;
}

/* What a program that ended has shown in this hour, and whole in this day, counts on. */
static bool remember_all(struct view_watch *w, struct ctx *c)
{
	if (w->remembers)
		return true;
	pthread_mutex_lock(&w->lock);
	w->remembers = db_rows_each(c, SQL_VIEW_SINCE, ARGS(val_int(day_of(c->now_ms) * day_ms - 7 * HOUR_MS)), remember, w);
	pthread_mutex_unlock(&w->lock);
	return w->remembers;
}

bool view_flush(struct view_watch *w, struct ctx *c)
{
	if (!remember_all(w, c) || !learn_decoys(w, c))
		return false;
	while (take(w)) {
		if (!db_begin(c) || !db_end(c, write_late(w, c)))
			return false;
		written(w);
	}
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
	if (pthread_create(&w->thread, NULL, write_on, w) != 0)
		abort();
}

void view_watch_stop(struct view_watch *w)
{
	pthread_mutex_lock(&w->lock);
	w->stopping = true;
	pthread_cond_broadcast(&w->wake);
	pthread_mutex_unlock(&w->lock);
	pthread_join(w->thread, NULL);
}
