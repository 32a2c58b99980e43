/* kept.c - figures of schools, kept in the memory of the process while nothing that they follow from was written.
 *
 * What the rules say of one school follows from its records, which its log tells of: the digest of its last entry stands for
 * them.  Rules that look everywhere follow from all logs.  Beside them stand the catalogue, the school year and the day.  All
 * of it is in the key, so that a figure under another key is never found; of two schools in one place the later stands. */
#include <pthread.h>

#include "db/db.h"
#include "domain/quality/check.h"

enum { SLOTS = 2048, KEY_MAX = 320, CELLS = 256 };

struct slot {
	char key[KEY_MAX];
	uint32_t n[CELLS];
};

static struct slot slots[PART__COUNT][SLOTS]; /* untouched until an office asks */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static size_t cells_of(const struct catalog *k)
{
	return k->n_rules + k->n_rule_sets;
}

struct tally tally_new(struct ctx *c)
{
	uint32_t *n = NEW_N(c->arena, uint32_t, cells_of(c->catalog) + 1);

	return (struct tally){ .rule = n, .set = n + c->catalog->n_rules };
}

static struct slot *place_of(const struct unit *u, int year, enum part part)
{
	return &slots[part][((uint64_t)u->id * 7 + (uint64_t)year) % SLOTS];
}

static bool find(const struct ctx *c, const struct slot *s, const char *key, struct tally *t)
{
	pthread_mutex_lock(&lock);
	const bool found = streq(s->key, key);
	if (found)
		memcpy(t->rule, s->n, cells_of(c->catalog) * sizeof *s->n);
	pthread_mutex_unlock(&lock);
	return found;
}

static void keep(const struct ctx *c, struct slot *s, const char *key, const struct tally *t)
{
	pthread_mutex_lock(&lock);
	memcpy(s->key, key, strlen(key) + 1);
	memcpy(s->n, t->rule, cells_of(c->catalog) * sizeof *s->n);
	pthread_mutex_unlock(&lock);
}

bool tally_mark(struct ctx *c, const char **ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_CHAIN_MARK, NULL, 0))
		return false;
	*ret = arena_fmt(c->arena, "%" PRId64 " %" PRId64 " %.32s", rows_int(&r, 0, 0), rows_int(&r, 0, 1), rows_text(&r, 0, 2) == NULL ? "" : rows_text(&r, 0, 2));
	return true;
}

static bool key_of(struct ctx *c, const struct quality *q, const struct unit *u, const char *mark, enum part part, const char **ret)
{
	const struct catalog *k = c->catalog;
	struct rows r;

	if (!db_rows(c, &r, SQL_CHAIN_HEAD, ARGS(val_int(u->id))))
		return false;
	*ret = arena_fmt(c->arena, "%" PRId64 " %s %d %s %.32s %.32s %s %s", u->id, u->levels == NULL ? "" : u->levels, q->year, q->today, k->digest,
	                 k->replaced == NULL ? "" : k->replaced, r.count == 1 ? rows_text(&r, 0, 1) : "", part == PART_WIDE ? mark : "");
	return true;
}

static bool count(struct ctx *c, const struct quality *q, const struct unit *u, struct tally *t)
{
	size_t *records = NEW_N(c->arena, size_t, q->n_sets + 1);
	struct findings found;

	if (!quality_run_sets(c, q, u, records, &found))
		return false;
	for (size_t i = 0; i < found.n; i++)
		t->rule[found.item[i].rule - c->catalog->rule]++;
	for (size_t i = 0; i < q->n_sets; i++)
		t->set[q->set[i].set - c->catalog->rule_set] = (uint32_t)records[i];
	return true;
}

bool tally_school(struct ctx *c, const struct quality *const part[PART__COUNT], const struct unit *u, const char *mark, struct tally *ret)
{
	const bool fits = cells_of(c->catalog) <= CELLS;

	*ret = tally_new(c);
	for (int i = 0; i < PART__COUNT; i++) {
		struct slot *s = place_of(u, part[i]->year, (enum part)i);
		struct tally t = tally_new(c);
		const char *key;
		if (!key_of(c, part[i], u, mark, (enum part)i, &key))
			return false;
		const bool kept = fits && strlen(key) < KEY_MAX;
		if (!kept || !find(c, s, key, &t)) {
			if (!count(c, part[i], u, &t))
				return false;
			if (kept)
				keep(c, s, key, &t);
		}
		for (size_t k = 0; k < c->catalog->n_rules; k++)
			ret->rule[k] += t.rule[k];
		for (size_t k = 0; k < c->catalog->n_rule_sets; k++)
			ret->set[k] = t.set[k] > ret->set[k] ? t.set[k] : ret->set[k];
	}
	return true;
}
