/* sheet_read.c - how fast workbooks are read and written, and in how much memory.
 *
 *     sheet_read FILE      reads that file
 *     sheet_read           writes 500,000 cells to a temporary file first, then reads them
 *
 * Reading and writing run in processes of their own, so that each peak is its own. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"
#include "sheet/child.h"
#include "sheet/sheet.h"
#include "sheet/write.h"

enum { ROWS = 25000, COLUMNS = 20 };

static enum sheet_go count_row(struct ctx *c, void *arg, const struct sheet_row *row)
{
	size_t *cells = arg;

	(void)c;
	for (size_t i = 0; i < row->n_cells; i++)
		*cells += row->cell[i].kind != CELL_EMPTY;
	return SHEET_MORE;
}

static bool read_all(struct ctx *c, const char *path, size_t *ret_cells)
{
	static const struct sheet_sink sink = { .row = count_row };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(c, ERR_NOT_FOUND, "bench.file", "cannot open %s", path);
	bool ok = sheet_read(c, fd, NULL, &sink, ret_cells);
	close(fd);
	return ok;
}

static bool write_row(struct ctx *c, struct writer *w, size_t row)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		bool ok = i % 5 == 1 ? writer_date(w, row, i, "2019-09-05", STYLE_CELL)
		          : i % 5 == 2 ? writer_number(w, row, i, (double)((row * 7 + i) % 21) / 2, STYLE_CELL)
		          : i % 5 == 3 ? writer_text(w, row, i, "0912345678", STYLE_CELL | STYLE_AS_TEXT)
		                       : writer_text(w, row, i, i % 2 == 0 ? "Nguyễn Thị Hoa Sen" : "Phường Ba Hàng", STYLE_CELL);
		if (!ok)
			return false;
	}
	return c->err == ERR_NONE;
}

static bool write_all(struct ctx *c, const char *path, size_t *ret_cells)
{
	struct writer *w;

	if (!writer_open(c, path, WRITER_STREAM, &w) || !writer_sheet(w, "Học sinh"))
		return false;
	for (size_t row = 0; row < ROWS; row++)
		if (!write_row(c, w, row))
			return false;
	*ret_cells = (size_t)ROWS * COLUMNS;
	return writer_close(w);
}

static int measure(const char *what, bool (*work)(struct ctx *, const char *, size_t *), const char *path)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		struct ctx c = { .arena = arena_new() };
		struct rusage use;
		size_t cells = 0;
		int64_t begin = time_now_ms();
		bool ok = work(&c, path, &cells);
		double seconds = (double)(time_now_ms() - begin + 1) / 1000;
		getrusage(RUSAGE_SELF, &use);
		if (!ok)
			printf("%s: %s: %s\n", what, c.key, c.detail);
		else
			printf("%s: %zu cells in %.2f s, %.0f cells/s, peak %.1f MB\n", what, cells, seconds, (double)cells / seconds,
			       (double)use.ru_maxrss / 1024);
		fflush(stdout);
		arena_free(c.arena);
		_exit(!ok);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	char path[] = "/tmp/khue-bench-XXXXXX";

	sheet_child(argv, NULL);
	if (argc > 1)
		return measure("read", read_all, argv[1]);
	int fd = mkstemp(path);
	if (fd < 0)
		return 1;
	close(fd);
	int failed = measure("write", write_all, path) || measure("read", read_all, path);
	unlink(path);
	return failed;
}
