/* table_read.c - how fast workbooks are read, written and marked, and in how much memory, as a Markdown table.
 *
 *     table_read [FILE | --catalog DIR]      reads that file; without one, files it writes first, with DIR a filled template too
 *
 * Peaks are those of the processes that write, read and mark. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"
#include "annotate/annotate.h"
#include "book/book.h"
#include "table/child.h"
#include "table/table.h"
#include "book/writer.h"

enum { COLUMNS = 70 };

static const struct catalog *catalog; /* NULL: no template is measured */
static size_t n_rows;
static enum writer_mode mode;

static enum table_go count_row(struct ctx *c, void *arg, const struct table_row *row)
{
	size_t *cells = arg;

	(void)c;
	for (size_t i = 0; i < row->n_cells; i++)
		*cells += row->cell[i].kind != CELL_EMPTY;
	return TABLE_MORE;
}

static bool read_all(struct ctx *c, const char *path, size_t *ret_cells, struct table_cost *ret)
{
	static const struct table_sink sink = { .row = count_row };
	struct table_limits limits = table_limits_default;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fail(c, ERR_NOT_FOUND, "bench.file", "cannot open %s", path);
	limits.file_bytes = 1000000000; /* how far it goes, not how far it may go */
	limits.entry_bytes = limits.total_bytes = 4000000000;
	bool ok = table_read_cost(c, fd, &limits, &sink, ret_cells, ret);
	close(fd);
	return ok;
}

/* A pupil: codes and names that nobody else has, words that many share, dates, marks. */
static bool write_row(struct ctx *c, struct writer *w, size_t row)
{
	char own[64];

	for (size_t i = 0; i < COLUMNS; i++) {
		snprintf(own, sizeof own, i % 10 == 0 ? "%012zu" : "Nguyễn Thị Hoa Sen %zu", row * COLUMNS + i);
		bool ok = i % 5 == 1 ? writer_date(w, row, i, "2019-09-05", STYLE_CELL)
		          : i % 5 == 2 ? writer_number(w, row, i, (double)((row * 7 + i) % 21) / 2, STYLE_CELL)
		          : i % 5 == 3 ? writer_text(w, row, i, "0912345678", STYLE_CELL | STYLE_AS_TEXT)
		                       : writer_text(w, row, i, i % 5 == 0 ? own : "Phường Ba Hàng", STYLE_CELL);
		if (!ok)
			return false;
	}
	return c->err == ERR_NONE;
}

static bool write_all(struct ctx *c, const char *path, size_t *ret_cells, struct table_cost *ret)
{
	struct writer *w;
	struct rusage use;

	if (!writer_open(c, path, mode, &w) || !writer_sheet(w, "Học sinh"))
		return false;
	for (size_t row = 0; row < n_rows; row++)
		if (!write_row(c, w, row))
			return false;
	*ret_cells = n_rows * COLUMNS;
	if (!writer_close(w))
		return false;
	getrusage(RUSAGE_SELF, &use);
	ret->peak_kb = (uint64_t)use.ru_maxrss;
	return true;
}

/* The pupil list as it is sent out: lists, notes and locks with it. */
static bool write_book(struct ctx *c, const char *path, size_t *ret_cells, struct table_cost *ret)
{
	const struct sheet_template *t = catalog_sheet(c->catalog, "class-list");
	const struct book_options o = { .sheet = t, .unit_code = "19172401", .unit_name = "Trường", .province = "19", .levels = "02", .school_year = 2025,
		                        .filled = true };
	struct val *value = NEW_N(c->arena, struct val, t->n_columns);
	struct rusage use;
	struct book *b;

	for (size_t k = 0; k < t->n_columns; k++) {
		const struct field *f = t->column[k].field;
		const char *type = f == NULL ? "text" : f->type->name;
		value[k] = streq(type, "code") ? val_text(f->list->item[0].code) : streq(type, "integer") ? val_int(1986) : streq(type, "boolean") ? val_bool(true)
		           : streq(type, "date") ? val_text("2019-09-05") : t->column[k].use == USE_STATUS ? val_text("01") : val_text("Nguyễn Thị Hoa Sen");
		*ret_cells += sheet_slot(t, k) == k && t->column[k].use != USE_IGNORED && t->column[k].use != USE_FEMALE ? n_rows : 0;
	}
	if (!book_open(c, path, &o, &b))
		return false;
	for (size_t row = 0; row < n_rows; row++)
		if (!book_row(b, value))
			return false;
	if (!book_close(b))
		return false;
	getrusage(RUSAGE_SELF, &use);
	ret->peak_kb = (uint64_t)use.ru_maxrss;
	return true;
}

/* Every tenth row has a mistake. */
static bool mark_all(struct ctx *c, const char *path, size_t *ret_cells, struct table_cost *ret)
{
	const char *out = arena_fmt(c->arena, "%s.marked", path);
	const struct sheet_titles titles = { "Học sinh", 1 };
	struct sheet_mark *mark = NEW_N(c->arena, struct sheet_mark, n_rows / 10);
	const struct annotation what = { .mark = mark, .n_marks = n_rows / 10, .titles = &titles, .n_titles = 1 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct rusage use;

	for (size_t i = 0; i < what.n_marks; i++)
		mark[i] = (struct sheet_mark){ "Học sinh", i * 10 + 2, "D", "Số điện thoại không đúng. Hãy xem lại.", false };
	bool ok = sheet_annotate(c, fd, &what, out);
	close(fd);
	unlink(out);
	getrusage(RUSAGE_SELF, &use);
	ret->peak_kb = (uint64_t)use.ru_maxrss;
	*ret_cells = n_rows * COLUMNS;
	return ok;
}

static int measure(const char *what, bool (*work)(struct ctx *, const char *, size_t *, struct table_cost *), const char *path)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		struct ctx c = { .arena = arena_new(), .catalog = catalog };
		struct table_cost cost = { 0 };
		size_t cells = 0;
		int64_t begin = time_now_ms();
		bool ok = work(&c, path, &cells, &cost);
		double seconds = (double)(time_now_ms() - begin + 1) / 1000;
		if (!ok)
			fprintf(stderr, "%s: %s: %s\n", what, c.key, c.detail);
		else
			printf("| %s | %zu cells | %.2f s | %.0f cells/s | %.1f MB |\n", what, cells, seconds, (double)cells / seconds,
			       (double)cost.peak_kb / 1024);
		fflush(stdout);
		arena_free(c.arena);
		_exit(!ok);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
}

/* Written, then read, then marked. */
static int there_and_back(const char *write, const char *read, const char *mark, size_t rows, enum writer_mode how)
{
	char path[] = "/tmp/khue-bench-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		return 1;
	close(fd);
	n_rows = rows;
	mode = how;
	int failed = measure(write, write_all, path) || measure(read, read_all, path) || (mark != NULL && measure(mark, mark_all, path));
	unlink(path);
	return failed;
}

static int filled_template(const char *dir)
{
	struct ctx c = { .arena = arena_new() };
	char path[] = "/tmp/khue-bench-XXXXXX";
	struct catalog *loaded;
	int fd = mkstemp(path), failed = 1;

	if (fd >= 0 && close(fd) == 0 && catalog_load(&c, &loaded, dir)) {
		catalog = loaded;
		n_rows = 20000;
		failed = measure("template class-list written, filled", write_book, path);
	}
	unlink(path);
	arena_free(c.arena);
	return failed;
}

int main(int argc, char **argv)
{
	table_child(argv, NULL);
	printf("| what | size | seconds | speed | peak |\n|---|---|---|---|---|\n");
	fflush(stdout);
	if (argc > 2 && streq(argv[1], "--catalog") && filled_template(argv[2]) != 0)
		return 1;
	if (argc == 2)
		return measure("read", read_all, argv[1]);
	return there_and_back("workbook written as a stream", "workbook read, text in its cells", "workbook marked, text in its cells", 20000, WRITER_STREAM) ||
	       there_and_back("workbook written with a table of strings", "workbook read, table of strings", "workbook marked, table of strings", 20000, WRITER_FREE) ||
	       there_and_back("large workbook written with a table of strings", "large workbook read, table of strings", NULL, 100000, WRITER_FREE);
}
