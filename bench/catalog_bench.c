/* catalog_bench.c - how long the catalogue takes to load, from files to structs.
 *
 *     catalog_bench [--catalog DIR] [--rounds N]
 *
 * Prints a Markdown table: the size of the catalogue, the median and the slowest of all rounds. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "catalog/catalog.h"

enum { ROUNDS_MAX = 1000 };

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double load_ms(const char *dir, bool describe)
{
	struct ctx c = { .arena = arena_new() };
	const double begun = now_ms();
	struct catalog *k;

	if (!catalog_load(&c, &k, dir)) {
		fprintf(stderr, "%s\n", c.detail);
		exit(1);
	}
	const double took = now_ms() - begun;
	if (describe) {
		size_t fields = 0, items = 0;
		for (size_t i = 0; i < k->n_types; i++)
			fields += k->type[i].n_fields;
		for (size_t i = 0; i < k->n_lists; i++)
			items += k->list[i].n_items;
		printf("| catalogue | size | median | slowest |\n|---|---|---|---|\n");
		printf("| load | %zu fields, %zu codes, %zu mapping tables", fields, items, k->n_mappings);
	}
	arena_free(c.arena);
	return took;
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	const char *dir = "catalog";
	int rounds = 30;
	double took[ROUNDS_MAX];

	for (int i = 1; i + 1 < argc; i += 2) {
		if (streq(argv[i], "--catalog"))
			dir = argv[i + 1];
		else if (streq(argv[i], "--rounds"))
			rounds = (int)strtol(argv[i + 1], NULL, 10);
	}
	rounds = rounds < 1 || rounds > ROUNDS_MAX ? 30 : rounds;
	for (int i = 0; i < rounds; i++)
		took[i] = load_ms(dir, i == 0);
	qsort(took, (size_t)rounds, sizeof *took, by_value);
	printf(" | %.1f ms | %.1f ms |\n", took[rounds / 2], took[rounds - 1]);
	return 0;
}
