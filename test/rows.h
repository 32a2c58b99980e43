/* rows.h - for tests: a file's rows as the domain takes them, read by src/table. */
#ifndef TEST_ROWS_H
#define TEST_ROWS_H

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "domain/place/input.h"
#include "table/table.h"
#include "test.h"

struct test_rows {
	struct place_input *row;
	size_t n, room;
	const char *sheet; /* the one wanted; NULL: all */
};

static inline bool test_rows_begin(struct ctx *c, void *arg, const struct table_info *info)
{
	const struct test_rows *r = arg;

	(void)c;
	return r->sheet == NULL || streq(r->sheet, info->name);
}

static inline enum table_go test_rows_row(struct ctx *c, void *arg, const struct table_row *row)
{
	struct test_rows *r = arg;
	const char **cell = NEW_N(c->arena, const char *, row->n_cells);

	for (size_t i = 0; i < row->n_cells; i++)
		cell[i] = arena_strndup(c->arena, row->cell[i].text, row->cell[i].len);
	r->row = arena_grow(c->arena, r->row, r->n, &r->room, sizeof(*r->row));
	r->row[r->n++] = (struct place_input){.n_cells = row->n_cells, .cell = cell, .row = row->number};
	return TABLE_MORE;
}

/* A file of the public data beside the source tree.  Where there is none the test is skipped, and says so. */
static inline struct test_rows test_rows_official(struct ctx *c, const char *name, const char *sheet)
{
	static const struct table_sink sink = {.begin = test_rows_begin, .row = test_rows_row};
	const char *path = arena_fmt(c->arena, "%s/../shared/data/%s", TEST_SOURCE_DIR, name);
	struct test_rows r = {.sheet = sheet};
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		print_message("bỏ qua: không có tệp %s\n", name);
		skip();
	}
	OK(table_read(c, fd, NULL, &sink, &r));
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
