/* face.c - what the records of a page of faults are called, and the class each is in. */
#include "db/db.h"
#include "domain/quality/check.h"
#include "store/shown.h"

const struct record_type *finding_type(const struct ctx *c, const struct finding *f)
{
	for (size_t i = 0; f->type == NULL && i < c->catalog->n_types; i++)
		if (c->catalog->type[i].is_unit)
			return &c->catalog->type[i];
	return f->type;
}

/* The class of the record itself, of the person it is, or of the person it is about. */
static const char *class_path(const struct record_type *t)
{
	if (field_find(t, "class") != NULL)
		return "class";
	if (streq(t->name, "learner"))
		return "enrolment.class";
	return field_find(t, "learner") != NULL ? "learner.enrolment.class" : NULL;
}

enum { TITLE, CLASS_CODE, CLASS_TITLE, FACE };

/* The records of one type, being looked up. */
struct faces {
	const struct record_type *type;
	const struct finding *item;
	struct face *ret;
	size_t n;
	struct expr_refs refs;
	size_t ref[FACE];
	bool shown[FACE];
};

static bool add(struct ctx *c, struct faces *k, int which, const char *path)
{
	k->shown[which] = path_is_shown(c, k->type, path);
	return !k->shown[which] || expr_ref_add(c, &k->refs, path, &k->ref[which]);
}

static const char *text_of(struct ctx *c, const struct faces *k, const struct val *cell, int which)
{
	return !k->shown[which] || cell[1 + which].kind != VAL_TEXT ? NULL : arena_strdup(c->arena, cell[1 + which].s);
}

/* Cells: code, and what a face is made of. */
static bool take(struct ctx *c, void *arg, const struct val *cell, size_t width)
{
	struct faces *k = arg;
	const struct face face = { text_of(c, k, cell, TITLE), text_of(c, k, cell, CLASS_CODE), text_of(c, k, cell, CLASS_TITLE) };

	(void)width;
	for (size_t i = 0; i < k->n; i++)
		if (finding_type(c, &k->item[i]) == k->type && streq(k->item[i].code, cell[0].s))
			k->ret[i] = face;
	return true;
}

static void put_select(struct buf *sql, struct sql_args *args, const struct faces *k, const struct unit *u)
{
	buf_put(sql, "SELECT t.code");
	for (int i = 0; i < FACE; i++)
		buf_fmt(sql, ", %s", k->shown[i] ? k->refs.ref[k->ref[i]].sql : "NULL");
	buf_fmt(sql, " FROM %s t", k->type->table);
	expr_joins_sql(sql, &k->refs);
	buf_put(sql, " WHERE t.unit_id = ");
	sql_arg(sql, args, val_int(u->id));
	buf_put(sql, " AND t.code IN ");
	sql_arg_chunk(sql, args, CHUNK);
}

/* Faults of one record stand together only within a rule, so a code may be asked for again. */
static bool look_up(struct ctx *c, struct faces *k, const struct unit *u)
{
	struct buf sql = buf_in(c->arena);
	struct sql_args args = { 0 };
	size_t n = 0;

	put_select(&sql, &args, k, u);
	for (size_t i = 0; i < k->n; i++) {
		if (finding_type(c, &k->item[i]) == k->type)
			args.v[1 + n++] = val_text(k->item[i].code);
		if (n < CHUNK && i + 1 < k->n)
			continue;
		for (size_t rest = n; rest < CHUNK; rest++)
			args.v[1 + rest] = val_null();
		if (n > 0 && !db_visit(c, sql.data, args.v, args.n, take, k))
			return false;
		n = 0;
	}
	return true;
}

static bool is_first(const struct ctx *c, const struct finding *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (finding_type(c, &f[k]) == finding_type(c, &f[i]))
			return false;
	return true;
}

bool quality_faces(struct ctx *c, const struct quality *q, const struct unit *u, const struct finding *f, size_t n, struct face **ret)
{
	*ret = NEW_N(c->arena, struct face, n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct record_type *t = finding_type(c, &f[i]);
		if (t == NULL || !is_first(c, f, i))
			continue;
		struct faces k = { .type = t, .item = f, .ret = *ret, .n = n, .refs = { .catalog = c->catalog, .base = t, .school_year = q->year } };
		const char *class = class_path(t);
		if (!add(c, &k, TITLE, record_title_path(c->arena, t)) || (class != NULL && (!add(c, &k, CLASS_CODE, arena_fmt(c->arena, "%s.code", class)) ||
		                                                                        !add(c, &k, CLASS_TITLE, arena_fmt(c->arena, "%s.title", class)))) ||
		    !look_up(c, &k, u))
			return false;
	}
	return true;
}
