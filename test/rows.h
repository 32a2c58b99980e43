/* rows.h - for tests: a list's rows as the domain takes them, read by src/sheet. */
#ifndef TEST_ROWS_H
#define TEST_ROWS_H

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "domain/place/input.h"
#include "sheet/list.h"
#include "test.h"

struct test_rows {
	struct place_input *row;
	size_t n, room;
};

static inline void test_rows_take(struct ctx *c, void *arg, size_t row, const char *const *cell)
{
	struct test_rows *r = arg;

	r->row = arena_grow(c->arena, r->row, r->n, &r->room, sizeof(*r->row));
	r->row[r->n++] = (struct place_input){cell, row};
}

/* A file of the public data beside the source tree.  Where there is none the test is skipped, and says so. */
static inline struct test_rows test_rows_official(struct ctx *c, const char *name, const struct template *template)
{
	const char *path = arena_fmt(c->arena, "%s/../shared/data/%s", TEST_SOURCE_DIR, name);
	struct test_rows r = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		print_message("bỏ qua: không có tệp %s\n", name);
		skip();
	}
	OK(sheet_list_read(c, fd, &template, 1, &template, test_rows_take, &r));
	close(fd);
	return r;
}

/* A file of the source tree, whole, as text. */
static inline const char *test_file_text(struct ctx *c, const char *name)
{
	FILE *f = fopen(arena_fmt(c->arena, "%s/%s", TEST_SOURCE_DIR, name), "rb");
	char *text = NULL;
	size_t n = 0, room = 0;

	assert_non_null(f);
	for (int ch; (ch = fgetc(f)) != EOF;) {
		text = arena_grow(c->arena, text, n, &room, 1);
		text[n++] = (char)ch;
	}
	fclose(f);
	text = arena_grow(c->arena, text, n, &room, 1);
	text[n] = '\0';
	return text;
}

#endif
