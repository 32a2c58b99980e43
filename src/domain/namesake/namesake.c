/* namesake.c - a second record of the same name, and of what else the catalogue says, in the same school. */
#include "domain/namesake/namesake.h"

#include "base/text.h"
#include "catalog/life.h"
#include "db/db.h"

enum { FEW = 8, MANY = 256, OWN = 5 };

struct names {
	const struct record_type *type;
	const struct unit *unit;
	struct record_write *w;
	size_t n;
	const char **folded;      /* by write; NULL: not to be looked for */
	size_t *next, *first;     /* writes to look for, in chains by a hash of the name: index + 1.  Of those that are alike only the first, */
	size_t *more;             /* and from it the others */
	const char **asked;       /* their names, each once */
	size_t n_asked;
};

static bool has_changed(const struct names *k, const struct record_write *w)
{
	const struct field *const *f = k->type->namesake;
	const size_t name = k->type->name_field->index;

	if (w->old == NULL || !val_equal(&w->value[name], &w->old->value[name]))
		return true;
	while (*f != NULL && val_equal(&w->value[(*f)->index], &w->old->value[(*f)->index]))
		f++;
	return *f != NULL;
}

static bool is_known(const struct names *k, const struct record_write *w)
{
	const struct field *const *f = k->type->namesake;

	while (*f != NULL && ((*f)->to != NULL || w->value[(*f)->index].kind != VAL_NULL))
		f++;
	return *f == NULL && w->value[k->type->name_field->index].kind == VAL_TEXT;
}

static size_t *chain(const struct names *k, const char *folded)
{
	size_t h = 5381;

	for (const char *p = folded; *p != '\0'; p++)
		h = h * 33 + (unsigned char)*p;
	return &k->first[h % (k->n * 2 + 1)];
}

static bool both_are_alike(const struct names *k, size_t i, size_t other)
{
	const struct field *const *f = k->type->namesake;
	const struct record_write *a = &k->w[i], *b = &k->w[other];

	while (*f != NULL && val_equal(&a->value[(*f)->index], &b->value[(*f)->index]))
		f++;
	return *f == NULL && a->school_year == b->school_year;
}

/* The labels of what is alike, and the school year. */
static const char *what_is_alike(struct ctx *c, const struct names *k, size_t i)
{
	struct buf b = buf_in(c->arena);

	buf_fmt(&b, "«%s»", k->type->name_field->label);
	for (const struct field *const *f = k->type->namesake; *f != NULL; f++)
		buf_fmt(&b, ", «%s»", (*f)->label);
	if (k->type->year_bound)
		buf_fmt(&b, " của năm học %d", k->w[i].school_year);
	return buf_text(&b);
}

static const char *key_of(const struct names *k)
{
	return k->type->code_scheme == CODE_PERSON ? "person.namesake" : "record.namesake";
}

static void warn_of_stored(struct ctx *c, const struct names *k, size_t i, const char *code)
{
	const struct field *f = k->type->name_field;

	problem_warn(c, k->w[i].problems, f->name, key_of(k), "%s: trường đã có hồ sơ %s giống ở %s; hãy xem có phải nhập hai lần không.", f->label, code,
	             what_is_alike(c, k, i));
}

static void warn_of_sent(struct ctx *c, const struct names *k, size_t i, const char *where)
{
	const struct field *f = k->type->name_field;

	problem_warn(c, k->w[i].problems, f->name, key_of(k), "%s: %s của lần gửi này có hồ sơ giống ở %s; hãy xem có phải nhập hai lần không.", f->label, where,
	             what_is_alike(c, k, i));
}

/* Those of one sending among themselves: the second is told. */
static void look_among(struct ctx *c, struct names *k)
{
	for (size_t i = 0; i < k->n; i++) {
		const struct record_write *w = &k->w[i];
		if (!is_known(k, w) || !has_changed(k, w) || !record_is_present(c->catalog, k->type, w->status))
			continue;
		const char *folded = k->folded[i] = text_fold(c->arena, w->value[k->type->name_field->index].s);
		bool asked = false;
		size_t twin = 0;
		for (size_t other = *chain(k, folded); other != 0 && twin == 0; other = k->next[other - 1]) {
			if (!streq(folded, k->folded[other - 1]))
				continue;
			asked = true;
			twin = both_are_alike(k, i, other - 1) ? other : 0;
		}
		if (!asked)
			k->asked[k->n_asked++] = folded;
		size_t *at = twin != 0 ? &k->more[twin - 1] : chain(k, folded);
		if (twin != 0)
			warn_of_sent(c, k, i, k->w[twin - 1].where);
		*(twin != 0 ? &k->more[i] : &k->next[i]) = *at;
		*at = i + 1;
	}
}

/* Cells: id, code, status, folded name, school year, and the fields that must be alike. */
static bool is_alike(const struct names *k, size_t i, const struct val *cell)
{
	const struct field *const *f = k->type->namesake;
	const struct record_write *w = &k->w[i];

	for (size_t at = OWN; *f != NULL; f++, at++)
		if (!val_equal(&cell[at], &w->value[(*f)->index]))
			return false;
	return !k->type->year_bound || cell[4].i == w->school_year;
}

static bool take(struct ctx *c, void *arg, const struct val *cell, size_t n)
{
	const struct names *k = arg;

	(void)n;
	if (!record_is_present(c->catalog, k->type, cell[2].s))
		return true;
	for (size_t i = *chain(k, cell[3].s); i != 0; i = k->next[i - 1])
		for (size_t at = streq(cell[3].s, k->folded[i - 1]) && is_alike(k, i - 1, cell) ? i : 0; at != 0; at = k->more[at - 1])
			if (k->w[at - 1].old == NULL || k->w[at - 1].old->id != cell[0].i)
				warn_of_stored(c, k, at - 1, cell[1].s);
	return true;
}

static void put_columns(struct buf *sql, const struct names *k)
{
	buf_fmt(sql, "SELECT t.id, t.code, t.status, t.search_key, %s", k->type->year_bound ? "t.school_year" : "0");
	for (const struct field *const *f = k->type->namesake; *f != NULL; f++)
		if ((*f)->to != NULL)
			buf_fmt(sql, ", (SELECT x.code FROM %s x WHERE x.unit_id = t.unit_id AND x.id = t.%s)", (*f)->to->table, (*f)->column);
		else
			buf_fmt(sql, ", t.%s", (*f)->column);
	buf_fmt(sql, " FROM %s t WHERE t.unit_id = $1", k->type->table);
}

/* Each name once, in one of two statements that are always the same. */
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
	buf_fmt(&sql, "%s AND t.search_key IN (", k->type->year_bound ? " AND t.school_year >= $2 AND t.school_year <= $3" : "");
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

bool namesake_check(struct ctx *c, const struct record_type *t, const struct unit *u, struct record_write *w, size_t n)
{
	struct names k = { .type = t, .unit = u, .w = w, .n = n };

	if (t->namesake == NULL || (n == 1 && !has_changed(&k, w)))
		return true;
	k.folded = NEW_N(c->arena, const char *, n);
	k.asked = NEW_N(c->arena, const char *, n);
	k.next = NEW_N(c->arena, size_t, n);
	k.more = NEW_N(c->arena, size_t, n);
	k.first = NEW_N(c->arena, size_t, n * 2 + 1);
	look_among(c, &k);
	return look_up(c, &k);
}
