/* json.c - JSON written into text that grows. */
#include "base/json.h"

#include "base/time.h"

/* open: a one, then a bit for each thing that is open, the innermost last; 0: nothing is. */
enum { OBJECT, LIST };

static bool is_in(const struct buf *b, uint64_t kind)
{
	return b->open != 0 && (b->open & 1) == kind;
}

/* The comma, where something stands before, and the name. */
static void begin(struct buf *b, const char *name)
{
	const char last = b->len == 0 ? '\n' : b->data[b->len - 1];
	const bool stands_first = last == '{' || last == '[' || last == ':' || last == '\n';
	const size_t n = name == NULL ? 0 : strlen(name);

	assert(name != NULL ? !is_in(b, LIST) && last != ':' : !is_in(b, OBJECT) || last == ':');
	if (name == NULL && stands_first)
		return;
	char *at = buf_room(b, n + sizeof ",\"\":" - 1);
	if (!stands_first)
		*at++ = ',';
	if (name != NULL) {
		*at++ = '"';
		at = mempcpy(at, name, n);
		*at++ = '"';
		*at++ = ':';
	}
	*at = '\0';
	b->len = (size_t)(at - b->data);
}

static void open_as(struct buf *b, const char *name, uint64_t kind)
{
	begin(b, name);
	assert(b->open >> 63 == 0);
	b->open = (b->open == 0 ? 1 : b->open) << 1 | kind;
	buf_char(b, kind == LIST ? '[' : '{');
}

static void close_as(struct buf *b, uint64_t kind)
{
	assert(is_in(b, kind));
	b->open >>= 1;
	if (b->open == 1)
		b->open = 0;
	buf_char(b, kind == LIST ? ']' : '}');
}

void json_open_object(struct buf *b, const char *name)
{
	open_as(b, name, OBJECT);
}

void json_close_object(struct buf *b)
{
	close_as(b, OBJECT);
}

void json_open_list(struct buf *b, const char *name)
{
	open_as(b, name, LIST);
}

void json_close_list(struct buf *b)
{
	close_as(b, LIST);
}

void json_put_text(struct buf *b, const char *name, const char *text)
{
	begin(b, name);
	buf_json_text(b, text);
}

void json_put_text_n(struct buf *b, const char *name, const char *text, size_t len)
{
	begin(b, name);
	buf_json(b, text, len);
}

void json_put_int(struct buf *b, const char *name, int64_t i)
{
	begin(b, name);
	buf_int(b, i);
}

void json_put_bool(struct buf *b, const char *name, bool is)
{
	json_put_raw(b, name, is ? "true" : "false");
}

void json_put_null(struct buf *b, const char *name)
{
	json_put_raw(b, name, NULL);
}

void json_put_int_if(struct buf *b, const char *name, bool known, int64_t i)
{
	if (known)
		json_put_int(b, name, i);
	else
		json_put_null(b, name);
}

void json_put_time(struct buf *b, const char *name, int64_t ms)
{
	json_put_text(b, name, ms == 0 ? NULL : time_iso(b->arena, ms));
}

void json_put_raw(struct buf *b, const char *name, const char *json)
{
	begin(b, name);
	assert(json == NULL || *json != '\0' || b->len == 0 || b->data[b->len - 1] != ','); /* no elements only in a list of nothing else */
	buf_put(b, json == NULL ? "null" : json);
}

void json_put_name(struct buf *b, const char *name)
{
	assert(name != NULL);
	begin(b, name);
}

void json_put_members(struct buf *b, const char *object)
{
	const size_t n = strlen(object);

	assert(n >= 2 && object[0] == '{' && object[n - 1] == '}' && !is_in(b, LIST));
	if (n == 2)
		return;
	if (b->len > 0 && b->data[b->len - 1] != '{')
		buf_char(b, ',');
	buf_add(b, object + 1, n - 2);
}

static void put_texts(struct buf *b, const char *name, const char *member, va_list ap)
{
	json_open_object(b, name);
	for (; member != NULL; member = va_arg(ap, const char *))
		json_put_text(b, member, va_arg(ap, const char *));
	json_close_object(b);
}

void json_put_texts(struct buf *b, const char *name, ...)
{
	va_list ap;

	va_start(ap, name);
	put_texts(b, name, va_arg(ap, const char *), ap);
	va_end(ap);
}

const char *json_texts(struct arena *a, const char *name, ...)
{
	struct buf b = buf_in(a);
	va_list ap;

	va_start(ap, name);
	put_texts(&b, NULL, name, ap);
	va_end(ap);
	return buf_text(&b);
}
