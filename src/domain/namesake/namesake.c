/* namesake.c - a second record that is like another of the same school in what the catalogue says. */
#include "domain/namesake/namesake.h"

#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"
#include "store/shown.h"

enum { FEW = 8, MANY = 256, OWN = 5 };

struct names {
	const struct record_type *type;
	const struct unit *unit;
	const struct field *lead;         /* the name, or a reference: what is looked for */
	const struct field *const *also;  /* and what must be alike beside it */
	const char *key;
	struct record_write *w;
	size_t n;
	const char **folded;      /* by write: the name without marks, or the code referred to; NULL: not to be looked for */
	size_t *next, *first;     /* writes to look for, in chains by a hash of that: index + 1.  Of those that are alike only the first, */
	size_t *more;             /* and from it the others */
	bool *told;               /* by write: by another set of fields, before this one */
	const char **asked;       /* all of them, each once */
	size_t n_asked;
};

/* Texts that people type are one when a search finds them alike; codes are not typed. */
static bool alike(struct ctx *c, const struct field *f, const struct val *a, const struct val *b)
{
	return val_equal(a, b) || (a->kind == VAL_TEXT && b->kind == VAL_TEXT && f->to == NULL && f->list == NULL && f->type->column == COLUMN_TEXT &&
	                           streq(text_fold(c->arena, a->s), text_fold(c->arena, b->s)));
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

static size_t *chain(const struct names *k, const char *folded)
{
	size_t h = 5381;

	for (const char *p = folded; *p != '\0'; p++)
		h = h * 33 + (unsigned char)*p;
	return &k->first[h % (k->n * 2 + 1)];
}

static bool both_are_alike(struct ctx *c, const struct names *k, size_t i, size_t other)
{
	const struct field *const *f = k->also;
	const struct record_write *a = &k->w[i], *b = &k->w[other];

	while (*f != NULL && alike(c, *f, &a->value[(*f)->index], &b->value[(*f)->index]))
		f++;
	return *f == NULL && a->school_year == b->school_year;
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

static void warn_of_sent(struct ctx *c, const struct names *k, size_t i, const char *where)
{
	const struct field *f = k->lead;

	problem_warn(c, k->w[i].problems, f->name, k->key, "%s: %s của lần gửi này có hồ sơ giống ở %s; hãy xem có phải nhập hai lần không.", f->label, where,
	             what_is_alike(c, k, i));
}

/* Those of one sending among themselves: the second is told. */
static void look_among(struct ctx *c, struct names *k)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct record_write *w = &k->w[i];
		if (!is_known(k, w) || !has_changed(k, w) || !record_is_present(c->catalog, k->type, w->status))
			continue;
		const char *lead = w->value[k->lead->index].s, *folded = k->folded[i] = k->lead->to != NULL ? lead : text_fold(c->arena, lead);
		bool asked = false;
		size_t twin = 0;
		for (size_t other = *chain(k, folded); other != 0 && twin == 0; other = k->next[other - 1]) {
			if (!streq(folded, k->folded[other - 1]))
				continue;
			asked = true;
			twin = both_are_alike(c, k, i, other - 1) ? other : 0;
		}
		if (!asked)
			k->asked[k->n_asked++] = folded;
		size_t *at = twin != 0 ? &k->more[twin - 1] : chain(k, folded);
		if (twin != 0 && !k->told[i])
			warn_of_sent(c, k, i, k->w[twin - 1].where);
		*(twin != 0 ? &k->more[i] : &k->next[i]) = *at;
		*at = i + 1;
	}
}

/* Cells: id, code, status, what is looked for, school year, and the fields that must be alike. */
static bool is_alike(struct ctx *c, const struct names *k, size_t i, const struct val *cell)
{
	const struct field *const *f = k->also;
	const struct record_write *w = &k->w[i];

	for (size_t at = OWN; *f != NULL; f++, at++)
		if (!alike(c, *f, &cell[at], &w->value[(*f)->index]))
			return false;
	return !k->type->year_bound || cell[4].i == w->school_year;
}

/* A person, whose record goes along and may come back. */
static bool has_moved(const struct record_type *t, const char *status)
{
	return t->code_scheme == CODE_PERSON && t->moved_status != NULL && streq(status, t->moved_status);
}

static bool take(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	const struct names *k = arg;

	(void)n;
	if (!record_is_present(c->catalog, k->type, cell[2].s) && !has_moved(k->type, cell[2].s))
		return true;
	for (size_t i = *chain(k, cell[3].s); i != 0; i = k->next[i - 1])
		for (size_t at = streq(cell[3].s, k->folded[i - 1]) && is_alike(c, k, i - 1, cell) ? i : 0; at != 0; at = k->more[at - 1])
			if (!k->told[at - 1] && (k->w[at - 1].old == NULL || k->w[at - 1].old->id != cell[0].i))
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
	buf_char(&sql, ')');
	for (size_t n = 0; n < k->n_asked; n += chunk) {
		for (size_t i = 0; i < chunk; i++)
			args[i + own] = n + i < k->n_asked ? val_text(k->asked[n + i]) : val_null();
		if (!db_visit(c, sql.data, args, chunk + own, take, k))
			return false;
	}
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
	k.folded = NEW_N(c->arena, const char *, k.n);
	k.asked = NEW_N(c->arena, const char *, k.n);
	k.next = NEW_N(c->arena, size_t, k.n);
	k.more = NEW_N(c->arena, size_t, k.n);
	k.first = NEW_N(c->arena, size_t, k.n * 2 + 1);
	k.told = NEW_N(c->arena, bool, k.n);
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
