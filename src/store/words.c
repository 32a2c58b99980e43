/* words.c - the words that stand in search keys. */
#include "store/words.h"

#include "base/text.h"
#include "catalog/expr.h"
#include "db/db.h"
#include "store/row.h"

enum { SHORT = 2, CHUNK = 100 };

/* Every word of the keys, each once. */
static size_t split(struct ctx *c, const struct val *key, size_t n, const char ***ret)
{
	struct map seen = { 0 };
	size_t most = 0, n_words = 0;

	for (size_t i = 0; i < n; i++)
		for (const char *p = key[i].kind == VAL_TEXT ? key[i].s : ""; *p != '\0'; p++)
			most += *p == ' ' || p[1] == '\0';
	*ret = NEW_N(c->arena, const char *, most + 1);
	for (size_t i = 0; i < n; i++) {
		if (key[i].kind != VAL_TEXT)
			continue;
		char *text = arena_strndup(c->arena, key[i].s, key[i].len);
		for (char *save = NULL, *w = strtok_r(text, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save))
			if (map_claim(c->arena, &seen, w))
				(*ret)[n_words++] = w;
	}
	return n_words;
}

/* Always as many placeholders, so that it is prepared once. */
static const char *known_sql(struct ctx *c)
{
	struct buf sql = buf_in(c->arena);

	buf_put(&sql, "SELECT DISTINCT word FROM word WHERE word IN ");
	sql_chunk(&sql, 1, CHUNK);
	return buf_text(&sql);
}

/* Takes the known ones out. */
static bool keep_unknown(struct ctx *c, const char **word, size_t *n)
{
	const char *sql = known_sql(c);
	struct map known = { 0 };
	size_t kept = 0;

	for (size_t from = 0; from < *n; from += CHUNK) {
		struct val args[CHUNK];
		struct rows r;
		for (size_t i = 0; i < CHUNK; i++)
			args[i] = from + i < *n ? val_text(word[from + i]) : val_null();
		if (!db_query(c, &r, sql, args, CHUNK))
			return false;
		for (size_t i = 0; i < r.count; i++)
			(void)map_claim(c->arena, &known, rows_text(&r, i, 0));
	}
	for (size_t i = 0; i < *n; i++)
		if (map_claim(c->arena, &known, word[i]))
			word[kept++] = word[i];
	*n = kept;
	return true;
}

bool words_note(struct ctx *c, int64_t unit_id, const struct val *key, size_t n)
{
	static const char *const column[] = { "word", "unit_id" };
	const char **word;
	size_t n_words = split(c, key, n, &word);

	if (!keep_unknown(c, word, &n_words))
		return false;
	struct val *cell = NEW_N(c->arena, struct val, n_words * 2 + 1);
	for (size_t i = 0; i < n_words; i++) {
		cell[i * 2] = val_text(word[i]);
		cell[i * 2 + 1] = val_int(unit_id);
	}
	return db_bulk(c, &(struct bulk){ "word", column, COUNT(column), n_words, cell });
}

bool words_find(struct ctx *c, const char *folded, size_t most, const char ***ret, size_t *ret_n)
{
	const char *pattern = text_like(c->arena, folded) + (text_length(folded) <= SHORT);
	struct rows r;

	if (!db_rows(c, &r, SQL_WORD_LIKE, ARGS(val_text(pattern), val_int((int64_t)most))))
		return false;
	*ret = NEW_N(c->arena, const char *, r.count + 1);
	for (*ret_n = 0; *ret_n < r.count; ++*ret_n)
		(*ret)[*ret_n] = rows_text(&r, *ret_n, 0);
	return true;
}

const char *words_pattern(struct arena *a, const char *folded)
{
	const char *pattern = text_like(a, folded);

	return text_length(folded) > SHORT ? pattern : arena_fmt(a, "%% %s", pattern + 1);
}

const char *words_pattern_at(struct arena *a, const char *folded, const char *then)
{
	const char *pattern = text_like(a, folded) + 1;

	return arena_fmt(a, "%% %.*s%s", (int)strlen(pattern) - 1, pattern, then);
}
