/* cursor.c - a moment, and an id to tell what is of one moment apart. */
#include "base/cursor.h"

#include "base/text.h"

bool cursor_read(struct ctx *c, const char *cursor, int64_t *ret_at, const char **ret_id)
{
	const char *blank = cursor == NULL ? NULL : strchr(cursor, ' ');

	*ret_at = INT64_MAX;
	*ret_id = blank == NULL ? "" : blank + 1;
	return cursor == NULL || (blank != NULL && text_int(arena_strndup(c->arena, cursor, (size_t)(blank - cursor)), ret_at)) ||
	       fail(c, ERR_INVALID, "query.cursor", "Con trỏ trang không đọc được; hãy lấy lại từ trang đầu.");
}

const char *cursor_write(struct arena *a, int64_t at, const char *id)
{
	return arena_fmt(a, "%" PRId64 " %s", at, id);
}
