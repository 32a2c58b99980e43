/* kept.c - figures of institutions, kept in the memory of the process while nothing that they follow from was written.
 *
 * What a form counts of one institution follows from its records, which its log tells of: the digest of its last entry stands
 * for them.  Beside them stand the catalogue, the form, the school year and the day.  All of it is in the key, so that figures
 * under another key are never found; where there is no room those go that were not asked for the longest. */
#include <pthread.h>

#include "domain/report/figures.h"

enum { SLOTS = 1024, PROBES = 8, KEY_MAX = 320, CELLS = 1024, CHUNK = 40 };

struct slot {
	char key[KEY_MAX];
	uint64_t used;
	size_t n;
	struct {
		uint32_t at, n;
	} cell[CELLS]; /* those that are not 0 */
};

static struct slot slots[SLOTS]; /* untouched until an office asks */
static uint64_t uses;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* The one with the key, or the one to be used for it. */
static struct slot *slot_of(const char *key)
{
	uint64_t h = 14695981039346656037u;
	struct slot *oldest = NULL;

	for (const char *p = key; *p != '\0'; p++)
		h = (h ^ (unsigned char)*p) * 1099511628211u;
	h ^= h >> 29;
	for (size_t i = 0; i < PROBES; i++) {
		struct slot *s = &slots[(h + i) % SLOTS];
		if (streq(s->key, key))
			return s;
		if (oldest == NULL || s->used < oldest->used)
			oldest = s;
	}
	return oldest;
}

static bool find(const char *key, struct figures *ret)
{
	pthread_mutex_lock(&lock);
	struct slot *s = slot_of(key);
	const bool found = streq(s->key, key);
	if (found)
		s->used = ++uses;
	for (size_t i = 0; found && i < s->n; i++)
		ret->cell[s->cell[i].at] = s->cell[i].n;
	pthread_mutex_unlock(&lock);
	return found;
}

static void keep(const char *key, const struct figures *x)
{
	size_t n = 0;

	for (size_t i = 0; i < x->n_cells; i++)
		n += x->cell[i] != 0;
	if (n > CELLS || strlen(key) >= KEY_MAX)
		return;
	pthread_mutex_lock(&lock);
	struct slot *s = slot_of(key);
	memcpy(s->key, key, strlen(key) + 1);
	s->used = ++uses;
	s->n = 0;
	for (size_t i = 0; i < x->n_cells; i++)
		if (x->cell[i] != 0) {
			s->cell[s->n].at = (uint32_t)i;
			s->cell[s->n++].n = (uint32_t)x->cell[i];
		}
	pthread_mutex_unlock(&lock);
}

/* The keys of units in their order. */
static bool keys_of(struct ctx *c, const struct form *f, const struct period *p, const struct unit *units, size_t n, const char **ret)
{
	const struct catalog *k = c->catalog;
	const char *same = arena_fmt(c->arena, "%s %d %s %.32s %.32s", f->name, p->year, figures_day(c->arena, f, p), k->digest, k->replaced == NULL ? "" : k->replaced);
	struct buf sql = buf_in(c->arena);
	struct val args[CHUNK];
	struct rows r;

	buf_put(&sql, "SELECT unit_id, hash FROM unit_head WHERE unit_id IN (");
	for (size_t i = 0; i < CHUNK; i++)
		buf_fmt(&sql, "%s$%zu", i > 0 ? ", " : "", i + 1);
	buf_put(&sql, ") ORDER BY unit_id");
	for (size_t from = 0; from < n; from += CHUNK) {
		for (size_t i = 0; i < CHUNK; i++)
			args[i] = from + i < n ? val_int(units[from + i].id) : val_null();
		if (!db_query(c, &r, sql.data, args, CHUNK))
			return false;
		for (size_t i = from, at = 0; i < n && i < from + CHUNK; i++) {
			assert(at < r.count && rows_int(&r, at, 0) == units[i].id);
			ret[i] = arena_fmt(c->arena, "%" PRId64 " %s %s", units[i].id, rows_text(&r, at++, 1), same);
		}
	}
	return true;
}

bool figures_find_or_count(struct ctx *c, const struct form *f, const struct period *p, const struct unit *units, size_t n, struct figures *ret)
{
	const char **key = NEW_N(c->arena, const char *, n + 1);
	struct unit *missing = NEW_N(c->arena, struct unit, n + 1);
	struct figures *counted = NEW_N(c->arena, struct figures, n + 1);
	size_t n_missing = 0;

	if (!keys_of(c, f, p, units, n, key))
		return false;
	for (size_t i = 0; i < n; i++) {
		assert(ret[i].basis == NULL);
		if (find(key[i], &ret[i]))
			continue;
		key[n_missing] = key[i];
		counted[n_missing] = ret[i]; /* the same cells */
		missing[n_missing++] = units[i];
	}
	if (!figures_count(c, f, p, missing, n_missing, counted))
		return false;
	for (size_t i = 0; i < n_missing; i++)
		keep(key[i], &counted[i]);
	return true;
}
