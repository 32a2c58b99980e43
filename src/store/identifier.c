/* identifier.c - issuing person codes from blocks. */
#include "store/identifier.h"

#include "db/db.h"

enum { BLOCK = 50, NUMBER_MAX = 99999999 };

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

static bool is_taken(const struct rows *taken, const char *code)
{
	for (size_t i = 0; i < taken->count; i++)
		if (streq(rows_text(taken, i, 0), code))
			return true;
	return false;
}

bool identifier_issue_persons(struct ctx *c, const struct unit *u, size_t n, const char **ret)
{
	size_t have = 0;

	if (u->province == NULL)
		return fail(c, ERR_INVALID, "identifier.no_province", "Đơn vị %s không thuộc tỉnh nào nên không cấp được mã người.", u->code);
	while (have < n) {
		int64_t first, count = (int64_t)(n - have);
		struct rows taken;
		if (!take_numbers(c, u, count, &first))
			return false;
		/* Codes that came in from elsewhere, as given by the Ministry, are left out. */
		const char *from = arena_fmt(c->arena, "%s%08" PRId64, u->province, first);
		const char *to = arena_fmt(c->arena, "%s%08" PRId64, u->province, first + count - 1);
		if (!db_rows(c, &taken, SQL_IDENTIFIER_RANGE, ARGS(val_text("person"), val_text(from), val_text(to))))
			return false;
		for (int64_t i = 0; i < count; i++) {
			const char *code = arena_fmt(c->arena, "%s%08" PRId64, u->province, first + i);
			if (!is_taken(&taken, code))
				ret[have++] = code;
		}
	}
	return true;
}
