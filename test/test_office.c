/* test_office.c - run Python and LibreOffice on a workbook. */
#include "test_office.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Its standard output; -1 in *ret_status when the program is not there. */
static const char *run(struct ctx *c, const char *const *argv, int *ret_status)
{
	struct buf out = buf_in(c->arena);
	posix_spawn_file_actions_t actions;
	int pipes[2];
	char piece[4096];
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(pipes), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, pipes[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&actions, pipes[0]);
	if (streq(argv[0], "soffice")) /* it speaks of Java, which nobody needs */
		posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	int error = posix_spawnp(&pid, argv[0], &actions, NULL, (char *const *)(uintptr_t)argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(pipes[1]);
	while (error == 0 && (n = read(pipes[0], piece, sizeof piece)) > 0)
		buf_add(&out, piece, (size_t)n);
	close(pipes[0]);
	*ret_status = -1;
	if (error == 0)
		waitpid(pid, ret_status, 0);
	return buf_text(&out);
}

const char *look(struct ctx *c, const char *const *args)
{
	const char *argv[64] = { "python3", TEST_SOURCE_DIR "/test/xlsx_look.py" }, *text;
	int status;

	for (size_t i = 0; args[i] != NULL; i++) {
		assert_true(i + 3 < COUNT(argv));
		argv[i + 2] = args[i];
	}
	text = run(c, argv, &status);
	if (status != 0)
		fail_msg("xlsx_look.py %s: %d", args[0], status);
	return text;
}

const char *look_path(struct ctx *c, int fd)
{
	return arena_fmt(c->arena, "/proc/%d/fd/%d", (int)getpid(), fd);
}

static void remove_folder(void *arg)
{
	if (system(arg) != 0)
		abort();
}

/* test_dir is emptied by whoever asks for it next. */
static const char *new_folder(struct ctx *c)
{
	char *dir = arena_strdup(c->arena, "/tmp/khue-office-XXXXXX");

	assert_non_null(mkdtemp(dir));
	arena_defer(c->arena, remove_folder, arena_fmt(c->arena, "rm -rf '%s'", dir));
	return dir;
}

static void save(int fd, const char *path)
{
	int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	char piece[65536];
	off_t at = 0;

	assert_true(out >= 0);
	for (ssize_t n; (n = pread(fd, piece, sizeof piece, at)) > 0; at += n)
		assert_true(write(out, piece, (size_t)n) == n);
	close(out);
}

int office_convert(struct ctx *c, int fd, const char *name, const char *format)
{
	const char *dir = new_folder(c), *path = arena_fmt(c->arena, "%s/%s", dir, name), *dot = strrchr(name, '.');
	const char *profile = arena_fmt(c->arena, "-env:UserInstallation=file://%s/profile", dir);
	const char *argv[] = { "soffice", profile, "--headless", "--convert-to", format, "--outdir", arena_fmt(c->arena, "%s/out", dir), path, NULL };
	int status;

	if (access("/usr/bin/soffice", X_OK) != 0) {
		print_message("LibreOffice is not installed\n");
		skip();
	}
	save(fd, path);
	run(c, argv, &status);
	assert_int_equal(status, 0);
	int made = sheet_open(c, arena_fmt(c->arena, "%s/out/%.*s.%s", dir, (int)(dot - name), name, format));
	if (made < 0)
		fail_msg("LibreOffice did not open %s", name);
	return made;
}

int look_set(struct ctx *c, int fd, const char *sheet, const char *changes)
{
	const char *dir = new_folder(c), *out = arena_fmt(c->arena, "%s/set.xlsx", dir), *list = arena_fmt(c->arena, "%s/changes", dir);
	int to = open(list, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(to >= 0 && write(to, changes, strlen(changes)) == (ssize_t)strlen(changes));
	close(to);
	LOOK("set", look_path(c, fd), out, sheet, list);
	return sheet_open(c, out);
}

int fixture(struct ctx *c, const char *name)
{
	int fd = sheet_open(c, arena_fmt(c->arena, TEST_SOURCE_DIR "/test/fixtures/quirks/%s", name));

	if (fd < 0)
		fail_msg("no fixture %s", name);
	return fd;
}
