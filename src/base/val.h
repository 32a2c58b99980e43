/* val.h - one value on its way between a program, a file and a database. */
#ifndef VAL_H
#define VAL_H

#include "base/base.h"

enum val_kind { VAL_NULL, VAL_INT, VAL_BOOL, VAL_TEXT, VAL_BLOB };

/* Small: a large file is hundreds of thousands of them. */
struct val {
	enum val_kind kind;
	uint32_t len;      /* VAL_TEXT, VAL_BLOB */
	union {
		int64_t i;     /* VAL_INT, VAL_BOOL; decimals are scaled integers */
		const char *s; /* VAL_TEXT also ends with a NUL */
	};
};

static inline uint32_t val_length(size_t len)
{
	assert(len <= UINT32_MAX);
	return (uint32_t)len;
}

static inline struct val val_null(void)
{
	return (struct val){ .kind = VAL_NULL };
}

static inline struct val val_int(int64_t i)
{
	return (struct val){ .kind = VAL_INT, .i = i };
}

static inline struct val val_bool(bool b)
{
	return (struct val){ .kind = VAL_BOOL, .i = b };
}

static inline struct val val_text(const char *s) /* NULL gives a null value */
{
	return s == NULL ? val_null() : (struct val){ .kind = VAL_TEXT, .len = val_length(strlen(s)), .s = s };
}

static inline struct val val_blob(const void *p, size_t len)
{
	return (struct val){ .kind = VAL_BLOB, .len = val_length(len), .s = p };
}

static inline bool val_is_number(const struct val *v)
{
	return v->kind == VAL_INT || v->kind == VAL_BOOL;
}

/* A boolean comes back from SQLite as 0 or 1: the same value. */
static inline bool val_equal(const struct val *a, const struct val *b)
{
	if (val_is_number(a) && val_is_number(b))
		return a->i == b->i;
	if (a->kind != b->kind)
		return false;
	return a->kind == VAL_NULL || (a->len == b->len && memcmp(a->s, b->s, a->len) == 0);
}

#endif
