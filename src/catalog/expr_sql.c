/* expr_sql.c - an expression as an SQL condition with bound constants. */
#include "catalog/expr_node.h"

void sql_arg(struct buf *sql, struct sql_args *args, struct val v)
{
	args->v = arena_grow(sql->arena, args->v, args->n, &args->room, sizeof *args->v);
	args->v[args->n++] = v;
	buf_fmt(sql, "$%zu", args->n);
}

void sql_chunk(struct buf *sql, size_t first, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_fmt(sql, "%s$%zu", i > 0 ? ", " : "(", first + i);
	buf_char(sql, ')');
}

void sql_arg_chunk(struct buf *sql, struct sql_args *args, size_t n)
{
	struct buf unused = buf_in(sql->arena);

	sql_chunk(sql, args->n + 1, n);
	while (n-- > 0)
		sql_arg(&unused, args, val_null());
}

/* Both engines take booleans from one source only: PostgreSQL wants TRUE, SQLite stores 1. */
static void put_constant(struct buf *sql, struct sql_args *args, const struct val *v)
{
	if (v->kind == VAL_BOOL)
		buf_put(sql, v->i ? "TRUE" : "FALSE");
	else
		sql_arg(sql, args, *v);
}

static void put_relation(struct buf *sql, struct sql_args *args, const struct expr_refs *refs, const struct expr *e)
{
	static const char *const sign[] = {
		[EXPR_EQ] = "=", [EXPR_NE] = "<>", [EXPR_LT] = "<", [EXPR_LE] = "<=", [EXPR_GT] = ">", [EXPR_GE] = ">=",
	};

	buf_fmt(sql, "%s %s ", refs->ref[e->ref].sql, sign[e->op]);
	if (e->other != SIZE_MAX)
		buf_put(sql, refs->ref[e->other].sql);
	else
		put_constant(sql, args, e->constant);
}

static void put_in(struct buf *sql, struct sql_args *args, const struct expr_refs *refs, const struct expr *e)
{
	/* Nothing is in an empty list; of an absent value it is not known, as in memory. */
	if (e->n_constants == 0) {
		buf_fmt(sql, "%s <> %s", refs->ref[e->ref].sql, refs->ref[e->ref].sql);
		return;
	}
	buf_fmt(sql, "%s IN (", refs->ref[e->ref].sql);
	for (size_t i = 0; i < e->n_constants; i++) {
		if (i > 0)
			buf_put(sql, ", ");
		put_constant(sql, args, &e->constant[i]);
	}
	buf_char(sql, ')');
}

static void put_born_by(struct buf *sql, struct sql_args *args, const struct expr_refs *refs, const struct expr *e)
{
	const char *date = refs->ref[e->ref].sql, *year = e->other == SIZE_MAX ? NULL : refs->ref[e->other].sql;

	if (year != NULL)
		buf_fmt(sql, "CASE WHEN %s IS NULL THEN CASE WHEN %s < %" PRId64 " THEN TRUE WHEN %s > %.4s THEN FALSE END ELSE ", date, year,
		        e->constant[1].i, year, e->constant[0].s);
	buf_fmt(sql, "%s <= ", date);
	sql_arg(sql, args, e->constant[0]);
	if (year != NULL)
		buf_put(sql, " END");
}

static void put_id_form(struct buf *sql, struct sql_args *args, const char *id, const struct expr *e)
{
	buf_fmt(sql, "length(%s) = 9 OR (length(%s) = 12 AND (substr(%s, 1, 1) IN ('1', '2', '3', '4') OR substr(%s, 1, 3) IN (''", id, id, id, id);
	for (size_t i = 0; i < e->n_constants; i++) {
		buf_put(sql, ", ");
		put_constant(sql, args, &e->constant[i]);
	}
	buf_put(sql, ")))");
}

static void put_id_sex(struct buf *sql, const char *id, const char *sex)
{
	buf_fmt(sql, "CASE WHEN length(%s) = 12 AND %s IN ('01', '02') THEN (substr(%s, 4, 1) IN ('0', '2', '4', '6', '8')) = (%s = '01') END",
	        id, sex, id, sex);
}

static void put_id_year(struct buf *sql, const char *id, const struct expr_ref *born)
{
	const char *year = arena_fmt(sql->arena, "CAST(%s AS TEXT)", born->sql);

	buf_fmt(sql, "CASE WHEN length(%s) = 12 AND %s IS NOT NULL THEN substr(%s, 3, 2) = substr(%s, 5, 2) AND substr(%s, 1, 2) ="
	        " CASE substr(%s, 4, 1)", id, born->sql, year, id, year, id);
	for (int digit = 0; digit < 10; digit++)
		buf_fmt(sql, " WHEN '%d' THEN '%d'", digit, 19 + digit / 2);
	buf_put(sql, " END END");
}

static void put_before(struct buf *sql, const char *a, const char *b)
{
	const char *x = arena_fmt(sql->arena, "CAST(%s AS TEXT)", a), *y = arena_fmt(sql->arena, "CAST(%s AS TEXT)", b);
	const char *left = arena_fmt(sql->arena, "substr(%s, 1, length(%s))", x, y), *right = arena_fmt(sql->arena, "substr(%s, 1, length(%s))", y, x);

	buf_fmt(sql, "CASE WHEN %s < %s THEN TRUE WHEN %s > %s THEN FALSE WHEN length(%s) = 10 AND length(%s) = 10 THEN FALSE END", left, right,
	        left, right, x, y);
}

static void put_digits(struct buf *sql, const char *text, const struct expr *e)
{
	buf_fmt(sql, "ltrim(%s, '0123456789') = '' AND length(%s) IN (", text, text);
	for (size_t i = 0; i < e->n_constants; i++)
		buf_fmt(sql, "%s%" PRId64, i > 0 ? ", " : "", e->constant[i].i);
	buf_char(sql, ')');
}

/* a OR b OR c without a bracket for each link: a long chain would overflow SQLite's parser. */
static void put_chain(struct buf *sql, struct sql_args *args, const struct expr_refs *refs, const struct expr *e)
{
	if (e->left->op == e->op)
		put_chain(sql, args, refs, e->left);
	else
		expr_sql(sql, args, refs, e->left);
	buf_put(sql, e->op == EXPR_OR ? " OR " : " AND ");
	expr_sql(sql, args, refs, e->right);
}

void expr_sql(struct buf *sql, struct sql_args *args, const struct expr_refs *refs, const struct expr *e)
{
	buf_char(sql, '(');
	switch (e->op) {
	case EXPR_OR:
	case EXPR_AND:     put_chain(sql, args, refs, e); break;
	case EXPR_NOT:
		buf_put(sql, "NOT ");
		expr_sql(sql, args, refs, e->left);
		break;
	case EXPR_TRUE:    buf_put(sql, "TRUE"); break;
	case EXPR_FALSE:   buf_put(sql, "FALSE"); break;
	case EXPR_IS_NULL: buf_fmt(sql, "%s IS NULL", refs->ref[e->ref].sql); break;
	case EXPR_IS_TRUE: buf_put(sql, refs->ref[e->ref].sql); break;
	case EXPR_BORN_BY: put_born_by(sql, args, refs, e); break;
	case EXPR_ID_FORM: put_id_form(sql, args, refs->ref[e->ref].sql, e); break;
	case EXPR_ID_SEX:  put_id_sex(sql, refs->ref[e->ref].sql, refs->ref[e->other].sql); break;
	case EXPR_ID_YEAR: put_id_year(sql, refs->ref[e->ref].sql, &refs->ref[e->other]); break;
	case EXPR_BEFORE:  put_before(sql, refs->ref[e->ref].sql, refs->ref[e->other].sql); break;
	case EXPR_DIGITS:  put_digits(sql, refs->ref[e->ref].sql, e); break;
	case EXPR_IN:      put_in(sql, args, refs, e); break;
	default:           put_relation(sql, args, refs, e);
	}
	buf_char(sql, ')');
}

void expr_joins_sql(struct buf *sql, const struct expr_refs *refs)
{
	for (size_t i = 0; i < refs->n_joins; i++)
		buf_fmt(sql, " LEFT JOIN %s %s ON %s", refs->join[i].table, refs->join[i].alias, refs->join[i].on);
}
