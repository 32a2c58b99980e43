/* lines.c - a row of a table as a line of text, and back. */
#include "store/lines.h"

#include "base/text.h"

static void put_value(struct buf *b, enum column_type type, const struct val *v)
{
	if (type == COLUMN_BLOB) {
		buf_put(b, "\\\\x");
		buf_hex(b, v->s, v->len);
	} else if (type == COLUMN_BOOLEAN) {
		buf_char(b, v->i != 0 ? 't' : 'f');
	} else if (val_is_number(v)) {
		buf_int(b, v->i);
	} else {
		buf_escaped(b, v->s, v->len);
	}
}

void line_put(struct buf *b, const struct sql_table *t, const struct val *cell)
{
	for (size_t i = 0; i < t->n_columns; i++) {
		const size_t first = i == 0;
		if (cell[i].kind == VAL_NULL) { /* most cells are */
			buf_add(b, &"\t\\N"[first], 3 - first);
			continue;
		}
		buf_add(b, "\t", 1 - first);
		put_value(b, t->column[i].type, &cell[i]);
	}
	buf_char(b, '\n');
}

/* In place; NULL: an escape that nobody writes. */
static char *unescape(char *s, size_t len, size_t *ret_len)
{
	static const char meant[256] = { ['\\'] = '\\', ['t'] = '\t', ['n'] = '\n', ['r'] = '\r' };
	char *to = memchr(s, '\\', len);

	*ret_len = len;
	if (to == NULL)
		return s;
	for (char *p = to, *end = s + len; p < end; p++) {
		if (*p != '\\') {
			*to++ = *p;
			continue;
		}
		if (++p == end || meant[(unsigned char)*p] == '\0')
			return NULL;
		*to++ = meant[(unsigned char)*p];
	}
	*ret_len = (size_t)(to - s);
	return s;
}

static bool take_bytes(char *s, size_t len, struct val *ret)
{
	if (len < 3 || len % 2 == 0 || memcmp(s, "\\\\x", 3) != 0)
		return false;
	const size_t n = (len - 3) / 2;
	if (!buf_unhex(s + 3, n, s))
		return false;
	*ret = val_blob(s, n);
	return true;
}

static bool take_number(const char *s, struct val *ret)
{
	int64_t i;
	const bool is_number = text_int(s, &i);

	*ret = val_int(i);
	return is_number;
}

/* s ends with a NUL, which is not counted. */
static bool take_cell(enum column_type type, char *s, size_t len, struct val *ret)
{
	*ret = val_null();
	if (len == 2 && memcmp(s, "\\N", 2) == 0)
		return true;
	if (type == COLUMN_BLOB)
		return take_bytes(s, len, ret);
	if (type == COLUMN_INTEGER)
		return take_number(s, ret);
	if (type == COLUMN_BOOLEAN) {
		*ret = val_bool(*s == 't');
		return streq(s, "t") || streq(s, "f");
	}
	if ((s = unescape(s, len, &len)) == NULL)
		return false;
	s[len] = '\0';
	*ret = (struct val){ .kind = VAL_TEXT, .len = val_length(len), .s = s };
	return true;
}

bool line_take(const struct sql_table *t, char *line, size_t len, struct val *ret)
{
	char *end = line + len;

	*end = '\0';
	for (size_t i = 0; i < t->n_columns; i++) {
		char *tab = i + 1 < t->n_columns ? memchr(line, '\t', (size_t)(end - line)) : end;
		if (tab == NULL)
			return false;
		*tab = '\0';
		if (!take_cell(t->column[i].type, line, (size_t)(tab - line), &ret[i]))
			return false;
		line = tab + 1;
	}
	return line == end + 1;
}

const char *lines_select(struct arena *a, const struct sql_table *t)
{
	struct buf sql = buf_in(a);

	for (size_t i = 0; i < t->n_columns; i++)
		buf_fmt(&sql, "%s%s", i == 0 ? "SELECT " : ", ", t->column[i].name);
	buf_fmt(&sql, " FROM %s ORDER BY %s", t->name, t->key);
	return buf_text(&sql);
}
