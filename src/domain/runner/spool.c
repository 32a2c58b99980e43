/* spool.c - files that a job needs under a name while it works. */
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"
#include "domain/runner/attempt.h"

enum { KEEP_SECONDS = 24 * 60 * 60 };

const char *spool_name(struct arena *a, const char *folder)
{
	return arena_fmt(a, "%s/%s", folder, secret_token(a, 15));
}

void spool_sweep(const char *folder, int64_t now_ms)
{
	DIR *d = opendir(folder);
	struct stat st;

	if (d == NULL)
		return;
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) && st.st_mtime < now_ms / 1000 - KEEP_SECONDS)
			unlinkat(dirfd(d), e->d_name, 0);
	closedir(d);
}
