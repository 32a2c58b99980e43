/* test_log.c - lines of the program's own log. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "test.h"

/* Whatever is told of a stranger's request, it is one line: nobody writes a second one, nor anything that moves a terminal. */
TEST_PURE(a_line_of_the_log_stays_one_line)
{
	const int at = open(arena_fmt(c->arena, "%s/log", test_dir(c)), O_RDWR | O_CREAT | O_TRUNC, 0600), usual = dup(STDERR_FILENO);
	char line[2048], *longer = arena_alloc(c->arena, 3000);

	assert_true(at >= 0 && usual >= 0);
	memset(longer, 'x', 2999);
	longer[2999] = '\0';
	log_quiet(false);
	(void)dup2(at, STDERR_FILENO);
	log_event("request.failed", "key=%s ms=%d", "a\nb\r\x1b[2Jc", 7);
	log_event("request.failed", "key=%s", longer);
	(void)dup2(usual, STDERR_FILENO);
	log_quiet(true);
	const ssize_t n = pread(at, line, sizeof line - 1, 0);
	close(usual);
	close(at);
	assert_true(n > 0);
	line[n] = '\0';
	char *end = strchr(line, '\n');
	assert_non_null(end);
	*end = '\0';
	assert_string_equal(strchr(line, ' '), " request.failed key=a b  [2Jc ms=7");
	assert_int_equal(line[strcspn(line, " ") - 1], 'Z');
	assert_ptr_equal(strchr(end + 1, '\n'), line + n - 1); /* the long one is cut and ends */
}
