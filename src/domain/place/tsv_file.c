/* tsv_file.c - the text of one file of the catalogue's folder. */
#include "domain/place/tsv_file.h"

#include <errno.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/reason.h"

bool tsv_file(struct ctx *c, const char *catalog_dir, const char *name, const char **ret_text)
{
	const char *path = arena_fmt(c->arena, "%s/%s", catalog_dir, name);
	FILE *f = fopen(path, "rbe");
	struct buf b = buf_in(c->arena);
	char piece[16384];
	size_t n;

	if (f == NULL)
		return fail(c, ERR_NOT_FOUND, "tsv.file", "Không mở được tệp %s: %s", path, reason_of(errno));
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_add(&b, piece, n);
	bool ok = ferror(f) == 0;
	fclose(f);
	*ret_text = buf_text(&b);
	return ok || fail(c, ERR_NOT_FOUND, "tsv.file", "Không đọc được tệp %s", path);
}
