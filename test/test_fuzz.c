/* test_fuzz.c - what fuzzing began with and what it found, read again. */
#include "../fuzz/targets.h"

#include <dirent.h>
#include <stdio.h>

#include "test.h"

enum { INPUT_MAX = 1024 * 1024 };

static void replay(struct ctx *c, const struct fuzz_target *t)
{
	const char *folder = arena_fmt(c->arena, "%s/fuzz/corpus/%s", TEST_SOURCE_DIR, t->name);
	char *data = arena_alloc(c->arena, INPUT_MAX);
	DIR *d = opendir(folder);
	size_t n = 0;

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d)) != NULL;) {
		if (e->d_name[0] == '.')
			continue;
		FILE *f = fopen(arena_fmt(c->arena, "%s/%s", folder, e->d_name), "rb");
		assert_non_null(f);
		t->run((const uint8_t *)data, fread(data, 1, INPUT_MAX, f));
		fclose(f);
		n++;
	}
	closedir(d);
	assert_true(n > 0);
}

TEST_PURE(fuzz_corpus_is_survived)
{
	for (size_t i = 0; i < fuzz_n_targets; i++)
		replay(c, &fuzz_targets[i]);
}
