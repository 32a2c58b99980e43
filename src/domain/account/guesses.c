/* guesses.c - how much is guessed. */
#include "domain/account/guesses.h"

#include <pthread.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/whence.h"

enum kind { OF_ADDRESS, OF_NETWORK, OF_NAME, OF_PASSWORD, KIND__COUNT };

/* How many at once, and how long it takes until one is forgotten.  An address of a school has a room of pupils behind it. */
static const struct {
	int most, each_ms;
} limit[KIND__COUNT] = {
	[OF_ADDRESS] = { 40, 20 * 1000 }, [OF_NETWORK] = { 160, 5 * 1000 }, [OF_NAME] = { 30, 30 * 1000 }, [OF_PASSWORD] = { 15, 60 * 1000 },
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t forgotten_ms[KIND__COUNT][PLACES]; /* when all are */
static uint16_t right[PLACES];                    /* who was right from where, by another digest; 0: nobody */

struct places {
	uint16_t at[KIND__COUNT];
	bool counts[KIND__COUNT];
	uint16_t who, who_else; /* name and address together: where, and what is there */
};

static uint16_t place(const char *what, const char *a, const char *b)
{
	struct arena *mine = arena_new();
	const char *text = arena_fmt(mine, "%s\n%s\n%s", what, a, b);
	const uint16_t at = secret_place(text, strlen(text));

	arena_free(mine);
	return at;
}

static struct places places_of(const struct guess *g)
{
	const struct whence w = whence_of(g->remote);
	const bool far = !streq(g->remote, "") && !streq(g->remote, "127.0.0.1") && !streq(g->remote, "::1");

	return (struct places){
		.at = { [OF_ADDRESS] = w.address, [OF_NETWORK] = w.network, [OF_NAME] = place("name", g->name, ""), [OF_PASSWORD] = place("password", g->password, "") },
		.counts = { [OF_ADDRESS] = far, [OF_NETWORK] = far, [OF_NAME] = true, [OF_PASSWORD] = true },
		.who = place("who", g->name, g->remote), .who_else = place("who else", g->name, g->remote) | 1,
	};
}

/* Of what is beyond what all of them take the clock was set back since. */
static int64_t left_ms(enum kind k, uint16_t at, int64_t now_ms)
{
	const int64_t left = forgotten_ms[k][at] - now_ms, all = (int64_t)limit[k].most * limit[k].each_ms;

	return left < 0 || left > all ? 0 : left;
}

/* Waits for nobody, and nobody waits for their guesses: what they may do is in the database. */
static bool was_right(const struct places *p)
{
	return right[p->who] == p->who_else;
}

static int64_t wait_ms(const struct places *p, int64_t now_ms)
{
	int64_t longest = 0;

	for (enum kind k = 0; k < KIND__COUNT; k++) {
		const int64_t wait = left_ms(k, p->at[k], now_ms) - (int64_t)(limit[k].most - 1) * limit[k].each_ms;
		if (p->counts[k] && wait > longest)
			longest = wait;
	}
	return longest;
}

int guess_begin(const struct guess *g, int64_t now_ms)
{
	const struct places p = places_of(g);

	pthread_mutex_lock(&lock);
	const bool known = was_right(&p);
	const int64_t wait = known ? 0 : wait_ms(&p, now_ms);
	for (enum kind k = 0; !known && wait == 0 && k < KIND__COUNT; k++)
		forgotten_ms[k][p.at[k]] = now_ms + left_ms(k, p.at[k], now_ms) + limit[k].each_ms;
	pthread_mutex_unlock(&lock);
	return (int)((wait + 999) / 1000);
}

void guess_take_back(const struct guess *g)
{
	const struct places p = places_of(g);

	pthread_mutex_lock(&lock);
	for (enum kind k = 0; !was_right(&p) && k < KIND__COUNT; k++)
		forgotten_ms[k][p.at[k]] -= limit[k].each_ms;
	pthread_mutex_unlock(&lock);
}

void guess_was_right(const struct guess *g)
{
	guess_take_back(g);
	guess_know(g->name, g->remote);
}

void guess_know(const char *name, const char *remote)
{
	const struct places p = places_of(&(struct guess){ .name = name, .password = "", .remote = remote });

	pthread_mutex_lock(&lock);
	right[p.who] = p.who_else;
	pthread_mutex_unlock(&lock);
}

void guesses_forget(void)
{
	pthread_mutex_lock(&lock);
	memset(forgotten_ms, 0, sizeof forgotten_ms);
	memset(right, 0, sizeof right);
	pthread_mutex_unlock(&lock);
}
