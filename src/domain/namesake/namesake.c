/* namesake.c - a second record that is like another of the same school in what the catalogue says. */
#include "domain/namesake/namesake.h"

#include "base/map.h"
#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"
#include "store/shown.h"

enum {
	FEW = 8, MANY = 256, OWN = 5,
	TOLD = 3,        /* of a record, by their codes; of the others how many there are */
	LOOKED_AT = 4000 /* of one statement: many of one name must not make each sending slower than the one before it */
};

struct names {
	const struct record_type *type;
	const struct unit *unit;
	const struct field *lead;         /* the name, or a reference: what is looked for */
	const struct field *const *also;  /* and what must be alike beside it */
	const char *key;
	struct record_write *w;
	size_t n;
	struct map alike;         /* from all that is compared to the first write that has it, index + 1 */
	size_t *more;             /* by write: and from it the others */
	const char **asked;       /* what is looked for: names without marks, or codes referred to, each once */
	size_t n_asked;
	bool *told;               /* by write: by another set of fields, before this one */
	size_t *stored;           /* by write: those that are alike */
	size_t seen;              /* of the statement in hand */
	bool cut;                 /* there are more than were looked at */
};

/* Texts that people type are one when a search finds them alike; codes are not typed. */
static void put_part(struct ctx *c, struct buf *key, const struct field *f, const struct val *v)
{
	const bool typed = f->to == NULL && f->list == NULL && f->type->column == COLUMN_TEXT;

	if (val_is_number(v))
		buf_fmt(key, "\n%" PRId64, v->i);
	else if (v->kind != VAL_NULL)
		buf_fmt(key, "\n=%s", typed ? text_fold(c->arena, v->s) : v->s);
	else
		buf_put(key, "\n");
}

static struct buf key_begin(struct ctx *c, const struct names *k, const char *lead, int64_t school_year)
{
	struct buf key = buf_in(c->arena);

	buf_fmt(&key, "%" PRId64 " %s", k->type->year_bound ? school_year : 0, lead);
	return key;
}

static bool has_changed(const struct names *k, const struct record_write *w)
{
	const struct field *const *f = k->also;
	const size_t name = k->lead->index;

	if (w->old == NULL || !val_equal(&w->value[name], &w->old->value[name]))
		return true;
	while (*f != NULL && val_equal(&w->value[(*f)->index], &w->old->value[(*f)->index]))
		f++;
	return *f != NULL;
}

static bool is_known(const struct names *k, const struct record_write *w)
{
	const struct field *const *f = k->also;

	while (*f != NULL && ((*f)->to != NULL || w->value[(*f)->index].kind != VAL_NULL))
		f++;
	return *f == NULL && w->value[k->lead->index].kind == VAL_TEXT;
}

/* The labels of what is alike, and the school year. */
static const char *what_is_alike(struct ctx *c, const struct names *k, size_t i)
{
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "«%s»", k->lead->label);
	for (const struct field *const *f = k->also; *f != NULL; f++)
		buf_fmt(&b, ", «%s»", (*f)->label);
	if (k->type->year_bound)
		buf_fmt(&b, " của năm học %d", k->w[i].school_year);
	return buf_text(&b);
}

static void warn_of_stored(struct ctx *c, const struct names *k, size_t i, const char *code)
{
	const struct field *f = k->lead;

	problem_warn(c, k->w[i].problems, f->name, k->key, "%s: trường đã có hồ sơ %s giống ở %s; hãy xem có phải nhập hai lần không.", f->label, code,
	             what_is_alike(c, k, i));
}

static void warn_of_moved(struct ctx *c, const struct names *k, size_t i, const char *code)
{
	const struct field *f = k->lead;

	problem_warn(c, k->w[i].problems, f->name, k->key, "%s: hồ sơ %s của trường, nay đã chuyển sang đơn vị khác, giống ở %s; nếu là người ấy trở lại, hãy xin "
	             "chuyển về, không nhập thêm lần nữa.", f->label, code, what_is_alike(c, k, i));
}

static void warn_of_others(struct ctx *c, const struct names *k, size_t i)
{
	const struct field *f = k->lead;

	if (k->stored[i] > TOLD)
		problem_warn(c, k->w[i].problems, f->name, k->key, "%s: ngoài ra còn %s%zu hồ sơ nữa giống ở %s.", f->label, k->cut ? "ít nhất " : "", k->stored[i] - TOLD,
		             what_is_alike(c, k, i));
}

static void warn_of_sent(struct ctx *c, const struct names *k, size_t i, const char *where)
{
	const struct field *f = k->lead;

	problem_warn(c, k->w[i].problems, f->name, k->key, "%s: %s của lần gửi này có hồ sơ giống ở %s; hãy xem có phải nhập hai lần không.", f->label, where,
	             what_is_alike(c, k, i));
}

/* Those of one sending among themselves: the second is told. */
static void look_among(struct ctx *c, struct names *k)
{
	struct map asked = { 0 };

	for (size_t i = 0; i < k->n; i++) {
		const struct record_write *w = &k->w[i];
		if (!is_known(k, w) || !has_changed(k, w) || !record_is_present(c->catalog, k->type, w->status))
			continue;
		const char *lead = w->value[k->lead->index].s, *folded = k->lead->to != NULL ? lead : text_fold(c->arena, lead);
		struct buf key = key_begin(c, k, folded, w->school_year);
		for (const struct field *const *f = k->also; *f != NULL; f++)
			put_part(c, &key, *f, &w->value[(*f)->index]);
		if (map_claim(c->arena, &asked, folded))
			k->asked[k->n_asked++] = folded;
		size_t *first = map_put(c->arena, &k->alike, buf_text(&key));
		if (*first == 0) {
			*first = i + 1;
			continue;
		}
		if (!k->told[i])
			warn_of_sent(c, k, i, k->w[*first - 1].where);
		k->more[i] = k->more[*first - 1];
		k->more[*first - 1] = i + 1;
	}
}

/* A person, whose record goes along and may come back. */
static bool has_moved(const struct record_type *t, const char *status)
{
	return t->code_scheme == CODE_PERSON && t->moved_status != NULL && streq(status, t->moved_status);
}

static bool is_own(const struct names *k, size_t i, const struct val *cell)
{
	return k->w[i].old != NULL && k->w[i].old->id == cell[0].i;
}

static bool take(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	struct names *k = arg;

	(void)n;
	k->seen++;
	if (!record_is_present(c->catalog, k->type, cell[2].s) && !has_moved(k->type, cell[2].s))
		return true;
	struct buf key = key_begin(c, k, cell[3].s, cell[4].i);
	const struct field *const *f = k->also;
	for (size_t at = OWN; *f != NULL; f++, at++)
		put_part(c, &key, *f, &cell[at]);
	for (size_t at = map_get(&k->alike, buf_text(&key)); at != 0; at = k->more[at - 1])
		if (!k->told[at - 1] && !is_own(k, at - 1, cell) && k->stored[at - 1]++ < TOLD)
			(has_moved(k->type, cell[2].s) ? warn_of_moved : warn_of_stored)(c, k, at - 1, cell[1].s);
	return true;
}

static void put_columns(struct buf *sql, const struct names *k)
{
	buf_fmt(sql, "SELECT t.id, t.code, t.status, %s, %s", k->lead->to != NULL ? "l.code" : "t.search_key", k->type->year_bound ? "t.school_year" : "0");
	for (const struct field *const *f = k->also; *f != NULL; f++)
		if ((*f)->to != NULL)
			buf_fmt(sql, ", (SELECT x.code FROM %s x WHERE x.unit_id = t.unit_id AND x.id = t.%s)", (*f)->to->table, (*f)->column);
		else
			buf_fmt(sql, ", t.%s", (*f)->column);
	if (k->lead->to != NULL)
		buf_fmt(sql, " FROM %s l JOIN %s t ON t.unit_id = l.unit_id AND t.%s = l.id WHERE l.unit_id = $1", k->lead->to->table, k->type->table, k->lead->column);
	else
		buf_fmt(sql, " FROM %s t WHERE t.unit_id = $1", k->type->table);
}

/* Each once, in one of two statements that are always the same. */
static bool look_up(struct ctx *c, struct names *k)
{
	const size_t chunk = k->n_asked <= FEW ? FEW : MANY;
	struct buf sql = buf_in(c->arena);
	struct val args[MANY + 3] = { val_int(k->unit->id), val_int(k->w[0].school_year), val_int(k->w[0].school_year) };
	const size_t own = k->type->year_bound ? 3 : 1;

	for (size_t i = 1; i < k->n; i++) {
		args[1].i = k->w[i].school_year < args[1].i ? k->w[i].school_year : args[1].i;
		args[2].i = k->w[i].school_year > args[2].i ? k->w[i].school_year : args[2].i;
	}
	put_columns(&sql, k);
	buf_fmt(&sql, "%s AND %s IN (", k->type->year_bound ? " AND t.school_year >= $2 AND t.school_year <= $3" : "",
	        k->lead->to != NULL ? "l.code" : "t.search_key");
	for (size_t i = 0; i < chunk; i++)
		buf_fmt(&sql, "%s$%zu", i > 0 ? ", " : "", i + own + 1);
	buf_fmt(&sql, ") LIMIT %d", LOOKED_AT);
	for (size_t n = 0; n < k->n_asked; n += chunk) {
		k->seen = 0;
		for (size_t i = 0; i < chunk; i++)
			args[i + own] = n + i < k->n_asked ? val_text(k->asked[n + i]) : val_null();
		if (!db_visit(c, sql.data, args, chunk + own, take, k))
			return false;
		k->cut = k->cut || k->seen == LOOKED_AT;
	}
	for (size_t i = 0; i < k->n; i++)
		warn_of_others(c, k, i);
	return true;
}

/* In another set: of records that are alike in two ways the first is told. */
static bool is_told(const struct names *k, const struct record_write *w)
{
	const struct problem *p = w->problems->first;

	while (p != NULL && !streq(p->key, k->key))
		p = p->next;
	return p != NULL;
}

/* Whoever is not shown what is compared would learn it from what is alike; of whom only classes are shown, from a name elsewhere. */
static bool is_for_caller(const struct ctx *c, const struct names *k)
{
	const struct field *const *f = k->also;

	if (actor_scope(c)->classes != NULL && k->lead->to == NULL)
		return false;
	while (*f != NULL && field_is_shown(c, k->type, *f))
		f++;
	return *f == NULL && field_is_shown(c, k->type, k->lead);
}

static bool look(struct ctx *c, struct names k)
{
	if (!is_for_caller(c, &k) || (k.n == 1 && !has_changed(&k, k.w)))
		return true;
	k.asked = NEW_N(c->arena, const char *, k.n);
	k.more = NEW_N(c->arena, size_t, k.n);
	k.told = NEW_N(c->arena, bool, k.n);
	k.stored = NEW_N(c->arena, size_t, k.n);
	for (size_t i = 0; i < k.n; i++)
		k.told[i] = is_told(&k, &k.w[i]);
	look_among(c, &k);
	return look_up(c, &k);
}

bool namesake_check(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	const char *key = t->code_scheme == CODE_PERSON ? "person.namesake" : "record.namesake";

	if (t->namesake != NULL && !look(c, (struct names){ .type = t, .unit = u, .lead = t->name_field, .also = t->namesake, .key = key, .w = w, .n = n }))
		return false;
	for (size_t i = 0; t->doubles != NULL && t->doubles[i] != NULL; i++)
		if (!look(c, (struct names){ .type = t, .unit = u, .lead = t->doubles[i][0], .also = t->doubles[i] + 1, .key = "record.double", .w = w, .n = n }))
			return false;
	return true;
}
