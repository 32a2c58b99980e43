/* test_table_sandbox.c - the walls around the process that reads workbooks hold, and it tells what it took. */
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"
#include "table/walls.h"
#include "table/wire.h"
#include "test_table_tools.h"

/* ---- inside ---- */

static void say(const char *bytes, size_t len)
{
	(void)!write(CHILD_SOCKET, bytes, len);
}

/* Each would end well for an attacker if the walls had a hole: the process goes on and reads its file as CSV. */
static void do_misdeed(const char *what)
{
	static char *const nothing[] = { NULL };
	pid_t child;

	if (streq(what, "open"))
		(void)!open("/etc/hostname", O_RDONLY | O_CLOEXEC);
	else if (streq(what, "create"))
		(void)!open("/tmp/khue-misdeed", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	else if (streq(what, "socket"))
		(void)!socket(AF_INET, SOCK_STREAM, 0);
	else if (streq(what, "exec"))
		(void)!execve("/bin/true", nothing, nothing);
	else if (streq(what, "fork"))
		(void)!posix_spawn(&child, "/bin/true", NULL, NULL, nothing, nothing);
	else if (streq(what, "kill"))
		(void)!kill(getppid(), 0);
	else if (streq(what, "code"))
		(void)!mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	else if (streq(what, "memory"))
		memset(arena_alloc(arena_new(), 1000000000), 1, 1000000000);
	else if (streq(what, "abort"))
		abort();
	else if (streq(what, "nothing"))
		_exit(0);
	for (volatile uint64_t i = 0; streq(what, "time") || streq(what, "sleep"); i = i + 1)
		continue;
	if (streq(what, "huge frame"))
		say("\xFF\xFF\xFF\xFF\2", 5);
	if (streq(what, "row first"))
		say("\x0E\0\0\0\2" "\1\0\0\0\1\0\0\0\1\1x\0", 5 + 13);
	if (streq(what, "odd frame"))
		say("\0\0\0\0\x77", 5);
}

void table_misdeed(int fd)
{
	char text[64] = "";
	ssize_t n = pread(fd, text, sizeof text - 1, 0);

	if (n > 8 && strncmp(text, "MISDEED ", 8) == 0)
		do_misdeed(text + 8);
}

/* ---- outside ---- */

static bool misdeed(struct ctx *c, const char *what)
{
	const char *text;

	return sheet_dump(c, sheet_text_file(c, arena_fmt(c->arena, "MISDEED %s", what)), NULL, &text);
}

TEST_PURE(sandbox_stops_what_is_not_reading)
{
	static const char *const deeds[] = { "open", "create", "socket", "exec", "fork", "kill", "code", "abort", "nothing" };

	for (size_t i = 0; i < COUNT(deeds); i++) {
		if (misdeed(c, deeds[i]) || !streq(c->key, "sheet.crashed"))
			fail_msg("%s: %s", deeds[i], c->key == NULL ? "went through" : c->key);
		ctx_clear(c);
	}
	assert_int_not_equal(access("/tmp/khue-misdeed", F_OK), 0);
	OK(misdeed(c, "nothing of the kind"));
}

/* No clock in the test: the limit itself is what ends an endless loop. */
TEST_PURE(sandbox_ends_an_endless_loop)
{
	if (!WALLS_SANITIZED)
		FAILS(misdeed(c, "time"), "sheet.too_heavy");
}

TEST_PURE(sandbox_ends_a_thousand_megabytes)
{
	if (!WALLS_SANITIZED)
		FAILS(misdeed(c, "memory"), "sheet.too_heavy");
}

TEST_PURE(sandbox_is_not_trusted)
{
	FAILS(misdeed(c, "huge frame"), "sheet.crashed");
	FAILS(misdeed(c, "row first"), "sheet.crashed");
	FAILS(misdeed(c, "odd frame"), "sheet.crashed");
}

TEST_PURE(sandbox_tells_what_it_took)
{
	static const struct table_sink sink = { 0 };
	struct table_cost cost;

	OK(table_read_cost(c, sheet_text_file(c, "\n"), NULL, &sink, NULL, &cost));
	assert_in_range(cost.peak_kb, 1000, WALLS_SANITIZED ? 1000000 : 32000);
}

/* Nothing of the parent is inherited: its other files, its environment. */
TEST_PURE(sandbox_reads_many_files_at_once)
{
	int fd[20];
	const char *text;

	for (size_t i = 0; i < COUNT(fd); i++)
		fd[i] = sheet_text_file(c, arena_fmt(c->arena, "a;b\n%zu;x\n", i));
	for (size_t i = 0; i < COUNT(fd); i++) {
		OK(sheet_dump(c, fd[i], NULL, &text));
		assert_string_equal(text, arena_fmt(c->arena, "[CSV]\n1|Ta|Tb|\n2|T%zu|Tx|\n", i));
	}
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
}

/* Whoever has heard enough may say so to a process that has told all and gone. */
static enum table_go enough_after_its_end(struct ctx *c, void *arg, const struct table_row *row)
{
	siginfo_t gone;

	(void)c, (void)arg, (void)row;
	return waitid(P_ALL, 0, &gone, WEXITED | WNOWAIT) == 0 ? TABLE_ENOUGH : TABLE_FAILED;
}

TEST_PURE(sandbox_may_have_gone_before_it_is_told_enough)
{
	static const struct table_sink sink = { .row = enough_after_its_end };

	OK(table_read(c, sheet_text_file(c, "a;b\n1;x\n2;y\n"), NULL, &sink, NULL));
}

/* ---- frames ---- */

TEST_PURE(wire_gives_back_what_was_put)
{
	struct cell cells[] = { { .kind = CELL_TEXT, .text = "Hoà", .len = 4, .legacy = "VNI", .raw = "Hoaø" }, { .text = "" },
		                { .kind = CELL_NUMBER, .twice = true, .text = "8.5", .len = 3, .number = 8.5 },
		                { .kind = CELL_TEXT, .unclean = true, .text = "a\tb", .len = 3 },
		                { .kind = CELL_DATE, .text = "2019-09-05", .len = 10, .number = 43713 } },
	            got[5];
	struct table_row row = { 7, COUNT(cells), cells, 16384 };
	struct buf b = buf_in(c->arena);

	wire_put_row(&b, &row);
	assert_true(wire_get_row(b.data + WIRE_HEAD, b.len - WIRE_HEAD, got, COUNT(got), &row));
	assert_int_equal(row.number, 7);
	assert_int_equal(row.beyond, 16384);
	for (size_t i = 0; i < COUNT(cells); i++) {
		assert_int_equal(got[i].kind, cells[i].kind);
		assert_int_equal(got[i].unclean, cells[i].unclean);
		assert_int_equal(got[i].twice, cells[i].twice);
		assert_string_equal(got[i].text, cells[i].text);
		assert_true(got[i].number == cells[i].number && got[i].len == cells[i].len);
	}
	assert_string_equal(got[0].legacy, "VNI");
	assert_string_equal(got[0].raw, "Hoaø");
	assert_null(got[1].raw);
	assert_false(wire_get_row(b.data + WIRE_HEAD, b.len - WIRE_HEAD, got, COUNT(got) - 1, &row));
}

/* Whatever byte is changed or cut, nothing is read beyond the frame (the sanitizers watch), and no text is unclean in secret. */
TEST_PURE(wire_survives_every_changed_byte)
{
	struct cell cells[] = { { .kind = CELL_TEXT, .text = "Nguyễn", .len = 8 }, { .kind = CELL_NUMBER, .text = "1", .len = 1, .number = 1 } };
	struct cell got[2];
	struct table_row row = { 1, 2, cells, 0 };
	struct buf b = buf_in(c->arena);

	wire_put_row(&b, &row);
	size_t len = b.len - WIRE_HEAD;
	for (size_t i = 0; i <= len; i++)
		for (int bit = 0; bit < 8; bit++) {
			char *copy = malloc(len + 1), *bytes = copy;
			assert_non_null(copy);
			memcpy(bytes, b.data + WIRE_HEAD, len);
			if (i < len)
				bytes[i] = (char)(bytes[i] ^ 1 << bit);
			if (wire_get_row(bytes, len - (i == len ? 1 : 0), got, COUNT(got), &row))
				for (size_t k = 0; k < row.n_cells; k++)
					assert_true(got[k].unclean || (strlen(got[k].text) == got[k].len && text_is_utf8(got[k].text, got[k].len)));
			free(copy);
		}
}
