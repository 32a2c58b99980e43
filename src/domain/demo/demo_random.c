/* demo_random.c - xoshiro256** seeded by splitmix64: small, fast, the same everywhere. */
#include "domain/demo/demo_names.h"

static uint64_t splitmix(uint64_t *state)
{
	uint64_t z = *state += 0x9E3779B97F4A7C15u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

struct demo_rng demo_rng_new(uint64_t seed, uint64_t stream)
{
	struct demo_rng r;
	uint64_t state = seed;

	state = splitmix(&state) ^ (stream * 0xD1342543DE82EF95u + 1);
	for (size_t i = 0; i < COUNT(r.state); i++)
		r.state[i] = splitmix(&state);
	return r;
}

static uint64_t rotated(uint64_t x, int by)
{
	return (x << by) | (x >> (64 - by));
}

uint64_t demo_random(struct demo_rng *r)
{
	uint64_t *s = r->state, result = rotated(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotated(s[3], 45);
	return result;
}

size_t demo_below(struct demo_rng *r, size_t n)
{
	assert(n > 0 && n <= UINT32_MAX);
	return (size_t)(((demo_random(r) >> 32) * n) >> 32);
}

bool demo_chance(struct demo_rng *r, unsigned per_mille)
{
	return demo_below(r, 1000) < per_mille;
}
