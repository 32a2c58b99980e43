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

static struct tally new_tally(struct ctx *c)
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

struct tally_sum tally_sum(const struct quality *q, const struct catalog *k, const struct tally *t)
{
	struct tally_sum ret = { 0 };

	for (size_t i = 0; i < q->n_sets; i++) {
		ret.records += t->set[q->set[i].set - k->rule_set];
		for (size_t n = 0; n < q->set[i].n_rules; n++)
			ret.by_severity[q->set[i].rule[n].rule->severity] += t->rule[q->set[i].rule[n].at];
	}
	return ret;
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

/* of: where the faults of each part go; NULL: q has none of that part. */
static bool count(struct ctx *c, const struct quality *q, const struct unit *u, struct tally *const of[PART__COUNT])
{
	size_t *records = NEW_N(c->arena, size_t, q->n_sets + 1);
	struct findings found;

	if (!quality_run_sets(c, q, u, records, &found))
		return false;
	for (size_t i = 0; i < found.n; i++)
		of[found.item[i].rule->everywhere ? PART_WIDE : PART_OWN]->rule[found.item[i].rule - c->catalog->rule]++;
	for (size_t p = 0; p < PART__COUNT; p++)
		for (size_t i = 0; of[p] != NULL && i < q->n_sets; i++)
			of[p]->set[q->set[i].set - c->catalog->rule_set] = (uint32_t)records[i];
	return true;
}

static void add(const struct catalog *k, struct tally *sum, const struct tally *t)
{
	for (size_t i = 0; i < k->n_rules; i++)
		sum->rule[i] += t->rule[i];
	for (size_t i = 0; i < k->n_rule_sets; i++)
		sum->set[i] = t->set[i] > sum->set[i] ? t->set[i] : sum->set[i];
}

bool tally_school(struct ctx *c, const struct quality *const ready[PARTS__COUNT], const struct unit *u, const char *mark, struct tally *ret,
                  bool *ret_counted)
{
	struct tally t[PART__COUNT], *missing[PART__COUNT];
	const char *key[PART__COUNT];

	*ret = new_tally(c);
	for (int i = 0; i < PART__COUNT; i++) {
		t[i] = new_tally(c);
		if (!key_of(c, ready[i], u, mark, (enum part)i, &key[i]))
			return false;
		if (strlen(key[i]) >= KEY_MAX || cells_of(c->catalog) > CELLS)
			key[i] = NULL;
		missing[i] = key[i] != NULL && find(c, place_of(u, ready[i]->year, (enum part)i), key[i], &t[i]) ? NULL : &t[i];
	}
	const int part = missing[PART_OWN] == NULL ? PART_WIDE : missing[PART_WIDE] == NULL ? PART_OWN : PARTS_TOGETHER;
	*ret_counted = missing[PART_OWN] != NULL || missing[PART_WIDE] != NULL;
	if (*ret_counted && !count(c, ready[part], u, missing))
		return false;
	for (int i = 0; i < PART__COUNT; i++) {
		if (missing[i] != NULL && key[i] != NULL)
			keep(c, place_of(u, ready[i]->year, (enum part)i), key[i], &t[i]);
		add(c->catalog, ret, &t[i]);
	}
	return true;
}
