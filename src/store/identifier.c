/* identifier.c - issuing person codes from blocks; where codes lead. */
#include "store/identifier.h"

#include <stdlib.h>

#include "base/buf.h"
#include "catalog/expr.h"
#include "db/db.h"

enum { BLOCK = 50, NUMBER_MAX = 99999999, CHUNK = 100 };

bool identifier_is_person(const char *code)
{
	return strlen(code) == 10 && strspn(code, "0123456789") == 10 && strncmp(code, "00", 2) != 0;
}

bool identifier_number(struct ctx *c, const char *scheme, int64_t *ret)
{
	struct rows r;

	if (!db_rows(c, &r, SQL_CODE_COUNTER_TAKE, ARGS(val_text(scheme), val_text(""), val_int(1))))
		return false;
	*ret = rows_int(&r, 0, 0) - 1;
	return true;
}

/* The first of n consecutive numbers. */
static bool take_numbers(struct ctx *c, const struct unit *u, int64_t n, int64_t *ret)
{
	int64_t size = n > BLOCK ? n * 4 : BLOCK; /* a big load holds the province's counter less often */
	struct rows r;

	if (!db_rows(c, &r, SQL_CODE_BLOCK_TAKE, ARGS(val_int(u->id), val_text("person"), val_int(n))))
		return false;
	if (r.count == 1) {
		*ret = rows_int(&r, 0, 0) - n;
		return true;
	}
	if (!db_rows(c, &r, SQL_CODE_COUNTER_TAKE, ARGS(val_text("person"), val_text(u->province), val_int(size))))
		return false;
	*ret = rows_int(&r, 0, 0) - size;
	if (*ret + size > NUMBER_MAX)
		return fail(c, ERR_INTERNAL, "identifier.exhausted", "no person codes left for province %s", u->province);
	return db_exec(c, SQL_CODE_BLOCK_PUT, ARGS(val_int(u->id), val_text("person"), val_int(*ret + n), val_int(*ret + size)));
}

/* Always as many placeholders, so that it is prepared once. */
static const char *find_sql(struct ctx *c)
{
	struct buf sql = buf_in(c->arena);

	buf_put(&sql, "SELECT value, unit_id, type, record_id FROM identifier WHERE scheme = 'person' AND value IN ");
	sql_chunk(&sql, 1, CHUNK);
	buf_put(&sql, " ORDER BY value");
	return buf_text(&sql);
}

static int by_value(const void *code, const void *row)
{
	return strcmp(code, ((const struct val *)row)->s);
}

bool identifier_find_persons(struct ctx *c, const char *const *code, size_t n, struct code_holder *ret)
{
	const char *sql = find_sql(c);

	for (size_t from = 0; from < n; from += CHUNK) {
		const size_t end = from + CHUNK < n ? from + CHUNK : n;
		struct val args[CHUNK];
		struct rows r;
		for (size_t i = 0; i < CHUNK; i++)
			args[i] = from + i < n ? val_text(code[from + i]) : val_null();
		if (!db_query(c, &r, sql, args, CHUNK))
			return false;
		for (size_t i = from; i < end; i++) {
			const struct val *found = r.count == 0 ? NULL : bsearch(code[i], r.cell, r.count, r.width * sizeof *r.cell, by_value);
			ret[i] = found == NULL ? (struct code_holder){ 0 } : (struct code_holder){ found[1].i, found[3].i, found[2].s, NULL };
		}
	}
	return true;
}

bool identifier_issue_persons(struct ctx *c, const struct unit *u, size_t n, const char **ret)
{
	size_t have = 0;

	if (u->province == NULL)
		return fail(c, ERR_INVALID, "identifier.no_province", "Đơn vị %s không thuộc tỉnh nào nên không cấp được mã người.", u->code);
	while (have < n) {
		int64_t first, count = (int64_t)(n - have);
		const char **code = NEW_N(c->arena, const char *, n - have);
		struct code_holder *holder = NEW_N(c->arena, struct code_holder, n - have);
		if (!take_numbers(c, u, count, &first))
			return false;
		for (int64_t i = 0; i < count; i++)
			code[i] = arena_fmt(c->arena, "%s%08" PRId64, u->province, first + i);
		if (!identifier_find_persons(c, code, (size_t)count, holder))
			return false;
		/* Codes that came in from elsewhere, as given by the Ministry, are left out. */
		for (int64_t i = 0; i < count; i++)
			if (holder[i].id == 0)
				ret[have++] = code[i];
	}
	return true;
}

static bool is_own(const struct code_holder *h, const char *scheme, const char *value)
{
	return streq(scheme, "person") && streq(value, h->code);
}

static int by_scheme(const void *a, const void *b)
{
	const struct val *x = a, *y = b;
	const int order = strcmp(x[0].s, y[0].s);

	return order != 0 ? order : strcmp(x[1].s, y[1].s);
}

bool identifier_list(struct ctx *c, const struct code_holder *h, struct rows *ret)
{
	const struct val own[] = { val_text("person"), val_text(h->code) };
	struct rows r;

	if (!db_rows(c, ret, SQL_OTHER_CODE_LIST, ARGS(val_int(h->unit_id), val_text(h->type), val_int(h->id))) ||
	    !db_rows(c, &r, SQL_IDENTIFIER_GET, own, COUNT(own)))
		return false;
	if (r.count == 0 || rows_int(&r, 0, 0) != h->unit_id || rows_int(&r, 0, 2) != h->id)
		return true; /* their own leads to where they are now */
	struct val *cell = NEW_N(c->arena, struct val, (ret->count + 1) * COUNT(own));
	if (ret->count > 0)
		memcpy(cell, ret->cell, ret->count * sizeof own);
	memcpy(&cell[ret->count * COUNT(own)], own, sizeof own);
	*ret = (struct rows){ ret->count + 1, COUNT(own), cell };
	qsort(cell, ret->count, sizeof own, by_scheme);
	return true;
}

/* What a unit knows of codes that lead to its records, or no more, without asking all others. */
static bool leave(struct ctx *c, const char *scheme, const char *value, const struct code_holder *h, bool unit_too)
{
	const struct val at[] = { val_int(h->unit_id), val_text(h->type), val_int(h->id), val_text(scheme), val_text(value) };

	if (!is_own(h, scheme, value))
		return db_exec(c, SQL_OTHER_CODE_DELETE, at, 5);
	return !unit_too || db_exec(c, SQL_CODE_AWAY_INSERT, at, 3);
}

static bool arrive(struct ctx *c, const char *scheme, const char *value, const struct code_holder *h)
{
	const struct val at[] = { val_int(h->unit_id), val_text(h->type), val_int(h->id), val_text(scheme), val_text(value) };

	return is_own(h, scheme, value) ? db_exec(c, SQL_CODE_AWAY_DELETE, at, 3) : db_exec(c, SQL_OTHER_CODE_INSERT, at, 5);
}

bool identifier_point(struct ctx *c, const char *scheme, const char *value, const struct code_holder *from, const struct code_holder *to)
{
	const enum sql_id sql = from == NULL ? SQL_IDENTIFIER_INSERT : SQL_IDENTIFIER_POINT;

	return db_exec(c, sql, ARGS(val_text(scheme), val_text(value), val_int(to->unit_id), val_text(to->type), val_int(to->id))) &&
	       (from == NULL || leave(c, scheme, value, from, from->unit_id != to->unit_id)) && arrive(c, scheme, value, to);
}

bool identifier_release(struct ctx *c, const char *scheme, const char *value, const struct code_holder *from)
{
	assert(!streq(scheme, "person"));
	return db_exec(c, SQL_IDENTIFIER_RELEASE, ARGS(val_text(scheme), val_text(value))) && leave(c, scheme, value, from, false);
}

bool identifier_point_all(struct ctx *c, const struct code_holder *from, const struct code_holder *to)
{
	struct rows r;

	if (!identifier_list(c, from, &r))
		return false;
	for (size_t i = 0; i < r.count; i++)
		if (!identifier_point(c, rows_text(&r, i, 0), rows_text(&r, i, 1), from, to))
			return false;
	return true;
}
