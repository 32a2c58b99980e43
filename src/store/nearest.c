/* nearest.c - of the names that are found, which are nearest to what was typed. */
#include "store/nearest.h"

#include "base/text.h"
#include "store/words.h"

static void put_like(struct buf *sql, struct sql_args *args, const char *column, const char *folded, const char *then)
{
	buf_fmt(sql, "' ' || %s || ' ' LIKE ", column);
	sql_arg(sql, args, val_text(words_pattern_at(sql->arena, folded, then)));
	buf_put(sql, " ESCAPE '\\'");
}

static void put_each(struct buf *sql, struct sql_args *args, const char *column, const char *folded, const char *then)
{
	char *text = arena_strdup(sql->arena, folded);

	buf_put(sql, "TRUE");
	for (char *save = NULL, *w = strtok_r(text, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save)) {
		if (*text_bare(sql->arena, w) == '\0')
			continue;
		buf_put(sql, " AND ");
		put_like(sql, args, column, text_bare(sql->arena, w), then);
	}
}

void nearest_sql(struct buf *sql, struct sql_args *args, const char *column, const char *text)
{
	const char *folded = text_fold(sql->arena, text);

	buf_put(sql, "CASE WHEN ");
	put_like(sql, args, column, folded, " ");
	buf_put(sql, " THEN 0 WHEN ");
	put_each(sql, args, column, folded, " %");
	buf_put(sql, " THEN 1 WHEN ");
	put_each(sql, args, column, folded, "%");
	buf_put(sql, " THEN 2 ELSE 3 END");
}
