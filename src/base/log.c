/* log.c - one write per line, so that lines of threads do not mix. */
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/time.h"

static atomic_bool quiet;

void log_quiet(bool q)
{
	quiet = q;
}

void log_event(const char *event, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	if (quiet)
		return;
	struct arena *a = arena_new();
	int n = snprintf(line, sizeof line, "%s %s ", time_iso(a, time_now_ms()), event);
	arena_free(a);
	va_start(ap, fmt);
	n += vsnprintf(line + n, sizeof line - (size_t)n, fmt, ap);
	va_end(ap);
	if (n > (int)sizeof line - 2)
		n = (int)sizeof line - 2;
	for (int i = 0; i < n; i++)
		if ((unsigned char)line[i] < 0x20)
			line[i] = ' ';
	line[n++] = '\n';
	ssize_t ignored = write(STDERR_FILENO, line, (size_t)n);
	(void)ignored;
}
